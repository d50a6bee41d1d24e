"""The one place that decides what an answer says: it builds the :class:`Page` that all formats show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from magadvise import __version__
from magadvise.advice.plan import Plan, Refusal
from magadvise.export import page_answer, page_sections
from magadvise.export.answers_used import Kept
from magadvise.export.items import Item, Page
from magadvise.knowledge.rows import Knowledge
from magadvise.words import Words


def page(
    advice: Plan | Refusal,
    k: Knowledge,
    words: Words,
    kept: Kept | None = None,
) -> Page:
    """The page of an answer. ``words`` are those of the area ``plan``; ``kept``: the profile that
    answers came from."""
    plan = advice if isinstance(advice, Plan) else None
    built = words(
        "built",
        version=__version__,
        knowledge=advice.knowledge_version,
        reviewed=date.fromisoformat(advice.reviewed),
        standard=k.standards[advice.standard].name,
    )
    return Page(
        words.language.id,
        advice.disposition,
        tuple(_answer(advice, k, words)),
        tuple(page_sections.sections(advice, k, words, kept)),
        page_answer.dose(plan, k) if plan else None,
        tuple(dict.fromkeys(f.code for f in advice.findings)),
        advice.knowledge_version,
        advice.disclaimer,
        built,
    )


def _answer(advice: Plan | Refusal, k: Knowledge, words: Words) -> Iterator[Item]:
    if isinstance(advice, Plan):
        return page_answer.plan_lines(advice, words)
    return page_answer.why_not(advice, k, words)
