"""Colour is only an addition: on a real terminal, and nowhere else."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest

from helpers import flags

ESC = b"\x1b"
ANSWERS = flags(
    age="68", medications=["levothyroxine", "[red]x[/]"], medication_times="levothyroxine=07:00"
)


def on_a_terminal(
    environment, *arguments: str, columns: int = 80, code: int = 0, **more: str
) -> bytes:
    """What the command writes when its output is a terminal of this width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "magadvise", *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environment(**more)
    )
    os.close(theirs)
    parts = []
    with contextlib.suppress(OSError):  # the terminal goes with its last writer
        while part := os.read(ours, 65536):
            parts.append(part)
    os.close(ours)
    assert process.wait(timeout=120) == code
    return b"".join(parts).replace(b"\r\n", b"\n")


@pytest.fixture(scope="module")
def piped() -> bytes:
    """The same plan through a pipe, 80 columns wide."""
    steering = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "TERM")
    kept = {name: value for name, value in os.environ.items() if name not in steering}
    return subprocess.run(
        [sys.executable, "-m", "magadvise", *ANSWERS],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=kept,
        check=True,
    ).stdout


def without_colour(text: bytes) -> bytes:
    return re.sub(rb"\x1b\[[0-9;]*m", b"", text)


@pytest.mark.parametrize(
    "arguments", [ANSWERS, flags(kidney="dialysis"), ["explain", "KID001"]], ids=["plan", "refusal", "explain"]
)  # fmt: skip
def test_a_colour_terminal_gets_colour_and_the_same_lines(environment, spawn, arguments):
    coloured = on_a_terminal(environment, *arguments, TERM="xterm-256color")
    assert ESC in coloured
    assert without_colour(coloured) == spawn(*arguments).stdout


@pytest.mark.parametrize(
    "no",
    [
        {"TERM": "dumb"},
        {"TERM": ""},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
    ],
    ids=str,
)
def test_a_terminal_that_wants_no_colour_gets_none(environment, piped, no):
    plain = on_a_terminal(environment, *ANSWERS, **no)
    assert ESC not in plain
    assert plain == piped


@pytest.mark.parametrize("force", [{}, {"FORCE_COLOR": "1", "TERM": "xterm-256color"}], ids=str)
def test_a_pipe_never_gets_colour(spawn, force):
    for arguments in (ANSWERS, ["explain", "KID001"], ["plan", "--help"]):
        assert ESC not in spawn(*arguments, **force).stdout


def test_json_on_a_terminal_has_no_colour(environment, spawn):
    document = on_a_terminal(environment, *ANSWERS, "--json", TERM="xterm-256color")
    assert document == spawn(*ANSWERS, "--json").stdout


def test_a_file_written_from_a_terminal_has_no_colour(environment, piped, tmp_path):
    target = tmp_path / "plan.txt"
    on_a_terminal(environment, *ANSWERS, "-o", str(target), TERM="xterm-256color")
    assert target.read_bytes() == piped


@pytest.mark.parametrize("columns", [0, 30, 132])
def test_the_width_of_the_terminal_is_used_and_nothing_is_lost(environment, spawn, columns):
    """The same as a pipe that is told the width; ``test_every_width`` reads it all."""
    text = on_a_terminal(environment, *ANSWERS, columns=columns, TERM="dumb")
    assert text == spawn(*ANSWERS, COLUMNS=str(columns or 80)).stdout
    if columns == 30:
        assert max(len(line) for line in text.splitlines() if len(line.split()) > 2) <= 30


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_an_error_breaks_no_word_at_the_end_of_a_line(environment, columns):
    wrong = ("plan", "--no-input", "--age", "300", "--sex", "femal", "--egfr", "abc")
    screen = on_a_terminal(environment, *wrong, columns=columns, code=2, NO_COLOR="1").decode()
    lines = screen.replace("\r", "").splitlines()
    assert max(map(len, lines)) <= columns
    said = " ".join(" ".join(lines).split())
    assert "--age is outside 1 to 120 years. Example: --age 45, or --age 8mo for a baby." in said
    assert "Allowed: female, male, unknown. Did you mean female?" in said
