"""Traps 1 to 11 and 49: whose reference intake, whose upper limit, and answers that cannot be.

Figures: Institute of Medicine, Dietary Reference Intakes 1997 (RDA 420 mg for men from 31 years,
upper limit for supplements 350 mg); the EU's Scientific Committee on Food 2001 (250 mg from 4 years).
"""

from __future__ import annotations

import pytest

from helpers import codes, json_of, plan
from magadvise import load_knowledge
from magadvise.errors import InputError

pytestmark = pytest.mark.core

ADULT_RDAS = {
    ("19", "male"): 400,
    ("19", "female"): 310,
    ("31", "male"): 420,
    ("31", "female"): 320,
    ("64", "male"): 420,
    ("64", "female"): 320,
    ("71", "male"): 420,
    ("71", "female"): 320,
}


def of(age: str, sex: str = "female", **more: str | None) -> dict:
    pregnant = more.pop("pregnant", None if sex == "male" else "no")
    return json_of(age=age, sex=sex, pregnant=pregnant, **more)


def refused(**changes: str | list[str] | None) -> set[str]:
    """The fields that the door refuses."""
    with pytest.raises(InputError) as error:
        plan(**changes)
    return {problem.field for problem in error.value.problems()}


@pytest.mark.parametrize(("person", "rda"), ADULT_RDAS.items())
def test_t01_the_rda_is_never_the_pill_dose(person, rda):
    for diet in (None, "0", "100", "419"):
        document = of(*person, diet_magnesium_mg=diet)
        assert document["intake"]["rda_mg"] == rda
        assert document["dose"]["max_mg_per_day"] <= 300
        assert document["ceiling_mg"] <= 350
        assert rda not in [step["mg_per_day"] for step in document["dose"]["steps"]]


def test_t02_an_rda_above_the_limit_is_shown_whole_beside_the_limit():
    intake = of("45", "male")["intake"]
    assert (intake["rda_mg"], intake["ul_supplement_mg"]) == (420, 350)
    assert intake["rda_range_mg"] == [420, 420]


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize(("ages", "rda", "limit"), [(range(1, 4), 80, 65), (range(4, 9), 130, 110)])
def test_t03_small_children_keep_a_limit_below_their_rda_and_get_no_dose(sex, ages, rda, limit):
    for age in ages:
        document = of(str(age), sex)
        assert document["intake"]["rda_mg"] == rda
        assert document["intake"]["ul_supplement_mg"] == limit
        assert document["disposition"] == "clinician_first"
        assert (document["dose"], document["ceiling_mg"]) == (None, 0)


@pytest.mark.parametrize("sex", ["female", "male"])
def test_t03_nobody_under_18_gets_a_dose_whatever_else_is_answered(sex):
    for age in range(1, 18):
        for more in ({}, {"patterns": "exercise"}, {"egfr": "100"}, {"stool": "constipated"}):
            document = of(str(age), sex, **more)
            assert document["dose"] is None
            assert document["disposition"] == "clinician_first"
    assert of("18", sex)["dose"] is not None


@pytest.mark.parametrize("age", ["51", "52", "55", "60", "120"])
def test_t04_pregnant_beyond_the_table_shows_360_marked_and_asks_a_doctor(age):
    document = of(age, pregnant="yes")
    assert document["intake"]["rda_mg"] == 360
    assert document["intake"]["ul_supplement_mg"] == 350
    assert document["disposition"] == "clinician_first"
    assert document["dose"] is None
    assert any("outside the intake table" in f["summary"] for f in document["findings"])


def test_t04_pregnant_at_50_is_inside_the_table():
    advice = plan(age="50", pregnant="yes")
    assert "PRG003" not in codes(advice)
    assert advice.intake.rda_mg == 360


@pytest.mark.parametrize("age", ["12", "13", "14", "17"])
@pytest.mark.parametrize("said", [{"pregnant": "yes"}, {"pregnant": None, "patterns": "pregnancy"}])
def test_t05_a_pregnant_girl_gets_the_row_up_to_18_and_a_doctor_not_a_dose(age, said):
    document = of(age, **said)
    assert (document["intake"]["rda_mg"], document["intake"]["ul_supplement_mg"]) == (400, 350)
    assert document["disposition"] == "clinician_first"
    assert document["dose"] is None


def test_t05_the_words_for_a_pregnant_girl_of_13_offer_help():
    told = " ".join(finding["detail"] for finding in of("13", pregnant="yes")["findings"])
    assert "adult you trust" in told
    assert "confidential" in told


@pytest.mark.parametrize(
    "said",
    [{"pregnant": "yes"}, {"patterns": "pregnancy", "pregnant": None},
     {"patterns": ["night", "pregnancy"], "pregnant": "unknown"}],
)  # fmt: skip
def test_t06_male_and_pregnant_is_refused_not_guessed(said):
    assert refused(sex="male", **said) == {"pregnant"}


def test_t06_the_refusal_says_what_sex_is_used_for():
    with pytest.raises(InputError) as error:
        plan(sex="male", pregnant="yes")
    assert "used for the intake tables" in error.value.problems()[0].advice()


@pytest.mark.parametrize(("age", "rda"), [("18", 400), ("28", 350), ("35", 360)])
def test_t07_pregnant_and_breastfeeding_takes_the_higher_rda_and_one_limit(age, rda):
    document = of(age, pregnant="yes", breastfeeding="yes")
    assert document["intake"]["rda_mg"] == rda
    assert document["intake"]["ul_supplement_mg"] == 350


@pytest.mark.parametrize("age", ["8.99", "18.5", "30.9", "30,9", "45.0", "17 1/2"])
def test_t08_a_fraction_of_a_year_is_refused_and_never_rounded(age):
    assert refused(age=age) == {"age"}


@pytest.mark.parametrize(
    ("age", "group", "rda"),
    [("8", "4-8", 130), ("9", "9-13", 240), ("18", "14-18", 410), ("19", "19-30", 400),
     ("30", "19-30", 400), ("31", "31-50", 420)],
)  # fmt: skip
def test_t08_completed_years_decide_the_band(age, group, rda):
    intake = of(age, "male")["intake"]
    assert group in intake["group"]
    assert intake["rda_mg"] == rda


@pytest.mark.parametrize(
    ("age", "completed"), [("12mo", 65), ("23mo", 65), ("47mo", 65), ("48mo", 110), ("107mo", 110)]
)
def test_t08_months_become_completed_years_too(age, completed):
    assert of(age)["intake"]["ul_supplement_mg"] == completed


def test_t09_seventy_is_the_last_year_of_51_to_70_and_71_starts_the_next():
    assert "51-70" in of("70")["intake"]["group"]
    assert "51-70" in of("51", "male")["intake"]["group"]
    assert "71" in of("71")["intake"]["group"]
    assert "51-70" not in of("71", "male")["intake"]["group"]


@pytest.mark.parametrize("age", ["0mo", "1mo", "8mo", "8 mo", "11mo"])
def test_t10_a_baby_gets_no_supplement_and_no_limit(age):
    document = of(age)
    assert document["disposition"] == "do_not_supplement"
    assert document["intake"]["ul_supplement_mg"] is None
    assert document["ceiling_mg"] == 0


@pytest.mark.parametrize("age", ["0", "8m", "10 months", "0.5", "mo", "-8mo", "8mos"])
def test_t10_a_babys_age_needs_its_unit(age):
    assert refused(age=age) == {"age"}


def test_t10_the_refusal_of_zero_years_names_the_way_to_write_months():
    with pytest.raises(InputError) as error:
        plan(age="0")
    assert "8mo" in error.value.problems()[0].advice()


def test_t10_ten_without_a_unit_is_ten_years_and_still_no_dose():
    document = of("10")
    assert document["profile"]["age"] == 10
    assert document["dose"] is None


@pytest.mark.parametrize(
    "age",
    ["-1", "121", "130", "999", "1980", "abc", "NaN", "nan", "inf", "1e2", "+45", "4 5", "٤٥", "４５",
     "45y", "forty", "0x2d", "1_0", "45;46", "unknown", "none"],
)  # fmt: skip
def test_t11_an_impossible_age_is_refused_and_never_an_adult(age):
    assert refused(age=age) == {"age"}


@pytest.mark.parametrize("age", [None, "", "   ", "\t"])
def test_t11_a_missing_age_is_refused_and_never_an_adult(age):
    assert refused(age=age) == {"age"}


def test_t49_the_eu_limit_is_250_for_an_adult():
    document = json_of("eu")
    assert document["intake"]["ul_supplement_mg"] == 250
    assert document["ceiling_mg"] == 250
    assert max(step["mg_per_day"] for step in document["dose"]["steps"]) == 250


def test_t49_a_child_of_four_keeps_110_and_one_of_two_keeps_65_under_the_eu_standard():
    assert json_of("eu", age="4")["intake"]["ul_supplement_mg"] == 110
    assert json_of("eu", age="2")["intake"]["ul_supplement_mg"] == 65


def test_t49_no_offered_standard_raises_a_limit_above_the_us_one():
    offered = [s.id for s in load_knowledge().standards.values() if s.offered]
    assert {"us", "eu"} <= set(offered)
    us = {1: 65, 3: 65, 4: 110, 8: 110, 9: 350, 17: 350, 18: 350, 64: 350, 65: 350, 100: 350}
    for standard in offered:
        for age, limit in us.items():
            assert json_of(standard, age=str(age))["intake"]["ul_supplement_mg"] <= limit
