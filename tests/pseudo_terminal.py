"""A person at a terminal, for the tests: type into a command, and read what it shows.

There is no sleep in here: each step waits for the text that proves it, up to a generous deadline.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence

DEADLINE = 60.0  # seconds; only a test that fails ever waits so long
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROMPT = re.compile(r"\n(?:more)?> ")
# Makes the terminal the controlling one, so that Ctrl-C is a signal and a hang-up is felt. A child
# process of its own does that: code between fork and exec is not safe beside threads.
_START = (
    "import fcntl, os, sys, termios; fd = int(sys.argv[1]);"
    "fcntl.ioctl(fd, termios.TIOCSCTTY, 0); os.close(fd);"
    "os.execv(sys.argv[2], sys.argv[2:])"
)
_UTF8 = getattr(termios, "IUTF8", 0o40000 if sys.platform == "linux" else 0)


class Terminal:
    """A command in a terminal of its own. Streams are the terminal where nothing else is given.

    ``shell``: redirections for ``sh``, as ``<&-``."""

    def __init__(
        self,
        command: Sequence[str],
        environment: dict[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        shell: str = "",
    ) -> None:
        self.ours, theirs = pty.openpty()
        self.resize(columns, rows)
        self._edits_as_terminals_do(theirs)
        self.modes = termios.tcgetattr(self.ours)
        if shell:
            command = ["/bin/sh", "-c", f'exec "$@" {shell}', "sh", *command]
        # -S -E: what starts the command needs no packages.
        start = [sys.executable, "-S", "-E", "-c", _START, str(theirs), *command]
        self.process = subprocess.Popen(
            start,
            stdin=theirs if stdin is None else stdin,
            stdout=theirs if stdout is None else stdout,
            stderr=theirs if stderr is None else stderr,
            env=environment,
            pass_fds=[theirs],
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""  # all that was written, lines ended as in a file
        self._read_to = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="backslashreplace")
        self._raw = b""

    def close(self) -> None:
        """Close the window, and end what does not end by itself."""
        self.hang_up()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE)

    def resize(self, columns: int, rows: int = 24) -> None:
        """Another size; the kernel tells the process in front (SIGWINCH)."""
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, text: str | bytes) -> None:
        """Type these keys, as they are. What is typed while nobody reads may not fit at once."""
        rest = text.encode() if isinstance(text, str) else text
        end = time.monotonic() + DEADLINE
        while rest:
            readable, writable, _ = select.select([self.ours], [self.ours], [], self._left(end))
            if readable:
                self._take()
            if writable:
                rest = rest[os.write(self.ours, rest[:512]) :]

    def line(self, text: str | bytes) -> str:
        """Type a line; what was shown up to the next prompt."""
        self.send((text.encode() if isinstance(text, str) else text) + b"\n")
        return self.prompt()

    def lines(self, *texts: str) -> str:
        """Type each line at its prompt; what the last one showed."""
        said = ""
        for text in texts:
            said = self.line(text)
        return said

    def prompt(self) -> str:
        """What is shown up to the next place to type."""
        return self._until(PROMPT)

    def until(self, text: str) -> str:
        """What is shown up to this text and with it."""
        return self._until(re.compile(re.escape(text)))

    def ends(self, *, within: float = DEADLINE) -> int:
        """The exit code, once the command is done and all it wrote is read. A signal is negative."""
        end = time.monotonic() + within
        while self._more(end):
            pass
        return self.process.wait(self._left(end))

    @property
    def rest(self) -> str:
        """What was shown after the last text that somebody waited for."""
        return self.shown[self._read_to :]

    def hang_up(self) -> None:
        """Close the window."""
        if self.ours >= 0:
            os.close(self.ours)
            self.ours = -1

    def usable(self) -> bool:
        """Whether the terminal is as it was: nothing left switched on or off."""
        switched = re.search(r"\x1b(?!\[[0-9;]*m)", self.shown)
        return termios.tcgetattr(self.ours) == self.modes and not switched

    def _until(self, wanted: re.Pattern[str]) -> str:
        end = time.monotonic() + DEADLINE
        while not (found := wanted.search(self.shown, self._read_to)):
            if not self._more(end):
                raise AssertionError(f"ended before {wanted.pattern!r}:\n{self.shown[-2000:]}")
        said = self.shown[self._read_to : found.end()]
        self._read_to = found.end()
        return COLOUR.sub("", said)

    def _more(self, end: float) -> bool:
        """Wait for more text; False once the terminal has no writer left."""
        readable, _, _ = select.select([self.ours], [], [], self._left(end))
        return bool(readable) and self._take()

    def _take(self) -> bool:
        try:
            part = os.read(self.ours, 65536)
        except OSError:  # the last writer is gone
            return False
        self.shown = (self.shown + self._decoder.decode(part)).replace("\r\n", "\n")
        return bool(part)

    def _left(self, end: float) -> float:
        left = end - time.monotonic()
        if left <= 0:
            raise AssertionError(f"nothing came any more after:\n{self.shown[-2000:]}")
        return left

    def _edits_as_terminals_do(self, theirs: int) -> None:
        """Backspace takes a letter, however many bytes it has."""
        modes = termios.tcgetattr(theirs)
        modes[0] |= _UTF8
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
