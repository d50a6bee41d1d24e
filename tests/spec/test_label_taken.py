"""What a label says is taken counts: too much rather than too little, or nothing is read at all."""

from __future__ import annotations

import pytest

from magadvise.advice.units import fits
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


# so many of them a day ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mg", "units", "unit"),
    [
        ("take 4 capsules daily, magnesium 100 mg per capsule", 400, 4, "capsule"),
        ("2 capsules twice daily, each 100 mg magnesium", 400, 4, "capsule"),
        ("Two capsules twice a day, each contains 100 mg magnesium", 400, 4, "capsule"),
        ("Magnesium 133 mg per capsule, 3 capsules per day", 399, 3, "capsule"),
        ("1 tablet 3 times a day, magnesium 100 mg per tablet", 300, 3, "tablet"),
        ("2 sachets/day magnesium 300 mg per sachet", 600, 2, "sachet"),
        ("magnesium 10 mmol per sachet, 2 sachets daily", 487, 2, "sachet"),
        ("magnesium 50 % NRV per tablet, 2 tablets a day", 375, 2, "tablet"),
        ("Adults take 2 gummies. Magnesium 84 mg per gummy", 168, 2, "gummy"),
        ("3 Tabletten am Tag, Magnesium 120 mg pro Tablette", 360, 3, "tablet"),
        ("Täglich 2 Kapseln. Magnesium 150 mg pro Kapsel", 300, 2, "capsule"),
        ("3 comprimés par jour, magnésium 100 mg par comprimé", 300, 3, "tablet"),
        ("magnésium 200 mg par gélule, 2 gélules/j", 400, 2, "capsule"),
        ("Calcium 600 mg & Magnesium 300 mg per 3 tablets; 6 tablets daily", 600, 6, "tablet"),
        ("Magnesium 80 mg per 2 gummies, take 4 gummies", 160, 4, "gummy"),
        ("Magnesium 200 mg per serving (2 capsules), take 4 capsules daily", 400, 2, "serving"),
        ("magnesium 200 mg per dose, 3 doses a day", 600, 3, "serving"),
        ("magnesium 100 mg per ampoule (10 mL), 4 ampoules a day", 400, 4, "ampoule"),
        ("magnesium 100 mg per teaspoon, 3 teaspoons a day", 300, 3, "teaspoon"),
    ],
)
def test_units_of_a_day_are_multiplied(text: str, mg: int, units: int, unit: str) -> None:
    reading = found(text)
    assert reading.for_limit_mg == mg
    assert mg - 2 <= reading.for_dose_mg or "us" in reading.notes
    assert (reading.units, reading.unit) == (units, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Magnesium 100 mg. Take 4 capsules daily", 100, 400),
        ("Magnesium 100 mg per capsule, take 4 daily", 100, 400),
        ("Magnesium 100 mg capsules: take four capsules daily", 100, 400),
        ("Magnesium 100 mg per capsule, 120 capsules, take up to 4 daily", 100, 400),
        ("take 1 to 2 capsules daily, magnesium 150 mg per capsule", 150, 300),
        ("1 to 2 capsules daily, magnesium 150 mg per capsule", 150, 300),
        ("up to 4 tablets daily, magnesium 100 mg per tablet", 100, 400),
        ("1-2 tablets 3 times daily, magnesium 100 mg per tablet", 300, 600),
        ("magnesium 100 mg per capsule, 2 capsules twice daily", 200, 400),
        ("Serving size 2 capsules, magnesium 200 mg. Take 2 servings daily", 200, 400),
        ("Serving size 2 capsules, magnesium 200 mg. Take 1 capsule daily", 100, 200),
        ("magnesium 100 mg/capsule; 3 capsules", 100, 300),
        ("1 softgel = 200 mg magnesium; 2 softgels daily", 200, 400),
        ("magnesium 200 mg/tablet, 2 tablets/dose, 2 doses/day", 200, 800),
        ("Magnesium 100 mg, 2 tablets, 3 doses daily", 100, 600),
        ("2 tablets and 1 capsule, magnesium 100 mg each", 100, 300),
        ("Magnesium 100 mg, 1 serving (3 sachets)", 100, 300),
        ("magnesium 250 mg 2/day", 250, 500),
        ("magnesium 250 mg, two a day", 250, 500),
        ("magnesium 250 mg, 2 in the evening", 250, 500),
        ("Magnesium 250 mg, 2 abends", 250, 500),
        ("Mg++ 100 mg 3/j", 100, 300),
        ("täglich 2, Magnesium 150 mg", 150, 300),
        ("2 Brausetabletten täglich, Magnesium 150 mg", 150, 300),
        ("magnésium 100 mg, prendre 2 à 4 gélules par jour", 100, 400),
        ("4 gélules apportent 300 mg de magnésium, prendre 8 gélules", 300, 600),
        ("3 magnesium tablets of 100 mg", 100, 300),
        ("three 100 mg magnesium tablets", 100, 300),
        ("I take 2 magnesium 250 mg pills at night", 250, 500),
        ("2 magnesium 300 mg", 300, 600),
        ("2 of magnesium 300 mg", 300, 600),
        ("2 vegan magnesium 300 mg capsules", 300, 600),
        ("2 vegan capsules, magnesium 300 mg", 300, 600),
        ("pills: 3, magnesium 250 mg", 250, 750),
        ("tablets 2, magnesium 250 mg per tablet", 250, 500),
        ("Brausetabletten: 2 Stück, Magnesium 150 mg", 150, 300),
        ("magnesium citrate 500 mg per capsule, take 4 capsules daily", 207, 324),
    ],
)
def test_a_count_that_may_be_meant_widens_the_range(text: str, low: int, high: int) -> None:
    assert ends(text) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "magnesium 200 mg per tablet, 90 tablets",
        "magnesium 200 mg per tablet, once daily 90 tablets",
        "magnesium 200 mg per tablet, 1 daily 90 tablets",
        "magnesium 200 mg per tablet, 30 day supply",
        "magnesium 200 mg per tablet, 7 days",
        "magnesium 200 mg per tablet, 3 in 1",
        "magnesium 200 mg per tablet with vitamin B 6",
        "Omega 3 fish oil and rice bran, magnesium 200 mg",
        "vitamin B 6 per tablet, magnesium 200 mg per tablet",
        "magnesium 200 mg with a meal",
        "magnesium 200 mg in the evening before bed",
        "magnesium 200 mg daily with meals",
        "magnesium 200 mg a day with meals",
        "double strength magnesium 200 mg",
        "12 hour magnesium 200 mg",
    ],
)
def test_other_numbers_are_no_count(text: str) -> None:
    assert ends(text) == (200, 200)


@pytest.mark.parametrize("mg", [50, 100, 150, 200])
@pytest.mark.parametrize("count", range(2, 9))
def test_a_unit_of_a_day_still_fits_as_one_unit(mg: int, count: int) -> None:
    """T16: the capsules that fit a limit are those of one capsule, however many are taken."""
    alone = fits(found(f"magnesium {mg} mg per capsule"), load_knowledge(), "us", 540, None)
    daily = found(f"take {count} capsules daily, magnesium {mg} mg per capsule")
    assert daily.for_limit_mg == count * mg
    assert fits(daily, load_knowledge(), "us", 540, None).steps == alone.steps


# so often ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("b.i.d.", 2), ("t.i.d.", 3), ("q.i.d.", 4), ("b.d.", 2), ("bds", 2), ("t.d.s.", 3),
        ("five times daily", 5), ("zweimal täglich", 2), ("dreimal tgl.", 3), ("3-mal täglich", 3),
        ("trois fois par jour", 3), ("deux fois par jour", 2), ("4 fois/jour", 4), ("×2", 2),
        ("× 3", 3), ("* 2", 2), ("2-3x daily", 3), ("1-2 times daily", 2),
        ("twice daily, morning and night", 2), ("3 times a day with meals", 3),
        ("2 x täglich zu den Mahlzeiten", 2), ("twice daily, in the morning and at bedtime", 2),
    ],
)  # fmt: skip
def test_how_often_in_words_signs_and_three_languages(words: str, times: int) -> None:
    assert ends(f"Magnesium 100 mg {words}") == (times * 100, times * 100)


@pytest.mark.parametrize(
    "text", ["2 × 400 mg Magnesium", "2* 400 mg magnesium", "2×400 mg magnesium"]
)
def test_a_sign_of_times_before_the_amount(text: str) -> None:
    assert ends(text) == (800, 800)


def test_a_mark_of_a_footnote_is_no_sign_of_times() -> None:
    assert ends("Magnesium* 250 mg* (as citrate*)") == (250, 250)


@pytest.mark.parametrize(
    "words",
    [
        "every 8 hours", "every 6h", "q8h", "q12", "hourly", "4 stündlich", "alle 8 Stunden",
        "toutes les 8 heures", "with breakfast and dinner", "at breakfast, lunch and dinner",
        "with meals", "with each meal", "before every meal", "zu den Mahlzeiten", "à chaque repas",
        "AM and PM", "am/pm", "früh und spät", "am Morgen und am Abend", "morning, evening",
        "before breakfast and before bed", "at night and at bedtime", "each morning and each night",
        "day and night", "1 a day and 1 at night", "2 in the morning and 1 in the evening",
        "1-1-1-0", "2-0-2", "morgens 1, mittags 1, abends 2", "matin, midi et soir",
        "10 tablets a day", "12 tablets daily", "take 10", "take 12 tablets", "20 per day",
        "double dose", "doppelte Dosis", "several daily", "mehrere Tabletten", "plusieurs par jour",
        "per half tablet, 1 tablet", "per 1/2 tablet, 1 tablet",
    ],
)  # fmt: skip
def test_how_often_that_is_not_understood_is_never_read_as_once(words: str) -> None:
    assert read("Magnesium 100 mg") is not None
    assert read(f"Magnesium 100 mg {words}") is None


def test_a_number_in_words_counts_units_and_is_never_an_amount() -> None:
    """ "five hundred and ten mg" would be ten."""
    assert ends("two tablets of 100 mg magnesium") == (200, 200)
    assert ends("zwei Kapseln je 150 mg Magnesium") == (300, 300)
    assert ends("deux gélules apportent 300 mg de magnésium") == (300, 300)
    assert read("magnesium five hundred and ten mg") is None


# amounts of a volume, of grams, of spoons --------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "magnesium 50 mg/mL, 5 mL", "magnesium 50 mg per mL, 10 mL daily", "Magnesium 2.5 mmol/mL 10 mL",
        "Magnesium 120 mg/L, drink 2 L", "100 mg Magnesium pro Liter, 2 Liter",
        "magnesium 30 mg/g, 10 g", "magnesium 30 mg per g", "Magnesium 300 mg per 100 g, portion 30 g",
        "Magnesium 25 mg/100 mL, 25 cl", "magnesium citrate 1.745 g per fl oz, 296 mL",
        "Magnesium 100 mg/mL, 1 teaspoon", "magnesium 100 mg per teaspoon, 1 tablespoon",
        "magnesium 100 mg per 5 mL, 2 teaspoons",
    ],
)  # fmt: skip
def test_an_amount_in_a_volume_is_not_read_as_the_whole(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("Magnesium 100 mg per 5 mL", 100),
        ("Magnesium 100 mg per 5 mL (1 teaspoon)", 100),
        ("1 teaspoon = 5 mL, magnesium 100 mg", 100),
        ("Magnesium 100 mg/mL", 100),
        ("Magnesium 100 mg per 1000 mL, 1 L", 100),
        ("1 L of water with 100 mg magnesium", 100),
        ("2 Beutel je 1 g Magnesium", 2000),
        ("magnesium L-threonate 2000 mg per serving (144 mg magnesium)", 144),
        ("magnesium taurate/L-threonate: magnesium 100 mg", 100),
    ],
)
def test_one_volume_alone_is_no_reason_to_refuse(text: str, mg: int) -> None:
    assert found(text).for_limit_mg == mg


# any label with any direction --------------------------------------------------------------------

LABELS = [
    "magnesium 100 mg per {}", "100 mg magnesium per {}", "Magnesium (as citrate) 100 mg per {}",
    "magnesium citrate 500 mg per {}", "1 {} contains 100 mg magnesium", "4 mmol magnesium per {}",
    "magnesium 25% DV per {}", "{}: magnesium 100 mg", "magnesium 100 mg {}",
    "magnesium oxide 200 mg + magnesium citrate 200 mg per {}",
    "calcium 500 mg and magnesium 250 mg per {}", "each {} brings 100 mg of magnesium",
    "magnesium citrate 1000 mg providing 160 mg magnesium per {}",
]  # fmt: skip
DIRECTIONS = {
    "take 2 {}s daily": 2, "2 {}s a day": 2, "take three {}s": 3, "3 {}s daily with meals": 3,
    "1 {} twice daily": 2, "1 {} 3 times a day": 3, "2 {}s twice daily": 4, "2 {}s b.i.d.": 4,
    "1-2 {}s daily": 2, "up to 4 {}s a day": 4, "2 or 3 {}s daily": 3, "take 2": 2, "2 daily": 2,
    "2/day": 2, "2 {}s with water, 3 times daily": 6, "total 4 {}s": 4, "two {}s each evening": 2,
    "1 {} in the morning and 1 at night": 2, "1 {} every 12 hours": 2, "with each meal": 3,
    "12 {}s daily": 12, "2 {}s and 1 {}": 3, "a {} at breakfast, a {} at dinner": 2,
}  # fmt: skip


@pytest.mark.parametrize("unit", ["capsule", "tablet", "sachet"])
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_direction_makes_any_label_count_less_than_what_is_taken(
    direction: str, unit: str
) -> None:
    words, times = direction.replace("{}", unit), DIRECTIONS[direction]
    read_at_all = 0
    for line in LABELS:
        line = line.replace("{}", unit)
        one = found(line)
        for text in (f"{line}, {words}", f"{words}. {line}", f"{line} ({words})"):
            both = read(text)
            if both is not None:
                read_at_all += 1
                assert both.high_mg >= times * one.high_mg * 0.999999, text
                assert both.low_mg <= times * one.low_mg * 1.000001, text
    clear = not any(word in words for word in ("night", "hours", "each meal", "12", "dinner"))
    assert read_at_all == 3 * len(LABELS) if clear else not read_at_all
