"""The line of the progress: hand-worked cases of the arithmetic, and where it is shown."""

from __future__ import annotations

import io
import os
import re

import pytest

from magadvise.batch import progress
from magadvise.batch.progress import Progress, cleared, span, ticker

MB = 1_000_000


def steady(seconds, rows=1000, read=MB, total=None, rejected=0, columns=80, upto=None):
    """The last line of a run with the same rows and bytes every second."""
    told, line = Progress(0.0), ""
    for second in range(1, seconds + 1):
        line = told.line(rows * second, rejected, min(read * second, upto or total or read * second),
                         total, float(second), columns)  # fmt: skip
    return line


# what is said ------------------------------------------------------------------------------------


def test_the_line_tells_rows_rate_time_left_and_rejects():
    """120,000 rows and 1 MB a second: at 10 s 1,200,000 rows, and 120 of 130 MB are left."""
    assert steady(10, 120_000, total=130 * MB, rejected=12) == (
        "1,200,000 rows, 120,000 a second, about 2 min left, 12 rejected"
    )


def test_a_pipe_has_no_time_left():
    assert steady(10, 120_000) == "1,200,000 rows, 120,000 a second, 0 rejected"


def test_a_line_that_comes_too_soon_is_empty():
    told = Progress(100.0)
    assert told.line(10, 0, 10, None, 100.1, 80) == ""
    assert told.line(20, 0, 20, None, 100.2, 80) != ""
    assert told.line(30, 0, 30, None, 100.3, 80) == ""
    assert told.line(40, 0, 40, None, 100.45, 80).startswith("40 rows, ")


def test_the_first_seconds_tell_no_time_left():
    assert "left" not in steady(2, total=100 * MB)
    assert "left" in steady(3, total=100 * MB)


def test_the_rate_is_that_of_the_last_ten_seconds():
    """100 rows a second for 20 s, then 300: after 5 s of it the last ten saw 500 + 1500 rows, after
    10 s 3000. A single fast second moves it little."""
    told, rows, rates = Progress(0.0), 0, {}
    for second in range(1, 31):
        rows += 100 if second <= 20 else 300
        line = told.line(rows, 0, 0, None, float(second), 80)
        rates[second] = int(re.search(r"(\d+) a second", line)[1])
    assert (rates[20], rates[21], rates[25], rates[30]) == (100, 120, 200, 300)


def test_the_time_left_follows_the_bytes_of_the_last_ten_seconds():
    """1 MB a second to 20 MB, then nothing but 0.5 MB a second: at 30 s 5 MB in 10 s, and 60 MB to go
    are 120 s."""
    told, line = Progress(0.0), ""
    for second in range(1, 31):
        read = second * MB if second <= 20 else 20 * MB + (second - 20) * MB // 2
        line = told.line(second, 0, read, 85 * MB, float(second), 80)
    assert "about 2 min left" in line


def test_a_pause_between_two_lines_counts_in_the_rate():
    told = Progress(0.0)
    told.line(100, 0, 0, None, 1.0, 80)
    assert "10 a second" in told.line(700, 0, 0, None, 61.0, 80)


@pytest.mark.parametrize("read", [100 * MB, 101 * MB])
def test_there_is_time_left_until_the_end_even_where_all_bytes_are_read(read):
    told = Progress(0.0)
    assert "about 5 s left" in told.line(1000, 0, read, 100 * MB, 10.0, 80)


def test_no_time_is_told_where_nothing_more_was_read():
    told = Progress(0.0)
    for second in range(1, 31):
        line = told.line(second, 0, 5 * MB, 10 * MB, float(second), 80)
    assert line == "30 rows, 1 a second, 0 rejected"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "5 s"), (0.01, "5 s"), (5, "5 s"), (5.1, "10 s"), (31, "35 s"), (55, "55 s"),
        (56, "1 min"), (80, "1 min"), (100, "2 min"), (3600, "60 min"), (5399, "90 min"),
        (5400, "2 h"), (4 * 3600 + 60, "4 h"), (47 * 3600, "47 h"), (48 * 3600, "2 days"),
        (2000 * 86400, "2,000 days"),
    ],
)  # fmt: skip
def test_a_span_in_words(seconds, words):
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (7, "7"),
        (99, "99"),
        (101, "100"),
        (1234, "1,200"),
        (98_765, "99,000"),
        (996_000, "1,000,000"),
    ],
)
def test_the_rate_has_two_digits_that_count(rows, said):
    assert f", {said} a second" in steady(1, rows)


# how wide ----------------------------------------------------------------------------------------

LONG = {"rows": 12_345_678, "read": MB, "total": 400 * MB, "rejected": 1_234_567}


def at(columns, **changes):
    return steady(10, columns=columns, **{**LONG, **changes})


def test_the_long_form_fits_80_columns_and_the_short_form_40():
    assert at(80) == "123,456,780 rows, 12,000,000 a second, about 6 min left, 1,234,567 rejected"
    assert at(40) == "123.4M rows, 6 min left, 1.2M rejected"
    assert at(40, rows=100, rejected=12) == "1,000 rows, 6 min left, 12 rejected"


def test_the_rejects_go_last():
    assert at(30) == "123.4M rows, 1.2M rejected"
    assert at(14) == "123.4M rows"
    assert at(5) == ""


@pytest.mark.parametrize("total", [None, 400 * MB])
def test_a_line_is_narrower_than_the_terminal_at_every_width(total):
    for columns in range(1, 120):
        assert len(at(columns, total=total)) < columns


@pytest.mark.parametrize(
    ("count", "short"),
    [(9_999, "9,999"), (12_345, "12.3k"), (999_999, "999.9k"), (1_999_999, "1.9M"),
     (20_000_000, "20.0M"), (5_000_000_000, "5,000.0M")],
)  # fmt: skip
def test_a_short_number_is_cut_and_never_rounded_up(count, short):
    assert steady(1, count, columns=len(short) + 6) == f"{short} rows"


# the terminal ------------------------------------------------------------------------------------


class Screen(io.StringIO):
    """A stderr that is a terminal."""

    def isatty(self):
        return True


def on(shown, monkeypatch):
    """Make this the stderr of a run that tells of every row."""
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setattr(progress, "EVERY", 1e-9)
    return shown


def test_one_line_is_written_over_and_goes_at_the_end(monkeypatch):
    screen = on(Screen(), monkeypatch)
    with cleared():
        tick = ticker()
        tick(10, 0, 100, None)
        tick(20, 1, 200, None)
    first, second, end = re.findall(r"\r([^\r]*)\x1b\[K", screen.getvalue())
    assert first.startswith("10 rows, ")
    assert second.startswith("20 rows, ")
    assert second.endswith(", 1 rejected")
    assert end == ""
    assert "\n" not in screen.getvalue()


def test_the_line_goes_when_a_run_fails(monkeypatch):
    screen = on(Screen(), monkeypatch)
    with pytest.raises(KeyError), cleared():
        raise KeyError
    assert screen.getvalue() == "\r\x1b[K"


def test_the_width_is_that_of_the_terminal(monkeypatch):
    screen = on(Screen(), monkeypatch)
    ticker(lambda: 30)(12_345_678, 1_234_567, 0, None)
    assert screen.getvalue() == "\r12.3M rows, 1.2M rejected\x1b[K"


def test_the_width_is_asked_of_stderr(monkeypatch):
    screen = on(Screen(), monkeypatch)
    monkeypatch.setattr(screen, "fileno", lambda: 7, raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda number: os.terminal_size((number + 12, 9)))
    ticker()(12_345_678, 1_234_567, 0, None)
    assert screen.getvalue() == "\r12.3M rows\x1b[K"


def test_nothing_is_shown_where_stderr_is_no_terminal(monkeypatch):
    shown = on(io.StringIO(), monkeypatch)
    with cleared():
        ticker()(10, 0, 100, None)
    assert shown.getvalue() == ""


def test_nothing_happens_where_stderr_is_closed_or_missing(monkeypatch):
    closed, lying = io.StringIO(), Screen()
    closed.close()  # asked whether it is a terminal, it raises
    lying.close()
    for stream in (closed, lying, None):
        on(stream, monkeypatch)
        with cleared():
            ticker()(10, 0, 100, None)


def test_a_terminal_that_goes_away_does_not_stop_the_run(monkeypatch):
    screen = on(Screen(), monkeypatch)

    def gone(text):
        raise OSError(5, "Input/output error")

    tick = ticker()
    monkeypatch.setattr(screen, "write", gone)
    with cleared():
        tick(10, 0, 100, None)
    assert screen.getvalue() == ""
