"""Traps 24, 25, 26, 46, 51, 52, 56, 57, 60 and 62 in what the command prints and the data say."""

from __future__ import annotations

import re

import pytest

from helpers import json_of
from magadvise.knowledge.load import load_file
from traps.printed import (
    data_strings,
    everything,
    lookups,
    plan_text,
    plans,
    plans_with_a_dose,
    printed,
    sentences,
)

NOT = re.compile(
    r"\b(not?|never|none|nothing|avoid|against|warn\w*|without|unsupported|0 mg)\b", re.I
)
SKIN = re.compile(r"\b(epsom|baths?|bath salts|spray|topical|through the skin|transdermal)\b", re.I)
KIDNEY_STOPS = [{"kidney": "dialysis"}, {"egfr": "20"}, {"kidney": "injury"}, {"kidney": "ckd"},
                {"egfr": "45"}, {"creatinine": "4mg/dL", "kidney": None}]  # fmt: skip


@pytest.mark.parametrize("kidney", KIDNEY_STOPS)
def test_t24_weak_kidneys_are_never_sent_to_baths_or_sprays(kidney):
    text = plan_text(**kidney, check_dose_mg="200", check_form="topical")
    assert "No dose" in text or "Do not take" in text
    for sentence in sentences(text):
        if SKIN.search(sentence):
            assert NOT.search(sentence), sentence


def test_t24_a_bath_counts_as_nothing_and_opens_no_gate():
    document = json_of(products="epsom salt bath", other_magnesium_mg=None, kidney="dialysis")
    assert document["intake"]["other_magnesium_mg"] == 0
    assert document["disposition"] == "do_not_supplement"


def test_t24_every_list_says_that_the_skin_brings_no_dose():
    topics, forms = printed("show", "topics"), printed("show", "forms")
    assert "is not a dose of magnesium: count it as 0 mg" in topics
    assert "no way round a kidney warning" in topics
    assert "Brings no dose" in forms
    assert "counts toward limit: no" in forms


def test_t24_swallowed_epsom_salt_does_count():
    document = json_of(products="epsom salt by mouth 1 teaspoon", other_magnesium_mg=None)
    assert document["intake"]["other_magnesium_mg"] == 493
    assert document["dose"] is None


BARE_MOLAR = re.compile(r"(?<![mµu])mol/L", re.I)


def test_t25_blood_levels_are_never_printed_in_mol_per_litre():
    for name, text in everything().items():
        for found in BARE_MOLAR.finditer(text):
            around = text[found.start() : found.end() + 60]
            assert "It must be mmol/L" in around, (name, around)


def test_t25_the_band_where_toxic_signs_start_is_in_mmol_per_litre():
    text = printed("show", "topics")
    assert "mmol l: 1.74-2.61" in text
    assert "wrong by a factor of 1,000" in text


def test_t25_no_text_of_the_data_has_the_slip_either():
    for place, text in data_strings():
        if "mol/L" in text and BARE_MOLAR.search(text):
            assert "It must be mmol/L" in text, place


def number_pairs(band: str) -> list[float]:
    return [float(n) for n in re.findall(r"\d+(?:\.\d+)?", band)]


def test_t26_every_band_of_blood_levels_agrees_in_its_three_units():
    """1 mmol/L of magnesium is 2 mEq/L and 2.4305 mg/dL."""
    bands = [b for t in load_file("topics.json")["topics"] for b in t.get("bands", [])]
    assert len(bands) >= 8
    for band in bands:
        mmol, meq, mg = (number_pairs(band[unit]) for unit in ("mmol_l", "meq_l", "mg_dl"))
        for a, b in zip(mmol, meq, strict=False):
            assert b == pytest.approx(2 * a, abs=0.11), band
        for a, b in zip(mmol, mg, strict=False):
            assert b == pytest.approx(2.4305 * a, abs=0.15), band


def test_t26_the_three_units_of_one_number_are_told_apart():
    text = printed("show", "topics")
    assert "2 mg/dL is normal, 2 mEq/L is at the upper end of normal, and 2 mmol/L is in" in text


def test_t46_the_printed_plan_never_sells_a_form_for_cramps():
    for name, text in plans().items():
        for found in re.finditer(r"\b(taurate|L-threonate)\b", text):
            near = text[found.start() : found.end() + 90].casefold()
            assert re.search(r"no cramp trial|too little for a full dose", near), (name, near)
        assert not re.search(r"best (form|absorbed|choice)|most effective", text), name


def test_t46_bisglycinate_is_gentler_and_never_the_best_absorbed():
    for name, text in everything().items():
        for sentence in sentences(text):
            if re.search(r"best[- ]absorbed|absorbed best", sentence):
                assert NOT.search(sentence) or "Claim:" in sentence, (name, sentence)


def test_t51_every_plan_asks_for_two_weeks_before_and_four_weeks_of_trial():
    for name, text in plans_with_a_dose().items():
        assert (
            "keep a diary for 2 weeks before the first dose, try magnesium for 4 weeks" in text
        ), name
        assert "28.7 % fewer cramps after 4 weeks" in text, name
    for name, text in plans_with_a_dose().items():
        assert "Try it for 28 days, then stop if it did not help" in text, name


def test_t51_the_first_nights_are_about_tolerance_and_never_about_effect():
    for name, text in everything().items():
        for sentence in sentences(text):
            if re.search(r"\b(3|three) nights\b", sentence):
                assert re.search(r"stomach|Claim:", sentence), (name, sentence)
    assert "3 nights only show whether your stomach bears it" in printed("show", "topics")


def test_t51_a_step_up_waits_for_cramps_that_persist_and_normal_stools():
    text = plan_text()
    assert text.count("Go up only if cramps persist and stools are normal") == 2
    assert json_of()["dose"]["trial_days"] == 28


RATED = re.compile(r"★|☆|⭐|✩|\bstars?\b|\b\d(\.\d)?\s?/\s?5\b|\bout of (5|five|10|ten)\b", re.I)


def test_t52_no_star_ratings_anywhere():
    for name, text in everything().items():
        assert not RATED.search(text), name


@pytest.mark.parametrize(
    ("pattern", "certainty", "expectation"),
    [("night", "moderate", "unlikely"), ("pregnancy", "low", "uncertain"),
     ("exercise", "very low", "untested"), ("heat", "very low", "untested"),
     ("stress", "very low", "untested"), ("twitch", "very low", "untested"),
     ("restless_legs", "very low", "uncertain"), ("cirrhosis", "very low", "untested")],
)  # fmt: skip
def test_t52_the_certainty_is_that_of_the_reviews(pattern, certainty, expectation):
    """Cochrane 2020: moderate for little or no effect in older adults, low in pregnancy, no trial in
    exercise cramps."""
    text = plan_text(patterns=pattern, pregnant="yes" if pattern == "pregnancy" else "no")
    assert f"Certainty of the evidence: {certainty}. Expectation: {expectation}." in text


def test_t52_no_printed_plan_calls_magnesium_a_treatment_or_effective_for_cramps():
    claim = re.compile(
        r"magnesium (treats|cures|prevents|stops|relieves|works for|is effective)|"
        r"proven (to|remedy|for)|strong evidence|highly effective|clinically proven", re.I,
    )  # fmt: skip
    for name, text in everything().items():
        for sentence in sentences(text):
            if claim.search(sentence):
                assert NOT.search(sentence) or "Claim:" in sentence, (name, sentence)


MEDICINES = ["simvastatin", "furosemide", "hydrochlorothiazide", "spironolactone", "omeprazole",
             "levothyroxine", "Seretide", "raloxifene", "donepezil", "dolutegravir"]  # fmt: skip


@pytest.mark.parametrize("medicine", MEDICINES)
def test_t56_a_suspect_medicine_is_named_with_do_not_stop_and_ask_the_prescriber(medicine):
    findings = json_of(medications=medicine)["findings"]
    told = [f["summary"] + " " + f["detail"] for f in findings if f["code"].startswith("MED")]
    assert told
    for words in told:
        assert re.search(r"Do not (stop|change)|do not stop", words), words
        assert re.search(r"[Aa]sk the prescriber|[Tt]ell your (doctor|HIV team)", words), words


STOP = re.compile(r"\bstop(s|ped|ping)?\b", re.I)
MEDICINE = re.compile(
    r"medicines?|statins?|diuretics?|water tablets?|inhalers?|quinine|antibiotics?|\bPPI\b|laxatives?|"
    r"hormone|raltegravir|gabapentin", re.I,
)  # fmt: skip
SPARED = re.compile(r"\b(do not|not|never|without)\b[^.;:]*\bstop|stop magnesium|was stopped", re.I)


def test_t56_no_printed_sentence_tells_anyone_to_stop_a_medicine():
    for name, text in everything().items():
        for sentence in sentences(text):
            for clause in re.split(r"[;:] ", sentence):
                if STOP.search(clause) and MEDICINE.search(clause):
                    assert SPARED.search(clause), (name, clause)


def test_t56_nothing_says_stop_it_without_a_not_before_it():
    bare = re.compile(r"(?<!not )(?<!never )\bstop (it|them|this|that|taking)\b", re.I)
    for name, text in everything().items():
        assert not bare.search(text), name
    for place, text in data_strings():
        assert not bare.search(text), place


def test_t56_where_the_words_about_a_medicine_say_stop_they_say_stop_magnesium():
    for row in load_file("medicines.json")["interactions"]:
        for sentence in sentences(row["advice"]):
            if STOP.search(sentence):
                assert re.search(r"\b(not|never)\b|magnesium", sentence, re.I), (
                    row["id"],
                    sentence,
                )


def test_t56_the_pattern_medicine_says_it_too():
    assert "do not stop it, ask the prescriber" in plan_text(patterns="medicine")


def test_t57_a_missed_dose_is_skipped_in_every_plan():
    found = plans_with_a_dose()
    assert len(found) > 20
    for name, text in found.items():
        assert "Missed a dose? Skip it. Never take a double dose." in text, name


def test_t57_nothing_ever_advises_to_double_or_catch_up():
    double = re.compile(r"\b(double|twice the|two doses at once|catch up|make up for)\b", re.I)
    for name, text in everything().items():
        for sentence in sentences(text):
            if double.search(sentence):
                assert NOT.search(sentence), (name, sentence)


ZERO = {
    "check first": ({"kidney": None}, "pharmacist"),
    "no room": ({"other_magnesium_mg": "400"}, "No supplement"),
    "clinician": ({"medications": "digoxin"}, "doctor"),
    "stop": ({"kidney": "dialysis"}, "Do not take"),
    "emergency": ({"red_flags": "one_leg_swollen"}, "help now"),
    "child": ({"age": "6"}, "doctor"),
    "baby": ({"age": "8mo"}, "Do not take"),
}


@pytest.mark.parametrize("case", ZERO)
def test_t60_help_signs_and_first_steps_are_printed_without_a_dose_too(case):
    answers, words_of_the_first_line = ZERO[case]
    text = plan_text(**answers)
    assert words_of_the_first_line in text[:100]
    for words in ("FIRST STEPS WITHOUT A PILL", "GET HELP", "STOP IF", "one leg swollen",
                  "chest pain", "Stretch before bed"):  # fmt: skip
        assert words in text
    # Rubbing and walking are for a cramp, not for what may be a clot.
    assert ("Straighten the leg" in text) == (case != "emergency")
    assert ("Rub the muscle" in text) == (case != "emergency")
    assert ("Everything below only after a doctor" in text) == (case == "emergency")


def test_t60_an_emergency_comes_before_everything_else():
    text = plan_text(red_flags="chest_pain_breathless")
    assert "help now" in text[:100]
    assert text.index("is an emergency") < text.index("FIRST STEPS")
    assert "mg a day" not in text[: text.index("is an emergency")]


QUININE = re.compile(r"\b(hydro)?quinine\b|\btonic\b|\bquinidine\b", re.I)
SUGGESTS = re.compile(
    r"\b(takes?|try|use[ds]?|drinks?|consider|helps?|relieves?|recommend\w*|benefit\w*|works?|effective|"
    r"option|alternative|remedy|treatment)\b", re.I,
)  # fmt: skip
WARNS = re.compile(r"\b(never|not|no|avoid|warn\w*|against|stop|if you already)\b", re.I)


def test_t62_no_answer_ever_brings_up_quinine_or_tonic_water():
    for name, text in plans().items():
        assert not re.search(r"\bquinine\b|\btonic\b", text.partition("SOURCES")[0], re.I), name


def test_t62_no_text_of_the_data_suggests_quinine_as_therapy():
    found = 0
    for place, text in data_strings():
        if place.endswith(("names", "brands", "locator", "citation")) or not QUININE.search(text):
            continue
        for sentence in sentences(text):
            if QUININE.search(sentence):
                found += 1
                assert not SUGGESTS.search(sentence) or WARNS.search(sentence), (place, sentence)
    assert found > 3


def test_t62_the_lookups_only_warn_of_it():
    for name, text in lookups().items():
        for sentence in sentences(text):
            if QUININE.search(sentence) and SUGGESTS.search(sentence):
                assert WARNS.search(sentence), (name, sentence)
    assert "Never take quinine for leg cramps" in printed("show", "topics")


@pytest.mark.parametrize("name", ["quinine", "quinine sulfate 300 mg", "Qualaquin"])
def test_t62_someone_who_takes_quinine_is_warned_and_gets_no_dose(name):
    document = json_of(medications=name)
    assert document["disposition"] == "clinician_first"
    assert "warns against quinine for leg cramps" in str(document["findings"])


def test_t62_tonic_water_is_no_medicine_that_the_table_clears():
    document = json_of(medications="tonic water")
    assert document["disposition"] == "check_first"
    assert document["medications"][0]["matches"] == []
