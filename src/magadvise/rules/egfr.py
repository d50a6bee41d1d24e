"""Kidney function from creatinine: CKD-EPI 2021, without a race term (source CKDEPI21)."""

from __future__ import annotations

from magadvise.knowledge.rows import Knowledge
from magadvise.model import Kidney, Profile, Sex


def from_creatinine(mg_dl: float, age_years: int, sex: Sex, knowledge: Knowledge) -> float:
    """eGFR in mL/min/1.73 m2, unrounded, of an adult. Unknown sex: the lower of the two values."""
    if sex is Sex.UNKNOWN:
        return min(from_creatinine(mg_dl, age_years, s, knowledge) for s in (Sex.FEMALE, Sex.MALE))
    n = knowledge.numbers
    ratio = mg_dl / n[f"ckdepi_kappa_{sex}"]
    egfr: float = (
        n["ckdepi_scale"]
        * min(ratio, 1) ** n[f"ckdepi_alpha_{sex}"]
        * max(ratio, 1) ** n["ckdepi_beta"]
        * n["ckdepi_age"] ** age_years
    )
    return egfr * n["ckdepi_female"] if sex is Sex.FEMALE else egfr


def computed(profile: Profile, knowledge: Knowledge) -> tuple[float | None, str]:
    """The computed eGFR, or ``None`` with the reason why the formula does not hold ("" where no
    creatinine was given)."""
    if profile.creatinine is None:
        return None, ""
    adult = int(knowledge.numbers["ckdepi_from_years"])
    if profile.age_years < adult:
        return None, f"under {adult} years"
    if profile.is_pregnant:
        return None, "in pregnancy"
    if profile.kidney in (Kidney.INJURY, Kidney.DIALYSIS):
        return None, "with kidney injury or dialysis"
    value = from_creatinine(profile.creatinine.mg_dl, profile.age_years, profile.sex, knowledge)
    return value, ""
