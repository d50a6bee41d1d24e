"""The same medicine is a different matter for different people, forms and routes: what the labels and
reviews ask for, medicine by medicine.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from helpers import healthy, json_of
from magadvise import load_knowledge, parse
from magadvise.advice.forms import choose
from magadvise.advice.pipeline import case_of
from magadvise.knowledge.load import load_file
from traps.printed import plan_text

pytestmark = pytest.mark.core

WHOLE_DAY = [("00:00", "24:00")]
GRADES = ("MED001", "MED002", "MED003", "MED004", "MED005")
ALKALINE = ("oxide", "hydroxide", "carbonate")


def graded(document: dict[str, Any]) -> list[str]:
    """The severities of the medicine, without its link to cramps and the words on short courses."""
    return [f["severity"] for f in document["findings"] if f["code"] in GRADES]


def told(document: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [finding for finding in document["findings"] if finding["code"] == code]


def reasons(document: dict[str, Any], form: str) -> str:
    return " ".join(row["reason"] for row in document["form"]["avoid"] if row["id"] == form)


def allowed(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(stretch["from"], stretch["to"]) for stretch in document["timing"]["allowed"]]


# potassium-sparing diuretics: they keep magnesium ---------------------------------------------------

SPARING = [
    *"spironolactone Aldactone eplerenone Inspra amiloride triamterene finerenone Kerendia".split(),
    *"co-amilozide Dyazide".split(),
    "potassium canrenoate injection",
]
WEAK_KIDNEYS: list[dict[str, str | None]] = [
    {"kidney": "ckd"},
    {"kidney": "transplant"},
    {"kidney": "one_kidney"},
    {"kidney": "injury"},
    {"kidney": "dialysis"},
    {"kidney": "ckd", "egfr": "90"},
    {"kidney": "normal", "egfr": "59.9"},
    {"kidney": None, "creatinine": "1.6mg/dL"},  # a woman of 45: about 40 mL/min/1.73 m2
]


@pytest.mark.parametrize("name", SPARING)
@pytest.mark.parametrize("changes", WEAK_KIDNEYS, ids=str)
def test_with_any_kidney_disease_a_potassium_sparing_diuretic_is_a_matter_for_a_clinician(
    name: str, changes: dict[str, str | None]
) -> None:
    document = json_of(medications=name, **changes)
    assert "clinician" in graded(document)
    assert (document["dose"], document["ceiling_mg"]) == (None, 0)


@pytest.mark.parametrize("name", SPARING)
@pytest.mark.parametrize(
    "changes", [{}, {"age": "64"}, {"kidney": None, "egfr": "60"}, {"age": "64", "egfr": "60"}], ids=str
)  # fmt: skip
def test_without_kidney_disease_it_is_watched_below_65_years(
    name: str, changes: dict[str, str | None]
) -> None:
    document = json_of(medications=name, **changes)
    assert set(graded(document)) == {"caution"}
    assert document["disposition"] == "supplement"


@pytest.mark.parametrize("name", SPARING)
def test_from_65_years_it_is_a_matter_for_a_clinician_with_the_best_of_kidneys(name: str) -> None:
    document = json_of(medications=name, age="65", kidney="normal", egfr="100")
    assert "clinician" in graded(document)
    assert document["disposition"] == "clinician_first"


def test_age_and_kidneys_change_nothing_for_a_diuretic_that_loses_magnesium() -> None:
    for name, changes in product(
        ("furosemide", "hydrochlorothiazide"), ({"age": "80"}, {"kidney": "ckd"})
    ):
        assert graded(json_of(medications=name, **changes)) == ["caution"]


# active vitamin D: not on dialysis -----------------------------------------------------------------

ACTIVE_D = [
    *"calcitriol Rocaltrol alfacalcidol One-Alpha paricalcitol Zemplar doxercalciferol".split(),
    "paricalcitol injection",
]


@pytest.mark.parametrize("name", ACTIVE_D)
def test_active_vitamin_d_forbids_magnesium_on_dialysis_by_a_finding_of_its_own(name: str) -> None:
    document = json_of(medications=name, kidney="dialysis")
    assert graded(document) == ["stop"]
    (finding,) = told(document, "MED001")
    assert "On dialysis do not take magnesium" in finding["detail"]


@pytest.mark.parametrize("name", ACTIVE_D)
@pytest.mark.parametrize("kidney", ["normal", "ckd", "transplant", "injury", "unknown"])
def test_active_vitamin_d_off_dialysis_is_watched(name: str, kidney: str) -> None:
    assert graded(json_of(medications=name, kidney=kidney)) == ["caution"]


@pytest.mark.parametrize("name", ["colecalciferol", "vitamin D3 1000 IU", "ergocalciferol"])
@pytest.mark.parametrize("kidney", ["normal", "dialysis"])
def test_plain_vitamin_d_is_information_whatever_the_kidneys(name: str, kidney: str) -> None:
    assert graded(json_of(medications=name, kidney=kidney)) == ["info"]


def test_a_skin_cream_of_a_vitamin_d_analogue_brings_no_rule() -> None:
    assert graded(json_of(medications="calcipotriol ointment", kidney="dialysis")) == []


# acid blockers, levodopa, sulfonylureas, misoprostol: the form --------------------------------------

ACID_BLOCKERS = [
    *"omeprazole esomeprazole lansoprazole pantoprazole rabeprazole dexlansoprazole".split(),
    "vonoprazan",
    "pantoprazole injection",
]


@pytest.mark.parametrize("name", ACID_BLOCKERS)
def test_an_acid_blocker_is_watched_and_lists_oxide_as_unsuitable(name: str) -> None:
    document = json_of(medications=name)
    assert (document["disposition"], graded(document)) == ("supplement", ["caution"])
    for form in ALKALINE:
        assert "stomach acid" in reasons(document, form)
    assert document["form"]["id"] not in ALKALINE
    assert "Magnesium oxide" in plan_text(medications=name)


@pytest.mark.parametrize("name", ["famotidine", "aripiprazole", "amlodipine"])
def test_oxide_is_unsuitable_for_everybody_but_acid_is_the_reason_for_few(name: str) -> None:
    document = json_of(medications=name)
    assert reasons(document, "oxide")
    assert "stomach acid" not in reasons(document, "oxide")


LEVODOPA = "levodopa Sinemet Madopar Stalevo Rytary Duodopa Vyalev co-careldopa".split()


@pytest.mark.parametrize("name", LEVODOPA)
def test_levodopa_needs_a_clinician_and_is_told_to_avoid_alkaline_salts(name: str) -> None:
    """Volunteers: oxide took away 35% of the levodopa and 81% of the carbidopa."""
    document = json_of(medications=name)
    assert (document["disposition"], document["form"]) == ("clinician_first", None)
    (finding,) = told(document, "MED002")
    for words in ("oxide", "hydroxide", "carbonate", "35%", "81%"):
        assert words in finding["detail"]


@pytest.mark.parametrize("name", LEVODOPA)
def test_the_form_for_a_levodopa_user_is_never_alkaline_whatever_else_holds(name: str) -> None:
    """The form stays unsaid while a clinician decides; should it ever be said, it is none of these."""
    knowledge = load_knowledge()
    stools, patterns = ("usual", "loose", "constipated"), ("night", "daytime", "stress", "unknown")
    for stool, pattern, more in product(stools, patterns, ([], ["omeprazole"], ["misoprostol"])):
        answers = healthy(stool=stool, patterns=pattern, medications=[name, *more])
        advice = choose(case_of(parse(answers, knowledge), knowledge, "us"))
        assert advice.id in ("bisglycinate", "citrate", "malate")
        assert not set(ALKALINE) & set(advice.alternatives)
        why = dict(advice.avoid)
        assert all("carbidopa" in why[form] for form in ALKALINE)


def test_the_buffered_kind_of_bisglycinate_is_called_alkaline_and_kept_from_levodopa() -> None:
    (row,) = (r for r in load_file("forms.json")["forms"] if r["id"] == "bisglycinate")
    assert '"Buffered" kinds contain magnesium oxide' in row["avoid_when"]
    assert "do not take them with levodopa" in row["avoid_when"]


def test_levodopa_that_is_inhaled_shows_a_dose_and_never_an_alkaline_form() -> None:
    document = json_of(medications="Inbrija")
    assert (document["disposition"], graded(document)) == ("supplement", [])
    assert document["form"]["id"] not in ALKALINE
    assert not set(ALKALINE) & set(document["form"]["alternatives"])


SULFONYLUREAS = """glipizide glibenclamide glyburide tolbutamide gliclazide glimepiride
chlorpropamide""".split()


@pytest.mark.parametrize("name", SULFONYLUREAS)
def test_a_sulfonylurea_is_watched_and_keeps_two_hours_and_off_hydroxide(name: str) -> None:
    """Hydroxide speeds its uptake; taken 2 h after the tablet it does not."""
    document = json_of(medications=name, medication_times=f"{name}=08:00")
    assert (document["disposition"], graded(document)) == ("supplement", ["caution"])
    assert allowed(document) == [("10:00", "06:00")]
    assert "low blood sugar" in reasons(document, "hydroxide")
    assert "low blood sugar" not in reasons(document, "oxide")
    (finding,) = told(document, "MED004")
    assert "low blood sugar" in finding["detail"]


def test_other_diabetes_tablets_bring_no_such_warning() -> None:
    for name in ("metformin", "sitagliptin", "repaglinide"):
        assert "low blood sugar" not in reasons(json_of(medications=name), "hydroxide")


# digoxin: three grades, the strictest counts --------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["digoxin", "Lanoxin", "digoxin 62.5 micrograms tablets", "digitoxin", "digoxin injection"]
)  # fmt: skip
@pytest.mark.parametrize("changes", [{}, {"age": "70"}, {"kidney": "ckd"}], ids=str)
def test_digoxin_asks_a_clinician_for_everybody_and_by_every_swallowed_or_injected_route(
    name: str, changes: dict[str, str]
) -> None:
    document = json_of(medications=name, **changes)
    assert graded(document) == ["clinician"]
    assert (document["disposition"], document["dose"]) == ("clinician_first", None)


def test_digoxin_words_name_the_blood_test_and_do_not_say_to_stop() -> None:
    (finding,) = told(json_of(medications="digoxin"), "MED002")
    assert "blood test of magnesium and potassium" in finding["detail"]
    assert "Do not stop this medicine" in finding["detail"]


# SGLT2 inhibitors: a small rise, which counts with weak kidneys --------------------------------------

GLIFLOZINS = ["empagliflozin", "dapagliflozin", "canagliflozin", "Jardiance", "Forxiga", "Invokana"]


@pytest.mark.parametrize("name", GLIFLOZINS)
@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({"kidney": "normal"}, "info"),
        ({"kidney": "unknown"}, "info"),
        ({"kidney": None, "egfr": "60"}, "info"),
        ({"kidney": None, "egfr": "59.9"}, "caution"),
        ({"kidney": "normal", "egfr": "45"}, "caution"),
        ({"kidney": None, "creatinine": "1.6mg/dL"}, "caution"),
        ({"kidney": "ckd"}, "caution"),
    ],
    ids=str,
)
def test_an_sglt2_inhibitor_is_information_until_the_kidneys_are_weak(
    name: str, changes: dict[str, str | None], severity: str
) -> None:
    assert graded(json_of(medications=name, **changes)) == [severity]


# injections -----------------------------------------------------------------------------------------

# What the medicine brings when it is swallowed, and what is left of it in a vein or muscle.
INJECTED = {
    "levofloxacin": ("separate", None),
    "doxycycline": ("separate", None),
    "levothyroxine": ("separate", None),
    "ibandronate": ("separate", None),
    "phenytoin": ("separate", "caution"),  # kept apart by mouth, watched by any route
    "sotalol": ("separate", "caution"),
    "chlorpromazine": ("separate", None),
    "insulin": ("info", None),
    "furosemide": ("caution", "caution"),
    "pantoprazole": ("caution", "caution"),
    "verapamil": ("caution", "caution"),
    "tacrolimus": ("clinician", "clinician"),
    "ciclosporin": ("clinician", "clinician"),
    "mycophenolate mofetil": ("clinician", "clinician"),
    "rifampicin": ("clinician", "clinician"),
    "digoxin": ("clinician", "clinician"),
}


@pytest.mark.parametrize("name", INJECTED)
@pytest.mark.parametrize("how", ["injection", "for intravenous infusion", "IV"])
def test_an_injection_keeps_stop_clinician_and_caution_and_loses_the_window(
    name: str, how: str
) -> None:
    swallowed, injected = INJECTED[name]
    assert graded(json_of(medications=name)) == [swallowed]
    typed = f"{name} {how}"
    document = json_of(medications=typed, medication_times=f"{typed}=08:00")
    assert graded(document) == ([injected] if injected else [])
    assert document["medications"][0]["matches"][0]["counts_as_oral"] is False
    if injected != "clinician":
        assert allowed(document) == WHOLE_DAY
        assert document["disposition"] == "supplement"


def test_magnesium_by_drip_forbids_any_more_of_it() -> None:
    for name in ("magnesium sulfate injection", "magnesium sulfate IV infusion"):
        document = json_of(medications=name)
        assert "stop" in graded(document)
        assert document["disposition"] == "do_not_supplement"


# short courses ----------------------------------------------------------------------------------------

COURSES = """ofloxacin norfloxacin delafloxacin gemifloxacin minocycline tetracycline Vibramycin
omadacycline cefpodoxime cefuroxime nitroxoline Zithromax Macrobid""".split()


@pytest.mark.parametrize("name", COURSES)
def test_a_short_antibiotic_course_advises_a_pause_and_still_shows_dose_and_hours(
    name: str,
) -> None:
    document = json_of(medications=name)
    (pause,) = told(document, "MED011")
    assert pause["severity"] == "info"
    assert "pausing magnesium until it ends is simpler" in pause["summary"]
    assert "Pause magnesium for the course" in pause["detail"]
    assert document["disposition"] == "supplement"
    assert document["dose"]["steps"][0]["mg_per_day"] == 150
    assert allowed(document) != WHOLE_DAY
    assert graded(document) == ["separate"]


@pytest.mark.parametrize("name", ["Vibramycin", "Macrobid"])
def test_the_printed_plan_says_both_the_pause_and_the_dose(name: str) -> None:
    text = plan_text(medications=name)
    assert "pausing magnesium until it ends is simpler" in text
    assert "150 mg a day" in text


@pytest.mark.parametrize(
    "name", ["ofloxacin ear drops", "doxycycline injection", "sarecycline", "hydroxychloroquine"]
)
def test_drops_injections_and_lasting_treatments_bring_no_such_advice(name: str) -> None:
    assert told(json_of(medications=name), "MED011") == []
