"""Dates as records write them: whole, or a year, or a year and a month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Any

from magadvise.batch.fhir.shapes import Data, part, text

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
OLDEST, NEWEST = 1850, 2150  # years that a record may name
LATEST = "9999"


def day(written: str) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` of a date or an instant; "" where it is no date."""
    if len(written) > len("YYYY-MM-DD") and written[10] != "T":
        return ""
    return _day(written[:10])


@lru_cache(maxsize=1 << 16)
def _day(written: str) -> str:
    if not _DATE.fullmatch(written):
        return ""
    try:
        year = first(written).year
    except ValueError:
        return ""
    return written if OLDEST <= year <= NEWEST else ""


def day_of(data: Data, *keys: str) -> str:
    """The first of some dates that is one; a key may hold a period, whose start counts."""
    for key in keys:
        value: Any = data.get(key)
        if value is not None:
            found = day(value) if isinstance(value, str) else day(text(part(data, key), "start"))
            if found:
                return found
    return ""


@lru_cache(maxsize=1 << 16)
def first(kept: str) -> date:
    """The first day that a date may mean."""
    return date(int(kept[:4]), int(kept[5:7] or 1), int(kept[8:10] or 1))


def last(kept: str) -> date:
    """The last day that a date may mean."""
    year, month = int(kept[:4]), int(kept[5:7] or 12)
    return date(year, month, int(kept[8:10] or monthrange(year, month)[1]))


def months_before(as_of: date, months: int) -> date:
    """The same day some months ago, or the last of that month."""
    month = as_of.year * 12 + as_of.month - 1 - months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1]))


def months_between(born: date, as_of: date) -> int:
    """Completed months; below 0 where the first day is the later one."""
    months = (as_of.year - born.year) * 12 + as_of.month - born.month
    return months - (as_of.day < born.day)
