"""Reading grade 8 or lower for 95 % of the sentences, in the data and in printed plans.

Counted as ``tests/reading.py`` says. Measured on the data of 2026.11: 97.0 % of about 1,800 different
sentences of the data and 97.8 % of about 450 of 66 plans; the hardest is of grade 11.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from helpers import plan
from knowledge.lab import read
from magadvise import load_knowledge
from magadvise.cli.plan_text import lines
from reading import KNOWN, Sentence, sentences, syllables
from traps.printed import people

pytestmark = pytest.mark.core

GRADE = 8
SHARE = 0.95
HARDEST = 12  # no sentence at all is above this grade
SHOWN = 30

# the counter ---------------------------------------------------------------------------------------

BY_HAND = {
    1: """aches act beans breathe calm caused change checked clots cramp cramps dose drink eased eat fast
    foods half health heart knees legs length loose makes means month nerves pause pulled pulse raised
    salts shoes sleep sports stools strength stretched taste thighs through times toes used walked
    weight years""",
    2: """being belly bottle breakfast capsule certain children chronic clearly doctor doses eating
    enough every evening fatigue fluid gently headache higher illness infant kidney label lasting
    muscle muscles nausea needed often people poison powder pregnant quiet rarely reason relief safely
    science sources spasm spasms rhythm stretches sudden swallow swollen table tablet taken treated trial urine
    useful visit vomit walking wasted water weakness""",
    3: """alcohol allergy antacid appetite area average banana benefit breathlessness calcium clinician
    diary digestion disorder dizziness easily endurance evidence exercise familiar hospital idea
    infection injection insulin interval laxative medicine mineral oestrogen overdose period pharmacist
    potato pregnancy recovered regular serious several sodium specialist surgery swallowing theory
    usual vitamin vomiting""",
    4: """anxiety constipation diabetes diagnosis dialysis diarrhoea diuretic electrolyte emergency
    experience information intestinal magnesium operation paralysis potassium recommended rehydration
    secondary temperature usually variable vegetable""",
    5: "antibiotic cardiologist electricity inflammatory multivitamin neuromuscular observational",
    6: "aminoglycoside gastroenteritis",
}


def test_the_syllables_are_those_counted_by_hand():
    counted = {word: n for n, words in BY_HAND.items() for word in words.split()}
    assert len(counted) >= 150
    assert {word: syllables(word) for word in counted} == counted


def test_parts_with_hyphens_are_added_up_and_a_genitive_counts_as_its_word():
    assert syllables("weight-loss") == 2
    assert syllables("doctor's") == 2


def test_the_grade_is_the_formula_of_kincaid():
    """6 words of 6 syllables: 0.39 x 6 + 11.8 - 15.59; 5 words of 9: 0.39 x 5 + 11.8 x 1.8 - 15.59."""
    (cat,) = sentences("The cat sat on the mat.")
    assert (cat.words, cat.syllables) == (6, 6)
    assert cat.grade == pytest.approx(-1.45)
    (call,) = sentences("Call the emergency number now.")
    assert (call.words, call.syllables) == (5, 9)
    assert call.grade == pytest.approx(7.6)


def test_a_sentence_ends_at_a_stop_or_semicolon_and_not_at_a_colon_or_decimal_point():
    text = "Take 1.5 mg (but not more). Ask them first, please do; so it is a lot safer: a pharmacist knows."
    assert [s.text for s in sentences(text)] == [
        "Take 1.5 mg (but not more).",
        "Ask them first, please do",
        "so it is a lot safer: a pharmacist knows.",
    ]


@pytest.mark.parametrize(
    "text",
    ["Magnesium citrate tablets.", "Certainty of the evidence: moderate.", "350 mg a day", ""],
)
def test_a_name_and_a_label_with_its_value_are_no_sentences(text):
    assert sentences(text) == []


def test_figures_units_and_capitals_are_one_syllable_and_names_two():
    (dose,) = sentences("Take 350 mg of PPI.")
    assert (dose.words, dose.syllables) == (5, 5)
    (name,) = sentences("Keep bisglycinate and antibiotics apart.")
    assert (name.words, name.syllables) == (5, 1 + 2 + 1 + 5 + 2)


def test_the_measure_finds_a_hard_sentence():
    hard = (
        "Polyvalent minerals may substantially diminish gastrointestinal absorption of antibiotics."
    )
    assert [s.grade > HARDEST for s in sentences(hard)] == [True]


# what a person can read ------------------------------------------------------------------------------

# The prose of each file. Names, titles and labels of a figure are no sentences; locators and
# citations are for those who look a source up.
PROSE = {
    "knowledge": "disclaimer intended_use",
    "rules": "summary detail todo",
    "conditions": "question summary detail todo",
    "red_flags": "question summary detail todo seek_care_if overdose after_emergency",
    "patterns": "question summary todo statement text",
    "dosing": "meaning condition text",
    "forms": "plain use avoid_when reach cramp_trials statement reason never_reason",
    "products": "note",
    "foods": "statement text",
    "topics": "text picture",
    "rda": "scope",
    "medicines": "mechanism advice window_note effect",
    "questions": "ask how why text texts",
    "report": "text meaning label",
    "labels": "text",
}


def prose(value: Any, wanted: set[str], key: str = "") -> Iterator[str]:
    """The texts under the wanted keys, each template with a figure in its fields."""
    if isinstance(value, str) and key in wanted:
        yield re.sub(r"\{[a-z_]+\}", "200", value)
    elif isinstance(value, dict):
        for inner, item in value.items():
            yield from prose(item, wanted, key if key in wanted else inner)
    elif isinstance(value, list):
        for item in value:
            yield from prose(item, wanted, key)


@cache
def known() -> frozenset[str]:
    """The names that a reader brings along, with those of the table of medicines that are one word."""
    names = (row["name"].casefold() for row in read("medicines.json")["ingredients"])
    return KNOWN | {name for name in names if re.fullmatch(r"[a-z]{5,}", name)}


@cache
def of_the_data() -> tuple[tuple[str, Sentence], ...]:
    """Every different sentence of the data, with its file."""
    found: dict[Sentence, str] = {}
    for name, keys in PROSE.items():
        for text in prose(read(f"{name}.json"), set(keys.split())):
            for sentence in sentences(text, known()):
                found.setdefault(sentence, name)
    return tuple((name, sentence) for sentence, name in found.items())


def readers() -> Iterator[dict[str, str | list[str]]]:
    """Answers of 60 people and more: every pattern, every answer of the ladder, many medicines."""
    yield from people().values()
    yield from (
        {"red_flags": sign} for sign in ("one_leg_swollen", "dark_urine", "frequent_cramps")
    )
    yield from (
        {"kidney": state} for state in ("ckd", "transplant", "injury", "one_kidney", "unknown")
    )
    yield from ({"conditions": name} for name in ("diabetes", "heart_block", "coeliac", "gout"))
    yield from ({"age": age} for age in ("8mo", "6", "15", "66", "80"))
    yield from (
        {"medications": names}
        for names in (["digoxin"], ["Seretide", "quinine"], ["dolutegravir"], ["lithium", "wwww"],
                      ["levodopa", "alendronate"], ["warfarin", "amlodipine"])
    )  # fmt: skip
    yield {"other_magnesium_mg": "400"}
    yield {"other_magnesium_mg": None, "products": "milk of magnesia 5 mL"}
    yield {"check_dose_mg": "500", "check_form": "oxide", "stool": "loose"}
    yield {"check_dose_mg": "100", "sex": "unknown", "stool": "constipated"}


@cache
def of_the_plans() -> tuple[tuple[str, Sentence], ...]:
    """Every different sentence of the printed plans, with the mark of its line; the list of sources
    holds none."""
    found: dict[Sentence, str] = {}
    knowledge = load_knowledge()
    for answers in readers():
        text = list(lines(plan(**answers), knowledge))
        sources = next(n for n, line in enumerate(text) if line.text == "SOURCES")
        for line in text[:sources]:
            for sentence in () if line.text.isupper() else sentences(line.text, known()):
                found.setdefault(sentence, line.mark)
    return tuple((mark, sentence) for sentence, mark in found.items())


def told(rows: tuple[tuple[str, Sentence], ...]) -> str:
    """The hardest sentences, for whoever has to write them anew."""
    worst = sorted(rows, key=lambda row: -row[1].grade)[:SHOWN]
    return "\n".join(f"{s.grade:.1f} {place}: {s.text}" for place, s in worst)


TEXTS = pytest.mark.parametrize(
    ("texts", "least"), [(of_the_data, 1700), (of_the_plans, 350)], ids=["data", "plans"]
)


@TEXTS
def test_at_least_95_of_100_sentences_are_of_grade_8_or_lower(texts, least):
    rows = texts()
    assert len(rows) > least
    easy = sum(sentence.grade <= GRADE for _, sentence in rows)
    assert easy >= SHARE * len(rows), f"{easy} of {len(rows)}\n{told(rows)}"


@TEXTS
def test_no_sentence_is_above_grade_12(texts, least):
    rows = texts()
    assert all(sentence.grade <= HARDEST for _, sentence in rows), told(rows)


@pytest.mark.parametrize("name", PROSE)
def test_every_file_with_prose_is_read(name):
    assert any(place == name for place, _ in of_the_data())
