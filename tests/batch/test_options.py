"""The options of ``magadvise batch``."""

from __future__ import annotations

import re

import pytest

from batch.fhir_made import folder, lab, patient
from magadvise.cli.main import main

PLAIN = "id,age,sex,kidney\n1,45,female,normal\n"


def test_columns_and_words_of_another_country(batch, written):
    german = "Nr;Alter, Jahre;Geschlecht;Notiz\n7;45;female;ü\n".encode("cp1252")
    done = batch(written(german), "--columns", "id=nr,age=ALTER,sex=Geschlecht")
    assert done.code == 65  # "Alter" is not "Alter, Jahre"
    german = german.replace(b", Jahre", b"")
    done = batch(written(german), "--columns", "id=nr,age=ALTER,sex=Geschlecht", "--keep", "Notiz")
    assert [(r["id"], r["rda_mg"], r["Notiz"]) for r in done.rows] == [("7", "320", "ü")]
    assert "encoding taken for cp1252" in done.err


def test_the_encoding_and_the_delimiter_can_be_said(batch, written):
    file = written("id:age:note\n1:45:\u0142\n".encode("cp1250"))
    done = batch(file, "--delimiter", ":", "--encoding", "windows-1250", "--keep", "note")
    assert [(r["id"], r["note"]) for r in done.rows] == [("1", "\u0142")]
    assert batch(written("age\tsex\n45\tmale\n", "in.tsv")).code == 0
    assert batch(written("age;sex\n45;male\n"), "--delimiter", "semicolon").code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["--encoding", "klingon"], ["--encoding", "utf-7"], ["--encoding", "cp500"],
        ["--encoding", "rot13"], ["--delimiter", ",,"], ["--delimiter", '"'], ["--columns", "age"],
        ["--columns", "shoe=x"], ["--columns", "age=a,age=b"], ["--keep", "nothere"],
        ["--keep", "form"], ["--from", "xls"], ["--to", "xlsx"], ["--age", "0"], ["--sex", "x"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_option_that_cannot_be_is_refused_with_2_and_one_line(batch, written, wrong):
    done = batch(written(PLAIN), *wrong)
    assert done.code == 2
    assert done.rows == []
    assert len(done.err.splitlines()) == 1


def test_a_flag_fills_a_column_that_the_input_lacks_and_no_other(batch, written):
    lacking = batch(written("id,age\n1,45\n"), "--kidney", "dialysis").rows
    assert lacking[0]["disposition"] == "do_not_supplement"
    blank = batch(written("id,age,kidney\n1,45,\n"), "--kidney", "dialysis").rows
    assert blank[0]["disposition"] == "check_first"
    assert batch(written("id,age_months\n1,8\n2,\n"), "--age", "45").summary["rejected"] == 1
    assert batch(written("id,sex\n1,male\n"), "--age", "45").rows[0]["rda_mg"] == "420"


def test_the_standard_comes_from_the_flag_or_the_row(batch, written):
    people = "id,age,standard\n1,45,\n2,45,us\n3,45,eu\n"
    assert [r["ul_mg"] for r in batch(written(people), "--standard", "eu").rows] == [
        "250",
        "350",
        "250",
    ]
    assert [r["ul_mg"] for r in batch(written("age\n45\n"), "--standard", "eu").rows] == ["250"]


def test_creatinine_takes_its_unit_from_its_own_cell_or_the_next(batch, written):
    people = "id,age,sex,creatinine,creatinine_unit\n1,45,male,4,mg/dL\n2,45,male,354umol/L,\n3,45,male,4,\n"
    done = batch(written(people))
    assert [r["disposition"] for r in done.rows] == ["do_not_supplement"] * 2
    assert [r["code"] for r in done.rejects] == ["unit_needed"]


def test_ages_in_years_and_months_contradict_each_other(batch, written):
    done = batch(written("id,age,age_months\n1,45,8\n2,,8\n3,45,\n"))
    assert [r["id"] for r in done.rows] == ["2", "3"]
    assert [r["code"] for r in done.rejects] == ["contradiction"]


def test_several_files_are_one_answer_and_a_useless_one_is_named_by_its_number(batch, written):
    one, two = written(PLAIN), written('{"id": 2, "age": 45}\n', "two.jsonl")
    assert [r["id"] for r in batch(one, two).rows] == ["1", "2"]
    done = batch(one, written("a,b\n1,2\n", "three.csv"))
    assert (done.code, done.rows) == (65, [])
    assert "input 2: no column of the header is known" in done.err


def test_kept_columns_follow_the_answer_and_stand_apart_in_json(batch, written):
    file = written("patient_id,age,note,ward\np1,45,hello,3\n")
    row = batch(file, "--keep", "ward,note,id").rows[0]
    assert list(row)[-3:] == ["knowledge_version", "ward", "note"]
    assert (row["id"], row["ward"], row["note"]) == ("p1", "3", "hello")
    assert batch(file, "--keep", "ward", to="jsonl").rows[0]["kept"] == {"ward": "3"}


def test_a_column_that_stands_twice_cannot_be_kept(batch, written):
    assert batch(written("age,x,x\n45,1,2\n"), "--keep", "x").code == 2


def test_the_formats_can_be_said(batch, written):
    file = written('{"age": 45}\n', "people.data")
    assert batch(file).code == 2
    assert batch(file, "--from", "jsonl").code == 0


@pytest.mark.parametrize(
    "option",
    [["--keep", "note"], ["--columns", "age=Alter"], ["--delimiter", ";"], ["--encoding", "cp1252"],
     ["--sheet", "one"]],
    ids=lambda option: option[0],
)  # fmt: skip
def test_what_tables_alone_have_is_refused_for_fhir(batch, tmp_path, option):
    export = folder(tmp_path / "export", patient())
    done = batch(export, *option, "--as-of", "2026-01-31")
    assert (done.code, done.rows, done.summary) == (2, [], {})
    assert f"{option[0]} does not go with FHIR" in done.err
    assert "Leave it out" in done.err
    assert option[1] not in done.err
    assert len(done.err.splitlines()) == 1
    assert batch(export, "--as-of", "2026-01-31").code == 0


@pytest.mark.parametrize(
    ("name", "option"),
    [("in.csv", ["--as-of", "2026-01-31"]), ("in.csv", ["--sheet", "one"]),
     ("in.jsonl", ["--delimiter", ";"]), ("in.jsonl", ["--sheet", "one"]),
     ("in.parquet", ["--encoding", "cp1252"]), ("in.parquet", ["--delimiter", "tab"])],
    ids=str,
)  # fmt: skip
def test_an_option_that_the_input_cannot_use_is_refused_and_not_left_out(
    batch, written, name, option
):
    done = batch(written(PLAIN, name), *option)
    assert (done.code, done.rows) == (2, [])
    assert f"{option[0]} goes with" in done.err
    assert option[1] not in done.err
    assert len(done.err.splitlines()) == 1


def test_all_that_does_not_go_with_fhir_is_told_at_once(batch, tmp_path):
    export = folder(tmp_path / "export", patient())
    done = batch(export, "--sheet", "one", "--keep", "note")
    assert (done.code, len(done.err.splitlines())) == (2, 2)


def test_fhir_beside_a_table_is_refused_and_nothing_is_written(batch, written, tmp_path):
    export = folder(tmp_path / "export", patient())
    done = batch(export, written(PLAIN))
    assert (done.code, done.rows, done.summary) == (2, [], {})
    assert "Give FHIR in a run of its own" in done.err


@pytest.mark.parametrize("day", [["--as-of", "2026-01-31"], []], ids=["told", "found"])
def test_the_day_that_ages_are_for_is_told_once(batch, tmp_path, day):
    export = folder(tmp_path / "export", patient(), lab(75, effectiveDateTime="2026-01-31"))
    done = batch(export, *day)
    assert done.code == 0
    assert done.err.count("2026-01-31") == 1


def test_every_column_is_explained(capsys):
    assert main(["batch", "--explain-columns"]) == 0
    out = capsys.readouterr().out
    for name in (
        "age",
        "age_months",
        "medication_times",
        "creatinine_unit",
        "patient_id",
        "standard",
    ):
        assert f"{name}:" in out


def test_the_flags_named_there_are_those_of_plan(capsys):
    assert main(["batch", "--explain-columns"]) == 0
    named = re.findall(r"as (--\S+) of plan", " ".join(capsys.readouterr().out.split()))
    assert main(["plan", "--help"]) == 0
    known = capsys.readouterr().out
    assert len(named) > 15
    assert [flag for flag in named if f"  {flag.rstrip(';')} " not in known] == []
