"""A plan or refusal as a handout: Markdown, HTML, a picture, or a calendar."""

from __future__ import annotations

from datetime import date, datetime

from magadvise.advice.plan import Plan, Refusal
from magadvise.cli import output
from magadvise.cli.formats import first_day
from magadvise.cli.screen import Line
from magadvise.errors import InputError, Problem
from magadvise.export.answers_used import Kept
from magadvise.export.items import Page
from magadvise.export.page import page
from magadvise.knowledge.load import load_words
from magadvise.knowledge.rows import Knowledge
from magadvise.words import Words


def write(
    advice: Plan | Refusal,
    knowledge: Knowledge,
    format_: str,
    file: str | None,
    kept: Kept | None,
    language: str,
    start: date | None,
) -> str:
    """Print the answer, or write it to a file, in a format that is neither text nor JSON; the first
    line of it is given back."""
    words, more = load_words("plan", language), load_words("handout", language)
    found = page(advice, knowledge, words, kept)
    if format_ == "ics":
        _calendar(found, file, start or first_day([], format_, date.today()), words, more)
    elif format_ == "html":
        from magadvise.export.html_page import html

        output.document(html(found, words, more), file)
    elif format_ == "svg":
        from magadvise.export.svg_page import svg

        output.document(svg(found, words, more), file)
    else:
        from magadvise.export.markdown import markdown

        output.document(markdown(found, more), file)
    return found.headline


def _calendar(found: Page, file: str | None, start: date, words: Words, more: Words) -> None:
    """A calendar without doses would look as if all were well, so there is none for a refusal."""
    if found.dose is None:
        holds = load_words("plan")(f"headline.{found.disposition}")  # errors are English
        raise InputError([
            Problem("no_dose", "", f"{holds} A calendar needs a dose, and there is none here",
                    hint="The other formats say why."),
        ])  # fmt: skip
    from magadvise.export.calendar import first_intake, ics

    output.document(ics(found, found.dose, start, words, more), file)
    output.notice([Line(more("calendar.starts", day=start))])
    first = first_intake(found.dose, start)
    if first < now():
        time = first.hour * 60 + first.minute
        output.notice([Line(more("calendar.passed", time=time, day=first.date()))])


def now() -> datetime:
    """The clock of the person, without a zone, as the calendar has it."""
    return datetime.now()
