"""The calendar: read back by a reader of its own, worked by hand, and every gap asked again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import icalendar
import pytest

from export.made import START, Event, Shown, crowd, doses, events, shown
from helpers import healthy
from property import world
from property.strategies import uses_of

pytestmark = pytest.mark.core
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@cache
def components(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def at(first: str, days: int, mg: int) -> tuple[datetime, int, int]:
    return datetime.fromisoformat(first), days, mg


def series(text: str) -> list[tuple[datetime, int, int]]:
    return [(e.first, e.days, e.mg) for e in events(text)]


# worked by hand ----------------------------------------------------------------------------------


def test_the_steps_of_an_adult_from_the_first_day_to_the_end():
    """150 mg for days 1 to 3, 200 for 4 to 6, twice 150 for 7 to 28 (22 days); the end on day 29."""
    assert series(shown(healthy(), start=date(2026, 12, 1)).ics) == [
        at("2026-12-01 22:00", 3, 150),
        at("2026-12-04 22:00", 3, 200),
        at("2026-12-07 18:30", 22, 150),
        at("2026-12-07 22:00", 22, 150),
        at("2026-12-29 22:00", 1, 0),
    ]


def test_half_past_midnight_belongs_to_the_evening_before():
    """Bed at 01:00, up at 09:00: the intake at 00:30 of day 1 falls on the next date."""
    found = series(shown(healthy(bedtime="01:00", wake="09:00"), start=date(2026, 12, 31)).ics)
    assert found[0] == at("2027-01-01 00:30", 3, 150)
    assert found[1] == at("2027-01-04 00:30", 3, 200)
    assert found[2:4] == [at("2027-01-06 18:30", 22, 150), at("2027-01-07 00:30", 22, 150)]


def test_somebody_who_sleeps_by_day_takes_the_evening_intake_first():
    """Up at 17:15, bed at 09:00: day 7 starts with the evening meal and ends at 08:30."""
    text = shown(healthy(bedtime="09:00", wake="17:15"), start=date(2026, 12, 1)).ics
    assert series(text)[2:4] == [at("2026-12-07 18:30", 22, 150), at("2026-12-08 08:30", 22, 150)]


@pytest.mark.parametrize(
    ("standard", "other", "ceiling", "single", "half"),
    [("eu", "none", 250, 200, 125), ("us", "50", 300, 200, 150)],
)
def test_an_added_intake_waits_a_day_where_one_date_would_be_above_the_ceiling(
    standard, other, ceiling, single, half
):
    """Bed at 00:30: the last single dose of day 6 comes at 00:00 of the date on which day 7 begins. With
    the first added intake at 18:30 that date had 200 + 125 of 250 mg, or 200 + 150 of 300 mg."""
    answers = healthy(
        age="45", sex="male", pregnant=None, breastfeeding=None,
        bedtime="00:30", standard=standard, other_magnesium_mg=other,
    )  # fmt: skip
    one = shown(answers, start=date(2026, 12, 1))
    assert one.doc["ceiling_mg"] == ceiling
    assert series(one.ics) == [
        at("2026-12-02 00:00", 3, 150),
        at("2026-12-05 00:00", 3, single),
        at("2026-12-08 18:30", 21, half),
        at("2026-12-08 00:00", 22, half),
        at("2026-12-30 00:00", 1, 0),
    ]
    assert "Days 8 to 28 of 28." in doses(one.ics)[2].text
    assert "Days 7 to 28 of 28." in doses(one.ics)[3].text


def a_date(one: Shown) -> dict[date, int]:
    """The milligrams of each date of a calendar."""
    found: dict[date, int] = {}
    for event in doses(one.ics):
        for time in event.times():
            found[time.date()] = found.get(time.date(), 0) + event.mg
    return found


def late(one: Shown) -> Shown:
    """The same person, who goes to bed after midnight."""
    beds = ("00:15", "00:30", "01:00", "02:00", "03:00")
    bed = beds[sum(map(ord, repr(one.answers))) % 5]
    return shown({**one.answers, "bedtime": bed, "wake": "09:00"})


def test_no_date_of_any_calendar_has_more_than_the_ceiling():
    after_midnight = 0
    for one in (*crowd(), *map(late, crowd()[:240])):
        if one.ics:
            assert max(a_date(one).values()) <= one.doc["ceiling_mg"], one.answers
            after_midnight += any(t.hour < 3 for e in doses(one.ics) for t in e.times())
    assert after_midnight >= 30


# what a calendar needs ---------------------------------------------------------------------------


def test_every_time_is_floating_and_every_series_has_an_end():
    for one in crowd():
        for event in components(one.ics) if one.ics else ():
            start = event["DTSTART"].dt
            assert isinstance(start, datetime)
            assert start.tzinfo is None
            assert set(event["RRULE"]) == {"FREQ", "COUNT"}
            assert 1 <= event["RRULE"]["COUNT"][0] <= 28
    assert "TZID" not in one.ics
    assert "VTIMEZONE" not in one.ics


def test_the_days_of_all_series_of_a_step_are_its_days_and_leave_no_gap():
    for one in crowd():
        if one.ics:
            by_end = {e.end: e.span for e in sorted(doses(one.ics), key=lambda e: e.span)[::-1]}
            spans = sorted(by_end.values())
            assert spans[0][0] == 1
            assert spans[-1][1] == one.doc["dose"]["trial_days"]
            for (_, end), (start, _) in pairwise(spans):
                assert start == end + 1
            assert all(e.days == e.span[1] - e.span[0] + 1 for e in doses(one.ics))


def test_nothing_that_a_locked_screen_shows_names_a_medicine_or_a_diagnosis():
    for one in crowd():
        for event in components(one.ics) if one.ics else ():
            (alarm,) = event.walk("VALARM")
            assert (str(event["SUMMARY"]), str(alarm["DESCRIPTION"])) == ("Reminder", "Reminder")
            assert str(alarm["ACTION"]) == "DISPLAY"
            assert alarm["TRIGGER"].dt == timedelta(0)
            assert str(event["CLASS"]) == "PRIVATE"


def test_no_word_of_a_calendar_names_what_the_person_has_or_takes():
    for one in crowd():
        words = " ".join(e.text for e in events(one.ics)).casefold() if one.ics else ""
        for name in (
            "magnesium",
            "cramp",
            "pregnan",
            "kidney",
            *(u.name for u in uses_of(one.answers)),
        ):
            assert not re.search(rf"\b{re.escape(name.casefold())}", words), name


def test_a_higher_step_is_only_for_those_whose_plan_allows_it():
    found = doses(shown(healthy()).ics)
    assert "Only if" not in found[0].text
    assert "Only if your plan lets you go up. If not, stay at 150 mg a day." in found[1].text
    added, main = found[2:]
    assert "Only if your plan lets you go up. If not: nothing now." in added.text
    assert "stay at" not in added.text
    assert "Only if your plan lets you go up. If not, stay at 200 mg a day." in main.text


def test_only_an_intake_of_an_hour_without_one_before_is_nothing_for_those_who_stay():
    for one in crowd():
        before: set[str] = set()
        for span in sorted({e.end for e in doses(one.ics)}) if one.ics else ():
            now = [e for e in doses(one.ics) if e.end == span]
            for event in now:
                stays = f"{event.first:%H:%M}" in before
                assert ("If not: nothing now." in event.text) == (bool(before) and not stays)
                assert ("If not, stay at" in event.text) == stays
            before = {f"{e.first:%H:%M}" for e in now}


def test_no_code_stands_in_an_event_for_it_tells_the_diagnosis_to_whoever_looks_it_up():
    for one in (*crowd()[:60], shown(healthy(pregnant="yes", patterns="pregnancy"))):
        unfolded = one.ics.replace("\r\n ", "")
        in_events = unfolded.partition("BEGIN:VEVENT")[2]
        assert [c for c in one.page.codes if c in in_events] == []
        assert "Codes" not in unfolded


def test_the_end_of_the_trial_has_a_reminder_of_its_own():
    for one in crowd():
        if one.ics:
            last = events(one.ics)[-1]
            assert (last.days, last.mg) == (1, 0)
            assert last.text.startswith("The 28 days are over. Stop now, unless your diary shows")


def test_the_uid_is_the_same_for_the_same_plan_and_differs_within_and_between_calendars():
    one, later = shown(healthy()).ics, shown(healthy(), start=START + DAY).ics
    other = shown(healthy(age="68")).ics
    found = [[str(e["UID"]) for e in components(text)] for text in (one, later, other)]
    assert found[0] == [str(e["UID"]) for e in components(shown(healthy()).ics)]
    everything = [uid for uids in found for uid in uids]
    assert len(set(everything)) == len(everything)
    assert all(uid.endswith("@magadvise") for uid in everything)


def test_no_clock_is_read_the_stamp_comes_from_the_start():
    for event in components(shown(healthy(), start=date(2026, 12, 1)).ics):
        assert event["DTSTAMP"].dt == datetime(2026, 12, 1, tzinfo=UTC)


def test_lines_end_as_the_format_wants_and_are_at_most_75_bytes():
    for one in (*crowd()[:60], shown(healthy(), language="de")):
        for line in one.ics.encode().split(b"\r\n"):
            assert len(line) <= 75
            assert b"\n" not in line


def test_what_a_calendar_says_needs_no_other_word_to_be_read():
    calendar = icalendar.Calendar.from_ical(shown(healthy()).ics)
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["PRODID"]).startswith("-//magadvise//magadvise ")
    assert calendar.errors == []


# every gap again, over midnight (M42) ------------------------------------------------------------


def hits(intakes: list[datetime], medicine: tuple[int, int, int]) -> list[datetime]:
    """The intakes that lie inside the window of a medicine taken every day, in days and nights around
    the calendar. ``medicine``: minute, hours after it, hours before it."""
    minute, after, before = medicine
    first = datetime.combine(START, datetime.min.time()) - 2 * DAY
    taken = [first + n * DAY + timedelta(minutes=minute) for n in range(36)]
    return [
        t for t in intakes if any(dose - before * HOUR < t < dose + after * HOUR for dose in taken)
    ]


def minute_of(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def test_the_search_for_hits_finds_one_over_midnight():
    """A dose at 23:00 with 4 h after it reaches 03:00 of the next date."""
    late = datetime.combine(START, datetime.min.time()) + DAY + 2 * HOUR
    assert hits([late], (23 * 60, 4, 4)) == [late]
    assert hits([late + HOUR], (23 * 60, 4, 4)) == []


def test_m42_every_intake_of_every_day_keeps_every_label_gap():
    checked = 0
    for one in crowd():
        if not one.ics:
            continue
        intakes = [t for e in doses(one.ics) for t in e.times()]
        assert len(intakes) == len(set(intakes)) >= 28
        for use in uses_of(one.answers):
            known = world.MEDICINES.get(use.name)
            after, before = (known.after, known.before) if known else (world.UNKNOWN_HOURS,) * 2
            for clock in use.times if after or before else ():
                assert hits(intakes, (minute_of(clock), after, before)) == [], (one.answers, use)
                checked += 1
    assert checked >= 80


def test_m42_holds_for_people_who_go_to_bed_after_midnight():
    after_midnight = 0
    for medicine in world.APART:
        for clock, bed in (("09:30", "01:00"), ("14:00", "02:15"), ("20:45", "00:30")):
            answers = healthy(
                medications=medicine.name, medication_times=f"{medicine.name}={clock}",
                bedtime=bed, wake="09:00",
            )  # fmt: skip
            one = shown(answers)
            if not one.ics:
                continue
            intakes = [t for e in doses(one.ics) for t in e.times()]
            found = hits(intakes, (minute_of(clock), medicine.after, medicine.before))
            assert found == [], (medicine.name, clock, bed)
            after_midnight += any(t.hour < 3 for t in intakes)
    assert after_midnight >= 30


def test_each_day_gets_its_dose_and_never_more():
    """Between waking and waking: the milligrams of the step that the day belongs to."""
    for one in crowd():
        if not one.ics:
            continue
        line = one.doc["timing"]["timeline"]
        (wake,) = (minute_of(entry["time"]) for entry in line if entry["what"] == "wake up")
        begin = datetime.combine(START, datetime.min.time()) + timedelta(minutes=wake)
        a_day: dict[int, int] = {}
        for event in doses(one.ics):
            for time in event.times():
                day = (time - begin) // DAY + 1
                a_day[day] = a_day.get(day, 0) + event.mg
        steps = one.doc["dose"]["steps"]
        expected = {
            day: [s["mg_per_day"] for s in steps if s["from_day"] <= day][-1]
            for day in range(1, 29)
        }
        for event in doses(one.ics):  # an added intake that waits a day, see above
            waits = next(s for s in steps[::-1] if s["from_day"] <= event.span[0])["from_day"]
            if waits < event.span[0]:
                assert event.span[0] == waits + 1
                expected[waits] -= event.mg
        assert a_day == expected, one.answers
        assert max(a_day.values()) <= one.doc["ceiling_mg"]


def test_an_event_reads_its_amount_from_its_words():
    assert Event(datetime(2026, 1, 1), 1, "150 mg at 22:00.\nDays 4 to 6 of 28.").span == (4, 6)
