"""Names that look alike stand for different things: the pairs that pharmacists warn of, names that
hide another name in their letters, and typing errors of medicines where an error does harm.
"""

from __future__ import annotations

from typing import Any

import pytest

from helpers import json_of
from magadvise import load_knowledge
from magadvise import profile as door

pytestmark = pytest.mark.core

Named = list[tuple[str, str]]  # ingredient and class, in the order of the table
WHOLE_DAY = [("00:00", "24:00")]


def matched(document: dict[str, Any]) -> Named:
    (medicine,) = document["medications"]
    return [(match["ingredient"], match["class"]) for match in medicine["matches"]]


def about(document: dict[str, Any]) -> list[str]:
    (medicine,) = document["medications"]
    return list(medicine["findings"])


def allowed(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(stretch["from"], stretch["to"]) for stretch in document["timing"]["allowed"]]


# what each name stands for ------------------------------------------------------------------------

QUIET = "no_known_interaction"
STANDS_FOR: dict[str, Named] = {
    # three minerals under one brand word
    "Slow-Mag": [("magnesium chloride", "mg_antacid_laxative")],
    "Slow-K": [("potassium chloride", QUIET)],
    "Slow-Fe": [("ferrous sulfate", "iron")],
    # a supplement, an antacid, an antibiotic
    "Mag-Ox": [("magnesium oxide", "mg_antacid_laxative")],
    "Maalox": [("aluminium hydroxide", QUIET), ("magnesium hydroxide", "mg_antacid_laxative")],
    "moxifloxacin": [("moxifloxacin", "fluoroquinolone")],
    # loses magnesium in the gut, loses it in the urine
    "Losec": [("omeprazole", "proton_pump_inhibitor")],
    "Lasix": [("furosemide", "loop_diuretic")],
    # one integrase inhibitor in four tablets
    "Juluca": [("dolutegravir", "integrase_inhibitor"), ("rilpivirine", "nnrti")],
    "Dovato": [("dolutegravir", "integrase_inhibitor"), ("lamivudine", QUIET)],
    "Triumeq": [
        ("abacavir", QUIET), ("dolutegravir", "integrase_inhibitor"), ("lamivudine", QUIET),
    ],
    "Tivicay": [("dolutegravir", "integrase_inhibitor")],
    # the letters of iron
    "iron": [("iron, oral", "iron")],
    "spironolactone": [("spironolactone", "k_sparing_diuretic")],
    "buspirone": [("buspirone", QUIET)],
    "drospirenone": [("drospirenone", QUIET)],
    # the ending of an acid blocker
    "aripiprazole": [("aripiprazole", QUIET)],
    "brexpiprazole": [("brexpiprazole", QUIET)],
    "rabeprazole": [("rabeprazole", "proton_pump_inhibitor")],
    # magnesium as a salt is no dose of magnesium
    "esomeprazole magnesium": [("esomeprazole", "proton_pump_inhibitor")],
    "esomeprazole magnesium trihydrate 40 mg": [("esomeprazole", "proton_pump_inhibitor")],
    # one letter apart, or a few
    "doxylamine": [("doxylamine", QUIET)],
    "doxycycline": [("doxycycline", "tetracycline")],
    "penicillin": [("phenoxymethylpenicillin", QUIET)],
    "penicillamine": [("penicillamine", "penicillamine_trientine")],
    "cycloserine": [("cycloserine", QUIET)],
    "ciclosporin": [("ciclosporin", "calcineurin_inhibitor")],
    "cyclosporine": [("ciclosporin", "calcineurin_inhibitor")],
    "cyclophosphamide": [("cyclophosphamide", QUIET)],
    "quinine": [("quinine", "quinine")],
    "quinapril": [("quinapril", "ace_inhibitor")],
    "amiloride": [("amiloride", "k_sparing_diuretic")],
    "amlodipine": [("amlodipine", "calcium_channel_blocker")],
    "methyldopa": [("methyldopa", QUIET)],
    "levodopa": [("levodopa", "levodopa")],
    "chlorpromazine": [("chlorpromazine", "phenothiazine")],
    "chlorpropamide": [("chlorpropamide", "sulfonylurea")],
    # a diuretic behind a brand
    "Tenoret": [("atenolol", QUIET), ("chlortalidone", "thiazide_diuretic")],
    "Moducren": [
        ("hydrochlorothiazide", "thiazide_diuretic"), ("amiloride", "k_sparing_diuretic"),
        ("timolol", QUIET),
    ],
    "CoAprovel": [("irbesartan", "arb"), ("hydrochlorothiazide", "thiazide_diuretic")],
    # and the same brand word without one
    "Tenormin": [("atenolol", QUIET)],
    "Aprovel": [("irbesartan", "arb")],
}  # fmt: skip


@pytest.mark.parametrize("name", STANDS_FOR)
def test_each_of_two_names_that_look_alike_stands_for_its_own_medicine(name: str) -> None:
    document = json_of(medications=name)
    assert sorted(matched(document)) == sorted(STANDS_FOR[name])
    assert "MED006" not in about(document)


@pytest.mark.parametrize("name", ["SPIRONOLACTONE", "Buspirone 10 mg tablets", "drospirenone"])
def test_the_letters_of_iron_inside_a_word_are_no_iron(name: str) -> None:
    classes = [its_class for _, its_class in matched(json_of(medications=name))]
    assert classes
    assert "iron" not in classes


@pytest.mark.parametrize("name", ["aripiprazole", "Abilify", "brexpiprazole"])
def test_an_ending_is_no_acid_blocker(name: str) -> None:
    document = json_of(medications=name)
    assert about(document) == []
    reasons = [row["reason"] for row in document["form"]["avoid"] if row["id"] == "oxide"]
    assert not any("stomach acid" in reason for reason in reasons)


@pytest.mark.parametrize(
    "name", ["esomeprazole magnesium", "Nexium 40 mg", "omeprazole magnesium 20 mg"]
)
def test_the_magnesium_of_an_acid_blocker_leaves_the_whole_limit(name: str) -> None:
    document = json_of(medications=name)
    assert document["intake"]["other_magnesium_mg"] == 0
    assert document["intake"]["remaining_mg"] == 350
    assert "SRC001" not in about(document)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Tenoret", ["Chlortalidone"]),
        ("Moducren", ["Hydrochlorothiazide", "Amiloride"]),
        ("CoAprovel", ["Hydrochlorothiazide"]),
    ],
)
def test_a_hidden_diuretic_is_named_and_raises_the_kidney_question(
    name: str, words: list[str]
) -> None:
    cautions = [f["summary"] for f in json_of(medications=name)["findings"]
                if f["code"] == "MED004"]  # fmt: skip
    assert [s.split(":")[0] for s in cautions if s.split(":")[0] in words] == sorted(words)
    assert json_of(medications=name, kidney="unknown")["disposition"] == "clinician_first"


def test_a_hidden_potassium_sparing_diuretic_asks_a_clinician_from_65_years() -> None:
    """Moducren holds amiloride; Tenoret and CoAprovel hold no medicine of that kind."""
    for name, rung in {"Moducren": "clinician_first", "Tenoret": "supplement",
                       "CoAprovel": "supplement"}.items():  # fmt: skip
        assert json_of(medications=name, age="65")["disposition"] == rung


# the same medicine by another route, or in another tablet ------------------------------------------

# Free hours of the day with the medicine at 08:00. Dolutegravir: magnesium 2 h after or 6 h before.
# Rilpivirine and cabotegravir by mouth: 4 h after or 2 h before. Ciprofloxacin: 2 h, 6 h.
HOURS: dict[str, list[tuple[str, str]]] = {
    "Tivicay": [("10:00", "02:00")],
    "Dovato": [("10:00", "02:00")],
    "Triumeq": [("10:00", "02:00")],
    "Juluca": [("12:00", "02:00")],
    "Vocabria": [("12:00", "06:00")],
    "Cabenuva": WHOLE_DAY,
    "Edurant": [("12:00", "06:00")],
    "Rekambys": WHOLE_DAY,
    "Cipro": [("10:00", "02:00")],
    "Cipro IV": WHOLE_DAY,
    "Ciloxan": WHOLE_DAY,
    "Cetraxal": WHOLE_DAY,
    "Boniva": [("10:00", "02:00")],
    "Boniva IV": WHOLE_DAY,
    "Zometa": WHOLE_DAY,
    "Aclasta": WHOLE_DAY,
    "Prolia": WHOLE_DAY,
}
LOOK_ALIKE_ROUTES = {
    "Vocabria": "Cabenuva",
    "Edurant": "Rekambys",
    "Cipro": "Ciloxan",
    "Boniva": "Boniva IV",
}


@pytest.mark.parametrize("name", HOURS)
def test_a_name_brings_the_hours_of_its_own_tablet_and_a_drop_or_injection_none(name: str) -> None:
    """Boniva's hours are longer where the day has room; here the label's two are the hard rule."""
    document = json_of(medications=name, medication_times=f"{name}=08:00")
    assert allowed(document) == HOURS[name]


@pytest.mark.parametrize("oral", LOOK_ALIKE_ROUTES)
def test_two_routes_of_one_medicine_share_an_ingredient_and_not_the_window(oral: str) -> None:
    first, second = json_of(medications=oral), json_of(medications=LOOK_ALIKE_ROUTES[oral])
    assert {name for name, _ in matched(first)} & {name for name, _ in matched(second)}
    assert "MED003" in about(first)
    assert "MED003" not in about(second)


def test_capsules_of_acalabrutinib_ask_a_clinician() -> None:
    """Antacids halve what is taken up from the capsule."""
    for name in ("Calquence capsules", "Calquence 100 mg hard capsules", "Calquence"):
        assert json_of(medications=name)["disposition"] == "clinician_first"


# one letter wrong ---------------------------------------------------------------------------------

NEVER = {
    "raltegavir": "raltegravir", "isentrees": "isentress", "baloxivir": "baloxavir",
    "xoflusa": "xofluza", "kayexelate": "kayexalate",
}  # fmt: skip
CLINICIAN = {
    "dijoxin": "digoxin", "lanoxine": "lanoxin", "lithuim": "lithium", "tacrolimis": "tacrolimus",
    "progaf": "prograf", "ciclosporim": "ciclosporin", "sirolmus": "sirolimus",
    "everolimas": "everolimus", "celcept": "cellcept", "levadopa": "levodopa",
    "sinnemet": "sinemet", "madopa": "madopar", "trientene": "trientine",
    "deferiproen": "deferiprone", "eltrombopg": "eltrombopag", "isonaizid": "isoniazid",
    "rifampacin": "rifampicin", "ethambutal": "ethambutol", "dasatanib": "dasatinib",
    "nilotnib": "nilotinib", "gefitinb": "gefitinib", "sotorasip": "sotorasib",
    "cisplaten": "cisplatin", "cetuxamab": "cetuximab", "foscarnat": "foscarnet",
    "amikacn": "amikacin", "tobramicin": "tobramycin", "qunine": "quinine",
    "patiromr": "patiromer", "sevalamer": "sevelamer", "cinacalcit": "cinacalcet",
    "rocuronum": "rocuronium", "collistin": "colistin",
    # a clinician's matter for some people only, so the name alone is enough to ask
    "spironalactone": "spironolactone", "eplerinone": "eplerenone", "amilorde": "amiloride",
    "triamterine": "triamterene", "alfacalcidal": "alfacalcidol",
}  # fmt: skip
# The hours that the right name needs: after it, before it.
APART = {
    "levothroxine": ("levothyroxine", 4, 4), "dolutegravr": ("dolutegravir", 2, 6),
    "bictegavir": ("bictegravir", 2, 6), "ciprofloxicin": ("ciprofloxacin", 2, 6),
    "moxifloxacn": ("moxifloxacin", 4, 8), "doxicycline": ("doxycycline", 2, 6),
    "penicilamine": ("penicillamine", 4, 4), "alendonate": ("alendronate", 2, 6),
    "nitrofurantion": ("nitrofurantoin", 4, 4), "phenitoin": ("phenytoin", 3, 3),
}  # fmt: skip
SLIPS = {**NEVER, **CLINICIAN, **{typed: right for typed, (right, *_) in APART.items()}}


def one_slip(typed: str, right: str) -> bool:
    """One letter more, less or other, or two neighbours swapped."""
    for at in range(len(right) + 1):
        head, tail = right[:at], right[at:]
        if typed.startswith(head) and typed[at:] in (tail[1:], tail[1:2] + tail[:1] + tail[2:]):
            return True
        if typed.startswith(head) and typed[at + 1 :] in (tail, tail[1:]):
            return True
    return False


def test_the_list_of_slips_holds_more_than_40_medicines_and_single_slips_only() -> None:
    assert len(set(SLIPS.values())) == len(SLIPS) >= 40
    assert [typed for typed, right in SLIPS.items() if not one_slip(typed, right)] == []


@pytest.mark.parametrize("typed", SLIPS)
def test_one_wrong_letter_is_no_match_and_the_right_name_is_suggested(typed: str) -> None:
    knowledge = load_knowledge()
    right = door.medicine(SLIPS[typed], knowledge)
    assert right.resolved
    slip = door.medicine(typed, knowledge)
    assert not slip.resolved
    assert {m.ingredient for m in slip.matches}.isdisjoint(m.ingredient for m in right.matches)
    assert SLIPS[typed] in slip.suggestions


@pytest.mark.parametrize("typed", SLIPS)
def test_one_wrong_letter_is_told_and_never_gives_more_than_150_mg(typed: str) -> None:
    document = json_of(medications=typed)
    assert "MED006" in about(document)
    assert document["disposition"] in ("check_first", "clinician_first")
    assert document["ceiling_mg"] <= 150


@pytest.mark.parametrize("typed", [*NEVER, *CLINICIAN])
def test_a_slip_of_a_medicine_that_forbids_or_asks_shows_no_dose(typed: str) -> None:
    document = json_of(medications=typed)
    assert "MED007" in about(document)
    assert (document["disposition"], document["dose"]) == ("clinician_first", None)
    (told,) = [f["detail"] for f in document["findings"] if f["code"] == "MED007"]
    assert SLIPS[typed] in told


ASKS_FOR_KIDNEYS = {  # a diuretic, an ACE inhibitor, an ARB, an NSAID, lithium
    "furosemidde": "furosemide", "lasixx": "lasix", "ramiprill": "ramipril",
    "losartann": "losartan", "ibuprofenn": "ibuprofen", "lithuim": "lithium",
}  # fmt: skip


@pytest.mark.parametrize("typed", ASKS_FOR_KIDNEYS)
def test_a_slip_of_a_medicine_that_strains_kidneys_asks_for_them_too(typed: str) -> None:
    """Unknown is never fine: with unknown kidneys the right name would show no dose either."""
    right = ASKS_FOR_KIDNEYS[typed]
    for name in (typed, right, f"zinc; {typed}", f"{typed} 40 mg tablets", f"blorptastic {right}"):
        document = json_of(medications=name.split("; "), kidney="unknown")
        assert "KID009" in [f["code"] for f in document["findings"]], name
        assert (document["disposition"], document["dose"]) == ("clinician_first", None)
    (told,) = [f["summary"] for f in json_of(medications=typed, kidney="unknown")["findings"]
               if f["code"] == "KID009"]  # fmt: skip
    assert f"a medicine that may be {right}" in told
    known = json_of(medications=typed, kidney="normal")
    assert "KID009" not in [f["code"] for f in known["findings"]]


@pytest.mark.parametrize("typed", ["pennsaidd", "flectorr", "blorptastic", "omeprazolle", ""])
def test_a_slip_of_a_gel_or_of_what_strains_no_kidney_asks_as_any_unknown_name(typed: str) -> None:
    document = json_of(medications=typed or "none", kidney="unknown")
    assert "KID009" not in [f["code"] for f in document["findings"]]
    assert (document["disposition"], document["ceiling_mg"]) == ("check_first", 150)


@pytest.mark.parametrize("typed", APART)
def test_a_slip_of_a_medicine_with_a_window_keeps_at_least_that_window(typed: str) -> None:
    """3 h are kept from any unknown name; longer where the right name needs longer."""
    _, after, before = APART[typed]
    document = json_of(medications=typed, medication_times=f"{typed}=12:00")
    ((start, end),) = allowed(document)
    assert int(start[:2]) >= 12 + max(3, after)
    assert int(end[:2]) <= 12 - max(3, before)
