"""The examples of ``docs/handout.md`` run, and print or write what the page says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from magadvise.cli import formats

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "handout.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)


def examples() -> list[tuple[str, list[str]]]:
    """Each command with the lines shown under it."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(BLOCKS).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize(("command", "shown"), examples(), ids=lambda value: str(value)[-40:])
def test_an_example_prints_or_writes_what_the_page_shows(command, shown, tmp_path):
    words = shlex.split(command)
    assert words[0] == "magadvise"
    env = {**os.environ, "COLUMNS": "80", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, env=env,
                          cwd=tmp_path, check=False)  # fmt: skip
    assert done.returncode == 0
    printed = done.stdout.splitlines()
    if shown:
        assert shown[-1] == "..."
        assert printed[: len(shown) - 1] == shown[:-1]
    else:
        (file,) = tmp_path.iterdir()
        assert file.name == words[-1]
        assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert (done.stdout, done.stderr) == ("", "")


def test_the_page_names_every_format_and_every_ending():
    table = PAGE.partition("|---|---|---|")[2].partition("\n\n")[0]
    rows = {row[0]: row[1] for row in re.findall(r"\| `(\w+)` \| ([^|]*) \|", table)}
    assert set(rows) == set(formats.FORMATS)
    endings = {
        ending: name for name, cell in rows.items() for ending in re.findall(r"`(\.\w+)`", cell)
    }
    assert endings == formats.ENDINGS
