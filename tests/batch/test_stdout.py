"""Answers on stdout: as they are into a pipe, harmless on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="needs a pseudo-terminal")

from pseudo_terminal import Terminal

# The same id with a colour, a title of the window, and a mark that turns the direction round.
WILD = "A\x1b[31mB\x1b]0;x\x07C\u202eD\u009bE"
SHOWN = r"A\x1b[31mB\x1b]0;x\x07C\x202eD\x9bE"
ENGINES = ("rows", "columns")


def command(file: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "magadvise", "batch", str(file), "-o", "-", *options]


@pytest.fixture
def wild(tmp_path: Path) -> Path:
    file = tmp_path / "in.csv"
    file.write_text(f'id,age,medications\n"{WILD}",45,"{WILD}"\n', encoding="utf-8")
    return file


@pytest.mark.parametrize("engine", ENGINES)
def test_a_terminal_is_shown_control_characters_and_obeys_none(wild, engine):
    environment = {**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"}
    terminal = Terminal(command(wild, "--engine", engine), environment, columns=200, stderr=-3)
    try:
        assert terminal.ends(within=60) == 0
        shown = terminal.shown
    finally:
        terminal.close()
    assert shown.count(SHOWN) == 2
    assert not set("\x1b\x07\u202e\x9b") & set(shown)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pipe_gets_every_character_as_it_is(wild, engine):
    done = subprocess.run(command(wild, "--engine", engine), capture_output=True, check=True)
    assert done.stdout.decode().count(WILD) == 2


def test_parquet_into_a_pipe_is_nothing_at_all_where_no_row_was_answered(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("id,age\n1,old\n", encoding="utf-8")
    done = subprocess.run(command(file, "--to", "parquet"), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (65, b"")
