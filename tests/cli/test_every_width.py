"""Nothing of the JSON is cut, split or lost in the text: at each width, plain, in ASCII."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import plan
from magadvise import Plan, Refusal, load_knowledge
from magadvise.cli import screen
from magadvise.cli.plan_text import lines
from magadvise.export.json_plan import document
from property.laws import advice, trying
from property.strategies import anyone, mostly_well

LONG = "hydroxypropylmethylcellulose-acetate-succinate-phthalate"
PEOPLE: dict[str, dict[str, Any]] = {
    "a healthy adult": {},
    "an older woman with two medicines": {
        "age": "68",
        "medications": ["omeprazole", "levothyroxine"],
        "medication_times": "levothyroxine=07:00",
    },
    "a day full of windows": {
        "medications": ["ciprofloxacin", "levothyroxine", "doxycycline"],
        "medication_times": ["ciprofloxacin=08:00,20:00", "levothyroxine=06:30"],
    },
    "a name that is not in the table": {"medications": LONG, "medication_times": f"{LONG}=12:00"},
    "a name in other letters": {"medications": ["Ångström 5 µg", "漢方薬"]},
    "pregnant": {"patterns": "pregnancy", "pregnant": "yes", "age": "31"},
    "a night worker": {"bedtime": "09:00", "wake": "17:15", "patterns": "daytime"},
    "statins, and a dose to check": {
        "medications": ["simvastatin", "atorvastatin", "furosemide"],
        "check_dose_mg": "400",
        "check_form": "oxide",
        "stool": "loose",
    },
    "nothing answered": {
        "kidney": None, "medications": None, "conditions": None, "red_flags": None,
        "other_magnesium_mg": None, "patterns": None, "pregnant": None,
    },
    "no room": {"products": ["milk of magnesia 15 mL", "ZMA"], "other_magnesium_mg": None},
    "a doctor first": {"medications": "digoxin", "conditions": ["coeliac", "cirrhosis"]},
    "no magnesium": {"kidney": "dialysis", "patterns": "dialysis"},
    "an emergency": {"red_flags": ["one_leg_swollen", "dark_urine"], "age": "80"},
    "a child": {"age": "6"},
}  # fmt: skip


def told(doc: dict[str, Any]) -> Iterator[str]:
    """What a person must find: summaries, names, doses with their unit, times."""
    yield from (finding["summary"] for finding in doc["findings"])
    yield doc["evidence"]["statement"]
    yield doc["disclaimer"]
    yield from answers(doc["profile"])
    yield from (m["ingredient"] for use in doc["medications"] for m in use["matches"])
    yield from (use["input"] for use in doc["medications"])
    if doc["dose"]:
        yield from (f"{step['mg_per_day']} mg a day" for step in doc["dose"]["steps"])
        yield from (f"From day {step['from_day']}:" for step in doc["dose"]["steps"])
        yield f"Never more than {doc['ceiling_mg']} mg a day."
        yield f"{doc['dose']['trial_days']} days"
        yield from (
            f"{intake['mg']} mg, {intake['relative']}" for intake in doc["timing"]["intakes"]
        )
        yield from (event["time"] for event in doc["timing"]["timeline"])
        yield from (event["what"] for event in doc["timing"]["timeline"])
        yield from (a["to"] for a in doc["timing"]["allowed"] if a["to"] != "24:00")
        yield from doc["timing"]["assumed_times"]
    yield from (f"{food['name']}, {food['serving']}: {food['mg']} mg" for food in doc["foods"])
    yield from doc["seek_care_if"]
    yield from doc["stop_if"]


def answers(profile: dict[str, Any]) -> Iterator[str]:
    """Figures of the person, as a reader checks them."""
    if profile["age"]:
        yield f"Age: {profile['age']} year"
    if profile["egfr"]:
        yield f"eGFR {str(profile['egfr']).removesuffix('.0')} mL/min/1.73 m2"
    if profile["diet_magnesium_mg"]:
        yield f"Magnesium from food: {profile['diet_magnesium_mg']} mg a day."
    if profile["check_dose_mg"]:
        yield f"Dose to check (no advice): {profile['check_dose_mg']} mg a day"
    yield from (use["input"] for use in profile["products"])


def collapsed(text: str) -> str:
    return " ".join(text.split())


def missing(doc: dict[str, Any], text: str) -> list[str]:
    """What of the JSON does not stand whole in a text, case aside."""
    read = collapsed(text).casefold()
    return [part for part in told(doc) if collapsed(part).casefold() not in read]


def shown(answer: Plan | Refusal, columns: int, *, encoding: str = "utf-8", plain: str = "") -> str:
    """The text as a screen of this width and encoding gets it. An error of encoding is raised."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", newline="\n")
    with mock.patch.dict(os.environ, {"COLUMNS": str(columns), "ACCESSIBLE": plain}):
        screen.show(lines(answer, load_knowledge()), stream)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


@cache
def answered(name: str) -> tuple[Plan | Refusal, dict[str, Any]]:
    answer = plan(**PEOPLE[name])
    return answer, document(answer)


@pytest.mark.parametrize("name", PEOPLE)
def test_everything_is_read_whole_at_each_width_from_0_to_200(name):
    answer, doc = answered(name)
    assert len(list(told(doc))) > 20
    for columns in range(201):
        assert missing(doc, shown(answer, columns)) == [], columns


@pytest.mark.parametrize("name", PEOPLE)
def test_everything_is_read_whole_in_the_plain_text_at_each_width(name):
    answer, doc = answered(name)
    ascii_doc = ascii_only(doc)
    for columns in range(0, 201, 3):
        assert missing(ascii_doc, shown(answer, columns, plain="1")) == [], columns


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1"])
@pytest.mark.parametrize("name", PEOPLE)
def test_everything_is_read_whole_in_an_old_encoding(name, encoding):
    answer, doc = answered(name)
    for columns in (0, 1, 40, 80, 200):
        text = shown(answer, columns, encoding=encoding)
        assert missing(ascii_only(doc), screen.transliterated(text)) == []


def ascii_only(value: Any) -> Any:
    """The document with its texts in ASCII; only what somebody typed can hold other letters."""
    if isinstance(value, str):
        return screen.transliterated(value)
    if isinstance(value, list):
        return [ascii_only(part) for part in value]
    if isinstance(value, dict):
        return {key: ascii_only(part) for key, part in value.items()}
    return value


@trying(150)
@given(st.one_of(anyone(), mostly_well()), st.integers(0, 200), st.sampled_from(["", "1"]),
       st.sampled_from(["utf-8", "ascii", "cp1252"]))  # fmt: skip
def test_everything_is_read_whole_for_anybody_at_any_width(person, columns, plain, encoding):
    answer = advice(person)
    text = shown(answer, columns, encoding=encoding, plain=plain)
    assert missing(ascii_only(document(answer)), screen.transliterated(text)) == []


@trying(150)
@given(st.one_of(anyone(), mostly_well()), st.integers(40, 200), st.sampled_from(["", "1"]))
def test_no_line_is_wider_than_the_screen_from_40_columns_on(person, columns, plain):
    """The longest word that nobody typed has fewer letters than that."""
    for line in shown(advice(person), columns, plain=plain).splitlines():
        assert len(line) <= min(columns, 100)


def test_the_plans_show_each_word_of_the_ladder_and_both_kinds_of_day():
    documents = [answered(name)[1] for name in PEOPLE]
    assert {doc["disposition"] for doc in documents} == {
        "supplement", "check_first", "no_room", "clinician_first", "do_not_supplement", "seek_care",
    }  # fmt: skip
    dosed = [doc for doc in documents if doc["dose"]]
    assert {len(doc["timing"]["intakes"]) for doc in dosed} == {1, 2}


@pytest.mark.parametrize("name", PEOPLE)
def test_one_column_holds_one_word_a_line_and_cuts_none(name):
    answer, _ = answered(name)
    words = shown(answer, 1).split("\n")
    assert [line for line in words if len(line.split()) > 1] == []
    assert "magnesium" in re.sub(r"\W", " ", shown(answer, 1).casefold()).split()


def test_a_text_with_a_missing_dose_would_be_found_out():
    """The search itself: one figure changed, one unit split off, one name cut."""
    answer, doc = answered("an older woman with two medicines")
    text = shown(answer, 80)
    assert missing(doc, text) == []
    assert missing(doc, text.replace("150 mg", "150"))
    assert missing(doc, text.replace("evothyroxine", "evoth..."))
    assert missing(doc, text.replace("22:00", "22.00"))
    assert missing(doc, text.replace("From 65 years any", "From 65 years a"))
