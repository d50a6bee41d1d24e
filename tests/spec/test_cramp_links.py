"""Medicines that may cause leg cramps themselves: whoever takes one is told its name, not to stop it,
and to ask the prescriber. The list is that of a review of leg cramps, of labels, and of a study of
who was newly treated for cramps.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from helpers import json_of
from magadvise.cli.main import main
from magadvise.knowledge.load import load_file
from traps.printed import plan_text

pytestmark = pytest.mark.core

RULES = ("MED001", "MED002", "MED003", "MED004", "MED005")
ROWS = load_file("medicines.json")["ingredients"]
LINKED = [row["names"][0] for row in ROWS if "cramp_link" in row]
# Named by a review of leg cramps, by labels, or by the study of new cramp treatment.
MUST_BE_LINKED = """
salmeterol formoterol spironolactone triamterene hydrochlorothiazide indapamide furosemide simvastatin
rosuvastatin naproxen raloxifene teriparatide clonazepam citalopram celecoxib gabapentin zolpidem
levothyroxine nifedipine donepezil ciclosporin imatinib vismodegib sonidegib lenalidomide
pyridostigmine alendronate patiromer
""".split()

TO_STOP = re.compile(r"(?i)(?<!do not )(?<!never )\bstop (?:it|this|the|taking)\b")


def told(document: dict[str, Any]) -> list[dict[str, Any]]:
    """What is said about the link of a medicine to cramps."""
    return [finding for finding in document["findings"] if finding["code"] == "MED010"]


def test_the_medicines_named_for_leg_cramps_all_carry_the_link() -> None:
    assert set(MUST_BE_LINKED) <= set(LINKED)
    assert len(LINKED) > 60


@pytest.mark.parametrize("name", LINKED)
def test_who_takes_a_medicine_linked_to_cramps_is_told_not_to_stop_and_to_ask(name: str) -> None:
    document = json_of(medications=name)
    (finding,) = told(document)
    assert finding["severity"] == "caution"
    assert "is linked to leg cramps. Do not stop it; ask the prescriber." in finding["summary"]
    assert "Do not change the medicine yourself." in finding["detail"]
    assert "prescriber" in finding["detail"]
    assert finding["sources"]
    assert "MED010" in document["medications"][0]["findings"]


def test_the_printed_plan_names_every_linked_medicine_and_says_not_to_stop_it() -> None:
    """All in one plan: each sentence stands whole beside its name."""
    text = plan_text(medications=LINKED)
    names = {m["ingredient"] for d in [json_of(medications=LINKED)] for u in d["medications"]
             for m in u["matches"]}  # fmt: skip
    assert len(names) == len(LINKED)
    for name in names:
        shown = name[:1].upper() + name[1:]
        assert f"{shown} is linked to leg cramps. Do not stop it; ask the prescriber." in text


def test_no_text_tells_anybody_to_stop_a_linked_medicine() -> None:
    for name in LINKED:
        for finding in json_of(medications=name)["findings"]:
            words = f"{finding['summary']} {finding['detail']}"
            assert TO_STOP.findall(words) == []


@pytest.mark.parametrize(
    "name", ["salmeterol inhaler", "Serevent", "Seretide Accuhaler", "Symbicort Turbohaler"]
)
def test_an_inhaler_is_linked_to_cramps_though_it_brings_no_other_rule(name: str) -> None:
    """Long-acting inhalers have the largest figure of all: 2.17 times the new cramp treatment."""
    document = json_of(medications=name)
    assert [f["code"] for f in document["findings"] if f["code"] in RULES] == []
    assert told(document)


@pytest.mark.parametrize("name", ["salbutamol eye drops", "diclofenac gel", "naproxen gel"])
def test_what_is_put_on_the_skin_or_in_the_eye_is_not_linked(name: str) -> None:
    assert told(json_of(medications=name)) == []


def test_a_linked_medicine_moves_no_plan() -> None:
    for name in ("simvastatin", "raloxifene", "citalopram", "donepezil"):
        document = json_of(medications=name)
        assert (document["disposition"], document["ceiling_mg"]) == ("supplement", 350)


def test_med_prints_the_link_where_the_medicine_has_a_rule(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("levothyroxine", "furosemide", "nifedipine", "ciclosporin"):
        assert main(["med", name]) == 0
        text = " ".join(capsys.readouterr().out.split())
        assert "Linked to leg cramps" in text
        assert "Do not stop it; ask the prescriber." in text


def test_the_json_of_med_names_the_link_and_the_pause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["med", "levothyroxine", "doxycycline", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["medications"]
    assert "MED010" in first["findings"]
    assert "MED011" in second["findings"]
