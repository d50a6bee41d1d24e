"""Traps 12, 13, 15 to 17, 48, 53 and 61: what uses up the limit, and what may never stretch it.

The upper limit of 350 mg is for supplements and medicines together (Institute of Medicine 1997).
Product figures are those of the labels: ZMA 450 mg in 3 capsules, milk of magnesia 500 mg in 15 mL,
Centrum up to 120 mg, Mag-Ox 400 241.3 mg, Slow-Mag 71.5 mg, LMNT 60 mg.
"""

from __future__ import annotations

import re

import pytest

from helpers import json_of
from magadvise import limit
from magadvise.errors import DoseLimitError

pytestmark = pytest.mark.core


def with_products(*products: str, **more: str | list[str] | None) -> dict:
    return json_of(products=list(products), other_magnesium_mg=None, **more)


@pytest.mark.parametrize(
    ("products", "other", "left"),
    [
        (["milk of magnesia 5 mL"], "50", 133),
        (["LMNT 1 stick", "LMNT 1 stick twice"], None, 170),
        (["LMNT 1 stick", "slow-mag 1 tablet", "rolaids regular 2 tablets"], None, 128),
        (["centrum"], "200", 30),
        (["ZMA 1 capsule", "milk of magnesia 5 mL"], None, 33),
    ],
)
def test_t12_every_source_is_taken_off_the_limit(products, other, left):
    document = json_of(products=products, other_magnesium_mg=other)
    assert document["intake"]["remaining_mg"] == left
    assert document["ceiling_mg"] in (left, 0)
    assert (document["dose"] is None) == (left < 50)


@pytest.mark.parametrize(
    "text", ["centrum and zma", "centrum, zma", "zma + centrum", "centrum 1 tablet with zma"]
)
def test_t12_two_products_in_one_answer_never_count_as_one(text):
    """Centrum brings up to 120 mg and ZMA 450 mg: together nothing is left."""
    document = with_products(text)
    assert document["dose"] is None
    assert document["disposition"] == "no_room"


@pytest.mark.parametrize("name", ["ZMA", "Mag-Ox 400", "Rolaids", "Doan's", "milk of magnesia"])
def test_t12_magnesium_named_among_the_medicines_uses_up_the_limit(name):
    document = json_of(medications=name)
    assert document["disposition"] == "no_room"
    assert document["intake"]["remaining_mg"] is None


@pytest.mark.parametrize(
    "name", ["Phillips laxative caplets", "Calm powder", "maximum strength antacid", "Ultima"]
)
def test_t12_a_magnesium_product_named_among_the_medicines_is_still_magnesium(name):
    """One Phillips' caplet brings 500 mg, one serving of Calm 350 mg: no 150 mg on top of it."""
    assert json_of(medications=name)["dose"] is None


def test_t12_an_unknown_product_uses_up_the_limit():
    document = with_products("Dr Nobody's sleep powder")
    assert document["disposition"] == "no_room"
    assert document["dose"] is None


@pytest.mark.parametrize("diet", ["0", "240", "400", "420", "5000"])
def test_t13_magnesium_from_food_never_lowers_the_limit_or_the_dose(diet):
    plain, fed = json_of(), json_of(diet_magnesium_mg=diet)
    for key in ("disposition", "ceiling_mg", "dose", "form", "timing"):
        assert fed[key] == plain[key]
    assert fed["intake"] == plain["intake"]
    assert fed["ceiling_mg"] == 350


def test_t13_food_does_not_refill_the_limit_either():
    assert json_of(other_magnesium_mg="100", diet_magnesium_mg="0")["ceiling_mg"] == 250


@pytest.mark.parametrize("other", ["350", "351", "450", "1037", "5000"])
def test_t15_a_full_limit_means_no_supplement_and_never_a_negative_figure(other):
    document = json_of(other_magnesium_mg=other)
    assert document["disposition"] == "no_room"
    assert document["intake"]["remaining_mg"] == 0
    assert (document["ceiling_mg"], document["dose"], document["form"]) == (0, None, None)


@pytest.mark.parametrize("left", [1, 10, 40, 48, 49])
def test_t16_too_little_room_for_any_product_means_none(left):
    document = json_of(other_magnesium_mg=str(350 - left))
    assert document["disposition"] == "no_room"
    assert document["intake"]["remaining_mg"] == left
    assert document["dose"] is None
    told = [finding["summary"] for finding in document["findings"]]
    assert any(f"leaves {left} mg of the 350 mg limit" in summary for summary in told)


@pytest.mark.parametrize("left", [50, 51, 63, 99, 149, 199, 299])
def test_t16_a_small_room_is_never_rounded_up_to_a_capsule(left):
    document = json_of(other_magnesium_mg=str(350 - left))
    assert document["ceiling_mg"] == left
    assert document["dose"]["max_mg_per_day"] <= left


@pytest.mark.parametrize(
    "medicine",
    ["omeprazole", "esomeprazole", "vonoprazan", "furosemide", "torsemide", "hydrochlorothiazide",
     "indapamide", "chlortalidone"],
)  # fmt: skip
def test_t17_a_medicine_that_lowers_magnesium_never_raises_the_limit(medicine):
    document = json_of(medications=medicine)
    assert document["intake"]["ul_supplement_mg"] == 350
    assert document["ceiling_mg"] == 350
    assert document["dose"] == json_of()["dose"]
    told = " ".join(f["detail"] for f in document["findings"])
    assert re.search(r"blood test|blood magnesium test", told)
    assert "Ask the prescriber" in told


@pytest.mark.parametrize("age", ["65", "70", "82", "120"])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_t48_an_older_adult_starts_at_100_and_never_passes_200(age, sex):
    document = json_of(age=age, sex=sex, pregnant=None)
    steps = [(s["from_day"], s["mg_per_day"]) for s in document["dose"]["steps"]]
    assert steps == [(1, 100), (8, 150), (15, 200)]
    assert document["ceiling_mg"] == 200


@pytest.mark.parametrize("said", [{"kidney": "unknown"}, {"kidney": None}, {"egfr": "unknown"}])
def test_t48_an_older_adult_with_unknown_kidneys_gets_no_dose(said):
    document = json_of(**{"age": "65", "kidney": None, **said})
    assert document["disposition"] == "clinician_first"
    assert document["dose"] is None


def test_t48_sixty_four_is_not_yet_older():
    assert json_of(age="64")["dose"]["max_mg_per_day"] == 300


@pytest.mark.parametrize(
    "twice",
    [
        ["centrum", "centrum"],
        ["centrum", "Centrum"],
        ["Centrum", "  CENTRUM "],
        ["centrum; Centrum"],
    ],
)
def test_t53_the_same_product_named_twice_counts_once(twice):
    assert with_products(*twice)["intake"]["other_magnesium_mg"] == 120


def test_t53_the_same_product_with_its_amount_in_other_letters_counts_once():
    document = with_products("milk of magnesia 5 mL", "Milk of Magnesia 5 ml")
    assert document["intake"]["other_magnesium_mg"] == 167


def test_t53_a_product_that_is_also_named_as_a_medicine_counts_once():
    document = with_products("Milk of Magnesia 5 mL", medications="milk of magnesia")
    assert document["intake"]["other_magnesium_mg"] == 167
    assert document["ceiling_mg"] == 183


def test_t53_a_daily_dose_that_is_being_checked_is_not_counted_as_other_magnesium_too():
    document = json_of(check_dose_mg="200")
    assert document["intake"]["other_magnesium_mg"] == 0
    assert document["ceiling_mg"] == 350
    told = " ".join(finding["detail"] for finding in document["findings"])
    assert "instead of, not on top of" in told


@pytest.mark.parametrize(
    ("other", "left"),
    [("349.9999", 0), ("300.0001", 49), ("300.000001", 49), ("299.5", 50), ("0.1", 349),
     ("49.999999", 300), ("199.9", 150)],
)  # fmt: skip
def test_t61_what_someone_takes_is_rounded_up_and_what_is_left_down(other, left):
    assert json_of(other_magnesium_mg=other)["intake"]["remaining_mg"] == left


@pytest.mark.parametrize(
    ("product", "mg"),
    [("mag-ox 400 1 tablet", 242), ("slow-mag 2 tablets", 143), ("slow-mag 1 tablet", 72),
     ("calcium magnesium zinc 3 tablets", 400), ("milk of magnesia 15 mL", 500),
     ("milk of magnesia 5 mL", 167), ("calcium magnesium zinc 1 tablet", 134)],
)  # fmt: skip
def test_t61_a_products_fraction_is_rounded_up_once_and_exact_figures_stay(product, mg):
    assert with_products(product)["intake"]["other_magnesium_mg"] == mg


def numbers(value: object, path: str = "") -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return [n for k, v in value.items() for n in numbers(v, f"{path}.{k}")]
    if isinstance(value, list):
        return [n for v in value for n in numbers(v, path)]
    return [(path, value)] if type(value) in (int, float) else []


@pytest.mark.parametrize("other", ["0.1", "123.456", "149.9", "200.000001"])
def test_t61_every_amount_of_a_plan_is_a_whole_number_of_milligrams(other):
    for path, value in numbers(json_of(other_magnesium_mg=other)):
        if "mg" in path:
            assert type(value) is int, path


@pytest.mark.parametrize("amount", [349.9999, 350.0, True, "350", -1, float("nan")])
def test_t61_the_limit_takes_no_fractions_at_all(amount):
    with pytest.raises(DoseLimitError):
        limit.remaining(350, amount)
    with pytest.raises(DoseLimitError):
        limit.lowest(amount, ())


def test_t61_a_step_that_is_split_adds_up_to_the_milligram():
    for mg in range(1, 401):
        parts = limit.split(mg, 200)
        assert sum(parts) == mg
        assert max(parts) <= 200
        assert len(parts) == (1 if mg <= 200 else 2)
