"""M15 to M17: nothing hides anything else, and a contraindication absorbs whatever is added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property import world
from property.laws import Meter, NeverUp, answer, rung, trying
from property.strategies import (
    BLOCKING,
    SHOWING,
    Answers,
    Use,
    adding,
    anyone,
    fitting,
    mostly_well,
    uses_of,
    with_uses,
)

pytestmark = pytest.mark.core

WELL: Answers = {
    "age": "45", "sex": "female", "pregnant": "no", "breastfeeding": "no", "kidney": "normal",
    "medications": "none", "patterns": "night", "conditions": "none", "red_flags": "none",
    "other_magnesium_mg": "none", "stool": "usual", "standard": "us",
}  # fmt: skip


def test_m15_a_warning_sign_never_relaxes_the_plan() -> None:
    """M15. Adding a red flag: the disposition never falls."""
    law = NeverUp()
    signs = st.one_of(
        st.sampled_from(world.EMERGENCIES),
        st.sampled_from(world.SEE_DOCTOR),
        st.sampled_from(world.ASK_FIRST),
    )

    @trying(150)
    @given(anyone(), signs)
    def tried(person: Answers, sign: str) -> None:
        doc = answer(adding(person, "red_flags", sign))
        law.compare(answer(person), doc)
        urgency = (
            "seek_care" if sign in world.EMERGENCIES
            else "clinician_first" if sign in world.SEE_DOCTOR else "check_first"
        )  # fmt: skip
        assert rung(doc) >= world.LADDER.index(urgency)

    tried()
    law.meter.check()


# Each factor is one thing that may be true of a person: a question and its answer.
FACTORS = st.one_of(
    st.sampled_from(["18", "51", "64", "65", "71", "17", "8", "11mo"]).map(lambda a: ("age", a)),
    st.sampled_from(["normal", "ckd", "dialysis", "transplant", "injury", "one_kidney"]).map(
        lambda word: ("kidney", word)
    ),
    st.sampled_from(["2", "29.99", "30", "59.99", "130.01", "200"]).map(lambda e: ("egfr", e)),
    # Only "yes": an unknown pregnancy counts between 12 and 55 years, which is no factor alone.
    st.just(("pregnant", "yes")),
    st.sampled_from(
        ["unknown", *world.KIDNEY_CONDITIONS, *world.STOP_CONDITIONS, *world.CLINICIAN_CONDITIONS]
    ).map(lambda word: ("conditions", word)),
    st.sampled_from(["unknown", *world.EMERGENCIES, *world.SEE_DOCTOR, *world.ASK_FIRST]).map(
        lambda word: ("red_flags", word)
    ),
    st.sampled_from(
        ["unknown", *BLOCKING, *SHOWING, *world.UNKNOWN_NAMES[1:], "furosemide", "raltegravirr"]
    ).map(lambda name: ("medications", name)),
    st.sampled_from([p for p in world.PATTERNS if p != "pregnancy"]).map(
        lambda word: ("patterns", word)
    ),
    st.sampled_from(["unknown", "150", "300", "301", "350", "5000"]).map(
        lambda mg: ("other_magnesium_mg", mg)
    ),
)
LISTS = ("conditions", "red_flags", "medications", "patterns")


def test_m16_no_factor_masks_another() -> None:
    """M16. The disposition of a person is at least the highest of that of each factor alone."""
    meter = Meter()

    @trying(150)
    @given(st.lists(FACTORS, min_size=2, max_size=5, unique=True))
    def tried(drawn: list[tuple[str, str]]) -> None:
        scalars = {q: word for q, word in drawn if q not in LISTS}
        factors = [*scalars.items(), *(f for f in drawn if f[0] in LISTS)]
        everything = WELL
        for question, word in factors:
            everything = _with_factor(everything, question, word)
        alone = [rung(answer(_with_factor(WELL, *factor))) for factor in factors]
        assert rung(answer(everything)) >= max(alone)
        meter.saw(sum(place > 0 for place in alone) >= 2)

    tried()
    meter.check()


def _with_factor(person: Answers, question: str, word: str) -> Answers:
    return adding(person, question, word) if question in LISTS else {**person, question: word}


CONTRAINDICATIONS: list[tuple[str, str]] = [
    ("age", "11mo"),
    ("egfr", "2"),
    ("egfr", "29.99"),
    ("kidney", "dialysis"),
    ("kidney", "injury"),
    ("patterns", "dialysis"),
    *(("conditions", word) for word in world.STOP_CONDITIONS),
    *(("medications", medicine.name) for medicine in world.NEVER),
    *(("red_flags", word) for word in world.EMERGENCIES),
]


def test_m17_a_contraindication_absorbs_everything_else() -> None:
    """M17. A contraindication is absorbing: no dose whatever else is added."""
    meter = Meter()
    people = st.one_of(mostly_well(1), anyone())

    @trying(150)
    @given(people, st.sampled_from(CONTRAINDICATIONS))
    def tried(person: Answers, reason: tuple[str, str]) -> None:
        question, word = reason
        if question == "medications":
            others = [u for u in uses_of(person) if u.name != word]
            stopped = with_uses(person, [*others, Use(word, ())])
        else:
            stopped = fitting(_with_factor(person, question, word))
        doc = answer(stopped)
        assert rung(doc) >= world.LADDER.index("do_not_supplement")
        assert (doc["dose"], doc["timing"], doc["form"], doc["ceiling_mg"]) == (None, None, None, 0)
        assert doc["check"] is None or doc["check"]["excess_mg"] == doc["check"]["dose_mg"]
        meter.saw(answer(person)["dose"] is not None)

    tried()
    meter.check()
