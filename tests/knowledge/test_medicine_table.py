"""One medicine is looked up by its line, many by the whole table: both must say the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from magadvise.knowledge.medicine_table import MANY, table

pytestmark = pytest.mark.core

TEXT = (Path(__file__).resolve().parents[2] / "data" / "medicines.json").read_bytes()
FILE = json.loads(TEXT)
WHOLE = table(TEXT)
NAMES = sorted(WHOLE.names)


@pytest.mark.parametrize("start", range(0, len(NAMES), max(1, len(NAMES) // 60)))
def test_a_name_found_by_its_line_is_the_name_of_the_whole_table(start):
    fresh = table(TEXT)
    for name in NAMES[start : start + 3]:
        assert fresh.names[name] == WHOLE.names[name]
        for ingredient in fresh.names[name][1]:
            assert fresh.ingredients[ingredient] == WHOLE.ingredients[ingredient]


def test_every_ingredient_combination_and_route_brand_is_found_by_its_names():
    written = {n: (row["id"],) for row in FILE["ingredients"] for n in row["names"]}
    written |= {n: (row["id"],) for row in FILE["ingredients"] for n in row.get("brands", ())}
    written |= {n: tuple(row["ingredients"]) for row in FILE["combinations"] for n in row["names"]}
    written |= {row["name"]: tuple(row["ingredients"]) for row in FILE["route_brands"]}
    assert {name: entry[1] for name, entry in WHOLE.names.items()} == written
    assert len(WHOLE.names) == len(written)


def test_after_many_lookups_the_answers_stay_the_same():
    fresh = table(TEXT)
    for name in NAMES[: MANY + 20]:
        assert fresh.names[name] == WHOLE.names[name]
    assert fresh.ingredients["omeprazole"] == WHOLE.ingredients["omeprazole"]


@pytest.mark.parametrize("warm", [False, True])
def test_what_is_not_there_is_not_found(warm):
    fresh = table(TEXT)
    if warm:
        assert len(fresh.names) == len(NAMES)
    assert "foozolam" not in fresh.names
    assert "foozolam" not in fresh.ingredients
    assert "R00" not in fresh.interactions
    # A class, an id of a row and a key of the file are no names.
    assert "thyroid_hormone" not in fresh.names
    assert "R01" not in fresh.names
    assert "R01" not in fresh.ingredients
    assert "drug_class" not in fresh.names
    assert "ingredients" not in fresh.names
    assert "classes" not in fresh.names
    assert "rxnorm:0" not in fresh.codes


def test_the_table_lists_every_row_of_the_file():
    assert list(WHOLE.ingredients) == [row["id"] for row in FILE["ingredients"]]
    assert len(WHOLE.ingredients) == len(FILE["ingredients"])
    assert list(WHOLE.interactions) == [row["id"] for row in FILE["interactions"]]
    assert len(WHOLE.interactions) == len(FILE["interactions"])


def test_a_code_finds_its_ingredient():
    """ATC J01MA02 and RxNorm 2551 are ciprofloxacin."""
    assert WHOLE.codes["atc:j01ma02"] == ("ciprofloxacin",)
    assert WHOLE.codes["rxnorm:2551"] == ("ciprofloxacin",)
    assert len(WHOLE.codes) == len(list(WHOLE.codes))


def test_the_table_knows_what_is_sold_as_eye_drops():
    """Ciprofloxacin is (Ciloxan), raltegravir is not."""
    assert "ciprofloxacin" in WHOLE.local["eye"]
    assert "raltegravir" not in WHOLE.local["eye"]
    assert len(WHOLE.local) == len(list(WHOLE.local))


def test_the_families_and_the_names_by_length_are_those_of_the_file():
    endings = {e for row in FILE["ingredients"] for e in row.get("endings", ())}
    assert set(WHOLE.stems) == endings
    assert len(WHOLE.stems) == len(endings)
    assert {len(name) for name in NAMES} == set(WHOLE.lengths)
    assert len(WHOLE.lengths) == len(set(map(len, NAMES)))
    assert sum(len(WHOLE.lengths[n]) for n in WHOLE.lengths) == len(NAMES)
