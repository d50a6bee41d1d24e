"""Shared by the tests of the interview: lines typed into the machine, and what was said."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from magadvise.cli.interview import machine, prompt
from magadvise.cli.interview.book import Book, load_book
from magadvise.cli.screen import Line, show

# A healthy adult, question by question, as they would type it.
WOMAN = ("n", "45", "f", "n", "1", "n", "n", "n", "1", "1", "22:30")
MAN = ("n", "45", "m", "1", "n", "n", "n", "1", "1", "22:30")
BEFORE_MEDICINES = ("n", "45", "m", "1", "n")
BEFORE_PRODUCTS = (*BEFORE_MEDICINES, "n")
QUESTIONS = (
    "red_flags", "age", "sex", "pregnant", "kidney", "conditions", "medications",
    "other_magnesium", "patterns", "stool", "bedtime",
)  # fmt: skip


@cache
def book() -> Book:
    return load_book()


def begun(**given: Sequence[str]) -> machine.State:
    """The interview of somebody who gave these answers as flags."""
    return machine.start({q: tuple(texts) for q, texts in given.items()}, book())


def typed(lines: Iterable[str], state: machine.State | None = None) -> machine.State:
    """The state after these lines."""
    state = begun() if state is None else state
    for line in lines:
        state = _after(state, line)
    return state


@cache
def _after(state: machine.State, line: str) -> machine.State:
    """The machine is pure, so that one answer is worked out once for all tests."""
    return machine.reply(state, line, book())[0]


def told(state: machine.State, line: str) -> tuple[machine.State, str]:
    """The state after one line, and the words that were said."""
    after, said = machine.reply(state, line, book())
    return after, printed(said)


def printed(lines: Iterable[Line]) -> str:
    """What a screen gets, with every run of white space as one space."""
    stream = io.StringIO()
    show(lines, stream)
    return " ".join(stream.getvalue().split())


def screen(state: machine.State) -> str:
    """The words of the question or the review."""
    return printed(prompt.lines(state, book()))


def asked(lines: Iterable[str], **given: Sequence[str]) -> list[str]:
    """The keys in the order they are asked while these lines are typed."""
    state = begun(**given)
    keys = [state.at]
    for line in lines:
        state = typed([line], state)
        if state.at != keys[-1]:
            keys.append(state.at)
    return keys


def at_each_question() -> dict[str, machine.State]:
    """A state at each of the eleven questions, and at a question of times."""
    states = {
        "time:levothyroxine": typed([*BEFORE_MEDICINES, "levothyroxine", "", "n", "1", "1", ""])
    }
    for count in range(len(WOMAN)):
        state = typed(WOMAN[:count])
        states[state.at] = state
    assert set(states) == {*QUESTIONS, "time:levothyroxine"}
    return states


def canonical(key: str, answers: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines that answer a question as these answers do, for somebody who types in full."""
    kind, _, name = key.partition(":")
    if kind == "time":
        times = dict(item.rpartition("=")[::2] for item in answers.get("medication_times", ()))
        return [times.get(name, "u")]
    if key == "pregnant":
        said = tuple(answers.get(q, ("unknown",))[0] for q in ("pregnant", "breastfeeding"))
        words = {("yes", "no"): "pregnant", ("no", "yes"): "breastfeeding", ("yes", "yes"): "both",
                 ("no", "no"): "no"}  # fmt: skip
        return [words.get(said, "unknown")]
    if key == "kidney":
        for question in ("egfr", "creatinine"):
            if question in answers:
                return [f"{question} {answers[question][0]}"]
    if key == "medications":
        return _listed(answers[key])
    if key == "other_magnesium":
        figure = [t if t in ("none", "unknown") else f"{t} mg"
                  for t in answers.get("other_magnesium_mg", ())]  # fmt: skip
        return _listed([*figure, *answers.get("products", ())])
    return [", ".join(answers[key])]


def _listed(items: Sequence[str]) -> list[str]:
    """One line; the semicolon at its end says that no word on it is a command."""
    if list(items) in (["none"], ["unknown"]):
        return list(items)
    return ["; ".join(items) + ";", ""]
