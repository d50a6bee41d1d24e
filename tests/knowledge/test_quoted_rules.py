"""The numbers of dosing and kidneys, and what each finding, condition and warning sign does, word for word
as the table of the answer states it: severity, rung, limit on the dose.
"""

from __future__ import annotations

import pytest

from knowledge.lab import read
from magadvise import load_knowledge
from magadvise.advice import dosing
from magadvise.advice.pipeline import case_of
from magadvise.model import Profile, Sex

pytestmark = pytest.mark.core

NUMBERS = """
one_intake_mg 200 mg
least_room_mg 50 mg a day
unknown_cap_mg 150 mg a day
older_adult_years 65 years
older_adult_cap_mg 200 mg a day
trial_days 28 days
unknown_medicine_gap_minutes 180 minutes
unknown_medicine_gap_preferred_minutes 240 minutes
slot_minutes 30 minutes
before_bed_minutes 30 minutes
waking_least_minutes 720 minutes
waking_most_minutes 1200 minutes
between_intakes_minutes 120 minutes
egfr_stop 30 mL/min/1.73 m2
egfr_clinician 60 mL/min/1.73 m2
egfr_computed_stop 35 mL/min/1.73 m2
egfr_near_stop 35 mL/min/1.73 m2
egfr_recheck 90 mL/min/1.73 m2
egfr_high 130 mL/min/1.73 m2
egfr_high_older 110 mL/min/1.73 m2
egfr_high_older_years 60 years
egfr_lowest 2 mL/min/1.73 m2
egfr_highest 200 mL/min/1.73 m2
ckdepi_scale 142 factor
ckdepi_kappa_female 0.7 mg/dL
ckdepi_kappa_male 0.9 mg/dL
ckdepi_alpha_female -0.241 exponent
ckdepi_alpha_male -0.302 exponent
ckdepi_beta -1.2 exponent
ckdepi_age 0.9938 factor a year
ckdepi_female 1.012 factor
ckdepi_from_years 18 years
ckdepi_validated_years 93 years
creatinine_umol 88.42 umol/L per mg/dL
creatinine_lowest 0.1 mg/dL
creatinine_highest 15 mg/dL
infant_months 12 months
adult_years 18 years
age_highest_years 120 years
pregnancy_from_years 12 years
pregnancy_to_years 55 years
pregnancy_young_years 14 years
stage_outside_years 51 years
other_magnesium_highest_mg 5000 mg a day
kidney_test_months 24 months
kidney_test_older_months 12 months
"""

# code, severity, lowest rung, cap ("-" for none), whether the first step stays the only one
RULES = """
AGE001 stop do_not_supplement -
AGE002 clinician clinician_first -
AGE003 caution - older_adult_cap_mg
PRG001 caution check_first -
PRG002 caution check_first -
PRG003 clinician clinician_first -
PRG004 clinician clinician_first -
PRG005 clinician clinician_first -
PRG006 info - -
PRG007 caution - -
KID001 stop do_not_supplement -
KID002 stop do_not_supplement -
KID003 stop do_not_supplement -
KID004 clinician clinician_first -
KID005 clinician clinician_first -
KID006 clinician clinician_first -
KID007 clinician clinician_first -
KID008 caution check_first -
KID009 clinician clinician_first -
KID010 caution check_first unknown_cap_mg no_increase
KID011 info - -
KID012 stop do_not_supplement -
KID013 info - -
KID014 info - -
KID015 caution - -
KID016 info - -
KID017 clinician clinician_first -
KID018 info - -
CON001 caution check_first unknown_cap_mg no_increase
RED001 caution check_first unknown_cap_mg no_increase
MED001 stop do_not_supplement -
MED002 clinician clinician_first -
MED003 separate - -
MED004 caution - -
MED005 info - -
MED006 caution check_first unknown_cap_mg no_increase
MED007 clinician clinician_first -
MED008 caution check_first unknown_cap_mg no_increase
MED010 caution - -
MED011 info - -
SRC001 caution no_room -
SRC002 caution no_room -
SRC003 caution check_first unknown_cap_mg no_increase
SRC004 caution - -
SRC005 info - -
SRC006 info - -
SRC007 stop do_not_supplement -
DOS001 caution - - no_increase
DOS002 caution no_room -
DOS003 caution - -
DOS004 info - -
FRM001 caution - -
TIM001 clinician clinician_first -
TIM002 info - -
TIM003 info - -
TIM004 caution - one_intake_mg
TIM005 info - -
EVD001 info - -
DAT001 info - -
DAT002 info - -
DAT003 caution check_first unknown_cap_mg no_increase
"""

# id, code ("-" where it only asks for the kidneys), what it does
CONDITIONS = """
diabetes - kidney_question
hypertension - kidney_question
heart_failure - kidney_question
gout - kidney_question
kidney_stones - kidney_question
recurrent_uti - kidney_question
myasthenia_gravis CON101 stop
lambert_eaton CON102 stop
neuromuscular_junction_other CON103 stop
heart_block CON104 stop
slow_pulse CON105 stop
bowel_obstruction CON106 stop
hypermagnesaemia CON107 stop
iv_magnesium CON108 stop
slow_pulse_paced CON201 clinician
neuromuscular_disease CON202 clinician
severe_diarrhoea CON203 clinician
inflammatory_bowel_disease CON204 clinician
short_bowel CON205 clinician
bariatric_surgery CON206 clinician
coeliac CON207 clinician
pancreatitis CON208 clinician
low_blood_pressure CON209 clinician
severe_heart_failure CON210 clinician
alcohol_use_disorder CON211 clinician
surgery_planned CON212 clinician
cancer_treatment CON213 clinician
eating_disorder CON214 clinician
cirrhosis CON215 clinician
struvite_stones CON216 clinician
acute_illness CON217 clinician
hypomagnesaemia CON218 clinician
gastroparesis CON301 caution
phenylketonuria CON302 caution
"""

SIGNS = """
one_leg_swollen RED101 emergency
chest_pain_breathless RED102 emergency
cold_pale_numb_leg RED103 emergency
sudden_severe_pain RED104 emergency
dark_urine RED105 emergency
new_weakness RED106 emergency
bladder_bowel_change RED107 emergency
tetany_seizure RED108 emergency
palpitations_fainting RED109 emergency
very_drowsy_slow_breathing RED110 emergency
pregnancy_headache_vision RED111 emergency
heat_confusion RED112 emergency
exertional_calf_pain RED201 see_doctor
visible_deformity RED202 see_doctor
worsening_weakness RED203 see_doctor
nerve_circulation_history RED204 see_doctor
widespread_cramps RED205 see_doctor
weight_loss_night_sweats RED206 see_doctor
child_limp_fever RED207 see_doctor
frequent_cramps RED301 ask_first
started_after_medicine RED302 ask_first
"""


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def word(text: str) -> str | None:
    return None if text == "-" else text


def test_the_numbers_are_the_reviewed_ones_and_no_others():
    found = {row["id"]: (row["value"], row["unit"]) for row in read("dosing.json")["numbers"]}
    assert found == {name: (float(n), " ".join(unit)) for name, n, *unit in lines(NUMBERS)}


def test_the_steps_of_both_protocols_are_150_200_300_mg_and_100_150_200_mg():
    rows = read("dosing.json")["protocols"]
    found = {r["id"]: [(s["from_day"], s["mg_per_day"]) for s in r["steps"]] for r in rows}
    assert found == {
        "adult": [(1, 150), (4, 200), (7, 300)],
        "older_adult": [(1, 100), (8, 150), (15, 200)],
    }


def test_the_times_that_are_assumed_are_those_of_a_usual_day():
    found = {row["id"]: row["time"] for row in read("dosing.json")["usual_times"]}
    assert found == {
        "wake": "07:00", "breakfast": "08:00", "lunch": "13:00", "dinner": "18:30",
        "bedtime": "22:30", "medicine": "08:00",
    }  # fmt: skip


def test_there_are_six_reasons_to_stop_and_five_habits():
    data = read("dosing.json")
    assert [
        r["id"] for r in data["stop_if"]
    ] == "diarrhoea early_signs no_help worse pause kidney".split()
    assert [r["id"] for r in data["habits"]] == "diary missed lowest blood_test label".split()


def test_each_finding_has_its_severity_its_rung_and_its_limit():
    rows = read("rules.json")["rules"]
    found = [[r["code"], r["severity"], r["at_least"], r["cap"], r["no_increase"]] for r in rows]
    typed = [[c, sev, word(rung), word(cap), bool(no)] for c, sev, rung, cap, *no in lines(RULES)]
    assert found == typed


def test_each_condition_has_its_code_and_its_action():
    rows = read("conditions.json")["conditions"]
    found = [[r["id"], r["code"], r["action"]] for r in rows]
    assert found == [[name, word(code), action] for name, code, action in lines(CONDITIONS)]


def test_each_warning_sign_has_its_code_and_its_urgency():
    rows = read("red_flags.json")["red_flags"]
    assert [[r["id"], r["code"], r["urgency"]] for r in rows] == lines(SIGNS)


@pytest.mark.parametrize(
    "words",
    [
        "chest pain", "slow breathing", "one leg swollen", "control of bladder", "very hot",
        "maternity unit", "child with a limp", "calf pain on walking", "more than 3 cramps a week",
    ],
)  # fmt: skip
def test_when_to_seek_care_stands_in_exactly_one_line(words):
    assert sum(words in line for line in read("red_flags.json")["seek_care_if"]) == 1


@pytest.mark.parametrize("words", ["very sleepy, stop magnesium", "far too much", "Bring or name"])
def test_what_to_do_after_too_much_stands_in_exactly_one_line(words):
    assert sum(words in line for line in read("red_flags.json")["overdose"]) == 1


@pytest.mark.parametrize(("age", "said"), [(18, "young"), (64, "young"), (65, "old"), (80, "old")])
def test_when_to_go_up_is_what_the_protocol_of_the_age_says(age, said):
    """Both say the same today; a change of one must not be told to the others."""
    shipped = load_knowledge()
    protocols = {
        "adult": shipped.protocols["adult"]._replace(condition="young"),
        "older_adult": shipped.protocols["older_adult"]._replace(condition="old"),
    }
    knowledge = shipped._replace(protocols=protocols)
    profile = Profile(age_months=age * 12, sex=Sex.MALE)
    assert dosing.condition(case_of(profile, knowledge, "us")) == said
