"""Names that break: other alphabets, marks that nobody sees, form words alone; and words of ``med``."""

from __future__ import annotations

import pytest

from helpers import json_of
from magadvise import load_knowledge
from magadvise import profile as door
from magadvise.cli.main import main
from magadvise.errors import InputError

pytestmark = pytest.mark.core


def named(text: str):
    return door.medicine(text, load_knowledge())


@pytest.mark.parametrize(
    "typed",
    [
        "omeprazole, \u0434\u0438\u0433\u043e\u043a\u0441\u0438\u043d",  # digoxin in Cyrillic
        "omeprazole + \u062f\u064a\u062c\u0648\u0643\u0633\u064a\u0646",  # digoxin in Arabic
        "iron \u5730\u9ad8\u8f9b",  # digoxin in Chinese
        "\u0434\u0438\u0433\u043e\u043a\u0441\u0438\u043d (Lasix)",
    ],
)
def test_a_word_of_another_alphabet_is_a_word_that_was_not_understood(typed: str) -> None:
    assert not named(typed).resolved
    document = json_of(medications=[typed])
    assert "MED006" in [f["code"] for f in document["findings"]]
    assert document["ceiling_mg"] <= 150


def test_two_names_in_another_alphabet_with_the_same_strength_are_two_medicines() -> None:
    names = [
        "\u0434\u0438\u0433\u043e\u043a\u0441\u0438\u043d 5 mg",
        "\u0432\u0430\u0440\u0444\u0430\u0440\u0438\u043d 5 mg",
    ]
    assert [m["input"] for m in json_of(medications=names)["medications"]] == names


def test_a_text_too_long_for_a_name_does_not_swallow_the_name_that_it_begins_with() -> None:
    """keys.key() cuts at 400 characters, so both have one key and the first is kept."""
    names = ["raltegravir" + " " * 400 + "x", "raltegravir"]
    assert json_of(medications=names)["disposition"] == "do_not_supplement"


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e"], ids=ascii
)
def test_a_soft_hyphen_or_zero_width_space_is_no_part_of_a_name(mark: str) -> None:
    """cipro|floxacin is no norfloxacin, and balox|avir is baloxavir."""
    assert [m.ingredient for m in named(f"cipro{mark}floxacin").matches] == ["ciprofloxacin"]
    document = json_of(medications=[f"balox{mark}avir"])
    assert document["disposition"] in ("do_not_supplement", "clinician_first")


@pytest.mark.parametrize(
    "name",
    [
        "atorvastatin",
        "simvastatin",
        "raloxifene",
        "donepezil",
        "citalopram",
        "zolpidem",
        "imatinib",
        "vismodegib",
        "iron sucrose",
        "zoledronic acid",
        "salmeterol inhaler",
    ],
)
def test_med_prints_the_cramp_link_of_every_medicine_that_has_one(capsys, name: str) -> None:
    assert main(["med", name]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Linked to leg cramps" in text
    assert "Do not stop it; ask the prescriber." in text


def test_a_levodopa_user_is_warned_of_buffered_kinds_as_well() -> None:
    (detail,) = [
        f["detail"] for f in json_of(medications="Sinemet")["findings"] if f["code"] == "MED002"
    ]
    assert "buffered" in detail


@pytest.mark.parametrize("name", ["Calquence tablets", "acalabrutinib 100 mg film-coated tablets"])
def test_acalabrutinib_tablets_bring_no_rule(name: str) -> None:
    assert json_of(medications=name)["disposition"] == "supplement"


@pytest.mark.parametrize("text", ["2 tablets", "mg"])
def test_a_form_or_a_unit_alone_suggests_nothing(text: str) -> None:
    assert named(text).suggestions == ()


def test_an_answer_under_a_name_that_is_no_question_is_refused() -> None:
    """The flag is --med, the question medications: a silent drop would hide raltegravir."""
    with pytest.raises(InputError) as refused:
        door.parse({"age": "45", "sex": "male", "med": ["raltegravir"]}, load_knowledge())
    assert refused.value.problems()[0].code == "unknown_question"
