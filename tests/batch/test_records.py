"""The reader of records: what Python's writer writes comes back; of any bytes nothing is lost."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from magadvise.batch.records import Records, lines

CELL = st.text(st.sampled_from('ab,;"\n\r\t |\u00e4\U0001f600') | st.characters(exclude_categories=["Cs"],
               exclude_characters="\x00"), max_size=8)  # fmt: skip
NASTY = st.lists(
    st.sampled_from(
        [b'"', b",", b"\n", b"\r", b"\r\n", b"a", b"45", b"\x00", b"\xff", b"\xc3\xa4"]
    ),
    max_size=40,
).map(b"".join)
BYTES = st.one_of(st.binary(max_size=200), NASTY)


def records(content: bytes, mark: str = ",", encoding: str = "utf-8", *, returns: bool = False):
    return Records(lines(io.BytesIO(content), encoding, returns=returns), mark)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    # With LF alone the writer leaves a lone CR without quotes, unless it quotes everything.
    st.sampled_from([("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]),
    st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]),
)
def test_rows_that_pythons_writer_wrote_are_read_back_equal(rows, mark, style, encoding):
    end, quoting = style
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark, lineterminator=end, quoting=quoting).writerows(rows)
    found = list(records(text.getvalue().encode(encoding), mark, encoding))
    if rows and rows[0][0].startswith("\ufeff"):
        return  # what stands at the start of a file is its mark
    assert [record.fields for record in found] == rows


@given(BYTES, st.sampled_from(["utf-8", "utf-16-le", "cp1252"]), st.booleans())
def test_the_lines_of_any_bytes_tile_the_file(content, encoding, returns):
    at = 0
    for line in lines(io.BytesIO(content), encoding, returns=returns):
        assert line.start == at
        assert line.raw == content[line.start : line.end]
        at = line.end
    assert at == len(content)


@given(BYTES, st.booleans(), st.integers(0, 3))
def test_the_records_of_any_bytes_lose_nothing_but_blank_lines(content, returns, width):
    found = records(content, returns=returns)
    found.width = width
    at = 0
    for record in found:
        assert record.start >= at
        assert content[at : record.start].strip(b"\r\n\xef\xbb\xbf") == b""
        assert record.raw == content[record.start : record.end] != b""
        assert (record.fields is None) == bool(record.error)
        at = record.end
    assert content[at:].strip(b"\r\n\xef\xbb\xbf") == b""


@given(BYTES, BYTES)
def test_what_stands_above_changes_no_line_that_comes_well_after(above, below):
    """An unclosed quote looks at the next lines only: after 60 plain ones everything is as before."""
    plain = b"1,2,3\n" * 60
    whole = [r.fields for r in records(above + b"\n" + plain + below)]
    alone = [r.fields for r in records(plain + below)]
    least = len(alone) - 50
    assert whole[-least:] == alone[-least:]


def test_a_line_above_one_mebibyte_is_passed_over_and_the_next_is_read():
    content = b"a," + b"x" * (1 << 21) + b"\nb,c\n"
    for options in ({}, {"returns": True}):
        long, next_ = records(content, **options)
        assert (long.error, long.raw, long.end - long.start) == (
            "line_too_long",
            None,
            (1 << 21) + 3,
        )
        assert next_.fields == ["b", "c"]


def test_a_record_may_have_fifty_lines_and_no_more():
    def quoted(lines_: int) -> bytes:
        return b'"' + b"x\n" * (lines_ - 1) + b'x"\n'

    assert next(iter(records(quoted(50)))).fields is not None
    assert next(iter(records(quoted(51)))).error == "unterminated_quote"


def test_a_carriage_return_and_its_line_feed_may_come_in_two_blocks():
    content = b"x" * ((1 << 16) - 1) + b"\r\na\rb"
    assert [line.text for line in lines(io.BytesIO(content), returns=True)][1:] == ["a", "b"]
