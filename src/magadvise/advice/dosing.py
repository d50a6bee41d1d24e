"""The steps of a dose: the protocol of the data, cut to the ceiling, split into intakes."""

from typing import NamedTuple

from magadvise import limit
from magadvise.rules.case import Case


class DoseStep(NamedTuple):
    """From this day on: milligrams a day, and how they are split."""

    from_day: int
    mg_per_day: int
    intakes_mg: tuple[int, ...]


def steps(case: Case, ceiling_mg: int, *, no_increase: bool) -> tuple[DoseStep, ...]:
    """From the first day on; with ``no_increase`` the first step alone."""
    older = case.profile.age_years >= case.n("older_adult_years")
    protocol = case.knowledge.protocols["older_adult" if older else "adult"]
    most_at_once = case.whole("one_intake_mg")
    kept = limit.cut(protocol.steps, ceiling_mg)
    return tuple(
        DoseStep(day, mg, limit.split(mg, most_at_once))
        for day, mg in (kept[:1] if no_increase else kept)
    )


def condition(case: Case) -> str:
    """When to go up a step."""
    older = case.profile.age_years >= case.n("older_adult_years")
    return case.knowledge.protocols["older_adult" if older else "adult"].condition
