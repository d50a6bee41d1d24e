"""What comes after a trial: later days with doses, and a pause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from magadvise.diary.entry import Diary, Entry
from magadvise.diary.figures import Figures

PERCENT = 100
JUDGED = ("clear_fall", "few_nights", "unclear_fall", "faded")  # by a pause
Days = tuple[Entry, ...]
Most = Callable[[Days, Days], int]  # the large end of the range of the fall, whole percent


class After(NamedTuple):
    """``later``: the latest days with doses after the trial. ``on``: all days from the first dose to
    the last. ``off``: the days since, as many as a trial has at most."""

    later: Days
    on: Days
    off: Days


def after(diary: Diary, during: Days, figures: Figures) -> After:
    """The days after a trial that began with ``during``."""
    ends = during[-1].day
    doses = [entry for entry in diary.entries if entry.taken]
    last = max((entry.day for entry in doses), default=ends)
    later = tuple(entry for entry in doses if entry.day > ends)[-figures.later_days :]
    off = tuple(entry for entry in diary.entries if entry.day > last)
    return After(later, diary.between(during[0].day, last), off[: figures.trial_days])


def restart(diary: Diary, figures: Figures) -> date | None:
    """The first day of a trial that begins after days without a dose, where doses stand before them;
    ``None`` where the first dose of the diary begins it."""
    off, earlier = 0, False
    for entry in diary.entries:
        if entry.taken and earlier and off >= figures.baseline_days:
            return entry.day
        off = 0 if entry.taken else off + 1
        earlier = earlier or entry.taken is True
    return None


def missing(days: Days, figures: Figures) -> bool:
    """Whether too many days between the first and the last of these were not written."""
    span = (days[-1].day - days[0].day).days + 1 if days else 0
    return PERCENT * (span - len(days)) > figures.missing_percent * span


def after_rule(rule: str, before: Days, found: After, figures: Figures, most: Most) -> str:
    """What the days after the trial make of the rule that decided on it."""
    enough = len(found.later) >= figures.later_days
    if rule == "clear_fall" and enough and fall(before, found.later) < figures.stop_below_percent:
        rule = "faded"
    if rule not in JUDGED or len(found.off) < figures.pause_days or missing(found.off, figures):
        return rule
    back = most(found.on, found.off) < 0
    away = _nearer(found.off, found.on, before)
    if back == away:
        return "pause_unclear"
    return "came_back" if back else "stayed_away"


def _nearer(days: Days, one: Days, other: Days) -> bool:
    """Whether cramps a day on these days lie nearer to those of ``one`` than of ``other``."""
    here, near, far = (Fraction(sum(e.cramps for e in d), len(d)) for d in (days, one, other))
    return here - near < far - here


def fall(before: Days, now: Days) -> int:
    """Fewer cramps a day, in whole percent, rounded down. There must be a cramp before."""
    was = sum(e.cramps for e in before) * len(now)
    return PERCENT * (was - sum(e.cramps for e in now) * len(before)) // was
