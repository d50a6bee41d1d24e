"""What the plan says about magnesium from elsewhere: its name, its milligrams, and nothing about the rest.

Milligrams of magnesium on the labels: Doan's 38 mg a caplet, Slow-Mag 71.5 mg and nuun 25 mg a tablet,
Centrum 120 mg a tablet at most.
"""

from __future__ import annotations

from typing import Any

import pytest

from helpers import codes, json_of, plan

pytestmark = pytest.mark.core


def told(code: str, **changes: Any) -> list[str]:
    return [f["summary"] for f in json_of(**changes)["findings"] if f["code"] == code]


@pytest.mark.parametrize(
    ("medicine", "said"),
    [
        ("Doan's 2 caplets", ["'Doan's 2 caplets' brings 76 mg of magnesium a day"]),
        ("Slow-Mag 1 tablet", ["'Slow-Mag 1 tablet' brings 72 mg of magnesium a day"]),
        ("omeprazole", []),
        ("Doan's", []),
    ],
)
def test_a_medicine_with_its_amount_is_said_to_count(medicine: str, said: list[str]) -> None:
    counts = [f"{words}: it counts toward the limit." for words in said]
    assert told("SRC006", medications=["omeprazole", medicine]) == counts


def test_a_medicine_that_a_product_answers_is_not_counted_a_second_time() -> None:
    both = {"medications": "Slow-Mag 1 tablet", "products": "Slow-Mag 1 tablet"}
    assert told("SRC006", **both, other_magnesium_mg=None) == []


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("Doan\u2019s", "SRC001", "brings magnesium, amount unknown"),
        ("Doan\u2019s 2 caplets", "SRC006", "brings 76 mg of magnesium a day"),
    ],
)
def test_a_name_that_cannot_be_printed_is_told_by_its_place_in_the_list(
    name: str, code: str, words: str
) -> None:
    for before in ([], ["omeprazole"], ["omeprazole", "metformin"]):
        (summary,) = told(code, medications=[*before, name])
        assert summary.startswith(f"Medicine {len(before) + 1} {words}")


@pytest.mark.parametrize(
    ("product", "said"),
    [
        ("Centrum", ["Centrum multivitamin counts with its largest label dose: 120 mg a day."]),
        ("Doan's", ["Doan's (magnesium salicylate) counts with its largest label dose: 304 mg a day."]),
        ("Centrum 1 tablet", []),
        ("nuun 2 tablets", []),
        ("powder of the gym", []),
    ],
)  # fmt: skip
def test_only_a_product_without_its_amount_counts_with_the_largest_dose_of_its_label(
    product: str, said: list[str]
) -> None:
    assert told("SRC005", products=product, other_magnesium_mg=None) == said


def test_nothing_is_above_a_limit_that_does_not_exist() -> None:
    """No upper limit can be determined for infants: a stop, and no line about a limit."""
    found = plan(age="6mo", other_magnesium_mg="400")
    assert (found.intake.ul_mg, found.disposition.value) == (None, "do_not_supplement")
    assert not {"SRC004", "DOS002"} & set(codes(found))
