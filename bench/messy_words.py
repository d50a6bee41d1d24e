"""What the cells of ``messy.py`` hold: words with their weights. The ids come from the data."""

from __future__ import annotations

Weighted = tuple[tuple[str, float], ...]

HEADER = (
    "id", "age", "sex", "pregnant", "breastfeeding", "kidney", "egfr", "creatinine",
    "creatinine_unit", "medications", "medication_times", "patterns", "conditions", "red_flags",
    "other_magnesium_mg", "products", "stool", "check_dose_mg", "bedtime", "wake", "ward",
)  # fmt: skip

# From 0 on; 2.5 in the mean.
MEDICINES_A_ROW = (0.17, 0.20, 0.20, 0.16, 0.11, 0.07, 0.05, 0.025, 0.015)
NO_MEDICINE: Weighted = (("", 6), ("none", 3), ("unknown", 0.9), ("None", 0.1))
BETWEEN: Weighted = (("; ", 6), (";", 3), ("|", 1))

# The names that stand first; the others follow in an order of chance.
COMMON = (
    "atorvastatin", "omeprazole", "amlodipine", "levothyroxine", "metformin", "ramipril",
    "lisinopril", "bisoprolol", "simvastatin", "furosemide", "pantoprazole", "aspirin",
    "hydrochlorothiazide", "losartan", "gabapentin", "paracetamol", "sertraline", "ibuprofen",
    "alendronate", "doxycycline", "ciprofloxacin", "spironolactone", "digoxin", "tamsulosin",
)  # fmt: skip
STRENGTHS = (
    "0.5 mg", "2.5 mg", "5 mg", "10 mg", "20 mg", "40 mg", "75 mcg", "100 mg", "500 mg", "1 g",
)  # fmt: skip
NO_STRENGTH = 0.2
FORMS: Weighted = (
    ("", 50), (" tablets", 8), (" tablet", 6), (" tabs", 4), (" Tab", 4), (" capsules", 5),
    (" caps", 3), (" Oral Tablet", 5), (" oral", 2), (" once daily", 2), (" XR", 2), (" MR", 2),
    (" film-coated tablets", 2), (" comprimé pelliculé", 1.5), (" Filmtabletten", 1.5),
    (" (Teva)", 1), (" injection", 0.4), (" eye drops", 0.3), (" cream", 0.2), (" inhaler", 0.1),
)  # fmt: skip
PLAIN_FORMS: Weighted = tuple(
    (f, w) for f, w in FORMS if f.isascii() and not f.endswith(("tion", "drops", "cream", "haler"))
)
# Rows of interactions with windows that the plain program knows; all rows without windows it knows.
PLAIN_ROWS = frozenset(
    "R01 R02 R03 R08 R11 R12 R13 R16 R27 R28 R37 R38 R49 R50 R51 R54 R81".split()
)
CASES: Weighted = (("lower", 45), ("title", 35), ("upper", 15), ("swapped", 5))
STRANGERS = (
    "cannabis oil", "herbal tea", "grandma's drops", "blue pill", "study drug B", "zzyx forte",
    "ask pharmacy", "see list", "kräuterblut", "naturheilmittel", "???", "water tablet no name",
)  # fmt: skip

CELLS: dict[str, Weighted] = {
    "sex": (("female", 47), ("male", 43), ("Female", 3), ("MALE", 3), ("unknown", 2), ("", 2)),
    "pregnant": (("", 78), ("no", 17), ("yes", 3), ("unknown", 2)),
    "breastfeeding": (("", 84), ("no", 13), ("yes", 2), ("unknown", 1)),
    "kidney": (
        ("", 55), ("normal", 32), ("unknown", 4), ("ckd", 4), ("one_kidney", 1), ("injury", 1),
        ("transplant", 1), ("dialysis", 1), ("Normal", 1),
    ),
    "creatinine_unit": (("mg/dL", 60), ("umol/L", 35), ("µmol/L", 5)),
    "stool": (("", 70), ("usual", 21), ("constipated", 5), ("loose", 3), ("unknown", 1)),
    "ward": (("", 30), ("A1", 20), ("B2", 20), ("C3", 10), ("day clinic", 10), ("4 east", 10)),
}  # fmt: skip
# How often a list is blank, none, unknown, or names one; of those that name one, how many name two.
LISTS: dict[str, tuple[float, float, float, float, float]] = {
    "patterns": (0.35, 0.0, 0.03, 0.62, 0.15),
    "conditions": (0.50, 0.27, 0.02, 0.21, 0.20),
    "red_flags": (0.60, 0.34, 0.02, 0.04, 0.05),
    "products": (0.88, 0.05, 0.01, 0.06, 0.05),
}
# Words that are no id of the question; a finding, no reject. Share of those that name one.
ODD_WORDS = {"conditions": ("asthma", "COPD", "osteoporosis"), "red_flags": ("tired",)}
ODD = 0.04
PRODUCTS = (
    "multivitamin", "centrum", "prenatal", "zma", "milk of magnesia", "Slow-Mag", "calm",
    "nuun", "epsom bath", "topical magnesium",
)  # fmt: skip
MORE_PRODUCTS = (
    "milk of magnesia 5 mL", "ZMA 2 capsules", "centrum 1 tablet", "magnesium oil", "mystery powder",
)  # fmt: skip
NUMBERS_BLANK = {
    "egfr": 0.84, "creatinine": 0.94, "other_magnesium_mg": 0.84, "check_dose_mg": 0.9,
    "bedtime": 0.94, "wake": 0.95,
}  # fmt: skip

# Rows of people who answered the safety questions, in place of a blank.
HEALTHY_ROWS = 0.12
HEALTHY = {
    "pregnant": "no", "kidney": "normal", "conditions": "none", "red_flags": "none",
    "other_magnesium_mg": "none", "patterns": "night",
}  # fmt: skip

# A cell in place of what stood there, and the row must be rejected.
WRONG: tuple[dict[str, str], ...] = (
    {"age": "0"}, {"age": "230"}, {"age": "abc"}, {"age": "45.5"}, {"sex": "x"},
    {"sex": "male", "pregnant": "yes"}, {"pregnant": "no", "patterns": "pregnancy"},
    {"egfr": "ten"}, {"creatinine": "1.1", "creatinine_unit": ""}, {"bedtime": "25:00"},
    {"other_magnesium_mg": "-5"}, {"medications": "none; aspirin"},
    {"medication_times": "no such medicine=07:00"},
)  # fmt: skip
