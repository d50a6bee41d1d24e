"""What the commands of the diary need from the data files."""

from __future__ import annotations

from functools import cache
from typing import Any

from magadvise.diary.figures import Figures, figures
from magadvise.knowledge.load import load_file, load_knowledge


@cache
def load_figures() -> Figures:
    """The numbers of the method."""
    rows = {row["id"]: row["value"] for row in load_file("diary.json")["numbers"]}
    return figures(rows, load_knowledge().numbers["trial_days"])


def rule_row(rule: str) -> Any:
    """The row of data of a rule: who says so."""
    return next(row for row in load_file("diary.json")["rules"] if row["id"] == rule)
