"""Intake times of days worked by hand. Usual hours: awake from 07:00 to 22:30, breakfast 08:00, lunch
13:00, evening meal 18:30. Cramps at night: half an hour before bed first, then the meals from the last
on; other cramps: the meals from the first on. Two intakes lie two hours apart, a free time is half an
hour wide, and the preferred gap is kept where the day has room.
"""

from __future__ import annotations

import pytest

from helpers import healthy, json_of
from magadvise import DoseLimitError, load_knowledge, parse
from magadvise.advice import timing
from magadvise.advice.pipeline import case_of
from magadvise.advice.timing import Gap
from magadvise.knowledge.rows import Window
from property.made_up_days import case

pytestmark = pytest.mark.core

BED, DINNER, LUNCH, BREAKFAST = "22:00", "18:30", "13:00", "08:00"


def minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def blocked(start: str, end: str, more: int = 0, name: str = "a") -> Gap:
    """A medicine that leaves no time between these two hours; preferred: so many minutes more."""
    length = (minute(end) - minute(start)) % (24 * 60)
    after = length // 2
    before = length - after
    at = (minute(start) + before) % (24 * 60)
    return Gap(name, at, Window(after, after + more), Window(before, before + more), False)


def only(start: str, end: str) -> Gap:
    """A medicine that leaves nothing else."""
    return blocked(end, start)


def times(
    *found: Gap, count: int = 1, pattern: str = "night", wake: str = "07:00", bed: str = "22:30"
) -> list[str]:
    got = timing.schedule(case(minute(wake), minute(bed), pattern), found, count)
    return [f"{t // 60:02d}:{t % 60:02d}" for t in got.times]


AROUND = {
    BED: blocked("21:30", "22:10"),
    DINNER: blocked("17:30", "19:30"),
    LUNCH: blocked("12:00", "14:00"),
    BREAKFAST: blocked("07:40", "08:20"),
}


@pytest.mark.parametrize(
    ("taken", "one", "two"),
    [
        ((), BED, [DINNER, BED]),
        ((DINNER,), BED, [LUNCH, BED]),
        ((DINNER, LUNCH), BED, [BREAKFAST, BED]),
        ((BED,), DINNER, [LUNCH, DINNER]),
        ((BED, LUNCH), DINNER, [BREAKFAST, DINNER]),
        ((BED, DINNER), LUNCH, [BREAKFAST, LUNCH]),
        ((BED, DINNER, LUNCH), BREAKFAST, [BREAKFAST, "22:10"]),
        ((DINNER, LUNCH, BREAKFAST), BED, ["19:30", BED]),
    ],
)
def test_at_night_half_an_hour_before_bed_comes_first_then_the_meals_from_the_last_on(
    taken: tuple[str, ...], one: str, two: list[str]
) -> None:
    found = [AROUND[wish] for wish in taken]
    assert times(*found) == [one]
    assert times(*found, count=2) == two


@pytest.mark.parametrize(
    ("taken", "one", "two"),
    [
        ((), BREAKFAST, [BREAKFAST, LUNCH]),
        ((LUNCH,), BREAKFAST, [BREAKFAST, DINNER]),
        ((LUNCH, DINNER), BREAKFAST, [BREAKFAST, BED]),
        ((BREAKFAST,), LUNCH, [LUNCH, DINNER]),
        ((BREAKFAST, LUNCH), DINNER, [DINNER, BED]),
        ((BREAKFAST, LUNCH, DINNER), BED, ["07:40", BED]),
        ((LUNCH, DINNER, BED), BREAKFAST, [BREAKFAST, "10:30"]),
    ],
)
def test_by_day_the_meals_come_first_from_the_first_on(
    taken: tuple[str, ...], one: str, two: list[str]
) -> None:
    found = [AROUND[wish] for wish in taken]
    if two[-1] == "10:30":  # a medicine more, so that the morning has a second end
        found.append(blocked("10:30", "11:30"))
    assert times(*found, pattern="exercise") == [one]
    assert times(*found, count=2, pattern="exercise") == two


@pytest.mark.parametrize(
    ("start", "end"),
    [("11:30", "13:00"), ("11:30", "13:01"), ("13:00", "20:00"), ("12:59", "20:00")],
)
def test_a_meal_at_the_end_of_a_free_stretch_is_a_meal_too(start: str, end: str) -> None:
    assert times(only(start, end), pattern="exercise") == [LUNCH]


NOTHING_WISHED = tuple(AROUND.values())


@pytest.mark.parametrize(
    ("pattern", "one"), [("night", "22:10"), ("exercise", "07:40")], ids=["night", "day"]
)
def test_where_no_wished_time_is_free_the_nearest_end_of_a_free_stretch_is_taken(
    pattern: str, one: str
) -> None:
    assert times(*NOTHING_WISHED, pattern=pattern) == [one]


@pytest.mark.parametrize(("wake", "one"), [("05:00", "06:00"), ("09:00", "10:00")])
def test_of_two_ends_equally_near_the_one_earlier_in_the_waking_day_is_taken(
    wake: str, one: str
) -> None:
    """06:00 and 10:00 are two hours from breakfast. Who is awake from 09:00 to 07:00 meets 10:00 first."""
    found = [blocked("06:00", "10:00"), AROUND[LUNCH], AROUND[DINNER]]
    bed = {"05:00": "22:30", "09:00": "07:00"}[wake]
    if wake == "05:00":
        found.append(AROUND[BED])
    assert times(*found, pattern="exercise", wake=wake, bed=bed) == [one]


@pytest.mark.parametrize(("start", "end"), [("17:30", "18:30"), ("07:30", "08:00")])
def test_a_medicine_that_ends_at_a_meal_does_not_move_the_intake_before_bed(
    start: str, end: str
) -> None:
    assert times(blocked(start, end)) == [BED]
    assert times(only("08:00", "08:40")) == [BREAKFAST]  # nearer to 22:00 than 08:40


def test_two_intakes_stand_in_the_order_of_the_waking_day() -> None:
    """Awake from noon to 03:00: half past two at night comes after the evening meal."""
    assert times(count=2, wake="12:00", bed="03:00") == [DINNER, "02:30"]
    assert times(count=2, wake="22:00", bed="14:00") == [BREAKFAST, "13:30"]


@pytest.mark.parametrize(
    ("bed", "one"), [("00:15", "23:45"), ("00:30", "00:00"), ("22:00", "21:30")]
)
def test_half_an_hour_before_bed_wraps_around_midnight(bed: str, one: str) -> None:
    assert times(bed=bed) == [one]
    got = timing.schedule(case(420, minute(bed)), (), 1)
    assert got.relative == ("30 minutes before bed",)


@pytest.mark.parametrize(
    ("end", "many"), [("10:29", 0), ("10:30", 1), ("11:59", 1), ("12:00", 2), ("12:01", 2)]
)
def test_a_free_time_is_half_an_hour_wide_and_two_intakes_two_hours_apart(
    end: str, many: int
) -> None:
    found = (only("10:00", end),)
    one = case()
    assert timing.capacity(one, found) == many
    for count in (1, 2):
        if count <= many:
            assert len(timing.schedule(one, found, count).times) == count
        else:
            with pytest.raises(DoseLimitError):
                timing.schedule(one, found, count)


@pytest.mark.parametrize(
    ("wake", "bed", "many"),
    [("07:00", "12:00", 2), ("07:00", "11:59", 1), ("10:00", "22:30", 2), ("10:01", "22:30", 1)],
)
def test_the_first_and_the_last_minute_of_the_waking_day_can_be_an_intake(
    wake: str, bed: str, many: int
) -> None:
    found = (only("10:00", "12:00"),)
    assert timing.capacity(case(minute(wake), minute(bed)), found) == many
    if many == 2:
        assert times(*found, count=2, wake=wake, bed=bed) == ["10:00", "12:00"]


@pytest.mark.parametrize("free", [("10:00", "12:00"), ("10:00", "14:00"), ("05:00", "14:00")])
def test_who_is_awake_for_two_hours_takes_one_at_either_end(free: tuple[str, str]) -> None:
    """Half an hour before bed is 11:30, and too near to either."""
    assert times(only(*free), count=2, wake="10:00", bed="12:00") == ["10:00", "12:00"]


def test_sleep_hours_hold_one_intake_and_only_where_no_waking_hour_does() -> None:
    """Free from 01:00 to 04:00, asleep from 22:30 to 07:00; 01:00 is nearer to 22:00."""
    found = (only("01:00", "04:00"),)
    assert timing.capacity(case(), found) == 1
    got = timing.schedule(case(), found, 1)
    assert (got.times, got.awake, got.preferred_kept) == ((60,), False, False)
    day = timing.schedule(case(), (only("01:00", "08:30"),), 1)
    assert (day.times, day.awake) == ((8 * 60,), True)


def test_the_preferred_gap_is_kept_where_it_leaves_a_time_and_the_label_gap_always() -> None:
    """Label: not from 21:00 to 22:00; preferred: not from 19:00 to midnight."""
    evening = blocked("21:00", "22:00", more=120)
    kept = timing.schedule(case(), (evening,), 1)
    assert (kept.times, kept.preferred_kept, kept.awake) == ((18 * 60 + 30,), True, True)
    assert kept.free == ((22 * 60, 23 * 60),)  # what the label allows, the day round
    whole = blocked("21:00", "22:00", more=12 * 60)
    label = timing.schedule(case(), (whole,), 1)
    assert (label.times, label.preferred_kept, label.awake) == ((22 * 60,), False, True)


@pytest.mark.parametrize(("pattern", "main"), [("night", BED), ("exercise", BREAKFAST)])
def test_the_intake_to_keep_is_the_one_nearest_to_the_first_wish(pattern: str, main: str) -> None:
    assert timing.schedule(case(pattern=pattern), (), 2).main == minute(main)


def test_of_two_intakes_equally_near_the_earlier_one_is_kept() -> None:
    """20:00 and midnight are both two hours from 22:00."""
    found = (blocked("20:00", "24:00"), blocked("02:00", "07:00"), blocked("07:00", "20:00"))
    got = timing.schedule(case(bed=0), found, 1)
    assert got.times == (0,)


# the medicines -------------------------------------------------------------------------------------


def gaps(times: dict[str, str | None]) -> list[tuple[str, int, bool]]:
    """Name, minute and whether the time was assumed, of each gap that these medicines bring."""
    clocks = [f"{name}={at}" for name, at in times.items() if at]
    answers = healthy(medications=list(times), medication_times=clocks)
    knowledge = load_knowledge()
    found = timing.gaps(case_of(parse(answers, knowledge), knowledge, "us"))
    return [(gap.name, gap.at, gap.assumed) for gap in found]


def test_a_medicine_without_hours_keeps_no_time_from_magnesium() -> None:
    assert gaps({"omeprazole": "22:00", "ciprofloxacin eye drops": "21:00"}) == []
    document = json_of(medications="omeprazole", medication_times="omeprazole=22:00")
    assert document["timing"]["allowed"] == [{"from": "00:00", "to": "24:00"}]


def test_the_times_that_were_given_are_not_assumed_and_usual_ones_are() -> None:
    known = {"levothyroxine": "06:00", "Wundermittel": "20:00", "rilpivirine": None}
    assert gaps(known) == [
        ("'Wundermittel'", 20 * 60, False),
        ("levothyroxine", 6 * 60, False),
        ("rilpivirine", 8 * 60, True),
    ]


def test_the_gaps_stand_in_the_order_of_names_and_hours() -> None:
    names = "levothyroxine doxycycline gabapentin riociguat alendronate cefdinir phenytoin".split()
    found = gaps(dict.fromkeys(names, "09:00,17:00"))
    assert found == [(name, 60 * hour, False) for name in sorted(names) for hour in (9, 17)]


@pytest.mark.parametrize(
    ("after", "before", "free"), [(0, 60, (481, 1379)), (60, 0, (540, 1379)), (0, 0, (481, 1438))]
)
def test_the_instant_of_a_dose_is_never_free(
    after: int, before: int, free: tuple[int, int]
) -> None:
    """A medicine at 08:00 with hours on one side only: start and length of what is left."""
    gap = Gap("a", 480, Window(after, after), Window(before, before), False)
    assert timing.free_time((gap,), 30, preferred=False) == (free,)


def test_each_intake_says_what_it_lies_beside() -> None:
    clocks = [minute(t) for t in (BREAKFAST, LUNCH, DINNER, BED, "12:00")]
    assert timing.beside(case(), clocks) == ("breakfast", "lunch", "dinner", "bed", "")
    assert timing.relative(case(), clocks) == (
        "with breakfast", "with lunch", "with evening meal", "30 minutes before bed",
        "in the free time between your medicines",
    )  # fmt: skip


# who works at night -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bedtime", "wake", "assumed"),
    [
        ("19:00", "07:00", []), ("18:59", "03:29", ["if you wake up at 03:29"]),
        ("03:00", "07:00", []), ("03:01", "11:31", ["if you wake up at 11:31"]),
        ("07:00", "15:30", ["if you wake up at 15:30"]), ("09:00", "17:30", ["if you wake up at 17:30"]),
        ("08:00", "16:30", ["if you wake up at 16:30"]), ("22:30", "07:00", []),
        ("00:30", "07:00", []),
    ],
)  # fmt: skip
def test_who_goes_to_bed_in_the_morning_wakes_a_usual_night_later(bedtime, wake, assumed):
    """07:00 to 22:30 is the usual day, so a usual night has 8.5 h. A day of 12 h to 20 h may be."""
    document = json_of(bedtime=bedtime)
    line = {entry["what"]: entry["time"] for entry in document["timing"]["timeline"]}
    assert (line["wake up"], line["bed"]) == (wake, bedtime)
    told = document["timing"]["assumed_times"]
    assert [text for text in told if "wake" in text or "bed" in text] == assumed
    assert "TIM002" in [f["code"] for f in document["findings"]]


@pytest.mark.parametrize(
    ("wake", "bedtime"),
    [("10:30", "22:30"), ("10:31", "02:01"), ("02:30", "22:30"), ("02:29", "17:59"), ("16:00", "07:30")],
)  # fmt: skip
def test_who_gets_up_in_the_evening_goes_to_bed_a_usual_night_before(wake, bedtime):
    document = json_of(wake=wake)
    line = {entry["what"]: entry["time"] for entry in document["timing"]["timeline"]}
    assert (line["wake up"], line["bed"]) == (wake, bedtime)
    told = f"if you go to bed at {bedtime}" in document["timing"]["assumed_times"]
    assert told  # the intake lies before bed, so the time counts either way


@pytest.mark.parametrize("bedtime", ["06:30", "07:00", "08:00", "09:00", "12:00"])
def test_a_night_worker_gets_the_dose_of_everybody_half_an_hour_before_bed(bedtime):
    usual, night = json_of(), json_of(bedtime=bedtime)
    assert night["ceiling_mg"] == usual["ceiling_mg"] == 350
    assert night["dose"] == usual["dose"]
    hour, minute = map(int, bedtime.split(":"))
    before = (hour * 60 + minute - 30) % 1440
    times = [intake["time"] for intake in night["timing"]["intakes"]]
    assert f"{before // 60:02d}:{before % 60:02d}" in times
    assert bedtime not in times


def test_both_times_told_are_believed_however_odd():
    document = json_of(bedtime="09:00", wake="07:00")
    line = {entry["what"]: entry["time"] for entry in document["timing"]["timeline"]}
    assert (line["wake up"], line["bed"]) == ("07:00", "09:00")
    told = document["timing"]["assumed_times"]
    assert [text for text in told if "wake" in text or "bed" in text] == []


# a refusal ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Stalevo", "levodopa"])
def test_a_refusal_says_nothing_of_the_times_of_a_dose(name):
    document = json_of(medications=name, check_dose_mg="300")
    assert document["disposition"] == "clinician_first"
    assert not {f["code"] for f in document["findings"]} & {"TIM002", "TIM004", "TIM005"}
    assert document["check"]["excess_mg"] == 300
