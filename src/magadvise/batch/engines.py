"""The two engines on their way through the inputs: rows or blocks in, answers and counts out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from magadvise.advice.plan import Plan, Refusal
from magadvise.batch import bands, inputs, sources
from magadvise.batch.answer import Engine, Row, Texts, row
from magadvise.batch.columns import IDS
from magadvise.batch.counts import Counts
from magadvise.batch.inputs import How
from magadvise.batch.options import Options
from magadvise.batch.sink import CsvSink, JsonSink, Target
from magadvise.errors import InputError, Problem
from magadvise.export.json_plan import document
from magadvise.knowledge.rows import Knowledge

if TYPE_CHECKING:
    from magadvise.batch.columnar.answering import Answering
    from magadvise.batch.columnar.workers import Workers

ROWS = 2_000  # rows of a block of the row engine
UNREADABLE = Problem("unreadable", "", "the row cannot be read")


class Rows:
    """The row engine. Rows of an earlier run are read and passed over."""

    def __init__(
        self, knowledge: Knowledge, standard: str, defaults: Texts, options: Options, count: Counts,
        out: Target, to: str,
    ) -> None:  # fmt: skip
        self._engine = Engine(knowledge, standard, defaults)
        self._options = options
        self._count = count
        self._sink = _sink(to, out, options)
        self._passed = count.whole.answered + count.whole.rejected
        self._since = 0

    def file(self, name: str, kind: str, stream: Any, how: How) -> None:
        """The rows of one input."""
        self._table(inputs.table(kind, stream, how), lambda: name)

    def patients(self, found: Any, how: How) -> None:
        """The patients of FHIR."""
        self._table(sources.Table(found.rows, (), {}), found.file)

    def close(self) -> None:
        """The end of the file."""
        if self._since:
            self._count.checkpoint()

    def undo(self) -> None:
        """Nothing more is written."""

    def _table(self, table: sources.Table, name: Callable[[], str]) -> None:
        count = self._count
        count.said += table.said
        for item in table.rows:
            if self._passed:
                self._passed -= 1
                continue
            self._row(item, name)
            self._since += 1
            if self._since >= ROWS:
                count.checkpoint()
                self._since = 0
            count.tick()
        count.unused.update(table.unused)

    def _row(self, item: sources.Item, name: Callable[[], str]) -> None:
        count, words = self._count, self._options.words
        problem, advice = _answer(self._engine, item)
        if advice is None:
            count.reject(name(), item, problem or UNREADABLE)
            return
        _write(self._sink, advice, item, self._options.keep)
        count.answer(advice)
        if words:
            band = bands.of(advice, words.ages, self._engine.knowledge)
            count.block.tally.count(*band, advice.disposition.value)


class Columns:
    """The columnar engine. Blocks of an earlier run are read and passed over."""

    def __init__(
        self, knowledge: Knowledge, standard: str, defaults: Texts, options: Options, count: Counts,
        out: Target, to: str,
    ) -> None:  # fmt: skip
        from magadvise.batch.columnar.flow import Flow
        from magadvise.batch.columnar.write import CsvOut, ParquetOut, ParquetPieces

        keep = options.keep
        self._out: CsvOut | ParquetOut
        if to != "parquet":
            self._out = CsvOut(out, keep, raw=options.csv_raw)
        elif options.resume:
            self._out = ParquetPieces(out, keep)
            count.cut = self._out.cut
        else:
            self._out = ParquetOut(out, keep)
        self._flow = Flow(self._out)
        self._ages = options.words.ages if options.words else ()
        self._asked = (knowledge, standard, defaults)
        self._here: Answering | None = None
        self._workers: Workers | None = None
        self._defaults = {name: ";".join(texts) for name, texts in defaults.items() if texts}
        self._count = count
        self._passed = count.blocks

    def file(self, name: str, kind: str, stream: Any, how: How) -> None:
        """The blocks of one input."""
        blocks = inputs.blocks(kind, stream, how, self._defaults)
        size = inputs.size_of([name]) if blocks.portable else None
        self._blocks(blocks, lambda: name, size=size)

    def patients(self, found: Any, how: How) -> None:
        """The patients of FHIR."""
        names: dict[int, str] = {}

        def rows() -> Any:
            for item in found.rows:
                names[id(item)] = found.file()
                yield item

        table = sources.Table(rows(), (), {})
        self._blocks(inputs.grouped(table, how, self._defaults), lambda: "", names)

    def close(self) -> None:
        """The end of the file."""
        self._ended()
        self._count.save()
        self._out.close()

    def undo(self) -> None:
        """Nothing more is written."""
        self._ended()
        self._out.undo()

    def _ended(self) -> None:
        if self._workers:
            self._workers.close()
            self._workers = None

    def _blocks(
        self,
        blocks: inputs.Blocks,
        name: Callable[[], str],
        names: Mapping[int, str] = {},
        size: int | None = None,
    ) -> None:
        count = self._count
        count.said += blocks.said

        def written(part: Any) -> None:  # in the thread that wrote the answers of the block
            for item, problem in part.rejects:
                count.reject(names.get(id(item)) or name(), item, problem)
            block = count.block
            block.answered += part.answered
            block.dispositions.update(part.dispositions)
            block.codes.update(part.codes)
            block.worst.update(worst for worst in part.worst if worst)
            block.unresolved.update(part.unresolved)
            if part.tally:
                block.tally.add(part.tally)
            count.checkpoint()

        for _ in self._flow.run(self._answered(self._left(blocks.works), size), written):
            count.tick()
        count.unused.update(blocks.unused)

    def _answered(self, works: Iterator[Any], size: int | None) -> Iterator[Any]:
        """The answers of blocks, for an input of so many bytes (``None``: by this process)."""
        from magadvise.batch.columnar import flow, workers
        from magadvise.batch.columnar.answering import Answering

        knowledge, standard, defaults = self._asked
        if workers.worth(size):
            how = workers.How(knowledge.version, standard, defaults, self._ages)
            self._workers = self._workers or workers.Workers(how)
            return self._workers.answered(works)
        self._here = self._here or Answering(knowledge, standard, defaults, self._ages)
        return flow.here(self._here, works)

    def _left(self, works: Iterator[Any]) -> Iterator[Any]:
        """Work that no earlier run has done."""
        for work in works:
            if self._passed:
                self._passed -= 1
            else:
                yield work


def _sink(to: str, out: Target, options: Options) -> CsvSink | JsonSink:
    if to == "jsonl":
        return JsonSink(out)
    lists = [Row._fields.index("unresolved_medications")]
    return CsvSink(out, (*Row._fields, *options.keep), lists, raw=options.csv_raw)


def _answer(engine: Engine, item: sources.Item) -> tuple[Problem | None, Plan | Refusal | None]:
    if item.cells is None:
        return Problem(item.error, "", inputs.MESSAGES[item.error]), None
    try:
        return None, engine.answer(item.cells)
    except InputError as error:
        return error.problems()[0], None


def _write(
    out: CsvSink | JsonSink, advice: Plan | Refusal, item: sources.Item, keep: Sequence[str]
) -> None:
    cells = item.cells or {}
    ids = [cell for name in IDS if (cell := cells.get(name))]
    id_ = ids[0] if ids and isinstance(ids[0], str) else None
    if isinstance(out, CsvSink):
        out.row((*row(advice, id_), *item.kept))
    else:
        kept = dict(zip(keep, item.kept, strict=True))
        out.document({"id": id_, **document(advice), **({"kept": kept} if kept else {})})
