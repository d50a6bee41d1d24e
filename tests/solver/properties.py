"""What must hold of the shipped limit and dosing functions for all whole numbers.

Each function is a question with the answer yes. A solver proves it for every number (``make proofs``);
``test_properties.py`` asks it of many numbers, one by one. ``pre:`` says which numbers are meant. Loops
have an end: three steps, as both protocols have, and three caps, as the data have; more caps are three
taken one after the other. Divided amounts end at 1000 mg; no limit is above 350.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from magadvise import limit
from magadvise.advice import dosing
from magadvise.errors import DoseLimitError
from magadvise.rules.case import Case

MOST_AT_ONCE = 200
ADULT = ((1, 150), (4, 200), (7, 300))
OLDER = ((1, 100), (8, 150), (15, 200))


def raises(ceiling: int, ul: int | None, other: int, steps: Any, most: int = MOST_AT_ONCE) -> bool:
    """Whether the guard of a plan refuses it."""
    try:
        limit.guard(ceiling, ul, other, steps, most)
    except DoseLimitError:
        return True
    return False


def dose_steps(age: int, ceiling: int, no_increase: bool) -> tuple[dosing.DoseStep, ...]:
    """The steps of a person of this age, with the numbers that are reviewed."""
    numbers = {"older_adult_years": 65, "one_intake_mg": MOST_AT_ONCE}
    protocols = {"adult": SimpleNamespace(steps=ADULT), "older_adult": SimpleNamespace(steps=OLDER)}
    case: Any = SimpleNamespace(
        profile=SimpleNamespace(age_years=age),
        knowledge=SimpleNamespace(protocols=protocols, numbers=numbers),
        n=numbers.__getitem__,
        whole=numbers.__getitem__,
    )
    return dosing.steps(case, ceiling, no_increase=no_increase)


def what_is_left_is_never_below_0(ul: int, other: int) -> bool:
    """
    pre: ul >= 0 and other >= 0
    post: _
    """
    return limit.remaining(ul, other) >= 0


def without_a_limit_nothing_is_left(other: int) -> bool:
    """
    pre: other >= 0
    post: _
    """
    return limit.remaining(None, other) == 0


def the_ceiling_is_never_above_the_limit_less_the_other(
    ul: int, other: int, a: int, b: int, c: int
) -> bool:
    """
    pre: min(ul, other, a, b, c) >= 0
    post: _
    """
    ceiling = limit.lowest(limit.remaining(ul, other), (a, b, c))
    return 0 <= ceiling <= max(0, ul - other)


def the_ceiling_is_never_above_a_cap(left: int, a: int, b: int, c: int) -> bool:
    """
    pre: min(left, a, b, c) >= 0
    post: _
    """
    return limit.lowest(left, (a, b, c)) <= min(a, b, c)


def one_more_cap_never_raises_the_ceiling(left: int, a: int, b: int, more: int) -> bool:
    """
    pre: min(left, a, b, more) >= 0
    post: _
    """
    return (
        limit.lowest(left, (a, b, more)) <= limit.lowest(left, (a, b)) <= limit.lowest(left, (a,))
        and limit.lowest(left, (a,)) <= limit.lowest(left, ()) <= left
    )


def caps_one_after_the_other_do_what_they_do_at_once(left: int, a: int, b: int, c: int) -> bool:
    """
    pre: min(left, a, b, c) >= 0
    post: _
    """
    one_by_one = limit.lowest(limit.lowest(limit.lowest(left, (a,)), (b,)), (c,))
    return limit.lowest(left, (a, b, c)) == one_by_one == limit.lowest(left, (c, b, a))


def more_of_the_other_never_raises_the_ceiling(ul: int, other: int, more: int, cap: int) -> bool:
    """
    pre: min(ul, other, more, cap) >= 0
    post: _
    """
    with_more = limit.lowest(limit.remaining(ul, other + more), (cap,))
    return with_more <= limit.lowest(limit.remaining(ul, other), (cap,))


def a_second_limit_never_raises_the_first(first: int, second: int | None) -> bool:
    """
    post: _
    """
    both = limit.upper_limit(first, second)
    return both is not None and both <= first and (second is None or both <= second)


def no_step_is_above_the_ceiling(a: int, b: int, c: int, ceiling: int) -> bool:
    """
    pre: min(a, b, c, ceiling) >= 0
    post: _
    """
    return all(mg <= ceiling for _, mg in limit.cut(((1, a), (4, b), (7, c)), ceiling))


def cut_steps_rise_and_keep_their_days(a: int, b: int, c: int, ceiling: int) -> bool:
    """
    pre: min(a, b, c, ceiling) >= 0
    post: _
    """
    kept = limit.cut(((1, a), (4, b), (7, c)), ceiling)
    rising = all(x[0] < y[0] and x[1] < y[1] for x, y in pairwise(kept))
    return rising and kept[0][0] == 1 and kept[-1][1] == min(max(a, b, c), ceiling)


def intakes_add_up_to_the_step_and_none_is_above_200_mg(mg: int) -> bool:
    """
    pre: 0 <= mg <= 1000
    post: _
    """
    parts = limit.split(mg, MOST_AT_ONCE)
    return sum(parts) == mg and all(0 <= part <= MOST_AT_ONCE for part in parts)


def intakes_are_even_and_as_few_as_can_be(mg: int) -> bool:
    """
    pre: 1 <= mg <= 1000
    post: _
    """
    parts = limit.split(mg, MOST_AT_ONCE)
    return max(parts) - min(parts) <= 1 and (len(parts) - 1) * MOST_AT_ONCE < mg


def the_guard_stops_a_step_above_the_ceiling(
    ceiling: int, ul: int, other: int, first: int, mg: int
) -> bool:
    """
    pre: min(ul, other, ceiling) >= 0 and mg > ceiling
    post: _
    """
    return raises(ceiling, ul, other, ((mg, (mg,)),)) and raises(
        ceiling, ul, other, ((first, (first,)), (mg, (mg,)))
    )


def the_guard_stops_a_ceiling_above_the_limit(ceiling: int, ul: int, other: int, mg: int) -> bool:
    """
    pre: min(ul, other) >= 0 and ceiling > max(0, ul - other)
    post: _
    """
    return raises(ceiling, ul, other, ((mg, (mg,)),)) and raises(ceiling, None, other, ())


def the_guard_stops_intakes_that_do_not_add_up(ceiling: int, mg: int, a: int, b: int) -> bool:
    """
    pre: ceiling >= 0 and a + b != mg
    post: _
    """
    return raises(ceiling, ceiling, 0, ((mg, (a, b)),))


def the_guard_stops_an_intake_above_200_mg(ceiling: int, a: int, b: int) -> bool:
    """
    pre: ceiling >= 0 and max(a, b) > 200
    post: _
    """
    return raises(ceiling, ceiling, 0, ((a + b, (a, b)),))


def the_guard_stops_steps_that_do_not_rise(ceiling: int, first: int, second: int) -> bool:
    """
    pre: ceiling >= 0 and second <= first
    post: _
    """
    return raises(ceiling, ceiling, 0, ((first, (first,)), (second, (second,))))


def the_guard_lets_a_right_plan_pass(ul: int, other: int, mg: int) -> bool:
    """
    pre: 0 <= other and 1 <= mg <= min(ul - other, 200)
    post: _
    """
    return not raises(ul - other, ul, other, ((mg, (mg,)),))


def excess_and_room_agree(ul: int, other: int) -> bool:
    """
    pre: ul >= 0 and other >= 0
    post: _
    """
    above, left = limit.over(ul, other), limit.remaining(ul, other)
    return above == limit.excess(other, ul) and left - above == ul - other and min(left, above) == 0


def there_is_room_from_exactly_the_least_amount(left: int, least: int) -> bool:
    """
    post: _
    """
    return limit.has_room(left, least) == (least <= left)


def no_dose_of_a_person_is_above_the_ceiling(age: int, ceiling: int, no_increase: bool) -> bool:
    """
    pre: age >= 1 and 1 <= ceiling <= 1000
    post: _
    """
    steps = dose_steps(age, ceiling, no_increase)
    return all(
        step.mg_per_day <= ceiling
        and sum(step.intakes_mg) == step.mg_per_day
        and max(step.intakes_mg) <= MOST_AT_ONCE
        for step in steps
    )


def from_65_years_no_dose_is_above_200_mg_and_the_first_is_100(age: int, ceiling: int) -> bool:
    """
    pre: age >= 65 and 1 <= ceiling <= 1000
    post: _
    """
    steps = dose_steps(age, ceiling, False)
    return steps[-1].mg_per_day <= 200 and steps[0].mg_per_day == min(100, ceiling)


def without_increase_there_is_one_step_of_150_mg_at_most(age: int, ceiling: int) -> bool:
    """
    pre: age >= 1 and 1 <= ceiling <= 1000
    post: _
    """
    steps = dose_steps(age, ceiling, True)
    return len(steps) == 1 and steps[0].mg_per_day <= 150


def the_guard_lets_the_steps_of_a_person_pass(age: int, ul: int, other: int) -> bool:
    """
    pre: age >= 1 and other >= 0 and 1 <= ul - other <= 1000
    post: _
    """
    left = limit.remaining(ul, other)
    steps = [(step.mg_per_day, step.intakes_mg) for step in dose_steps(age, left, False)]
    return not raises(left, ul, other, steps)


def what_a_person_has_left_is_the_limit_less_the_other(ul: int, other: int) -> bool:
    """
    pre: ul >= 0 and other >= 0
    post: _
    """
    case: Any = SimpleNamespace(intake=SimpleNamespace(ul_mg=ul), other_mg=other)
    left = Case.remaining_mg.fget(case)  # type: ignore[attr-defined]
    return left == max(0, ul - other)


def every_property() -> list[Callable[..., bool]]:
    """The questions above, in their order."""
    mine = [f for f in globals().values() if getattr(f, "__module__", "") == __name__]
    return [f for f in mine if "post: _" in (f.__doc__ or "")]
