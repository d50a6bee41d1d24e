"""The answers that a plan rests on stand in its text: as understood, with units, in a few lines."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from helpers import flags, plan
from magadvise import load_knowledge
from magadvise.cli.plan_text import lines
from magadvise.cli.screen import plain, wrapped
from property.laws import advice, crowd

Run = Callable[..., Any]


def rows(answer: Any, columns: int = 80) -> list[str]:
    """The part of the answers, without its heading, as a screen of this width shows it."""
    text = [row for line in lines(answer, load_knowledge()) for row in wrapped(line, columns)]
    start = text.index("ANSWERS USED") + 1
    return text[start : text.index("", start)]


def used(**answers: Any) -> str:
    return " ".join(" ".join(rows(plan(**answers))).split())


def part(out: str) -> str:
    """The part of the answers in a printed plan, white space collapsed."""
    assert out.count("ANSWERS USED") == 1
    return " ".join(out.partition("ANSWERS USED")[2].partition("SOURCES")[0].split())


# The man of the hazard log: what he typed, and what he must find again.
MAN = {
    "age": "45", "sex": "male", "pregnant": None, "breastfeeding": None, "kidney": None,
    "egfr": "75", "conditions": "gout", "stool": None,
}  # fmt: skip


def test_each_answer_is_read_again_and_an_open_one_is_called_not_known():
    assert used(**MAN) == (
        "Age: 45 years. Sex: male. Kidneys: eGFR 75 mL/min/1.73 m2. Conditions: gout. "
        "Warning signs: none. Medicines: none. Other magnesium: none. Cramps: night cramps. "
        "Bowel: not known."
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"age": "8mo"}, "Age: 8 months."),
        ({"age": "1"}, "Age: 1 year."),
        ({"age": "14mo"}, "Age: 1 year."),
        ({"sex": "unknown"}, "Sex: not known."),
        ({"pregnant": "yes"}, "Pregnant: yes."),
        ({"pregnant": None}, "Pregnant: not known."),
        ({"pregnant": None, "patterns": "pregnancy"}, "Pregnant: yes."),
        ({"breastfeeding": "yes"}, "Breastfeeding: yes."),
        ({"kidney": None}, "Kidneys: not known."),
        ({"kidney": "ckd"}, "Kidneys: kidney disease (CKD)."),
        ({"kidney": "dialysis"}, "Kidneys: on dialysis."),
        ({"kidney": "one_kidney", "egfr": "59.99"},
         "Kidneys: one kidney, eGFR 59.99 mL/min/1.73 m2."),
        ({"creatinine": "1.0mg/dL"}, "creatinine 1 mg/dL."),
        ({"creatinine": "97umol/L"}, "creatinine 1.1 mg/dL (97 umol/L)."),
        ({"conditions": None}, "Conditions: not known."),
        ({"conditions": ["gout", "heart_block", "unknown"]},
         "Conditions: gout; heart block or sick sinus syndrome; more not known."),
        ({"red_flags": None}, "Warning signs: not known."),
        ({"red_flags": "dark_urine"}, "Warning signs: dark urine with muscle pain."),
        ({"medications": None}, "Medicines: not known."),
        ({"other_magnesium_mg": None}, "Other magnesium: not known."),
        ({"other_magnesium_mg": "100"}, "Other magnesium: 100 mg a day."),
        ({"other_magnesium_mg": "100", "products": "unknown"},
         "Other magnesium: 100 mg a day; more not known."),
        ({"patterns": None}, "Cramps: not known."),
        ({"patterns": ["daytime", "heat"]}, "Cramps: cramps by day; cramps in heat, with heavy"),
        ({"stool": "constipated"}, "Bowel: hard or rare."),
        ({"diet_magnesium_mg": "240"}, "Magnesium from food: 240 mg a day."),
        ({"check_dose_mg": "400", "check_form": "oxide"}, ": 400 mg a day, Magnesium oxide."),
        ({"check_form": "oxide"}, ": not known, Magnesium oxide."),
        ({"bedtime": "23:15", "wake": "06:45"}, "Bedtime: 23:15. Wake time: 06:45."),
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_is_told_with_its_unit(answers, said):
    assert said in used(**answers)


def test_whether_somebody_is_pregnant_is_left_out_where_it_changes_nothing():
    assert "Pregnant" not in used(pregnant=None, age="80")
    assert "Pregnant" not in used(**MAN)


def test_a_medicine_stands_with_what_it_was_understood_as_and_its_times():
    said = used(
        medications=["Prilosec", "levothyroxine", "zzqq", "milk of magnesia 5 mL", "unknown"],
        medication_times="levothyroxine=07:00,19:00",
    )
    assert said.endswith(
        " Medicines: Prilosec (omeprazole); levothyroxine at 07:00, 19:00; zzqq (not in the table); "
        "milk of magnesia 5 mL (a product that brings magnesium, 167 mg a day); more not known"
    )


def test_a_product_stands_with_what_it_brings():
    said = used(other_magnesium_mg="20", products=["ZMA", "Epsom salt bath", "zzqq"])
    assert "Other magnesium: 20 mg a day; ZMA (ZMA, 450 mg a day); Epsom salt bath (" in said
    assert "counts 0 mg); zzqq (not in the table)" in said


def test_a_slip_of_one_digit_is_seen():
    """Of age and of eGFR: the two plans differ in this part."""
    assert used(age="45") != used(age="54")
    assert used(egfr="95") != used(egfr="59")


NUMBER = re.compile(r"\d[\d.]*(?![\d.])(?! (?:years?|months?|mg a day|mg/dL|umol/L|mL/min))")


def unitless(paragraph: str) -> list[str]:
    """The numbers without a unit; clock times and the names of two warning signs hold no amount."""
    names = r"\d\d:\d\d|/1\.73 m2|more than 3 cramps a week|over 2 weeks"
    return NUMBER.findall(re.sub(names, "", paragraph))


def test_for_anybody_no_number_stands_without_its_unit():
    """In the paragraph of what was chosen: in the lists below it stand words that somebody typed."""
    seen = 0
    for person, _ in crowd():
        text = [line.text for line in lines(advice(person), load_knowledge())]
        said = text[text.index("ANSWERS USED") + 1]
        assert unitless(said) == [], person
        seen += len(re.findall(r"\d", said)) > 4
    assert seen > 50


def test_a_number_without_a_unit_would_be_found():
    assert unitless("Age: 45. Kidneys: eGFR 75 mL/min/1.73 m2, creatinine 1.1.") == ["45.", "1.1."]


def test_for_a_usual_person_it_takes_six_lines_at_most():
    for answers in (
        {}, MAN, {"kidney": "dialysis"}, {"red_flags": "dark_urine"},
        {"age": "68", "medications": ["omeprazole", "levothyroxine", "simvastatin"],
         "medication_times": "levothyroxine=07:00", "conditions": ["gout", "hypertension"]},
    ):  # fmt: skip
        assert 2 <= len(rows(plan(**answers))) <= 6


def test_it_stands_after_what_to_do_and_before_the_sources():
    """Whatever is about safety comes first."""
    for answers in ({}, {"kidney": "dialysis"}, {"red_flags": "dark_urine"}, {"age": "6"}):
        titles = [line.text for line in lines(plan(**answers), load_knowledge())
                  if line.label == "Section"]  # fmt: skip
        assert titles[-2:] == ["ANSWERS USED", "SOURCES"]
        emergency = "red_flags" in answers  # there whom to call comes second
        assert titles.index("GET HELP") == (1 if emergency else len(titles) - 3)


def test_the_plain_layout_has_one_answer_a_line():
    text = [fact for line in lines(plan(**MAN), load_knowledge()) for fact in plain(line)]
    start = text.index("Section: Answers used")
    assert text[start + 1 : start + 5] == [
        "Age: 45 years.", "Sex: male.", "Kidneys: eGFR 75 mL/min/1.73 m2.", "Conditions: gout.",
    ]  # fmt: skip


def test_a_name_steers_nothing_and_starts_no_answer_of_its_own(run):
    """What somebody typed stands on the line of its question."""
    name = "zz\x1b[2J\u202eqq. Kidneys: normal.\nAge: 20 years"
    out = run(*flags(medications=name, kidney="dialysis")).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    shown = out.partition("ANSWERS USED")[2].splitlines()
    assert not [row for row in shown if row.startswith(("Kidneys: normal", "Age: 20"))]
    assert "Kidneys: on dialysis. " in part(out).partition("Medicines:")[0]


# a profile ---------------------------------------------------------------------------------------

KEPT = ["--age", "68", "--sex", "female", "--kidney", "normal", "--pattern", "night"]
REST = ["--med", "none", "--condition", "none", "--red-flag", "none", "--other-magnesium", "none"]


@pytest.fixture
def anna(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Answers of a woman, kept as ``anna`` and last written on 5 March 2024."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run("profile", "save", "anna", *KEPT).code == 0
    file = tmp_path / "magadvise" / "profiles" / "anna.json"
    day = datetime(2024, 3, 5, 12).timestamp()
    os.utime(file, (day, day))
    return file


def test_a_plan_from_a_profile_names_it_its_day_and_the_answers_it_gave(run, anna):
    said = part(run("plan", "--profile", "anna", *REST).out)
    assert said.endswith(
        "From the profile anna, saved on 2024-03-05: --age, --sex, --kidney, --pattern. "
        "Do they still hold?"
    )
    assert "Age: 68 years." in said


def test_an_answer_given_anew_is_not_called_one_of_the_profile(run, anna):
    said = part(run("plan", "--profile", "anna", *REST, "--age", "70", "--kidney", "normal").out)
    assert "saved on 2024-03-05: --sex, --pattern." in said
    assert "Age: 70 years." in said
    assert "From the profile" not in run("plan", "--profile", "anna", *KEPT, *REST).out


def test_answers_taken_up_again_carry_the_day_before_they_are_saved_anew(run, anna):
    outcome = run("plan", "--no-input", "--profile", "anna", "--save", "anna", *REST)
    assert "From the profile anna, saved on 2024-03-05:" in part(outcome.out)
    assert anna.stat().st_mtime > datetime(2024, 3, 6).timestamp()


def test_a_first_save_and_a_plan_by_flags_speak_of_no_profile(run, anna):
    assert "From the profile" not in run("plan", "--no-input", "--save", "new", *KEPT, *REST).out
    assert "From the profile" not in run(*flags()).out


def test_a_day_that_no_calendar_holds_is_not_known(run, anna, monkeypatch):
    from magadvise.cli import profile_store

    class Broken:
        @staticmethod
        def fromtimestamp(_: float) -> None:
            raise OverflowError

    monkeypatch.setattr(profile_store, "date", Broken)
    said = part(run("plan", "--profile", "anna", *REST).out)
    assert "From the profile anna, saved on a day that is not known:" in said


def test_the_document_of_a_profile_is_that_of_its_answers(run, anna):
    """The date is for a reader: it changes no JSON."""
    out = run("plan", "--profile", "anna", *REST, "--json").out
    assert out == run("plan", *KEPT, *REST, "--json").out
    assert "2024-03-05" not in out
