"""Diaries made of plain numbers: cramps day by day, before the first dose and from it on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from magadvise.diary import lines
from magadvise.diary.entry import Diary, Entry, diary

START = date(2026, 3, 2)  # the first dose; 28 days later is the day of the tests, 30 March


def day(n: int) -> date:
    """The day ``n`` days after the first dose."""
    return START + timedelta(days=n)


def days(before: Sequence[int | None], during: Sequence[int | None] = ()) -> list[Entry]:
    """Entries; ``None`` is a day that was not written down."""
    off = [(n - len(before), count, False) for n, count in enumerate(before)]
    on = [(n, count, True) for n, count in enumerate(during)]
    return [Entry(day(n), c, taken=taken) for n, c, taken in off + on if c is not None]


def made(before: Sequence[int | None], during: Sequence[int | None] = ()) -> Diary:
    """The same as a diary."""
    return diary(days(before, during))


def keep(folder: Path, entries: Sequence[Entry], name: str = "me") -> Path:
    """Write entries as the file of a diary."""
    file = folder / f"{name}.jsonl"
    file.write_text("".join(lines.text(entry) + "\n" for entry in entries), encoding="utf-8")
    file.chmod(0o600)
    return file


def spread(total: int, over: int) -> list[int]:
    """So many cramps as evenly over so many days as they go."""
    return [total * (n + 1) // over - total * n // over for n in range(over)]
