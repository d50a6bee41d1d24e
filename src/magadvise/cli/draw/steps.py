"""The steps of a dose as a strip over the days of the trial."""

from __future__ import annotations

from magadvise.advice.plan import Plan
from magadvise.cli.draw.canvas import NARROW, placed
from magadvise.cli.screen import Drawing, Span

NAME = 10  # columns of "mg a day" and the space after it
MOST = 2  # columns a day
LEVELS = "-=*%@"  # none of them the sign for hours without magnesium
ARROW = " -> "


def steps(plan: Plan) -> Drawing:
    """The drawing of the steps; a single step needs none."""
    parts = [(step.from_day, step.mg_per_day) for step in plan.steps]

    def draw(columns: int) -> list[list[Span]]:
        if columns < NARROW or len(parts) == 1:
            return []
        scale = min(MOST, (columns - NAME) // plan.trial_days)
        rows = _scaled(parts, plan.trial_days, scale) or _listed(parts)
        return [[(row, "")] for row in rows if max(map(len, rows)) <= columns]

    return draw


def _scaled(parts: list[tuple[int, int]], days: int, scale: int) -> list[str]:
    """To the scale of the days; nothing where the figures of two steps would touch."""
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
        "mg a day".ljust(NAME) + placed(width, figures),
        " " * NAME + bar,
        "from day".ljust(NAME) + placed(width, [*marks, (width - len(last), last)]),
    ]


def _listed(parts: list[tuple[int, int]]) -> list[str]:
    doses = [f"{mg} mg" for _, mg in parts]
    days = [f"day {day}" for day, _ in parts]
    size = [max(len(a), len(b)) for a, b in zip(doses, days, strict=True)]
    return [
        ARROW.join(dose.ljust(n) for dose, n in zip(doses, size, strict=True)).rstrip(),
        (" " * len(ARROW)).join(d.ljust(n) for d, n in zip(days, size, strict=True)).rstrip(),
    ]
