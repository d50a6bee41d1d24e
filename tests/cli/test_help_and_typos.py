"""Help begins with an example that runs; a word that is missing is named. See test_typos too."""

from __future__ import annotations

import json
import re
import shlex
from itertools import pairwise

import pytest

from helpers import flags
from magadvise.cli import tree
from magadvise.cli.main import main
from magadvise.knowledge.load import folder

COMMANDS = ("plan", "med", "label", "explain", "show", "schema", "completion", "profile",
            "diary")  # fmt: skip
PATHS = [node.path for node in tree.root().walk()]
ANSWER_FLAGS = """--age --sex --pregnant --breastfeeding --kidney --egfr --creatinine --med --med-time
--pattern --condition --red-flag --other-magnesium --product --diet-magnesium --stool --check-dose
--check-form --bedtime --wake --standard""".split()
PLAN_FLAGS = [*ANSWER_FLAGS, "--no-input", "--json", "--format", "--output"]


def examples(help_text: str) -> list[str]:
    """The command lines above the usage, each put together again."""
    shown = help_text.partition("\n\n")[0].replace("\\\n", " ")
    return [line.removeprefix("Example: ") for line in shown.splitlines()]


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
        ("med", "What a medicine name resolves to"),
        ("label", "Elemental magnesium from label text"),
        ("explain", "What a finding code means"),
        ("show", "The knowledge, as lists."),
        ("schema", "JSON Schema of the answers"),
        ("completion", "A script that completes"),
        ("profile", "Answers kept for next time"),
        ("diary", "Your own cramp diary"),
    ],
)
def test_the_help_of_a_command_shows_an_example_how_to_call_it_and_what_it_does(run, command, does):
    example, usage, text, *_ = run(command, "--help").out.split("\n\n")
    assert example.startswith(f"Example: magadvise {command} ")
    assert re.match(rf"Usage: magadvise {command} \[OPTIONS\]", usage)
    assert text.strip().startswith(does)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_help_starts_with_an_example_of_that_command(run, path):
    code, out, err = run(*path, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(" ".join(["Example: magadvise", *path]))
    assert run(*path, "-h").out == out


@pytest.mark.parametrize("columns", ["", "80", "200"])
@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_help_fits_80_columns_and_cuts_nothing(run, monkeypatch, path, columns):
    """The run fixture takes COLUMNS away, so it is set again around it."""
    out = run(*path, "--help").out
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
        assert main([*path, "--help"]) == 0
    assert [line for line in out.splitlines() if len(line) > 80] == []
    described = re.sub(r", \.\.\. Repeat", "", " ".join(out.split()))
    assert not re.search(r"\w\.\.\.(?: |$)", described.partition("Options:")[2])


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_each_example_of_a_help_runs(run, path):
    assert run("profile", "save", "me", "--age", "68", "--sex", "female").code == 0
    assert run("diary", "add", "--cramps", "2").code == 0
    found = examples(run(*path, "--help").out)
    assert found
    for example in found:
        code, out, err = run(*shlex.split(example)[1:])
        assert code == 0
        assert out or path == ("profile", "save")
        assert "magadvise: " not in err


@pytest.mark.parametrize(
    ("shown", "where", "arguments"),
    [
        ("8mo", "plan", ["plan", "--sex", "male", "--age", "8mo"]),
        ("1.1mg/dL", "plan", [*flags(), "--creatinine", "1.1mg/dL"]),
        ("97umol/L", "plan", [*flags(), "--creatinine", "97umol/L"]),
        (
            "levothyroxine=07:00,19:00",
            "plan",
            [*flags(medications="levothyroxine"), "--med-time", "levothyroxine=07:00,19:00"],
        ),
        ("milk of magnesia 5 mL", "plan",
         [*flags(other_magnesium_mg=None), "--product", "milk of magnesia 5 mL"]),
        ("oxide", "plan", [*flags(), "--check-dose", "100", "--check-form", "oxide"]),
        ("rxnorm:2551", "med", ["med", "rxnorm:2551"]),
        ("atc:J01MA02", "med", ["med", "atc:J01MA02"]),
        ("KID001", "explain", ["explain", "KID001"]),
    ],
)  # fmt: skip
def test_a_value_that_a_help_gives_as_an_example_is_taken(run, shown, where, arguments):
    assert shown in " ".join(run(where, "--help").out.split())
    assert run(*arguments).code == 0


def test_an_example_over_several_lines_is_one_command_for_a_shell(run):
    """Each line but the last ends with a backslash, so that all of it can be pasted."""
    lines = run("plan", "--help").out.partition("\n\n")[0].splitlines()
    for line, after in pairwise(lines):
        assert after.startswith("Example: ") != line.endswith(" \\")


@pytest.mark.parametrize("flag", PLAN_FLAGS)
def test_every_flag_of_the_contract_stands_in_the_help_of_plan(run, flag):
    assert re.search(rf"{flag}(?![a-z-])", run("plan", "--help").out)


@pytest.mark.parametrize("flag", ["--json", "--format", "--output"])
def test_every_command_that_prints_knowledge_takes_a_format_and_a_file(run, flag):
    for command in ("plan", "explain", "show"):
        assert flag in run(command, "--help").out


# words that are missing -------------------------------------------------------------------------


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
