"""How many whole units of a product fit the steps of a plan: rounded down, never up."""

from __future__ import annotations

from typing import NamedTuple

from magadvise import limit
from magadvise.advice import dosing
from magadvise.advice.pipeline import case_of
from magadvise.knowledge.rows import Knowledge
from magadvise.medicines.label import Reading
from magadvise.model import Profile, Sex


class Fit(NamedTuple):
    """Of a step of so many mg a day: the units that fit, and what they bring."""

    mg_per_day: int
    units: int
    low_mg: int
    high_mg: int
    exact: bool


class Fits(NamedTuple):
    """``ul_mg`` is ``None`` in the first year of life. ``steps`` is empty where no dose is given
    without a doctor. ``over_mg``: how far all that the label names is above the limit."""

    group: str
    ul_mg: int | None
    most_mg: int
    over_mg: int
    steps: tuple[Fit, ...]


def fits(
    reading: Reading, knowledge: Knowledge, standard: str, age_months: int, most_mg: int | None
) -> Fits:
    """For a healthy person of that age. ``most_mg`` (what a plan shows) can only lower the limit."""
    profile = Profile(age_months=age_months, sex=Sex.UNKNOWN)
    case = case_of(profile, knowledge, standard)
    years = profile.age_years
    caps = [most_mg] if most_mg is not None else []
    if years >= case.n("older_adult_years"):
        caps.append(case.whole("older_adult_cap_mg"))
    ceiling = limit.lowest(case.remaining_mg, caps)
    over = limit.excess(reading.for_limit_mg, ceiling)
    steps: tuple[Fit, ...] = ()
    if years >= case.n("adult_years") and ceiling and reading.high_mg:
        steps = tuple(
            _fit(reading, step.mg_per_day)
            for step in dosing.steps(case, ceiling, no_increase=False)
        )
    return Fits(case.intake.group, case.intake.ul_mg, ceiling, over, steps)


def _fit(reading: Reading, mg: int) -> Fit:
    each = reading.high_mg / reading.units
    count = limit.units(each, mg)
    part = count / reading.units
    scaled = reading._replace(low_mg=reading.low_mg * part, high_mg=reading.high_mg * part)
    return Fit(mg, count, scaled.for_dose_mg, scaled.for_limit_mg, scaled.exact)
