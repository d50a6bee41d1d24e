"""Kidneys: below 30 stops, 30 to below 60 needs a clinician (KDIGO categories), unknown is not fine."""

from __future__ import annotations

from typing import Any

import pytest

from helpers import json_of

pytestmark = pytest.mark.core

RISKS = ["diabetes", "hypertension", "heart_failure", "gout", "kidney_stones", "recurrent_uti"]
RISK_MEDICINES = [
    "furosemide",
    "hydrochlorothiazide",
    "indapamide",
    "spironolactone",
    "lisinopril",
    "ramipril",
    "losartan",
    "valsartan",
    "ibuprofen",
    "naproxen",
    "diclofenac",
    "lithium",
]


def answer(**changes: Any) -> tuple[str, int]:
    found = json_of(**changes)
    return found["disposition"], found["ceiling_mg"]


def doses(**changes: Any) -> list[int]:
    return [step["mg_per_day"] for step in json_of(**changes)["dose"]["steps"]]


@pytest.mark.parametrize(
    ("egfr", "word"),
    [
        ("2", "do_not_supplement"),
        ("29", "do_not_supplement"),
        ("29.99", "do_not_supplement"),
        ("29.999999", "do_not_supplement"),
        ("30", "clinician_first"),
        ("30.0", "clinician_first"),
        ("30.01", "clinician_first"),
        ("45", "clinician_first"),
        ("59.99", "clinician_first"),
        ("59.999999", "clinician_first"),
        ("60", "supplement"),
        ("89.9", "supplement"),
        ("90", "supplement"),
    ],
)
@pytest.mark.parametrize("kidney", [None, "unknown", "normal"])
def test_an_egfr_is_compared_unrounded_and_answers_unknown(
    kidney: str | None, egfr: str, word: str
) -> None:
    assert answer(kidney=kidney, egfr=egfr) == (word, 350 if word == "supplement" else 0)


@pytest.mark.parametrize(
    ("egfr", "close"), [("29.99", False), ("30", True), ("34.99", True), ("35", False)]
)
def test_from_30_to_below_35_the_person_reads_that_the_stop_line_is_close(
    egfr: str, close: bool
) -> None:
    summaries = [f["summary"] for f in json_of(kidney=None, egfr=egfr)["findings"]]
    assert any("close to the line of 30" in summary for summary in summaries) is close


@pytest.mark.parametrize(
    ("egfr", "told"), [("59.99", False), ("60", True), ("89.99", True), ("90", False)]
)
def test_from_60_to_below_90_the_person_is_told_to_recheck_when_ill(egfr: str, told: bool) -> None:
    summaries = [f["summary"] for f in json_of(kidney=None, egfr=egfr)["findings"]]
    assert any("rechecked if you get ill" in summary for summary in summaries) is told


@pytest.mark.parametrize(
    ("age", "egfr", "word"),
    [
        ("59", "110", "supplement"),
        ("59", "110.01", "supplement"),
        ("59", "130", "supplement"),
        ("59", "130.01", "check_first"),
        ("60", "110", "supplement"),
        ("60", "110.01", "check_first"),
        ("60", "130.01", "check_first"),
        ("45", "200", "check_first"),
        ("80", "110", "supplement"),
        ("80", "111", "check_first"),
    ],
)
def test_an_unusually_high_egfr_asks_whether_it_is_creatinine(
    age: str, egfr: str, word: str
) -> None:
    found = json_of(age=age, kidney=None, egfr=egfr)
    assert found["disposition"] == word
    asked = any("is this creatinine?" in f["summary"] for f in found["findings"])
    assert asked is (word == "check_first")


@pytest.mark.parametrize(
    ("kidney", "word"),
    [
        ("normal", "supplement"),
        ("ckd", "clinician_first"),
        ("dialysis", "do_not_supplement"),
        ("transplant", "clinician_first"),
        ("injury", "do_not_supplement"),
        ("one_kidney", "clinician_first"),
        ("unknown", "check_first"),
        (None, "check_first"),
    ],
)
def test_each_kidney_word_alone_has_its_rung(kidney: str | None, word: str) -> None:
    ceiling = {"supplement": 350, "check_first": 150}.get(word, 0)
    assert answer(kidney=kidney) == (word, ceiling)


@pytest.mark.parametrize("kidney", ["ckd", "transplant", "one_kidney"])
@pytest.mark.parametrize(
    ("egfr", "word"),
    [
        ("29.99", "do_not_supplement"),
        ("30", "clinician_first"),
        ("59.99", "clinician_first"),
        ("60", "clinician_first"),
        ("130.01", "clinician_first"),
    ],
)
def test_a_good_egfr_never_lifts_a_named_kidney_disease(kidney: str, egfr: str, word: str) -> None:
    assert answer(kidney=kidney, egfr=egfr) == (word, 0)


@pytest.mark.parametrize("kidney", ["dialysis", "injury"])
@pytest.mark.parametrize("egfr", ["29.99", "30", "60", "70", "130.01"])
def test_dialysis_and_injury_win_over_any_egfr(kidney: str, egfr: str) -> None:
    assert answer(kidney=kidney, egfr=egfr) == ("do_not_supplement", 0)


@pytest.mark.parametrize(
    ("kidney", "egfr", "said"),
    [
        ("ckd", "60", True),
        ("ckd", "59.99", False),
        ("ckd", "29", False),
        ("ckd", None, False),
        ("transplant", "95", True),
        ("dialysis", "95", True),
        ("one_kidney", "95", False),
        ("normal", "95", False),
        ("unknown", "95", False),
    ],
)
def test_a_good_test_beside_a_named_kidney_disease_is_said_and_changes_nothing(
    kidney: str, egfr: str | None, said: bool
) -> None:
    found = json_of(kidney=kidney, egfr=egfr)
    finding = [f for f in found["findings"] if f["code"] == "KID018"]
    assert bool(finding) is said
    if said:
        assert finding[0]["severity"] == "info"
        assert "stricter" in finding[0]["summary"]
        assert found["disposition"] == json_of(kidney=kidney)["disposition"]


def test_a_good_egfr_from_creatinine_beside_kidney_disease_is_said_too() -> None:
    """0.9 mg/dL in a woman of 55 is an eGFR of 75.5."""
    found = json_of(age="55", kidney="ckd", creatinine="0.9mg/dL")
    assert "KID018" in [f["code"] for f in found["findings"]]
    low = json_of(age="68", kidney="ckd", creatinine="1.4mg/dL")
    assert "KID018" not in [f["code"] for f in low["findings"]]


# unknown ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kidney", ["unknown", None])
def test_unknown_kidneys_keep_150_mg_without_increase(kidney: str | None) -> None:
    assert answer(kidney=kidney) == ("check_first", 150)
    assert doses(kidney=kidney) == [150]


@pytest.mark.parametrize(
    ("age", "expected"),
    [("18", ("check_first", 150)), ("64", ("check_first", 150)), ("65", ("clinician_first", 0))],
)
def test_unknown_kidneys_need_a_clinician_from_65_years(
    age: str, expected: tuple[str, int]
) -> None:
    assert answer(age=age, kidney="unknown") == expected


@pytest.mark.parametrize("condition", RISKS)
def test_unknown_kidneys_need_a_clinician_with_each_kidney_condition(condition: str) -> None:
    assert answer(kidney="unknown", conditions=condition) == ("clinician_first", 0)


@pytest.mark.parametrize("condition", RISKS)
def test_a_kidney_condition_with_known_kidneys_changes_nothing(condition: str) -> None:
    assert answer(conditions=condition) == ("supplement", 350)
    assert answer(conditions=condition, kidney=None, egfr="60") == ("supplement", 350)


@pytest.mark.parametrize("name", RISK_MEDICINES)
def test_unknown_kidneys_need_a_clinician_with_a_medicine_that_strains_them(name: str) -> None:
    found = json_of(kidney="unknown", medications=name)
    assert found["disposition"] == "clinician_first"
    assert any("Kidney function is unknown and" in f["summary"] for f in found["findings"])


@pytest.mark.parametrize("name", [name for name in RISK_MEDICINES if name != "lithium"])
def test_such_a_medicine_with_known_kidneys_still_has_a_dose(name: str) -> None:
    assert answer(medications=name) == ("supplement", 350)


@pytest.mark.parametrize("name", ["ibuprofen gel", "diclofenac eye drops"])
def test_an_anti_inflammatory_on_the_skin_or_in_the_eye_does_not_strain_the_kidneys(
    name: str,
) -> None:
    assert answer(kidney="unknown", medications=name) == ("check_first", 150)


@pytest.mark.parametrize("name", ["paracetamol", "omeprazole", "metformin", "levothyroxine"])
def test_other_medicines_leave_unknown_kidneys_at_150_mg(name: str) -> None:
    assert answer(kidney="unknown", medications=name) == ("check_first", 150)


def test_the_kidney_question_says_what_normal_means() -> None:
    found = json_of(kidney="unknown")
    text = " ".join(f["detail"] for f in found["findings"] if f["code"] == "KID010")
    assert "24 months" in text
    assert "12" in text
    assert "65" in text
