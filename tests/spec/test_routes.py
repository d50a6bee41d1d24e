"""The route belongs to the medicine that names it: one word must not silence another medicine."""

from __future__ import annotations

import pytest

from helpers import codes, json_of, plan
from magadvise.medicines.resolve import route_of

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    ("names", "disposition"),
    [
        ("digoxin tablets, latanoprost eye drops", "clinician_first"),
        ("raltegravir, timolol eye drops", "do_not_supplement"),
        ("raltegravir and timolol eye drops", "do_not_supplement"),
        ("Sinemet, Voltaren gel", "clinician_first"),
        ("kayexalate enema", "do_not_supplement"),
        ("calcium resonium enema", "do_not_supplement"),
        ("magnesium sulfate injection", "do_not_supplement"),
        ("digoxin injection", "clinician_first"),
        ("tobramycin eye drops", "supplement"),
        ("ciprofloxacin and dexamethasone ear drops", "supplement"),
        ("neomycin, dexamethasone ear spray", "clinician_first"),
        ("ventolin", "supplement"),
    ],
)
def test_a_local_medicine_does_not_silence_the_one_beside_it(names, disposition):
    assert plan(medications=names).disposition == disposition


@pytest.mark.parametrize(
    "names",
    [
        "levothyroxine 50 mcg and salbutamol inhaler",
        "levothyroxine, salbutamol inhaler",
        "salbutamol inhaler; levothyroxine",
        "levothyroxine tablets + latanoprost eye drops",
    ],
)
def test_levothyroxine_keeps_its_four_hours_beside_a_local_medicine(names):
    document = json_of(medications=names)
    assert document["timing"]["allowed"] == [{"from": "11:00", "to": "03:00"}]


@pytest.mark.parametrize(
    "name",
    [
        "ciprofloxacin eye drops and tablets",
        "ciprofloxacin 500 mg for ear infection",
        "ciprofloxacin",
    ],
)
def test_words_of_two_routes_or_of_a_purpose_count_as_swallowed(name):
    (medicine,) = json_of(medications=name)["medications"]
    assert [m["counts_as_oral"] for m in medicine["matches"]] == [True]
    assert "MED003" in codes(plan(medications=name))


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("eye ointment", "eye"),
        ("nasal spray", "nose"),
        ("capsules for inhalation", "inhaled"),
        ("solution for injection", "injection"),
        ("comprimé pelliculé", "oral"),
        ("collyre", "eye"),
        ("Augentropfen", "eye"),
        ("ear drops for nasal use", "unknown"),
        ("solution", "unknown"),
    ],
)
def test_the_words_of_a_route_in_three_languages(text, route):
    assert route_of(text) == route


def test_a_french_form_after_a_comma_belongs_to_the_medicine_before_it():
    (medicine,) = json_of(medications="GENTALLINE 80 mg, solution injectable")["medications"]
    assert [(m["ingredient"], m["route"]) for m in medicine["matches"]] == [
        ("gentamicin", "injection")
    ]


@pytest.mark.parametrize("name", ["x" * 401, "omeprazole " * 60])
def test_a_text_too_long_for_a_name_is_never_silently_cut(name):
    (medicine,) = json_of(medications=name)["medications"]
    assert medicine["matches"] == []
    assert "MED006" in medicine["findings"]


def test_a_medicine_by_two_routes_counts_with_the_one_that_has_rules():
    document = json_of(medications="ciprofloxacin eye drops; ciprofloxacin 500 mg tablets")
    assert document["timing"]["allowed"] != [{"from": "00:00", "to": "24:00"}]
    document = json_of(medications="ciprofloxacin eye drops, ciprofloxacin tablets")
    assert document["timing"]["allowed"] != [{"from": "00:00", "to": "24:00"}]


def test_a_brand_beside_an_unknown_word_is_no_match():
    (medicine,) = json_of(medications="Doxy-Sleep-Aid")["medications"]
    assert medicine["matches"] == []


@pytest.mark.parametrize(
    "name", ["vitamin d magnesium", "zinc magnesium", "levothyroxine magnesium"]
)
def test_magnesium_beside_another_name_is_never_taken_for_its_salt(name):
    assert plan(medications=name).disposition == "no_room"


@pytest.mark.parametrize(
    "name", ["sertraline potassium", "amlodipine besilate 5 mg", "omeprazole magnesium"]
)
def test_a_salt_is_part_of_its_name(name):
    (medicine,) = json_of(medications=name)["medications"]
    assert len(medicine["matches"]) == 1


@pytest.mark.parametrize("name", ["cipro", "Ciprofloxacin", "CIPROFLOXACIN 500 mg tablets"])
def test_a_time_finds_its_medicine_by_any_of_its_names(name):
    document = json_of(medications="ciprofloxacin", medication_times=f"{name}=08:00,20:00")
    assert document["timing"]["allowed"] == [
        {"from": "10:00", "to": "14:00"},
        {"from": "22:00", "to": "02:00"},
    ]


@pytest.mark.parametrize(
    ("written", "rung"),
    [
        ("raltegravir and eye drops", "do_not_supplement"),
        ("Isentress, eye drops", "do_not_supplement"),
        ("lithium; eye drops", "clinician_first"),
        ("levodopa + eye drops", "clinician_first"),
        ("lithium and insulin injection", "clinician_first"),
    ],
)
def test_drops_named_beside_a_medicine_do_not_take_its_rule_away(written, rung):
    assert json_of(medications=written)["disposition"] == rung


@pytest.mark.parametrize(
    "written",
    ["levothyroxine, eye drops", "Synthroid and eye drops", "levothyroxine and insulin injection"],
)
def test_drops_or_an_injection_beside_it_leave_the_hours_of_a_swallowed_medicine(written):
    assert "MED003" in [f["code"] for f in json_of(medications=written)["findings"]]


@pytest.mark.parametrize("between", ["/", " / ", ", ", " and ", " + "])
def test_no_sign_between_a_medicine_and_drops_takes_its_rule_away(between):
    assert (
        json_of(medications=f"raltegravir{between}eye drops")["disposition"] == "do_not_supplement"
    )
