"""Every code is seen firing and not firing: by one answer more or less, and in a crowd."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from helpers import HEALTHY
from magadvise import advise, load_knowledge, parse
from property import people
from property.laws import crowd
from property.meter import Meter
from property.strategies import Answers

pytestmark = pytest.mark.core

DATA = Path(__file__).resolve().parents[2] / "data"
Change = dict[str, str | list[str] | None]
PREGNANT: Change = {"pregnant": "yes", "age": "30"}
DAY: Change = {"bedtime": "22:30", "wake": "06:30"}

# A healthy woman of 45 with night cramps: what else is true of her, and the one answer more that
# makes the code fire.
ONE_ANSWER: dict[str, tuple[Change, Change]] = {
    "AGE001": ({}, {"age": "8mo"}),
    "AGE002": ({}, {"age": "17"}),
    "AGE003": ({}, {"age": "65"}),
    "PRG001": ({}, {"pregnant": "yes"}),
    "PRG002": ({}, {"pregnant": "unknown"}),
    "PRG003": (PREGNANT, {"age": "51"}),
    "PRG004": (PREGNANT, {"conditions": "hypertension"}),
    "PRG005": (PREGNANT, {"age": "13"}),
    "PRG006": ({}, {"breastfeeding": "yes"}),
    "PRG007": ({"age": "80"}, {"pregnant": "yes"}),
    "KID001": ({}, {"egfr": "29.99"}),
    "KID002": ({}, {"kidney": "dialysis"}),
    "KID003": ({}, {"kidney": "injury"}),
    "KID004": ({}, {"egfr": "59.99"}),
    "KID005": ({}, {"kidney": "ckd"}),
    "KID006": ({}, {"kidney": "transplant"}),
    "KID007": ({}, {"kidney": "one_kidney"}),
    "KID008": ({}, {"egfr": "130.01"}),
    "KID009": ({"kidney": "unknown"}, {"conditions": "diabetes"}),
    "KID010": ({}, {"kidney": "unknown"}),
    "KID011": ({}, {"creatinine": "0.8mg/dL"}),
    "KID012": ({}, {"creatinine": "3mg/dL"}),
    "KID013": ({}, {"egfr": "34.99"}),
    "KID014": ({}, {"egfr": "60"}),
    "KID015": (PREGNANT, {"creatinine": "0.6mg/dL"}),
    "KID016": ({}, {"egfr": "45"}),
    "KID017": (PREGNANT, {"creatinine": "2.5mg/dL"}),
    "KID018": ({"kidney": "ckd"}, {"egfr": "95"}),
    "CON001": ({}, {"conditions": "unknown"}),
    "RED001": ({}, {"red_flags": "unknown"}),
    "MED001": ({}, {"medications": "raltegravir"}),
    "MED002": ({}, {"medications": "digoxin"}),
    "MED003": ({}, {"medications": "ciprofloxacin"}),
    "MED004": ({}, {"medications": "furosemide"}),
    "MED005": ({}, {"medications": "metformin"}),
    "MED006": ({}, {"medications": "foozolam"}),
    "MED007": ({}, {"medications": "raltegravirr"}),
    "MED008": ({}, {"medications": "unknown"}),
    "MED010": ({}, {"medications": "furosemide"}),
    "MED011": ({}, {"medications": "ciprofloxacin"}),
    "SRC001": ({}, {"medications": "milk of magnesia"}),
    "SRC002": ({}, {"products": "powder of the gym"}),
    "SRC003": ({}, {"other_magnesium_mg": "unknown"}),
    "SRC004": ({}, {"other_magnesium_mg": "351"}),
    "SRC005": ({}, {"products": "ZMA"}),
    "SRC006": ({}, {"medications": "milk of magnesia 5 mL"}),
    "SRC007": ({}, {"products": "picolax"}),
    "DOS001": ({}, {"stool": "loose"}),
    "DOS002": ({}, {"other_magnesium_mg": "301"}),
    "DOS003": ({}, {"check_dose_mg": "351"}),
    "DOS004": ({}, {"check_dose_mg": "350"}),
    "FRM001": ({"check_dose_mg": "100"}, {"check_form": "oxide"}),
    "TIM001": (
        {"medications": "moxifloxacin"},
        {"medication_times": "moxifloxacin=00:00,08:00,16:00"},
    ),
    "TIM002": ({**DAY, "other_magnesium_mg": "200"}, {"medications": "levothyroxine"}),
    "TIM003": (
        {**DAY, "medications": "foozolam"},
        {"medication_times": "foozolam=06:30,13:00,19:30"},
    ),
    "TIM004": (
        {**DAY, "medications": "levothyroxine"},
        {"medication_times": "levothyroxine=07:00,13:00,18:30"},
    ),
    "TIM005": (
        {"bedtime": "22:00", "wake": "06:00", "medications": "levothyroxine"},
        {"medication_times": "levothyroxine=07:00,13:00,18:30"},
    ),
    "EVD001": ({}, {"patterns": "unknown"}),
    "DAT001": ({}, {"sex": "unknown"}),
    "DAT002": ({"age": "2"}, {"standard": "eu"}),
    "DAT003": ({}, {"conditions": "zorblax"}),
}


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))[name]
    return rows


def active() -> list[str]:
    return [row["code"] for row in read("rules") if row["status"] == "active"]


NAMED = [
    (question, row["id"], row["code"])
    for question in ("conditions", "red_flags", "patterns")
    for row in read(question)
    if row["code"]
]


@cache
def fired(*answers: tuple[str, str | tuple[str, ...]]) -> frozenset[str]:
    """The codes for these answers; a word of no question is a finding, as in a batch row."""
    knowledge = load_knowledge()
    given: Answers = {q: a if isinstance(a, str) else list(a) for q, a in answers}
    standard = str(given.get("standard", "us"))
    found = advise(parse(given, knowledge, lenient=True), knowledge, standard)
    return frozenset(finding.code for finding in found.findings)


def of(*changes: Change) -> frozenset[str]:
    given: Change = dict(HEALTHY)
    for change in changes:
        given |= change
    return fired(
        *((q, a if isinstance(a, str) else tuple(a)) for q, a in given.items() if a is not None)
    )


def test_every_active_rule_has_its_one_answer() -> None:
    assert list(ONE_ANSWER) == active()
    assert len(ONE_ANSWER) > 50


@pytest.mark.parametrize("code", ONE_ANSWER)
def test_one_answer_more_makes_the_code_fire(code: str) -> None:
    around, change = ONE_ANSWER[code]
    assert len(change) == 1
    assert code not in of(around)
    assert code in of(around, change)


@pytest.mark.parametrize(("question", "name", "code"), NAMED, ids=[code for _, _, code in NAMED])
def test_a_condition_a_sign_or_a_pattern_fires_its_own_code_and_no_other_of_its_kind(
    question: str, name: str, code: str
) -> None:
    others = {other for _, _, other in NAMED} - {code}
    found = of({question: name})
    assert code in found
    assert not found & others
    assert code not in of()


def test_every_code_fires_for_somebody_and_stays_silent_for_somebody() -> None:
    """A crowd by chance reaches most codes; the people made by hand reach the rest."""
    every = {*active(), *(code for _, _, code in NAMED)}
    by_chance = [{f["code"] for f in doc["findings"]} for _, doc in crowd()]
    more = [
        fired(*((q, a if isinstance(a, str) else tuple(a)) for q, a in person.items()))
        for person in people.many(400, 61)
    ]
    met = [*by_chance, *more]
    by_hand = [of(around, change) for around, change in ONE_ANSWER.values()]
    by_hand += [of({question: name}) for question, name, _ in NAMED]
    assert set().union(*met, *by_hand) == every
    assert len(set().union(*met)) > 0.75 * len(every)
    for code in every:
        assert any(code not in found for found in met), code


def test_no_code_fires_for_nearly_everybody() -> None:
    """A finding that everybody gets says nothing about anybody."""
    counts: dict[str, int] = {}
    for _, doc in crowd():
        for code in {f["code"] for f in doc["findings"]}:
            counts[code] = counts.get(code, 0) + 1
    meter = Meter()
    for code, count in counts.items():
        assert count < 0.9 * len(crowd()), code
        meter.saw(count > 5)
    meter.check()
