"""Kidneys from FHIR: tests by LOINC code and unit, diseases by code, and the stricter of the two."""

from __future__ import annotations

import pytest

from batch.fhir_made import (
    SNOMED,
    UNIT,
    answered,
    condition,
    folder,
    lab,
    one,
    patient,
    read,
    verified,
)
from helpers import codes

DAY = "effectiveDateTime"


def kidneys(place, *resources):
    cells = one(place, *resources)
    return tuple(cells[name] for name in ("kidney", "egfr", "creatinine", "creatinine_unit"))


def egfr(place, *resources):
    return kidneys(place, *resources)[1]


def creatinine(place, *resources):
    return kidneys(place, *resources)[2:]


def disposition(place, *resources):
    return answered(
        one(place, *resources), medications="none", conditions="none", pregnant="no"
    ).disposition


# tests -------------------------------------------------------------------------------------------

EGFR_CODES = """98979-8 98980-6 50210-4 62238-1 33914-3 77147-7 69405-9 48642-3 88294-4 50044-7
70969-1""".split()


@pytest.mark.parametrize("loinc", EGFR_CODES)
def test_each_egfr_code_is_read(tmp_path, loinc):
    assert kidneys(tmp_path, lab(52, loinc)) == ("", "52", "", "")


@pytest.mark.parametrize(
    ("loinc", "value", "unit", "expected"),
    [
        ("2160-0", 1.1, "mg/dL", ("1.1", "mg/dL")),
        ("38483-4", 1.1, "mg/dl", ("1.1", "mg/dL")),
        ("14682-9", 97, "umol/L", ("97", "umol/L")),
        ("59826-8", 97, "µmol/L", ("97", "umol/L")),
        ("77140-2", 97, "μmol/l", ("97", "umol/L")),
    ],
)
def test_each_creatinine_code_is_read_with_its_unit(tmp_path, loinc, value, unit, expected):
    assert creatinine(tmp_path, lab(value, loinc, unit)) == expected


@pytest.mark.parametrize(
    ("loinc", "value", "unit"),
    [
        ("50384-7", 95, UNIT),  # the formula for children
        ("45066-8", 95, UNIT),  # a panel has no value of its own
        ("2164-2", 95, "mL/min"),  # creatinine clearance
        ("2601-3", 0.8, "mmol/L"),  # magnesium
        ("98979-8", 1.1, "mg/dL"),
        ("98979-8", 97, "umol/L"),
        ("98979-8", 1.5, "mL/s/{1.73_m2}"),
        ("98979-8", 95, "%"),
        ("98979-8", 1.1, UNIT),  # creatinine under an eGFR code
        ("98979-8", 201, UNIT),
        ("98979-8", -5, UNIT),
        ("98979-8", "1e400", UNIT),
        ("98979-8", "NaN", UNIT),
        ("98979-8", True, UNIT),
        ("98979-8", "95 or so", UNIT),
        ("2160-0", 33, "mg/dL"),  # an eGFR under a creatinine code
        ("2160-0", 97, "umol/L"),
        ("2160-0", 1.1, None),
        ("2160-0", 1.1, "mmol/L"),
        ("14682-9", 1.1, "mg/dL"),
        ("14682-9", 97, None),
        ("14682-9", 1.1, "umol/L"),  # mg/dL under a code of moles
    ],
)
def test_what_is_no_kidney_test_or_does_not_fit_its_code_is_not_used(tmp_path, loinc, value, unit):
    assert kidneys(tmp_path, lab(value, loinc, unit)) == ("", "", "", "")


def test_a_code_of_another_system_is_no_loinc_code(tmp_path):
    coding = [{"system": "http://x.test/codes", "code": "98979-8"}]
    assert egfr(tmp_path, lab(52, code={"coding": coding})) == ""


@pytest.mark.parametrize(
    "unit",
    [
        UNIT,
        "mL/min/1.73m2",
        "mL/min/1.73 m²",
        "ml/min/1.73 m^2",
        "mL/min/1.73 sq.m",
        "mL/min",
        None,
    ],
)
def test_an_egfr_code_tells_that_millilitres_a_minute_are_for_a_body_surface(tmp_path, unit):
    assert egfr(tmp_path, lab(52, unit=unit)) == "52"


def test_an_egfr_in_millilitres_a_minute_alone_is_said(tmp_path):
    place = folder(tmp_path, patient(), lab(52), lab(51, unit="mL/min"))
    assert any("mL/min" in line and line.endswith(": 1") for line in read(place).said)


def test_a_unit_in_words_beside_a_known_code_is_fine_and_another_unit_is_not(tmp_path):
    quantity = {"value": 52, "code": UNIT, "unit": "milliliters per minute per 1.73 square meters"}
    assert egfr(tmp_path / "a", lab(0, valueQuantity=quantity)) == "52"
    assert egfr(tmp_path / "b", lab(0, valueQuantity={**quantity, "unit": "mg/dL"})) == ""


@pytest.mark.parametrize(
    ("status", "used"),
    [
        ("final", True),
        ("amended", True),
        ("corrected", True),
        ("preliminary", False),
        ("registered", False),
        ("cancelled", False),
        ("entered-in-error", False),
        ("unknown", False),
        (None, False),
    ],
)
def test_only_finished_results_count(tmp_path, status, used):
    assert egfr(tmp_path, lab(52, status=status)) == ("52" if used else "")


@pytest.mark.parametrize(
    ("quantity", "word"),
    [
        ({"comparator": "<", "value": 15}, "do_not_supplement"),
        ({"comparator": "<", "value": 30}, "do_not_supplement"),
        ({"comparator": "<=", "value": 30}, "clinician_first"),
        ({"comparator": "<", "value": 60}, "clinician_first"),
        ({"comparator": ">", "value": 60}, "supplement"),
        ({"comparator": ">=", "value": 90}, "supplement"),
        ({"comparator": "<", "value": 2}, "do_not_supplement"),
    ],
)
def test_an_open_value_is_judged_from_its_safe_side(tmp_path, quantity, word):
    assert disposition(tmp_path, lab(0, valueQuantity={**quantity, "unit": UNIT})) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [(">60", "60"), ("> 90 mL/min/1.73m2", "90"), ("<15", "14.99"), ("52", "52"), ("normal", ""),
     ("60-89", ""), ("52 mg/dL", "")],
)  # fmt: skip
def test_a_value_in_words_is_read_as_a_bound_or_not_at_all(tmp_path, text, expected):
    assert egfr(tmp_path, lab(0, valueQuantity=None, valueString=text)) == expected


def test_a_creatinine_above_a_bound_lies_above_it(tmp_path):
    quantity = {"comparator": ">", "value": 2, "unit": "mg/dL"}
    assert creatinine(tmp_path, lab(0, "2160-0", valueQuantity=quantity)) == ("2.01", "mg/dL")


def test_a_long_fraction_is_never_rounded_to_the_better_side(tmp_path):
    assert egfr(tmp_path / "a", lab("29.99999999999")) == "29.999999"
    assert creatinine(tmp_path / "b", lab("1.00000000001", "2160-0", "mg/dL"))[0] == "1.000001"


def test_the_components_of_a_panel_are_read(tmp_path):
    parts = [{k: lab(*v)[k] for k in ("code", "valueQuantity")}
             for v in ((1.1, "2160-0", "mg/dL"), (52, "98979-8", UNIT))]  # fmt: skip
    panel = lab(0, "45066-8", valueQuantity=None, component=parts)
    assert kidneys(tmp_path, panel) == ("", "52", "", "")


def test_a_result_without_a_value_is_none_and_an_older_one_stays(tmp_path):
    missing = lab(0, valueQuantity=None, dataAbsentReason={"text": "haemolysed"})
    assert egfr(tmp_path, lab(90, effectiveDateTime="2026-01-01"), missing) == "90"


# which of several --------------------------------------------------------------------------------


def test_the_newest_result_counts_whatever_the_order_of_the_file(tmp_path):
    old, new = lab(40, effectiveDateTime="2025-11-01"), lab(70, effectiveDateTime="2025-12-01")
    assert egfr(tmp_path / "a", old, new) == egfr(tmp_path / "b", new, old) == "70"


def test_of_one_day_the_worst_result_counts(tmp_path):
    early, late = "2026-01-10T06:00:00Z", "2026-01-10T18:00:00Z"
    assert (
        egfr(tmp_path / "a", lab(58, effectiveDateTime=early), lab(62, effectiveDateTime=late))
        == "58"
    )
    results = [
        lab(1.1, "2160-0", "mg/dL"),
        lab(110, "14682-9", "umol/L"),
        lab(1.2, "2160-0", "mg/dL"),
    ]
    assert creatinine(tmp_path / "b", *results) == ("110", "umol/L")  # 1.24 mg/dL
    results[1] = lab(100, "14682-9", "umol/L")  # 1.13 mg/dL
    assert creatinine(tmp_path / "c", *results) == ("1.2", "mg/dL")


@pytest.mark.parametrize(("plain", "raised"), [("48642-3", "48643-1"), ("88294-4", "88293-6")])
def test_of_two_variants_by_race_the_lower_counts(tmp_path, plain, raised):
    assert egfr(tmp_path / "a", lab(55, plain), lab(66, raised)) == "55"
    assert egfr(tmp_path / "b", lab(66, raised)) == ""  # alone it is no good news
    assert egfr(tmp_path / "c", lab(44, raised)) == "44"


def test_creatinine_is_used_only_without_an_egfr_as_new(tmp_path):
    creatinine_ = lab(2.4, "2160-0", "mg/dL")
    assert kidneys(tmp_path / "a", lab(90), creatinine_) == ("", "90", "", "")
    assert kidneys(tmp_path / "b", creatinine_) == ("", "", "2.4", "mg/dL")
    older = lab(90, effectiveDateTime="2026-01-09")
    assert kidneys(tmp_path / "c", older, creatinine_) == ("", "90", "2.4", "mg/dL")


def test_an_egfr_from_creatinine_is_computed_and_said(tmp_path):
    """2.4 mg/dL, a man of 70: 28.3, which stops."""
    man = patient(gender="male", birthDate="1956-01-01")
    cells = one(tmp_path, man, lab(2.4, "2160-0", "mg/dL"))
    told = answered(cells, medications="none", conditions="none")
    assert told.disposition == "do_not_supplement"
    assert "KID011" in codes(told)
    assert any("28.3" in finding.summary for finding in told.findings)


@pytest.mark.parametrize(
    ("day", "good", "bad"),
    [
        ("2025-01-31", "90", "29"),
        ("2025-01-30", "", "29"),
        ("2025-01", "90", "29"),
        ("2024", "", "29"),
        (None, "", "29"),
    ],
)
def test_a_good_result_counts_for_twelve_months_and_a_bad_one_for_longer(tmp_path, day, good, bad):
    assert egfr(tmp_path / "a", lab(90, effectiveDateTime=day)) == good
    assert egfr(tmp_path / "b", lab(29, effectiveDateTime=day)) == bad


def test_an_old_creatinine_counts_where_it_is_bad_for_this_person(tmp_path):
    """1.4 mg/dL is an eGFR of 41 for a woman of 68."""
    old = lab(1.4, "2160-0", "mg/dL", effectiveDateTime="2023-01-01")
    woman = patient(birthDate="1957-06-15")
    assert creatinine(tmp_path / "a", woman, old) == ("1.4", "mg/dL")
    good = lab(0.9, "2160-0", "mg/dL", effectiveDateTime="2023-01-01")
    assert creatinine(tmp_path / "b", woman, good) == ("", "")


def test_a_result_that_cannot_be_used_overtakes_an_older_good_one(tmp_path):
    older = {"effectiveDateTime": "2025-12-01"}
    assert egfr(tmp_path / "a", lab(90, **older), lab(1.1)) == ""
    assert egfr(tmp_path / "b", lab(25, **older), lab(1.1)) == "25"
    assert egfr(tmp_path / "c", lab(90), lab(1.1, **older)) == "90"


# diseases ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "system", "kidney", "egfr_"),
    [
        ("N18.1", None, "ckd", ""),
        ("N18.2", None, "ckd", ""),
        ("N18.3", None, "ckd", ""),
        ("N18.30", None, "ckd", ""),
        ("N18.31", None, "ckd", ""),
        ("N1832", None, "ckd", ""),
        ("n18.9", None, "ckd", ""),
        ("N18", None, "ckd", ""),
        ("N18.4", None, "ckd", "29.99"),
        ("N18.5", None, "ckd", "14.99"),
        ("N18.6", None, "ckd", "14.99"),
        ("N19", None, "ckd", "29.99"),
        ("I12.9", None, "ckd", ""),
        ("I12.0", None, "ckd", "14.99"),
        ("I13.0", None, "ckd", ""),
        ("I13.11", None, "ckd", "14.99"),
        ("I13.2", None, "ckd", "14.99"),
        ("E11.22", None, "ckd", ""),
        ("Z99.2", None, "dialysis", ""),
        ("Z94.0", None, "transplant", ""),
        ("T86.11", None, "transplant", ""),
        ("N17.9", None, "injury", ""),
        ("O90.4", None, "injury", ""),
        ("Z90.5", None, "one_kidney", ""),
        ("Q60.0", None, "one_kidney", ""),
        ("431855005", SNOMED, "ckd", ""),
        ("433144002", SNOMED, "ckd", ""),
        ("431857002", SNOMED, "ckd", "29.99"),
        ("433146000", SNOMED, "ckd", "14.99"),
        ("46177005", SNOMED, "ckd", "14.99"),
        ("709044004", SNOMED, "ckd", ""),
        ("105502003", SNOMED, "dialysis", ""),
        ("161665007", SNOMED, "transplant", ""),
        ("14669001", SNOMED, "injury", ""),
        # no kidney disease
        ("N20.0", None, "", ""),
        ("N39.0", None, "", ""),
        ("I10", None, "", ""),
        ("E11.9", None, "", ""),
        ("Z84.1", None, "", ""),  # in the family
        ("N180", "http://x.test/codes", "", ""),
        ("181", None, "", ""),
    ],
)
def test_each_kidney_code_has_its_word_and_stage(tmp_path, code, system, kidney, egfr_):
    made = condition(code, system) if system else condition(code)
    assert kidneys(tmp_path, made)[:2] == (kidney, egfr_)


@pytest.mark.parametrize("code", ["N18.4", "N18.5", "N18.6", "N19", "I12.0", "Z99.2", "N17.9"])
def test_stages_four_and_five_failure_dialysis_and_injury_stop(tmp_path, code):
    assert disposition(tmp_path, condition(code)) == "do_not_supplement"


@pytest.mark.parametrize("code", ["N18.1", "N18.32", "N18.9", "I12.9", "Z94.0", "Z90.5"])
def test_other_stages_a_transplant_and_one_kidney_are_for_a_clinician(tmp_path, code):
    assert disposition(tmp_path, condition(code)) == "clinician_first"


def test_of_several_diseases_the_strictest_counts(tmp_path):
    found = kidneys(tmp_path, condition("N18.9"), condition("Z99.2"), condition("Z94.0"))
    assert found[0] == "dialysis"
    assert kidneys(tmp_path / "b", condition("Z90.5"), condition("N18.4"))[:2] == ("ckd", "29.99")


@pytest.mark.parametrize("word", ["refuted", "entered-in-error"])
def test_a_refuted_or_mistaken_record_never_counts(tmp_path, word):
    assert kidneys(tmp_path, condition("N18.5", **verified(word)))[:2] == ("", "")


@pytest.mark.parametrize("word", ["confirmed", "provisional", "unconfirmed", "differential"])
def test_a_suspected_kidney_disease_counts(tmp_path, word):
    assert kidneys(tmp_path, condition("N18.5", **verified(word)))[0] == "ckd"


@pytest.mark.parametrize(
    "closing",
    [
        {"status": "resolved"},
        {"status": "inactive"},
        {"status": "remission"},
        {"abatementDateTime": "2026-01-30"},
        {"abatementPeriod": {"end": "2026-01-30"}},
    ],
)
@pytest.mark.parametrize(
    ("code", "kidney"),
    [("N18.5", "ckd"), ("Z99.2", "ckd"), ("Z94.0", "transplant"), ("Z90.5", "one_kidney")],
)
def test_a_closed_kidney_disease_still_asks_for_a_clinician_without_its_stage(
    tmp_path, code, kidney, closing
):
    """Such a disease seldom goes away, and a stage is closed when the next one begins."""
    assert kidneys(tmp_path, condition(code, **closing))[:2] == (kidney, "")


@pytest.mark.parametrize(
    ("fields", "kidney"),
    [
        ({"onsetDateTime": "2025-11-01"}, "injury"),
        ({"onsetDateTime": "2025-11-01", "status": "resolved"}, "injury"),
        ({"onsetDateTime": "2025-10-31", "status": "resolved"}, "injury"),
        ({"onsetDateTime": "2025-10-30", "status": "resolved"}, ""),
        ({"onsetDateTime": "2025-10-30"}, "ckd"),
        ({"onsetDateTime": "2025-08-01", "abatementDateTime": "2025-12-24"}, "injury"),
        ({"onsetDateTime": "2025-08-01", "abatementDateTime": "2025-08-24"}, ""),
        ({"onsetDateTime": None, "recordedDate": "2025-12-24", "status": "resolved"}, "injury"),
        ({"onsetDateTime": None, "status": "resolved"}, "injury"),
        ({"onsetDateTime": None}, "injury"),
    ],
)
def test_acute_injury_counts_for_three_months_and_then_as_kidney_disease_if_still_open(
    tmp_path, fields, kidney
):
    assert kidneys(tmp_path, condition("N17.9", **fields))[0] == kidney


def test_a_good_test_from_before_an_injury_no_longer_counts(tmp_path):
    injury = condition("N17.9", status="resolved", onsetDateTime="2025-09-01")
    before, after = {"effectiveDateTime": "2025-08-01"}, {"effectiveDateTime": "2025-10-01"}
    assert egfr(tmp_path / "a", injury, lab(90, **before)) == ""
    assert egfr(tmp_path / "b", injury, lab(45, **before)) == "45"
    assert egfr(tmp_path / "c", injury, lab(90, **after)) == "90"


# conflicts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["N18.31", "N18.9", "Z94.0", "Z99.2"])
def test_a_good_test_beside_a_kidney_disease_gives_the_stricter_answer_and_a_finding(
    tmp_path, code
):
    cells = one(tmp_path, condition(code), lab(95))
    told = answered(cells, medications="none", pregnant="no")
    assert cells["egfr"] == "95"
    assert told.disposition == ("do_not_supplement" if code == "Z99.2" else "clinician_first")
    assert "KID018" in codes(told)


def test_a_good_creatinine_beside_a_kidney_disease_is_a_conflict_too(tmp_path):
    cells = one(tmp_path, condition("N18.9"), lab(0.8, "2160-0", "mg/dL"))
    assert {"KID005", "KID018"} <= set(codes(answered(cells, medications="none", pregnant="no")))


def test_a_bad_test_beside_a_mild_stage_stops(tmp_path):
    cells = one(tmp_path, condition("N18.31"), lab(25))
    told = answered(cells, medications="none", pregnant="no")
    assert (cells["kidney"], cells["egfr"]) == ("ckd", "25")
    assert told.disposition == "do_not_supplement"


@pytest.mark.parametrize(("value", "expected"), [(95, "29.99"), (30, "29.99"), (12, "12")])
def test_of_a_stage_and_a_test_the_worse_is_passed_on(tmp_path, value, expected):
    assert egfr(tmp_path, condition("N18.4"), lab(value)) == expected


def test_a_stage_that_is_worse_than_the_test_is_said_with_a_count(tmp_path):
    place = folder(tmp_path, patient(), condition("N18.4"), lab(95), patient("p2"))
    assert any("kidney stage" in line and line.endswith(": 1") for line in read(place).said)


def test_unspecified_failure_gives_way_to_a_test_and_a_named_stage_does_not(tmp_path):
    assert egfr(tmp_path / "a", condition("N19"), lab(95)) == "95"
    assert kidneys(tmp_path / "b", condition("N19"), lab(0.9, "2160-0", "mg/dL"))[1:3] == (
        "",
        "0.9",
    )
    assert egfr(tmp_path / "c", condition("N19"), condition("N18.4"), lab(95)) == "29.99"


def test_without_any_kidney_record_a_flag_may_tell_and_with_one_it_may_not(tmp_path):
    assert "kidney" not in one(tmp_path / "a")
    assert DAY in lab(90)
    cells = one(
        tmp_path / "b", patient(), patient("p2"), lab(90, subject={"reference": "Patient/p2"})
    )
    assert (cells["kidney"], cells["egfr"]) == ("", "")
    assert answered(cells, kidney="normal").profile.kidney == "unknown"
