"""``magadvise batch``: many people from files to a file. Options in, streams and exit code out."""

from __future__ import annotations

import codecs
import contextlib
import gc
import os
import signal
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from magadvise import answers as read
from magadvise import profile as door
from magadvise.batch import columns, report
from magadvise.batch.answer import Row
from magadvise.batch.progress import Tick, cleared, ticker
from magadvise.batch.run import ENGINES, FORMATS_IN, FORMATS_OUT, Options, Summary, run
from magadvise.batch.stops import HOLD
from magadvise.cli import output
from magadvise.cli.flag_names import flag_of
from magadvise.cli.screen import Line, is_plain, safe, show, width
from magadvise.errors import (
    EXIT_FOUND,
    EXIT_NO_USABLE_DATA,
    EXIT_OK,
    EXIT_REJECTS,
    InputError,
    Problem,
)
from magadvise.knowledge.load import load_file, load_knowledge
from magadvise.knowledge.rows import Knowledge
from magadvise.model import SEVERITIES, Severity

TOP = 10  # codes and names shown at the end
WIDTH = 40  # letters of a column name

ABOUT = {
    "age": "completed years 1-120; one of age and age_months is needed",
    "age_months": "completed months, for babies",
    "creatinine": "a number, with the unit here or in creatinine_unit",
    "creatinine_unit": "mg/dL or umol/L",
    "id": "echoed, never interpreted",
    "patient_id": "the same as id",
}
SEVERAL = ("medications", "medication_times", "patterns", "conditions", "red_flags", "products")


class Asked(NamedTuple):
    """The options as typed."""

    from_: str | None
    to: str | None
    encoding: str | None
    delimiter: str | None
    columns: str | None
    keep: str | None
    rejects: str | None
    summary: str | None
    fail_on: str | None
    csv_raw: bool
    sheet: str | None
    as_of: str | None
    report: str | None
    engine: str | None
    resume: bool = False


def batch(inputs: Sequence[str], out: str, flags: Mapping[str, Sequence[str]], asked: Asked) -> int:
    """Run the batch and return the exit code."""
    gc.enable()  # switched off for one answer; here are many
    if not inputs:
        raise InputError([Problem("missing_answer", "", "no input file was named",
                                  example="magadvise batch patients.csv -o plans.csv")])  # fmt: skip
    knowledge = load_knowledge()
    problems = door.problems(flags, knowledge)
    if problems:
        raise InputError(problems)
    standard = door.standard({"standard": flags.get("standard", ())}, knowledge)
    options = _options(asked)._replace(words=_words(asked.report, knowledge))
    fail_on = _word(asked.fail_on, "fail_on", [s.value for s in SEVERITIES])
    _each_its_own(inputs, [out, asked.rejects, asked.summary, asked.report])
    with _stoppable(), cleared():
        summary = run(inputs, out, knowledge, standard, flags, options, _ticker())
    show(_told(summary, asked), sys.stderr)
    if not summary.answered:
        return EXIT_NO_USABLE_DATA
    if summary.rejected:
        return EXIT_REJECTS
    worst = summary.worst
    found = fail_on and worst is not None and worst.rank <= Severity(fail_on).rank
    return EXIT_FOUND if found else EXIT_OK


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """A request to end leaves nothing half done behind. Only the first one is heard."""
    before: dict[int, Any] = {}

    def stop(number: int, frame: object) -> None:
        for each in before:  # no SIG_IGN: Python would print that it lost one that came meanwhile
            signal.signal(each, lambda number, frame: None)
        HOLD.stop(number)

    with contextlib.suppress(ValueError):  # only the main thread may
        for number in (signal.SIGTERM, signal.SIGINT):
            before[number] = signal.getsignal(number)
            signal.signal(number, stop)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            for each, handler in before.items():
                signal.signal(each, handler)


def explain_columns(file: str | None) -> None:
    """Every column that is read."""
    lines = []
    for name in columns.KNOWN:
        several = "; several with ; between" if name in SEVERAL else ""
        lines.append(Line(ABOUT.get(name, f"as {flag_of(name)} of plan{several}"), f"{name}:"))
    output.text(lines, file)


def _options(asked: Asked) -> Options:
    return Options(
        _word(asked.from_, "from", FORMATS_IN), _word(asked.to, "to", FORMATS_OUT),
        _encoding(asked.encoding), _delimiter(asked.delimiter), _mapping(asked.columns),
        _keep(asked.keep), asked.rejects, asked.summary, asked.csv_raw, asked.sheet,
        _day(asked.as_of), asked.report, engine=_word(asked.engine, "engine", ENGINES) or "auto",
        resume=asked.resume,
    )  # fmt: skip


def _keep(text: str | None) -> tuple[str, ...]:
    """Names of columns to carry over; ``id`` is there anyway."""
    names = dict.fromkeys(name.strip() for name in (text or "").split(",") if name.strip())
    names.pop("id", None)
    if names.keys() & set(Row._fields):
        raise InputError([Problem("same_name", "keep", "names a column that the answer has too",
                                  hint="Rename it in the input.")])  # fmt: skip
    return tuple(names)


def _word(text: str | None, field: str, allowed: Sequence[str]) -> str | None:
    if text is None:
        return None
    try:
        return read.word(text, field, allowed)
    except read.Refused as refused:
        raise InputError([refused.problem]) from None


def _encoding(text: str | None) -> str | None:
    """An encoding that keeps ASCII as it is, or UTF-16 or UTF-32."""
    if text is None:
        return None
    ascii_ = bytes(range(128)) + rb"\n\x41\u0041"
    try:
        name = codecs.lookup(text).name
        if name.startswith(("utf-16", "utf-32")):
            return name
        # Some turn escapes into letters, and some cannot read on behind a bad byte.
        kept = ascii_.decode(name, "replace") if "\n".encode(name).endswith(b"\n") else ""
        if kept == ascii_.decode("ascii"):
            return name
    except (LookupError, ValueError):
        pass
    raise InputError([Problem("not_a_word", "encoding", "is no encoding that can be read",
                              example="--encoding cp1252")])  # fmt: skip


def _delimiter(text: str | None) -> str | None:
    if text is None:
        return None
    mark = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(text, text)
    if len(mark) != 1 or not mark.isascii() or mark in '"\r\n':
        raise InputError([Problem("not_a_word", "delimiter", "is not one character",
                                  example="--delimiter ';' or --delimiter tab")])  # fmt: skip
    return mark


def _mapping(text: str | None) -> dict[str, str]:
    """``age=Alter,sex=Geschlecht``: our name to the name in the file."""
    found: dict[str, str] = {}
    for item in (text or "").split(","):
        if not item.strip():
            continue
        name, equals, theirs = item.partition("=")
        name = name.strip().casefold()
        if not equals or name not in columns.KNOWN or not theirs.strip() or name in found:
            raise InputError([Problem("bad_format", "columns", "is not OURS=THEIRS with a name of ours",
                                      example="--columns age=Alter,sex=Geschlecht",
                                      hint="Names of ours: magadvise batch --explain-columns.")])  # fmt: skip
        found[name] = theirs.strip()
    return found


def _each_its_own(inputs: Sequence[str], outputs: Sequence[str | None]) -> None:
    """Refuse to write over what is read, and to write two things into one file."""
    named = [name for name in outputs if name]
    streams = [name for name in inputs if name == "-"]
    taken = [_key(name) for name in named]
    read_ = {_key(name) for name in inputs if name != "-"}
    if len(set(taken)) < len(taken) or read_ & set(taken) or len(streams) > 1:
        raise InputError([Problem("same_file", "output", "names a file that is used twice",
                                  hint="Give each a file of its own.")])  # fmt: skip


def _key(name: str) -> object:
    """The same for two names of one file. A device may be shared."""
    try:
        at = os.fstat(sys.stdout.fileno()) if name == "-" else os.stat(name)
    except (OSError, ValueError, AttributeError):
        return name if name == "-" else Path(name).resolve()
    regular = stat.S_ISREG(at.st_mode)
    return (at.st_dev, at.st_ino) if regular else name


def _ticker() -> Tick:
    """The line of the progress; not where every line is read aloud."""
    if is_plain():
        return lambda rows, rejected, read, total: None
    return ticker(lambda: width(sys.stderr))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError([Problem("bad_format", "as_of", "is no day", example="--as-of 2026-01-31")])


def _words(report_: str | None, knowledge: Knowledge) -> report.Words | None:
    return report.words(load_file("report.json"), knowledge) if report_ else None


def _told(summary: Summary, asked: Asked) -> Iterator[Line]:
    """The closing words: the accounting line first. Names of medicines are for the file alone."""
    yield Line(
        f"rows in {summary.rows_in} = answered {summary.answered} + rejected {summary.rejected} "
        f"+ left out {summary.left_out}"
    )
    if summary.why_left_out:
        why = ", ".join(f"{word} {n}" for word, n in summary.why_left_out.most_common())
        yield Line(why, "left out:")
    for said in summary.said:
        yield Line(said, "note:")
    if summary.unused:
        names = ", ".join(safe(name.strip()[:WIDTH]) for name in summary.unused[:TOP])
        more = f" and {len(summary.unused) - TOP} more" if len(summary.unused) > TOP else ""
        yield Line(f"{names}{more}", "columns not used:")
    if not summary.answered:
        yield Line("no row was answered, so no output was written", "note:")
    for disposition, count in summary.dispositions.most_common():
        yield Line(f"{count}", f"{disposition}:")
    if summary.codes:
        yield Line(", ".join(f"{c} {n}" for c, n in summary.codes.most_common(TOP)), "codes:")
    if summary.unresolved:
        where = "" if asked.summary else ". See them with --summary FILE.json"
        names = "name" if len(summary.unresolved) == 1 else "names"
        yield Line(f"{len(summary.unresolved)} {names}{where}", "unknown medicines:")
    if summary.rejected:
        reasons = ", ".join(f"{c} {n}" for c, n in summary.reasons.most_common(TOP))
        where = "" if asked.rejects else ". See them with --rejects FILE.jsonl"
        yield Line(f"{reasons}{where}", "rejected:")
