"""One row of cells to one answer, by the same door and the same core as a single plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from magadvise import profile as door
from magadvise.advice.pipeline import advise
from magadvise.advice.plan import Plan, Refusal
from magadvise.batch.columns import IDS
from magadvise.errors import InputError, Problem
from magadvise.knowledge.rows import Knowledge
from magadvise.model import MedicineUse

K = TypeVar("K")
V = TypeVar("V")
Texts = Mapping[str, Sequence[str]]
LONGEST = 20_000  # letters of one cell
MOST_ITEMS = 300  # things in one list
NAMES = 5_000  # medicine names kept for the next row
ANSWERS = 500  # whole answers kept for the next row
NONE: tuple[str, ...] = ()


class Engine:
    """Answers rows one by one. ``defaults`` are flags that fill the columns which the input lacks."""

    def __init__(self, knowledge: Knowledge, standard: str, defaults: Texts) -> None:
        self.knowledge = knowledge
        self.standard = standard
        self.defaults = {answer: tuple(texts) for answer, texts in defaults.items()}
        self._names: dict[str, MedicineUse] = {}
        self._answers: dict[tuple[tuple[str, tuple[str, ...]], ...], Plan | Refusal] = {}

    def answer(self, cells: Mapping[str, str | Sequence[str]]) -> Plan | Refusal:
        """The plan of one row. Raises :class:`InputError` with every problem of its cells."""
        given = self.given(cells)
        key = tuple(given.items())
        found = self._answers.get(key)
        if found is None:
            profile = door.parse(given, self.knowledge, lenient=True, medicines=self.medicine)
            found = advise(profile, self.knowledge, self._standard(given))
            _remember(self._answers, key, found, ANSWERS)
        return found

    def given(self, cells: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """The answers of a row: blank cells are unknown, a column that is missing takes the flag."""
        given = {
            name: texts
            for name, cell in cells.items()
            if name not in IDS and (texts := _texts(cell))
        }
        for name, texts in given.items():
            _bounded(name, texts)
        unit = given.pop("creatinine_unit", NONE)
        if unit and "creatinine" in given:
            given["creatinine"] = (f"{given['creatinine'][0]}{unit[0]}",)
        months = given.pop("age_months", NONE)
        if months and "age" in given:
            raise InputError([Problem("contradiction", "age", "is given in years and in months")])
        if months:
            given["age"] = (f"{months[0]}mo",)
        filled = {a: t for a, t in self.defaults.items() if a not in cells}
        if "age_months" in cells:
            filled.pop("age", None)
        return {"sex": ("unknown",), **filled, **given}

    def medicine(self, name: str, knowledge: Knowledge) -> MedicineUse:
        """A medicine name, looked up once."""
        found = self._names.get(name)
        if found is None:
            found = door.medicine(name, knowledge)
            _remember(self._names, name, found, NAMES)
        return found

    def _standard(self, given: Texts) -> str:
        texts = given.get("standard", NONE)
        return door.standard({"standard": texts}, self.knowledge) if texts else self.standard


def _remember(store: dict[K, V], key: K, value: V, most: int) -> None:
    if len(store) >= most:
        store.clear()
    store[key] = value


def _bounded(name: str, texts: tuple[str, ...]) -> None:
    """Raises :class:`InputError` for a cell that no person fills: looking it up would take hours."""
    if sum(map(len, texts)) > LONGEST:
        raise InputError([Problem("too_long", name, f"is longer than {LONGEST} characters")])
    if len(texts) + sum(text.count(";") + text.count("|") for text in texts) > MOST_ITEMS:
        raise InputError([Problem("too_many", name, f"lists more than {MOST_ITEMS} things")])


def _texts(cell: str | Sequence[str]) -> tuple[str, ...]:
    texts = (cell,) if isinstance(cell, str) else tuple(cell)
    return tuple(text.strip() for text in texts if text.strip())


class Row(NamedTuple):
    """What a row of the answer file holds, in the order of its columns."""

    id: str | None
    disposition: str
    rda_mg: int | None
    ul_mg: int | None
    remaining_mg: int | None
    ceiling_mg: int
    start_mg: int | None
    max_mg: int | None
    form: str | None
    intake_times: str
    expectation: str
    worst_severity: str | None
    codes: str
    unresolved_medications: str
    check_excess_mg: int | None
    knowledge_version: str


def row(advice: Plan | Refusal, id_: str | None) -> Row:
    """The flat row of an answer."""
    plan = advice if isinstance(advice, Plan) else None
    severities = [f.severity for f in advice.findings]
    worst = min(severities, key=lambda s: s.rank).value if severities else None
    times = plan.timing.schedule.times if plan else ()
    return Row(
        id_,
        advice.disposition.value,
        advice.intake.rda_mg,
        advice.intake.ul_mg,
        advice.remaining_mg,
        advice.ceiling_mg,
        plan.steps[0].mg_per_day if plan else None,
        plan.max_mg_per_day if plan else None,
        plan.form.id if plan else None,
        ";".join(f"{t // 60:02d}:{t % 60:02d}" for t in times),
        advice.evidence.expectation,
        worst,
        ";".join(dict.fromkeys(f.code for f in advice.findings)),
        ";".join(use.text for use in advice.profile.medicines if not use.resolved),
        advice.check.excess_mg if advice.check else None,
        advice.knowledge_version,
    )
