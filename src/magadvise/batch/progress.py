"""How far a run has come, as one line that is written over in a terminal."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator

EVERY = 0.2  # seconds between two lines
WINDOW = 10.0  # seconds that the rate and the time left are measured over
SETTLED = 3.0  # seconds before a time left is told
USUAL = 80  # columns, where the terminal does not say
CLEAR = "\r\x1b[K"

Tick = Callable[[int, int, int, int | None], None]


class Progress:
    """The arithmetic; it reads no clock. ``started`` and ``now`` are seconds of one clock."""

    def __init__(self, started: float) -> None:
        self._started = self._last = started
        self._marks = deque([(started, 0, 0)])  # time, rows, bytes

    def due(self, now: float) -> bool:
        """Whether the last line is old enough for another."""
        return now - self._last >= EVERY

    def line(
        self, rows: int, rejected: int, read: int, total: int | None, now: float, columns: int
    ) -> str:
        """The text, shorter than ``columns``, or "" when the last one is younger than ``EVERY``.
        ``total`` is ``None`` where the bytes of an input are not known (a pipe)."""
        if not self.due(now):
            return ""
        self._last = now
        self._marks.append((now, rows, read))
        while len(self._marks) > 2 and now - self._marks[1][0] >= WINDOW:
            self._marks.popleft()
        then, rows_then, read_then = self._marks[0]
        seconds = now - then
        left = None
        if total is not None and now - self._started >= SETTLED and read > read_then:
            left = (total - read) / ((read - read_then) / seconds)
        return _fitting(rows, rejected, (rows - rows_then) / seconds, left, columns)


def _fitting(rows: int, rejected: int, rate: float, left: float | None, columns: int) -> str:
    """The longest form that fits; the rejects go last of all but the rows."""
    about = f", about {span(left)} left" if left is not None else ""
    brief = f", {span(left)} left" if left is not None else ""
    refused, short = f", {rejected:,} rejected", f", {_short(rejected)} rejected"
    speed = f", {_rounded(rate):,} a second"
    forms = (
        f"{rows:,} rows{speed}{about}{refused}",
        f"{rows:,} rows{about}{refused}",
        f"{rows:,} rows{brief}{refused}",
        f"{_short(rows)} rows{brief}{short}",
        f"{_short(rows)} rows{short}",
        f"{_short(rows)} rows",
    )
    return next((form for form in forms if len(form) < columns), "")


def span(seconds: float) -> str:
    """A time left in words, never 0: who asks is not at the end yet."""
    if seconds <= 55:
        return f"{max(math.ceil(seconds / 5), 1) * 5} s"
    if seconds < 90 * 60:
        return f"{max(round(seconds / 60), 1)} min"
    if seconds < 48 * 3600:
        return f"{round(seconds / 3600)} h"
    return f"{round(seconds / 86400):,} days"


def _rounded(rate: float) -> int:
    """Two digits that count: more would flicker."""
    whole = round(rate)
    return round(whole, 2 - len(str(whole))) if whole > 99 else whole


def _short(count: int) -> str:
    """``12.3M`` for 12,345,678; cut, not rounded."""
    if count < 10**4:
        return f"{count:,}"
    unit, name = (10**6, "M") if count >= 10**6 else (10**3, "k")
    return f"{count * 10 // unit / 10:,.1f}{name}"


# the terminal ------------------------------------------------------------------------------------


def is_terminal() -> bool:
    """Whether somebody can watch stderr."""
    try:
        return sys.stderr is not None and sys.stderr.isatty()
    except ValueError:  # closed
        return False


def ticker(columns: Callable[[], int] | None = None) -> Tick:
    """A function of (rows, rejected, bytes read, bytes in all or ``None``) that writes the line over
    on stderr. It does nothing where that is no terminal. ``columns`` says how wide that is."""
    if not is_terminal():
        return lambda rows, rejected, read, total: None
    progress = Progress(time.monotonic())
    wide = columns or _columns

    def tick(rows: int, rejected: int, read: int, total: int | None) -> None:
        now = time.monotonic()
        if progress.due(now):  # asked for every row: the width is looked up only now
            _write(f"\r{progress.line(rows, rejected, read, total, now, wide())}\x1b[K")

    return tick


@contextlib.contextmanager
def cleared() -> Iterator[None]:
    """The line goes at the end, whatever happens."""
    try:
        yield
    finally:
        if is_terminal():
            _write(CLEAR)


def _write(text: str) -> None:
    """A line that cannot be shown never stops the run."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or USUAL
    except (OSError, ValueError):
        return USUAL
