"""The same rows through both batch engines, and every cell in which their answers differ.

A test that imports this first is skipped where the columnar engine cannot run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pytest

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")

from magadvise import load_knowledge  # noqa: E402
from magadvise.batch import answer  # noqa: E402
from magadvise.batch.columnar.engine import Engine  # noqa: E402
from magadvise.batch.columnar.table import SCHEMA, Reader, columns_of  # noqa: E402
from magadvise.errors import InputError  # noqa: E402
from magadvise.knowledge.rows import Knowledge  # noqa: E402

KNOWLEDGE = load_knowledge()
Cells = Mapping[str, str]
Texts = Mapping[str, Sequence[str]]
Said = dict[str, object]

HEALTHY: Cells = {
    "age": "45", "sex": "female", "pregnant": "no", "breastfeeding": "no", "kidney": "normal",
    "medications": "none", "conditions": "none", "red_flags": "none", "other_magnesium_mg": "none",
    "patterns": "night", "stool": "usual",
}  # fmt: skip


class Difference(NamedTuple):
    """One cell that the engines fill differently, and what the row said."""

    column: str
    by_row: object
    by_column: object
    cells: Cells


class Pair:
    """Both engines under the same standard and defaults. ``reached`` are the codes of the row engine
    and of the columnar one, ``answered`` and ``rejected`` how many rows were so."""

    def __init__(
        self, standard: str = "us", defaults: Texts | None = None, knowledge: Knowledge = KNOWLEDGE
    ) -> None:
        self.rows = answer.Engine(knowledge, standard, defaults or {})
        self.columns = Engine(knowledge, standard, defaults or {})
        self.reader = Reader(defaults or {})
        self.reached: tuple[set[str], set[str]] = (set(), set())
        self.answered = self.rejected = 0

    def differences(self, rows: Sequence[Cells]) -> list[Difference]:
        """The cells that differ when these rows are one block. What a row does not say is blank."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        full = [{name: row.get(name, "") for name in names} for row in rows]
        answers = zip(full, map(self.by_row, full), self.by_column(names, full), strict=True)
        return [
            Difference(
                name, ours.get(name), theirs.get(name), {n: t for n, t in cells.items() if t}
            )
            for cells, ours, theirs in answers
            for name in dict.fromkeys([*ours, *theirs])
            if (name in ours, ours.get(name)) != (name in theirs, theirs.get(name))
        ]

    def by_row(self, cells: Cells) -> Said:
        """All columns of the answer, or the problem alone, by the row engine."""
        try:
            found = answer.row(self.rows.answer(cells), None)._asdict()
        except InputError as error:
            self.rejected += 1
            return {"problem": error.problems()[0]}
        self.answered += 1
        self.reached[0].update(code for code in found["codes"].split(";") if code)
        return found

    def by_column(self, names: Sequence[str], rows: Sequence[Cells]) -> list[Said]:
        """The same of all rows at once, by the columnar engine."""
        table = {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
        return self.answers(table, len(rows))

    def answers(self, table: Mapping[str, Any], count: int) -> list[Said]:
        """What the columnar engine says of arrow arrays of text."""
        found = self.columns.answer(self.reader.block(table, count))
        good = np.flatnonzero(found.problem == 0)
        version = self.columns.knowledge.version
        told = columns_of(found, self.columns.words, version, good)
        told["codes"], counts = found.effects.codes(found.bits[good])
        texts = {name: column.to_pylist() for name, column in told.items()}
        assert set(texts) == {*SCHEMA.names} - {"id"}
        said = Counter(code for codes in texts["codes"] for code in codes.split(";") if code)
        assert counts == said
        self.reached[1].update(said)
        answers: list[Said] = [
            {"problem": self.columns.problems.items[number]} for number in found.problem
        ]
        for at, row in enumerate(good):
            answers[row] = {"id": None, **{name: texts[name][at] for name in SCHEMA.names[1:]}}
        return answers


def differences(
    rows: Sequence[Cells], defaults: Texts | None = None, standard: str = "us"
) -> list[Difference]:
    """The cells that differ where both engines are new."""
    return Pair(standard, defaults).differences(rows)


def blocks(rows: Iterable[Cells], size: int) -> Iterator[list[Cells]]:
    """Rows in blocks of this many."""
    block: list[Cells] = []
    for row in rows:
        block.append(row)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block
