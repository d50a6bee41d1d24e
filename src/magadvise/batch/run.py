"""From input files to an answer file: every row answered, rejected with a reason, or left out."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from magadvise import __version__
from magadvise.batch import inputs, journal, report, sources
from magadvise.batch.answer import Texts
from magadvise.batch.counts import PIECE, Counts, Summary, Tick
from magadvise.batch.engines import Columns, Rows
from magadvise.batch.inputs import How, NoInput
from magadvise.batch.journal import Journal, Past
from magadvise.batch.options import Options
from magadvise.batch.sink import JOINED, Target
from magadvise.batch.stops import HOLD, Stopped
from magadvise.errors import EXIT_IO, InputError, OutputError, Problem
from magadvise.knowledge.rows import Knowledge

__all__ = ["FORMATS_IN", "FORMATS_OUT", "NoInput", "Options", "Stopped", "Summary", "run"]

FORMATS_IN = inputs.FORMATS
FORMATS_OUT = ("csv", "jsonl", "parquet")
ENGINES = ("auto", "rows", "columns")
ANEW = "what is left of the unfinished run cannot be used, so every row was answered anew"
ASK_FIRST = ". Parquet goes on only where the run before had --resume too"
ONLY = {  # options that only some inputs have, and what to say of the others
    "as_of": (("fhir",), "goes with FHIR only: it says how old the people were"),
    "sheet": (("xlsx",), "goes with a workbook (.xlsx) only"),
    "delimiter": (("csv", "tsv"), "goes with CSV only"),
    "encoding": (("csv", "tsv", "jsonl"), "goes with files of text only"),
}
OF_TABLES = ("encoding", "delimiter", "columns", "keep", "sheet")  # options
STREAMED = ("csv", "tsv", "jsonl")  # summed while they are read; the others are read here and there


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
    errors of reading and writing with their exit codes, and :class:`Stopped`."""
    kinds = [inputs.kind_of(name, options.from_) for name in names]
    to = options.to or inputs.ending(output, "to", FORMATS_OUT)
    _together(kinds, options)
    for name in names:
        inputs.there(name)
    columnar = _columnar(kinds, to, options)
    files = _Files(output, names, kinds, options)
    answer: Rows | Columns | None = None
    try:
        if files.journal:
            files.begin(_marks(names, kinds, knowledge.version, (standard, defaults), options, columnar),
                        pieces=to == "parquet")  # fmt: skip
        files.open()
        count = files.counts(progress, inputs.size_of(names))
        engine = Columns if columnar else Rows
        answer = engine(knowledge, standard, defaults, options, count, files.out, to)
        _inputs(names, kinds, options, answer, count, files)
        answer.close()
        summary = count.summary(knowledge.version)
        files.finish(summary, count, knowledge)
    except (KeyboardInterrupt, Stopped) as stop:
        files.kept = files.kept or files.useful
        number = stop.number if isinstance(stop, Stopped) else signal.SIGINT
        raise Stopped(number, resumable=files.kept) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("reading or writing failed", EXIT_IO) from error
    finally:
        if answer:
            answer.undo()
        files.undo()
    return summary


def _together(kinds: Sequence[str], options: Options) -> None:
    """Raises :class:`InputError` for formats and options that do not go together."""
    unfit = [
        Problem("contradiction", name, told, hint="Leave it out.")
        for name, (fitting, told) in ONLY.items()
        if getattr(options, name)
        and not {*fitting} & {*kinds}
        and (name == "as_of" or "fhir" not in kinds)
    ]
    if unfit:
        raise InputError(unfit)
    if "fhir" not in kinds:
        return
    if len(set(kinds)) > 1:
        raise InputError([Problem("contradiction", "from", "mixes FHIR with another format",
                                  hint="Give FHIR in a run of its own.")])  # fmt: skip
    given = [name for name in OF_TABLES if getattr(options, name)]
    if given:
        raise InputError([
            Problem("contradiction", name, "does not go with FHIR: its records are no table",
                    hint="Leave it out.")
            for name in given
        ])  # fmt: skip


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
    answer: Rows | Columns,
    count: Counts,
    files: _Files,
) -> None:
    how = How(options.encoding, options.delimiter, options.columns, options.keep, options.sheet,
              options.as_of)  # fmt: skip
    if "fhir" in kinds:
        found = inputs.fhir(names, how)
        count.said += found.said
        count.as_of, count.why_left_out = found.as_of, found.left_out
        answer.patients(found, how)
        return
    for number, (name, kind) in enumerate(zip(names, kinds, strict=True), 1):
        try:
            with inputs.stream(name) as stream:
                if files.appends and kind in STREAMED and files.journal:
                    stream = files.journal.watched(number - 1, stream)
                count.reading(stream)
                answer.file(name, kind, stream, how)
        except sources.NoUsableData as error:
            if len(names) == 1:
                raise
            raise sources.NoUsableData(f"input {number}: {error}", error.hint) from None
    count.unused = {name: None for name in count.unused if name.strip() not in options.keep}


class _Files:
    """What a run writes: the answers, beside them the rejects, the summary and the page, and the
    journal where the run could go on later."""

    def __init__(
        self, output: str, names: Sequence[str], kinds: Sequence[str], options: Options
    ) -> None:
        self.out: Target
        self.appends = self._pieces = False  # the answers can be gone on with; in pieces
        self._targets: list[Target] = []
        self._rejects: Target | None = None
        self._output, self._names, self._options = output, names, options
        self._roles = {"out": output, "rejects": options.rejects, "summary": options.summary,
                       "report": options.report}  # fmt: skip
        self._past: Past | None = None
        self._said: list[str] = []
        regular = all(
            os.path.isfile(n) or (k == "fhir" and os.path.isdir(n))
            for n, k in zip(names, kinds, strict=True)
        )
        regular &= _file(output) and (not options.rejects or _file(options.rejects))
        self.journal = Journal(Path(os.path.realpath(output))) if regular else None
        self.kept = False
        if options.resume and not self.journal:
            raise InputError([Problem("contradiction", "resume", "needs files, in and out",
                                      hint="Name them. From a pipe no run can go on.")])  # fmt: skip

    @property
    def useful(self) -> bool:
        """Whether a later run can go on from here."""
        return self.journal is not None and self.journal.useful

    def begin(self, marks: Mapping[str, str], *, pieces: bool) -> None:
        """Look for what an earlier run has done, where that was asked for. ``pieces``: the answers
        have to be joined in the end, so only who asks for it can go on."""
        log = self.journal
        if not log:
            return
        log.open()
        self.kept = log.begun  # what is not finished stays for a later run, until this one begins
        self.appends, self._pieces = self._options.resume or not pieces, pieces
        if self._options.resume:
            self._past = log.past(marks)
            self._unchanged()
            if not self._past:
                said = (
                    ANEW if log.begun else "there was no unfinished run, so every row was answered"
                )
                self._said = [said + (ASK_FIRST if log.begun and pieces else "")]
        if not self._past:
            self.kept = False
            paths = {
                role: Path(os.path.realpath(name))
                for role, name in self._roles.items() if name and _file(name)
            }  # fmt: skip
            if pieces:
                paths[f"out{JOINED}"] = paths["out"]
            log.begin(marks, {role: str(path.parent) for role, path in paths.items()})

    def _unchanged(self) -> None:
        """Raises :class:`InputError` where what was read before is not the same now."""
        for number, (size, found) in (self._past.read if self._past else {}).items():
            if journal.sum_of(Path(self._names[number]), size) != found:
                raise journal.changed(journal.CHANGED["input"])

    def open(self) -> None:
        """Every target. Raises :class:`OutputError`."""
        self.out = self._opened(self._output, "out")
        self._rejects, self._told, self._page = (
            self._opened(name, role) if (name := self._roles[role]) else None
            for role in ("rejects", "summary", "report")
        )

    def counts(self, progress: Tick, total: int | None) -> Counts:
        """The counts, those of the earlier run in them."""
        log, out, rejects = self.journal, self.out, self._rejects
        saving = log is not None and self.appends
        count = Counts(rejects, progress, total,
                       (lambda blocks: log.save(out, rejects, blocks)) if log and saving else None,
                       PIECE if self._pieces else 0)  # fmt: skip
        if log and self._past:
            log.replay(self._past, count)
            rows = count.whole.answered + count.whole.rejected
            self._said = [f"{rows} rows were done by the run before"]
        count.said += self._said
        self.kept = False
        return count

    def finish(self, summary: Summary, count: Counts, knowledge: Knowledge) -> None:
        """Write the rest, and give every file its name."""
        options = self._options
        if self._told:
            self._told.stream.write(json.dumps(summary.document(), indent=2) + "\n")
        if self._page and options.words:
            tally = count.whole.tally
            self._page.stream.write(report.page(summary, tally, knowledge, options.words))
        for target in self._targets:
            target.synced()
        if self.journal:
            self.journal.ready()
        for target in reversed(self._targets):  # the answers last
            if target is not self.out or summary.answered:
                target.placed()

    def undo(self) -> None:
        """Nothing unfinished stays, unless a later run can go on with it."""
        for target in self._targets:
            target.undo(keep=self.kept and target in (self.out, self._rejects))
        if self.journal:
            self.journal.close(keep=self.kept)

    def _opened(self, name: str, role: str) -> Target:
        """A target that is undone whatever comes next."""
        if not _file(name):  # a pipe may take as long as it likes
            self._targets.append(Target(name))
            return self._targets[-1]
        with HOLD.held():
            if self.journal:
                target = journal.opened(name, self.journal.part(role), self._past, role)
            else:
                target = Target(name)
            self._targets.append(target)
        return target


def _file(name: str) -> bool:
    """Whether an output is a file, or will be one."""
    return name != "-" and (os.path.isfile(name) or not os.path.exists(name))


def _marks(
    names: Sequence[str],
    kinds: Sequence[str],
    knowledge_version: str,
    answers: tuple[str, Texts],
    options: Options,
    columnar: bool,
) -> dict[str, str]:
    """What must be the same for a run to go on: see ``CHANGED`` of :mod:`magadvise.batch.journal`."""
    program = __version__
    if columnar:
        from importlib.metadata import version

        program += f" {version('pyarrow')}"
    standard, defaults = answers
    more = [
        os.path.realpath(n) if n else "" for n in (options.rejects, options.summary, options.report)
    ]
    plain = options._replace(rejects=None, summary=None, report=None, engine="", resume=False,
                             columns={})  # fmt: skip
    asked = (standard, sorted((q, list(t)) for q, t in defaults.items()), plain,
             sorted(options.columns.items()), more)  # fmt: skip
    return {
        "program": program,
        "knowledge": knowledge_version,
        "engine": "columns" if columnar else "rows",
        "options": _sum(asked),
        "input": _sum([list(_stamps(n, k)) for n, k in zip(names, kinds, strict=True)]),
    }


def _stamps(name: str, kind: str) -> Iterator[tuple[Any, ...]]:
    """Name, size, time and (unless that is summed while it is read) content of an input."""
    files: Sequence[Path] = [Path(name)]
    if kind == "fhir":
        from magadvise.batch.fhir import files as fhir

        files = fhir.found([name])[0]
    for file in files:
        at = file.stat()
        content = "" if kind in STREAMED else journal.sum_of(file)
        yield name, str(file), kind, at.st_size, at.st_mtime_ns, content


def _sum(what: object) -> str:
    return hashlib.sha256(repr(what).encode("utf-8", "backslashreplace")).hexdigest()
