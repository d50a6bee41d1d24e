"""The wordings of the interview: one for everything that is asked, short, and complete lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interviewing import QUESTIONS, begun, book, canonical, screen, typed
from magadvise import load_knowledge
from magadvise.knowledge.load import load_file
from magadvise.model import Kidney, Sex, Stool
from property import world

CODE = Path(__file__).parents[2] / "src" / "magadvise" / "cli"
EVERY = {
    "red_flags": (*world.EMERGENCIES, *world.SEE_DOCTOR, *world.ASK_FIRST),
    "conditions": (*world.STOP_CONDITIONS, *world.CLINICIAN_CONDITIONS, *world.KIDNEY_CONDITIONS,
                   *world.CAUTION_CONDITIONS),
    "patterns": world.PATTERNS,
    "kidney": [kidney.value for kidney in Kidney if kidney is not Kidney.UNKNOWN],
    "sex": [sex.value for sex in Sex if sex is not Sex.UNKNOWN],
    "stool": [stool.value for stool in Stool if stool is not Stool.UNKNOWN],
}  # fmt: skip
WELL = {"red_flags": ("none",), "age": ("45",), "sex": ("female",), "pregnant": ("no",),
        "breastfeeding": ("no",), "kidney": ("normal",), "conditions": ("none",),
        "medications": ("none",), "other_magnesium_mg": ("none",), "patterns": ("night",),
        "stool": ("usual",), "bedtime": ("22:30",)}  # fmt: skip


def at(key):
    """The interview of a healthy woman at this question."""
    state = begun()
    while state.at != key:
        state = typed(canonical(state.at, WELL), state)
    return state


def rows(kind):
    return {row["id"]: row for row in load_file("questions.json")[kind]}


def words():
    """Every text that a person reads, with the place it stands at."""
    for kind in ("questions", "groups", "texts"):
        for id_, row in rows(kind).items():
            for key in ("title", "ask", "how", "why", "text"):
                if key in row:
                    yield f"{id_} {key}", row[key]
            for option in row.get("options", ()):
                yield f"{id_} {option['value']}", option["text"]


def test_every_question_has_its_wording_and_every_wording_its_question():
    assert set(rows("questions")) == {*QUESTIONS, "time"}


def test_every_question_but_bowel_and_hours_is_a_safety_question():
    assert [q for q, row in rows("questions").items() if not row["safety"]] == [
        "stool",
        "bedtime",
        "time",
    ]


def test_every_text_is_used_and_none_is_missing():
    code = "\n".join(file.read_text() for file in CODE.rglob("*.py"))
    named = {
        id_
        for inside in re.findall(r"\btexts\[([^\]]*)\]", code)
        for id_ in re.findall(r'"(\w+)"', inside)
    }
    assert named == set(rows("texts"))


def test_every_group_has_rows_and_every_row_its_group():
    k = load_knowledge()
    used = {f.urgency for f in k.red_flags.values()} | {c.action for c in k.conditions.values()}
    assert used == set(rows("groups"))


@pytest.mark.parametrize("key", ["red_flags", "conditions"])
def test_every_sign_and_condition_is_named_on_its_screen_under_its_number(key):
    table = getattr(load_knowledge(), key)
    assert set(table) == set(EVERY[key])
    state = at(key)
    shown = screen(state)
    for number in range(1, len(table) + 1):
        (id_,) = typed([str(number)], state).answers[key]
        assert len(re.findall(rf"(?<!\d){number} {re.escape(table[id_].name)}[;.]", shown)) == 1
    assert {typed([str(n)], state).answers[key][0] for n in range(1, len(table) + 1)} == set(table)


def test_emergencies_come_first_and_stop_conditions_come_first():
    for key, first in (("red_flags", world.EMERGENCIES), ("conditions", world.STOP_CONDITIONS)):
        numbers = ", ".join(str(n) for n in range(1, len(first) + 1))
        assert set(typed([numbers], at(key)).answers[key]) == set(first)


@pytest.mark.parametrize("key", ["patterns", "kidney", "sex", "stool"])
def test_every_value_has_a_number_on_its_screen(key):
    state = at(key)
    shown = screen(state)
    found = []
    for number in range(1, len(EVERY[key]) + 1):
        after = typed([str(number)], state)
        # Cramps in pregnancy are refused after "not pregnant".
        found += after.answers.get(key, ("pregnancy",))
        assert f" {number} " in shown
    assert sorted(found) == sorted(EVERY[key])
    assert typed([str(len(EVERY[key]) + 1)], state) == state


@pytest.mark.parametrize("key", ["red_flags", "conditions", "medications", "other_magnesium"])
def test_a_list_says_how_to_answer_none(key):
    assert "n for none" in screen(at(key))


def test_what_normal_kidneys_are_is_said_where_it_is_asked():
    """A blood test within 24 months, 12 from 65 years."""
    shown = screen(at("kidney"))
    assert "a blood test in the last 2 years (1 year from age 65) was fine" in shown


@pytest.mark.parametrize(
    ("place", "text"), [*words()], ids=lambda value: value[:24].replace(" ", "-")
)
def test_a_wording_is_short_plain_ascii(place, text):
    assert text.isascii()
    assert text.isprintable()
    assert text == " ".join(text.split())
    assert len(text) <= 180
    assert all(len(sentence.split()) <= 24 for sentence in re.split(r"[.?!] ", text)), place
    assert not set(re.findall(r"\{(\w*)\}", text)) - {"name", "old"}


def test_the_titles_fit_beside_their_answers():
    titles = [row["title"] for row in rows("questions").values()]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 20 for title in titles)


def test_the_questions_shown_before_the_first_answer_fit_their_promise():
    """It says about 10 questions; a man gets 10 and a woman 11."""
    assert "about 10 short questions" in book().texts["start"]
    assert "1 of 10." in screen(begun())
