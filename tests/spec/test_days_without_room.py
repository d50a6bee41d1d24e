"""What is said where no time of day is left: which medicines fill it, in a summary short enough to be
printed whole (below 140 characters) and with all their names in the detail. And where one time is left.
"""

from __future__ import annotations

from typing import Any

import pytest

from helpers import json_of

pytestmark = pytest.mark.core

# A name nobody knows keeps three hours on either side: four times a day leave only instants.
ALL_DAY = "00:00,06:00,12:00,18:00"
SPREAD = ("00:00,06:00", "12:00", "18:00")


def no_room(times: dict[str, str]) -> tuple[str, str]:
    """Summary and detail of the finding, for these medicines at these times."""
    clocks = [f"{name}={at}" for name, at in times.items()]
    found = json_of(medications=list(times), medication_times=clocks)
    assert (found["disposition"], found["dose"]) == ("clinician_first", None)
    (finding,) = [f for f in found["findings"] if f["code"] == "TIM001"]
    return finding["summary"], finding["detail"]


@pytest.mark.parametrize("length", [1, 10, 53, 54])
def test_one_medicine_is_named_whole(length: int) -> None:
    name = "w" * length
    summary, detail = no_room({name: ALL_DAY})
    assert summary.startswith(f"No safe time of day is left next to '{name}'.")
    assert detail.startswith(f"The gaps that '{name}' need leave less than 30 minutes free")
    assert len(summary) < 140


@pytest.mark.parametrize("length", [55, 57, 58, 59, 60, 61, 90])
def test_one_medicine_with_a_long_name_is_told_by_its_number(length: int) -> None:
    summary, detail = no_room({"omeprazole": "09:00", "w" * length: ALL_DAY})
    assert summary.startswith("No safe time of day is left next to Medicine 2.")
    assert detail.startswith("The gaps that Medicine 2 need leave")


@pytest.mark.parametrize(("more", "few"), [(0, "'{a}', '{b}', '{c}'"), (1, "3 medicines")])
def test_several_medicines_are_named_where_their_names_fit_and_counted_where_they_do_not(
    more: int, few: str
) -> None:
    """Three names of 46 letters together, with quotation marks and commas 56."""
    a, b, c = "a" * 15, "b" * 15, "c" * (16 + more)
    summary, detail = no_room(dict(zip((a, b, c), SPREAD, strict=True)))
    assert summary.startswith(f"No safe time of day is left next to {few.format(a=a, b=b, c=c)}.")
    assert detail.startswith(f"The gaps that '{a}', '{b}', '{c}' need leave less than 30 minutes")
    assert len(summary) < 140


def test_only_the_medicine_without_which_there_would_be_room_is_named() -> None:
    summary, detail = no_room({"herb of joy": ALL_DAY, "levothyroxine": "09:00"})
    assert summary.startswith("No safe time of day is left next to 'herb of joy'.")
    assert "levothyroxine" not in detail


def test_where_no_single_medicine_is_to_blame_all_are_named() -> None:
    summary, _ = no_room({"herb of joy": ALL_DAY, "herb of sleep": ALL_DAY})
    assert summary.startswith("No safe time of day is left next to 'herb of joy', 'herb of sleep'.")


def test_a_comma_in_a_name_is_no_other_medicine() -> None:
    names = ("herbs, leaves, roots of joy", "herbs of sleep and rest", "herbs of the forest")
    summary, detail = no_room(dict(zip(names, SPREAD, strict=True)))
    assert "next to 3 medicines." in summary
    assert all(f"'{name}'" in detail for name in names)


# one time of day ------------------------------------------------------------------------------------

# Free from 10:00 to 10:30 and at no other hour.
ONE_SLOT = {
    "medications": "ciprofloxacin",
    "medication_times": "ciprofloxacin=08:00,16:30,00:15",
}
ONE = "Your medicines leave one time of day for magnesium: one small intake only."


def one_only(**changes: Any) -> tuple[bool, int]:
    found = json_of(**changes)
    return ONE in [f["summary"] for f in found["findings"]], found["ceiling_mg"]


@pytest.mark.parametrize(
    ("other", "said", "ceiling"),
    [("none", True, 200), ("149", True, 200), ("150", False, 200), ("200", False, 150), ("350", False, 0)],
)  # fmt: skip
def test_one_time_of_day_is_said_where_more_than_one_intake_would_be_wanted(
    other: str, said: bool, ceiling: int
) -> None:
    """More than 200 mg would be split over two intakes."""
    assert one_only(other_magnesium_mg=other, **ONE_SLOT) == (said, ceiling)


def test_a_day_with_room_for_two_intakes_or_for_none_has_not_one() -> None:
    assert one_only() == (False, 350)
    assert one_only(medications="ciprofloxacin", medication_times="ciprofloxacin=08:00") == (
        False,
        350,
    )
    full = "ciprofloxacin=08:00,16:00,00:00"
    assert one_only(medications="ciprofloxacin", medication_times=full) == (False, 0)
