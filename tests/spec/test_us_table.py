"""The magnesium tables of the Dietary Reference Intakes (Institute of Medicine 1997, chapter 6),
typed by hand: average requirement, recommended intake, upper level for supplements.
"""

from __future__ import annotations

import pytest

from helpers import json_of
from spec.intake_oracle import TABLE

pytestmark = pytest.mark.core

# from month, before month, sex, stage, EAR, RDA or AI, kind
ROWS = {
    (0, 7, "any", "none", None, 30, "AI"),
    (7, 12, "any", "none", None, 75, "AI"),
    (12, 48, "any", "none", 65, 80, "RDA"),
    (48, 108, "any", "none", 110, 130, "RDA"),
    (108, 168, "any", "none", 200, 240, "RDA"),
    (168, 228, "male", "none", 340, 410, "RDA"),
    (168, 228, "female", "none", 300, 360, "RDA"),
    (228, 372, "male", "none", 330, 400, "RDA"),
    (228, 372, "female", "none", 255, 310, "RDA"),
    (372, 612, "male", "none", 350, 420, "RDA"),
    (372, 612, "female", "none", 265, 320, "RDA"),
    (612, 852, "male", "none", 350, 420, "RDA"),
    (612, 852, "female", "none", 265, 320, "RDA"),
    (852, None, "male", "none", 350, 420, "RDA"),
    (852, None, "female", "none", 265, 320, "RDA"),
    (0, 228, "female", "pregnant", 335, 400, "RDA"),
    (228, 372, "female", "pregnant", 290, 350, "RDA"),
    (372, 612, "female", "pregnant", 300, 360, "RDA"),
    (0, 228, "female", "breastfeeding", 300, 360, "RDA"),
    (228, 372, "female", "breastfeeding", 255, 310, "RDA"),
    (372, 612, "female", "breastfeeding", 265, 320, "RDA"),
}
LIMITS = {(0, 12, None), (12, 48, 65), (48, 108, 110), (108, None, 350)}

# first and last completed year, men, women, pregnant, breastfeeding, limit
BANDS = [
    (1, 3, 80, 80, None, None, 65),
    (4, 8, 130, 130, None, None, 110),
    (9, 13, 240, 240, None, None, 350),
    (14, 18, 410, 360, 400, 360, 350),
    (19, 30, 400, 310, 350, 310, 350),
    (31, 50, 420, 320, 360, 320, 350),
    (51, 70, 420, 320, 360, 320, 350),
    (71, 120, 420, 320, 360, 320, 350),
]


def shown(age: str, sex: str, pregnant: str = "no", breastfeeding: str = "no") -> tuple[int, int]:
    intake = json_of(age=age, sex=sex, pregnant=pregnant, breastfeeding=breastfeeding)["intake"]
    return intake["rda_mg"], intake["ul_supplement_mg"]


def test_the_us_intake_rows_are_the_21_of_the_printed_table_and_no_other() -> None:
    rows = [row for row in TABLE["intakes"] if row["standard"] == "us"]
    keys = ("from_months", "before_months", "sex", "stage", "ear_mg", "rda_mg", "kind")
    assert len(rows) == 21
    assert {tuple(row[key] for key in keys) for row in rows} == ROWS


def test_the_us_upper_levels_are_the_four_of_the_printed_table_and_no_other() -> None:
    rows = [row for row in TABLE["limits"] if row["standard"] == "us"]
    assert len(rows) == 4
    assert {(row["from_months"], row["before_months"], row["ul_mg"]) for row in rows} == LIMITS


def test_a_recommended_intake_is_the_average_requirement_and_a_fifth() -> None:
    """The report assumes a variation of 10 %: RDA = EAR x 1.2, rounded to ten (65 gives 80)."""
    rows = [row for row in TABLE["intakes"] if row["ear_mg"] is not None]
    assert len(rows) >= 19
    assert [row for row in rows if abs(row["ear_mg"] * 1.2 - row["rda_mg"]) >= 5] == []


@pytest.mark.parametrize(("first", "last", "men", "women", "_p", "_b", "limit"), BANDS)
def test_every_year_of_a_band_prints_the_values_of_the_band(
    first: int, last: int, men: int, women: int, _p: int, _b: int, limit: int
) -> None:
    for year in range(first, last + 1):
        assert shown(str(year), "male") == (men, limit)
        assert shown(str(year), "female") == (women, limit)


@pytest.mark.parametrize(
    ("first", "last", "pregnant", "breastfeeding"),
    [(row[0], row[1], row[4], row[5]) for row in BANDS if row[4]],
)
def test_every_year_of_pregnancy_and_breastfeeding_prints_its_band(
    first: int, last: int, pregnant: int, breastfeeding: int
) -> None:
    for year in range(first, last + 1):
        assert shown(str(year), "female", pregnant="yes") == (pregnant, 350)
        assert shown(str(year), "female", breastfeeding="yes") == (breastfeeding, 350)
        assert shown(str(year), "female", "yes", "yes") == (pregnant, 350)


@pytest.mark.parametrize("age", ["12", "13"])
def test_the_youngest_pregnancies_use_the_row_for_18_years_or_younger(age: str) -> None:
    assert shown(age, "female", pregnant="yes") == (400, 350)
    assert shown(age, "female", breastfeeding="yes") == (360, 350)


@pytest.mark.parametrize(("age", "ai"), [("0mo", 30), ("6mo", 30), ("7mo", 75), ("11mo", 75)])
def test_infants_have_an_adequate_intake_and_no_upper_limit(age: str, ai: int) -> None:
    intake = json_of(age=age)["intake"]
    assert (intake["rda_mg"], intake["rda_kind"]) == (ai, "AI")
    assert intake["ul_supplement_mg"] is None
    assert intake["remaining_mg"] is None


@pytest.mark.parametrize(
    ("age", "low", "high"), [("8", 130, 130), ("16", 360, 410), ("25", 310, 400), ("45", 320, 420)]
)
def test_unknown_sex_shows_both_intakes_and_one_limit(age: str, low: int, high: int) -> None:
    intake = json_of(age=age, sex="unknown")["intake"]
    assert intake["rda_range_mg"] == [low, high]
    assert intake["rda_mg"] == (low if low == high else None)
    assert intake["ul_supplement_mg"] == (110 if age == "8" else 350)


@pytest.mark.parametrize(
    ("age", "group"),
    [
        ("70", "51-70"),
        ("71", "71"),
        ("18", "14-18"),
        ("19", "19-30"),
        ("30", "19-30"),
        ("31", "31-50"),
    ],
)
def test_the_group_is_named_by_completed_years(age: str, group: str) -> None:
    assert group in json_of(age=age)["intake"]["group"]


@pytest.mark.parametrize(
    ("age", "pregnant", "breastfeeding", "outside"),
    [("50", "yes", "no", False), ("51", "yes", "no", True), ("51", "no", "yes", True)],
)
def test_a_stage_past_the_last_row_of_the_table_says_so(
    age: str, pregnant: str, breastfeeding: str, outside: bool
) -> None:
    found = json_of(age=age, pregnant=pregnant, breastfeeding=breastfeeding)["findings"]
    text = " ".join(f"{finding['summary']} {finding['detail']}" for finding in found)
    assert ("outside the intake table" in text or "does not fit the age" in text) is outside
