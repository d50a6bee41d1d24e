"""The magnesium of a label: from what is written to elemental milligrams, as a range.

A label states the magnesium itself, or the weight of a compound of which magnesium is a part. Where
it does not say which kind of compound, the range of all kinds is kept: the high end counts when a
limit is checked, the low end when a dose is to be reached.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from magadvise.knowledge.label_table import Composition, Compound, LabelTable
from magadvise.knowledge.rows import ProductTable
from magadvise.medicines import products
from magadvise.medicines.label_serving import MOMENTS, PER, REACH, serving_of, untold
from magadvise.medicines.label_words import OTHER_METALS, POTENCY, Token, tokens

UNBUFFERED = "unbuffered"
OF = frozenset("of de d von a".split())
LEADING = frozenset("open magnesium elemental providing".split())
THEN = frozenset([*"then puis dann later spater in the at le la au am pm".split(), *MOMENTS])
DRIED = frozenset("dried exsiccated calcined siccum siccatum getrocknet getrocknetes seche".split())
WEIGHED = frozenset("compound salt verbindung salz sel compose".split())
EATEN = frozenset(("tablet", "capsule", "caplet", "gummy"))
PAIR = ("compound", "mass")
SURE = 1.02  # a stated share may differ so far from the calculated one (rounding on labels)


class Kind(NamedTuple):
    """One kind of a compound with the magnesium that the stated weight of it brings."""

    id: str
    name: str
    low_percent: float
    high_percent: float
    low_mg: float
    high_mg: float
    source: tuple[str, ...]
    verified: bool


class Reading(NamedTuple):
    """Milligrams of elemental magnesium in all that the text names. ``basis`` says what they rest on:
    ``magnesium_line``, ``compound``, ``unclear`` (line or compound), ``mmol``, ``daily_value``,
    ``product`` or ``skin``. The total is in so many ``units`` (tablets, capsules)."""

    text: str
    basis: str
    low_mg: float
    high_mg: float
    compounds: tuple[Compound, ...] = ()
    compound_mg: float | None = None
    kinds: tuple[Kind, ...] = ()
    units: float = 1.0
    unit: str = "unit"
    notes: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the two ends are one figure in whole milligrams."""
        return self.high_mg - self.low_mg < 1

    @property
    def for_limit_mg(self) -> int:
        """What counts toward a limit: the high end, rounded up."""
        return math.ceil(round(self.high_mg, 6))

    @property
    def for_dose_mg(self) -> int:
        """What can be relied on to reach a dose: the low end, rounded down."""
        return math.floor(round(self.low_mg, 6))


def read(text: str, table: LabelTable, known: ProductTable) -> Reading | None:
    """What a label line brings, or ``None`` where it cannot be told."""
    found = tokens(text, table)
    if any(t.kind == "word" and POTENCY.fullmatch(t.text) for t in found):
        return None
    if untold(found):
        return None
    if any(t.kind == "ounce" for t in found):
        return _product(text, found, known)
    if len({t.value for t in found if t.kind == "ml"}) > 1:  # "400 mg/5 mL, 15 mL"
        return None
    parts = [_part(chunk, table) for chunk in _chunks(found)]
    readings = [part for part in parts if part]
    if len(readings) < len(parts) or not readings:
        return _product(text, found, known)
    total = readings[0] if len(readings) == 1 else _together(readings)
    count, unit, low, high = serving_of(found)
    weight = total.compound_mg
    return total._replace(
        text=text, low_mg=total.low_mg * low, high_mg=total.high_mg * high,
        compound_mg=weight and weight * high,
        kinds=tuple(k._replace(low_mg=k.low_mg * low, high_mg=k.high_mg * high) for k in total.kinds),
        units=count, unit=unit,
        notes=total.notes if low == high else (*total.notes, "one_or_all"),
    )  # fmt: skip


def _product(text: str, found: Sequence[Token], known: ProductTable) -> Reading | None:
    """A product with a known amount ("5 mL milk of magnesia"); never its largest label dose."""
    use = products.find(text, known)
    if use.product is None or use.mg is None or use.by_label_maximum:
        return None
    if not use.counts:
        return None if _swallowed(found) else Reading(text, "skin", 0, 0)
    serving = serving_of(found)
    return Reading(
        text, "product", use.mg, use.mg, units=serving.units, unit=serving.unit, notes=(use.name,)
    )


def _chunks(found: Sequence[Token]) -> list[list[Token]]:
    """Cut at "+" and "and" where each side has an amount of its own; else one blend."""
    chunks: list[list[Token]] = [[]]
    for token in found:
        if token.kind == "plus":
            chunks.append([])
        else:
            chunks[-1].append(token)
    amounts = [any(t.kind in ("mass", "mmol") for t in chunk) for chunk in chunks]
    named = [any(t.kind in ("compound", "magnesium") for t in chunk) for chunk in chunks]
    if len(chunks) > 1 and all(amounts) and all(named):
        return chunks
    return _listed(_of_others_dropped(found)) or [list(found)]


def _listed(found: Sequence[Token]) -> list[list[Token]]:
    """Cut a list of compounds that each have a weight ("oxide 200 mg, citrate 500 mg")."""
    if any(t.kind in ("magnesium", "elemental", "providing", "from", "mmol") for t in found):
        return []
    order = [t.kind for t in found if t.kind in ("compound", "mass")]
    pairs = set(zip(order[::2], order[1::2], strict=False))
    if order.count("mass") <= 1 or len(order) % 2 or pairs not in ({PAIR}, {PAIR[::-1]}):
        return []
    cuts = [at for at, t in enumerate(found) if t.kind == order[0]]
    return [list(found[a:b]) for a, b in zip([0, *cuts[1:]], [*cuts[1:], len(found)], strict=True)]


def _part(chunk: Sequence[Token], table: LabelTable) -> Reading | None:
    """One compound, or one blend with one amount."""
    compounds = tuple(
        table.compounds[i] for i in dict.fromkeys(t.text for t in chunk if t.kind == "compound")
    )
    if len(compounds) > 1:
        compounds = tuple(c for c in compounds if not c.excipient) or compounds
    if compounds and not any(c.counts for c in compounds):
        return None if _swallowed(chunk) else Reading("", "skin", 0, 0, compounds)
    chunk = _of_others_dropped(chunk)
    masses = [at for at, token in enumerate(chunk) if token.kind == "mass"]
    lines = [at for at in masses if _is_line(chunk, at)]
    for a, b in pairwise(masses):
        if a in lines and b not in lines and _again(chunk, a, b):
            lines.append(b)
    line = [chunk[at].value for at in lines]
    weights = [chunk[at].value for at in masses if at not in lines]
    mmol = [t.value * table.mg_per_mmol for t in chunk if t.kind == "mmol"]
    if (line or not weights) and not (compounds or _says_magnesium(chunk, bool(line))):
        return None
    if line or mmol:
        basis = "magnesium_line" if line else "mmol"
        stated = _stated(line or mmol, basis, len(compounds) > 1 or _added(chunk))
        stated = stated._replace(compounds=compounds)
        return _checked(stated, weights, chunk, table)
    daily, percents = _daily(chunk, table)
    if daily and not weights:
        return daily._replace(compounds=compounds)
    if len(set(weights)) != 1 or _added(chunk):
        return None
    if not compounds:
        plain = any(t.kind in ("magnesium", "elemental") for t in chunk)
        return Reading("", "magnesium_line", weights[0], weights[0]) if plain else None
    share = percents[0] if percents else None
    reading = _from_compound(compounds, weights[0], share, chunk, table)
    if daily and daily.high_mg > reading.high_mg * SURE:
        return reading._replace(high_mg=daily.high_mg, notes=("share_odd",))
    return reading


def _says_magnesium(chunk: Sequence[Token], by_name: bool) -> bool:
    """Whether an amount is one of magnesium: it is named, or (mmol, daily value) nothing else is."""
    if any(t.kind == "magnesium" or "magnes" in t.text for t in chunk):
        return True
    if any(t.text in OTHER_METALS for t in chunk):
        return False
    return not by_name or any(t.kind == "elemental" for t in chunk)


def _swallowed(chunk: Sequence[Token]) -> bool:
    """Whether something for the skin stands beside a mouth, a tablet, or magnesium of another kind."""
    return any(
        t.text in products.SWALLOWED
        or t.kind in ("magnesium", "elemental")
        or (t.kind in ("pack", "unit") and t.text in EATEN)
        for t in chunk
    )


def _stated(mg: Sequence[float], basis: str, apart: bool) -> Reading:
    """Amounts of magnesium itself. Several different ones, or one of each compound, add up where a
    limit is checked; the same one twice is one unless they stand ``apart``."""
    every = mg if apart else sorted(set(mg))
    notes = ("several_lines",) if len(every) > 1 else ()
    return Reading("", basis, min(every), sum(every), notes=notes)


def _again(chunk: Sequence[Token], before: int, at: int) -> bool:
    """Whether an amount goes on with the one before: "250 mg and 250 mg", "200 mg, then 100 mg". One
    that the next words name ("and 10 mg zinc") does not."""
    between, after = chunk[before + 1 : at], chunk[at + 1 : at + 2]
    named = ("word", "compound", "open", "from", "providing")
    return all(t.kind == "plus" or t.text in THEN for t in between) and not any(
        t.kind in named and t.text not in THEN for t in after
    )


def _added(chunk: Sequence[Token]) -> bool:
    """Whether some amount goes on with "and" or the like, not only behind a comma."""
    amounts = [at for at, token in enumerate(chunk) if token.kind in ("mass", "mmol")]
    return any(a + 1 < b and _again(chunk, a, b) for a, b in pairwise(amounts))


def _daily(chunk: Sequence[Token], table: LabelTable) -> tuple[Reading | None, list[float]]:
    """What a percentage of the daily value brings, and the percentages that are none of it."""
    percents = [at for at, t in enumerate(chunk) if t.kind == "percent"]
    at = next((n for n, t in enumerate(chunk) if t.kind == "daily"), None)
    if at is None or not percents:
        return None, [chunk[n].value for n in percents]
    own = max((n for n in percents if n < at), default=percents[0])
    value = table.daily_values[chunk[at].text]
    low, high = (chunk[own].value / 100 * mg for mg in (value.lowest_mg, value.highest_mg))
    reading = Reading("", "daily_value", low, high, notes=(value.id,))
    return reading, [chunk[n].value for n in percents if n != own]


def _of_others_dropped(chunk: Sequence[Token]) -> list[Token]:
    """Without the amounts of other nutrients ("calcium 500 mg magnesium 250 mg"), where some amount
    stands right behind a magnesium name."""
    named = ("magnesium", "compound", "elemental", "close")

    def before(at: int) -> str:
        return chunk[at - 1].kind if at else ""

    masses = [at for at, token in enumerate(chunk) if token.kind == "mass"]
    if not any(before(at) in named for at in masses):
        return list(chunk)
    others = {at for at in masses if before(at) == "word" and chunk[at - 1].text not in OF | THEN}
    own = {at for at in others if [t.kind for t in chunk[at + 1 : at + 2]] == ["elemental"]}
    own = {at for at in own if not _leads_to_amount(chunk, at)}
    return [t for at, t in enumerate(chunk) if at not in others - own]


def _is_line(chunk: Sequence[Token], at: int) -> bool:
    """Whether an amount is that of magnesium itself: "providing 160 mg", "160 mg of magnesium",
    "magnesium (as citrate) 160 mg", "160 mg as citrate"."""
    before = chunk[:at]
    last = max((n for n, t in enumerate(before) if t.kind == "mass"), default=-1)
    since = [t.kind for t in before[last + 1 :]]
    names = [kind for kind in since if kind in ("compound", "magnesium")]
    weighed = names[-1:] == ["compound"]  # "citrate 1,000 mg (magnesium 160 mg)"
    after = [t for t in chunk[at + 1 : at + 4] if t.kind not in ("word", "open")]
    if after and after[0].kind in ("elemental", "magnesium"):
        return not (weighed and _leads_to_amount(chunk, at))
    if after and after[0].kind == "from" and not weighed:
        return True
    if since[:1] == ["from"] and weighed:  # "magnesium from citrate 100 mg, from oxide 200 mg"
        return True
    if since[-1:] == ["from"]:  # "from 2,000 mg Magtein"
        return False
    if "elemental" in since:
        return True
    if "providing" in since:
        rest = since[since.index("providing") :] + [t.kind for t in after[:1]]
        return "compound" not in rest
    if "magnesium" not in since:
        return False
    return "from" in since[since.index("magnesium") :] or "compound" not in since


def _leads_to_amount(chunk: Sequence[Token], at: int) -> bool:
    """Whether the words behind an amount lead to another ("... 1,000 mg (magnesium 160 mg)")."""
    rest = [t for t in chunk[at + 1 :] if t.text not in OF]
    led = next((t.kind for t in rest if t.kind not in LEADING), "")
    return led == "mass"


def _from_compound(
    compounds: Sequence[Compound],
    weight: float,
    share: float | None,
    chunk: Sequence[Token],
    table: LabelTable,
) -> Reading:
    kinds = [
        Kind(
            c.id, c.name, c.low_percent, c.high_percent,
            c.low_percent / 100 * weight, c.high_percent / 100 * weight, c.source, c.verified,
        )
        for compound in compounds
        for c in _compositions(compound, chunk, table)
    ]  # fmt: skip
    low, high = min(k.low_mg for k in kinds), max(k.high_mg for k in kinds)
    reading = Reading("", "compound", low, high, tuple(compounds), weight, tuple(kinds))
    if share is not None:
        stated = share / 100 * weight
        if _fits(stated, low, high):
            return reading._replace(low_mg=stated, high_mg=stated, notes=("share_stated",))
        low, high = min(low, stated), max(high, stated)
        return reading._replace(low_mg=low, high_mg=min(high, weight), notes=("share_odd",))
    if any(t.kind == "magnesium" for t in chunk) or _titled(chunk):
        # "Magnesium (citrate) 200 mg": the line of magnesium, or the weight of the citrate.
        return reading._replace(basis="unclear", high_mg=weight, notes=("line_or_compound",))
    return reading


def _titled(chunk: Sequence[Token]) -> bool:
    """Whether an amount stands as in the title of a pack ("Magnesium Citrate 250 mg Softgels"): that
    can be the magnesium itself, where no word tells of the compound."""
    if any(t.kind in ("waters", "kind") or t.text in WEIGHED for t in chunk):
        return False
    kinds = [t.kind if t.text not in PER | OF else "of" for t in chunk]
    ends = [["mass", *["word"] * n, "unit"] for n in range(REACH + 1)]
    return any(
        kinds[at] == "compound" and kinds[at + 1 : at + 1 + len(end)] == end
        for at in range(len(kinds))
        for end in ends
    )


def _checked(
    reading: Reading, weights: Sequence[float], chunk: Sequence[Token], table: LabelTable
) -> Reading:
    """A stated magnesium amount beside the weight of the compound: it must be possible."""
    if not weights or not reading.compounds:
        return reading
    whole = _from_compound(reading.compounds, max(weights), None, chunk, table)
    low, high = min(k.low_mg for k in whole.kinds), max(k.high_mg for k in whole.kinds)
    reading = reading._replace(compound_mg=max(weights), kinds=whole.kinds)
    if _fits(reading.high_mg, low, high):
        return reading
    return reading._replace(
        low_mg=min(low, reading.low_mg), high_mg=max(high, reading.high_mg), notes=("line_odd",)
    )


def _fits(mg: float, low: float, high: float) -> bool:
    return low / SURE <= mg <= high * SURE


def _compositions(
    compound: Compound, chunk: Sequence[Token], table: LabelTable
) -> tuple[Composition, ...]:
    """The kinds of a compound that the words leave open."""
    waters = list({int(t.value) for t in chunk if t.kind == "waters"})
    kinds = {t.text for t in chunk if t.kind == "kind"}
    every = compound.compositions
    if UNBUFFERED in kinds:
        every = tuple(c for c in every if c.kind != "buffered")
    named = tuple(c for c in every if c.kind in kinds)
    if named:
        return tuple(c for c in named if c.waters in waters) or named
    if len(waters) != 1 or any(t.text in DRIED for t in chunk):
        return every
    exact = tuple(c for c in every if c.waters == waters[0])
    if exact:
        return exact
    return _hydrated(every, waters[0], table.water_g_mol) or every


def _hydrated(every: Iterable[Composition], waters: int, water: float) -> tuple[Composition, ...]:
    """A hydrate that is not in the data, from the molar mass of one that is."""
    for c in every:
        if c.waters is not None and c.molar_mass_g and c.kind in ("anhydrous", "hydrate"):
            mass = c.molar_mass_g
            share = c.high_percent * mass / (mass + (waters - c.waters) * water)
            name = f"{c.name}, with {waters} water"
            return (c._replace(name=name, low_percent=share, high_percent=share, waters=waters),)
    return ()


def _together(readings: Sequence[Reading]) -> Reading:
    """Several compounds, each with its amount."""
    return Reading(
        "", "compound" if any(r.basis == "compound" for r in readings) else readings[0].basis,
        sum(r.low_mg for r in readings), sum(r.high_mg for r in readings),
        tuple(c for r in readings for c in r.compounds), None,
        tuple(k for r in readings for k in r.kinds),
        notes=tuple(n for r in readings for n in r.notes),
    )  # fmt: skip
