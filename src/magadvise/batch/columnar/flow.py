"""Blocks on their way: read in one thread, answered here, written in another, in their order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from magadvise.batch import bands
from magadvise.batch.answer import Texts
from magadvise.batch.columnar.engine import Engine
from magadvise.batch.columnar.gather import Answers
from magadvise.batch.columnar.read import Rows
from magadvise.batch.columnar.table import SCHEMA, TEXT, Reader, columns_of
from magadvise.batch.columnar.write import CsvOut, ParquetOut
from magadvise.batch.columns import IDS
from magadvise.batch.inputs import MESSAGES
from magadvise.batch.report import Tally
from magadvise.batch.sources import Item
from magadvise.errors import Problem
from magadvise.knowledge.rows import Knowledge

AHEAD = 2  # blocks that are read, or wait to be written
Work = Callable[[], list[Rows]]


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


class Flow:
    """Answers the blocks of one run."""

    def __init__(
        self,
        knowledge: Knowledge,
        standard: str,
        defaults: Texts,
        out: CsvOut | ParquetOut,
        ages: Sequence[bands.AgeBand] = (),
    ) -> None:
        self.engine = Engine(knowledge, standard, defaults)
        self._reader = Reader(defaults)
        self._out = out
        self._ages = ages
        self._version = knowledge.version
        self._submitted = self._done = 0

    def run(
        self, source: Iterable[Work], written: Callable[[Counts], None] = lambda counts: None
    ) -> Iterator[Counts]:
        """The counts of each block, once it is on its way to the file. ``written`` gets them in the
        thread that writes, behind the last byte of the block and before the next block."""
        with ThreadPoolExecutor(2) as reading, ThreadPoolExecutor(1) as writing:
            pending: deque[Future[None]] = deque()
            try:
                for block in _ahead(source, reading):
                    parts = [self._part(rows) for rows in block]
                    while len(pending) >= AHEAD:
                        pending.popleft().result()
                    counts = self._counted(parts)
                    pending.append(
                        writing.submit(self._next, self._submitted, parts, counts, written)
                    )
                    self._submitted += 1
                    yield counts
                for future in pending:
                    future.result()
            finally:
                for future in pending:
                    future.cancel()

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

    def _next(
        self, number: int, parts: Sequence[Part], counts: Counts, written: Callable[[Counts], None]
    ) -> None:
        if number == self._done:  # else one before it failed, or was cancelled
            self._write(parts)
            written(counts)
            self._done += 1

    def _write(self, parts: Sequence[Part]) -> None:
        if len(parts) > 1:
            order = np.concatenate([part.rows.order[part.good] for part in parts])
            at = pa.array(np.argsort(order, kind="stable"))
            columns = {
                name: _together([part.columns[name] for part in parts]).take(at)
                for name in parts[0].columns
            }
            kept = [
                _together(list(arrays)).take(at)
                for arrays in zip(*(p.kept for p in parts), strict=True)
            ]
            self._out.write(columns, kept)
        elif parts:
            self._out.write(parts[0].columns, parts[0].kept)

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


def _ahead(source: Iterable[Work], pool: ThreadPoolExecutor) -> Iterator[list[Rows]]:
    """Blocks, some of them read before they are asked for; the bytes come from one thread."""
    waiting: deque[Future[list[Rows]]] = deque()
    works = iter(source)
    with ThreadPoolExecutor(1) as bytes_:
        following = bytes_.submit(next, works, None)
        while (work := following.result()) is not None:
            following = bytes_.submit(next, works, None)
            waiting.append(pool.submit(work))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


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
    plain = [a.dictionary_decode() if pa.types.is_dictionary(a.type) else a for a in arrays]
    whole = pa.concat_arrays(plain)
    return whole.dictionary_encode() if plain[0] is not arrays[0] else whole
