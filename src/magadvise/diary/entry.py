"""What a person writes down about one day, and all the days together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day. ``cramps`` is a count, ``pain`` the worst of the day from 0 to 10. ``taken`` tells
    whether a dose was taken, ``dose_mg`` how much (elemental mg); ``None`` is not said.
    Raises :class:`ValueError` for a count below 0, or an amount of what was not taken."""

    day: date
    cramps: int
    pain: int | None = None
    taken: bool | None = None
    dose_mg: int | None = None

    def __post_init__(self) -> None:
        numbers = (self.cramps, self.pain or 0, self.dose_mg or 0)
        if any(type(number) is not int or number < 0 for number in numbers):
            raise ValueError("cramps, pain and dose are whole numbers from 0")
        if self.dose_mg is not None and not self.taken:
            raise ValueError("a dose with an amount was taken")


@dataclass(frozen=True)
class Diary:
    """Days in order, each once. ``broken``: the numbers of the lines that could not be read;
    ``future``: how many days were left out because they lie after today."""

    entries: tuple[Entry, ...] = ()
    broken: tuple[int, ...] = ()
    future: int = 0

    def __post_init__(self) -> None:
        if list(self._by_day) != sorted(self._by_day) or len(self._by_day) != len(self.entries):
            raise ValueError("the days of a diary stand in order, each once")

    @cached_property
    def _by_day(self) -> dict[date, Entry]:
        return {entry.day: entry for entry in self.entries}

    def on(self, day: date) -> Entry | None:
        """What was written down for a day."""
        return self._by_day.get(day)

    def between(self, first: date, last: date) -> tuple[Entry, ...]:
        """The days written down from ``first`` to ``last``, both included."""
        return tuple(entry for entry in self.entries if first <= entry.day <= last)

    def until(self, today: date) -> Diary:
        """The diary without days after ``today``, and how many these were."""
        kept = tuple(entry for entry in self.entries if entry.day <= today)
        return Diary(kept, self.broken, self.future + len(self.entries) - len(kept))

    def first_dose(self) -> date | None:
        """The first day on which a dose was taken."""
        return next((entry.day for entry in self.entries if entry.taken), None)


def diary(written: Iterable[Entry], broken: Iterable[int] = ()) -> Diary:
    """A diary from entries in the order they were written; a later one of a day replaces the
    earlier."""
    days = {entry.day: entry for entry in written}
    return Diary(tuple(days[day] for day in sorted(days)), tuple(broken))
