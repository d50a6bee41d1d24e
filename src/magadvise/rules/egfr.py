"""Kidney function from creatinine: CKD-EPI 2021, without a race term (source CKDEPI21)."""

from __future__ import annotations

from typing import Any

from magadvise.knowledge.rows import Knowledge
from magadvise.model import Kidney, Profile, Sex


def from_creatinine(mg_dl: float, age_years: int, sex: Sex, knowledge: Knowledge) -> float:
    """eGFR in mL/min/1.73 m2, unrounded, of an adult. Unknown sex: the lower of the two values."""
    if sex is Sex.UNKNOWN:
        return min(from_creatinine(mg_dl, age_years, s, knowledge) for s in (Sex.FEMALE, Sex.MALE))
    ratio = mg_dl / knowledge.numbers[f"ckdepi_kappa_{sex}"]
    egfr: float = formula(min(ratio, 1), max(ratio, 1), age_years, sex, knowledge)
    return egfr


def formula(low: Any, high: Any, age_years: Any, sex: Sex, knowledge: Knowledge) -> Any:
    """The formula itself, for numbers or for whole arrays of them. ``low`` and ``high`` are the ratio
    of creatinine to kappa, cut at 1 from above and from below."""
    n = knowledge.numbers
    egfr = (
        n["ckdepi_scale"]
        * low ** n[f"ckdepi_alpha_{sex}"]
        * high ** n["ckdepi_beta"]
        * n["ckdepi_age"] ** age_years
    )
    return egfr * n["ckdepi_female"] if sex is Sex.FEMALE else egfr


def computed(profile: Profile, knowledge: Knowledge) -> tuple[float | None, str]:
    """The computed eGFR, or ``None`` with the reason why the formula does not hold ("" where no
    creatinine was given)."""
    if profile.creatinine is None:
        return None, ""
    words = knowledge.words
    adult = int(knowledge.numbers["ckdepi_from_years"])
    if profile.age_years < adult:
        return None, words("egfr.under", years=adult)
    if profile.is_pregnant:
        return None, words("egfr.pregnancy")
    if profile.kidney in (Kidney.INJURY, Kidney.DIALYSIS):
        return None, words("egfr.kidney")
    value = from_creatinine(profile.creatinine.mg_dl, profile.age_years, profile.sex, knowledge)
    return value, ""
