"""Keep, pause or stop: the change in cramps against the person's own days before, and the rule that
decided. No verdict names a dose.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import NamedTuple

from magadvise.diary.entry import DAY, Diary, Entry
from magadvise.diary.figures import Figures
from magadvise.diary.interval import Run, dispersion, ratio
from magadvise.diary.periods import Period, period, run
from magadvise.diary.schedule import Schedule, boxes

PERCENT = 100
# The rule that decided, and the word it gives. The rows of data/diary.json say who says so.
WORDS = {
    "no_dose": "not_enough", "short_before": "not_enough", "short_trial": "not_enough",
    "gaps_trial": "not_enough", "not_taken": "not_enough", "few_cramps": "not_enough",
    "boxes_running": "not_enough", "boxes_gaps": "not_enough",
    "more_cramps": "stop", "small_fall": "stop", "clear_fall": "keep", "unclear_fall": "pause",
    "boxes_more": "stop", "boxes_same": "stop", "boxes_fewer": "keep", "boxes_unclear": "pause",
}  # fmt: skip


class Verdict(NamedTuple):
    """``rule`` decided. ``before`` and ``during`` are what was compared: days without magnesium, and
    with it. Falls are whole percent, fewer cramps above 0; ``least`` and ``most`` are the ends of
    the interval. They are ``None`` where nothing was compared. ``scatter`` is how much more the
    days scatter than by chance; ``ends`` the last day of the boxes."""

    rule: str
    before: Period | None
    during: Period | None
    fall: int | None = None
    least: int | None = None
    most: int | None = None
    scatter: float | None = None
    ends: date | None = None
    after: Period | None = None

    @property
    def word(self) -> str:
        """``keep``, ``pause``, ``stop`` or ``not_enough``."""
        return WORDS[self.rule]


Days = tuple[Entry, ...]


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
    before = _before(diary, figures, start)
    during = diary.between(start, start + (figures.trial_window_days - 1) * DAY)
    during = during[: figures.trial_days]
    compared = period(before), period(during)
    rule = _missing(before, during, figures, start, today)
    if rule:
        return Verdict(rule, *compared)
    runs: list[list[Run]] = [[run(diary, before)], [run(diary, during)]]
    found = _compared(before, during, runs, figures)
    return found._replace(rule=_trial_rule(found, figures), after=_since(diary))


def _before(diary: Diary, figures: Figures, start: date) -> Days:
    """The person's own days without magnesium, as near to the start as they lie."""
    days = diary.between(start - figures.baseline_window_days * DAY, start - DAY)
    return tuple(entry for entry in days if not entry.taken)


def _since(diary: Diary) -> Period | None:
    last = max(entry.day for entry in diary.entries if entry.taken)
    return period(entry for entry in diary.entries if entry.day > last)


def _missing(before: Days, during: Days, figures: Figures, start: date, today: date) -> str:
    """What is too little to tell; "" where there is enough."""
    if len(before) < figures.baseline_days:
        return "short_before"
    if len(during) < figures.trial_days:
        over = today >= start + figures.trial_window_days * DAY
        return "gaps_trial" if over else "short_trial"
    if PERCENT * sum(e.taken is True for e in during) < figures.taken_percent * len(during):
        return "not_taken"
    return "few_cramps" if sum(e.cramps for e in before) < figures.fewest_cramps else ""


def _compared(before: Days, during: Days, runs: list[list[Run]], figures: Figures) -> Verdict:
    """The fall with its interval, rounded so that it never looks larger or surer than it is."""
    was, now = sum(e.cramps for e in before), sum(e.cramps for e in during)
    whole = was * len(during)
    scatter = dispersion(runs, figures.memory_most)
    low, high = ratio(
        (was, len(before)), (now, len(during)), scatter, figures.interval_percent
    )  # fmt: skip
    return Verdict(
        "", period(before), period(during),
        fall=PERCENT * (whole - now * len(before)) // whole,
        least=floor(PERCENT * (1 - high)),
        most=ceil(PERCENT * (1 - low)),
        scatter=round(scatter, 2),
    )  # fmt: skip


def _trial_rule(found: Verdict, figures: Figures) -> str:
    fall, least, most = found.fall or 0, found.least or 0, found.most or 0
    if most < 0:
        return "more_cramps"
    if fall < figures.stop_below_percent:
        return "small_fall"
    # Not against no change: placebo pills do that much.
    return "clear_fall" if least > figures.placebo_percent else "unclear_fall"


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
    compared = Verdict("", period(off), period(on), ends=ends)
    counted = figures.box_pairs * (figures.box_days - figures.settle_days)
    needed = figures.taken_percent * counted
    if PERCENT * min(len(on), len(off)) < needed:
        return compared._replace(rule="boxes_gaps")
    if PERCENT * sum(e.taken is True for e in on) < figures.taken_percent * len(on):
        return compared._replace(rule="not_taken")
    if sum(e.cramps for e in off) < figures.fewest_cramps:
        return compared._replace(rule="few_cramps")
    found_change = _compared(off, on, [runs[False], runs[True]], figures)
    return found_change._replace(rule=_boxes_rule(found_change, figures), ends=ends)


def _boxes_rule(found: Verdict, figures: Figures) -> str:
    """Time and the time of year fall on both kinds of boxes alike, so no change is the measure."""
    fall, least, most = found.fall or 0, found.least or 0, found.most or 0
    if most < 0:
        return "boxes_more"
    if fall < figures.stop_below_percent:
        return "boxes_same"
    return "boxes_fewer" if least > 0 else "boxes_unclear"
