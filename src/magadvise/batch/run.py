"""From input files to an answer file: every row answered, rejected with a reason, or left out."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from magadvise.advice.plan import Plan, Refusal
from magadvise.batch import sources
from magadvise.batch.answer import Engine, Row, Texts, row
from magadvise.batch.columns import IDS
from magadvise.batch.sink import CsvSink, JsonSink, Target, reject_line
from magadvise.errors import (
    EXIT_IO,
    EXIT_NO_INPUT,
    InputError,
    MagadviseError,
    OutputError,
    Problem,
)
from magadvise.export.json_plan import document
from magadvise.knowledge.rows import Knowledge
from magadvise.model import SEVERITIES, Severity

FORMATS_IN = ("csv", "tsv", "jsonl")
FORMATS_OUT = ("csv", "jsonl")
MOST_NAMES = 100_000  # unresolved names that are counted one by one
UNREADABLE = Problem("unreadable", "", "the row cannot be read")


class NoInput(MagadviseError):
    """An input that is not there (66) or cannot be read to its end (74)."""

    code = "input"

    def __init__(self, message: str, exit_code: int = EXIT_NO_INPUT) -> None:
        self.exit_code = exit_code
        super().__init__(message)

    def problems(self) -> tuple[Problem, ...]:
        return (
            Problem(self.code, "", str(self), hint="Check the path and whether it may be read."),
        )


class Options(NamedTuple):
    """How to read and write. ``from_`` and ``to`` are ``None`` where the endings of the names say it."""

    from_: str | None = None
    to: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: Mapping[str, str] = {}
    keep: tuple[str, ...] = ()
    rejects: str | None = None
    summary: str | None = None
    csv_raw: bool = False


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

    def document(self) -> dict[str, Any]:
        """The JSON of ``--summary``."""
        return {
            "rows_in": self.rows_in, "answered": self.answered, "rejected": self.rejected,
            "left_out": self.left_out, "as_of": None, "dispositions": dict(self.dispositions),
            "codes": dict(self.codes.most_common()), "unresolved": dict(self.unresolved.most_common()),
            "knowledge_version": self.knowledge_version,
        }  # fmt: skip


def run(
    inputs: Sequence[str],
    output: str,
    knowledge: Knowledge,
    standard: str,
    defaults: Texts,
    options: Options,
    progress: Callable[[int, int], None] = lambda rows, rejected: None,
) -> Summary:
    """Answer every row. Nothing of the output, the rejects or the summary appears before all is
    written; what was there stays, and so does the output where no row was answered. Raises the
    errors of reading and writing with their exit codes."""
    kinds = [options.from_ or _ending(name, "from", FORMATS_IN) for name in inputs]
    to = options.to or _ending(output, "to", FORMATS_OUT)
    for name in inputs:
        _there(name)
    targets: list[Target] = []
    try:
        out = _target(output, targets)
        rejects = _target(options.rejects, targets) if options.rejects else None
        told = _target(options.summary, targets) if options.summary else None
        count = _Counts(_sink(to, out, options), rejects, options.keep)
        engine = Engine(knowledge, standard, defaults)
        for number, (name, kind) in enumerate(zip(inputs, kinds, strict=True), 1):
            try:
                _file(name, kind, options, engine, count, progress)
            except sources.NoUsableData as error:
                if len(inputs) == 1:
                    raise
                raise sources.NoUsableData(f"input {number}: {error}", error.hint) from None
        summary = count.summary(knowledge.version)
        if told:
            told.stream.write(json.dumps(summary.document(), indent=2) + "\n")
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


def _target(name: str, opened: list[Target]) -> Target:
    """A target that is undone whatever comes next."""
    opened.append(Target(name))
    return opened[-1]


def _sink(to: str, out: Target, options: Options) -> CsvSink | JsonSink:
    if to == "jsonl":
        return JsonSink(out)
    lists = [Row._fields.index("unresolved_medications")]
    return CsvSink(out, (*Row._fields, *options.keep), lists, raw=options.csv_raw)


class _Counts:
    """Where rows go, and what came of them."""

    def __init__(
        self, out: CsvSink | JsonSink, rejects: Target | None, keep: Sequence[str]
    ) -> None:
        self.out = out
        self.rejects = rejects
        self.keep = keep
        self.answered = self.rejected = 0
        self.dispositions: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.unresolved: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.severities: set[Severity] = set()
        self.said: list[str] = []
        self.unused: dict[str, None] = {}

    @property
    def rows(self) -> int:
        return self.answered + self.rejected

    def answer(self, advice: Plan | Refusal, item: sources.Item) -> None:
        """One row that was answered."""
        _write(self.out, advice, item, self.keep)
        self.answered += 1
        self.dispositions[advice.disposition.value] += 1
        self.codes.update(list(dict.fromkeys(f.code for f in advice.findings)))
        self.severities.update(f.severity for f in advice.findings)
        for use in advice.profile.medicines:
            if use.resolved:
                continue
            if use.text in self.unresolved or len(self.unresolved) < MOST_NAMES:
                self.unresolved[use.text] += 1

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
        return Summary(
            self.rows, self.answered, self.rejected, 0, self.dispositions, self.codes, self.unresolved,
            self.reasons, worst, tuple(dict.fromkeys(self.said)), tuple(self.unused), knowledge_version,
        )  # fmt: skip


def _file(
    name: str,
    kind: str,
    options: Options,
    engine: Engine,
    count: _Counts,
    progress: Callable[[int, int], None],
) -> None:
    """The rows of one input."""
    with _open(name) as stream:
        if kind == "jsonl":
            table = sources.json_lines(stream, options.encoding, options.columns, options.keep)
        else:
            mark = options.delimiter or ("\t" if kind == "tsv" else None)
            table = sources.delimited(stream, options.encoding, mark, options.columns, options.keep)
        count.said += table.said
        for item in table.rows:
            problem, advice = _answer(engine, item)
            if advice is None:
                count.reject(name, item, problem or UNREADABLE)
            else:
                count.answer(advice, item)
            progress(count.rows, count.rejected)
        count.unused.update(table.unused)


def _answer(engine: Engine, item: sources.Item) -> tuple[Problem | None, Plan | Refusal | None]:
    if item.cells is None:
        return Problem(item.error, "", sources.MESSAGES[item.error]), None
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


def _there(name: str) -> None:
    """Raises :class:`NoInput` for a file that is missing, before any work is done."""
    if name != "-" and not os.path.exists(name):
        raise NoInput("an input file is missing")


def _open(name: str) -> contextlib.AbstractContextManager[BinaryIO]:
    if name == "-":
        if sys.stdin is None:
            raise NoInput("stdin is closed")
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise NoInput("an input file cannot be opened") from error


def _ending(name: str, option: str, allowed: Sequence[str]) -> str:
    """The format by the ending of a name, CSV where it has none. Raises :class:`InputError` for one
    that is not ours."""
    ending = Path(name).suffix.casefold().lstrip(".")
    ending = {"json": "jsonl", "ndjson": "jsonl", "txt": "csv", "": "csv"}.get(ending, ending)
    if ending not in allowed:
        raise InputError([Problem("bad_format", option, "is needed: the ending of the file says no format",
                                  tuple(allowed), hint="Say the format.")])  # fmt: skip
    return ending
