"""What every law needs: an answer, its place on the ladder, and people to try it on."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings

from magadvise import Plan, Refusal, advise, load_knowledge, parse
from magadvise.export.json_plan import document
from property import people
from property.meter import Meter as Meter
from property.strategies import Answers
from property.world import LADDER

Document = dict[str, Any]


def trying(examples: int) -> settings:
    """The same draws in every run; MAGADVISE_EXAMPLES (1 or more) multiplies how many."""
    return settings(
        max_examples=int(examples * max(1.0, float(os.environ.get("MAGADVISE_EXAMPLES", "1")))),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def advice(answers: Answers) -> Plan | Refusal:
    knowledge = load_knowledge()
    return advise(parse(answers, knowledge), knowledge, str(answers.get("standard", "us")))


def answer(answers: Answers) -> Document:
    """The JSON document for these answers."""
    return document(advice(answers))


@cache
def crowd() -> tuple[tuple[Answers, Document], ...]:
    """People over the whole answer space, each with the answer they got; drawn once a run."""
    return tuple((person, answer(person)) for person in people.many(400, seed=1))


def rung(doc: Document) -> int:
    return LADDER.index(doc["disposition"])


def codes(doc: Document) -> list[str]:
    return [finding["code"] for finding in doc["findings"]]


class NeverUp:
    """The ceiling never rises and the plan never slides down the ladder."""

    def __init__(self) -> None:
        self.meter = Meter()

    def compare(self, before: Document, after: Document) -> None:
        if after["ceiling_mg"] > before["ceiling_mg"]:
            raise AssertionError(f"ceiling {before['ceiling_mg']} rose to {after['ceiling_mg']}")
        if rung(after) < rung(before):
            raise AssertionError(f"{before['disposition']} relaxed to {after['disposition']}")
        stricter = after["ceiling_mg"] < before["ceiling_mg"] or rung(after) > rung(before)
        self.meter.saw(stricter)
