"""The interview with a real terminal around it: keys, signals, windows, pipes.

``make test-terminal`` does the same in a terminal emulator.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("termios", reason="needs a pseudo-terminal")

from pseudo_terminal import Terminal

# A healthy woman of 34 with night cramps: warning signs, age, sex, pregnancy, kidneys, conditions,
# medicines, other magnesium, cramps, bowel, bedtime (Enter: not sure).
WOMAN = ("n", "34", "f", "n", "1", "n", "n", "n", "1", "1", "")
TO_AGE, TO_KIDNEYS, TO_MEDICINES = WOMAN[:1], WOMAN[:4], WOMAN[:6]
ASKED = "1 of 10. "
ESC = "\x1b"
CSV = b"age,sex,kidney\n34,female,normal\n"
Open = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The person's home folder; nothing of theirs lies elsewhere."""
    return tmp_path


@pytest.fixture
def terminal(environment: Callable[..., dict[str, str]], home: Path) -> Iterator[Open]:
    """Open the command in a terminal of its own; each one is closed at the end."""
    opened: list[Terminal] = []
    place = {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
    }

    def start(*arguments: str, more: dict[str, str] | None = None, **streams: Any) -> Terminal:
        command = [sys.executable, "-m", "magadvise", *arguments]
        opened.append(Terminal(command, environment(**{**place, **(more or {})}), **streams))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def stored(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


# from the first question to the plan ---------------------------------------------------------------


def test_a_healthy_woman_comes_from_the_bare_command_to_a_plan(terminal, home):
    t = terminal()
    assert f"\n{ASKED}Warning signs" in t.prompt()
    review = t.lines(*WOMAN)
    assert "Is all of this right?" in review
    t.send("y\n")
    assert t.ends() == 0
    plan = t.rest.split("y\n", 1)[1]
    assert "150 mg" in "\n".join(plan.splitlines()[:3])
    assert "The same again, without questions:" in plan
    assert t.usable()
    assert stored(home) == []


def test_a_healthy_woman_needs_at_most_12_questions_and_40_keys(terminal):
    t = terminal()
    first = t.prompt()
    last = t.lines(*WOMAN[:-1])
    assert ASKED in first
    assert "\n11 of 11. " in last
    assert len("\n".join([*WOMAN, "y", ""])) <= 40


def test_the_plan_goes_to_stdout_alone_and_the_command_below_it_gives_it_again(
    terminal, environment
):
    """The command is pasted into a shell as it stands on the screen, with all its line ends."""
    reader, writer = os.pipe()
    t = terminal("plan", "--pattern", "night", stdout=writer)
    os.close(writer)
    t.prompt()
    t.lines(*WOMAN[:8], "1", "")
    t.send("y\n")
    with os.fdopen(reader, "rb") as pipe:
        plan = pipe.read()
    assert t.ends() == 0
    command = t.rest.split("without questions:\n")[1].split("This line holds")[0]
    ours = f'magadvise() {{ {shlex.quote(sys.executable)} -m magadvise "$@"; }}\n'
    again = subprocess.run(
        ["/bin/sh", "-c", ours + command], env=environment(), capture_output=True, check=True
    )
    assert (plan, again.stderr) == (again.stdout, b"")
    assert b"150 mg" in plan
    assert b"of 11. " not in plan


def test_an_answer_given_as_a_flag_is_not_asked(terminal):
    t = terminal("plan", "--red-flag", "none", "--age", "34")
    assert "Sex" in t.prompt()


def test_json_is_one_document_on_stdout_and_the_questions_are_not_in_it(terminal):
    reader, writer = os.pipe()
    t = terminal("plan", "--json", stdout=writer)
    os.close(writer)
    t.prompt()
    t.lines(*WOMAN)
    t.send("y\n")
    with os.fdopen(reader, "rb") as pipe:
        assert json.load(pipe)["disposition"] == "supplement"
    assert t.ends() == 0


def test_back_shows_the_old_answer_and_takes_a_new_one(terminal):
    t = terminal()
    t.prompt()
    assert "Kidneys" in t.lines(*TO_KIDNEYS)
    assert "Your answer was: no" in t.line("b")
    assert "Your answer was: female" in t.line("b")
    assert "Kidneys" in t.line("m")
    assert "Sex" in t.line("b")


def test_not_sure_about_the_kidneys_ends_in_ask_first(terminal):
    t = terminal()
    t.prompt()
    review = t.lines(*TO_KIDNEYS, "u", *WOMAN[5:])
    assert "Kidneys: not sure" in review
    t.send("y\n")
    assert t.ends() == 0
    assert "Ask first." in t.rest


def test_a_question_mark_says_why_and_the_answer_is_still_wanted(terminal):
    t = terminal()
    t.prompt()
    t.lines(*TO_KIDNEYS)
    assert "harm the heart" in t.line("?")
    assert "6 of 11. Health conditions" in t.line("1")


@pytest.mark.parametrize("line", ["?", "99", ""], ids=["why", "not on the list", "empty"])
def test_what_is_said_about_a_line_is_not_pushed_off_a_small_screen(terminal, line):
    t = terminal(columns=40)
    t.prompt()
    assert "Health conditions" in t.lines(*WOMAN[:5])
    said = t.line(line)
    assert len(said.splitlines()) < 12
    assert " ".join(said.split()).endswith("or n for none of these. >")


def test_an_answer_is_changed_at_the_review(terminal):
    t = terminal()
    t.prompt()
    t.lines(*WOMAN)
    assert "Your answer was: normal" in t.line("edit 5")
    assert "Kidneys: on dialysis" in t.line("3")
    t.send("y\n")
    assert t.ends() == 0
    assert "Do not take a magnesium supplement." in t.rest


def test_a_misspelled_medicine_is_picked_among_suggestions_and_never_taken_by_itself(terminal):
    t = terminal()
    t.prompt()
    t.lines(*TO_MEDICINES)
    offered = t.line("levothyroxne")
    assert "1 levothyroxine" in offered
    assert offered.endswith("\n> ")
    assert "+ levothyroxine" in t.line("1")
    review = t.lines("", "n", "1", "1", "22:30", "7")
    assert "Medicines: levothyroxine" in review
    assert "07:00" in review


@pytest.mark.parametrize("slip", ["y", "yes", "k", "1", "7"])
def test_a_slip_after_another_one_is_no_medicine(terminal, slip):
    t = terminal()
    t.prompt()
    t.lines(*TO_MEDICINES, "levothyroxine", slip)
    assert "Medicines: levothyroxine\n" in t.lines("", "n", "1", "1", "22:30", "7")


# leaving -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [(), TO_AGE, (*TO_MEDICINES, "levothyroxine"), WOMAN], ids=len)
@pytest.mark.parametrize("keys", ["\x03", "\x04", "q\n"], ids=["Ctrl-C", "Ctrl-D", "q"])
def test_who_leaves_gets_130_no_plan_and_leaves_nothing_behind(terminal, home, keys, at):
    t = terminal()
    t.prompt()
    t.lines(*at)
    t.send(keys)
    assert t.ends() == 130
    assert t.rest.endswith("\nStopped. Nothing was kept.\n")
    assert t.usable()
    assert stored(home) == []


def test_a_line_that_the_end_of_input_cuts_off_is_no_answer(terminal):
    """Ctrl-D in a line hands over what is there; the second one is the end."""
    t = terminal()
    t.prompt()
    t.lines(*TO_AGE)
    t.send("3\x04\x04")
    assert t.ends() == 130


def test_ctrl_d_in_a_line_alone_does_not_end_it(terminal):
    t = terminal()
    t.prompt()
    t.lines(*TO_AGE)
    t.send("3\x04")
    assert "Sex" in t.line("4")


@pytest.mark.parametrize(
    ("name", "code"), [("SIGTERM", -signal.SIGTERM), ("SIGHUP", 130), ("SIGINT", 130)]
)
def test_a_signal_ends_the_questions_with_a_documented_code(terminal, home, name, code):
    """A shell shows the end by SIGTERM as 143."""
    t = terminal()
    t.prompt()
    t.lines(*TO_AGE)
    t.process.send_signal(getattr(signal, name))
    assert t.ends() == code
    assert "Traceback" not in t.shown
    assert t.usable()
    assert stored(home) == []


def test_a_closed_window_ends_the_command_and_leaves_nothing_behind(terminal, home):
    t = terminal()
    t.prompt()
    t.lines(*TO_AGE)
    t.hang_up()
    assert t.process.wait(60) == 130
    assert stored(home) == []


def test_a_reader_of_the_plan_that_left_gives_74(terminal):
    reader, writer = os.pipe()
    os.close(reader)
    t = terminal(stdout=writer)
    os.close(writer)
    t.prompt()
    t.lines(*WOMAN)
    t.send("y\n")
    assert t.ends() == 74
    assert "Traceback" not in t.shown


# keeping answers -----------------------------------------------------------------------------------


def test_who_breaks_off_with_a_name_goes_on_where_they_were(terminal, home):
    t = terminal("plan", "--save", "me")
    t.prompt()
    t.lines(*TO_KIDNEYS)
    t.send("\x03")
    assert t.ends() == 130
    assert "Your answers so far are kept" in t.rest
    assert [path.stat().st_mode & 0o777 for path in stored(home)] == [0o600]

    t = terminal("plan", "--save", "me")
    assert "5 of 11. Kidneys" in t.prompt()
    t.lines(*WOMAN[4:])
    t.send("y\n")
    assert t.ends() == 0
    assert "magadvise plan --profile me" in t.rest
    assert "--kidney" not in t.rest

    t = terminal("plan", "--profile", "me")
    assert t.ends() == 0
    assert "150 mg" in t.rest
    assert ASKED not in t.shown
    assert " of 11. " not in t.shown


# how it looks --------------------------------------------------------------------------------------


def through(t: Terminal) -> str:
    """All that a healthy woman is shown."""
    t.prompt()
    t.lines(*WOMAN)
    t.send("y\n")
    assert t.ends() == 0
    return t.shown


@pytest.mark.parametrize(
    ("arguments", "more"), [(["plan", "--plain"], {}), ([], {"ACCESSIBLE": "1"})], ids=str
)
def test_the_plain_layout_is_ascii_from_the_first_question_to_the_plan(terminal, arguments, more):
    shown = through(terminal(*arguments, more=more))
    assert shown.isascii()
    assert ESC not in shown
    assert "\n1 myasthenia gravis\n2 Lambert-Eaton syndrome\n" in shown


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}], ids=str)
def test_no_escape_code_where_none_is_wanted(terminal, more):
    assert ESC not in through(terminal(more=more))


def test_a_colour_terminal_gets_bold_questions(terminal):
    assert f"{ESC}[1m" in through(terminal())


@pytest.mark.parametrize("columns", [20, 40, 200])
def test_every_width_shows_the_questions_whole(terminal, columns):
    shown = through(terminal(more={"TERM": "dumb"}, columns=columns))
    words = " ".join(shown.split())
    assert "6 a blocked bowel, or belly pain without a known cause;" in words
    assert "Which medicines do you take? Name all, also from the shop." in words
    text = [line for line in shown.splitlines() if not line.startswith("magadvise plan ")]
    assert [line for line in text if len(line) > columns and len(line.split()) > 1] == []


def test_no_line_ends_between_a_number_and_its_words(terminal):
    t = terminal(columns=40)
    shown = t.prompt() + t.lines(*WOMAN[:5])
    broken = [line for line in shown.splitlines() if line.split(" ")[-1].isdigit()]
    assert broken == ["> 1"]  # typed


def test_another_width_of_the_window_holds_from_the_next_question(terminal):
    t = terminal(columns=100)
    t.prompt()
    t.send("n")
    t.resize(30)
    said = t.lines("", *WOMAN[1:5])
    assert "6 of 11. Health conditions" in said
    widths = [len(line) for line in said.splitlines()]
    assert 20 < max(widths) <= 30


# keys and pasted text ------------------------------------------------------------------------------


def test_backspace_takes_a_whole_letter(terminal):
    t = terminal()
    t.prompt()
    t.lines(*TO_MEDICINES)
    assert "+ levothyroxine:" in t.line("levothyroxinée\x7f\x7fe")
    assert "+ aspirin:" in t.line("漢\x7faspirin")
    assert "+ ibuprofen:" in t.line("wrong\x15ibuprofen")  # Ctrl-U


def test_a_letter_with_a_mark_is_kept(terminal):
    t = terminal()
    t.prompt()
    t.lines(*TO_MEDICINES)
    assert "Ärztemuster" in t.line("Ärztemuster")


def test_a_byte_that_is_no_letter_is_an_answer_to_be_typed_again(terminal):
    t = terminal(more={"PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8:strict"})
    t.prompt()
    t.lines(*TO_AGE)
    assert "That is not a whole number of years." in t.line(b"\xff\xfe4")
    assert "Sex" in t.line("34")


def test_lines_that_are_pasted_at_once_are_answers_one_by_one(terminal):
    t = terminal()
    t.prompt()
    t.send("".join(line + "\n" for line in (*WOMAN, "y")))
    assert t.ends() == 0
    assert "Never more than 350 mg a day" in " ".join(t.rest.split())


def test_marks_around_a_paste_are_no_part_of_the_answer(terminal):
    t = terminal()
    t.prompt()
    t.lines("\x1b[200~n\x1b[201~", *TO_MEDICINES[1:])
    said = t.line("\x1b[200~levothyroxine\x1b[201~")
    assert "+ levothyroxine: levothyroxine (" in said


def test_an_arrow_key_is_no_part_of_an_answer(terminal):
    t = terminal()
    t.prompt()
    t.lines(*TO_AGE)
    said = t.line("43\x1b[D\x1b[D\x1b[D1")
    assert "Arrow keys do not work here" in said
    assert "Sex" in t.line("34")


def test_a_line_longer_than_a_terminal_holds_neither_hangs_nor_answers_the_next(terminal):
    t = terminal()
    t.prompt()
    t.lines(*TO_AGE)
    assert "That is not a whole number of years." in t.line("9" * 10_000)
    said = t.lines(*TO_MEDICINES[1:], "x" * 10_000)
    assert "Not in the table:" in said or "too long" in said
    assert "8 of 11. " not in said


# no terminal to ask at -----------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["plan"], ["plan", "--save", "me"]], ids=str)
def test_rows_in_a_pipe_are_never_taken_for_answers(terminal, home, arguments):
    """The pipe stays open: who waits for its end waits for ever."""
    reader, writer = os.pipe()
    os.write(writer, CSV)
    try:
        t = terminal(*arguments, stdin=reader)
        assert t.ends() == 2
        assert os.read(reader, 100) == CSV
        assert "--age" in t.shown
        assert ASKED not in t.shown
        assert stored(home) == []
    finally:
        os.close(reader)
        os.close(writer)


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-", "</dev/null"])
@pytest.mark.parametrize("arguments", [[], ["plan"]], ids=str)
def test_a_closed_input_or_error_stream_asks_nothing(terminal, closed, arguments):
    t = terminal(*arguments, shell=closed)
    assert t.ends() == 2
    assert ASKED not in t.shown
    assert "Traceback" not in t.shown


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_output_is_74_before_anything_is_asked(terminal, closed):
    t = terminal(shell=closed)
    assert t.ends() == 74
    assert t.shown == ""


def test_no_input_asks_nothing_at_a_terminal(terminal):
    t = terminal("plan", "--no-input", "--age", "34", "--sex", "female")
    assert t.ends() == 0
    assert ASKED not in t.shown
