"""The diary is pure and holds no figure of its own: no clock, no file, no chance, no threshold."""

from __future__ import annotations

import ast

from architecture.sources import calls, imported, modules, tree, where

DIARY = [module for module in modules() if module.startswith("magadvise.diary.")]
REACHING = {
    "os",
    "sys",
    "io",
    "pathlib",
    "random",
    "secrets",
    "time",
    "locale",
    "tempfile",
    "fcntl",
}
# What may stand in the code, and why it is no figure of the method.
NUMBERS = {
    ("diary/periods.py", 7): "days of a week",
    ("diary/later.py", 100): "percent",
    ("diary/interval.py", 200): "half a percent, as a share",
    ("diary/interval.py", 4): "of Wilson's formula and of the bias of a correlation",
}


def test_the_diary_reads_no_file_no_clock_and_no_chance():
    assert len(DIARY) >= 7
    assert {m: imported(m) & REACHING for m in DIARY if imported(m) & REACHING} == {}
    assert [where(m) for m in DIARY if calls(tree(m), "today", "now", "open", "time")] == []


def test_every_figure_of_the_method_is_data():
    found = {
        (where(m), abs(node.value))
        for m in DIARY
        for node in ast.walk(tree(m))
        if isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and abs(node.value) > 2
    }
    assert found == set(NUMBERS)


def test_only_the_command_knows_what_day_it_is():
    asking = [
        where(m)
        for m in modules()
        if m.startswith("magadvise.cli.diar") and calls(tree(m), "today")
    ]
    assert set(asking) == {"cli/diaries.py"}
