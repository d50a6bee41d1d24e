"""Rows of ``diary.json``: the numbers of the cramp diary and the rules of its verdict."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from magadvise.knowledge.schema.base import Id, Row, Sourced, Text

WHOLE = ("days", "weeks", "cramps", "pairs", "points", "mg", "year", "people")


class Figure(Sourced):
    """One named number of the method."""

    id: Id
    value: Annotated[float, Field(gt=0)]
    unit: Text
    meaning: Text

    @model_validator(mode="after")
    def _sensible(self) -> Figure:
        if self.unit in WHOLE and self.value != int(self.value):
            raise ValueError("must be a whole number")
        if self.unit == "percent" and self.value >= 100:
            raise ValueError("must be below 100 percent")
        return self


class Decision(Sourced):
    """Which word a rule gives."""

    id: Id
    verdict: Literal["keep", "pause", "stop", "not_enough"]


class DiaryFile(Row):
    numbers: Annotated[list[Figure], Field(min_length=1)]
    rules: Annotated[list[Decision], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> DiaryFile:
        value = {row.id: row.value for row in self.numbers}
        for low, high in (("baseline_days", "baseline_window_days"), ("settle_days", "box_days"),
                          ("retry_from_weeks", "retry_to_weeks")):  # fmt: skip
            if low in value and high in value and value[low] > value[high]:
                raise ValueError(f"{low} must not be above {high}")
        if value.get("memory_most", 0) >= 1:
            raise ValueError("memory_most must be below 1")
        return self
