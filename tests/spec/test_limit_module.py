"""Each function of the one module that compares milligrams with a limit, worked out by hand."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from magadvise import DoseLimitError, limit

pytestmark = pytest.mark.core

BAD = [-1, 1.5, 350.0, True, False, None, "350", float("nan"), float("inf")]


# upper_limit, remaining, over, has_room, lowest ---------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ((350, 250), 250),
        ((250, 350), 250),
        ((350, None), 350),
        ((None, 65), 65),
        ((350, 0), 0),
        ((None, None), None),
        ((), None),
    ],
)
def test_the_upper_limit_is_the_lowest_that_exists(
    limits: tuple[int | None, ...], expected: int | None
) -> None:
    assert limit.upper_limit(*limits) == expected


@pytest.mark.parametrize(
    ("ul", "other", "expected"),
    [
        (350, 0, 350),
        (350, 1, 349),
        (350, 299, 51),
        (350, 300, 50),
        (350, 301, 49),
        (350, 350, 0),
        (350, 351, 0),
        (350, 5000, 0),
        (65, 10, 55),
        (0, 0, 0),
        (None, 0, 0),
        (None, 100, 0),
    ],
)
def test_remaining_is_limit_less_other_and_never_below_0(
    ul: int | None, other: int, expected: int
) -> None:
    assert limit.remaining(ul, other) == expected


@pytest.mark.parametrize(
    ("ul", "other", "expected"),
    [
        (350, 0, 0),
        (350, 349, 0),
        (350, 350, 0),
        (350, 351, 1),
        (350, 450, 100),
        (None, 30, 30),
        (None, 0, 0),
    ],
)
def test_over_is_what_other_magnesium_has_above_the_limit(
    ul: int | None, other: int, expected: int
) -> None:
    assert limit.over(ul, other) == expected


@pytest.mark.parametrize(("left", "expected"), [(0, False), (49, False), (50, True), (51, True)])
def test_exactly_the_least_amount_is_room(left: int, expected: bool) -> None:
    assert limit.has_room(left, 50) is expected


@pytest.mark.parametrize(
    ("left", "caps", "expected"),
    [
        (350, [], 350),
        (350, [200], 200),
        (350, [200, 150], 150),
        (350, [150, 200], 150),
        (100, [150, 200], 100),
        (350, [0], 0),
        (0, [150], 0),
    ],
)
def test_the_ceiling_is_the_lowest_of_remaining_and_caps(
    left: int, caps: list[int], expected: int
) -> None:
    assert limit.lowest(left, caps) == expected
    assert limit.lowest(left, iter(caps)) == expected


# cut, split, excess -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ceiling", "expected"),
    [
        (350, ((1, 150), (4, 200), (7, 300))),
        (300, ((1, 150), (4, 200), (7, 300))),
        (299, ((1, 150), (4, 200), (7, 299))),
        (201, ((1, 150), (4, 200), (7, 201))),
        (200, ((1, 150), (4, 200))),
        (151, ((1, 150), (4, 151))),
        (150, ((1, 150),)),
        (149, ((1, 149),)),
        (50, ((1, 50),)),
    ],
)
def test_steps_are_cut_and_those_that_raise_nothing_dropped(
    ceiling: int, expected: tuple[tuple[int, int], ...]
) -> None:
    assert limit.cut([(1, 150), (4, 200), (7, 300)], ceiling) == expected


@pytest.mark.parametrize(
    ("mg", "parts"),
    [
        (1, [1]),
        (199, [199]),
        (200, [200]),
        (201, [100, 101]),
        (250, [125, 125]),
        (300, [150, 150]),
        (400, [200, 200]),
        (401, [133, 134, 134]),
    ],
)
def test_a_dose_is_split_into_the_fewest_even_parts_of_at_most_200_mg(
    mg: int, parts: list[int]
) -> None:
    assert sorted(limit.split(mg, 200)) == parts


def test_every_dose_up_to_5000_mg_keeps_its_sum_and_the_most_at_once() -> None:
    for mg in range(1, 5001):
        parts = limit.split(mg, 200)
        assert sum(parts) == mg
        assert all(0 < part <= 200 for part in parts)
        assert len(parts) == (mg + 199) // 200


@pytest.mark.parametrize(
    ("dose", "ceiling", "expected"),
    [(0, 0, 0), (1, 0, 1), (349, 350, 0), (350, 350, 0), (351, 350, 1), (400, 350, 50)],
)
def test_excess_is_what_a_dose_has_above_the_ceiling(
    dose: int, ceiling: int, expected: int
) -> None:
    assert limit.excess(dose, ceiling) == expected


# what is no whole number of milligrams ------------------------------------------------------------


@pytest.mark.parametrize("bad", BAD, ids=repr)
@pytest.mark.parametrize(
    "call",
    [
        lambda bad: limit.remaining(350, bad),
        lambda bad: limit.lowest(bad, [150]),
        lambda bad: limit.lowest(350, [bad]),
        lambda bad: limit.cut([(1, 150)], bad),
        lambda bad: limit.split(bad, 200),
        lambda bad: limit.split(150, bad),
        lambda bad: limit.excess(bad, 350),
        lambda bad: limit.guard(bad, 350, 0, [], 200),
        lambda bad: limit.guard(350, 350, bad, [], 200),
        lambda bad: limit.guard(350, 350, 0, [(bad, (150,))], 200),
        lambda bad: limit.guard(350, 350, 0, [(150, (bad,))], 200),
    ],
)
def test_an_amount_that_is_no_whole_number_raises(call: Callable[[Any], object], bad: Any) -> None:
    with pytest.raises(DoseLimitError):
        call(bad)


@pytest.mark.parametrize("bad", [bad for bad in BAD if bad is not None], ids=repr)
def test_a_limit_that_is_no_whole_number_raises(bad: Any) -> None:
    with pytest.raises(DoseLimitError):
        limit.remaining(bad, 0)
    with pytest.raises(DoseLimitError):
        limit.guard(0, bad, 0, [], 200)


def test_an_intake_that_may_hold_nothing_raises() -> None:
    with pytest.raises(DoseLimitError):
        limit.split(150, 0)


# guard --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ceiling", "ul", "other", "steps"),
    [
        (350, 350, 0, [(150, (150,)), (200, (200,)), (300, (150, 150))]),
        (350, 350, 0, [(350, (175, 175))]),
        (50, 350, 300, [(50, (50,))]),
        (0, None, 0, []),
        (0, 350, 400, []),
    ],
)
def test_the_guard_lets_a_plan_within_every_limit_pass(
    ceiling: int, ul: int | None, other: int, steps: list[tuple[int, tuple[int, ...]]]
) -> None:
    limit.guard(ceiling, ul, other, steps, 200)
    limit.guard(ceiling, ul, other, iter(steps), 200)


@pytest.mark.parametrize(
    ("ceiling", "ul", "other", "steps"),
    [
        (351, 350, 0, []),
        (350, 350, 1, []),
        (51, 350, 300, []),
        (1, None, 0, []),
        (1, 350, 350, []),
        (350, 350, 0, [(351, (176, 175))]),
        (150, 350, 0, [(150, (150,)), (151, (151,))]),
        (350, 350, 0, [(0, ())]),
        (350, 350, 0, [(0, (0,))]),
        (350, 350, 0, [(150, (150,)), (150, (150,))]),
        (350, 350, 0, [(200, (200,)), (150, (150,))]),
        (350, 350, 0, [(300, (150, 149))]),
        (350, 350, 0, [(300, (150, 151))]),
        (350, 350, 0, [(300, ())]),
        (350, 350, 0, [(300, (150, 150, 0))]),
        (350, 350, 0, [(201, (201,))]),
        (350, 350, 0, [(300, (201, 99))]),
    ],
    ids=[
        "ceiling above the limit",
        "ceiling above what is left",
        "ceiling 1 mg above what is left",
        "ceiling without a limit",
        "ceiling with nothing left",
        "step above the ceiling",
        "second step above the ceiling",
        "empty step",
        "step of 0 mg",
        "step that raises nothing",
        "step that goes down",
        "intakes below the step",
        "intakes above the step",
        "no intakes",
        "intake of 0 mg",
        "one intake of 201 mg",
        "first intake of 201 mg",
    ],
)
def test_the_guard_stops_everything_else(
    ceiling: int, ul: int | None, other: int, steps: list[tuple[int, tuple[int, ...]]]
) -> None:
    with pytest.raises(DoseLimitError):
        limit.guard(ceiling, ul, other, steps, 200)


# no default ---------------------------------------------------------------------------------------


def test_no_function_of_the_module_has_a_default_or_a_number_of_its_own() -> None:
    functions = dict(inspect.getmembers(limit, inspect.isfunction))
    public = {name for name in functions if not name.startswith("_")}
    assert public == {
        "upper_limit", "remaining", "over", "has_room", "lowest", "cut", "split", "excess", "guard",
        "units",
    }  # fmt: skip
    for function in functions.values():
        for parameter in inspect.signature(function).parameters.values():
            assert parameter.default is inspect.Parameter.empty
    numbers = [value for value in vars(limit).values() if isinstance(value, (int, float))]
    assert [n for n in numbers if not hasattr(n, "compiler_flag")] == []


def test_the_error_is_a_fault_of_the_program_not_of_the_person() -> None:
    assert DoseLimitError.exit_code == 70
