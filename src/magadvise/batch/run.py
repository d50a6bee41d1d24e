"""From input files to an answer file: every row answered, rejected with a reason, or left out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from magadvise.advice.plan import Plan, Refusal
from magadvise.batch import bands, inputs, report, sources
from magadvise.batch.answer import Engine, Row, Texts, row
from magadvise.batch.columns import IDS
from magadvise.batch.inputs import How, NoInput
from magadvise.batch.sink import CsvSink, JsonSink, Target, reject_line
from magadvise.errors import EXIT_IO, InputError, OutputError, Problem
from magadvise.export.json_plan import document
from magadvise.knowledge.rows import Knowledge
from magadvise.model import SEVERITIES, Severity

__all__ = ["FORMATS_IN", "FORMATS_OUT", "NoInput", "Options", "Summary", "run"]

FORMATS_IN = inputs.FORMATS
FORMATS_OUT = ("csv", "jsonl", "parquet")
ENGINES = ("auto", "rows", "columns")
MOST_NAMES = 100_000  # unresolved names that are counted one by one
UNREADABLE = Problem("unreadable", "", "the row cannot be read")
Tick = Callable[[int, int, int, int | None], None]


class Options(NamedTuple):
    """How to read and write. ``from_`` and ``to`` are ``None`` where the endings of the names say it.
    ``words`` are those of the report."""

    from_: str | None = None
    to: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: Mapping[str, str] = {}
    keep: tuple[str, ...] = ()
    rejects: str | None = None
    summary: str | None = None
    csv_raw: bool = False
    sheet: str | None = None
    as_of: date | None = None
    report: str | None = None
    words: report.Words | None = None
    engine: str = "auto"


class Summary(NamedTuple):
    """What came of a run. ``unresolved`` counts names of medicines, without anything of the patient.
    ``unused`` are the names of columns that were not read, ``said`` what was found out about the files."""

    rows_in: int
    answered: int
    rejected: int
    left_out: int
    dispositions: Counter[str]
    codes: Counter[str]
    unresolved: Counter[str]
    reasons: Counter[str]
    worst: Severity | None
    said: tuple[str, ...]
    unused: tuple[str, ...]
    knowledge_version: str
    as_of: date | None = None
    why_left_out: Counter[str] | None = None

    def document(self) -> dict[str, Any]:
        """The JSON of ``--summary``."""
        return {
            "rows_in": self.rows_in, "answered": self.answered, "rejected": self.rejected,
            "left_out": self.left_out,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "dispositions": dict(self.dispositions),
            "codes": dict(self.codes.most_common()), "unresolved": dict(self.unresolved.most_common()),
            "knowledge_version": self.knowledge_version,
        }  # fmt: skip


def run(
    names: Sequence[str],
    output: str,
    knowledge: Knowledge,
    standard: str,
    defaults: Texts,
    options: Options,
    progress: Tick = lambda rows, rejected, read, total: None,
) -> Summary:
    """Answer every row. Nothing of the output, the rejects or the summary appears before all is
    written; what was there stays, and so does the output where no row was answered. Raises the
    errors of reading and writing with their exit codes."""
    kinds = [inputs.kind_of(name, options.from_) for name in names]
    to = options.to or inputs.ending(output, "to", FORMATS_OUT)
    for name in names:
        inputs.there(name)
    columnar = _columnar(kinds, to, options)
    targets: list[Target] = []
    try:
        out = _target(output, targets)
        rejects, told, page = (
            _target(name, targets) if name else None
            for name in (options.rejects, options.summary, options.report)
        )
        count = _Counts(rejects, progress, inputs.size_of(names))
        answer: _Rows | _Columns
        if columnar:
            answer = _Columns(knowledge, standard, defaults, options, count, out, to)
        else:
            answer = _Rows(knowledge, standard, defaults, options, count, _sink(to, out, options))
        _inputs(names, kinds, options, answer, count)
        answer.close()
        summary = count.summary(knowledge.version)
        if told:
            told.stream.write(json.dumps(summary.document(), indent=2) + "\n")
        if page and options.words:
            page.stream.write(report.page(summary, count.tally, knowledge, options.words))
        for target in targets:
            target.synced()
        for target in reversed(targets):  # the answers last
            if target is not out or summary.answered:
                target.placed()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("reading or writing failed", EXIT_IO) from error
    finally:
        for target in targets:
            target.undo()
    return summary


def _columnar(kinds: Sequence[str], to: str, options: Options) -> bool:
    """Whether the columnar engine answers. Raises :class:`InputError` where it is needed and absent."""
    needed = {
        "to": to == "parquet",
        "from": "parquet" in kinds,
        "engine": options.engine == "columns",
    }
    installed = inputs.columnar_installed()
    if not installed and any(needed.values()):
        raise InputError([inputs.needs_columnar(next(o for o, n in needed.items() if n))])
    if (to == "parquet" and options.engine == "rows") or (to == "jsonl" and needed["engine"]):
        raise InputError([Problem("contradiction", "engine", "cannot write this format",
                                  hint="Leave --engine out.")])  # fmt: skip
    return installed and options.engine != "rows" and to != "jsonl"


def _inputs(
    names: Sequence[str],
    kinds: Sequence[str],
    options: Options,
    answer: _Rows | _Columns,
    count: _Counts,
) -> None:
    how = How(options.encoding, options.delimiter, options.columns, options.keep, options.sheet,
              options.as_of)  # fmt: skip
    if "fhir" in kinds:
        if len(set(kinds)) > 1:
            raise InputError([Problem("contradiction", "from", "FHIR and other formats stand together",
                                      hint="Give FHIR in a run of its own.")])  # fmt: skip
        found = inputs.fhir(names, how)
        count.said += found.said
        count.as_of, count.why_left_out = found.as_of, found.left_out
        answer.patients(found, how)
        return
    for number, (name, kind) in enumerate(zip(names, kinds, strict=True), 1):
        try:
            with inputs.stream(name) as stream:
                count.reading(stream)
                answer.file(name, kind, stream, how)
        except sources.NoUsableData as error:
            if len(names) == 1:
                raise
            raise sources.NoUsableData(f"input {number}: {error}", error.hint) from None


def _target(name: str, opened: list[Target]) -> Target:
    """A target that is undone whatever comes next."""
    opened.append(Target(name))
    return opened[-1]


def _sink(to: str, out: Target, options: Options) -> CsvSink | JsonSink:
    if to == "jsonl":
        return JsonSink(out)
    lists = [Row._fields.index("unresolved_medications")]
    return CsvSink(out, (*Row._fields, *options.keep), lists, raw=options.csv_raw)


class _Rows:
    """The row engine on its way through the inputs."""

    def __init__(
        self, knowledge: Knowledge, standard: str, defaults: Texts, options: Options, count: _Counts,
        sink: CsvSink | JsonSink,
    ) -> None:  # fmt: skip
        self._engine = Engine(knowledge, standard, defaults)
        self._options = options
        self._count = count
        self._sink = sink

    def file(self, name: str, kind: str, stream: Any, how: How) -> None:
        """The rows of one input."""
        self._table(inputs.table(kind, stream, how), lambda: name)

    def patients(self, found: Any, how: How) -> None:
        """The patients of FHIR."""
        self._table(sources.Table(found.rows, (), {}), found.file)

    def close(self) -> None:
        """Nothing is kept back."""

    def _table(self, table: sources.Table, name: Callable[[], str]) -> None:
        count = self._count
        count.said += table.said
        words = self._options.words
        for item in table.rows:
            problem, advice = _answer(self._engine, item)
            if advice is None:
                count.reject(name(), item, problem or UNREADABLE)
            else:
                _write(self._sink, advice, item, self._options.keep)
                count.answer(advice)
                if words:
                    band = bands.of(advice, words.ages, self._engine.knowledge)
                    count.tally.count(*band, advice.disposition.value)
            count.tick()
        count.unused.update(table.unused)


class _Columns:
    """The columnar engine on its way through the inputs."""

    def __init__(
        self, knowledge: Knowledge, standard: str, defaults: Texts, options: Options, count: _Counts,
        out: Target, to: str,
    ) -> None:  # fmt: skip
        from magadvise.batch.columnar.flow import Flow
        from magadvise.batch.columnar.write import CsvOut, ParquetOut

        keep = options.keep
        self._out = (
            ParquetOut(out, keep) if to == "parquet" else CsvOut(out, keep, raw=options.csv_raw)
        )
        ages = options.words.ages if options.words else ()
        self._flow = Flow(knowledge, standard, defaults, self._out, ages)
        self._defaults = {name: ";".join(texts) for name, texts in defaults.items() if texts}
        self._count = count

    def file(self, name: str, kind: str, stream: Any, how: How) -> None:
        """The blocks of one input."""
        self._blocks(inputs.blocks(kind, stream, how, self._defaults), lambda: name)

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
        self._out.close()

    def _blocks(
        self, blocks: inputs.Blocks, name: Callable[[], str], names: Mapping[int, str] = {}
    ) -> None:
        count = self._count
        count.said += blocks.said
        for part in self._flow.run(blocks.works):
            for item, problem in part.rejects:
                count.reject(names.get(id(item)) or name(), item, problem)
            count.answered += part.answered
            count.dispositions.update(part.dispositions)
            count.codes.update(part.codes)
            count.severities.update(Severity(worst) for worst in part.worst if worst)
            for text, number in part.unresolved.items():
                count.name(text, number)
            if part.tally:
                count.tally.add(part.tally)
            count.tick()
        count.unused.update(blocks.unused)


class _Counts:
    """What came of the rows."""

    def __init__(self, rejects: Target | None, progress: Tick, total: int | None) -> None:
        self.rejects = rejects
        self.answered = self.rejected = 0
        self.dispositions: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.unresolved: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.severities: set[Severity] = set()
        self.said: list[str] = []
        self.unused: dict[str, None] = {}
        self.why_left_out: Counter[str] = Counter()
        self.as_of: date | None = None
        self.tally = report.Tally()
        self._progress = progress
        self._total = total
        self._stream: Any = None
        self._before = 0

    def reading(self, stream: Any) -> None:
        """Another input is read from here on."""
        self._before += self._read()
        self._stream = stream

    def tick(self) -> None:
        """Tell how far it has come."""
        read = self._before + self._read() if self._total is not None else 0
        self._progress(self.answered + self.rejected, self.rejected, read, self._total)

    def _read(self) -> int:
        if self._stream is None or self._stream.closed or self._total is None:
            return 0
        return int(self._stream.tell())

    def answer(self, advice: Plan | Refusal) -> None:
        """One row that was answered."""
        self.answered += 1
        self.dispositions[advice.disposition.value] += 1
        self.codes.update(list(dict.fromkeys(f.code for f in advice.findings)))
        self.severities.update(f.severity for f in advice.findings)
        for use in advice.profile.medicines:
            if not use.resolved:
                self.name(use.text, 1)

    def name(self, text: str, rows: int) -> None:
        """A medicine that was not understood."""
        if text in self.unresolved or len(self.unresolved) < MOST_NAMES:
            self.unresolved[text] += rows

    def reject(self, name: str, item: sources.Item, problem: Problem) -> None:
        """One row that was not, with its bytes."""
        if self.rejects:
            self.rejects.stream.write(
                reject_line(
                    name, (item.line, item.start, item.end), item.raw,
                    (problem.code, problem.field, problem.message),
                )
            )  # fmt: skip
        self.rejected += 1
        self.reasons[problem.code] += 1

    def summary(self, knowledge_version: str) -> Summary:
        """Everything at the end of a run."""
        worst = next((s for s in SEVERITIES if s in self.severities), None)
        left_out = self.why_left_out.total()
        return Summary(
            self.answered + self.rejected + left_out, self.answered, self.rejected, left_out,
            self.dispositions, self.codes, self.unresolved, self.reasons, worst,
            tuple(dict.fromkeys(self.said)), tuple(self.unused), knowledge_version, self.as_of,
            self.why_left_out,
        )  # fmt: skip


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
