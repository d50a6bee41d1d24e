"""The numbers of the method, as ``data/diary.json`` has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Figures(NamedTuple):
    """Lengths in days or weeks, shares in percent. What each one means stands in its row of data."""

    baseline_days: int
    baseline_window_days: int
    trial_days: int
    trial_window_days: int
    taken_percent: int
    missing_percent: int
    fewest_cramps: int
    fewest_nights: int
    rise_days: int
    later_days: int
    stop_below_percent: int
    placebo_percent: float
    interval_percent: float
    memory_most: float
    pause_days: int
    retry_from_weeks: int
    retry_to_weeks: int
    blood_test_weeks: int
    box_pairs: int
    box_days: int
    settle_days: int
    useless_keep_of_100: int
    useful_stop_of_100: int
    cramps_most: int
    pain_most: int
    dose_most: int
    first_year: int
    last_year: int


def figures(rows: Mapping[str, Any], trial_days: int) -> Figures:
    """The figures from the numbers of ``diary.json`` by id, and the length of the trial, which is
    that of the plan."""
    return Figures(
        trial_days=trial_days, **{n: rows[n] for n in Figures._fields if n != "trial_days"}
    )
