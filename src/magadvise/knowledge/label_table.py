"""What is needed to read the magnesium line of a label: compounds, their magnesium share, words.

Built from ``labels.json`` (names and words) and ``forms.json`` (compositions); only ``magadvise
label`` loads it. Percentages are milligrams of magnesium in 100 mg of the compound.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

Data = Mapping[str, Any]


class Composition(NamedTuple):
    """One make-up of a compound: a hydrate, a mixture, or what labels of it state (a range)."""

    id: str
    name: str
    kind: str
    waters: int | None
    molar_mass_g: float | None
    low_percent: float
    high_percent: float
    source: tuple[str, ...]
    verified: bool


class Compound(NamedTuple):
    """``form`` is an id of ``forms.json``, or ``None`` for one that is no form of this program."""

    id: str
    name: str
    form: str | None
    counts: bool
    excipient: bool
    compositions: tuple[Composition, ...]


class DailyValue(NamedTuple):
    """100 % on a label; ``lowest_mg`` and ``highest_mg`` bound the figures that labels have
    used."""

    id: str
    mg: int
    lowest_mg: int
    highest_mg: int


class LabelTable(NamedTuple):
    """Words and names are keys (see :mod:`magadvise.keys`); ``caution`` is a text to print."""

    compounds: Mapping[str, Compound]
    names: Mapping[str, str]
    short_names: Mapping[str, str]
    hydrates: Mapping[str, int]
    kinds: Mapping[str, str]
    elemental: frozenset[str]
    providing: frozenset[str]
    daily_values: Mapping[str, DailyValue]
    water_g_mol: float
    mg_per_mmol: float
    caution: str


def table(labels: Data, forms: Data) -> LabelTable:
    """The table from the two checked files."""
    by_form = {form["id"]: form for form in forms["forms"]}
    compounds = {row["id"]: _compound(row, by_form) for row in labels["compounds"]}
    names, short = (
        MappingProxyType({name: row["id"] for row in labels["compounds"] for name in row[field]})
        for field in ("names", "short_names")
    )
    return LabelTable(
        MappingProxyType(compounds),
        names,
        short,
        MappingProxyType({w: row["waters"] for row in labels["hydrates"] for w in row["words"]}),
        MappingProxyType({w: row["kind"] for row in labels["kinds"] for w in row["words"]}),
        frozenset(labels["elemental_words"]),
        frozenset(labels["providing_words"]),
        MappingProxyType({w: _daily(row) for row in labels["daily_values"] for w in row["words"]}),
        labels["atomic"]["water_g_mol"],
        labels["atomic"]["mg_per_mmol"],
        labels["caution"]["text"],
    )


def _daily(row: Data) -> DailyValue:
    used = (row["mg"], row["older_mg"] or row["mg"])
    return DailyValue(row["id"], row["mg"], min(used), max(used))


def _compound(row: Data, forms: Mapping[str, Data]) -> Compound:
    form = forms[row["form"]] if row["form"] else None
    variants = [*(form["variants"] if form else ()), *row["variants"]]
    name = form["name"] if form else f"{row['names'][0][:1].upper()}{row['names'][0][1:]}"
    counts = form["counts_toward_limit"] if form else True
    return Compound(
        row["id"], name, row["form"], counts, row.get("excipient", False),
        tuple(_compositions(variants)),
    )  # fmt: skip


def _compositions(variants: Iterable[Data]) -> Iterable[Composition]:
    for row in variants:
        share = row["label_percent"] or (row["mg_percent"], row["mg_percent"])
        if share[0] is not None:
            yield Composition(
                row["id"], row["name"], row["kind"], _waters(row), row["molar_mass_g"],
                share[0], share[1], tuple(row["source"]), row["verified"],
            )  # fmt: skip


def _waters(row: Data) -> int | None:
    """Molecules of water in the formula; ``None`` where there is no formula."""
    formula = row["formula"]
    if formula is None:
        return None
    last = formula.rpartition(".")[2]
    return int(last[:-3] or 1) if last.endswith("H2O") and "." in formula else 0
