"""Everyday words for a whole class of medicines: "water tablets", "NSAIDs", "chemo".

A word that may mean several kinds counts as the strictest of them; a word that may mean a thing with a
rule or one without stays unknown, which is stricter than a guess.
"""

from __future__ import annotations

import pytest

from helpers import codes, json_of, plan
from magadvise import load_knowledge
from magadvise import profile as door

pytestmark = pytest.mark.core

DIURETIC = """
diuretic|diuretics|a diuretic|water tablet|water tablets|Water Tablets|water pill|water pills|my water pills
water tablets 40 mg|Wassertablette|Wassertabletten|Entwässerungstablette|Entwaesserungstabletten|Diuretikum
Diuretika
"""
CHEMO = "chemo|chemotherapy|cancer chemotherapy|Chemotherapie|Zytostatika"
PLURALS = [
    ("fluoroquinolones", "fluoroquinolone"), ("quinolones", "quinolone"), ("Fluorchinolone", "quinolone"),
    ("tetracyclines", "tetracycline antibiotic"), ("bisphosphonates", "bisphosphonate"),
    ("quinolone antibiotics", "quinolone"),
    ("integrase inhibitors", "integrase inhibitor"), ("PPIs", "ppi"), ("proton pump inhibitors", "ppi"),
    ("ARBs", "arb"), ("sartans", "sartan"), ("Sartane", "sartan"), ("angiotensin receptor blockers", "arb"),
    ("ACE inhibitors", "ace inhibitor"), ("calcineurin inhibitors", "calcineurin inhibitor"),
    ("loop diuretics", "loop diuretic"), ("Schleifendiuretika", "loop diuretic"), ("thiazides", "thiazide"),
    ("thiazide diuretics", "thiazide"), ("potassium-sparing diuretics", "potassium sparing diuretic"),
    ("SGLT2 inhibitors", "sglt2 inhibitor"), ("calcium channel blockers", "calcium channel blocker"),
    ("Kalziumkanalblocker", "calcium channel blocker"), ("beta agonists", "beta agonist"), ("NSAIDs", "nsaid"),
    ("NSAR", "nsaid"), ("anti-inflammatories", "nsaid"), ("anti-inflammatory painkillers", "nsaid"),
    ("aminoglycosides", "aminoglycoside"), ("aminoglycoside antibiotics", "aminoglycoside"),
    ("thyroid hormone tablets", "thyroid hormone tablet"), ("thyroid hormones", "thyroid hormone tablet"),
]  # fmt: skip
STAY_UNKNOWN = """
antacid|antacids|laxative|laxatives|Abführmittel|heart tablets|blood pressure tablets|antibiotic|antibiotics
Antibiotikum|tablets|water
"""


def words(text: str) -> list[str]:
    return text.strip().replace("\n", "|").split("|")


def ids(text: str) -> list[str]:
    use = door.medicine(text, load_knowledge())
    assert use.resolved, text
    return [match.ingredient for match in use.matches]


@pytest.mark.parametrize("name", words(DIURETIC))
def test_a_water_tablet_of_unknown_kind_is_a_diuretic(name):
    assert ids(name) == ["other_diuretic"]


@pytest.mark.parametrize(
    "known", ["furosemide", "hydrochlorothiazide", "spironolactone", "eplerenone"]
)
@pytest.mark.parametrize("age", ["30", "64", "65", "80"])
@pytest.mark.parametrize(
    ("kidney", "egfr"),
    [("normal", None), ("normal", "75"), ("normal", "45"), ("ckd", None), ("ckd", "90"),
     ("one_kidney", None), ("unknown", None), ("dialysis", None)],
)  # fmt: skip
def test_a_water_tablet_is_never_milder_than_one_that_is_named(known, age, kidney, egfr):
    person = {"age": age, "kidney": kidney, "egfr": egfr}
    unknown = plan(medications="water tablets", **person)
    named = plan(medications=known, **person)
    assert unknown.disposition.rank >= named.disposition.rank
    assert unknown.ceiling_mg <= named.ceiling_mg


@pytest.mark.parametrize(
    ("person", "disposition"),
    [({"age": "64"}, "supplement"), ({"age": "65"}, "clinician_first"),
     ({"kidney": "unknown"}, "clinician_first"), ({"kidney": "ckd"}, "clinician_first")],
)  # fmt: skip
def test_a_water_tablet_asks_for_the_kidneys_and_for_the_doctor_from_65(person, disposition):
    document = json_of(medications="water tablets", **person)
    assert document["disposition"] == disposition
    found = [f["code"] for f in document["findings"]]
    assert ("MED002" if "65" in person.values() or "ckd" in person.values() else "MED004") in found
    assert "MED010" in found  # all kinds are linked to leg cramps
    assert "MED006" not in found


@pytest.mark.parametrize("name", words(CHEMO))
def test_a_chemotherapy_that_is_not_named_goes_to_the_cancer_team(name):
    advice = plan(medications=name)
    assert advice.disposition == "clinician_first"
    assert "MED002" in codes(advice)
    assert ids(name) == ["other_chemotherapy"]


@pytest.mark.parametrize(("plural", "singular"), PLURALS)
def test_the_plural_of_a_class_is_the_class(plural, singular):
    assert ids(plural) == ids(singular)
    assert ids(plural)[0].startswith("other_")


@pytest.mark.parametrize("name", words(STAY_UNKNOWN))
def test_a_word_for_too_many_things_stays_unknown(name):
    """Many antacids and laxatives are magnesium, many are not: neither may be taken for granted."""
    document = json_of(medications=name)
    assert document["disposition"] in ("check_first", "clinician_first")
    assert document["ceiling_mg"] <= 150
    assert document["medications"][0]["matches"] == []
    assert "MED006" in [f["code"] for f in document["findings"]]


# The gap of diflunisal is that of a medicine without hours; few who say "NSAID" take it.
BUT = {"other_nsaid": {"diflunisal"}}
OF_NO_GROUP = {"other_chemotherapy"}  # its class holds all that fits no other
TABLE = load_knowledge().medicines
OPEN_WORDS = [name for name in TABLE.ingredients if name.startswith("other_")]


def hours(ingredient: str) -> tuple[int, int]:
    """The least hours after it and before it, in minutes."""
    row = TABLE.interactions.get(TABLE.ingredients[ingredient].interaction or "")
    after, before = (row.mg_after_drug, row.mg_before_drug) if row else (None, None)
    return after.minimum if after else 0, before.minimum if before else 0


@pytest.mark.parametrize("word", OPEN_WORDS)
def test_a_word_for_a_class_keeps_the_longest_gap_of_its_kinds(word):
    drug_class = TABLE.ingredients[word].drug_class
    kinds = {name for name, row in TABLE.ingredients.items() if row.drug_class == drug_class}
    after, before = hours(word)
    shorter = {k for k in kinds if hours(k)[0] > after or hours(k)[1] > before}
    if word not in OF_NO_GROUP:
        assert shorter == BUT.get(word, set())


@pytest.mark.parametrize(
    ("name", "gap"),
    [("ACE inhibitors", (120, 120)), ("tetracyclines", (240, 360)), ("quinolones", (240, 480)),
     ("tetracycline antibiotics", (240, 360))],
)  # fmt: skip
def test_a_class_of_antibiotics_or_ace_inhibitors_is_kept_apart(name, gap):
    (ingredient,) = ids(name)
    assert hours(ingredient) == gap
    assert "MED003" in codes(plan(medications=name))
