"""Other magnesium: what counts, what is unknown, and what is left of the limit."""

from __future__ import annotations

from typing import Any

import pytest

from helpers import healthy, json_of
from magadvise import InputError, load_knowledge, parse

pytestmark = pytest.mark.core


def left(**changes: Any) -> tuple[int | None, int | None, str]:
    found = json_of(**changes)
    intake = found["intake"]
    return intake["other_magnesium_mg"], intake["remaining_mg"], found["disposition"]


@pytest.mark.parametrize(
    ("other", "remaining", "word"),
    [
        ("none", 350, "supplement"),
        ("0", 350, "supplement"),
        ("1", 349, "supplement"),
        ("299", 51, "supplement"),
        ("300", 50, "supplement"),
        ("301", 49, "no_room"),
        ("349", 1, "no_room"),
        ("350", 0, "no_room"),
        ("351", 0, "no_room"),
        ("5000", 0, "no_room"),
    ],
)
def test_other_magnesium_is_taken_off_the_limit_and_50_mg_is_the_least_room(
    other: str, remaining: int, word: str
) -> None:
    known = 0 if other == "none" else int(other)
    assert left(other_magnesium_mg=other) == (known, remaining, word)


@pytest.mark.parametrize(
    ("other", "counted", "word"), [("299.5", 300, "supplement"), ("300.1", 301, "no_room")]
)
def test_a_fraction_counts_as_a_whole_milligram(other: str, counted: int, word: str) -> None:
    assert left(other_magnesium_mg=other) == (counted, 350 - counted, word)


@pytest.mark.parametrize(("other", "over"), [("350", None), ("351", 1), ("450", 100)])
def test_other_magnesium_above_the_limit_says_by_how_much(other: str, over: int | None) -> None:
    summaries = [f["summary"] for f in json_of(other_magnesium_mg=other)["findings"]]
    told = [s for s in summaries if "above the limit" in s]
    expected = f"Other magnesium is {other} mg a day: {over} mg above the limit of 350 mg."
    assert told == ([expected] if over else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"other_magnesium_mg": "unknown"},
        {"other_magnesium_mg": None},
        {"other_magnesium_mg": None, "products": "unknown"},
        {"other_magnesium_mg": "100", "products": "unknown"},
        {"other_magnesium_mg": "none", "products": "unknown"},
        {"other_magnesium_mg": "unknown", "products": "nuun 2 tablets"},
    ],
)
def test_unknown_other_magnesium_is_null_checks_first_and_keeps_150_mg(
    changes: dict[str, Any],
) -> None:
    found = json_of(**changes)
    assert left(**changes) == (None, None, "check_first")
    assert found["ceiling_mg"] == 150
    assert "SRC003" in [finding["code"] for finding in found["findings"]]


@pytest.mark.parametrize(
    ("known", "ceiling", "word"),
    [
        ("199", 150, "check_first"),
        ("201", 149, "check_first"),
        ("300", 50, "check_first"),
        ("301", 0, "no_room"),
    ],
)
def test_the_known_part_of_unknown_other_magnesium_still_counts(
    known: str, ceiling: int, word: str
) -> None:
    found = json_of(other_magnesium_mg=known, products="unknown")
    assert (found["ceiling_mg"], found["disposition"]) == (ceiling, word)
    assert found["intake"]["remaining_mg"] is None


@pytest.mark.parametrize(
    ("products", "mg"),
    [
        ("nuun 2 tablets", 50),
        ("nuun 2 tablets; nuun 2 tablets", 50),  # the same product named twice is one product
        ("LMNT 1 stick", 60),
        ("ZMA", 450),
        ("ZMA 2 capsules", 300),
        ("milk of magnesia 15 mL", 500),
        ("Slow-Mag 2 tablets", 143),
    ],
)
def test_a_product_brings_what_its_label_says(products: str, mg: int) -> None:
    """Labels: Nuun 25 mg a tablet, LMNT 60 mg a stick, ZMA 450 mg per 3 capsules, milk of magnesia
    500 mg per 15 mL, Slow-Mag 71.5 mg a tablet (two are 143)."""
    assert left(other_magnesium_mg=None, products=products)[:2] == (mg, max(0, 350 - mg))


def test_products_add_to_the_figure() -> None:
    assert left(other_magnesium_mg="100", products="nuun 2 tablets") == (150, 200, "supplement")


@pytest.mark.parametrize("product", ["mystery powder", "nuun some", "milk of magnesia 3 spoons"])
def test_a_product_without_a_readable_amount_leaves_no_room(product: str) -> None:
    found = json_of(other_magnesium_mg=None, products=product)
    assert (found["disposition"], found["dose"]) == ("no_room", None)
    assert (found["intake"]["other_magnesium_mg"], found["intake"]["remaining_mg"]) == (None, None)
    assert any("Read the label" in finding["summary"] for finding in found["findings"])


def test_a_magnesium_medicine_with_a_known_amount_counts_once() -> None:
    found = left(medications="milk of magnesia", products="milk of magnesia 5 mL")
    assert found == (167, 183, "supplement")


def test_a_bath_salt_counts_for_nothing() -> None:
    assert left(other_magnesium_mg=None, products="Epsom salt bath")[:2] == (0, 350)


def test_an_infant_has_no_limit_and_so_no_remaining_allowance() -> None:
    assert left(age="8mo") == (0, None, "do_not_supplement")
    assert left(age="8mo", other_magnesium_mg="10")[1] is None


@pytest.mark.parametrize("age", ["1", "3"])
def test_a_toddler_has_65_mg_and_no_dose(age: str) -> None:
    assert left(age=age, other_magnesium_mg="10") == (10, 55, "clinician_first")


@pytest.mark.parametrize("other", ["-1", "5000.1", "5001", "some", "1e3", "100mg", "100;200"])
def test_an_amount_that_is_no_plain_number_up_to_5000_is_refused(other: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(other_magnesium_mg=other), load_knowledge())
    assert [problem.field for problem in caught.value.problems()] == ["other_magnesium_mg"]
