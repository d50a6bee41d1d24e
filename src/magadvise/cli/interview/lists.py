"""The two questions that are answered line by line: medicines, and other magnesium."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from magadvise import profile as door
from magadvise.cli.interview.book import Book
from magadvise.cli.interview.reading import NONE, Answers
from magadvise.medicines import products
from magadvise.model import Match, MedicineUse
from magadvise.rules.medicines import hours

LISTS = ("medications", "other_magnesium")
YES = ("yes", "keep", "ok", "more")
_APART = re.compile(r"[;|]|,(?!\d)")
_MILLIGRAMS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:mg)?", re.IGNORECASE)


class Entry(NamedTuple):
    """One item as it was understood: what to say of it, and names that it may have meant."""

    text: str
    said: str
    suggestions: tuple[str, ...] = ()


def items(line: str) -> tuple[str, ...]:
    """The items of one line. A ``none`` beside others says that there are no more."""
    texts = (text.strip() for text in _APART.split(line))
    return tuple(text for text in texts if text and not none_of(text))


def entry(key: str, text: str, book: Book) -> Entry:
    """One item as it is understood."""
    return _medicine(text, book) if key == "medications" else _product(text, book)


def amount(key: str, text: str) -> bool:
    """Whether an item is milligrams and no name: two of the same are twice as much."""
    return key == "other_magnesium" and bool(_MILLIGRAMS.fullmatch(text))


def no_name(key: str, text: str) -> bool:
    """Whether an item is a slip and no name: a number, one letter, the *yes* to "another one?"."""
    if amount(key, text):
        return False
    return text.casefold() in YES or text.isdecimal() or len(text) < 2


def none_of(line: str) -> bool:
    """Whether a line says that there is nothing (more) to name."""
    return line.casefold() in NONE


def filled(key: str, items: tuple[str, ...]) -> Answers:
    """The finished list as answers. ``none`` stands alone; ``unknown`` may follow what is known."""
    if key == "medications":
        return {key: items}
    if items in (("none",), ("unknown",)):
        return {"other_magnesium_mg": items, "products": ()}
    amounts = [Decimal(m[1]) for m in map(_MILLIGRAMS.fullmatch, items) if m]
    named = tuple(item for item in items if not _MILLIGRAMS.fullmatch(item))
    total = (f"{sum(amounts):f}",) if amounts else ()
    return {"other_magnesium_mg": total, "products": named}


def _medicine(text: str, book: Book) -> Entry:
    use = door.medicine(text, book.knowledge)
    if not use.resolved:
        return Entry(text, book.texts["unresolved"].format(name=text), use.suggestions)
    return Entry(text, f"{text}: {_brings(use)}")


def _brings(use: MedicineUse) -> str:
    """Each ingredient and the titles of what it brings, in a few words."""
    from magadvise.cli.med import severity_of

    if not use.matches:
        return "brings magnesium; it counts toward the limit."
    said = []
    for match in use.matches:
        severity = severity_of(match)
        word = WORDS[severity.value] if severity else "no clash known with magnesium"
        said.append(f"{match.name} ({word}{_hours(match)})")
    return "; ".join(said) + "."


def _hours(match: Match) -> str:
    """The longest label hours of what is swallowed ("" without a window)."""
    rows = match.interactions if match.counts_as_oral else ()
    after = max((w.minimum for row in rows if (w := row.mg_after_drug)), default=0)
    before = max((w.minimum for row in rows if (w := row.mg_before_drug)), default=0)
    return f": {hours(after)} after it, {hours(before)} before it" if after or before else ""


WORDS = {
    "stop": "no magnesium with it",
    "clinician": "ask a doctor first",
    "separate": "keep apart from magnesium",
    "caution": "take care",
    "info": "good to know",
}


def _product(text: str, book: Book) -> Entry:
    plain = _MILLIGRAMS.fullmatch(text)
    if plain and text.isdigit() and len(text) == 1:
        return Entry(
            text,
            f"{text} of what? Type the product, or {text} mg if that is the amount.",
            (f"{text} mg",),
        )
    if plain:
        return Entry(text, f"{plain[1]} mg of magnesium a day.")
    use = products.find(text, book.knowledge.products)
    if use.product is None:
        return Entry(text, book.texts["unresolved"].format(name=text), use.suggestions)
    if not use.counts:
        return Entry(text, f"{use.name}: counts 0 mg.")
    if use.mg is None:
        return Entry(
            text, f"{use.name}: the amount is not clear. Read the label: mg of magnesium a day."
        )
    most = (
        " (the largest label dose; say how much if you take less)" if use.by_label_maximum else ""
    )
    return Entry(text, f"{use.name}: {use.mg} mg a day{most}.")
