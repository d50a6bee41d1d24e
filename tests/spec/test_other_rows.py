"""Every row of the other countries' tables, typed by hand: a row that is lost or moved is seen even
where the US value that would stand in for it is the same.
"""

from __future__ import annotations

import pytest

from helpers import json_of
from spec.intake_oracle import TABLE

pytestmark = pytest.mark.core

# standard -> first year, year before which it ends, sex, stage, intake
INTAKES = {
    "eu": {
        (1, 3, "any", "none", 170), (3, 10, "any", "none", 230), (10, 18, "male", "none", 300),
        (10, 18, "female", "none", 250), (18, None, "male", "none", 350),
        (18, None, "female", "none", 300), (18, None, "female", "pregnant", 300),
        (18, None, "female", "breastfeeding", 300),
    },
    "uk": {
        (1, 4, "any", "none", 85), (4, 7, "any", "none", 120), (7, 11, "any", "none", 200),
        (11, 15, "any", "none", 280), (15, 19, "any", "none", 300), (19, None, "male", "none", 300),
        (19, None, "female", "none", 270),
    },
    "anz": {
        (1, 4, "any", "none", 80), (4, 9, "any", "none", 130), (9, 14, "any", "none", 240),
        (14, 19, "male", "none", 410), (14, 19, "female", "none", 360),
        (19, 31, "male", "none", 400), (19, 31, "female", "none", 310),
        (31, None, "male", "none", 420), (31, None, "female", "none", 320),
    },
    "jp": {
        (1, 3, "any", "none", 70), (3, 6, "any", "none", 100), (6, 8, "any", "none", 130),
        (12, 15, "any", "none", 290), (15, 18, "male", "none", 360), (15, 18, "female", "none", 310),
        (18, 30, "male", "none", 340), (18, 30, "female", "none", 270),
        (30, 65, "male", "none", 370), (30, 65, "female", "none", 290),
        (65, 75, "male", "none", 350), (65, 75, "female", "none", 280),
        (75, None, "male", "none", 320), (75, None, "female", "none", 260),
        (18, 30, "female", "breastfeeding", 270), (30, 65, "female", "breastfeeding", 290),
    },
    "in": {(19, None, "male", "none", 440), (19, None, "female", "none", 370)},
    "cn": {
        (18, 65, "any", "none", 330), (65, 80, "any", "none", 320), (80, None, "any", "none", 310),
        (18, 65, "female", "pregnant", 370), (18, 65, "female", "breastfeeding", 330),
    },
    "nordic": {
        (1, 4, "any", "none", 170), (4, 11, "any", "none", 230), (11, 18, "male", "none", 300),
        (11, 18, "female", "none", 250), (18, None, "male", "none", 350),
        (18, None, "female", "none", 300), (18, None, "female", "pregnant", 300),
        (18, None, "female", "breastfeeding", 300),
    },
    "who": {
        (1, 4, "any", "none", 60), (4, 7, "any", "none", 76), (7, 10, "any", "none", 100),
        (10, 19, "male", "none", 230), (10, 19, "female", "none", 220),
        (19, 65, "male", "none", 260), (19, 65, "female", "none", 220),
        (65, None, "male", "none", 224), (65, None, "female", "none", 190),
        (19, None, "female", "pregnant", 220), (19, None, "female", "breastfeeding", 270),
    },
    "de": set(),
    "no": set(),
}  # fmt: skip

# standard -> first month, month before which it ends, intake of infants
INFANTS = {
    "eu": {(7, 12, 80)},
    "anz": {(0, 7, 30), (7, 12, 75)},
    "nordic": {(7, 12, 80)},
    "who": {(7, 12, 54)},
}

# standard -> first year, year before which it ends, printed limit (whether or not the US one is lower)
LIMITS = {
    "eu": {(4, None, 250)},
    "uk": {(18, None, 400)},
    "de": {(4, None, 250)},
    "no": {(1, 3, 85), (3, 10, 120), (10, 18, 280), (18, None, 350)},
    "jp": {(18, None, 350)},
    "nordic": {(18, None, 250)},
    "who": {(1, 4, 65), (4, 11, 110), (11, None, 350)},
    "anz": set(),
    "in": set(),
    "cn": set(),
}


def years(months: int | None) -> int | None:
    if months is None:
        return None
    assert months % 12 == 0
    return months // 12


@pytest.mark.parametrize("standard", sorted(INTAKES))
def test_the_intake_rows_of_a_standard_are_the_printed_ones_and_no_other(standard: str) -> None:
    rows = [r for r in TABLE["intakes"] if r["standard"] == standard]
    infants = [r for r in rows if r["from_months"] < 12]
    grown = [r for r in rows if r["from_months"] >= 12]
    assert {
        (years(r["from_months"]), years(r["before_months"]), r["sex"], r["stage"], r["rda_mg"])
        for r in grown
    } == INTAKES[standard]
    assert {(r["from_months"], r["before_months"], r["rda_mg"]) for r in infants} == INFANTS.get(
        standard, set()
    )
    assert len(rows) == len(INTAKES[standard]) + len(INFANTS.get(standard, set()))


@pytest.mark.parametrize("standard", sorted(LIMITS))
def test_the_limit_rows_of_a_standard_are_the_printed_ones_and_no_other(standard: str) -> None:
    rows = [r for r in TABLE["limits"] if r["standard"] == standard]
    assert len(rows) == len(LIMITS[standard])
    assert {
        (years(r["from_months"]), years(r["before_months"]), r["ul_mg"]) for r in rows
    } == LIMITS[standard]


@pytest.mark.parametrize("standard", ["eu", "nordic"])
def test_adequate_intakes_are_called_so(standard: str) -> None:
    for age in ("7mo", "2", "16", "45"):
        assert json_of(standard, age=age)["intake"]["rda_kind"] == "AI"


@pytest.mark.parametrize(
    ("standard", "age", "told"),
    [
        ("us", "45", False),
        ("eu", "45", False),
        ("eu", "3", True),
        ("uk", "45", False),
        ("uk", "17", True),
        ("no", "45", True),
        ("de", "45", True),
        ("anz", "45", True),
        ("in", "45", True),
        ("cn", "45", True),
        ("jp", "45", False),
        ("jp", "10", True),
        ("nordic", "17", True),
        ("who", "45", False),
    ],
)
def test_a_us_value_that_stands_in_is_told(standard: str, age: str, told: bool) -> None:
    summaries = [f["summary"] for f in json_of(standard, age=age)["findings"]]
    assert any("the US value is used" in summary for summary in summaries) is told
