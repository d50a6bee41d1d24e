"""The interval against published figures and a case worked by hand; the laws that it must keep."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magadvise.diary.interval import dispersion, ratio, scatter, share

# Newcombe, Stat Med 1998;17:857-872, table I, method 3 (score, no continuity correction).
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]  # fmt: skip
COUNTS = st.lists(st.integers(0, 12), min_size=5, max_size=28)


@pytest.mark.parametrize(("count", "of", "low", "high"), NEWCOMBE)
def test_the_share_has_the_score_interval_that_newcombe_printed(count, of, low, high):
    assert share(count, of, 1, 95) == pytest.approx((low, high), abs=0.00005)


def test_the_ratio_of_two_rates_worked_by_hand():
    """14 cramps in 14 days, then 14 in 28: half of 28 cramps, z = 1.96. The middle of the share is a
    half; the half width is 1.96 / (1 + 3.8416 / 28) * sqrt(1 / 112 + 3.8416 / 3136) = 0.1736. As
    odds that is 0.3264 / 0.6736 to 0.6736 / 0.3264, and half of it for half of the days."""
    assert ratio((14, 14), (14, 28), 1, 95) == pytest.approx((0.2423, 1.0319), abs=0.0005)


def test_twice_the_scatter_is_half_of_the_cramps():
    assert share(20, 50, 2, 95) == pytest.approx(share(10, 25, 1, 95))


def test_no_cramp_after_has_a_range_that_begins_at_none_and_ends_somewhere():
    low, high = ratio((6, 14), (0, 28), 1, 95)
    assert low == 0
    assert 0 < high < 1


def test_counts_that_scatter_as_by_chance_count_in_full():
    """Mean 2, squares 2 of 8 days: chi-square 1 with 7 degrees of freedom; not below 1."""
    assert dispersion([[[2, 2, 1, 3, 2, 2, 2, 2]]], 0.8) == 1


def test_the_scatter_worked_by_hand():
    """0, 4, 4, 0 around 2: squares 16, over the mean 8, over 3 degrees of freedom 2.67. Neighbours:
    -4, 4, -4 are -4, over the mean -2: they do not add up, so no memory."""
    assert dispersion([[[0, 4, 4, 0]]], 0.8) == pytest.approx(8 / 3)


def test_the_memory_worked_by_hand():
    """0 0 4 4 0 0 4 4 around 2: squares 32 / 2 = 16, neighbours 4 / 2 = 2 of 8 days: 1 / 8. A mean of
    8 days hides (1 + 4 r) / 8 of it, so r = (1 + 1) / (8 - 4) = 1 / 2: three times 16 / 7."""
    assert dispersion([[[0, 0, 4, 4, 0, 0, 4, 4]]], 0.8) == pytest.approx(48 / 7)


def test_bouts_scatter_more_than_the_same_counts_mixed():
    bouts = [0] * 7 + [4] * 7
    mixed = [0, 4] * 7
    assert dispersion([[bouts]], 0.8) > 2 * dispersion([[mixed]], 0.8)


def test_a_trend_of_days_is_believed_no_further_than_the_largest_memory():
    chi = 14 * 4 / 2 / 13  # fourteen days, each 2 from the mean of 2
    assert dispersion([[[0] * 7 + [4] * 7]], 0.5) == pytest.approx(chi * 1.5 / 0.5)


def test_days_apart_are_no_neighbours():
    whole = [0, 0, 0, 0, 4, 4, 4, 4]
    apart = [count for day in whole for count in (day, None)]
    assert dispersion([[apart]], 0.8) < dispersion([[whole]], 0.8)


def test_days_without_a_cramp_anywhere_scatter_as_by_chance():
    assert dispersion([[[0] * 14], [[0] * 28]], 0.8) == 1


def test_a_trial_without_a_cramp_does_not_thin_out_the_scatter_of_the_days_before():
    """13 times 0 and one 6: 6 / 14 on average, squares 78 of it, over 13: 6. Neighbours: 12 times 36 / 196
    less 3 / 7 times 39 / 7, over 3 / 7: -3 / 7; r = (1 - 14 * 3 / 7 / 78) / 10 = 12 / 130."""
    before, trial = [[0] * 13 + [6]], [[0] * 28]
    r = 12 / 130
    assert scatter([before, trial], 0.8) == pytest.approx(6 * (1 + r) / (1 - r))
    assert dispersion([before, trial], 0.8) < 3


def test_a_scatter_of_the_trial_counts_where_it_is_the_larger():
    groups = [[[2] * 14], [[0] * 21 + [4] * 7]]
    assert scatter(groups, 0.8) == dispersion(groups, 0.8) > 1


@given(COUNTS, COUNTS)
def test_the_scatter_is_never_below_chance(one, two):
    assert dispersion([[one], [two]], 0.8) >= 1


@given(
    st.integers(1, 300), st.integers(0, 300), st.floats(1, 20), st.sampled_from([80, 90, 95, 99])
)
def test_the_ratio_lies_in_its_interval(before, after, scatter, percent):
    low, high = ratio((before, 14), (after, 28), scatter, percent)
    assert 0 <= low <= after / before / 2 <= high < math.inf


@given(st.integers(1, 100), st.integers(0, 100), st.floats(1, 10), st.floats(1.01, 3))
def test_more_scatter_never_makes_it_surer(before, after, scatter, more):
    low, high = ratio((before, 14), (after, 28), scatter, 95)
    wide_low, wide_high = ratio((before, 14), (after, 28), scatter * more, 95)
    assert wide_low <= low + 1e-12
    assert wide_high >= high - 1e-12


@given(st.integers(1, 100), st.integers(0, 99), st.floats(1, 10))
def test_more_cramps_after_never_look_like_fewer(before, after, scatter):
    one = ratio((before, 14), (after, 28), scatter, 95)
    two = ratio((before, 14), (after + 1, 28), scatter, 95)
    assert two[0] >= one[0]
    assert two[1] >= one[1]


def test_where_there_was_no_cramp_before_the_interval_has_no_upper_end():
    low, high = ratio((0, 14), (20, 28), 1, 95)
    assert low > 1
    assert high == math.inf
