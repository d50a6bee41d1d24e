"""Diaries kept under a name: JSON lines (0600), one line added at a time, and the boxes beside them.

A line is added whole or not at all. Two that write at once wait for each other. Nothing that stands
in a file is ever changed, but ``forget`` removes it. Errors name neither the diary nor a line of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from magadvise.cli import kept_files
from magadvise.diary import lines
from magadvise.diary.entry import Diary, Entry
from magadvise.diary.figures import Figures
from magadvise.diary.schedule import Schedule
from magadvise.errors import (
    EXIT_CANNOT_CREATE,
    EXIT_IO,
    EXIT_NO_INPUT,
    EXIT_NO_USABLE_DATA,
    EXIT_USAGE,
)

KIND = kept_files.Kind("diary", "diaries", ".jsonl", "magadvise diary forget", "")
FORMAT = "magadvise boxes"
VERSION = 1
PATIENCE = 5.0  # seconds that one waits for another to finish writing
_BETWEEN = 0.02
_BEGIN = "Begin: magadvise diary add --cramps 2."


def load(name: str, figures: Figures, today: date = date.max) -> Diary:
    """The diary of a name, without days after ``today``. Raises :class:`StoredError`:
    missing (66), no line readable (65)."""
    path = KIND.path(name)
    with KIND.told("the diary cannot be read", EXIT_IO):
        if name not in KIND.names():
            raise KIND.error("no diary has this name yet", EXIT_NO_INPUT,
                             _BEGIN)  # fmt: skip
        content = KIND.read(path)
    if len(content) > kept_files.MOST_BYTES:
        raise KIND.error("the file of this diary is too long", EXIT_NO_USABLE_DATA,
                         "Begin another one with --name.")  # fmt: skip
    found = lines.read(content, figures).until(today)
    if found.broken and not found.entries:
        raise KIND.error(
            "no line of this diary can be read",
            EXIT_NO_USABLE_DATA,
            'Each line is one day: {"date": "2026-01-31", "cramps": 2}.',
        )
    if not found.entries:
        raise KIND.error("no day is written in this diary yet", EXIT_NO_INPUT, _BEGIN)
    return found


def known(name: str, figures: Figures) -> Diary:
    """The same, and an empty diary where none is kept yet or no line can be read."""
    KIND.path(name)
    KIND.refuse_clash(name)
    if name not in KIND.names():
        return Diary()
    with KIND.told("the diary cannot be read", EXIT_IO):
        return lines.read(KIND.read(KIND.path(name)), figures)


def add(name: str, entry: Entry) -> Path:
    """Add one line. Raises :class:`StoredError` where it cannot be written; what stood there then
    stands as it was."""
    path = KIND.path(name)
    with KIND.told("the diary cannot be kept", EXIT_CANNOT_CREATE):
        KIND.make(path.parent)
        KIND.refuse_clash(name)
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise KIND.error("something that is no plain file has the name of this diary",
                             EXIT_CANNOT_CREATE, "Choose another name.")  # fmt: skip
    with KIND.told("the diary cannot be written", EXIT_IO), _opened(path) as handle:
        _append(handle, lines.text(entry).encode() + b"\n")
    kept_files.keep_on_disk(path.parent)
    return path


def forget(name: str) -> None:
    """Remove a diary, its boxes, what a crash may have left, and the folder once it is empty.
    Raises :class:`StoredError` (66) where nothing of this name is kept."""
    KIND.remove(name, [_boxes(name).name, f".{name}.boxes.*.new"])


# boxes -------------------------------------------------------------------------------------------


def save_boxes(name: str, schedule: Schedule) -> None:
    """Keep what the order of the boxes is drawn from. Raises :class:`StoredError`."""
    path = _boxes(name)
    document = {"format": FORMAT, "version": VERSION, "start": schedule.start.isoformat(),
                "seed": schedule.seed}  # fmt: skip
    with KIND.told("the boxes cannot be kept", EXIT_CANNOT_CREATE):
        KIND.make(path.parent)
        KIND.refuse_clash(name)
    with KIND.told("the boxes cannot be written", EXIT_IO):
        kept_files.write(path, (json.dumps(document) + "\n").encode())


def drop_boxes(name: str) -> None:
    """Remove the boxes of a diary and nothing else. Raises :class:`StoredError` (66) for none."""
    path = _boxes(name)
    with KIND.told("the boxes cannot be removed", EXIT_IO):
        if not os.path.lexists(path):
            raise KIND.error("no boxes were drawn yet", EXIT_NO_INPUT, "The diary stays as it is.")
        KIND.check(path.parent)
        path.unlink()
        kept_files.keep_on_disk(path.parent)


def load_boxes(name: str, figures: Figures) -> Schedule | None:
    """The boxes of a diary; ``None`` where none were drawn. Raises :class:`StoredError`."""
    path = _boxes(name)
    with KIND.told("the boxes cannot be read", EXIT_IO):
        if not os.path.lexists(path):
            return None
        KIND.check(path.parent)
        content = KIND.read(path)
    try:
        found = json.loads(content)
        if set(found) != {"format", "version", "start", "seed"} or found["format"] != FORMAT:
            raise ValueError
        if type(found["version"]) is not int or not isinstance(found["seed"], str):
            raise ValueError
        if found["version"] > VERSION:
            raise KIND.error("a newer magadvise drew these boxes", EXIT_USAGE, "Update magadvise.")
        return Schedule(_day(found["start"], figures), found["seed"])
    except (ValueError, TypeError, RecursionError):
        raise KIND.error("the file of the boxes is broken", EXIT_NO_USABLE_DATA,
                         "Draw new boxes: magadvise diary schedule --start tomorrow --anew.",
                         ) from None  # fmt: skip


def _boxes(name: str) -> Path:
    return KIND.path(name).with_name(f"{name}.boxes.json")


def _day(text: object, figures: Figures) -> date:
    return lines.day_of(text, figures)


# the file ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file, open for adding and held against a second writer. Made where it is not there."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    flags |= kept_files.NO_LINK | kept_files.NO_WAIT | kept_files.AS_IT_IS
    end = time.monotonic() + PATIENCE
    while True:
        handle = os.open(path, flags, kept_files.MODE)
        try:
            about = os.fstat(handle)
            KIND.refuse_foreign(about)
            _hold(handle, end)
            if os.fstat(handle).st_nlink:
                if stat.S_IMODE(about.st_mode) != kept_files.MODE:
                    path.chmod(kept_files.MODE)  # whatever the umask took away, or others gave
                yield handle
                return
        finally:
            os.close(handle)  # lets go of it, too
        # Somebody removed the diary while we waited: begin a new one.


def _hold(handle: int, end: float) -> None:
    while not _held(handle):
        if time.monotonic() > end:
            raise KIND.error("another magadvise is writing in this diary", EXIT_IO,
                             "Wait until it is done, then try again.")  # fmt: skip
        time.sleep(_BETWEEN)


if sys.platform == "win32":
    import msvcrt

    def _held(handle: int) -> bool:
        """A byte far behind the text is held: a held byte could not be read."""
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _held(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _append(handle: int, line: bytes) -> None:
    """One whole line, on the disk when this returns; none where that fails. What a crash left
    without an end gets one, so that it spoils no line but its own."""
    size = os.fstat(handle).st_size
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        line = line if os.read(handle, 1) == b"\n" else b"\n" + line
    if size + len(line) > kept_files.MOST_BYTES:
        raise KIND.error("this diary is full", EXIT_USAGE, "Begin another one with --name.")
    try:
        rest = line
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise
