"""Limit, remaining allowance, ceiling, rung and dose steps at every boundary of other magnesium.

Each expectation is worked out from the written rules with numbers typed here; the intake table is
read by ``intake_oracle``, which shares no code with the package.

The rules: remaining = limit - other magnesium, never below 0. Caps: 200 mg from 65 years, 150 mg and
no increase for each unknown. Less than 50 mg left is no room; exactly 50 mg is a dose of 50.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

import pytest

from helpers import healthy
from magadvise import advise, load_knowledge, parse
from magadvise.export.json_plan import document
from spec.intake_oracle import AGES, OFFERED, upper_limit

pytestmark = pytest.mark.core

UNKNOWN = {
    "kidney": {"kidney": "unknown"},
    "medications": {"medications": "unknown"},
    "conditions": {"conditions": "unknown"},
    "red_flags": {"red_flags": "unknown"},
    "products": {"products": "unknown"},  # a known part, and something that could not be named
}
COMBINATIONS = [
    frozenset(chosen)
    for chosen in chain.from_iterable(combinations(UNKNOWN, n) for n in range(len(UNKNOWN) + 1))
]
ADULT = [(1, 150), (4, 200), (7, 300)]
OLDER = [(1, 100), (8, 150), (15, 200)]


def boundaries(limit: int) -> list[int]:
    """Other magnesium: none, a little, around 50 mg left, around the limit, the most accepted."""
    return [0, 1, limit - 51, limit - 50, limit - 49, limit - 1, limit, limit + 1, 5000]


def expected(
    limit: int | None, other: int, years: int, unknown: frozenset[str], loose: bool
) -> dict[str, Any]:
    left = 0 if limit is None else max(0, limit - other)
    ceiling = min([left, *([200] if years >= 65 else []), *([150] if unknown else [])])
    rung = "supplement"
    if unknown:
        rung = "check_first"
    if left < 50:
        rung = "no_room"
    if years < 18 or ("kidney" in unknown and years >= 65):
        rung = "clinician_first"
    if limit is None:
        rung = "do_not_supplement"
    shown = rung in ("supplement", "check_first")
    return {
        "rung": rung,
        "limit": limit,
        "other": None if "products" in unknown else other,
        "remaining": None if "products" in unknown or limit is None else left,
        "ceiling": ceiling if shown else 0,
        "steps": steps(ceiling, years, bool(unknown) or loose) if shown else None,
    }


def steps(ceiling: int, years: int, no_increase: bool) -> list[tuple[int, list[int]]]:
    """The day and the intakes, the smaller first: one up to 200 mg, two halves above."""
    kept: list[tuple[int, list[int]]] = []
    highest = 0
    for day, mg in OLDER if years >= 65 else ADULT:
        dose = min(mg, ceiling)
        if dose > highest:
            kept.append((day, [dose] if dose <= 200 else [dose // 2, dose - dose // 2]))
            highest = dose
    return kept[:1] if no_increase else kept


def answered(
    standard: str, months: int, other: int, unknown: frozenset[str], loose: bool
) -> dict[str, Any]:
    knowledge = load_knowledge()
    answers = healthy(
        age=f"{months}mo" if months < 12 else str(months // 12),
        other_magnesium_mg=str(other),
        stool="loose" if loose else "usual",
    )
    for name in unknown:
        answers |= UNKNOWN[name]
    found = document(advise(parse(answers, knowledge), knowledge, standard))
    intake, dose = found["intake"], found["dose"]
    return {
        "rung": found["disposition"],
        "limit": intake["ul_supplement_mg"],
        "other": intake["other_magnesium_mg"],
        "remaining": intake["remaining_mg"],
        "ceiling": found["ceiling_mg"],
        "steps": dose
        and [(step["from_day"], sorted(step["intakes_mg"])) for step in dose["steps"]],
    }


@pytest.mark.parametrize("standard", OFFERED)
def test_every_age_keeps_limit_and_ceiling_at_every_boundary_of_other_magnesium(
    standard: str,
) -> None:
    wrong = []
    nothing: frozenset[str] = frozenset()
    for months in AGES:
        limit = upper_limit(standard, months)
        several = boundaries(limit or 100)
        for other in several if standard in ("us", "eu") else several[3:5]:
            got = answered(standard, months, other, nothing, False)
            if got != expected(limit, other, months // 12, nothing, False):
                wrong.append((months, other, got))
    assert wrong == []


@pytest.mark.parametrize("standard", ["us", "eu"])
@pytest.mark.parametrize("years", [17, 18, 64, 65, 120])
def test_every_combination_of_caps_keeps_the_lowest(standard: str, years: int) -> None:
    limit = upper_limit(standard, years * 12)
    assert limit is not None
    wrong = []
    for other in boundaries(limit):
        for unknown in COMBINATIONS:
            for loose in (False, True):
                got = answered(standard, years * 12, other, unknown, loose)
                if got != expected(limit, other, years, unknown, loose):
                    wrong.append((other, sorted(unknown), loose, got))
    assert wrong == []


@pytest.mark.parametrize("years", [18, 65])
def test_every_single_milligram_of_other_magnesium_gives_the_dose_of_the_rules(years: int) -> None:
    wrong = []
    nothing: frozenset[str] = frozenset()
    for other in range(361):
        got = answered("us", years * 12, other, nothing, False)
        if got != expected(350, other, years, nothing, False):
            wrong.append((other, got))
    assert wrong == []
