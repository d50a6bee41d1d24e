"""What the plan says about medicines, once each: names, hours, look-alikes, and people a letter is for."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from helpers import healthy, json_of
from magadvise import load_knowledge, parse
from magadvise.advice import timing
from magadvise.advice.pipeline import case_of
from magadvise.knowledge.rows import Window
from magadvise.model import MedicineUse
from magadvise.rules import medicines, registry
from magadvise.rules.case import Case

pytestmark = pytest.mark.core


def told(code: str, *names: str, **changes: Any) -> list[str]:
    found = json_of(medications=list(names), **changes)["findings"]
    return [finding["summary"] for finding in found if finding["code"] == code]


def details(code: str, *names: str) -> list[str]:
    found = json_of(medications=list(names))["findings"]
    return [finding["detail"] for finding in found if finding["code"] == code]


def case_with(*names: str, **changes: Any) -> Case:
    knowledge = load_knowledge()
    return case_of(parse(healthy(medications=list(names), **changes), knowledge), knowledge, "us")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(30, "30 min"), (59, "59 min"), (60, "1 h"), (90, "1.5 h"), (240, "4 h")],
)
def test_less_than_an_hour_is_told_in_minutes(minutes: int, words: str) -> None:
    assert medicines.hours(minutes, load_knowledge().words) == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Herb of joy", "'Herb of joy'"),
        ("Herb \t of\n joy ", "'Herb of joy'"),
        ("w" * 54, f"'{'w' * 54}'"),
        ("w" * 55, "Medicine 7"),
        ("Kr\u00e4uter", "Medicine 7"),
        ("bell\x07", "Medicine 7"),
        ("\u00fc" * 61, "Medicine 7"),
    ],
)
def test_a_name_that_is_long_or_not_plain_is_told_by_its_number(text: str, name: str) -> None:
    assert medicines.shown(case_with(), text, 7) == name


def test_a_name_nobody_knows_is_counted_from_the_first_of_the_list() -> None:
    for before in ([], ["omeprazole"], ["omeprazole", "metformin"]):
        (summary,) = told("MED006", *before, "Wundermittel \u00e4")
        assert summary.startswith(f"Medicine {len(before) + 1} is not in the table")


def test_one_ingredient_under_two_names_is_told_once() -> None:
    """Lasix is furosemide, Cipro is ciprofloxacin."""
    (furosemide,) = told("MED004", "furosemide", "Lasix")
    assert furosemide.startswith("Furosemide:")
    assert told("MED010", "furosemide", "Lasix", "furosemide 20 mg") == [
        "Furosemide is linked to leg cramps. Do not stop it; ask the prescriber."
    ]
    (ciprofloxacin,) = told("MED003", "ciprofloxacin", "Cipro")
    assert "at least 2 h after it and at least 6 h before it" in ciprofloxacin
    case = case_with("furosemide", "Lasix", "ciprofloxacin", "Cipro")
    rules = ("MED003", "MED004", "MED010", "MED011")
    assert [f.code for f in registry.evaluate(case, rules)] == list(rules)


def test_a_medicine_that_is_magnesium_is_told_as_a_source_and_not_as_worth_knowing() -> None:
    assert told("MED005", "Doan's 2 caplets", "metformin") == [
        "Metformin: worth knowing, no change to the plan."
    ]


def test_the_names_that_look_alike_stand_in_a_list() -> None:
    (detail,) = details("MED007", "levodop")
    names = "levodopa, levocomp, levodopum"
    assert detail.startswith(f"If it is one of these, magnesium may not be allowed: {names}.")


def unresolved(name: str) -> tuple[Case, MedicineUse]:
    case = case_with(name)
    return case, case.profile.medicines[0]


@pytest.mark.parametrize(
    ("name", "after", "before"),
    [
        ("wundermittel", (180, 240), (180, 240)),
        # looks like ciprofloxacin, 2 h after and 6 h before: the longer of the two on each side
        ("ciprofloxacim", (180, 240), (360, 360)),
        # looks like penicillamine, 4 h on either side
        ("penicillaminee", (240, 240), (240, 240)),
    ],
)
def test_a_name_nobody_knows_keeps_the_longer_of_the_general_gap_and_its_look_alikes(
    name: str, after: tuple[int, int], before: tuple[int, int]
) -> None:
    assert medicines.unresolved_windows(*unresolved(name)) == (Window(*after), Window(*before))


GLIFLOZINS = ["empagliflozin", "Jardiance", "dapagliflozin"]


@pytest.mark.parametrize("name", GLIFLOZINS)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"age": "64"}, "MED005"),
        ({"age": "80"}, "MED005"),
        ({"kidney": None, "egfr": "60"}, "MED005"),
        ({"kidney": None, "egfr": "59"}, "MED004"),
        ({"kidney": "ckd"}, "MED004"),
    ],
    ids=str,
)
def test_a_gliflozin_is_watched_with_weak_kidneys_and_not_for_age_alone(
    name: str, changes: dict[str, Any], code: str
) -> None:
    assert len(told(code, name, **changes)) == 1
    assert told({"MED004": "MED005", "MED005": "MED004"}[code], name, **changes) == []


@pytest.mark.parametrize(
    "name", ["magnesium gluconate injection", "magnesium aspartate injection", "Magnesium Verla Injektion"]
)  # fmt: skip
def test_magnesium_that_is_injected_forbids_more_of_it(name: str) -> None:
    assert json_of(medications=name)["disposition"] == "do_not_supplement"
    assert len(told("MED001", name)) == 1
    assert told("MED001", name.replace("injection", "tablets").replace("Injektion", "")) == []


@pytest.mark.parametrize(
    ("gone", "words", "gap"),
    [
        ("mg_after_drug", "at least 0 h after it and at least 6 h before it", ((0, 0), (360, 360))),
        (
            "mg_before_drug",
            "at least 2 h after it and at least 0 h before it",
            ((120, 120), (0, 0)),
        ),
    ],
)
def test_a_row_with_hours_on_one_side_only_asks_for_those(
    gone: str, words: str, gap: tuple[Any, ...]
) -> None:
    """Ciprofloxacin, 2 h after and 6 h before, with one of the two taken away."""
    case = case_with("ciprofloxacin", medication_times="ciprofloxacin=09:00")
    (use,) = case.profile.medicines
    (match,) = use.matches
    row = match.interactions[0]._replace(**{gone: None})
    other = use._replace(matches=(match._replace(interactions=(row,)),))
    changed = case._replace(profile=dataclasses.replace(case.profile, medicines=(other,)))
    (finding,) = registry.evaluate(changed, ("MED003",))
    assert words in finding.summary
    assert [(g.at, g.after, g.before, g.assumed) for g in timing.gaps(changed)] == [
        (540, *gap, False)
    ]
