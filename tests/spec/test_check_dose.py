"""A dose that somebody takes now, against the limit that stands for them."""

from __future__ import annotations

from typing import Any

import pytest

from helpers import healthy, json_of
from magadvise import InputError, load_knowledge, parse

pytestmark = pytest.mark.core


def check(dose: str, standard: str = "us", **changes: Any) -> tuple[bool, int]:
    found = json_of(standard, check_dose_mg=dose, **changes)["check"]
    return found["within_ceiling"], found["excess_mg"]


def test_without_a_present_dose_there_is_no_check() -> None:
    assert json_of()["check"] is None
    assert json_of(check_dose_mg="unknown")["check"] is None


@pytest.mark.parametrize(
    ("dose", "within", "excess"),
    [("0", True, 0), ("349", True, 0), ("350", True, 0), ("351", False, 1), ("400", False, 50)],
)
def test_a_healthy_adult_has_350_mg(dose: str, within: bool, excess: int) -> None:
    assert check(dose) == (within, excess)


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"age": "65"}, 200),
        ({"kidney": "unknown"}, 150),
        ({"medications": "unknown"}, 150),
        ({"conditions": "unknown"}, 150),
        ({"red_flags": "unknown"}, 150),
        ({"other_magnesium_mg": "unknown"}, 150),
        ({"medications": "qqzzyyol"}, 150),
        ({"age": "65", "conditions": "unknown"}, 150),
        ({"other_magnesium_mg": "150"}, 200),
        ({"other_magnesium_mg": "250", "age": "65"}, 100),
        ({"pregnant": "yes"}, 350),
        ({"stool": "loose"}, 350),
        ({"patterns": "restless_legs"}, 350),
    ],
)
def test_the_lowest_of_the_limits_counts(changes: dict[str, str], limit: int) -> None:
    assert check(str(limit), **changes) == (True, 0)
    assert check(str(limit + 1), **changes) == (False, 1)


def test_the_eu_limit_of_250_mg_counts_under_the_eu_standard() -> None:
    assert check("250", "eu") == (True, 0)
    assert check("300", "eu") == (False, 50)


@pytest.mark.parametrize(
    "changes",
    [
        {"age": "17"},
        {"age": "8mo"},
        {"kidney": "dialysis"},
        {"kidney": "ckd"},
        {"kidney": None, "egfr": "29.99"},
        {"kidney": None, "egfr": "59.99"},
        {"conditions": "myasthenia_gravis"},
        {"conditions": "coeliac"},
        {"red_flags": "dark_urine"},
        {"red_flags": "exertional_calf_pain"},
        {"medications": "raltegravir"},
        {"medications": "Sinemet"},
        {"patterns": "cirrhosis"},
        {"pregnant": "yes", "age": "51"},
        {"kidney": "unknown", "conditions": "diabetes"},
    ],
)
def test_where_no_dose_is_allowed_every_milligram_is_too_much(changes: dict[str, str]) -> None:
    assert check("1", **changes) == (False, 1)
    assert check("240", **changes) == (False, 240)
    assert check("0", **changes) == (True, 0)


def test_a_clinician_limit_wins_over_the_room_that_is_left() -> None:
    assert check("40", other_magnesium_mg="310", conditions="coeliac") == (False, 40)


@pytest.mark.parametrize(
    ("other", "dose", "within", "excess"),
    [
        ("300", "50", True, 0),
        ("301", "49", True, 0),
        ("310", "40", True, 0),
        ("310", "41", False, 1),
        ("349", "1", True, 0),
        ("349", "2", False, 1),
        ("350", "1", False, 1),
        ("351", "1", False, 1),
        ("5000", "400", False, 400),
    ],
)
def test_less_than_50_mg_left_makes_no_plan_but_still_counts(
    other: str, dose: str, within: bool, excess: int
) -> None:
    assert check(dose, other_magnesium_mg=other) == (within, excess)


def test_a_present_dose_is_not_counted_as_other_magnesium() -> None:
    found = json_of(check_dose_mg="400")
    assert found["intake"]["other_magnesium_mg"] == 0
    assert (found["ceiling_mg"], found["dose"]["max_mg_per_day"]) == (350, 300)


def test_a_fraction_of_a_present_dose_is_rounded_up() -> None:
    assert check("350.1") == (False, 1)


def test_the_finding_tells_dose_excess_and_limit() -> None:
    summaries = [f["summary"] for f in json_of(check_dose_mg="400")["findings"]]
    assert "The 400 mg you take is 50 mg above your limit of 350 mg a day." in summaries


def test_the_form_is_echoed_and_an_unsuitable_one_is_named() -> None:
    found = json_of(check_dose_mg="250", check_form="oxide")
    assert found["check"] == {
        "dose_mg": 250,
        "form": "oxide",
        "within_ceiling": True,
        "excess_mg": 0,
    }
    assert "FRM001" in [f["code"] for f in found["findings"]]


@pytest.mark.parametrize("dose", ["-1", "5001", "a lot", "4e2", "1,5", "nan", "400mg"])
def test_a_dose_that_is_no_plain_number_up_to_5000_is_refused(dose: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(check_dose_mg=dose), load_knowledge())
    assert [problem.field for problem in caught.value.problems()] == ["check_dose_mg"]
