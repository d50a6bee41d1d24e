"""Blocks of rows to columns of answers, and what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from magadvise.batch import bands
from magadvise.batch.answer import Texts
from magadvise.batch.columnar.engine import Engine
from magadvise.batch.columnar.outcome import Answers
from magadvise.batch.columnar.read import Rows
from magadvise.batch.columnar.table import SCHEMA, TEXT, Reader, columns_of
from magadvise.batch.columns import IDS
from magadvise.batch.inputs import MESSAGES
from magadvise.batch.report import Tally
from magadvise.batch.sources import Item
from magadvise.errors import Problem
from magadvise.knowledge.rows import Knowledge


class Counts(NamedTuple):
    """What came of one block. ``rejects`` are in the order of the file."""

    answered: int
    dispositions: Counter[str]
    codes: Counter[str]
    worst: tuple[str, ...]
    unresolved: Counter[str]
    rejects: list[tuple[Item, Problem]]
    tally: Tally | None


class Part(NamedTuple):
    """Rows of one kind of a block with their answers."""

    rows: Rows
    answers: Answers
    good: Any
    columns: dict[str, Any]
    kept: list[Any]
    codes: dict[str, int]


class Answered(NamedTuple):
    """The answers of a block in the order of the file: columns by name, the kept ones, and counts."""

    columns: dict[str, Any]
    kept: list[Any]
    counts: Counts


class Answering:
    """Answers blocks, one after the other. ``ages`` are the bands of a report, if there is one."""

    def __init__(
        self,
        knowledge: Knowledge,
        standard: str,
        defaults: Texts,
        ages: Sequence[bands.AgeBand] = (),
    ) -> None:
        self.engine = Engine(knowledge, standard, defaults)
        self._reader = Reader(defaults)
        self._ages = ages
        self._version = knowledge.version

    def block(self, block: Sequence[Rows]) -> Answered:
        """The answers of one block."""
        parts = [self._part(rows) for rows in block]
        columns, kept = _joined(parts)
        return Answered(columns, kept, self._counted(parts))

    def _part(self, rows: Rows) -> Part:
        block = self._reader.block(rows.columns, rows.size)
        if rows.odd is not None:
            block = block._replace(odd=block.odd | rows.odd)
        if rows.cells is not None:
            block = block._replace(cells=rows.cells)
        answers = self.engine.answer(block)
        good = np.flatnonzero(answers.problem == 0)
        columns = columns_of(answers, self.engine.words, self._version, good)
        whole = len(good) == rows.size
        taken = None if whole else pa.array(good)
        id_ = _id(rows)
        kept = [array if whole else array.take(taken) for array in rows.kept]
        codes, counts = answers.effects.codes(answers.bits if whole else answers.bits[good])
        found = {"id": id_ if whole else id_.take(taken), **columns, "codes": codes}
        columns = {name: found[name] for name in SCHEMA.names}
        return Part(rows, answers, good, columns, kept, counts)

    # counts --------------------------------------------------------------------------------------

    def _counted(self, parts: Sequence[Part]) -> Counts:
        words = self.engine.words
        said: dict[str, Counter[str]] = {
            name: Counter() for name in ("disposition", "worst_severity")
        }
        unresolved: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        answered = 0
        rejects: list[tuple[int, Item, Problem]] = []
        tally = Tally() if self._ages else None
        for part in parts:
            answered += len(part.good)
            codes.update(part.codes)
            for name, counter in said.items():
                counter.update(_counts(part.answers.words[name][part.good], words[name].items))
            unresolved.update(_texts(part.columns["unresolved_medications"]))
            rejects += self._rejects(part)
            if tally:
                self._banded(part, tally)
        names: Counter[str] = Counter()
        for text, count in unresolved.items():
            for name in filter(None, text.split(";")):
                names[name] += count
        rejects.sort(key=lambda found: found[0])
        return Counts(
            answered, said["disposition"], codes, tuple(said["worst_severity"]), names,
            [(item, problem) for _, item, problem in rejects], tally,
        )  # fmt: skip

    def _rejects(self, part: Part) -> Iterator[tuple[int, Item, Problem]]:
        rows, problems = part.rows, self.engine.problems.items
        for row in np.flatnonzero(part.answers.problem).tolist():
            problem = problems[part.answers.problem[row]]
            if problem:
                yield int(rows.order[row]), rows.place(row), problem
        for number, item in rows.unread:
            yield number, item, Problem(item.error, "", MESSAGES[item.error])

    def _banded(self, part: Part, tally: Tally) -> None:
        """Count by the bands of the report."""
        good, kinds = part.good, len(bands.KIDNEYS)
        dispositions = self.engine.words["disposition"].items
        ids = part.answers.words["disposition"][good].astype(np.int64)
        key = (ids * 4096 + part.answers.months[good]) * kinds + part.answers.kidney[good]
        keys, counts = np.unique(key, return_counts=True)
        for k, count in zip(keys.tolist(), counts.tolist(), strict=True):
            rest, kidney = divmod(k, kinds)
            disposition, months = divmod(rest, 4096)
            tally.count(
                bands.age_band(months, self._ages), bands.KIDNEYS[kidney],
                dispositions[disposition] or "", count,
            )  # fmt: skip


def _joined(parts: Sequence[Part]) -> tuple[dict[str, Any], list[Any]]:
    """The columns of all parts, rows in the order of the file."""
    parts = [part for part in parts if len(part.good)] or parts[:1]
    if len(parts) == 1:
        return parts[0].columns, parts[0].kept
    if not parts:
        return {}, []
    order = np.concatenate([part.rows.order[part.good] for part in parts])
    at = pa.array(np.argsort(order, kind="stable"))
    columns = {
        name: _together([part.columns[name] for part in parts]).take(at)
        for name in parts[0].columns
    }
    kept = [
        _together(list(arrays)).take(at) for arrays in zip(*(p.kept for p in parts), strict=True)
    ]
    return columns, kept


def _id(rows: Rows) -> Any:
    """The first of the columns for an id that is not blank; null without one."""
    found = None
    for name in IDS:
        if name in rows.columns:
            array = rows.columns[name]
            if pa.types.is_dictionary(array.type):
                array = array.dictionary_decode()
            own = pa.compute.if_else(pa.compute.equal(array, ""), pa.scalar(None, TEXT), array)
            found = own if found is None else pa.compute.coalesce(found, own)
    return pa.nulls(rows.size, TEXT) if found is None else found


def _counts(ids: Any, items: Sequence[str | None]) -> Mapping[str, int]:
    counts = np.bincount(ids, minlength=len(items))
    return {items[at] or "": int(counts[at]) for at in np.flatnonzero(counts).tolist()}


def _texts(column: Any) -> Mapping[str, int]:
    counts = np.bincount(column.indices.drop_null().to_numpy(), minlength=len(column.dictionary))
    texts = column.dictionary.to_pylist()
    return {texts[at]: int(counts[at]) for at in np.flatnonzero(counts).tolist() if texts[at]}


def _together(arrays: list[Any]) -> Any:
    if len({array.type for array in arrays}) > 1:
        arrays = [a.dictionary_decode() if pa.types.is_dictionary(a.type) else a for a in arrays]
    return pa.concat_arrays(arrays)
