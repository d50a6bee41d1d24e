"""Input files to blocks of texts with the place of each row."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq

from magadvise.batch import columns as known
from magadvise.batch import records
from magadvise.batch.columnar import blocks
from magadvise.batch.columnar.table import LISTS, TEXT, texts
from magadvise.batch.sources import Item, NoUsableData, Opened, Table, item_of

ROWS = 50_000  # rows that are read one by one, or from Parquet, for one block
MANY = (*LISTS, "patterns", "conditions", "red_flags", "products")  # lists of words
DICTIONARY = pa.dictionary(pa.int32(), TEXT)


class Rows(NamedTuple):
    """Some rows. ``columns`` by our names, ``kept`` those to carry over, as arrow arrays of texts.
    ``place`` gives line, offsets and bytes of a row; ``order`` its number among the rows of its block,
    ``unread`` rows that could not be read, with their number; ``items`` rows as the strict reader gave
    them, for those that the row engine must answer."""

    size: int
    columns: Mapping[str, Any]
    kept: Sequence[Any]
    order: npt.NDArray[Any]
    place: Callable[[int], Item]
    unread: list[tuple[int, Item]]
    cells: Callable[[int], Mapping[str, Any]] | None = None
    odd: npt.NDArray[np.bool_] | None = None


Work = Callable[[], list[Rows]]


# CSV -----------------------------------------------------------------------------------------------


class Csv:
    """Blocks of an opened delimited file."""

    def __init__(self, file: Opened) -> None:
        self.file = file

    def lines(self) -> Iterator[Work]:
        """Work for one block each; it may be done in another thread or process."""
        layout = blocks.Layout(self.file.columns, self.file.kept, self.file.mark, self.file.width)
        source = blocks.Blocks(self.file.stream, self.file.end, self.file.line)
        for lines in source:
            if isinstance(lines, records.Record):
                yield CsvBlock(layout, None, None, lines).rows
                continue
            split = None
            if not blocks.quick(lines.data):
                split = blocks.split(lines, layout)
                if split.used < len(lines.data):
                    source.give_back(lines, split.used)
            yield CsvBlock(layout, lines, split).rows


class CsvBlock(NamedTuple):
    """Some lines; ``split`` where not all of them are simple; or ``unread``, a record alone."""

    layout: blocks.Layout
    lines: blocks.Lines | None
    split: blocks.Split | None
    unread: records.Record | None = None

    def rows(self) -> list[Rows]:
        """The rows of the block."""
        if self.lines is None:
            return [self._of([self.unread] if self.unread else [])]
        if self.split is not None:
            return self._parts(self.lines, self.split)
        table = self._table(self.lines.data, quotes=False)
        if table is not None:
            return [self._rows(table, self.lines, None)]
        whole = self.lines._replace(last=True)  # no quote: no line needs the next block
        return self._parts(whole, blocks.split(whole, self.layout))

    def _of(self, found: Iterable[records.Record]) -> Rows:
        columns, kept = self.layout.columns, self.layout.kept
        return items_to_rows([item_of(record, columns, kept) for record in found], len(kept))

    def _parts(self, lines: blocks.Lines, split: blocks.Split) -> list[Rows]:
        found = []
        if len(split.at):
            table = self._table(split.simple, quotes=b'"' in split.simple)
            if table is None or table.num_rows != len(split.at):
                return [self._strictly(lines, split.used)]
            found.append(self._rows(table, lines, split.at))
        if split.odd:
            rows = self._of(record for _, record in split.odd)
            at = np.array([number for number, _ in split.odd])
            unread = [(int(at[number]), item) for number, item in rows.unread]
            found.append(rows._replace(order=at[rows.order], unread=unread))
        return found

    def _strictly(self, lines: blocks.Lines, used: int) -> Rows:
        """Every line by the strict reader, should the two ever not see the same lines."""
        stream = io.BytesIO(b"\n" + lines.data[:used])
        reader = records.Records(records.lines(stream), self.layout.mark)
        reader.width, reader.whole = self.layout.width, self.layout.whole
        return self._of(
            record._replace(
                line=record.line + lines.line - 2, start=record.start + lines.start - 1,
                end=record.end + lines.start - 1,
            )
            for record in reader
        )  # fmt: skip

    def _table(self, data: bytes, *, quotes: bool) -> Any:
        """The texts, or ``None`` where a line has another number of fields or is no UTF-8."""
        odd: list[None] = []

        def invalid(row: Any) -> str:
            odd.append(None)
            return "skip"

        types = self._types()
        try:
            table = pv.read_csv(
                pa.BufferReader(data),
                read_options=pv.ReadOptions(
                    column_names=[f"c{number}" for number in range(self.layout.width)],
                    block_size=len(data) + 1, use_threads=True,
                ),
                parse_options=pv.ParseOptions(
                    delimiter=self.layout.mark, quote_char='"' if quotes else False,
                    double_quote=True, escape_char=False, newlines_in_values=False,
                    invalid_row_handler=invalid,
                ),
                convert_options=pv.ConvertOptions(
                    column_types=types, include_columns=list(types), strings_can_be_null=False,
                ),
            )  # fmt: skip
        except pa.ArrowInvalid:
            return None
        return None if odd else table.combine_chunks()

    def _types(self) -> dict[str, Any]:
        """Plain texts for columns of which nearly every cell is another, the rest told apart."""
        ours = {name: f"c{at}" for name, at in self.layout.columns.known}
        kept = [f"c{at}" for at in self.layout.kept]
        plain = {*kept, *(ours.get(name) for name in (*LISTS, *known.IDS))}
        wanted = dict.fromkeys((*ours.values(), *kept))
        return {name: TEXT if name in plain else DICTIONARY for name in wanted}

    def _rows(self, table: Any, lines: blocks.Lines, at: npt.NDArray[Any] | None) -> Rows:
        arrays = {name: _one(table[name]) for name in table.column_names}
        columns = {name: arrays[f"c{place}"] for name, place in self.layout.columns.known}
        ends: list[npt.NDArray[Any]] = []

        def place(row: int) -> Item:
            if not ends:
                ends.append(blocks.ends_of(lines.data))
            line = row if at is None else int(at[row])
            start = int(ends[0][line - 1]) if line else 0
            end = int(ends[0][line])
            return Item(lines.line + line, lines.start + start, lines.start + end,
                        lines.data[start:end], {})  # fmt: skip

        order = np.arange(table.num_rows) if at is None else at
        kept = [arrays[f"c{place}"] for place in self.layout.kept]
        return Rows(table.num_rows, columns, kept, order, place, [])


def _one(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _only(rows: Rows) -> Work:
    return lambda: [rows]


# rows one by one -----------------------------------------------------------------------------------


def grouped(items: Iterable[Item], defaults: Mapping[str, str], kept: int) -> Iterator[Work]:
    """Rows of a strict reader in blocks. A row that lacks a column takes the default of it."""
    source = iter(items)
    while group := list(islice(source, ROWS)):
        yield _only(items_to_rows(group, kept, defaults))


def items_to_rows(
    items: Sequence[Item], kept: int, defaults: Mapping[str, str] = MappingProxyType({})
) -> Rows:
    """Rows with their places; a cell with several texts in it is one text for lists only."""
    unread = [(number, item) for number, item in enumerate(items) if item.cells is None]
    read = [(number, item) for number, item in enumerate(items) if item.cells is not None]
    cells = [item.cells or {} for _, item in read]
    odd = np.zeros(len(read), bool)
    names = dict.fromkeys(name for cell in cells for name in cell)
    arrays = {}
    for name in names:
        found = []
        for row, given in enumerate(cells):
            cell = given.get(name)
            if cell is None:
                cell = "" if name == "age" and "age_months" in given else defaults.get(name, "")
            if not isinstance(cell, str):
                odd[row] |= name not in MANY
                cell = ";".join(cell) if name in MANY else ""
            found.append(cell)
        arrays[name] = pa.array(found, TEXT)
    carried = [pa.array([item.kept[at] for _, item in read], TEXT) for at in range(kept)]
    order = np.array([number for number, _ in read], np.int64)
    return Rows(
        len(read), arrays, carried, order, lambda row: read[row][1], unread,
        cells=lambda row: cells[row], odd=odd,
    )  # fmt: skip


# Parquet -------------------------------------------------------------------------------------------


def parquet(
    stream: BinaryIO, renamed: Mapping[str, str], keep: Sequence[str]
) -> tuple[Iterator[Work], tuple[str, ...]]:
    """Blocks of a Parquet file, and the names of the columns that are not read. Raises
    :class:`NoUsableData` for a file that is none or has no known column."""
    try:
        file = pq.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        raise NoUsableData(
            "the input is no Parquet file, or is cut short", "Write it again."
        ) from error
    names = file.schema_arrow.names
    cols = known.of(names, renamed)
    if not cols.known:
        raise NoUsableData("no column of the file is known", "Map its names with --columns.")
    kept = [names[known.position(name, names)] for name in keep]
    wanted = dict.fromkeys([*(names[at] for _, at in cols.known), *kept])
    return _parquet(file, cols, kept, list(wanted)), cols.unknown


def _parquet(
    file: Any, cols: known.Columns, kept: Sequence[str], wanted: list[str]
) -> Iterator[Work]:
    before = 0
    try:
        for batch in file.iter_batches(batch_size=ROWS, columns=wanted):
            batch.validate(full=True)  # texts that are no UTF-8, which such a file must not hold
            yield Batch(batch, cols, kept, before).rows
            before += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise NoUsableData(
            "the Parquet file cannot be read to its end", "Write it again."
        ) from error


class Batch(NamedTuple):
    """Some rows of a Parquet file, ``before`` of which there are others."""

    batch: Any
    columns: known.Columns
    kept: Sequence[str]
    before: int

    def rows(self) -> list[Rows]:
        """The rows."""
        batch, cols = self.batch, self.columns
        columns = {name: texts(batch.column(cols.names[at]), name) for name, at in cols.known}
        carried = [batch.column(name) for name in self.kept]

        def place(row: int) -> Item:
            return Item(self.before + row + 1, None, None, None, {})

        return [Rows(batch.num_rows, columns, carried, np.arange(batch.num_rows), place, [])]


def parquet_rows(stream: BinaryIO, renamed: Mapping[str, str], keep: Sequence[str]) -> Table:
    """The rows of a Parquet file one by one, for the row engine."""
    works, unused = parquet(stream, renamed, keep)

    def rows() -> Iterator[Item]:
        for work in works:
            for block in work():
                cells = {name: array.to_pylist() for name, array in block.columns.items()}
                kept = [texts(array, "keep").to_pylist() for array in block.kept]
                for at in range(block.size):
                    yield block.place(at)._replace(
                        cells={name: found[at] for name, found in cells.items()},
                        kept=tuple(found[at] for found in kept),
                    )

    return Table(rows(), (), dict.fromkeys(unused))
