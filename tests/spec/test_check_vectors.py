"""Hand-worked people: the values of the printed tables and labels, met in the JSON document."""

from __future__ import annotations

from typing import Any

import pytest

from helpers import codes, healthy, json_of, plan
from magadvise import InputError, Plan, Refusal, load_knowledge, parse

pytestmark = pytest.mark.core


def summaries(found: dict[str, Any]) -> str:
    return "\n".join(finding["summary"] for finding in found["findings"])


def doses(found: dict[str, Any]) -> list[tuple[int, list[int]]]:
    return [(step["from_day"], step["intakes_mg"]) for step in found["dose"]["steps"]]


def allowed(name: str, times: str) -> list[tuple[str, str]]:
    found = json_of(medications=name, medication_times=times)["timing"]["allowed"]
    return [(stretch["from"], stretch["to"]) for stretch in found]


def test_a_healthy_woman_of_45_starts_at_150_mg_and_splits_above_200_mg() -> None:
    found = json_of(egfr="90", kidney=None)
    assert found["disposition"] == "supplement"
    assert (found["intake"]["rda_mg"], found["intake"]["ul_supplement_mg"]) == (320, 350)
    assert (found["intake"]["other_magnesium_mg"], found["intake"]["remaining_mg"]) == (0, 350)
    assert found["ceiling_mg"] == 350
    assert doses(found) == [(1, [150]), (4, [200]), (7, [150, 150])]
    assert found["dose"]["max_mg_per_day"] == 300
    assert found["dose"]["trial_days"] == 28


def test_the_last_intake_for_night_cramps_is_half_an_hour_before_bed() -> None:
    for bedtime, time in ((None, "22:00"), ("23:15", "22:45"), ("00:10", "23:40")):
        assert json_of(bedtime=bedtime)["timing"]["intakes"][-1]["time"] == time


def test_a_man_of_45_sees_an_intake_of_420_mg_above_a_limit_of_350_mg() -> None:
    found = json_of(sex="male")
    assert (found["intake"]["rda_mg"], found["intake"]["ul_supplement_mg"]) == (420, 350)
    assert found["ceiling_mg"] == 350
    assert found["dose"]["max_mg_per_day"] <= 350


def test_a_pregnant_woman_of_30_checks_first_and_reads_that_certainty_is_low() -> None:
    found = json_of(age="30", pregnant="yes", patterns="pregnancy")
    assert found["disposition"] == "check_first"
    assert (found["intake"]["rda_mg"], found["intake"]["ul_supplement_mg"]) == (350, 350)
    assert found["evidence"]["certainty"] in ("low", "very_low")
    assert "midwife or doctor before the first dose" in summaries(found)


def test_a_pregnant_woman_of_52_gets_360_mg_marked_as_outside_the_table() -> None:
    found = json_of(age="52", pregnant="yes")
    assert found["disposition"] == "clinician_first"
    assert found["intake"]["rda_mg"] == 360
    assert "outside the intake table" in summaries(found)


def test_a_pregnant_man_is_refused_and_told_what_the_sex_is_for() -> None:
    with pytest.raises(InputError) as caught:
        parse(healthy(age="30", sex="male", pregnant="yes"), load_knowledge())
    (problem,) = caught.value.problems()
    assert (problem.code, problem.field) == ("contradiction", "pregnant")
    assert "intake tables" in problem.advice()


def test_pregnant_and_breastfeeding_at_28_takes_the_higher_intake_of_350_mg() -> None:
    found = json_of(age="28", pregnant="yes", breastfeeding="yes")
    assert (found["intake"]["rda_mg"], found["intake"]["ul_supplement_mg"]) == (350, 350)


@pytest.mark.parametrize(
    "answers",
    [{"other_magnesium_mg": "450"}, {"products": "ZMA", "other_magnesium_mg": None}],
    ids=["as milligrams", "as a product"],
)
def test_zma_of_450_mg_alone_is_100_mg_above_the_limit(answers: dict[str, Any]) -> None:
    found = json_of(sex="male", **answers)
    assert found["disposition"] == "no_room"
    assert (found["intake"]["other_magnesium_mg"], found["intake"]["remaining_mg"]) == (450, 0)
    assert (found["ceiling_mg"], found["dose"]) == (0, None)
    assert "450 mg a day: 100 mg above the limit of 350 mg" in summaries(found)


def test_milk_of_magnesia_of_5_ml_and_a_multivitamin_of_50_mg_leave_133_mg() -> None:
    """400 mg of magnesium hydroxide in 5 mL is 166.7 mg of magnesium: 167 counts."""
    found = json_of(age="60", products="milk of magnesia 5 mL", other_magnesium_mg="50")
    assert (found["intake"]["other_magnesium_mg"], found["intake"]["remaining_mg"]) == (217, 133)
    assert found["ceiling_mg"] == 133
    assert doses(found) == [(1, [133])]


@pytest.mark.parametrize(
    ("egfr", "rung", "shown"),
    [
        ("29", "do_not_supplement", False),
        ("30", "clinician_first", False),
        ("60", "supplement", True),
    ],
)
def test_a_man_of_70_meets_the_kidney_lines_at_30_and_60(egfr: str, rung: str, shown: bool) -> None:
    found = json_of(age="70", sex="male", kidney=None, egfr=egfr)
    assert found["disposition"] == rung
    assert (found["dose"] is not None) is shown
    assert found["ceiling_mg"] == (200 if shown else 0)


@pytest.mark.parametrize(("age", "rda", "limit"), [("6", 130, 110), ("9", 240, 350)])
def test_a_child_sees_intake_and_limit_but_no_dose(age: str, rda: int, limit: int) -> None:
    found = json_of(age=age)
    assert found["disposition"] == "clinician_first"
    assert (found["intake"]["rda_mg"], found["intake"]["ul_supplement_mg"]) == (rda, limit)
    assert (found["ceiling_mg"], found["dose"]) == (0, None)


def test_an_infant_of_8_months_gets_no_supplement() -> None:
    found = json_of(age="8mo")
    assert found["disposition"] == "do_not_supplement"
    assert found["intake"]["ul_supplement_mg"] is None
    assert (found["ceiling_mg"], found["dose"]) == (0, None)


@pytest.mark.parametrize(
    ("name", "times", "stretches"),
    [
        ("ciprofloxacin", "08:00,20:00", [("10:00", "14:00"), ("22:00", "02:00")]),
        ("doxycycline", "08:00,20:00", [("10:00", "14:00"), ("22:00", "02:00")]),
        ("levothyroxine", "07:00", [("11:00", "03:00")]),
        ("moxifloxacin", "09:00", [("13:00", "01:00")]),
        ("dolutegravir", "22:00", [("00:00", "16:00")]),
        ("rilpivirine", "08:00", [("12:00", "06:00")]),
        ("Juluca", "08:00", [("12:00", "02:00")]),
        ("levothyroxine", "22:30", [("02:30", "18:30")]),
        ("ciprofloxacin", "08:00", [("10:00", "02:00")]),
        ("omadacycline", "08:00", [("12:00", "04:00")]),
        ("cabotegravir tablets", "08:00", [("12:00", "06:00")]),
        ("gabapentin", "08:00,14:00,22:00", [("00:00", "06:00"), ("10:00", "12:00"), ("16:00", "20:00")]),
    ],
)  # fmt: skip
def test_the_hours_of_a_label_leave_these_times_for_magnesium(
    name: str, times: str, stretches: list[tuple[str, str]]
) -> None:
    assert allowed(name, f"{name}={times}") == stretches


def test_alendronate_and_levothyroxine_together_leave_the_overlap_of_both() -> None:
    found = allowed("alendronate; levothyroxine", "alendronate=06:30; levothyroxine=07:00")
    assert found == [("11:00", "00:30")]


def test_raltegravir_has_no_time_of_day_at_all() -> None:
    found = json_of(medications="raltegravir", medication_times="raltegravir=08:00")
    assert found["disposition"] == "do_not_supplement"
    assert found["timing"] is None
    assert found["dose"] is None


def test_ciprofloxacin_every_8_hours_leaves_one_instant_and_that_is_no_time() -> None:
    found = json_of(medications="ciprofloxacin", medication_times="ciprofloxacin=00:00,08:00,16:00")
    assert found["disposition"] == "clinician_first"
    assert found["timing"] is None


def test_the_values_of_the_document_are_those_of_the_plan() -> None:
    answer = plan(medications="levothyroxine", medication_times="levothyroxine=07:00")
    assert isinstance(answer, Plan)
    assert (answer.intake.rda_mg, answer.intake.ul_mg) == (320, 350)
    assert (answer.remaining_mg, answer.ceiling_mg, answer.max_mg_per_day) == (350, 350, 300)
    assert [(step.mg_per_day, step.intakes_mg) for step in answer.steps] == [
        (150, (150,)),
        (200, (200,)),
        (300, (150, 150)),
    ]
    assert answer.timing.schedule.free == ((11 * 60, 16 * 60),)


def test_a_refusal_has_no_dose_and_names_its_reason() -> None:
    answer = plan(kidney="dialysis")
    assert isinstance(answer, Refusal)
    assert answer.ceiling_mg == 0
    assert "KID002" in codes(answer)
    assert not hasattr(answer, "steps")
