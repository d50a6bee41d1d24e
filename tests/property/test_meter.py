"""The meter itself: a weak strategy makes a law red, a strong one lets it stand."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import json_of
from property.laws import NeverUp, trying
from property.meter import EmptyLaw, Meter, metered

pytestmark = pytest.mark.core


def never_up_with_other_magnesium(amounts: st.SearchStrategy[int]) -> Callable[[], None]:
    """More other magnesium never raises the ceiling, tried on these amounts beside none."""
    law = NeverUp()

    @trying(30)
    @given(amounts)
    def tried(mg: int) -> None:
        law.compare(json_of(), json_of(other_magnesium_mg=str(mg)))

    def test() -> None:
        tried()
        law.meter.check()

    return test


def test_a_law_that_only_compares_equal_things_is_red() -> None:
    with pytest.raises(EmptyLaw, match=r"0 of \d+ pairs moved"):
        never_up_with_other_magnesium(st.just(0))()


def test_a_law_that_hardly_ever_moves_is_red() -> None:
    """One weak amount among nine that change nothing: true of every pair, and proof of little."""
    with pytest.raises(EmptyLaw):
        never_up_with_other_magnesium(st.sampled_from([0] * 29 + [350]))()


def test_the_same_law_stands_where_the_pairs_move() -> None:
    never_up_with_other_magnesium(st.integers(150, 350))()


@pytest.mark.parametrize(("moved", "pairs"), [(1, 5), (20, 100), (5, 5)])
def test_one_pair_in_five_is_enough(moved: int, pairs: int) -> None:
    meter = Meter()
    for at in range(pairs):
        meter.saw(at < moved)
    meter.check()


@pytest.mark.parametrize(("moved", "pairs"), [(0, 0), (0, 1), (1, 6), (19, 100)])
def test_fewer_are_not_and_none_at_all_is_not(moved: int, pairs: int) -> None:
    meter = Meter()
    for at in range(pairs):
        meter.saw(at < moved)
    with pytest.raises(EmptyLaw, match=f"{moved} of {pairs}"):
        meter.check()


def test_a_metered_law_fails_when_it_was_empty_and_when_it_is_broken() -> None:
    rnd = random.Random(1)  # noqa: S311 - the same order each time, no secret

    @metered
    def strong(meter: Meter) -> None:
        for _ in range(100):
            meter.saw(rnd.random() < 0.5)

    @metered
    def weak(meter: Meter) -> None:
        for _ in range(100):
            meter.saw(rnd.random() < 0.05)

    @metered
    def forgotten(meter: Meter) -> None:
        """Nobody ever asks the meter."""

    @metered
    def broken(meter: Meter) -> None:
        meter.saw(True)
        raise AssertionError("the law does not hold")

    strong()
    for empty in (weak, forgotten):
        with pytest.raises(EmptyLaw):
            empty()
    with pytest.raises(AssertionError, match="does not hold"):
        broken()
    assert forgotten.__name__ == "forgotten"
    assert forgotten.__doc__ == "Nobody ever asks the meter."
