"""Generic names that are in no table but end like a family of medicines (WHO stems).

The family counts with the longest gap of its members; what only looks like a known name is a typing
error as well, and stays unresolved.
"""

from __future__ import annotations

import pytest

from helpers import json_of
from magadvise import load_knowledge
from magadvise import profile as door

pytestmark = pytest.mark.core

FAMILIES = [
    ("zabofloxacin", "fluoroquinolone"),
    ("Zabofloxacine 200 mg comprimés", "fluoroquinolone"),
    ("eravacycline tablets", "tetracycline"),
    ("xarodronate", "bisphosphonate"),
    ("xarodronic acid", "bisphosphonate"),
    ("quatrotegravir", "integrase_inhibitor"),
    ("ilaprazole 10 mg", "proton_pump_inhibitor"),
    ("linaprazan", "proton_pump_inhibitor"),
    ("milfasartan", "arb"),
    ("libenzapril", "ace_inhibitor"),
    ("lobaplatin", "platinum_chemo"),
    ("ridaforolimus x zotarolimus", "calcineurin_inhibitor"),
    ("galosemide", "loop_diuretic"),
    ("penflutiazida", "thiazide_diuretic"),
    ("xatorenone", "k_sparing_diuretic"),
    ("bervastatin", "statin"),
    ("remogliflozin", "sglt2_inhibitor"),
    ("darodipine", "calcium_channel_blocker"),
    ("milveterol", "beta_agonist"),
    ("pelubiprofen", "nsaid"),
    ("xarecalcitol", "vitamin_d"),
    ("butikacin", "aminoglycoside"),
]


@pytest.mark.parametrize(("written", "family"), FAMILIES)
def test_a_generic_name_belongs_to_the_family_of_its_ending(written, family):
    use = door.medicine(written, load_knowledge())
    assert family in [c for match in use.matches for c in match.classes]
    assert all(match.via == "generic" for match in use.matches)


@pytest.mark.parametrize(
    "written",
    ["lumopiprazole", "cholesterol", "lithocholesterol", "spirenone", "April", "floxacin", "terol"],
)
def test_an_ending_that_means_something_else_makes_no_family(written):
    use = door.medicine(written, load_knowledge())
    families = [m.ingredient for m in use.matches if m.ingredient.startswith("other_")]
    assert families == []


def test_an_unlisted_quinolone_is_kept_apart_like_its_family():
    document = json_of(medications="zabofloxacin", medication_times="zabofloxacin=08:00")
    (match,) = document["medications"][0]["matches"]
    assert match["class"] == "fluoroquinolone"
    assert {"MED003", "MED011"} <= {f["code"] for f in document["findings"]}
    assert document["disposition"] == "supplement"


@pytest.mark.parametrize("slip", ["moxxifloxacin", "raltegrovir", "lansoprozole", "doxyciline"])
def test_a_slip_of_a_known_name_stays_unresolved_even_with_a_family(slip):
    document = json_of(medications=slip)
    assert "MED006" in [f["code"] for f in document["findings"]]
    assert document["disposition"] in ("check_first", "clinician_first")


def test_an_unlisted_integrase_inhibitor_goes_to_the_hiv_team_first():
    """One of the family, raltegravir, must not meet magnesium at all."""
    assert json_of(medications="quatrotegravir")["disposition"] == "clinician_first"


@pytest.mark.parametrize("name", ["statin", "ACE inhibitor", "PPI", "loop diuretic", "quinolone"])
def test_a_family_can_be_named_itself(name):
    assert door.medicine(name, load_knowledge()).resolved


@pytest.mark.parametrize("name", ["pyridostigmine", "Mestinon", "Firdapse", "amifampridine"])
def test_a_medicine_for_myasthenia_is_a_sign_of_it(name):
    document = json_of(medications=name)
    assert document["disposition"] == "clinician_first"
    assert "MED002" in [f["code"] for f in document["findings"]]
