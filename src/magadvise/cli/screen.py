"""Text on a screen: wrapped by us at any width, never cut, with colour only as an addition.

Rich is imported only for a colour terminal. User text goes through :func:`safe` first, so that
control characters and direction marks are seen instead of obeyed.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple, TextIO

NARROWEST = 20
USUAL = 80
WIDEST = 100
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}


class Line(NamedTuple):
    """One paragraph. ``mark`` starts it (a bullet, a time), the rest hangs under its text."""

    text: str
    mark: str = ""
    style: str = ""


def safe(text: str) -> str:
    """Text that cannot steer a terminal: control, format and surrogate characters as escapes."""
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in _HIDDEN
        else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in text
    )  # fmt: skip


def width(stream: TextIO) -> int:
    """Columns to wrap at; 80 where there is no terminal or it reports nothing."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return max(NARROWEST, min(int(columns), WIDEST))
    if not stream.isatty():
        return USUAL
    return max(NARROWEST, min(shutil.get_terminal_size((USUAL, 24)).columns or USUAL, WIDEST))


def wrapped(line: Line, columns: int) -> list[str]:
    """The lines of one paragraph; a word longer than the width stands whole on its own line."""
    mark = f"{line.mark} " if line.mark else ""
    hang = " " * min(len(mark), columns // 3)
    return textwrap.wrap(
        mark + safe(line.text), columns, subsequent_indent=hang,
        break_long_words=False, break_on_hyphens=False,
    ) or [""]  # fmt: skip


def show(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Print the lines, in colour where the stream is a terminal that wants it."""
    stream = stream or sys.stdout
    columns = width(stream)
    paint = _painter(stream)
    for line in lines:
        for part in wrapped(line, columns):
            paint(part, line.style)


def _painter(stream: TextIO) -> Callable[[str, str], object]:
    if not wants_colour(stream):
        return lambda text, style: stream.write(text + "\n")
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True, width=10_000
    )
    return lambda text, style: console.print(Text(text, style=style))


def wants_colour(stream: TextIO) -> bool:
    """A terminal that is not dumb, and nobody said no."""
    return (
        stream.isatty()
        and os.environ.get("TERM", "") not in ("", "dumb")
        and not os.environ.get("NO_COLOR")
        and not os.environ.get("ACCESSIBLE")
    )
