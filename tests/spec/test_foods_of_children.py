"""The list of foods is for those who can eat them: no whole nuts under 5 years, none under 1 year.

The UK health service says that whole nuts are not for children under 5 years, who can choke on them.
"""

from __future__ import annotations

import pytest

from helpers import json_of, plan
from magadvise import load_knowledge
from magadvise.export.page_sections import sections
from magadvise.knowledge.load import load_words

pytestmark = pytest.mark.core

NUTS = {"Pumpkin seeds, roasted", "Almonds, dry roasted", "Cashews, dry roasted"}
CHOKING = "Whole nuts and seeds can choke a child under 5 years: grind them or leave them out."
NEW_FOOD = "Ask before you give a new food to a baby."
CHILD = {"pregnant": None, "breastfeeding": None}


def foods(**person: str | None) -> set[str]:
    return {food["name"] for food in json_of(**person)["foods"]}


def said(language: str = "en", **person: str | None) -> list[str]:
    """The lines under the heading of foods."""
    knowledge = load_knowledge(language=language)
    found = sections(plan(**person), knowledge, load_words("plan", language), None)
    return [item.text for section in found if section.id == "foods" for item in section.items]


@pytest.mark.parametrize("age", ["1mo", "8mo", "11mo"])
def test_a_baby_gets_no_list_of_foods_and_no_word_on_portions(age):
    assert json_of(age=age, **CHILD)["foods"] == []
    assert said(age=age, **CHILD) == [CHOKING, NEW_FOOD]


@pytest.mark.parametrize("age", ["12mo", "1", "4", "59mo"])
def test_a_child_under_five_gets_no_whole_nuts_or_seeds_and_is_told_why(age):
    shown = foods(age=age, **CHILD)
    assert shown
    assert not shown & NUTS
    told = said(age=age, **CHILD)
    assert told[-2] == CHOKING
    assert NEW_FOOD not in told
    assert "NHSFOOD" in [source["id"] for source in json_of(age=age, **CHILD)["sources"]]


@pytest.mark.parametrize("age", ["5", "60mo", "17", "18", "45", "80"])
def test_from_five_years_the_list_is_whole_and_nothing_is_said_of_choking(age):
    assert foods(age=age) == {food.name for food in load_knowledge().foods}
    assert foods(age=age) >= NUTS
    assert CHOKING not in said(age=age)
    assert "NHSFOOD" not in [source["id"] for source in json_of(age=age)["sources"]]


def test_german_says_it_too():
    told = said("de", age="8mo", **CHILD)
    assert len(told) == 2
    assert "ersticken" in told[0]
