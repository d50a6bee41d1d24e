"""Pregnancy or breastfeeding beside an age or a sex it does not go with: the plan says so and goes on with
the stricter reading. Pregnancy is likely from 12 to 55 years; the intake tables of pregnancy and
breastfeeding end at 50. And what breastfeeding, an unknown sex and an unknown word have said about them.
"""

from __future__ import annotations

from typing import Any

import pytest

from helpers import codes, healthy, json_of, plan
from magadvise import advise, load_knowledge, parse

pytestmark = pytest.mark.core

ODD = "The pregnancy or breastfeeding answer does not fit the age or sex given. Please check it."


def told(standard: str = "us", **changes: Any) -> list[str]:
    return [finding["summary"] for finding in json_of(standard, **changes)["findings"]]


@pytest.mark.parametrize(
    ("age", "odd"), [("11", True), ("12", False), ("45", False), ("55", False), ("56", True)]
)
@pytest.mark.parametrize("pregnant", ["yes", "no"])
def test_a_pregnancy_fits_from_12_to_55_years(age: str, pregnant: str, odd: bool) -> None:
    assert (ODD in told(age=age, pregnant=pregnant)) is (odd and pregnant == "yes")


@pytest.mark.parametrize(
    ("age", "odd"),
    [("11mo", True), ("11", True), ("12", False), ("45", False), ("50", False), ("51", True), ("55", True)],
)  # fmt: skip
@pytest.mark.parametrize("sex", ["female", "unknown"])
@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_breastfeeding_fits_from_12_to_50_years(age: str, sex: str, answer: str, odd: bool) -> None:
    assert (ODD in told(age=age, sex=sex, breastfeeding=answer)) is (odd and answer == "yes")


@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_a_man_who_breastfeeds_is_asked_to_check_and_told_no_limit_of_mothers(answer: str) -> None:
    summaries = told(sex="male", pregnant=None, breastfeeding=answer)
    assert (ODD in summaries) is (answer == "yes")
    assert not [s for s in summaries if s.startswith("Breastfeeding:")]


@pytest.mark.parametrize(("standard", "mg"), [("us", 350), ("eu", 250)])
@pytest.mark.parametrize("sex", ["female", "unknown"])
def test_breastfeeding_is_told_that_the_limit_stays(standard: str, mg: int, sex: str) -> None:
    limit = f"Breastfeeding: the limit for supplements stays {mg} mg a day."
    for answer in ("yes", "no", "unknown", None):
        assert (limit in told(standard, sex=sex, breastfeeding=answer)) is (answer == "yes")


def test_there_is_no_limit_to_tell_of_in_the_first_year() -> None:
    """No upper limit can be determined for infants, so nothing says that one stays."""
    found = plan(age="6mo", breastfeeding="yes")
    assert found.intake.ul_mg is None
    assert "PRG006" not in codes(found)


@pytest.mark.parametrize(("sex", "said"), [("female", False), ("male", False), ("unknown", True)])
def test_only_an_unknown_sex_is_told_that_both_intakes_are_shown(sex: str, said: bool) -> None:
    pregnant = None if sex == "male" else "no"
    both = "Sex is unknown: both reference intakes are shown. The limit is the same."
    assert (both in told(sex=sex, pregnant=pregnant)) is said


@pytest.mark.parametrize(
    ("standard", "age", "said"),
    [("us", "45", False), ("eu", "45", False), ("eu", "3", True), ("uk", "10", True), ("nordic", "45", False)],
)  # fmt: skip
def test_a_value_of_the_us_in_place_of_a_missing_one_is_said(
    standard: str, age: str, said: bool
) -> None:
    """The European limit of 250 mg begins at 4 years; the British intakes were read for adults."""
    note = "The chosen standard has no verified value for this life stage; the US value is used."
    assert (note in told(standard, age=age)) is said


def test_an_unknown_pattern_makes_the_evidence_general_and_a_known_one_does_not() -> None:
    general = "The cramp pattern is unknown, so the evidence shown is general."
    assert general in told(patterns=None)
    assert general in told(patterns="unknown")
    assert general not in told(patterns="exercise")


def test_a_word_nobody_knows_names_the_question_it_answered() -> None:
    knowledge = load_knowledge()
    answers = healthy(conditions="sore_toe", red_flags="sore_ear")
    found = advise(parse(answers, knowledge, lenient=True), knowledge, "us")
    details = [f.detail for f in found.findings if f.code == "DAT003"]
    unknown = "A word that is not known cannot be taken for harmless. Question: "
    assert sorted(details) == [f"{unknown}conditions.", f"{unknown}red_flags."]
