"""What is told at the end: counts, and nothing of a patient."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from magadvise.cli.main import main

KEYS = ["rows_in", "answered", "rejected", "left_out", "as_of", "dispositions", "codes", "unresolved",
        "knowledge_version"]  # fmt: skip
CANARY = "Kanarienvogel"
PEOPLE = f"""id,age,sex,kidney,medications,conditions,{CANARY[:6]}_column,note
{CANARY}1,45,female,normal,zzyx; zzyx2,none,{CANARY},{CANARY}
{CANARY}2,{CANARY},female,normal,none,none,x,{CANARY}
{CANARY}3,70,male,{CANARY},none,none,x,
{CANARY}4,70,male,dialysis,zzyx,{CANARY},x,
{CANARY}5,70,male
{CANARY}6,"70,male
"""


def test_the_summary_has_the_keys_of_the_contract_and_its_counts_add_up(batch, written):
    done = batch(written(PEOPLE))
    found = done.summary
    assert list(found) == KEYS
    assert (found["rows_in"], found["answered"], found["rejected"], found["left_out"]) == (
        6,
        2,
        4,
        0,
    )
    assert sum(found["dispositions"].values()) == 2
    assert found["dispositions"]["do_not_supplement"] == 1
    assert found["codes"]["KID002"] == 1
    assert found["unresolved"] == {"zzyx": 2, "zzyx2": 1}
    assert found["as_of"] is None
    assert "rows in 6 = answered 2 + rejected 4 + left out 0\n" in done.err


def test_the_same_input_gives_the_same_summary_whatever_the_seed_of_the_hashes(written, tmp_path):
    people, found = written(PEOPLE), set()
    for seed in ("1", "2", "3"):
        out = tmp_path / f"{seed}.json"
        subprocess.run([sys.executable, "-m", "magadvise", "batch", people, "--summary", out],
                       env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False,
                       )  # fmt: skip
        found.add(out.read_bytes())
    assert len(found) == 1


def test_nothing_of_a_patient_stands_in_the_summary_or_on_stderr(batch, written):
    done = batch(written(PEOPLE))
    assert CANARY not in json.dumps(done.summary)
    assert CANARY not in done.err
    assert "zzyx" not in done.err
    assert done.out == ""
    for reject in done.rejects:
        assert CANARY not in reject["message"] + reject["field"] + reject["code"]


def test_columns_that_are_not_used_are_named_once(batch, written):
    assert batch(written(PEOPLE)).err.count("columns not used: Kanari_column, note\n") == 1
    lines = '{"age": 45, "shoe": 1}\n{"age": 46, "shoe": 2}\n'
    assert batch(written(lines, "in.jsonl")).err.count("columns not used: shoe\n") == 1


def test_a_column_that_is_kept_is_not_called_unused(batch, written):
    kept = ["--keep", "note"]
    assert "columns not used: Kanari_column\n" in batch(written(PEOPLE), *kept).err
    lines = '{"age": 45, "note": 1}\n'
    assert "not used" not in batch(written(lines, "in.jsonl"), *kept).err


def test_a_name_of_a_column_cannot_steer_the_terminal(batch, written):
    assert "\x1b" not in batch(written("age,\x1b[31mred\n45,x\n")).err


def test_rejects_are_counted_by_reason(batch, written):
    err = batch(written(PEOPLE)).err
    assert "not_a_number 1" in err
    assert "wrong_number_of_fields 1" in err


def test_there_is_no_progress_where_stderr_is_no_terminal(batch, written):
    assert "a second" not in batch(written(PEOPLE)).err


def test_progress_is_one_line_that_is_written_over_in_a_terminal(written, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("magadvise.batch.progress.EVERY", 0.0001)
    main(["batch", str(written("age\n" + "45\n" * 300))])
    out, err = capsys.readouterr()
    assert "\r" in err
    assert "a second, 0 rejected" in err
    assert "a second" not in out
    assert "\r\x1b[Krows in 300" in err


def test_the_progress_line_goes_when_a_run_fails(written, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    main(["batch", str(written("a,b\n"))])
    assert "\r\x1b[Kmagadvise: " in capsys.readouterr().err
