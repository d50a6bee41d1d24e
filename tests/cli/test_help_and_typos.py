"""Help begins with what a command does and ends with an example; typing errors find the right word."""

from __future__ import annotations

import json
import re

import pytest

from magadvise.knowledge.load import folder

COMMANDS = ("plan", "explain", "show", "schema")
ANSWER_FLAGS = """--age --sex --pregnant --breastfeeding --kidney --egfr --creatinine --med --med-time
--pattern --condition --red-flag --other-magnesium --product --diet-magnesium --stool --check-dose
--check-form --bedtime --wake --standard""".split()
PLAN_FLAGS = [*ANSWER_FLAGS, "--no-input", "--json", "--format", "--output"]


def test_without_arguments_there_is_a_short_help_on_stderr_and_exit_code_2(run):
    code, out, err = run()
    assert (code, out) == (2, "")
    assert 2 <= len(err.splitlines()) <= 5
    assert "magadvise plan" in err
    assert "magadvise --help" in err


def test_version_tells_the_knowledge_and_its_review_date(run):
    code, out, err = run("--version")
    known = json.loads((folder() / "knowledge.json").read_text(encoding="utf-8"))
    assert (code, err) == (0, "")
    assert re.fullmatch(
        r"magadvise \d+\.\d+\.\d+ \(knowledge .+, reviewed \d{4}-\d\d-\d\d\)\n", out
    )
    assert known["knowledge_version"] in out
    assert known["reviewed"] in out


def test_the_main_help_says_what_it_is_and_what_it_is_not(run):
    code, out, err = run("--help")
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "Advice on oral magnesium for leg cramps" in text
    assert "Example:" in text
    assert "no diagnosis" in text
    assert "no prescription" in text
    assert "does not claim that magnesium treats leg cramps" in text
    assert all(f" {command} " in text for command in COMMANDS)


@pytest.mark.parametrize(
    ("command", "does"),
    [
        ("plan", "A plan for one person."),
        ("explain", "What a finding code means"),
        ("show", "The knowledge, as lists."),
        ("schema", "JSON Schema of the answers"),
    ],
)
def test_the_help_of_a_command_begins_with_what_it_does_and_has_an_example(run, command, does):
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    paragraphs = [line.strip() for line in out.splitlines() if line.strip()]
    assert re.match(rf"Usage: .*\b{command} \[OPTIONS\]", paragraphs[0])
    assert paragraphs[1].startswith(does)
    assert f"Example: magadvise {command} " in " ".join(out.split())
    assert run(command, "-h").out == out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_a_command_runs(run, command):
    text = " ".join(run(command, "--help").out.split())
    example = re.split(r" (?:Arguments|Options):| \[", text.split("Example: magadvise ")[1])[0]
    assert run(*example.split()).code == 0


@pytest.mark.parametrize("flag", PLAN_FLAGS)
def test_every_flag_of_the_contract_stands_in_the_help_of_plan(run, flag):
    assert re.search(rf"{flag}(?![a-z-])", run("plan", "--help").out)


@pytest.mark.parametrize("flag", ["--json", "--format", "--output"])
def test_every_command_that_prints_knowledge_takes_a_format_and_a_file(run, flag):
    for command in ("plan", "explain", "show"):
        assert flag in run(command, "--help").out


# typing errors -----------------------------------------------------------------------------------


def slips(word: str) -> list[str]:
    """One letter left out, or changed with its neighbour, after the dashes."""
    start = len(word) - len(word.lstrip("-"))
    found = []
    for i in range(start, len(word)):
        found.append(word[:i] + word[i + 1 :])
        if i + 1 < len(word) and word[i] != word[i + 1]:
            found.append(word[:i] + word[i + 1] + word[i] + word[i + 2 :])
    return [slip for slip in dict.fromkeys(found) if slip.strip("-") and slip not in PLAN_FLAGS]


@pytest.mark.parametrize("flag", PLAN_FLAGS)
def test_a_flag_with_one_wrong_letter_is_answered_with_the_right_one(run, flag):
    for slip in slips(flag):
        code, out, err = run("plan", slip, "45")
        assert (code, out) == (2, "")
        assert f"Did you mean {flag}?" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_with_one_wrong_letter_is_answered_with_the_right_one(run, command):
    for slip in slips(command):
        code, out, err = run(slip, "--age", "45")
        assert (code, out) == (2, "")
        assert f"Did you mean {command}?" in err


def test_a_word_like_no_command_is_answered_with_the_way_to_the_help(run):
    code, out, err = run("xyzzyqwert")
    assert (code, out) == (2, "")
    assert "Did you mean" not in err
    assert "magadvise --help" in err


def test_a_flag_without_its_value_is_named(run):
    _, _, err = run("plan", "--sex", "male", "--age")
    assert "--age needs a value" in err


def test_a_missing_word_is_named(run):
    for command in ("show", "schema"):
        code, _, err = run(command)
        assert code == 2
        assert "WHAT is missing" in err


def test_a_format_that_does_not_exist_is_answered_with_those_that_do(run):
    _, _, err = run("explain", "KID001", "--format", "jsn")
    assert "Did you mean json?" in err
    assert "text, json" in err
