"""Rows of ``report.json``: the bands and the words of the page that a batch run can write."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, get_args

from pydantic import Field, model_validator

from magadvise.knowledge.schema.base import Disposition, Id, Row, Sourced, Text

KIDNEYS = ["normal", "reduced", "severe", "unknown"]


class SmallCount(Sourced):
    """Counts below ``value`` are called small."""

    value: Annotated[int, Field(ge=2)]


class AgeBand(Sourced):
    """Ages from ``from_months`` to the next band."""

    id: Id
    from_months: Annotated[int, Field(ge=0)]
    label: Text


class Wording(Sourced):
    id: Id
    text: Text


class KidneyBand(Sourced):
    """``label`` may hold ``{stop}`` and ``{clinician}``, the eGFR lines of ``dosing.json``."""

    id: Id
    label: Text


class Answer(Sourced):
    """A rung of the ladder in words; ``meaning`` is one short sentence or two."""

    id: Disposition
    name: Text
    meaning: Text


class ReportFile(Row):
    """Kidney bands and dispositions stand in the order of the page, which is that of the program."""

    small_count: SmallCount
    age_bands: Annotated[list[AgeBand], Field(min_length=1)]
    kidney_bands: list[KidneyBand]
    dispositions: list[Answer]
    reasons: list[Wording]
    texts: list[Wording]

    @model_validator(mode="after")
    def _whole(self) -> ReportFile:
        edges = [band.from_months for band in self.age_bands]
        if edges[0] != 0 or any(b <= a for a, b in pairwise(edges)):
            raise ValueError("age bands must start at 0 and rise")
        if [band.id for band in self.kidney_bands] != KIDNEYS:
            raise ValueError("kidney bands must be " + ", ".join(KIDNEYS))
        if [row.id for row in self.dispositions] != list(get_args(Disposition)):
            raise ValueError("every rung of the ladder must stand in its place")
        return self
