"""``patterns.json``: kinds of cramps, what the trials found, first steps."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import (
    Ascii140,
    Certainty,
    Code,
    Disposition,
    Id,
    Row,
    Severity,
    Sourced,
    Text,
)


class Effect(Sourced):
    """A trial figure, with its interval, as printed. ``minus_is_fewer``: cramps with magnesium less
    those without, so that a minus is in favour of magnesium and the figure can be drawn."""

    measure: Text
    population: Text
    kind: Literal["difference", "ratio", "percent_difference", "before_after"]
    value: float
    low: float | None
    high: float | None
    unit: Text
    minus_is_fewer: bool
    trials: int | None
    people: int | None
    certainty: Certainty
    text: Text


class Step(Sourced):
    text: Text


class Pattern(Sourced):
    id: Id
    name: Text
    question: Text
    code: Code | None
    at_least: Disposition | None
    severity: Severity | None
    summary: Ascii140 | None
    todo: Text
    when_to_take: Literal["bedtime", "meal"]
    certainty: Certainty
    expectation: Literal["unlikely", "uncertain", "untested"]
    statement: Text
    effects: list[Effect]
    first_steps: Annotated[list[Step], Field(min_length=1)]


class PatternsFile(Row):
    patterns: list[Pattern]
    during_a_cramp: Annotated[list[Step], Field(min_length=1)]
    placebo_note: Step
