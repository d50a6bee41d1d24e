"""``rda.json``: intakes and upper limits by standard, age, sex and stage."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import Id, Mg, Row, Sourced, Text


class Standard(Sourced):
    """``scope`` says what is missing; a missing value falls back to the US row."""

    id: Id
    name: Text
    body: Text
    scope: Text
    offered: bool


class Intake(Sourced):
    """Ages in months, ``from_months`` <= age < ``before_months`` (null: no upper end)."""

    standard: Id
    group: Text
    from_months: Annotated[int, Field(ge=0)]
    before_months: int | None
    sex: Literal["female", "male", "any"]
    stage: Literal["none", "pregnant", "breastfeeding"]
    kind: Literal["RDA", "AI"]
    local_name: Text
    ear_mg: Mg | None
    rda_mg: Mg


class Limit(Sourced):
    """Upper limit for supplemental magnesium; null ``ul_mg`` with ``status`` telling why."""

    standard: Id
    group: Text
    from_months: Annotated[int, Field(ge=0)]
    before_months: int | None
    ul_mg: Mg | None
    status: Literal["value", "not_determinable"]


class RdaFile(Row):
    standards: list[Standard]
    intakes: list[Intake]
    limits: list[Limit]
