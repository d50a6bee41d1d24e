"""``conditions.json`` and ``red_flags.json``: what must be asked before any dose."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import Ascii140, Code, Id, Row, Sourced, Text


class Condition(Sourced):
    id: Id
    code: Code | None
    name: Text
    question: Text
    action: Literal["kidney_question", "stop", "clinician", "caution"]
    summary: Ascii140 | None
    detail: Text
    todo: Text


class ConditionsFile(Row):
    conditions: list[Condition]


class RedFlag(Sourced):
    id: Id
    code: Code
    name: Text
    question: Text
    urgency: Literal["emergency", "see_doctor", "ask_first"]
    summary: Ascii140
    detail: Text
    todo: Text


class RedFlagsFile(Row):
    red_flags: list[RedFlag]
    seek_care_if: Annotated[list[Text], Field(min_length=1)]
    overdose: Annotated[list[Text], Field(min_length=1)]
    after_emergency: Text
