"""The questions of ``diary add`` in a terminal: what no flag says is asked, one line an answer."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from datetime import date

from magadvise.answers import Refused
from magadvise.cli import diary_answers as read
from magadvise.cli.interview import waiting
from magadvise.cli.screen import Line, show
from magadvise.diary.figures import Figures
from magadvise.words import Words

LONGEST_LINE = 1000


def asked(
    given: Mapping[str, read.Texts], figures: Figures, today: date, words: Words
) -> dict[str, read.Texts]:
    """The texts with what was answered. Raises :class:`KeyboardInterrupt` where the person leaves;
    nothing is kept then."""
    if isinstance(sys.stdin, io.TextIOWrapper):  # a byte that is no letter must not end it all
        sys.stdin.reconfigure(errors="backslashreplace")
    texts = dict(given)
    when = read.one(given.get("date"), "date")
    day = read.past_day(when, figures, today) if when else today
    checks: dict[str, Callable[[str], object]] = {
        "cramps": lambda text: read.whole(text, "cramps", figures.cramps_most, "2"),
        "pain": lambda text: read.whole(text, "pain", figures.pain_most, "6"),
        "dose": lambda text: read.dose(text, figures),
    }
    says = {
        "cramps": words("ask.cramps"),
        "pain": words("ask.pain", most=figures.pain_most),
        "dose": words("ask.dose"),
    }
    for field, check in checks.items():  # what a flag says must hold before anything is asked
        said = read.one(texts.get(field), field)
        if said is not None:
            check(said)
    _say(words("ask.start", day=day))
    try:
        with waiting.watched() as wait:
            for field, check in checks.items():
                none_came = field == "pain" and _no_cramps(texts)
                if texts.get(field) is None and not none_came:
                    text = _answer(says[field], field == "cramps", check, wait)
                    texts[field] = [text] if text else None
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        _say(words("ask.stopped"))
        raise
    return texts


def _no_cramps(texts: dict[str, read.Texts]) -> bool:
    cramps = texts.get("cramps")
    return bool(cramps) and not (cramps or ("",))[0].strip("0 ")


def _answer(
    question: str, needed: bool, check: Callable[[str], object], wait: Callable[[], None]
) -> str:
    """The first typed line that can be an answer; "" for none where none is needed."""
    _say(question)
    while True:
        sys.stderr.write("> ")
        sys.stderr.flush()
        wait()
        line = sys.stdin.readline(LONGEST_LINE)
        if not line.endswith("\n"):
            raise KeyboardInterrupt
        text = line.strip()
        if not text and not needed:
            return ""
        try:
            check(text)
        except Refused as refused:
            _say(f"This {refused.problem.message}. {refused.problem.hint}".strip())
        else:
            return text


def _say(text: str) -> None:
    show([Line(text)], sys.stderr)
