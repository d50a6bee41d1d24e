"""``docs/cli.md``, the man page and the completion scripts say what the commands are, and no more."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from magadvise import errors
from magadvise.cli import manual, tree

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = tree.root()
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
MAN = (ROOT / "docs" / "magadvise.1").read_text(encoding="utf-8")
# product, "Exit codes": nothing else.
EXIT_CODES = {0, 1, 2, 3, 65, 66, 70, 73, 74, 130, 143}


def plain(roff: str) -> str:
    """The page as it is read: escapes and requests taken out."""
    text = re.sub(r"^\.\w+ ?", "", roff, flags=re.MULTILINE)
    for escape, shown in (("\\-", "-"), ("\\(aq", "'"), ("\\(ti", "~"), ("\\&", ""), ("\\e", "\\")):
        text = text.replace(escape, shown)
    return " ".join(re.sub(r"\\f[BIR]", "", text).split())


@pytest.mark.parametrize("path", manual.files(PROGRAM))
def test_a_made_file_is_what_the_commands_and_the_data_give(path):
    written = (ROOT / path).read_text(encoding="utf-8")
    assert written == manual.files(PROGRAM)[path], "run: make docs"


def test_the_same_commands_give_the_same_bytes():
    assert manual.files(tree.root()) == manual.files(PROGRAM)


def test_make_docs_writes_each_file(tmp_path):
    manual.write(tmp_path)
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert written == set(manual.files(PROGRAM))
    assert "python -m magadvise.cli.manual" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [PAGE, plain(MAN)], ids=["page", "man"])
def test_each_page_holds_every_command_flag_word_and_example(text):
    for node in PROGRAM.walk():
        assert node.name in text
        values = [*(f.value for f in node.flags if f.value), *(w.value for w in node.words)]
        names = [name for flag in node.flags for name in flag.names]
        for word in (*names, *(word for value in values for word in value.words), *node.examples):
            assert word in text


@pytest.mark.parametrize("text", [PAGE, plain(MAN)], ids=["page", "man"])
def test_each_page_says_what_it_is_not_and_what_others_can_see(text):
    for said in ("no diagnosis", "no prescription", "no network", "no telemetry",
                 "Flags can be seen by others on the same machine"):  # fmt: skip
        assert said in text


def test_every_exit_code_of_the_contract_has_a_meaning_and_there_is_no_other():
    assert set(errors.EXIT_MEANINGS) == EXIT_CODES
    assert {v for name, v in vars(errors).items() if re.fullmatch("EXIT_[A-Z_]+", name)
            and isinstance(v, int)} == EXIT_CODES  # fmt: skip


def test_each_page_lists_the_exit_codes_of_the_commands_that_there_are():
    batch = any(node.path == ("batch",) for node in PROGRAM.walk())
    expected = EXIT_CODES - (set() if batch else {1, 3, 143})
    rows = PAGE.partition("## Exit codes")[2].partition("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", rows, re.MULTILINE)} == expected
    status = MAN.partition(".SH EXIT STATUS")[2].partition(".SH ")[0]
    assert {int(code) for code in re.findall(r"^\.B (\d+)$", status, re.MULTILINE)} == expected


def test_every_environment_variable_that_the_program_reads_is_named_and_no_other():
    read = set()
    for file in (ROOT / "src" / "magadvise").rglob("*.py"):
        if file.parent.name == "integrations":  # not the command
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("environ.get", "getenv", "environ.pop")
            )
            where = node.args[0] if called else None
            if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
                where = node.slice
            if isinstance(where, ast.Constant):
                read.add(where.value)
    assert read == set(manual.ENVIRONMENT)
    assert all(f"`{name}`" in PAGE for name in read)


def test_each_example_names_a_command_that_there_is():
    paths = {node.path for node in PROGRAM.walk()}
    for line in re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE):
        program, *words = shlex.split(line)
        assert program == "magadvise"
        assert tuple(words[:1]) in paths


@pytest.mark.parametrize("node", [*PROGRAM.walk()], ids=lambda node: node.name)
def test_every_value_that_is_a_word_has_its_words(node):
    values = [*(f.value for f in node.flags if f.value), *(w.value for w in node.words)]
    assert [v.metavar for v in values if v.metavar in manual.WORDS and not v.words] == []


def test_the_man_page_has_the_usual_parts_in_the_usual_order():
    assert re.findall(r"^\.SH (.*)$", MAN, re.MULTILINE) == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "EXIT STATUS", "ENVIRONMENT", "FILES",
        "PRIVACY", "EXAMPLES",
    ]  # fmt: skip
    assert re.search(r"^magadvise \\- \w", MAN, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [["mandoc", "-T", "lint"], ["man", "--warnings", "-l"], ["groff", "-man", "-ww", "-z"]],
    ids=lambda command: command[0],
)  # fmt: skip
def test_a_reader_of_man_pages_has_nothing_to_say_against_it(command):
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [*command, str(ROOT / "docs" / "magadvise.1")], capture_output=True, text=True, check=False
    )
    if command[0] == "man" and "No manual entry" in done.stderr:
        pytest.skip("this man reads no files")
    complaints = done.stdout if command[0] == "mandoc" else ""
    assert (done.returncode, complaints, done.stderr) == (0, "", "")


def test_the_manual_is_made_by_no_command():
    """The generator reads all data; a command that imported it would be slow."""
    users = [
        file.name
        for file in (ROOT / "src" / "magadvise").rglob("*.py")
        if re.search(r"import .*\b(manual|completions|tree)\b", file.read_text(encoding="utf-8"))
    ]
    assert set(users) <= {"manual.py", "completions.py"}
