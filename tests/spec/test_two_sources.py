"""Several sources of magnesium at once: an antacid, a laxative, a pain reliever, a bowel preparation,
a sleep or sports product, a multivitamin. All of them together count toward one limit of 350 mg.

Milligrams of magnesium on the labels: milk of magnesia 500 mg in 15 mL; strong aluminium-magnesium
antacid 167 mg in 5 mL; Doan's 38 mg a caplet; Clenpiq 2,110 mg a bottle; ZMA 150 mg a capsule; Centrum
at most 120 mg a tablet; Rolaids Regular 45 mg a tablet; Slow-Mag 71.5 mg and nuun 25 mg a tablet.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from helpers import json_of
from traps.printed import plan_text

pytestmark = pytest.mark.core

LIMIT = 350
LEAST = 50


def of(*products: str, **changes: Any) -> dict[str, Any]:
    """The answer for somebody who takes these products, named with --product."""
    return json_of(products=list(products), **{"other_magnesium_mg": None, **changes})


def left(document: dict[str, Any]) -> tuple[int | None, int | None]:
    return document["intake"]["other_magnesium_mg"], document["intake"]["remaining_mg"]


def found(document: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in document["findings"]]


# named as products, with an amount ------------------------------------------------------------------

SUMS: list[tuple[tuple[str, ...], int]] = [
    (("milk of magnesia 5 mL", "Doan's 2 caplets"), 167 + 76),
    (("Rolaids Regular 2 tablets", "Doan's 1 caplet"), 90 + 38),
    (("Maalox 5 mL", "nuun 2 tablets", "Doan's 1 caplet"), 167 + 50 + 38),
    (("Centrum 1 tablet", "Doan's 2 caplets"), 120 + 76),
    (("ZMA 1 capsule", "Slow-Mag 1 tablet"), 150 + 72),
    (("Doan's 2 caplets", "Rolaids Regular 1 tablet", "nuun 1 tablet", "ZMA 1 capsule"), 76 + 45 + 25 + 150),
    # exactly the least room, one milligram less, nothing
    (("ZMA 1 capsule", "nuun 6 tablets"), 150 + 150),
    (("Doan's 2 caplets", "nuun 9 tablets"), 76 + 225),
    (("ZMA 1 capsule", "nuun 8 tablets"), 150 + 200),
    # the same product twice in the same words is one product
    (("ZMA 1 capsule", "ZMA 1 capsule", "ZMA 2 capsules"), 150 + 300),
    (("milk of magnesia 5 mL", "Maalox 5 mL"), 334),
    (("ZMA 1 capsule", "Doan's 2 caplets", "Centrum 1 tablet"), 150 + 76 + 120),
    (("milk of magnesia 15 mL", "Maalox 10 mL"), 500 + 334),
    (("Clenpiq 1 bottle", "Doan's 2 caplets"), 2110 + 76),
]  # fmt: skip


@pytest.mark.parametrize(("products", "mg"), SUMS, ids=lambda value: str(value)[:60])
def test_several_products_are_added_up_and_taken_off_the_one_limit(
    products: tuple[str, ...], mg: int
) -> None:
    document = of(*products)
    rest = max(0, LIMIT - mg)
    assert left(document) == (mg, rest)
    if "Clenpiq 1 bottle" in products:  # severity X: the bowel preparation itself forbids it
        assert document["disposition"] == "do_not_supplement"
    else:
        assert document["disposition"] == ("supplement" if rest >= LEAST else "no_room")
    assert document["ceiling_mg"] == (rest if rest >= LEAST else 0)


def test_the_order_of_the_products_makes_no_difference() -> None:
    names = ("milk of magnesia 2 mL", "Doan's 1 caplet", "nuun 2 tablets", "Centrum 1 tablet")
    answers = [of(*order) for order in permutations(names)]
    assert {left(document) for document in answers} == {(67 + 38 + 50 + 120, 75)}
    assert {document["ceiling_mg"] for document in answers} == {75}


def test_products_in_one_cell_are_added_like_products_given_one_by_one() -> None:
    assert left(of("Doan's 2 caplets; nuun 2 tablets|ZMA 1 capsule")) == (276, 74)


def test_products_and_a_plain_figure_are_added() -> None:
    document = of("Doan's 2 caplets", "nuun 2 tablets", other_magnesium_mg="100")
    assert left(document) == (226, 124)
    assert document["ceiling_mg"] == 124


def test_a_second_source_lowers_the_dose_step_by_step_until_none_is_left() -> None:
    """Doan's, a caplet more each time: 38 mg off the limit, and at most 8 a day by the label."""
    for caplets in range(1, 9):
        document = of(f"Doan's {caplets} caplets")
        rest = LIMIT - 38 * caplets
        assert left(document) == (38 * caplets, rest)
        assert document["ceiling_mg"] == (rest if rest >= LEAST else 0)
    assert of("Doan's 7 caplets")["disposition"] == "supplement"
    assert of("Doan's 8 caplets")["disposition"] == "no_room"


def test_a_sum_above_the_limit_says_by_how_much_and_shows_no_dose() -> None:
    document = of("milk of magnesia 10 mL", "Doan's 2 caplets")
    assert (document["disposition"], document["dose"]) == ("no_room", None)
    summaries = [finding["summary"] for finding in document["findings"]]
    assert "Other magnesium is 410 mg a day: 60 mg above the limit of 350 mg." in summaries


def test_the_lower_limit_of_another_country_is_used_up_sooner() -> None:
    """250 mg in the European Union: 167 and 38 leave 45, which is no room."""
    sources = ("milk of magnesia 5 mL", "Doan's 1 caplet")
    assert of(*sources)["ceiling_mg"] == 145
    document = json_of("eu", products=list(sources), other_magnesium_mg=None)
    assert (left(document), document["disposition"]) == ((205, 45), "no_room")


def test_a_source_of_unknown_amount_beside_known_ones_leaves_no_room() -> None:
    for unknown in ("nuun", "powder of the gym", "Maalox a big gulp"):
        document = of("Doan's 2 caplets", unknown)
        assert (left(document), document["disposition"]) == ((None, None), "no_room")
        assert "SRC002" in found(document)


@pytest.mark.parametrize(
    ("product", "mg"), [("multivitamin", 140), ("Doan's", 304), ("ZMA", 450), ("milk of magnesia", 2000)]
)  # fmt: skip
def test_without_an_amount_the_largest_dose_of_the_label_is_added(product: str, mg: int) -> None:
    document = of("nuun 1 tablet", product)
    assert left(document) == (25 + mg, max(0, LIMIT - 25 - mg))
    assert "SRC005" in found(document)


def test_two_products_in_one_text_are_never_counted_as_one() -> None:
    """Which amount belongs to which is a guess; the label has to be read."""
    for text in ("milk of magnesia 5 mL and Doan's 2 caplets", "milk of magnesia 5 mL, Doan's 2 caplets",
                 "Doan's with nuun 1 tablet"):  # fmt: skip
        document = of(text)
        assert (left(document), document["disposition"]) == ((None, None), "no_room")


def test_what_brings_no_magnesium_to_the_gut_adds_nothing() -> None:
    document = of("Doan's 2 caplets", "Epsom salt bath", "magnesium oil", "magnesium stearate")
    assert left(document) == (76, 274)


def test_the_printed_plan_shows_the_sum_and_what_is_left() -> None:
    sources = ["milk of magnesia 5 mL", "Doan's 2 caplets"]
    text = plan_text(products=sources, other_magnesium_mg=None)
    assert "243 mg" in text
    assert "107 mg" in text


# named as medicines ---------------------------------------------------------------------------------

SOURCES = [
    "Maalox", "milk of magnesia", "Doan's", "magnesium citrate", "Gaviscon", "Rolaids", "ZMA",
    "Slow-Mag", "co-magaldrox",
]  # fmt: skip


@pytest.mark.parametrize("second", SOURCES[1:])
def test_two_sources_among_the_medicines_without_amounts_leave_no_room(second: str) -> None:
    """Neither is passed over: each is named with the words to read its label."""
    document = json_of(medications=["Maalox", second])
    assert (document["disposition"], document["dose"]) == ("no_room", None)
    assert left(document) == (None, None)
    summaries = [f["summary"] for f in document["findings"] if f["code"] == "SRC001"]
    assert [s.split("'")[1] for s in sorted(summaries)] == sorted(["Maalox", second.split("'")[0]])
    assert all("Read the label" in summary for summary in summaries)
    assert ["SRC001" in medicine["findings"] for medicine in document["medications"]] == [True] * 2


PREPARATIONS = ["Clenpiq", "Prepopik", "Picolax", "CitraFleet", "Suprep", "Sutab"]


@pytest.mark.parametrize("name", PREPARATIONS)
def test_a_bowel_preparation_forbids_magnesium_and_counts_as_well(name: str) -> None:
    """One to two grams of magnesium in a day: stop all other magnesium until the procedure is over."""
    document = json_of(medications=[name, "Doan's"])
    assert document["disposition"] == "do_not_supplement"
    assert "MED001" in found(document)
    assert left(document) == (None, None)
    assert [f["code"] for f in document["findings"]].count("SRC001") == 2


def test_a_medicine_whose_amount_stands_among_the_products_counts_once() -> None:
    taken = ["milk of magnesia", "Doan's", "omeprazole"]
    document = of("milk of magnesia 5 mL", "Doan's 2 caplets", medications=taken)
    assert left(document) == (243, 107)
    assert (document["disposition"], document["ceiling_mg"]) == ("supplement", 107)
    assert "SRC001" not in found(document)


def test_one_of_two_medicines_without_an_amount_is_enough_for_no_room() -> None:
    document = of("milk of magnesia 5 mL", medications=["milk of magnesia", "Doan's"])
    assert (document["disposition"], left(document)) == ("no_room", (None, None))
    (told,) = [f["summary"] for f in document["findings"] if f["code"] == "SRC001"]
    assert told.startswith("'Doan's'")


def test_a_medicine_that_is_no_magnesium_does_not_answer_for_one_that_is() -> None:
    document = of("nuun 1 tablet", medications=["omeprazole", "Maalox"])
    assert "SRC001" in found(document)
    assert document["disposition"] == "no_room"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("milk of magnesia 5 mL", "Doan's 2 caplets"),
        ("Maalox 10 mL", "Clenpiq 1 bottle"),
        ("ZMA 1 capsule", "Centrum 1 tablet"),
    ],
)
def test_two_sources_among_the_medicines_never_leave_more_than_their_labels_do(
    one: str, other: str
) -> None:
    """Whether their amounts are read or not: at most what is left after both."""
    as_products, as_medicines = of(one, other), json_of(medications=[one, other])
    assert as_medicines["ceiling_mg"] <= as_products["ceiling_mg"]
    assert as_medicines["intake"]["remaining_mg"] in (None, as_products["intake"]["remaining_mg"])
    assert as_medicines["intake"]["other_magnesium_mg"] != 0
