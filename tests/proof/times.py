"""The day: all windows of up to three medicines, and intake times that keep every one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Any

from magadvise.model import DAY, Intake, MedicineUse
from proof import texts
from proof.tally import Tally
from proof.walk import Walker, canonical

SLOT, APART = 30, 120  # minutes: the least free stretch, and between two intakes
GENERAL = 180  # minutes kept from a medicine that is in no table
MEDICINE_TIME = 480  # 08:00, where a medicine has no usual time
CLOCKS = ((None, None), (1320, 420), (0, 480), (360, 840), (1380, 1200))  # bed, wake
PATTERNS = ((), ("night",), ("daytime",))
GIVEN_TIMES = ((420,), (720, 1320))
Arc = tuple[int, int, int]  # minute of the medicine, minutes after, minutes before


def arcs(uses: Iterable[MedicineUse]) -> list[Arc]:
    """What the labels ask for, from the rows themselves."""
    found = []
    for use in uses:
        for match in use.matches:
            if match.route in ("oral", "unknown"):
                for row in match.interactions:
                    after = row.mg_after_drug.minimum if row.mg_after_drug else 0
                    before = row.mg_before_drug.minimum if row.mg_before_drug else 0
                    for at in use.times or match.usual_times or (MEDICINE_TIME,):
                        if row.mg_after_drug or row.mg_before_drug:
                            found.append((at, after, before))
        if not use.resolved:
            found += [(at, GENERAL, GENERAL) for at in use.times]
    return found


def keeps(found: Iterable[Arc], time: int) -> bool:
    return all(
        (time - at) % DAY >= after and (at - time) % DAY >= before for at, after, before in found
    )


@cache
def _free(arc: Arc) -> int:
    """The minutes that keep one window and are not the medicine's own, a bit each, over two days."""
    minutes = sum(1 << t for t in range(DAY) if t != arc[0] and keeps((arc,), t))
    return minutes << DAY | minutes


def has_slot(found: list[Arc]) -> bool:
    """Whether some half hour of the day keeps all windows, by the minute, its ends included."""
    free = (1 << 2 * DAY) - 1
    for arc in found:
        free &= _free(arc)
    for _ in range(SLOT):
        free &= free >> 1
    return free != 0


def day(walker: Walker, part: int, tally: Tally) -> None:
    """All sets of up to three windows at the usual times."""
    for number, each in enumerate(_sets(walker, 3)):
        if number % walker.every == 0 and number % 4 == part:
            at, uses = _named(walker, each)
            findings, _ = walker.ask("day", {"medicines": uses})
            found = tally.found(at, findings)
            slot = has_slot(arcs(uses))
            tally.need(slot or found.rung >= texts.CLINICIAN, at, "a dose on a day without room")


def schedule(walker: Walker, part: int, tally: Tally) -> None:
    """One intake and two, for sets of up to two windows at usual and at given times."""
    for number, (each, times_) in enumerate(_timed(walker)):
        if number % walker.every or number % 4 != part:
            continue
        at, uses = _named(walker, each, times_)
        if walker.ask("day", {"medicines": uses})[0]:
            continue  # no time at all: no dose
        found = arcs(uses)
        for patterns in PATTERNS:
            for bedtime, wake in CLOCKS:
                values = {
                    "medicines": uses, "patterns": patterns, "bedtime": bedtime, "wake": wake,
                }  # fmt: skip
                _schedule(walker, values, f"{at} {canonical(values)}", found, tally)


def _schedule(
    walker: Walker, values: dict[str, Any], at: str, found: list[Arc], tally: Tally
) -> None:
    for room in (texts.AT_ONCE, texts.AT_ONCE + 1):
        intake = Intake(320, 320, 320, "RDA", "", room, False, False, ())
        told, _ = walker.ask("second", {**values, "intake": intake, "other_mg": 0})
        effect = tally.found(f"{at} room={room}", told)
        tally.need(room > texts.AT_ONCE or not told, at, "one intake of one")
        two = room > texts.AT_ONCE and min(effect.caps, default=999) > texts.AT_ONCE
        intakes = (101, 100) if two else (150,)
        findings, text = walker.ask("schedule", {**values, "intakes": intakes})
        tally.found(f"{at} intakes={len(intakes)}", findings)
        times = [int(t[:2]) * 60 + int(t[3:]) for t in text.split(";")]
        tally.answers.update(f"{at} {text}\n".encode())
        tally.need(len(times) == len(intakes), at, "not a time for each intake")
        tally.need(all(keeps(found, t) for t in times), at, "an intake inside a window")
        close = two and min((times[0] - times[-1]) % DAY, (times[-1] - times[0]) % DAY) < APART
        tally.need(not close, at, "two intakes too close")


def _sets(walker: Walker, most: int) -> Iterator[tuple[int, ...]]:
    for size in range(most + 1):
        yield from combinations(walker.shapes, size)


def _timed(walker: Walker) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Singles and pairs as usual, singles at other times."""
    for each in _sets(walker, 2):
        yield each, ()
    for number in walker.shapes:
        for times in GIVEN_TIMES:
            yield (number,), times


def _named(
    walker: Walker, numbers: tuple[int, ...], times: tuple[int, ...] = ()
) -> tuple[str, tuple[MedicineUse, ...]]:
    """The windows of a set as text, and the medicines at these times."""
    at = " & ".join(walker.behaviours[n].shape for n in numbers)
    return f"{at} {times}", tuple(use._replace(times=times) for use in walker.uses(numbers))


WALKS = {"day": (day, 4), "schedule": (schedule, 4)}
