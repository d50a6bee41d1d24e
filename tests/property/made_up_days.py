"""Made-up gaps at any time of day, and an oracle that asks each of the 1,440 minutes.

The oracle asks the question of the labels, midnight included, and takes no part of the program but
the shape of a gap.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import cache

from hypothesis import strategies as st

from helpers import healthy
from magadvise import load_knowledge, parse
from magadvise.advice.pipeline import case_of
from magadvise.advice.timing import Gap
from magadvise.knowledge.rows import Window
from magadvise.rules.case import Case

DAY = 24 * 60
SLOT = 30  # minutes: a shorter free stretch is no safe time
APART = 120  # minutes between two intakes of a split day
BEFORE_BED = 30
EDGES = (0, 1, 15, 30, 60, 90, 120, 150, 240, 360, 480, 600, 690, 705, 719, 720, 1410, 1440)
CLOCKS = st.one_of(
    st.sampled_from((0, 1, 15, 30, 390, 420, 480, 720, 1200, 1350, 1410, 1439)),
    st.integers(0, DAY - 1),
)
HOURS = st.one_of(  # as on labels, a quarter of an hour at a time, and anything
    st.sampled_from((0, 60, 90, 120, 180, 240, 360)),
    st.integers(0, 32).map(lambda n: n * 15),
    st.sampled_from(EDGES),
    st.integers(0, DAY),
)
WINDOWS = st.builds(
    lambda least, more: Window(least, min(least + more, DAY)),
    HOURS,
    st.one_of(st.just(0), st.sampled_from((60, 90, 120, 240)), st.integers(0, DAY)),
)
NAMES = st.sampled_from(("alpha", "beta", "gamma", "delta"))
GAP = st.builds(Gap, NAMES, CLOCKS, WINDOWS, WINDOWS, st.booleans()).filter(
    lambda gap: gap.after.minimum or gap.before.minimum
)  # a row without hours is no gap
GAPS = st.one_of(st.lists(GAP, max_size=2), st.lists(GAP, max_size=6))
# One medicine taken evenly over the day, where the room between two doses decides.
COURSE = st.builds(
    lambda count, first, after, rest: [
        Gap("course", (first + n * DAY // count) % DAY, Window(after, after),
            Window(max(1, DAY // count - after - rest), DAY), False)
        for n in range(count)
    ],
    st.integers(1, 6), CLOCKS, st.integers(1, 180), st.sampled_from((-1, 0, 1, 29, 30, 31, 60)),
)  # fmt: skip
DAYS = st.one_of(GAPS, COURSE, st.builds(lambda a, b: [*a, *b], COURSE, st.lists(GAP, max_size=1)))
SHORT = st.builds(Window, st.integers(1, 180), st.integers(180, 240))
GENTLE = st.lists(
    st.builds(Gap, NAMES, CLOCKS, SHORT, SHORT, st.booleans()), min_size=1, max_size=3
)


# the oracle: every minute asked ------------------------------------------------------------------


def keeps(gap: Gap, time: int, *, preferred: bool = False) -> bool:
    """Long enough after this dose and long enough before its next."""
    after, before = gap.after, gap.before
    since, until = (time - gap.at) % DAY, (gap.at - time) % DAY
    if preferred:
        return since >= after.preferred and until >= before.preferred
    return since >= after.minimum and until >= before.minimum


def free_minutes(found: Iterable[Gap], *, preferred: bool = False) -> set[int]:
    return {t for t in range(DAY) if all(keeps(gap, t, preferred=preferred) for gap in found)}


def roomy(free: set[int]) -> set[int]:
    """The free minutes that lie in an unbroken stretch of half an hour or more, around the clock."""
    if len(free) == DAY:
        return free
    room: set[int] = set()
    for start in free:
        if (start - 1) % DAY not in free:
            stretch = [start]
            while (stretch[-1] + 1) % DAY in free:
                stretch.append((stretch[-1] + 1) % DAY)
            if len(stretch) > SLOT:  # 31 minutes on the clock are 30 minutes of room
                room.update(stretch)
    return room


def room_of(found: Iterable[Gap], *, preferred: bool = False) -> set[int]:
    return roomy(free_minutes(found, preferred=preferred))


def waking(wake: int, bed: int) -> set[int]:
    return {(wake + n) % DAY for n in range((bed - wake) % DAY + 1)}


def fits(minutes: set[int], count: int) -> bool:
    """Whether so many intakes find a place, two of them two hours apart around the clock."""
    if count == 1:
        return bool(minutes)
    return any(APART <= (b - a) % DAY <= DAY - APART for a in minutes for b in minutes)


# somebody who sleeps at some hours ----------------------------------------------------------------


@cache
def _healthy(pattern: str) -> Case:
    knowledge = load_knowledge()
    return case_of(parse(healthy(patterns=pattern), knowledge), knowledge, "us")


def case(wake: int = 420, bed: int = 1350, pattern: str = "night") -> Case:
    """A healthy adult who sleeps at these hours."""
    known = _healthy(pattern)
    return known._replace(profile=dataclasses.replace(known.profile, wake=wake, bedtime=bed))


CASES = st.builds(case, CLOCKS, CLOCKS, st.sampled_from(("night", "exercise")))
