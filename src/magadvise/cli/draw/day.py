"""The day as a drawing: a row for each medicine, one for the person, one for magnesium."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from magadvise.advice.plan import Plan
from magadvise.cli.draw.canvas import NARROW, key, placed, spans
from magadvise.cli.screen import Drawing, Line, Span, wrapped
from magadvise.knowledge.rows import Knowledge
from magadvise.model import DAY

STEPS = (20, 30, 60)  # minutes a column; the finest that fits is taken
NAME = 15  # columns of a name and the space after it; a longer name stands on a line of its own
TICK = 180  # minutes between two figures of the ruler
MEALS = ("breakfast", "lunch", "dinner")
FREE, SHUT, DOSE, MAGNESIUM = ".", "#", "o", "M"
WAKE, BED, MEAL, ASLEEP = "W", "B", "F", "z"
WORDS = {
    SHUT: "no magnesium", DOSE: "medicine taken", MAGNESIUM: "magnesium", WAKE: "wake up",
    MEAL: "meal", BED: "bed", ASLEEP: "asleep",
}  # fmt: skip
STYLES = {SHUT: "red", DOSE: "bold", MAGNESIUM: "bold reverse", WAKE: "bold", BED: "bold",
          MEAL: "bold"}  # fmt: skip

Stretch = tuple[int, int]  # start, length in minutes, over midnight too


class Track(NamedTuple):
    """One row: shaded stretches of the day, and marks at clock times over them."""

    name: str
    shade: str
    stretches: tuple[Stretch, ...]
    marks: tuple[tuple[int, str], ...]


def day(plan: Plan, k: Knowledge) -> Drawing:
    """The drawing of a plan's day. It starts at the hour where the list of times starts."""
    found = [*_medicines(plan), _person(plan, k), _magnesium(plan)]
    start = plan.timing.timeline[0][0] // TICK * TICK

    def draw(columns: int) -> list[list[Span]]:
        step = next((s for s in STEPS if NAME + DAY // s <= columns), 0)
        if not step or columns < NARROW:
            return []
        rows = [[(" " * NAME + _ruler(start, step), "")]]
        used = ""
        for track in found:
            cells = _cells(track, start, step)
            used += cells
            if len(track.name) < NAME:
                rows.append([(track.name.ljust(NAME), ""), *spans(cells, STYLES)])
            else:
                rows += [[(part, "")] for part in wrapped(Line(track.name), columns)]
                rows.append([(" " * NAME, ""), *spans(cells, STYLES)])
        words = [f"{sign} {what}" for sign, what in WORDS.items() if sign in used]
        return [*rows, *key(columns, words), []]

    return draw


def windows(plan: Plan) -> dict[str, list[Stretch]]:
    """The hours that each medicine keeps free of magnesium, in the order of the day."""
    found: dict[str, list[Stretch]] = {}
    for gap in plan.gaps:
        stretch = ((gap.at - gap.before.minimum) % DAY, gap.before.minimum + gap.after.minimum)
        if stretch[1] and stretch not in found.setdefault(gap.name, []):
            found[gap.name].append(stretch)
    return {name: stretches for name, stretches in found.items() if stretches}


def _medicines(plan: Plan) -> Iterable[Track]:
    """Every medicine with a time, in the order of the day; its windows where it has some."""
    names = {match.name for use in plan.profile.medicines for match in use.matches}
    names |= {gap.name for gap in plan.gaps}
    shut = windows(plan)
    for name in dict.fromkeys(what for _, what in plan.timing.timeline if what in names):
        doses = tuple((at, DOSE) for at, what in plan.timing.timeline if what == name)
        yield Track(name, SHUT, tuple(shut.get(name, ())), doses)


def _person(plan: Plan, k: Knowledge) -> Track:
    """Waking, meals that an intake goes with, bed and the hours asleep."""
    usual, p = k.usual_times, plan.profile
    wake = usual["wake"].minute if p.wake is None else p.wake
    bed = usual["bedtime"].minute if p.bedtime is None else p.bedtime
    labels = {usual[meal].label for meal in MEALS}
    meals = [(at, MEAL) for at, what in plan.timing.timeline if what in labels]
    return Track("you", ASLEEP, ((bed, (wake - bed) % DAY),), ((wake, WAKE), (bed, BED), *meals))


def _magnesium(plan: Plan) -> Track:
    """Shaded where the list of free times leaves no room for it."""
    schedule = plan.timing.schedule
    ends = sorted(((start + length) % DAY, length) for start, length in schedule.free)
    starts = sorted(start for start, _ in schedule.free)
    shut = [
        (end, min((start - end) % DAY or DAY for start in starts))
        for end, length in ends
        if length < DAY
    ]
    return Track("magnesium", SHUT, tuple(shut), tuple((t, MAGNESIUM) for t in schedule.times))


def _ruler(start: int, step: int) -> str:
    ticks = [(at // step, f"{(start + at) % DAY // 60:02d}") for at in range(0, DAY, TICK)]
    return placed(DAY // step, ticks)


def _cells(track: Track, start: int, step: int) -> str:
    """A column is shaded where any minute of it is: rather too much than too little."""
    cells = []
    for first in range(start, start + DAY, step):
        marks = [sign for at, sign in track.marks if (at - first) % DAY < step]
        shaded = any(
            (minute - begin) % DAY < length
            for begin, length in track.stretches
            for minute in range(first, first + step)
        )
        cells.append(marks[0] if marks else track.shade if shaded else FREE)
    return "".join(cells)
