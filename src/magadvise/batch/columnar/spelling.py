"""Spellings of one medicine name to one text that means the same, so that few are looked up.

Every step leaves out only what :mod:`magadvise.medicines.resolve` leaves out too; where an amount or
a number may count, the table of names asks for the whole text (``EXACT`` in ``medicines.py``).
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from magadvise import keys
from magadvise.knowledge.rows import Knowledge
from magadvise.medicines import words

# Accents that stand as marks of their own once a letter is taken apart, and a sign behind a word.
_MARKS = "[\u0300-\u034e\u0350-\u036f]"
_SIGN = "([a-z])\u00ae( |$)"
# One strength between plain words. Without it the name means the same, unless an amount counts.
_STRENGTH = (
    r"^([a-z][a-z -]*?) ?[0-9]{1,6}(?:\.[0-9]{1,6})? ?"
    r"(?:mg|mcg|ug|g|ml|iu|units|%)((?: [a-z][a-z -]*)?)$"
)
_KEPT = re.compile(r"[/,():;\n]")  # signs that cut a text, before which nothing is left out


def plain(texts: Any) -> Any:
    """An arrow array of texts in lower case, without common accents, trimmed."""
    odd = pc.invert(pc.string_is_ascii(texts))
    if pc.any(odd).as_py():
        bare = pc.replace_substring_regex(pc.utf8_normalize(texts.filter(odd), "NFKD"), _MARKS, "")
        bare = pc.replace_substring_regex(pc.ascii_lower(bare), _SIGN, r"\1 ")
        texts = pc.replace_with_mask(texts, odd, bare)
    lower = pc.if_else(pc.string_is_ascii(texts), pc.ascii_lower(texts), texts)
    return pc.ascii_trim_whitespace(lower)


def without_strength(texts: Any) -> Any:
    """An arrow array of plain texts without the strength of a single medicine."""
    return pc.replace_substring_regex(texts, _STRENGTH, r"\1\2")


def taken(texts: Any, at: Any) -> Any:
    """Some of an arrow array."""
    return texts.take(pa.array(np.asarray(at, np.int64)))


class Forms:
    """Form words at the end of a name ("film-coated tablets") as one word of the same route."""

    def __init__(self, knowledge: Knowledge) -> None:
        table = knowledge.medicines
        inside = {word for name in table.names for word in name.split()}
        inside |= {word for name in knowledge.products.names for word in name.split()}
        stems = tuple(table.stems)
        free = {word for word in words.NOISE if word not in inside and not word.endswith(stems)}
        free -= {"for", "with", "and", "et", "und", "mit", *words.SALTS}
        # Words of a local route may tell more than one thing; they stay.
        self._free = {w: words.ROUTE_OF.get(w, "") for w in free}
        self._free = {w: route for w, route in self._free.items() if route in ("", "oral")}
        self._oral = min(w for w, route in self._free.items() if route == "oral")

    def canonical(self, text: str) -> str:
        """A text that resolves to the same, for most spellings the same one; the text itself where
        that is not plain."""
        folded = keys.fold(text)
        if len(text) > keys.LONGEST or _KEPT.search(folded) or keys.foreign(text):
            return text
        found = keys.bare(text).split() if "+" not in folded and "&" not in folded else []
        if not found or "for" in found:
            return text
        oral = False
        while len(found) > 1 and found[-1] in self._free:
            oral |= self._free[found.pop()] == "oral"
        return " ".join([*found, self._oral] if oral else found)
