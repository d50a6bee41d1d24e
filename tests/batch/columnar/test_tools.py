"""The small tools of the columnar engine do what plain Python does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.columnar.both import np
from magadvise.batch.columnar.grown import Folded, Grown, Told, distinct, first_rows, pack
from magadvise.errors import DoseLimitError

WIDTHS = st.lists(st.integers(1, 20), min_size=1, max_size=5).filter(lambda bits: sum(bits) < 63)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, ...]]]:
    """Widths in bits, and rows of numbers that fit them."""
    bits = draw(WIDTHS)
    one = st.tuples(*(st.integers(0, 2**b - 1) | st.sampled_from((0, 2**b - 1)) for b in bits))
    return bits, draw(st.lists(one, min_size=1, max_size=40))


def columns(bits: list[int], rows: list[tuple[int, ...]]) -> list[tuple[object, int]]:
    return [(np.array(part), b) for part, b in zip(zip(*rows, strict=True), bits, strict=True)]


@settings(deadline=None)
@given(tables())
def test_two_rows_share_a_packed_key_only_where_all_parts_are_the_same(table):
    bits, rows = table
    key = pack(*columns(bits, rows)).tolist()
    assert [key.index(k) for k in key] == [rows.index(row) for row in rows]


@settings(deadline=None)
@given(tables(), st.data())
def test_a_part_that_does_not_fit_is_never_packed(table, data):
    bits, rows = table
    which = data.draw(st.integers(0, len(bits) - 1))
    wrong = data.draw(st.sampled_from((2 ** bits[which], 2 ** bits[which] + 1, 2**40, -1)))
    row = list(rows[-1])
    row[which] = wrong
    with pytest.raises(DoseLimitError):
        pack(*columns(bits, [*rows, tuple(row)]))


def test_a_key_of_more_bits_than_a_number_has_is_never_packed():
    nothing = np.zeros(3, np.int64)
    assert pack((nothing, 31), (nothing, 31)).tolist() == [0, 0, 0]
    for parts in (((nothing, 32), (nothing, 31)), ((nothing, 63),), ((nothing, 64),)):
        with pytest.raises(DoseLimitError):
            pack(*parts)


@pytest.mark.parametrize("kind", ["bool", "int8", "int16", "int32", "int64", "uint32"])
def test_a_packed_key_has_room_whatever_the_kind_of_its_parts(kind):
    most = 1 if kind == "bool" else 100
    small = np.array([0, most], kind)
    key = pack((small, 30), (np.array([5, 5], np.int8), 30))
    assert key.tolist() == [5, most * 2**30 + 5]


@given(st.lists(st.integers(-5, 5) | st.integers(0, 2**62), max_size=60))
def test_distinct_numbers_keys_in_the_order_of_their_first_coming(values):
    at, keys = distinct(np.array(values, np.int64))
    assert keys == list(dict.fromkeys(values))
    assert [keys[number] for number in at] == values


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60))
def test_a_row_is_found_for_each_number(values):
    at, keys = distinct(np.array(values, np.int64))
    assert [values[row] for row in first_rows(at, len(keys))] == keys


@given(
    st.lists(
        st.lists(
            st.lists(st.integers(0, 3) | st.sampled_from((2**24, 2**32 - 1)), max_size=5),
            max_size=12,
        ),
        max_size=4,
    )
)
def test_folded_lists_have_one_number_where_they_are_equal(blocks):
    folded = Folded()
    numbers: dict[tuple[int, ...], int] = {(): 0}
    for lists in blocks:
        rows = np.array([row for row, items in enumerate(lists) for _ in items], np.int64)
        values = np.array([value for items in lists for value in items], np.int64)
        found = folded.ids(rows, values, len(lists)).tolist()
        for items, number in zip(lists, found, strict=True):
            assert numbers.setdefault(tuple(items), number) == number
            assert folded.lists[number] == tuple(items)
    assert len(set(numbers.values())) == len(numbers)


@given(st.lists(st.integers(0, 2**64 - 1), max_size=300), st.sampled_from((0, 3)))
def test_an_array_that_grows_holds_all_that_was_appended(values, width):
    grown = Grown(np.uint64, width)
    for number, value in enumerate(values):
        grown.append([value, number, 0] if width else value)
        if number % 50 == 0:
            assert len(grown.array()) == number + 1
    wide = [[value, number, 0] for number, value in enumerate(values)]
    assert grown.array().tolist() == (wide if width else values)


def test_what_is_written_into_a_grown_array_stays_when_it_grows():
    grown = Grown(np.int32)
    for number in range(64):
        grown.append(number)
    grown.array()[7] = 700
    grown.append(64)
    assert grown.array().tolist() == [*range(7), 700, *range(8, 65)]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.text(max_size=1))),
    st.lists(st.tuples(st.integers(0, 3), st.text(max_size=1))),
)
def test_things_are_told_apart_and_numbered_as_they_come(first, more):
    told = Told(first)
    numbers = [told.id(item) for item in more]
    assert told.items == list(dict.fromkeys([*first, *more]))
    assert [told.items[number] for number in numbers] == more
    assert len(told) == len(told.items)
