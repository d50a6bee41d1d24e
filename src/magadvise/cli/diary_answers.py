"""What is typed for a diary entry, read strictly. No error repeats it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from magadvise import answers
from magadvise.answers import Refused, refuse
from magadvise.cli.formats import ENDINGS
from magadvise.diary import lines
from magadvise.diary.entry import DAY, Entry
from magadvise.diary.figures import Figures
from magadvise.errors import InputError, Problem

T = TypeVar("T")
Texts = Sequence[str] | None
NO_DOSE = ("no", "none", "-")
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_HOW = "2026-01-31"


def read(given: Mapping[str, Texts], figures: Figures, today: date) -> Entry:
    """The entry of texts by question (``date``, ``cramps``, ``pain``, ``dose``). Raises
    :class:`InputError` with all that is wrong."""
    problems: list[Problem] = []

    def found(field: str, parse: Callable[[str], T]) -> T | None:
        try:
            text = one(given.get(field), field)
            return None if text is None else parse(text)
        except Refused as refused:
            problems.append(refused.problem)
            return None

    when = found("date", lambda text: past_day(text, figures, today))
    cramps = found("cramps", lambda text: whole(text, "cramps", figures.cramps_most, "2"))
    pain = found("pain", lambda text: whole(text, "pain", figures.pain_most, "6"))
    taken = found("dose", lambda text: dose(text, figures))
    if given.get("cramps") is None:
        problems.append(Problem("missing", "cramps", "is missing", example="--cramps 2",
                                hint="0 is a number too."))  # fmt: skip
    if problems or cramps is None:
        raise InputError(problems)
    said, amount = taken or (None, None)
    return Entry(when or today, cramps, pain, said, amount)


def one(texts: Texts, field: str) -> str | None:
    """The one text of a flag. Raises :class:`Refused` where it was given twice."""
    if texts is None:
        return None
    if len(texts) > 1:
        raise refuse("repeated", field, "was given more than once", hint="Give it once.")
    return texts[0].strip()


def whole(text: str, field: str, most: int, example: str) -> int:
    """A whole number from 0 to ``most``."""
    value = answers.number(text, field, 0, most, f"--{field} {example}")
    if "." in text:
        raise refuse("not_a_number", field, "is not a whole number", example=f"--{field} {example}")
    return int(value)


def dose(text: str, figures: Figures) -> tuple[bool, int | None]:
    """Whether a dose was taken, and its mg where they were told."""
    word = text.casefold()
    if word in NO_DOSE:
        return False, None
    if word == "yes":
        return True, None
    try:
        amount = whole(text, "dose", figures.dose_most, "150")
    except Refused as refused:
        hint = "Write the mg as a whole number, or yes, or none."
        raise Refused(refused.problem._replace(hint=hint)) from None
    return (True, amount) if amount else (False, None)


def day(text: str, field: str, figures: Figures, today: date) -> date:
    """``YYYY-MM-DD``, ``yesterday``, ``today`` or ``tomorrow``."""
    word = text.casefold()
    if word in DAYS:
        return today + DAYS[word] * DAY
    try:
        return lines.day_of(text, figures)
    except ValueError:
        raise refuse("bad_format", field, "is not a day", example=f"--{field} {_HOW}",
                     hint="Write year, month and day, or the word yesterday.") from None  # fmt: skip


def past_day(text: str, figures: Figures, today: date) -> date:
    """The same, not after today."""
    found = day(text, "date", figures, today)
    if found > today:
        raise refuse("out_of_range", "date", "lies in the future", example=f"--date {_HOW}")
    return found


def format_of(text: str | None, file: str | None, as_json: bool, allowed: Sequence[str]) -> str:
    """The format that is meant: by flag, else by the ending of the file, else text. Raises
    :class:`InputError` where flag and ending contradict each other."""
    ending = ENDINGS.get(Path(file).suffix.casefold(), "") if file else ""
    ending = ending if ending in allowed else ""
    if text is None:
        word = "json" if as_json else ""
    else:
        given = text
        word = checked(lambda: answers.word(given, "format", allowed))
        if as_json and word not in ("text", "json"):
            raise InputError([Problem("contradiction", "format", "and --json do not agree",
                                      hint="Leave one of the two out.")])  # fmt: skip
        word = "json" if as_json else word
    if word and ending and word != ending:
        raise InputError([Problem(
            "contradiction", "format", "and the ending of the output file do not agree",
            hint=f"That ending is for --format {ending}.",
        )])  # fmt: skip
    return word or ending or "text"


def checked(parse: Callable[[], T]) -> T:
    """One answer alone, its problem as the error of the command."""
    try:
        return parse()
    except Refused as refused:
        raise InputError([refused.problem]) from None
