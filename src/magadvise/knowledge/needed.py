"""Rows that the program or the people who script it rely on by name: none of them may be missing.

A new row is free to come; one of these can only go together with the program.
"""

NEEDED: dict[tuple[str, str], tuple[str, ...]] = {
    ("dosing.json", "numbers"): (
        "adult_years", "age_highest_years", "before_bed_minutes", "between_intakes_minutes",
        "ckdepi_age", "ckdepi_alpha_female", "ckdepi_alpha_male", "ckdepi_beta", "ckdepi_female",
        "ckdepi_from_years", "ckdepi_kappa_female", "ckdepi_kappa_male", "ckdepi_scale",
        "ckdepi_validated_years", "creatinine_highest", "creatinine_lowest", "creatinine_umol",
        "egfr_clinician", "egfr_computed_stop", "egfr_high", "egfr_high_older",
        "egfr_high_older_years", "egfr_highest", "egfr_lowest", "egfr_near_stop", "egfr_recheck",
        "egfr_stop", "infant_months", "kidney_test_months", "kidney_test_older_months",
        "least_room_mg", "older_adult_cap_mg", "older_adult_years", "one_intake_mg",
        "other_magnesium_highest_mg", "pregnancy_from_years", "pregnancy_to_years",
        "pregnancy_young_years", "slot_minutes", "stage_outside_years", "trial_days",
        "unknown_cap_mg", "unknown_medicine_gap_minutes", "unknown_medicine_gap_preferred_minutes",
        "waking_least_minutes", "waking_most_minutes",
    ),
    ("dosing.json", "protocols"): ("adult", "older_adult"),
    ("dosing.json", "usual_times"): ("wake", "breakfast", "lunch", "dinner", "bedtime", "medicine"),
    ("rda.json", "standards"): ("us",),
    ("knowledge.json", "messages"): (
        "hours", "minutes", "timeline.magnesium", "relative.bed", "relative.breakfast",
        "relative.lunch", "relative.dinner", "relative.free", "assumed.medicine", "assumed.wake", "assumed.bed",
        "assumed.breakfast", "assumed.lunch", "assumed.dinner", "medicine.number",
        "medicines.count", "kidney.age", "kidney.near", "egfr.validated", "egfr.under", "egfr.pregnancy",
        "egfr.kidney",
    ),
    ("patterns.json", "patterns"): (
        "night", "pregnancy", "exercise", "heat", "stress", "twitch", "daytime", "restless_legs",
        "menstrual", "medicine", "dialysis", "cirrhosis", "unknown",
    ),
    ("conditions.json", "conditions"): (
        "diabetes", "hypertension", "heart_failure", "gout", "kidney_stones", "recurrent_uti",
        "myasthenia_gravis", "lambert_eaton", "neuromuscular_junction_other", "heart_block",
        "slow_pulse", "bowel_obstruction", "hypermagnesaemia", "iv_magnesium", "slow_pulse_paced",
        "neuromuscular_disease", "severe_diarrhoea", "inflammatory_bowel_disease", "short_bowel",
        "bariatric_surgery", "coeliac", "pancreatitis", "low_blood_pressure",
        "severe_heart_failure", "alcohol_use_disorder", "surgery_planned", "cancer_treatment",
        "eating_disorder", "cirrhosis", "struvite_stones", "acute_illness", "hypomagnesaemia",
        "gastroparesis", "phenylketonuria",
    ),
    ("red_flags.json", "red_flags"): (
        "one_leg_swollen", "chest_pain_breathless", "cold_pale_numb_leg", "sudden_severe_pain",
        "dark_urine", "new_weakness", "bladder_bowel_change", "tetany_seizure",
        "palpitations_fainting", "very_drowsy_slow_breathing", "pregnancy_headache_vision",
        "heat_confusion", "exertional_calf_pain", "visible_deformity", "worsening_weakness",
        "nerve_circulation_history", "widespread_cramps", "weight_loss_night_sweats",
        "child_limp_fever", "frequent_cramps", "started_after_medicine",
    ),
    ("forms.json", "forms"): (
        "bisglycinate", "citrate", "malate", "dimagnesium_malate", "lactate", "chloride",
        "aspartate", "gluconate", "taurate", "acetyl_taurate", "l_threonate", "orotate", "pidolate",
        "glycerophosphate", "sucrosomial", "oxide", "hydroxide", "carbonate", "sulfate", "topical",
    ),
    ("codes.json", "systems"): ("icd10", "snomed", "loinc", "rxnorm", "atc"),
    ("codes.json", "units"): ("egfr", "mg_dl", "umol_l", "mmol_l", "meq_l"),
    ("codes.json", "months"): ("test", "magnesium", "pregnancy", "not_pregnant", "injury"),
    ("codes.json", "pregnancy_answers"): ("pregnant", "not_pregnant", "not_known"),
    ("diary.json", "numbers"): (
        "baseline_days", "baseline_window_days", "trial_window_days", "taken_percent",
        "missing_percent", "fewest_cramps", "fewest_nights", "rise_days", "later_days",
        "stop_below_percent", "placebo_percent", "interval_percent", "memory_most",
        "pause_days", "retry_from_weeks", "retry_to_weeks", "blood_test_weeks", "box_pairs",
        "box_days", "settle_days", "useless_keep_of_100", "useful_stop_of_100", "cramps_most",
        "pain_most", "dose_most", "first_year", "last_year",
    ),
    ("diary.json", "rules"): (
        "no_dose", "short_before", "gaps_before", "short_trial", "gaps_trial", "not_taken",
        "few_cramps", "more_cramps", "later_more", "small_fall", "clear_fall", "few_nights",
        "unclear_fall", "faded", "stayed_away", "came_back", "pause_unclear", "boxes_running",
        "boxes_gaps", "boxes_more", "boxes_same", "boxes_fewer", "boxes_unclear",
    ),
}  # fmt: skip
