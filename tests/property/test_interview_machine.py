"""The interview under random answers, backs, edits and garbage: its state is what a fresh interview
would reach with the same answers, and it prints nothing but its own words and the person's."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from interviewing import (
    BEFORE_MEDICINES,
    QUESTIONS,
    WOMAN,
    begun,
    book,
    canonical,
    printed,
    screen,
    typed,
)
from magadvise import profile as door
from magadvise.cli.interview import machine, path
from magadvise.cli.interview.machine import State
from magadvise.cli.screen import safe
from property import world

TIMES = "medication_times"
FILLS = {
    "pregnant": ("pregnant", "breastfeeding"),
    "kidney": ("kidney", "egfr", "creatinine"),
    "other_magnesium": ("other_magnesium_mg", "products"),
}
# What the interview says beside the data: refusals, signs in a list, and the words of its numbers.
ITS_OWN = """taken back that is not on the list did you mean or type a number from to times one time
as answers your egfr creatinine seek care more mg a day an the of brings magnesium it counts toward
limit nothing known with no ask doctor first keep apart take good know h after before outside whole
years year fraction give completed months are written leave unit and all words out digits only use
point sign spaces example age for baby other plain needs its allowed dl umol l above below looks like
this value be negative decimals cannot has something else goes check in such was given ml min m per
hint birth also sex pregnant contradicts said none alone clear amount read label largest dose say how
much if less clock hh mm hour kidney pregnancy cramps male pattern night but choose another unknown
allow which what breastfeeding does fit says both needed alongside while someone who""".split()

GOOD: dict[str, tuple[str, ...]] = {
    "red_flags": ("n", "n", "n", "20", "5, 14", "u", "frequent_cramps"),
    "age": ("45", "30", "12", "11", "55", "56", "70", "8mo"),
    "sex": ("f", "m", "u", "female"),
    "pregnant": ("n", "1", "2", "breastfeeding", "both", "u"),
    "kidney": ("1", "1", "ckd", "u", "egfr 80", "creatinine 1.1 mg/dL", "6"),
    "conditions": ("n", "n", "26, 27", "slow_pulse", "u", "coeliac; gout"),
    "medications": ("levothyroxine", "n", "ciprofloxacin, zzqqxx", "aspirn, digoxn", "", "", "", "u",
                    "raltegravir", "undo", "k", "1", "Levothyroxine"),
    "other_magnesium": ("n", "100", "nuun 2 tablets", "zmaa, 50 mg", "", "", "", "u", "k", "1", "0.5"),
    "patterns": ("1", "night", "3, 1", "u", "pregnancy", "7"),
    "stool": ("1", "", "2", "u"),
    "bedtime": ("22:30", "", "10pm", "u", "7"),
    "time": ("7", "07:00, 19:00", "", "u", "8pm"),
    "review": ("1", "2", "3", "edit 4", "5", "6", "edit 7", "8", "9", "10", "e 11", "12", "13"),
}  # fmt: skip
WORDS = ("b", "b", "back", "k", "k", "?", "u", "", "y", "q", "undo", "n")
LETTERS = "bkqunye0179,;|:=-?#{}[]<>% \t\x00\x1b\x07\u202e\u2028\udcff\u00b2\u0130\\"
WALKS = int(30 * max(1.0, float(os.environ.get("MAGADVISE_EXAMPLES", "1"))))
STEPS = 25


@cache
def vocabulary() -> frozenset[str]:
    files = (Path(__file__).parents[2] / "data").glob("*.json")
    return frozenset(w for file in files for w in words(file.read_text("utf-8"))) | {*ITS_OWN}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.casefold())


def is_answered(key: str, state: State) -> bool:
    kind, _, name = key.partition(":")
    if kind == "time":
        times = state.answers.get("medication_times", ())
        return key in state.settled or any(item.rpartition("=")[0] == name for item in times)
    return any(question in state.answers for question in FILLS.get(key, (key,)))


def replayed(state: State) -> tuple[State, set[str]]:
    """A fresh interview that is given the answers of this one in the order in which it asks, and
    which questions it asked. An odd pregnancy (the age or sex was changed after the answer) is not
    asked for, so it comes as from a flag."""
    answers, asked = state.answers, set()
    odd = "pregnant" in answers and "sex" in answers and "age" in answers and _is_odd(answers)
    fresh = begun(**{q: answers[q] for q in FILLS["pregnant"] if odd and q in answers})
    while fresh.at != "review" and is_answered(fresh.at, state):
        key = fresh.at
        asked.add(key)
        for line in canonical(key, answers):
            fresh = typed([line], fresh)
            while fresh.offered:
                fresh = typed(["k"], fresh)
        assert fresh.at != key, f"{key} does not take its own answer"
    return fresh, asked


def _is_odd(answers: dict[str, tuple[str, ...]]) -> bool:
    age = answers["age"][0]
    years = int(age.removesuffix("mo")) // 12 if age.endswith("mo") else int(age)
    return answers["sex"] == ("male",) or not 12 <= years <= 55


def same_as_replay(state: State) -> None:
    """Kept though a fresh interview has not asked for them: what comes after a question that a change
    has opened, and times that were typed before a dose was ruled out."""
    fresh, asked = replayed(state)
    got, want = fresh.answers, state.answers
    times, all_times = got.pop(TIMES, ()), want.pop(TIMES, ())
    later = QUESTIONS[QUESTIONS.index(fresh.at) + 1 :] if fresh.at in QUESTIONS else ()
    kept = {q for key in later for q in FILLS.get(key, (key,))}
    assert got == {q: texts for q, texts in want.items() if q not in kept}
    hidden = [item for item in all_times if item not in times]
    assert not [item for item in hidden if "time:" + item.rpartition("=")[0] in asked]
    assert set(times) <= set(all_times)
    assert fresh.settled == state.settled
    front = (
        typed(["k"], state._replace(draft=(), offered=None, waiting=())) if state.again else state
    )
    assert fresh.at == front.at


WITH_TIMES = (*BEFORE_MEDICINES, "levothyroxine, ciprofloxacin", "", "n", "1", "1", "22:30")
STARTS = ((), WOMAN[:6], WOMAN, WITH_TIMES, (*WITH_TIMES, "7", "u"))


class Walker:
    """Somebody who answers, looks back, changes their mind and types nonsense."""

    def __init__(self, seed: int, met: Counter[str]) -> None:
        self.chance = Random(seed)  # noqa: S311
        self.met = met
        self.state = begun()
        self.typed: list[str] = []
        self.said = ""
        for line in self.chance.choice(STARTS):
            self.type(line)

    def type(self, line: str) -> None:
        self.typed.append(line)
        before = self.state
        self.state, said = machine.reply(before, line, book())
        self.said = printed(said)
        if self.state.at in ("done", "quit"):
            assert (self.state.at == "done") <= (before.at == "review")
            assert self.state.given == before.given
            self.met[self.state.at] += 1
            self.state = before

    def next(self) -> str:
        """Mostly an answer that fits; else a word of the interview, an edit, or anything."""
        kind = self.chance.choices(("good", "word", "edit", "any"), (6, 3, 2, 2))[0]
        if kind == "word":
            return self.chance.choice(WORDS)
        if kind == "edit" and self.state.at == "review":
            return f"edit {self.chance.randint(1, 14)}"
        if kind == "any":
            return self.anything()
        return self.chance.choice(GOOD[self.state.at.partition(":")[0]])

    def anything(self) -> str:
        pools: tuple[Sequence[str], ...] = (
            "".join(self.chance.choices(LETTERS, k=self.chance.randint(0, 12))).splitlines()
            or [""],
            ["".join(map(chr, self.chance.choices(range(1, 0x11000), k=20)))],
            ["x" * 250 * self.chance.randint(0, 40)],
            [line for lines in GOOD.values() for line in lines],
            [*world.MEDICINES, *world.PRODUCTS],
        )
        return self.chance.choice(self.chance.choice(pools))

    def check(self) -> None:
        """The laws, after each line."""
        on_path = path.path(self.state.answers, book())
        assert self.state.at in (*on_path, "review")
        assert {key for key in on_path if ":" not in key} <= set(QUESTIONS)
        assert len(set(on_path)) == len(on_path)
        assert door.problems(self.state.answers, book().knowledge) == ()
        same_as_replay(self.state)
        self.check_words()
        self.met[self.state.at.partition(":")[0]] += 1
        self.met["again"] += self.state.again
        self.met["offered"] += bool(self.state.offered)

    def check_words(self) -> None:
        shown = self.said + " " + screen(self.state)
        assert all(c.isprintable() for c in shown)
        theirs = {w for line in self.typed for w in words(safe(line))}
        assert not set(words(shown)) - vocabulary() - theirs


def test_the_state_is_that_of_a_fresh_interview_with_the_same_answers() -> None:
    met: Counter[str] = Counter()
    for seed in range(WALKS):
        walker = Walker(seed, met)
        for _ in range(STEPS):
            before = walker.state
            walker.type(walker.next())
            if walker.state == before:
                walker.check_words()
                continue
            try:
                walker.check()
            except AssertionError as error:
                raise AssertionError(f"after {walker.typed[-40:]}: {error}") from error
    seen = {"review", "time", "again", "offered", "done", "quit", *QUESTIONS}
    assert {what for what in seen if met[what] < 5} == set()
