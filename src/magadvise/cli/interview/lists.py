"""The two questions that are answered line by line: medicines, and other magnesium."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from magadvise import profile as door
from magadvise.cli.interview.book import Book
from magadvise.cli.interview.reading import Answers
from magadvise.medicines import products
from magadvise.model import Match, MedicineUse
from magadvise.rules.medicines import hours

LISTS = ("medications", "other_magnesium")
SLIPS = ("keep", "ok", "more")
_APART = re.compile(r"[;|]|,(?!\d)")
_MILLIGRAMS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:mg)?", re.IGNORECASE)


class Entry(NamedTuple):
    """One item as it was understood: what to say of it, and names that it may have meant."""

    text: str
    said: str
    suggestions: tuple[str, ...] = ()


def items(line: str, book: Book) -> tuple[str, ...]:
    """The items of one line. A ``none`` beside others says that there are no more."""
    texts = (text.strip() for text in _APART.split(line))
    return tuple(text for text in texts if text and not none_of(text, book))


def entry(key: str, text: str, book: Book) -> Entry:
    """One item as it is understood."""
    return _medicine(text, book) if key == "medications" else _product(text, book)


def amount(key: str, text: str) -> bool:
    """Whether an item is milligrams and no name: two of the same are twice as much."""
    return key == "other_magnesium" and bool(_MILLIGRAMS.fullmatch(text))


def no_name(key: str, text: str, book: Book) -> bool:
    """Whether an item is a slip and no name: a number, one letter, the *yes* to "another one?"."""
    if amount(key, text):
        return False
    slip = text.casefold() in SLIPS or book.means("yes", text)
    return slip or text.isdecimal() or len(text) < 2


def none_of(line: str, book: Book) -> bool:
    """Whether a line says that there is nothing (more) to name."""
    return book.means("none", line)


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
    return Entry(text, f"{text}: {_brings(use, book)}")


def _brings(use: MedicineUse, book: Book) -> str:
    """Each ingredient and the titles of what it brings, in a few words."""
    from magadvise.cli.med import severity_of

    if not use.matches:
        return book.words("brings")
    said = []
    for match in use.matches:
        severity = severity_of(match)
        word = book.words(f"severity.{severity}" if severity else "no_clash")
        said.append(f"{match.name} ({word}{_hours(match, book)})")
    return "; ".join(said) + "."


def _hours(match: Match, book: Book) -> str:
    """The longest label hours of what is swallowed ("" without a window)."""
    rows = match.interactions if match.counts_as_oral else ()
    after = max((w.minimum for row in rows if (w := row.mg_after_drug)), default=0)
    before = max((w.minimum for row in rows if (w := row.mg_before_drug)), default=0)
    if not after and not before:
        return ""
    core = book.knowledge.words
    return book.words("hours", after=hours(after, core), before=hours(before, core))


def _product(text: str, book: Book) -> Entry:
    words = book.words
    plain = _MILLIGRAMS.fullmatch(text)
    if plain and text.isdigit() and len(text) == 1:
        return Entry(text, words("product.what", number=text), (f"{text} mg",))
    if plain:
        return Entry(text, words("product.plain", mg=plain[1]))
    use = products.find(text, book.knowledge.products)
    if use.product is None:
        return Entry(text, book.texts["unresolved"].format(name=text), use.suggestions)
    if not use.counts:
        return Entry(text, words("product.zero", name=use.name))
    if use.mg is None:
        return Entry(text, words("product.unclear", name=use.name))
    most = "product.most" if use.by_label_maximum else "product.mg"
    return Entry(text, words(most, name=use.name, mg=use.mg))
