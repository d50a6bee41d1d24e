"""Answers of people over the whole answer space; half of the draws sit on a boundary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from property import world

Answers = dict[str, str | list[str]]


class Use(NamedTuple):
    """A medicine name as somebody writes it, and its clock times (empty: not said)."""

    name: str
    times: tuple[str, ...]


def near(edges: Sequence[str], anything: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One of the boundary values in half of the draws."""
    return st.one_of(st.sampled_from(edges), anything)


def decimal(low: int, high: int) -> st.SearchStrategy[str]:
    """A number with two decimals."""
    return st.integers(low * 100, high * 100).map(lambda n: f"{n // 100}.{n % 100:02d}")


AGES = near(
    "0mo 11mo 12mo 3 4 8 9 13 14 17 18 30 31 50 51 64 65 70 71 120".split(),
    st.integers(1, 120).map(str) | st.integers(0, 30).map(lambda n: f"{n}mo"),
)
ADULT_AGES = near("18 30 31 50 51 59 60 64".split(), st.integers(18, 64).map(str))
EGFRS = near("2 29.99 30 34.99 35 59.99 60 110.01 130 130.01 200".split(), decimal(2, 200))
CREATININES = near(
    "0.5mg/dL 0.7mg/dL 0.9mg/dL 1.1mg/dL 1.5mg/dL 97umol/L 200umol/L 3mg/dL".split(),
    decimal(1, 4).map(lambda n: f"{n}mg/dL") | st.integers(30, 600).map(lambda n: f"{n}umol/L"),
)
OTHER = near(
    "0 149 150 200 299 300 301 350 351 5000".split(),
    st.integers(0, 400).map(str) | decimal(0, 400) | st.integers(0, 5000).map(str),
)
TIMES = near(
    "00:00 00:01 06:30 07:00 08:00 12:00 18:30 20:00 22:00 22:30 23:59".split(),
    st.integers(0, world.DAY - 1).map(lambda t: f"{t // 60:02d}:{t % 60:02d}"),
)


def names(*groups: Sequence[world.Medicine]) -> list[str]:
    return [m.name for group in groups for m in group]


SHOWING = names(world.APART, world.WATCHED, world.QUIET)
BLOCKING = [*names(world.NEVER, world.CLINICIAN), "spironolactone", "milk of magnesia"]
# Blocking names in about two of five draws; an unknown name in about one of fifteen.
ANY_NAME = st.integers(0, 14).flatmap(
    lambda n: st.sampled_from(
        list(world.UNKNOWN_NAMES) if n == 0 else BLOCKING if n < 6 else SHOWING
    )
)


def use(name: st.SearchStrategy[str] = ANY_NAME, most: int = 2) -> st.SearchStrategy[Use]:
    return st.builds(Use, name, st.lists(TIMES, max_size=most, unique=True).map(tuple))


def uses(
    name: st.SearchStrategy[str] = ANY_NAME, least: int = 0, most: int = 3
) -> st.SearchStrategy[list[Use]]:
    return st.lists(use(name), min_size=least, max_size=most, unique_by=lambda u: u.name)


def two(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """Two different values."""
    return st.lists(values, min_size=2, max_size=2, unique=True)


def some(words: Sequence[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=most, unique=True)


def maybe(*strategies: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Also missing, or said to be unknown."""
    return st.one_of(st.none(), st.just("unknown"), *strategies)


YES_NO = maybe(st.sampled_from(["yes", "no"]))
CONDITIONS = st.one_of(
    some(world.KIDNEY_CONDITIONS), some(world.STOP_CONDITIONS), some(world.CLINICIAN_CONDITIONS),
    some(world.CAUTION_CONDITIONS),
)  # fmt: skip
RED_FLAGS = st.one_of(some(world.EMERGENCIES), some(world.SEE_DOCTOR), some(world.ASK_FIRST))
CLOCK = st.one_of(st.none(), TIMES)

CALM: dict[str, st.SearchStrategy[object] | str | None] = {
    "age": ADULT_AGES,
    "sex": st.sampled_from(["female", "male"]),
    "pregnant": "no",
    "breastfeeding": "no",
    "kidney": "normal",
    "egfr": st.one_of(st.none(), decimal(60, 110)),
    "creatinine": None,
    "medications": uses(st.sampled_from(SHOWING), most=2),
    "patterns": some(world.CALM_PATTERNS),
    "conditions": "none",
    "red_flags": "none",
    "other_magnesium_mg": st.sampled_from(["none", "0", "100", "149.5", "200"]),
    "products": None,
    "diet_magnesium_mg": None,
    "stool": "usual",
    "check_dose_mg": None,
    "check_form": None,
    "bedtime": None,
    "wake": None,
    "standard": st.sampled_from(["us", "eu"]),
}
WILD: dict[str, st.SearchStrategy[object]] = {
    "age": AGES,
    "sex": st.sampled_from(["female", "male", "unknown"]),
    "pregnant": YES_NO,
    "breastfeeding": YES_NO,
    "kidney": maybe(
        st.just("normal"),
        st.sampled_from(["ckd", "dialysis", "transplant", "injury", "one_kidney"]),
    ),
    "egfr": maybe(EGFRS),
    "creatinine": maybe(CREATININES),
    "medications": maybe(uses()),
    "patterns": maybe(some(world.PATTERNS, 3)),
    "conditions": maybe(st.just("none"), CONDITIONS),
    "red_flags": maybe(st.just("none"), RED_FLAGS),
    "other_magnesium_mg": maybe(st.just("none"), OTHER),
    "products": maybe(st.just("none"), some(list(world.PRODUCTS))),
    "diet_magnesium_mg": maybe(st.integers(0, 5000).map(str)),
    "stool": maybe(st.sampled_from(["usual", "loose", "constipated"])),
    "check_dose_mg": maybe(OTHER),
    "check_form": maybe(st.sampled_from(["bisglycinate", "citrate", "oxide", "topical"])),
    "bedtime": CLOCK,
    "wake": CLOCK,
    "standard": st.sampled_from(["us", "eu"]),
}


@st.composite
def mostly_well(draw: st.DrawFn, wild: int = 2) -> Answers:
    """An adult who may take magnesium, with at most ``wild`` questions answered anyhow."""
    chosen = draw(st.lists(st.sampled_from(list(WILD)), max_size=wild, unique=True))
    answers: dict[str, object] = {}
    for question, calm in CALM.items():
        answer = WILD[question] if question in chosen else calm
        answers[question] = draw(answer) if isinstance(answer, st.SearchStrategy) else answer
    return _person(answers)


@st.composite
def anyhow(draw: st.DrawFn) -> Answers:
    """Every question answered anyhow."""
    return _person({q: draw(strategy) for q, strategy in WILD.items()})


def anyone() -> st.SearchStrategy[Answers]:
    """The whole answer space, people who may take magnesium in half of the draws."""
    return st.one_of(mostly_well(), anyhow())


def _person(drawn: dict[str, object]) -> Answers:
    answers: Answers = {}
    for question, value in drawn.items():
        if question == "medications" and isinstance(value, list):
            answers = with_uses({**answers, "medications": "none"}, value)
        elif isinstance(value, list):
            answers[question] = [str(item) for item in value]
        elif value is not None:
            answers[question] = str(value)
    return fitting(answers)


def fitting(answers: Answers) -> Answers:
    """Without the two pairs of answers that the program refuses."""
    answers = dict(answers)
    if answers.get("sex") == "male" and answers.get("pregnant") == "yes":
        answers["pregnant"] = "no"
    if answers.get("sex") == "male" or answers.get("pregnant") == "no":
        kept = [p for p in items(answers, "patterns") if p != "pregnancy"]
        answers["patterns"] = kept or ["night"]
    return answers


def items(answers: Answers, question: str) -> list[str]:
    """What a list question says, without ``none``; a missing answer is ``unknown``."""
    given = answers.get(question, "unknown")
    return [item for item in ([given] if isinstance(given, str) else given) if item != "none"]


def adding(answers: Answers, question: str, *words: str) -> Answers:
    """The same person with more items; what was unknown stays so, a flat no gives way."""
    return {**answers, question: [*items(answers, question), *words]}


def uses_of(answers: Answers) -> list[Use]:
    """The medicines named, with their times."""
    times = {
        name: tuple(clocks.split(","))
        for name, clocks in (item.split("=") for item in answers.get("medication_times", []))
    }
    return [Use(n, times.get(n, ())) for n in items(answers, "medications") if n != "unknown"]


def with_uses(answers: Answers, taken: Sequence[Use]) -> Answers:
    """The same person with exactly these medicines; what was unknown stays so."""
    still_unknown = ["unknown"] if "unknown" in items(answers, "medications") else []
    listed = [*still_unknown, *(u.name for u in taken)]
    times = [f"{u.name}={','.join(u.times)}" for u in taken if u.times]
    rest = {q: a for q, a in answers.items() if q not in ("medications", "medication_times")}
    return {
        **rest,
        "medications": listed or "none",
        **({"medication_times": times} if times else {}),
    }
