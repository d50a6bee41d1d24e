"""The intake times of ``plain_polars.py``: one small table, made by a plain loop over the minutes of a
day. Times are minutes after midnight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

DAY = 24 * 60
WAKE, BREAKFAST, LUNCH, DINNER, BED = 7 * 60, 8 * 60, 13 * 60, 18 * 60 + 30, 22 * 60 + 30
BEFORE_BED, SLOT, APART = 30, 30, 120
AT_BED = (BED - BEFORE_BED, DINNER, LUNCH, BREAKFAST)
AT_MEALS = (BREAKFAST, LUNCH, DINNER, BED - BEFORE_BED)
Stretch = tuple[int, int]  # start and length


class Window(NamedTuple):
    """When a class of medicines is taken, and the gaps after and before it: least, and better."""

    times: tuple[int, ...]
    after: tuple[int, int]
    before: tuple[int, int]


class Day(NamedTuple):
    """How many intakes the day has room for, and the times of one and of two. ``kept``: the better
    gaps hold. ``awake``: no need to take it at night."""

    room: int
    once: str
    once_kept: bool
    awake: bool
    twice: str
    twice_kept: bool


def stretches(windows: Sequence[Window], better: int) -> list[Stretch]:
    """The free parts of the day that are long enough."""
    free = [True] * DAY
    for window in windows:
        for at in window.times:
            first, end = at - max(window.before[better], 1) + 1, at + max(window.after[better], 1)
            for minute in range(first, end):
                free[minute % DAY] = False
    if all(free):
        return [(0, DAY)]
    found = []
    for start in range(DAY):
        if free[start] and not free[start - 1]:
            length = 0
            while free[(start + length + 1) % DAY]:
                length += 1
            found.append((start, length))
    return [stretch for stretch in found if stretch[1] >= SLOT]


def apart(a: int, b: int) -> int:
    """Minutes between two times, over midnight if that is shorter."""
    return min((a - b) % DAY, (b - a) % DAY)


def options(free: Sequence[Stretch], wished: Sequence[int], awake: bool) -> list[int]:
    """Times worth trying, best first: those wished for, then the ends of the free stretches."""
    ends = {time % DAY for start, length in free for time in (start, start + length)} | {WAKE, BED}
    near = sorted(ends - {wished[0]}, key=lambda t: (apart(t, wished[0]), (t - WAKE) % DAY))
    times = [wished[0], *(time for time in wished[1:] if time not in ends), *near]
    return [
        time for time in times
        if any((time - start) % DAY <= length for start, length in free)
        and (not awake or (time - WAKE) % DAY <= BED - WAKE)
    ]  # fmt: skip


def pick(
    free: Sequence[Stretch], wished: Sequence[int], count: int, awake: bool = True
) -> list[int]:
    """Times in the order of the day, none where there are not so many."""
    found = options(free, wished, awake)
    for first in found:
        if count == 1:
            return [first]
        rest = [time for time in found if apart(time, first) >= APART]
        second = next((time for time in wished[1:] if time in rest), rest[0] if rest else None)
        if second is not None:
            return sorted((first, second), key=lambda t: (t - WAKE) % DAY)
    return []


def planned(windows: Sequence[Window], at_bed: bool) -> Day:
    """The intake times of somebody with these medicines."""
    wished = AT_BED if at_bed else AT_MEALS
    least, better = stretches(windows, 0), stretches(windows, 1)
    twice = pick(least, wished, 2)
    room = 0 if not least else 2 if twice else 1
    twice_better, once_better = pick(better, wished, 2), pick(better, wished, 1)
    once = once_better or pick(least, wished, 1)
    awake = bool(once)
    return Day(
        room, _said(once or pick(least, wished, 1, awake=False)), bool(once_better), awake,
        _said(twice_better or twice), bool(twice_better),
    )  # fmt: skip


def _said(times: Sequence[int]) -> str:
    return ";".join(f"{time // 60:02d}:{time % 60:02d}" for time in times)
