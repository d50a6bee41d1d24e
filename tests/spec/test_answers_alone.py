"""Some answers by themselves, and some rules by themselves: what the batch asks many rows at once."""

from __future__ import annotations

import pytest

from magadvise import load_knowledge
from magadvise.advice.pipeline import case_of
from magadvise.model import Kidney
from magadvise.profile import fields, parse
from magadvise.rules import registry

pytestmark = pytest.mark.core
KNOWLEDGE = load_knowledge()


def test_an_age_alone_is_read_as_in_a_whole_row():
    assert fields({"age": ("45",)}, KNOWLEDGE)[0]["age_months"] == 45 * 12
    assert fields({"age": ("8mo",)}, KNOWLEDGE)[0]["age_months"] == 8


def test_only_a_missing_age_is_a_problem_of_its_own():
    assert [p.code for p in fields({"age": ()}, KNOWLEDGE)[1]] == ["missing_answer"]
    assert fields({"kidney": ()}, KNOWLEDGE) == (
        {"kidney": Kidney.UNKNOWN, "unrecognised": ()},
        (),
    )


def test_a_word_that_is_no_condition_is_told_apart_and_no_problem():
    found, problems = fields({"conditions": ("gout;asthma",)}, KNOWLEDGE)
    assert problems == ()
    assert found["conditions"] == ("gout",)
    assert found["unrecognised"] == ("conditions",)


def test_a_name_may_be_looked_up_by_somebody_else():
    asked = []

    def look_up(name, knowledge):
        asked.append(name)
        return parse({"age": "45", "sex": "male", "medications": "aspirin"}, knowledge).medicines[0]

    found, _ = fields({"medications": ("zinc",)}, KNOWLEDGE, look_up)
    assert asked == ["zinc"]
    assert [use.text for use in found["medicines"]] == ["aspirin"]


def test_some_rules_fire_alone_and_in_the_order_asked():
    profile = parse({"age": "70", "sex": "unknown", "kidney": "dialysis"}, KNOWLEDGE)
    case = case_of(profile, KNOWLEDGE, "us")
    assert [f.code for f in registry.evaluate(case, ("KID002", "AGE003"))] == ["KID002", "AGE003"]
    assert [f.code for f in registry.evaluate(case, ("KID003",))] == []
    everything = {f.code for f in registry.evaluate(case)}
    assert {"KID002", "AGE003", "DAT001"} <= everything
