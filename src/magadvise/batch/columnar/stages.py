"""The stages: each asks the core about some answers only, once for each distinct key.

A stage declares what it reads (``reads``) and which codes it may fire (``codes``). What it does not
declare raises when a rule looks at it, so that a key can never be too coarse without a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from magadvise import limit
from magadvise.advice import dosing, forms, timing
from magadvise.advice.pipeline import (
    check_finding,
    checked,
    other_known,
    other_mg,
    timed,
    timing_findings,
)
from magadvise.advice.reference import intake_for
from magadvise.batch import bands
from magadvise.batch.columnar import view
from magadvise.batch.columnar.cells import KIDNEY_AGES
from magadvise.batch.columnar.effects import Effects
from magadvise.batch.columnar.grown import Grown, Ids, Ints, distinct, first_rows
from magadvise.errors import KnowledgeError
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Finding, Intake
from magadvise.rules import case as cases
from magadvise.rules import named, registry
from magadvise.rules.egfr import computed

Values = Mapping[str, Any]
Find = Callable[[int], Values]  # the answers of a row
NOTHING: tuple[Finding, ...] = ()
SMALL = 1 << 21  # keys below it are places in an array of a few MB

PERSON = frozenset(
    "AGE001 AGE002 AGE003 PRG001 PRG002 PRG003 PRG005 PRG006 PRG007 DAT001 DAT002".split()
)
PRESSURE = frozenset({"PRG004"})
RISK = frozenset({"KID009"})
MEDICINE = frozenset("MED001 MED002 MED003 MED004 MED005 MED006 MED007 MED010 MED011".split())
MAGNESIUM = frozenset("SRC001 SRC002 SRC003 SRC005 SRC006 SRC007".split())
ROOM = frozenset({"SRC004", "DOS002"})
DAY = frozenset({"TIM001"})
SECOND = frozenset({"TIM004"})
SINGLE = {
    "conditions": frozenset({"CON001"}), "red_flags": frozenset({"RED001"}),
    "patterns": frozenset({"EVD001"}), "words": frozenset({"DAT003"}),
    "medicines_known": frozenset({"MED008"}), "stool": frozenset({"DOS001"}),
    "form": frozenset({"FRM001"}),
}  # fmt: skip


def kidney_codes(knowledge: Knowledge) -> frozenset[str]:
    """All rules of the kidney but the one that asks medicines and conditions too."""
    active = {code for code, row in knowledge.rules.items() if row.status == "active"}
    return frozenset(code for code in active if code.startswith("KID")) - RISK


def check(knowledge: Knowledge) -> None:
    """Raise :class:`KnowledgeError` unless every rule stands in exactly one stage."""
    stages = [
        PERSON,
        PRESSURE,
        kidney_codes(knowledge),
        RISK,
        MEDICINE,
        MAGNESIUM,
        ROOM,
        DAY,
        SECOND,
        registry.LATER,
    ]
    told = [code for codes in (*stages, *SINGLE.values()) for code in codes]
    rules = [code for code, row in knowledge.rules.items() if row.status == "active"]
    wrong = sorted(set(told) ^ set(rules)) or sorted(c for c in told if told.count(c) > 1)
    if wrong:
        raise KnowledgeError("rules.json", wrong[0], "stands in no stage of the batch, or in two")


class Stage:
    """Results by key. ``work`` takes the answers of one person of that key and gives the findings
    and a value; ``columns`` name the parts of the value that become arrays."""

    def __init__(
        self,
        effects: Effects,
        reads: Iterable[str],
        work: Callable[[Values], tuple[Iterable[Finding], Any]],
        **columns: tuple[Any, Callable[[Any], Any]],
    ) -> None:
        self.reads = frozenset(reads)
        self.calls = 0
        self.values: list[Any] = []
        self.bits = Grown(np.uint64, effects.words)
        self._effects = effects
        self._work = work
        self._known: dict[int, int] = {}  # keys from SMALL on
        self._places = np.zeros(0, np.int32)
        self._columns = columns
        self._arrays = {name: Grown(dtype) for name, (dtype, _) in columns.items()}

    def ids(self, key: Ints, answers: Find) -> Ids:
        """The number of the result of each row."""
        if len(key) and key.max() < SMALL:
            return self._by_place(key, answers)
        at, keys = distinct(key)
        if any(k not in self._known for k in keys):
            rows = first_rows(at, len(keys))
            for number, k in enumerate(keys):
                if k not in self._known:
                    self._known[k] = self._ask(answers(int(rows[number])))
        return np.array([self._known[k] for k in keys], np.int32)[at]

    def _by_place(self, key: Ints, answers: Find) -> Ids:
        """The same for small keys: each is a place in an array."""
        missing = int(key.max()) + 1 - len(self._places)
        if missing > 0:
            self._places = np.append(self._places, np.full(missing, -1, np.int32))
        found: Ids = self._places.take(key)
        if found.min() < 0:
            new = np.flatnonzero(found < 0)
            at, keys = distinct(key[new])
            for k, row in zip(keys, new[first_rows(at, len(keys))].tolist(), strict=True):
                self._places[k] = self._ask(answers(row))
            found[new] = self._places[key[new]]
        return found

    def array(self, name: str) -> npt.NDArray[Any]:
        """One part of the values, by number of the result."""
        return self._arrays[name].array()

    def __len__(self) -> int:
        return len(self.values)

    def _ask(self, answers: Values) -> int:
        self.calls += 1
        findings, value = self._work(answers)
        self.bits.append(self._effects.bits(findings))
        self.values.append(value)
        for name, (_, part) in self._columns.items():
            self._arrays[name].append(part(value))
        return len(self.values) - 1


class Person(NamedTuple):
    """Reference band; pregnant; pregnancy not stated where it could be."""

    intake: Intake
    pregnant: bool
    unsaid: bool


def person(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """Age, sex, pregnancy: the reference band. ``standard`` stands among the answers."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        profile = view.profile(answers)
        intake = intake_for(profile, knowledge, answers["standard"])
        case = view.case(answers, knowledge, intake=intake)
        found = Person(intake, profile.is_pregnant, case.pregnancy_unknown)
        return registry.evaluate(case, PERSON), found

    return work


class Kidneys(NamedTuple):
    """``context``: which conditions of the medicines table hold for the person; ``seen``: the answers
    of one such person, with the computed eGFR; ``band``: the place among the bands of the report."""

    unknown: bool
    context: tuple[bool, ...]
    seen: Values
    band: int


INTERVALS = (
    "kidney_test_months",
    "kidney_test_older_months",
)  # of tests: no age is compared with them
CONTEXTS = ("dialysis", "age_65_or_kidney", "egfr_below_60")


def kidney(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """Kidney tests and disease."""
    codes = kidney_codes(knowledge)
    knowledge = knowledge._replace(
        numbers=view.Numbers(knowledge.numbers, (*KIDNEY_AGES, *INTERVALS))
    )

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        case = kidney_case(answers, knowledge)
        context = tuple(cases.holds(case, when) for when in CONTEXTS)
        seen = {**answers, "computed": case.computed_egfr}
        band = bands.KIDNEYS.index(bands.kidney_of(case))
        return registry.evaluate(case, codes), Kidneys(case.kidney_unknown, context, seen, band)

    return work


def kidney_case(answers: Values, knowledge: Knowledge) -> cases.Case:
    """A case with the computed eGFR."""
    egfr, why = computed(view.profile(answers), knowledge)
    return view.case(answers, knowledge, egfr=egfr, why=why)


def codes_only(
    knowledge: Knowledge, codes: frozenset[str], *, kidneys: bool = False
) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """The findings of some rules and nothing else."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        case = kidney_case(answers, knowledge) if kidneys else view.case(answers, knowledge)
        return registry.evaluate(case, codes), None

    return work


def single(knowledge: Knowledge, name: str) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """Conditions, warning signs or patterns: the rule and the named rows."""
    more = {
        "conditions": named.conditions, "red_flags": named.red_flags, "patterns": named.patterns,
    }[name]  # fmt: skip

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        case = view.case(answers, knowledge)
        return [*registry.evaluate(case, SINGLE[name]), *more(case)], None

    return work


class Magnesium(NamedTuple):
    """Other magnesium in mg a day, and whether that is all of it."""

    mg: int
    known: bool


def magnesium(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """Magnesium from products and medicines."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        profile = view.profile(answers)
        mg = other_mg(profile)
        findings = list(registry.evaluate(view.case(answers, knowledge, other_mg=mg), MAGNESIUM))
        return findings, Magnesium(mg, other_known(profile, findings))

    return work


class Room(NamedTuple):
    """What is left under the upper limit, and whether a second intake would be wanted."""

    remaining_mg: int
    second: bool


def room(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """``intake`` and ``other_mg`` stand among the answers."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        case = view.case({}, knowledge, intake=answers["intake"], other_mg=answers["other_mg"])
        left = case.remaining_mg
        second = limit.excess(left, case.whole("one_intake_mg")) > 0
        return registry.evaluate(case, ROOM), Room(left, second)

    return work


def form_choice(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """Which form of magnesium."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        return NOTHING, forms.choose(view.case(answers, knowledge)).id

    return work


class Day(NamedTuple):
    """The free stretches of a day by the label's gaps and by the preferred ones, and whether a time of
    a medicine was assumed: all that intake times are chosen by."""

    free: tuple[timing.Free, ...]
    preferred: tuple[timing.Free, ...]
    assumed: bool


def day(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """What the windows of all medicines leave of a day."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        case = view.case(answers, knowledge)
        gaps = timing.gaps(case)
        free, preferred = (timing.free_of(case, gaps, preferred=p) for p in (False, True))
        assumed = any(gap.assumed for gap in gaps)
        return registry.evaluate(case, DAY), Day(free, preferred, assumed)

    return work


def second(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """Whether the day has room for two intakes, where two are wanted."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        case = view.case(answers, knowledge, intake=answers["intake"], other_mg=answers["other_mg"])
        return registry.evaluate(case, SECOND), None

    return work


class Dose(NamedTuple):
    """The first and the last step, and the intakes of the last."""

    ceiling_mg: int
    start_mg: int
    max_mg: int
    intakes: tuple[int, ...]


def dose(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """``intake``, ``other_mg``, ``caps`` and ``no_increase`` stand among the answers."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        intake, mg = answers["intake"], answers["other_mg"]
        case = view.case(answers, knowledge, intake=intake, other_mg=mg)
        ceiling = limit.lowest(case.remaining_mg, answers["caps"])
        steps = dosing.steps(case, ceiling, no_increase=answers["no_increase"])
        parts = [(step.mg_per_day, step.intakes_mg) for step in steps]
        limit.guard(ceiling, intake.ul_mg, mg, parts, case.whole("one_intake_mg"))
        return NOTHING, Dose(ceiling, parts[0][0], *parts[-1])

    return work


def ceiling(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """The most that a supplement may bring, also where no dose is shown."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        left = limit.remaining(answers["intake"].ul_mg, answers["other_mg"])
        return NOTHING, limit.lowest(left, answers["caps"])

    return work


def schedule(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """Clock times of the intakes (``intakes`` stands among the answers), as text."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        case = view.case(answers, knowledge)
        intakes = answers["intakes"]
        gaps = timing.gaps(case)
        found = timing.schedule(case, gaps, len(intakes))
        timing.guard(gaps, found.times)
        when = timed(case, gaps, found, intakes)
        text = ";".join(f"{t // 60:02d}:{t % 60:02d}" for t in found.times)
        return list(timing_findings(when, knowledge)), text

    return work


def present_dose(knowledge: Knowledge) -> Callable[[Values], tuple[Iterable[Finding], Any]]:
    """The dose that is taken now. ``findings`` and ``ceiling`` stand among the answers."""

    def work(answers: Values) -> tuple[Iterable[Finding], Any]:
        check_ = checked(view.profile(answers), answers["findings"], answers["ceiling"])
        if check_ is None:
            return NOTHING, 0
        return (check_finding(check_, knowledge),), check_.excess_mg

    return work
