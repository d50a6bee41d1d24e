"""Bands of age and of kidney function that the rows of a batch are counted in."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from magadvise.advice.plan import Advice
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Kidney
from magadvise.rules import egfr as formula
from magadvise.rules.case import Case

NORMAL, REDUCED, SEVERE, UNKNOWN = KIDNEYS = ("normal", "reduced", "severe", "unknown")
NAMED = {
    Kidney.NORMAL: NORMAL,
    Kidney.CKD: REDUCED,
    Kidney.TRANSPLANT: REDUCED,
    Kidney.ONE_KIDNEY: REDUCED,
    Kidney.DIALYSIS: SEVERE,
    Kidney.INJURY: SEVERE,
}


class AgeBand(NamedTuple):
    """Ages in completed months, from ``from_months`` to the next band."""

    id: str
    from_months: int
    label: str


def age_band(age_months: int, bands: Sequence[AgeBand]) -> str:
    """The id of the band; ``bands`` rise from 0 months."""
    return bands[bisect_right(bands, age_months, key=lambda band: band.from_months) - 1].id


def kidney_band(
    kidney: Kidney,
    egfr: float | None,
    computed: float | None,
    knowledge: Knowledge,
    *,
    computed_answers: bool = True,
) -> str:
    """One of ``KIDNEYS``: the strictest of the named state, the eGFR and the one computed from
    creatinine (mL/min/1.73 m2). A computed value that does not answer the kidney question counts
    only where it is low."""
    named = NAMED.get(kidney, UNKNOWN)
    if egfr is None and computed is None:
        return named
    stop, clinician = knowledge.numbers["egfr_stop"], knowledge.numbers["egfr_clinician"]
    found = [] if named == UNKNOWN else [named]
    if egfr is not None:
        found.append(_of_value(egfr, stop, clinician))
    if computed is not None:
        band = _of_value(computed, knowledge.numbers["egfr_computed_stop"], clinician)
        if computed_answers or band != NORMAL:
            found.append(band)
    return max(found, key=KIDNEYS.index, default=UNKNOWN)


def _of_value(egfr: float, stop: float, clinician: float) -> str:
    if egfr < stop:
        return SEVERE
    return REDUCED if egfr < clinician else NORMAL


def of(advice: Advice, ages: Sequence[AgeBand], knowledge: Knowledge) -> tuple[str, str]:
    """The two bands of one answered row."""
    profile = advice.profile
    computed, why = formula.computed(profile, knowledge)
    case = Case(profile, knowledge, advice.intake, advice.other_mg, computed, why)
    return age_band(profile.age_months, ages), kidney_of(case)


def kidney_of(case: Case) -> str:
    """The kidney band of a case, see :func:`kidney_band`."""
    profile, knowledge, computed = case.profile, case.knowledge, case.computed_egfr
    if profile.creatinine is None:
        return kidney_band(profile.kidney, profile.egfr, None, knowledge)
    answers = computed is not None and not case.pregnancy_unknown
    if profile.is_pregnant:  # the formula does not hold, but a low value alarms the ladder too
        computed = formula.from_creatinine(
            profile.creatinine.mg_dl, profile.age_years, profile.sex, knowledge
        )
    return kidney_band(profile.kidney, profile.egfr, computed, knowledge, computed_answers=answers)
