"""The two answers there are: a :class:`Plan` with a dose, or a :class:`Refusal` without one.

A plan above its ceiling, with an intake inside a medicine's window, or on a rung of the ladder that
shows no dose, cannot be constructed: ``__post_init__`` raises :class:`DoseLimitError`.
"""

from dataclasses import dataclass
from typing import NamedTuple

from magadvise import limit
from magadvise.advice import timing as times
from magadvise.advice.dosing import DoseStep
from magadvise.advice.forms import FormAdvice
from magadvise.errors import DoseLimitError
from magadvise.model import Disposition, Finding, Intake, Profile


class Evidence(NamedTuple):
    """What trials say of the main cramp pattern."""

    pattern: str
    certainty: str
    expectation: str
    statement: str
    effects: tuple[str, ...]
    sources: tuple[str, ...]


class Check(NamedTuple):
    """A dose that somebody takes now, against the limit."""

    dose_mg: int
    form: str | None
    limit_mg: int
    excess_mg: int


class Timing(NamedTuple):
    """The intakes of the last step by the clock, the day around them, and what was assumed."""

    schedule: times.Schedule
    intakes_mg: tuple[int, ...]
    timeline: tuple[tuple[int, str], ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Advice:
    """What every answer carries. ``other_mg`` is the known part of other magnesium."""

    profile: Profile
    standard: str
    disposition: Disposition
    intake: Intake
    other_mg: int
    other_known: bool
    findings: tuple[Finding, ...]
    evidence: Evidence
    check: Check | None
    first_steps: tuple[str, ...]
    stop_if: tuple[str, ...]
    seek_care_if: tuple[str, ...]
    foods: tuple[tuple[str, str, int], ...]
    sources: tuple[tuple[str, str], ...]
    knowledge_version: str
    reviewed: str
    disclaimer: str

    @property
    def remaining_mg(self) -> int | None:
        """Allowance left under the UL; ``None`` while it or the other magnesium is unknown."""
        if not self.other_known or self.intake.ul_mg is None:
            return None
        return limit.remaining(self.intake.ul_mg, self.other_mg)


@dataclass(frozen=True, slots=True, repr=False)
class Plan(Advice):
    """A dose: steps up to ``ceiling_mg`` elemental mg a day, with form and times."""

    ceiling_mg: int
    most_at_once_mg: int
    steps: tuple[DoseStep, ...]
    go_up: str
    trial_days: int
    form: FormAdvice
    timing: Timing
    gaps: tuple[times.Gap, ...]

    def __post_init__(self) -> None:
        if not self.disposition.shows_dose or not self.steps:
            raise DoseLimitError("this disposition shows no dose")
        limit.guard(
            self.ceiling_mg,
            self.intake.ul_mg,
            self.other_mg,
            [(step.mg_per_day, step.intakes_mg) for step in self.steps],
            self.most_at_once_mg,
        )
        if any(f.at_least and f.at_least.rank > self.disposition.rank for f in self.findings):
            raise DoseLimitError("a finding asks for a higher rung than the plan stands on")
        caps = [f.cap_mg for f in self.findings if f.cap_mg is not None]
        if limit.lowest(self.ceiling_mg, caps) != self.ceiling_mg:
            raise DoseLimitError("the ceiling is above the cap of a finding")
        last = self.timing.intakes_mg
        if last != self.steps[-1].intakes_mg or len(last) != len(self.timing.schedule.times):
            raise DoseLimitError("the timed intakes are not those of the last step")
        times.guard(self.gaps, self.timing.schedule.times)

    @property
    def max_mg_per_day(self) -> int:
        return self.steps[-1].mg_per_day


@dataclass(frozen=True, slots=True, repr=False)
class Refusal(Advice):
    """No dose, with the reasons. Its ceiling is 0 by construction: it has no field for one."""

    def __post_init__(self) -> None:
        if self.disposition.shows_dose:
            raise DoseLimitError("this disposition needs a plan")

    @property
    def ceiling_mg(self) -> int:
        return 0
