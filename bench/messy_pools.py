"""The 2,000 names of ``messy.py`` with their spellings, and what else all blocks of a file share."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import messy_words as words
import numpy as np
import pyarrow as pa

DATA = Path(__file__).parent.parent / "data"
NAMES = 2_000
TAIL = 0.8  # the weight of the n-th name is n ** -TAIL


class Kind(NamedTuple):
    """What file to make."""

    seed: int = 1
    quoted: float = 0.0
    plain: bool = False


def names() -> list[str]:
    """2,000 names of the table, the commonest first: every ingredient with a rule by its own name
    and a brand, then combinations, brands for the eye or the skin, and ingredients without a rule."""
    table = json.loads((DATA / "medicines.json").read_text(encoding="utf-8"))
    ruled = [row for row in table["ingredients"] if row.get("interaction")]
    free = [row for row in table["ingredients"] if not row.get("interaction")]
    found = dict.fromkeys(words.COMMON)
    found |= dict.fromkeys(row["names"][0] for row in ruled)
    found |= dict.fromkeys(b for row in ruled for b in _brands(row)[:1])
    found |= dict.fromkeys(row["names"][0] for row in table["combinations"][::3])
    found |= dict.fromkeys(row["name"] for row in table["route_brands"][::20])
    found |= dict.fromkeys(row["names"][0] for row in free)
    found |= dict.fromkeys(b for row in free for b in _brands(row)[:1])
    first, rest = list(found)[: len(words.COMMON)], list(found)[len(words.COMMON) : NAMES]
    random.Random(2000).shuffle(rest)  # noqa: S311 - the same order each time, no secret
    return first + rest


def _brands(row: dict[str, Any]) -> list[str]:
    return [brand for brand in row.get("brands", ()) if brand.replace(" ", "").isalpha()]


def plain_names() -> list[str]:
    """Those that one regular expression finds as a word: ingredients and brands in one word, without
    medicines that are magnesium, and with windows of few rows only."""
    table = json.loads((DATA / "medicines.json").read_text(encoding="utf-8"))
    kept = set()
    rows = {row["id"]: row for row in table["interactions"]}
    for ingredient in table["ingredients"]:
        row = rows.get(ingredient.get("interaction"))
        timed = row and (row["mg_after_drug_h"] or row["mg_before_drug_h"])
        if row and (row["magnesium_source"] or (timed and row["id"] not in words.PLAIN_ROWS)):
            continue
        kept |= {name for name in (*ingredient["names"], *ingredient.get("brands", ()))
                 if name.isalpha()}  # fmt: skip
    return [name for name in names() if name in kept]


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str, str, str, str,
    lambda name: name.replace("e", "é", 1),
    lambda name: name.replace("o", "ö", 1),
    lambda name: name.replace(" ", "-"),
    lambda name: name + "®",
)  # fmt: skip
CASES: dict[str, Callable[[str], str]] = {
    "lower": str.lower, "title": str.title, "upper": str.upper,
    "swapped": lambda name: name.title().swapcase(),
}  # fmt: skip


class Pools(NamedTuple):
    """What a kind of file draws from. ``spelt`` holds each name in every spelling and case, names
    first; ``weights`` are those of the names."""

    names: list[str]
    spelt: pa.Array
    each: int
    cases: Any
    weights: Any
    forms: words.Weighted
    strengths: words.Weighted
    ids: dict[str, tuple[str, ...]]


def pools(kind: Kind) -> Pools:
    """Everything that all blocks share."""
    chosen = plain_names() if kind.plain else names()
    spellings = SPELLINGS[:1] if kind.plain else SPELLINGS
    spelt = [
        CASES[case](spell(name))
        for name in chosen
        for spell in spellings
        for case, _ in words.CASES
    ]
    strengths = [("", len(words.STRENGTHS) * words.NO_STRENGTH / (1 - words.NO_STRENGTH))]
    for strength in words.STRENGTHS:
        tight = strength.replace(" ", "")
        strengths += [(f" {strength}", 0.6), (f" {tight}", 0.3), (f" {strength.upper()}", 0.1)]
    ids = {name: _ids(name) for name in ("patterns", "conditions", "red_flags")}
    ids["products"] = words.PRODUCTS if kind.plain else (*words.PRODUCTS, *words.MORE_PRODUCTS)
    return Pools(
        chosen, pa.array(spelt), len(spelt) // len(chosen), running([w for _, w in words.CASES]),
        running([n**-TAIL for n in range(1, len(chosen) + 1)]),
        words.PLAIN_FORMS if kind.plain else words.FORMS, tuple(strengths), ids,
    )  # fmt: skip


def _ids(name: str) -> tuple[str, ...]:
    rows = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))[name]
    return tuple(row["id"] for row in rows if row["id"] not in ("unknown", "pregnancy"))


def running(weights: Sequence[float]) -> Any:
    """Running sums up to 1."""
    sums = np.cumsum(weights)
    return sums / sums[-1]
