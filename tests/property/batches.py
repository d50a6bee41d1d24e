"""Rows of people as files, and what ``magadvise batch`` makes of them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from magadvise.cli.main import main
from magadvise.profile import QUESTIONS
from property.strategies import Answers

Row = Mapping[str, str]
NAMES = ("id", *QUESTIONS)


class Ran(NamedTuple):
    """Exit code, what it said, the answers by id, the rejects and the summary of one run."""

    code: int
    said: str
    answers: dict[str, dict[str, Any]]
    order: list[str]
    rejects: list[dict[str, Any]]
    summary: dict[str, Any]


def rows(people: Iterable[Answers]) -> list[dict[str, str]]:
    """One row a person, with a number as id; a list is one cell."""
    return [
        {"id": str(at), **{q: a if isinstance(a, str) else ";".join(a) for q, a in person.items()}}
        for at, person in enumerate(people)
    ]


def table(people: Iterable[Row], names: Sequence[str] = NAMES) -> str:
    """The rows as CSV, blank where nothing was said."""
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(people)
    return text.getvalue()


def run(content: str | bytes, *flags: str, ending: str = "csv", to: str = "csv") -> Ran:
    """One file through the batch."""
    with tempfile.TemporaryDirectory() as place, io.StringIO() as heard:
        file, out, rejects, summary = (
            Path(place) / name for name in (f"in.{ending}", f"out.{to}", "r.jsonl", "s.json")
        )
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
            code = main(["batch", str(file), "-o", str(out), "--rejects", str(rejects),
                         "--summary", str(summary), *flags])  # fmt: skip
        made = list(_read(out)) if out.exists() else []
        return Ran(
            code,
            heard.getvalue(),
            {str(row["id"]): row for row in made},
            [str(row["id"]) for row in made],
            _lines(rejects),
            json.loads(summary.read_text(encoding="utf-8")) if summary.exists() else {},
        )


def _read(file: Path) -> Iterable[dict[str, Any]]:
    if file.suffix == ".parquet":
        from pyarrow import parquet

        return list(parquet.read_table(file).to_pylist())
    if file.suffix == ".jsonl":
        return _lines(file)
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _lines(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
