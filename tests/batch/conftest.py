"""Run ``magadvise batch`` in this process, and read what it wrote."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from magadvise.cli.main import main


class Ran(NamedTuple):
    """What came of one run. ``rows`` and ``rejects`` are empty where no file was written."""

    code: int
    out: str
    err: str
    rows: list[dict[str, str]]
    rejects: list[dict[str, Any]]
    summary: dict[str, Any]


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.fixture
def batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Files in, an answer, the rejects and the summary out."""

    def call(*arguments: str | Path, to: str = "csv") -> Ran:
        out, rejects, summary = (tmp_path / n for n in (f"o.{to}", "r.jsonl", "s.json"))
        for file in (out, rejects, summary):
            file.unlink(missing_ok=True)
        capsys.readouterr()
        code = main(["batch", *map(str, arguments), "-o", str(out),
                     "--rejects", str(rejects), "--summary", str(summary)])  # fmt: skip
        text, err = capsys.readouterr()
        with io.StringIO(read(out)) as stream:
            rows = list(csv.DictReader(stream)) if to == "csv" else list(map(json.loads, stream))
        return Ran(code, text, err, rows, [json.loads(r) for r in read(rejects).splitlines()],
                   json.loads(read(summary) or "{}"))  # fmt: skip

    return call


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A file of the run."""

    def call(content: bytes | str, name: str = "in.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return call


@pytest.fixture
def tiny_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and pieces of a few rows."""
    from batch import stopping
    from magadvise.batch import engines, run
    from magadvise.batch.columnar import blocks, read

    for owner, name in (
        (engines, "ROWS"),
        (read, "ROWS"),
        (run, "PIECE"),
        (blocks.Blocks.__init__, "__defaults__"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # put back at the end
    stopping.tiny()
