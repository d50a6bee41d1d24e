"""Rows of characters with styles: what the drawings share. ASCII only, the same on every screen.

A drawing says nothing that the words beside it do not say. Where it does not fit it has no rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from magadvise.cli.screen import Span

NARROW = 40  # columns; below, the words stand alone
KEY_GAP = "   "


def spans(text: str, styles: Mapping[str, str]) -> list[Span]:
    """One row, each run of a character in the style of that character."""
    runs = groupby(text, key=lambda c: styles.get(c, ""))
    return [("".join(run), style) for style, run in runs]


def placed(width: int, labels: Iterable[tuple[int, str]]) -> str:
    """Labels that start at their columns. One that would touch an earlier one, or stick out, is left
    out, so the most important comes first."""
    row = [" "] * width
    for start, label in labels:
        end = start + len(label)
        near = row[max(0, start - 1) : end + 1]
        if start >= 0 and end <= width and not "".join(near).strip():
            row[start:end] = label
    return "".join(row).rstrip()


def key(columns: int, entries: Sequence[str]) -> list[list[Span]]:
    """The legend, broken only between its entries."""
    rows = [""]
    for entry in entries:
        longer = f"{rows[-1]}{KEY_GAP}{entry}" if rows[-1] else entry
        if len(longer) <= columns:
            rows[-1] = longer
        else:
            rows.append(entry)
    return [[(row, "")] for row in rows]
