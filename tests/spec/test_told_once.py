"""What is wrong is told once, with the word that was meant; what a name leaves over is what is compared."""

from __future__ import annotations

import pytest

from magadvise import InputError, KnowledgeError, advise, load_knowledge, parse
from magadvise.errors import DoseLimitError
from magadvise.medicines.resolve import leftovers

pytestmark = pytest.mark.core

KNOWLEDGE = load_knowledge()
MAN = {"age": "45", "sex": "male"}


def refused(**answers):
    with pytest.raises(InputError) as caught:
        parse({**MAN, **answers}, KNOWLEDGE)
    return caught.value.problems()


def test_a_slip_of_the_word_unknown_is_told_with_that_word():
    (problem,) = refused(egfr="unknwon")
    assert "unknown" in problem.hint


def test_two_times_that_are_wrong_in_the_same_way_are_told_once():
    found = refused(medications=["cipro"], medication_times=["cipro", "cipro="])
    assert [(p.code, p.field) for p in found] == [("bad_format", "medication_times")]


def test_a_creatinine_that_is_not_known_is_none():
    assert parse({**MAN, "creatinine": "unknown"}, KNOWLEDGE).creatinine is None


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (DoseLimitError("a step is above the ceiling of its plan"), "dose_limit", "above the ceiling"),
        (KnowledgeError("rda.json", "limits.3", "is broken"), "knowledge", "rda.json, limits.3"),
    ],
)  # fmt: skip
def test_a_fault_of_the_program_tells_itself_as_one_problem(error, code, words):
    (problem,) = error.problems()
    assert problem.code == code
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("furosemide 40 mg tablets", []),
        ("lasixx 40 mg tablets", ["lasixx"]),
        ("Doxy-Sleep-Aid", ["doxy sleep aid"]),
        ("ибупрофен", ["ибупрофен"]),
    ],
)
def test_the_words_of_a_text_that_are_no_name(text, left):
    assert leftovers(text, KNOWLEDGE.medicines) == left


@pytest.mark.parametrize(
    "answers",
    [
        {"medications": ["omeprazole", "furosemide"]},
        {"conditions": ["low_blood_pressure", "diabetes"]},
    ],
)
def test_the_second_of_a_list_asks_for_the_kidneys_too(answers):
    """A water tablet and diabetes need healthy kidneys; what stands before them does not hide that."""
    found = advise(parse({**MAN, **answers}, KNOWLEDGE), KNOWLEDGE)
    assert "KID009" in {finding.code for finding in found.findings}
