"""Answers in every format, and readers of each that share no code with the program."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import icalendar

from batch import html_page
from magadvise import Plan, Refusal, advise, load_knowledge, parse
from magadvise.export.calendar import ics
from magadvise.export.html_page import html
from magadvise.export.items import Page
from magadvise.export.json_plan import document
from magadvise.export.markdown import markdown
from magadvise.export.page import page
from magadvise.export.svg_page import svg
from magadvise.knowledge.load import load_words
from property.people import many

START = date(2027, 3, 27)  # the night after it has no 02:30 in much of Europe
SVG = "{http://www.w3.org/2000/svg}"


class Shown(NamedTuple):
    """One answer in every format; ``ics`` is "" for a refusal."""

    answers: dict[str, Any]
    advice: Plan | Refusal
    doc: dict[str, Any]
    page: Page
    html: str
    svg: str
    markdown: str
    ics: str


def shown(answers: dict[str, Any], language: str = "en", start: date = START) -> Shown:
    """The answer for one person."""
    k = load_knowledge(language=language)
    words, more = load_words("plan", language), load_words("handout", language)
    advice = advise(parse(answers, k), k, str(answers.get("standard", "us")))
    found = page(advice, k, words)
    return Shown(
        answers, advice, document(advice), found, html(found, words, more),
        svg(found, words, more), markdown(found, more),
        ics(found, found.dose, start, words, more) if found.dose else "",
    )  # fmt: skip


@cache
def crowd() -> tuple[Shown, ...]:
    """People over the whole answer space, drawn once a run: at least 200 plans, and refusals."""
    found = [shown(answers) for answers in many(330, seed=7)]
    assert sum(bool(one.page.dose) for one in found) >= 200
    assert sum(not one.page.dose for one in found) >= 50
    return tuple(found)


@cache
def tree(text: str) -> html_page.Element:
    """The page as a tree; its elements are read strictly."""
    return html_page.read(text)


def xml(text: str) -> ET.Element:
    """A picture as a tree."""
    return ET.fromstring(text)  # noqa: S314 - made here


@cache
def svg_text(text: str) -> str:
    """All words of a picture, its style aside."""
    root = xml(text)
    lines = ["".join(e.itertext()) for e in root.iter(f"{SVG}text")]
    return " ".join(" ".join(lines).split())


class Event(NamedTuple):
    """One series of a calendar: when it starts, its last day, and its words."""

    first: datetime
    days: int
    text: str

    @property
    def mg(self) -> int:
        found = re.match(r"(\d+) mg at (\d\d:\d\d)\.", self.text)
        return int(found[1]) if found else 0

    @property
    def span(self) -> tuple[int, int]:
        """The days of the trial that it holds for."""
        found = re.search(r"Days (\d+) to (\d+) of \d+\.", self.text)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    @property
    def end(self) -> int:
        """The last day of its step; an added intake may begin a day after the step."""
        return self.span[1]

    def times(self) -> Iterable[datetime]:
        """Every single event of the series."""
        return [self.first + timedelta(days=n) for n in range(self.days)]


@cache
def events(text: str) -> tuple[Event, ...]:
    """The series of a calendar, in its order."""
    calendar = icalendar.Calendar.from_ical(text)
    return tuple(
        Event(e["DTSTART"].dt, e["RRULE"]["COUNT"][0], str(e["DESCRIPTION"]))
        for e in calendar.walk("VEVENT")
    )


def doses(text: str) -> tuple[Event, ...]:
    """Those that are an intake; the last of a calendar is the end of the trial."""
    return events(text)[:-1]
