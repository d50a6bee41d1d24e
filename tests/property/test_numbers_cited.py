"""M43: every number has a unit, and every number that comes from somewhere says where from."""

from __future__ import annotations

import re

import pytest

from property.laws import Document, Meter, crowd

pytestmark = pytest.mark.core

NUMBER = r"\d+(?:\.\d+)?"
UNITS = "mg|h|min|years?|months?|weeks?|days?|cramps|a minute"
WITH_UNIT = re.compile(rf"{NUMBER}(?: to {NUMBER})? (?:{UNITS})\b|CKD-EPI 2021")
# What a person typed stands in quotes and is not a number of the program.
TYPED = re.compile(r"'[^']*'")


def test_m43_each_number_in_a_finding_has_a_unit_and_a_source() -> None:
    """M43. Every number has a unit and a citation id. eGFR is named: it has one unit only."""
    meter = Meter()
    for person, doc in crowd():
        numbers = False
        for finding in doc["findings"]:
            summary = TYPED.sub("", finding["summary"])
            numbers = numbers or bool(re.search(r"\d", summary))
            bare = re.search(r"\d", WITH_UNIT.sub("", summary))
            assert not bare or "eGFR" in summary, (summary, person)
            assert finding["sources"], person
        meter.saw(numbers)
    meter.check()


def test_m43_the_recommended_intake_names_the_table_it_comes_from() -> None:
    """M43. US and Canada: Dietary Reference Intakes 1997. Europe: EFSA 2015, which sets an adequate
    intake (AI); where it sets none, as in pregnancy at 13, the US value and a word that it is."""
    meter = Meter()
    for person, doc in crowd():
        european = doc["standard"] == "eu" and doc["profile"]["age"] is not None
        adequate = european and doc["intake"]["rda_kind"] == "AI"
        table = "EFSA" if adequate else "Dietary Reference Intakes"
        assert table in _citations(doc), person
        said = any("the US value is used" in f["summary"] for f in doc["findings"])
        assert adequate or said or not european, person
        meter.saw(adequate)
    meter.check()


def test_m43_the_upper_limit_names_the_opinion_it_comes_from() -> None:
    """M43. 350, 110 and 65 mg: Dietary Reference Intakes 1997. 250 mg: the Scientific Committee on
    Food, 2001."""
    for person, doc in crowd():
        limit = doc["intake"]["ul_supplement_mg"]
        opinion = "Scientific Committee on Food" if limit == 250 else "Dietary Reference Intakes"
        assert limit is None or opinion in _citations(doc), person
    met = {doc["intake"]["ul_supplement_mg"] for _, doc in crowd()}
    assert met == {None, 65, 110, 250, 350}


def test_m43_the_milligrams_of_foods_name_the_food_table_they_come_from() -> None:
    """M43. The milligrams in a serving are those of the USDA table or the NIH fact sheet."""
    meter = Meter()
    for person, doc in crowd():
        citations = _citations(doc)
        assert not doc["foods"] or "USDA" in citations or "NIH" in citations, person
        meter.saw(bool(doc["foods"]))
    meter.check()


def test_m43_the_steps_of_a_dose_are_called_a_rule_of_the_program() -> None:
    """M43. No trial set these steps: the program says that they are its own rule."""
    meter = Meter()
    for person, doc in crowd():
        assert doc["dose"] is None or "own safety rule" in _citations(doc), person
        meter.saw(doc["dose"] is not None)
    meter.check()


def _citations(doc: Document) -> str:
    return " ".join(source["citation"] for source in doc["sources"])
