"""Corners of the core that no table of the world reaches by itself."""

from __future__ import annotations

import dataclasses

import pytest

from helpers import codes, healthy, json_of, plan
from magadvise import (
    DoseLimitError,
    InputError,
    KnowledgeError,
    Profile,
    advise,
    load_knowledge,
    parse,
)
from magadvise import profile as door
from magadvise.advice import timing
from magadvise.advice.pipeline import case_of
from magadvise.knowledge import load
from magadvise.knowledge.rows import Window
from magadvise.medicines import products, resolve
from magadvise.model import Creatinine, Sex, Tri
from magadvise.rules.medicines import hours

pytestmark = pytest.mark.core

HEALTHY = parse(healthy(), load_knowledge())


@pytest.mark.parametrize(
    "answers",
    [
        {"sex": Sex.MALE, "pregnant": Tri.YES},
        {"sex": Sex.MALE, "patterns": ("pregnancy",)},
        {"sex": Sex.FEMALE, "pregnant": Tri.NO, "patterns": ("pregnancy",)},
        {"sex": Sex.FEMALE, "age_months": -1},
    ],
)
def test_a_profile_that_cannot_be_cannot_be_built_past_the_door(answers):
    with pytest.raises(InputError):
        Profile(**{"age_months": 360, **answers})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("age_months", 540.5), ("age_months", "540"), ("age_months", True), ("age_months", -1),
        ("sex", "male"), ("pregnant", "yes"), ("breastfeeding", "yes"), ("kidney", "dialysis"),
        ("kidney", None), ("egfr", float("nan")), ("egfr", float("inf")), ("egfr", -1.0), ("egfr", "29"),
        ("creatinine", Creatinine(float("nan"), "")), ("creatinine", Creatinine(-1.0, "")),
        ("medicines", "lithium"), ("medicines", []), ("medicines_known", "no"), ("conditions", "x"),
        ("conditions_known", 1), ("red_flags", ["x"]), ("other_magnesium_mg", -1),
        ("other_magnesium_mg", 100.5), ("other_magnesium_mg", float("nan")), ("products", "x"),
        ("check_dose_mg", -1), ("bedtime", 1440), ("wake", -1), ("wake", 420.0), ("stool", "loose"),
    ],
)  # fmt: skip
def test_a_value_that_no_rule_would_see_is_refused_where_a_profile_is_built(field, value):
    """``float("nan") < 30`` is false and ``"dialysis" is Kidney.DIALYSIS`` too: neither may pass."""
    with pytest.raises(InputError) as caught:
        dataclasses.replace(HEALTHY, **{field: value})
    (problem,) = caught.value.problems()
    assert problem.code == "bad_value"
    assert problem.field == {"age_months": "age", "medicines": "medications"}.get(field, field)


@pytest.mark.parametrize("standard", ["EU", "zz", "", None, "us "])
def test_a_standard_that_is_none_is_refused_and_gives_no_limit(standard):
    with pytest.raises(InputError) as caught:
        advise(HEALTHY, load_knowledge(), standard)
    (problem,) = caught.value.problems()
    assert (problem.field, problem.allowed[0]) == ("standard", "us")


@pytest.mark.parametrize(
    ("field", "value"),
    [("conditions", ("dialysis",)), ("conditions", ("unknown",)), ("red_flags", ("typo",)),
     ("patterns", ("night", "typo")), ("check_form", "typo")],
)  # fmt: skip
def test_a_word_that_is_on_no_list_is_refused_and_not_repeated(field, value):
    with pytest.raises(InputError) as caught:
        advise(dataclasses.replace(HEALTHY, **{field: value}), load_knowledge())
    (problem,) = caught.value.problems()
    assert (problem.code, problem.field) == ("unknown_word", field)
    assert not {"dialysis", "typo"} & set(str(caught.value).split())


def test_an_age_that_nobody_has_is_refused_past_the_door_as_at_it():
    knowledge = load_knowledge()
    oldest = dataclasses.replace(HEALTHY, age_months=120 * 12)
    assert advise(oldest, knowledge).disposition.value == "supplement"
    with pytest.raises(InputError) as caught:
        advise(dataclasses.replace(HEALTHY, age_months=121 * 12), knowledge)
    assert caught.value.problems()[0].field == "age"


def test_a_profile_and_a_plan_print_no_answer():
    advice = plan(medications="omeprazole")
    assert "omeprazole" not in repr(advice)
    assert "omeprazole" not in repr(advice.profile)


def test_a_schedule_for_a_day_without_room_is_refused():
    knowledge = load_knowledge()
    case = case_of(parse(healthy(), knowledge), knowledge, "us")
    full = (timing.Gap("anything", 480, Window(720, 720), Window(720, 720), False),)
    assert timing.capacity(case, full) == 0
    with pytest.raises(DoseLimitError):
        timing.schedule(case, full, 1)


def test_an_unknown_standard_is_refused_by_name():
    with pytest.raises(InputError) as caught:
        door.standard({"standard": "mars"}, load_knowledge())
    assert caught.value.problems()[0].field == "standard"


@pytest.mark.parametrize(
    ("words", "mg"),
    [
        ("milk of magnesia 5 mL twice a day", 334),
        ("milk of magnesia 15 mL", 500),
        ("milk of magnesia 2 x 5 mL", 334),
        ("milk of magnesia 5 mL three times a day", 501),
        ("milk of magnesia 5 mL 3 times a day", 501),
        ("milk of magnesia 5 bananas", None),
        ("milk of magnesia 400 mg/5 mL 15 mL", None),
        ("epsom bath", 0),
        ("something nobody sells", None),
    ],
)
def test_a_product_brings_what_its_label_says_rounded_up(words, mg):
    """500 mg in 15 mL by the label; an amount that is not understood is unknown, never nothing."""
    assert products.find(words, load_knowledge().products).mg == mg


@pytest.mark.parametrize("code", ["rxnorm:2551", "atc:J01MA02", "ATC:J01MA02"])
def test_a_code_is_a_medicine(code):
    use = resolve.resolve(code.replace("ATC:", "atc:"), load_knowledge().medicines)
    assert [match.ingredient for match in use.matches] == ["ciprofloxacin"]
    assert use.matches[0].via == "code"
    assert use.resolved


def test_an_unknown_code_is_unresolved():
    assert "MED006" in codes(plan(medications="rxnorm:999999999"))


def test_a_name_of_signs_alone_is_unresolved():
    found = json_of(medications="()/+")
    assert found["disposition"] == "check_first"


def test_a_missing_or_broken_file_of_the_program_is_a_fault_of_its_data(tmp_path, monkeypatch):
    monkeypatch.setattr(load, "__file__", str(tmp_path / "a" / "b" / "load.py"))
    with pytest.raises(KnowledgeError):
        load.folder()
    data = tmp_path / "a" / "data"
    data.mkdir(parents=True)
    (data / "knowledge.json").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load.manifest()
    assert caught.value.reason == "is not valid JSON"


def test_a_plan_under_a_finding_that_forbids_it_cannot_be_built():
    advice = plan()
    stopped = plan(kidney="dialysis").findings
    with pytest.raises(DoseLimitError):
        dataclasses.replace(advice, findings=stopped)


def test_a_plan_above_the_cap_of_a_finding_cannot_be_built():
    """From 65 years the cap is 200 mg, whatever the upper limit leaves."""
    advice = plan(age="68")
    with pytest.raises(DoseLimitError):
        dataclasses.replace(advice, ceiling_mg=350)


def test_a_gap_of_less_than_an_hour_is_told_in_minutes():
    words = load_knowledge().words
    assert [hours(minutes, words) for minutes in (30, 60, 150)] == ["30 min", "1 h", "2.5 h"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("milk of magnesia, two spoons", True),
        ("ZMA", True),
        ("milk of almonds", False),
        ("", False),
    ],
)
def test_a_product_is_mentioned_where_its_whole_name_stands_in_the_text(text, inside):
    assert products.mentions(text, load_knowledge().products) is inside
