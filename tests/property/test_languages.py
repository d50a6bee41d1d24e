"""M33: the language changes words only. Codes, figures, rungs, doses, times and sources stay."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from helpers import HEALTHY
from magadvise import advise, load_knowledge, parse
from magadvise.cli.plan_text import lines
from magadvise.contract import PlanDocument
from magadvise.export.json_plan import document
from magadvise.knowledge.load import load_words
from property.laws import Document, crowd
from property.meter import Meter, metered
from property.strategies import Answers
from property.test_every_code import NAMED, ONE_ANSWER

pytestmark = pytest.mark.core

LANGUAGE = "de"
# What the document says in words. Names of packs (serving) and sources stay as they are.
SAID = frozenset(
    "summary detail reasons reason name relative what assumed_times statement group first_steps stop_if "
    "seek_care_if serving disclaimer".split()
)
MAY_STAY = ("serving",)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ENGLISH = frozenset("the and your with you for from below above supplement dose stop".split())
WORD = re.compile(r"[^\W\d_]{2,}")


def figures(text: str) -> Counter[str]:
    """The numbers of a text; a decimal comma is a point."""
    return Counter(number.replace(",", ".") for number in NUMBER.findall(text))


def in_german(answers: Answers) -> Document:
    knowledge = load_knowledge(language=LANGUAGE)
    profile = parse(answers, knowledge, lenient=True)
    return document(advise(profile, knowledge, str(answers.get("standard", "us"))))


def in_english(answers: Answers) -> Document:
    knowledge = load_knowledge()
    profile = parse(answers, knowledge, lenient=True)
    return document(advise(profile, knowledge, str(answers.get("standard", "us"))))


def bare(value: Any, key: str = "") -> Any:
    """The document with each text as the numbers in it. What happens at one time of the day is told
    in the order of the alphabet, which is another one."""
    if isinstance(value, dict):
        return {name: bare(below, name) for name, below in value.items()}
    if isinstance(value, list):
        found = [bare(below, key) for below in value]
        return sorted(found, key=repr) if key == "timeline" else found
    return figures(value) if key in SAID and isinstance(value, str) else value


def texts(value: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text with its key, in order."""
    if isinstance(value, dict):
        return [pair for name, below in value.items() for pair in texts(below, name)]
    if isinstance(value, list):
        return [pair for below in value for pair in texts(below, key)]
    return [(key, value)] if key in SAID and isinstance(value, str) else []


@cache
def met() -> tuple[Answers, ...]:
    """People by chance, and people by hand for every code."""
    by_hand = [dict(HEALTHY) | around | change for around, change in ONE_ANSWER.values()]
    by_hand += [dict(HEALTHY) | {question: name} for question, name, _ in NAMED]
    given = [{q: a for q, a in person.items() if a is not None} for person in by_hand]
    return tuple([person for person, _ in crowd()] + given)


@metered
def test_m33_the_language_changes_words_only(meter: Meter) -> None:
    """M33. A pair moves where what is found is told in other words."""
    for person in met():
        english, german = in_english(person), in_german(person)
        assert bare(german) == bare(english), person
        told = [[f["summary"] for f in doc["findings"]] for doc in (english, german)]
        meter.saw(told[0] != told[1])


def test_the_people_reach_every_code() -> None:
    reached = {f["code"] for person in met() for f in in_english(person)["findings"]}
    assert reached >= {*ONE_ANSWER, *(code for _, _, code in NAMED)}


def test_no_english_text_is_left_in_a_german_document() -> None:
    """No text of three words or more is the English one, and none carries the mark of a missing one."""
    for person in met():
        english, german = texts(in_english(person)), texts(in_german(person))
        known = {text for _, text in english}
        typed = set(WORD.findall(str(list(person.values())).casefold()))
        for key, text in german:
            assert "[en] " not in text, (text, person)
            if len(WORD.findall(text)) > 2 and key not in MAY_STAY:
                assert text not in known, (key, text)
            if key not in MAY_STAY:
                left = set(WORD.findall(text.casefold())) & ENGLISH - typed
                assert not left, (key, text)


def test_a_german_document_keeps_the_contract_and_its_short_lines() -> None:
    for person in met():
        doc = in_german(person)
        PlanDocument.model_validate(doc)
        for finding in doc["findings"]:
            assert len(finding["summary"]) < 140, finding["summary"]
            assert finding["summary"].isprintable()


@metered
def test_the_printed_plan_has_the_codes_and_figures_of_the_english_one(meter: Meter) -> None:
    """Apart from the drawings, which are made for the width of their words."""
    for person in met()[::4]:
        said = []
        for language in ("en", LANGUAGE):
            knowledge = load_knowledge(language=language)
            profile = parse(person, knowledge, lenient=True)
            advice = advise(profile, knowledge, str(person.get("standard", "us")))
            page = lines(advice, knowledge, words=load_words("plan", language))
            said.append("\n".join(f"{line.mark} {line.text}" for line in page))
        english, german = said
        assert re.findall(r"\[[A-Z]{3}\d{3}\]", german) == re.findall(r"\[[A-Z]{3}\d{3}\]", english)
        dated = re.sub(r"\b(\d\d)\.(\d\d)\.(\d{4})\b", r"\3-\2-\1", german)  # as English has it
        assert figures(dated) == figures(english), person
        assert "[en] " not in german
        meter.saw(german != english)
