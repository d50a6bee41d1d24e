"""Answers that cannot be: each is refused with exit code 2, its flag, and what to write instead."""

from __future__ import annotations

import json

import pytest

from helpers import flags

NUMBERS = {
    "egfr": "--egfr",
    "other_magnesium_mg": "--other-magnesium",
    "diet_magnesium_mg": "--diet-magnesium",
    "check_dose_mg": "--check-dose",
}
NO_NUMBERS = [
    "nan",
    "inf",
    "-inf",
    "1_0",
    "+5",
    "-1",
    "１２",
    "٤٥",
    "52,5",
    "1e3",
    "0x10",
    "4 5",
    " 45",
    "45 ",
    ".",
    "5.",
    ".5",
    "1.2.3",
    "4²",
    "½",
    "12345678",
    "forty",
]
CREATININE = "creatinine"


def refused(run, field: str, **answers: object) -> dict[str, str]:
    """Run with these answers and give back the one problem there is."""
    code, out, _ = run(*flags(**answers), "--json")
    assert code == 2
    problems = json.loads(out)["errors"]
    assert [problem["field"] for problem in problems] == [field]
    return problems[0]


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("field", NUMBERS)
def test_only_plain_digits_with_one_point_are_a_number(run, field, text):
    problem = refused(run, field, **{field: text})
    assert problem["message"].startswith(NUMBERS[field] + " ")
    assert f"Example: {NUMBERS[field]} " in problem["hint"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_only_plain_digits_are_an_age(run, text):
    assert "--age 45" in refused(run, "age", age=text)["hint"]


@pytest.mark.parametrize("text", [text for text in NO_NUMBERS if text not in (" 45", "45 ")])
@pytest.mark.parametrize("unit", ["mg/dL", "umol/L"])
def test_only_plain_digits_with_one_point_are_a_creatinine(run, unit, text):
    assert "1.1mg/dL" in refused(run, CREATININE, creatinine=text + unit)["hint"]


def test_a_comma_is_answered_with_the_point(run):
    assert "52.5" in refused(run, "egfr", egfr="52,5")["hint"]


def test_a_number_with_a_unit_is_told_to_leave_the_unit_out(run):
    hint = refused(run, "other_magnesium_mg", other_magnesium_mg="100 mg")["hint"]
    assert "unit" in hint


@pytest.mark.parametrize("field", [f for f in NUMBERS if f != "egfr"])
def test_more_than_5000_mg_a_day_is_refused_and_5000_is_not(run, field):
    assert "5000" in refused(run, field, **{field: "5001"})["message"]
    refused(run, field, **{field: "5000.1"})
    assert run(*flags(**{field: "5000"})).code == 0
    assert run(*flags(**{field: "0"})).code == 0


# age ---------------------------------------------------------------------------------------------


def test_age_0_is_refused_because_months_are_written_with_mo(run):
    assert "8mo" in refused(run, "age", age="0")["hint"]


@pytest.mark.parametrize("text", ["121", "999", "1452mo", "9999mo"])
def test_more_than_120_years_are_refused(run, text):
    assert "120" in refused(run, "age", age=text)["message"]


def test_a_year_of_birth_is_no_age(run):
    assert "year of birth" in refused(run, "age", age="1975")["hint"].casefold()


@pytest.mark.parametrize("text", ["18.5", "0.5", "45.0"])
def test_an_age_has_no_fraction(run, text):
    assert "without a fraction" in refused(run, "age", age=text)["hint"]


@pytest.mark.parametrize("text", ["45y", "45 years", "8m", "8 months", "-8mo", "8.5mo", "mo"])
def test_an_age_has_no_other_unit_than_mo(run, text):
    assert "8mo" in refused(run, "age", age=text)["hint"]


@pytest.mark.parametrize("text", ["1", "120", "8mo", "8 mo", "12mo", "1451mo"])
def test_ages_at_the_edges_are_accepted(run, text):
    assert run(*flags(age=text, sex="male", pregnant=None)).code == 0


def test_a_newborn_gets_no_supplement(run):
    """The reference table begins with birth: 0 completed months are an age, 0 years are none."""
    code, out, _ = run(*flags(age="0mo", sex="male", pregnant=None), "--json")
    assert code == 0
    assert json.loads(out)["disposition"] == "do_not_supplement"


@pytest.mark.parametrize("text", ["", "   "])
@pytest.mark.parametrize("field", ["age", "sex"])
def test_age_and_sex_cannot_be_left_empty(run, field, text):
    assert "is needed" in refused(run, field, **{field: text})["message"]


def test_age_and_sex_are_asked_for_together(run):
    code, out, _ = run("plan", "--no-input", "--json")
    assert code == 2
    assert [p["field"] for p in json.loads(out)["errors"]] == ["age", "sex"]


# kidneys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["0.8", "1.9", "0"])
def test_an_egfr_below_2_looks_like_creatinine_in_mg_dl(run, text):
    hint = refused(run, "egfr", egfr=text)["hint"]
    assert "creatinine in mg/dL" in hint
    assert "--creatinine" in hint


@pytest.mark.parametrize("text", ["201", "200.1", "310"])
def test_an_egfr_above_200_looks_like_creatinine_in_umol_l(run, text):
    hint = refused(run, "egfr", egfr=text)["hint"]
    assert "creatinine in umol/L" in hint
    assert "--creatinine" in hint


@pytest.mark.parametrize("text", ["2", "200", "52", "52.5", "unknown"])
def test_an_egfr_from_2_to_200_is_accepted(run, text):
    assert run(*flags(egfr=text)).code == 0


@pytest.mark.parametrize("text", ["52 mL/min", "52mL/min", "52 ml/min"])
def test_a_creatinine_clearance_is_no_egfr(run, text):
    assert "creatinine clearance" in refused(run, "egfr", egfr=text)["hint"]


@pytest.mark.parametrize(
    "text",
    ["52 mL/min/1.73m2", "52mL/min/1.73 m2", "52 ml/min/1.73 m²", "52 mL/min/{1.73_m2}"],
)
def test_an_egfr_may_carry_its_own_unit(run, text):
    code, out, _ = run(*flags(egfr=text), "--json")
    assert code == 0
    assert json.loads(out)["profile"]["egfr"] == 52
    assert json.loads(out)["disposition"] == "clinician_first"


@pytest.mark.parametrize("text", ["110 umol/L", "110umol/L", "97 µmol/L", "97 μmol/L", "1.1mg/dL"])
def test_a_creatinine_with_its_unit_is_no_egfr(run, text):
    assert "--creatinine" in refused(run, "egfr", egfr=text)["hint"]


@pytest.mark.parametrize("text", ["1.1", "97", "1.1 mmol/L", "1.1 g/dL", "97 umol"])
def test_a_creatinine_needs_its_unit(run, text):
    hint = refused(run, CREATININE, creatinine=text)["hint"]
    assert "mg/dL" in hint
    assert "umol/L" in hint


@pytest.mark.parametrize(
    "text", ["16 mg/dL", "0.05 mg/dL", "97 mg/dL", "1.1 umol/L", "2000 umol/L"]
)
def test_a_creatinine_out_of_reach_is_a_mix_up_of_units(run, text):
    assert "unit" in refused(run, CREATININE, creatinine=text)["hint"]


@pytest.mark.parametrize("micro", ["u", "\N{MICRO SIGN}", "\N{GREEK SMALL LETTER MU}"])
def test_creatinine_in_micromoles_is_read_with_each_way_to_write_micro(run, micro):
    code, out, _ = run(*flags(creatinine=f"97 {micro}mol/L"), "--json")
    assert code == 0
    assert json.loads(out)["profile"]["creatinine_mg_dl"] == pytest.approx(97 / 88.42, abs=0.001)


# times -------------------------------------------------------------------------------------------

NO_CLOCKS = ["25:00", "24:00", "07:60", "7", "07.00", "7am", "noon", "07:00:00", "-7:00", "07:0",
             "٠٧:٠٠", "０７:００", " 07:00", "07 :00", "0700"]  # fmt: skip


@pytest.mark.parametrize("text", NO_CLOCKS)
@pytest.mark.parametrize("field", ["bedtime", "wake"])
def test_only_hours_and_minutes_of_one_day_are_a_clock_time(run, field, text):
    assert "HH:MM" in refused(run, field, **{field: text})["hint"]


@pytest.mark.parametrize("text", ["", "=07:00", "levothyroxine", "levothyroxine=", "=", "07:00"])
def test_a_medicine_time_names_the_medicine_and_the_time(run, text):
    if text:
        problem = refused(run, "medication_times", medications="levothyroxine",
                          medication_times=text)  # fmt: skip
        assert "levothyroxine=07:00" in problem["hint"]
    else:
        assert run(*flags(medications="levothyroxine", medication_times=text)).code == 0


@pytest.mark.parametrize("clocks", ["25:00", "07:00,25:61", "07:00,", "7", "07:00;08:00 =", "nan"])
def test_a_medicine_time_with_a_bad_clock_is_refused(run, clocks):
    refused(run, "medication_times", medications="levothyroxine",
            medication_times=f"levothyroxine={clocks}")  # fmt: skip


@pytest.mark.parametrize("listed", ["none", "metformin", None])
def test_a_time_for_a_medicine_that_is_not_listed_is_refused(run, listed):
    problem = refused(run, "medication_times", medications=listed,
                      medication_times="levothyroxine=07:00")  # fmt: skip
    assert problem["message"].startswith("--med-time ")
    assert "--med" in problem["hint"]


@pytest.mark.parametrize("name", ["漢字", "Лекарство", "[/]"])
def test_a_time_is_taken_for_a_medicine_in_any_script(run, name):
    code, out, _ = run(*flags(medications=name, medication_times=f"{name}=12:00"), "--json")
    assert code == 0
    assert json.loads(out)["profile"]["medication_times"] == {name: ["12:00"]}


def test_two_medicines_in_another_script_are_two_medicines(run):
    code, out, _ = run(*flags(medications=["漢字", "漢方"]), "--json")
    assert code == 0
    assert [row["input"] for row in json.loads(out)["medications"]] == ["漢字", "漢方"]


# words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        ("sex", "femal", "female"),
        ("sex", "mael", "male"),
        ("pregnant", "y", "yes"),
        ("pregnant", "yess", "yes"),
        ("breastfeeding", "n", "no"),
        ("kidney", "dialisis", "dialysis"),
        ("kidney", "one kidney", "one_kidney"),
        ("kidney", "one-kidney", "one_kidney"),
        ("kidney", "transplnt", "transplant"),
        ("patterns", "nihgt", "night"),
        ("patterns", "restless legs", "restless_legs"),
        ("conditions", "myasthenia gravs", "myasthenia_gravis"),
        ("conditions", "hart_block", "heart_block"),
        ("conditions", "diabetis", "diabetes"),
        ("red_flags", "chest-pain-breathless", "chest_pain_breathless"),
        ("red_flags", "dark_urin", "dark_urine"),
        ("stool", "lose", "loose"),
        ("check_form", "oxid", "oxide"),
        ("check_form", "bisglycinat", "bisglycinate"),
        ("standard", "usa", "us"),
    ],
)
def test_an_unknown_word_is_refused_with_the_nearest_word_and_all_words(run, field, text, meant):
    hint = refused(run, field, **{field: text, "sex": text if field == "sex" else "female"})["hint"]
    assert f"Did you mean {meant}?" in hint
    assert "Allowed: " in hint
    assert meant in hint.split("Did you mean")[0]


@pytest.mark.parametrize("field", ["sex", "kidney", "stool", "patterns", "conditions", "red_flags"])
def test_a_word_like_no_other_is_refused_with_all_words(run, field):
    hint = refused(run, field, **{field: "qqqqqqqq"})["hint"]
    assert "Did you mean" not in hint
    assert "Allowed: " in hint


@pytest.mark.parametrize("field", ["sex", "kidney", "patterns", "conditions", "red_flags", "stool"])
def test_a_word_may_be_written_in_capitals(run, field):
    given = {"sex": "MALE", "kidney": "Normal", "patterns": "NIGHT", "conditions": "NONE",
             "red_flags": "None", "stool": "Usual"}[field]  # fmt: skip
    pregnant = None if field == "sex" else "no"
    assert run(*flags(**{field: given, "pregnant": pregnant})).code == 0


# answers that do not go together -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("conditions", "diabetes"),
        ("red_flags", "dark_urine"),
        ("medications", "metformin"),
        ("products", "zma"),
        ("conditions", "unknown"),
        ("medications", "unknown"),
    ],
)
def test_none_stands_alone(run, field, other):
    problem = refused(run, field, **{field: ["none", other]})
    assert "none" in problem["message"]
    refused(run, field, **{field: f"{other}; none"})
    refused(run, field, **{field: f"none|{other}"})


@pytest.mark.parametrize("pattern", ["night", "pregnancy"])
def test_male_and_pregnant_do_not_go_together(run, pattern):
    problem = refused(run, "pregnant", sex="male", pregnant="yes", patterns=pattern)
    assert "male and pregnant" in problem["message"]


def test_male_and_cramps_of_pregnancy_do_not_go_together(run):
    refused(run, "pregnant", sex="male", pregnant=None, patterns="pregnancy")


@pytest.mark.parametrize("patterns", ["pregnancy", ["night", "pregnancy"]])
def test_cramps_of_pregnancy_and_not_pregnant_do_not_go_together(run, patterns):
    assert "pattern" in refused(run, "patterns", pregnant="no", patterns=patterns)["hint"]


@pytest.mark.parametrize("pregnant", ["no", None, "unknown"])
def test_not_pregnant_is_a_fine_answer_for_a_man(run, pregnant):
    assert run(*flags(sex="male", pregnant=pregnant)).code == 0


# the same flag twice -----------------------------------------------------------------------------

SCALARS = {
    "age": "45",
    "sex": "female",
    "pregnant": "no",
    "breastfeeding": "no",
    "kidney": "normal",
    "egfr": "90",
    "creatinine": "0.8mg/dL",
    "other_magnesium_mg": "0",
    "diet_magnesium_mg": "240",
    "stool": "usual",
    "check_dose_mg": "100",
    "check_form": "oxide",
    "bedtime": "22:30",
    "wake": "07:00",
    "standard": "us",
}


@pytest.mark.parametrize("field", SCALARS)
def test_a_flag_with_one_value_is_refused_when_it_is_given_twice(run, field):
    """Also when both values are the same: nothing is guessed from two."""
    problem = refused(run, field, **{field: [SCALARS[field]] * 2})
    assert "more than once" in problem["message"]


def test_of_two_ages_neither_is_taken(run):
    code, out, _ = run(*flags(age=["5", "90"]))
    assert (code, out) == (2, "")


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("medications", "metformin", "omeprazole"),
        ("patterns", "night", "stress"),
        ("conditions", "diabetes", "gout"),
        ("red_flags", "dark_urine", "new_weakness"),
    ],
)
def test_a_list_flag_may_be_repeated(run, field, first, second):
    code, out, _ = run(*flags(**{field: [first, second]}), "--json")
    assert code == 0
    assert json.loads(out)["profile"][field] == [first, second]
