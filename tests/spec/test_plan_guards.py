"""A plan that breaks a limit cannot be constructed, in any mode of Python, by any route."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from typing import Any

import pytest

from helpers import plan
from magadvise import Disposition, DoseLimitError, Plan, Profile, Refusal
from magadvise.advice.dosing import DoseStep
from magadvise.model import Kidney, Sex

pytestmark = pytest.mark.core


@pytest.fixture
def healthy_plan() -> Plan:
    """350 mg left, steps of 150, 200 and 300 mg, two intakes, levothyroxine at 07:00."""
    found = plan(medications="levothyroxine", medication_times="levothyroxine=07:00")
    assert isinstance(found, Plan)
    return found


def refused(found: Any, **changes: Any) -> None:
    with pytest.raises(DoseLimitError):
        dataclasses.replace(found, **changes)


@pytest.mark.parametrize("ceiling", [351, 400, 299, 0, -1, 350.0, True, None, float("nan")])
def test_a_plan_above_its_limit_or_above_its_ceiling_cannot_be_built(
    healthy_plan: Plan, ceiling: Any
) -> None:
    refused(healthy_plan, ceiling_mg=ceiling)


@pytest.mark.parametrize("other", [1, 51, 350, 5000])
def test_a_plan_whose_other_magnesium_uses_the_limit_cannot_be_built(
    healthy_plan: Plan, other: int
) -> None:
    refused(healthy_plan, other_mg=other)


@pytest.mark.parametrize("ul", [349, 299, 65, 0, None])
def test_a_plan_above_another_upper_limit_cannot_be_built(healthy_plan: Plan, ul: Any) -> None:
    refused(healthy_plan, intake=healthy_plan.intake._replace(ul_mg=ul))


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (DoseStep(1, 0, ()),),
        (DoseStep(1, 360, (180, 180)),),
        (DoseStep(1, 300, (150, 149)),),
        (DoseStep(1, 300, (150, 151)),),
        (DoseStep(1, 300, (300,)),),
        (DoseStep(1, 150, (75, 75, 0)),),
        (DoseStep(1, 200, (200,)), DoseStep(4, 150, (150,))),
        (DoseStep(1, 150, (150,)), DoseStep(4, 150, (150,))),
        (DoseStep(1, 150.0, (150.0,)),),  # type-wise no whole number
    ],
    ids=[
        "no step",
        "0 mg",
        "above the ceiling",
        "parts too small",
        "parts too large",
        "too much at once",
        "an empty intake",
        "going down",
        "raising nothing",
        "no whole number",
    ],
)
def test_a_plan_with_broken_steps_cannot_be_built(healthy_plan: Plan, steps: Any) -> None:
    refused(healthy_plan, steps=steps)


@pytest.mark.parametrize("minute", [7 * 60, 7 * 60 + 1, 11 * 60 - 1, 3 * 60 + 1, 5 * 60])
def test_a_plan_with_an_intake_inside_a_window_cannot_be_built(
    healthy_plan: Plan, minute: int
) -> None:
    """Levothyroxine at 07:00 keeps 03:00 to 11:00 free of magnesium."""
    schedule = healthy_plan.timing.schedule
    for times in ((minute, schedule.times[1]), (schedule.times[0], minute)):
        moved = healthy_plan.timing._replace(schedule=schedule._replace(times=times))
        refused(healthy_plan, timing=moved)


@pytest.mark.parametrize("minute", [11 * 60, 3 * 60])
def test_the_edges_of_a_window_are_allowed(healthy_plan: Plan, minute: int) -> None:
    schedule = healthy_plan.timing.schedule
    moved = healthy_plan.timing._replace(
        schedule=schedule._replace(times=(minute, schedule.times[1]))
    )
    assert dataclasses.replace(healthy_plan, timing=moved).timing == moved


@pytest.mark.parametrize("mg", [(300, 300), (150, 151), (150,), (350,), (75, 75, 150)])
def test_a_plan_whose_timed_intakes_are_not_its_last_step_cannot_be_built(
    healthy_plan: Plan, mg: tuple[int, ...]
) -> None:
    """The times of day print these milligrams, so they are a dose as well."""
    refused(healthy_plan, timing=healthy_plan.timing._replace(intakes_mg=mg))


@pytest.mark.parametrize("word", ["no_room", "clinician_first", "do_not_supplement", "seek_care"])
def test_a_plan_on_a_rung_without_a_dose_cannot_be_built(healthy_plan: Plan, word: str) -> None:
    refused(healthy_plan, disposition=Disposition(word))


def test_a_plan_may_move_up_to_check_first(healthy_plan: Plan) -> None:
    moved = dataclasses.replace(healthy_plan, disposition=Disposition.CHECK_FIRST)
    assert moved.disposition is Disposition.CHECK_FIRST


@pytest.mark.parametrize("word", ["supplement", "check_first"])
def test_a_refusal_on_a_rung_that_shows_a_dose_cannot_be_built(word: str) -> None:
    refusal = plan(kidney="dialysis")
    assert isinstance(refusal, Refusal)
    refused(refusal, disposition=Disposition(word))


def test_a_refusal_has_no_field_for_a_dose_and_a_ceiling_of_0() -> None:
    refusal = plan(kidney="dialysis")
    assert isinstance(refusal, Refusal)
    assert refusal.ceiling_mg == 0
    names = {field.name for field in dataclasses.fields(Refusal)}
    assert not names & {"ceiling_mg", "steps", "timing", "form", "trial_days", "most_at_once_mg"}
    with pytest.raises(TypeError):
        dataclasses.replace(refusal, ceiling_mg=100)


@pytest.mark.parametrize("field", ["ceiling_mg", "disposition", "steps", "other_mg"])
def test_a_plan_cannot_be_changed_after_it_was_built(healthy_plan: Plan, field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(healthy_plan, field, getattr(healthy_plan, field))
    assert not hasattr(healthy_plan, "__dict__")


# no clinical default ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Plan, Refusal])
def test_no_part_of_an_answer_has_a_default(kind: type) -> None:
    for field in dataclasses.fields(kind):
        assert field.default is dataclasses.MISSING
        assert field.default_factory is dataclasses.MISSING


def test_what_is_left_out_of_a_profile_is_unknown_and_age_and_sex_cannot_be_left_out() -> None:
    left_out = Profile(age_months=540, sex=Sex.MALE)
    assert left_out.kidney is Kidney.UNKNOWN
    assert left_out.egfr is None
    assert left_out.other_magnesium_mg is None
    assert {left_out.pregnant.value, left_out.breastfeeding.value, left_out.stool.value} == {
        "unknown"
    }
    assert not left_out.medicines_known
    assert not left_out.conditions_known
    assert not left_out.red_flags_known
    assert not left_out.other_magnesium_known
    needed = {
        field.name for field in dataclasses.fields(Profile) if field.default is dataclasses.MISSING
    }
    assert needed == {"age_months", "sex"}


# without assertions -------------------------------------------------------------------------------

OPTIMISED = """
import dataclasses, sys
sys.path.insert(0, sys.argv[1])
from helpers import plan
from magadvise import Disposition, DoseLimitError, limit
from magadvise.advice.dosing import DoseStep

try:
    assert False
except AssertionError:
    sys.exit("assertions are on")

good = plan(medications="levothyroxine", medication_times="levothyroxine=07:00")
refusal = plan(kidney="dialysis")
schedule = good.timing.schedule
inside = good.timing._replace(schedule=schedule._replace(times=(8 * 60, 20 * 60)))
attempts = [
    lambda: dataclasses.replace(good, ceiling_mg=351),
    lambda: dataclasses.replace(good, ceiling_mg=350.0),
    lambda: dataclasses.replace(good, other_mg=351),
    lambda: dataclasses.replace(good, steps=()),
    lambda: dataclasses.replace(good, steps=(DoseStep(1, 360, (180, 180)),)),
    lambda: dataclasses.replace(good, steps=(DoseStep(1, 300, (150, 149)),)),
    lambda: dataclasses.replace(good, disposition=Disposition.SEEK_CARE),
    lambda: dataclasses.replace(good, timing=inside),
    lambda: dataclasses.replace(refusal, disposition=Disposition.SUPPLEMENT),
    lambda: limit.remaining(350, -1),
    lambda: limit.lowest(350, [True]),
    lambda: limit.cut([(1, 150)], -1),
    lambda: limit.split(150, 0),
    lambda: limit.excess(-1, 350),
    lambda: limit.guard(1, None, 0, [], 200),
]
held = 0
for attempt in attempts:
    try:
        attempt()
    except DoseLimitError:
        held += 1
print(held, "of", len(attempts))
"""


@pytest.mark.parametrize("switch", ["-O", "-OO"])
def test_the_guards_hold_when_python_drops_assertions(switch: str) -> None:
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run(
        [sys.executable, switch, "-c", OPTIMISED, tests],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "15 of 15"), done.stderr
