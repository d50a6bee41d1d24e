"""Which form of magnesium: a choice of tolerance, made by the rows of ``data/forms.json``."""

from collections.abc import Iterator
from typing import NamedTuple

from magadvise.model import Stool
from magadvise.rules.case import Case, takes_class
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
    avoid = [row for row in k.form_avoid if _avoid_holds(case, row.when)]
    shunned = dict.fromkeys(row.form for row in avoid)
    choice = next(
        row for row in k.form_choices if _holds(case, row.when) and row.form not in shunned
    )
    alternatives = [
        row.form
        for row in k.form_alternatives
        if row.form not in shunned
        and row.form != choice.form
        and _alternative_holds(case, row.when)
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
    reasons = [
        row.reason
        for row in case.knowledge.form_avoid
        if row.form == form and _avoid_holds(case, row.when)
    ]
    if form and reasons:
        yield {"form": case.knowledge.forms[form].name, "reason": " ".join(reasons)}


def _holds(case: Case, when: str) -> bool:
    return {
        "loose_stools": case.profile.stool is Stool.LOOSE,
        "constipated": case.profile.stool is Stool.CONSTIPATED,
        "main_pattern_daytime": case.profile.main_pattern == "daytime",
        "otherwise": True,
    }[when]


def _alternative_holds(case: Case, when: str) -> bool:
    return {
        "always": True,
        "stools_not_loose": case.profile.stool is not Stool.LOOSE,
        "stress_pattern": "stress" in case.profile.patterns,
    }[when]


def _avoid_holds(case: Case, when: str) -> bool:
    return when == "always" or takes_class(case, when)
