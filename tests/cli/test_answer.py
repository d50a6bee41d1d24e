"""The answer in three lines, and the warnings after it: most serious first, each fact once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from helpers import json_of, plan
from magadvise import Plan, load_knowledge
from magadvise.cli.plan_text import lines
from magadvise.cli.screen import wrapped
from property.laws import advice, crowd

SEVERITIES = ["STOP:", "ASK FIRST:", "KEEP APART:", "CAUTION:", "NOTE:"]
STATINS = {"medications": ["simvastatin", "atorvastatin", "levothyroxine", "liothyronine"],
           "medication_times": ["levothyroxine=07:00", "liothyronine=07:00"]}  # fmt: skip


def rows_of(answer: Any) -> list[str]:
    """The text at 80 columns."""
    return [row for line in lines(answer, load_knowledge()) for row in wrapped(line, 80)]


def first_rows(**answers: Any) -> list[str]:
    return rows_of(plan(**answers))[:4]


def test_a_plan_says_what_how_much_and_when():
    assert first_rows(age="68") == [
        "Your plan: magnesium bisglycinate 100 mg a day, later up to 200 mg.",
        "Take it at 22:00, 30 minutes before bed.",
        "Never more than 200 mg a day. Try it for 28 days, then stop if it did not help.",
        "",
    ]


def test_a_plan_that_splits_the_dose_says_from_which_day():
    assert first_rows()[:2] == [
        "Your plan: magnesium bisglycinate 150 mg a day, later up to 300 mg.",
        "Take it at 22:00. From day 7 split it: 150 mg at 18:30 and 150 mg at 22:00.",
    ]


def test_a_plan_to_check_first_says_whom_to_ask_before_anything_else():
    assert first_rows(kidney="unknown") == [
        "Ask first. Then: magnesium bisglycinate 150 mg a day.",
        "Ask a pharmacist, midwife or doctor before the first dose.",
        "Take it at 22:00, 30 minutes before bed.",
        "Never more than 150 mg a day. Try it for 28 days, then stop if it did not help.",
    ]


@pytest.mark.parametrize(
    ("answers", "first", "why"),
    [
        ({"kidney": "dialysis"}, "Do not take a magnesium supplement.", "Why: Dialysis."),
        ({"egfr": "20"}, "Do not take a magnesium supplement.", "Why: eGFR below 30."),
        ({"conditions": "myasthenia_gravis"}, "Do not take a magnesium supplement.",
         "Why: Myasthenia gravis."),
        ({"medications": "digoxin"}, "No dose from here: ask your doctor or pharmacist first.",
         "Why: Digoxin, one of your medicines."),
        ({"age": "6"}, "No dose from here: ask your doctor or pharmacist first.",
         "Why: Age 1 to 17."),
    ],
)  # fmt: skip
def test_a_refusal_says_why_in_a_few_words_and_what_to_do(answers, first, why):
    rows = first_rows(**answers)
    assert rows[:2] == [first, why]
    assert rows[2].startswith("What to do: ")
    assert rows[3] == ""


def test_several_reasons_are_counted():
    rows = first_rows(conditions=["coeliac", "cirrhosis"])
    assert rows[1] == "Why: Coeliac disease. And 1 more below."


def test_an_emergency_says_help_three_times_and_nothing_of_a_dose():
    rows = first_rows(red_flags="one_leg_swollen")
    assert rows[0] == "Get medical help now. Do not start magnesium."
    assert "clot" in rows[1]
    assert re.search(r"^What to do: .*now\.$", rows[2])
    assert "mg" not in " ".join(rows).replace("magnesium", "")


def test_no_room_says_why_in_its_first_line():
    rows = first_rows(other_magnesium_mg="400")
    assert rows[0] == "No supplement: the magnesium you already take uses up your limit."
    assert rows[1].startswith("What to do: Add no product.")
    assert rows[2] == ""


def test_for_anybody_the_answer_fits_its_lines_at_80_columns():
    """Before the first empty line no paragraph is wrapped, and the answer is whole."""
    for person, doc in crowd():
        answer = advice(person)
        block = []
        for line in lines(answer, load_knowledge()):
            if not line.text:
                break
            block.append(wrapped(line, 80))
        assert all(len(rows) == 1 for rows in block), (person, block)
        said = " ".join(rows[0] for rows in block[:3])
        assert 2 <= len(block) <= 4, person
        if isinstance(answer, Plan):
            dose = doc["dose"]["steps"][0]["mg_per_day"]
            assert f"{dose} mg a day" in said, person
            assert doc["form"]["name"].casefold() in said.casefold(), person
            assert any(i["time"] in said for i in doc["timing"]["intakes"]), person
        else:
            assert not re.search(r"\d mg", said), person
            assert "What to do: " in said, person


# warnings ----------------------------------------------------------------------------------------


def warned(answer: Any) -> list[tuple[str, str]]:
    """Severity word and summary of each warning in the order of the text."""
    found = [(line.mark, line.text) for line in lines(answer, load_knowledge())]
    return [(mark, text) for mark, text in found if mark in SEVERITIES]


def test_the_most_serious_warning_comes_first():
    """A milder one about the same medicine may stand before the next serious one; whatever is about
    no medicine keeps the order."""
    for person, doc in crowd():
        apart = {f["summary"] for f in doc["findings"] if f["code"] in ("DOS003", "DOS004")}
        about = {f["summary"] for f in doc["findings"] if f["code"][:3] in ("MED", "SRC")}
        found = [(SEVERITIES.index(mark), text) for mark, text in warned(advice(person))
                 if text not in apart]  # fmt: skip
        if found:
            assert found[0][0] == min(rank for rank, _ in found), person
        ranks = [rank for rank, text in found if text not in about]
        assert ranks == sorted(ranks), person


def test_no_warning_stands_twice_and_none_is_left_out():
    for person, doc in crowd():
        summaries = [text for _, text in warned(advice(person))]
        assert sorted(summaries) == sorted({f["summary"] for f in doc["findings"]}), person


def test_no_sentence_of_a_warning_stands_twice_for_two_medicines_alike():
    """Two statins, two thyroid hormones: each reason once, under all the names."""
    text = " ".join(" ".join(rows_of(plan(**STATINS))).split())
    part = text.partition("WARNINGS AND NOTES")[2].partition("WHAT TO EXPECT")[0]
    assert part.count("the adjusted ratio was 1.16") == 1
    assert part.count("Magnesium can bind thyroid hormone") == 1
    assert part.count("[MED003]") == 1
    assert part.count("[MED010]") == 2
    for name in ("Simvastatin", "Atorvastatin", "Levothyroxine"):
        assert f"{name} is linked to leg cramps." in part
    for name in ("Levothyroxine", "Liothyronine"):
        assert f"{name}: take magnesium at least 4 h after it" in part


def test_findings_about_one_medicine_stand_together():
    found = [text for _, text in warned(plan(**STATINS))]
    about = [text.split()[0].strip(":") for text in found]
    at = [n for n, name in enumerate(about) if name in ("Levothyroxine", "Liothyronine")]
    assert at == list(range(at[0], at[-1] + 1))


def test_a_fact_of_the_plan_is_not_told_again_in_a_note():
    """The hour of going to bed that was taken for granted stands beside the times."""
    text = " ".join(" ".join(rows_of(plan())).split())
    assert text.count("if you go to bed at 22:30") == 1


def test_what_to_do_in_an_emergency_is_told_once():
    answers = {"red_flags": "dark_urine"}
    text = " ".join(" ".join(rows_of(plan(**answers))).split())
    step = json_of(**answers)["first_steps"][0]
    last = re.split(r"(?<=\.) ", step)[-1]
    assert text.count(last) == 1


def test_a_dose_to_check_is_judged_once():
    text = " ".join(" ".join(rows_of(plan(check_dose_mg="400"))).split())
    assert text.count("mg above your limit of") == 1
    assert text.count("instead of, not on top of") == 1
