"""The computed kidney value as its formula prints it, and when nothing is computed or said of it."""

from __future__ import annotations

import pytest

from helpers import codes, plan

pytestmark = pytest.mark.core

SAID = {"KID011", "KID015"}  # computed; could not be computed


def said(**answers: str) -> set[str]:
    return SAID & set(codes(plan(kidney="unknown", **answers)))


@pytest.mark.parametrize(
    ("age", "found"), [("17", {"KID015"}), ("18", {"KID011"}), ("19", {"KID011"})]
)
def test_the_formula_holds_from_18_years(age, found):
    assert said(age=age, creatinine="0.9 mg/dL") == found


def test_a_value_that_was_computed_is_said_once_and_not_called_unusable():
    assert said(creatinine="0.9 mg/dL") == {"KID011"}


def test_without_creatinine_nothing_is_said_of_a_formula():
    assert said() == set()
    assert said(egfr="95") == set()


@pytest.mark.parametrize("age", ["17", "45", "80"])
def test_a_disease_named_beside_it_does_not_make_it_silent(age):
    found = SAID & set(codes(plan(age=age, kidney="dialysis", creatinine="0.9 mg/dL")))
    assert found == {"KID015"}
