"""The dose of a plan as a calendar: floating local times, every series with an end, no diagnosis.

Titles say "Reminder" only, as calendars are copied to servers and shown on locked screens. The times
have no zone: 22:00 is 22:00 wherever the person is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event, vRecur

from magadvise import __version__
from magadvise.export.items import Dose, Page, Taken
from magadvise.limit import over
from magadvise.model import DAY
from magadvise.words import Words

LASTS = timedelta(minutes=10)  # an event of no length is not drawn by some calendars


class Series(NamedTuple):
    """One event a day: the first one, for how many days, and what it says."""

    start: datetime
    days: int
    text: str


def ics(page: Page, dose: Dose, start: date, words: Words, more: Words) -> str:
    """The calendar from the day ``start`` on, its lines ended as the format wants (CR LF). ``words``
    are of the area ``plan``, ``more`` of ``handout``."""
    calendar = Calendar()
    calendar.add("prodid", f"-//magadvise//magadvise {__version__}//{page.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-magadvise-codes", " ".join(page.codes))  # for who reads the file; in no event
    found = [*_intakes(page, dose, start, words, more), _end(page, dose, start, more)]
    key = _key(page, dose, start)
    for number, series in enumerate(found, 1):
        calendar.add_component(_event(series, f"{key}-{number}@magadvise", start, more))
    document: bytes = calendar.to_ical()
    return document.decode("utf-8")


def intakes_on(dose: Dose, number: int) -> tuple[Taken, ...]:
    """The intakes of the step with that number, from 0 on."""
    count = len(dose.steps[number].intakes_mg)
    taken = [t for t in dose.intakes if count > 1 or t.time == dose.main]
    return tuple(
        t._replace(mg=mg) for t, mg in zip(taken, dose.steps[number].intakes_mg, strict=True)
    )


def first_intake(dose: Dose, start: date) -> datetime:
    """When the first dose of a calendar from the day ``start`` on comes."""
    return min(at(dose, start, dose.steps[0].from_day, t.time) for t in intakes_on(dose, 0))


def at(dose: Dose, start: date, day: int, minute: int) -> datetime:
    """When minute of the clock ``minute`` of the day ``day`` (from 1 on) comes. A day lasts from waking
    to waking, so half past midnight belongs to the evening before."""
    since_waking = (minute - dose.wake) % DAY
    midnight = datetime.combine(start, time()) + timedelta(days=day - 1)
    return midnight + timedelta(minutes=dose.wake + since_waking)


def _intakes(page: Page, dose: Dose, start: date, words: Words, more: Words) -> Iterator[Series]:
    ends = [step.from_day - 1 for step in dose.steps[1:]] + [dose.trial_days]
    for number, (step, last) in enumerate(zip(dose.steps, ends, strict=True)):
        for taken in intakes_on(dose, number):
            day = step.from_day + _late(dose, start, number, taken)
            lines = [
                more("calendar.take", mg=taken.mg, time=taken.time),
                more("calendar.step", first=day, last=last, days=dose.trial_days),
            ]
            if number and _is_added(dose, number, taken):
                lines.append(more("calendar.added"))
            elif number:
                lines.append(more("calendar.up", mg=dose.steps[number - 1].mg_per_day))
            lines += [more("calendar.most", mg=dose.ceiling_mg), more("calendar.see")]
            if page.asks_first:
                lines.append(words("answer.agree"))
            first = at(dose, start, day, taken.time)
            yield Series(first, last - day + 1, _said(lines, page))


def _is_added(dose: Dose, number: int, taken: Taken) -> bool:
    """Whether the step before had no intake at that time: who stays there takes nothing then."""
    return taken.time not in (t.time for t in intakes_on(dose, number - 1))


def _late(dose: Dose, start: date, number: int, taken: Taken) -> int:
    """How many days after its step the series of an intake begins: 1 for an added intake whose first
    date still has the last dose of the step before, after midnight, where both are above the ceiling."""
    if not number or not _is_added(dose, number, taken):
        return 0
    day = dose.steps[number].from_day
    date_ = at(dose, start, day, taken.time).date()
    before = [
        t.mg for t in intakes_on(dose, number - 1)
        if at(dose, start, day - 1, t.time).date() == date_
    ]  # fmt: skip
    return int(bool(over(dose.ceiling_mg, sum(before) + taken.mg)))


def _end(page: Page, dose: Dose, start: date, more: Words) -> Series:
    text = _said([more("calendar.end", days=dose.trial_days)], page)
    return Series(at(dose, start, dose.trial_days + 1, dose.main), 1, text)


def _said(lines: list[str], page: Page) -> str:
    """No code stands here, where it is shown: looked up, it tells what the person has or takes."""
    return "\n".join([*lines, page.built, page.disclaimer])


def _event(series: Series, uid: str, start: date, more: Words) -> Event:
    event, alarm = Event(), Alarm()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(start, time(), tzinfo=UTC))  # no clock: same bytes again
    event.add("dtstart", series.start)
    event.add("duration", LASTS)
    event.add("rrule", vRecur({"FREQ": "DAILY", "COUNT": series.days}))
    event.add("summary", more("calendar.title"))
    event.add("description", series.text)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", more("calendar.title"))
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event


def _key(page: Page, dose: Dose, start: date) -> str:
    """The same for the same doses, times and start, in every language; only what the file shows."""
    parts = [start.isoformat(), str(dose.ceiling_mg), str(page.asks_first)]
    for number, step in enumerate(dose.steps):
        taken = ",".join(f"{t.time}:{t.mg}" for t in intakes_on(dose, number))
        parts.append(f"{step.from_day}={taken}")
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]
