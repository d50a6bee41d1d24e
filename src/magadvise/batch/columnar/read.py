"""Input files to blocks of texts with the place of each row."""

from __future__ import annotations

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


# CSV -----------------------------------------------------------------------------------------------


class Csv:
    """Blocks of an opened delimited file."""

    def __init__(self, file: Opened) -> None:
        self.file = file
        self._names = [f"c{number}" for number in range(file.width)]
        self._known = {name: f"c{at}" for name, at in file.columns.known}
        self._kept = [f"c{at}" for at in file.kept]
        plain = {*self._kept, *(self._known.get(name) for name in (*LISTS, *known.IDS))}
        wanted = dict.fromkeys((*self._known.values(), *self._kept))
        self._types = {name: TEXT if name in plain else DICTIONARY for name in wanted}

    def lines(self) -> Iterator[Callable[[], list[Rows]]]:
        """Work for one block each; it may be done in another thread."""
        source = blocks.Blocks(self.file.stream, self.file.end, self.file.line)
        for lines in source:
            if isinstance(lines, records.Record):
                yield _only(self._unreadable(lines))
                continue
            if blocks.quick(lines.data):
                yield self._quick(lines)
                continue
            split = blocks.split(lines, self.file)
            if split.used < len(lines.data):
                source.give_back(lines, split.used)
            yield self._split(lines, split)

    def _unreadable(self, record: records.Record) -> Rows:
        item = item_of(record, self.file.columns, self.file.kept)
        return items_to_rows([item], len(self._kept))

    def _quick(self, lines: blocks.Lines) -> Callable[[], list[Rows]]:
        def work() -> list[Rows]:
            table = self._table(lines.data, quotes=False)
            if table is None:
                whole = lines._replace(last=True)  # no quote: no line needs the next block
                return self._split(whole, blocks.split(whole, self.file))()
            return [self._rows(table, lines, None)]

        return work

    def _split(self, lines: blocks.Lines, split: blocks.Split) -> Callable[[], list[Rows]]:
        def work() -> list[Rows]:
            found = []
            if len(split.at):
                table = self._table(split.simple, quotes=b'"' in split.simple)
                if table is None or table.num_rows != len(split.at):
                    return [self._strictly(lines, split.used)]
                found.append(self._rows(table, lines, split.at))
            if split.odd:
                items = [item_of(r, self.file.columns, self.file.kept) for _, r in split.odd]
                rows = items_to_rows(items, len(self._kept))
                at = np.array([number for number, _ in split.odd])
                unread = [(int(at[number]), item) for number, item in rows.unread]
                found.append(rows._replace(order=at[rows.order], unread=unread))
            return found

        return work

    def _strictly(self, lines: blocks.Lines, used: int) -> Rows:
        """Every line by the strict reader, should the two ever not see the same lines."""
        import io

        stream = io.BytesIO(b"\n" + lines.data[:used])
        reader = records.Records(records.lines(stream), self.file.mark)
        reader.width, reader.whole = self.file.width, self.file.records.whole
        items = [
            item_of(
                record._replace(
                    line=record.line + lines.line - 2, start=record.start + lines.start - 1,
                    end=record.end + lines.start - 1,
                ),
                self.file.columns, self.file.kept,
            )
            for record in reader
        ]  # fmt: skip
        return items_to_rows(items, len(self._kept))

    def _table(self, data: bytes, *, quotes: bool) -> Any:
        """The texts, or ``None`` where a line has another number of fields or is no UTF-8."""
        odd: list[None] = []

        def invalid(row: Any) -> str:
            odd.append(None)
            return "skip"

        try:
            table = pv.read_csv(
                pa.BufferReader(data),
                read_options=pv.ReadOptions(
                    column_names=self._names, block_size=len(data) + 1, use_threads=True
                ),
                parse_options=pv.ParseOptions(
                    delimiter=self.file.mark, quote_char='"' if quotes else False,
                    double_quote=True, escape_char=False, newlines_in_values=False,
                    invalid_row_handler=invalid,
                ),
                convert_options=pv.ConvertOptions(
                    column_types=self._types, include_columns=list(self._types),
                    strings_can_be_null=False,
                ),
            )  # fmt: skip
        except pa.ArrowInvalid:
            return None
        return None if odd else table.combine_chunks()

    def _rows(self, table: Any, lines: blocks.Lines, at: npt.NDArray[Any] | None) -> Rows:
        arrays = {name: _one(table[name]) for name in table.column_names}
        columns = {name: arrays[ours] for name, ours in self._known.items()}
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
        kept = [arrays[name] for name in self._kept]
        return Rows(table.num_rows, columns, kept, order, place, [])


def _one(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _only(rows: Rows) -> Callable[[], list[Rows]]:
    return lambda: [rows]


# rows one by one -----------------------------------------------------------------------------------


def grouped(
    items: Iterable[Item], defaults: Mapping[str, str], kept: int
) -> Iterator[Callable[[], list[Rows]]]:
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
) -> tuple[Iterator[Callable[[], list[Rows]]], tuple[str, ...]]:
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
) -> Iterator[Callable[[], list[Rows]]]:
    before = 0
    try:
        for batch in file.iter_batches(batch_size=ROWS, columns=wanted):
            yield _batch(batch, cols, kept, before)
            before += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise NoUsableData(
            "the Parquet file cannot be read to its end", "Write it again."
        ) from error


def _batch(
    batch: Any, cols: known.Columns, kept: Sequence[str], before: int
) -> Callable[[], list[Rows]]:
    def work() -> list[Rows]:
        columns = {name: texts(batch.column(cols.names[at]), name) for name, at in cols.known}
        carried = [batch.column(name) for name in kept]

        def place(row: int) -> Item:
            return Item(before + row + 1, None, None, None, {})

        return [Rows(batch.num_rows, columns, carried, np.arange(batch.num_rows), place, [])]

    return work


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
