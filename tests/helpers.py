"""Shared by the tests: answers of a healthy adult, changed one at a time."""

from __future__ import annotations

from typing import Any

from magadvise import Plan, Refusal, advise, load_knowledge, parse
from magadvise.export.json_plan import document

HEALTHY: dict[str, str | list[str]] = {
    "age": "45",
    "sex": "female",
    "pregnant": "no",
    "breastfeeding": "no",
    "kidney": "normal",
    "medications": "none",
    "conditions": "none",
    "red_flags": "none",
    "other_magnesium_mg": "none",
    "patterns": "night",
    "stool": "usual",
}


def healthy(**changes: str | list[str] | None) -> dict[str, str | list[str]]:
    """The answers of a healthy woman of 45 with night cramps; ``None`` removes an answer."""
    merged = {**HEALTHY, **changes}
    return {question: text for question, text in merged.items() if text is not None}


def plan(standard: str = "us", **changes: str | list[str] | None) -> Plan | Refusal:
    """The answer of the program for a healthy adult with these changes."""
    knowledge = load_knowledge()
    return advise(parse(healthy(**changes), knowledge), knowledge, standard)


def json_of(standard: str = "us", **changes: str | list[str] | None) -> dict[str, Any]:
    """The same as the JSON document of the contract."""
    return document(plan(standard, **changes))


def codes(advice: Plan | Refusal) -> list[str]:
    """The codes of all findings."""
    return [finding.code for finding in advice.findings]


def flags(**changes: str | list[str] | None) -> list[str]:
    """The command line of ``magadvise plan`` for a healthy adult with these changes."""
    names = {
        "medications": "--med",
        "medication_times": "--med-time",
        "patterns": "--pattern",
        "conditions": "--condition",
        "red_flags": "--red-flag",
        "other_magnesium_mg": "--other-magnesium",
        "products": "--product",
        "diet_magnesium_mg": "--diet-magnesium",
        "check_dose_mg": "--check-dose",
    }
    line = ["plan"]
    for question, given in healthy(**changes).items():
        flag = names.get(question, "--" + question.replace("_", "-"))
        for text in [given] if isinstance(given, str) else given:
            line += [flag, text]
    return line
