"""M07 to M10 and M41: what somebody already takes leaves the limit milligram by milligram."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property import world
from property.laws import Meter, NeverUp, answer, trying
from property.strategies import OTHER, Answers, items, mostly_well, two

pytestmark = pytest.mark.core

KNOWN_PRODUCTS = [text for text, mg in world.PRODUCTS.items() if mg]


def _with_other(person: Answers, mg: float | str, *products: str) -> Answers:
    """The same person with this other magnesium a day and no more."""
    said: Answers = {"other_magnesium_mg": str(mg), "products": list(products) or "none"}
    return {**person, **said}


def test_m07_more_other_magnesium_never_raises_the_allowance() -> None:
    """M07. More existing magnesium: the allowance never rises."""
    law = NeverUp()

    @trying(150)
    @given(mostly_well(), two(OTHER))
    def tried(person: Answers, values: list[str]) -> None:
        low, high = sorted(values, key=float)
        less, more = answer(_with_other(person, low)), answer(_with_other(person, high))
        law.compare(less, more)
        left_less, left_more = (doc["intake"]["remaining_mg"] for doc in (less, more))
        assert (left_less is None) == (left_more is None)
        assert left_less is None or left_more <= left_less

    tried()
    law.meter.check()


def test_m08_each_milligram_taken_is_a_milligram_less_allowed() -> None:
    """M08. While there is an allowance: allow(s + d) = allow(s) - d exactly, and never below 0."""
    meter = Meter()

    @trying(150)
    @given(mostly_well(1), st.integers(0, 350), st.integers(1, 350))
    def tried(person: Answers, taken: int, more: int) -> None:
        before = answer(_with_other(person, taken))["intake"]["remaining_mg"]
        after = answer(_with_other(person, taken + more))["intake"]["remaining_mg"]
        limit = world.upper_limit(str(person["age"]), str(person["standard"]))
        if limit is None or "milk of magnesia" in items(person, "medications"):
            assert before is None
            assert after is None
        else:
            assert before == max(0, limit - taken)
            assert after == max(0, before - more)
        meter.saw(bool(before) and bool(after))

    tried()
    meter.check()


def test_m08_a_dose_needs_50_mg_of_room_and_exactly_50_is_enough() -> None:
    """M08. What is left is offered from 50 mg on, to the milligram, and nothing below."""
    meter = Meter()

    @trying(150)
    @given(mostly_well(0), st.sampled_from([0, 1, 49, 50, 51, 149, 150]) | st.integers(0, 150))
    def tried(person: Answers, left: int) -> None:
        limit = world.upper_limit(str(person["age"]), str(person["standard"])) or 0
        person = {**person, "medications": "none", "medication_times": []}
        doc = answer(_with_other(person, limit - left))
        assert doc["disposition"] == ("supplement" if left >= 50 else "no_room")
        assert doc["ceiling_mg"] == (left if left >= 50 else 0)
        meter.saw(left < 50)

    tried()
    meter.check()


def test_m09_magnesium_from_food_does_not_change_the_limit_or_the_dose() -> None:
    """M09. Food magnesium does not change the supplement ceiling: the limit is for supplements."""
    meter = Meter()
    amounts = st.sampled_from([None, "none", "0", "240", "350", "5000"])

    @trying(150)
    @given(mostly_well(), amounts, amounts)
    def tried(person: Answers, one: str | None, other: str | None) -> None:
        rest = {q: a for q, a in person.items() if q != "diet_magnesium_mg"}
        first, second = (
            answer(rest if mg is None else {**rest, "diet_magnesium_mg": mg}) for mg in (one, other)
        )
        for key in ("disposition", "intake", "ceiling_mg", "dose", "timing", "form", "check"):
            assert first[key] == second[key]
        meter.saw(one != other and first["dose"] is not None)

    tried()
    meter.check()


def test_m10_an_antacid_or_laxative_counts_like_the_same_milligrams_of_a_supplement() -> None:
    """M10. Moving x mg from "supplement" to "antacid or laxative" leaves the allowance unchanged."""
    meter = Meter()

    @trying(150)
    @given(mostly_well(1), st.sampled_from(KNOWN_PRODUCTS), st.integers(0, 200))
    def tried(person: Answers, product: str, rest: int) -> None:
        moved = world.PRODUCTS[product] or 0
        if "milk of magnesia" in items(person, "medications"):
            person = {**person, "medications": "none", "medication_times": []}
        as_number = answer(_with_other(person, rest + moved))
        as_product = answer(_with_other(person, rest, product))
        for key in ("disposition", "ceiling_mg", "dose", "timing"):
            assert as_number[key] == as_product[key]
        for key in ("ul_supplement_mg", "other_magnesium_mg", "remaining_mg"):
            assert as_number["intake"][key] == as_product["intake"][key]
        meter.saw(as_number["dose"] is not None)

    tried()
    meter.check()


def test_m41_exposures_are_rounded_up_and_allowances_down() -> None:
    """M41. Part milligrams of what somebody takes count as whole ones, so what is left is never
    rounded in favour of more."""
    meter = Meter()
    part = st.integers(0, 500_000).map(lambda n: n / 1000)

    @trying(150)
    @given(mostly_well(0), part, part)
    def tried(person: Answers, taken: float, dose: float) -> None:
        doc = answer({**_with_other(person, taken), "check_dose_mg": str(dose)})
        intake, check = doc["intake"], doc["check"]
        limit = world.upper_limit(str(person["age"]), str(person["standard"])) or 0
        assert intake["other_magnesium_mg"] == math.ceil(taken)
        assert intake["remaining_mg"] == max(0, limit - math.ceil(taken))
        assert intake["remaining_mg"] <= max(0.0, limit - taken)
        assert check["dose_mg"] == math.ceil(dose)
        assert check["within_ceiling"] == (check["excess_mg"] == 0)
        if doc["dose"]:
            assert check["excess_mg"] == max(0, math.ceil(dose) - doc["ceiling_mg"])
        meter.saw(taken != int(taken) and doc["dose"] is not None)

    tried()
    meter.check()


@pytest.mark.parametrize(("product", "mg"), world.PRODUCTS.items())
def test_m41_each_product_counts_with_its_label_milligrams_rounded_up(
    product: str, mg: int | None
) -> None:
    """M41. 71.5 mg of a tablet count as 72, 241.3 mg as 242; an unknown amount leaves nothing."""
    person: Answers = {"age": "45", "sex": "male"}
    doc = answer(_with_other(person, 0, product))
    assert doc["profile"]["products"][0]["mg"] == mg
    assert doc["intake"]["other_magnesium_mg"] == mg
    assert doc["intake"]["remaining_mg"] == (None if mg is None else max(0, 350 - mg))
    if mg is None:
        assert doc["disposition"] == "no_room"
