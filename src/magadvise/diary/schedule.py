"""Boxes with and without magnesium, in an order that only a seed knows.

Each pair of boxes holds one with magnesium and one without; which comes first is drawn from the seed.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from magadvise.diary.entry import DAY
from magadvise.diary.figures import Figures


class Box(NamedTuple):
    """What is taken from ``first`` to ``last``, both included. ``number`` counts from 1."""

    number: int
    first: date
    last: date
    magnesium: bool


class Schedule(NamedTuple):
    """The first day of the first box, and what the order is drawn from."""

    start: date
    seed: str


def boxes(schedule: Schedule, figures: Figures) -> tuple[Box, ...]:
    """All boxes in the order in which they are used. The same seed gives the same order for ever."""
    length = timedelta(days=figures.box_days)
    found: list[Box] = []
    for pair in range(figures.box_pairs):
        drawn = sha256(f"{schedule.seed} {pair + 1}".encode()).digest()[0]
        magnesium_first = drawn % 2 == 0
        for second in (False, True):
            first = schedule.start + len(found) * length
            box = Box(len(found) + 1, first, first + length - DAY, magnesium_first != second)
            found.append(box)
    return tuple(found)
