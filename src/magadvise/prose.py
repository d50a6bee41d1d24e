"""Small things about text that every way to show it shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from magadvise.words import Words

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}
# A point after a short form ("p. 242", "et al.", "z. B.", "d. h.", "ca. 4") ends nothing.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\bp\.)(?<!\bpp\.)(?<!\bal\.)(?<!\bz\.)(?<!\bz\. B\.)(?<!\bd\.)(?<!\bd\. h\.)"
    r"(?<!\bca\.)(?<!\bS\.)(?<!\.\.\.) (?=[A-ZÄÖÜ0-9'])"
)


def safe(text: str) -> str:
    """Text that cannot steer what shows it: control, format and surrogate characters as escapes."""
    if text.isascii() and text.isprintable():  # most are: nothing to look for
        return text
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in _HIDDEN
        else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in text
    )  # fmt: skip


def one_line(text: str) -> str:
    """The same for text that is no paragraph of lines: every run of blanks is one space."""
    return " ".join(safe(text).split())


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE_END.split(text)


def raised(text: str) -> str:
    """With a capital first."""
    return text[:1].upper() + text[1:]


def inside(name: str, words: Words) -> str:
    """A name as it stands inside a sentence: small where the language writes its nouns so."""
    return name if words.language.keeps_capitals else name[:1].lower() + name[1:]


def joined(parts: Iterable[str], words: Words, by: str = "and") -> str:
    """``a, b and c`` would be wrong for doses: every part has its own ``and`` (or ``or``)."""
    found = ""
    for part in parts:
        found = words(by, first=found, second=part) if found else part
    return found


def exact(number: float, words: Words) -> str:
    """A number with all its digits: 29.9999999 may not read as 30."""
    whole = int(number)
    return str(whole if number == whole else number).replace(".", words.language.decimal)
