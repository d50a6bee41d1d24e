"""Bytes of a delimited file to records, with the place of each: a strict reader that loses nothing.

A record that cannot be read is yielded with the reason, never dropped, and never takes its
neighbours with it: an opening quote that is not closed soon spoils its own line only.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

LONGEST = 1 << 20  # bytes of one line that are looked at; a longer one is passed over, and counted
MOST_LINES = 50  # physical lines of one quoted record
MOST_TEXT = 1 << 16  # characters of one quoted record
CHUNK = 1 << 16
QUOTE = '"'
_RETURNS = re.compile(rb"\r\n|\r|\n")


class Line(NamedTuple):
    """One physical line. ``start`` and ``end`` are byte offsets, ``raw`` its bytes (``None`` where it
    was too long to be kept), ``text`` what they say without the end of the line; ``bad`` where they
    are not in the encoding."""

    number: int
    start: int
    end: int
    raw: bytes | None
    text: str
    bad: bool


class Record(NamedTuple):
    """One record. ``fields`` is ``None`` where ``error`` says why it could not be read; ``raw`` is
    ``None`` where it was too long to be kept. ``start`` and ``end`` are byte offsets."""

    line: int
    start: int
    end: int
    raw: bytes | None
    fields: list[str] | None
    error: str = ""


# lines -------------------------------------------------------------------------------------------


def lines(stream: BinaryIO, encoding: str = "utf-8", *, returns: bool = False) -> Iterator[Line]:
    """Every line; it ends with LF or CR LF, with ``returns`` also with CR alone. ``encoding`` must
    keep ASCII, or be UTF-16 or UTF-32 with its byte order."""
    newline = "\n".encode(encoding)
    if returns or len(newline) > 1:
        found = _cut(stream, _RETURNS if returns else re.compile(re.escape(newline)), len(newline))
    else:
        found = _read(stream)
    at = 0
    for number, (raw, length) in enumerate(found, 1):
        start, at = at, at + length
        text, bad = ("", False) if raw is None else _text(raw, encoding)
        if number == 1:
            text = text.removeprefix("\ufeff")
        text = text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")
        yield Line(number, start, at, raw, text.removesuffix("\r") if returns else text, bad)


def _text(raw: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return raw.decode(encoding), False
    except UnicodeDecodeError:
        return raw.decode(encoding, "replace"), True


def _read(stream: BinaryIO) -> Iterator[tuple[bytes | None, int]]:
    """Lines that end with LF, and how long each is."""
    while raw := stream.readline(LONGEST):
        length = len(raw)
        if raw.endswith(b"\n") or length < LONGEST:
            yield raw, length
            continue
        while rest := stream.readline(LONGEST):
            length += len(rest)
            if rest.endswith(b"\n"):
                break
        yield None, length


def _cut(
    stream: BinaryIO, ends: re.Pattern[bytes], width: int
) -> Iterator[tuple[bytes | None, int]]:
    """Lines with other ends; a character is ``width`` bytes or more."""
    kept, passed, last = b"", 0, False
    while not last:
        data = stream.read(CHUNK)
        last = not data
        kept += data
        at = 0
        while (end := _end(kept, at, ends, width, last=last)) > at:
            length = passed + end - at
            yield (None if length > LONGEST else kept[at:end]), length
            at, passed = end, 0
        kept = kept[at:]
        if len(kept) > LONGEST:  # the last character may be half an end
            over = (len(kept) - 1) // width * width
            kept, passed = kept[over:], passed + over
    if kept:
        yield (None if passed else kept), passed + len(kept)


def _end(kept: bytes, at: int, ends: re.Pattern[bytes], width: int, *, last: bool) -> int:
    """Where the line ends that starts at ``at``; ``at`` itself where that cannot be said yet."""
    look = at
    while found := ends.search(kept, look):
        if (found.start() - at) % width:
            look = found.start() + 1
        elif found.end() == len(kept) and kept.endswith(b"\r") and not last:
            return at
        else:
            return found.end()
    return at


# records -----------------------------------------------------------------------------------------


class Records:
    """The records of some lines; blank lines are none.

    ``width`` is how many fields a record of several lines must have (0: any), once the header is
    known. ``whole`` tells whether a line looks like a whole record: then it belongs to nobody else.
    """

    def __init__(self, source: Iterator[Line], delimiter: str) -> None:
        self.width = 0
        self.whole: Callable[[str], bool] = lambda text: False
        self._lines = source
        self._delimiter = delimiter
        self._back: deque[Line] = deque()

    def __iter__(self) -> Iterator[Record]:
        while (line := self._next()) is not None:
            if line.raw is None:
                yield _record(line, None, "line_too_long")
            elif line.bad:
                yield _record(line, None, "bad_encoding")
            elif QUOTE in line.text:
                yield self._quoted(line)
            elif line.text:
                yield _record(line, line.text.split(self._delimiter), _odd(line.text))

    @property
    def ahead(self) -> bool:
        """Whether lines were looked at that belong to the next records."""
        return bool(self._back)

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _quoted(self, first: Line) -> Record:
        """A record with quotes. It may run over several lines; those that turn out not to belong to
        it are put back."""
        fields, error = split(first.text, self._delimiter)
        if error != "unterminated_quote":
            return _record(first, fields, error)
        taken, raw, text = [first], first.raw or b"", first.text
        while len(taken) < MOST_LINES and len(text) < MOST_TEXT:
            more = self._next()
            if more is None:
                break
            taken.append(more)
            if more.raw is None or more.bad or self.whole(more.text):
                break
            text = f"{text}{_line_end(raw)}{more.text}"
            raw += more.raw
            if QUOTE not in more.text:
                continue
            fields, error = split(text, self._delimiter)
            if error == "unterminated_quote":
                continue
            if error or (self.width and len(fields) != self.width):
                break
            return Record(first.number, first.start, more.end, raw, fields)
        self._back.extendleft(reversed(taken[1:]))
        return _record(first, None, "unterminated_quote")


def _line_end(raw: bytes) -> str:
    """The end of the last of these lines, as text."""
    tail = raw[-8:].replace(b"\x00", b"")
    if tail.endswith(b"\r\n"):
        return "\r\n"
    return "\r" if tail.endswith(b"\r") else "\n"


def _record(line: Line, fields: list[str] | None, error: str) -> Record:
    return Record(line.number, line.start, line.end, line.raw, None if error else fields, error)


def _odd(text: str) -> str:
    """Characters that have no place inside a record."""
    if "\x00" in text:
        return "nul_byte"
    return "lone_carriage_return" if "\r" in text else ""


def split(text: str, delimiter: str) -> tuple[list[str], str]:
    """The fields of one record with quotes, and what is wrong with it ("" if nothing)."""
    fields: list[str] = []
    at = 0
    while True:
        if text[at : at + 1] != QUOTE:
            end = text.find(delimiter, at)
            field = text[at:] if end < 0 else text[at:end]
            if QUOTE in field:
                return fields, "quote_inside_field"
            if odd := _odd(field):
                return fields, odd
            fields.append(field)
        else:
            field, end, error = _in_quotes(text, at + 1, delimiter)
            if error:
                return fields, error
            fields.append(field)
        if end < 0:
            return fields, ""
        at = end + len(delimiter)


def _in_quotes(text: str, at: int, delimiter: str) -> tuple[str, int, str]:
    """A quoted field from behind its first quote: its text, where the delimiter behind it stands
    (-1 at the end of the record), and what is wrong."""
    start = at
    while True:
        end = text.find(QUOTE, at)
        if end < 0:
            return "", -1, "unterminated_quote"
        if text[end + 1 : end + 2] == QUOTE:
            at = end + 2
            continue
        field = text[start:end].replace('""', QUOTE)
        if "\x00" in field:
            return "", -1, "nul_byte"
        if end + 1 == len(text):
            return field, -1, ""
        if text.startswith(delimiter, end + 1):
            return field, end + 1, ""
        return "", -1, "text_after_quote"
