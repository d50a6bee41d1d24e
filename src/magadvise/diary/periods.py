"""The stretches of a diary that are compared, and its weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from magadvise.diary.entry import DAY, Diary, Entry

WEEK = 7


class Period(NamedTuple):
    """Days that were written down: how many, their cramps, and on how many a dose was taken."""

    first: date
    last: date
    days: int
    cramps: int
    taken: int

    @property
    def per_week(self) -> float:
        """Cramps a week, to one place."""
        return round(WEEK * self.cramps / self.days, 1) if self.days else 0.0


class Week(NamedTuple):
    """Seven days. ``number`` counts from the first dose on (1, 2, ...) and back from it (-1, -2,
    ...); without a dose from the first day of the diary on. ``days`` holds each day, written or
    not."""

    number: int
    first: date
    last: date
    days: tuple[Entry | None, ...]

    @property
    def written(self) -> tuple[Entry, ...]:
        """The days that were written down."""
        return tuple(entry for entry in self.days if entry)

    @property
    def cramps(self) -> int:
        """Cramps of the days that were written down."""
        return sum(entry.cramps for entry in self.written)

    @property
    def worst_pain(self) -> int | None:
        """The worst pain of the week."""
        return max((e.pain for e in self.written if e.pain is not None), default=None)

    @property
    def taken(self) -> int:
        """On how many days a dose was taken."""
        return sum(entry.taken is True for entry in self.written)


def weeks(diary: Diary, start: date | None = None) -> Iterator[Week]:
    """The weeks from the first day written to the last, around the first dose."""
    if not diary.entries:
        return
    start = start or diary.first_dose() or diary.entries[0].day
    first, last = diary.entries[0].day, diary.entries[-1].day
    index = (first - start).days // WEEK
    while (begin := start + index * WEEK * DAY) <= last:
        days = tuple(diary.on(begin + n * DAY) for n in range(WEEK))
        yield Week(index + (index >= 0), begin, begin + timedelta(days=WEEK - 1), days)
        index += 1


def period(entries: Iterable[Entry]) -> Period | None:
    """The days of these entries as one period; ``None`` where there is none."""
    found = tuple(entries)
    if not found:
        return None
    return Period(
        found[0].day, found[-1].day, len(found), sum(e.cramps for e in found),
        sum(e.taken is True for e in found),
    )  # fmt: skip


def run(diary: Diary, entries: tuple[Entry, ...]) -> list[int | None]:
    """Cramps day by day from the first to the last of these entries; ``None`` for any other day."""
    if not entries:
        return []
    counts = {entry.day: entry.cramps for entry in entries}
    length = (entries[-1].day - entries[0].day).days + 1
    return [counts.get(entries[0].day + n * DAY) for n in range(length)]
