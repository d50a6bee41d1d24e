"""Every condition, warning sign and cramp pattern by name, with the rung it stands for."""

from __future__ import annotations

import pytest

from helpers import healthy, json_of
from magadvise import InputError, Plan, advise, load_knowledge, parse

pytestmark = pytest.mark.core

KIDNEY_QUESTION = "diabetes hypertension heart_failure gout kidney_stones recurrent_uti".split()
STOP = (
    "myasthenia_gravis lambert_eaton neuromuscular_junction_other heart_block slow_pulse"
    " bowel_obstruction hypermagnesaemia iv_magnesium"
).split()
CLINICIAN = (
    "slow_pulse_paced neuromuscular_disease severe_diarrhoea inflammatory_bowel_disease short_bowel"
    " bariatric_surgery coeliac pancreatitis low_blood_pressure severe_heart_failure"
    " alcohol_use_disorder surgery_planned cancer_treatment eating_disorder cirrhosis"
    " struvite_stones acute_illness hypomagnesaemia"
).split()
CAUTION = "gastroparesis phenylketonuria".split()
EMERGENCY = (
    "one_leg_swollen chest_pain_breathless cold_pale_numb_leg sudden_severe_pain dark_urine"
    " new_weakness bladder_bowel_change tetany_seizure palpitations_fainting"
    " very_drowsy_slow_breathing pregnancy_headache_vision heat_confusion"
).split()
SEE_DOCTOR = (
    "exertional_calf_pain visible_deformity worsening_weakness nerve_circulation_history"
    " widespread_cramps weight_loss_night_sweats child_limp_fever"
).split()
ASK_FIRST = "frequent_cramps started_after_medicine".split()
PATTERNS = {
    "night": "supplement",
    "exercise": "supplement",
    "heat": "supplement",
    "stress": "supplement",
    "twitch": "supplement",
    "daytime": "supplement",
    "unknown": "supplement",
    "restless_legs": "check_first",
    "menstrual": "check_first",
    "medicine": "check_first",
    "cirrhosis": "clinician_first",
    "dialysis": "do_not_supplement",
}


def meets(question: str, word: str, rung: str, severity: str | None) -> None:
    """One word moves a healthy adult to this rung, with one finding of this severity."""
    found = json_of(**{question: word})
    assert (found["disposition"], found["ceiling_mg"]) == (rung, 350 if found["dose"] else 0)
    told = [f for f in found["findings"] if f["code"] not in ("TIM002", "EVD001")]
    assert [f["severity"] for f in told] == ([severity] if severity else [])
    if rung != "supplement":
        assert found["profile"][question] == [word]


@pytest.mark.parametrize("word", KIDNEY_QUESTION)
def test_a_kidney_question_condition_alone_changes_nothing(word: str) -> None:
    meets("conditions", word, "supplement", None)


@pytest.mark.parametrize("word", STOP)
def test_a_stop_condition_rules_a_supplement_out(word: str) -> None:
    meets("conditions", word, "do_not_supplement", "stop")


@pytest.mark.parametrize("word", CLINICIAN)
def test_a_clinician_condition_shows_no_dose(word: str) -> None:
    meets("conditions", word, "clinician_first", "clinician")


@pytest.mark.parametrize("word", CAUTION)
def test_a_caution_condition_keeps_the_dose(word: str) -> None:
    meets("conditions", word, "supplement", "caution")


@pytest.mark.parametrize("word", EMERGENCY)
def test_an_emergency_sign_sends_to_help_now(word: str) -> None:
    meets("red_flags", word, "seek_care", "stop")


@pytest.mark.parametrize("word", SEE_DOCTOR)
def test_a_doctor_sign_shows_no_dose(word: str) -> None:
    meets("red_flags", word, "clinician_first", "clinician")


@pytest.mark.parametrize("word", ASK_FIRST)
def test_an_ask_first_sign_shows_the_dose_to_agree_on(word: str) -> None:
    meets("red_flags", word, "check_first", "caution")


@pytest.mark.parametrize(("word", "rung"), sorted(PATTERNS.items()))
def test_each_pattern_has_its_rung(word: str, rung: str) -> None:
    severity = {
        "supplement": None,
        "check_first": "caution",
        "clinician_first": "clinician",
        "do_not_supplement": "stop",
    }[rung]
    meets("patterns", word, rung, severity)


@pytest.mark.parametrize(("word", "rung"), sorted(PATTERNS.items()))
def test_a_second_pattern_counts_like_the_main_one(word: str, rung: str) -> None:
    assert json_of(patterns=f"exercise; {word}")["disposition"] == rung


@pytest.mark.parametrize(
    ("word", "where"),
    [
        ("restless_legs", "doctor"),
        ("menstrual", "gp or pharmacist"),
        ("medicine", "prescriber"),
        ("cirrhosis", "liver"),
        ("dialysis", "dialysis team"),
    ],
)
def test_a_pattern_that_is_another_illness_says_where_to_turn(word: str, where: str) -> None:
    (finding,) = [f for f in json_of(patterns=word)["findings"] if f["code"].startswith("EVD10")]
    assert where in f"{finding['summary']} {finding['detail']}".lower()


def test_the_program_knows_these_conditions_signs_and_patterns_and_no_others() -> None:
    knowledge = load_knowledge()
    assert sorted(knowledge.conditions) == sorted(KIDNEY_QUESTION + STOP + CLINICIAN + CAUTION)
    assert sorted(knowledge.red_flags) == sorted(EMERGENCY + SEE_DOCTOR + ASK_FIRST)
    assert sorted(knowledge.patterns) == sorted([*PATTERNS, "pregnancy"])


@pytest.mark.parametrize("question", ["conditions", "red_flags", "patterns"])
def test_a_word_that_is_not_known_is_refused_for_one_person(question: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(**{question: "sore_toe"}), load_knowledge())
    (problem,) = caught.value.problems()
    assert (problem.field, problem.code) == (question, "unknown_word")
    assert "sore_toe" not in str(caught.value)


@pytest.mark.parametrize("question", ["conditions", "red_flags", "patterns"])
def test_a_word_that_is_not_known_in_a_list_of_many_people_checks_first(question: str) -> None:
    knowledge = load_knowledge()
    profile = parse(healthy(**{question: "sore_toe"}), knowledge, lenient=True)
    found = advise(profile, knowledge, "us")
    assert found.disposition.value == "check_first"
    assert isinstance(found, Plan)
    assert (found.ceiling_mg, found.max_mg_per_day, len(found.steps)) == (150, 150, 1)
    assert "DAT003" in [finding.code for finding in found.findings]


def test_a_stop_stays_whatever_harmless_things_are_named_beside_it() -> None:
    found = json_of(
        conditions="gastroparesis; myasthenia_gravis; diabetes",
        red_flags="frequent_cramps",
        patterns="exercise; restless_legs",
        stool="constipated",
        egfr="95",
    )
    assert (found["disposition"], found["dose"]) == ("do_not_supplement", None)
