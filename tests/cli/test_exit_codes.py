"""Every exit code of the contract that exists so far, each produced here, and no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import magadvise.cli.plan
from helpers import flags
from knowledge.lab import small_copy
from magadvise.errors import DoseLimitError
from magadvise.knowledge import load

CANARY = "ZQX-CANARY-77"


def test_0_for_a_plan_and_for_every_kind_of_refusal(run):
    for answers in (
        {},
        {"kidney": "unknown"},
        {"other_magnesium_mg": "350"},
        {"kidney": "ckd"},
        {"kidney": "dialysis"},
        {"red_flags": "chest_pain_breathless"},
    ):
        assert run(*flags(**answers)).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["explain", "KID001"],
        ["explain", "--all"],
        ["show", "forms"],
        ["schema", "plan"],
    ],
    ids=" ".join,
)
def test_0_for_what_only_prints_knowledge(run, arguments):
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["plan"],
        ["plan", "--no-input"],
        ["plan", "--age", "45"],
        ["plan", "--age", "0", "--sex", "male"],
        ["plan", "--age"],
        ["plan", "--no-such-flag"],
        ["plan", "45"],
        ["plan", "--format", "pdf", "--age", "45", "--sex", "male"],
        ["nosuchcommand"],
        ["--no-such-flag"],
        ["--version", "--json"],
        ["explain"],
        ["explain", "KID999"],
        ["explain", "KID001", "KID002"],
        ["explain", "KID001", "--format", "pdf"],
        ["show"],
        ["show", "nosuchlist"],
        ["schema"],
        ["schema", "nosuchschema"],
    ],
    ids=" ".join,
)
def test_2_for_usage_and_for_answers_that_cannot_be(run, arguments):
    code, out, err = run(*arguments)
    assert code == 2
    if "--json" not in arguments:
        assert out == ""
        assert err.startswith("magadvise: ")


@pytest.mark.parametrize(
    "fault",
    [
        ValueError(CANARY),
        KeyError(CANARY),
        RecursionError(CANARY),
        MemoryError(CANARY),
        UnicodeEncodeError("ascii", CANARY, 0, 1, CANARY),
        DoseLimitError("a guard failed"),
    ],
    ids=lambda fault: type(fault).__name__,
)
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_70_for_a_fault_inside_without_traceback_message_or_plan(run, monkeypatch, fault, more):
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(magadvise.cli.plan, "advise", broken)
    code, out, err = run(*flags(), *more)
    assert code == 70
    assert CANARY not in out + err
    assert "Traceback" not in out + err
    assert "Your plan" not in out + err
    if more:
        assert json.loads(out)["error"]["code"] in ("internal", "dose_limit")
    else:
        assert out == ""
        assert len(err.splitlines()) == 1


@pytest.fixture
def broken_data(tmp_path, monkeypatch):
    """A copy of the data files that the command uses instead of the real ones."""
    folder = small_copy(tmp_path)
    monkeypatch.setattr(load, "folder", lambda: folder)
    load.forget()
    yield folder
    load.forget()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    changed = text.replace(old, new, 1)
    assert changed != text
    file.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_70_for_a_broken_data_file_with_file_row_and_reason(run, broken_data, more):
    edit(broken_data / "dosing.json", '"id": "one_intake_mg"', '"id": "one_intake_mgs"')
    code, out, err = run(*flags(), *more)
    assert code == 70
    shown = json.loads(out)["error"]["message"] if more else err
    assert "dosing.json" in shown or "rules.json" in shown
    assert "one_intake_mg" in shown
    assert "150 mg" not in out


def test_70_for_a_data_file_that_is_missing(run, broken_data):
    (broken_data / "rda.json").unlink()
    code, out, err = run(*flags())
    assert (code, out) == (70, "")
    assert "rda.json" in err
    assert "cannot be read" in err


def test_70_when_a_rule_of_the_program_has_lost_its_row_of_data(run, broken_data):
    """Without its row the rule for dialysis would be silent and the person would get a dose."""
    file = broken_data / "rules.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["rules"] = [row for row in data["rules"] if row["code"] != "KID002"]
    file.write_text(json.dumps(data), encoding="utf-8")
    code, out, err = run(*flags(kidney="dialysis"))
    assert "mg a day" not in out
    assert code == 70
    assert "KID002" in err


def test_70_when_a_row_of_data_has_no_rule_in_the_program(run, broken_data):
    file = broken_data / "rules.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["rules"].append({**data["rules"][0], "code": "KID899"})
    file.write_text(json.dumps(data), encoding="utf-8")
    code, _, err = run(*flags())
    assert code == 70
    assert "KID899" in err


@pytest.mark.parametrize("command", [flags(), ["show", "forms"], ["schema", "plan"]], ids=str)
def test_73_for_a_folder_that_does_not_exist(run, tmp_path, command):
    code, out, err = run(*command, "-o", str(tmp_path / "missing" / "plan.txt"))
    assert (code, out) == (73, "")
    assert "cannot be created" in err
    assert list(tmp_path.iterdir()) == []


def test_73_for_a_folder_where_a_file_is_wanted(run, tmp_path):
    assert run(*flags(), "-o", str(tmp_path)).code == 73
    assert list(tmp_path.iterdir()) == []


def test_73_for_a_file_where_a_folder_is_wanted(run, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(*flags(), "-o", str(tmp_path / "file" / "plan.txt")).code == 73


def test_73_as_json_is_an_error_document_on_stdout(run, tmp_path):
    code, out, _ = run(*flags(), "--json", "-o", str(tmp_path / "missing" / "plan.json"))
    assert code == 73
    assert json.loads(out)["error"]["code"] == "output"


def test_74_when_reading_fails_half_way(run, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise OSError(5, CANARY)

    monkeypatch.setattr(magadvise.cli.plan, "load_knowledge", broken)
    code, out, err = run(*flags())
    assert (code, out) == (74, "")
    assert CANARY not in err
    assert "Traceback" not in err


def test_130_when_interrupted_without_traceback_or_plan(run, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(magadvise.cli.plan, "advise", interrupted)
    code, out, err = run(*flags())
    assert (code, out) == (130, "")
    assert "Traceback" not in err
