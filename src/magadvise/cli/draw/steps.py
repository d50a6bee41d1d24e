"""The steps of a dose as a strip over the days of the trial."""

from __future__ import annotations

from collections.abc import Sequence

from magadvise.cli.draw.canvas import NARROW, placed
from magadvise.cli.screen import Drawing, Span
from magadvise.export.drawings import Steps
from magadvise.words import Words

GAP = 2  # columns between the names of the rows and the strip
MOST = 2  # columns a day
LEVELS = "-=*%@"  # none of them the sign for hours without magnesium
ARROW = " -> "

Parts = Sequence[tuple[int, int]]


def steps(found: Steps, words: Words) -> Drawing:
    """The drawing of the steps; a single step needs none."""

    def draw(columns: int) -> list[list[Span]]:
        if columns < NARROW or len(found.parts) == 1:
            return []
        rows = _scaled(found, columns, words) or _listed(found.parts, words)
        return [[(row, "")] for row in rows if max(map(len, rows)) <= columns]

    return draw


def _scaled(found: Steps, columns: int, words: Words) -> list[str]:
    """To the scale of the days; nothing where the figures of two steps would touch."""
    over, under = words("chart.mg"), words("chart.from")
    name = max(len(over), len(under)) + GAP
    parts, days = found.parts, found.days
    scale = min(MOST, (columns - name) // days)
    starts = [(day - 1) * scale for day, _ in parts]
    room = [b - a for a, b in zip(starts, [*starts[1:], days * scale], strict=True)]
    if any(len(str(mg)) >= space for (_, mg), space in zip(parts, room, strict=True)):
        return []
    bar = "".join(LEVELS[n % len(LEVELS)] * space for n, space in enumerate(room))
    last = str(days)
    figures = [(at, str(mg)) for at, (_, mg) in zip(starts, parts, strict=True)]
    marks = [(at, str(day)) for at, (day, _) in zip(starts, parts, strict=True)]
    width = days * scale
    return [
        over.ljust(name) + placed(width, figures),
        " " * name + bar,
        under.ljust(name) + placed(width, [*marks, (width - len(last), last)]),
    ]


def _listed(parts: Parts, words: Words) -> list[str]:
    doses = [words("mg", mg=mg) for _, mg in parts]
    days = [words("chart.day", day=day) for day, _ in parts]
    size = [max(len(a), len(b)) for a, b in zip(doses, days, strict=True)]
    return [
        ARROW.join(dose.ljust(n) for dose, n in zip(doses, size, strict=True)).rstrip(),
        (" " * len(ARROW)).join(d.ljust(n) for d, n in zip(days, size, strict=True)).rstrip(),
    ]
