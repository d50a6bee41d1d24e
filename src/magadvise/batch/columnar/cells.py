"""Cells of the scalar questions to numbers: each distinct cell is read once, by the same door."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from magadvise import profile as door
from magadvise.batch.columnar.grown import Grown, Ids, Ints, Told, distinct
from magadvise.batch.columnar.view import is_age
from magadvise.errors import Problem
from magadvise.knowledge.rows import Knowledge
from magadvise.medicines.products import match
from magadvise.model import Kidney, Sex, Stool, Tri
from magadvise.rules.egfr import formula, from_creatinine

# Questions that are read together, in the order in which their problems are told.
GROUPS: dict[str, tuple[str, ...]] = {
    "age": ("age", "age_months"), "sex": ("sex",), "pregnant": ("pregnant",),
    "breastfeeding": ("breastfeeding",), "kidney": ("kidney",), "egfr": ("egfr",),
    "creatinine": ("creatinine", "creatinine_unit"), "patterns": ("patterns",),
    "conditions": ("conditions",), "red_flags": ("red_flags",),
    "medications": (),
    "products": ("products", "other_magnesium_mg"), "diet_magnesium_mg": ("diet_magnesium_mg",),
    "check_dose_mg": ("check_dose_mg",), "check_form": ("check_form",), "stool": ("stool",),
    "bedtime": ("bedtime",), "wake": ("wake",), "standard": ("standard",),
}  # fmt: skip
# Ages that the rules of the kidney stage ask about.
KIDNEY_AGES = (
    "ckdepi_from_years", "ckdepi_validated_years", "egfr_high_older_years", "older_adult_years",
    "pregnancy_from_years", "pregnancy_to_years",
)  # fmt: skip
TWO_AGES = Problem("contradiction", "age", "is given in years and in months")
KINDS: dict[str, type[Sex | Tri | Kidney | Stool]] = {
    "sex": Sex, "pregnant": Tri, "breastfeeding": Tri, "kidney": Kidney, "stool": Stool,
}  # fmt: skip
YEAR = 12
NEAR = 1e-9  # of a line: far more than arrays and single numbers can differ by
Floats = npt.NDArray[np.float64]


class Column(NamedTuple):
    """A column of a block: the distinct texts, and which one each row has (``None``: all the first)."""

    texts: Sequence[str]
    at: Ids | None


class Parsed(NamedTuple):
    """What a cell says, and the first thing that is wrong with it."""

    fields: Mapping[str, Any]
    problem: Problem | None


class Cells:
    """The cells of one group of questions. ``values`` by number; ``part`` is a small number that
    keys are made of; ``problem`` is 0 or the number of a problem."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        self.group = group
        self.questions = GROUPS[group]
        self.values: list[Parsed] = []
        self._knowledge = knowledge
        self._problems = problems
        self._texts: dict[tuple[str, ...], int] = {}
        self._same: dict[object, int] = {}
        self._problem = Grown(np.int32)

    def ids(self, columns: Mapping[str, Column], rows: int) -> Ids:
        """The number of the value of each row."""
        parts = [columns.get(q) or Column(("",), None) for q in self.questions]
        varied = [part for part in parts if part.at is not None]
        if not varied:
            return np.full(rows, self._id(tuple(p.texts[0] for p in parts)), np.int32)
        if len(varied) == 1:
            ids = [
                self._id(tuple(p.texts[0] if p.at is None else text for p in parts))
                for text in varied[0].texts
            ]
            return np.array(ids, np.int32)[varied[0].at]
        a, b = varied
        key = np.asarray(a.at, np.int64) * len(b.texts) + np.asarray(b.at)
        at, keys = distinct(key)
        pairs = [(a.texts[k // len(b.texts)], b.texts[k % len(b.texts)]) for k in keys]
        return np.array([self._id(pair) for pair in pairs], np.int32)[at]

    def problem(self) -> npt.NDArray[np.int32]:
        """By number of a value."""
        return self._problem.array()

    def __len__(self) -> int:
        return len(self._texts)

    def _id(self, texts: tuple[str, ...]) -> int:
        found = self._texts.get(texts)
        if found is None:
            parsed = self._read(tuple(text.strip() for text in texts))
            key = (tuple(parsed.fields.items()), parsed.problem)
            found = self._same.setdefault(key, len(self.values))
            if found == len(self.values):
                self.values.append(parsed)
                self._problem.append(self._problems.id(parsed.problem))
                self.added(parsed)
            self._texts[texts] = found
        return found

    def _read(self, texts: tuple[str, ...]) -> Parsed:
        if self.group == "age" and texts[1]:
            if texts[0]:
                return self._parsed({"age": ("1",)}, TWO_AGES)
            texts = (f"{texts[1]}mo",)
        elif self.group == "creatinine" and texts[0]:
            texts = (f"{texts[0]}{texts[1]}",)
        elif self.group == "creatinine":
            texts = ("",)
        elif self.group == "sex" and not texts[0]:
            texts = ("unknown",)
        answers = {
            question: (text,) if text else ()
            for question, text in zip(self.questions, texts, strict=False)
            if question in door.QUESTIONS
        }
        return self._parsed(answers)

    def _parsed(
        self, answers: Mapping[str, tuple[str, ...]], problem: Problem | None = None
    ) -> Parsed:
        fields, problems = door.fields(answers, self._knowledge, products=match)
        return Parsed(fields, problem or (problems[0] if problems else None))

    def added(self, parsed: Parsed) -> None:
        """A value came that was not there before."""


class Words(Cells):
    """One word of a few: ``part`` is its place among them."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        super().__init__(group, knowledge, problems)
        self._order = list(KINDS[group])
        self.part = Grown(np.int8)

    def added(self, parsed: Parsed) -> None:
        self.part.append(self._order.index(parsed.fields[self.group]))


class Lists(Cells):
    """Words of a list. ``part``: for patterns the place of the main one, for conditions whether one
    asks for the kidneys; ``when``: bedtime or meals, as the main pattern has it; ``pregnancy``: a
    pattern that tells of it; ``set``: the words in any order."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        super().__init__(group, knowledge, problems)
        self._order = list(knowledge.patterns)
        self._times: Told[str] = Told()
        self.part = Grown(np.int8)
        self.when = Grown(np.int8)
        self.pregnancy = Grown(np.int8)
        self.unrecognised = Grown(np.bool_)
        self.set = Grown(np.int32)
        self._sets: Told[object] = Told()

    def added(self, parsed: Parsed) -> None:
        words = parsed.fields[self.group]
        known = parsed.fields.get(f"{self.group}_known")
        self.set.append(self._sets.id((frozenset(words), known)))
        part = 0
        if self.group == "patterns":
            main = words[0] if words else "unknown"
            part = self._order.index(main)
            self.when.append(self._times.id(self._knowledge.patterns[main].when_to_take))
        elif self.group == "conditions":
            rows = self._knowledge.conditions
            part = int(any(rows[word].action == "kidney_question" for word in words))
        self.part.append(part)
        self.pregnancy.append("pregnancy" in words)
        self.unrecognised.append(bool(parsed.fields["unrecognised"]))


class Products(Cells):
    """``part``: what the products bring, without their words, and whether all is known; ``mg``:
    the milligrams told beside them; ``named``: whether there is one."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        super().__init__(group, knowledge, problems)
        self.part = Grown(np.int32)
        self.named = Grown(np.bool_)
        self.mg = Grown(np.int64)
        self._parts: Told[object] = Told()

    def added(self, parsed: Parsed) -> None:
        fields = parsed.fields
        bare = [use._replace(text="", name="", suggestions=()) for use in fields["products"]]
        self.part.append(self._parts.id(
            (frozenset((use, bare.count(use)) for use in bare), fields["other_magnesium_known"])
        ))  # fmt: skip
        self.mg.append(fields["other_magnesium_mg"] or 0)
        self.named.append(bool(bare))


class Clocks(Cells):
    """``part``: the minute of the day and 1, or 0 where none is given."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        super().__init__(group, knowledge, problems)
        self.part = Grown(np.int16)

    def added(self, parsed: Parsed) -> None:
        minute = parsed.fields[self.group]
        self.part.append(0 if minute is None else minute + 1)


class Amounts(Cells):
    """``part``: milligrams and 1, or 0 where none are given."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        super().__init__(group, knowledge, problems)
        self.part = Grown(np.int64)

    def added(self, parsed: Parsed) -> None:
        mg = parsed.fields[self.group]
        self.part.append(0 if mg is None else mg + 1)


class Standards(Cells):
    """The standard of a row; without one, that of the run."""

    def _read(self, texts: tuple[str, ...]) -> Parsed:
        """The standard stands beside the profile; here it is one of its answers."""
        parsed = super()._read(texts)
        if parsed.problem or not texts[0]:
            return parsed
        chosen = door.standard({"standard": texts}, self._knowledge)
        return Parsed({**parsed.fields, "standard": chosen}, None)


class Ages(Cells):
    """``band``: ages that no table and no rule tells apart share one; ``named``: those that no named
    age of the rules tells apart."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        super().__init__(group, knowledge, problems)
        self.lines = age_lines(knowledge)
        self._named = sorted(named_ages(knowledge.numbers))
        self._kidney = sorted(named_ages({n: knowledge.numbers[n] for n in KIDNEY_AGES}))
        self.band = Grown(np.int16)
        self.named = Grown(np.int16)
        self.kidney = Grown(np.int16)
        self.years = Grown(np.int16)
        self.months = Grown(np.int32)

    def added(self, parsed: Parsed) -> None:
        months = parsed.fields["age_months"]
        self.months.append(months)
        self.band.append(bisect.bisect_right(self.lines, months))
        self.named.append(bisect.bisect_right(self._named, months))
        self.kidney.append(bisect.bisect_right(self._kidney, months))
        self.years.append(months // YEAR)


def age_lines(knowledge: Knowledge) -> list[int]:
    """Months at which a table or a rule may change: the bounds of every row, and the named ages."""
    lines = named_ages(knowledge.numbers)
    for intake in knowledge.intakes:
        lines |= {intake.from_months, intake.before_months or 0}
    for row in knowledge.limits:
        lines |= {row.from_months, row.before_months or 0}
    return sorted(lines)


def named_ages(numbers: Mapping[str, float]) -> set[int]:
    """Months at which a rule may change: every named number of years or months, and the one after."""
    lines = {0}
    for name, value in filter(lambda named: is_age(named[0]), numbers.items()):
        of = YEAR if name.endswith("_years") else 1
        lines |= {int(value) * of, (int(value) + 1) * of}
    return lines


class Tests(Cells):
    """Kidney tests. ``band`` of an eGFR: 0 none, else between or on the lines of the rules."""

    def __init__(self, group: str, knowledge: Knowledge, problems: Told[Problem | None]) -> None:
        super().__init__(group, knowledge, problems)
        self.lines = egfr_lines(knowledge)
        self.band = Grown(np.int16)
        self.mg_dl = Grown(np.float64)
        self.computed = _Computed(knowledge, self.lines)

    def added(self, parsed: Parsed) -> None:
        egfr = parsed.fields.get("egfr")
        self.band.append(0 if egfr is None else band(egfr, self.lines))
        creatinine = parsed.fields.get("creatinine")
        self.mg_dl.append(np.nan if creatinine is None else creatinine.mg_dl)

    def bands_by_formula(self, ids: Ids, years: npt.NDArray[Any], sex: npt.NDArray[Any]) -> Ids:
        """The band of the eGFR that a creatinine gives at this age and sex; 0 without one."""
        found = np.zeros(len(ids), np.int32)
        rows = np.flatnonzero(~np.isnan(self.mg_dl.array())[ids])
        if len(rows):
            key = (
                (ids[rows].astype(np.int64) << 20) | (years[rows].astype(np.int64) << 4) | sex[rows]
            )
            at, keys = distinct(key)
            k = np.array(keys, np.int64)
            bands = self.computed.bands(self.mg_dl.array()[k >> 20], k >> 4 & 0xFFFF, k & 0xF)
            found[rows] = bands[at]
        return found


class _Computed:
    """Bands of computed eGFR. The formula of the core is asked of whole arrays; where one comes so
    near to a line that the last digit might count, the core says the value itself."""

    def __init__(self, knowledge: Knowledge, lines: Sequence[float]) -> None:
        self._knowledge = knowledge
        self._lines = np.array(lines)
        self.calls = 0

    def bands(self, mg_dl: Floats, years: Ints, sex: Ints) -> Ids:
        """The band of each person. ``sex`` is the place among the words."""
        egfr = np.full(len(mg_dl), np.inf)
        for place, one in enumerate(Sex):
            of_both = (Sex.FEMALE, Sex.MALE) if one is Sex.UNKNOWN else (one,)
            at = np.flatnonzero(sex == place)
            for each in of_both:
                egfr[at] = np.minimum(egfr[at], self._array(mg_dl[at], years[at], each))
        near = (np.abs(egfr[:, None] - self._lines) <= NEAR * self._lines).any(axis=1)
        for row in np.flatnonzero(near).tolist():
            self.calls += 1
            one = list(Sex)[sex[row]]
            egfr[row] = from_creatinine(float(mg_dl[row]), int(years[row]), one, self._knowledge)
        below = np.searchsorted(self._lines, egfr, "left")
        found: Ids = (1 + below + np.searchsorted(self._lines, egfr, "right")).astype(np.int32)
        return found

    def _array(self, mg_dl: Floats, years: Ints, sex: Sex) -> Floats:
        ratio = mg_dl / self._knowledge.numbers[f"ckdepi_kappa_{sex}"]
        low, high = np.minimum(ratio, 1), np.maximum(ratio, 1)
        found: Floats = formula(low, high, years, sex, self._knowledge)
        return found


def egfr_lines(knowledge: Knowledge) -> list[float]:
    """Every eGFR at which a rule may change."""
    numbers = knowledge.numbers.items()
    return sorted({float(value) for name, value in numbers if name.startswith("egfr_")})


def band(egfr: float, lines: Sequence[float]) -> int:
    """1 below the first line, 2 on it, 3 between it and the second, ..."""
    return 1 + bisect.bisect_left(lines, egfr) + bisect.bisect_right(lines, egfr)
