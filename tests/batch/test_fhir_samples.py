"""Two published sets of synthetic R4 patients, beside a table of the same people made by others."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from batch.fhir_made import Made, Read, answered, read
from helpers import codes
from magadvise.knowledge.load import load_codes
from magadvise.model import Disposition
from magadvise.profile import medicine

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SETS = {"carebundle_1000": 1000, "clinosim_1820": 1820}
pytestmark = pytest.mark.skipif(
    not (SHARED / "fhir").is_dir(), reason="the shared data is not here"
)


@cache
def records(name: str) -> Read:
    return read(SHARED / "fhir" / name, as_of=None)


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    with (SHARED / f"patients_{name}.csv").open(newline="", encoding="utf-8") as stream:
        return {row["patient_id"]: row for row in csv.DictReader(stream)}


def pairs(name: str) -> list[tuple[Made, dict[str, str]]]:
    """The cells of each person that is answered, and its row of the table."""
    return [(cells, table(name)[id_]) for id_, cells in records(name).cells.items()]


def ingredients(names: list[str]) -> set[str]:
    knowledge = load_codes().knowledge
    return {match.ingredient for name in names for match in medicine(name, knowledge).matches}


@pytest.mark.parametrize(
    ("name", "day", "died"),
    [("carebundle_1000", "2026-01-01", 0), ("clinosim_1820", "2025-12-31", 42)],
)
def test_every_patient_is_answered_or_has_died(name, day, died):
    found = records(name)
    assert found.errors == []
    assert found.as_of.isoformat() == day
    assert found.left_out == ({"died": died} if died else {})
    assert len(found.cells) == len(found.items) == SETS[name] - died
    dead = {id_ for id_, row in table(name).items() if row["deceased"] == "True"}
    assert found.cells.keys() == table(name).keys() - dead


@pytest.mark.parametrize("name", SETS)
def test_age_sex_and_egfr_agree_with_the_table(name):
    for cells, row in pairs(name):
        assert cells.get("age", "0") == row["age"]
        assert cells["sex"] == row["sex"]
        assert cells["egfr"] == row["egfr"]
        assert cells["pregnant"] == ""
        assert row["pregnant_condition_active"] == "False"


@pytest.mark.parametrize(("name", "with_egfr"), [("carebundle_1000", 1000), ("clinosim_1820", 56)])
def test_an_egfr_is_taken_before_creatinine(name, with_egfr):
    assert sum(bool(cells["egfr"]) for cells, _ in pairs(name)) == with_egfr
    for cells, row in pairs(name):
        if cells["creatinine"]:
            assert cells["creatinine_unit"] == "mg/dL"
            assert float(cells["creatinine"]) >= float(row["creatinine_mg_dl"])
        else:
            assert cells["egfr"] or not row["creatinine_mg_dl"]


@pytest.mark.parametrize(("name", "differing"), [("carebundle_1000", 0), ("clinosim_1820", 3)])
def test_medicines_agree_with_the_table_but_where_text_and_code_differ(name, differing):
    """Three people have an order whose text, display or code names another medicine: cefazolin and
    ceftriaxone, nicardipine and nifedipine. There all of them are listed."""
    more = 0
    for cells, row in pairs(name):
        named = [text for text in row["medications"].split(" | ") if text]
        ours, theirs = ingredients(cells["medications"]), ingredients(named)
        assert theirs <= ours
        assert bool(named) == bool(cells["medications"])
        more += ours != theirs
    assert more == differing


@pytest.mark.parametrize("name", SETS)
def test_every_row_is_answered_and_kidney_disease_is_never_below_a_clinician(name):
    sick = 0
    for cells, row in pairs(name):
        told = answered(cells)
        stages = [code for code in row["condition_codes"].split() if code.startswith("N18")]
        if stages:
            sick += 1
            assert told.disposition.rank >= Disposition.CLINICIAN_FIRST.rank
            good = row["egfr"] and float(row["egfr"]) >= 60
            assert not good or "KID018" in codes(told)
    assert sick > 50


def test_most_of_what_people_have_and_take_is_understood():
    cells = [cells for name in SETS for cells, _ in pairs(name)]
    listed = [c for c in cells if c["conditions"]]
    assert len(listed) > 2000
    assert sum("unknown" in c["conditions"] for c in listed) < len(listed) / 10
