"""Every one of the 64 traps has a test, or waits in the table of this folder's README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.core

HERE = Path(__file__).parent
LATER = {"label command", "med command", "interview", "batch", "FHIR import"}


def guarded() -> set[int]:
    """The trap numbers in the names of the tests of this folder."""
    files = sorted(HERE.glob("test_*.py"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    return {int(n) for text in texts for n in re.findall(r"^def test_t(\d\d)_\w", text, re.M)}


def rows(section: str) -> list[list[str]]:
    """The cells of every table row below a heading."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    body = text.split(f"# {section}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in body.splitlines() if re.match(r"\| T?\d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_trap_is_accounted_for():
    waiting = {int(row[0].removeprefix("T")) for row in rows("Waiting for a later part")}
    assert set(range(1, 65)) - guarded() - waiting == set()


def test_no_test_carries_the_number_of_a_trap_that_does_not_exist():
    assert guarded() <= set(range(1, 65))


def test_the_readme_says_in_one_line_what_each_trap_is():
    listed = rows("The 64 traps")
    assert [int(row[0]) for row in listed] == list(range(1, 65))
    assert all(len(row) == 3 and all(row) for row in listed)


def test_what_waits_names_the_part_that_it_waits_for():
    waiting = rows("Waiting for a later part")
    assert waiting
    for row in waiting:
        assert len(row) == 4
        assert all(row)
        assert set(row[2].split(", ")) <= LATER
