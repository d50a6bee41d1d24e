"""Folders of FHIR and workbooks go on like a table: from the block that the run before had reached."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from batch import stopping
from batch.fhir_made import condition, folder, lab, patient, request
from batch.stopping import DEAD, ENGINES, command, died, outputs, people, started_over
from magadvise.batch.journal import Journal
from magadvise.cli.main import main

pytestmark = pytest.mark.usefixtures("tiny_blocks")
LEFT_OUT = 3


def export(place: Path) -> None:
    """44 patients in two files: well ones, ill ones, dead ones, and lines that cannot be read."""
    for n in range(44):
        who = {"subject": {"reference": f"Patient/p{n}"}}
        more = {"deceasedDateTime": "2025-12-31"} if n in (3, 20, 40) else {}
        born = "2999-01-01" if n % 11 == 4 else f"{1930 + n}-06-15"
        folder(place, patient(f"p{n}", birthDate=born, **more))
        if n % 3 == 0:
            folder(place, lab(20 + n, **who), request(f"zzyx{n}", **who))
        if n % 4 == 0:
            folder(place, condition("I10", **who), request("lisinopril 10 MG Oral Tablet", **who))
        if n % 25 == 8:
            with (place / "Patient.ndjson").open("a") as stream:
                stream.write('{"resourceType": "Patient", "id": \n')
    both = (place / "Patient.ndjson").read_text().splitlines(keepends=True)
    (place / "Patient.1.ndjson").write_text("".join(both[:20]))
    (place / "Patient.2.ndjson").write_text("".join(both[20:]))
    (place / "Patient.ndjson").unlink()


def workbook(file: Path) -> None:
    """The people of the other tests as a sheet, ages as numbers."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    head, *rows = csv.reader(io.StringIO(people(44)))
    book.active.append(head)
    for row in rows:
        row[1] = int(row[1]) if row[1].isdigit() else row[1]
        book.active.append(row)
    book.save(file)


@pytest.fixture(params=["fhir", "xlsx"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "fhir":
        export(tmp_path / "in")
    else:
        workbook(tmp_path / "in.xlsx")
    return tmp_path


def undisturbed(place: Path, kind: tuple[str, str]) -> dict[str, bytes]:
    assert main(command(place, *kind)) == 3
    found = outputs(place)
    started_over(place, kind[0])
    return found


@pytest.mark.parametrize("behind", [False, True], ids=["unnoted", "noted"])
@pytest.mark.parametrize("kind", ENGINES, ids="-".join)
def test_a_process_that_dies_at_any_block_goes_on_to_the_same_bytes(place, kind, behind, capsys):
    wanted, deaths, blocks = undisturbed(place, kind), 0, set()
    while died(command(place, *kind), Journal, "save", deaths + 1, behind=behind) == DEAD:
        deaths += 1
        with pytest.MonkeyPatch.context() as patch:
            saved = stopping.stop(patch, Journal, "save", 0, behind=True)
            assert main(command(place, *kind, "--resume")) == 3
        assert outputs(place) == wanted
        blocks.add(saved.calls + (deaths if behind else deaths - 1))
        started_over(place, kind[0])
    assert blocks == {deaths}  # none is answered twice
    assert deaths >= 4
    assert "rows were done by the run before" in capsys.readouterr().err


def test_every_patient_is_counted_once(place):
    if not (place / "in").is_dir():
        pytest.skip("patients are of FHIR")
    kind = ("csv", "columns")
    assert died(command(place, *kind), Journal, "save", 4, behind=True) == DEAD
    assert main(command(place, *kind, "--resume")) == 3
    told = json.loads((place / "s.json").read_text())
    with (place / "o.csv").open(newline="") as stream:
        ids = [row["id"] for row in csv.DictReader(stream)]
    assert len(ids) == len(set(ids)) == told["answered"]
    assert told["left_out"] == LEFT_OUT
    assert told["rows_in"] == 44 + 2  # two lines cannot be read
    rejects = [json.loads(line) for line in (place / "r.jsonl").read_text().splitlines()]
    assert {Path(row["file"]).name for row in rejects} == {"Patient.1.ndjson", "Patient.2.ndjson"}


@pytest.mark.parametrize("kind", [("csv", "rows"), ("parquet", "columns")], ids="-".join)
def test_a_changed_input_is_refused(place, kind, capsys):
    source = stopping.input_of(place)
    assert died(command(place, *kind), Journal, "save", 3, behind=True) == DEAD
    before = outputs(place)
    file = source / "Patient.2.ndjson" if source.is_dir() else source
    data = file.read_bytes()
    file.write_bytes(data + b"\n")
    capsys.readouterr()
    assert main(command(place, *kind, "--resume")) == 2
    assert "an input changed" in capsys.readouterr().err
    assert outputs(place) == before


@pytest.mark.parametrize("change", ["more", "fewer"])
def test_a_file_more_or_less_in_a_folder_of_fhir_is_refused(tmp_path, change, capsys):
    export(tmp_path / "in")
    kind = ("csv", "columns")
    assert died(command(tmp_path, *kind), Journal, "save", 3, behind=True) == DEAD
    if change == "more":
        folder(tmp_path / "in", patient("late"))
    else:
        (tmp_path / "in" / "Condition.ndjson").unlink()
    assert main(command(tmp_path, *kind, "--resume")) == 2
    assert "an input changed" in capsys.readouterr().err


def test_another_day_is_refused(tmp_path, capsys):
    export(tmp_path / "in")
    kind = ("csv", "columns", "--as-of")
    assert died(command(tmp_path, *kind, "2026-01-31"), Journal, "save", 3, behind=True) == DEAD
    assert main(command(tmp_path, *kind, "2026-02-01", "--resume")) == 2
    assert "an option or a flag is not the same" in capsys.readouterr().err
    assert main(command(tmp_path, *kind, "2026-01-31", "--resume")) == 3
