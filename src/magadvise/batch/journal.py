"""What a run has done so far, beside its output, so that a stopped run can go on.

One line for the start, one for each block (of Parquet: for each piece, of many blocks) whose bytes are
on the disk, one once all is written. Each has a checksum; from the first line that is not whole,
nothing counts.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from magadvise.batch.counts import Block, Counts
from magadvise.batch.sink import NO_LINK, Placed, Target
from magadvise.batch.stops import HOLD
from magadvise.errors import InputError, OutputError, Problem

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

CHUNK = 1 << 20
CHANGED = {
    "engine": "it was another engine that began",
    "program": "another version of the program is installed now",
    "knowledge": "the knowledge has another version now",
    "options": "an option or a flag is not the same",
    "input": "an input changed, or has another name",
}
ANEW = "Leave --resume out to answer every row anew."


class Past(NamedTuple):
    """What an earlier run has done: ``saves`` saves, each at so many bytes of the answers (``out``),
    the last at so many of the rejects. ``read`` has (bytes, their SHA-256) by the number of the input.
    ``done``: all is written, only names were missing. ``end``: bytes of the journal that are whole."""

    saves: int
    out: Sequence[int]
    rejects: int
    read: dict[int, tuple[int, str]]
    done: bool
    end: int


class Journal:
    """The journal of the run that writes ``target`` (a real path), once it is opened. Mode 0600."""

    def __init__(self, target: Path) -> None:
        self._stem = f".magadvise-{hashlib.sha256(os.fsencode(target)).hexdigest()[:16]}"
        self.file = target.parent / f"{self._stem}.journal"
        self.saves = 0
        self._ready = False  # all is written, and may get its name
        self._watched: dict[int, Watched] = {}
        self._handle: int | None = None
        self.begun = False  # there is one of an earlier run

    def open(self) -> None:
        """Only one run at a time has it: raises :class:`OutputError` for another, or where the folder
        takes no file."""
        try:
            with HOLD.held():  # else a signal could come between the file and its handle
                self._handle = _locked(self.file)
        except OSError as error:
            raise OutputError("the output file cannot be created") from error
        self.begun = os.fstat(self._handle).st_size > 0
        self._stream = os.fdopen(self._handle, "w", encoding="utf-8")

    @property
    def useful(self) -> bool:
        """Whether a later run can go on from here."""
        return self._ready or self.saves > 0

    def part(self, role: str) -> str:
        """The name of a file that is not finished yet."""
        return f"{self._stem}.{role}"

    # an earlier run ------------------------------------------------------------------------------

    def past(self, marks: Mapping[str, str]) -> Past | None:
        """What can be used of an earlier run, ``None`` for nothing. Raises :class:`InputError` where
        ``marks`` are not those of that run."""
        found: Past | None = None
        folders: dict[str, str] = {}
        ends: list[int] = []
        for number, (row, end) in enumerate(_rows(self.file)):
            if number == 0:
                for name, why in CHANGED.items():
                    if row["marks"].get(name) != marks[name]:
                        raise changed(why)
                folders = row["folders"]
                found = Past(0, ends, 0, {}, False, end)
            elif found and "done" in row:
                found = found._replace(done=True, end=end)
            elif found:
                read = {int(at): tuple(mark) for at, mark in row["read"].items()}
                ends.append(row["out"])
                found = Past(number, ends, row["rejects"], {**found.read, **read}, False, end)
        if not found or not found.saves:
            return None
        for role, size in (("out", ends[-1]), ("rejects", found.rejects)):
            part = Path(folders.get(role, "")) / self.part(role)
            if role in folders and not _holds(part, size, gone=found.done):
                return None
        return found

    def replay(self, past: Past, counts: Counts) -> None:
        """Count what was done, and go on behind it."""
        for number, (row, end) in enumerate(_rows(self.file)):
            if end <= past.end and "counts" in row:
                for block in row["counts"]:
                    counts.whole.add(Block.of(block))
                    counts.blocks += 1
                self.saves = number
        self._ready = past.done
        self._cut(past.end)

    # this run ------------------------------------------------------------------------------------

    def begin(self, marks: Mapping[str, str], folders: Mapping[str, str]) -> None:
        """A run from the start; an unfinished one goes. ``folders`` are those of the parts, by role."""
        before = next(_rows(self.file), None)
        self._cut(0)
        for role, folder in (before[0]["folders"] if before else {}).items():
            with contextlib.suppress(OSError):
                (Path(folder) / self.part(role)).unlink()
        self._write({"n": 0, "marks": dict(marks), "folders": dict(folders)})

    def watched(self, number: int, stream: BinaryIO) -> BinaryIO:
        """The same stream, and what is read of it goes into the journal."""
        self._watched[number] = Watched(stream)
        return cast("BinaryIO", self._watched[number])

    def save(self, out: Target, rejects: Target | None, blocks: Sequence[Block]) -> None:
        """Blocks are written: put them on the disk, and note them."""
        read = {number: watched.mark() for number, watched in self._watched.items()}
        row = {"n": self.saves + 1, "out": out.saved(), "rejects": rejects.saved() if rejects else 0,
               "read": read, "counts": [block.document() for block in blocks]}  # fmt: skip
        self._write(row)
        self.saves += 1
        for number in list(self._watched)[:-1]:  # read to its end
            del self._watched[number]

    def ready(self) -> None:
        """Everything is written and on the disk."""
        if self.saves and not self._ready:  # without one, a run from the start is as quick
            self._write({"n": self.saves + 1, "done": True})
            self._ready = True

    def close(self, *, keep: bool) -> None:
        """Leave the journal for a later run, or leave none."""
        if self._handle is None:
            return
        if not keep:
            with contextlib.suppress(OSError):
                self.file.unlink()
        with contextlib.suppress(OSError, AttributeError):  # stopped before there was a stream
            self._stream.close()

    def _write(self, row: Mapping[str, Any]) -> None:
        text = json.dumps(row, separators=(",", ":"))
        self._stream.write(f"{_sum(text.encode())} {text}\n")
        self._stream.flush()

    def _cut(self, size: int) -> None:
        handle = self._stream.fileno()
        os.ftruncate(handle, size)
        os.lseek(handle, size, os.SEEK_SET)


class Watched:
    """A stream of an input that sums what is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._sum = hashlib.sha256()
        self._size = 0
        self._mark = (0, self._sum)

    @property
    def closed(self) -> bool:
        """As of the stream."""
        return self._stream.closed

    def tell(self) -> int:
        """As of the stream."""
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        """As of the stream."""
        data = self._stream.read(size)
        if data:
            self._sum.update(data)
            self._size += len(data)
            self._mark = (self._size, self._sum.copy())  # at once: another thread asks for both
        return data

    def mark(self) -> tuple[int, str]:
        """How many bytes were read, and their SHA-256."""
        size, found = self._mark
        return size, found.hexdigest()


def changed(why: str) -> InputError:
    """The refusal to go on."""
    return InputError([Problem("changed", "resume", f"cannot go on: {why}", hint=ANEW)])


def sum_of(file: Path, size: int | None = None) -> str:
    """The SHA-256 of a file, or of its first bytes."""
    found, left = hashlib.sha256(), size
    with file.open("rb") as stream:
        while data := stream.read(CHUNK if left is None else min(CHUNK, left)):
            found.update(data)
            left = None if left is None else left - len(data)
    return found.hexdigest()


def opened(target: str, part: str, past: Past | None, role: str) -> Target:
    """A target that goes on where the earlier run was, or a new one."""
    if past is None or role not in ("out", "rejects"):  # the others are written at the end
        return Target(target, part)
    ends = past.out if role == "out" else [past.rejects]
    if past.done and not (Path(os.path.realpath(target)).parent / part).exists():
        return Placed(ends)
    return Target(target, part, ends)


def _holds(part: Path, size: int, *, gone: bool) -> bool:
    """Whether a part has what the journal says. ``gone``: it may have its name already."""
    try:
        at = part.lstat()
    except OSError:
        return gone
    return stat.S_ISREG(at.st_mode) and at.st_size >= size


def _rows(file: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """The lines of a journal that are whole, and where each ends."""
    end = 0
    with contextlib.suppress(OSError), file.open("rb") as stream:
        for number, line in enumerate(stream):
            mark, _, text = line.partition(b" ")
            if not text.endswith(b"\n") or mark != _sum(text[:-1]).encode():
                return
            row = json.loads(text)
            if row.get("n") != number:
                return
            end += len(line)
            yield row, end


def _sum(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:16]


def _locked(file: Path) -> int:
    """The journal, for this process alone."""
    while True:
        handle, ours = os.open(file, os.O_RDWR | os.O_CREAT | NO_LINK, 0o600), False
        try:
            _lock(handle)
            with contextlib.suppress(FileNotFoundError):  # the run before has just removed it
                ours = os.fstat(handle).st_ino == file.stat().st_ino
        finally:
            if not ours:
                os.close(handle)
        if ours:
            return handle


def _lock(handle: int) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError("another run is writing this output") from None
    except OSError:
        pass  # a file system without locks
