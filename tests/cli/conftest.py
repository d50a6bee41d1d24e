"""Two ways to call the command: in this process, and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from magadvise.cli.main import main


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Call the command in this process; stdout and stderr are no terminals, 80 columns."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return call


def clean_environment(**more: str) -> dict[str, str]:
    """This environment without what steers a terminal, plus ``more``."""
    steering = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "TERM", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if name not in steering}
    return {**kept, **more}


@pytest.fixture
def environment() -> Callable[..., dict[str, str]]:
    """The function of the same purpose, for tests that start a process themselves."""
    return clean_environment


@pytest.fixture
def spawn() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command as a process of its own, with bytes in and out."""

    def call(*arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "magadvise", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=clean_environment(**more),
            check=False,
            timeout=120,
        )

    return call
