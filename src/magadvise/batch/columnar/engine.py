"""A block of rows to their answers: every stage once for each distinct key, then gathered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from magadvise.batch import bands
from magadvise.batch.answer import Engine as RowEngine
from magadvise.batch.answer import Texts
from magadvise.batch.answer import row as flat
from magadvise.batch.columnar.cells import Column
from magadvise.batch.columnar.gather import Gathered
from magadvise.batch.columnar.grown import Told
from magadvise.batch.columnar.outcome import MG, NO_MG, WORDS, Answers
from magadvise.batch.columnar.people import Tables
from magadvise.batch.columnar.stages import check
from magadvise.errors import InputError, Problem
from magadvise.knowledge.rows import Knowledge

AGES = (bands.AgeBand("", 0, ""),)
MOST_TEXTS = 800_000  # distinct texts kept for the next block


class Block(NamedTuple):
    """Rows to answer. ``columns`` are the scalar questions, ``lists`` hold ``medications`` and
    ``medication_times`` as arrow arrays of text without nulls, ``odd`` marks rows that only the row
    engine reads, and ``cells`` gives the cells of such a row by our names."""

    rows: int
    columns: Mapping[str, Column]
    lists: Mapping[str, Any]
    odd: npt.NDArray[np.bool_]
    cells: Callable[[int], Mapping[str, Any]]


class Engine:
    """Answers blocks. ``defaults`` are flags that fill the columns which the input lacks."""

    def __init__(self, knowledge: Knowledge, standard: str, defaults: Texts) -> None:
        check(knowledge)
        self.knowledge = knowledge
        self.standard = standard
        self.row_engine = RowEngine(knowledge, standard, defaults)
        self.problems: Told[Problem | None] = Told([None])
        self.words: dict[str, Told[str | None]] = {name: Told([None]) for name in WORDS}
        self._tables = Tables(knowledge, standard, self.problems)
        self.calls: dict[str, int] = {}

    def answer(self, block: Block) -> Answers:
        """The answers of all rows; a row has a problem or an answer."""
        if self._tables.texts > MOST_TEXTS:
            self._count()
            self._tables = Tables(self.knowledge, self.standard, self.problems)
        self.words["unresolved_medications"] = Told([None])  # most stand in one block only
        gathered = Gathered(self._tables, self.words)
        answers = gathered.answer(block.rows, block.columns, block.lists)
        for row in np.flatnonzero(block.odd | gathered.odd):
            self._alone(int(row), block, answers)
        return answers

    def core_calls(self) -> dict[str, int]:
        """How often the core was asked, by stage."""
        self._count()
        self._tables.forget_calls()
        return self.calls

    def _count(self) -> None:
        for name, calls in self._tables.calls().items():
            self.calls[name] = self.calls.get(name, 0) + calls

    def _alone(self, at: int, block: Block, answers: Answers) -> None:
        """One row by the row engine."""
        self.calls["row engine"] = self.calls.get("row engine", 0) + 1
        try:
            advice = self.row_engine.answer(block.cells(at))
        except InputError as error:
            answers.problem[at] = self.problems.id(error.problems()[0])
            return
        found = flat(advice, None)
        answers.problem[at] = 0
        answers.months[at] = advice.profile.age_months
        answers.kidney[at] = bands.KIDNEYS.index(bands.of(advice, AGES, self.knowledge)[1])
        for name in MG:
            value = getattr(found, name)
            answers.mg[name][at] = NO_MG if value is None else value
        answers.bits[at] = answers.effects.bits(advice.findings)
        for name in WORDS:
            answers.words[name][at] = self.words[name].id(getattr(found, name))
