"""Medicines: only X and C move the ladder, S opens a window, M and I are words; names that are not
known, magnesium in disguise, and days without a safe hour.
"""

from __future__ import annotations

from typing import Any

import pytest

from helpers import json_of

pytestmark = pytest.mark.core

WHOLE_DAY = [("00:00", "24:00")]
SEVERITY = {"X": "stop", "C": "clinician", "S": "separate", "M": "caution", "I": "info"}


def taking(*names: str, times: str | None = None, **changes: Any) -> dict[str, Any]:
    return json_of(medications="; ".join(names), medication_times=times, **changes)


def about(found: dict[str, Any]) -> list[str]:
    """Severities of what is said about the medicines, without the link to cramps and short courses."""
    return [
        finding["severity"]
        for finding in found["findings"]
        if finding["code"] in ("MED001", "MED002", "MED003", "MED004", "MED005")
    ]


def allowed(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(stretch["from"], stretch["to"]) for stretch in found["timing"]["allowed"]]


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("X", "raltegravir"),
        ("X", "baloxavir"),
        ("X", "Kayexalate"),
        ("X", "magnesium sulfate injection"),
        ("C", "Sinemet"),
        ("C", "mycophenolate"),
        ("C", "tacrolimus"),
        ("C", "trientine"),
        ("C", "cisplatin injection"),
        ("C", "gentamicin injection"),
        ("C", "quinine"),
        ("S", "ciprofloxacin"),
        ("S", "levothyroxine"),
        ("S", "gabapentin"),
        ("S", "ferrous sulfate"),
        ("S", "rosuvastatin"),
        ("M", "omeprazole"),
        ("M", "amlodipine"),
        ("M", "glipizide"),
        ("M", "bendroflumethiazide"),
        ("I", "metformin"),
        ("I", "insulin"),
        ("I", "theophylline"),
    ],
)
def test_a_medicine_moves_the_ladder_only_when_it_must_be_avoided_or_decided(
    letter: str, name: str
) -> None:
    found = taking(name)
    rung = {"X": "do_not_supplement", "C": "clinician_first"}.get(letter, "supplement")
    ceiling = {"X": 0, "C": 0}.get(letter, 350)
    assert (found["disposition"], found["ceiling_mg"]) == (rung, ceiling)
    assert about(found) == [SEVERITY[letter]]


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("eltrombopag", "clinician"),  # separate, clinician
        ("digoxin", "clinician"),  # clinician, separate, monitor
        ("lithium", "clinician"),  # clinician, monitor
        ("patiromer", "clinician"),  # clinician, monitor
        ("dasatinib", "clinician"),  # clinician, separate
        ("sotalol", "separate"),  # separate, monitor
        ("phenytoin", "separate"),  # separate, monitor
    ],
)
def test_where_a_medicine_has_several_grades_the_strictest_applies(
    name: str, severity: str
) -> None:
    found = taking(name)
    assert about(found) == [severity]
    assert found["disposition"] == ("supplement" if severity == "separate" else "clinician_first")


@pytest.mark.parametrize("name", ["spironolactone", "amiloride", "eplerenone", "finerenone"])
@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({"age": "64"}, "caution"),
        ({"age": "65"}, "clinician"),
        ({"kidney": "ckd"}, "clinician"),
        ({"kidney": None, "egfr": "59.99"}, "clinician"),
        ({"kidney": None, "egfr": "60"}, "caution"),
    ],
)
def test_potassium_sparing_diuretics_need_a_clinician_from_65_years_or_with_weak_kidneys(
    name: str, changes: dict[str, Any], severity: str
) -> None:
    found = taking(name, **changes)
    assert about(found) == [severity]
    assert (found["disposition"] == "clinician_first") is (severity == "clinician")


@pytest.mark.parametrize(("kidney", "severity"), [("normal", "caution"), ("dialysis", "stop")])
def test_active_vitamin_d_is_ruled_out_on_dialysis_and_watched_otherwise(
    kidney: str, severity: str
) -> None:
    assert about(taking("calcitriol", kidney=kidney)) == [severity]


@pytest.mark.parametrize(("egfr", "severity"), [("60", "info"), ("59.99", "caution")])
def test_sglt2_inhibitors_are_watched_below_an_egfr_of_60(egfr: str, severity: str) -> None:
    assert about(taking("empagliflozin", kidney=None, egfr=egfr)) == [severity]


@pytest.mark.parametrize(
    "name",
    [
        "ciprofloxacin eye drops",
        "Ciloxan",
        "gentamicin eye drops",
        "gentamicin cream",
        "ofloxacin ear drops",
    ],
)
def test_products_for_eye_ear_and_skin_bring_no_rule(name: str) -> None:
    found = taking(name)
    assert (found["disposition"], about(found), allowed(found)) == ("supplement", [], WHOLE_DAY)
    assert found["medications"][0]["matches"]


@pytest.mark.parametrize("name", ["ciprofloxacin injection", "doxycycline injection", "cipro iv"])
def test_an_injection_brings_no_window(name: str) -> None:
    found = taking(name, times=f"{name}=08:00")
    assert (found["disposition"], about(found), allowed(found)) == ("supplement", [], WHOLE_DAY)


def test_an_antibiotic_course_keeps_the_dose_and_advises_a_pause() -> None:
    found = taking("doxycycline", times="doxycycline=08:00")
    assert found["disposition"] == "supplement"
    assert any("pausing magnesium" in f["summary"] for f in found["findings"])


# unknown ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["unknown", None, "ciprofloxacin; unknown"])
def test_unknown_medicines_keep_150_mg_without_increase(answer: str | None) -> None:
    found = json_of(medications=answer)
    assert (found["disposition"], found["ceiling_mg"]) == ("check_first", 150)
    assert [step["mg_per_day"] for step in found["dose"]["steps"]] == [150]


def test_a_name_without_any_likeness_checks_first_at_150_mg() -> None:
    found = taking("qqzzyyol")
    assert (found["disposition"], found["ceiling_mg"]) == ("check_first", 150)
    assert [step["mg_per_day"] for step in found["dose"]["steps"]] == [150]
    assert found["medications"][0]["matches"] == []


@pytest.mark.parametrize("name", ["raltegravr", "tacrolimuss", "levodopaa"])
def test_a_name_that_looks_like_a_medicine_to_avoid_or_decide_shows_no_dose(name: str) -> None:
    found = taking(name)
    assert found["medications"][0]["matches"] == []
    assert found["medications"][0]["suggestions"]
    assert (found["disposition"], found["ceiling_mg"]) == ("clinician_first", 0)


def test_an_unknown_name_with_a_time_keeps_3_hours_on_both_sides() -> None:
    assert allowed(taking("qqzzyyol", times="qqzzyyol=08:00")) == [("11:00", "05:00")]


def test_an_unknown_name_keeps_the_longer_hours_of_what_it_looks_like() -> None:
    """Ciprofloxacin: 2 h after, 6 h before; the general gap of 3 h is the longer one after it."""
    found = taking("ciprofloxacn", times="ciprofloxacn=08:00")
    assert allowed(found) == [("11:00", "02:00")]


def test_an_unknown_name_without_a_time_is_told_in_words_and_blocks_nothing() -> None:
    found = taking("qqzzyyol")
    assert allowed(found) == WHOLE_DAY
    assert any("keep magnesium 3 h apart" in f["summary"] for f in found["findings"])


def test_the_words_for_an_unknown_name_tell_the_longest_gap_of_what_it_looks_like() -> None:
    """Without a time the words are all there is: 6 h for what looks like ciprofloxacin."""
    found = taking("ciprofloxacn")
    text = " ".join(
        f"{f['summary']} {f['detail']}" for f in found["findings"] if f["code"] == "MED006"
    )
    assert "6 h" in text


def test_a_known_name_beside_an_unknown_one_keeps_its_own_rule() -> None:
    found = taking("raltegravir", "qqzzyyol")
    assert found["disposition"] == "do_not_supplement"


# magnesium in disguise ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["magnesium hydroxide", "Maalox", "Doan's", "milk of magnesia"])
def test_a_medicine_that_is_magnesium_leaves_no_room_until_its_label_is_read(name: str) -> None:
    found = taking(name)
    assert (found["disposition"], found["ceiling_mg"], found["dose"]) == ("no_room", 0, None)
    assert found["intake"]["remaining_mg"] is None
    assert any("Read the label" in f["summary"] for f in found["findings"])


def test_the_magnesium_of_a_salt_form_counts_for_nothing() -> None:
    """Esomeprazole magnesium: less than 2 mg a capsule."""
    found = taking("esomeprazole magnesium")
    assert (found["disposition"], found["intake"]["remaining_mg"]) == ("supplement", 350)


# no safe hour -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "rung"),
    [("21:29", "clinician_first"), ("21:30", "supplement"), ("21:31", "supplement")],
)
def test_the_day_must_leave_half_an_hour(second: str, rung: str) -> None:
    """Moxifloxacin: 4 h after, 8 h before. At 09:00 and 21:30 it leaves 13:00 to 13:30."""
    found = taking("moxifloxacin", times=f"moxifloxacin=09:00,{second}")
    assert found["disposition"] == rung
    if rung == "supplement":
        assert allowed(found) == [("13:00", f"13:{second[3:]}")]
    else:
        assert (found["timing"], found["ceiling_mg"]) == (None, 0)


def test_a_day_with_room_for_one_intake_keeps_200_mg() -> None:
    found = taking("moxifloxacin", times="moxifloxacin=09:00,21:30")
    assert found["ceiling_mg"] == 200
    assert [step["intakes_mg"] for step in found["dose"]["steps"]] == [[150], [200]]
