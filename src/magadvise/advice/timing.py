"""Times of day: the windows of all medicines over a circle of 24 hours, and intakes inside them.

A time ``t`` is free for a medicine taken at ``d`` when ``(t - d) mod 24 h >= after`` and
``(d - t) mod 24 h >= before``. The hard rule uses the label's minimum; the longer, preferred gap is
kept where the day has room. All times are minutes after midnight.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from magadvise import limit
from magadvise.errors import DoseLimitError
from magadvise.knowledge.rows import Knowledge, Window
from magadvise.model import DAY, Profile
from magadvise.rules.case import Case
from magadvise.rules.medicines import SHOWABLE, shown, unresolved_windows
from magadvise.rules.registry import Fields, rule

Free = tuple[int, int]  # start, length; a start plus length past midnight wraps


class Gap(NamedTuple):
    """One dose time of one medicine with the gaps it needs, in minutes."""

    name: str
    at: int
    after: Window
    before: Window
    assumed: bool


class Schedule(NamedTuple):
    """Intake times in the order of the day, and how they were found. ``main`` is the one to keep while
    the day has a single intake."""

    times: tuple[int, ...]
    main: int
    relative: tuple[str, ...]
    free: tuple[Free, ...]
    preferred_kept: bool
    awake: bool


NO_GAP = Window(0, 0)
BED = "bed"
MEALS = ("breakfast", "lunch", "dinner")


def gaps(case: Case) -> tuple[Gap, ...]:
    """Every window of every medicine at each of its times, in an order of its own."""
    found: set[Gap] = set()
    for number, use in enumerate(case.profile.medicines, 1):
        for match in use.matches:
            if match.counts_as_oral:
                times = use.times or match.usual_times or (clock_of(case, "medicine"),)
                for row in match.interactions:
                    if row.mg_after_drug or row.mg_before_drug:
                        windows = (row.mg_after_drug or NO_GAP, row.mg_before_drug or NO_GAP)
                        found |= {Gap(match.name, at, *windows, not use.times) for at in times}
        if not use.resolved:
            windows = unresolved_windows(case, use)
            found |= {Gap(shown(case, use.text, number), at, *windows, False) for at in use.times}
    return tuple(sorted(found))


def free_time(found: Sequence[Gap], slot: int, *, preferred: bool) -> tuple[Free, ...]:
    """The free stretches of the day, at least ``slot`` minutes wide, in order of their start."""
    arcs = []
    for gap in found:
        after = gap.after.preferred if preferred else gap.after.minimum
        before = gap.before.preferred if preferred else gap.before.minimum
        # The instant of the dose itself is never free, even where one side has no gap.
        after, before = max(after, 1), max(before, 1)
        arcs.append(((gap.at - before) % DAY, after + before))
    if not arcs:
        return ((0, DAY),)
    first = min(start for start, _ in arcs)
    # Yesterday's arcs too, so that those that wrap past midnight cover this morning.
    line = sorted((s + shift, s + shift + length) for s, length in arcs for shift in (-DAY, 0))
    line.append((first + DAY, first + DAY))
    free: list[Free] = []
    reach = line[0][1]
    for start, end in line:
        if start > reach and reach >= first:
            free.append((reach % DAY, start - reach))
        reach = max(reach, end)
    return tuple(sorted(f for f in free if f[1] >= slot))


def is_free(free: Iterable[Free], time: int) -> bool:
    """Whether a time lies inside one of the free stretches."""
    return any((time - start) % DAY <= length for start, length in free)


def keeps_gaps(found: Iterable[Gap], time: int) -> bool:
    """The rule itself, asked of one time; the plan's own guard uses it."""
    return all(
        (time - gap.at) % DAY >= gap.after.minimum and (gap.at - time) % DAY >= gap.before.minimum
        for gap in found
    )


def guard(found: Iterable[Gap], times: Iterable[int]) -> None:
    """Raise unless every intake keeps every label gap."""
    found = tuple(found)
    if not all(keeps_gaps(found, time) for time in times):
        raise DoseLimitError("an intake lies inside the window of a medicine")


def clock_of(case: Case, what: str) -> int:
    """A usual time of day, in minutes."""
    return case.knowledge.usual_times[what].minute


def free_of(case: Case, found: Sequence[Gap], *, preferred: bool = False) -> tuple[Free, ...]:
    """The free stretches that are wide enough for an intake."""
    return free_time(found, case.whole("slot_minutes"), preferred=preferred)


def capacity(case: Case, found: Sequence[Gap]) -> int:
    """How many intakes the day has room for: 0, 1 or 2."""
    free = free_of(case, found)
    if not free:
        return 0
    return 2 if _room_for_two(case, free) else 1


def _room_for_two(case: Case, free: Sequence[Free]) -> bool:
    """Whether two waking times are far enough apart, whatever the order in which they are wished."""
    wake = _wake(case)
    day = (_bedtime(case) - wake) % DAY
    since_waking = {(t - wake) % DAY for t in (*_ends(case, free), *_wished(case))}
    fit = [t for t in since_waking if t <= day and is_free(free, wake + t)]
    apart = case.whole("between_intakes_minutes")
    return any(_distance(a, b) >= apart for a in fit for b in fit)


def schedule(case: Case, found: Sequence[Gap], count: int) -> Schedule:
    """``count`` intake times. The bedtime (or meal) rule comes first, then the preferred gaps, then
    the label's gaps, then - for a single intake only - the sleep hours. Raises if nothing fits: the
    findings must have refused the dose before."""
    hard, targets = free_of(case, found), _targets(case)

    def scheduled(times: tuple[int, ...], preferred: bool, awake: bool) -> Schedule:
        main = min(times, key=lambda t: (_distance(t, targets[0]), t))
        return Schedule(times, main, relative(case, times), hard, preferred, awake)

    for preferred in (True, False):
        free = free_of(case, found, preferred=True) if preferred else hard
        times = _pick(case, free, targets, count, awake=True)
        if times:
            return scheduled(times, preferred, True)
    times = _pick(case, hard, targets, 1, awake=False) if count == 1 else ()
    if not times:
        raise DoseLimitError("a dose was planned for a day without room for it")
    return scheduled(times, False, False)


def _pick(
    case: Case, free: Sequence[Free], targets: Sequence[int], count: int, *, awake: bool
) -> tuple[int, ...]:
    """Times in the order of the day; empty when ``count`` times do not fit."""
    found = _options(case, free, targets, awake)
    if count == 1:
        return tuple(islice(found, 1))
    options = [*found]
    apart = case.whole("between_intakes_minutes")
    for first in options:
        rest = [t for t in options if _distance(t, first) >= apart]
        # The next target that is free (a meal), else the time nearest to one.
        second = next((t for t in targets[1:] if t in rest), rest[0] if rest else None)
        if second is not None:
            morning = _wake(case)
            return tuple(sorted((first, second), key=lambda t: (t - morning) % DAY))
    return ()


def _targets(case: Case) -> tuple[int, ...]:
    """Wished times, the best first: half an hour before bed for night patterns, meals by day."""
    bed, *meals = _wished(case)
    pattern = case.knowledge.patterns[case.profile.main_pattern]
    return (bed, *meals) if pattern.when_to_take == "bedtime" else (*reversed(meals), bed)


def _wished(case: Case) -> tuple[int, ...]:
    """Half an hour before bed, and the meals from the last on."""
    bed = (_bedtime(case) - case.whole("before_bed_minutes")) % DAY
    return (bed, *(clock_of(case, meal) for meal in ("dinner", "lunch", "breakfast")))


def _ends(case: Case, free: Iterable[Free]) -> set[int]:
    """The ends of the free stretches and of the waking day."""
    return {
        *(t % DAY for start, length in free for t in (start, start + length)),
        _wake(case),
        _bedtime(case) % DAY,
    }


def _options(
    case: Case, free: Sequence[Free], targets: Sequence[int], awake: bool
) -> Iterator[int]:
    """Free times worth trying: the targets, then the ends of the free stretches by their distance
    to the first target (the earlier in the day on a tie)."""
    wake = _wake(case)
    day = (_bedtime(case) - wake) % DAY if awake else DAY

    def fit(times: Iterable[int]) -> Iterator[int]:
        return (t for t in times if (t - wake) % DAY <= day and is_free(free, t))

    wished = dict.fromkeys(targets)
    yield from fit(wished)
    ends = _ends(case, free) - wished.keys()
    yield from fit(sorted(ends, key=lambda t: (_distance(t, targets[0]), (t - wake) % DAY)))


def _distance(a: int, b: int) -> int:
    return min((a - b) % DAY, (b - a) % DAY)


def waking(profile: Profile, knowledge: Knowledge) -> tuple[int, int]:
    """When somebody wakes and goes to bed. Where only one is told and the usual time of the other
    leaves a day that nobody has (who works at night), the other is assumed a usual night apart."""
    usual, numbers = knowledge.usual_times, knowledge.numbers
    wake = usual["wake"].minute if profile.wake is None else profile.wake
    bed = usual["bedtime"].minute if profile.bedtime is None else profile.bedtime
    if (profile.wake is None) != (profile.bedtime is None):
        day = (bed - wake) % DAY
        if not numbers["waking_least_minutes"] <= day <= numbers["waking_most_minutes"]:
            night = (usual["wake"].minute - usual["bedtime"].minute) % DAY
            if profile.wake is None:
                wake = (bed + night) % DAY
            else:
                bed = (wake - night) % DAY
    return wake, bed


def _wake(case: Case) -> int:
    return waking(case.profile, case.knowledge)[0]


def _bedtime(case: Case) -> int:
    return waking(case.profile, case.knowledge)[1]


def beside(case: Case, times: Iterable[int]) -> tuple[str, ...]:
    """What each intake lies next to: ``BED``, one of ``MEALS``, or "" for neither."""
    known = {clock_of(case, meal): meal for meal in MEALS}
    known[(_bedtime(case) - case.whole("before_bed_minutes")) % DAY] = BED
    return tuple(known.get(t, "") for t in times)


def relative(case: Case, times: Iterable[int]) -> tuple[str, ...]:
    """The same in words."""
    words = case.knowledge.words
    return tuple(
        words("relative.bed", minutes=case.whole("before_bed_minutes"))
        if what == BED
        else words(f"relative.{what or 'free'}")
        for what in beside(case, times)
    )


def blockers(case: Case, found: Iterable[Gap]) -> list[str]:
    """The medicines whose windows fill the day: those without which there would be room, or all of
    them where no single one is to blame."""
    names = list(dict.fromkeys(gap.name for gap in found))
    guilty = [
        name for name in names if free_of(case, tuple(gap for gap in found if gap.name != name))
    ]
    return guilty or names


@rule("TIM001")
def no_time(case: Case) -> Iterator[Fields]:
    found = gaps(case)
    if not free_of(case, found):
        slot = case.whole("slot_minutes")
        blocking = blockers(case, found)
        few = names = ", ".join(blocking)
        if len(names) > SHOWABLE + 2:
            few = case.knowledge.words("medicines.count", count=len(blocking))
        yield {"few": few, "names": names, "slot": str(slot)}


@rule("TIM004")
def one_intake_only(case: Case) -> Iterator[Fields]:
    """Only where a second intake would be wanted."""
    wanted = limit.excess(case.remaining_mg, case.whole("one_intake_mg"))
    if wanted and capacity(case, gaps(case)) == 1:
        yield {}
