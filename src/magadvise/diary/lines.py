"""A diary as text: one JSON object a line, read strictly."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import date
from typing import Any

from magadvise.diary.entry import Diary, Entry, diary
from magadvise.diary.figures import Figures

KEYS = {"date", "cramps", "pain", "dose"}
TAKEN = {"yes": True, "no": False}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read(content: bytes, figures: Figures) -> Diary:
    """All days of a file. A line that cannot be read is told by its number (from 1) and left out;
    empty lines are nothing, nor is a byte order mark at the start."""
    entries, broken = [], []
    for number, line in enumerate(content.removeprefix(BOM_UTF8).split(b"\n"), 1):
        if not line.strip(b" \t\r"):
            continue
        try:
            entries.append(entry(line, figures))
        except (ValueError, RecursionError):  # the message may quote the line
            broken.append(number)
    return diary(entries, broken)


def entry(line: bytes, figures: Figures) -> Entry:
    """The day of one line. Raises :class:`ValueError` for anything but a whole, known row."""
    found = json.loads(line.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(found, dict) or not {"date", "cramps"} <= found.keys() <= KEYS:
        raise ValueError("not a row of a diary")
    dose = found.get("dose")
    taken = TAKEN.get(dose) if isinstance(dose, str) else None
    if dose is not None and taken is None:
        return _with_amount(found, figures)
    return Entry(
        day_of(found["date"], figures), _cramps(found, figures), _pain(found, figures), taken
    )


def _with_amount(found: dict[str, Any], figures: Figures) -> Entry:
    amount = whole(found["dose"], 1, figures.dose_most)
    day = day_of(found["date"], figures)
    return Entry(day, _cramps(found, figures), _pain(found, figures), True, amount)


def _cramps(found: dict[str, Any], figures: Figures) -> int:
    return whole(found["cramps"], 0, figures.cramps_most)


def _pain(found: dict[str, Any], figures: Figures) -> int | None:
    pain = found.get("pain")
    return None if pain is None else whole(pain, 0, figures.pain_most)


def text(written: Entry) -> str:
    """The line of one day, without its end."""
    row: dict[str, Any] = {"date": written.day.isoformat(), "cramps": written.cramps}
    if written.pain is not None:
        row["pain"] = written.pain
    if written.taken is not None:
        row["dose"] = dose(written)
    return json.dumps(row)


def dose(written: Entry) -> int | str | None:
    """What was said of the dose, as it is written: an amount in mg, ``yes``, ``no`` or nothing."""
    if written.dose_mg is not None or written.taken is None:
        return written.dose_mg
    return "yes" if written.taken else "no"


def whole(value: object, least: int, most: int) -> int:
    """A whole number between two others. Raises :class:`ValueError`."""
    if type(value) is not int or not least <= value <= most:
        raise ValueError("out of range")
    return value


def day_of(value: object, figures: Figures) -> date:
    """A day written YYYY-MM-DD. Raises :class:`ValueError`."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("not a day")
    day = date.fromisoformat(value)
    if not figures.first_year <= day.year <= figures.last_year:
        raise ValueError("too far away")
    return day


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("said twice")
    return dict(pairs)


def _no_number(_: str) -> float:
    raise ValueError("no number")
