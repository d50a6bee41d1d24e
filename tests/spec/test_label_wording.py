"""Labels as they are written: numbers, languages, servings, mixtures, and what is no amount."""

from __future__ import annotations

import pytest

from magadvise.knowledge.load import load_knowledge, load_labels
from magadvise.medicines import label
from magadvise.medicines.label import Reading
from magadvise.medicines.label_words import number

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


# how it is written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Magnesium citrate 1000 mg",
        "MAGNESIUM CITRATE 1,000 MG",
        "1000mg magnesium citrate",
        "Magnesium citrate 1 000 mg",
        "Magnesium citrate 1\u202f000 mg",
        "Magnesium citrate 1'000 mg",
        "Magnesium citrate 1\u2019000 mg",
        "Magnesiumcitrat 1.000 mg",
        "Magnesiumcitrat 1.000,0 mg",
        "Magnesium citrate 1,000.0 mg",
        "magnesium citrate 1 g",
        "magnesium citrate 1,0 g",
        "magnesium citrate 1.000 g",
        "magnesium citrate 1,000,000 mcg",
        "magnesium citrate 1 gram",
        "citrate de magnésium 1000 mg",
        "MAGNÉSIUM (CITRATE DE) 1000 mg",
        "Citrate of magnesium, 1000 milligrams",
        "Magnesiumzitrat 1000 Milligramm",
        "1000 mg citrate",
    ],
)
def test_one_label_can_be_written_in_many_ways(text: str) -> None:
    assert ends(text) == (103, 162)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0,416 g para aminobenzoate de magnésium hexahydraté", 25, 26),
        ("MAGNÉSIUM (LACTATE DE) DIHYDRATÉ 470,000 mg", 47, 48),
        ("Magnesium-bis(hydrogen-L-aspartat)-Dihydrat 1000 mg", 74, 75),
        ("Magnesiumaspartathydrochlorid-Trihydrat 1229,6 mg", 121, 122),
        ("tri-Magnesiumdicitrat wasserfrei 1000 mg", 113, 162),
        ("Magnesiumcitratnonahydrat 1000 mg", 118, 119),
        ("chlorure de magnésium hexahydraté 32 mg", 3, 4),
        ("magnésie calcinée légère 171 mg", 71, 104),
        ("Magnesium 0.25 g", 250, 250),
        ("Magnesium 250,000 mcg", 250, 250),
        ("Magnesium 250 000 µg", 250, 250),
        ("Magnesium 2,5 mg", 2, 3),
    ],
)
def test_wordings_of_other_languages_and_numbers(text: str, low: int, high: int) -> None:
    assert ends(text) == (low, high)


@pytest.mark.parametrize(
    ("text", "unit_mg", "value"),
    [
        ("1,000", 1, 1000), ("1.000", 1, 1000), ("1 000", 1, 1000), ("1'000", 1, 1000),
        ("1,000.5", 1, 1000.5), ("1.000,5", 1, 1000.5), ("1.234.567", 1, 1234567),
        ("12.500", 1, 12.5), ("12,500", 1, 12500), ("470,000", 1, 470), ("1,000", 1000, 1),
        ("0,416", 1000, 0.416), ("0.250", 1, 0.25), ("2,5", 1, 2.5), ("250,000", 0.001, 250000),
        ("250.000", 0.001, 250000),
    ],
)  # fmt: skip
def test_a_mark_between_three_digits_is_a_thousand_where_an_amount_can_be_that_large(
    text: str, unit_mg: float, value: float
) -> None:
    assert number(text, unit_mg) == pytest.approx(value)


# servings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high", "units", "unit"),
    [
        ("500 mg magnesium citrate per capsule", 51, 81, 1, "capsule"),
        ("Magnesium citrate 1000 mg per 2 capsules", 103, 162, 2, "capsule"),
        ("Magnesium citrate 1000 mg / 2 tablets", 103, 162, 2, "tablet"),
        ("magnesium glycinate 2000 mg (2 capsules)", 233, 400, 2, "capsule"),
        ("2 capsules of 500 mg magnesium citrate", 103, 162, 2, "capsule"),
        ("2 Kapseln je 500 mg Magnesiumcitrat", 103, 162, 2, "capsule"),
        ("2 capsules, each with 500 mg magnesium citrate", 103, 162, 2, "capsule"),
        ("take 2 capsules daily: each contains 500 mg magnesium citrate", 103, 162, 2, "capsule"),
        ("2 x 500 mg magnesium citrate", 103, 162, 2, "unit"),
        ("500 mg x 2 magnesium citrate", 103, 162, 2, "unit"),
        ("2x500 mg magnesium citrate tablets", 103, 162, 2, "tablet"),
        ("3 capsules provide 144 mg magnesium from 2,000 mg Magtein", 144, 144, 3, "capsule"),
        ("Serving size: 2 capsules. Magnesium (as glycinate) 200 mg", 200, 200, 2, "capsule"),
        ("2 capsules daily, magnesium 200 mg per capsule", 400, 400, 2, "capsule"),
        ("magnesium 100 mg 3x daily", 300, 300, 3, "unit"),
        ("100 mg magnesium three times a day", 300, 300, 3, "unit"),
        ("100 mg magnesium twice daily", 200, 200, 2, "unit"),
        ("magnésium 100 mg 3 fois par jour", 300, 300, 3, "unit"),
        ("2 capsules of 100 mg magnesium twice daily", 400, 400, 4, "capsule"),
        ("0 x 100 mg magnesium", 100, 100, 1, "unit"),
        ("1/2 tablet magnesium 400 mg", 400, 400, 1, "tablet"),
        ("½ tablet magnesium 400 mg", 400, 400, 1, "tablet"),
        ("0 tablets magnesium 400 mg", 400, 400, 1, "tablet"),
    ],
)
def test_a_serving_tells_how_many_units_the_amount_is_in(
    text: str, low: int, high: int, units: int, unit: str
) -> None:
    reading = found(text)
    assert (reading.for_dose_mg, reading.for_limit_mg) == (low, high)
    assert (reading.units, reading.unit) == (units, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2 capsules magnesium citrate 500 mg", 51, 162),
        ("Magnesium 3 capsules 300 mg", 300, 900),
        ("Magnesium 100 mg, 2 tablets daily", 100, 200),
    ],
)
def test_an_amount_of_one_or_of_all_units_is_a_range(text: str, low: int, high: int) -> None:
    assert ends(text) == (low, high)
    assert "one_or_all" in found(text).notes


@pytest.mark.parametrize(
    "text",
    ["90 capsules magnesium citrate 500 mg", "Magnesium citrate 500 mg, 90 capsules",
     "Magnesium citrate 500 mg 60 tablets", "Magnesium citrate 500 mg in 120 capsules"],
)  # fmt: skip
def test_the_size_of_the_pack_never_divides_the_amount(text: str) -> None:
    """500 mg in one of 90 capsules, never in all of them: 90 would fit a limit."""
    reading = found(text)
    assert (reading.for_dose_mg, reading.for_limit_mg, reading.units) == (51, 81, 1)


def test_the_weight_of_a_serving_is_that_of_all_its_units() -> None:
    assert found("2 capsules of 500 mg magnesium citrate").compound_mg == 1000
    assert found("magnesium citrate 1000 mg per 2 capsules").compound_mg == 1000
    assert found("magnesium 100 mg").compound_mg is None


# several compounds, other nutrients --------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "magnesium oxide 200 mg + magnesium citrate 500 mg",
        "magnesium oxide 200 mg and magnesium citrate 500 mg",
        "oxyde de magnésium 200 mg et citrate de magnésium 500 mg",
        "Magnesiumoxid 200 mg und Magnesiumcitrat 500 mg",
        "magnesium oxide 200 mg, magnesium citrate 500 mg",
        "200 mg magnesium oxide, 500 mg magnesium citrate",
        "magnesium oxide 200 mg, zinc 10 mg, magnesium citrate 500 mg",
    ],
)
def test_several_compounds_add_up(text: str) -> None:
    """83.4 or 120.6 mg of the oxide, 51.9 to 80.8 mg of the citrate."""
    assert ends(text) == (135, 202)
    assert [c.id for c in found(text).compounds] == ["oxide", "citrate"]
    assert len(found(text).kinds) == 6


def test_lines_add_up_and_a_line_adds_to_a_compound() -> None:
    assert ends("magnesium 100 mg + magnesium 50 mg") == (150, 150)
    assert found("magnesium 100 mg + magnesium 50 mg").basis == "magnesium_line"
    assert ends("magnesium 5 mmol + magnesium citrate 500 mg") == (173, 203)


def test_a_blend_with_one_weight_can_be_all_of_the_richest_or_all_of_the_poorest() -> None:
    assert ends("magnesium oxide and magnesium citrate 500 mg") == (51, 302)


@pytest.mark.parametrize(
    "text",
    [
        "magnesium oxide 200 mg, magnesium citrate 500 mg, magnesium malate",
        "magnesium citrate 500 mg 200 mg",
        "magnesium oxide, magnesium citrate 500 mg, 200 mg",
    ],
)
def test_weights_that_belong_to_no_compound_for_sure_are_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "magnesium citrate 500 mg, vitamin B6 10 mg",
        "magnesium citrate 500 mg and vitamin B6 10 mg",
        "magnesium citrate 500 mg + zinc 10 mg",
        "vitamin B6 10 mg, magnesium citrate 500 mg",
        "calcium carbonate 1000 mg, magnesium citrate 500 mg",
        "zinc citrate 50 mg, magnesium citrate 500 mg",
        "calcium 500 mg as calcium citrate, magnesium citrate 500 mg",
        "magnesium citrate 500 mg (magnesium stearate)",
        "magnesium citrate 500 mg, filler: magnesium stearate",
    ],
)
def test_other_nutrients_and_fillers_beside_it_change_nothing(text: str) -> None:
    assert ends(text) == (51, 81)


@pytest.mark.parametrize(
    "text",
    [
        "calcium 500 mg magnesium 250 mg zinc 15 mg",
        "calcium: 500 mg, magnesium: 250 mg, zinc: 15 mg",
        "potassium citrate 99 mg and magnesium 250 mg",
        "Vitamin D3 25 mcg, Magnesium 250 mg",
        "K 200 mg Na 500 mg Mg 250 mg",
        "zinc 10 mg, elemental magnesium 250 mg",
        "calcium 500 mg, 250 mg elemental magnesium",
        "zinc 10 mg elemental, magnesium 250 mg",
    ],
)
def test_the_magnesium_of_a_mineral_mix_is_found(text: str) -> None:
    assert ends(text) == (250, 250)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hello", "1000 mg", "1000", "magnesium", "magnesium citrate", "ibuprofen 400 mg",
        "zinc oxide 20 mg", "calcium citrate 500 mg", "calcium 500 mg (as carbonate)",
        "zinc 10 mg elemental", "potassium 10 mmol", "calcium 50% DV",
        "vitamin C 500 mg as sodium ascorbate",
        "magnesium citrate 0%", "magnesium ten mmol", "magnesium 1e3 mg", "magnesium 250",
        "magnesium 250 IU", "magnesium 400 mg/5 mL, 15 mL", "milk of magnesia", "ZMA", "Doan's",
        "💊", "\x00", "漢字 100 mg", "9" * 400 + " mg magnesium",
        "magnesium " + "9" * 350 + " mg", "magnesium " + "9" * 350 + "% DV",
    ],
)  # fmt: skip
def test_what_says_no_amount_of_magnesium_is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    ["Magnesium phosphoricum D6", "Magnesium phosphoricum D6 250 mg", "magnesium carbonicum C30",
     "Magnesium metallicum 200CH 250 mg", "Magnesium muriaticum LM6 250 mg"],
)  # fmt: skip
def test_a_homeopathic_potency_is_no_amount(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["magnesium 250 mg, vitamin D3", "magnesium 250 mg vitamin B12"])
def test_a_vitamin_is_no_potency(text: str) -> None:
    assert ends(text) == (250, 250)


def test_no_magnesium_in_it_counts_as_none() -> None:
    assert ends("magnesium 0 mg") == (0, 0)
    assert ends("magnesium citrate 0 mg") == (0, 0)


@pytest.mark.parametrize(
    ("text", "mg"),
    [("Magnesium 250 mg bid", 500), ("magnesium 100 mg tid", 300), ("magnesium 50 mg qds", 200)],
)
def test_latin_words_of_a_prescription_are_times_a_day(text, mg):
    found = label.read(text, load_labels(), load_knowledge().products)
    assert found is not None
    assert found.for_limit_mg == mg


def test_ounces_are_never_passed_over():
    """1.745 g in each fluid ounce of a bottle of 10: nothing is said rather than a tenth."""
    text = "Magnesium citrate 1.745 g/fl oz, 10 fl oz bottle"
    found = label.read(text, load_labels(), load_knowledge().products)
    assert found is None or found.for_limit_mg > 1000


def test_a_bath_without_an_amount_is_no_dose_either():
    found = label.read("Epsom salt bath", load_labels(), load_knowledge().products)
    assert found is not None
    assert (found.basis, found.for_limit_mg) == ("skin", 0)


def test_a_filler_without_an_amount_brings_nothing():
    found = label.read("magnesium stearate", load_labels(), load_knowledge().products)
    assert found is not None
    assert found.for_limit_mg == 0


def test_each_salt_that_magnesium_comes_from_counts():
    text = "Magnesium from citrate 100 mg, from oxide 200 mg, from malate 50 mg"
    found = label.read(text, load_labels(), load_knowledge().products)
    assert found is not None
    assert found.for_limit_mg == 350


@pytest.mark.parametrize(
    "text",
    ["Magnesium 100 mg 1-0-1", "magnesium 100 mg morning and night", "magnésium 100 mg matin et soir",
     "Magnesium 100 mg morgens und abends", "magnesium oil 1 tsp by mouth"],
)  # fmt: skip
def test_what_is_not_understood_is_never_counted_once(text):
    assert label.read(text, load_labels(), load_knowledge().products) is None
