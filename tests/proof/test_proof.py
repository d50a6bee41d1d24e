"""A slice of ``make prove``: it ends well, and a limit that is broken on purpose does not get by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from magadvise import limit, load_knowledge
from magadvise.advice import dosing, pipeline
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Disposition, Finding
from magadvise.rules import registry
from proof import domain, prove, texts, times, walk
from proof.tally import Effect, Tally

pytestmark = pytest.mark.core

LAST = re.compile(r"(\d+) profiles, (\d+) violations, (\d+) s")


def run(capsys: pytest.CaptureFixture[str], *flags: str) -> tuple[int, list[str]]:
    """The exit code and the lines of a run in this process."""
    code = prove.main(["--workers", "1", *flags])
    return code, capsys.readouterr().out.splitlines()


def slice_of(capsys: pytest.CaptureFixture[str]) -> tuple[int, int]:
    """The exit code and the violations of a small slice."""
    code, lines = run(capsys, "--every", "1999", "--plans", "120")
    found = LAST.fullmatch(lines[-1])
    assert found
    return code, int(found[2])


@pytest.fixture(scope="module", autouse=True)
def _behaviours_once() -> Iterator[None]:
    """The same medicines for each slice: they take a second or two to group."""
    once = domain.behaviours(load_knowledge(), all_uses=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(domain, "behaviours", lambda knowledge, all_uses: once)
        yield


def test_a_slice_has_no_violation_and_tells_how_many_profiles(capsys):
    code, lines = run(capsys, "--every", "211", "--plans", "1500")
    found = LAST.fullmatch(lines[-1])
    assert code == 0
    assert found
    assert int(found[1]) > 50_000
    assert int(found[2]) == 0
    doses = [int(line.split()[3].rstrip(":")) for line in lines if "  with a dose" in line]
    refused = [int(line.split()[1].rstrip(":")) for line in lines if line.startswith("  refused ")
               and "codes" not in line]  # fmt: skip
    assert len(doses) == len(refused) == 2
    assert min(*doses, *refused) > 100
    assert any(line.startswith("  refused by") and "DOS002" in line for line in lines)


# broken on purpose --------------------------------------------------------------------------------


def test_caps_that_are_forgotten_are_found(capsys, monkeypatch):
    monkeypatch.setattr(limit, "lowest", lambda remaining_mg, caps: remaining_mg)
    code, violations = slice_of(capsys)
    assert code == 1
    assert violations > 0


def test_other_magnesium_that_is_forgotten_is_found(capsys, monkeypatch):
    monkeypatch.setattr(limit, "remaining", lambda ul_mg, other_mg: ul_mg or 0)
    code, violations = slice_of(capsys)
    assert code == 1
    assert violations > 0


def test_a_limit_that_is_one_milligram_too_high_is_found(capsys, monkeypatch):
    real = limit.remaining
    monkeypatch.setattr(limit, "remaining", lambda ul_mg, other_mg: real(ul_mg, other_mg) + 1)
    assert slice_of(capsys)[0] == 1


def test_steps_that_go_on_where_no_increase_is_allowed_are_found(capsys, monkeypatch):
    real = dosing.steps
    monkeypatch.setattr(
        dosing, "steps", lambda case, ceiling, no_increase: real(case, ceiling, no_increase=False)
    )
    assert slice_of(capsys)[0] == 1


def changed(code: str, **fields: Any) -> Knowledge:
    """The knowledge with one rule that says something else."""
    knowledge = load_knowledge()
    row = knowledge.rules[code]._replace(**fields)
    return knowledge._replace(rules={**knowledge.rules, code: row})


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("RED001", {"cap": None}),
        ("MED006", {"no_increase": False}),
        ("AGE003", {"cap": None}),
        ("AGE002", {"at_least": None}),
        ("KID012", {"at_least": "clinician_first"}),
        ("DOS002", {"at_least": "check_first"}),
        ("SRC001", {"at_least": None}),
    ],
)
def test_a_rule_that_lost_its_effect_is_found(capsys, monkeypatch, code, fields):
    knowledge = changed(code, **fields)
    monkeypatch.setattr(prove, "load_knowledge", lambda: knowledge)
    assert slice_of(capsys)[0] == 1


def test_a_plan_that_forgets_a_finding_is_found(capsys, monkeypatch):
    """The stages are right; what is made of them is not."""
    real = pipeline.ladder

    def lower(findings: Any) -> Disposition:
        found = tuple(findings)
        return real(f for f in found if len(found) == 1 or f.code[:3] != "RED")

    monkeypatch.setattr(pipeline, "ladder", lower)
    assert slice_of(capsys)[0] == 1


def test_a_rule_that_looks_at_an_answer_of_another_stage_is_found(capsys, monkeypatch):
    real = registry.PREDICATES["DOS001"]

    def peeping(case: Any) -> Any:
        return real(case) if case.profile.age_years else ()

    monkeypatch.setitem(registry.PREDICATES, "DOS001", peeping)
    assert slice_of(capsys)[0] == 1


def test_steps_that_look_at_more_than_they_are_shown_are_found(capsys, monkeypatch):
    """Those who are alike in what the steps are shown are asked once: nothing else may matter."""
    real = dosing.steps

    def peeping(case: Any, ceiling: int, no_increase: bool) -> Any:
        return real(case, ceiling, no_increase=no_increase or case.profile.sex == "male")

    monkeypatch.setattr(dosing, "steps", peeping)
    assert slice_of(capsys)[0] == 1


# the tools ----------------------------------------------------------------------------------------


def test_the_committed_digests_have_every_active_code_and_each_fired():
    digests = json.loads(prove.DIGEST.read_text(encoding="utf-8"))
    codes = prove.active(load_knowledge())
    assert len(codes) > 100
    assert digests.keys() == codes | {"schedule", "limit", "plans"}
    assert all(digests[code]["fired"] > 0 for code in codes)
    assert digests["limit"]["inputs"] >= 10_000_000
    assert digests["plans"]["inputs"] >= 20_000


def test_a_digest_changes_with_the_inputs_of_a_code_and_with_its_effect(tmp_path):
    finding = Finding(*("DOS001", "caution", "", "", "", ()), no_increase=True)  # type: ignore[arg-type]

    def digest(*inputs: str, steady: bool = True) -> str:
        tally = Tally("x")
        for at in inputs:
            tally.found(at, [finding._replace(no_increase=steady)])
        return tally.result().codes["DOS001"].digest

    digests = {digest("a"), digest("b"), digest("a", "b"), digest("a", steady=False)}
    assert len(digests) == 4
    file = tmp_path / "digest.json"
    before = {"DOS001": {"fired": 1, "sha256": digest("a")}, "gone": {"fired": 1, "sha256": ""}}
    prove.write(before, file)
    assert prove.compare(before, file) == []
    now = {"DOS001": {"fired": 1, "sha256": digest("b")}}
    assert prove.compare(now, file) == ["DOS001", "gone"]


def test_the_first_violations_are_told_in_words_however_many_there_are(capsys):
    tally = Tally("x")
    for number in range(1000):
        tally.wrong(f"input {number}", "a dose")
    proof = prove.Proof()
    proof.add([tally.result()] * 7)
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == ["VIOLATION x: a dose: input 0", "VIOLATION x: a dose: input 1"]
    assert len(told) == 20
    assert proof.violations == 7000


def test_only_a_run_over_every_input_may_write_digests(capsys):
    for flags in (["--every", "2"], ["--plans", "19999"], ["--seed", "1"]):
        with pytest.raises(SystemExit, match="2"):
            prove.main(["--write", *flags])
    assert "every input" in capsys.readouterr().err


def test_the_union_of_effects_keeps_the_strictest_of_each():
    mild, strict = Effect(1, (150,), True), Effect(3, (200,), False)
    assert mild.joined(strict) == Effect(3, (150, 200), True)
    assert walk.closure([mild, strict]) == sorted(
        [Effect(0, (), False), mild, strict, Effect(3, (150, 200), True)]
    )
    assert Effect(0, (), False).weaker(mild)
    assert not mild.joined(strict).weaker(mild)


@pytest.mark.parametrize(
    ("ceiling", "older", "steady", "expected"),
    [
        (350, False, False, ((1, 150, (150,)), (4, 200, (200,)), (7, 300, (150, 150)))),
        (175, False, False, ((1, 150, (150,)), (4, 175, (175,)))),
        (350, False, True, ((1, 150, (150,)),)),
        (201, False, False, ((1, 150, (150,)), (4, 200, (200,)), (7, 201, (101, 100)))),
        (200, True, False, ((1, 100, (100,)), (8, 150, (150,)), (15, 200, (200,)))),
        (60, True, False, ((1, 60, (60,)),)),
    ],
)
def test_the_steps_of_the_written_protocol(ceiling, older, steady, expected):
    assert texts.steps(ceiling, older, steady) == expected


def test_a_day_has_a_slot_where_half_an_hour_keeps_all_windows():
    assert times.has_slot([])
    assert times.has_slot([(480, 240, 240)])
    every_four_hours = [(at, 120, 120) for at in range(0, 1440, 240)]
    assert not times.has_slot(every_four_hours)  # one free instant between two is none
    assert times.has_slot([(at, 105, 105) for at in range(0, 1440, 240)])  # 30 minutes are
    assert not times.has_slot([(at, 105, 106) for at in range(0, 1440, 240)])
