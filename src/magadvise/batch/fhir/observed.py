"""Observations that are no kidney test: magnesium in the blood, and whether somebody is pregnant.

Magnesium is judged by the lines of the code list, in mmol/L. A value that cannot be used leaves the
question of conditions open, as one that is no kidney test leaves that of kidneys.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from magadvise.batch.fhir import dates, labs
from magadvise.batch.fhir.shapes import Data, listed, part, text
from magadvise.knowledge.code_table import CodeTable, Level

UNKNOWN = "unknown"


class Measured(NamedTuple):
    """One magnesium. ``condition``: what it counts as, "" within the lines, ``None`` where the value
    cannot be used; ``day`` is "" where nothing says when it was taken."""

    day: str
    condition: str | None


class Magnesium:
    """What the results of a patient say: the newest day that can be used, the newest that cannot."""

    __slots__ = ("day", "found", "spoilt")

    def __init__(self) -> None:
        self.day: str | None = None
        self.found: set[str] = set()
        self.spoilt: str | None = None

    def add(self, measured: Measured) -> None:
        """Keep the newest day, of that day all that lies outside the lines."""
        day, condition = measured
        if condition is None:
            self.spoilt = max(self.spoilt or "", day)
            return
        if self.day is not None and day < self.day:
            return
        if self.day != day:
            self.day, self.found = day, set()
        self.found |= {condition} if condition else set()

    def conditions(self, oldest: date) -> list[str]:
        """Our ids, with ``unknown`` for a bad result of before that day, or for one that cannot be
        used and is the newest."""
        fresh = bool(self.day) and dates.last(self.day or "") >= oldest
        found = sorted(self.found) if fresh else []
        asks = bool(self.found) and not fresh
        if self.spoilt is not None and (self.day is None or self.spoilt > self.day):
            asks = asks or not self.spoilt or dates.last(self.spoilt) >= oldest
        return [*found, UNKNOWN] if asks else found


class Pregnancy:
    """The newest day of each answer of a patient."""

    __slots__ = ("days",)

    def __init__(self) -> None:
        self.days: dict[str, str] = {}

    def add(self, says: str, day: str) -> None:
        """An answer without a day may be the newest one, so that only *no* needs a day."""
        day = day or ("" if says == "no" else dates.LATEST)
        self.days[says] = max(self.days.get(says, ""), day)

    def yes(self, oldest: date) -> bool:
        """Whether *yes* was said since that day, and no *no* is surely newer."""
        said, no = self.days.get("yes"), self.days.get("no")
        if not said or dates.last(said) < oldest:
            return False
        return not no or dates.first(no) <= dates.last(said)

    def no(self, oldest: date, as_of: date) -> str:
        """The day of a *no* that is surely newer than all else and than that day, "" for none."""
        no = self.days.get("no")
        if not no or dates.first(no) < oldest or dates.last(no) > as_of:
            return ""
        others = [day for says, day in self.days.items() if says != "no"]
        return no if all(dates.last(day) < dates.first(no) for day in others) else ""


class Reader:
    """Reads observations."""

    def __init__(self, codes: CodeTable) -> None:
        self._codes = codes

    def magnesium(self, units: tuple[str, ...], day: str, data: Data) -> Measured | None:
        """A result that may come in some units, ``None`` where there is none."""
        written = labs.written(data)
        return Measured(day, self._condition(written, units)) if written else None

    def _condition(self, written: labs.Written, units: tuple[str, ...]) -> str | None:
        unit, number = self._unit(written.units), labs.number(written.number)
        if unit not in units or number is None:
            return None
        size = self._codes.per_mmol[unit]
        for level in self._codes.levels:
            if _beyond(level, number, written.mark, size):
                return level.condition
        return None if written.mark else ""  # an open value may lie anywhere up to a line

    def _unit(self, names: list[str]) -> str:
        """The one unit that the names are known for, "" where it is none or more than one."""
        folded = {labs.folded(name) for name in names}
        kinds = [
            unit for unit, known in self._codes.spellings.items() if not folded.isdisjoint(known)
        ]
        return kinds[0] if len(kinds) == 1 else ""

    def pregnant(self, data: Data) -> str:
        """What a status answers (yes, no, unknown), "" where there is no answer."""
        answered = any(key.startswith("value") for key in data)
        return self._answer(part(data, "valueCodeableConcept")) if answered else ""

    def _answer(self, concept: Data) -> str:
        """The stricter of two answers; what is not on the list is unknown, whatever it says."""
        found = {
            self._codes.pregnancy_answers.get(
                (self._codes.systems.get(text(coding, "system"), ""), text(coding, "code"))
            )
            for coding in listed(concept, "coding")
        } - {None}
        return next((says for says in ("yes", UNKNOWN, "no") if says in found), UNKNOWN)


def _beyond(level: Level, number: Decimal, mark: str, size: Decimal) -> bool:
    """Whether all that a value may be lies outside a line: ``>1.05`` lies above 1.05, ``>=1.05``
    need not."""
    if level.above is not None:
        line = level.above * size
        return mark in ("", ">", ">=") and (number > line or (mark == ">" and number == line))
    line = (level.below or Decimal(0)) * size
    return mark in ("", "<", "<=") and (number < line or (mark == "<" and number == line))
