"""The answers that are walked: every word of every question, and every boundary -1, 0 and +1."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from magadvise.advice import timing
from magadvise.batch.columnar import stages, view
from magadvise.batch.columnar.cells import age_lines, egfr_lines
from magadvise.knowledge.rows import Knowledge
from magadvise.medicines import products, resolve
from magadvise.model import Creatinine, Kidney, Match, MedicineUse, ProductUse, Sex, Tri
from magadvise.profile import medicine
from magadvise.rules import case as cases
from magadvise.rules import registry
from proof import texts
from proof.tally import Effect, effect

Values = Mapping[str, Any]
OLDEST = 120 * 12
MOST_OTHER = 5000
LIFE = ("age_months", "sex", "pregnant", "patterns")
EXPECTING = ("pregnancy",)
# Around each line of the written rules that a person's age can cross, and where the data has one.
LINES = (0, 12, 48, 108, 12 * 12, 14 * 12, 18 * 12, 51 * 12, 56 * 12, 60 * 12, 65 * 12, 93 * 12)
KIDNEY_YEARS = (12, 18, 56, 60, 65, 93, 94)  # where an age may change what kidneys mean
EGFRS = (30.0, 35.0, 60.0, 90.0, 110.0, 130.0)
LEAST_EGFR, MOST_EGFR = 2.0, 200.0
ROUTES = (
    "unknown", "oral", "eye", "ear", "nose", "inhaled", "skin", "vaginal", "rectal", "injection",
)  # fmt: skip
# Who the letters of the medicines table tell apart: nobody special, dialysis, old, kidney disease.
CONTEXTS: tuple[Values, ...] = (
    {"age_months": 45 * 12, "kidney": Kidney.NORMAL, "egfr": None},
    {"age_months": 45 * 12, "kidney": Kidney.DIALYSIS, "egfr": None},
    {"age_months": 65 * 12, "kidney": Kidney.NORMAL, "egfr": None},
    {"age_months": 45 * 12, "kidney": Kidney.CKD, "egfr": None},
)
# Not in the table; beside a name that is; another alphabet; nothing but words of a form.
ODD_NAMES = (
    "foozolam", "digoxin zzyzx", "raltegravir and foozolam", "дигоксин", "tablets 10 mg",
    "levothyroxine or so", "x" * 401,
)  # fmt: skip


def ages(knowledge: Knowledge) -> list[int]:
    """Months -1, 0 and +1 around every line of the rules and of every table."""
    lines = {*LINES, *age_lines(knowledge), OLDEST}
    return sorted({m + d for m in lines for d in (-1, 0, 1) if 0 <= m + d <= OLDEST})


def kidney_ages() -> list[int]:
    """The last month before each line at which kidneys may mean something else, and the first of it."""
    lines = {0, OLDEST, *(12 * years for years in KIDNEY_YEARS)}
    return sorted({m + d for m in lines for d in (-1, 0) if m + d >= 0})


def lives() -> list[tuple[Sex, Tri, tuple[str, ...]]]:
    """Sex, pregnancy and the pattern that tells of one, without what the door refuses."""
    return [
        (sex, pregnant, patterns)
        for sex in Sex
        for pregnant in Tri
        for patterns in ((), EXPECTING)
        if not (sex is Sex.MALE and (pregnant is Tri.YES or patterns))
        and not (pregnant is Tri.NO and patterns)
    ]


def people(knowledge: Knowledge, months: int, standard: str) -> Iterator[Values]:
    """Everybody of one age under one standard."""
    for sex, pregnant, patterns in lives():
        for breastfeeding in Tri:
            yield {
                "age_months": months, "sex": sex, "pregnant": pregnant, "patterns": patterns,
                "breastfeeding": breastfeeding, "standard": standard,
            }  # fmt: skip


def expects(values: Values) -> bool:
    return values["pregnant"] is Tri.YES or "pregnancy" in values["patterns"]


def unsaid(values: Values) -> bool:
    """Pregnancy not stated from 12 to 55 years by somebody who is not male."""
    if expects(values) or values["pregnant"] is Tri.NO or values["sex"] is Sex.MALE:
        return False
    return 12 <= values["age_months"] // 12 <= 55


def others(limit: int | None) -> list[int]:
    """Other magnesium, mg: -1, 0 and +1 around the limit, the least room, and each cap and step."""
    top = 0 if limit is None else limit
    lines = {top, top - texts.LEAST_ROOM, top - 100, top - 150, top - 200, top - 300}
    lines |= {0, 50, MOST_OTHER}
    return sorted({mg + d for mg in lines for d in (-1, 0, 1) if 0 <= mg + d <= MOST_OTHER})


def egfrs(knowledge: Knowledge, *, above: bool = True) -> list[float | None]:
    """None, and the smallest step around every line; without ``above`` only that before it."""
    lines = {*EGFRS, *egfr_lines(knowledge)}
    near = {v for x in lines for v in (math.nextafter(x, 0), x)}
    if above:
        near |= {math.nextafter(x, 999) for x in lines}
    return [None, *sorted(v for v in near if LEAST_EGFR <= v <= MOST_EGFR)]


@cache
def creatinines(years: int, sex: Sex) -> tuple[Creatinine | None, ...]:
    """None, the lowest and the highest, and the last ten-thousandth of mg/dL on either side of each
    line of the eGFR."""
    found = {1_000, 150_000}
    for line in EGFRS:
        low, high = 1_000, 150_000  # eGFR falls as creatinine rises
        while high - low > 1:
            middle = (low + high) // 2
            above = texts.formula(middle / 10_000, years, sex) >= line
            low, high = (middle, high) if above else (low, middle)
        found |= {low, high}
    return (None, *(Creatinine(n / 10_000, f"{n / 10_000} mg/dL") for n in sorted(found)))


# medicines ----------------------------------------------------------------------------------------


class Behaviour(NamedTuple):
    """Medicines that all rules treat alike. ``label`` tells what they do and names none of them, and
    ``kind`` the same without the windows of the day; ``effects`` and ``codes`` are by the contexts."""

    label: str
    kind: str
    use: MedicineUse
    effects: tuple[Effect, ...]
    codes: tuple[frozenset[str], ...]
    shape: str
    asks_kidneys: bool
    avoids: bool


def uses(knowledge: Knowledge) -> Iterator[MedicineUse]:
    """Every ingredient by every route, every kind of name, every kind of name that is none."""
    table = knowledge.medicines
    for ingredient in table.ingredients.values():
        match = resolve._match(table, ingredient.id, ingredient.name, "unknown", None)
        for route in ROUTES:
            yield MedicineUse(ingredient.name, (match._replace(route=route),), True)
    combined = {}
    for name, (_, ids, route, instead) in table.names.items():
        if len(ids) > 1 or route or instead:
            combined.setdefault((ids, route, instead), name)
    for name in combined.values():
        yield medicine(name, knowledge)
    shortest: dict[str, str] = {}
    for ingredient in table.ingredients.values():
        row = ingredient.interaction or ""
        if len(ingredient.name) > 6:
            shortest.setdefault(row, ingredient.name)
    slips = [name[:3] + name[4:] for _, name in sorted(shortest.items())]
    for name in (*ODD_NAMES, *slips):
        yield medicine(name, knowledge)
    for name in knowledge.products.names:
        for amount in ("", " 1 tablet", " 5 ml", " 1 sachet"):
            yield medicine(name + amount, knowledge)


def asked(use: MedicineUse, context: Values, knowledge: Knowledge) -> list[Any]:
    """The findings of the rules of medicines, as the batch asks them."""
    case = view.case({**context, "medicines": (use,)}, knowledge, egfr=None)
    return list(registry.evaluate(case, stages.MEDICINE))


def _meaning(use: MedicineUse, knowledge: Knowledge) -> object:
    """All that a rule can see of a medicine but its names: alike in this is alike in everything."""

    def seen(m: Match) -> object:
        ids = tuple(row.id for row in m.interactions)
        return m.classes, m.route, ids, m.kidney_question, bool(m.cramp_effect), m.usual_times

    near = tuple(row.id for row in use.suggested)
    asks = bool(use.may_ask_kidneys)
    return tuple(map(seen, use.matches)), use.resolved, near, asks, use.product, use.mg


def behaviours(knowledge: Knowledge, *, all_uses: bool) -> list[Behaviour]:
    """One medicine for each thing that medicines can do, in the order of what they do. Without
    ``all_uses`` only one of those that no rule can tell apart is asked."""
    found: dict[str, Behaviour] = {}
    known: set[object] = set()
    for use in uses(knowledge):
        meaning = _meaning(use, knowledge)
        if not all_uses and meaning in known:
            continue
        known.add(meaning)
        one = _behaviour(use, knowledge)
        found.setdefault(one.label, one)
    return [found[label] for label in sorted(found)]


def _behaviour(use: MedicineUse, knowledge: Knowledge) -> Behaviour:
    case = view.case({"medicines": (use,)}, knowledge)
    told = [asked(use, context, knowledge) for context in CONTEXTS]
    effects = tuple(map(effect, told))
    codes = tuple(frozenset(f.code for f in findings) for findings in told)
    shape = sorted((g.at, *g.after, *g.before, g.assumed) for g in timing.gaps(case))
    windows = hashlib.sha256(repr(shape).encode()).hexdigest()[:8] if shape else "-"
    asks = bool(use.may_ask_kidneys) or any(m.kidney_question for _, m in case.active())
    avoided = [
        row.when for row in knowledge.form_avoid
        if row.when != "always" and row.when in cases.classes_taken(case)
    ]  # fmt: skip
    kind = " ".join(
        (
            "/".join("+".join(sorted(each)) or "-" for each in codes), "kidney" if asks else "-", _brings(use),
            "+".join(dict.fromkeys(avoided)) or "-", "" if use.resolved else "unresolved",
        )
    ).strip()  # fmt: skip
    return Behaviour(f"{windows} {kind}", kind, use, effects, codes, windows, asks, bool(avoided))


def first_of(behaviours: list[Behaviour], name: str) -> list[int]:
    """The place of one behaviour for each ``kind``, or each ``shape``."""
    found: dict[str, int] = {}
    for number, behaviour in enumerate(behaviours):
        found.setdefault(getattr(behaviour, name), number)
    return list(found.values())


def _brings(use: MedicineUse) -> str:
    """An amount is an amount: :func:`others` has all that matter."""
    if not use.brings_magnesium:
        return "-"
    return "unknown mg" if use.mg is None else "mg"


def magnesium_products(knowledge: Knowledge) -> list[ProductUse]:
    """One product of each kind by label maximum, with an amount, and with one that is not known."""
    found: dict[object, ProductUse] = {}
    names = {p: name for name, p in reversed(list(knowledge.products.names.items()))}
    for product_id, name in sorted(names.items()):
        product = knowledge.products.products[product_id]
        amounts = [f" {n:g} {unit}" for n, unit, _ in product.amounts[:1]]
        for text in (name, *(name + amount for amount in amounts), name + " some spoons 3"):
            use = products.find(text, knowledge.products)
            kind = (use.kind, use.counts, use.mg is None, use.by_label_maximum)
            found.setdefault(kind, use)
    found["none"] = products.find("powder of the gym", knowledge.products)
    return [found[key] for key in sorted(found, key=repr)]
