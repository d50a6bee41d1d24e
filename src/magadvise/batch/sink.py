"""Answers to a file of their own: written beside the target, synced, and renamed at the end."""

from __future__ import annotations

import base64
import contextlib
import csv
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from magadvise.batch.stops import HOLD
from magadvise.errors import OutputError

# A spreadsheet runs a cell that begins with one of these, also in its full-width form.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# What a terminal would obey instead of showing it: control characters, marks of direction.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

JOINED = ".joined"  # ending of a file made of another one
NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def shown(text: str) -> str:
    """Rows as a terminal may print them."""
    return _OBEYED.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def neutral(text: str) -> str:
    """Text that a spreadsheet shows instead of running it."""
    return f"'{text}" if text.startswith(RUNS) else text


class Target:
    """A text file that appears whole or not at all; ``-`` is stdout. Mode 0600.

    ``synced`` and then ``placed`` end it well, ``undo`` leaves what was there before. ``part`` names
    the file that is written meanwhile. It was saved at the sizes ``ends`` already (else it is new)."""

    placed_before = False  # by an earlier run: nothing is left to write

    def __init__(self, name: str, part: str = "", ends: Sequence[int] = ()) -> None:
        self.stream: TextIO
        self.ends = list(ends)  # bytes at each save
        self._part: str | None = None
        self._pieces: str | None = None  # the part that another was made of
        self._file = False
        if name == "-":
            self.stream = sys.stdout
            if hasattr(self.stream, "reconfigure"):
                self.stream.reconfigure(encoding="utf-8")
            return
        self._file = True
        self._target = Path(os.path.realpath(name))  # a link stays a link
        if self._target.is_dir():
            raise OutputError("the output is a folder")
        try:
            self.stream = self._opened(part, self.size if ends else None)
        except OSError as error:
            self.undo(keep=bool(ends))
            raise OutputError("the output file cannot be created") from error

    def _opened(self, part: str, size: int | None) -> TextIO:
        if self._target.exists() and not self._target.is_file():  # a pipe or a device
            return self._target.open("w", encoding="utf-8", newline="")
        if part:
            handle = self._reopened(self._target.parent / part, size)
        else:
            handle, self._part = tempfile.mkstemp(prefix=".magadvise-", dir=self._target.parent)
        return os.fdopen(handle, "w", encoding="utf-8", newline="", errors="backslashreplace")

    def _reopened(self, part: Path, size: int | None) -> int:
        """A part with a name of its own, cut to what is known to be right."""
        if size is None:
            part.unlink(missing_ok=True)
        new = os.O_CREAT | os.O_EXCL if size is None else 0
        handle = os.open(part, os.O_RDWR | new | NO_LINK, 0o600)
        self._part = str(part)
        try:
            os.ftruncate(handle, size or 0)
            os.lseek(handle, 0, os.SEEK_END)
        except OSError:
            os.close(handle)
            raise
        return handle

    @property
    def size(self) -> int:
        """Bytes at the last save."""
        return self.ends[-1] if self.ends else 0

    @property
    def binary(self) -> BinaryIO:
        """The same file for bytes."""
        self.stream.flush()
        found: BinaryIO = self.stream.buffer
        return found

    def saved(self) -> int:
        """What was written so far is on the disk; its bytes. Raises :class:`OSError`."""
        self.stream.flush()
        size = os.fstat(self.stream.fileno()).st_size
        if size != self.size:
            os.fsync(self.stream.fileno())
        self.ends.append(size)
        return size

    @contextlib.contextmanager
    def remade(self) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """What was written, to read, and a new file to write the same in another form. That one gets
        the name in the end; until then the first stays."""
        if self._part is None:
            raise OutputError("the output is no file")
        self.stream.close()
        with open(self._part, "rb") as pieces:
            self._pieces, self._part = self._part, None
            with HOLD.held():
                handle = self._reopened(Path(self._pieces + JOINED), None)
            self.stream = os.fdopen(handle, "w", encoding="utf-8", newline="")
            yield pieces, self.binary

    def synced(self) -> None:
        """Everything is on the disk. Raises :class:`OSError` where it does not take it."""
        self.stream.flush()
        if self._part:
            os.fsync(self.stream.fileno())
        if self._file:
            self.stream.close()

    def placed(self) -> None:
        """The file gets its name."""
        if self._part:
            os.replace(self._part, self._target)
            self._part = None
            _sync_folder(self._target.parent)
            self._drop(self._pieces)

    def undo(self, *, keep: bool = False) -> None:
        """Leave nothing behind, and the previous output as it was. ``keep`` leaves the part."""
        if self._file and hasattr(self, "stream"):
            with contextlib.suppress(OSError, ValueError):
                self.stream.close()
        if self._pieces or not keep:
            self._drop(self._part)
        if not keep:
            self._drop(self._pieces)
        self._part = self._pieces = None

    def _drop(self, part: str | None) -> None:
        if part:
            with contextlib.suppress(OSError):
                os.unlink(part)


class Placed(Target):
    """One that got its name in an earlier run: nothing is left to write."""

    placed_before = True

    def __init__(self, ends: Sequence[int]) -> None:
        self.ends = list(ends)
        self.stream = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        self._part, self._pieces, self._file = None, None, True


def _sync_folder(folder: Path) -> None:
    """The new name outlives a loss of power, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class _Lines:
    """Rows end with LF. Python's writer is told CR LF, as it quotes a lone CR only then."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told = shown if stream.isatty() else str

    def write(self, row: str) -> int:
        return self._stream.write(self._told(row.removesuffix("\r\n")) + "\n")


class CsvSink:
    """Rows of CSV. ``lists`` are the positions of cells with ``;`` between their parts: a spreadsheet
    of some countries cuts there. ``raw`` leaves cells as they are."""

    def __init__(
        self, target: Target, names: Sequence[str], lists: Sequence[int], *, raw: bool
    ) -> None:
        self._write = csv.writer(_Lines(target.stream)).writerow
        self._lists = lists
        self._raw = raw
        self._header = () if target.size else tuple(names)

    def row(self, values: Sequence[Any]) -> None:
        """One row; text cells are made harmless. The header comes with the first."""
        if self._header:
            names, self._header = self._header, ()
            self.row(names)
        if self._raw:
            self._write(values)
            return
        cells = [neutral(v) if isinstance(v, str) else v for v in values]
        for at in self._lists:
            if ";" in cells[at]:
                cells[at] = ";".join(map(neutral, values[at].split(";")))
        self._write(cells)


class JsonSink:
    """One JSON document a line."""

    def __init__(self, target: Target) -> None:
        self._stream = target.stream

    def document(self, document: dict[str, Any]) -> None:
        """One document."""
        self._stream.write(json.dumps(document, ensure_ascii=True, allow_nan=False) + "\n")


def reject_line(
    file: str,
    place: tuple[int, int | None, int | None],
    raw: bytes | None,
    problem: tuple[str, str, str],
) -> str:
    """One rejected row as a line of the rejects file: ``place`` is its line and its byte offsets,
    ``problem`` code, field and message."""
    line, start, end = place
    code, field, message = problem
    row = {
        "file": file, "line": line, "byte_start": start, "byte_end": end,
        "raw_b64": None if raw is None else base64.b64encode(raw).decode("ascii"),
        "code": code, "field": field, "message": message,
    }  # fmt: skip
    return json.dumps(row) + "\n"
