"""M11 to M14: age bands, minors, pregnancy and breastfeeding."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import json_of
from property import world
from property.laws import Document, Meter, NeverUp, answer, codes, rung, trying
from property.strategies import Answers, anyone, fitting, items, mostly_well

pytestmark = pytest.mark.core

# Years where a published table or a rule starts a new band: the intake tables (1, 4, 9, 14, 19, 31,
# 51, 71; in Europe 3, 10, 18), whole nuts from 5, pregnancy asked at 12 to 55, adults from 18, a high eGFR
# from 60 and the gentler dose from 65.
EDGES = (1, 3, 4, 5, 9, 10, 12, 14, 18, 19, 31, 51, 56, 60, 65, 71, 121)
BANDS = tuple((low, high - 1) for low, high in pairwise(EDGES) if high - low > 1)


@st.composite
def _same_band(draw: st.DrawFn) -> tuple[str, str]:
    low, high = draw(st.sampled_from(BANDS))
    ages = st.sampled_from([low, high]) | st.integers(low, high)
    return str(draw(ages)), str(draw(ages))


def test_m11_age_changes_nothing_inside_a_band() -> None:
    """M11. Age is constant inside a band and changes only at table edges."""
    meter = Meter()

    @trying(150)
    @given(anyone(), _same_band())
    def tried(person: Answers, ages: tuple[str, str]) -> None:
        # A computed eGFR falls with every year of age, so creatinine stays out.
        person = {q: a for q, a in person.items() if q != "creatinine"}
        one, other = (answer({**person, "age": age}) for age in ages)
        assert _without_age(one) == _without_age(other)
        meter.saw(ages[0] != ages[1])

    tried()
    meter.check()


def _without_age(doc: Document) -> Document:
    profile = {q: a for q, a in doc["profile"].items() if q != "age"}
    return {**doc, "profile": profile}


def test_m11_the_numbers_of_a_healthy_adult_change_at_the_published_ages_only() -> None:
    """M11. All ages from 1 to 120 years against the US and Canadian table of 1997."""
    female = {1: 80, 4: 130, 9: 240, 14: 360, 19: 310, 31: 320}
    male = {1: 80, 4: 130, 9: 240, 14: 410, 19: 400, 31: 420}
    for sex, table in (("female", female), ("male", male)):
        for age in range(1, 121):
            doc = json_of(age=str(age), sex=sex)
            limit = world.upper_limit(str(age), "us")
            rda = next(mg for start, mg in reversed(table.items()) if start <= age)
            assert doc["intake"]["rda_mg"] == rda
            assert doc["intake"]["ul_supplement_mg"] == limit
            assert doc["ceiling_mg"] == (0 if age < 18 else 200 if age >= 65 else limit)


def test_m12_below_eighteen_years_there_is_never_a_number() -> None:
    """M12. Below the minimum age: never a number to take, whatever else is answered."""
    meter = Meter()
    young = st.one_of(
        st.sampled_from(["0mo", "11mo", "12mo", "3", "4", "8", "9", "13", "14", "17"]),
        st.integers(1, 17).map(str),
        st.integers(0, 30).map(lambda n: f"{n}mo"),
    )

    @trying(150)
    @given(anyone(), young)
    def tried(person: Answers, age: str) -> None:
        doc = answer({**person, "age": age})
        assert doc["dose"] is None
        assert doc["timing"] is None
        assert doc["form"] is None
        assert doc["ceiling_mg"] == 0
        infant = world.upper_limit(age, "us") is None
        least = "do_not_supplement" if infant else "clinician_first"
        assert world.LADDER.index(doc["disposition"]) >= world.LADDER.index(least)
        meter.saw(answer({**person, "age": "30"})["dose"] is not None)

    tried()
    meter.check()


def _expecting(person: Answers, pregnant: str | None, breastfeeding: str | None) -> Answers:
    """The same woman, or person of unknown sex, with these two answers.

    Creatinine stays out: the formula that turns it into an eGFR does not hold in pregnancy."""
    drop = ("creatinine", "pregnant", "breastfeeding")
    rest = {q: a for q, a in person.items() if q not in drop}
    if rest["sex"] == "male":
        rest["sex"] = "female"
    said = {"pregnant": pregnant, "breastfeeding": breastfeeding}
    return fitting({**rest, **{q: a for q, a in said.items() if a is not None}})


def test_m13_pregnancy_never_raises_the_ceiling_or_relaxes_the_plan() -> None:
    """M13. Adding pregnancy: the ceiling never rises, the disposition never falls. A midwife or
    doctor agrees first; from 51 years or with high blood pressure no dose is shown at all."""
    law = NeverUp()

    ages = st.sampled_from(["30", "50", "51", "55", "56"])

    @trying(150)
    @given(mostly_well(), st.sampled_from(["no", "no", "no", "unknown", None]), ages)
    def tried(person: Answers, before: str | None, age: str) -> None:
        # A pregnancy as cramp pattern says the same as the answer.
        person = fitting({**person, "age": age, "pregnant": "no"})
        pregnant = answer(_expecting(person, "yes", "no"))
        law.compare(answer(_expecting(person, before, "no")), pregnant)
        risky = int(age) >= 51 or "hypertension" in items(person, "conditions")
        least = "clinician_first" if risky else "check_first"
        assert rung(pregnant) >= world.LADDER.index(least)

    tried()
    law.meter.check()


def test_m13_breastfeeding_never_raises_the_ceiling_or_relaxes_the_plan() -> None:
    """M13. Adding lactation: the same. The published limit stays 350 mg, so equal is right; what
    moves is the intake table."""
    law = NeverUp()
    meter = Meter()

    @trying(150)
    @given(mostly_well(), st.sampled_from(["yes", "no", "no", "no"]))
    def tried(person: Answers, pregnant: str) -> None:
        person = fitting({**person, "pregnant": "no"})
        without = answer(_expecting(person, pregnant, "no"))
        feeding = answer(_expecting(person, pregnant, "yes"))
        law.compare(without, feeding)
        assert feeding["intake"]["ul_supplement_mg"] == without["intake"]["ul_supplement_mg"]
        meter.saw(feeding["intake"] != without["intake"])

    tried()
    meter.check()


def test_m14_a_pregnancy_that_does_not_fit_the_age_is_named_and_never_relaxes_the_plan() -> None:
    """M14. Inconsistent facts (pregnant and 80 years old) raise a finding and never relax."""
    law = NeverUp()
    ages = st.sampled_from(["1", "4", "11", "56", "64", "65", "80", "120"])

    @trying(150)
    @given(mostly_well(1), ages)
    def tried(person: Answers, age: str) -> None:
        person = fitting({**person, "age": age, "pregnant": "no"})
        without = answer(_expecting(person, "no", "no"))
        odd = answer(_expecting(person, "yes", "no"))
        law.compare(without, odd)
        assert any("does not fit" in f["summary"] for f in odd["findings"])
        assert not any("does not fit" in f["summary"] for f in without["findings"])

    tried()
    law.meter.check()


def test_m14_other_answers_that_do_not_fit_are_named_and_never_relax_the_plan() -> None:
    """M14. The same for a breastfeeding man or great-grandmother, and for kidneys called normal
    or on dialysis next to an eGFR that says otherwise."""
    law = NeverUp()
    meter = Meter()
    odd_answers = st.sampled_from(
        [
            ({"sex": "male"}, {"breastfeeding": "yes"}),
            ({"age": "80"}, {"breastfeeding": "yes"}),
            ({"kidney": "normal"}, {"egfr": "59.99"}),
            ({"kidney": "normal"}, {"egfr": "29.99"}),
            ({"egfr": "70"}, {"kidney": "dialysis"}),
        ]
    )

    @trying(150)
    @given(mostly_well(0), odd_answers)
    def tried(person: Answers, odd: tuple[Answers, Answers]) -> None:
        person = {q: a for q, a in person.items() if q not in ("kidney", "egfr")}
        base = fitting({**person, "kidney": "normal", **odd[0]})
        before, after = answer(base), answer({**base, **odd[1]})
        law.compare(before, after)
        meter.saw(bool(set(codes(after)) - set(codes(before))))

    tried()
    assert meter.moved == meter.pairs
