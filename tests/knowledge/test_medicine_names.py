"""Each name of a medicine leads to one thing, and quick look-ups find what the whole table holds."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import Any

import pytest

from knowledge.lab import read
from magadvise import keys
from magadvise.knowledge.load import folder, load_knowledge
from magadvise.knowledge.medicine_table import table

pytestmark = pytest.mark.core

DATA = read("medicines.json")


def owners() -> dict[str, set[str]]:
    """Which ingredients each name of the file stands for, by its key."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in DATA["ingredients"]:
        for name in (*row["names"], *row.get("brands", ())):
            found[keys.key(name)].add(row["id"])
    for row in DATA["combinations"]:
        for name in row["names"]:
            found[keys.key(name)].add("+".join(sorted(row["ingredients"])))
    for row in DATA["route_brands"]:
        found[keys.key(row["name"])].add(row["route"] + ":" + "+".join(sorted(row["ingredients"])))
    return found


def test_no_name_belongs_to_two_things():
    assert {name: ids for name, ids in owners().items() if len(ids) > 1} == {}
    assert len(owners()) > 4000


def test_every_name_is_written_as_it_is_looked_up():
    assert [name for name in owners() if not re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", name)] == []


def test_no_name_is_only_a_word_that_names_nothing():
    """Words of form, salt and route are passed over in a name; alone they must stand for nothing."""
    lone = {
        "tablet",
        "capsule",
        "oral",
        "mg",
        "solution",
        "hydrochloride",
        "daily",
        "drops",
        "cream",
    }
    assert lone & owners().keys() == set()


def test_the_names_of_ingredients_are_plain_ascii():
    """They are printed in summaries."""
    assert [row["name"] for row in DATA["ingredients"] if not row["name"].isascii()] == []


def test_every_ingredient_can_be_found_by_a_name():
    known = load_knowledge().medicines.names
    assert [r["id"] for r in DATA["ingredients"] if not any(n in known for n in r["names"])] == []


@pytest.mark.parametrize("system", ["rxnorm", "atc"])
def test_a_code_means_one_ingredient_or_one_family(system):
    shapes = {"rxnorm": r"\d{1,8}", "atc": r"[A-Z]\d{2}[A-Z]{2}(\d{2})?"}
    codes = [code for row in DATA["ingredients"] for code in row.get(system, ())]
    assert len(codes) > 150
    assert [code for code in codes if not re.fullmatch(shapes[system], code)] == []


def test_a_combination_holds_all_its_ingredients():
    expected = {
        "fosavance": {"alendronate", "colecalciferol"},
        "stalevo": {"levodopa", "carbidopa", "entacapone"},
        "juluca": {"dolutegravir", "rilpivirine"},
        "evotaz": {"atazanavir", "cobicistat"},
        "arthrotec": {"diclofenac", "misoprostol"},
        "maxzide": {"triamterene", "hydrochlorothiazide"},
        "triumeq": {"abacavir", "dolutegravir", "lamivudine"},
    }
    names = {row["id"]: {*row["names"], row["id"]} for row in DATA["ingredients"]}
    for brand, ingredients in expected.items():
        ids = load_knowledge().medicines.names[brand][1]
        assert len(ids) == len(ingredients)
        for wanted in ingredients:
            assert any(wanted in names[one] for one in ids)


@pytest.mark.parametrize(
    ("name", "route"),
    [("ciloxan", "eye"), ("cetraxal", "ear"), ("cabenuva", "injection"), ("zometa", "injection"),
     ("rekambys", "injection"), ("voltarol emulgel", "skin")],
)  # fmt: skip
def test_a_brand_that_is_not_swallowed_carries_its_route(name, route):
    assert load_knowledge().medicines.names[name][2] == route


# one look-up against the whole table --------------------------------------------------------------


def fresh() -> Any:
    """A table from which nothing was looked up yet."""
    return table((folder() / "medicines.json").read_bytes())


def test_the_first_look_up_of_a_name_finds_what_the_whole_table_holds():
    whole = dict(fresh().names)
    assert set(whole) == set(owners())
    text = (folder() / "medicines.json").read_bytes()
    for name in islice(whole, 0, None, 25):
        assert table(text).names[name] == whole[name]


def test_the_first_look_up_of_an_ingredient_or_a_row_finds_it():
    text = (folder() / "medicines.json").read_bytes()
    ingredients = dict(fresh().ingredients)
    assert set(ingredients) == {row["id"] for row in DATA["ingredients"]}
    for one in islice(ingredients, 0, None, 10):
        assert table(text).ingredients[one] == ingredients[one]
    interactions = dict(fresh().interactions)
    assert set(interactions) == {row["id"] for row in DATA["interactions"]}
    for one in interactions:
        assert table(text).interactions[one].id == one


@pytest.mark.parametrize(
    "name", ["nosuchmedicine", "", "id", "names", "oral", "R01", '"', "\\", "{"]
)
def test_a_word_of_the_file_that_is_no_name_is_not_found(name):
    for medicines in (fresh(), load_knowledge().medicines):
        with pytest.raises(KeyError):
            medicines.names[name]
        assert name not in medicines.names


def test_many_look_ups_in_a_row_find_the_same_as_one():
    medicines = fresh()
    wanted = list(islice(owners(), 0, None, 12))
    first = [medicines.names[name] for name in wanted]
    assert len(wanted) > 200
    assert [medicines.names[name] for name in wanted] == first
