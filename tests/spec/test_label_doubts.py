"""Two amounts, titles of packs, Epsom salt, the skin: what could be read as too little magnesium."""

from __future__ import annotations

import pytest

from magadvise.knowledge.load import load_knowledge, load_labels
from magadvise.medicines import label
from magadvise.medicines.label import Reading

pytestmark = pytest.mark.core


def read(text: str) -> Reading | None:
    return label.read(text, load_labels(), load_knowledge().products)


def found(text: str) -> Reading:
    reading = read(text)
    assert reading is not None, text
    return reading


def ends(text: str) -> tuple[int, int]:
    """What can be relied on for a dose, and what counts toward a limit."""
    reading = found(text)
    return reading.for_dose_mg, reading.for_limit_mg


# an amount, and another --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("magnesium 250 mg + 250 mg", 250, 500),
        ("magnesium 250 mg and 250 mg", 250, 500),
        ("magnesium 100 mg + 200 mg + 300 mg", 100, 600),
        ("magnesium 5 mmol + 5 mmol", 121, 244),
        ("magnesium 200 mg, then 100 mg later", 100, 300),
        ("magnesium (as oxide and citrate) 250 mg and 100 mg", 100, 350),
        ("Magnesium 200 mg at night, 100 mg", 100, 300),
        ("magnesium 250 mg 250 mg", 250, 250),
        ("magnesium 250 mg and 500 mg vitamin C", 250, 250),
        ("magnesium 250 mg, calcium 500 mg", 250, 250),
        ("Magnesium 400 mg (as oxide 663 mg)", 400, 400),
    ],
)
def test_a_second_amount_that_nothing_else_is_named_for_adds_up(
    text: str, low: int, high: int
) -> None:
    assert ends(text) == (low, high)


def test_the_same_weight_of_a_compound_twice_is_not_read_as_once() -> None:
    assert read("magnesium citrate 250 mg + 250 mg") is None
    assert ends("magnesium citrate 250 mg, 250 mg") == (25, 41)


# the title of a pack -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "mg"),
    [
        ("Magnesium Citrate 250 mg softgels", 25, 250),
        ("Magnesium Citrate 250 mg Vegan Capsules", 25, 250),
        ("Magnesiumcitrat 250 mg Kapseln", 25, 250),
        ("citrate de magnésium 250 mg gélules", 25, 250),
        ("Magnesium Oxide 400 mg tablets", 166, 400),
        ("Magnesium Citrate 250 mg softgels twice daily", 51, 500),
        ("Magnesium Citrate 250 mg softgels, take 2 daily", 25, 500),
    ],
)
def test_the_title_of_a_pack_can_mean_the_magnesium_itself(text: str, low: int, mg: int) -> None:
    """US packs often print the elemental amount behind the name of the compound."""
    reading = found(text)
    assert (reading.for_dose_mg, reading.for_limit_mg) == (low, mg)
    assert reading.basis == "unclear"
    assert "line_or_compound" in reading.notes


@pytest.mark.parametrize(
    "text",
    [
        "500 mg magnesium citrate",
        "500 mg magnesium citrate per capsule",
        "magnesium citrate 500 mg per capsule",
        "magnesium citrate 500 mg, 90 capsules",
        "magnesium citrate compound 500 mg tablets",
        "magnesium citrate (salt) 500 mg tablets",
        "magnesium citrate 500 mg tablets (weight of the compound)",
        "500 mg magnesium citrate capsules",
    ],
)
def test_a_weight_of_a_compound_stays_one(text: str) -> None:
    assert ends(text) == (51, 81)
    assert found(text).basis == "compound"


def test_a_word_on_the_kind_or_a_share_tells_that_the_weight_is_meant() -> None:
    assert ends("magnesium citrate nonahydrate 1000 mg tablets") == (118, 119)
    assert ends("Magnesium oxide 400 mg (60%) tablets") == (240, 240)


# Epsom salt, the skin ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Epsom salt", "Epsom salts", "Bittersalz", "sel d'Epsom", "English salt", "Epsomite"]
)
def test_epsom_salt_is_the_heptahydrate(name: str) -> None:
    """246.47 g/mol, 9.86 % magnesium."""
    assert ends(f"{name} 5 g") == (493, 493)
    (kind,) = found(f"{name} 5 g").kinds
    assert kind.id == "sulfate_7h2o"


def test_magnesium_sulfate_can_be_any_kind_unless_it_is_called_epsom_salt() -> None:
    assert ends("magnesium sulfate 5 g") == (493, 1010)
    assert ends("magnesium sulfate (Epsom salt) 5 g") == (493, 493)


@pytest.mark.parametrize("text", ["Epsom salt anhydrous 5 g", "dried Epsom salt 5 g"])
def test_epsom_salt_without_its_water_counts_as_the_richest_kind(text: str) -> None:
    """Anhydrous sulfate holds 20.19 %."""
    assert ends(text) == (493, 1010)


@pytest.mark.parametrize(
    "text",
    [
        "Epsom salt bath and magnesium 300 mg tablet",
        "Epsom salt bath, magnesium 300 mg",
        "magnesium lotion 100 mg capsules",
        "magnesium oil 5 mL swallowed",
        "Magnesiumöl 5 mL trinken",
        "huile de magnésium 5 mL à avaler",
        "Epsom salt bath salts, 10 g in a glass of water, drink",
    ],
)
def test_something_for_the_skin_beside_a_mouth_or_a_tablet_is_not_counted_as_nothing(
    text: str,
) -> None:
    assert read(text) is None
