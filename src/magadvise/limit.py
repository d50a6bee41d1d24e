"""The one place where milligrams meet a limit.

All amounts are whole elemental milligrams a day. Exposures (what someone already takes) are rounded
up before they get here, allowances are rounded down. Nothing outside this module compares a dose
with a ceiling, and there is no argument, flag or environment variable that raises one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from magadvise.errors import DoseLimitError


def upper_limit(*limits: int | None) -> int | None:
    """The lowest of the limits that exist; ``None`` if none exists (no limit can be determined)."""
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else None


def remaining(ul_mg: int | None, other_mg: int) -> int:
    """UL minus all other supplemental magnesium, never below 0. No UL means no room at all."""
    _whole("other_mg", other_mg)
    if ul_mg is None:
        return 0
    _whole("ul_mg", ul_mg)
    return max(0, ul_mg - other_mg)


def over(ul_mg: int | None, other_mg: int) -> int:
    """How far other magnesium alone is above the UL, 0 if it is not."""
    return max(0, other_mg - ul_mg) if ul_mg is not None else other_mg


def has_room(remaining_mg: int, least_mg: int) -> bool:
    """Whether a supplement still fits: exactly ``least_mg`` left does."""
    return remaining_mg >= least_mg


def lowest(remaining_mg: int, caps: Iterable[int]) -> int:
    """The most a new supplement may bring: the remaining allowance under every cap."""
    _whole("remaining_mg", remaining_mg)
    least = remaining_mg
    for cap in caps:
        _whole("cap", cap)
        least = min(least, cap)
    return least


def cut(steps: Sequence[tuple[int, int]], ceiling_mg: int) -> tuple[tuple[int, int], ...]:
    """Steps ``(from_day, mg)`` cut to the ceiling; a step that does not raise the dose is dropped."""
    _whole("ceiling_mg", ceiling_mg)
    kept: list[tuple[int, int]] = []
    for from_day, mg in steps:
        mg = min(mg, ceiling_mg)
        if not kept or mg > kept[-1][1]:
            kept.append((from_day, mg))
    return tuple(kept)


def split(mg: int, most_at_once_mg: int) -> tuple[int, ...]:
    """The fewest intakes of at most ``most_at_once_mg``, as even as whole milligrams allow."""
    _whole("mg", mg)
    _whole("most_at_once_mg", most_at_once_mg)
    if most_at_once_mg == 0:
        raise DoseLimitError("one intake must be allowed to hold something")
    count = max(1, -(-mg // most_at_once_mg))
    low, extra = divmod(mg, count)
    return tuple(low + 1 if i < extra else low for i in range(count))


def units(each_mg: float, most_mg: int) -> int:
    """How many whole units (tablets, capsules) of ``each_mg`` fit under a limit: rounded down, 0
    where even one brings more."""
    _whole("most_mg", most_mg)
    if not each_mg > 0:
        raise DoseLimitError("a unit must bring some magnesium")
    return math.floor(round(most_mg / each_mg, 9))


def excess(dose_mg: int, ceiling_mg: int) -> int:
    """How far a dose that somebody takes is above the ceiling."""
    _whole("dose_mg", dose_mg)
    return max(0, dose_mg - ceiling_mg)


def guard(
    ceiling_mg: int,
    ul_mg: int | None,
    other_mg: int,
    steps: Iterable[tuple[int, tuple[int, ...]]],
    most_at_once_mg: int,
) -> None:
    """Raise :class:`DoseLimitError` unless every step ``(mg, intakes)`` respects every limit."""
    _whole("ceiling_mg", ceiling_mg)
    if ceiling_mg > remaining(ul_mg, other_mg):
        raise DoseLimitError("the ceiling is above the upper limit less other magnesium")
    last = 0
    for mg, intakes in steps:
        _whole("dose", mg)
        if mg == 0 or mg <= last:
            raise DoseLimitError("each step of a plan must raise the dose")
        if mg > ceiling_mg:
            raise DoseLimitError("a step is above the ceiling of its plan")
        for part in intakes:
            _whole("intake", part)
            if part == 0 or part > most_at_once_mg:
                raise DoseLimitError("one intake is empty or above the most to take at once")
        if sum(intakes) != mg:
            raise DoseLimitError("the intakes of a step do not add up to its dose")
        last = mg


def _whole(name: str, value: int) -> None:
    if type(value) is not int or value < 0:
        raise DoseLimitError(f"{name} must be a whole number of milligrams, 0 or more")
