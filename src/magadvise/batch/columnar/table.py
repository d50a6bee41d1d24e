"""Arrow tables in and out of the engine: any column type to texts, answers to columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from magadvise.batch.answer import LONGEST, MOST_ITEMS, Row, Texts
from magadvise.batch.columnar.cells import GROUPS, Column
from magadvise.batch.columnar.engine import Block
from magadvise.batch.columnar.grown import Told, distinct
from magadvise.batch.columnar.outcome import MG, NO_MG, WORDS, Answers
from magadvise.batch.columns import IDS
from magadvise.errors import InputError, Problem

LISTS = ("medications", "medication_times")
SCALARS = tuple(question for questions in GROUPS.values() for question in questions)
TEXT = pa.string()
SCHEMA = pa.schema(
    [("id", TEXT)]
    + [(name, pa.int32() if name in MG else TEXT) for name in Row._fields if name != "id"]
)


# in ------------------------------------------------------------------------------------------------


def texts(column: Any, name: str) -> Any:
    """An arrow array of any plain type as texts; blank where there is nothing. A number stays as it
    is, and a whole one has no fraction. Raises :class:`InputError` for a type that holds no answer."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):  # no chunk at all, or one too large for an array
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], TEXT)
    kind = array.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
        array = array.dictionary_decode()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        parts = texts(array.values, name)
        lists = pa.ListArray.from_arrays(
            array.offsets.cast(pa.int32()), parts, mask=pc.is_null(array)
        )
        return pc.fill_null(pc.binary_join(lists, ";"), "")
    if pa.types.is_boolean(kind):
        return pc.fill_null(pc.if_else(array, "yes", "no"), "")
    if pa.types.is_floating(kind):
        return _numbers(array)
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise InputError([Problem("bad_type", name, "is a column of a type that holds no answers",
                                  hint="Give texts, numbers or lists of texts.")])  # fmt: skip
    return pc.fill_null(array.cast(TEXT), "")


def _numbers(array: Any) -> Any:
    """Floating numbers: 45.0 is 45, a NaN is nothing."""
    whole = pc.and_(pc.is_finite(array), pc.equal(array, pc.trunc(array)))
    small = pc.and_(whole, pc.less(pc.abs(array), 1e15))
    as_int = pc.if_else(small, array, pa.scalar(0, array.type)).cast(pa.int64()).cast(TEXT)
    found = pc.if_else(small, as_int, array.cast(TEXT))
    return pc.fill_null(pc.if_else(pc.is_nan(array), "", found), "")


class Reader:
    """Tables to blocks. ``defaults`` are flags that fill columns which the input lacks."""

    def __init__(self, defaults: Texts) -> None:
        self._defaults = {name: ";".join(given) for name, given in defaults.items() if given}

    def block(self, columns: Mapping[str, Any], rows: int) -> Block:
        """``columns`` are arrow arrays by our names, each text and without nulls (a dictionary of
        texts where the question is no list)."""
        odd = np.zeros(rows, bool)
        filled = {name: text for name, text in self._defaults.items() if name not in columns}
        if "age_months" in columns:
            filled.pop("age", None)
        scalars = {name: Column((text,), None) for name, text in filled.items() if name in SCALARS}
        for name in SCALARS:
            if name == "creatinine_unit" and "creatinine" not in columns:
                continue  # the unit of a column that is not there
            if name in columns:
                scalars[name] = _scalar(columns[name], odd)
        lists = {name: pa.repeat(text, rows) for name, text in filled.items() if name in LISTS}
        for name in LISTS:
            if name in columns:
                lists[name] = _bounded(columns[name], odd)

        def cells(row: int) -> dict[str, str]:
            return {name: columns[name][row].as_py() for name in columns if name not in IDS}

        return Block(rows, scalars, lists, odd, cells)


def _scalar(array: Any, odd: npt.NDArray[np.bool_]) -> Column:
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    found = array.dictionary.to_pylist()
    at = array.indices.to_numpy()
    for number, text in enumerate(found):
        if len(text) > LONGEST or text.count(";") + text.count("|") >= MOST_ITEMS:
            odd |= at == number
            found[number] = ""
    return Column(found, at)


def _bounded(array: Any, odd: npt.NDArray[np.bool_]) -> Any:
    """Cells that no person fills are left to the row engine, which refuses them."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not len(array) or pc.max(pc.binary_length(array)).as_py() < MOST_ITEMS:
        return array
    marks = pc.add(pc.count_substring(array, ";"), pc.count_substring(array, "|"))
    bad = pc.or_(pc.greater(pc.utf8_length(array), LONGEST), pc.greater_equal(marks, MOST_ITEMS))
    odd |= bad.to_numpy(zero_copy_only=False)
    return pc.if_else(bad, "", array)


# out -----------------------------------------------------------------------------------------------


def columns_of(
    answers: Answers, words: Mapping[str, Told[str | None]], version: str, rows: npt.NDArray[Any]
) -> dict[str, Any]:
    """The columns of the answers of some rows, all but the id and the codes, which
    :meth:`Effects.codes` gives, in the order of the file."""
    found: dict[str, Any] = {}
    for name in Row._fields:
        if name in MG:
            values = answers.mg[name][rows]
            found[name] = pa.array(values.astype(np.int32), mask=values == NO_MG)
        elif name in WORDS:
            found[name] = _spoken(answers.words[name][rows], words[name].items)
    found["knowledge_version"] = pa.repeat(version, len(rows)).dictionary_encode()
    return {name: found[name] for name in Row._fields if name in found}


def _spoken(ids: npt.NDArray[Any], items: Sequence[str | None]) -> Any:
    at, keys = distinct(ids)
    texts_ = [items[key] for key in keys]
    none = np.array([text is None for text in texts_], bool)
    filled = pa.array([text or "" for text in texts_], TEXT)
    return pa.DictionaryArray.from_arrays(pa.array(at, mask=none[at] if len(at) else None), filled)
