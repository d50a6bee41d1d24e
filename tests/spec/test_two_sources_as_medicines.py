"""Magnesium sources named as medicines, with and without amounts: counted once, and never too low."""

from __future__ import annotations

from typing import Any

import pytest

from helpers import json_of

pytestmark = pytest.mark.core

LIMIT = 350


def taking(*names: str, **changes: Any) -> dict[str, Any]:
    return json_of(medications=list(names), **changes)


def of(*products: str, **changes: Any) -> dict[str, Any]:
    return json_of(products=list(products), **{"other_magnesium_mg": None, **changes})


def left(document: dict[str, Any]) -> tuple[int | None, int | None]:
    return document["intake"]["other_magnesium_mg"], document["intake"]["remaining_mg"]


def found(document: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in document["findings"]]


AMOUNTS = {
    "milk of magnesia 5 mL": 167,
    "milk of magnesia 5 mL twice a day": 334,
    "Phillips' Milk of Magnesia 15 mL": 500,
    "Doan's 2 caplets": 76,
    "Maalox 5 mL": 167,
    "Maalox 10 mL": 334,
    "Rolaids Regular 2 tablets": 90,
    "Gaviscon 2 tablets": 60,
    "Slow-Mag 1 tablet": 72,
    "Mag-Ox 400 1 tablet": 242,
    "magnesium citrate oral solution 30 mL": 290,
    "ZMA 1 capsule": 150,
    "nuun 2 tablets": 50,
    "Centrum 1 tablet": 120,
}


@pytest.mark.parametrize(("name", "mg"), AMOUNTS.items())
def test_an_amount_beside_a_magnesium_medicine_is_counted(name: str, mg: int) -> None:
    document = taking(name)
    rest = max(0, LIMIT - mg)
    assert left(document) == (mg, rest)
    assert document["disposition"] == ("supplement" if rest >= 50 else "no_room")
    assert document["ceiling_mg"] == (rest if rest >= 50 else 0)
    assert "SRC001" not in found(document)


@pytest.mark.parametrize(
    ("medicine", "product", "mg"),
    [
        ("milk of magnesia 5 mL tds", "milk of magnesia 5 mL", 3 * 167 + 167),
        ("milk of magnesia 10 mL", "Phillips' Milk of Magnesia 5 mL", 2 * 167 + 167),
        ("Doan's 4 caplets", "Doan's 2 caplets", 152 + 76),
    ],
)
def test_two_amounts_of_one_product_both_count(medicine: str, product: str, mg: int) -> None:
    """Nothing says that the smaller is all of it: too much is the safe side."""
    document = of(product, medications=medicine)
    assert left(document) == (mg, max(0, LIMIT - mg))


@pytest.mark.parametrize(
    ("names", "mg"),
    [
        (("milk of magnesia 5 mL", "Doan's 2 caplets"), 243),
        (("Rolaids Regular 2 tablets", "Doan's 1 caplet"), 128),
        (("ZMA 1 capsule", "Centrum 1 tablet"), 270),
        (("Maalox 5 mL", "milk of magnesia 5 mL"), 334),
        (("Maalox 10 mL", "milk of magnesia 15 mL"), 834),
    ],
)
def test_two_magnesium_medicines_are_added_to_one_sum(names: tuple[str, ...], mg: int) -> None:
    document = taking(*names)
    assert left(document) == (mg, max(0, LIMIT - mg))
    assert document["disposition"] == ("supplement" if LIMIT - mg >= 50 else "no_room")


def test_a_medicine_a_product_and_a_figure_are_added() -> None:
    document = taking("Doan's 2 caplets", products="nuun 2 tablets", other_magnesium_mg="100")
    assert left(document) == (76 + 50 + 100, 124)


def test_one_amount_known_and_one_not_is_not_known() -> None:
    document = taking("milk of magnesia 5 mL", "Doan's")
    assert (left(document), document["disposition"]) == ((None, None), "no_room")


def test_a_bowel_preparation_with_its_amount_forbids_and_counts() -> None:
    document = taking("Clenpiq 1 bottle", "Doan's 2 caplets")
    assert document["disposition"] == "do_not_supplement"
    assert left(document) == (2110 + 76, 0)


@pytest.mark.parametrize(
    ("medicine", "product", "mg"),
    [
        ("milk of magnesia 5 mL", "milk of magnesia 5 mL", 167),
        ("milk of magnesia", "Phillips' Milk of Magnesia 5 mL", 167),
        ("Phillips' Milk of Magnesia", "milk of magnesia 5 mL", 167),
        ("magnesium hydroxide", "milk of magnesia 5 mL", 167),
        ("Doans", "Doan's 2 caplets", 76),
        ("Doan\u2019s", "Doan's 2 caplets", 76),
        ("magnesium salicylate", "Doan's 2 caplets", 76),
        ("Slow-Mag", "slow mag 1 tablet", 72),
        ("Slow-Mag 1 tablet", "slow mag 1 tablet", 72),
    ],
)
def test_the_same_product_in_both_lists_counts_once(medicine: str, product: str, mg: int) -> None:
    document = of(product, medications=medicine)
    assert left(document) == (mg, LIMIT - mg)
    assert "SRC001" not in found(document)


@pytest.mark.parametrize(
    ("medicine", "product"),
    [
        ("Epsom salt", "Epsom salt bath"),
        ("magnesium", "magnesium oil"),
        ("magnesium", "magnesium stearate"),
        ("magnesium sulfate", "magnesium bath"),
    ],
)
def test_magnesium_on_the_skin_does_not_answer_for_magnesium_that_is_swallowed(
    medicine: str, product: str
) -> None:
    """What goes on the skin, or is no dose, answers nothing for the same name as a medicine."""
    document = of(product, medications=medicine)
    assert "SRC001" in found(document)


@pytest.mark.parametrize("order", [1, -1])
def test_15_ml_and_1_5_ml_are_two_amounts(order: int) -> None:
    """A point inside a number tells them apart."""
    document = of(*["milk of magnesia 15 mL", "milk of magnesia 1.5 mL"][::order])
    assert left(document) == (500 + 51, 0)
    assert document["disposition"] == "no_room"


@pytest.mark.parametrize(
    "product",
    [
        "Clenpiq 1 bottle",
        "Suprep 1 bottle",
        "Suprep 0.5 bottle",
        "Sutab 1 tablet",
        "Picolax 1 sachet",
    ],
)
def test_a_bowel_preparation_named_as_a_product_forbids_magnesium_too(product: str) -> None:
    """Grams of magnesium in a day: no other magnesium, whatever amount is written."""
    assert of(product)["disposition"] == "do_not_supplement"


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("morning and evening", 2),
        ("morning and night", 2),
        ("bd", 2),
        ("bid", 2),
        ("once or twice", 2),
        ("tds", 3),
        ("tid", 3),
        ("with every meal", 3),
        ("qds", 4),
        ("after meals and at bedtime", 4),
        ("five times a day", 5),
        ("every four hours", 6),
        ("hourly", 24),
    ],
)
@pytest.mark.parametrize("question", ["products", "medications"])
def test_a_frequency_is_counted_or_the_amount_is_unknown(
    question: str, words: str, times: int
) -> None:
    """ "milk of magnesia 5 mL tds" is 500 mg a day, not 167 mg."""
    changes = {"other_magnesium_mg": None} if question == "products" else {}
    document = json_of(**{question: f"milk of magnesia 5 mL {words}"}, **changes)
    counted = left(document)[0]
    assert counted is None or counted >= 166 * times
    assert document["disposition"] == (
        "no_room" if counted is None or counted > 300 else "supplement"
    )


def test_two_counts_of_times_a_day_leave_the_amount_unknown():
    document = json_of(medications="milk of magnesia 5 mL twice 3 times")
    assert left(document)[0] is None
    assert document["disposition"] == "no_room"


def test_oil_for_the_skin_that_is_swallowed_is_a_dose_of_unknown_size():
    assert of("Magnesium oil 1 tsp by mouth")["disposition"] == "no_room"
    assert of("Magnesium oil on the skin")["disposition"] == "supplement"
