"""What the fuzzing has found, each kept as the smallest input that showed it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from batch.fhir_made import lab, one, patient
from magadvise.cli.main import main


def workbook(place: Path, part: str, old: str, new: str) -> Path:
    """A workbook of one person with something else in one of its parts."""
    openpyxl = pytest.importorskip("openpyxl")
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (("id", "age"), (1, 45)):
        book.active.append(row)
    book.save(stream)
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(place / "in.xlsx", "w") as broken:
        for name in whole.namelist():
            text = whole.read(name).decode()
            changed = re.sub(old, new, text, flags=re.DOTALL) if name == part else text
            assert (changed != text) == (name == part)
            broken.writestr(name, changed)
    return place / "in.xlsx"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "</row>.*", "</row><"),
        ("xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData"),
        ("xl/workbook.xml", "</workbook>", ""),
        ("xl/workbook.xml", "<sheets>.*</sheets>", "<sheets/>"),
    ],
    ids=["rows that end early", "no XML", "half a workbook", "no sheet"],
)
def test_a_workbook_that_is_broken_inside_is_no_usable_data_and_no_fault(
    tmp_path, capsys, part, old, new
):
    file = workbook(tmp_path, part, old, new)
    assert main(["batch", str(file), "-o", str(tmp_path / "o.csv"), "--engine", "rows"]) == 65
    assert "Save it again as xlsx or CSV." in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize("system", [["http://loinc.org"], {}, 1, None], ids=json.dumps)
def test_a_laboratory_code_whose_system_is_no_text_is_passed_over(tmp_path, system):
    odd = lab(25, code={"coding": [{"system": system, "code": "98979-8"}]})
    told = one(tmp_path / "told", patient(), lab(25))
    assert told["egfr"] == "25"
    assert one(tmp_path / "odd", patient(), odd) == {**told, "egfr": ""}


@pytest.mark.parametrize(
    "name", ["idna", "unicode_escape", "raw_unicode_escape", "punycode", "rot13", "cp037"]
)
def test_an_encoding_that_is_none_of_a_table_is_refused(tmp_path, capsys, name):
    (tmp_path / "in.csv").write_text("id,age\n1,45\n", encoding="ascii")
    arguments = ["batch", str(tmp_path / "in.csv"), "--encoding"]
    assert main([*arguments, name]) == 2
    assert "--encoding" in capsys.readouterr().err
    for known in (
        "utf-8",
        "ascii",
        "latin-1",
        "cp1252",
        "gb18030",
        "shift_jis",
        "big5",
        "koi8-r",
        "utf-8-sig",
    ):
        assert main([*arguments, known]) == 0
