"""Findings in the order a person reads them: most serious first, each fact once.

Findings about the same medicine stand together, at the place of the most serious of them; medicines
that bring the same words share them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from magadvise.model import Finding, Severity
from magadvise.prose import sentences


class Warned(NamedTuple):
    """Findings of one code that say the same: their summaries, and the words they share."""

    severity: Severity
    code: str
    summaries: tuple[str, ...]
    more: str


def folded(findings: Iterable[Finding], known: str = "") -> list[Warned]:
    """The findings without repeats. ``known`` is a phrase that stands elsewhere: a sentence that holds
    it is left out."""
    subjects: dict[str, list[Finding]] = {}
    for f in findings:  # most serious first, so is the first of each subject
        subjects.setdefault(f.subject or f"{f.code} {f.summary}", []).append(f)
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for group in subjects.values():
        for f in group:
            alike.setdefault((f.code, f.detail, f.todo), []).append(f)
    return [_once(same, known) for same in alike.values()]


def _once(same: list[Finding], known: str) -> Warned:
    first = same[0]
    summaries = tuple(dict.fromkeys(f.summary for f in same))
    said = {sentence for summary in summaries for sentence in sentences(summary)}
    more = [*sentences(_sentence(first.detail)), *sentences(first.todo)]
    kept = [s for s in dict.fromkeys(more) if s not in said and not (known and known in s)]
    return Warned(first.severity, first.code, summaries, " ".join(kept))


def _sentence(text: str) -> str:
    """Some reasons are parts of a sentence."""
    first, rest = text.split(" ", 1) if " " in text else (text, "")
    first = first.capitalize() if first.islower() else first  # eGFR stays what it is
    return f"{first} {rest}".strip() + ("" if text.endswith((".", "!", "?")) else ".")
