"""The day as a drawing: a row for each medicine, one for the person, one for magnesium."""

from __future__ import annotations

from magadvise.cli.draw.canvas import NARROW, key, placed, spans
from magadvise.cli.screen import Drawing, Line, Span, wrapped
from magadvise.export.drawings import TICK, Day, Track
from magadvise.model import DAY
from magadvise.words import Words

STEPS = (20, 30, 60)  # minutes a column; the finest that fits is taken
NAME = 15  # columns of a name and the space after it; a longer name stands on a line of its own
FREE = "."
LETTERS = {
    "shut": "#", "dose": "o", "magnesium": "M", "wake": "W", "meal": "F", "bed": "B", "asleep": "z",
}  # fmt: skip
STYLES = {"#": "red", "o": "bold", "M": "bold reverse", "W": "bold", "B": "bold", "F": "bold"}


def day(found: Day, words: Words) -> Drawing:
    """The drawing of a plan's day."""

    def draw(columns: int) -> list[list[Span]]:
        step = next((s for s in STEPS if NAME + DAY // s <= columns), 0)
        if not step or columns < NARROW:
            return []
        rows = [[(" " * NAME + _ruler(found.start, step), "")]]
        used = ""
        for track in found.tracks:
            cells = _cells(track, found.start, step)
            used += cells
            if len(track.name) < NAME:
                rows.append([(track.name.ljust(NAME), ""), *spans(cells, STYLES)])
            else:
                rows += [[(part, "")] for part in wrapped(Line(track.name), columns)]
                rows.append([(" " * NAME, ""), *spans(cells, STYLES)])
        entries = [f"{c} {words(f'sign.{sign}')}" for sign, c in LETTERS.items() if c in used]
        return [*rows, *key(columns, entries), []]

    return draw


def _ruler(start: int, step: int) -> str:
    ticks = [(at // step, f"{(start + at) % DAY // 60:02d}") for at in range(0, DAY, TICK)]
    return placed(DAY // step, ticks)


def _cells(track: Track, start: int, step: int) -> str:
    """A column is shaded where any minute of it is: rather too much than too little."""
    cells = []
    for first in range(start, start + DAY, step):
        marks = [LETTERS[sign] for at, sign in track.marks if (at - first) % DAY < step]
        shaded = any(
            (minute - begin) % DAY < length
            for begin, length in track.stretches
            for minute in range(first, first + step)
        )
        cells.append(marks[0] if marks else LETTERS[track.shade] if shaded else FREE)
    return "".join(cells)
