"""The README's examples run, and print what the README shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def examples() -> list[tuple[str, list[str]]]:
    """Each command with the lines shown under it; ``...`` leaves the rest open."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(BLOCKS).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def make_plan() -> str:
    """The command behind ``make plan``."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    line = re.search(r"^plan:.*\n\t@\$\(BIN\)/(magadvise .*)$", makefile, re.MULTILINE)
    assert line, "the Makefile has no plan target"
    return line[1]


def run(command: str, home: Path) -> str:
    words = shlex.split(make_plan() if command == "make plan" else command)
    assert words[0] == "magadvise"
    env = {**os.environ, "COLUMNS": "80", "HOME": str(home)}
    env.pop("XDG_DATA_HOME", None)
    # What a command writes stays in that folder.
    shutil.copytree(ROOT / "docs", home / "docs", dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        env=env,
        cwd=home,
        check=False,
    )
    assert done.returncode == (2 if done.stderr.startswith("magadvise: ") else 0)
    return done.stdout + done.stderr


def kept_before(command: str) -> list[str]:
    """The commands above this one that keep something for it."""
    commands = [c for c, _ in examples()]
    keeping = ("magadvise profile ", "magadvise diary add ")
    return [c for c in commands[: commands.index(command)] if c.startswith(keeping)]


@pytest.mark.parametrize(("command", "shown"), examples(), ids=lambda value: str(value)[:60])
def test_an_example_of_the_readme_prints_what_the_readme_shows(
    command: str, shown: list[str], tmp_path: Path
) -> None:
    for earlier in kept_before(command):
        run(earlier, tmp_path)
    printed = run(command, tmp_path).splitlines()
    if shown[-1] == "...":
        assert printed[: len(shown) - 1] == shown[:-1]
        assert len(printed) > len(shown)
    else:
        assert printed == shown


def test_the_readme_shows_the_two_commands_and_at_least_six_runs() -> None:
    assert "make plan" in README
    assert "make test" in README
    assert len(examples()) >= 6


def test_the_python_example_of_the_readme_prints_its_comment() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    done = subprocess.run(
        [sys.executable, "-c", code[1]], capture_output=True, text=True, check=True
    )
    comment = re.search(r"# (\w+)$", code[1], re.MULTILINE)
    assert comment
    assert done.stdout.strip() == comment[1]
