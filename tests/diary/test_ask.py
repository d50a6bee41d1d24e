"""The questions of ``magadvise diary add``, in a terminal of their own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("termios", reason="needs a pseudo-terminal")

from pseudo_terminal import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def terminal(data: Path) -> Iterator[Open]:
    """``diary add`` in a terminal of its own; each one is closed at the end."""
    opened: list[Terminal] = []
    environment = {**os.environ, "XDG_DATA_HOME": str(data), "TERM": "xterm", "PYTHONUTF8": "1"}

    def start(*arguments: str, **streams: Any) -> Terminal:
        command = [sys.executable, "-m", "magadvise", "diary", "add", *arguments]
        opened.append(Terminal(command, environment, **streams))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def kept(data: Path) -> list[dict[str, Any]]:
    file = data / "magadvise" / "diaries" / "me.jsonl"
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_three_answers_are_a_day(terminal, data):
    t = terminal("--date", "2026-03-05")
    assert "How many cramps" in t.prompt()
    assert "from 0 to 10" in t.line("2")
    assert "Did you take a dose?" in t.line("6")
    t.send("150\n")
    assert t.ends() == 0
    assert "2 cramps, worst pain 6 of 10, 150 mg taken" in t.rest
    assert kept(data) == [{"date": "2026-03-05", "cramps": 2, "pain": 6, "dose": 150}]
    assert t.usable()


def test_a_day_without_a_cramp_is_not_asked_for_its_pain_and_enter_leaves_out(terminal, data):
    t = terminal("--date", "2026-03-05")
    t.prompt()
    assert "Did you take a dose?" in t.line("0")
    t.send("\n")
    assert t.ends() == 0
    assert kept(data) == [{"date": "2026-03-05", "cramps": 0}]


@pytest.mark.parametrize("wrong", ["", "two", "-1", "2.5", "100", "\x1b[A"])
def test_what_is_no_count_is_asked_again_and_enter_is_none(terminal, data, wrong):
    t = terminal("--date", "2026-03-05", "--pain", "0", "--dose", "no")
    t.prompt()
    assert "This is" in t.line(wrong)
    t.send("1\n")
    assert t.ends() == 0
    assert kept(data)[0]["cramps"] == 1


@pytest.mark.parametrize("leave", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_whoever_leaves_has_written_nothing(terminal, data, leave):
    t = terminal()
    t.prompt()
    t.line("2")
    t.send(leave)
    assert t.ends() == 130
    assert "Nothing was written" in t.rest
    assert kept(data) == []
    assert t.usable()


def test_flags_answer_and_only_the_rest_is_asked(terminal, data):
    t = terminal("--date", "2026-03-05", "--dose", "none", "--pain", "3")
    t.prompt()
    t.send("1\n")
    assert t.ends() == 0
    assert kept(data) == [{"date": "2026-03-05", "cramps": 1, "pain": 3, "dose": "no"}]


def test_with_a_count_nothing_is_asked(terminal, data):
    t = terminal("--date", "2026-03-05", "--cramps", "1")
    assert t.ends() == 0
    assert kept(data) == [{"date": "2026-03-05", "cramps": 1}]


@pytest.mark.parametrize(
    "wrong", [["--date", "31.03.2026"], ["--pain", "11"], ["--dose", "x"]], ids=str
)
def test_a_wrong_flag_is_told_before_anything_is_asked(terminal, data, wrong):
    t = terminal(*wrong)
    assert t.ends() == 2
    assert "How many" not in t.rest
    assert kept(data) == []


def test_what_is_piped_in_is_never_taken_for_an_answer(terminal, data, tmp_path):
    file = tmp_path / "answers"
    file.write_text("2\n6\n150\n")
    with file.open("rb") as stream:
        t = terminal(stdin=stream.fileno())
        assert t.ends() == 2
    assert kept(data) == []


def test_german_asks_in_german(terminal):
    assert "Wie viele Krämpfe" in terminal("--lang", "de").prompt()
