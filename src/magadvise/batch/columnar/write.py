"""Answers of the columnar engine to a file: CSV as the row engine writes it, or Parquet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from magadvise.batch.columnar.table import SCHEMA, TEXT
from magadvise.batch.sink import RUNS, Target, neutral, shown

_RUNS = "^[" + "".join("\\" + mark if mark in "-=+@" else mark for mark in RUNS) + "]"
_QUOTED = '[",\r\n]'
LIST = "unresolved_medications"
DICTIONARY = pa.dictionary(pa.int32(), TEXT)


class ParquetOut:
    """Plain types: texts and 32-bit integers; kept columns have their own type."""

    def __init__(self, target: Target, kept: Sequence[str]) -> None:
        self._stream = target.binary
        self._kept = kept
        self._writer: Any = None

    def write(self, columns: Mapping[str, Any], kept: Sequence[Any]) -> None:
        """One block. The file begins with the first row."""
        arrays = [*columns.values(), *kept]
        if not len(arrays[0]):
            return
        if self._writer is None:
            self._open([pa.field(n, a.type) for n, a in zip(self._kept, kept, strict=True)])
        batch = pa.Table.from_arrays(arrays, names=[*columns, *self._kept])
        self._writer.write_table(batch)

    def _open(self, kept: Sequence[Any]) -> None:
        own = [pa.field(f.name, DICTIONARY) if _is_coded(f) else f for f in SCHEMA]
        schema = pa.schema([*own, *kept])
        self._writer = pq.ParquetWriter(
            self._stream, schema, compression="zstd", compression_level=1, store_schema=False
        )

    def close(self) -> None:
        """The end of the file. Where no row was answered there is none."""
        if self._writer is not None:
            self._writer.close()

    def undo(self) -> None:
        """Nothing more is written. Left open, the writer would complain of its closed file."""
        if self._writer is not None:
            self._writer.is_open = False


class ParquetPieces(ParquetOut):
    """Parquet that can be gone on with: pieces stand one behind the other, each a whole file. In the
    end their row groups are copied into one; a single piece is that already."""

    def __init__(self, target: Target, kept: Sequence[str]) -> None:
        super().__init__(target, kept)
        self._target = target

    def cut(self) -> None:
        """The end of a piece."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def close(self) -> None:
        """The end of the file."""
        places = [(start, end) for start, end in pairwise([0, *self._target.ends]) if end > start]
        if self._target.placed_before or len(places) == 1:
            return
        if not places:
            return
        with self._target.remade() as (pieces, self._stream):
            for start, end in places:
                self._copy(pieces, start, end)
            super().close()

    def _copy(self, pieces: BinaryIO, start: int, end: int) -> None:
        coded = [field.name for field in SCHEMA if _is_coded(field)]
        with pq.ParquetFile(Slice(pieces, start, end), read_dictionary=coded) as file:
            for number in range(file.num_row_groups):
                group = file.read_row_group(number)
                if self._writer is None:
                    self._open(list(group.schema)[len(SCHEMA) :])
                self._writer.write_table(group)


class Slice(io.RawIOBase):
    """The bytes of a file from ``start`` to ``end``, as a file."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self._start, self._size, self._at = file, start, end - start, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._start + self._at)
        data = self._file.read(max(min(len(buffer), self._size - self._at), 0))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class CsvOut:
    """The same bytes as those of the row engine. ``raw`` leaves cells that a spreadsheet runs."""

    def __init__(self, target: Target, kept: Sequence[str], *, raw: bool) -> None:
        self._stream = target.binary
        self._terminal = target.stream.isatty()
        self._raw = raw
        self._header = () if target.size else (*SCHEMA.names, *kept)

    def write(self, columns: Mapping[str, Any], kept: Sequence[Any]) -> None:
        """One block. The header comes with the first row."""
        cells = [self._cell(name, array) for name, array in columns.items()]
        cells += [self._cell("", pc.fill_null(array, "")) for array in kept]
        if not len(cells[0]):
            return
        if self._header:
            names = self._text(pa.array(self._header, TEXT)).to_pylist()
            header = ",".join(names)
            self._stream.write((shown(header) if self._terminal else header).encode() + b"\n")
            self._header = ()
        rows = pc.binary_join_element_wise(*cells, ",")
        lines = pc.binary_join_element_wise(rows, "", "\n")
        offsets = lines.buffers()[1]
        first, last = (int.from_bytes(bytes(offsets[at : at + 4]), "little") for at in
                       (lines.offset * 4, (lines.offset + len(lines)) * 4))  # fmt: skip
        data = memoryview(lines.buffers()[2])[first:last]
        self._stream.write(shown(str(data, "utf-8")).encode() if self._terminal else data)

    def _cell(self, name: str, array: Any) -> Any:
        if pa.types.is_dictionary(array.type):
            texts = array.dictionary
            if name == LIST and not self._raw:
                texts = pa.array([_neutral_list(text) for text in texts.to_pylist()], TEXT)
            array = pa.DictionaryArray.from_arrays(array.indices, self._text(texts))
            return pc.fill_null(array.dictionary_decode(), "")
        if array.type == TEXT:
            return self._text(pc.fill_null(array, ""))
        return pc.fill_null(array.cast(TEXT), "")

    def _text(self, array: Any) -> Any:
        """Made harmless, and in quotes where it must be."""
        if not self._raw:
            runs = pc.match_substring_regex(array, _RUNS)
            if pc.any(runs).as_py():
                array = pc.if_else(runs, pc.binary_join_element_wise("'", array, ""), array)
        needs = pc.match_substring_regex(array, _QUOTED)
        if pc.any(needs).as_py():
            inside = pc.replace_substring(array, '"', '""')
            array = pc.if_else(needs, pc.binary_join_element_wise('"', inside, '"', ""), array)
        return array

    def close(self) -> None:
        """The end of the file."""

    def undo(self) -> None:
        """Nothing more is written."""


def _is_coded(field: Any) -> bool:
    """Whether a column of the answers comes as numbers of a few texts."""
    return field.type == TEXT and field.name not in ("id", "codes")


def _neutral_list(text: str) -> str:
    return ";".join(map(neutral, text.split(";")))
