"""Traps 2, 15, 27, 42, 49 and 55 as a person reads them on the screen."""

from __future__ import annotations

import re

import pytest

from traps.printed import plan_text, printed


def test_t02_the_text_says_that_rda_and_limit_count_different_things():
    text = plan_text(age="45", sex="male", pregnant=None)
    assert "RDA 420 mg a day" in text
    assert "from food, water and supplements together" in text
    assert "(UL) 350 mg a day" in text
    assert "Food does not count toward the UL" in text


def test_t03_a_child_sees_both_figures_and_no_dose():
    text = plan_text(age="6")
    assert "doctor" in text[:100]
    assert "RDA 130 mg a day" in text
    assert "(UL) 110 mg a day" in text
    assert "From day 1" not in text


def test_t15_the_text_says_what_is_already_taken_and_how_far_over_it_is():
    text = plan_text(sex="male", pregnant=None, products="ZMA", other_magnesium_mg=None)
    assert "you already take uses up your limit" in text[:100]
    assert "Other magnesium is 450 mg a day: 100 mg above the limit of 350 mg" in text
    assert not re.search(r"(?<![\w.])-\d+ mg", text)
    assert "From day 1" not in text


def test_t27_the_screen_shows_the_free_times_of_the_label():
    text = plan_text(medications="ciprofloxacin", medication_times="ciprofloxacin=08:00,20:00")
    assert "Free for magnesium: 10:00 to 14:00, 22:00 to 02:00." in text


@pytest.mark.parametrize(
    "refusal",
    [{"medications": "raltegravir"}, {"medications": "digoxin"}, {"kidney": "dialysis"},
     {"conditions": "myasthenia_gravis"}, {"red_flags": "dark_urine"}],
)  # fmt: skip
def test_t42_the_gate_is_the_first_line_and_no_line_of_a_dose_follows(refusal):
    text = plan_text(**refusal)
    assert re.search(r"No dose|Do not take|help now", text[:100])
    for words in (
        "WHAT TO TAKE",
        "From day",
        "Your plan",
        "YOUR DAY",
        "Never more than",
        "WHY THIS FORM",
    ):
        assert words not in text
    assert not re.search(r"\b\d\d:\d\d \d+ mg", text)


def test_t41_an_unknown_medicine_is_never_printed_as_free_of_interactions():
    text = plan_text(medications="zzqq")
    assert "'zzqq' is not in the table: ask a pharmacist" in text
    assert "No match is not the same as no interaction" in text
    rest = text.replace("No match is not the same as no interaction", "")
    assert not re.search(r"no (known )?interactions?|is safe|safe to (take|combine)", rest, re.I)


def test_t49_the_text_names_the_limit_and_the_standard_in_use():
    text = printed("plan", "--age", "45", "--sex", "male", "--standard", "eu")
    assert "(UL) 250 mg a day" in text
    assert re.search(r"limits: .*EFSA|limits: .*E(U|uropean)", text)


def test_t55_the_words_for_the_two_kinds_of_diuretic_are_opposites_on_the_screen():
    assert "keep magnesium" in plan_text(medications="spironolactone")
    assert "flush magnesium" in plan_text(medications="furosemide")


def test_t14_the_plan_and_the_help_say_that_milligrams_are_elemental():
    assert "This is elemental magnesium." in plan_text()
    assert "Read the line 'Magnesium ... mg' on the label" in plan_text()
    help_text = printed("plan", "--help")
    assert "Elemental mg a day from all other supplements" in help_text
    assert "elemental mg a day" in help_text
