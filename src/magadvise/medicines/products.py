"""Magnesium products as people write them ("milk of magnesia 5 mL", "ZMA") to milligrams a day."""

from __future__ import annotations

import math
import re

from magadvise import keys
from magadvise.knowledge.rows import Product, ProductTable
from magadvise.model import ProductUse

_UNITS = {
    "ml": "ml", "millilitre": "ml", "millilitres": "ml", "milliliter": "ml", "milliliters": "ml",
    "tablet": "tablet", "tablets": "tablet", "tab": "tablet", "tabs": "tablet",
    "capsule": "capsule", "capsules": "capsule", "cap": "capsule", "caps": "capsule",
    "caplet": "caplet", "caplets": "caplet", "teaspoon": "teaspoon", "teaspoons": "teaspoon",
    "tsp": "teaspoon", "tablespoon": "tablespoon", "tablespoons": "tablespoon",
    "tbsp": "tablespoon", "scoop": "scoop", "scoops": "scoop", "sachet": "sachet",
    "sachets": "sachet", "stick": "stick", "sticks": "stick", "serving": "serving",
    "servings": "serving", "bottle": "bottle", "bottles": "bottle", "g": "gram", "gram": "gram",
    "grams": "gram", "dose": "dose", "doses": "dose", "chew": "chew", "chews": "chew",
}  # fmt: skip
_AMOUNT = r"(?<![\w.])(?:(\d{1,2})\s*x\s*)?(\d{1,4}(?:\.\d{1,3})?)\s*(fl\.?\s?oz|[a-z]+)(?![a-z])"
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_TIMES_A_DAY = r"\b(?:(\d)|two|three|four) times\b"
_WORDS = {"two": 2, "three": 3, "four": 4}


def find(text: str, table: ProductTable) -> ProductUse:
    """What one product brings a day. Without an amount its largest label dose counts; an amount
    that is not understood, or a product that is not known, leaves ``mg`` at ``None``."""
    words = keys.key(text)
    name = _name_in(words, table)
    if name is None or _others(words, name, table):
        return ProductUse(text, None, "", None, True, False, _suggest(text, table))
    product = table.products[table.names[name]]
    if not product.counts:
        return ProductUse(text, product.id, product.name, 0, False, False)
    rest = keys.fold(text)
    for word in sorted(name.split(), key=len, reverse=True):
        rest = re.sub(rf"(?<![a-z0-9]){word}(?![a-z0-9])", " ", rest, count=1)
    if not re.search(r"\d", rest):
        return ProductUse(text, product.id, product.name, product.largest_label_day_mg, True, True)
    return ProductUse(text, product.id, product.name, _daily(rest, product), True, False)


def _others(text: str, name: str, table: ProductTable) -> bool:
    """Whether another product stands in the same words ("centrum and zma")."""
    rest = f" {text} ".replace(f" {name} ", " | ", 1)
    other = [n for n in table.names if f" {n} " in rest]
    return any(table.products[table.names[n]].counts for n in other)


def _name_in(text: str, table: ProductTable) -> str | None:
    """The longest product name that stands in the text as whole words."""
    padded = f" {text} "
    inside = [name for name in table.names if f" {name} " in padded]
    return max(inside, key=lambda n: (len(n), n)) if inside else None


def _daily(text: str, product: Product) -> int | None:
    found = re.search(_AMOUNT, text)
    if not found:
        return None
    unit = "fl_oz" if found[3].startswith("fl") else _UNITS.get(found[3], "")
    quantity = float(found[2])
    known = [(q, mg) for q, u, mg in product.amounts if u == unit]
    rest = text[: found.start()] + " " + text[found.end() :]
    times, rest = _times(rest)
    if not known or re.search(r"\d", rest):
        return None
    # The label's own line for this quantity, else its highest rate.
    exact = [mg for q, mg in known if q == quantity]
    each = max(exact) if exact else max(mg / q for q, mg in known) * quantity
    return math.ceil(round(each * int(found[1] or 1) * times, 6))


def _times(text: str) -> tuple[int, str]:
    """How often a day, and the text without it."""
    found = re.search(_TIMES_A_DAY, text)
    if found:
        times = int(found[1]) if found[1] else _WORDS[found[0].split()[0]]
        return times, text[: found.start()] + text[found.end() :]
    for word, times in _TIMES.items():
        if re.search(rf"\b{word}\b", text):
            return times, text
    return 1, text


def _suggest(text: str, table: ProductTable) -> tuple[str, ...]:
    from difflib import get_close_matches  # only for names that did not resolve

    return tuple(get_close_matches(keys.bare(text)[:60], list(table.names), 5, 0.75))
