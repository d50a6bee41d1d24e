"""The tables of other countries as their bodies print them, typed by hand for each band of years."""

from __future__ import annotations

import pytest

from helpers import json_of
from spec.intake_oracle import OFFERED

pytestmark = pytest.mark.core

# standard -> (first year, last year, men, women)
INTAKES = {
    # European Food Safety Authority 2015, adequate intakes
    "eu": [(1, 2, 170, 170), (3, 9, 230, 230), (10, 17, 300, 250), (18, 120, 350, 300)],
    # United Kingdom, COMA 1991
    "uk": [
        (1, 3, 85, 85), (4, 6, 120, 120), (7, 10, 200, 200), (11, 14, 280, 280), (15, 18, 300, 300),
        (19, 120, 300, 270),
    ],
    # Australia and New Zealand 2006
    "anz": [
        (1, 3, 80, 80), (4, 8, 130, 130), (9, 13, 240, 240), (14, 18, 410, 360), (19, 30, 400, 310),
        (31, 120, 420, 320),
    ],
    # Japan 2020; 8 to 11 years were read as a range only, so the US value stands there
    "jp": [
        (1, 2, 70, 70), (3, 5, 100, 100), (6, 7, 130, 130), (8, 8, 130, 130), (9, 11, 240, 240),
        (12, 14, 290, 290), (15, 17, 360, 310), (18, 29, 340, 270), (30, 64, 370, 290),
        (65, 74, 350, 280), (75, 120, 320, 260),
    ],
    # India, ICMR-NIN 2020, adults; children from the US table
    "in": [(4, 8, 130, 130), (14, 18, 410, 360), (19, 120, 440, 370)],
    # China 2013, adults; children from the US table
    "cn": [(14, 17, 410, 360), (18, 64, 330, 330), (65, 79, 320, 320), (80, 120, 310, 310)],
    # Nordic Nutrition Recommendations 2023
    "nordic": [(1, 3, 170, 170), (4, 10, 230, 230), (11, 17, 300, 250), (18, 120, 350, 300)],
    # FAO/WHO 2004
    "who": [
        (1, 3, 60, 60), (4, 6, 76, 76), (7, 9, 100, 100), (10, 18, 230, 220), (19, 64, 260, 220),
        (65, 120, 224, 190),
    ],
    # No intakes of their own: the US table
    "de": [(1, 3, 80, 80), (19, 30, 400, 310), (31, 120, 420, 320)],
    "no": [(1, 3, 80, 80), (19, 30, 400, 310), (31, 120, 420, 320)],
}  # fmt: skip

# standard -> (first year, last year, limit); never above 65, 110 and 350 of the US table
LIMITS = {
    # Scientific Committee on Food 2001: 250 mg from 4 years; none for 1 to 3
    "eu": [(1, 3, 65), (4, 8, 110), (9, 120, 250)],
    "de": [(1, 3, 65), (4, 8, 110), (9, 120, 250)],
    # UK guidance level of 400 mg for adults is above the US limit
    "uk": [(1, 3, 65), (4, 8, 110), (9, 120, 350)],
    "anz": [(1, 3, 65), (4, 8, 110), (9, 120, 350)],
    # Norway: 85 mg (1-3), 120 mg (3-10), 280 mg (10-18), 350 mg adults
    "no": [(1, 3, 65), (4, 8, 110), (9, 9, 120), (10, 17, 280), (18, 120, 350)],
    "jp": [(1, 3, 65), (4, 8, 110), (9, 120, 350)],
    "in": [(1, 3, 65), (4, 8, 110), (9, 120, 350)],
    "cn": [(1, 3, 65), (4, 8, 110), (9, 120, 350)],
    # Nordic: 250 mg, entered for adults
    "nordic": [(1, 3, 65), (4, 8, 110), (9, 17, 350), (18, 120, 250)],
    # FAO/WHO: 65 mg (1-3), 110 mg (4-10), 350 mg from adolescence
    "who": [(1, 3, 65), (4, 10, 110), (11, 120, 350)],
}

# standard, age, pregnant, breastfeeding, intake
STAGES = [
    ("eu", 30, "yes", "no", 300), ("eu", 30, "no", "yes", 300), ("eu", 17, "yes", "no", 400),
    ("nordic", 30, "yes", "no", 300), ("nordic", 30, "no", "yes", 300),
    ("who", 30, "yes", "no", 220), ("who", 30, "no", "yes", 270), ("who", 30, "yes", "yes", 270),
    ("who", 18, "yes", "no", 400), ("cn", 30, "yes", "no", 370), ("cn", 30, "no", "yes", 330),
    ("jp", 29, "no", "yes", 270), ("jp", 30, "no", "yes", 290), ("jp", 30, "yes", "no", 350),
    ("uk", 30, "yes", "no", 350), ("anz", 40, "yes", "no", 360), ("in", 25, "no", "yes", 310),
]  # fmt: skip

# standard, age in months, intake
INFANTS = [
    ("eu", 6, 30), ("eu", 7, 80), ("eu", 11, 80), ("nordic", 6, 30), ("nordic", 7, 80),
    ("who", 6, 30), ("who", 7, 54), ("anz", 6, 30), ("anz", 7, 75), ("uk", 7, 75), ("jp", 7, 75),
]  # fmt: skip


def test_eleven_standards_are_offered() -> None:
    assert sorted(OFFERED) == sorted(["us", *LIMITS])
    assert INTAKES.keys() == LIMITS.keys()


@pytest.mark.parametrize("standard", sorted(INTAKES))
def test_the_intake_of_a_standard_is_the_printed_one_at_both_ends_of_a_band(standard: str) -> None:
    for first, last, men, women in INTAKES[standard]:
        for year in sorted({first, (first + last) // 2, last}):
            for sex, value in (("male", men), ("female", women)):
                found = json_of(standard, age=str(year), sex=sex)["intake"]["rda_mg"]
                assert (year, sex, found) == (year, sex, value)


@pytest.mark.parametrize("standard", sorted(LIMITS))
def test_the_limit_of_a_standard_is_the_printed_one_or_the_lower_us_one(standard: str) -> None:
    for first, last, limit in LIMITS[standard]:
        for year in sorted({first, (first + last) // 2, last}):
            found = json_of(standard, age=str(year))["intake"]["ul_supplement_mg"]
            assert (year, found) == (year, limit)


@pytest.mark.parametrize(("standard", "age", "pregnant", "breastfeeding", "value"), STAGES)
def test_pregnancy_and_breastfeeding_take_the_printed_value_or_the_us_one(
    standard: str, age: int, pregnant: str, breastfeeding: str, value: int
) -> None:
    found = json_of(standard, age=str(age), pregnant=pregnant, breastfeeding=breastfeeding)
    assert found["intake"]["rda_mg"] == value


@pytest.mark.parametrize(("standard", "months", "value"), INFANTS)
def test_infants_take_the_printed_value_or_the_us_one_and_no_limit(
    standard: str, months: int, value: int
) -> None:
    intake = json_of(standard, age=f"{months}mo")["intake"]
    assert intake["rda_mg"] == value
    assert intake["ul_supplement_mg"] is None


def test_a_child_of_four_keeps_110_mg_under_the_eu_standard() -> None:
    assert json_of("eu", age="4")["intake"]["ul_supplement_mg"] == 110


def test_a_child_of_three_has_the_us_limit_of_65_mg_under_the_eu_standard() -> None:
    found = json_of("eu", age="3")
    assert found["intake"]["ul_supplement_mg"] == 65
    assert any("the US value is used" in finding["summary"] for finding in found["findings"])


def test_an_intake_of_440_mg_in_india_does_not_raise_the_limit() -> None:
    found = json_of("in", age="45", sex="male")
    assert found["intake"]["rda_mg"] == 440
    assert found["ceiling_mg"] == 350
