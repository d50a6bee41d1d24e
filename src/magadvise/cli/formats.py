"""``plan --format``: which format a plan is printed in, and the day that a calendar starts on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from magadvise import answers
from magadvise.errors import InputError, Problem

FORMATS = ("text", "json", "markdown", "html", "svg", "ics")
ENDINGS = {
    ".json": "json", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".svg": "svg", ".ics": "ics",
}  # fmt: skip
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def chosen(as_json: bool, format_: str | None, file: str | None) -> str:
    """The format that is meant: by flag, else by the ending of the file, else text. Raises
    :class:`InputError` for an unknown word, where flag and ending contradict each other, and for a
    PDF."""
    if file and Path(file).suffix.casefold() == ".pdf":
        hint = "Write plan.html, open it in a browser and print it to PDF."
        raise InputError([Problem("usage", "output", "no PDF is written here", hint=hint)])
    try:
        word = answers.word(format_, "format", FORMATS) if format_ is not None else ""
    except answers.Refused as refused:
        raise InputError([refused.problem]) from None
    if as_json and word not in ("", "text", "json"):
        hint = "Leave one of the two out."
        raise InputError([Problem("contradiction", "format", "and --json do not agree", hint=hint)])
    word = "json" if as_json else word
    ending = ENDINGS.get(Path(file).suffix.casefold(), "") if file else ""
    if word and ending and word != ending:
        raise InputError([
            Problem("contradiction", "format", "and the ending of the output file do not agree",
                    hint=f"That ending is for --format {ending}."),
        ])  # fmt: skip
    return word or ending or "text"


def first_day(typed: list[str], format_: str, today: date) -> date:
    """The day of the first dose: tomorrow where none is given. Raises :class:`InputError`."""
    tomorrow = today + timedelta(days=1)
    if not typed:
        return tomorrow
    try:
        if len(typed) > 1:
            raise answers.refuse("repeated", "start", "was given more than once")
        if format_ != "ics":
            hint = "Add --format ics, or leave it out: the other formats count days, not dates."
            raise answers.refuse("not_here", "start", "is for a calendar", hint=hint)
        return _day(typed[0].strip(), today)
    except answers.Refused as refused:
        raise InputError([refused.problem]) from None


def _day(text: str, today: date) -> date:
    example = f"--start {today + timedelta(days=1)}"
    try:
        day = date.fromisoformat(text) if re.fullmatch(DAY, text) else None
    except ValueError:
        day = None
    if day is None:
        raise answers.refuse("bad_format", "start", "is no day", example=example)
    if day < today:
        raise answers.refuse("out_of_range", "start", "is in the past", example=example)
    if (day.year - 1, day.month, day.day) > (today.year, today.month, today.day):  # a slip
        message = "is more than a year away"
        raise answers.refuse("out_of_range", "start", message, example=example)
    return day
