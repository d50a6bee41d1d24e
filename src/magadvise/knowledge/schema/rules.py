"""``rules.json``: what each finding says and what it leads to."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from magadvise.knowledge.schema.base import Code, Disposition, Id, Row, Severity, Sourced, Text


class Rule(Sourced):
    """One finding. Templates use ``{name}`` fields that the predicate supplies; ``cap`` and
    ``numbers`` name the entries of ``dosing.json`` that the rule reads; ``example`` fills the fields
    for ``explain``, with words or with the name of such a number."""

    code: Code
    title: Text
    severity: Severity
    at_least: Disposition | None
    cap: Id | None
    no_increase: bool
    summary: Text
    detail: Text
    todo: Text
    numbers: list[Id]
    example: dict[str, Text]
    since: Text
    status: Literal["active", "retired"]
    replaced_by: Code | None

    @model_validator(mode="after")
    def _severity_is_effect(self) -> Rule:
        allowed: dict[str, tuple[str | None, ...]] = {
            "stop": ("do_not_supplement", "seek_care"),
            "clinician": ("clinician_first",),
            "separate": (None, "check_first"),
            "caution": (None, "check_first", "no_room"),
            "info": (None,),
        }
        if self.at_least not in allowed[self.severity]:
            raise ValueError(f"severity {self.severity} cannot mean {self.at_least}")
        return self


class RulesFile(Row):
    rules: list[Rule]
