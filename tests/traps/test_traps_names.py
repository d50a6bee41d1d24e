"""Traps 39 to 41: typing errors are never a match, spelling habits are, and unknown is not safe."""

from __future__ import annotations

import pytest

from helpers import json_of, plan
from magadvise.errors import InputError

pytestmark = pytest.mark.core

SLIPS = {
    "Lasec": "losec",
    "Losix": "lasix",
    "lsix": "lasix",
    "Ciproflaxacin 500mg": "ciprofloxacin",
    "levothyroxinee": "levothyroxine",
    "omeprazol3": "omeprazole",
    "spironolactonne": "spironolactone",
}
SLIPS_OF_X_AND_C = [
    "Isentres",
    "raltegravr",
    "Xofluxa",
    "digoxn",
    "lithum",
    "tacrolimis",
    "Sinemett",
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS.items())
def test_t39_a_typing_error_is_a_suggestion_and_never_a_match(typed, meant):
    document = json_of(medications=typed)
    (medicine,) = document["medications"]
    assert medicine["matches"] == []
    assert meant in medicine["suggestions"]
    assert document["disposition"] in ("check_first", "clinician_first")
    assert document["ceiling_mg"] <= 150


@pytest.mark.parametrize("typed", SLIPS_OF_X_AND_C)
def test_t39_a_slip_near_a_dangerous_medicine_asks_a_clinician(typed):
    document = json_of(medications=typed)
    assert document["disposition"] == "clinician_first"
    assert document["dose"] is None
    assert document["medications"][0]["matches"] == []


@pytest.mark.parametrize("name", ["levothyroxinn", "ciprofloxacin", "thyroid"])
def test_t39_a_time_for_a_medicine_that_was_not_named_is_refused_not_guessed(name):
    with pytest.raises(InputError) as error:
        plan(medications="levothyroxine", medication_times=f"{name}=07:00")
    assert error.value.problems()[0].field == "medication_times"


@pytest.mark.parametrize(
    ("name", "ingredient"),
    [("Losec", "omeprazole"), ("Lasix", "furosemide"), ("Slow-K", "potassium chloride"),
     ("Slow-Mag", "magnesium chloride"), ("Slow-Fe", "ferrous sulfate"),
     ("Mag-Ox", "magnesium oxide")],
)  # fmt: skip
def test_t39_names_that_look_alike_stay_apart(name, ingredient):
    (medicine,) = json_of(medications=name)["medications"]
    assert [match["ingredient"].casefold() for match in medicine["matches"]] == [ingredient]


THYROXINE = [
    "levothyroxine", "LEVOTHYROXINE", "Levothyroxine Sodium", "levothyroxine sodium 50 mcg",
    "levothyroxine 50mcg tablets", "levothyroxine sodium 50 micrograms tablets",
    "levothyroxine 100microgram tablet", "Lévothyroxine sodique 50 µg",
    "le\N{COMBINING ACUTE ACCENT}vothyroxine",
    "levothyroxine  (Synthroid)", "levothyroxine, 0.05 mg, once daily", "Levothyroxine®", "L-thyroxine",
    "l thyroxine", "  levothyroxine\t", "levothyroxine-sodium", "LEVOTHYROXIN", "Euthyrox 75",
]  # fmt: skip


@pytest.mark.parametrize("typed", THYROXINE)
def test_t40_case_accents_salts_and_strengths_do_not_hide_a_medicine(typed):
    document = json_of(medications=[typed])
    (medicine,) = document["medications"]
    assert [match["ingredient"] for match in medicine["matches"]] == ["levothyroxine"]
    assert document["disposition"] == "supplement"
    assert document["timing"]["allowed"] == [{"from": "11:00", "to": "03:00"}]


@pytest.mark.parametrize(
    ("typed", "ingredient"),
    [("ciprofloxacin hcl 500 mg tab", "ciprofloxacin"), ("doxycycline hyclate 100mg caps", "doxycycline"),
     ("alendronate sodium 70 mg once weekly", "alendronate"), ("statins", "statin"),
     ("Fosamax tablets", "alendronate"), ("2 tablets ciprofloxacin", "ciprofloxacin")],
)  # fmt: skip
def test_t40_form_words_and_plurals_do_not_hide_a_medicine(typed, ingredient):
    document = json_of(medications=typed)
    (medicine,) = document["medications"]
    assert ingredient in medicine["matches"][0]["ingredient"].casefold()
    assert document["disposition"] == "supplement"


@pytest.mark.parametrize(
    "typed", ["zzqq", "Obscurol 5 mg", "tonic", "氷", "12345", "my heart pill", "x" * 300]
)
def test_t41_an_unknown_medicine_is_never_called_free_of_interactions(typed):
    document = json_of(medications=[typed])
    assert document["disposition"] in ("check_first", "clinician_first")
    assert document["ceiling_mg"] <= 150
    (told,) = [f for f in document["findings"] if f["code"] == "MED006"]
    assert "is not in the table: ask a pharmacist" in told["summary"]
    assert "3 h apart" in told["summary"]
    assert "2 to 4 h" in told["detail"]


@pytest.mark.parametrize("at", ["07:00", "12:00", "22:00", "23:30", "00:10"])
def test_t41_an_unknown_medicine_with_a_time_keeps_three_hours_on_both_sides(at):
    document = json_of(medications="zzqq", medication_times=f"zzqq={at}")
    day, dose = 24 * 60, int(at[:2]) * 60 + int(at[3:])
    for intake in document["timing"]["intakes"]:
        time = int(intake["time"][:2]) * 60 + int(intake["time"][3:])
        assert (time - dose) % day >= 180
        assert (dose - time) % day >= 180


def test_t41_a_half_understood_name_counts_as_unknown_too():
    document = json_of(medications="levothyroxine with zzqq")
    found = [f["code"] for f in document["findings"]]
    assert "MED006" in found
    assert "MED003" in found
    assert document["ceiling_mg"] == 150
