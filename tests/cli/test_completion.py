"""Completion: a script for each shell, printed, that knows every command, flag and word by itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from magadvise.cli import completion, completions, tree
from magadvise.cli.tree import Node

PROGRAM = tree.root()
SHELLS = ("bash", "zsh", "fish", "powershell")
BINARY = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "pwsh"}
ROOT = Path(__file__).resolve().parents[2]


def needs(shell: str) -> str:
    found = shutil.which(BINARY[shell])
    if not found:
        pytest.skip(f"{BINARY[shell]} is not installed")
    return found


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with two kept profiles and an empty home."""
    folder = tmp_path / "data" / "magadvise" / "profiles"
    folder.mkdir(parents=True)
    for name in ("gran", "me_2"):
        (folder / f"{name}.json").touch()
    return {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PATH": os.environ["PATH"],
    }


# what is printed ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_says_on_top_how_to_load_it_and_is_ascii(run, shell):
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert f"magadvise completion {shell}" in "".join(out.splitlines(keepends=True)[:5])
    assert out.isascii()
    assert run("completion", shell.upper()).out == out


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_holds_every_command_flag_and_word(run, shell):
    out = run("completion", shell).out
    spelt = {"fish": lambda name: f" -l {name[2:]} " if name[:2] == "--" else f" -s {name[1:]} "}
    for node in PROGRAM.walk():
        for name in (name for flag in node.flags for name in flag.names):
            assert spelt.get(shell, str)(name) in out
        values = [*(f.value for f in node.flags if f.value), *(w.value for w in node.words)]
        for word in (*node.path, *(word for value in values for word in value.words)):
            assert re.search(rf"(?<![\w-]){word}(?![\w-])", out), word


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_in_the_package_is_what_the_commands_and_the_data_give(shell):
    made = completions.scripts(PROGRAM)[shell]
    assert completion.script(shell).read_text(encoding="utf-8") == made, "run: make docs"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_never_starts_the_program_and_changes_no_file(run, shell):
    """Only comments call magadvise, and nothing is written: no >, no tee, no Out-File."""
    lines = [line for line in run("completion", shell).out.splitlines() if line[:1] != "#"]
    text = "\n".join(lines)
    assert "python" not in text.casefold()
    assert not re.search(r"[$(`|;&] ?magadvise |^magadvise |& magadvise", text, re.MULTILINE)
    assert (
        not re.search(r">(?!/dev/null|')", re.sub(r"<profile>|'[^']*'", "", text))
        or shell == "fish"
    )
    assert not re.search(r"Out-File|Set-Content|\btee\b|\brm\b|\bmv\b", text)


def test_a_shell_that_is_not_known_is_answered_with_those_that_are(run):
    code, out, err = run("completion", "fihs")
    assert (code, out) == (2, "")
    assert "bash, zsh, fish, powershell" in err
    assert "Did you mean fish?" in err


def test_printing_a_script_opens_neither_the_knowledge_nor_the_core():
    code = (
        "import sys\n"
        "from magadvise.cli.main import main\n"
        "assert main(['completion', 'bash']) == 0\n"
        "sys.stderr.write(' '.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    core = ("knowledge", "advice", "rules", "medicines", "profile", "model", "answers", "export",
            "contract", "cli.tree", "cli.manual", "cli.completions")  # fmt: skip
    loaded = done.stderr.split()
    assert "magadvise.cli.completion" in loaded
    assert [m for m in loaded if m.startswith(tuple(f"magadvise.{name}" for name in core))] == []
    assert not {"pydantic", "rich", "rapidfuzz"} & set(loaded)


def test_a_word_that_a_shell_would_have_to_quote_stops_the_making():
    value = tree.Value("WORD", ("two words",))
    odd = Node((), ["What."], [], "", [tree.Flag(("--x",), "", value)], [], [])
    with pytest.raises(ValueError, match="not plain"):
        completions.scripts(odd)


# in a real shell ---------------------------------------------------------------------------------

EXPECTED = [
    (["magadvise", "pl"], {"plan"}),
    (["magadvise", "plan", "--kid"], {"--kidney"}),
    (["magadvise", "plan", "--kidney", "d"], {"dialysis"}),
    (
        ["magadvise", "plan", "--med", "x", "--stool", ""],
        {"usual", "loose", "constipated", "unknown"},
    ),
    (["magadvise", "show", "f"], {"forms", "foods"}),
    (["magadvise", "explain", "KID001"], {"KID001"}),
    (["magadvise", "profile", ""], {"save", "show", "list", "forget"}),
    (["magadvise", "profile", "forget", ""], {"gran", "me_2"}),
    (["magadvise", "plan", "--profile", "g"], {"gran"}),
    (["magadvise", "completion", "po"], {"powershell"}),
    (["magadvise", "plan", "--age", ""], set()),
    (["magadvise", "label", "--kid"], set()),
]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_reads_its_script_without_complaint(shell):
    script = str(completion.script(shell))
    check = {"powershell": ["-NoProfile", "-File", script]}.get(shell, ["-n", script])
    done = subprocess.run([needs(shell), *check], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def in_bash(home: dict[str, str], *words: str, before: str = "") -> set[str]:
    source = f'{before} source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _magadvise; ' \
             'printf "%s\\n" "${COMPREPLY[@]}"'  # fmt: skip
    done = subprocess.run(
        [needs("bash"), "--norc", "-c", source, str(completion.script("bash")), *words],
        capture_output=True, text=True, check=True, env=home, cwd=home["HOME"],
    )  # fmt: skip
    assert done.stderr == ""
    return {line for line in done.stdout.splitlines() if line}


@pytest.mark.parametrize(
    ("words", "offered"), EXPECTED, ids=lambda v: " ".join(sorted(v) if isinstance(v, set) else v)
)
def test_bash_offers_the_words_that_can_stand_there(home, words, offered):
    assert in_bash(home, *words) == offered


def test_bash_offers_words_after_an_equals_sign_too(home):
    """Bash hands over --sex=fe as three words."""
    assert in_bash(home, "magadvise", "plan", "--sex", "=", "fe") == {"female"}
    assert in_bash(home, "magadvise", "plan", "--pregnant", "=") == {"yes", "no", "unknown"}


def test_bash_offers_file_names_with_spaces_for_a_file(home):
    (Path(home["HOME"]) / "my plan.txt").touch()
    assert in_bash(home, "magadvise", "plan", "-o", "my") == {"my plan.txt"}


def test_bash_offers_no_profile_where_none_is_kept(home):
    words = ("magadvise", "profile", "show", "")
    assert in_bash({**home, "XDG_DATA_HOME": "/nosuchfolder"}, *words) <= {
        "--json", "--plain", "--format", "-o", "--output", "-h", "--help"}  # fmt: skip
    kept = Path(home["HOME"]) / ".local/share/magadvise/profiles"
    kept.mkdir(parents=True)
    (kept / "usual.json").touch()
    assert in_bash({**home, "XDG_DATA_HOME": "relative"}, *words) == {"usual"}


def test_bash_is_told_to_use_it_for_magadvise(home):
    source = 'source "$0"; complete -p magadvise'
    done = subprocess.run(
        [needs("bash"), "--norc", "-c", source, str(completion.script("bash"))],
        capture_output=True, text=True, check=True, env=home,
    )  # fmt: skip
    assert done.stdout == "complete -F _magadvise magadvise\n"


def test_bash_needs_no_other_program_to_complete(home):
    """With an empty PATH nothing but bash itself can run."""
    words = ("magadvise", "plan", "--profile", "")
    assert in_bash(home, *words, before="PATH=/nosuchfolder;") == {"gran", "me_2"}


@pytest.mark.parametrize(
    ("words", "offered"), EXPECTED, ids=lambda v: " ".join(sorted(v) if isinstance(v, set) else v)
)
def test_fish_offers_the_words_that_can_stand_there(home, words, offered):
    line = f"source {completion.script('fish')}; complete -C '{' '.join(words)}'"
    done = subprocess.run(
        [needs("fish"), "--no-config", "-c", line], capture_output=True, text=True, check=True,
        env=home, cwd=home["HOME"],
    )  # fmt: skip
    assert {row.split("\t")[0] for row in done.stdout.splitlines()} == offered
