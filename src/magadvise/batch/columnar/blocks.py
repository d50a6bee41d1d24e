"""Bytes of a delimited file to blocks: simple lines for the fast reader, the others by the strict one.

A line is simple when it is a record of its own: the right number of fields, quotes only around whole
fields, nothing odd in it. From a line that is not, the strict reader takes one record, which may run
over several lines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from magadvise.batch import records
from magadvise.batch.columnar.grown import Ints
from magadvise.batch.columns import Columns
from magadvise.batch.sources import whole_line

SIZE = 1 << 23  # bytes that are read at once
NEWLINE, RETURN, QUOTE, NUL = b"\n"[0], b"\r"[0], b'"'[0], 0
MARK = b"\xef\xbb\xbf"  # of the byte order: a reader of some lines would drop it from the first
Flags = npt.NDArray[np.bool_]


class Lines(NamedTuple):
    """Whole lines: ``data`` starts at byte ``start`` with line ``line``. ``last``: nothing follows."""

    data: bytes
    start: int
    line: int
    last: bool


class Layout(NamedTuple):
    """What the header of a file tells: ``width`` fields a row, ``mark`` between them; ``kept`` are the
    places of the columns that are carried over."""

    columns: Columns
    kept: tuple[int, ...]
    mark: str
    width: int

    def whole(self, text: str) -> bool:
        """Whether a line looks like a whole record."""
        return whole_line(self.columns, self.mark)(text)


class Split(NamedTuple):
    """``simple``: bytes of the simple lines, and ``at``, the number of each among the lines; ``odd``
    are records of the strict reader with such a number. ``used`` bytes were taken."""

    simple: bytes
    at: Ints
    odd: list[tuple[int, records.Record]]
    used: int


def quick(data: bytes) -> bool:
    """Whether nothing stands in the lines that asks for a closer look (fields are not counted)."""
    if b"\n\n" in data or data.startswith((b"\n", MARK)):
        return False
    half = records.LONGEST // 2  # a line that is too long has a half of that without an end
    if any(b"\n" not in data[at : at + half] for at in range(0, len(data) - half, half)):
        return False
    return not any(mark in data for mark in (b'"', b"\r", b"\0")) and _decodes(data)


class Blocks:
    """The lines of a file in blocks. ``given`` puts back what a block could not use."""

    def __init__(self, stream: BinaryIO, start: int, line: int, size: int = SIZE) -> None:
        self._stream = stream
        self._start = start
        self._line = line
        self._size = size
        self._kept = b""
        self._ended = False

    def __iter__(self) -> Iterator[Lines | records.Record]:
        while not self._ended or self._kept:
            data = self._kept + (b"" if self._ended else self._stream.read(self._size))
            self._ended = self._ended or len(data) == len(self._kept)
            self._kept = b""
            cut = len(data) if self._ended else data.rfind(b"\n") + 1
            if not cut:
                if len(data) <= records.LONGEST:
                    self._kept = data
                    continue
                yield self._long(data)
                continue
            if not data:
                return
            self._kept = data[cut:]
            lines = Lines(data[:cut], self._start, self._line, self._ended)
            self._start += cut
            self._line += lines.data.count(b"\n")
            yield lines

    def give_back(self, lines: Lines, used: int) -> None:
        """The end of a block belongs to the next one."""
        rest = lines.data[used:]
        self._start -= len(rest)
        self._line -= rest.count(b"\n")
        self._kept = rest + self._kept

    def _long(self, data: bytes) -> records.Record:
        """Pass over a line without an end in sight; only its place is kept."""
        start, line, length = self._start, self._line, len(data)
        while not self._ended:
            more = self._stream.read(self._size)
            self._ended = not more
            end = more.find(b"\n") + 1
            length += end or len(more)
            if end:
                self._kept = more[end:]
                break
        self._start += length
        self._line += 1
        return records.Record(line, start, self._start, None, None, "line_too_long")


def ends_of(data: bytes) -> Ints:
    """Behind each line, the last one too if it has no line end."""
    array = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(array == NEWLINE) + 1
    return ends if data.endswith(b"\n") or not data else np.append(ends, len(data))


def split(lines: Lines, file: Layout) -> Split:
    """Simple lines and the records of the others."""
    data = lines.data
    ends = ends_of(data)
    starts = np.r_[0, ends[:-1]]
    blank, odd = _odd(lines, starts, ends, file)
    taken = np.zeros(len(ends), bool)
    found: list[tuple[int, records.Record]] = []
    used = len(ends)
    for number in np.flatnonzero(odd).tolist():
        if taken[number]:
            continue
        window = min(number + records.MOST_LINES + 2, len(ends))
        if window == len(ends) and not lines.last:
            used = number  # it may go on in the next block
            break
        record, count = _strict(lines, starts, ends, number, window, file)
        if record is not None:
            found.append((number, record))
        taken[number : number + count] = True
    keep = ~(odd | blank | taken)
    keep[used:] = False
    cut = int(starts[used]) if used < len(ends) else len(data)
    return Split(_joined(data, starts, ends, keep), np.flatnonzero(keep), found, cut)


def _joined(data: bytes, starts: Ints, ends: Ints, keep: Flags) -> bytes:
    """The bytes of some lines."""
    if keep.all():
        return data
    edges = np.flatnonzero(np.diff(np.r_[False, keep, False].astype(np.int8)))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    view = memoryview(data)
    return b"".join(view[starts[a] : ends[b - 1]] for a, b in runs)


def _strict(
    lines: Lines, starts: Ints, ends: Ints, number: int, window: int, file: Layout
) -> tuple[records.Record | None, int]:
    """One record from this line on, and how many lines it took."""
    start = int(starts[number])
    # A blank line first: a mark of the byte order counts only at the start of a file.
    stream = io.BytesIO(b"\n" + lines.data[start : int(ends[window - 1])])
    reader = records.Records(records.lines(stream), file.mark)
    reader.width, reader.whole = file.width, file.whole
    record = next(iter(reader), None)
    if record is None or record.start > 1:
        return None, 1
    end = start + record.end - 1
    placed = record._replace(
        line=lines.line + number, start=lines.start + start, end=lines.start + end
    )
    count = int(np.searchsorted(ends, end, "left")) - number + 1
    return placed, count


def _odd(lines: Lines, starts: Ints, ends: Ints, file: Layout) -> tuple[Flags, Flags]:
    """Which lines are blank, and which are not simple."""
    data = lines.data
    array = np.frombuffer(data, np.uint8)
    ended = array[ends - 1] == NEWLINE
    stop = ends - ended  # without the line end
    returned = ended & (stop > starts) & (array[np.maximum(stop - 1, 0)] == RETURN)
    stop = stop - returned
    blank = stop == starts
    odd = ends - starts > records.LONGEST
    odd |= _begins(array, starts, stop, MARK)
    if b"\r" in data:
        returns = np.flatnonzero(array == RETURN)
        odd[_line_of(returns[~np.isin(returns, stop[returned])], ends)] = True
    if b"\0" in data:
        odd[_line_of(np.flatnonzero(array == NUL), ends)] = True
    odd |= _undecodable(data, starts, ends)
    marks = np.flatnonzero(array == file.mark.encode()[0])
    if b'"' in data:
        quotes = np.flatnonzero(array == QUOTE)
        odd |= _misquoted(array, starts, stop, quotes, _counts(quotes, ends), file.mark.encode()[0])
        # Whether the quotes before a mark, of the whole text, are odd in number; and before its line.
        inside = np.bitwise_xor.accumulate((array == QUOTE).view(np.uint8))
        before = np.r_[np.uint8(0), inside[ends[:-1] - 1]]
        marks = marks[inside[marks] == np.repeat(before, _counts(marks, ends))]
    odd |= _counts(marks, ends) + 1 != file.width
    return blank, odd & ~blank


def _begins(array: npt.NDArray[np.uint8], starts: Ints, stop: Ints, mark: bytes) -> Flags:
    """The lines that begin with some bytes."""
    found = stop - starts >= len(mark)
    for place, byte in enumerate(mark):
        found &= array[np.minimum(starts + place, len(array) - 1)] == byte
    return found


def _line_of(places: Ints, ends: Ints) -> Ints:
    found: Ints = np.searchsorted(ends, places, "right")
    return found


def _counts(places: Ints, ends: Ints) -> Ints:
    """How many of the places, in their order, lie in each line."""
    found: Ints = np.diff(np.searchsorted(places, ends), prepend=0)
    return found


def _misquoted(
    array: npt.NDArray[np.uint8], starts: Ints, stop: Ints, quotes: Ints, counts: Ints, mark: int
) -> Flags:
    """Lines with a quote that neither opens nor closes a whole field, nor is one of two inside."""
    line = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    opens = (np.arange(len(quotes)) - first[line]) % 2 == 0
    twin = np.diff(quotes) == 1
    head = (quotes == starts[line]) | (array[np.maximum(quotes - 1, 0)] == mark)
    behind = np.minimum(quotes + 1, len(array) - 1)
    tail = (quotes + 1 == stop[line]) | (array[behind] == mark)
    wrong = np.where(opens, ~(head | np.r_[False, twin]), ~(tail | np.r_[twin, False]))
    odd: Flags = counts % 2 == 1
    odd[line[wrong]] = True
    return odd


def _decodes(data: bytes) -> bool:
    """Whether all of it is UTF-8, in columns that nobody reads too."""
    try:
        return data.isascii() or bool(str(data, "utf-8"))
    except UnicodeDecodeError:
        return False


def _undecodable(data: bytes, starts: Ints, ends: Ints) -> Flags:
    """Lines that are no UTF-8; looked for one by one only where the whole is not."""
    odd = np.zeros(len(ends), bool)
    if not _decodes(data):
        high = np.flatnonzero(np.frombuffer(data, np.uint8) > 127)
        for number in np.unique(_line_of(high, ends)).tolist():
            odd[number] = not _decodes(data[starts[number] : ends[number]])
    return odd
