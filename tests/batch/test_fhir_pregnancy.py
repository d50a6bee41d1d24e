"""Pregnancy status observations: yes for ten months, no only where it is the newest word."""

from __future__ import annotations

import json

import pytest

from batch.fhir_made import (
    LOINC,
    SNOMED,
    answered,
    condition,
    folder,
    lab,
    one,
    patient,
    read,
    verified,
)
from magadvise.errors import InputError

YES, NO, UNKNOWN = "LA15173-0", "LA26683-5", "LA4489-6"


def status(code, day="2026-01-10", system=LOINC, **more):
    """The pregnancy status of p1."""
    concept = {"coding": [{"system": system, "code": code}]}
    made = {"valueQuantity": None, "valueCodeableConcept": concept, "effectiveDateTime": day}
    return lab(0, "82810-3", **made | more)


def pregnant(place, *resources):
    return one(place, *resources)["pregnant"]


@pytest.mark.parametrize(
    ("code", "system", "expected"),
    [
        (YES, LOINC, "yes"),
        ("77386006", SNOMED, "yes"),
        (NO, LOINC, "no"),
        ("60001007", SNOMED, "no"),
        (UNKNOWN, LOINC, ""),
        ("146799005", SNOMED, ""),  # possible: not on the list
        (NO, SNOMED, ""),
        ("60001007", LOINC, ""),
        (NO, "http://x.test/codes", ""),
        (YES, "http://x.test/codes", ""),
    ],
)
def test_each_answer_says_what_its_code_says(tmp_path, code, system, expected):
    assert pregnant(tmp_path, status(code, system=system)) == expected


@pytest.mark.parametrize(
    "more",
    [
        {"valueCodeableConcept": None, "valueString": "not pregnant"},
        {"valueCodeableConcept": None, "valueBoolean": False},
        {"valueCodeableConcept": {"text": "not pregnant"}},
        {"valueCodeableConcept": {"coding": [{"code": NO}]}},
        {"valueCodeableConcept": {"coding": [{"system": LOINC, "code": NO},
                                             {"system": LOINC, "code": UNKNOWN}]}},
    ],
)  # fmt: skip
def test_an_answer_that_is_not_understood_is_neither(tmp_path, more):
    assert pregnant(tmp_path / "a", status(NO, **more)) == ""
    older = status(NO, "2026-01-09")
    assert pregnant(tmp_path / "b", older, status(NO, **more)) == ""


def test_an_answer_in_two_systems_is_understood_and_two_answers_are_the_stricter(tmp_path):
    both = [{"system": LOINC, "code": NO}, {"system": SNOMED, "code": "60001007"}]
    assert pregnant(tmp_path / "a", status("", valueCodeableConcept={"coding": both})) == "no"
    both[1]["code"] = "77386006"
    assert pregnant(tmp_path / "b", status("", valueCodeableConcept={"coding": both})) == "yes"


@pytest.mark.parametrize(
    "word", ["preliminary", "registered", "cancelled", "entered-in-error", "unknown", None]
)
def test_only_finished_observations_count(tmp_path, word):
    assert pregnant(tmp_path / "a", condition("I10"), status(YES, status=word)) == ""
    assert pregnant(tmp_path / "b", condition("I10"), status(NO, status=word)) == ""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-03-31", "yes"),
        ("2025-03-30", ""),
        ("2025-03", "yes"),
        ("2025", "yes"),
        ("2024", ""),
        (None, "yes"),
    ],
)
def test_a_yes_counts_for_ten_months(tmp_path, day, expected):
    assert pregnant(tmp_path, status(YES, day)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-31", "no"),
        ("2025-12-31", "no"),
        ("2025-12-30", ""),
        ("2026-01", "no"),
        ("2025-12", ""),  # it may have been earlier
        ("2026", ""),
        (None, ""),
    ],
)
def test_a_no_counts_for_one_month(tmp_path, day, expected):
    assert pregnant(tmp_path, status(NO, day)) == expected


def test_a_yes_stands_until_a_newer_no(tmp_path):
    assert pregnant(tmp_path / "a", status(YES, "2026-01-01"), status(NO)) == "no"
    assert pregnant(tmp_path / "b", status(YES), status(NO, "2026-01-09")) == "yes"
    assert pregnant(tmp_path / "c", status(YES), status(NO)) == "yes"  # of one day
    assert pregnant(tmp_path / "d", status(YES, "2026-01"), status(NO)) == "yes"  # perhaps later
    assert pregnant(tmp_path / "e", status(YES, None), status(NO)) == "yes"
    old = status(YES, "2025-08-01"), status(NO, "2025-12-01")
    assert pregnant(tmp_path / "f", *old) == ""  # neither says anything today
    assert pregnant(tmp_path / "g", status(YES, "2024-01-01"), status(NO)) == "no"


def test_an_unknown_ends_a_no_and_not_a_yes(tmp_path):
    assert pregnant(tmp_path / "a", status(NO, "2026-01-09"), status(UNKNOWN)) == ""
    assert pregnant(tmp_path / "b", status(NO), status(UNKNOWN)) == ""
    assert pregnant(tmp_path / "c", status(NO), status(UNKNOWN, "2026-01-09")) == "no"
    assert pregnant(tmp_path / "d", status(YES, "2026-01-09"), status(UNKNOWN)) == "yes"
    assert pregnant(tmp_path / "e", status(NO), status(UNKNOWN, None)) == ""


def test_no_never_turns_an_open_pregnancy_off(tmp_path):
    assert pregnant(tmp_path / "a", condition("Z34.90"), status(NO)) == "yes"
    stale = condition("Z34.90", onsetDateTime="2023-01-01")
    assert pregnant(tmp_path / "b", stale, status(NO)) == ""


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"onsetDateTime": "2025-03-01", "abatementDateTime": "2025-12-20"}, "no"),
        ({"onsetDateTime": "2025-03-01", "abatementDateTime": "2026-01-10"}, ""),
        ({"onsetDateTime": "2026-01-20", "status": "resolved"}, ""),
        ({"onsetDateTime": "2025-03-01", "status": "resolved"}, "no"),
        ({"onsetDateTime": None, "status": "resolved"}, ""),
        ({"onsetDateTime": "2026-01-20", **verified("refuted")}, "no"),
    ],
)
def test_no_is_an_answer_only_as_the_newest_word_on_pregnancy(tmp_path, dates, expected):
    assert pregnant(tmp_path, condition("Z34.90", **dates), status(NO)) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2025-12-01", "no"), ("2026-01-20", ""), (None, "")]
)
def test_no_gives_way_to_a_newer_diagnosis_that_is_not_understood(tmp_path, day, expected):
    """57630001 is the first third of a pregnancy: a code that is not on the list."""
    newer = condition("57630001", SNOMED, onsetDateTime=day)
    assert pregnant(tmp_path, newer, status(NO)) == expected


def test_a_value_of_a_later_day_does_not_count(tmp_path):
    later = status(NO, "2026-02-01")
    assert pregnant(tmp_path / "a", condition("I10"), later) == ""
    both = status(NO, "2026-02-01", issued="2026-01-30T08:00:00Z")
    assert pregnant(tmp_path / "b", condition("I10"), both) == ""


def test_an_observation_without_an_answer_says_nothing(tmp_path):
    missing = status(NO, valueCodeableConcept=None, dataAbsentReason={"text": "not asked"})
    assert pregnant(tmp_path, status(NO, "2026-01-09"), missing) == "no"


def test_a_component_is_read(tmp_path):
    parts = [{k: status(YES)[k] for k in ("code", "valueCodeableConcept")}]
    whole = lab(0, "x-1", valueQuantity=None, component=parts)
    assert pregnant(tmp_path, whole) == "yes"


def test_without_a_record_of_pregnancies_a_flag_may_tell_and_with_one_it_may_not(tmp_path):
    assert "pregnant" not in one(tmp_path / "a", lab(90))
    two = read(folder(tmp_path / "b", patient(), patient("p2"), status(YES)))
    assert [two.cells[who]["pregnant"] for who in ("p1", "p2")] == ["yes", ""]


@pytest.mark.parametrize(("code", "left"), [(NO, ""), (YES, "yes")])
@pytest.mark.parametrize("kind", ["Observation", "Condition"])
def test_a_cut_off_line_takes_a_no_away_and_not_a_yes(tmp_path, code, left, kind):
    export = folder(tmp_path, patient(), condition("I10"), status(code))
    cut = status(YES) if kind == "Observation" else condition("Z34.90")
    with (export / f"{kind}.ndjson").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(cut)[:-1] + "\n")
    found = read(export)
    assert found.errors == ["bad_json"]
    assert found.cells["p1"]["pregnant"] == left


def test_a_man_with_a_yes_is_refused_like_in_any_row_and_one_with_a_no_is_not(tmp_path):
    man = patient(gender="male")
    with pytest.raises(InputError) as caught:
        answered(one(tmp_path / "a", man, status(YES)))
    assert caught.value.problems()[0].code == "contradiction"
    assert answered(one(tmp_path / "b", man, status(NO))).profile.pregnant == "no"


def test_a_status_decides_the_plan(tmp_path):
    flags = {"medications": "none", "conditions": "none"}
    yes = answered(one(tmp_path / "a", lab(90), status(YES)), **flags)
    no = answered(one(tmp_path / "b", lab(90), status(NO)), **flags)
    unknown = answered(one(tmp_path / "c", lab(90), status(UNKNOWN)), **flags)
    assert (yes.profile.pregnant, yes.disposition) == ("yes", "check_first")
    assert (no.profile.pregnant, no.disposition) == ("no", "supplement")
    assert (unknown.profile.pregnant, unknown.disposition) != ("no", "supplement")
