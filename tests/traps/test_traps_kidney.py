"""Traps 18 to 23, 26 and 44: unknown, mistyped and contradictory kidney answers.

KDIGO 2024: below 30 mL/min/1.73 m2 is G4, 30 to 59 is G3, 60 and more without damage is no kidney
disease. CKD-EPI 2021 vectors: creatinine 1.4 mg/dL at 68 (woman) 41.0; 110 umol/L at 68 (woman)
47.2; 2.0 mg/dL at 70 (man) 35.2; 2.4 mg/dL at 70 (man) 28.3; worked by hand, 2.1 mg/dL at 70 (man) 33.2.
"""

from __future__ import annotations

import re

import pytest

from helpers import codes, json_of, plan
from magadvise.errors import InputError

pytestmark = pytest.mark.core


def kidneys(**said: str | None) -> dict:
    """A man of 45 whose only kidney answers are these."""
    return json_of(**{"sex": "male", "pregnant": None, "kidney": None, **said})


def problem(**said: str | None) -> tuple[str, str]:
    with pytest.raises(InputError) as error:
        plan(**said)
    (found,) = error.value.problems()
    return found.field, found.advice()


@pytest.mark.parametrize("said", [None, "", "  ", "unknown", "UNKNOWN"])
def test_t18_unknown_kidneys_are_never_taken_for_normal(said):
    document = kidneys(kidney=said)
    assert document["disposition"] == "check_first"
    assert document["ceiling_mg"] == 150
    assert [step["mg_per_day"] for step in document["dose"]["steps"]] == [150]


RISKS = [
    *[{"conditions": c} for c in
      "diabetes hypertension heart_failure gout kidney_stones recurrent_uti".split()],
    *[{"medications": m} for m in
      ("furosemide", "hydrochlorothiazide", "spironolactone", "ramipril", "losartan", "ibuprofen",
       "naproxen", "lithium", "Hyzaar")],
    {"age": "65"},
    {"age": "90"},
]  # fmt: skip


@pytest.mark.parametrize("risk", RISKS)
def test_t18_unknown_kidneys_with_a_risk_for_them_need_a_test_first(risk):
    document = kidneys(kidney="unknown", **risk)
    assert document["disposition"] == "clinician_first"
    assert document["dose"] is None


def test_t18_unknown_never_gives_more_than_normal_does():
    for risk in RISKS:
        unknown, normal = kidneys(kidney="unknown", **risk), kidneys(kidney="normal", **risk)
        assert unknown["ceiling_mg"] <= normal["ceiling_mg"]


@pytest.mark.parametrize("egfr", ["0", "0.8", "1.1", "1.99", "200.01", "201", "250", "1000"])
def test_t19_an_egfr_outside_2_to_200_is_refused_as_a_likely_creatinine(egfr):
    field, advice = problem(egfr=egfr)
    assert field == "egfr"
    assert "creatinine" in advice


@pytest.mark.parametrize("egfr", ["1.1mg/dL", "1.1 mg/dl", "110umol/L", "110 µmol/L", "45 mg"])
def test_t19_an_egfr_with_a_unit_of_creatinine_is_refused(egfr):
    field, advice = problem(egfr=egfr)
    assert field == "egfr"
    assert "creatinine" in advice


@pytest.mark.parametrize("egfr", [">60", "<30", "45-60", "45,5", "nan", "-45", "G3a", "stage 3"])
def test_t19_anything_but_a_plain_egfr_number_is_refused(egfr):
    assert problem(egfr=egfr)[0] == "egfr"


@pytest.mark.parametrize(("egfr", "age"), [("130.1", "45"), ("199", "45"), ("110.1", "60")])
def test_t19_an_egfr_too_high_to_believe_asks_whether_it_is_creatinine(egfr, age):
    document = kidneys(egfr=egfr, age=age)
    assert document["disposition"] == "check_first"
    assert any("is this creatinine?" in f["summary"] for f in document["findings"])


@pytest.mark.parametrize("egfr", ["45 mL/min", "45ml/min", "75 ML/MIN", "32 ml/minute"])
def test_t20_a_creatinine_clearance_typed_as_egfr_is_refused(egfr):
    field, advice = problem(egfr=egfr)
    assert field == "egfr"
    assert "clearance" in advice or "eGFR" in advice


@pytest.mark.parametrize("egfr", ["30", "31.5", "34.99"])
def test_t20_a_stated_egfr_of_30_to_35_asks_a_clinician_and_says_how_close_it_is(egfr):
    document = kidneys(egfr=egfr)
    assert document["disposition"] == "clinician_first"
    assert any("close to the line of 30" in f["summary"] for f in document["findings"])
    assert "close to the line" not in str(kidneys(egfr="35")["findings"])


@pytest.mark.parametrize(
    ("creatinine", "disposition"),
    [("2.0mg/dL", "clinician_first"), ("2.1mg/dL", "do_not_supplement"),
     ("2.4mg/dL", "do_not_supplement")],
)  # fmt: skip
def test_t20_a_computed_egfr_below_35_counts_as_below_30(creatinine, disposition):
    document = kidneys(creatinine=creatinine, age="70")
    assert document["disposition"] == disposition
    assert document["dose"] is None


@pytest.mark.parametrize(
    ("egfr", "disposition"),
    [("29", "do_not_supplement"), ("29.9", "do_not_supplement"), ("29.999999", "do_not_supplement"),
     ("30", "clinician_first"), ("30.0", "clinician_first"), ("30.000001", "clinician_first")],
)  # fmt: skip
def test_t21_thirty_itself_is_not_below_thirty(egfr, disposition):
    assert kidneys(egfr=egfr)["disposition"] == disposition
    assert kidneys(egfr=egfr, age="70")["disposition"] == disposition


@pytest.mark.parametrize(
    ("egfr", "disposition"),
    [("59", "clinician_first"), ("59.99", "clinician_first"), ("59.999999", "clinician_first"),
     ("60", "supplement"), ("60.0", "supplement"), ("75", "supplement"), ("90", "supplement")],
)  # fmt: skip
def test_t22_sixty_and_more_is_no_kidney_disease(egfr, disposition):
    assert kidneys(egfr=egfr)["disposition"] == disposition


def test_t22_a_known_kidney_disease_counts_at_any_egfr():
    for egfr in ("60", "75", "95", "120"):
        assert kidneys(egfr=egfr, kidney="ckd")["disposition"] == "clinician_first"


@pytest.mark.parametrize(
    ("kidney", "disposition"),
    [("dialysis", "do_not_supplement"), ("injury", "do_not_supplement"),
     ("transplant", "clinician_first"), ("one_kidney", "clinician_first")],
)  # fmt: skip
@pytest.mark.parametrize("egfr", ["30", "60", "70", "90", "129"])
def test_t23_a_kidney_answer_wins_over_a_better_egfr(kidney, disposition, egfr):
    document = kidneys(kidney=kidney, egfr=egfr)
    assert document["disposition"] == disposition
    assert document["dose"] is None


def test_t23_the_pattern_dialysis_stops_as_the_kidney_answer_does():
    document = kidneys(patterns=["night", "dialysis"], kidney="normal", egfr="95")
    assert document["disposition"] == "do_not_supplement"


def test_t23_a_worse_egfr_wins_over_the_word_normal():
    assert kidneys(kidney="normal", egfr="25")["disposition"] == "do_not_supplement"
    assert kidneys(kidney="normal", egfr="45")["disposition"] == "clinician_first"
    assert kidneys(egfr="95", creatinine="2.4mg/dL", age="70")["disposition"] == "do_not_supplement"


@pytest.mark.parametrize("creatinine", ["1.1", "110", "90 ", "1.1 mmol/L", "1.1mg", "1,1mg/dL"])
def test_t26_a_creatinine_without_its_unit_is_refused(creatinine):
    assert problem(creatinine=creatinine)[0] == "creatinine"


@pytest.mark.parametrize("creatinine", ["110mg/dL", "16mg/dL", "1.1umol/L", "5 umol/L"])
def test_t26_a_creatinine_in_the_wrong_unit_is_refused(creatinine):
    field, advice = problem(creatinine=creatinine)
    assert field == "creatinine"
    assert "unit" in advice


@pytest.mark.parametrize(
    ("creatinine", "egfr"),
    [("1.4mg/dL", 40.98), ("1.4 mg/dl", 40.98), ("110umol/L", 47.2), ("110 µmol/L", 47.2),
     ("110 μmol/l", 47.2)],
)  # fmt: skip
def test_t26_both_units_lead_to_the_published_egfr(creatinine, egfr):
    document = json_of(age="68", kidney=None, pregnant=None, creatinine=creatinine)
    (told,) = [f["summary"] for f in document["findings"] if f["code"] == "KID011"]
    printed = re.search(r"eGFR (\d+\.\d) was computed", told)
    assert printed
    assert float(printed[1]) == pytest.approx(egfr, abs=0.1)
    assert document["disposition"] == "clinician_first"


@pytest.mark.parametrize(
    "kidney", [{"kidney": "ckd"}, {"egfr": "45"}, {"egfr": "20"}, {"kidney": "dialysis"},
               {"kidney": "transplant"}, {"kidney": "injury"}],
)  # fmt: skip
def test_t44_constipation_never_brings_a_salt_past_the_kidney_gate(kidney):
    document = kidneys(stool="constipated", **kidney)
    assert document["form"] is None
    assert document["dose"] is None
    told = str([(f["summary"], f["detail"]) for f in document["findings"]])
    assert "citrate" not in told
    assert "milk of magnesia" not in told.casefold()


def test_t44_the_same_bowel_with_healthy_kidneys_does_get_the_softer_salt():
    assert kidneys(stool="constipated", kidney="normal")["form"]["id"] == "citrate"


def test_t44_a_magnesium_laxative_in_use_does_not_open_the_gate_either():
    advice = plan(egfr="25", kidney=None, stool="constipated", products="milk of magnesia 15 mL")
    assert advice.disposition == "do_not_supplement"
    assert "KID001" in codes(advice)
