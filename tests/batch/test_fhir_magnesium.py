"""Magnesium in the blood from FHIR: too high stops, too low asks a clinician, unreadable stays open."""

from __future__ import annotations

import json

import pytest

from batch.fhir_made import SNOMED, answered, condition, folder, lab, one, patient, read
from helpers import codes

IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
MASS, MOLES = "19123-9", "2601-3"
HIGH, LOW = "hypermagnesaemia", "hypomagnesaemia"
OTHER = condition("E78.5")  # an open diagnosis that is none of ours: the list is told


def level(value, unit="mmol/L", loinc=MOLES, **more):
    """A magnesium of p1."""
    return lab(value, loinc, unit, **more)


def conditions(place, *resources):
    return one(place, OTHER, *resources)["conditions"]


# the lines, in each unit -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "loinc", "expected"),
    [
        (1.05, "mmol/L", MOLES, "none"),
        ("1.0500001", "mmol/L", MOLES, HIGH),
        (1.06, "mmol/L", MOLES, HIGH),
        (2.0, "mmol/L", MOLES, HIGH),
        (0.70, "mmol/L", MOLES, "none"),
        ("0.6999999", "mmol/L", MOLES, LOW),
        (0.69, "mmol/L", MOLES, LOW),
        (0, "mmol/L", MOLES, LOW),
        # two mEq are one mmol
        (2.1, "mEq/L", MOLES, "none"),
        (2.11, "mEq/L", MOLES, HIGH),
        (2.0, "mEq/L", MOLES, "none"),
        (1.4, "meq/l", MOLES, "none"),
        (1.39, "mEq/L", MOLES, LOW),
        # 2.4305 mg/dL are one mmol/L: the lines lie at 2.552025 and 1.70135
        (2.552025, "mg/dL", MASS, "none"),
        (2.552026, "mg/dL", MASS, HIGH),
        (2.5, "mg/dL", MASS, "none"),
        (2.6, "mg/dL", MASS, HIGH),  # 1.07 mmol/L
        (2.0, "mg/dL", MASS, "none"),
        (1.8, "mg/dL", MASS, "none"),
        (1.70135, "mg/dL", MASS, "none"),
        (1.70134, "mg/dL", MASS, LOW),
        (1.7, "mg/dl", MASS, LOW),  # 0.699 mmol/L
        (33, "mg/dL", MASS, HIGH),  # no value is too high to stop
    ],
)
def test_each_line_holds_in_each_unit(tmp_path, value, unit, loinc, expected):
    assert conditions(tmp_path, level(value, unit, loinc)) == [expected]


@pytest.mark.parametrize(
    ("value", "word", "code"),
    [(1.06, "do_not_supplement", "CON107"), (0.69, "clinician_first", "CON218")],
)
def test_too_high_stops_and_too_low_asks_a_clinician(tmp_path, value, word, code):
    told = answered(one(tmp_path, OTHER, lab(90), level(value)), medications="none", pregnant="no")
    assert told.disposition == word
    assert code in codes(told)


def test_a_normal_level_takes_nothing_away_from_a_plan(tmp_path):
    man = patient(gender="male")
    told = answered(one(tmp_path, man, OTHER, lab(90), level(0.85)), medications="none")
    assert told.disposition == "supplement"


# what cannot be used -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "loinc"),
    [
        (0.85, None, MOLES),  # a bare number is never taken
        (2.0, None, MASS),
        (0.85, "mmol/L", MASS),  # moles under a code of mass
        (2.0, "mEq/L", MASS),
        (2.0, "mg/dL", MOLES),
        (850, "umol/L", MOLES),
        (2.0, "%", MASS),
        (-1, "mmol/L", MOLES),
        ("NaN", "mmol/L", MOLES),
        (True, "mmol/L", MOLES),
        ("0.8 or so", "mmol/L", MOLES),
    ],
)
def test_a_value_that_does_not_fit_its_code_leaves_the_question_open(tmp_path, value, unit, loinc):
    assert conditions(tmp_path, level(value, unit, loinc)) == ["unknown"]


def test_two_units_in_one_result_leave_the_question_open(tmp_path):
    quantity = {"value": 0.85, "code": "mmol/L", "unit": "mEq/L"}
    assert conditions(tmp_path / "a", level(0, valueQuantity=quantity)) == ["unknown"]
    quantity["unit"] = "millimoles in a litre"
    assert conditions(tmp_path / "b", level(0, valueQuantity=quantity)) == ["none"]


@pytest.mark.parametrize(
    ("mark", "value", "expected"),
    [
        (">", 1.05, HIGH),
        (">=", 1.05, "unknown"),  # it may be 1.05
        (">=", 1.06, HIGH),
        (">", 1.0, "unknown"),
        ("<", 0.7, LOW),
        ("<=", 0.7, "unknown"),
        ("<=", 0.69, LOW),
        ("<", 0.85, "unknown"),
        ("ad", 0.85, "unknown"),
    ],
)
def test_an_open_value_counts_where_all_that_it_may_be_lies_outside(
    tmp_path, mark, value, expected
):
    quantity = {"comparator": mark, "value": value, "unit": "mmol/L"}
    assert conditions(tmp_path, level(0, valueQuantity=quantity)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2 mmol/L", HIGH),
        ("<0.5 mmol/L", LOW),
        ("0.85 mmol/L", "none"),
        ("0.85", "unknown"),
        ("normal", "unknown"),
    ],
)
def test_a_value_in_words_is_read_with_its_unit_or_not_at_all(tmp_path, text, expected):
    found = conditions(tmp_path, level(0, valueQuantity=None, valueString=text))
    assert found == [expected]


def test_a_result_without_a_value_is_none(tmp_path):
    missing = level(0, valueQuantity=None, dataAbsentReason={"text": "haemolysed"})
    assert conditions(tmp_path / "a", missing) == ["none"]
    older = level(1.2, effectiveDateTime="2026-01-01")
    assert conditions(tmp_path / "b", missing, older) == [HIGH]


@pytest.mark.parametrize(
    ("status", "used"),
    [("final", True), ("amended", True), ("corrected", True), ("preliminary", False),
     ("cancelled", False), ("entered-in-error", False), ("unknown", False), (None, False)],
)  # fmt: skip
def test_only_finished_results_count(tmp_path, status, used):
    assert conditions(tmp_path / "a", level(1.2, status=status)) == [HIGH if used else "none"]
    expected = "unknown" if used else "none"
    assert conditions(tmp_path / "b", level(1.2, None, status=status)) == [expected]


def test_magnesium_of_red_cells_or_of_another_system_is_not_read(tmp_path):
    assert conditions(tmp_path / "a", level(2.5, loinc="2597-3")) == ["none"]
    coding = [{"system": SNOMED, "code": MOLES}]
    assert conditions(tmp_path / "b", level(2.5, code={"coding": coding})) == ["none"]


def test_the_component_of_a_panel_is_read(tmp_path):
    parts = [{k: level(1.2)[k] for k in ("code", "valueQuantity")}]
    panel = lab(0, "24326-1", valueQuantity=None, component=parts)
    assert conditions(tmp_path, panel) == [HIGH]


# which of several --------------------------------------------------------------------------------


def test_the_newest_result_counts_whatever_the_order_of_the_file(tmp_path):
    old, new = level(1.2, effectiveDateTime="2025-11-01"), level(2.0, "mg/dL", MASS)
    assert conditions(tmp_path / "a", old, new) == conditions(tmp_path / "b", new, old) == ["none"]
    old, new = level(0.85, effectiveDateTime="2025-11-01"), level(1.5, "mg/dL", MASS)
    assert conditions(tmp_path / "c", old, new) == conditions(tmp_path / "d", new, old) == [LOW]


def test_of_one_day_every_bad_result_counts(tmp_path):
    assert conditions(tmp_path / "a", level(1.2), level(0.85)) == [HIGH]
    assert conditions(tmp_path / "b", level(0.85), level(0.6)) == [LOW]
    both = conditions(tmp_path / "c", level(0.6), level(1.2))
    assert sorted(both) == [HIGH, LOW]


@pytest.mark.parametrize(
    ("day", "good", "bad"),
    [
        ("2025-01-31", "none", HIGH),
        ("2025-01-30", "none", "unknown"),
        ("2025-01", "none", HIGH),
        ("2024", "none", "unknown"),
        (None, "none", "unknown"),
    ],
)
def test_a_level_counts_for_twelve_months_and_an_older_bad_one_asks(tmp_path, day, good, bad):
    assert conditions(tmp_path / "a", level(0.85, effectiveDateTime=day)) == [good]
    assert conditions(tmp_path / "b", level(1.2, effectiveDateTime=day)) == [bad]
    low = LOW if bad == HIGH else bad
    assert conditions(tmp_path / "c", level(0.6, effectiveDateTime=day)) == [low]


def test_an_old_bad_level_is_settled_by_a_newer_good_one(tmp_path):
    bad = level(1.2, effectiveDateTime="2023-01-01")
    assert conditions(tmp_path / "a", bad, level(0.85, effectiveDateTime="2024-01-01")) == ["none"]
    assert conditions(tmp_path / "b", bad, level(0.85)) == ["none"]


def test_a_result_that_cannot_be_used_overtakes_an_older_good_one(tmp_path):
    older = {"effectiveDateTime": "2025-12-01"}
    assert conditions(tmp_path / "a", level(0.85, **older), level(2, None)) == ["unknown"]
    assert conditions(tmp_path / "b", level(1.2, **older), level(2, None)) == [HIGH, "unknown"]
    assert conditions(tmp_path / "c", level(0.85), level(2, None, **older)) == ["none"]
    assert conditions(tmp_path / "d", level(0.85), level(2, None)) == ["none"]  # of the same day


@pytest.mark.parametrize(
    ("day", "expected"), [("2025-01-31", "unknown"), ("2025-01-30", "none"), (None, "unknown")]
)
def test_what_cannot_be_used_and_is_old_says_nothing(tmp_path, day, expected):
    assert conditions(tmp_path, level(2, None, effectiveDateTime=day)) == [expected]


def test_a_result_of_a_later_day_does_not_count(tmp_path):
    assert conditions(tmp_path, level(1.2, effectiveDateTime="2026-02-01")) == ["none"]


# beside conditions -------------------------------------------------------------------------------


def test_a_level_without_a_patient_is_nobodys(tmp_path):
    found = read(folder(tmp_path, patient(), OTHER, level(1.2, subject=None)))
    assert found.cells.keys() == {"p1"}
    assert not any("without a Patient" in line for line in found.said)


def test_a_level_and_a_diagnosis_of_the_same_are_listed_once(tmp_path):
    assert conditions(tmp_path, condition("E83.41"), level(1.2)) == [HIGH]


def test_a_diagnosis_is_not_taken_away_by_a_normal_level(tmp_path):
    assert conditions(tmp_path, condition("E83.42"), level(0.85)) == [LOW]


def test_a_level_is_no_list_of_conditions(tmp_path):
    """Nothing else was told of this person: the rest of the question stays open."""
    closed = condition("J20.9", status="resolved")
    assert one(tmp_path / "a", closed, level(1.2))["conditions"] == [HIGH, "unknown"]
    assert one(tmp_path / "b", closed, level(0.85))["conditions"] == []
    none = condition("no-known-problems", IPS)
    assert one(tmp_path / "c", none, level(1.2))["conditions"] == [HIGH]
    assert one(tmp_path / "d", none, level(1.2, None))["conditions"] == ["unknown"]


def test_without_any_condition_record_a_flag_answers_only_where_no_level_speaks(tmp_path):
    assert one(tmp_path / "a", level(1.2))["conditions"] == [HIGH, "unknown"]
    assert one(tmp_path / "b", level(0.85, None))["conditions"] == ["unknown"]
    assert "conditions" not in one(tmp_path / "c", level(0.85))


@pytest.mark.parametrize("loinc", [MASS, MOLES])
def test_a_cut_off_level_leaves_the_question_of_its_patient_open(tmp_path, loinc):
    export = folder(tmp_path, patient(), OTHER, level(0.85))
    with (export / "Observation.ndjson").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(level(2, None, loinc))[:-1] + "\n")
    found = read(export)
    assert found.errors == ["bad_json"]
    assert found.cells["p1"]["conditions"] == ["unknown"]
    assert found.cells["p1"]["egfr"] == ""


def test_a_level_of_another_version_leaves_the_question_open(tmp_path):
    meta = {"profile": ["http://hl7.org/fhir/5.0/StructureDefinition/Observation"]}
    good = [level(0.85), level(0.86)]
    assert conditions_beside_error(tmp_path, *good, level(1.2, meta=meta)) == ["unknown"]


def conditions_beside_error(place, *resources):
    found = read(folder(place, patient(), OTHER, *resources))
    assert found.errors == ["other_version"]
    return found.cells["p1"]["conditions"]
