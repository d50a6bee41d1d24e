"""Inputs by their format: rows for the row engine, or blocks for the columnar one."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from magadvise.batch import sources
from magadvise.errors import EXIT_NO_INPUT, InputError, MagadviseError, Problem

if TYPE_CHECKING:
    from magadvise.batch.columnar.read import Rows

FORMATS = ("csv", "tsv", "jsonl", "parquet", "xlsx", "fhir")
ENDINGS = {"json": "jsonl", "ndjson": "jsonl", "txt": "csv", "": "csv", "pq": "parquet"}
COLUMNAR = "magadvise[batch]"
MESSAGES = dict(sources.MESSAGES)


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


class How(NamedTuple):
    """How to read: see ``Options`` of :mod:`magadvise.batch.run`."""

    encoding: str | None
    delimiter: str | None
    columns: Mapping[str, str]
    keep: tuple[str, ...]
    sheet: str | None
    as_of: date | None


class Blocks(NamedTuple):
    """Work of one block each, for the columnar engine; see ``Table`` for the rest. ``portable``: other
    processes may do it."""

    works: Iterator[Callable[[], list[Rows]]]
    said: tuple[str, ...]
    unused: dict[str, None]
    portable: bool = False


def kind_of(name: str, told: str | None) -> str:
    """The format by the ending of a name; a folder holds FHIR. Raises :class:`InputError`."""
    if told:
        return told
    return "fhir" if os.path.isdir(name) else ending(name, "from", FORMATS)


def ending(name: str, option: str, allowed: Sequence[str]) -> str:
    """The format by the ending of a name, CSV where it has none. Raises :class:`InputError` for one
    that is not ours."""
    found = Path(name).suffix.casefold().lstrip(".")
    found = ENDINGS.get(found, found)
    if found not in allowed:
        raise InputError([Problem("bad_format", option, "is needed: the file name ends in none of these",
                                  tuple(allowed))])  # fmt: skip
    return found


def there(name: str) -> None:
    """Raises :class:`NoInput` for a file that is missing, before any work is done."""
    if name != "-" and not os.path.exists(name):
        raise NoInput("an input file is missing")


def stream(name: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """The bytes of an input. Raises :class:`NoInput`."""
    if name == "-":
        if sys.stdin is None:
            raise NoInput("stdin is closed")
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        opened = Path(name).open("rb")  # noqa: SIM115 - handed on
    except OSError as error:
        raise NoInput("an input file cannot be opened") from error
    if _endless(opened):
        opened.close()
        raise NoInput("an input is a device, not a file")
    return opened


def _endless(opened: BinaryIO) -> bool:
    """Whether this is a device that nobody types at and that has bytes: ``/dev/zero`` has no end."""
    if not stat.S_ISCHR(os.fstat(opened.fileno()).st_mode):
        return False
    return not opened.isatty() and not os.path.samestat(
        os.fstat(opened.fileno()), os.stat(os.devnull)
    )


def size_of(names: Sequence[str]) -> int | None:
    """Bytes of all inputs, where that can be known."""
    if not all(os.path.isfile(name) for name in names):
        return None
    return sum(os.path.getsize(name) for name in names)


def table(kind: str, opened: BinaryIO, how: How) -> sources.Table:
    """The rows of one input, for the row engine."""
    if kind == "jsonl":
        return sources.json_lines(opened, how.encoding, how.columns, how.keep)
    if kind == "xlsx":
        from magadvise.batch import sheets

        return sheets.table(opened, how.sheet, how.columns, how.keep)
    if kind == "parquet":
        from magadvise.batch.columnar import read

        return read.parquet_rows(opened, how.columns, how.keep)
    mark = how.delimiter or ("\t" if kind == "tsv" else None)
    return sources.delimited(opened, how.encoding, mark, how.columns, how.keep)


def blocks(kind: str, opened: BinaryIO, how: How, defaults: Mapping[str, str]) -> Blocks:
    """The blocks of one input, for the columnar engine."""
    from magadvise.batch.columnar import read

    if kind == "parquet":
        works, unused = read.parquet(opened, how.columns, how.keep)
        return Blocks(works, (), dict.fromkeys(unused), portable=True)
    if kind in ("csv", "tsv"):
        mark = how.delimiter or ("\t" if kind == "tsv" else None)
        file = sources.opened(opened, how.encoding, mark, how.columns, how.keep)
        if file.fast:
            rest = dict.fromkeys(file.columns.unknown)
            return Blocks(read.Csv(file).lines(), file.said, rest, portable=True)
        return grouped(sources.rows_of(file), how, defaults)
    return grouped(table(kind, opened, how), how, defaults)


def grouped(found: sources.Table, how: How, defaults: Mapping[str, str]) -> Blocks:
    """Rows of a strict reader as blocks."""
    from magadvise.batch.columnar import read

    return Blocks(read.grouped(found.rows, defaults, len(how.keep)), found.said, found.unused)


def needs_columnar(option: str) -> Problem:
    """What to say where the extra is not installed."""
    return Problem("not_installed", option, f"needs the extra {COLUMNAR}",
                   hint=f"Install it: pip install '{COLUMNAR}'.")  # fmt: skip


def columnar_installed() -> bool:
    """Whether numpy and pyarrow are there."""
    from importlib.util import find_spec

    return find_spec("numpy") is not None and find_spec("pyarrow") is not None


def fhir(names: Sequence[str], how: How) -> Any:
    """The patients of FHIR folders and files."""
    from magadvise.batch import fhir as reader
    from magadvise.knowledge.load import load_codes

    MESSAGES.update(reader.MESSAGES)
    return reader.table(names, load_codes(), how.as_of)
