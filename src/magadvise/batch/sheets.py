"""Sheets of a workbook (xlsx) to rows. Needs openpyxl, which the extra ``magadvise[xlsx]`` brings."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from magadvise.batch import columns
from magadvise.batch.sources import HEADER_HINT, Item, NoUsableData, Table
from magadvise.errors import InputError, Problem

# What the reader raises on a file that is broken somewhere inside. (Broken XML is a SyntaxError.)
BROKEN = (
    zipfile.BadZipFile, zlib.error, ValueError, TypeError, AttributeError, LookupError, SyntaxError,
    RuntimeError, ArithmeticError, EOFError,
)  # fmt: skip
AGAIN = "Save it again as xlsx or CSV."


def table(
    stream: BinaryIO, sheet: str | None, renamed: Mapping[str, str], keep: Sequence[str]
) -> Table:
    """The rows of one sheet, the first unless told. Raises :class:`InputError` where the reader is not
    installed or the sheet is not there, :class:`NoUsableData` for a file that is no workbook or has
    no header."""
    try:
        import openpyxl
    except ImportError as error:
        raise InputError([Problem("not_installed", "from", "xlsx needs the extra magadvise[xlsx]",
                                  hint="Install it: pip install 'magadvise[xlsx]'.")]) from error  # fmt: skip
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except (*BROKEN, OSError) as error:
        raise NoUsableData("the input is no workbook (xlsx)", AGAIN) from error
    names = book.sheetnames
    if not names:
        raise NoUsableData("the workbook (xlsx) has no sheet", AGAIN)
    if sheet is not None and sheet not in names:
        raise InputError([Problem("no_such_sheet", "sheet", "names a sheet that is not in the file",
                                  hint="Write it as it stands on its tab.")])  # fmt: skip
    rows = _read(book, sheet or names[0])
    header = [_text(value) for value in next(rows, ())]
    while header and not header[-1].strip():
        header.pop()
    cols = columns.of(header, renamed)
    if not cols.known:
        raise NoUsableData("no column of the header is known", HEADER_HINT)
    kept = [columns.position(name, cols.names) for name in keep]
    more = len(names) - 1 if sheet is None else 0
    said = (
        (f"the first sheet was read, {more} more were not; --sheet says another",) if more else ()
    )
    return Table(_rows(rows, cols, kept), said, dict.fromkeys(cols.unknown))


def _read(book: Any, name: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet. Raises :class:`NoUsableData` where the file is broken."""
    try:
        yield from book[name].iter_rows(values_only=True)
    except BROKEN as error:
        raise NoUsableData("the workbook (xlsx) is broken", AGAIN) from error


def _rows(
    rows: Iterator[tuple[Any, ...]], cols: columns.Columns, kept: Sequence[int]
) -> Iterator[Item]:
    width = len(cols.names)
    for line, values in enumerate(rows, 2):
        cells = [_text(value) for value in values]
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[width:]):
            yield Item(line, None, None, None, None, "wrong_number_of_fields")
            continue
        cells += [""] * (width - len(cells))
        yield Item(line, None, None, None, columns.cells(cols, cells),
                   kept=tuple([cells[at] for at in kept]))  # fmt: skip


def _text(value: Any) -> str:
    """A cell as text: 45.0 is 45, yes and no for true and false; an error cell stays its sign."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
