"""What the laws are measured against, typed from the published tables and labels, never imported.

Hours are those of the medicine labels as seen from the magnesium: ``after`` is how long magnesium
waits after the medicine, ``before`` how long before it magnesium must have been taken.
"""

from __future__ import annotations

from typing import NamedTuple

LADDER = (
    "supplement", "check_first", "no_room", "clinician_first", "do_not_supplement", "seek_care",
)  # fmt: skip
DAY = 24 * 60


class Medicine(NamedTuple):
    """``letter``: X never together, C a clinician first, S keep apart, M monitor, I worth knowing,
    and nothing for a medicine without a known interaction or with a route that brings none."""

    name: str
    ingredients: tuple[str, ...]
    letter: str
    after: int = 0
    before: int = 0


NEVER = (
    Medicine("raltegravir", ("raltegravir",), "X"),
    Medicine("Isentress", ("raltegravir",), "X"),
    Medicine("Xofluza", ("baloxavir",), "X"),
    Medicine("Kayexalate", ("sodium polystyrene sulfonate",), "X"),
)
CLINICIAN = (
    Medicine("digoxin", ("digoxin",), "C", 2, 2),
    Medicine("Sinemet", ("levodopa", "carbidopa"), "C", 2, 2),
    Medicine("lithium", ("lithium",), "C"),
    Medicine("tacrolimus", ("tacrolimus",), "C", 2, 2),
    Medicine("trientine", ("trientine",), "C", 2, 2),
    Medicine("Lumakras", ("sotorasib",), "C", 4, 10),
    Medicine("Promacta", ("eltrombopag",), "C", 2, 4),
    Medicine("sevelamer", ("sevelamer",), "C"),
    Medicine("gentamicin injection", ("gentamicin",), "C"),
)
APART = (
    Medicine("ciprofloxacin", ("ciprofloxacin",), "S", 2, 6),
    Medicine("levofloxacin", ("levofloxacin",), "S", 2, 2),
    Medicine("moxifloxacin", ("moxifloxacin",), "S", 4, 8),
    Medicine("doxycycline", ("doxycycline",), "S", 2, 6),
    Medicine("levothyroxine", ("levothyroxine",), "S", 4, 4),
    Medicine("alendronic acid", ("alendronate",), "S", 2, 6),
    Medicine("Tivicay", ("dolutegravir",), "S", 2, 6),
    Medicine("Juluca", ("dolutegravir", "rilpivirine"), "S", 4, 6),
    Medicine("Genvoya", ("elvitegravir",), "S", 4, 4),
    Medicine("Vocabria", ("cabotegravir",), "S", 4, 2),
    Medicine("Edurant", ("rilpivirine",), "S", 4, 2),
    Medicine("atazanavir", ("atazanavir",), "S", 2, 1),
    Medicine("gabapentin", ("gabapentin",), "S", 2, 2),
    Medicine("nitrofurantoin", ("nitrofurantoin",), "S", 4, 4),
    Medicine("phenytoin", ("phenytoin",), "S", 3, 3),
    Medicine("riociguat", ("riociguat",), "S", 1, 2),
    Medicine("chlorpromazine", ("chlorpromazine",), "S", 2, 3),
    Medicine("ferrous sulfate", ("ferrous sulfate",), "S", 2, 2),
    Medicine("enalapril", ("enalapril",), "S", 2, 2),
)
WATCHED = (
    Medicine("furosemide", ("furosemide",), "M"),
    Medicine("hydrochlorothiazide", ("hydrochlorothiazide",), "M"),
    Medicine("omeprazole", ("omeprazole",), "M"),
    Medicine("amlodipine", ("amlodipine",), "M"),
    Medicine("glipizide", ("glipizide",), "M", 2, 2),
    Medicine("metformin", ("metformin",), "I"),
    Medicine("ibuprofen", ("ibuprofen",), "I"),
    Medicine("losartan", ("losartan",), "I"),
)
QUIET = (
    Medicine("paracetamol", ("paracetamol",), ""),
    Medicine("warfarin", ("warfarin",), ""),
    Medicine("sertraline", ("sertraline",), ""),
    Medicine("amoxicillin", ("amoxicillin",), ""),
    Medicine("ciprofloxacin eye drops", ("ciprofloxacin",), ""),
    Medicine("salbutamol inhaler", ("salbutamol",), ""),
)
# A potassium-sparing diuretic: monitored, but a clinician's matter from 65 years or with CKD.
SPARING = Medicine("spironolactone", ("spironolactone",), "M")
# It is magnesium itself; without an amount there is no room beside it.
MAGNESIUM = Medicine("milk of magnesia", ("magnesium hydroxide",), "I")
MEDICINES = {m.name: m for m in (*NEVER, *CLINICIAN, *APART, *WATCHED, *QUIET, SPARING, MAGNESIUM)}
# In no table. UK labels of oral magnesium ask for 2 to 4 h from any medicine: 3 h are kept here.
UNKNOWN_NAMES = ("foozolam", "zzyzxanoblidomaquentorstatinexolvaquid", "herbs of the old market")
UNKNOWN_HOURS = 3
# Medicines that make an unknown kidney function a clinician's question.
KIDNEY_MEDICINES = (
    "furosemide", "hydrochlorothiazide", "spironolactone", "enalapril", "losartan", "ibuprofen",
    "lithium",
)  # fmt: skip

# Elemental milligrams on the labels, part milligrams rounded up; None where nobody can know.
PRODUCTS: dict[str, int | None] = {
    "milk of magnesia 5 mL": 167,
    "milk of magnesia 15 mL": 500,
    "ZMA 3 capsules": 450,
    "nuun 2 tablets": 50,
    "LMNT 1 stick": 60,
    "Slow-Mag 1 tablet": 72,
    "Mag-Ox 400 1 tablet": 242,
    "Doan's 2 caplets": 76,
    "Epsom salt bath": 0,
    "powder of the gym": None,
}

KIDNEY_CONDITIONS = (
    "diabetes", "hypertension", "heart_failure", "gout", "kidney_stones", "recurrent_uti",
)  # fmt: skip
STOP_CONDITIONS = (
    "myasthenia_gravis", "lambert_eaton", "neuromuscular_junction_other", "heart_block",
    "slow_pulse", "bowel_obstruction", "hypermagnesaemia", "iv_magnesium",
)  # fmt: skip
CLINICIAN_CONDITIONS = (
    "slow_pulse_paced", "neuromuscular_disease", "severe_diarrhoea", "inflammatory_bowel_disease",
    "short_bowel", "bariatric_surgery", "coeliac", "pancreatitis", "low_blood_pressure",
    "severe_heart_failure", "alcohol_use_disorder", "surgery_planned", "cancer_treatment",
    "eating_disorder", "cirrhosis", "struvite_stones", "acute_illness",
    "hypomagnesaemia",
)  # fmt: skip
CAUTION_CONDITIONS = ("gastroparesis", "phenylketonuria")
EMERGENCIES = (
    "one_leg_swollen", "chest_pain_breathless", "cold_pale_numb_leg", "sudden_severe_pain",
    "dark_urine", "new_weakness", "bladder_bowel_change", "tetany_seizure",
    "palpitations_fainting", "very_drowsy_slow_breathing", "pregnancy_headache_vision",
    "heat_confusion",
)  # fmt: skip
SEE_DOCTOR = (
    "exertional_calf_pain", "visible_deformity", "worsening_weakness",
    "nerve_circulation_history", "widespread_cramps", "weight_loss_night_sweats",
    "child_limp_fever",
)  # fmt: skip
ASK_FIRST = ("frequent_cramps", "started_after_medicine")
CALM_PATTERNS = ("night", "exercise", "heat", "stress", "twitch", "daytime")
PATTERNS = (
    *CALM_PATTERNS, "pregnancy", "restless_legs", "menstrual", "medicine", "dialysis", "cirrhosis",
)  # fmt: skip


def upper_limit(age: str, standard: str) -> int | None:
    """US and Canada 1997: none under 1 year, 65 (1-3 years), 110 (4-8), 350 from 9. Europe 2001:
    250 from 4 years, none below; it never raises the US value."""
    years = _years(age)
    if years < 1:
        return None
    us = 65 if years < 4 else 110 if years < 9 else 350
    return min(us, 250) if standard == "eu" and years >= 4 else us


def is_older(age: str) -> bool:
    """From 65 years the gentler steps and the 200 mg limit hold."""
    return _years(age) >= 65


def _years(age: str) -> int:
    return int(age.removesuffix("mo")) // 12 if age.endswith("mo") else int(age)


def free_minutes(doses: list[tuple[int, int, int]]) -> set[int]:
    """Every minute of the day that keeps each dose ``(minute, hours after, hours before)``."""
    return {
        t
        for t in range(DAY)
        if all(
            (t - d) % DAY >= after * 60 and (d - t) % DAY >= before * 60
            for d, after, before in doses
        )
    }
