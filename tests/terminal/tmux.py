"""A person at a terminal emulator: a shell in tmux, with a home folder of its own.

Nothing here waits a fixed time: each step looks until the screen shows what proves it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

DEADLINE = 60.0  # seconds; only a test that fails ever waits so long
LOOK_AGAIN = 0.03  # seconds between two looks at the screen
PROMPT = re.compile(r"^(?:more)?>(?: |$)", re.MULTILINE)
CODE = re.compile(r"^code=(\d+)$", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Server:
    """A tmux server of our own, with a socket of its own."""

    def __init__(self) -> None:
        self.socket = f"magadvise-test-{os.getpid()}"
        self.shells = 0

    def call(self, *arguments: str) -> str:
        """One tmux command and what it prints."""
        kept = {name: value for name, value in os.environ.items() if name != "TMUX"}
        return subprocess.run(
            ["tmux", "-u", "-L", self.socket, "-f", "/dev/null", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            env={**kept, "LC_ALL": "C.UTF-8"},
            check=True,
            timeout=DEADLINE,
        ).stdout

    def stop(self) -> None:
        """End the server with all that runs in it, and remove its socket."""
        if self.shells:
            socket = Path(self.call("display-message", "-p", "#{socket_path}").strip())
            self.call("kill-server")
            socket.unlink(missing_ok=True)


class Shell:
    """A shell in a window. ``settings`` are added to its environment."""

    def __init__(
        self, server: Server, home: Path, columns: int = 80, rows: int = 24, **settings: str
    ) -> None:
        self.server, self.home = server, home
        server.shells += 1
        self.name = f"s{server.shells}"
        place = {
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "LANG": "C.UTF-8",
            "PYTHONUTF8": "1",
            "PS1": "$ ",
            "PS2": "",
            "TERM": "screen-256color",
            **settings,
        }
        words = [f"{name}={value}" for name, value in place.items()]
        size = ["-x", str(columns), "-y", str(rows)]
        # All lines of a long plan stay in reach; the option must stand before the window opens.
        server.call(
            *("start-server", ";", "set-option", "-s", "exit-empty", "off", ";"),
            *("set-option", "-g", "history-limit", "20000", ";"),
            *("new-session", "-d", "-s", self.name, *size, "-c", str(home)),
            *("env", "-i", *words, "/bin/sh", "-i"),
        )
        self.wait(r"^\$")

    # what is on the screen

    def screen(self) -> str:
        """What is in view now."""
        return self.server.call("capture-pane", "-p", "-t", self.name)

    def all(self) -> str:
        """All that was ever shown, lines that the window broke joined again."""
        return self.server.call("capture-pane", "-p", "-J", "-S", "-", "-t", self.name)

    def coloured(self) -> str:
        """The same with the codes of colour and weight."""
        return self.server.call("capture-pane", "-p", "-e", "-J", "-S", "-", "-t", self.name)

    def state(self, what: str) -> str:
        """A value that tmux keeps of the window, as ``cursor_flag``."""
        return self.server.call("display-message", "-p", "-t", self.name, f"#{{{what}}}").strip()

    def wait(self, pattern: str) -> str:
        """All that was shown, once it holds this."""
        return self._until(lambda shown: bool(re.search(pattern, shown, re.MULTILINE)), pattern)

    # what the person does

    def keys(self, *names: str) -> None:
        """Press keys by their tmux names: ``Enter``, ``C-c``."""
        self.server.call("send-keys", "-t", self.name, *names)

    def type(self, text: str) -> None:
        """Type letters, without Enter."""
        if text:
            self.server.call("send-keys", "-t", self.name, "-l", text)

    def paste(self, text: str) -> None:
        """Paste, as from a clipboard."""
        self.server.call("set-buffer", "-b", self.name, text)
        self.server.call("paste-buffer", "-d", "-b", self.name, "-t", self.name)

    def resize(self, columns: int, rows: int = 24) -> None:
        self.server.call("resize-window", "-t", self.name, "-x", str(columns), "-y", str(rows))

    def line(self, text: str) -> str:
        """Answer a question; all that was shown, once the next one is there."""
        before = self._prompts(self.all())
        self.type(text)
        self.keys("Enter")
        return self._prompt(before + 1)

    def lines(self, *texts: str) -> str:
        shown = ""
        for text in texts:
            shown = self.line(text)
        return shown

    def start(self, command: str) -> str:
        """Run a command that asks; all that was shown, once the first question is there."""
        self.clear()
        self.type(f'{command}; echo "code=$?"')
        self.keys("Enter")
        return self._prompt(1)

    def run(self, command: str) -> tuple[int, str]:
        """Run a command that does not ask: its exit code, and what it showed."""
        self.clear()
        self.type(f'{command}; echo "code=$?"')
        self.keys("Enter")
        return self.ends()

    def ends(self) -> tuple[int, str]:
        """The exit code of what was started, and all that was shown."""
        shown = self._until(lambda shown: bool(CODE.search(shown)), "exit code")
        found = CODE.search(shown)
        return int(found[1]) if found else -1, shown

    def clear(self) -> None:
        """An empty screen, nothing above it. tmux does it, so that every kind of terminal can."""
        self.server.call("send-keys", "-R", "-t", self.name, ";", "clear-history", "-t", self.name)

    def close(self) -> None:
        """Close the window with what runs in it."""
        self.server.call("kill-session", "-t", self.name)

    def clear_above(self) -> None:
        """Forget what went out of view."""
        self.server.call("clear-history", "-t", self.name)

    def stored(self) -> list[Path]:
        """The files in the home folder."""
        return [path for path in self.home.rglob("*") if path.is_file()]

    def _prompt(self, count: int) -> str:
        """All that was shown, once there are so many places to type."""
        shown = self._until(
            lambda shown: self._prompts(shown) >= count or bool(CODE.search(shown)), "prompt"
        )
        if self._prompts(shown) < count:
            raise AssertionError(f"ended before it asked:\n{shown[-3000:]}")
        return shown

    @staticmethod
    def _prompts(shown: str) -> int:
        return len(PROMPT.findall(shown))

    def _until(self, there: Callable[[str], bool], what: str) -> str:
        end = time.monotonic() + DEADLINE
        while True:
            shown = self.all()
            if there(shown):
                return shown
            if time.monotonic() > end:
                raise AssertionError(f"no {what}:\n{shown[-3000:]}")
            time.sleep(LOOK_AGAIN)
