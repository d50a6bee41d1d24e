"""The steps of a dose, typed from the protocol, and how each limit cuts them."""

from __future__ import annotations

from typing import Any

import pytest

from helpers import json_of

pytestmark = pytest.mark.core


def steps(standard: str = "us", **changes: Any) -> list[tuple[int, list[int]]]:
    dose = json_of(standard, **changes)["dose"]
    return [(step["from_day"], step["intakes_mg"]) for step in dose["steps"]]


def test_an_adult_takes_150_mg_200_mg_from_day_4_and_300_mg_from_day_7() -> None:
    assert steps() == [(1, [150]), (4, [200]), (7, [150, 150])]


@pytest.mark.parametrize("age", ["65", "71", "120"])
def test_from_65_years_it_is_100_mg_150_mg_from_day_8_and_200_mg_from_day_15(age: str) -> None:
    assert steps(age=age) == [(1, [100]), (8, [150]), (15, [200])]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (49, [(1, [150]), (4, [200]), (7, [150, 150])]),
        (50, [(1, [150]), (4, [200]), (7, [150, 150])]),
        (52, [(1, [150]), (4, [200]), (7, [149, 149])]),
        (150, [(1, [150]), (4, [200])]),
        (151, [(1, [150]), (4, [199])]),
        (199, [(1, [150]), (4, [151])]),
        (200, [(1, [150])]),
        (201, [(1, [149])]),
        (299, [(1, [51])]),
        (300, [(1, [50])]),
    ],
)
def test_the_steps_of_an_adult_are_cut_to_what_is_left(
    other: int, expected: list[tuple[int, list[int]]]
) -> None:
    assert steps(other_magnesium_mg=str(other)) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (149, [(1, [100]), (8, [150]), (15, [200])]),
        (151, [(1, [100]), (8, [150]), (15, [199])]),
        (200, [(1, [100]), (8, [150])]),
        (201, [(1, [100]), (8, [149])]),
        (250, [(1, [100])]),
        (251, [(1, [99])]),
        (300, [(1, [50])]),
    ],
)
def test_the_steps_from_65_years_are_cut_to_what_is_left(
    other: int, expected: list[tuple[int, list[int]]]
) -> None:
    assert steps(age="70", other_magnesium_mg=str(other)) == expected


def test_the_eu_limit_ends_an_adult_at_250_mg_in_two_intakes() -> None:
    assert steps("eu") == [(1, [150]), (4, [200]), (7, [125, 125])]


@pytest.mark.parametrize("other", [99, 100, 101, 147])
def test_a_step_above_200_mg_is_taken_in_two_nearly_equal_parts(other: int) -> None:
    last = steps(other_magnesium_mg=str(other))[-1][1]
    assert sum(last) == min(300, 350 - other)
    assert len(last) == 2
    assert max(last) - min(last) <= 1


@pytest.mark.parametrize("stool", ["usual", "constipated", "unknown", None])
def test_only_loose_stools_stop_the_increase(stool: str | None) -> None:
    assert len(steps(stool=stool)) == 3


def test_loose_stools_keep_the_first_step_and_the_ceiling() -> None:
    found = json_of(stool="loose")
    assert (found["disposition"], found["ceiling_mg"]) == ("supplement", 350)
    assert steps(stool="loose") == [(1, [150])]
    assert steps(stool="loose", age="65") == [(1, [100])]


@pytest.mark.parametrize(
    "changes",
    [
        {"kidney": "unknown"},
        {"medications": "unknown"},
        {"conditions": "unknown"},
        {"red_flags": "unknown"},
        {"other_magnesium_mg": "unknown"},
        {"medications": "qqzzyyol"},
    ],
)
def test_each_unknown_checks_first_and_keeps_150_mg_without_increase(
    changes: dict[str, str],
) -> None:
    found = json_of(**changes)
    assert (found["disposition"], found["ceiling_mg"]) == ("check_first", 150)
    assert steps(**changes) == [(1, [150])]
    (question,) = changes
    if question != "kidney":
        assert steps(age="65", **changes) == [(1, [100])]


@pytest.mark.parametrize(
    "question", ["kidney", "medications", "conditions", "red_flags", "other_magnesium_mg"]
)
def test_left_out_is_unknown_and_has_one_finding_of_its_own(question: str) -> None:
    complete = {finding["code"] for finding in json_of()["findings"]}
    said = [finding["code"] for finding in json_of(**{question: "unknown"})["findings"]]
    left_out = [finding["code"] for finding in json_of(**{question: None})["findings"]]
    assert said == left_out
    assert len(said) == len(complete) + 1
    assert complete < set(said)


def test_everything_unknown_but_age_and_sex_still_checks_first_at_150_mg() -> None:
    nothing = dict.fromkeys(
        "pregnant breastfeeding kidney medications conditions red_flags other_magnesium_mg patterns"
        " stool".split()
    )
    found = json_of(**nothing)
    assert (found["disposition"], found["ceiling_mg"]) == ("check_first", 150)
    assert steps(**nothing) == [(1, [150])]
    assert found["intake"]["remaining_mg"] is None


def test_a_trial_lasts_28_days_and_the_highest_dose_is_the_last_step() -> None:
    dose = json_of()["dose"]
    assert (dose["trial_days"], dose["max_mg_per_day"]) == (28, 300)


def test_food_magnesium_never_lowers_the_limit() -> None:
    found = json_of(diet_magnesium_mg="1000")
    assert (found["intake"]["remaining_mg"], found["ceiling_mg"]) == (350, 350)
    assert steps(diet_magnesium_mg="1000") == steps()
