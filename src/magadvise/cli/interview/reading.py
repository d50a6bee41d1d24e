"""A typed line as the answer to a question. Pure; every refusal says what to type instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from magadvise import answers as read
from magadvise import profile as door
from magadvise.cli.interview.book import Book, Question
from magadvise.cli.interview.path import TIME, Given
from magadvise.cli.interview.tidy import TIMES
from magadvise.errors import Problem

Answers = dict[str, tuple[str, ...]]
Options = Sequence[tuple[str, str]]
STAGES = {
    "no": ("no", "no"), "pregnant": ("yes", "no"), "breastfeeding": ("no", "yes"),
    "both": ("yes", "yes"), "unknown": ("unknown", "unknown"),
}  # fmt: skip
GROUPED = ("red_flags", "conditions")
START = 3  # letters that name one row of a long list; a single key may be a slip
_CLOCK = re.compile(r"(\d{1,2})[:.h]?(\d{2})?\s*(am|pm)?")


class Refused(Exception):
    """The line is no answer; the text says what to do."""


def answer(key: str, line: str, given: Given, book: Book) -> Answers:
    """The answers that a line gives to a question. Raises :class:`Refused`."""
    question = book.question(key)
    found = _answer(key, line, question, book)
    problems = door.problems({**given, **found}, book.knowledge)
    own = [p for p in problems if p.field in found] or list(problems)
    if own:
        raise Refused(told(own[0]))
    return found


def told(problem: Problem) -> str:
    """What is wrong with an answer, without the flags of the command line."""
    return f"That {problem.message}. {problem.advice()}".replace(" --", " ")


def _answer(key: str, line: str, question: Question, book: Book) -> Answers:
    if key.startswith(TIME):
        return {TIMES: (f"{key.removeprefix(TIME)}={','.join(_clocks(line, book))}",)}
    if key == "pregnant":
        stages = STAGES[choice(line, question.options, book)]
        return dict(zip(("pregnant", "breastfeeding"), ((s,) for s in stages), strict=True))
    if key == "kidney":
        value = re.match(r"(egfr|creatinine)[\s:=]+(.+)", line, re.IGNORECASE)
        if value:
            return {value[1].casefold(): (value[2].strip(),)}
        return {"kidney": (choice(line, question.options, book),)}
    if key in GROUPED:
        rows = [(i, name) for _, i, name in book.grouped(key)]
        return {key: several(line, rows, book, none=True)}
    if key == "patterns":
        return {key: several(line, question.options, book, none=False)}
    if key == "bedtime":
        return {key: ("unknown",) if line == "unknown" else (_one_clock(line, book),)}
    if key == "age" or not question.options:
        return {key: (line,)}
    return {key: (choice(line, question.options, book),)}


def choice(line: str, options: Options, book: Book, least: int = 1) -> str:
    """One option: its number, its word, or the only one that starts like that (``least`` letters)."""
    word = line.casefold()
    if word == "unknown":
        return word
    number = picked(word, len(options))
    if number is not None:
        return options[number][0]
    if book.means("none", word) and not any(book.means("none", value) for value, _ in options):
        raise Refused(_not_offered("", options, book))  # "no" is not the start of a word here
    values = [value for value, text in options if word in (value, text.casefold())]
    starts = [v for v, text in options if v.startswith(word) or text.casefold().startswith(word)]
    found = values or starts
    if len(found) != 1 or (not values and len(word) < least):
        raise Refused(_not_offered(word, options, book))
    return found[0]


def picked(line: str, length: int) -> int | None:
    """The place in a list of that length that a number names."""
    number = int(line) if re.fullmatch(r"[0-9]{1,4}", line) else 0
    return number - 1 if 1 <= number <= length else None


def several(line: str, options: Options, book: Book, *, none: bool) -> tuple[str, ...]:
    """Numbers or words of a list, in the order typed; ``none`` stands alone."""
    word = " ".join(line.casefold().split())
    if word == "unknown" or (none and book.means("none", word)):
        return ("unknown" if word == "unknown" else "none",)
    apart = r"[\s,;]+" if re.fullmatch(r"[\d\s,;]+", word) else r"[,;]+"
    parts = [part.strip() for part in re.split(apart, word) if part.strip()]
    if not parts:
        raise Refused(book.words("refused.nothing"))
    return tuple(dict.fromkeys(choice(part, options, book, START) for part in parts))


def _not_offered(word: str, options: Options, book: Book) -> str:
    near = read.nearest(word, [value for value, _ in options])
    meant = book.words("refused.near", names=book.words("or").join(near)) if near else ""
    return book.words("refused.list", near=meant, count=len(options))


def _clocks(line: str, book: Book) -> list[str]:
    """``7``, ``7:30``, ``0730``, ``10pm`` as ``HH:MM``."""
    joined = re.sub(r" (am|pm)\b", r"\1", line.casefold())
    parts = [part for part in re.split(r"[\s,;]+", joined) if part]
    if not parts:
        raise Refused(book.words("refused.time"))
    return [_clock(part, book) for part in parts]


def _one_clock(line: str, book: Book) -> str:
    clocks = _clocks(line, book)
    if len(clocks) > 1:
        raise Refused(book.words("refused.one_time"))
    return clocks[0]


def _clock(text: str, book: Book) -> str:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise Refused(book.words("refused.time"))
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise Refused(book.words("refused.time"))
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Refused(book.words("refused.time"))
    return f"{hour:02d}:{minute:02d}"


def fills(found: Mapping[str, tuple[str, ...]], given: Given) -> Answers:
    """The given answers with these in place; times of other medicines stay."""
    merged = dict(given)
    for answer_, texts in found.items():
        if answer_ == TIMES:
            name = texts[0].rpartition("=")[0]
            others = [t for t in merged.get(TIMES, ()) if t.rpartition("=")[0] != name]
            merged[TIMES] = (*others, *texts)
        else:
            merged[answer_] = texts
    return merged
