"""The ladder: age, pregnancy, and how the rungs go together. A finding only ever moves up."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from helpers import healthy, json_of
from magadvise import InputError, load_knowledge, parse

pytestmark = pytest.mark.core

LADDER = (
    "supplement",
    "check_first",
    "no_room",
    "clinician_first",
    "do_not_supplement",
    "seek_care",
)

# One change of a healthy adult for each rung; the questions differ, so that any two can be joined.
RUNGS: dict[str, dict[str, Any]] = {
    "supplement": {"stool": "loose"},
    "check_first": {"patterns": "restless_legs"},
    "no_room": {"other_magnesium_mg": "350"},
    "clinician_first": {"conditions": "coeliac"},
    "do_not_supplement": {"kidney": "dialysis"},
    "seek_care": {"red_flags": "dark_urine"},
}


def rung(standard: str = "us", **changes: Any) -> str:
    return str(json_of(standard, **changes)["disposition"])


def codes(**changes: Any) -> list[str]:
    return [finding["code"] for finding in json_of(**changes)["findings"]]


@pytest.mark.parametrize("word", LADDER)
def test_each_rung_is_reached_by_one_change(word: str) -> None:
    assert rung(**RUNGS[word]) == word


@pytest.mark.parametrize(("lower", "higher"), list(combinations(LADDER, 2)))
def test_of_two_rungs_the_higher_one_stands(lower: str, higher: str) -> None:
    assert rung(**RUNGS[lower], **RUNGS[higher]) == higher


@pytest.mark.parametrize("word", LADDER)
def test_a_dose_form_and_time_stand_on_the_two_lowest_rungs_and_nowhere_else(word: str) -> None:
    found = json_of(**RUNGS[word])
    shown = word in ("supplement", "check_first")
    for key in ("dose", "form", "timing"):
        assert (found[key] is not None) is shown
    assert (found["ceiling_mg"] > 0) is shown


@pytest.mark.parametrize("word", LADDER)
def test_first_aid_stop_rules_and_warning_signs_stand_on_every_rung(word: str) -> None:
    found = json_of(**RUNGS[word])
    for key in ("first_steps", "stop_if", "seek_care_if", "foods", "sources"):
        assert found[key]
    assert found["disclaimer"]


@pytest.mark.parametrize("word", LADDER[1:])
def test_a_rung_above_supplement_names_its_reason_with_a_source(word: str) -> None:
    found = json_of(**RUNGS[word])
    serious = [f for f in found["findings"] if f["severity"] != "info"]
    assert serious
    assert all(f["sources"] and f["summary"].isascii() and f["detail"] for f in serious)


# age ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "word"),
    [
        ("0mo", "do_not_supplement"),
        ("11mo", "do_not_supplement"),
        ("12mo", "clinician_first"),
        ("1", "clinician_first"),
        ("17", "clinician_first"),
        ("18", "supplement"),
        ("64", "supplement"),
        ("65", "supplement"),
        ("120", "supplement"),
    ],
)
def test_the_first_year_stops_and_childhood_needs_a_clinician(age: str, word: str) -> None:
    assert rung(age=age) == word


@pytest.mark.parametrize(("age", "years"), [("12mo", 1), ("23mo", 1), ("24mo", 2), ("47mo", 3)])
def test_twelve_months_and_more_become_completed_years(age: str, years: int) -> None:
    profile = json_of(age=age)["profile"]
    assert (profile["age"], profile["age_months"]) == (years, None)


@pytest.mark.parametrize(
    "age", ["0", "121", "-1", "8.5", "forty", "1985", "nan", "1e2", "４５", "1452mo", "8 years"]
)
def test_an_age_that_cannot_be_is_refused(age: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(age=age), load_knowledge())
    assert [problem.field for problem in caught.value.problems()] == ["age"]


@pytest.mark.parametrize("question", ["age", "sex"])
def test_age_and_sex_have_no_default(question: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(**{question: None}), load_knowledge())
    assert [(p.field, p.code) for p in caught.value.problems()] == [(question, "missing_answer")]


@pytest.mark.parametrize(("age", "ceiling"), [("18", 350), ("64", 350), ("65", 200), ("66", 200)])
def test_from_65_years_the_dose_stays_at_or_below_200_mg(age: str, ceiling: int) -> None:
    assert json_of(age=age)["ceiling_mg"] == ceiling


def test_a_child_never_gets_a_dose_under_any_standard() -> None:
    for standard in ("us", "eu", "uk", "anz", "de", "no", "jp", "in", "cn", "nordic", "who"):
        for age in range(1, 18):
            found = json_of(standard, age=str(age))
            assert (found["disposition"], found["ceiling_mg"]) == ("clinician_first", 0)


# sex and pregnancy --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sex", "age", "asked"),
    [
        ("female", "11", False),
        ("female", "12", True),
        ("female", "55", True),
        ("female", "56", False),
        ("unknown", "11", False),
        ("unknown", "12", True),
        ("unknown", "45", True),
        ("unknown", "56", False),
        ("male", "45", False),
    ],
)
@pytest.mark.parametrize("answer", ["unknown", None], ids=["said unknown", "left out"])
def test_pregnancy_unknown_counts_from_12_to_55_years_and_never_for_men(
    sex: str, age: str, asked: bool, answer: str | None
) -> None:
    found = json_of(sex=sex, age=age, pregnant=answer)
    assert ("PRG002" in [finding["code"] for finding in found["findings"]]) is asked
    adult = "check_first" if asked else "supplement"
    assert found["disposition"] == ("clinician_first" if int(age) < 18 else adult)


def test_pregnancy_unknown_shows_the_dose_without_a_lower_limit() -> None:
    assert json_of(pregnant="unknown")["ceiling_mg"] == 350


@pytest.mark.parametrize("sex", ["female", "unknown"])
@pytest.mark.parametrize(
    ("age", "word"),
    [
        ("18", "check_first"),
        ("50", "check_first"),
        ("51", "clinician_first"),
        ("60", "clinician_first"),
    ],
)
def test_a_pregnancy_checks_first_and_from_51_years_needs_a_clinician(
    sex: str, age: str, word: str
) -> None:
    assert rung(sex=sex, age=age, pregnant="yes") == word


@pytest.mark.parametrize(("age", "young"), [("12", True), ("13", True), ("14", False)])
def test_a_pregnancy_below_14_years_is_told_where_help_is(age: str, young: bool) -> None:
    found = json_of(age=age, pregnant="yes")
    assert found["disposition"] == "clinician_first"
    assert any("Pregnant under 14 years" in f["summary"] for f in found["findings"]) is young


@pytest.mark.parametrize("patterns", ["pregnancy", "night; pregnancy"])
@pytest.mark.parametrize("pregnant", ["yes", "unknown", None])
def test_pregnancy_cramps_count_as_pregnant(patterns: str, pregnant: str | None) -> None:
    found = json_of(patterns=patterns, pregnant=pregnant, age="30")
    assert found["disposition"] == "check_first"
    assert found["intake"]["rda_mg"] == 350
    assert codes(patterns=patterns, pregnant=pregnant).count("PRG001") == 1


def test_pregnancy_cramps_and_not_pregnant_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(patterns="pregnancy", pregnant="no"), load_knowledge())
    assert [p.code for p in caught.value.problems()] == ["contradiction"]


@pytest.mark.parametrize("changes", [{"pregnant": "yes"}, {"patterns": "pregnancy"}])
def test_a_pregnant_man_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(**{"sex": "male", "pregnant": None, **changes}), load_knowledge())
    assert [p.code for p in caught.value.problems()] == ["contradiction"]


@pytest.mark.parametrize(
    "pregnancy", [{"pregnant": "yes"}, {"pregnant": None, "patterns": "pregnancy"}]
)
def test_pregnant_with_high_blood_pressure_needs_a_clinician(pregnancy: dict[str, Any]) -> None:
    assert rung(conditions="hypertension", **pregnancy) == "clinician_first"


@pytest.mark.parametrize("pregnant", ["no", "unknown"])
def test_high_blood_pressure_alone_does_not_refuse(pregnant: str) -> None:
    word = "check_first" if pregnant == "unknown" else "supplement"
    assert rung(conditions="hypertension", pregnant=pregnant) == word


@pytest.mark.parametrize("answer", ["yes", "no", "unknown", None])
def test_breastfeeding_leaves_the_rung_and_the_limit(answer: str | None) -> None:
    found = json_of(breastfeeding=answer)
    assert (found["disposition"], found["ceiling_mg"]) == ("supplement", 350)


def test_an_unknown_sex_shows_both_intakes_and_the_same_dose() -> None:
    found = json_of(sex="unknown")
    assert (found["disposition"], found["ceiling_mg"]) == ("supplement", 350)
    assert found["intake"]["rda_range_mg"] == [320, 420]
