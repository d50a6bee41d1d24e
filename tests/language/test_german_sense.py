"""German says what the English says, in German: faults that readers found, one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from magadvise.knowledge.load import load_knowledge, load_words

pytestmark = pytest.mark.core
GERMAN = Path(__file__).resolve().parents[2] / "data" / "languages" / "de"


def table(name: str) -> Any:
    return json.loads((GERMAN / f"{name}.json").read_text(encoding="utf-8"))


def everything() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(GERMAN.glob("*.json")))


def test_who_has_to_ask_first_may_begin_when_they_agree():
    """ "Bis dahin" let the visit alone be enough. With its mark the line fits 80 columns."""
    words = load_words("plan", "de")
    said = words("todo.clinician_first")
    assert said == "Zeigen Sie dort diese Seite. Kein Magnesium, bis man dort zustimmt."
    assert len(f"{words('mark.todo')} {said}") <= 80


def test_what_is_brought_to_the_hospital_is_all_that_holds_magnesium():
    """Not what is taken together with magnesium."""
    assert "mit Magnesium nehmen" not in everything()
    flags = table("red_flags")
    assert (
        "Bringen Sie alles mit, was Magnesium enthält,"
        in (flags["red_flags"]["very_drowsy_slow_breathing"]["todo"])
    )
    assert flags["overdose"][2].startswith("Bringen oder nennen Sie alles, was Magnesium enthält.")


@pytest.mark.parametrize("id_", ["severe_diarrhoea", "inflammatory_bowel_disease", "short_bowel"])
def test_it_is_the_salts_that_loosen_stools_not_the_reader(id_):
    todo = load_knowledge(language="de").conditions[id_].todo
    assert "Oxid, Hydroxid oder Citrat: Diese Salze können den Stuhl noch weicher machen." in todo


def test_the_list_of_when_to_stop_has_a_heading_that_goes_with_main_clauses():
    words = load_words("plan", "de")
    assert words("heading.stop") == "Wann Sie aufhören"
    assert not words("label.stop").endswith("wenn")


def test_words_that_were_no_german_are_gone():
    for wrong in ("ist bekannt zu hoch", "weiterzumachen", "müder als sonst"):
        assert wrong not in everything()
    assert "schläfriger als sonst" in table("dosing")["stop_if"]["early_signs"]["text"]
    assert load_words("plan", "de")("habits.diary").endswith(
        "Nach dem Versuch sagt er, ob Sie weitermachen sollen oder nicht."
    )


def test_the_line_of_the_version_writes_its_day_as_german_does():
    from export.made import shown
    from helpers import healthy

    year, month, day = load_knowledge().reviewed.split("-")
    assert f"geprüft {day}.{month}.{year}," in shown(healthy(), language="de").page.built
    assert f"reviewed {year}-{month}-{day}," in shown(healthy()).page.built
