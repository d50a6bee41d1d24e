"""What every law needs: an answer, its place on the ladder, and a meter against empty laws."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings

from magadvise import Plan, Refusal, advise, load_knowledge, parse
from magadvise.export.json_plan import document
from property.strategies import Answers, anyone
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
    met: list[tuple[Answers, Document]] = []

    @trying(400)
    @given(anyone())
    def meet(person: Answers) -> None:
        met.append((person, answer(person)))

    meet()
    return tuple(met)


def rung(doc: Document) -> int:
    return LADDER.index(doc["disposition"])


def codes(doc: Document) -> list[str]:
    return [finding["code"] for finding in doc["findings"]]


class Meter:
    """Counts the pairs that a law was tried on, and those where something really moved.

    A law that only ever compares equal things proves nothing: one pair in five has to move."""

    def __init__(self) -> None:
        self.pairs = 0
        self.moved = 0

    def saw(self, moved: bool) -> None:
        self.pairs += 1
        self.moved += moved

    def check(self) -> None:
        if self.moved * 5 < self.pairs or not self.moved:
            raise AssertionError(f"an empty law: {self.moved} of {self.pairs} pairs moved")


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
