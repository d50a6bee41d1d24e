"""Text on a screen: wrapped by us at any width, never cut, with colour only as an addition.

Rich is imported only for a colour terminal. User text goes through :func:`safe` first, so that
control characters and direction marks are seen instead of obeyed. The plain layout (``--plain``, or
``ACCESSIBLE`` in the environment) is ASCII, one fact a line, ``label: value``, without drawings.
"""

from __future__ import annotations

import os
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple, TextIO

from magadvise.prose import safe as safe
from magadvise.prose import sentences as sentences

NARROWEST = 1
USUAL = 80
WIDEST = 100
HEADING = "bold underline"  # no colour: every colour is hard to read on some background
# What a font or code page may lack, in ASCII. Letters with marks lose the marks by themselves.
_LETTERS = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2022": "-", "\u00b7": "-", "\u2192": "->", "\u2264": "<=", "\u2265": ">=", "\u00b1": "+/-",
    "\u00d7": "x", "\u00b0": " deg", "\u03bc": "u", "\u2044": "/", "\u00df": "ss", "\u00e6": "ae",
    "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE", "\u00f8": "o", "\u00d8": "O", "\u0142": "l",
    "\u0141": "L", "\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00de": "Th", "\u00fe": "th",
    "\u0131": "i", "\u00ab": '"', "\u00bb": '"',
    # German without its dots is hard to read, and "schon" is another word than "sch\u00f6n".
    "\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00c4": "Ae", "\u00d6": "Oe", "\u00dc": "Ue",
})  # fmt: skip
Span = tuple[str, str]  # text and its style
Drawing = Callable[[int], list[list[Span]]]  # columns -> rows of spans; none where it does not fit

_plain = False


class Line(NamedTuple):
    """One paragraph. ``mark`` starts it (a bullet, a time), the rest hangs under its text.

    ``badge`` is the style of the mark alone. ``label`` takes the place of the mark in the plain
    layout, ``said`` of the text. ``whole`` text is not parted into sentences there. A line with
    ``draw`` is a drawing: it has no words of its own and is left out of the plain layout."""

    text: str
    mark: str = ""
    style: str = ""
    badge: str = ""
    label: str = ""
    whole: bool = False
    draw: Drawing | None = None
    said: str = ""


def transliterated(text: str, encoding: str = "ascii") -> str:
    """The nearest text that the encoding can hold: ``5 µg`` is ``5 ug`` in ASCII. What has no near
    letter becomes an escape; nothing is dropped."""
    try:
        text.encode(encoding)
    except LookupError:
        return transliterated(text)
    except UnicodeEncodeError:
        return "".join(_letter(c, encoding) for c in text)
    return text


def _letter(letter: str, encoding: str) -> str:
    # NFKC first: one letter of those that look alike (the two signs for micro) stands in the table.
    tries = (letter, unicodedata.normalize("NFKC", letter).translate(_LETTERS),
             letter.translate(_LETTERS), unicodedata.normalize("NFKD", letter).translate(_LETTERS))  # fmt: skip
    for near in tries:
        kept = "".join(c for c in near if near == letter or not unicodedata.combining(c))
        try:
            kept.encode(encoding)
        except UnicodeEncodeError:
            continue
        if kept:
            return kept
    return letter.encode("unicode_escape").decode("ascii")


def choose_plain(wanted: bool) -> bool:
    """Whether everything shown from now on is plain; for the ``--plain`` option."""
    global _plain
    _plain = wanted
    return wanted


def is_plain() -> bool:
    """Asked for by option or by the environment."""
    return _plain or bool(os.environ.get("ACCESSIBLE"))


def width(stream: TextIO) -> int:
    """Columns to wrap at; 80 where there is no terminal or it reports nothing."""
    columns = _columns()
    if columns:
        return max(NARROWEST, min(columns, WIDEST))
    if not stream.isatty():
        return USUAL
    try:  # of this stream: the other one may go to a file
        own = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        own = 0
    return max(NARROWEST, min(own or USUAL, WIDEST))


def _columns() -> int:
    """The width that the environment names; 0 where it names none."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isascii() and columns.isdigit() else 0


def wrapped(line: Line, columns: int) -> list[str]:
    """The lines of one paragraph; a word longer than the width stands whole on its own line."""
    if line.draw:
        return ["".join(text for text, _ in row) for row in line.draw(columns)]
    mark = f"{line.mark} " if line.mark else ""
    hang = " " * min(len(mark), columns // 6)
    return textwrap.wrap(
        mark + safe(line.text), columns, subsequent_indent=hang,
        break_long_words=False, break_on_hyphens=False,
    ) or [""]  # fmt: skip


def plain(line: Line) -> list[str]:
    """The facts of one paragraph in ASCII, one a line, the label first."""
    if line.draw:
        return []
    text = line.said or (line.text.capitalize() if line.style == HEADING else line.text)
    mark = line.label + ":" if line.label else line.mark.strip().removeprefix("-").strip()
    whole = transliterated(safe(f"{mark} {text}" if mark else text)).strip()
    facts = [whole] if line.whole else sentences(whole)
    return [" ".join(fact.split()) for fact in facts]


def show(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Print the lines, in colour where the stream is a terminal that wants it."""
    stream = stream or sys.stdout
    if is_plain():
        _show_plain(lines, stream)
        return
    columns = width(stream)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    paint = _painter(stream)
    for line in lines:
        fitting = line._replace(text=transliterated(line.text, encoding),
                                mark=transliterated(line.mark, encoding))  # fmt: skip
        for row in _rows(fitting, columns):
            paint(row)


def _show_plain(lines: Iterable[Line], stream: TextIO) -> None:
    """A pipe or a file gets each fact on one line, however long; a screen must not break words."""
    columns = width(stream) if _columns() or stream.isatty() else 0
    for line in lines:
        for fact in plain(line):
            for part in wrapped(Line(fact), columns) if columns else [fact]:
                stream.write(part + "\n")


def _rows(line: Line, columns: int) -> list[list[Span]]:
    if line.draw:
        return line.draw(columns)
    parts = wrapped(line, columns)
    if line.badge and parts[0].startswith(line.mark):
        rest = parts[0][len(line.mark) :]
        return [
            [(line.mark, line.badge), (rest, line.style)],
            *([(p, line.style)] for p in parts[1:]),
        ]
    return [[(part, line.style)] for part in parts]


def _painter(stream: TextIO) -> Callable[[list[Span]], object]:
    if not wants_colour(stream):
        return lambda row: stream.write("".join(text for text, _ in row) + "\n")
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True, width=10_000
    )
    return lambda row: console.print(Text.assemble(*row))


def wants_colour(stream: TextIO) -> bool:
    """A terminal that is not dumb, and nobody said no."""
    return (
        stream.isatty()
        and os.environ.get("TERM", "") not in ("", "dumb")
        and not os.environ.get("NO_COLOR")
        and not is_plain()
    )
