"""Traps 42, 50, 58 and 59: stops before numbers, other diseases, hidden stops, silent defaults."""

from __future__ import annotations

import re
from itertools import product

import pytest

from helpers import codes, healthy, json_of, plan
from magadvise import advise, load_knowledge, parse
from magadvise.errors import InputError
from magadvise.knowledge.load import load_file

pytestmark = pytest.mark.core

STOPS = [
    {"medications": "raltegravir"},
    {"medications": "baloxavir"},
    {"medications": "Clenpiq"},
    {"kidney": "dialysis"},
    {"egfr": "20"},
    {"conditions": "heart_block"},
]
QUESTIONS_FOR_A_CLINICIAN = [
    {"medications": "digoxin"},
    {"medications": "lithium"},
    {"medications": "Sinemet"},
    {"medications": "tacrolimus"},
    {"medications": "spironolactone", "age": "70"},
    {"egfr": "45"},
    {"conditions": "cirrhosis"},
    {"red_flags": "exertional_calf_pain"},
]
NO_DOSE = STOPS + QUESTIONS_FOR_A_CLINICIAN
MORE = [
    {},
    {"age": "70"},
    {"medications": ["levothyroxine", "omeprazole"]},
    {"other_magnesium_mg": None, "red_flags": None},
    {"check_dose_mg": "300"},
]
PAIRS = list(product(NO_DOSE, MORE))
ALLOWANCE = re.compile(r"at most \d+ mg|at or below \d+ mg|up to \d+ mg|start(ing)? .{0,20}\d+ mg")


def together(first: dict, second: dict) -> dict:
    """Both sets of answers; medicines of both, and the answer that refuses the dose stays."""
    merged = {**second, **first}
    if "medications" in first and "medications" in second:
        merged["medications"] = [first["medications"], *second["medications"]]
    return merged


@pytest.mark.parametrize(("refusal", "more"), PAIRS)
def test_t42_what_refuses_a_dose_leaves_no_number_of_a_dose(refusal, more):
    document = json_of(**together(refusal, more))
    assert document["disposition"] in ("clinician_first", "do_not_supplement")
    assert (document["dose"], document["form"], document["timing"]) == (None, None, None)
    assert document["ceiling_mg"] == 0


@pytest.mark.parametrize("more", MORE)
def test_t42_no_finding_of_a_refusal_names_an_amount_that_could_be_taken(more):
    """Who reads "at most 150 mg a day" under a stop reads an allowance."""
    told = {
        finding["summary"]
        for refusal in NO_DOSE
        for finding in json_of(**together(refusal, more))["findings"]
    }
    assert {summary for summary in told if ALLOWANCE.search(summary)} == set()


@pytest.mark.parametrize("refusal", NO_DOSE)
def test_t42_the_reason_that_refuses_stands_first(refusal):
    document = json_of(**refusal)
    severities = [finding["severity"] for finding in document["findings"]]
    assert severities[0] in ("stop", "clinician")
    order = ["stop", "clinician", "separate", "caution", "info"]
    assert severities == sorted(severities, key=order.index)


@pytest.mark.parametrize("refusal", STOPS)
def test_t42_a_dose_that_someone_takes_is_judged_against_zero(refusal):
    check = json_of(**refusal, check_dose_mg="100")["check"]
    assert (check["within_ceiling"], check["excess_mg"]) == (False, 100)


@pytest.mark.parametrize(
    ("answers", "disposition", "words"),
    [
        ({"patterns": "restless_legs"}, "check_first", "Restless legs are not cramps"),
        ({"patterns": ["night", "restless_legs"]}, "check_first", "Restless legs are not cramps"),
        ({"patterns": "menstrual"}, "check_first", "Period cramps are not leg cramps"),
        ({"patterns": ["menstrual", "night"]}, "check_first", "Period cramps are not leg cramps"),
        ({"red_flags": "exertional_calf_pain"}, "clinician_first", "poor blood flow"),
        ({"red_flags": "one_leg_swollen"}, "seek_care", "blood clot"),
        ({"red_flags": "cold_pale_numb_leg"}, "seek_care", "no blood flow"),
        ({"red_flags": "nerve_circulation_history"}, "clinician_first", "circulation"),
    ],
)
def test_t50_another_disease_is_named_and_sent_elsewhere(answers, disposition, words):
    document = json_of(**answers)
    assert document["disposition"] == disposition
    assert any(words in finding["summary"] for finding in document["findings"])


def test_t50_a_swollen_leg_stops_everything_even_beside_a_night_cramp():
    for patterns in ("night", "pregnancy", "exercise"):
        document = json_of(patterns=patterns, pregnant=None, red_flags="one_leg_swollen")
        assert document["disposition"] == "seek_care"
        assert document["dose"] is None


@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        ("patterns", "restless_legs", "urge to move"),
        ("patterns", "menstrual", "lower belly"),
        ("red_flags", "exertional_calf_pain", "when you walk"),
        ("red_flags", "one_leg_swollen", "one leg swollen"),
        ("red_flags", "cold_pale_numb_leg", "cold, pale"),
    ],
)
def test_t50_the_question_that_tells_them_apart_exists(file, name, words):
    row = next(row for row in load_file(f"{file}.json")[file] if row["id"] == name)
    assert words in row["question"]
    assert row["question"].endswith("?")


HIDDEN_STOPS = ["myasthenia_gravis", "lambert_eaton", "neuromuscular_junction_other", "heart_block",
                "slow_pulse", "bowel_obstruction", "hypermagnesaemia", "iv_magnesium"]  # fmt: skip


@pytest.mark.parametrize("condition", HIDDEN_STOPS)
def test_t58_each_hidden_stop_is_a_question_of_its_own(condition):
    row = next(r for r in load_file("conditions.json")["conditions"] if r["id"] == condition)
    assert row["question"].endswith("?")
    assert json_of(conditions=condition)["disposition"] == "do_not_supplement"
    assert json_of(conditions=["gout", condition])["disposition"] == "do_not_supplement"


@pytest.mark.parametrize(
    "typed", ["myasthenia", "myastenia_gravis", "Myasthenia gravis", "MG", "heart block", "muscle"]
)
def test_t58_a_stop_in_other_words_is_refused_with_the_words_to_use_and_not_lost(typed):
    with pytest.raises(InputError) as error:
        plan(conditions=typed)
    (problem,) = error.value.problems()
    assert set(HIDDEN_STOPS) <= set(problem.allowed)


@pytest.mark.parametrize("typed", ["myasthenia", "muscle weakness", "xyz"])
def test_t58_a_condition_that_a_lenient_reader_does_not_know_still_asks_first(typed):
    knowledge = load_knowledge()
    advice = advise(parse(healthy(conditions=typed), knowledge, lenient=True), knowledge)
    assert advice.disposition == "check_first"
    assert "DAT003" in codes(advice)


def test_t58_not_asked_about_conditions_says_which_ones_matter():
    told = str(json_of(conditions=None)["findings"])
    assert "myasthenia gravis" in told
    assert "heart block" in told


SAFETY = ["kidney", "pregnant", "medications", "conditions", "red_flags", "other_magnesium_mg"]


@pytest.mark.parametrize("question", SAFETY)
@pytest.mark.parametrize("nothing", [None, "", "   ", "unknown", []])
def test_t59_an_unanswered_safety_question_is_unknown_and_never_no(question, nothing):
    document = json_of(**{question: nothing})
    assert document["disposition"] == "check_first"
    assert document["findings"]
    if question != "pregnant":
        assert document["ceiling_mg"] == 150
        assert len(document["dose"]["steps"]) == 1


def test_t59_no_mixture_of_unanswered_safety_questions_gives_a_free_plan():
    for missing in product([False, True], repeat=len(SAFETY)):
        left_out = {q: None for q, gone in zip(SAFETY, missing, strict=True) if gone}
        document = json_of(**left_out)
        assert (document["disposition"] == "supplement") == (not left_out), left_out
        asked = [f for f in document["findings"] if f["severity"] == "caution"]
        assert len(asked) == len(left_out)


def test_t59_nothing_but_age_and_sex_is_never_a_free_plan():
    for age, sex in product(("18", "45", "64", "65", "90"), ("female", "male", "unknown")):
        knowledge = load_knowledge()
        advice = advise(parse({"age": age, "sex": sex}, knowledge), knowledge)
        assert advice.disposition in ("check_first", "clinician_first")


def test_t59_none_beside_something_else_is_refused():
    for question, word in [("medications", "levothyroxine"), ("conditions", "gout"),
                           ("red_flags", "dark_urine")]:  # fmt: skip
        with pytest.raises(InputError):
            plan(**{question: ["none", word]})


SIGNS = """one_leg_swollen chest_pain_breathless cold_pale_numb_leg sudden_severe_pain dark_urine
new_weakness bladder_bowel_change tetany_seizure palpitations_fainting very_drowsy_slow_breathing
pregnancy_headache_vision heat_confusion exertional_calf_pain visible_deformity worsening_weakness
nerve_circulation_history widespread_cramps weight_loss_night_sweats child_limp_fever frequent_cramps
started_after_medicine none""".split()


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("rest", [{}, {"kidney": "dialysis"}, {"other_magnesium_mg": "400"}])
def test_t60_first_steps_and_warning_signs_come_with_every_answer(sign, rest):
    document = json_of(red_flags=sign, **rest)
    signs = " ".join(document["seek_care_if"])
    for words in ("one leg swollen", "chest pain", "slow breathing", "dark urine"):
        assert words in signs
    assert any("toes" in step for step in document["first_steps"])
    assert document["stop_if"]
