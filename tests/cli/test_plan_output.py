"""``magadvise plan`` by flags: text, JSON, and a file that is written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from helpers import flags, json_of

KEYS = """schema_version magadvise_version knowledge_version standard profile disposition intake
ceiling_mg dose form timing evidence medications check findings first_steps stop_if seek_care_if
foods sources disclaimer""".split()

LEVOTHYROXINE = {"medications": "levothyroxine", "medication_times": "levothyroxine=07:00"}


def test_a_plan_by_flags_is_text_on_stdout_and_nothing_on_stderr(run):
    code, out, err = run(*flags())
    assert code == 0
    assert err == ""
    assert out.startswith("Your plan: ")
    assert "150 mg a day" in out


def test_the_first_line_of_a_refusal_says_that_there_is_no_dose(run):
    code, out, _ = run(*flags(kidney="dialysis"))
    assert code == 0
    assert out.splitlines()[0] == "Do not take a magnesium supplement."


def test_json_is_one_document_with_every_key_of_the_contract_in_order(run):
    code, out, err = run(*flags(), "--json")
    assert (code, err) == (0, "")
    assert list(json.loads(out)) == KEYS


def test_a_refusal_has_the_same_keys_and_no_dose(run):
    document = json.loads(run(*flags(kidney="dialysis"), "--json").out)
    assert list(document) == KEYS
    assert (document["dose"], document["form"], document["timing"]) == (None, None, None)
    assert document["ceiling_mg"] == 0


def test_the_command_line_and_the_python_interface_give_the_same_document(run):
    assert json.loads(run(*flags(**LEVOTHYROXINE), "--json").out) == json_of(**LEVOTHYROXINE)


def test_format_json_and_json_are_the_same(run):
    short = run(*flags(), "--json").out
    assert run(*flags(), "--format", "json").out == short
    assert run(*flags(), "--format=json").out == short


def test_format_text_is_the_default(run):
    assert run(*flags(), "--format", "text").out == run(*flags()).out


def test_no_input_changes_nothing_where_no_terminal_could_be_asked(run):
    assert run(*flags(), "--no-input") == run(*flags())


def test_a_standard_by_flag_is_the_one_that_is_applied(run):
    document = json.loads(run(*flags(), "--standard", "eu", "--json").out)
    assert document["standard"] == "eu"
    assert document["intake"]["ul_supplement_mg"] == 250


def test_text_prints_every_summary_whole_every_step_and_every_ingredient(run):
    answers = {
        "age": "68",
        "medications": ["levothyroxine", "omeprazole", "nosuchmedicine"],
        "medication_times": "levothyroxine=07:00",
        "stool": "loose",
    }
    document = json_of(**answers)
    text = " ".join(run(*flags(**answers)).out.split())
    summaries = [finding["summary"] for finding in document["findings"]]
    assert len(summaries) >= 4
    assert [summary for summary in summaries if summary not in text] == []
    for step in document["dose"]["steps"]:
        assert f"{step['mg_per_day']} mg" in text
    for intake in document["timing"]["intakes"]:
        assert intake["time"] in text
    for name in ("levothyroxine", "omeprazole"):
        assert name in text.casefold()


def test_the_disclaimer_and_the_review_date_stand_in_every_text(run):
    for answers in ({}, {"kidney": "dialysis"}, {"red_flags": "dark_urine"}):
        text = " ".join(run(*flags(**answers)).out.split())
        assert "no diagnosis" in text
        assert "no prescription" in text
        assert "reviewed 20" in text


# a file ------------------------------------------------------------------------------------------


def test_a_file_holds_what_stdout_would_and_stdout_stays_empty(run, tmp_path):
    target = tmp_path / "plan.json"
    printed = run(*flags(), "--json").out
    outcome = run(*flags(), "--json", "-o", str(target))
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert target.read_text(encoding="utf-8") == printed


def test_a_text_plan_goes_to_a_file_too(run, tmp_path):
    target = tmp_path / "plan.txt"
    assert run(*flags(), "--output", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == run(*flags()).out


def test_a_file_with_health_data_is_for_its_owner_only(run, tmp_path):
    target = tmp_path / "plan.txt"
    old = os.umask(0)
    try:
        assert run(*flags(), "-o", str(target)).code == 0
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_an_old_file_with_open_rights_becomes_private_when_it_is_replaced(run, tmp_path):
    target = tmp_path / "plan.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o644)
    assert run(*flags(), "-o", str(target)).code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "old" not in target.read_text(encoding="utf-8").splitlines()[0]


def test_a_relative_file_name_is_written_in_the_present_folder(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(*flags(), "-o", "plan.txt").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["plan.txt"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_whole_and_no_other(
    run, tmp_path, monkeypatch, step
):
    target = tmp_path / "plan.txt"
    target.write_text("the old plan\n", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    outcome = run(*flags(), "-o", str(target))
    assert outcome.code == 74
    assert target.read_text(encoding="utf-8") == "the old plan\n"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.txt"]


def test_answers_that_cannot_be_leave_the_old_file_alone(run, tmp_path):
    target = tmp_path / "plan.txt"
    target.write_text("the old plan\n", encoding="utf-8")
    assert run(*flags(age="0"), "-o", str(target)).code == 2
    assert target.read_text(encoding="utf-8") == "the old plan\n"


def test_a_pipe_given_as_the_output_is_not_replaced_by_a_file(run, tmp_path):
    """A device such as /dev/stdout would be lost in the same way."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        code = run(*flags(), "-o", str(pipe)).code
    finally:
        os.close(reader)
    assert code in (0, 73)
    assert stat.S_ISFIFO(Path(pipe).stat().st_mode)
