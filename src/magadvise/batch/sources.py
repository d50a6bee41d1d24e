"""Input files to rows: format, encoding and delimiter told or found out, each row with its place."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

from magadvise.batch import columns, records
from magadvise.errors import EXIT_NO_USABLE_DATA, MagadviseError, Problem

SAMPLE = 1 << 16
HEADER_HINT = "Name them as magadvise batch --explain-columns says, or map them with --columns."
DELIMITERS = (",", ";", "\t", "|")
MOST_NAMES = 10_000  # keys of JSON lines that are not ours and are told apart
Cells = Mapping[str, str | Sequence[str]]
_AGE = re.compile(r'\s*"?[0-9]{1,3}(mo)?"?\s*')


class NoUsableData(MagadviseError):
    """The input holds nothing that can be answered (65)."""

    exit_code = EXIT_NO_USABLE_DATA
    code = "no_usable_data"

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)

    def problems(self) -> tuple[Problem, ...]:
        return (Problem(self.code, "", str(self), hint=self.hint),)


class Item(NamedTuple):
    """One row, or why it cannot be read (``error``). Offsets are bytes of the file, ``None`` where a
    format has none."""

    line: int
    start: int | None
    end: int | None
    raw: bytes | None
    cells: Cells | None
    error: str = ""
    kept: tuple[str, ...] = ()


class Table(NamedTuple):
    """The rows of one file. ``said``: what was found out about it, for the person; JSON lines add to
    ``unused`` while they are read."""

    rows: Iterator[Item]
    said: tuple[str, ...]
    unused: dict[str, None]


MESSAGES = {
    "line_too_long": "the line is longer than 1 MiB",
    "nul_byte": "the line holds a NUL byte",
    "lone_carriage_return": "the line holds a carriage return that ends no line",
    "quote_inside_field": "a quote stands inside a field that is not quoted",
    "unterminated_quote": "an opening quote is not closed",
    "text_after_quote": "text stands behind a closing quote",
    "wrong_number_of_fields": "the row has not as many fields as the header",
    "bad_encoding": "the bytes are not in the encoding of the file",
    "bad_json": "the line is no JSON object",
    "duplicate_key": "a key stands twice in the object",
    "bad_value": "a value has a type that is no answer",
    "bad_text": "a text holds half a character (a lone surrogate)",
}


class Opened(NamedTuple):
    """A delimited file behind its header. ``width`` fields a row, ``mark`` between them; ``end`` and
    ``line`` say where the rows begin. ``fast``: the bytes are UTF-8 with line feeds, and nothing
    behind the header was looked at yet."""

    stream: BinaryIO
    columns: columns.Columns
    kept: tuple[int, ...]
    mark: str
    width: int
    end: int
    line: int
    fast: bool
    said: tuple[str, ...]
    records: records.Records
    rest: Iterator[records.Record]


def opened(
    stream: BinaryIO,
    encoding: str | None,
    delimiter: str | None,
    renamed: Mapping[str, str],
    keep: Sequence[str] = (),
) -> Opened:
    """CSV and TSV up to the header; ``keep`` names columns that are carried over. Raises
    :class:`NoUsableData` for an empty file or a header without known names,
    :class:`magadvise.errors.InputError` for a column that stands twice or is not there."""
    buffered, head, name, said = _opened(stream, encoding)
    top = head.decode(name, "replace").removeprefix("\ufeff")
    mark = delimiter or _delimiter(top, renamed)
    returns = "\n" not in top and "\r" in top.removesuffix("\r")
    found = records.Records(records.lines(buffered, name, returns=returns), mark)
    rest = iter(found)
    first = next(rest, None)
    if first is None:
        raise NoUsableData("the input is empty", "Give a file with a header and one row a person.")
    if first.fields is None:
        raise NoUsableData(
            f"the header cannot be read: {MESSAGES[first.error]}", "Check the first line."
        )
    cols = columns.of(first.fields, renamed)
    if not cols.known:
        raise NoUsableData("no column of the header is known", HEADER_HINT)
    kept = tuple([columns.position(name, cols.names) for name in keep])
    found.width, found.whole = len(cols.names), whole_line(cols, mark)
    line = first.line + (first.raw or b"").count(b"\n")
    fast = name == "utf-8" and not returns and not found.ahead
    return Opened(
        buffered, cols, kept, mark, len(cols.names), first.end, line, fast, said, found, rest
    )


def delimited(
    stream: BinaryIO,
    encoding: str | None,
    delimiter: str | None,
    renamed: Mapping[str, str],
    keep: Sequence[str] = (),
) -> Table:
    """CSV and TSV by the strict reader; raises what :func:`opened` raises."""
    return rows_of(opened(stream, encoding, delimiter, renamed, keep))


def rows_of(file: Opened) -> Table:
    """The rows of an opened file by the strict reader."""
    rows = (item_of(record, file.columns, file.kept) for record in file.rest)
    return Table(rows, file.said, dict.fromkeys(file.columns.unknown))


def whole_line(cols: columns.Columns, mark: str) -> Callable[[str], bool]:
    """Whether a line, read alone, has every field and an age in its place: it is then a person of
    its own, and not what an unclosed quote above it has run into."""
    known, width = dict(cols.known), len(cols.names)
    ages = [known[name] for name in columns.AGES if name in known]

    def whole(text: str) -> bool:
        parts = text.split(mark)
        return len(parts) == width and any(_AGE.fullmatch(parts[at]) for at in ages)

    return whole


def item_of(record: records.Record, cols: columns.Columns, kept: Sequence[int]) -> Item:
    """A record as a row."""
    line, start, end, raw, fields, error = record
    if fields is None:
        return Item(line, start, end, raw, None, error)
    if len(fields) != len(cols.names):
        return Item(line, start, end, raw, None, "wrong_number_of_fields")
    return Item(line, start, end, raw, columns.cells(cols, fields),
                kept=tuple([fields[at] for at in kept]))  # fmt: skip


def json_lines(
    stream: BinaryIO, encoding: str | None, renamed: Mapping[str, str], keep: Sequence[str] = ()
) -> Table:
    """One JSON object a line, keys as the columns; ``keep`` names keys that are carried over."""
    buffered, _, name, said = _opened(stream, encoding)
    by_theirs = columns.ours(renamed)
    unused: dict[str, None] = {}

    def rows() -> Iterator[Item]:
        for line in records.lines(buffered, name):
            place = (line.number, line.start, line.end, line.raw)
            if line.raw is None or line.bad:
                yield Item(*place, None, "bad_encoding" if line.bad else "line_too_long")
            elif line.text.strip():
                try:
                    cells, kept = _object(line.text, by_theirs, keep, unused)
                except _Unusable as error:
                    yield Item(*place, None, str(error))
                else:
                    yield Item(*place, cells, kept=kept)

    return Table(rows(), said, unused)


class _Unusable(ValueError):
    """Carries the code of what is wrong with a line."""


def _object(
    text: str, by_theirs: Mapping[str, str], keep: Sequence[str], unused: dict[str, None]
) -> tuple[Cells, tuple[str, ...]]:
    try:  # numbers stay as they are written: nothing is rounded, and no digit is too many
        given = json.loads(text, object_pairs_hook=_pairs, parse_constant=_no_constant,
                           parse_int=str, parse_float=str)  # fmt: skip
    except _Unusable:
        raise
    except (ValueError, RecursionError):
        raise _Unusable("bad_json") from None
    if not isinstance(given, dict):
        raise _Unusable("bad_json")
    cells: dict[str, str | list[str]] = {}
    for theirs, value in given.items():
        name = columns.name_of(theirs, by_theirs)
        if name not in columns.KNOWN:
            if len(unused) < MOST_NAMES:
                unused[theirs] = None
            continue
        if name in cells:
            raise _Unusable("duplicate_key")
        cells[name] = _cell(value)
    return cells, tuple([_flat(_cell(given.get(name))) for name in keep])


def _flat(cell: str | list[str]) -> str:
    return cell if isinstance(cell, str) else ";".join(cell)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unusable("duplicate_key")
    return found


def _no_constant(name: str) -> Any:
    raise _Unusable("bad_json")


def _cell(value: Any) -> str | list[str]:
    """A JSON value as the text of a cell; numbers come as text already."""
    if isinstance(value, list):
        return [_scalar(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        raise _Unusable("bad_value")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _Unusable("bad_text") from None
    return value


# bytes -------------------------------------------------------------------------------------------


def _opened(stream: BinaryIO, told: str | None) -> tuple[BinaryIO, bytes, str, tuple[str, ...]]:
    """The stream, its first bytes, its encoding, and what was found out."""
    head = stream.read(SAMPLE)
    buffered = io.BufferedReader(_Again(head, stream), SAMPLE)
    name = codecs.lookup(told or _detected(head)).name
    if name in ("utf-16", "utf-32"):
        big = head.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
        name += "-be" if big else "-le"
    name = "utf-8" if name == "utf-8-sig" else name
    said = (
        () if told or name == "utf-8" else (f"encoding taken for {name}; --encoding says another",)
    )
    return buffered, head, name, said


def _detected(head: bytes) -> str:
    """UTF-16 and UTF-32 by their mark or their NUL bytes. UTF-8 unless the bytes are not, and no
    letter beyond ASCII is: one broken row does not make the file another."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head) and min(even, odd) == 0:  # more than half of one side
        return "utf-16-be" if even else "utf-16-le"
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    beyond = {letter for letter in text if not letter.isascii()}
    return "cp1252" if beyond == {"\ufffd"} else "utf-8"


def _delimiter(top: str, renamed: Mapping[str, str]) -> str:
    """The mark that cuts the header into the most known names."""
    line = top.lstrip("\r\n").split("\n", 1)[0].split("\r", 1)[0]
    by_theirs = columns.ours(renamed)

    def hits(mark: str) -> tuple[int, int]:
        names = [columns.name_of(part.strip().strip('"'), by_theirs) for part in line.split(mark)]
        return sum(name in columns.KNOWN for name in names), len(names)

    return max(DELIMITERS, key=hits)


class _Again(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        data = data or self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
