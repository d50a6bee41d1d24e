"""Waiting for a line so that no signal is missed.

A signal that comes between the last step of Python and the read itself would be noticed only after
the next line. A pipe that the signal writes to is watched beside the terminal, so there is no gap.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def watched() -> Iterator[Callable[[], None]]:
    """Gives a function that returns once stdin can be read or a signal has come."""
    stdin = _descriptor()
    if (
        stdin is None
        or os.name != "posix"
        or threading.current_thread() is not threading.main_thread()
    ):
        yield lambda: None
        return
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    before = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    try:
        yield lambda: _wait(stdin, ours)
    finally:
        signal.set_wakeup_fd(before)
        os.close(ours)
        os.close(theirs)


def _descriptor() -> int | None:
    try:
        return sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):  # no stream of the system
        return None


def _wait(stdin: int, ours: int) -> None:
    ready, _, _ = select.select([stdin, ours], [], [])
    if ours in ready:
        os.read(ours, 512)  # the handler itself runs now, before the next step
