"""What must hold, typed from the published tables and the written rules and never imported: the
numbers are those that a reader of them would check by hand."""

from __future__ import annotations

from functools import cache

from magadvise.model import Creatinine, Kidney, Sex
from property.world import (
    ASK_FIRST,
    CLINICIAN_CONDITIONS,
    EMERGENCIES,
    KIDNEY_CONDITIONS,
    SEE_DOCTOR,
    STOP_CONDITIONS,
)

SUPPLEMENT, CHECK_FIRST, NO_ROOM, CLINICIAN, DO_NOT, SEEK_CARE = range(6)  # the ladder
INFANT, ADULT, OLDER = 12, 18 * 12, 65 * 12  # months
ADULT_CAP, OLDER_CAP, UNKNOWN_CAP = 350, 200, 150  # mg a day
LEAST_ROOM, AT_ONCE = 50, 200  # mg
STEPS = ((1, 150), (4, 200), (7, 300))
OLDER_STEPS = ((1, 100), (8, 150), (15, 200))

CONDITIONS = {
    **dict.fromkeys(STOP_CONDITIONS, DO_NOT), **dict.fromkeys(CLINICIAN_CONDITIONS, CLINICIAN),
}  # fmt: skip
SIGNS = {
    **dict.fromkeys(EMERGENCIES, SEEK_CARE), **dict.fromkeys(SEE_DOCTOR, CLINICIAN),
    **dict.fromkeys(ASK_FIRST, CHECK_FIRST),
}  # fmt: skip
PATTERNS = {
    "dialysis": DO_NOT, "cirrhosis": CLINICIAN, "restless_legs": CHECK_FIRST,
    "menstrual": CHECK_FIRST, "medicine": CHECK_FIRST,
}  # fmt: skip
KIDNEYS = {
    Kidney.DIALYSIS: DO_NOT, Kidney.INJURY: DO_NOT, Kidney.CKD: CLINICIAN,
    Kidney.TRANSPLANT: CLINICIAN, Kidney.ONE_KIDNEY: CLINICIAN,
}  # fmt: skip
LETTERS = {"X": DO_NOT, "C": CLINICIAN}
ASKS_KIDNEYS = frozenset(KIDNEY_CONDITIONS)


def upper_limit(months: int) -> int | None:
    """US and Canada 1997, mg a day from supplements: none in the first year, 65 at 1-3 years, 110 at
    4-8, 350 from 9. No standard may go above it."""
    if months < INFANT:
        return None
    return 65 if months < 48 else 110 if months < 108 else ADULT_CAP


def eu_limit(months: int) -> int | None:
    """Europe 2001: 250 mg from 4 years."""
    us = upper_limit(months)
    return min(us, 250) if us is not None and months >= 48 else us


@cache
def formula(mg_dl: float, years: int, sex: Sex) -> float:
    """CKD-EPI 2021; the lower of the two where the sex is unknown."""
    if sex is Sex.UNKNOWN:
        return min(formula(mg_dl, years, each) for each in (Sex.FEMALE, Sex.MALE))
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex is Sex.FEMALE else (0.9, -0.302, 1.0)
    low, high = min(mg_dl / kappa, 1.0), max(mg_dl / kappa, 1.0)
    value: float = 142 * low**alpha * high**-1.2 * 0.9938**years * factor
    return value


def kidneys(
    months: int, sex: Sex, expects: bool, unsaid: bool, kidney: Kidney, egfr: float | None,
    creatinine: Creatinine | None,
) -> tuple[int, bool]:  # fmt: skip
    """The least rung that kidney answers ask for, and whether the kidneys are unknown."""
    rung = KIDNEYS.get(kidney, SUPPLEMENT)
    if egfr is not None:
        rung = max(rung, DO_NOT if egfr < 30 else CLINICIAN if egfr < 60 else SUPPLEMENT)
    computed = False
    if creatinine is not None and (months >= ADULT or expects):
        value = formula(creatinine.mg_dl, months // 12, sex)
        held = kidney not in (Kidney.INJURY, Kidney.DIALYSIS)
        if held or expects:
            rung = max(rung, DO_NOT if value < 35 else CLINICIAN if value < 60 else SUPPLEMENT)
        computed = months >= ADULT and held and not expects and not unsaid
    return rung, kidney is Kidney.UNKNOWN and egfr is None and not computed


@cache
def steps(ceiling: int, older: bool, steady: bool) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
    """Day, mg and intakes of each step under a ceiling, the larger intake first."""
    found: list[tuple[int, int, tuple[int, ...]]] = []
    highest = 0
    for day, wanted in OLDER_STEPS if older else STEPS:
        mg = min(wanted, ceiling)
        if mg > highest:
            parts = (mg,) if mg <= AT_ONCE else (mg - mg // 2, mg // 2)
            found.append((day, mg, parts))
            highest = mg
    kept = tuple(found[:1] if steady else found)
    if any(sum(p) != mg or max(p) > AT_ONCE or mg > ceiling for _, mg, p in kept):
        raise AssertionError("the numbers of this module do not fit together")
    return kept
