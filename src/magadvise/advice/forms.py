"""Which form of magnesium: a choice of tolerance, made by the rows of ``data/forms.json``."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from magadvise.knowledge.rows import FormRule
from magadvise.model import Stool
from magadvise.rules.case import Case, classes_taken
from magadvise.rules.registry import Fields, rule


class FormAdvice(NamedTuple):
    """``avoid`` pairs a form id with its reasons."""

    id: str
    name: str
    reasons: tuple[str, ...]
    alternatives: tuple[str, ...]
    avoid: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def choose(case: Case) -> FormAdvice:
    """The first row that matches and does not stand under ``avoid`` for this person."""
    k = case.knowledge
    avoid, holds = _holding(case, k.form_avoid), _situation(case)
    shunned = dict.fromkeys(row.form for row in avoid)
    choice = next(row for row in k.form_choices if holds[row.when] and row.form not in shunned)
    alternatives = [
        row.form
        for row in k.form_alternatives
        if row.form not in shunned and row.form != choice.form and holds[row.when]
    ]
    named = dict.fromkeys((choice.source, *(row.source for row in avoid)))
    return FormAdvice(
        choice.form,
        k.forms[choice.form].name,
        (choice.reason, k.form_statement),
        tuple(dict.fromkeys(alternatives)),
        tuple((form, "; ".join(r.reason for r in avoid if r.form == form)) for form in shunned),
        tuple(dict.fromkeys(source for group in named for source in group)),
    )


@rule("DOS001")
def loose_stools(case: Case) -> Iterator[Fields]:
    if case.profile.stool is Stool.LOOSE:
        yield {}


@rule("FRM001")
def present_form_unsuitable(case: Case) -> Iterator[Fields]:
    form = case.profile.check_form
    rows = [row for row in case.knowledge.form_avoid if row.form == form]
    reasons = [row.reason for row in _holding(case, rows)]
    if form and reasons:
        yield {"form": case.knowledge.forms[form].name, "reason": " ".join(reasons)}


def _situation(case: Case) -> dict[str, bool]:
    """What ``choices`` and ``alternatives`` ask about a person."""
    p = case.profile
    return {
        "loose_stools": p.stool is Stool.LOOSE,
        "stools_not_loose": p.stool is not Stool.LOOSE,
        "constipated": p.stool is Stool.CONSTIPATED,
        "main_pattern_daytime": p.main_pattern == "daytime",
        "stress_pattern": "stress" in p.patterns,
        "otherwise": True,
        "always": True,
    }


def _holding(case: Case, rows: Sequence[FormRule]) -> list[FormRule]:
    """Those rows of ``avoid`` that hold for this person."""
    taken = classes_taken(case) if rows else set()
    return [row for row in rows if row.when == "always" or row.when in taken]
