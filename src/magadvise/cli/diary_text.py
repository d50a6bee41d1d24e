"""A diary and its verdict as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from magadvise.cli.screen import Line
from magadvise.diary.entry import Diary, Entry
from magadvise.diary.figures import Figures
from magadvise.diary.periods import Period, Week, weeks
from magadvise.diary.verdict import Verdict
from magadvise.words import Words

WEEK_DAYS = 7


def counted(words: Words, what: str, count: int) -> str:
    """``1 day``, ``2 days``."""
    return words(f"{what}.one") if count == 1 else words(f"{what}.many", count=count)


# show --------------------------------------------------------------------------------------------


def shown(diary: Diary, figures: Figures, words: Words, start: date | None) -> Iterator[Line]:
    """The weeks, then every day."""
    first, last = diary.entries[0].day, diary.entries[-1].day
    on = counted(words, "days", len(diary.entries))
    yield Line(words("show.title", first=first, last=last, on=on), style="bold")
    yield from week_lines(diary, figures, words, start)
    yield Line("")
    yield Line(words("show.days"), style="bold")
    for entry in diary.entries:
        yield Line(entry_said(entry, figures, words), words.day(entry.day))


def week_lines(diary: Diary, figures: Figures, words: Words, start: date | None) -> Iterator[Line]:
    """One line a week."""
    dosed = bool(start or diary.first_dose())
    for week in weeks(diary, start):
        said = ", ".join(_week_said(week, figures, words))
        line = words("week.line", first=week.first, last=week.last, said=said)
        yield Line(line, week_name(week, words, dosed) + ":")


def week_name(week: Week, words: Words, dosed: bool) -> str:
    """``Week 2 before``, ``Week 1 from the first dose on``."""
    kind = "plain" if not dosed else "before" if week.number < 0 else "with"
    return words(f"week.{kind}", number=abs(week.number))


def _week_said(week: Week, figures: Figures, words: Words) -> Iterator[str]:
    if not week.written:
        yield words("week.none")
        return
    on = counted(words, "days", len(week.written))
    yield words("week.cramps", cramps=counted(words, "cramps", week.cramps), on=on)
    if week.worst_pain is not None:
        yield words("week.pain", pain=week.worst_pain, most=figures.pain_most)
    if week.taken:
        yield words("week.taken", on=counted(words, "days", week.taken))


def entry_said(entry: Entry, figures: Figures, words: Words) -> str:
    """``2 cramps, worst pain 6 of 10, 150 mg taken``."""
    said = [counted(words, "cramps", entry.cramps)]
    if entry.pain is not None:
        said.append(words("day.pain", pain=entry.pain, most=figures.pain_most))
    if entry.dose_mg is not None:
        said.append(words("day.mg", mg=entry.dose_mg))
    elif entry.taken is not None:
        said.append(words("day.yes" if entry.taken else "day.no"))
    return ", ".join(said)


# verdict -----------------------------------------------------------------------------------------


def verdict_lines(found: Verdict, figures: Figures, words: Words, older: int) -> Iterator[Line]:
    """The word, the rule that decided and what to do first; then what it stands on. ``older`` is
    the age in years from which blood is checked."""
    yield Line(headline(found, words), style="bold")
    yield Line(rule_said(found, figures, words), words("mark.rule"))
    yield Line(todo_said(found, figures, words), words("mark.todo"), "bold")
    if found.word == "keep":
        weeks_on = figures.blood_test_weeks
        yield Line(words("todo.blood_test", weeks=weeks_on, age=older), words("mark.blood"))
    yield Line("")
    boxes = _boxes(found)
    for period, mark in ((found.before, "off" if boxes else "before"),
                         (found.during, "on" if boxes else "during"),
                         (found.later, "later"), (found.after, "after")):  # fmt: skip
        if period:
            yield Line(_period_said(period, words), words(f"mark.{mark}"))
    if found.fall is not None and found.rule != "later_more":  # the change is that of the trial
        yield from _change(found, figures, words, boxes)
    yield Line(words("doctor.line"), words("mark.doctor"), "bold")
    yield Line(words("plan.line"), words("mark.plan"))


def headline(found: Verdict, words: Words) -> str:
    """The verdict in one line: that of the rule where it has one, else that of the word."""
    rise = found.rule in ("more_cramps", "later_more", "boxes_more")
    own = f"headline.{found.rule}"
    return words("headline.more" if rise else own if own in words else f"headline.{found.word}")


def _boxes(found: Verdict) -> bool:
    return found.rule.startswith("boxes") or found.ends is not None


def _change(found: Verdict, figures: Figures, words: Words, boxes: bool) -> Iterator[Line]:
    """The change with its range, and what else can bring one about."""
    yield Line(changed(found.fall or 0, words), words("mark.change"))
    one, other = changed(found.least or 0, words), changed(found.most or 0, words)
    level = round(figures.interval_percent)
    yield Line(words("range.line", one=one, other=other, level=level), words("mark.range"))
    if found.most is not None and found.most < 0:
        return
    if boxes:
        yield Line(words("blind.line"), words("mark.blind"))
    else:
        placebo = words("placebo.line", placebo=figures.placebo_percent)
        yield Line(placebo, words("mark.placebo"))
        yield Line(words("time.line"), words("mark.time"))
        yield from _errors(found, figures, words)


def _errors(found: Verdict, figures: Figures, words: Words) -> Iterator[Line]:
    if found.word == "keep":
        yield Line(words("error.keep", count=figures.useless_keep_of_100), words("mark.error"))
    elif found.rule in ("unclear_fall", "few_nights", "faded"):
        yield Line(words("error.pause"), words("mark.pause"))
    elif found.rule == "small_fall":
        yield Line(words("error.stop", count=figures.useful_stop_of_100), words("mark.error"))


def changed(fall: int, words: Words) -> str:
    """``31 % fewer cramps``, ``4 % more cramps``, ``no change``."""
    if not fall:
        return words("change.same")
    return words("change.fewer" if fall > 0 else "change.more", percent=abs(fall))


def _period_said(period: Period, words: Words) -> str:
    cramps = counted(words, "cramps", period.cramps)
    on = counted(words, "days", period.days)
    return words("compare.before", cramps=cramps, on=on, week=period.per_week)


def rule_said(found: Verdict, figures: Figures, words: Words) -> str:
    """The rule that decided, with its figures."""
    before, during = found.before, found.during
    days = {name: period.days if period else 0 for name, period in
            (("before", before), ("during", during))}  # fmt: skip
    counted_days = figures.box_pairs * (figures.box_days - figures.settle_days)
    params: dict[str, dict[str, object]] = {
        "no_dose": {"days": days["before"], "needed": figures.baseline_days},
        "short_before": {"days": days["before"], "needed": figures.baseline_days},
        "gaps_before": {"percent": figures.missing_percent},
        "short_trial": {"days": days["during"], "needed": figures.trial_days},
        "gaps_trial": {"days": days["during"], "needed": figures.trial_days},
        "not_taken": {"taken": during.taken if during else 0, "days": days["during"],
                      "percent": figures.taken_percent},
        "few_cramps": {"cramps": counted(words, "cramps", before.cramps if before else 0),
                       "needed": figures.fewest_cramps},
        "boxes_running": {"ends": found.ends},
        "boxes_gaps": {"days": days["before"] + days["during"], "needed": 2 * counted_days},
        "small_fall": {"percent": figures.stop_below_percent},
        "clear_fall": {"placebo": figures.placebo_percent},
        "unclear_fall": {"percent": figures.stop_below_percent, "placebo": figures.placebo_percent},
        "few_nights": {"needed": figures.fewest_nights},
        "faded": {"days": figures.later_days, "percent": figures.stop_below_percent},
        "stayed_away": {"days": found.after.days if found.after else 0},
        "came_back": {"days": found.after.days if found.after else 0},
        "pause_unclear": {"days": found.after.days if found.after else 0},
        "boxes_same": {"percent": figures.stop_below_percent},
    }  # fmt: skip
    if _ready(found, figures):
        return words("rule.no_dose_ready", days=days["before"])
    return words(f"rule.{found.rule}", **params.get(found.rule, {}))


def _ready(found: Verdict, figures: Figures) -> bool:
    """Enough days before, and no dose yet."""
    before = found.before
    return found.rule == "no_dose" and before is not None and before.days >= figures.baseline_days


def todo_said(found: Verdict, figures: Figures, words: Words) -> str:
    """What to do now."""
    needed = {"days": figures.baseline_days}
    pause = {"days": figures.pause_days}
    retry = {"begin": figures.retry_from_weeks, "to": figures.retry_to_weeks}
    params = {
        "no_dose": {"needed": figures.baseline_days}, "short_before": needed, "gaps_trial": needed,
        "not_taken": needed, "gaps_before": needed, "unclear_fall": pause, "few_nights": pause,
        "faded": pause, "clear_fall": retry, "came_back": retry, "boxes_fewer": retry,
    }  # fmt: skip
    if found.rule == "not_taken" and _boxes(found):
        return words("todo.boxes_not_taken")
    if _ready(found, figures):
        return words("todo.no_dose_ready")
    return words(f"todo.{found.rule}", **params.get(found.rule, {}))
