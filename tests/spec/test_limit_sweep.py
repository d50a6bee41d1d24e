"""Every age, sex, pregnancy, breastfeeding and standard: intake and upper limit, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from helpers import healthy, json_of
from magadvise import Profile, load_knowledge, parse
from magadvise.advice.reference import intake_for
from spec.intake_oracle import AGES, OFFERED, intake, upper_limit

pytestmark = pytest.mark.core

SAID = ("yes", "no", "unknown")


def written(months: int) -> str:
    """An age as people write it."""
    return f"{months}mo" if months < 12 else str(months // 12)


def people() -> Iterator[tuple[int, str, str, str]]:
    """Everyone: 132 ages by sex, pregnancy and breastfeeding, but no pregnant man."""
    for months, sex, pregnant, breastfeeding in product(
        AGES, ("female", "male", "unknown"), SAID, SAID
    ):
        if not (sex == "male" and pregnant == "yes"):
            yield months, sex, pregnant, breastfeeding


def profile(months: int, sex: str, pregnant: str, breastfeeding: str) -> Profile:
    answers = healthy(age=written(months), sex=sex, pregnant=pregnant, breastfeeding=breastfeeding)
    return parse(answers, load_knowledge())


@pytest.fixture(scope="module")
def everyone() -> list[tuple[tuple[int, str, str, str], Profile]]:
    return [(person, profile(*person)) for person in people()]


@pytest.mark.parametrize("standard", OFFERED)
def test_every_person_gets_the_intake_and_limit_of_the_table(
    standard: str, everyone: list[tuple[tuple[int, str, str, str], Profile]]
) -> None:
    knowledge = load_knowledge()
    wrong = []
    assert len(everyone) == 132 * 24
    for person, known in everyone:
        low, high, kind = intake(standard, *person)
        found = intake_for(known, knowledge, standard)
        expected = (low, high, low if low == high else None, kind)
        got = (found.rda_low_mg, found.rda_high_mg, found.rda_mg, found.kind)
        if got != expected or found.ul_mg != upper_limit(standard, person[0]):
            wrong.append((person, got, found.ul_mg))
    assert wrong == []


def test_the_document_shows_every_person_the_same_intake_and_limit() -> None:
    wrong = []
    for person in people():
        months, sex, pregnant, breastfeeding = person
        shown = json_of(
            age=written(months), sex=sex, pregnant=pregnant, breastfeeding=breastfeeding
        )["intake"]
        low, high, kind = intake("us", *person)
        limit = upper_limit("us", months)
        expected = {
            "rda_mg": low if low == high else None,
            "rda_range_mg": [low, high],
            "rda_kind": kind,
            "group": shown["group"],
            "ul_supplement_mg": limit,
            "other_magnesium_mg": 0,
            "remaining_mg": limit,
        }
        if shown != expected or not shown["group"]:
            wrong.append((person, shown))
    assert wrong == []


@pytest.mark.parametrize("standard", OFFERED)
def test_no_standard_goes_above_the_us_limit_at_any_age(standard: str) -> None:
    knowledge = load_knowledge()
    for months in AGES:
        us = 350 if months >= 9 * 12 else 110 if months >= 4 * 12 else 65
        found = intake_for(profile(months, "male", "no", "no"), knowledge, standard).ul_mg
        if months < 12:
            assert found is None
        else:
            assert found is not None
            assert 0 < found <= us
