"""Age, pregnancy, breastfeeding, sex, and answers that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from magadvise.model import Sex, Tri
from magadvise.rules.case import Case
from magadvise.rules.registry import Fields, rule


@rule("AGE001")
def infant(case: Case) -> Iterator[Fields]:
    if case.profile.age_months < case.n("infant_months"):
        yield {}


@rule("AGE002")
def minor(case: Case) -> Iterator[Fields]:
    if case.n("infant_months") <= case.profile.age_months and _years(case) < case.n("adult_years"):
        yield {}


@rule("AGE003")
def older_adult(case: Case) -> Iterator[Fields]:
    if _years(case) >= case.n("older_adult_years"):
        yield {"years": str(case.whole("older_adult_years"))}


@rule("PRG001")
def pregnant(case: Case) -> Iterator[Fields]:
    if case.profile.is_pregnant:
        yield {}


@rule("PRG002")
def pregnancy_unknown(case: Case) -> Iterator[Fields]:
    if case.pregnancy_unknown:
        yield {}


@rule("PRG003")
def pregnant_outside_table(case: Case) -> Iterator[Fields]:
    if case.profile.is_pregnant and _years(case) >= case.n("stage_outside_years"):
        yield {"years": str(case.whole("stage_outside_years"))}


@rule("PRG004")
def pregnant_hypertension(case: Case) -> Iterator[Fields]:
    if case.profile.is_pregnant and "hypertension" in case.profile.conditions:
        yield {}


@rule("PRG005")
def pregnant_young(case: Case) -> Iterator[Fields]:
    if case.profile.is_pregnant and _years(case) < case.n("pregnancy_young_years"):
        yield {"years": str(case.whole("pregnancy_young_years"))}


@rule("PRG006")
def breastfeeding(case: Case) -> Iterator[Fields]:
    p = case.profile
    if p.breastfeeding is Tri.YES and p.sex is not Sex.MALE and case.intake.ul_mg is not None:
        yield {"ul": str(case.intake.ul_mg)}


@rule("PRG007")
def does_not_fit(case: Case) -> Iterator[Fields]:
    p, years = case.profile, _years(case)
    low, high = case.n("pregnancy_from_years"), case.n("pregnancy_to_years")
    odd_pregnancy = p.is_pregnant and not low <= years <= high
    outside = years < low or years >= case.n("stage_outside_years")
    if odd_pregnancy or (p.breastfeeding is Tri.YES and (p.sex is Sex.MALE or outside)):
        yield {}


@rule("DAT001")
def sex_unknown(case: Case) -> Iterator[Fields]:
    if case.profile.sex is Sex.UNKNOWN:
        yield {}


@rule("DAT002")
def us_value_used(case: Case) -> Iterator[Fields]:
    if case.intake.us_row_used:
        yield {}


@rule("DAT003")
def word_not_recognised(case: Case) -> Iterator[Fields]:
    for question in case.profile.unrecognised:
        yield {"question": question}


@rule("EVD001")
def pattern_unknown(case: Case) -> Iterator[Fields]:
    if not case.profile.patterns:
        yield {}


def _years(case: Case) -> int:
    return case.profile.age_years
