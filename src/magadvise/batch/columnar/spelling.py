"""Spellings of one medicine name to one text that means the same, so that few are looked up.

Every step leaves out only what :mod:`magadvise.medicines.resolve` leaves out too; where an amount or
a number may count, the table of names asks for the whole text (``EXACT`` in ``medicines.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from magadvise import keys
from magadvise.batch.columnar import letters
from magadvise.knowledge.rows import Knowledge
from magadvise.medicines import words

# Texts of ASCII without a colon (a code), the sign of a trade mark and the letters with accents of
# western languages. Others stay as they are: to take letters apart before their case is folded is not
# the same for all of them.
_COMMON = r"^[\x{00}-\x{39}\x{3b}-\x{7f}\x{ae}\x{c0}-\x{17f}]*$"
_MARKS = r"[\x{300}-\x{344}]"
_SIGN = "([a-z])\u00ae( |$)"
_CUTS = keys.CUTS | {"for"}  # words that cut a text as well
# Signs that may cut a text, or part a number from its unit.
_PARTING = re.compile(r"[^a-z0-9 -]|[0-9]-|-[0-9]", re.IGNORECASE)
# Signs that cut a text, before which nothing is left out, and a number that is part of a word.
_KEPT = re.compile(r"[/,():;\n]|[a-z][0-9]")
_WORDS = re.compile(r"[a-z]+(?: [a-z]+)*")  # of which nothing is left out before its form
_MAKER = re.compile(r"([a-z0-9][a-z0-9. -]*) \(([a-z]+)\)")


def plain(texts: Any) -> Any:
    """An arrow array of texts in lower case, without common accents, trimmed."""
    return pc.ascii_trim_whitespace(_lowered(texts))


def _lowered(texts: Any) -> Any:
    found, rest = letters.lowered(texts)
    if rest.any():
        which = pa.array(rest)
        found = pc.replace_with_mask(found, which, _others(texts.filter(which)))
    return found


def _others(texts: Any) -> Any:
    """The same for texts of any letters."""
    common = pc.match_substring_regex(texts, _COMMON)
    written = texts.filter(common)
    bare = pc.replace_substring_regex(pc.utf8_normalize(written, "NFKD"), _MARKS, "")
    bare = pc.replace_substring_regex(pc.ascii_lower(bare), _SIGN, r"\1 ")
    # A letter may come apart into two, and a text that is then too long would be no name.
    short = pc.less_equal(pc.utf8_length(bare), keys.LONGEST)
    bare = pc.if_else(short, bare, written)
    texts = pc.replace_with_mask(texts, common, bare)
    return pc.if_else(pc.string_is_ascii(texts), pc.ascii_lower(texts), texts)


def bare(texts: Any) -> Any:
    """:func:`plain` texts without the strength of a single medicine. Without it a name means the same,
    unless an amount counts."""
    return letters.without_strength(_lowered(texts))


def same(texts: Any) -> Any:
    """:func:`magadvise.keys.same` of an arrow array of texts, trimmed first."""
    texts = pc.utf8_trim_whitespace(texts)
    short = pc.less_equal(pc.utf8_length(texts), keys.LONGEST)
    words = pc.replace_substring_regex(pc.ascii_lower(texts), "[^a-z0-9]+", " ")
    words = pc.ascii_trim_whitespace(words)
    usual = pc.and_(pc.and_(pc.string_is_ascii(texts), short), pc.not_equal(words, ""))
    return pc.if_else(usual, words, texts)


def taken(texts: Any, at: Any) -> Any:
    """Some of an arrow array."""
    return texts.take(pa.array(np.asarray(at, np.int64)))


def cut(text: str) -> bool:
    """Whether a sign or a word may cut a text into several names, or a sign may part a number from its
    unit: beside it, a text of the same words without that sign may mean something else."""
    return bool(_PARTING.search(text)) or not _CUTS.isdisjoint(keys.key(text).split())


def says_for(text: str) -> bool:
    """Whether words may tell what a medicine is for; a sign may stand before that word."""
    return "for" in keys.key(text).split()


class Within:
    """Sets of words, each found by one of its own."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        self._by_word: dict[str, list[frozenset[str]]] = {}
        self._always = False
        for name in map(frozenset, names):
            self._always |= not name
            if name:
                self._by_word.setdefault(min(name), []).append(name)

    def inside(self, words: Iterable[str]) -> bool:
        """Whether all words of one of the sets stand among these."""
        given = frozenset(words)
        by_word = self._by_word
        return self._always or any(
            name <= given for word in given if word in by_word for name in by_word[word]
        )


class Forms:
    """Form words at the end of a name ("film-coated tablets") as one word of the same route."""

    def __init__(self, knowledge: Knowledge) -> None:
        table = knowledge.medicines
        stems = tuple(table.stems)
        makers = words.MAKERS - words.NOISE - words.SALTS - words.ROUTE_OF.keys()
        makers = frozenset(word for word in makers if not word.endswith(stems))
        free = {word for word in words.NOISE if not word.endswith(stems)}
        free -= _CUTS | words.SALTS
        # Words of a local route may tell more than one thing; they stay.
        routes = {word: words.ROUTE_OF.get(word, "") for word in free}
        self._free = {w: route for w, route in routes.items() if route in ("", "oral")}
        # A form word may be part of a name ("water tablets"): it stays beside the rest of that name.
        beside: dict[str, list[frozenset[str]]] = {}
        watched = self._free.keys() | makers
        for name in (*table.names, *knowledge.products.names):
            parts = keys.bare(name).split()  # a number that is left out of a text may be part of it
            for word in watched.intersection(parts):
                beside.setdefault(word, []).append(frozenset(parts) - {word})
        self._beside = {word: Within(rests) for word, rests in beside.items()}
        self._makers = makers
        oral = {w for w, r in self._free.items() if r == "oral" and w not in self._beside}
        self._oral = min(oral)

    def bare(self, text: str) -> str:
        """A canonical text without its word for the form."""
        return text.removesuffix(f" {self._oral}")

    def canonical(self, text: str) -> str:
        """A text that resolves to the same, for most spellings the same one; the text itself where
        that is not plain."""
        if len(text) <= keys.LONGEST and _WORDS.fullmatch(text):
            return self._without_form(text, text.split())
        folded = self._without_maker(keys.fold(text))
        if len(text) > keys.LONGEST or _KEPT.search(folded) or keys.foreign(text):
            return text
        if folded != folded.lower():  # a sign that came apart into capitals, which no name has
            return text
        found = keys.bare(folded).split() if "+" not in folded and "&" not in folded else []
        return self._without_form(text, found)

    def _without_maker(self, folded: str) -> str:
        """A text without a maker in parentheses behind it."""
        behind = folded.endswith(")") and _MAKER.fullmatch(folded)
        if not behind or behind[2] not in self._makers:
            return folded
        rest = behind[1].split()
        known = self._beside.get(behind[2])
        return folded if known and known.inside(rest) else behind[1]

    def _without_form(self, text: str, found: list[str]) -> str:
        """The words without those of the form behind them; the text where they do not tell it all."""
        if not found or not _CUTS.isdisjoint(found):
            return text
        oral, all_ = False, set(found)
        while len(found) > 1 and found[-1] in self._free:
            if found[-1] in self._beside and self._beside[found[-1]].inside(all_):
                break
            oral |= self._free[found.pop()] == "oral"
        return " ".join([*found, self._oral] if oral else found)


class Names(NamedTuple):
    """What the known names say of spellings. ``numbered``: names with a number that tells them from the
    same words without it, as what is left of them without strengths; ``numbers``: their words."""

    forms: Forms
    numbered: Within
    numbers: Within


class _One:
    """Knowledge that equals itself alone: to compare all of it would take longer than what is kept."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _One) and other.knowledge is self.knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)


def names(knowledge: Knowledge) -> Names:
    """Of the same knowledge the same: a walk over 20,000 names, which a small table need not wait for
    each time."""
    return _names(_One(knowledge))


@lru_cache(maxsize=1)
def _names(one: _One) -> Names:
    known, sold = one.knowledge.medicines.names, one.knowledge.products.names
    with_number = (name for name in {**known, **sold} if any(map(str.isdigit, name)))
    numbered = [name for name in with_number if name in sold or keys.bare(name) not in known]
    return Names(
        Forms(one.knowledge),
        Within(keys.bare(name).split() for name in numbered),
        Within(name.split() for name in numbered),
    )
