"""Traps 14, 43, 45 to 47, 54, 63 and 64: which salt, and compound weight against elemental amount.

Magnesium share by formula: citrate 16.16 %, bisglycinate 14.1 % (dihydrate 11.66 %, buffered with
oxide 18-20 % on labels). Magtein label: 144 mg of magnesium a day in 2,000 mg of L-threonate.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest

from helpers import json_of, plan
from magadvise.errors import InputError
from magadvise.knowledge.load import load_file, load_knowledge

pytestmark = pytest.mark.core

NEVER = {"oxide", "hydroxide", "carbonate", "sulfate", "topical"}
STOOLS = ("usual", "loose", "constipated", "unknown")
PATTERNS = ("night", "daytime", "stress", "exercise", "heat", "twitch", "unknown")
MEDICINES = ("none", "omeprazole", "lansoprazole", "vonoprazan", "misoprostol", "simvastatin")


def form_row(name: str) -> dict:
    return next(row for row in load_file("forms.json")["forms"] if row["id"] == name)


def topic(name: str) -> str:
    row = next(row for row in load_file("topics.json")["topics"] if row["id"] == name)
    return " ".join(point["text"] for point in row["points"])


COMPOUNDS = ["magnesium citrate 1,000 mg", "magnesium citrate 1000mg", "magnesium bisglycinate 500 mg",
             "magnesium oxide 400 mg", "magnesium glycinate 2 x 500 mg", "magnesium 250 mg"]  # fmt: skip


@pytest.mark.parametrize("typed", COMPOUNDS)
@pytest.mark.parametrize("question", ["products", "medications"])
def test_t14_the_weight_of_a_compound_is_never_taken_for_magnesium(typed, question):
    """Nor silently converted: the person is sent to the label's magnesium line."""
    document = json_of(**{question: [typed], "other_magnesium_mg": None})
    assert document["disposition"] == "no_room"
    assert document["dose"] is None
    assert document["intake"]["other_magnesium_mg"] is None
    assert any("Read the label" in finding["summary"] for finding in document["findings"])


def test_t14_the_knowledge_gives_the_conversion_by_formula():
    told = topic("elemental_vs_compound")
    assert "1,000 mg of magnesium citrate holds about 162 mg" in told
    assert "500 mg of magnesium bisglycinate holds about 71 mg" in told
    assert "Magnesium (as ...) N mg" in told


@pytest.mark.parametrize("medicine", ["omeprazole", "esomeprazole", "Losec", "pantoprazole"])
@pytest.mark.parametrize("stool", STOOLS)
def test_t43_an_acid_blocker_user_gets_a_salt_that_needs_no_acid(medicine, stool):
    form = json_of(medications=medicine, stool=stool)["form"]
    assert form["id"] in ("bisglycinate", "citrate")
    assert not NEVER & set(form["alternatives"])
    reasons = [row["reason"] for row in form["avoid"] if row["id"] == "oxide"]
    assert any("stomach acid" in reason for reason in reasons)


@pytest.mark.parametrize("medicine", ["levodopa", "Sinemet", "Madopar", "Stalevo", "co-careldopa"])
def test_t43_a_levodopa_user_gets_no_dose_and_is_warned_of_alkaline_salts(medicine):
    for form in ("oxide", "hydroxide", "carbonate"):
        document = json_of(medications=medicine, check_dose_mg="200", check_form=form)
        assert document["dose"] is None
        (told,) = [f["detail"] for f in document["findings"] if f["code"] == "FRM001"]
        assert "carbidopa" in told


def test_t43_oxide_in_use_beside_an_acid_blocker_is_pointed_out():
    document = json_of(medications="omeprazole", check_dose_mg="250", check_form="oxide")
    (told,) = [f["detail"] for f in document["findings"] if f["code"] == "FRM001"]
    assert "stomach acid" in told


@cache
def every_form() -> tuple[dict, ...]:
    """The plans of every bowel, pattern, medicine and amount of other magnesium here."""
    return tuple(
        json_of(stool=stool, patterns=pattern, medications=medicine, other_magnesium_mg=other)
        for stool, pattern, medicine, other in product(
            STOOLS, PATTERNS, MEDICINES, ("none", "150", "300")
        )
    )


def test_t43_no_answers_lead_to_oxide_or_another_salt_that_is_never_chosen():
    for document in every_form():
        assert document["form"]["id"] in ("bisglycinate", "citrate", "malate")
        assert not NEVER & set(document["form"]["alternatives"])
        assert {row["id"] for row in document["form"]["avoid"]} >= NEVER


def test_t45_threonate_is_never_chosen_for_a_dose_that_its_label_cannot_reach():
    for document in every_form():
        assert document["form"]["id"] != "l_threonate"
    row = form_row("l_threonate")
    assert row["label_day_max_mg"] == 144
    assert "144 mg" in row["reach"]


def test_t45_what_is_said_of_threonate_is_true_of_a_small_dose_too():
    """Its label brings 144 mg, which is enough for a plan of 100 mg: it may not be said to be too little
    for "the dose"."""
    small = json_of(age="70", other_magnesium_mg="250")
    assert small["dose"]["max_mg_per_day"] == 100
    assert "l_threonate" in small["form"]["alternatives"]
    for language, wrong in (("en", "reach the dose"), ("de", "die Dosis nicht erreichen")):
        rows = load_knowledge(language=language).form_alternatives
        (reason,) = [row.reason for row in rows if row.form == "l_threonate"]
        assert "144 mg" in reason
        assert wrong not in reason


def test_t46_taurate_and_threonate_are_marked_as_without_a_cramp_trial():
    for name in ("taurate", "l_threonate", "acetyl_taurate", "orotate", "malate"):
        assert form_row(name)["cramp_trials"].startswith("None")
    told = topic("myths")
    assert "threonate and taurate are the best forms. Evidence: neither has a cramp trial" in told


def test_t46_taurate_is_named_for_stress_only_and_never_chosen():
    for document in every_form():
        form = document["form"]
        assert form["id"] != "taurate"
        stress = document["profile"]["patterns"] == ["stress"]
        assert ("taurate" in form["alternatives"]) == stress


def test_t46_every_choice_says_that_no_form_is_shown_to_work_better():
    for document in every_form():
        told = " ".join(document["form"]["reasons"])
        assert "No head-to-head cramp trial" in told
        assert "tolerance" in told


def test_t47_buffered_bisglycinate_has_its_own_share_with_oxide_in_it():
    variants = {row["id"]: row for row in form_row("bisglycinate")["variants"]}
    assert variants["bisglycinate"]["mg_percent"] == 14.1
    (buffered,) = [row for name, row in variants.items() if "buffered" in name]
    assert buffered["label_percent"] == [18, 20]
    assert buffered["mg_percent"] is None
    assert "oxide" in buffered["name"]


def test_t47_a_buffered_product_without_its_magnesium_line_is_an_unknown_amount():
    for typed in ("buffered magnesium bisglycinate 1000 mg", "magnesium glycinate buffered 500 mg"):
        document = json_of(products=typed, other_magnesium_mg=None)
        assert document["disposition"] == "no_room"


@pytest.mark.parametrize("typed", ["25%", "25 % DV", "100%NRV", "0.25 DV"])
def test_t54_a_percentage_is_refused_as_an_amount(typed):
    with pytest.raises(InputError) as error:
        plan(other_magnesium_mg=typed)
    assert error.value.problems()[0].field == "other_magnesium_mg"


@pytest.mark.parametrize("typed", ["centrum 25%", "multivitamin 100 % DV", "multivitamin 25% NRV"])
def test_t54_a_product_with_a_percentage_is_an_unknown_amount_not_a_guess(typed):
    document = json_of(products=typed, other_magnesium_mg=None)
    assert document["disposition"] == "no_room"
    assert document["intake"]["other_magnesium_mg"] is None


def test_t54_the_knowledge_names_the_three_meanings_of_100_percent():
    told = topic("elemental_vs_compound")
    assert "100 % is 420 mg on current US labels and 375 mg in the EU" in told
    assert "Older US labels used 400 mg" in told


BLOCKED = {"conditions": "bowel_obstruction"}


@pytest.mark.parametrize("more", [{}, {"medications": "omeprazole"}, {"egfr": "95"}, {"age": "70"}])
def test_t63_hard_stools_with_a_blocked_bowel_get_no_magnesium_at_all(more):
    document = json_of(stool="constipated", **BLOCKED, **more)
    assert document["disposition"] == "do_not_supplement"
    assert (document["form"], document["dose"]) == (None, None)
    told = " ".join(finding["detail"] for finding in document["findings"])
    for sign in ("Vomiting", "swollen belly", "no gas", "severe pain", "no magnesium laxative"):
        assert sign in told


def test_t63_hard_stools_with_unknown_conditions_are_asked_about_the_bowel_first():
    document = json_of(stool="constipated", conditions=None)
    assert document["disposition"] == "check_first"
    assert "bowel obstruction" in str(document["findings"])


def test_t63_the_question_about_the_bowel_asks_for_its_signs():
    """A person knows the signs, not the word ileus."""
    rows = load_file("conditions.json")["conditions"]
    question = next(row["question"] for row in rows if row["id"] == "bowel_obstruction")
    for sign in ("vomit", "swollen", "gas", "pain"):
        assert sign in question


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("medicine", MEDICINES)
def test_t64_loose_stools_get_bisglycinate_and_no_increase(pattern, medicine):
    document = json_of(stool="loose", patterns=pattern, medications=medicine)
    assert document["form"]["id"] == "bisglycinate"
    assert len(document["dose"]["steps"]) == 1


def test_t64_loose_stools_are_not_offered_citrate_as_an_alternative():
    assert "citrate" not in json_of(stool="loose")["form"]["alternatives"]


@pytest.mark.parametrize(
    "condition", ["severe_diarrhoea", "inflammatory_bowel_disease", "short_bowel"]
)
def test_t64_lasting_diarrhoea_goes_to_a_clinician_without_a_salt(condition):
    for stool in ("loose", "usual", "unknown"):
        document = json_of(conditions=condition, stool=stool)
        assert document["disposition"] == "clinician_first"
        assert document["form"] is None
