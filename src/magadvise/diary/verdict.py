"""Keep, pause or stop: the change in cramps against the person's own days before, and the rule that
decided. No verdict names a dose.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import NamedTuple

from magadvise.diary.entry import DAY, Diary
from magadvise.diary.figures import Figures
from magadvise.diary.interval import Run, ratio, scatter
from magadvise.diary.later import PERCENT, Days, after, after_rule, fall, missing
from magadvise.diary.periods import Period, period, run
from magadvise.diary.schedule import Schedule, boxes

# The rule that decided, and the word it gives. The rows of data/diary.json say who says so.
WORDS = {
    "no_dose": "not_enough", "short_before": "not_enough", "gaps_before": "not_enough",
    "short_trial": "not_enough", "gaps_trial": "not_enough", "not_taken": "not_enough",
    "few_cramps": "not_enough", "boxes_running": "not_enough", "boxes_gaps": "not_enough",
    "more_cramps": "stop", "later_more": "stop", "small_fall": "stop",
    "clear_fall": "keep", "few_nights": "pause", "unclear_fall": "pause",
    "faded": "pause", "stayed_away": "stop", "came_back": "keep", "pause_unclear": "pause",
    "boxes_more": "stop", "boxes_same": "stop", "boxes_fewer": "keep", "boxes_unclear": "pause",
}  # fmt: skip


class Verdict(NamedTuple):
    """``rule`` decided. ``before`` and ``during`` are what was compared: days without magnesium, and
    with it. Falls are whole percent, fewer cramps above 0; ``least`` and ``most`` are the ends of
    the interval. They are ``None`` where nothing was compared. ``scatter`` is how much more the
    days scatter than by chance; ``ends`` the last day of the boxes; ``later`` the latest days with
    doses after the trial; ``after`` the days without, since the last dose."""

    rule: str
    before: Period | None
    during: Period | None
    fall: int | None = None
    least: int | None = None
    most: int | None = None
    scatter: float | None = None
    ends: date | None = None
    after: Period | None = None
    later: Period | None = None

    @property
    def word(self) -> str:
        """``keep``, ``pause``, ``stop`` or ``not_enough``."""
        return WORDS[self.rule]


def verdict(
    diary: Diary,
    figures: Figures,
    today: date,
    start: date | None = None,
    schedule: Schedule | None = None,
) -> Verdict:
    """What the diary says on a day. ``start`` is the first day of the trial where it is not the
    first dose of the diary. With a schedule, its boxes are compared and nothing else is."""
    if schedule:
        return _boxes(diary, figures, today, schedule)
    start = start or diary.first_dose()
    if start is None:
        return Verdict("no_dose", period(diary.entries), None)
    before, gaps = _before(diary, figures, start)
    during = diary.between(start, start + (figures.trial_window_days - 1) * DAY)
    during = during[: figures.trial_days]
    too_little = _missing(
        before, during, gaps, figures, today >= start + figures.trial_window_days * DAY
    )
    if not during:
        return Verdict(too_little, period(before), None)
    then = after(diary, during, figures)
    found = _compared(before, during, [[run(diary, before)], [run(diary, during)]], figures)
    found = found._replace(after=period(then.off), later=period(then.later))

    def most(one: Days, two: Days) -> int:
        return _compared(one, two, [[run(diary, one)], [run(diary, two)]], figures).most or 0

    for now, rule in ((during, "more_cramps"), (then.later, "later_more")):
        if min(len(before), len(now)) >= figures.rise_days and most(before, now) < 0:
            return found._replace(rule=rule)
    if too_little:
        return _no_change(found, too_little)
    return found._replace(
        rule=after_rule(_trial_rule(before, found, figures), before, then, figures, most)
    )


def _no_change(found: Verdict, rule: str) -> Verdict:
    """No figure of a change where there was too little to tell."""
    return found._replace(rule=rule, fall=None, least=None, most=None, scatter=None)


def _before(diary: Diary, figures: Figures, start: date) -> tuple[Days, bool]:
    """The person's own days without magnesium, as near to the start as they lie, and whether too
    many are missing between them. Older days behind a gap are left out where enough are left."""
    days = diary.between(start - figures.baseline_window_days * DAY, start - DAY)
    for first in range(len(days)):
        off = tuple(entry for entry in days[first:] if not entry.taken)
        if len(off) >= figures.baseline_days and not missing(days[first:], figures):
            return off, False
    return tuple(entry for entry in days if not entry.taken), True


def _missing(before: Days, during: Days, gaps: bool, figures: Figures, over: bool) -> str:
    """What is too little to tell; "" where there is enough. ``over``: the time of the trial is."""
    if len(before) < figures.baseline_days:
        return "short_before"
    if gaps:
        return "gaps_before"
    if len(during) < figures.trial_days:
        return "gaps_trial" if over else "short_trial"
    if missing(during, figures):
        return "gaps_trial"
    if PERCENT * sum(e.taken is True for e in during) < figures.taken_percent * len(during):
        return "not_taken"
    return "few_cramps" if sum(e.cramps for e in before) < figures.fewest_cramps else ""


def _compared(before: Days, during: Days, runs: list[list[Run]], figures: Figures) -> Verdict:
    """The fall with its interval, rounded so that it never looks larger or surer than it is. Where
    there was no cramp before, there is no percent but the large end of the interval."""
    found = Verdict("", period(before), period(during))
    was, now = sum(e.cramps for e in before), sum(e.cramps for e in during)
    if not before or not during or not was + now:
        return found
    wide = scatter(runs, figures.memory_most)
    low, high = ratio((was, len(before)), (now, len(during)), wide, figures.interval_percent)
    found = found._replace(most=ceil(PERCENT * (1 - low)), scatter=round(wide, 2))
    if not was:
        return found
    return found._replace(fall=fall(before, during), least=floor(PERCENT * (1 - high)))


def _trial_rule(before: Days, found: Verdict, figures: Figures) -> str:
    least, fell = found.least or 0, found.fall or 0
    if fell < figures.stop_below_percent:
        return "small_fall"
    # Not against no change: placebo pills do that much.
    if least <= figures.placebo_percent:
        return "unclear_fall"
    nights = sum(entry.cramps > 0 for entry in before)
    return "clear_fall" if nights >= figures.fewest_nights else "few_nights"


# boxes -------------------------------------------------------------------------------------------


def _boxes(diary: Diary, figures: Figures, today: date, schedule: Schedule) -> Verdict:
    """Days with magnesium against days without, once all boxes are used up. Nothing that tells one
    box from another is said before."""
    every = boxes(schedule, figures)
    ends = every[-1].last
    if today <= ends:
        return Verdict("boxes_running", None, None, ends=ends)
    days: dict[bool, Days] = {True: (), False: ()}
    runs: dict[bool, list[Run]] = {True: [], False: []}
    for box in every:
        settled = box.first + figures.settle_days * DAY
        found = diary.between(settled, box.last)
        days[box.magnesium] += found
        runs[box.magnesium].append(run(diary, found))
    off, on = days[False], days[True]
    found_change = _compared(off, on, [runs[False], runs[True]], figures)._replace(ends=ends)
    rule = _boxes_rule(off, on, found_change, figures)
    if WORDS[rule] == "not_enough":
        return _no_change(found_change, rule)
    return found_change._replace(rule=rule)


def _boxes_rule(off: Days, on: Days, found: Verdict, figures: Figures) -> str:
    most = found.most or 0
    if min(len(on), len(off)) >= figures.rise_days and most < 0:
        return "boxes_more"
    counted = figures.box_pairs * (figures.box_days - figures.settle_days)
    if PERCENT * min(len(on), len(off)) < figures.taken_percent * counted:
        return "boxes_gaps"
    if PERCENT * sum(e.taken is True for e in on) < figures.taken_percent * len(on):
        return "not_taken"
    if sum(e.cramps for e in off) < figures.fewest_cramps:
        return "few_cramps"
    return _boxes_change(found, figures)


def _boxes_change(found: Verdict, figures: Figures) -> str:
    """Time and the time of year fall on both kinds of boxes alike, so no change is the measure."""
    least, fell = found.least or 0, found.fall or 0
    if fell < figures.stop_below_percent:
        return "boxes_same"
    return "boxes_fewer" if least > 0 else "boxes_unclear"
