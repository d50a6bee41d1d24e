"""M04 to M06: worse or unknown kidneys never bring more magnesium."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import json_of
from property import world
from property.laws import Meter, NeverUp, answer, rung, trying
from property.strategies import (
    CREATININES,
    EGFRS,
    Answers,
    Use,
    adding,
    decimal,
    mostly_well,
    near,
    two,
    uses_of,
    with_uses,
)

pytestmark = pytest.mark.core

# An eGFR of 60 to 110 with no known kidney disease; 30 to below 60 or a named disease; below 30,
# dialysis or acute injury. The kidney word and the test value are each ``None`` when not given.
BANDS = (
    st.tuples(st.just("normal"), st.none())
    | st.tuples(st.sampled_from(["normal", "unknown"]), st.sampled_from(["60", "90", "110"]))
    | st.tuples(st.just("normal"), decimal(60, 110)),
    st.tuples(
        st.sampled_from(["ckd", "transplant", "one_kidney"]),
        st.none() | st.sampled_from(["30", "59.99", "60", "90"]),
    )
    | st.tuples(
        st.sampled_from(["normal", "unknown"]), st.sampled_from(["30", "34.99", "35", "59.99"])
    ),
    st.tuples(
        st.sampled_from(["dialysis", "injury"]), st.none() | st.sampled_from(["15", "60", "90"])
    )
    | st.tuples(
        st.sampled_from(["normal", "unknown", "ckd", "one_kidney"]),
        st.sampled_from(["2", "15", "29.99"]),
    ),
)


# Two different values; in half of the draws one on each side of the line of 60.
EGFR_PAIRS = two(EGFRS) | st.tuples(
    near(["2", "29.99", "30", "35", "59.99"], decimal(2, 59)),
    near(["60", "90", "110.01", "130", "200"], decimal(61, 200)),
)
# The same: up to 1.0 mg/dL every adult of up to 64 years has more than 60, from 1.9 mg/dL none.
CREATININE_PAIRS = two(CREATININES) | st.tuples(
    st.sampled_from(["0.5mg/dL", "0.7mg/dL", "0.9mg/dL", "60umol/L"]),
    st.sampled_from(["1.9mg/dL", "2.4mg/dL", "3mg/dL", "200umol/L"]),
)


def _kidneys(person: Answers, word: str | None, egfr: str | None) -> Answers:
    """The same person with these kidney answers and no others."""
    rest = {q: a for q, a in person.items() if q not in ("kidney", "egfr", "creatinine")}
    said = {"kidney": word, "egfr": egfr}
    return {**rest, **{q: a for q, a in said.items() if a is not None}}


def test_m04_a_worse_kidney_band_never_raises_the_ceiling_or_relaxes_the_plan() -> None:
    """M04. Worse kidney band: the ceiling never rises, the disposition never falls."""
    law = NeverUp()

    @trying(150)
    @given(mostly_well(), st.sampled_from([(0, 1), (0, 2), (1, 2)]), st.data())
    def tried(person: Answers, bands: tuple[int, int], data: st.DataObject) -> None:
        better, worse = (data.draw(BANDS[band]) for band in bands)
        law.compare(answer(_kidneys(person, *better)), answer(_kidneys(person, *worse)))

    tried()
    law.meter.check()


def test_m05_unknown_kidneys_are_never_less_cautious_than_normal_ones_and_are_named() -> None:
    """M05. Kidney unknown is never less cautious than normal, and the answer says so."""
    law = NeverUp()

    @trying(150)
    @given(mostly_well(), st.sampled_from(["unknown", None]))
    def tried(person: Answers, word: str | None) -> None:
        unknown = answer(_kidneys(person, word, None))
        law.compare(answer(_kidneys(person, "normal", None)), unknown)
        assert any("Kidney function is unknown" in f["summary"] for f in unknown["findings"])
        assert unknown["ceiling_mg"] <= 150
        assert unknown["dose"] is None or len(unknown["dose"]["steps"]) == 1

    tried()
    law.meter.check()


def test_m05_unknown_kidneys_with_a_risk_factor_are_as_cautious_as_moderate_disease() -> None:
    """M05. Kidney unknown with a risk factor is at least as cautious as an eGFR of 30 to 59."""
    meter = Meter()
    risks = st.one_of(
        st.sampled_from([("age", age) for age in ("65", "70", "71", "120")]),
        st.sampled_from([("conditions", word) for word in world.KIDNEY_CONDITIONS]),
        st.sampled_from([("medications", name) for name in world.KIDNEY_MEDICINES]),
    )

    @trying(150)
    @given(mostly_well(1), risks)
    def tried(person: Answers, risk: tuple[str, str]) -> None:
        question, word = risk
        if question == "age":
            at_risk = {**person, "age": word}
        elif question == "conditions":
            at_risk = adding(person, question, word)
        else:
            others = [u for u in uses_of(person) if u.name != word]
            at_risk = with_uses(person, [*others, Use(word, ())])
        doc = answer(_kidneys(at_risk, "unknown", None))
        assert rung(doc) >= world.LADDER.index("clinician_first")
        assert doc["dose"] is None
        assert any("Kidney function is unknown" in f["summary"] for f in doc["findings"])
        meter.saw(answer(_kidneys(at_risk, "normal", None))["dose"] is not None)

    tried()
    meter.check()


def test_m06_a_lower_egfr_never_raises_the_ceiling() -> None:
    """M06. A lower eGFR never raises the ceiling."""
    meter = Meter()

    @trying(150)
    @given(mostly_well(1), st.sampled_from(["normal", "unknown"]), EGFR_PAIRS)
    def tried(person: Answers, word: str, values: Sequence[str]) -> None:
        low, high = sorted(values, key=float)
        most_low = answer(_kidneys(person, word, low))["ceiling_mg"]
        most_high = answer(_kidneys(person, word, high))["ceiling_mg"]
        assert most_low <= most_high
        meter.saw(most_low < most_high)

    tried()
    meter.check()


def test_m06_a_higher_creatinine_never_raises_the_ceiling() -> None:
    """M06. The same through creatinine, which rises as the kidneys fail."""
    meter = Meter()

    def mg_dl(text: str) -> float:
        per_unit = 88.42 if text.endswith("umol/L") else 1.0
        return float(text.removesuffix("umol/L").removesuffix("mg/dL")) / per_unit

    @trying(150)
    @given(mostly_well(1), CREATININE_PAIRS)
    def tried(person: Answers, values: Sequence[str]) -> None:
        low, high = sorted(values, key=mg_dl)
        person = _kidneys(person, "unknown", None)
        most_low = answer({**person, "creatinine": low})["ceiling_mg"]
        most_high = answer({**person, "creatinine": high})["ceiling_mg"]
        assert most_high <= most_low
        meter.saw(most_high < most_low)

    tried()
    meter.check()


@pytest.mark.parametrize(
    ("age", "egfr", "disposition", "ceiling"),
    [
        ("45", "2", "do_not_supplement", 0),
        ("45", "15", "do_not_supplement", 0),
        ("45", "29.9", "do_not_supplement", 0),
        ("45", "29.99", "do_not_supplement", 0),
        ("45", "30", "clinician_first", 0),
        ("45", "35", "clinician_first", 0),
        ("45", "59.9", "clinician_first", 0),
        ("45", "59.99", "clinician_first", 0),
        ("45", "60", "supplement", 350),
        ("45", "110.01", "supplement", 350),
        ("45", "130", "supplement", 350),
        ("45", "130.01", "check_first", 350),
        ("60", "110", "supplement", 350),
        ("60", "110.01", "check_first", 350),
        ("70", "60", "supplement", 200),
    ],
)
def test_m06_the_egfr_lines_stand_at_30_60_110_and_130(
    age: str, egfr: str, disposition: str, ceiling: int
) -> None:
    """M06. Exact behaviour at 60 and 59.9, 30 and 29.9, 15."""
    doc = json_of(age=age, egfr=egfr)
    assert (doc["disposition"], doc["ceiling_mg"]) == (disposition, ceiling)
