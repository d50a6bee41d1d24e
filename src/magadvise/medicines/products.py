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
_WORDS = {"once": 1, "twice": 2, "thrice": 3, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_OFTEN = {
    "once": 1, "od": 1, "qd": 1, "nocte": 1, "mane": 1, "twice": 2, "bd": 2, "bid": 2, "thrice": 3,
    "tds": 3, "tid": 3, "qds": 4, "qid": 4,
}  # fmt: skip
_TIMES_A_DAY = r"\b(\d|two|three|four|five|six) times\b"
SWALLOWED = frozenset(
    "mouth oral orally swallow swallowed swallowing drink drunk drinking drinkable internally ingest "
    "ingested peroral trinken getrunken trinkt schlucken geschluckt einnehmen eingenommen mund avaler "
    "avale boire bu bouche buvable ingerer".split()
)
_MOMENTS = frozenset(
    "morning mornings noon midday afternoon evening evenings night nightly bedtime breakfast lunch "
    "dinner supper".split()
)
_PLAIN = frozenset(
    "a an per of the in at on with and each every day daily days every to by mouth take takes taken "
    "taking i my usually before after water liquid oral chewable tablet tablets capsule capsules "
    "caplet caplets powder sachet sachets brand original drink drinks".split()
)


def find(text: str, table: ProductTable) -> ProductUse:
    """What one product brings a day. Without an amount its largest label dose counts; an amount
    that is not understood, or a product that is not known, leaves ``mg`` at ``None``."""
    found = match(text, table)
    return found if found.product else found._replace(suggestions=_suggest(text, table))


def match(text: str, table: ProductTable) -> ProductUse:
    """As :func:`find`, without suggestions for a name that is not known: those take long."""
    words = keys.key(text)
    name = _name_in(words, table)
    if name is None or _others(words, name, table):
        return ProductUse(text, None, "", None, True, False)
    product = table.products[table.names[name]]
    swallowed = not SWALLOWED.isdisjoint(words.split())
    if not product.counts and swallowed:  # oil for the skin, taken by mouth: a dose of unknown size
        return ProductUse(text, product.id, product.name, None, True, False, kind=product.kind)
    if not product.counts:
        return ProductUse(text, product.id, product.name, 0, False, False, kind=product.kind)
    rest = keys.fold(text)
    for word in sorted(name.split(), key=len, reverse=True):
        rest = re.sub(rf"(?<![a-z0-9]){word}(?![a-z0-9])", " ", rest, count=1)
    if not re.search(r"\d", rest):
        most = product.largest_label_day_mg
        return ProductUse(text, product.id, product.name, most, True, True, kind=product.kind)
    mg = _daily(rest, product)
    return ProductUse(text, product.id, product.name, mg, True, False, kind=product.kind)


def mentions(text: str, table: ProductTable) -> bool:
    """Whether the name of a product stands in a text."""
    return _name_in(keys.key(text), table) is not None


def _others(text: str, name: str, table: ProductTable) -> bool:
    """Whether another product stands in the same words ("centrum and zma")."""
    rest = f" {text} ".replace(f" {name} ", " | ", 1)
    first = dict.fromkeys(rest.split())
    other = [n for word in first for n in table.starts.get(word, ()) if f" {n} " in rest]
    return any(table.products[table.names[n]].counts for n in other)


def _name_in(text: str, table: ProductTable) -> str | None:
    """The longest product name that stands in the text as whole words."""
    padded = f" {text} "
    first = dict.fromkeys(text.split())
    inside = [n for word in first for n in table.starts.get(word, ()) if f" {n} " in padded]
    return max(inside, key=lambda n: (len(n), n)) if inside else None


def _daily(text: str, product: Product) -> int | None:
    found = re.search(_AMOUNT, text)
    if not found:
        return None
    unit = "fl_oz" if found[3].startswith("fl") else _UNITS.get(found[3], "")
    quantity = float(found[2])
    known = [(q, mg) for q, u, mg in product.amounts if u == unit]
    times = _times(text[: found.start()] + " " + text[found.end() :])
    if not known or times is None:
        return None
    # The label's own line for this quantity, else its highest rate.
    exact = [mg for q, mg in known if q == quantity]
    each = max(exact) if exact else max(mg / q for q, mg in known) * quantity
    return math.ceil(round(each * int(found[1] or 1) * times, 6))


def _times(text: str) -> int | None:
    """How often a day, by the words around the amount; ``None`` where they are not understood."""
    found = re.search(_TIMES_A_DAY, text)
    if found:
        text = text[: found.start()] + text[found.end() :]
    words = re.findall(r"[a-z0-9]+", text)
    often = [_OFTEN[w] for w in words if w in _OFTEN]
    moments = {w for w in words if w in _MOMENTS}
    if any(w not in _PLAIN and w not in _OFTEN and w not in _MOMENTS for w in words):
        return None
    stated = [int(_WORDS.get(found[1], 0) or found[1])] if found else []
    if len(stated) + len(often) > 1:
        return None
    return max([*stated, *often, len(moments), 1])


def _suggest(text: str, table: ProductTable) -> tuple[str, ...]:
    from difflib import get_close_matches  # only for names that did not resolve

    return tuple(get_close_matches(keys.bare(text)[:60], list(table.names), 5, 0.75))
