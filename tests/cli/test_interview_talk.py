"""The loop around the interview: who is asked, on which stream, and what is left behind."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import flags, json_of
from interviewing import BEFORE_MEDICINES, MAN, WOMAN, book
from magadvise.cli.interview import machine, talk
from magadvise.cli.main import main

ALL_ASKED = [*MAN, "y"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Silent(Terminal):
    """A terminal at which nobody may be asked."""

    def readline(self, size: int | None = -1) -> str:
        raise AssertionError("somebody was asked")

    read = readline  # type: ignore[assignment]


class Session(NamedTuple):
    code: int
    out: str
    err: str
    left: list[str]
    unread: str


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A data folder of its own; a terminal without colours, 80 columns wide."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "dumb")
    for name in ("COLUMNS", "ACCESSIBLE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def session(home):
    """Run a command for somebody who types these lines and then ends the input. Without lines,
    asking anything fails."""

    def run(lines: list[str] | None, *arguments: str, stdin: io.StringIO | None = None) -> Session:
        typed = stdin or (Silent() if lines is None else Terminal("".join(f"{x}\n" for x in lines)))
        out, err = io.StringIO(), Terminal()
        with pytest.MonkeyPatch.context() as patch:
            for name, stream in (("stdin", typed), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            code = main(list(arguments))
        left = sorted(str(f.relative_to(home)) for f in home.rglob("*") if f.is_file())
        return Session(code, out.getvalue(), err.getvalue(), left, io.StringIO.read(typed))

    return run


def kept(home: Path, name: str) -> dict[str, list[str]]:
    return json.loads((home / "magadvise" / "profiles" / f"{name}.json").read_text())["answers"]


def questions(session: Session) -> list[str]:
    """The titles of the questions that were put, in order, each time they were."""
    titles = [q.title for q in book().questions.values()]
    heads = [line.partition(". ")[2] for line in session.err.splitlines() if " of " in line[:9]]
    return [head for head in heads if head in titles]


# who is asked -------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["plan"]], ids=["bare", "plan"])
def test_somebody_at_a_terminal_is_asked_and_gets_the_plan(session, arguments):
    done = session(ALL_ASKED, *arguments)
    assert (done.code, done.left, done.unread) == (0, [], "")
    assert questions(done)[:3] == ["Warning signs", "Age", "Sex"]
    assert "150 mg" in done.out


def test_prompts_go_to_stderr_only_and_the_plan_to_stdout_only(session):
    done = session(ALL_ASKED, "plan")
    plain = session(None, *plan_of_the_man())
    assert done.out == plain.out
    assert plain.err == ""
    for row in book().questions.values():
        assert row.ask not in " ".join(done.out.split())
    assert not set(done.out.splitlines()) & {line for line in done.err.splitlines() if line}


def plan_of_the_man(*more: str) -> list[str]:
    man = flags(sex="male", pregnant=None, breastfeeding=None, bedtime="22:30")
    return [*man, "--no-input", *more]


def test_json_comes_alone_on_stdout_after_the_questions(session):
    done = session(ALL_ASKED, "plan", "--json")
    assert done.code == 0
    want = json_of(sex="male", pregnant=None, breastfeeding=None, bedtime="22:30")
    assert json.loads(done.out) == want
    assert "--no-input" in done.err


def test_the_plan_goes_to_a_file_all_the_same(session, home):
    done = session(ALL_ASKED, "plan", "-o", str(home / "plan.txt"))
    assert (done.code, done.out, done.left) == (0, "", ["plan.txt"])
    assert "150 mg" in (home / "plan.txt").read_text()


@pytest.mark.parametrize("arguments", [["plan", "--no-input", "--age", "45", "--sex", "male"], flags(),
                                       [*flags(), "--json"], ["plan", "--no-input"]],
                         ids=["no input", "all flags", "all flags, json", "too little"])  # fmt: skip
def test_nobody_is_asked_with_no_input_or_when_every_safety_question_is_answered(
    session, arguments
):
    done = session(None, *arguments)
    assert done.code == (2 if arguments == ["plan", "--no-input"] else 0)
    assert questions(done) == []


def test_what_the_flags_answer_is_not_asked(session):
    given = [
        "--age",
        "45",
        "--sex",
        "male",
        "--kidney",
        "normal",
        "--condition",
        "none",
        "--med",
        "none",
    ]
    done = session(["n", "n", "1", "1", "", "y"], "plan", *given)
    assert done.code == 0
    assert questions(done) == ["Warning signs", "Other magnesium", "Cramps", "Bowel", "Bedtime"]


def test_a_flag_without_words_answers_nothing(session):
    given = [text for text in flags(red_flags="") if text != "unused"]
    done = session(["n", "y"], *given)
    assert questions(done)[0] == "Warning signs"


def test_a_wrong_flag_is_refused_before_anything_is_asked(session):
    done = session(None, "plan", "--age", "450")
    assert (done.code, done.out) == (2, "")
    assert questions(done) == []


@pytest.mark.parametrize("arguments", [[], ["plan"], ["plan", "--save", "me"], ["plan", "--json"]])
def test_without_a_terminal_nothing_is_read_and_the_exit_is_2(session, arguments):
    class Pipe(Silent):
        def isatty(self) -> bool:
            return False

    done = session(None, *arguments, stdin=Pipe())
    assert (done.code, done.left, questions(done)) == (2, [], [])


def test_a_file_on_stdin_is_never_taken_for_answers(tmp_path):
    answers = tmp_path / "answers"
    answers.write_text("".join(f"{line}\n" for line in ALL_ASKED))
    for arguments in ([], ["plan"]):
        with answers.open() as stdin:
            done = subprocess.run(
                [sys.executable, "-m", "magadvise", *arguments],
                stdin=stdin, capture_output=True, check=False, timeout=120,
            )  # fmt: skip
            assert (done.returncode, done.stdout, stdin.read(1)) == (2, b"", "n")


# leaving ------------------------------------------------------------------------------------------

STOPS = [[], ["n"], [*MAN], [*MAN[:5], "levothyroxine"], [*MAN[:5], "aspirn"], [*MAN, "1"]]


@pytest.mark.parametrize("lines", STOPS, ids=lambda lines: f"after {len(lines)} lines")
@pytest.mark.parametrize("end", [[], ["q"], ["quit"]], ids=["end of input", "q", "quit"])
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_leaving_ends_with_130_without_a_plan_and_leaves_nothing(session, lines, end, more):
    done = session([*lines, *end], "plan", *more)
    assert (done.code, done.out, done.left) == (130, "", [])
    assert "Stopped. Nothing was kept." in done.err
    assert "Traceback" not in done.err


def test_an_interrupt_ends_with_130(session):
    class Interrupted(Terminal):
        def readline(self, size: int | None = -1) -> str:
            raise KeyboardInterrupt

    done = session(None, "plan", stdin=Interrupted())
    assert (done.code, done.out, done.left) == (130, "", [])


def test_the_interview_raises_stopped_and_keeps_nothing_by_itself(monkeypatch):
    for typed in ("", "n\nq\n", "n"):
        monkeypatch.setattr(sys, "stdin", Terminal(typed))
        monkeypatch.setattr(sys, "stderr", Terminal())
        with pytest.raises(talk.Stopped):
            talk.interview({}, book())


def test_the_answers_are_those_of_the_machine(monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in [*WOMAN, "y"])))
    monkeypatch.setattr(sys, "stderr", Terminal())
    state = machine.start({}, book())
    for line in WOMAN:
        state, _ = machine.reply(state, line, book())
    assert talk.interview({}, book()) == state.answers


# keeping ------------------------------------------------------------------------------------------


def of_a_profile(out: str) -> str:
    """What a plan says of the profile that answers came from; "" where none did."""
    found = re.search(r"^From the profile (.+\n)+", out, re.MULTILINE)
    return found[0] if found else ""


@pytest.mark.parametrize("end", [[], ["q"]], ids=["end of input", "q"])
def test_with_save_the_answers_so_far_are_kept_and_only_the_rest_is_asked(session, home, end):
    stopped = session([*MAN[:4], *end], "plan", "--save", "me")
    assert (stopped.code, stopped.out) == (130, "")
    assert "are kept under the name that you gave" in stopped.err
    assert kept(home, "me") == {
        "red_flags": ["none"], "age": ["45"], "sex": ["male"], "kidney": ["normal"],
    }  # fmt: skip
    rest = session([*MAN[4:], "y"], "plan", "--save", "me")
    assert (rest.code, rest.unread) == (0, "")
    assert questions(rest)[0] == "Health conditions"
    told = of_a_profile(rest.out)
    assert " ".join(told.split()).endswith(
        ": --age, --sex, --kidney, --red-flag. Do they still hold?"
    )
    assert rest.out.replace(told, "") == session(None, *plan_of_the_man()).out
    assert kept(home, "me")["bedtime"] == ["22:30"]


def test_with_save_the_command_names_the_profile_and_no_answer(session):
    done = session(ALL_ASKED, "plan", "--save", "me")
    after = done.err[done.err.index("without questions") :]
    assert "magadvise plan --profile me" in after
    assert "--age" not in after
    again = session(None, "plan", "--profile", "me").out
    assert of_a_profile(done.out) == ""
    assert done.out == again.replace(of_a_profile(again), "")


def test_without_save_the_command_is_said_to_hold_health_answers(session):
    after = session(ALL_ASKED, "plan").err.partition("without questions:")[2]
    assert "--age 45" in " ".join(after.split())
    assert "holds your health answers" in after


def test_the_command_gives_what_was_asked_beside_a_profile(session):
    session([*MAN[:4], "q"], "plan", "--save", "me")
    after = session([*MAN[4:], "y"], "plan", "--profile", "me").err.partition("without questions:")[
        2
    ]
    assert "--bedtime 22:30" in " ".join(after.split())


def test_the_command_can_be_copied_whole(session):
    """Where it runs over several rows, each break has a backslash before it."""
    after = session(ALL_ASKED, "plan").err.partition("without questions:\n")[2]
    assert after.replace(" \\\n", "").splitlines()[0].endswith("--no-input")


def test_a_flag_wins_over_a_kept_answer(session, home):
    session([*MAN[:4], "q"], "plan", "--save", "me")
    session([*MAN[4:], "y"], "plan", "--save", "me", "--age", "70")
    assert kept(home, "me")["age"] == ["70"]


def test_quitting_before_the_first_answer_keeps_no_file(session):
    assert session(["q"], "plan", "--save", "me").left == []


def test_a_name_that_cannot_be_is_refused_before_the_first_question(session):
    done = session(None, "plan", "--save", "../me")
    assert (done.code, done.left, questions(done)) == (2, [], [])


# what is typed ------------------------------------------------------------------------------------


def test_a_line_that_is_too_long_answers_no_other_question(session):
    long = "n" * (3 * talk.LONGEST_LINE + 5)
    done = session([long, *ALL_ASKED], "plan")
    assert (done.code, done.unread) == (0, "")
    assert questions(done).count("Age") == 1
    assert done.err.count("That is not on the list.") == 1


def test_control_characters_that_were_typed_are_shown_and_not_obeyed(session):
    evil = "zz\x07\u202eqqxx\x7f"
    done = session([*BEFORE_MEDICINES, evil, "", *MAN[6:], "", "y"], "plan")
    assert done.code == 0
    assert "zz\\x07\\u202eqqxx\\x7f" in done.err
    assert not {"\x07", "\u202e", "\x7f"} & set(done.err + done.out)


def test_an_arrow_key_answers_nothing_and_is_not_sent_back(session):
    done = session(["n", "\x1b[A45", "45", "q"], "plan")
    assert questions(done)[-1] == "Sex"
    assert "\x1b" not in done.err


def test_bytes_that_are_no_text_do_not_end_the_interview(home, monkeypatch):
    class Typed(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    lines = [*BEFORE_MEDICINES, "\udcffzzqqxx", "", *MAN[6:], "", "y", ""]
    raw = "\n".join(lines).encode("utf-8", "surrogateescape")
    monkeypatch.setattr(sys, "stdin", Typed(io.BytesIO(raw), encoding="utf-8"))
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    answers = talk.interview({}, book())
    assert answers["medications"] == ("\\xffzzqqxx",)


def test_every_prompt_ends_where_the_person_types(session):
    done = session(["n", "45", "q"], "plan")
    assert done.err.count("\n> ") == 3


def test_no_prompt_holds_a_colour_on_a_dumb_terminal(session):
    assert "\x1b" not in session(ALL_ASKED, "plan").err
