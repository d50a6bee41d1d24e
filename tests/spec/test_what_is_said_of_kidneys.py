"""What the plan says about kidneys, at the lines and not beside them: below 35 computed is a stop, 60 to 89
is fine, below 60 in pregnancy is for the maternity team; and where two answers disagree, that they do.
"""

from __future__ import annotations

from typing import Any

import pytest

from helpers import healthy, json_of
from magadvise import load_knowledge, parse
from magadvise.advice.pipeline import case_of
from magadvise.rules import kidney, registry
from magadvise.rules.case import Case

pytestmark = pytest.mark.core

FINE = "eGFR 60 to 89: fine for this plan. Have it rechecked if you get ill or dehydrated."
DISAGREE = "The kidney answer and the test value do not agree. The stricter of the two is used."


def told(code: str, **changes: Any) -> list[str]:
    return [f["summary"] for f in json_of(**changes)["findings"] if f["code"] == code]


def case_with(**changes: Any) -> Case:
    knowledge = load_knowledge()
    return case_of(parse(healthy(**changes), knowledge), knowledge, "us")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"egfr": "59"}, False),
        ({"egfr": "60"}, True),
        ({"egfr": "89"}, True),
        ({"egfr": "90"}, False),
        # by the equation 112.7 for a woman of 45: the lower of the two is spoken of
        ({"egfr": "70", "creatinine": "0.6 mg/dL"}, True),
        ({"egfr": "95", "creatinine": "0.6 mg/dL"}, False),
        ({"egfr": "70", "kidney": "ckd"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_60_to_89_is_called_fine(changes: dict[str, Any], said: bool) -> None:
    assert told("KID014", **changes) == ([FINE] if said else [])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kidney": "normal", "egfr": "59"}, True),
        ({"kidney": "normal", "egfr": "60"}, False),
        ({"kidney": "normal"}, False),
        ({"kidney": "ckd", "egfr": "59"}, False),
        ({"kidney": "dialysis"}, False),
        ({"kidney": "unknown", "egfr": "59"}, False),
        ({"kidney": None}, False),
    ],
    ids=str,
)
def test_normal_beside_a_value_below_60_is_told_to_disagree(
    changes: dict[str, Any], said: bool
) -> None:
    assert told("KID016", **changes) == ([DISAGREE] if said else [])


@pytest.mark.parametrize(
    ("age", "end"),
    [
        ("93", "It is not valid in pregnancy. "),
        ("94", "It is not valid in pregnancy, and it was validated to 93 years only. "),
    ],
)
def test_the_equation_was_validated_to_93_years(age: str, end: str) -> None:
    found = json_of(age=age, kidney=None, creatinine="0.9 mg/dL")["findings"]
    (detail,) = [f["detail"] for f in found if f["code"] == "KID011"]
    assert end in detail


@pytest.mark.parametrize(("egfr", "stops"), [(34.9, True), (35.0, False), (35.1, False)])
def test_a_computed_value_below_35_stops_and_35_does_not(egfr: float, stops: bool) -> None:
    case = case_with()._replace(computed_egfr=egfr)
    assert [f.code for f in registry.evaluate(case, ("KID012",))] == (["KID012"] if stops else [])


@pytest.mark.parametrize(("egfr", "said"), [(59.9, True), (60.0, False), (60.1, False)])
def test_in_pregnancy_what_would_be_below_60_is_high(
    monkeypatch: pytest.MonkeyPatch, egfr: float, said: bool
) -> None:
    monkeypatch.setattr(kidney, "from_creatinine", lambda *answers: egfr)
    case = case_with(pregnant="yes", age="30", kidney=None, creatinine="1.0 mg/dL")
    assert [f.code for f in registry.evaluate(case, ("KID017",))] == (["KID017"] if said else [])


def test_only_somebody_pregnant_is_told_of_creatinine_in_pregnancy() -> None:
    """1.3 mg/dL: an eGFR of about 50 by the equation."""
    high = {"age": "45", "kidney": None, "creatinine": "1.3 mg/dL"}
    assert len(told("KID017", pregnant="yes", **high)) == 1
    assert told("KID017", pregnant="no", **high) == []
    assert told("KID017", pregnant="yes", kidney=None) == []


@pytest.mark.parametrize(
    ("condition", "rung"), [("diabetes", "clinician_first"), ("gastroparesis", "check_first")]
)
def test_unknown_kidneys_need_a_test_first_only_beside_an_illness_of_the_kidneys_own(
    condition: str, rung: str
) -> None:
    found = json_of(kidney=None, conditions=condition)
    assert found["disposition"] == rung
    assert bool(told("KID009", kidney=None, conditions=condition)) is (rung == "clinician_first")


@pytest.mark.parametrize(
    ("pregnant", "unknown"), [("no", False), ("unknown", True), (None, True), ("yes", True)]
)
def test_a_computed_value_answers_for_the_kidneys_of_those_known_not_to_be_pregnant(
    pregnant: str | None, unknown: bool
) -> None:
    answers = {"kidney": None, "creatinine": "0.7 mg/dL", "pregnant": pregnant, "age": "30"}
    assert bool(told("KID010", **answers)) is unknown


def test_whether_a_pregnancy_is_unknown_is_yes_or_no() -> None:
    assert case_with(pregnant="no").pregnancy_unknown is False
    assert case_with(pregnant="unknown").pregnancy_unknown is True
