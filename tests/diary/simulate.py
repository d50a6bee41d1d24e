"""``make diary-errors``: how often the verdict of a diary is wrong, on people who do not exist.

Each person has cramps by chance (Poisson) around a level of their own that drifts from day to day: its
logarithm is a chain in which neighbouring days correlate (``MEMORY``), so counts scatter and come in
bouts. During the trial the level falls as on placebo, by 28.7 % on average, more in one person and
less in another (``SPREAD``), and by the effect of the pill on top. None of these figures but the
28.7 % was measured in people: they are our guess at what is realistic, and the table says so.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from magadvise.cli.diary_data import load_figures
from magadvise.diary.entry import DAY, Entry, diary
from magadvise.diary.figures import Figures
from magadvise.diary.interval import dispersion, ratio, scatter
from magadvise.diary.schedule import Schedule, boxes
from magadvise.diary.verdict import verdict

START = date(2026, 3, 2)
WORDS = ("keep", "pause", "stop", "not_enough")
SCATTER, MEMORY, SPREAD = 0.5, 0.6, 0.25
LEVELS = (1, 3, 5, 10, 20)  # cramps a week before the trial
EFFECTS = (0, 25, 50, 75)  # fewer cramps by the pill itself, percent
BAD = 1.3
PEOPLE = 4_000  # a row of the published tables


class World(NamedTuple):
    """``per_week`` cramps before; the pill takes away ``effect`` percent, hope and time
    ``placebo`` percent. ``scatter`` is the variance of the logarithm of the level. ``bad_start``:
    only those whose days before were at least ``BAD`` times as bad as usual begin at all.
    ``pause``: who is told keep or pause stops for two weeks, hope is gone, and the verdict after
    that counts. ``bar``: the fall that the range must exceed for keep, in place of that of placebo."""

    per_week: float
    effect: float = 0
    placebo: float = 28.7
    scatter: float = SCATTER
    memory: float = MEMORY
    boxes: bool = False
    bad_start: bool = False
    pause: bool = False
    bar: float | None = None


def poisson(rng: random.Random, mean: float) -> int:
    """Knuth's method: fine for the few cramps of a day."""
    found, product, floor = 0, rng.random(), math.exp(-mean)
    while product > floor:
        found += 1
        product *= rng.random()
    return found


def levels(rng: random.Random, world: World, days: int) -> Iterator[float]:
    """The level of each day as a factor, 1 on average."""
    z = rng.gauss(0, math.sqrt(world.scatter))
    for _ in range(days):
        yield math.exp(z - world.scatter / 2)
        z = world.memory * z + rng.gauss(0, math.sqrt(world.scatter * (1 - world.memory**2)))


def placebo(rng: random.Random, world: World) -> float:
    """What is left of the cramps of one person on placebo."""
    if not world.placebo:
        return 1.0
    return (1 - world.placebo / 100) * math.exp(rng.gauss(0, SPREAD) - SPREAD**2 / 2)


def word(rng: random.Random, world: World, figures: Figures) -> str:
    """The verdict on one person who writes down every day."""
    if world.boxes:
        return _boxes_word(rng, world, figures)
    before, trial = figures.baseline_days, figures.trial_days
    off = figures.pause_days if world.pause else 0
    left = placebo(rng, world) * (1 - world.effect / 100)
    while True:
        counts = [
            poisson(rng, world.per_week / 7 * level * (left if before <= n < before + trial else 1))
            for n, level in enumerate(levels(rng, world, before + trial + off))
        ]
        if not world.bad_start or sum(counts[:before]) >= BAD * world.per_week * before / 7:
            break
    entries = [
        Entry(START + (n - before) * DAY, count, taken=before <= n < before + trial)
        for n, count in enumerate(counts)
    ]
    if world.bar is not None:
        figures = figures._replace(placebo_percent=world.bar)
    return verdict(diary(entries), figures, START + (trial + off) * DAY).word


def _boxes_word(rng: random.Random, world: World, figures: Figures) -> str:
    """The same with boxes: hope falls on every box alike, the pill works in half of them."""
    plan = Schedule(START, f"{rng.random()}")
    left = placebo(rng, world)
    every = boxes(plan, figures)
    days = [(box.first + n * DAY, box.magnesium) for box in every for n in range(figures.box_days)]
    entries = [
        Entry(day, poisson(rng, world.per_week / 7 * level * left * _pill(world, on)), taken=True)
        for (day, on), level in zip(days, levels(rng, world, len(days)), strict=True)
    ]
    return verdict(diary(entries), figures, every[-1].last + DAY, schedule=plan).word


def _pill(world: World, on: bool) -> float:
    return 1 - world.effect / 100 if on else 1.0


def shares(world: World, people: int, seed: int = 1) -> dict[str, float]:
    """Of 100 people, how many get each word."""
    rng, figures = random.Random(f"{seed} {world}"), load_figures()  # noqa: S311
    found = Counter(word(rng, world, figures) for _ in range(people))
    return {w: 100 * found[w] / people for w in WORDS}


def tables() -> dict[str, list[World]]:
    """The rows of each published table by its title."""
    odd = ((0, 0), (1, 0.6), (0.5, 0.85))
    return {
        "What a diary of six weeks says": [World(n, effect) for n in LEVELS for effect in EFFECTS],
        "Without a fall on placebo": [
            *(World(n, placebo=0) for n in LEVELS[1:]),
            *(World(n, placebo=0, bad_start=True) for n in LEVELS[1:]),
        ],
        "Begun when it is bad, with a fall on placebo": [
            World(n, effect, memory=memory, bad_start=True)
            for memory in (MEMORY, 0.85) for n in LEVELS[1:] for effect in (0, 50)
        ],
        "After a pause of two weeks": [
            World(n, effect, memory=memory, bad_start=bad, pause=True)
            for bad, memory in ((False, MEMORY), (True, MEMORY), (True, 0.85))
            for n in (5, 10, 20) for effect in (0, 50)
        ],
        "Where days scatter less or more": [
            World(n, effect, scatter=scatter, memory=memory)
            for n in (5, 10) for effect in (0, 50) for scatter, memory in odd
        ],
        "If the bar were no change instead of placebo": [
            World(n, effect, bar=0) for n in LEVELS[1:] for effect in (0, 50)
        ],
        "What boxes say": [World(n, effect, boxes=True) for n in (3, 5, 10) for effect in EFFECTS],
    }  # fmt: skip


def row(world: World, people: int) -> str:
    """One line of a table: the world, then whole numbers of 100 people."""
    found = shares(world, people)
    begun = "when bad" if world.bad_start else "any time"
    cells = [world.per_week, f"{world.effect:g} %", f"{world.placebo:g} %", begun,
             f"{world.scatter:g}, {world.memory:g}", *(f"{found[w]:.0f}" for w in WORDS)]  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


HEAD = "| cramps a week | pill | placebo | begun | scatter, memory | keep | pause | stop | not enough |"


def page(people: int) -> Iterator[str]:
    """All tables of ``docs/diary.md``."""
    for title, worlds in tables().items():
        yield f"\n### {title}\n"
        yield HEAD
        yield "|" + "---|" * HEAD.count(" | ") + "---|"
        yield from (row(world, people) for world in worlds)


TRUE_RATIO = 0.6
RANGES = ("chance alone", "with scatter", "with scatter and memory")
COVERAGE = "| cramps a week | " + " | ".join(RANGES) + " |"


def coverage(per_week: float, people: int, seed: int = 1) -> tuple[float, ...]:
    """Of 100 people whose cramps fall to ``TRUE_RATIO``, in how many the 95 % range holds that: with
    no correction, with that for scatter, and with both."""
    rng, figures = random.Random(f"{seed} {per_week}"), load_figures()  # noqa: S311
    found, tried, world = [0, 0, 0], 0, World(per_week)
    before, trial = figures.baseline_days, figures.trial_days
    while tried < people:
        counts = [
            poisson(rng, per_week / 7 * level * (TRUE_RATIO if n >= before else 1))
            for n, level in enumerate(levels(rng, world, before + trial))
        ]
        off, on = counts[:before], counts[before:]
        if not sum(off):
            continue
        tried += 1
        groups = [[off], [on]]
        even, whole = dispersion(groups, 0), scatter(groups, figures.memory_most)
        for at, wide in enumerate((1.0, even, whole)):
            low, high = ratio((sum(off), before), (sum(on), trial), wide, 95)
            found[at] += low <= TRUE_RATIO <= high
    return tuple(100 * n / people for n in found)


def coverage_row(per_week: float, people: int) -> str:
    """One line of the table of ranges."""
    shares_ = " | ".join(f"{share:.0f}" for share in coverage(per_week, people))
    return f"| {per_week} | {shares_} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    people = parser.parse_args().people
    print(COVERAGE)
    print("\n".join(coverage_row(level, people) for level in LEVELS[1:]))
    print("\n".join(page(people)))


if __name__ == "__main__":
    main()
