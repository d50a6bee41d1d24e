"""M42: the generated day keeps every label gap, minute by minute and across midnight.

The free minutes are computed here by brute force from the hours on the labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property import world
from property.laws import Document, Meter, answer, trying
from property.strategies import SHOWING, TIMES, Answers, Use, mostly_well, uses, uses_of, with_uses

pytestmark = pytest.mark.core

SLOT = 30  # minutes: a shorter free stretch is no safe time
WITH_HOURS = [m.name for m in world.APART]
TAKEN = st.one_of(
    uses(st.sampled_from(WITH_HOURS), 1, 2),
    uses(st.sampled_from([*SHOWING, world.UNKNOWN_NAMES[1]]), 1, 3),
)


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _doses(doc: Document, person: Answers) -> list[tuple[int, int, int]]:
    """Minute and label hours of every dose: as told, or as the plan says it assumed."""
    found = []
    for use in uses_of(person):
        medicine = world.MEDICINES.get(use.name)
        times = list(use.times)
        if medicine is None:
            hours = (world.UNKNOWN_HOURS, world.UNKNOWN_HOURS)
        else:
            hours = (medicine.after, medicine.before)
            if hours != (0, 0) and not times:
                times = [e["time"] for e in doc["timing"]["timeline"]
                         if e["what"].casefold() == medicine.ingredients[0]]  # fmt: skip
                assert times, f"no time assumed for {use.name}"
        if hours != (0, 0):
            found += [(_minute(time), *hours) for time in times]
    return found


def _runs(free: set[int]) -> list[tuple[int, int]]:
    """Unbroken stretches of free minutes on the circle of the day: start and length."""
    starts = sorted(t for t in free if (t - 1) % world.DAY not in free)
    runs = []
    for start in starts:
        length = 0
        while (start + length + 1) % world.DAY in free and length < world.DAY:
            length += 1
        runs.append((start, length))
    return runs


def _allowed(doc: Document) -> set[int]:
    """All minutes that the document calls allowed, ends included."""
    minutes: set[int] = set()
    for stretch in doc["timing"]["allowed"]:
        start = _minute(stretch["from"])
        length = (_minute(stretch["to"]) - start - 1) % world.DAY + 1
        minutes |= {(start + m) % world.DAY for m in range(length + 1)}
    return minutes


def test_m42_every_intake_keeps_the_gap_of_every_dose_across_midnight() -> None:
    """M42. The generated schedule keeps the required gap from each interacting drug."""
    meter = Meter()

    @trying(200)
    @given(mostly_well(1), TAKEN)
    def tried(person: Answers, taken: list[Use]) -> None:
        person = with_uses(person, taken)
        doc = answer(person)
        doses = _doses(doc, person) if doc["timing"] else []
        if doc["timing"]:
            free = world.free_minutes(doses)
            assert {_minute(intake["time"]) for intake in doc["timing"]["intakes"]} <= free
        meter.saw(bool(doses))

    tried()
    meter.check()


def test_m42_the_allowed_times_are_exactly_the_free_stretches_of_half_an_hour_and_more() -> None:
    """M42. What the plan calls free for magnesium is free, and nothing that is free is left out."""
    meter = Meter()

    @trying(120)
    @given(mostly_well(0), TAKEN)
    def tried(person: Answers, taken: list[Use]) -> None:
        person = with_uses(person, taken)
        doc = answer(person)
        wraps = False
        if doc["timing"]:
            free = world.free_minutes(_doses(doc, person))
            allowed = _allowed(doc)
            assert allowed <= free
            for start, length in _runs(free):
                whole = {(start + m) % world.DAY for m in range(length + 1)}
                assert whole <= allowed if length >= SLOT else not whole & allowed
            wraps = {0, world.DAY - 1} <= allowed and len(allowed) < world.DAY
        meter.saw(wraps)

    tried()
    meter.check()


def test_m42_a_day_without_half_an_hour_of_room_shows_no_dose() -> None:
    """M42. Where no stretch of half an hour is free, a clinician decides and nothing is planned."""
    meter = Meter()
    # Three or four doses about evenly spread, as a course is taken; and any other times.
    spread = st.builds(
        lambda count, first, jitter: tuple(
            f"{t // 60:02d}:{t % 60:02d}"
            for t in sorted({(first + n * world.DAY // count + n * jitter) % world.DAY
                             for n in range(count)})
        ),
        st.integers(2, 4), st.integers(0, world.DAY - 1), st.sampled_from([0, 0, 10, 20, 29, 30]),
    )  # fmt: skip
    crowded = st.builds(
        Use,
        st.sampled_from(["ciprofloxacin", "moxifloxacin", "levothyroxine", "doxycycline"]),
        st.one_of(spread, spread, st.lists(TIMES, min_size=1, max_size=3, unique=True).map(tuple)),
    )

    @trying(120)
    @given(mostly_well(0), crowded)
    def tried(person: Answers, use: Use) -> None:
        doc = answer(with_uses(person, [use]))
        medicine = world.MEDICINES[use.name]
        doses = [(_minute(time), medicine.after, medicine.before) for time in use.times]
        room = any(length >= SLOT for _, length in _runs(world.free_minutes(doses)))
        if not room:
            assert doc["disposition"] == "clinician_first"
            assert doc["dose"] is None
        else:
            assert doc["disposition"] in ("supplement", "no_room")
        meter.saw(not room)

    tried()
    meter.check()
