"""M01 to M03, and the anchor of all medicine laws: the behaviour that each label asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import json_of
from property import world
from property.laws import Document, Meter, NeverUp, answer, trying
from property.strategies import (
    ANY_NAME,
    SHOWING,
    Answers,
    mostly_well,
    use,
    uses,
    uses_of,
    with_uses,
)

pytestmark = pytest.mark.core

# A statement that gives way to a stricter one: within the limit to above it, a remark about the
# times of a plan to a refusal or to other times.
SUPERSEDED = {"DOS004", "TIM002", "TIM003", "TIM004", "TIM005"}
RUNG = {"X": "do_not_supplement", "C": "clinician_first"}


@pytest.mark.parametrize("medicine", world.MEDICINES.values(), ids=list(world.MEDICINES))
def test_each_medicine_moves_a_healthy_adult_as_its_label_says(medicine: world.Medicine) -> None:
    doc = json_of(medications=[medicine.name], medication_times=[f"{medicine.name}=08:00"])
    named = [match["ingredient"].casefold() for match in doc["medications"][0]["matches"]]
    assert set(medicine.ingredients) <= set(named)
    if medicine is world.MAGNESIUM:
        assert doc["disposition"] == "no_room"
        return
    assert doc["disposition"] == RUNG.get(medicine.letter, "supplement")
    if doc["timing"]:
        start, end = (8 + medicine.after) % 24, (8 - medicine.before) % 24
        free = {"from": f"{start:02d}:00", "to": f"{end:02d}:00"}
        whole_day = {"from": "00:00", "to": "24:00"}
        has_window = medicine.after + medicine.before > 0
        assert doc["timing"]["allowed"] == [free if has_window else whole_day]


@st.composite
def _one_more(draw: st.DrawFn, least: int = 0) -> tuple[Answers, Answers]:
    """Somebody with at least so many medicines, and the same person with one more anywhere among
    them."""
    person = draw(mostly_well())
    taken = uses_of(person) if least == 0 else draw(uses(st.sampled_from(SHOWING), least, 3))
    new = [name for name in world.MEDICINES if name not in {u.name for u in taken}]
    added = draw(use(ANY_NAME.filter(lambda name: name in new)))
    at = draw(st.integers(0, len(taken))) if least else len(taken)
    return with_uses(person, taken), with_uses(person, [*taken[:at], added, *taken[at:]])


def test_m01_adding_any_known_medicine_never_raises_the_ceiling() -> None:
    """M01. Adding any known drug: the ceiling never rises (and the plan never relaxes)."""
    law = NeverUp()

    @trying(150)
    @given(_one_more())
    def tried(pair: tuple[Answers, Answers]) -> None:
        law.compare(answer(pair[0]), answer(pair[1]))

    tried()
    law.meter.check()


def test_m02_removing_a_medicine_never_lowers_the_ceiling() -> None:
    """M02. Removing a drug: the ceiling never falls."""
    law = NeverUp()

    @trying(150)
    @given(_one_more(least=1))
    def tried(pair: tuple[Answers, Answers]) -> None:
        law.compare(answer(pair[0]), answer(pair[1]))

    tried()
    law.meter.check()


def test_m03_adding_a_medicine_only_adds_findings() -> None:
    """M03. Adding a drug: the findings only grow, except those that a stricter one supersedes."""
    meter = Meter()

    @trying(150)
    @given(_one_more())
    def tried(pair: tuple[Answers, Answers]) -> None:
        before, after = _said(answer(pair[0])), _said(answer(pair[1]))
        assert before <= after
        meter.saw(before < after)

    tried()
    meter.check()


def _said(doc: Document) -> set[tuple[str, str]]:
    """Code and words of every finding; of the check only that it was exceeded."""
    return {
        (f["code"], "" if f["code"] == "DOS003" else f["summary"])
        for f in doc["findings"]
        if f["code"] not in SUPERSEDED
    }
