"""What was asked of a batch run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from magadvise.batch import report


class Options(NamedTuple):
    """How to read and write. ``from_`` and ``to`` are ``None`` where the endings of the names say it.
    ``words`` are those of the report. ``resume``: go on where an earlier run was stopped."""

    from_: str | None = None
    to: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: Mapping[str, str] = {}
    keep: tuple[str, ...] = ()
    rejects: str | None = None
    summary: str | None = None
    csv_raw: bool = False
    sheet: str | None = None
    as_of: date | None = None
    report: str | None = None
    words: report.Words | None = None
    engine: str = "auto"
    resume: bool = False
