"""Patients of a messy file and of the shared samples: not one cell differs, and most are answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from batch.columnar.both import Cells, Pair, blocks

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def messy() -> Iterator[ModuleType]:
    """The generator of the messy file, which stands in no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        import messy

        yield messy


@pytest.mark.parametrize("seed", [1])
def test_a_messy_file_is_answered_alike(messy, seed):
    kind = messy.Kind(seed=seed)
    text = bytes(messy.block(kind, 0, messy.pools(kind), 3000).text).decode()
    table = [line for line in csv.reader(io.StringIO(text)) if len(line) == len(messy.words.HEADER)]
    rows = [dict(zip(messy.words.HEADER, line, strict=True)) for line in table]
    known: list[Cells] = [{n: t for n, t in row.items() if n not in ("id", "ward")} for row in rows]
    pair = Pair()
    assert [d for block in blocks(known, 400) for d in pair.differences(block)] == []
    assert pair.answered > 2900
    assert pair.rejected > 5


def patient(row: dict[str, str]) -> Cells:
    """A row of the shared samples by our names."""
    pregnant = {"True": "yes", "False": "no"}.get(row["pregnant_condition_active"], "")
    creatinine = row["creatinine_mg_dl"]
    return {
        "age": row["age"], "sex": row["sex"], "pregnant": pregnant if row["sex"] == "female" else "",
        "egfr": row["egfr"], "creatinine": creatinine, "creatinine_unit": "mg/dL" if creatinine else "",
        "medications": row["medications"], "conditions": row["conditions"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "people", "least"),
    [("patients_carebundle_1000.csv", 1000, 990), ("patients_clinosim_1820.csv", 1820, 1800)],
)
def test_synthetic_patients_are_answered_alike(name, people, least):
    file = SHARED / name
    if not file.exists():
        pytest.skip("the shared data is not here")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [patient(row) for row in csv.DictReader(stream)]
    assert len(rows) == people
    pair = Pair()
    assert [d for block in blocks(rows, 1000) for d in pair.differences(block)] == []
    assert pair.answered >= least
