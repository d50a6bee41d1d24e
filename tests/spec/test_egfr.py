"""Kidney function from creatinine: CKD-EPI 2021 (Inker et al., N Engl J Med 2021;385:1737)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from helpers import healthy, json_of
from magadvise import InputError, load_knowledge, parse
from magadvise.model import Sex
from magadvise.rules.egfr import from_creatinine

pytestmark = pytest.mark.core


def published(mg_dl: float, age: int, sex: str) -> float:
    """The equation as printed, typed a second time."""
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
    low, high = min(mg_dl / kappa, 1.0), max(mg_dl / kappa, 1.0)
    return 142 * low**alpha * high**-1.200 * 0.9938**age * factor


def computed(creatinine: str, age: int, sex: str, **more: str | None) -> dict[str, Any]:
    return json_of(age=str(age), sex=sex, kidney=None, creatinine=creatinine, **more)


def codes(found: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in found["findings"]]


WORKED = pytest.mark.parametrize(
    ("mg_dl", "age", "sex", "egfr"),
    [
        (0.9, 55, "female", 75.5),
        (1.0, 50, "male", 91.7),
        (0.6, 40, "female", 116.3),
        (1.4, 68, "female", 41.0),
        (110 / 88.42, 68, "female", 47.2),
        (2.0, 70, "male", 35.2),
        (2.4, 70, "male", 28.3),
    ],
)


@WORKED
def test_a_worked_example_gives_its_egfr(mg_dl: float, age: int, sex: str, egfr: float) -> None:
    assert round(from_creatinine(mg_dl, age, Sex(sex), load_knowledge()), 1) == egfr


def said(found: dict[str, Any]) -> str:
    (summary,) = [f["summary"] for f in found["findings"] if f["code"] == "KID011"]
    return str(summary)


@WORKED
def test_a_worked_example_is_told_with_its_egfr(
    mg_dl: float, age: int, sex: str, egfr: float
) -> None:
    assert f" {egfr:.1f} " in said(computed(f"{mg_dl:.5f}mg/dL", age, sex))


@pytest.mark.parametrize("line", [30, 35, 60, 90])
def test_a_value_just_below_a_line_is_not_told_as_the_line(line: int) -> None:
    """29.96 is below 30 and may not read as 30.0."""
    near = [
        (mg_dl / 10_000, value)
        for mg_dl in range(5000, 40_000)
        if line - 0.05 < (value := published(mg_dl / 10_000, 50, "male")) < line
    ]
    for mg_dl, value in (near[0], near[-1]):
        assert round(value, 1) == line
        assert f" {line - 0.1:.1f} " in said(computed(f"{mg_dl:.4f}mg/dL", 50, "male"))


def test_every_creatinine_age_and_sex_follows_the_printed_equation() -> None:
    knowledge = load_knowledge()
    wrong = []
    for sex in ("female", "male"):
        for age in range(18, 121, 3):
            for hundredths in range(10, 1501, 29):
                found = from_creatinine(hundredths / 100, age, Sex(sex), knowledge)
                if found != pytest.approx(published(hundredths / 100, age, sex), rel=1e-12):
                    wrong.append((sex, age, hundredths))
    assert wrong == []


def test_unknown_sex_takes_the_lower_of_the_two_values() -> None:
    knowledge = load_knowledge()
    for mg_dl in (0.5, 0.7, 0.9, 1.4, 2.4):
        found = from_creatinine(mg_dl, 60, Sex.UNKNOWN, knowledge)
        assert found == pytest.approx(min(published(mg_dl, 60, s) for s in ("female", "male")))


@pytest.mark.parametrize(
    ("creatinine", "mg_dl", "age", "sex", "rung"),
    [
        ("0.9mg/dL", 0.9, 55, "female", "supplement"),
        ("1.0 mg/dL", 1.0, 50, "male", "supplement"),
        ("1.4mg/dL", 1.4, 68, "female", "clinician_first"),
        ("110umol/L", 1.24406, 68, "female", "clinician_first"),
        ("110 µmol/L", 1.24406, 68, "female", "clinician_first"),
        ("2.0mg/dL", 2.0, 70, "male", "clinician_first"),
        ("2.4mg/dL", 2.4, 70, "male", "do_not_supplement"),
    ],
)
def test_a_creatinine_is_computed_shown_with_one_decimal_and_decides(
    creatinine: str, mg_dl: float, age: int, sex: str, rung: str
) -> None:
    found = computed(creatinine, age, sex)
    assert found["disposition"] == rung
    (text,) = [f["summary"] for f in found["findings"] if f["code"] == "KID011"]
    shown = re.fullmatch(r"eGFR ([0-9]+\.[0-9]) was computed here from creatinine.*", text)
    assert shown is not None
    assert abs(published(mg_dl, age, sex) - float(shown[1])) <= 0.05


def test_the_rung_follows_the_computed_value_at_every_hundredth_of_creatinine() -> None:
    """Below 35 counts as below 30; 35 to below 60 needs a clinician; above 130 (110 from 60 years)
    looks like a slip. The lines are met unrounded."""
    wrong = []
    for age, sex in ((40, "female"), (59, "male"), (60, "male"), (60, "female"), (80, "male")):
        for hundredths in range(20, 320):
            egfr = published(hundredths / 100, age, sex)
            high = 110 if age >= 60 else 130
            rung = (
                "do_not_supplement"
                if egfr < 35
                else "clinician_first"
                if egfr < 60
                else "check_first"
                if egfr > high
                else "supplement"
            )
            found = computed(f"{hundredths / 100}mg/dL", age, sex)
            if (found["disposition"], "KID011" in codes(found)) != (rung, True):
                wrong.append((age, sex, hundredths, egfr, found["disposition"]))
    assert wrong == []


@pytest.mark.parametrize(
    ("stated", "creatinine", "rung"),
    [
        ("90", "1.0mg/dL", "supplement"),
        ("45", "1.0mg/dL", "clinician_first"),
        ("25", "1.0mg/dL", "do_not_supplement"),
        ("90", "1.5mg/dL", "clinician_first"),
        ("90", "2.4mg/dL", "do_not_supplement"),
        ("32", "1.0mg/dL", "clinician_first"),
    ],
)
def test_the_stricter_of_a_stated_and_a_computed_egfr_counts(
    stated: str, creatinine: str, rung: str
) -> None:
    assert computed(creatinine, 50, "male", egfr=stated)["disposition"] == rung


def test_a_stated_egfr_of_32_is_near_the_line_but_only_a_computed_one_stops() -> None:
    stated = json_of(kidney=None, egfr="32")
    assert (stated["disposition"], "KID013" in codes(stated)) == ("clinician_first", True)
    assert computed("2.0mg/dL", 55, "female")["disposition"] == "do_not_supplement"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"age": "17"}, "under 18 years"),
        ({"pregnant": "yes"}, "in pregnancy"),
        ({"pregnant": None, "patterns": "pregnancy"}, "in pregnancy"),
        ({"kidney": "injury"}, "with kidney injury or dialysis"),
        ({"kidney": "dialysis"}, "with kidney injury or dialysis"),
    ],
)
def test_nothing_is_computed_where_the_formula_does_not_hold(
    changes: dict[str, str | None], why: str
) -> None:
    found = json_of(**{"kidney": None, "creatinine": "0.8mg/dL", **changes})
    assert "KID011" not in codes(found)
    (text,) = [f["summary"] for f in found["findings"] if f["code"] == "KID015"]
    assert text == f"No eGFR was computed from creatinine: the formula does not hold {why}."


def test_a_creatinine_in_pregnancy_leaves_the_kidneys_unknown() -> None:
    found = json_of(kidney=None, creatinine="0.6mg/dL", pregnant="yes")
    assert (found["disposition"], found["ceiling_mg"]) == ("check_first", 150)
    assert "KID010" in codes(found)


def test_a_high_creatinine_in_pregnancy_still_needs_the_maternity_team() -> None:
    """At 30 years 1.4 mg/dL would be 52 mL/min by the formula, 2.0 mg/dL 34; pregnancy lowers creatinine."""
    found = json_of(age="30", kidney=None, creatinine="1.4mg/dL", pregnant="yes")
    assert (found["disposition"], found["ceiling_mg"]) == ("clinician_first", 0)
    found = json_of(age="30", kidney=None, creatinine="2.0mg/dL", pregnant="yes")
    assert (found["disposition"], found["ceiling_mg"]) == ("do_not_supplement", 0)


def test_creatinine_does_not_answer_for_kidneys_where_pregnancy_is_not_stated() -> None:
    """The formula does not hold in pregnancy: the value is shown, the dose stays at its first step."""
    found = json_of(age="30", kidney=None, creatinine="0.7mg/dL", pregnant=None)
    assert (found["disposition"], found["ceiling_mg"]) == ("check_first", 150)
    assert {"KID010", "KID011", "PRG002"} <= set(codes(found))


def test_a_computed_value_answers_the_kidney_question() -> None:
    found = computed("0.8mg/dL", 45, "female", conditions="diabetes")
    assert (found["disposition"], found["ceiling_mg"]) == ("supplement", 350)
    assert not {"KID009", "KID010"} & set(codes(found))


@pytest.mark.parametrize(("age", "flagged"), [(93, False), (94, True)])
def test_past_93_years_the_finding_says_that_the_formula_was_not_validated(
    age: int, flagged: bool
) -> None:
    found = computed("0.9mg/dL", age, "female")
    (text,) = [f["summary"] + f["detail"] for f in found["findings"] if f["code"] == "KID011"]
    assert ("validated to 93 years" in text) is flagged


@pytest.mark.parametrize(
    ("question", "text", "code"),
    [
        ("creatinine", "1.1", "unit_needed"),
        ("creatinine", "1.1 mmol/L", "unit_needed"),
        ("creatinine", "33mg/dL", "out_of_range"),
        ("creatinine", "15.01mg/dL", "out_of_range"),
        ("creatinine", "1umol/L", "out_of_range"),
        ("creatinine", "0.099mg/dL", "out_of_range"),
        ("egfr", "0.8", "out_of_range"),
        ("egfr", "1.99", "out_of_range"),
        ("egfr", "200.01", "out_of_range"),
        ("egfr", "110 umol/L", "wrong_unit"),
        ("egfr", "1.1 mg/dL", "wrong_unit"),
        ("egfr", "45 mL/min", "wrong_unit"),
        ("egfr", ">60", "not_a_number"),
        ("egfr", "nan", "not_a_number"),
        ("egfr", "-45", "not_a_number"),
    ],
)
def test_a_value_in_the_wrong_unit_or_range_is_refused(question: str, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(**{"kidney": None, question: text}), load_knowledge())
    assert [(p.field, p.code) for p in caught.value.problems()] == [(question, code)]


@pytest.mark.parametrize("text", ["2", "200", "59.99", "45 mL/min/1.73 m2", "45 mL/min/{1.73_m2}"])
def test_an_egfr_from_2_to_200_is_taken_with_or_without_its_unit(text: str) -> None:
    assert json_of(kidney=None, egfr=text)["profile"]["egfr"] == float(text.split()[0])


@pytest.mark.parametrize("text", ["15mg/dL", "0.1mg/dL", "1326umol/L"])
def test_a_creatinine_up_to_15_mg_dl_is_taken(text: str) -> None:
    assert json_of(kidney=None, creatinine=text)["profile"]["creatinine_mg_dl"] is not None
