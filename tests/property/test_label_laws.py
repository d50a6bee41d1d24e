"""Laws of label reading: for any weight, any wording, any text at all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magadvise.advice.units import fits
from magadvise.export.json_label import document
from magadvise.export.json_plan import dumps
from magadvise.knowledge.load import load_knowledge, load_labels
from magadvise.medicines import label
from magadvise.medicines.label import Reading
from property.laws import trying

pytestmark = pytest.mark.core

NAMES = {row.id: name for name, row in (
    (name, load_labels().compounds[id_]) for name, id_ in load_labels().names.items()
) if row.counts}  # fmt: skip
COMPOUNDS = st.sampled_from(sorted(NAMES.values()))
ALL_NAMES = st.sampled_from(sorted(load_labels().names))
WEIGHTS = st.one_of(
    st.sampled_from([1, 100, 400, 500, 999, 1000, 1001, 2000, 9999]), st.integers(1, 9999)
)
KIND_WORDS = {*load_labels().hydrates, *load_labels().kinds} - load_labels().names.keys()
HYDRATES = st.sampled_from(sorted(KIND_WORDS - load_labels().short_names.keys()))
OTHERS = st.sampled_from(
    ["vitamin B6 10 mg", "vitamin D3 25 mcg", "calcium 500 mg", "zinc 15 mg", "zinc citrate 50 mg",
     "potassium 99 mg", "calcium carbonate 1000 mg", "taurine 200 mg", "vitamin C 80 mg",
     "gelatin", "rice flour", "vegan", "melatonin 1 mg", "iron 14 mg", "iodine 150 mcg"]
)  # fmt: skip
PIECES = st.sampled_from(
    ["magnesium", "Mg", "citrate", "magnesium oxide", "bisglycinate", "of", "as", "from", "(", ")",
     "+", "and", ",", ";", "=", "/", "per", "each", "2 capsules", "90 tablets", "capsule", "3 x",
     "x 2", "twice daily", "500 mg", "1,000 mg", "0,4 g", "1.000 mg", "10 mmol", "4 mEq", "16 %",
     "50% DV", "NRV", "elemental", "providing", "davon", "soit", "dihydrate", "7 h2o", "buffered",
     "not buffered", "D6", "zinc 15 mg", "calcium", "5 mL", "15 mL", "milk of magnesia", "Epsom",
     "bath", "½", "1/2", "stearate", "\x00", "\u202e", "💊", "-5 mg", "9" * 330, "mg", "%", "0 mg"]
)  # fmt: skip
ANYTHING = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=10).map("".join),
)


def read(text: str) -> Reading | None:
    return label.read(text, load_labels(), load_knowledge().products)


def found(text: str) -> Reading:
    reading = read(text)
    assert reading is not None, text
    return reading


@trying(600)
@given(ANYTHING)
def test_any_text_is_read_or_refused_and_never_a_fault(text: str) -> None:
    reading = read(text)
    assert reading == read(text)
    if reading is None:
        return
    assert 0 <= reading.low_mg <= reading.high_mg < math.inf
    assert 0 <= reading.for_dose_mg <= reading.for_limit_mg
    assert reading.units > 0
    assert all(0 <= kind.low_mg <= kind.high_mg for kind in reading.kinds)
    for most in (None, 100):
        result = fits(reading, load_knowledge(), "us", 45 * 12, most)
        assert all(step.high_mg <= step.mg_per_day <= result.most_mg for step in result.steps)
        assert dumps(document(reading, result))


def test_the_pieces_are_read_often_enough_to_mean_something() -> None:
    met = [0, 0]

    @trying(400)
    @given(st.lists(PIECES, max_size=14).map(" ".join))
    def meet(text: str) -> None:
        met[read(text) is not None] += 1

    meet()
    assert min(met) > 50


@trying(200)
@given(ALL_NAMES, WEIGHTS)
def test_every_name_with_a_weight_is_read_and_brings_at_most_its_weight(
    name: str, weight: int
) -> None:
    reading = found(f"{name} {weight} mg")
    assert reading.low_mg <= reading.high_mg <= weight


@trying(200)
@given(COMPOUNDS, HYDRATES, WEIGHTS)
def test_a_word_on_the_kind_only_narrows_what_is_open(name: str, word: str, weight: int) -> None:
    whole, narrowed = found(f"{name} {weight} mg"), found(f"{name} {word} {weight} mg")
    assert narrowed.high_mg <= whole.high_mg * 1.000001
    assert narrowed.low_mg <= narrowed.high_mg


@trying(200)
@given(COMPOUNDS, WEIGHTS, WEIGHTS)
def test_a_heavier_compound_never_brings_less(name: str, one: int, other: int) -> None:
    light, heavy = (found(f"{name} {mg} mg") for mg in sorted((one, other)))
    assert light.low_mg <= heavy.low_mg
    assert light.high_mg <= heavy.high_mg
    assert light.for_limit_mg <= heavy.for_limit_mg


@trying(200)
@given(COMPOUNDS, WEIGHTS, st.integers(1, 8))
def test_so_many_capsules_of_a_weight_bring_so_many_times_as_much(
    name: str, weight: int, count: int
) -> None:
    one = found(f"{name} {weight} mg")
    for text in (f"{count} capsules of {weight} mg {name}", f"{count} x {weight} mg {name}"):
        many = found(text)
        assert many.units == count
        assert many.low_mg == pytest.approx(count * one.low_mg)
        assert many.high_mg == pytest.approx(count * one.high_mg)


@trying(200)
@given(COMPOUNDS, WEIGHTS, st.integers(1, 8))
def test_a_weight_per_so_many_capsules_is_the_same_weight(
    name: str, weight: int, count: int
) -> None:
    one, many = found(f"{name} {weight} mg"), found(f"{name} {weight} mg per {count} capsules")
    assert (many.low_mg, many.high_mg, many.units) == (one.low_mg, one.high_mg, count)


@trying(200)
@given(COMPOUNDS, WEIGHTS, st.integers(9, 500))
def test_the_size_of_a_pack_changes_nothing(name: str, weight: int, count: int) -> None:
    one = found(f"{name} {weight} mg")
    for text in (f"{name} {weight} mg, {count} capsules", f"{count} tablets {name} {weight} mg"):
        pack = found(text)
        assert (pack.low_mg, pack.high_mg, pack.units) == (one.low_mg, one.high_mg, 1)


@trying(150)
@given(COMPOUNDS, WEIGHTS)
def test_grams_milligrams_and_micrograms_say_the_same(name: str, weight: int) -> None:
    one = found(f"{name} {weight} mg")
    for text in (f"{name} {weight / 1000} g", f"{name} {weight * 1000} mcg", f"{weight} mg {name}"):
        assert found(text).high_mg == pytest.approx(one.high_mg)
        assert found(text).low_mg == pytest.approx(one.low_mg)


@trying(300)
@given(
    COMPOUNDS, WEIGHTS, st.lists(OTHERS, min_size=1, max_size=3, unique=True), st.booleans(),
    st.sampled_from([", ", " and ", " + ", "; ", " "]),
)  # fmt: skip
def test_other_nutrients_beside_it_never_lower_what_counts_for_the_limit(
    name: str, weight: int, others: list[str], first: bool, between: str
) -> None:
    alone = found(f"{name} {weight} mg")
    parts = [f"{name} {weight} mg", *others]
    mixed = read(between.join(parts if first else [*parts[1:], parts[0]]))
    assert mixed is None or mixed.for_limit_mg >= alone.for_limit_mg


@trying(300)
@given(
    st.integers(1, 900), st.lists(OTHERS, min_size=1, max_size=3, unique=True), st.booleans(),
    st.sampled_from([", ", " and ", " + ", "; ", " "]),
    st.sampled_from(["magnesium {} mg", "Magnesium (as citrate) {} mg", "Mg {} mg",
                     "{} mg elemental magnesium", "magnesium: {} mg"]),
)  # fmt: skip
def test_other_nutrients_beside_the_line_never_lower_it(
    mg: int, others: list[str], first: bool, between: str, line: str
) -> None:
    parts = [line.format(mg), *others]
    mixed = read(between.join(parts if first else [*parts[1:], parts[0]]))
    assert mixed is None or mixed.for_limit_mg >= mg


@trying(200)
@given(COMPOUNDS, COMPOUNDS, WEIGHTS, WEIGHTS, st.sampled_from([" + ", " and ", ", "]))
def test_two_compounds_bring_what_each_brings(
    one: str, other: str, first: int, second: int, between: str
) -> None:
    left, right = found(f"{one} {first} mg"), found(f"{other} {second} mg")
    both = read(f"{one} {first} mg{between}{other} {second} mg")
    assert both is not None
    assert both.for_limit_mg >= math.floor(left.high_mg + right.high_mg)
    assert both.low_mg <= left.low_mg + right.low_mg + 1e-6


@trying(200)
@given(st.integers(1, 200), st.sampled_from(["DV", "daily value", "NRV", "VNR", "AJR"]))
def test_a_share_of_the_daily_value_brings_that_share(percent: int, words: str) -> None:
    high = found(f"magnesium {percent}% {words}").high_mg
    assert high == pytest.approx(percent / 100 * (420 if words[0].casefold() == "d" else 375))


@trying(200)
@given(COMPOUNDS, WEIGHTS, st.integers(1, 100))
def test_a_stated_share_counts_at_least_where_the_limit_is_checked(
    name: str, weight: int, percent: int
) -> None:
    reading = found(f"{name} {weight} mg ({percent} %)")
    assert reading.high_mg >= percent / 100 * weight * 0.999999
    assert reading.low_mg <= percent / 100 * weight * 1.000001
