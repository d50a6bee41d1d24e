"""The mutants themselves: which changes are tried, that no shipped value changes, and that the count tells
a test that notices from one that does not."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mutants import program, world

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text(encoding="utf-8"))

LIMITS = {"limits": [{"standard": "us", "group": "adults", "ul_mg": 350, "verified": True}]}
DRUGS = {
    "interactions": [
        {
            "id": "R01",
            "mg_after_drug_h": {"minimum": 2.0, "preferred": 4.0},
            "mg_before_drug_h": {"minimum": 6.0, "preferred": 6.0},
            "grades": [{"when": "always", "letter": "X"}],
        }
    ],
    "ingredients": [{"id": "cipro", "interaction": "R01", "names": ["cipro"]}],
}


def told(file: str, data: object) -> set[str]:
    return {f"{m.where}: {m.what}" for m in world.mutants(file, data)}


def test_a_number_is_one_up_one_down_ten_times_zero_and_missing():
    assert told("rda.json", LIMITS) == {
        "limits[us adults]: row deleted",
        "limits[us adults].standard: renamed",
        "limits[us adults].verified: True turned",
        *(f"limits[us adults].ul_mg: 350 {how}" for how in ("+1", "-1", "x10", "0", "missing")),
    }


def test_windows_are_swapped_letters_are_milder_and_links_are_cut():
    found = told("medicines.json", DRUGS)
    assert {
        "interactions[R01]: windows swapped",
        "interactions[R01].mg_after_drug_h: minimum and preferred swapped",
        "interactions[R01].grades[always].letter: X milder: C",
        "interactions[R01].grades[always]: row deleted",
        "interactions[R01].id: renamed",
        "ingredients[cipro].interaction: R01 missing",
    } <= found
    assert not any("names" in name or name.startswith("ingredients[cipro].id") for name in found)


@pytest.mark.parametrize(("file", "data"), [("rda.json", LIMITS), ("medicines.json", DRUGS)])
def test_a_mutant_differs_and_leaves_the_shipped_values_as_they_are(file, data):
    before = copy.deepcopy(data)
    for mutant in world.mutants(file, data):
        assert json.loads(world.text_of(mutant.of(data))) != before
        assert data == before


@pytest.mark.parametrize("name", world.FILES)
def test_every_row_of_every_file_can_go(name):
    data = json.loads((ROOT / "data" / name).read_bytes())
    lists = [data["interactions"]] if name == "medicines.json" else data.values()
    rows = sum(len(rows) for rows in lists if isinstance(rows, list))
    gone = [m for m in world.mutants(name, data) if m.what == "row deleted" and len(m.path) == 2]
    assert len(gone) == rows > 20


SOURCE = '''
def dose(mg, most):
    """A text is no mutant."""
    if mg < 1 and not most:
        raise ValueError("nothing")
    return min(mg, most + 1)
'''


def test_a_function_is_changed_in_each_of_these_ways():
    found = [m.where.rpartition("' ")[2] for m in program.mutants("m", SOURCE, "m.py")]
    assert sorted(found) == sorted(
        """always True|always False|-> Or|-> LtE|-> GtE|1 -> 2|1 -> 0|not gone|no raise|returns nothing
        |min -> max|Add -> Sub|1 -> 2|1 -> 0""".replace("\n", "")
        .replace("        ", "")
        .split("|")
    )


def test_each_changed_function_is_another_one():
    codes = [m.code for m in program.mutants("m", SOURCE, "m.py")]
    whole = compile(SOURCE, "m.py", "exec").co_consts[0]
    assert whole.co_name == "dose"
    assert len(codes) == 14
    assert all(
        (c.co_code, c.co_consts, c.co_names) != (whole.co_code, whole.co_consts, whole.co_names)
        for c in codes
    )


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mutants.data", "--list", *words], cwd=ROOT / "tests",
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_test_that_quotes_the_world_kills_and_one_that_does_not_lets_live():
    which = ("--file", "red_flags.json", "--only", "red_flags[one_leg_swollen].urgency")
    good = run(*which, "tests/knowledge/test_quoted_rules.py")
    assert (good.returncode, good.stderr) == (0, "")
    assert "1 killed (100.00 %)" in good.stdout
    weak = run(*which, "tests/knowledge/test_quoted_intakes.py")
    assert weak.returncode == 1
    assert (
        "red_flags.json: red_flags[one_leg_swollen].urgency: emergency milder: see_doctor"
        in weak.stdout
    )


def test_all_its_tests_pass_beside_data_that_nobody_changed():
    """Else no mutant can be counted: ``make mutants`` stops at once."""
    found = run("--file", "rda.json", "--only", "no mutant has this name")
    assert (found.returncode, found.stderr) == (0, "")
    assert "rda.json: 0 of 0 killed" in found.stdout


def test_every_survivor_that_is_let_live_has_a_reason_and_stands_once():
    rows = SURVIVORS["survivor"]
    assert all(set(row) == {"mutant", "reason"} and len(row["reason"]) > 20 for row in rows)
    names = [row["mutant"] for row in rows]
    assert len(names) == len(set(names))
