"""How many units of a product fit: rounded down, never up, never above a limit (T16)."""

from __future__ import annotations

from typing import Any

import pytest

from magadvise import limit
from magadvise.advice.units import Fit, Fits, fits
from magadvise.errors import DoseLimitError
from magadvise.export.json_label import document
from magadvise.knowledge.load import load_knowledge, load_labels
from magadvise.medicines.label import Reading, read

pytestmark = pytest.mark.core

ADULT, OLDER = 45 * 12, 65 * 12
ADULT_STEPS, OLDER_STEPS = (150, 200, 300), (100, 150, 200)


def reading(text: str) -> Reading:
    known = read(text, load_labels(), load_knowledge().products)
    assert known is not None
    return known


def fit(text: str, months: int = ADULT, standard: str = "us", most: int | None = None) -> Fits:
    return fits(reading(text), load_knowledge(), standard, months, most)


def counted(result: Fits) -> list[tuple[int, int]]:
    return [(step.mg_per_day, step.units) for step in result.steps]


def brought(step: Fit) -> tuple[int, int, int]:
    return step.units, step.low_mg, step.high_mg


# rounded down ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("magnesium 100 mg per capsule", [(150, 1), (200, 2), (300, 3)]),
        ("magnesium 150 mg", [(150, 1), (200, 1), (300, 2)]),
        ("magnesium 151 mg", [(150, 0), (200, 1), (300, 1)]),
        ("magnesium 75.1 mg", [(150, 1), (200, 2), (300, 3)]),
        ("magnesium 300 mg", [(150, 0), (200, 0), (300, 1)]),
        ("magnesium 400 mg", [(150, 0), (200, 0), (300, 0)]),
        ("ZMA 3 capsules", [(150, 1), (200, 1), (300, 2)]),
        ("3 capsules provide 144 mg magnesium", [(150, 3), (200, 4), (300, 6)]),
        ("2 capsules of 500 mg magnesium citrate", [(150, 1), (200, 2), (300, 3)]),
        ("magnesium citrate 500 mg, 90 capsules", [(150, 1), (200, 2), (300, 3)]),
        ("magnesium bisglycinate 1,000 mg", [(150, 0), (200, 1), (300, 1)]),
        ("2 capsules magnesium citrate 500 mg", [(150, 1), (200, 2), (300, 3)]),
        ("magnesium oxide 400 mg", [(150, 0), (200, 0), (300, 1)]),
    ],
)
def test_units_are_counted_by_the_high_end_and_rounded_down(
    text: str, expected: list[tuple[int, int]]
) -> None:
    assert counted(fit(text)) == expected


def test_no_unit_fits_where_one_brings_more_than_what_is_left() -> None:
    """T16: 40 mg left, a capsule of 100 mg."""
    result = fit("magnesium 100 mg per capsule", most=40)
    assert (result.most_mg, counted(result)) == (40, [(40, 0)])
    assert brought(result.steps[0]) == (0, 0, 0)


def test_the_units_that_fit_bring_a_range_where_the_kind_is_open() -> None:
    """Bisglycinate 500 mg: 58.3 to 100 mg a unit."""
    steps = fit("magnesium bisglycinate 500 mg").steps
    assert [brought(step) for step in steps] == [(1, 58, 100), (2, 116, 200), (3, 174, 300)]
    assert not any(step.exact for step in steps)
    assert all(step.exact for step in fit("magnesium 100 mg").steps)


@pytest.mark.parametrize(
    ("months", "steps"), [(ADULT, ADULT_STEPS), (18 * 12, ADULT_STEPS), (OLDER, OLDER_STEPS)]
)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_no_whole_amount_from_1_to_700_mg_passes_a_step(
    months: int, steps: tuple[int, ...], count: int
) -> None:
    for mg in range(1, 701):
        result = fit(f"magnesium {mg} mg per {count} capsules", months)
        assert tuple(step.mg_per_day for step in result.steps) == steps
        for step in result.steps:
            assert step.units * mg <= step.mg_per_day * count < (step.units + 1) * mg
            assert step.high_mg <= step.mg_per_day


@pytest.mark.parametrize("compound", ["citrate", "bisglycinate", "oxide", "taurate", "malate"])
def test_no_weight_of_a_compound_passes_a_step(compound: str) -> None:
    for mg in range(10, 3000, 37):
        text = f"magnesium {compound} {mg} mg"
        for step in fit(text).steps:
            assert step.units * reading(text).high_mg <= step.mg_per_day + 1e-6
            assert step.low_mg <= step.high_mg <= step.mg_per_day


# age, standard, what a plan shows ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "standard", "most", "steps"),
    [
        (18 * 12, "us", 350, ADULT_STEPS),
        (64 * 12, "us", 350, ADULT_STEPS),
        (65 * 12, "us", 200, OLDER_STEPS),
        (120 * 12, "us", 200, OLDER_STEPS),
        (45 * 12, "eu", 250, (150, 200, 250)),
        (65 * 12, "eu", 200, OLDER_STEPS),
        (17 * 12, "us", 350, ()),
        (9 * 12, "us", 350, ()),
        (6 * 12, "us", 110, ()),
        (18, "us", 65, ()),
    ],
)
def test_the_limit_is_that_of_the_age_and_only_adults_get_steps(
    months: int, standard: str, most: int, steps: tuple[int, ...]
) -> None:
    result = fit("magnesium 50 mg", months, standard)
    assert (result.most_mg, tuple(s.mg_per_day for s in result.steps)) == (most, steps)


@pytest.mark.parametrize("months", [0, 6, 11])
def test_an_infant_has_no_limit_no_dose_and_everything_is_too_much(months: int) -> None:
    result = fit("magnesium 50 mg", months)
    assert (result.ul_mg, result.most_mg, result.over_mg, result.steps) == (None, 0, 50, ())


@pytest.mark.parametrize(
    ("text", "months", "over"),
    [
        ("ZMA 3 capsules", ADULT, 100),
        ("ZMA 3 capsules", OLDER, 250),
        ("magnesium 350 mg", ADULT, 0),
        ("magnesium 350.1 mg", ADULT, 1),
        ("magnesium 200 mg", 6 * 12, 90),
        ("magnesium bisglycinate 1,000 mg", 6 * 12, 90),
    ],
)
def test_what_is_above_the_limit_is_counted_by_the_high_end(
    text: str, months: int, over: int
) -> None:
    assert fit(text, months).over_mg == over


@pytest.mark.parametrize("months", [8, 18, 6 * 12, 17 * 12, 18 * 12, ADULT, OLDER])
@pytest.mark.parametrize("standard", ["us", "eu"])
def test_what_a_plan_shows_only_lowers_the_limit(months: int, standard: str) -> None:
    without = fit("magnesium 50 mg", months, standard)
    for most in range(0, 1001, 25):
        result = fit("magnesium 50 mg", months, standard, most)
        assert result.most_mg == min(most, without.most_mg)
        assert all(step.mg_per_day <= most for step in result.steps)
        assert result.ul_mg == without.ul_mg
    assert fit("magnesium 50 mg", months, standard, 5000) == without


def test_nothing_left_gives_no_steps() -> None:
    result = fit("magnesium 50 mg", most=0)
    assert (result.most_mg, result.over_mg, result.steps) == (0, 50, ())


@pytest.mark.parametrize("text", ["Epsom salt bath", "magnesium 0 mg"])
def test_what_brings_no_magnesium_is_not_counted_in_units(text: str) -> None:
    result = fit(text)
    assert (result.over_mg, result.steps) == (0, ())


# the count itself --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("each", "most", "expected"),
    [(100, 300, 3), (100, 299, 2), (300.1, 300, 0), (0.1, 300, 3000), (1 / 3, 1, 3), (50, 0, 0)],
)
def test_a_count_is_rounded_down(each: float, most: int, expected: int) -> None:
    assert limit.units(each, most) == expected


@pytest.mark.parametrize("each", [0, -1, float("nan")])
def test_a_unit_that_brings_nothing_cannot_be_counted(each: Any) -> None:
    with pytest.raises(DoseLimitError):
        limit.units(each, 300)


@pytest.mark.parametrize("most", [-1, 1.5, True, None, "300"])
def test_a_limit_that_is_no_whole_number_cannot_be_counted_to(most: Any) -> None:
    with pytest.raises(DoseLimitError):
        limit.units(100, most)


# the document ------------------------------------------------------------------------------------


def test_the_document_tells_the_two_amounts_the_kinds_the_limit_and_what_fits() -> None:
    text = "magnesium citrate 1000 mg per 2 capsules"
    found = document(reading(text), fit(text))
    assert found["input"] == text
    assert found["basis"] == "compound"
    assert found["compounds"] == [{"id": "citrate", "name": "Magnesium citrate", "form": "citrate"}]
    assert found["compound_mg"] == 1000
    assert found["elemental_mg"] == {"for_limit": 162, "for_dose": 103}
    assert found["units"] == {"count": 2, "unit": "capsule"}
    assert found["kinds"][0]["percent"] == [16.16, 16.16]
    assert found["kinds"][0]["mg"] == [162, 162]
    assert found["kinds"][0]["sources"]
    assert found["limit"]["ul_supplement_mg"] == found["limit"]["most_mg"] == 350
    assert found["limit"]["over_mg"] == 0
    assert [(f["mg_per_day"], f["units"], f["mg"]) for f in found["fits"]] == [
        (150, 1, [51, 81]), (200, 2, [103, 162]), (300, 3, [155, 243]),
    ]  # fmt: skip
