"""Text of a medicine or product name to the key that the tables are indexed by.

A key is lower case, without accents, with single spaces where punctuation was; ``a-z 0-9`` and the
separators ``/ + & , ( ) .`` between digits survive until a name is split.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 400  # characters read of one name; a longer text is no name
RECENT = 64  # texts remembered: one name asks for the same words several times

CUTS = frozenset("and with et und mit".split())  # words that stand between two names
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "µ": "u", "μ": "u"})
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_SEPARATORS = re.compile(rf"[/+&,]|\b(?:{'|'.join(sorted(CUTS))})\b")
_BESIDE = re.compile(rf"[+&]|\b(?:{'|'.join(sorted(CUTS))})\b")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"[;\n]|,(?![0-9])")
_STRENGTH = re.compile(
    r"(?<![a-z])\d+(?:[.,]\d+)*\s*"
    r"(?:mg|mcg|ug|gm|g|kg|ml|l|iu|ie|ui|units?|mmol|meq|%|percent|micrograms?|milligrams?|"
    r"microgrammes?|milligrammes?|mikrogramm|milligramm|grams?|millilitres?|milliliters?)?"
    r"(?:\s*/\s*\d*(?:[.,]\d+)?\s*(?:mg|gm|g|ml|l|h|hr|hour|dose|actuation|tablet|vial|bot|bottle|packet|bag|ampoule))?(?![a-z0-9])"
)


def fold(text: str) -> str:
    """Lower case, no accents, no ligatures, no marks that nobody sees; punctuation stays."""
    if text.isascii():
        return text[:LONGEST].lower()
    text = unicodedata.normalize("NFKD", text[:LONGEST].translate(_LIGATURES).casefold())
    seen = (c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return "".join(seen).translate(_LIGATURES)


@lru_cache(maxsize=RECENT)
def key(text: str) -> str:
    """The index key of a name."""
    return " ".join(_NOT_NAME.sub(" ", fold(text)).split())


def same(text: str) -> str:
    """Equal for two spellings of one entry of a list, and for nothing else."""
    if text.isascii() and len(text) <= LONGEST:
        return key(text) or text
    return text


def foreign(text: str) -> list[str]:
    """Words of another alphabet, of which a key would keep nothing."""
    folded = fold(text)
    if folded.isascii():
        return []
    return [w for w in re.split(r"[\W\d_]+", folded) if any(c > "\x7f" and c.isalpha() for c in w)]


def items(text: str) -> list[str]:
    """A text cut where a list of medicines is cut: at semicolons, line ends and commas that do not
    stand inside a number."""
    return [item for item in _LIST.split(fold(text)) if item.strip()]


def groups(text: str) -> list[str]:
    """An item cut where one thing is listed beside another ("and", "+"), not inside a product."""
    return [part for piece in _BESIDE.split(fold(text)) if (part := piece.strip())]


def segments(text: str) -> list[str]:
    """An item cut at the words and signs of a combination ("and", "/", "+")."""
    pieces = _SEPARATORS.split(_STRENGTH.sub(" ", fold(text)))
    return [part for piece in pieces if (part := piece.strip())]


def parts(text: str) -> list[str]:
    """A name cut at combination separators, strengths removed, parentheses as parts of their own."""
    folded = _STRENGTH.sub(" ", fold(text))
    inside = _PARENTHESES.findall(folded)
    outside = _PARENTHESES.sub(" ", folded)
    pieces = [piece for chunk in (outside, *inside) for piece in _SEPARATORS.split(chunk)]
    return [k for k in (key(piece) for piece in pieces) if k]


@lru_cache(maxsize=RECENT)
def bare(text: str) -> str:
    """The key without strengths, in one piece (``co-codamol 8/500`` gives ``co codamol``)."""
    return key(_STRENGTH.sub(" ", fold(text)))
