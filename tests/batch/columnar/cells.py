"""Cells that a batch file may hold: right ones, ones on a line of a rule, and odd ones."""

from __future__ import annotations

from batch.columnar.both import KNOWLEDGE
from magadvise.model import Sex
from magadvise.rules.egfr import from_creatinine

BLANKS = ("", " ", "\u00a0")
TRI = ("yes", "no", "unknown", "", "Yes", "NO", "y", "none", "yes;no")
KIDNEYS = ("normal", "ckd", "dialysis", "transplant", "injury", "one_kidney", "unknown", "")
CLOCKS = (
    "00:00", "00:01", "06:00", "07:00", "7:00", "08:30", "12:00", "18:30", "20:00", "21:59", "22:00",
    "22:30", "23:59", "04:15", "unknown", "", "24:00", "7", "7:5", "25:00", "22.30", "none", "２２:00",
)  # fmt: skip

# Ages of the intake tables, of the limits and of the rules, with their neighbours.
AGES = (
    *(f"{n}mo" for n in (0, 1, 5, 6, 7, 11, 12, 13, 23, 24, 35, 36, 47, 48, 143, 144, 1440, 1451, 1452)),
    *(str(n) for n in (
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 29, 30, 31, 45, 49, 50, 51, 52,
        55, 56, 59, 60, 61, 64, 65, 66, 69, 70, 71, 74, 75, 76, 92, 93, 94, 110, 120)),
    "0", "121", "45.5", "-5", "forty", "045", " 45 ", "45 mo", "４５", "1e2", "1970", "unknown", "none",
    "40;50", "", "9999mo",
)  # fmt: skip
ADULTS = ("18", "30", "31", "45", "50", "51", "59", "60", "64", "65", "71", "80")
MONTHS = ("", "", "0", "8", "11", "12", "13", "540", "x", "8mo", "8.5", "-1")

EGFR_LINES = (30, 35, 60, 90, 110, 130)
EGFRS = (
    *(f"{line + by:.4g}" for line in EGFR_LINES for by in (-0.1, -0.01, 0, 0.01, 0.1)),
    "2", "2.0", "200", "60.0", "060", "45", "59.999999", "34.999999", "52 mL/min/1.73m2",
    "90 ml/min/1,73 m²", "30 mL/min per 1.73m2", "1.9", "201", "200.1", "<60", ">90", "60 ml/min",
    "1.1 mg/dL", "45,5", "unknown", "UNKNOWN", "none", "nan", "1e1", "",
)  # fmt: skip


def creatinine_at(egfr: float, years: int, sex: Sex) -> float:
    """The creatinine in mg/dL at which the formula gives this eGFR, by halving."""
    low, high = 0.1, 15.0
    for _ in range(60):
        middle = (low + high) / 2
        if from_creatinine(middle, years, sex, KNOWLEDGE) > egfr:
            low = middle
        else:
            high = middle
    return low


def creatinines(years: int, sex: Sex) -> list[tuple[str, str]]:
    """Numbers with their unit, just on either side of every line."""
    found = []
    for line in EGFR_LINES:
        mg_dl = creatinine_at(line, years, sex)
        for by in (-2e-6, -1e-6, 0, 1e-6, 2e-6, 0.01, -0.01):
            found.append((f"{mg_dl + by:.6f}", "mg/dL"))
            found.append((f"{(mg_dl + by) * 88.42:.4f}", "umol/L"))
    return [(number, unit) for number, unit in found if float(number) > 0]


CREATININES = (
    *(f"{number}{unit}" for number, unit in creatinines(45, Sex.FEMALE)[::3]),
    *(f"{number} {unit}" for number, unit in creatinines(70, Sex.MALE)[::3]),
    "0.1mg/dL", "15mg/dL", "0.09mg/dL", "15.01mg/dL", "97 umol/L", "97µmol/L", "97μmol/l", "1.1 MG/DL",
    "1.1", "97", "1.1mmol/L", "high", "unknown", "Unknown", "none", "",
)  # fmt: skip
UNITS = ("mg/dL", "umol/L", "µmol/L", "mmol/L", "MG/DL", "", "")
AMOUNTS = (
    "none", "unknown", "None", "", "0", "0.0", "0.1", "49", "50", "51", "99.5", "100", "149", "149.5", "150",
    "151", "199", "200", "201", "249", "250", "251", "299", "300", "301", "349", "350", "350.0", "351", "400",
    "1000", "4999.1", "5000", "5000.1", "9999", "-1", "+5", "1,5", "100mg", "abc", "nan", "1_0",
)  # fmt: skip

PATTERNS = tuple(KNOWLEDGE.patterns)
CONDITIONS = tuple(KNOWLEDGE.conditions)
RED_FLAGS = tuple(KNOWLEDGE.red_flags)
FORMS = tuple(KNOWLEDGE.forms)
ODD_WORDS = {
    "patterns": ("none", "unknown", "Night", "HEAT", "nightly", "Pregnancy"),
    "conditions": ("none", "unknown", "Diabetes", "asthma", "kidney disease", "COPD", "GOUT"),
    "red_flags": ("none", "unknown", "None", "tired", "Dark_Urine", "darkurine"),
    "products": ("none", "unknown", "NONE", "mystery powder", "Mystery-Powder"),
}
NAMED = tuple(KNOWLEDGE.products.names)
PRODUCTS = (
    *NAMED[::5], "milk of magnesia 15 ml", "Milk of Magnesia, 30 mL twice daily", "ZMA 2 capsules",
    "centrum 1 tablet", "Slow-Mag", "slow mag", "SLOW MAG 2 tablets", "mag-ox 400", "Mag Ox 400 mg twice",
    "Calm 2 teaspoons", "epsom bath", "magnesium oil", "magnesium oil by mouth", "picolax", "Epsom salt 5 g",
    "calm® 1 tsp", "centrum and zma", "magnesium citrate 1 bottle", "magnésium", "centrum with magnésiocard",
    "centrum with magnesiocard", "zma; zma", "Z M A", "milk of magnesia 99 x 9999 ml six times",
)  # fmt: skip

SCALARS: dict[str, tuple[str, ...]] = {
    "age": AGES, "age_months": MONTHS,
    "sex": ("female", "male", "unknown", "", "Female", "MALE", "f", "other", "femal", "none"),
    "pregnant": TRI, "breastfeeding": TRI, "kidney": (*KIDNEYS, "CKD", "none", "ckd;dialysis", "stage 3"),
    "egfr": EGFRS, "creatinine": CREATININES, "creatinine_unit": UNITS,
    "other_magnesium_mg": AMOUNTS, "diet_magnesium_mg": AMOUNTS, "check_dose_mg": AMOUNTS,
    "check_form": (*FORMS, "unknown", "", "Oxide", "chelate", "none"),
    "stool": ("usual", "loose", "constipated", "unknown", "", "Loose", "hard"),
    "bedtime": CLOCKS, "wake": CLOCKS,
    "standard": (*KNOWLEDGE.standards, "US", "Eu", "xx", ""),
}  # fmt: skip
LISTS: dict[str, tuple[str, ...]] = {
    "patterns": PATTERNS,
    "conditions": CONDITIONS,
    "red_flags": RED_FLAGS,
    "products": PRODUCTS,
}
SEPARATORS = (";", "|", "; ", " | ", ";;", "| ;")
