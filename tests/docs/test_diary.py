"""The examples of ``docs/diary.md`` run, and print what the page shows. See tests/diary for its tables."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from magadvise.cli.diary_data import load_figures

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "diary.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ (.*?)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder in which the diary of the page is kept as ``example``."""
    folder = tmp_path / ".local" / "share" / "magadvise" / "diaries"
    folder.mkdir(parents=True, mode=0o700)
    shutil.copy(ROOT / "docs" / "diary.jsonl", folder / "example.jsonl")
    return tmp_path


@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_an_example_of_the_page_prints_what_the_page_shows(command, shown, home):
    words = shlex.split(command)
    assert words[0] == "magadvise"
    env = {**os.environ, "COLUMNS": "80", "HOME": str(home)}
    env.pop("XDG_DATA_HOME", None)
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, env=env,
                          check=False)  # fmt: skip
    assert done.returncode == 0
    printed, lines = (done.stdout + done.stderr).splitlines(), shown.splitlines()
    if lines[-1] == "...":
        assert printed[: len(lines) - 1] == lines[:-1]
        assert len(printed) >= len(lines)
    else:
        assert printed == lines


def test_the_page_shows_each_kind_of_example():
    assert {command.split()[2] for command, _ in BLOCKS} == {"add", "chart", "verdict", "schedule"}


def test_the_rules_of_the_page_have_the_figures_of_the_data():
    f = load_figures()
    rules = PAGE.partition("| verdict | when |")[2].partition("\n\n")[0]
    for said in (f"fewer than {f.baseline_days} days before", f"the last {f.baseline_window_days})",
                 f"fewer than {f.trial_days} days with", f"(within {f.trial_window_days})",
                 f"less than {f.taken_percent} %", f"fewer than {f.fewest_cramps} cramps",
                 f"below {f.stop_below_percent} %", f"the {f.placebo_percent} % of placebo",
                 f"Stop for {f.pause_days} days"):  # fmt: skip
        assert said in rules
    assert f"from 0 to {f.memory_most}." in " ".join(PAGE.split())
    assert f"interval of {f.interval_percent} %" in PAGE
    boxes = PAGE.partition("## To be sure")[2]
    assert f"Each lasts {f.box_days} days" in boxes
    assert f"The first {f.settle_days} days" in boxes


def test_the_simulation_of_the_page_can_be_run_again():
    assert "diary-errors:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "`make diary-errors`" in PAGE
