"""``magadvise med``: what a name resolves to and what it brings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from magadvise.cli.main import main


def med(capsys: pytest.CaptureFixture[str], *names: str) -> list[dict[str, Any]]:
    assert main(["med", *names, "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["medications"]
    return found


def brings(medicine: dict[str, Any]) -> list[tuple[str, float | None, float | None, str | None]]:
    return [
        (
            match["ingredient"],
            match["windows"]["mg_after_drug_h"],
            match["windows"]["mg_before_drug_h"],
            match["severity"],
        )
        for match in medicine["matches"]
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ciprofloxacin", [("ciprofloxacin", 2, 6, "separate")]),
        ("Cipro 500 mg tablets", [("ciprofloxacin", 2, 6, "separate")]),
        ("levothyroxine sodium 50 micrograms", [("levothyroxine", 4, 4, "separate")]),
        ("Edurant", [("rilpivirine", 4, 2, "separate")]),
        ("moxifloxacin", [("moxifloxacin", 4, 8, "separate")]),
        ("Isentress", [("raltegravir", None, None, "stop")]),
        ("Lumakras", [("sotorasib", 4, 10, "clinician")]),
        ("riociguat", [("riociguat", 1, 2, "separate")]),
        ("furosemide", [("furosemide", None, None, "caution")]),
        ("sertraline", [("sertraline", None, None, None)]),
        ("ciprofloxacin eye drops", [("ciprofloxacin", None, None, None)]),
        ("digoxin injection", [("digoxin", None, None, "clinician")]),
        ("magnesium sulfate injection", [("magnesium by drip or injection", None, None, "stop")]),
        (
            "Juluca",
            [("dolutegravir", 4, 6, "separate"), ("rilpivirine", 4, 6, "separate")],
        ),
    ],
)
def test_a_name_brings_the_windows_and_the_severity_of_its_label(capsys, name, expected):
    (medicine,) = med(capsys, name)
    assert brings(medicine) == expected


def test_the_names_come_back_in_the_order_asked(capsys):
    names = ["sertraline", "ciprofloxacin", "sertraline", "foozolam"]
    assert [m["input"] for m in med(capsys, *names)] == names


def test_a_typing_error_is_suggested_and_never_accepted(capsys):
    (medicine,) = med(capsys, "ciprofloxacn")
    assert medicine["matches"] == []
    assert medicine["suggestions"][0] == "ciprofloxacin"
    assert "MED006" in medicine["findings"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lasix", "Losec"),
        ("penicillin", "penicillamine"),
        ("doxylamine", "doxycycline"),
        ("cycloserine", "ciclosporin"),
        ("Slow-K", "Slow-Mag"),
        ("aripiprazole", "rabeprazole"),
        ("buspirone", "iron"),
    ],
)
def test_look_alikes_stay_apart(capsys, one, other):
    first, second = med(capsys, one, other)
    left = {m["class"] for m in first["matches"]}
    right = {m["class"] for m in second["matches"]}
    assert left
    assert right
    assert not left & right


@pytest.mark.parametrize("name", ["Tenoret", "Moducren", "CoAprovel"])
def test_a_hidden_diuretic_is_found(capsys, name):
    (medicine,) = med(capsys, name)
    assert "thiazide_diuretic" in {m["class"] for m in medicine["matches"]}


def test_esomeprazole_magnesium_is_no_dose_of_magnesium(capsys):
    (medicine,) = med(capsys, "esomeprazole magnesium 40 mg")
    assert [m["class"] for m in medicine["matches"]] == ["proton_pump_inhibitor"]
    assert "SRC001" not in medicine["findings"]


@pytest.mark.parametrize("columns", ["20", "40", "80"])
def test_the_text_tells_the_hours_why_and_the_source_at_every_width(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    assert (
        main(["med", "levothyroxine", "ciprofloxacn", "Xarelto", "Tobrex", "Milk of magnesia"]) == 0
    )
    text = " ".join(capsys.readouterr().out.split())
    assert "Magnesium at least 4 h after it, and at least 4 h before it." in text
    assert "First Databank" in text
    assert "Did you mean ciprofloxacin" in text
    assert "no known interaction of note" in text
    assert "by this route (eye) it brings no rule" in text
    assert "is safe" not in text.casefold()


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "1",
        "2026",
        "\x1b[2J",
        "💊",
        "[/b]",
        "a" * 10_000,
        "I feel well today",
    ],
)
def test_a_strange_name_is_never_a_match_and_never_a_fault(capsys, name):
    (medicine,) = med(capsys, name)
    assert medicine["matches"] == []
    assert main(["med", name]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_five_hundred_names_at_once_are_answered(capsys):
    assert len(med(capsys, *["omeprazole", "foozolam"] * 250)) == 500


def test_an_unknown_name_keeps_the_longest_gap_of_what_it_looks_like(capsys):
    """3 h in general, 6 h for what looks like ciprofloxacin."""
    assert main(["med", "foozolam"]) == 0
    assert "keep magnesium 3 h or more apart" in " ".join(capsys.readouterr().out.split())
    assert main(["med", "ciprofloxacn"]) == 0
    assert "keep magnesium 6 h or more apart" in " ".join(capsys.readouterr().out.split())


def test_a_medicine_with_a_rule_is_never_called_one_without(capsys):
    assert main(["med", "bisacodyl"]) == 0
    text = capsys.readouterr().out
    assert "Severity: separate" in text
    assert "no known interaction" not in text


def test_no_name_is_a_usage_error(capsys):
    assert main(["med"]) == 2
    assert capsys.readouterr().out == ""
