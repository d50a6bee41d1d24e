"""A request to end a run: what is raised, and what must not be broken off by it."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

from magadvise.errors import EXIT_INTERRUPTED, EXIT_STOPPED, MagadviseError, Problem


class Stopped(MagadviseError):
    """Somebody asked the process to end with this signal. ``resumable``: what was done is kept."""

    code = "stopped"

    def __init__(self, number: int, *, resumable: bool = False) -> None:
        self.number, self.resumable = number, resumable
        self.exit_code = EXIT_STOPPED if number == signal.SIGTERM else EXIT_INTERRUPTED
        super().__init__("stopped before the end; no output was written")

    def problems(self) -> tuple[Problem, ...]:
        hint = "The same command with --resume goes on from there." if self.resumable else ""
        return (Problem(self.code, "", str(self), hint=hint),)


class Hold:
    """A request to end that comes while something must not be broken off waits until it is done."""

    def __init__(self) -> None:
        self._on = False
        self._asked = 0

    def stop(self, number: int) -> None:
        """Raise :class:`Stopped`, now or at the end of what is held."""
        if self._on:
            self._asked = number
        else:
            raise Stopped(number)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        self._on = True
        try:
            yield
        finally:
            self._on = False
            number, self._asked = self._asked, 0
            if number:
                self.stop(number)


HOLD = Hold()
