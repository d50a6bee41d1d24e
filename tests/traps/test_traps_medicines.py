"""Traps 34 to 38 and 55: medicines without a window, short courses, routes, brands, diuretics.

Raltegravir and baloxavir: their labels. Local products and injections do not meet magnesium in the
gut. Potassium-sparing diuretics keep magnesium in the body; loop and thiazide diuretics lose it.
"""

from __future__ import annotations

import pytest

from helpers import codes, json_of, plan

pytestmark = pytest.mark.core


def summaries(document: dict, severity: str) -> str:
    return " ".join(f["summary"] for f in document["findings"] if f["severity"] == severity)


def details(document: dict) -> str:
    return " ".join(f["detail"] for f in document["findings"])


@pytest.mark.parametrize(
    "name",
    ["raltegravir", "Isentress", "Isentress HD 600 mg", "Dutrebis", "raltegravir potassium 400 mg",
     "baloxavir", "baloxavir marboxil", "Xofluza", "XOFLUZA 40 mg tablet"],
)  # fmt: skip
@pytest.mark.parametrize("at", [None, "08:00", "12:00"])
def test_t34_no_gap_makes_magnesium_fit_with_these_two(name, at):
    document = json_of(medications=name, medication_times=at and f"{name}={at}")
    assert document["disposition"] == "do_not_supplement"
    assert (document["dose"], document["timing"]) == (None, None)
    assert "do not take magnesium" in summaries(document, "stop")
    assert summaries(document, "separate") == ""


@pytest.mark.parametrize(
    "name", ["dolutegravir", "Tivicay", "Triumeq", "Dovato", "bictegravir", "Biktarvy"]
)
def test_t35_a_meal_is_no_exception_for_magnesium_and_integrase_inhibitors(name):
    document = json_of(medications=name, medication_times=f"{name}=18:30", patterns="daytime")
    (window,) = document["timing"]["allowed"]
    assert (window["from"], window["to"]) == ("20:30", "12:30")
    assert "18:30" not in [intake["time"] for intake in document["timing"]["intakes"]]
    assert "food exception for calcium and iron does not hold for magnesium" in details(document)


@pytest.mark.parametrize(
    "name", ["ciprofloxacin", "levofloxacin", "moxifloxacin", "doxycycline", "cefdinir",
             "azithromycin", "nitrofurantoin"],
)  # fmt: skip
def test_t36_a_short_antibiotic_course_keeps_the_dose_and_advises_a_pause(name):
    document = json_of(medications=name)
    assert document["disposition"] == "supplement"
    assert document["dose"] is not None
    (pause,) = [f["summary"] for f in document["findings"] if f["code"] == "MED011"]
    assert "short course" in pause
    assert "pausing magnesium" in pause


@pytest.mark.parametrize("name", ["levothyroxine", "alendronate", "dolutegravir", "gabapentin"])
def test_t36_a_lasting_treatment_is_never_called_a_short_course(name):
    assert "short course" not in str(json_of(medications=name)["findings"])


LOCAL = [
    "ciprofloxacin eye drops", "ciprofloxacin ear drops", "Ciloxan", "Cetraxal", "ofloxacin otic",
    "moxifloxacin 0.5% eye drops", "Vigamox", "tetracycline eye ointment", "minocycline foam",
    "azithromycin eye drops", "ketoconazole shampoo", "ketoconazole cream 2%", "tacrolimus ointment",
    "ciclosporin eye drops", "gentamicin eye drops", "tobramycin inhalation", "Inbrija",
]  # fmt: skip


@pytest.mark.parametrize("name", LOCAL)
def test_t37_eye_ear_skin_and_inhaled_products_bring_no_rule(name):
    document = json_of(medications=name)
    assert document["disposition"] == "supplement"
    assert document["timing"]["allowed"] == [{"from": "00:00", "to": "24:00"}]
    assert document["medications"][0]["matches"][0]["counts_as_oral"] is False
    assert summaries(document, "separate") == ""


@pytest.mark.parametrize(
    "name",
    ["ciprofloxacin iv", "ciprofloxacin 400 mg infusion", "azithromycin intravenous", "Cabenuva",
     "Apretude", "Rekambys", "rilpivirine injection", "Zometa", "Aclasta", "Boniva IV", "Prolia",
     "ibandronate injection", "iron infusion"],
)  # fmt: skip
def test_t37_an_injection_brings_no_window(name):
    document = json_of(medications=name)
    assert document["disposition"] == "supplement"
    assert document["timing"]["allowed"] == [{"from": "00:00", "to": "24:00"}]


@pytest.mark.parametrize(
    "name", ["gentamicin injection", "cisplatin infusion", "digoxin injection"]
)
def test_t37_an_injection_still_asks_a_clinician_where_the_medicine_does(name):
    assert json_of(medications=name)["disposition"] == "clinician_first"


@pytest.mark.parametrize(
    "name",
    ["Edurant", "Vocabria", "Cipro", "ciprofloxacin oral suspension", "Boniva", "iron tablets"],
)
def test_t37_the_oral_sister_of_an_injection_does_bring_its_window(name):
    document = json_of(medications=name)
    assert document["timing"]["allowed"] != [{"from": "00:00", "to": "24:00"}]
    assert summaries(document, "separate")


def test_t37_drops_and_tablets_of_one_medicine_together_keep_the_tablets_window():
    for names in (["Ciloxan", "Cipro"], ["Cipro", "Ciloxan"],
                  ["ciprofloxacin eye drops", "ciprofloxacin 500 mg tablets"]):  # fmt: skip
        document = json_of(medications=names)
        assert summaries(document, "separate").count("Ciprofloxacin") == 1
        assert len(document["timing"]["allowed"]) == 2


BRANDS = {
    "Juluca": {"dolutegravir", "rilpivirine"},
    "Dovato": {"dolutegravir", "lamivudine"},
    "Triumeq": {"abacavir", "dolutegravir", "lamivudine"},
    "Fosavance": {"alendronate", "colecalciferol"},
    "Maxzide": {"triamterene", "hydrochlorothiazide"},
    "Evotaz": {"atazanavir", "cobicistat"},
    "Stalevo": {"levodopa", "carbidopa", "entacapone"},
    "Arthrotec": {"diclofenac", "misoprostol"},
    "Madopar": {"levodopa", "benserazide"},
    "Cabenuva": {"cabotegravir", "rilpivirine"},
    "Ciprodex": {"ciprofloxacin", "dexamethasone"},
    "Rifinah": {"rifampicin", "isoniazid"},
    "Glucovance": {"glibenclamide", "metformin"},
    "Dyazide": {"triamterene", "hydrochlorothiazide"},
    "dolutegravir/rilpivirine": {"dolutegravir", "rilpivirine"},
    "losartan and hydrochlorothiazide": {"losartan", "hydrochlorothiazide"},
}


@pytest.mark.parametrize(("brand", "ingredients"), BRANDS.items())
def test_t38_a_combination_brand_stands_for_all_its_ingredients(brand, ingredients):
    (medicine,) = json_of(medications=brand)["medications"]
    assert {match["ingredient"].casefold() for match in medicine["matches"]} == ingredients


def test_t38_the_stricter_hours_of_both_ingredients_hold():
    def windows(name: str) -> list[dict[str, str]]:
        document = json_of(medications=name, medication_times=f"{name}=08:00")
        return document["timing"]["allowed"]

    assert windows("Juluca") == [{"from": "12:00", "to": "02:00"}]
    assert windows("Tivicay") == [{"from": "10:00", "to": "02:00"}]
    assert windows("atazanavir") == [{"from": "10:00", "to": "07:00"}]
    assert windows("Evotaz") == [{"from": "10:00", "to": "06:00"}]


def test_t38_both_kinds_of_diuretic_in_one_tablet_are_both_named():
    told = summaries(json_of(medications="Maxzide"), "caution")
    assert "Triamterene" in told
    assert "Hydrochlorothiazide" in told


SPARING = ["spironolactone", "Aldactone 25 mg", "eplerenone", "amiloride", "triamterene",
           "finerenone", "Kerendia", "Maxzide", "co-amilofruse"]  # fmt: skip


@pytest.mark.parametrize("name", SPARING)
@pytest.mark.parametrize("why", [{"age": "65"}, {"age": "80"}, {"egfr": "50"}, {"kidney": "ckd"}])
def test_t55_a_potassium_sparing_diuretic_asks_a_clinician_from_65_or_with_weak_kidneys(name, why):
    advice = plan(medications=name, pregnant=None, **why)
    assert advice.disposition == "clinician_first"
    assert "MED002" in codes(advice)


@pytest.mark.parametrize("name", ["spironolactone", "eplerenone", "amiloride", "finerenone"])
def test_t55_the_words_say_that_it_keeps_magnesium(name):
    told = details(json_of(medications=name))
    assert "keep magnesium" in told
    assert "flush" not in told


@pytest.mark.parametrize("name", ["furosemide", "bumetanide", "hydrochlorothiazide", "indapamide"])
def test_t55_the_words_for_loop_and_thiazide_diuretics_say_the_opposite(name):
    document = json_of(medications=name, age="70", pregnant=None)
    assert "flush magnesium" in details(document)
    assert "keep magnesium" not in details(document)
    assert document["disposition"] == "supplement"
