"""What codes mean, ready for look-up: only reading FHIR loads it. Built from ``codes.json``.

ICD-10 codes stand without their point, in capitals; a code is looked up by its prefixes.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from magadvise.knowledge.rows import Knowledge

Data = Mapping[str, Any]


class KidneyCode(NamedTuple):
    """``kidney``: the word of an open record; ``egfr_below``: the test value that it stands for,
    ``unless_tested`` only without a test; ``closed``: the word of a closed one, "" for none. An
    ``acute`` one counts by its date."""

    id: str
    kidney: str
    egfr_below: int | None
    unless_tested: bool
    closed: str
    acute: bool


class Named(NamedTuple):
    """``condition`` is "" where the code alone cannot tell; ``lasting``: a closed one counts too."""

    condition: str
    lasting: bool


class LabTest(NamedTuple):
    """``unit``: egfr, mg_dl or umol_l; ``raised``: a formula with a higher value for some."""

    loinc: str
    unit: str
    raised: bool


class Level(NamedTuple):
    """A magnesium ``above`` or ``below`` this many mmol/L counts as the condition."""

    condition: str
    above: Decimal | None
    below: Decimal | None


class CodeTable(NamedTuple):
    """``icd10`` and ``snomed`` of each group by prefix or by code. ``systems`` maps an address to the
    name of a system, ``spellings`` the way a unit is written to the unit (and whether it is another
    unit's), ``routes`` a SNOMED code or a short form to the word of a route ("" for the gut),
    ``absent`` system and code to what it says of which question. ``months`` are ages of records.
    ``magnesium`` maps a LOINC code to its units, ``per_mmol`` a unit to how much of it one mmol/L is;
    ``pregnancy`` are LOINC codes, ``pregnancy_answers`` name of a system and code to yes, no or unknown."""

    knowledge: Knowledge
    systems: Mapping[str, str]
    kidney: Mapping[str, KidneyCode]
    pregnant: Mapping[str, bool]
    conditions: Mapping[str, tuple[Named, ...]]
    tests: Mapping[str, LabTest]
    spellings: Mapping[str, Mapping[str, bool]]
    routes: Mapping[str, str]
    absent: Mapping[tuple[str, str], tuple[str, str]]
    months: Mapping[str, int]
    patterns: frozenset[str]
    magnesium: Mapping[str, tuple[str, ...]]
    per_mmol: Mapping[str, Decimal]
    levels: tuple[Level, ...]
    pregnancy: Mapping[str, str]
    pregnancy_answers: Mapping[tuple[str, str], str]


def table(data: Data, knowledge: Knowledge) -> CodeTable:
    """The table from the checked file."""
    kidney = {code: _kidney(row) for row in data["kidney"] for code in codes(row)}
    pregnant = {code: True for row in data["pregnancy"] for code in codes(row)}
    pregnant |= {bare(code): False for row in data["pregnancy"] for code in row["not_icd10"]}
    named: dict[str, tuple[Named, ...]] = {}
    for row in data["conditions"]:
        for code in codes(row):
            meaning = Named(row["condition"] or "", row.get("lasting", False))
            named[code] = (*named.get(code, ()), meaning)
    absent = {(r["system"], r["code"]): (r["question"], r["says"]) for r in data["absent"]}
    return CodeTable(
        knowledge,
        MappingProxyType({url: row["id"] for row in data["systems"] for url in row["urls"]}),
        MappingProxyType(kidney),
        MappingProxyType(pregnant),
        MappingProxyType(named),
        MappingProxyType({row["loinc"]: _test(row) for row in data["tests"]}),
        MappingProxyType({row["id"]: _spellings(row) for row in data["units"]}),
        MappingProxyType(dict(_routes(data["routes"]))),
        MappingProxyType(absent),
        MappingProxyType({row["id"]: row["months"] for row in data["months"]}),
        frozenset(row["url"] for row in data["extensions"] if row["question"] == "patterns"),
        MappingProxyType({row["loinc"]: tuple(row["units"]) for row in data["magnesium"]}),
        MappingProxyType({r["unit"]: Decimal(str(r["per_mmol_l"])) for r in data["magnesium_units"]}),
        tuple(
            Level(row["condition"], _line(row.get("above")), _line(row.get("below")))
            for row in data["magnesium_levels"]
        ),
        MappingProxyType({row["loinc"]: row["name"] for row in data["pregnancy_observations"]}),
        MappingProxyType(
            {(system, code): row["says"] for row in data["pregnancy_answers"]
             for system in ("loinc", "snomed") for code in row[system]}
        ),
    )  # fmt: skip


def codes(row: Data) -> Iterator[str]:
    """The codes of a row as they are looked up; the two systems share no code."""
    yield from map(bare, row["icd10"])
    yield from row["snomed"]


def bare(code: str) -> str:
    """An ICD-10 code without its point."""
    return code.replace(".", "").upper()


def _kidney(row: Data) -> KidneyCode:
    return KidneyCode(
        row["id"], row["kidney"], row.get("egfr_below"), row.get("unless_tested", False),
        row["closed"] or "", row.get("acute", False),
    )  # fmt: skip


def _line(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _test(row: Data) -> LabTest:
    return LabTest(row["loinc"], row["unit"], row.get("raised", False))


def _spellings(row: Data) -> Mapping[str, bool]:
    return MappingProxyType(
        dict.fromkeys(row["spellings"], False) | dict.fromkeys(row["other"], True)
    )


def _routes(rows: Iterable[Data]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for name in (*row["snomed"], *row["texts"]):
            yield name, row["word"] or ""
