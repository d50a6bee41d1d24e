"""The reference intake and the upper limit worked out a second time, from plain dicts.

Nothing of the package is imported here: the table file is opened with ``json`` and spread out month
by month, so that a row that does not start or end where it should is met by the sweep. A value that
a standard does not have is the US one; no standard raises the limit above the US one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TABLE: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "data" / "rda.json").read_text(encoding="utf-8")
)
MONTHS = 121 * 12
OFFERED = [row["id"] for row in TABLE["standards"] if row["offered"]]
AGES = [*range(12), *range(12, MONTHS, 12)]  # 0 to 11 months, then completed years 1 to 120


def _spread() -> dict[tuple[str, str, str, int], dict[str, Any]]:
    found: dict[tuple[str, str, str, int], dict[str, Any]] = {}
    for row in TABLE["intakes"]:
        sexes = ["female", "male"] if row["sex"] == "any" else [row["sex"]]
        for sex in sexes:
            for month in range(row["from_months"], row["before_months"] or MONTHS):
                key = (row["standard"], row["stage"], sex, month)
                if key in found:
                    raise AssertionError(f"two rows for {key}")
                found[key] = row
    return found


def _limits() -> dict[tuple[str, int], int | None]:
    found: dict[tuple[str, int], int | None] = {}
    for row in TABLE["limits"]:
        for month in range(row["from_months"], row["before_months"] or MONTHS):
            if (row["standard"], month) in found:
                raise AssertionError(f"two limits for {row['standard']} at {month} months")
            found[row["standard"], month] = row["ul_mg"]
    return found


BY_MONTH = _spread()
LIMITS = _limits()


def upper_limit(standard: str, months: int) -> int | None:
    """The limit for supplements; ``None`` in the first year, where none could be set."""
    us = LIMITS["us", months]
    if us is None:
        return None
    own = LIMITS.get((standard, months))
    return us if own is None else min(us, own)


def intake(
    standard: str, months: int, sex: str, pregnant: str, breastfeeding: str
) -> tuple[int, int, str]:
    """Lowest and highest recommended intake that fit the answers, and whether it is an RDA."""
    said = [
        stage
        for stage, answer in (("pregnant", pregnant), ("breastfeeding", breastfeeding))
        if answer == "yes"
    ]
    sexes = [sex]
    if sex == "unknown":
        sexes = ["female"] if said else ["female", "male"]
    rows = []
    for one in sexes:
        # Below 12 years the answer does not count, and it never counts for a man.
        stages = said if one == "female" and months >= 144 else []
        fitting = [_row(standard, stage, one, months) for stage in stages or ["none"]]
        rows.append(max(fitting, key=lambda row: int(row["rda_mg"])))
    values = [int(row["rda_mg"]) for row in rows]
    return min(values), max(values), str(rows[0]["kind"])


def _row(standard: str, stage: str, sex: str, months: int) -> dict[str, Any]:
    for name in (standard, "us"):
        row = BY_MONTH.get((name, stage, sex, months))
        if row is not None:
            return row
    # Past the last row for pregnancy or breastfeeding (51 years): that last row, 31 to 50 years.
    return BY_MONTH["us", stage, sex, 50 * 12]
