"""The reference intake and the upper limit of one person. Sources: ``data/rda.json``."""

from __future__ import annotations

from collections.abc import Iterable

from magadvise import limit
from magadvise.knowledge.rows import IntakeRow, Knowledge, LimitRow
from magadvise.model import Intake, Profile, Sex, Tri

US = "us"


def intake_for(profile: Profile, knowledge: Knowledge, standard: str) -> Intake:
    """RDA (or AI) and UL for the life stage. A value that a standard lacks is the US one, and no
    standard raises the UL above the US one."""
    rows = [_intake_row(profile, knowledge, standard, sex) for sex in _sexes(profile)]
    values = sorted(row.rda_mg for row, _, _ in rows)
    us_limit = _limit_row(knowledge.limits, US, profile.age_months)
    own_limit = _limit_row(knowledge.limits, standard, profile.age_months)
    us_ul = us_limit.ul_mg if us_limit else None
    own_ul = own_limit.ul_mg if own_limit else None
    return Intake(
        rda_mg=values[0] if values[0] == values[-1] else None,
        rda_low_mg=values[0],
        rda_high_mg=values[-1],
        kind=rows[0][0].kind,
        group=" / ".join(dict.fromkeys(row.group for row, _, _ in rows)),
        ul_mg=limit.upper_limit(us_ul, own_ul) if us_ul is not None else None,
        us_row_used=any(fell_back for _, fell_back, _ in rows) or own_limit is None,
        outside_table=any(outside for _, _, outside in rows),
        sources=tuple(
            dict.fromkeys(
                source
                for row in (*(r for r, _, _ in rows), us_limit, own_limit)
                if row
                for source in row.source
            )
        ),
    )


def _sexes(profile: Profile) -> tuple[Sex, ...]:
    if profile.sex is not Sex.UNKNOWN:
        return (profile.sex,)
    staged = profile.is_pregnant or profile.breastfeeding is Tri.YES
    return (Sex.FEMALE,) if staged else (Sex.FEMALE, Sex.MALE)


def _intake_row(
    profile: Profile, knowledge: Knowledge, standard: str, sex: Sex
) -> tuple[IntakeRow, bool, bool]:
    """The row, whether it is the US one in place of the standard's, and whether the person's age
    lies outside the rows of the stage. Pregnant and breastfeeding: the higher value counts."""
    found = [
        _stage_row(knowledge.intakes, standard, stage, sex, profile.age_months)
        for stage in _stages(profile, knowledge, sex)
    ]
    return max(found, key=lambda hit: hit[0].rda_mg)


def _stages(profile: Profile, knowledge: Knowledge, sex: Sex) -> list[str]:
    stages = []
    if sex is Sex.FEMALE and profile.age_years >= knowledge.numbers["pregnancy_from_years"]:
        if profile.is_pregnant:
            stages.append("pregnant")
        if profile.breastfeeding is Tri.YES:
            stages.append("breastfeeding")
    return stages or ["none"]


def _stage_row(
    rows: Iterable[IntakeRow], standard: str, stage: str, sex: Sex, months: int
) -> tuple[IntakeRow, bool, bool]:
    for name in (standard, US):
        for row in rows:
            fits = row.standard == name and row.stage == stage and row.sex in (sex, "any")
            if fits and _covers(row, months):
                return row, name != standard, False
    # Past the last row of the stage: its nearest row, marked.
    own = [
        r for r in rows
        if r.standard == US and r.stage == stage and r.sex in (sex, "any")
        and r.from_months <= months
    ]  # fmt: skip
    return max(own, key=lambda r: r.from_months), standard != US, True


def _limit_row(rows: Iterable[LimitRow], standard: str, months: int) -> LimitRow | None:
    for row in rows:
        if row.standard == standard and _covers(row, months):
            return row
    return None


def _covers(row: IntakeRow | LimitRow, months: int) -> bool:
    return row.from_months <= months and (row.before_months is None or months < row.before_months)
