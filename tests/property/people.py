"""People over the whole answer space by a seeded chance: the same ones in every run.

Hypothesis draws other people as soon as another module is loaded, as it collects the numbers in the
code. Laws that look at a crowd, or change one thing of each person in it, use these people instead.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from property import world
from property.strategies import BLOCKING, SHOWING, Answers, Use, fitting, with_uses

Draw = Callable[[random.Random], object]
AGES = "0mo 11mo 12mo 3 4 8 9 13 14 17 18 30 31 50 51 64 65 70 71 120".split()
ADULTS = "18 30 31 50 51 59 60 64".split()
EGFRS = "2 29.99 30 34.99 35 59.99 60 89.99 110.01 130 130.01 200".split()
CREATININES = "0.5mg/dL 0.7mg/dL 0.9mg/dL 1.1mg/dL 1.5mg/dL 97umol/L 200umol/L 3mg/dL".split()
OTHER = "0 149 150 200 299 300 301 350 351 5000".split()
TIMES = "00:00 00:01 06:30 07:00 08:00 12:00 18:30 20:00 22:00 22:30 23:59".split()
STANDARDS = ("us", "eu", "uk", "anz", "de", "no", "jp", "in", "cn", "nordic", "who")


def one(*words: str | None) -> Draw:
    return lambda rnd: rnd.choice(words)


def edge_or(edges: Sequence[str], anything: Callable[[random.Random], str]) -> Draw:
    """A boundary value in half of the draws."""
    return lambda rnd: rnd.choice(edges) if rnd.random() < 0.5 else anything(rnd)


def maybe(known: Draw) -> Draw:
    """Also missing, or said to be unknown."""
    return lambda rnd: rnd.choice((None, "unknown")) if rnd.random() < 0.3 else known(rnd)


def decimal(low: int, high: int) -> Callable[[random.Random], str]:
    return lambda rnd: f"{rnd.randint(low * 100, high * 100 - 1) / 100:.2f}"


def whole(low: int, high: int) -> Callable[[random.Random], str]:
    return lambda rnd: str(rnd.randint(low, high))


def some(words: Sequence[str], most: int = 2) -> Draw:
    return lambda rnd: rnd.sample(list(words), rnd.randint(1, most))


def none_or(*lists: Sequence[str]) -> Draw:
    """None of them in half of the draws, else one or two of one list."""
    return lambda rnd: "none" if rnd.random() < 0.5 else some(rnd.choice(lists))(rnd)


def clock(rnd: random.Random) -> str:
    minute = rnd.randrange(world.DAY)
    return f"{minute // 60:02d}:{minute % 60:02d}"


TIME = edge_or(TIMES, clock)


def times(rnd: random.Random, most: int = 2) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(TIME(rnd)) for _ in range(rnd.randint(0, most))))


def any_name(rnd: random.Random) -> str:
    """A blocking name in about two of five draws, an unknown one in about one of fifteen."""
    chance = rnd.randrange(15)
    if chance == 0:
        return rnd.choice(world.UNKNOWN_NAMES)
    return rnd.choice(BLOCKING if chance < 6 else SHOWING)


def calm_name(rnd: random.Random) -> str:
    return rnd.choice(SHOWING)


def uses(name: Callable[[random.Random], str], least: int = 0, most: int = 3) -> Draw:
    def draw(rnd: random.Random) -> list[Use]:
        wanted = rnd.randint(least, most)
        names: dict[str, None] = {}
        while len(names) < wanted:
            names[name(rnd)] = None
        return [Use(n, times(rnd)) for n in names]

    return draw


CALM: dict[str, Draw] = {
    "age": edge_or(ADULTS, whole(18, 64)),
    "sex": one("female", "male"),
    "pregnant": one("no"),
    "breastfeeding": one("no"),
    "kidney": one("normal"),
    "egfr": lambda rnd: decimal(60, 110)(rnd) if rnd.random() < 0.5 else None,
    "creatinine": one(None),
    "medications": uses(calm_name, most=2),
    "patterns": some(world.CALM_PATTERNS),
    "conditions": one("none"),
    "red_flags": one("none"),
    "other_magnesium_mg": one("none", "0", "100", "149.5", "200"),
    "products": one(None),
    "diet_magnesium_mg": one(None),
    "stool": one("usual"),
    "check_dose_mg": one(None),
    "check_form": one(None),
    "bedtime": lambda rnd: TIME(rnd) if rnd.random() < 0.5 else None,
    "wake": lambda rnd: TIME(rnd) if rnd.random() < 0.5 else None,
    "standard": one("us", "eu"),
}
YES_NO = maybe(one("yes", "no"))
WILD: dict[str, Draw] = {
    "age": edge_or(AGES, whole(1, 120)),
    "sex": one("female", "male", "unknown"),
    "pregnant": YES_NO,
    "breastfeeding": YES_NO,
    "kidney": maybe(one("normal", "normal", "ckd", "dialysis", "transplant", "injury", "one_kidney")),
    "egfr": maybe(edge_or(EGFRS, decimal(2, 200))),
    "creatinine": maybe(edge_or(CREATININES, lambda rnd: f"{rnd.randint(30, 600)}umol/L")),
    "medications": maybe(uses(any_name)),
    "patterns": maybe(some(world.PATTERNS, 3)),
    "conditions": maybe(
        none_or(
            world.KIDNEY_CONDITIONS, world.STOP_CONDITIONS, world.CLINICIAN_CONDITIONS,
            world.CAUTION_CONDITIONS,
        )
    ),
    "red_flags": maybe(none_or(world.EMERGENCIES, world.SEE_DOCTOR, world.ASK_FIRST)),
    "other_magnesium_mg": maybe(edge_or(OTHER, whole(0, 400))),
    "products": maybe(none_or(list(world.PRODUCTS))),
    "diet_magnesium_mg": maybe(whole(0, 5000)),
    "stool": maybe(one("usual", "loose", "constipated")),
    "check_dose_mg": maybe(edge_or(OTHER, whole(0, 400))),
    "check_form": maybe(one("bisglycinate", "citrate", "oxide", "topical")),
    "bedtime": lambda rnd: TIME(rnd) if rnd.random() < 0.5 else None,
    "wake": lambda rnd: TIME(rnd) if rnd.random() < 0.5 else None,
    "standard": one("us", "eu"),
}  # fmt: skip


def well(rnd: random.Random, wild: int = 0) -> Answers:
    """An adult who may take magnesium, with exactly so many questions answered anyhow."""
    chosen = set(rnd.sample(list(WILD), wild))
    drawn = {q: (WILD if q in chosen else CALM)[q](rnd) for q in CALM}
    answers: Answers = {}
    for question, value in drawn.items():
        if question != "medications" and value is not None:
            answers[question] = [str(v) for v in value] if isinstance(value, list) else str(value)
    taken = drawn["medications"]
    if isinstance(taken, list):
        answers = with_uses({**answers, "medications": "none"}, taken)
    elif taken is not None:
        answers["medications"] = "unknown"
    return fitting(answers)


def anyone(rnd: random.Random) -> Answers:
    """Well in most draws; every question answered anyhow in one of seven."""
    return well(rnd, rnd.choice((0, 1, 1, 2, 2, 5, len(WILD))))


def many(count: int, seed: int, draw: Callable[[random.Random], Answers] = anyone) -> list[Answers]:
    """The same people for a seed."""
    rnd = random.Random(seed)  # noqa: S311 - the same order each time, no secret
    return [draw(rnd) for _ in range(count)]
