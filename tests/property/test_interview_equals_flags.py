"""The plan of somebody who types the answers line by line is that of somebody who gives them as
flags: the same JSON, on 500 people; and the command that is printed at the end gives it again."""

from __future__ import annotations

import json
import shlex
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given

from interviewing import begun, canonical, typed
from magadvise.cli.interview.command import command
from magadvise.cli.main import main
from property import world
from property.laws import Document, Meter, answer, codes, trying
from property.strategies import Answers, anyone, items, uses_of

BY_FLAG = ("diet_magnesium_mg", "check_dose_mg", "check_form", "wake", "standard")
RENAL = ("egfr", "creatinine", "kidney")
STAGES = ("pregnant", "breastfeeding")
ASKED = (
    "red_flags",
    "age",
    "sex",
    "kidney",
    "conditions",
    "medications",
    "patterns",
    "stool",
    "bedtime",
)


class Typed(NamedTuple):
    """What somebody said in one line each, what the interview made of it, and what it asked."""

    flags: Answers
    answers: dict[str, tuple[str, ...]]
    asked: tuple[str, ...]


def sayable(person: Answers) -> Answers:
    """What can be said to the interview: one value for the kidneys, both of the two stages or none,
    and no flat "none" of other magnesium beside a product."""
    said = dict(person)
    renal = next((q for q in RENAL if said.get(q, "unknown") != "unknown"), "kidney")
    for question in RENAL:
        if question != renal:
            said.pop(question, None)
    if "unknown" in [said.get(q, "unknown") for q in STAGES]:
        said |= dict.fromkeys(STAGES, "unknown")
    figure, named = said.get("other_magnesium_mg", "unknown"), items(said, "products")
    real = [name for name in named if name != "unknown"]
    if figure in ("none", "unknown"):
        if real:
            said.pop("other_magnesium_mg", None)
            said["products"] = [*real, *(["unknown"] if figure == "unknown" else [])]
        else:
            said.pop("products", None)
            said["other_magnesium_mg"] = figure
    elif "products" in said and not named:
        said.pop("products")
    return said


def interviewed(person: Answers) -> Typed:
    """Every line typed. Flags only for what is never asked; times only where they were asked."""
    said: dict[str, tuple[str, ...]] = dict.fromkeys(ASKED, ("unknown",))
    said |= {q: (a,) if isinstance(a, str) else tuple(a) for q, a in person.items()}
    state = begun(**{q: said[q] for q in BY_FLAG if q in said})
    asked: list[str] = []
    while state.at != "review":
        assert state.at not in asked
        asked.append(state.at)
        for line in canonical(state.at, said):
            state = typed([line], state)
            while state.offered:
                state = typed(["k"], state)
    flags = {q: a for q, a in person.items() if q not in STAGES or "pregnant" in asked}
    times = [t for t in said.get("medication_times", ()) if "time:" + t.split("=")[0] in asked]
    return Typed({**flags, "medication_times": times}, state.answers, tuple(asked))


@cache
def crowd() -> tuple[Typed, ...]:
    met: list[Typed] = []

    @trying(500)
    @given(anyone())
    def meet(person: Answers) -> None:
        met.append(interviewed(sayable(person)))

    meet()
    return tuple(met)


def by_flags(said: Typed) -> Document:
    return answer(said.flags)


def by_interview(said: Typed) -> Document:
    return answer({q: list(texts) for q, texts in said.answers.items()} | standard(said))


def standard(said: Typed) -> Answers:
    return {"standard": said.answers["standard"][0]} if "standard" in said.answers else {}


def test_the_plan_of_the_interview_is_the_plan_of_the_flags() -> None:
    meter = Meter()
    assert len(crowd()) == 500
    for said in crowd():
        assert by_interview(said) == by_flags(said), said
        meter.saw(by_flags(said)["dose"] is not None)
    meter.check()


def test_times_are_asked_of_the_medicines_kept_apart_where_a_dose_is_shown() -> None:
    """Never where the answer without any time shows no dose, whatever else was said."""
    moved = 0
    apart = {m.name for m in world.MEDICINES.values() if m.after or m.before} | {
        *world.UNKNOWN_NAMES
    }
    for said in crowd():
        untimed = answer({**said.flags, "medication_times": []})
        taken = [use.name for use in uses_of(said.flags)]
        wanted = [f"time:{name}" for name in taken if name in apart]
        asked = [key for key in said.asked if key.startswith("time:")]
        if "TIM001" not in codes(untimed):  # no free hour at the usual times: others may do
            assert asked == (wanted if untimed["dose"] else []), said
        moved += bool(asked)
    assert moved > 50


def test_pregnancy_is_asked_of_women_and_unknown_sex_from_12_to_55_years() -> None:
    for said in crowd():
        age = str(said.flags["age"])
        years = int(age[:-2]) // 12 if age.endswith("mo") else int(age)
        wanted = said.flags["sex"] != "male" and 12 <= years <= 55
        assert ("pregnant" in said.asked) == wanted


def test_at_most_twelve_questions_beside_those_of_hours() -> None:
    for said in crowd():
        assert len([key for key in said.asked if not key.startswith("time:")]) <= 12


@pytest.mark.parametrize("n", range(40))
def test_the_printed_command_gives_the_same_plan(
    capsys: pytest.CaptureFixture[str], n: int
) -> None:
    said = crowd()[n * 12]
    program, *words = shlex.split(command(said.answers))
    assert (program, words[0], words[-1]) == ("magadvise", "plan", "--no-input")
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == by_interview(said)
