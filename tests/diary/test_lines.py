"""A diary as JSON lines: read strictly, a later line of a day wins, a broken one is told and kept."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magadvise.cli.diary_data import load_figures
from magadvise.diary import lines
from magadvise.diary.entry import Diary, Entry, diary
from magadvise.diary.periods import weeks

FIGURES = load_figures()
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
ENTRIES = st.builds(
    lambda day, cramps, pain, dose: Entry(day, cramps, pain, *dose),
    DAYS, st.integers(0, 99), st.none() | st.integers(0, 10),
    st.sampled_from([(None, None), (True, None), (False, None)])
    | st.integers(1, 5000).map(lambda mg: (True, mg)),
)  # fmt: skip
GOOD = '{"date": "2026-01-05", "cramps": 2}'
BROKEN = [
    "{", "[]", "2", "null", '"2026-01-05"', "x", "{}", '{"cramps": 2}', '{"date": "2026-01-05"}',
    '{"date": "2026-01-05", "cramps": -1}', '{"date": "2026-01-05", "cramps": 2.0}',
    '{"date": "2026-01-05", "cramps": true}', '{"date": "2026-01-05", "cramps": "2"}',
    '{"date": "2026-01-05", "cramps": null}', '{"date": "2026-01-05", "cramps": 100}',
    '{"date": "2026-01-05", "cramps": NaN}', '{"date": "2026-01-05", "cramps": 1e3}',
    '{"date": "2026-01-05", "cramps": ' + "9" * 5000 + "}",
    '{"date": "2026-02-30", "cramps": 2}', '{"date": "05.01.2026", "cramps": 2}',
    '{"date": "20260105", "cramps": 2}', '{"date": "2026-W02-1", "cramps": 2}',
    '{"date": "1826-01-05", "cramps": 2}', '{"date": 20260105, "cramps": 2}',
    '{"date": "2026-01-05T00:00", "cramps": 2}', '{"date": "2026-01-05\\n", "cramps": 2}',
    '{"date": "2026-01-05", "cramps": 2, "note": "x"}',
    '{"date": "2026-01-05", "cramps": 2, "cramps": 3}',
    '{"date": "2026-01-05", "cramps": 2, "pain": 11}',
    '{"date": "2026-01-05", "cramps": 2, "pain": "bad"}',
    '{"date": "2026-01-05", "cramps": 2, "dose": 0}',
    '{"date": "2026-01-05", "cramps": 2, "dose": 5001}',
    '{"date": "2026-01-05", "cramps": 2, "dose": "maybe"}',
    '{"date": "2026-01-05", "cramps": 2, "dose": true}',
    GOOD + GOOD, GOOD + ",", "[" * 100_000, "\x00", "\ufeff" + GOOD,
]  # fmt: skip


def read(*texts: str) -> Diary:
    return lines.read("\n".join(texts).encode(), FIGURES)


@pytest.mark.parametrize("line", BROKEN, ids=lambda line: line[:60])
def test_a_line_that_is_no_day_is_told_by_its_number_and_left_out(line):
    found = read(GOOD.replace("05", "01"), line, GOOD.replace("05", "09"))
    assert found.broken == (2,)
    assert [entry.day.day for entry in found.entries] == [1, 9]


def test_bytes_that_are_no_text_are_a_broken_line():
    assert lines.read(b'{"date": "2026-01-05", "cramps": 2}\n\xff\n', FIGURES).broken == (2,)


def test_empty_lines_and_windows_ends_are_nothing():
    found = lines.read(f"\r\n{GOOD}\r\n\n  \n".encode(), FIGURES)
    assert (len(found.entries), found.broken) == (1, ())


def test_a_later_line_of_a_day_replaces_the_earlier_one_whole():
    found = read('{"date": "2026-01-05", "cramps": 2, "pain": 6, "dose": 150}', GOOD)
    assert found.entries == (Entry(date(2026, 1, 5), 2),)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ('"dose": 150', Entry(date(2026, 1, 5), 2, None, True, 150)),
        ('"dose": "yes"', Entry(date(2026, 1, 5), 2, None, True)),
        ('"dose": "no"', Entry(date(2026, 1, 5), 2, None, False)),
        ('"dose": null', Entry(date(2026, 1, 5), 2)),
        ('"pain": 0', Entry(date(2026, 1, 5), 2, 0)),
    ],
)
def test_each_way_to_say_a_dose_is_read(text, entry):
    assert read(f'{{"date": "2026-01-05", "cramps": 2, {text}}}').entries == (entry,)


@given(st.lists(ENTRIES))
def test_what_is_written_is_what_is_read(entries):
    content = "".join(lines.text(entry) + "\n" for entry in entries)
    assert lines.read(content.encode(), FIGURES) == diary(entries)


@given(ENTRIES)
def test_a_line_is_one_json_object_of_ascii_letters(entry):
    text = lines.text(entry)
    assert "\n" not in text
    assert text.isascii()
    assert set(json.loads(text)) <= {"date", "cramps", "pain", "dose"}


@given(st.lists(st.binary(max_size=60).filter(lambda b: b"\n" not in b), max_size=5))
def test_no_bytes_are_a_fault_and_no_line_goes_uncounted(parts):
    found = lines.read(b"\n".join([GOOD.encode(), *parts]), FIGURES)
    blank = sum(not part.strip(b" \t\r") for part in parts)
    assert len(found.entries) == 1
    assert len(found.broken) == len(parts) - blank


@pytest.mark.parametrize(
    "wrong",
    [{"cramps": -1}, {"cramps": 1.0}, {"cramps": True}, {"pain": -1}, {"dose_mg": 150},
     {"dose_mg": 150, "taken": False}],
    ids=str,
)  # fmt: skip
def test_an_entry_that_cannot_be_is_never_made(wrong):
    with pytest.raises(ValueError, match="dose"):
        Entry(**{"day": date(2026, 1, 5), "cramps": 2, **wrong})


def test_the_days_of_a_diary_stand_in_order_each_once():
    one, two = Entry(date(2026, 1, 5), 2), Entry(date(2026, 1, 6), 0)
    with pytest.raises(ValueError, match="in order"):
        Diary((two, one))
    with pytest.raises(ValueError, match="in order"):
        Diary((one, one))


@given(st.lists(ENTRIES, min_size=1, max_size=30).map(diary))
def test_every_day_stands_in_one_week_and_weeks_count_around_the_first_dose(found):
    first, last = found.entries[0].day, found.entries[-1].day
    if (last - first).days > 3000:
        return
    listed = list(weeks(found))
    assert [e for week in listed for e in week.written] == list(found.entries)
    begun = found.first_dose()
    for week in listed:
        assert week.number != 0
        assert (week.last - week.first).days == 6
        assert begun is None or (week.number > 0) == (week.first >= begun)
