"""Answers of the columnar engine to a file: CSV as the row engine writes it, or Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from magadvise.batch.columnar.table import SCHEMA, TEXT
from magadvise.batch.sink import RUNS, Target, neutral

_RUNS = "^[" + "".join("\\" + mark if mark in "-=+@" else mark for mark in RUNS) + "]"
_QUOTED = '[",\r\n]'
LIST = "unresolved_medications"


class ParquetOut:
    """Plain types: texts and 32-bit integers; kept columns have their own type."""

    def __init__(self, target: Target, kept: Sequence[str]) -> None:
        self._stream = target.binary
        self._kept = kept
        self._writer: Any = None

    def write(self, columns: Mapping[str, Any], kept: Sequence[Any]) -> None:
        """One block."""
        arrays = [*columns.values(), *kept]
        if self._writer is None:
            self._open([pa.field(n, a.type) for n, a in zip(self._kept, kept, strict=True)])
        batch = pa.Table.from_arrays(arrays, names=[*columns, *self._kept])
        self._writer.write_table(batch)

    def _open(self, kept: Sequence[Any]) -> None:
        fields = [*SCHEMA, *kept]
        coded = {"id", "codes", *self._kept}
        schema = pa.schema([
            f if f.name in coded or f.type != TEXT
            else pa.field(f.name, pa.dictionary(pa.int32(), TEXT)) for f in fields
        ])  # fmt: skip
        self._writer = pq.ParquetWriter(
            self._stream, schema, compression="zstd", compression_level=1, store_schema=False
        )

    def close(self) -> None:
        """The end of the file. Without a row there is a header alone."""
        if self._writer is None:
            self._open([pa.field(name, TEXT) for name in self._kept])
        self._writer.close()

    def undo(self) -> None:
        """Nothing more is written. Left open, the writer would complain of its closed file."""
        if self._writer is not None:
            self._writer.is_open = False


class CsvOut:
    """The same bytes as those of the row engine. ``raw`` leaves cells that a spreadsheet runs."""

    def __init__(self, target: Target, kept: Sequence[str], *, raw: bool) -> None:
        self._stream = target.binary
        self._raw = raw
        if target.size:
            return
        names = pa.array([*SCHEMA.names, *kept], TEXT)
        self._stream.write((",".join(self._text(names).to_pylist()) + "\n").encode())

    def write(self, columns: Mapping[str, Any], kept: Sequence[Any]) -> None:
        """One block."""
        cells = [self._cell(name, array) for name, array in columns.items()]
        cells += [self._cell("", pc.fill_null(array, "")) for array in kept]
        if not len(cells[0]):
            return
        rows = pc.binary_join_element_wise(*cells, ",")
        lines = pc.binary_join_element_wise(rows, "", "\n")
        offsets = lines.buffers()[1]
        first, last = (int.from_bytes(bytes(offsets[at : at + 4]), "little") for at in
                       (lines.offset * 4, (lines.offset + len(lines)) * 4))  # fmt: skip
        self._stream.write(memoryview(lines.buffers()[2])[first:last])

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


def _neutral_list(text: str) -> str:
    return ";".join(map(neutral, text.split(";")))
