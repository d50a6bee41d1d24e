"""Old knowledge says so beside every answer, changes none and locks nobody out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from helpers import flags
from magadvise.cli import overdue
from magadvise.knowledge import load

DUE = load.manifest()["review_due"]
DAY = 24 * 60 * 60
COMMANDS = {
    "plan": flags(), "plan --json": [*flags(), "--json"], "refusal": flags(kidney="dialysis"),
    "med": ["med", "doxycycline"], "label": ["label", "magnesium citrate 100 mg"],
    "explain": ["explain", "KID001"], "show": ["show", "rda"],
}  # fmt: skip


def on(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """So many days after the review was due, at noon."""
    noon = datetime.fromisoformat(DUE).replace(tzinfo=UTC).timestamp() + DAY / 2
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon + days * DAY)))


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("late", [1, 400, 3650])
def test_every_answer_of_old_knowledge_is_told_to_be_old_and_is_the_same(
    run, monkeypatch, name, late
):
    on(monkeypatch, 0)
    fresh = run(*COMMANDS[name])
    on(monkeypatch, late)
    old = run(*COMMANDS[name])
    assert (old.out, old.code) == (fresh.out, fresh.code)
    told = " ".join(old.err.replace(fresh.err, "").split())
    assert told.startswith("magadvise: this knowledge is old.")
    assert f"should have been reviewed by {DUE}." in told
    assert "Look for a newer version, or ask a pharmacist." in told


@pytest.mark.parametrize("name", COMMANDS)
def test_up_to_the_day_of_the_review_nothing_is_said(run, monkeypatch, name):
    for days in (-1, 0):
        on(monkeypatch, days)
        assert "old" not in run(*COMMANDS[name]).err


GERMAN = "magadvise: Dieses Wissen ist alt."
AFTER = ".".join(reversed(DUE.split("-")))  # as German writes a day


@pytest.mark.parametrize(
    "command",
    [[*flags(), "--lang", "de"], [*flags(), "--lang=de"], [*flags(), "--lang", "en", "--lang", "DE"],
     ["med", "doxycycline", "--json", "--lang", "de"], ["explain", "KID001", "--lang", "de"],
     ["show", "rda", "--lang", "de"]],
)  # fmt: skip
def test_it_is_said_in_the_language_of_the_answer(run, monkeypatch, command):
    on(monkeypatch, 1)
    told = " ".join(run(*command).err.split())
    assert GERMAN in told
    assert f"bis {AFTER} geprüft" in told
    assert "this knowledge" not in told


def test_the_language_of_the_environment_counts_where_the_command_has_one(run, monkeypatch):
    on(monkeypatch, 1)
    monkeypatch.setenv("MAGADVISE_LANG", "de")
    assert GERMAN in run(*flags()).err
    assert "this knowledge is old" in " ".join(run(*flags(), "--lang", "en").err.split())
    label = run("label", "magnesium citrate 100 mg")  # all it says is English
    assert "this knowledge is old" in " ".join(label.err.split())


def test_a_list_of_patients_is_told_too(run, monkeypatch, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("age,sex,kidney\n45,male,normal\n", encoding="utf-8")
    on(monkeypatch, 1)
    found = run("batch", str(people), "-o", str(tmp_path / "plans.csv"))
    assert found.code == 0
    assert "this knowledge is old" in " ".join(found.err.split())


@pytest.mark.parametrize(
    "command", [["--version"], ["--help"], ["completion", "bash"], ["schema", "plan"]]
)
def test_what_answers_nothing_about_health_says_nothing(run, monkeypatch, command):
    on(monkeypatch, 1)
    assert run(*command).err == ""


def test_without_that_setting_the_day_is_that_of_the_machine(monkeypatch):
    for odd in ("", "x", "-1", "\u0661", "9" * 12):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", odd)
        assert abs(datetime.fromisoformat(overdue.today()) - datetime.now()).days <= 1
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs(datetime.fromisoformat(overdue.today()) - datetime.now()).days <= 1


def test_a_review_is_due_within_two_years_of_the_last():
    manifest = json.loads((load.folder() / "knowledge.json").read_text(encoding="utf-8"))
    reviewed, due = (datetime.fromisoformat(manifest[name]) for name in ("reviewed", "review_due"))
    assert 0 < (due - reviewed).days <= 731


@pytest.mark.parametrize("arguments", [["plan", "--help"], ["diary", "-h"], ["plan", "--age"], []])
def test_where_nothing_was_answered_nothing_is_said(run, monkeypatch, arguments):
    on(monkeypatch, 0)
    fresh = run(*arguments)
    on(monkeypatch, 1)
    assert run(*arguments) == fresh


def test_two_dashes_before_the_command_hide_nothing(run, monkeypatch):
    on(monkeypatch, 1)
    assert "this knowledge is old" in " ".join(run("--", *flags()).err.split())


@pytest.mark.parametrize("due", [None, 7, "missing"])
def test_a_day_that_is_not_told_counts_as_past(run, monkeypatch, due):
    manifest = {**load.manifest(), "review_due": due}
    if due == "missing":
        del manifest["review_due"]
    monkeypatch.setattr(load, "manifest", lambda: manifest)
    found = run(*flags(), "--json")
    assert found.code == 0
    assert "a day that it does not name" in " ".join(found.err.split())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_where_it_cannot_be_said_the_answer_and_its_code_stand(monkeypatch, environment):
    on(monkeypatch, 1)
    for more in ([], ["--json"]):
        command = [sys.executable, "-m", "magadvise", *flags(), *more]
        with open("/dev/full", "w", encoding="utf-8") as full:
            full_ = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=full, env=environment(), check=False
            )
        heard = subprocess.run(command, capture_output=True, env=environment(), check=False)
        assert (
            (full_.returncode, full_.stdout)
            == (heard.returncode, heard.stdout)
            == (0, heard.stdout)
        )
        assert b"this knowledge is old" in b" ".join(heard.stderr.split())
