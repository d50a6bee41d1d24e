"""M42, proved on the schedule itself: no set of gaps, times and sleep hours makes it break a gap.

The gaps are made up, any minutes at any time of day, and an oracle asks minute by minute.
``test_schedule.py`` asks real medicines. At the end, every pair of the windows that there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import plan
from magadvise import DoseLimitError
from magadvise.advice import timing
from magadvise.advice.timing import Gap
from magadvise.knowledge.rows import Window
from magadvise.rules.case import Case
from property.laws import Meter, trying
from property.made_up_days import (
    APART,
    BEFORE_BED,
    CASES,
    CLOCKS,
    COURSE,
    DAY,
    DAYS,
    GAP,
    GENTLE,
    SLOT,
    case,
    fits,
    free_minutes,
    room_of,
    waking,
)  # fmt: skip

pytestmark = pytest.mark.core


def minutes(stretches: Iterable[timing.Free]) -> set[int]:
    """Every minute of the stretches that the program calls free, both ends included."""
    return {(start + n) % DAY for start, length in stretches for n in range(length + 1)}


def allowed(found: Sequence[Gap], *, preferred: bool = False) -> set[int]:
    return minutes(timing.free_time(found, SLOT, preferred=preferred))


def check(one: Case, found: Sequence[Gap], count: int) -> str:
    """One schedule against the oracle; how it came out."""
    p = one.profile
    awake = waking(p.wake or 0, p.bedtime or 0)
    room = room_of(found)
    by_day = fits(room & awake, count)
    if not by_day and not (count == 1 and room):
        with pytest.raises(DoseLimitError):
            timing.schedule(one, found, count)
        return "refused"
    got = timing.schedule(one, found, count)
    assert len(got.times) == count
    assert set(got.times) <= room
    assert count == 1 or fits(set(got.times), count)
    assert got.main in got.times
    assert got.awake == by_day
    assert not got.awake or set(got.times) <= awake
    wished = room_of(found, preferred=True)
    assert got.preferred_kept == fits(wished & awake, count)
    assert not got.preferred_kept or set(got.times) <= wished
    assert minutes(got.free) == room
    assert list(got.free) == sorted(got.free)
    timing.guard(found, got.times)
    return "preferred" if got.preferred_kept else "label" if got.awake else "at night"


def test_m42_no_schedule_breaks_a_gap_and_none_that_fits_is_missed() -> None:
    outcomes: list[str] = []

    @trying(500)
    @given(CASES, DAYS, st.sampled_from((1, 2)))
    def tried(one: Case, found: list[Gap], count: int) -> None:
        outcomes.append(check(one, found, count))

    tried()
    for outcome in ("refused", "preferred", "label", "at night"):
        assert outcomes.count(outcome) >= 20, outcomes.count(outcome)


def test_m42_the_day_has_room_for_as_many_intakes_as_the_oracle_finds() -> None:
    seen: list[int] = []

    @trying(300)
    @given(CASES, DAYS)
    def tried(one: Case, found: list[Gap]) -> None:
        room = room_of(found)
        two = fits(room & waking(one.profile.wake or 0, one.profile.bedtime or 0), 2)
        seen.append(2 if two else 1 if room else 0)
        assert timing.capacity(one, found) == seen[-1]

    tried()
    assert all(seen.count(many) >= 20 for many in (0, 1, 2)), seen


def test_m42_the_guard_of_the_plan_lets_a_minute_pass_only_if_every_gap_is_kept() -> None:
    meter = Meter()

    @trying(150)
    @given(DAYS)
    def tried(found: list[Gap]) -> None:
        free = free_minutes(found)
        assert {t for t in range(DAY) if timing.keeps_gaps(found, t)} == free
        blocked = sorted(set(range(DAY)) - free)
        for time in (blocked[:1] + blocked[-1:]) if blocked else []:
            with pytest.raises(DoseLimitError):
                timing.guard(found, (*sorted(free)[:1], time))
        timing.guard(found, free)
        meter.saw(bool(free) and bool(blocked))

    tried()
    meter.check()


def test_m42_a_schedule_does_not_depend_on_the_order_of_the_medicines() -> None:
    meter = Meter()

    @trying(150)
    @given(CASES, DAYS.filter(lambda found: len(found) > 1), st.data())
    def tried(one: Case, found: list[Gap], data: st.DataObject) -> None:
        mixed = data.draw(st.permutations([*found[1:], *found[:1]]))
        other = [*mixed, *found[:1]]  # and one of them named twice
        for preferred in (False, True):
            assert timing.free_time(other, SLOT, preferred=preferred) == timing.free_time(
                found, SLOT, preferred=preferred
            )
        many = timing.capacity(one, found)
        assert timing.capacity(one, other) == many
        for count in range(1, many + 1):
            assert timing.schedule(one, other, count) == timing.schedule(one, found, count)
        meter.saw(other[: len(found)] != found and many > 0)

    tried()
    meter.check()


def test_m42_midnight_is_a_minute_like_any_other() -> None:
    """Every dose, bedtime and waking moved by the same time moves all that is free with it."""
    meter = Meter()

    @trying(150)
    @given(CLOCKS, CLOCKS, DAYS, st.one_of(st.integers(1, DAY - 1), st.sampled_from((60, 720))))
    def tried(wake: int, bed: int, found: list[Gap], by: int) -> None:
        moved = [gap._replace(at=(gap.at + by) % DAY) for gap in found]
        for preferred in (False, True):
            there = {(t + by) % DAY for t in allowed(found, preferred=preferred)}
            assert allowed(moved, preferred=preferred) == there
        here, later = case(wake, bed), case((wake + by) % DAY, (bed + by) % DAY)
        assert timing.capacity(later, moved) == timing.capacity(here, found)
        meter.saw(0 < len(allowed(found)) < DAY)

    tried()
    meter.check()


def test_m42_an_intake_before_bed_moves_with_the_bedtime() -> None:
    """Meals stay where they are, so this holds where half an hour before bed is free."""
    meter = Meter()

    @trying(150)
    @given(CLOCKS, st.integers(600, 1200), GENTLE, st.integers(1, DAY - 1))
    def tried(wake: int, day: int, found: list[Gap], by: int) -> None:
        bed = (wake + day) % DAY
        moved = [gap._replace(at=(gap.at + by) % DAY) for gap in found]
        wish = (bed - BEFORE_BED) % DAY
        free = wish in room_of(found, preferred=True)
        if free:
            later = case((wake + by) % DAY, (bed + by) % DAY)
            assert timing.schedule(case(wake, bed), found, 1).times == (wish,)
            assert timing.schedule(later, moved, 1).times == ((wish + by) % DAY,)
        meter.saw(free)

    tried()
    meter.check()


def test_m42_a_longer_gap_or_one_more_never_adds_a_minute() -> None:
    meter = Meter()

    @trying(200)
    @given(GAP, DAYS, st.integers(0, 480), st.integers(0, 480), GAP)
    def tried(gap: Gap, rest: list[Gap], after: int, before: int, one_more: Gap) -> None:
        found = [gap, *rest]
        longer = gap._replace(
            after=Window(gap.after.minimum + after, gap.after.preferred + after),
            before=Window(gap.before.minimum + before, gap.before.preferred + before),
        )
        tighter = [longer, *rest]
        for preferred in (False, True):
            now = allowed(found, preferred=preferred)
            assert allowed(tighter, preferred=preferred) <= now
            assert allowed([*found, one_more], preferred=preferred) <= now
        assert allowed(found, preferred=True) <= allowed(found)
        meter.saw(allowed(tighter) < allowed(found))

    tried()
    meter.check()


def doubled(found: list[Gap]) -> list[Gap]:
    """The same doses under a second name: where they fill the day, neither alone is to blame."""
    return [*found, *(gap._replace(name="another") for gap in found)]


def test_m42_where_nothing_fits_the_named_medicines_are_those_that_fill_the_day() -> None:
    """Each medicine that is named gives room when it alone is left out, and no other does; where no
    single one does, all are named."""
    outcomes: list[str] = []

    @trying(300)
    @given(CASES, st.one_of(DAYS, COURSE.map(doubled)))
    def tried(one: Case, found: list[Gap]) -> None:
        outcome = "room"
        if not allowed(found):
            every = {gap.name for gap in found}
            named = set(timing.blockers(one, found))
            guilty = {n for n in every if room_of([gap for gap in found if gap.name != n])}
            assert named == (guilty or every)
            outcome = "together"
            if guilty:
                outcome = "to blame"
        outcomes.append(outcome)

    tried()
    for outcome in ("room", "together", "to blame"):
        assert outcomes.count(outcome) >= 3, outcome


@pytest.mark.parametrize(
    ("taken", "blocking", "beside"),
    [
        # 2 h after and 6 h before, every 8 h: one instant is left.
        ({"ciprofloxacin": "06:00,14:00,22:00"}, "ciprofloxacin", "paracetamol"),
        # 4 h after and 8 h before, twice a day: again one instant, noon and midnight.
        ({"moxifloxacin": "08:00,20:00"}, "moxifloxacin", "warfarin"),
    ],
)
def test_m42_the_refusal_names_the_medicine_that_blocks_the_day(taken, blocking, beside):
    said = {**taken, beside: "12:00"}
    times = [f"{name}={clocks}" for name, clocks in said.items()]
    refusal = plan(medications=list(said), medication_times=times)
    (finding,) = [f for f in refusal.findings if f.code == "TIM001"]
    assert blocking in finding.summary.casefold()
    assert beside not in (finding.summary + finding.detail).casefold()
    without = plan(medications=beside, medication_times=f"{beside}=12:00")
    assert "TIM001" not in [f.code for f in without.findings]


# every pair of the windows that there are ---------------------------------------------------------

WHOLE = (1 << DAY) - 1


def windows() -> list[tuple[int, int, int, int]]:
    """The distinct gaps of the table: least and preferred minutes after, and before."""
    file = Path(__file__).resolve().parents[2] / "data" / "medicines.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["interactions"]
    nothing = {"minimum": 0, "preferred": 0}
    sides = [(row["mg_after_drug_h"], row["mg_before_drug_h"]) for row in rows]
    hours = [[side or nothing for side in pair] for pair in sides if any(pair)]
    parts = [(a["minimum"], a["preferred"], b["minimum"], b["preferred"]) for a, b in hours]
    return sorted({tuple(round(h * 60) for h in part) for part in parts})


def turned(bits: int, by: int) -> int:
    """A day as one number, a bit a minute, turned to a later hour."""
    return ((bits << by) | (bits >> (DAY - by))) & WHOLE


def opened(bits: int) -> int:
    """The bits in unbroken runs of half an hour and more: shrunk from one end and grown again."""
    for _ in range(SLOT):
        bits &= turned(bits, 1)
    for _ in range(SLOT):
        bits |= turned(bits, DAY - 1)
    return bits


@cache
def two_apart(bits: int) -> bool:
    """Whether two of the minutes lie two hours apart, around the clock."""
    return any(bits & turned(bits, by) for by in range(APART, DAY // 2 + 1))


def gap_of(window: tuple[int, int, int, int], name: str, at: int) -> Gap:
    return Gap(name, at, Window(*window[:2]), Window(*window[2:]), False)


def bits_of(minutes_: Iterable[int]) -> int:
    return sum(1 << t for t in minutes_)


def test_m42_every_pair_of_windows_at_any_two_half_hours_leaves_exactly_the_free_minutes() -> None:
    """Two medicines: each pair of label gaps, the first on every 90 minutes, the second on every
    half hour of the day."""
    least = sorted({(a, a, b, b) for a, _, b, _ in windows()})
    assert len(least) > 10
    halves = range(0, DAY, 30)
    kept = {
        (window, at): bits_of(free_minutes([gap_of(window, "one", at)]))
        for window in least
        for at in halves
    }
    rooms: dict[int, int] = {}
    wrong: list[tuple[object, ...]] = []
    asked = 0
    for one, two in product(least, repeat=2):
        for at in range(0, DAY, 90):
            first = gap_of(one, "one", at)
            for then in halves:
                free = kept[one, at] & kept[two, then]
                room = rooms.get(free)
                if room is None:
                    room = rooms[free] = opened(free)
                found = (first, gap_of(two, "two", then))
                said = 0
                for start, length in timing.free_time(found, SLOT, preferred=False):
                    said |= turned((1 << (length + 1)) - 1, start)
                asked += 1
                if said != room:
                    wrong.append((one, at, two, then))
    assert wrong == []
    assert asked == len(least) ** 2 * 16 * 48


@pytest.mark.parametrize("count", [1, 2])
def test_m42_every_pair_of_windows_gets_an_intake_that_keeps_both(count: int) -> None:
    """The preferred gaps too, over the day of somebody who sleeps at usual hours."""
    one_person = case()
    awake = bits_of(waking(420, 1350))
    everything = windows()
    times = range(0, DAY, 240)
    gaps = {(w, at): gap_of(w, f"{n}", at) for n, w in enumerate(everything) for at in times}
    kept = {key: bits_of(free_minutes([gap])) for key, gap in gaps.items()}
    wished = {key: bits_of(free_minutes([gap], preferred=True)) for key, gap in gaps.items()}
    came_out = {"planned": 0, "refused": 0, "preferred": 0}
    for pair in product(gaps, repeat=2):
        if pair[0] > pair[1]:
            continue  # the order does not count: proved above
        found = [gaps[key] for key in pair]
        room = opened(kept[pair[0]] & kept[pair[1]])
        try:
            got = timing.schedule(one_person, found, count)
        except DoseLimitError:
            came_out["refused"] += 1
            assert not room if count == 1 else not two_apart(room & awake), pair
            continue
        came_out["planned"] += 1
        assert len(got.times) == count
        assert count == 1 or two_apart(bits_of(got.times)), pair
        assert all(room >> time & 1 for time in got.times), pair
        assert not got.awake or all(awake >> time & 1 for time in got.times), pair
        if got.preferred_kept:
            came_out["preferred"] += 1
            wish = opened(wished[pair[0]] & wished[pair[1]])
            assert all(wish >> time & 1 for time in got.times), pair
    assert came_out["refused"] > 0
    assert came_out["planned"] > came_out["preferred"] > 0


def test_two_intakes_fit_though_the_first_free_time_fits_with_no_other() -> None:
    """Awake from 07:00 to 06:50, free from 07:00 to 08:40 and from 05:50 to 06:20: 07:00 lies too close
    to both ends of the night, 08:40 does not."""
    windows = [
        Gap("a", 18 * 60 + 40, Window(670, 670), Window(600, 600), False),
        Gap("b", 6 * 60 + 40, Window(20, 20), Window(20, 20), False),
    ]
    one = case(7 * 60, 6 * 60 + 50, "night")
    assert timing.capacity(one, windows) == 2
    assert set(timing.schedule(one, windows, 2).times) <= {5 * 60 + 50, 6 * 60 + 20, 8 * 60 + 40}
