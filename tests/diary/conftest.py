"""Diaries of a test alone, and the command in this process on a day that is fixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from magadvise.cli import diaries
from magadvise.cli.main import main

TODAY = date(2026, 3, 30)


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder and a home of this test alone, and the day of the tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("COLUMNS", "ACCESSIBLE", "MAGADVISE_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(diaries, "today", lambda: TODAY)
    return tmp_path / "data"


@pytest.fixture
def folder(data: Path) -> Path:
    """The folder of the diaries, there already."""
    where = data / "magadvise" / "diaries"
    where.mkdir(parents=True, mode=0o700)
    return where


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Call the command in this process; stdout and stderr are no terminals."""

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = main(["diary", *arguments])
        return Outcome(code, *capsys.readouterr())

    return call
