"""Observations to kidney tests: eGFR and creatinine by LOINC code, with their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple, TypeVar

from magadvise.batch.fhir import dates
from magadvise.batch.fhir.shapes import Data, listed, part, text
from magadvise.knowledge.code_table import CodeTable, LabTest

FINISHED = ("final", "amended", "corrected")
TAKEN = ("effectiveDateTime", "effectiveInstant", "effectivePeriod", "issued")
PLACES = Decimal("0.000001")  # what the door reads
BEYOND = Decimal("0.01")  # how far behind its bound an open value is put
_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?")
_WRITTEN = re.compile(r"\s*(<=|>=|<|>)?\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(\S.*)?")


Known = TypeVar("Known")


class Written(NamedTuple):
    """A value as it is written: its comparator, its number ("" for one that is none), its units."""

    mark: str
    number: str
    units: list[str]


class Test(NamedTuple):
    """One result. ``value`` is in the ``unit`` (egfr, mg_dl, umol_l), ``None`` where it cannot be
    used; ``day`` is "" where nothing says when it was taken."""

    unit: str
    day: str
    value: Decimal | None
    other_unit: bool = False

    @property
    def is_egfr(self) -> bool:
        return self.unit == "egfr"

    def text(self) -> str:
        """The value as a cell. Digits beyond the sixth are cut to the side of the worse kidney."""
        value = self.value or Decimal(0)
        if value != value.quantize(PLACES, ROUND_FLOOR):
            value = value.quantize(PLACES, ROUND_FLOOR if self.is_egfr else ROUND_CEILING)
        return format(value, "f")

    def worse(self, other: Test, umol: Decimal) -> bool:
        """Whether this result of the same kind is the worse one."""
        return self.size(umol) < other.size(umol) if self.is_egfr else (
            self.size(umol) > other.size(umol)
        )  # fmt: skip

    def size(self, umol: Decimal) -> Decimal:
        """The value, creatinine in mg/dL (``umol`` umol/L are one)."""
        value = self.value or Decimal(0)
        return value / umol if self.unit == "umol_l" else value


class Reader:
    """Reads observations; ``other_units`` counts results whose unit the LOINC code corrected."""

    def __init__(self, codes: CodeTable) -> None:
        numbers = {name: Decimal(str(n)) for name, n in codes.knowledge.numbers.items()}
        self._codes = codes
        self.umol = numbers["creatinine_umol"]
        self.line = numbers["egfr_clinician"]
        low, high = numbers["creatinine_lowest"], numbers["creatinine_highest"]
        self._range = {
            "egfr": (numbers["egfr_lowest"], numbers["egfr_highest"]),
            "mg_dl": (low, high),
            "umol_l": (low * self.umol, high * self.umol),
        }

    def test(self, test: LabTest, day: str, data: Data) -> Test | None:
        """The result, ``None`` where there is none, or one that says nothing."""
        found = written(data)
        if found is None:
            return None
        mark = found.mark
        fits, other = self._fits(test.unit, found.units)
        value = number(found.number) if fits else None
        if value is not None:
            value = _bound(value, mark, test.unit)
            low, high = self._range[test.unit]
            if mark.startswith("<") and test.unit == "egfr":
                value = max(value, low)
            if not low <= value <= high:
                value = None
        if test.raised and value is not None and value >= self.line:
            return None  # the other variant of the formula may say less
        return Test(test.unit, day, value, other and value is not None)

    def _fits(self, unit: str, written: list[str]) -> tuple[bool, bool]:
        """Whether the unit is that of the code, and whether it is another one's spelling. An eGFR
        may come without a unit: its code has only one."""
        if not written:
            return unit == "egfr", unit == "egfr"
        names = [folded(name) for name in written]
        for kind, spellings in self._codes.spellings.items():
            if kind != unit and any(spellings.get(name) is False for name in names):
                return False, False
        found = {self._codes.spellings[unit].get(name) for name in names}
        return found != {None}, False not in found


def loinc(codes: CodeTable) -> Set[str]:
    """The addresses of LOINC."""
    return {url for url, name in codes.systems.items() if name == "loinc"}


def results(
    resource: Data, codes: Mapping[str, Known], systems: Set[str]
) -> Iterator[tuple[Known, str, Data]]:
    """What an observation and its components have of some codes: the meaning, the day, the data.
    Only a finished observation has any."""
    if text(resource, "status").casefold() not in FINISHED:
        return
    whole = _known(resource, codes, systems)
    if whole is None and "component" not in resource:
        return
    day = dates.day_of(resource, *TAKEN)
    if whole is not None:
        yield whole, day, resource
    for component in listed(resource, "component"):
        found = _known(component, codes, systems)
        if found is not None:
            yield found, day, component


def _known(data: Data, codes: Mapping[str, Known], systems: Set[str]) -> Known | None:
    for coding in listed(part(data, "code"), "coding"):
        found = codes.get(text(coding, "code"))
        if found is not None and text(coding, "system") in systems:
            return found
    return None


def written(data: Data) -> Written | None:
    """The value of a result, ``None`` where there is none."""
    quantity = part(data, "valueQuantity")
    if quantity:
        value = quantity.get("value")
        if value is None:
            return None
        units = [text(quantity, key) for key in ("code", "unit") if text(quantity, key)]
        return Written(text(quantity, "comparator"), value if isinstance(value, str) else "", units)
    found = _WRITTEN.fullmatch(text(data, "valueString"))
    if found:
        return Written(found[1] or "", found[2], [found[3]] if found[3] else [])
    return Written("", "", []) if text(data, "valueString") else None


def folded(unit: str) -> str:
    """A unit as the code list spells it."""
    return "".join(unit.casefold().split())


def number(written: str) -> Decimal | None:
    """A number in plain digits."""
    return Decimal(written) if _PLAIN.fullmatch(written) else None


def _bound(value: Decimal, mark: str, unit: str) -> Decimal:
    """An open value as the number that is safe to judge: ``<30`` lies below 30; ``>60`` is taken for
    60. For creatinine the other way round."""
    if unit == "egfr":
        return value - BEYOND if mark == "<" else value
    return value + BEYOND if mark == ">" else value
