"""``dosing.json``: the numbers of the method, dose steps and times of the day."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import Clock, Id, Mg, Row, Sourced, Text


class Number(Sourced):
    """One named number of the method."""

    id: Id
    value: float
    unit: Text
    meaning: Text


class ProtocolStep(Row):
    from_day: Annotated[int, Field(ge=1)]
    mg_per_day: Mg


class Protocol(Sourced):
    id: Literal["adult", "older_adult"]
    steps: Annotated[list[ProtocolStep], Field(min_length=1)]
    condition: Text


class UsualTime(Sourced):
    id: Id
    time: Clock
    label: Text


class Line(Sourced):
    id: Id
    text: Text


class DosingFile(Row):
    numbers: list[Number]
    protocols: list[Protocol]
    usual_times: list[UsualTime]
    stop_if: Annotated[list[Line], Field(min_length=1)]
    habits: Annotated[list[Line], Field(min_length=1)]
