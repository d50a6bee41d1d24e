"""How many warnings common people get: too many, and none is read.

The aim: half of the people have three or fewer, nobody has more than eight. Notes (severity info) are
no warnings. The people are made up: what adults with leg cramps usually have and take.
"""

from __future__ import annotations

from statistics import median

import pytest

from helpers import json_of

pytestmark = pytest.mark.core

PEOPLE: dict[str, dict[str, str | list[str] | None]] = {
    "a woman of 34 without anything": {"age": "34"},
    "a pregnant woman": {"age": "31", "pregnant": "yes", "patterns": "pregnancy"},
    "a runner": {"age": "26", "sex": "male", "patterns": "exercise", "medications": "ibuprofen"},
    "a man with heartburn": {"age": "52", "sex": "male", "medications": "omeprazole"},
    "a woman with a thyroid tablet": {
        "age": "58", "medications": "levothyroxine", "medication_times": "levothyroxine=07:00",
    },
    "a man with high blood pressure": {
        "age": "63", "sex": "male", "conditions": "hypertension",
        "medications": ["amlodipine", "lisinopril", "atorvastatin"],
    },
    "a man with diabetes": {
        "age": "60", "sex": "male", "conditions": ["diabetes", "hypertension"], "egfr": "78",
        "medications": ["metformin", "empagliflozin", "ramipril", "simvastatin"],
    },
    "a woman with weak bones": {
        "age": "72", "medications": ["alendronate", "colecalciferol", "paracetamol"], "egfr": "71",
    },
    "a woman of 80 with water tablets": {
        "age": "80", "conditions": ["hypertension", "heart_failure"], "egfr": "64",
        "medications": ["furosemide", "bisoprolol", "ramipril", "apixaban", "omeprazole"],
    },
    "a man with weak lungs": {
        "age": "69", "sex": "male", "medications": ["salbutamol inhaler", "prednisolone", "tiotropium"],
    },
    "a man with weak kidneys": {
        "age": "77", "sex": "male", "egfr": "41", "conditions": "hypertension",
        "medications": ["amlodipine", "allopurinol"],
    },
    "a woman with an antibiotic": {
        "age": "47", "medications": ["ciprofloxacin", "combined pill"], "stool": "loose",
    },
    "somebody who answers little": {
        "kidney": None, "medications": None, "conditions": None, "red_flags": None,
        "other_magnesium_mg": None, "pregnant": None,
    },
}  # fmt: skip


def warnings(answers: dict[str, str | list[str] | None]) -> list[str]:
    found = json_of(**answers)["findings"]
    return [f["summary"] for f in found if f["severity"] != "info"]


def test_half_of_these_people_have_three_warnings_or_fewer_and_nobody_more_than_eight():
    counts = {name: len(warnings(answers)) for name, answers in PEOPLE.items()}
    assert median(counts.values()) <= 3, counts
    assert max(counts.values()) <= 8, counts


@pytest.mark.parametrize("name", PEOPLE)
def test_no_warning_is_given_twice(name):
    found = warnings(PEOPLE[name])
    assert sorted(set(found)) == sorted(found)


def test_a_healthy_person_gets_no_warning_and_who_must_ask_gets_one():
    assert warnings(PEOPLE["a woman of 34 without anything"]) == []
    assert warnings(PEOPLE["a man with weak kidneys"]) != []
