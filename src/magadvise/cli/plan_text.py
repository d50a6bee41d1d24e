"""The page of an answer as lines of text for a screen, with drawings where they fit."""

from __future__ import annotations

from collections.abc import Iterator

from magadvise.advice.plan import Plan, Refusal
from magadvise.cli.draw import day, effect, steps
from magadvise.cli.draw.warnings import BADGES, INSIDE
from magadvise.cli.screen import HEADING, Drawing, Line
from magadvise.export.answers_used import Kept
from magadvise.export.drawings import Day, Steps
from magadvise.export.items import MORE, STRONG, WARNING, Drawn, Item, Page
from magadvise.export.page import page
from magadvise.knowledge.load import load_words
from magadvise.knowledge.rows import Knowledge
from magadvise.words import Words


def lines(
    advice: Plan | Refusal, k: Knowledge, kept: Kept | None = None, words: Words | None = None
) -> Iterator[Line]:
    """All lines of the answer. The first three say what to take, how much and when; or why not, and
    what to do. ``kept``: the profile that answers came from."""
    words = words or load_words("plan")
    return shown(page(advice, k, words, kept), words)


def shown(found: Page, words: Words) -> Iterator[Line]:
    """The lines of a page."""
    for item in found.answer:
        yield _line(item, words)
    yield Line("")
    for section in found.sections:
        label = words("label.section")
        yield Line(section.heading.upper(), style=HEADING, label=label, said=section.heading)
        for item in section.items:
            yield _line(item, words)
        yield Line("")
    yield Line(found.disclaimer, style="bold")
    yield Line(found.built)


def _line(item: Item, words: Words) -> Line:
    if item.drawing:
        return Line("", draw=_drawn(item.drawing, words))
    if item.kind == WARNING and item.severity:
        return Line(item.text, item.mark, "bold", BADGES[item.severity], item.label)
    if item.kind == MORE:
        return Line(f"{item.text} [{item.code}]".strip(), INSIDE, label=item.label)
    style = "bold" if item.kind == STRONG else ""
    return Line(item.text, item.mark, style, label=item.label, whole=item.whole)


def _drawn(found: Drawn, words: Words) -> Drawing:
    if isinstance(found, Day):
        return day.day(found, words)
    if isinstance(found, Steps):
        return steps.steps(found, words)
    return effect.dots(found, words)
