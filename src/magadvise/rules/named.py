"""Conditions, warning signs and cramp patterns: rows that carry their own code and effect.

A new condition, warning sign or pattern is a row of data; its ``action`` or ``urgency`` says what it
does to the plan, and this is the only place that reads it.
"""

from __future__ import annotations

from collections.abc import Iterator

from magadvise.knowledge.rows import Condition, RedFlag
from magadvise.model import Disposition, Finding, Severity
from magadvise.rules.case import Case
from magadvise.rules.registry import Fields, rule

ACTIONS: dict[str, tuple[Severity, Disposition | None]] = {
    "stop": (Severity.STOP, Disposition.DO_NOT_SUPPLEMENT),
    "clinician": (Severity.CLINICIAN, Disposition.CLINICIAN_FIRST),
    "caution": (Severity.CAUTION, None),
}
URGENCIES: dict[str, tuple[Severity, Disposition]] = {
    "emergency": (Severity.STOP, Disposition.SEEK_CARE),
    "see_doctor": (Severity.CLINICIAN, Disposition.CLINICIAN_FIRST),
    "ask_first": (Severity.CAUTION, Disposition.CHECK_FIRST),
}


@rule("CON001")
def conditions_unknown(case: Case) -> Iterator[Fields]:
    if not case.profile.conditions_known:
        yield {}


@rule("RED001")
def red_flags_unknown(case: Case) -> Iterator[Fields]:
    if not case.profile.red_flags_known:
        yield {}


def evaluate(case: Case) -> Iterator[Finding]:
    """Findings of the conditions, warning signs and patterns that were named."""
    yield from conditions(case)
    yield from red_flags(case)
    yield from patterns(case)


def conditions(case: Case) -> Iterator[Finding]:
    """Findings of the conditions that were named."""
    for name in case.profile.conditions:
        condition = case.knowledge.conditions[name]
        if condition.code:
            yield _condition(condition)


def red_flags(case: Case) -> Iterator[Finding]:
    """Findings of the warning signs that were named."""
    for name in case.profile.red_flags:
        yield _red_flag(case.knowledge.red_flags[name])


def patterns(case: Case) -> Iterator[Finding]:
    """Findings of the cramp patterns that were named."""
    for name in case.profile.patterns:
        pattern = case.knowledge.patterns[name]
        if pattern.code and pattern.severity and pattern.at_least and pattern.summary:
            yield Finding(
                pattern.code, Severity(pattern.severity), pattern.summary, pattern.statement,
                pattern.todo, pattern.source, Disposition(pattern.at_least),
            )  # fmt: skip


def _condition(row: Condition) -> Finding:
    severity, at_least = ACTIONS[row.action]
    return Finding(
        str(row.code), severity, str(row.summary), row.detail, row.todo, row.source, at_least
    )


def _red_flag(row: RedFlag) -> Finding:
    severity, at_least = URGENCIES[row.urgency]
    return Finding(row.code, severity, row.summary, row.detail, row.todo, row.source, at_least)
