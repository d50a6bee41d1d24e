"""What a plan's drawings show, as values: the day, the steps of the dose, what trials found.

Whatever draws them (a screen, a page) says nothing here that the words beside it do not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from magadvise.advice import timing
from magadvise.advice.plan import Plan
from magadvise.knowledge.rows import Effect, Knowledge
from magadvise.model import DAY
from magadvise.words import Words

TICK = 180  # minutes between two figures of the ruler
MEALS = ("breakfast", "lunch", "dinner")
# Signs: what a stretch or a mark of a track means. Their words stand under ``sign.`` of the messages.
SHUT, ASLEEP = "shut", "asleep"
DOSE, MAGNESIUM, WAKE, MEAL, BED = "dose", "magnesium", "wake", "meal", "bed"

Stretch = tuple[int, int]  # start, length in minutes, over midnight too


class Track(NamedTuple):
    """One row of the day: stretches of one sign, and marks (minute, sign) over them."""

    name: str
    shade: str
    stretches: tuple[Stretch, ...]
    marks: tuple[tuple[int, str], ...]


class Day(NamedTuple):
    """A circle of 24 hours that is cut open at the minute ``start``."""

    start: int
    tracks: tuple[Track, ...]


class Steps(NamedTuple):
    """``parts``: (first day, mg a day) of each step; the last one lasts to the end of ``days``."""

    parts: tuple[tuple[int, int], ...]
    days: int
    ceiling_mg: int


class Difference(NamedTuple):
    """Magnesium minus placebo in cramps (minus is fewer), with its interval."""

    value: float
    low: float
    high: float


def day(plan: Plan, k: Knowledge, words: Words) -> Day:
    """The day of a plan. It starts at the hour where the list of times starts."""
    start = plan.timing.timeline[0][0] // TICK * TICK
    return Day(start, (*_medicines(plan), _person(plan, k, words), _magnesium(plan, words)))


def steps(plan: Plan) -> Steps:
    """The steps of a plan's dose."""
    parts = tuple((step.from_day, step.mg_per_day) for step in plan.steps)
    return Steps(parts, plan.trial_days, plan.ceiling_mg)


def windows(plan: Plan) -> dict[str, list[Stretch]]:
    """The hours that each medicine keeps free of magnesium, in the order of the day."""
    found: dict[str, list[Stretch]] = {}
    for gap in plan.gaps:
        stretch = ((gap.at - gap.before.minimum) % DAY, gap.before.minimum + gap.after.minimum)
        if stretch[1] and stretch not in found.setdefault(gap.name, []):
            found[gap.name].append(stretch)
    return {name: stretches for name, stretches in found.items() if stretches}


def charted(effects: Iterable[Effect], statement: str, words: Words) -> Effect | None:
    """The effect that can be drawn: the figure that the statement speaks of, magnesium minus placebo
    in cramps (so that minus is fewer), with its interval."""
    return next(
        (
            e
            for e in effects
            if e.low is not None
            and e.high is not None
            and e.minus_is_fewer
            and f"{words.number(abs(e.value))} " in statement
        ),
        None,
    )


def _medicines(plan: Plan) -> Iterable[Track]:
    """Every medicine with a time, in the order of the day; its windows where it has some."""
    names = {match.name for use in plan.profile.medicines for match in use.matches}
    names |= {gap.name for gap in plan.gaps}
    shut = windows(plan)
    for name in dict.fromkeys(what for _, what in plan.timing.timeline if what in names):
        doses = tuple((at, DOSE) for at, what in plan.timing.timeline if what == name)
        yield Track(name, SHUT, tuple(shut.get(name, ())), doses)


def _person(plan: Plan, k: Knowledge, words: Words) -> Track:
    """Waking, meals that an intake goes with, bed and the hours asleep."""
    usual = k.usual_times
    wake, bed = waking(plan, k)
    labels = {usual[meal].label for meal in MEALS}
    meals = [(at, MEAL) for at, what in plan.timing.timeline if what in labels]
    asleep = ((bed, (wake - bed) % DAY),)
    return Track(words("track.you"), ASLEEP, asleep, ((wake, WAKE), (bed, BED), *meals))


def waking(plan: Plan, k: Knowledge) -> tuple[int, int]:
    """When the person wakes and goes to bed, in minutes after midnight."""
    return timing.waking(plan.profile, k)


def _magnesium(plan: Plan, words: Words) -> Track:
    """Shaded where the list of free times leaves no room for it."""
    schedule = plan.timing.schedule
    ends = sorted(((start + length) % DAY, length) for start, length in schedule.free)
    starts = sorted(start for start, _ in schedule.free)
    shut = [
        (end, min((start - end) % DAY or DAY for start in starts))
        for end, length in ends
        if length < DAY
    ]
    marks = tuple((time, MAGNESIUM) for time in schedule.times)
    return Track(words("track.magnesium"), SHUT, tuple(shut), marks)
