"""M38 and the hard invariants of every answer: the JSON document of anybody at all."""

from __future__ import annotations

import json
import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magadvise.contract import PlanDocument
from magadvise.export.json_plan import dumps
from property import world
from property.laws import Document, Meter, answer, crowd, trying
from property.strategies import Answers, items, mostly_well

pytestmark = pytest.mark.core

KEYS = """schema_version magadvise_version knowledge_version standard profile disposition intake
    ceiling_mg dose form timing evidence medications check findings first_steps stop_if
    seek_care_if foods sources disclaimer""".split()
PRINTABLE = set(string.digits + string.ascii_letters + string.punctuation + " ")
SAFETY = ("kidney", "medications", "conditions", "red_flags", "other_magnesium_mg")
ADULT_STEPS = ((1, 150), (4, 200), (7, 300))
OLDER_STEPS = ((1, 100), (8, 150), (15, 200))


def test_m38_a_dose_is_a_whole_number_from_50_mg_to_the_ceiling_or_none() -> None:
    """M38. Dose in {0} or [least, ceiling], an integer, never NaN, never negative."""
    meter = Meter()
    for person, doc in crowd():
        doses = [step["mg_per_day"] for step in doc["dose"]["steps"]] if doc["dose"] else []
        assert type(doc["ceiling_mg"]) is int, person
        assert all(type(mg) is int for mg in doses), person
        assert all(50 <= mg <= doc["ceiling_mg"] for mg in doses), person
        assert doses or doc["ceiling_mg"] == 0, person
        meter.saw(bool(doses))
    meter.check()


def test_a_dose_stands_on_the_two_lowest_rungs_always_and_on_no_other() -> None:
    meter = Meter()
    for person, doc in crowd():
        shown = doc["disposition"] in ("supplement", "check_first")
        assert {(doc[key] is not None) for key in ("dose", "form", "timing")} == {shown}, person
        assert (doc["ceiling_mg"] > 0) == shown, person
        meter.saw(shown)
    meter.check()


def test_first_steps_and_when_to_seek_help_stand_in_every_answer() -> None:
    for person, doc in crowd():
        for key in ("first_steps", "stop_if", "seek_care_if", "disclaimer"):
            assert doc[key], person


def test_the_ceiling_never_passes_the_upper_limit_less_other_magnesium() -> None:
    meter = Meter()
    for person, doc in crowd():
        age = str(person["age"])
        limit = world.upper_limit(age, str(person["standard"]))
        room = max(0, (limit or 0) - _known_other(person))
        assert doc["intake"]["ul_supplement_mg"] == limit, person
        assert doc["ceiling_mg"] <= (min(room, 200) if world.is_older(age) else room), person
        meter.saw(doc["ceiling_mg"] > 0)
    meter.check()


def _known_other(person: Answers) -> int:
    """What is known of other magnesium: the figure, rounded up, and each product's label amount."""
    figure = [mg for mg in items(person, "other_magnesium_mg") if mg != "unknown"]
    named = [world.PRODUCTS[text] for text in items(person, "products") if text != "unknown"]
    return sum(math.ceil(float(mg)) for mg in figure) + sum(mg for mg in named if mg is not None)


def test_steps_rise_to_the_ceiling_and_intakes_add_up_to_at_most_200_mg_each() -> None:
    meter = Meter()
    for person, doc in crowd():
        if doc["dose"]:
            _check_steps(doc, world.is_older(str(person["age"])))
        meter.saw(bool(doc["dose"]))
    meter.check()
    assert {len(doc["dose"]["steps"]) for _, doc in crowd() if doc["dose"]} == {1, 2, 3}


def _check_steps(doc: Document, older: bool) -> None:
    steps = [(step["from_day"], step["mg_per_day"]) for step in doc["dose"]["steps"]]
    cut: list[tuple[int, int]] = []
    for day, mg in OLDER_STEPS if older else ADULT_STEPS:
        if not cut or min(mg, doc["ceiling_mg"]) > cut[-1][1]:
            cut.append((day, min(mg, doc["ceiling_mg"])))
    assert steps in (cut, cut[:1])
    assert doc["dose"]["max_mg_per_day"] == steps[-1][1]
    assert doc["dose"]["trial_days"] == 28
    for step in doc["dose"]["steps"]:
        assert sum(step["intakes_mg"]) == step["mg_per_day"]
        assert len(step["intakes_mg"]) == math.ceil(step["mg_per_day"] / 200)
        assert all(0 < mg <= 200 for mg in step["intakes_mg"])
    timed = [intake["mg"] for intake in doc["timing"]["intakes"]]
    assert timed == doc["dose"]["steps"][-1]["intakes_mg"]


def test_an_unknown_safety_answer_or_loose_stools_keep_the_first_step_alone() -> None:
    """From 65 years too, where the first step is 100 mg and the limit of 150 would allow another."""
    meter = Meter()
    reasons = st.sampled_from(
        [
            *((question, "unknown") for question in SAFETY),
            ("medications", world.UNKNOWN_NAMES[1]),
            ("stool", "loose"),
        ]
    )

    @trying(150)
    @given(mostly_well(0), st.sampled_from(["30", "64", "65", "71"]), reasons)
    def tried(person: Answers, age: str, reason: tuple[str, str]) -> None:
        question, word = reason
        known = {q: a for q, a in person.items() if q not in ("egfr", "medication_times")}
        known = {**known, "age": age, "kidney": "normal", "medications": "none"}
        known["other_magnesium_mg"] = "none"
        before, after = answer(known), answer({**known, question: word})
        refused = question == "kidney" and int(age) >= 65
        if before["dose"] and not refused:
            steps = [step["mg_per_day"] for step in after["dose"]["steps"]]
            assert steps == [step["mg_per_day"] for step in before["dose"]["steps"]][:1]
            if question != "stool":
                assert after["disposition"] == "check_first"
                assert after["ceiling_mg"] <= 150
        meter.saw(bool(before["dose"]) and len(before["dose"]["steps"]) > 1)

    tried()
    meter.check()


def test_the_document_has_every_key_and_keeps_its_schema() -> None:
    for person, doc in crowd():
        text = dumps(doc)
        assert text.isascii(), person
        assert list(json.loads(text)) == KEYS, person
        PlanDocument.model_validate_json(text, strict=True)


def test_each_summary_is_one_short_line_of_plain_ascii() -> None:
    meter = Meter()
    for person, doc in crowd():
        for finding in doc["findings"]:
            assert 0 < len(finding["summary"]) < 140, person
            assert set(finding["summary"]) <= PRINTABLE, person
        meter.saw(bool(doc["findings"]))
    meter.check()


def test_each_source_that_is_cited_is_listed_and_each_listed_one_has_a_citation() -> None:
    meter = Meter()
    for person, doc in crowd():
        listed = [source["id"] for source in doc["sources"]]
        assert len(listed) == len(set(listed)), person
        assert all(len(source["citation"]) > 10 for source in doc["sources"]), person
        cited = {s for finding in doc["findings"] for s in finding["sources"]}
        assert cited | set(doc["evidence"]["sources"]) <= set(listed), person
        meter.saw(len(cited) > 1)
    meter.check()


def test_each_medicine_is_listed_as_written_and_its_codes_are_findings_of_the_plan() -> None:
    meter = Meter()
    for person, doc in crowd():
        found = {finding["code"] for finding in doc["findings"]}
        listed = [entry["input"] for entry in doc["medications"]]
        assert listed == [n for n in items(person, "medications") if n != "unknown"], person
        about = {code for entry in doc["medications"] for code in entry["findings"]}
        assert about <= found, person
        meter.saw(bool(about))
    meter.check()
