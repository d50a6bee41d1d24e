"""Arrow tables in and out: one answer for each row, in the order of the rows.

>>> import pyarrow as pa
>>> people = pa.table({"id": [1, 2], "age": [45, None], "medications": [["omeprazole"], None]})
>>> plan(people).select(["id", "disposition", "reject_code"]).to_pylist()[0]["disposition"]
'check_first'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from magadvise import profile as door
from magadvise.batch import columns as header
from magadvise.batch.columnar import table as tables
from magadvise.batch.columnar.engine import Engine
from magadvise.batch.columnar.outcome import Answers
from magadvise.batch.columnar.read import MANY
from magadvise.errors import InputError, Problem
from magadvise.knowledge.load import load_knowledge

ROWS = 1 << 16  # rows that are answered together
REJECT = ("reject_code", "reject_field")
SCHEMA = pa.schema([*tables.SCHEMA, *((name, tables.TEXT) for name in REJECT)])
UNREADABLE = "bad_encoding"
NO_AGE = Problem(
    "missing_answer", "age", "has no column, and every row needs it",
    example="columns={'age': 'age_in_years'}",
    hint="magadvise batch --explain-columns lists the columns; columns= maps other names to them.",
)  # fmt: skip
_ZEROS = r"^(0)E-[0-9]+$|\.0+$|(\.[0-9]*[1-9])0+$"  # of a decimal, which has as many as its type
Texts = Mapping[str, str | Sequence[str]]
Mask = npt.NDArray[np.bool_]


class Layout(NamedTuple):
    """Which columns are read (our name and the position) and which are carried over (the name in the
    answer and the position)."""

    known: tuple[tuple[str, int], ...]
    kept: tuple[tuple[str, int], ...]


def plan(
    table: Any,
    *,
    standard: str = "us",
    columns: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    defaults: Texts | None = None,
) -> Any:
    """The answers of a table: one row for each of its rows, in the same order, as a pyarrow Table.

    ``table`` is a pyarrow Table or RecordBatch, or whatever ``pyarrow.table`` takes (a frame of polars
    or pandas). ``columns`` gives the name in the table for a column of ours, ``keep`` names columns to
    carry over, ``defaults`` answers for columns that the table lacks. The answer has the columns of
    :data:`SCHEMA`, amounts in mg, and then the kept ones. A row that cannot be answered says why in
    ``reject_code`` and ``reject_field``; but for its id all else is null. Raises :class:`InputError`
    for wrong options, no column of ages, and a column of a type that holds no answers."""
    whole = _table(table)
    answering = Answering(standard, defaults)
    found = layout(whole.column_names, columns=columns, keep=keep, defaults=defaults)
    return pa.concat_tables([answering.table(part, found) for part in _cut(whole)])


def batches(
    reader: Iterable[Any],
    *,
    standard: str = "us",
    columns: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    defaults: Texts | None = None,
) -> Iterator[Any]:
    """The answers of record batches of one schema, as record batches: the same rows in the same order,
    as :func:`plan` gives them. Batches may be cut otherwise; few rows are held at a time. What a batch
    has taught is used for the next one. Raises what :func:`plan` raises."""
    return Answering(standard, defaults).batches(reader, columns=columns, keep=keep)


def layout(
    names: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    defaults: Texts | None = None,
) -> Layout:
    """The columns of a table by their names. Raises :class:`InputError` for a name that is not there
    or stands twice, and where nothing tells the age."""
    renamed = dict(columns or {})
    if not set(renamed) <= set(header.KNOWN):
        raise InputError([Problem("bad_format", "columns", "maps a name that is none of our columns",
                                  hint="The names: magadvise batch --explain-columns.")])  # fmt: skip
    found = header.of(names, renamed)
    if not set(header.ours(renamed)) <= {name.strip().casefold() for name in names}:
        raise InputError([Problem("no_such_column", "columns", "names a column that the table lacks",
                                  hint="Write it as it stands in the table.")])  # fmt: skip
    if not dict(found.known).keys() & set(header.AGES) and not (defaults or {}).get("age"):
        raise InputError([NO_AGE])
    return Layout(found.known, _kept(names, keep))


def schema(given: Any, kept: Iterable[tuple[str, int]]) -> Any:
    """The schema of the answers to a table of a schema."""
    return pa.schema([*SCHEMA, *(given.field(at).with_name(name) for name, at in kept)])


def _kept(names: Sequence[str], keep: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """``id`` is in every answer."""
    asked = dict.fromkeys([keep] if isinstance(keep, str) else keep)
    asked.pop("id", None)
    if asked.keys() & set(SCHEMA.names):
        raise InputError([Problem("same_name", "keep", "names a column that the answer has too",
                                  hint="Rename it in the table.")])  # fmt: skip
    return tuple((name, header.position(name, names)) for name in asked)


def _table(given: Any) -> Any:
    if isinstance(given, pa.Table):
        return given
    return pa.Table.from_batches([given]) if isinstance(given, pa.RecordBatch) else pa.table(given)


# answers -------------------------------------------------------------------------------------------


def _together(reader: Iterable[Any]) -> Iterator[Any]:
    """Small batches as one table, large ones cut: a call has a price, and so has memory."""
    held: list[Any] = []
    rows = 0
    for batch in reader:
        held.append(batch)
        rows += batch.num_rows
        if rows >= ROWS:
            yield from _cut(pa.Table.from_batches(held))
            held, rows = [], 0
    if held:
        yield pa.Table.from_batches(held)


def _cut(whole: Any) -> Iterator[Any]:
    """Parts of the same size, the last one a little smaller; one at least."""
    size = -(-whole.num_rows // max(whole.num_rows // ROWS, 1))
    for start in range(0, max(whole.num_rows, 1), size or 1):
        yield whole.slice(start, size)


class Answering:
    """One engine for some tables, of one thread. Nothing is shared with another one but the knowledge.
    Raises :class:`InputError` for a wrong standard and wrong defaults."""

    def __init__(self, standard: str, defaults: Texts | None) -> None:
        knowledge = load_knowledge()
        self._defaults = defaults
        given = {name: _default(name, texts) for name, texts in (defaults or {}).items()}
        if problems := door.problems(given, knowledge):
            raise InputError(problems)
        chosen = door.standard({"standard": (standard,)}, knowledge)
        self._engine = Engine(knowledge, chosen, given)
        self._reader = tables.Reader(given)

    def batches(
        self, reader: Iterable[Any], *, columns: Mapping[str, str] | None, keep: Sequence[str]
    ) -> Iterator[Any]:
        """See :func:`batches`."""
        for part in _together(reader):
            found = layout(part.column_names, columns=columns, keep=keep, defaults=self._defaults)
            yield from self.table(part, found).to_batches()

    def table(self, part: Any, found: Layout) -> Any:
        """The answers of a table, with its kept columns as they are."""
        kept = [part.column(at) for _, at in found.kept]
        shape = schema(part.schema, found.kept)
        cells = {name: _cells(part.column(at), name) for name, at in found.known}
        if not part.num_rows:
            return shape.empty_table()
        bad = _made_readable(cells)
        texts = {name: array for name, array in cells.items() if name not in header.IDS}
        answers = self._engine.answer(self._reader.block(texts, part.num_rows))
        answered = self._columns(answers, bad, _ids(cells, part.num_rows))
        return pa.table([*answered, *kept], schema=shape)

    def _columns(self, answers: Answers, bad: dict[str, Mask], ids: Any) -> list[Any]:
        refused = np.logical_or.reduce([answers.problem > 0, *bad.values()])
        rows = np.flatnonzero(~refused)
        found = tables.columns_of(answers, self._engine.words, self._engine.knowledge.version, rows)
        found["codes"], _ = answers.effects.codes(answers.bits[rows])
        if len(rows) < len(refused):  # a refused row takes no place, and becomes null
            places = pa.array(np.cumsum(~refused) - 1, mask=refused)
            found = {name: column.take(places) for name, column in found.items()}
        problems = self._engine.problems.items
        at = pa.array(answers.problem)
        told = {
            "reject_code": pa.array([p and p.code for p in problems], tables.TEXT).take(at),
            "reject_field": pa.array([p and p.field for p in problems], tables.TEXT).take(at),
        }
        for name, mask in reversed(bad.items()):
            for column, text in zip(REJECT, (UNREADABLE, name), strict=True):
                told[column] = pc.if_else(pa.array(mask), text, told[column])
        every = {"id": ids, **found, **told}
        return [every[field.name].cast(field.type) for field in SCHEMA]


def _default(name: str, texts: str | Sequence[str]) -> tuple[str, ...]:
    found: list[Any] = (
        [texts] if isinstance(texts, str) or not isinstance(texts, Sequence) else [*texts]
    )
    if not all(isinstance(text, str) for text in found):
        raise InputError([Problem("bad_type", name if name in header.KNOWN else "", "is no text",
                                  example="defaults={'age': '45'}")])  # fmt: skip
    return tuple(found)


def _ids(cells: Mapping[str, Any], rows: int) -> Any:
    """The first of the two names of an id that is not blank."""
    found = pa.nulls(rows, tables.TEXT)
    for name in header.IDS:
        if name in cells:
            blank = pc.equal(cells[name], "")
            found = pc.coalesce(found, pc.if_else(blank, pa.scalar(None, tables.TEXT), cells[name]))
    return found


# cells ---------------------------------------------------------------------------------------------


def _cells(column: Any, name: str) -> Any:
    """A column as texts without nulls; of a question that takes one answer as a dictionary of texts."""
    try:
        array = _simple(column.combine_chunks(), name)
        if name in (*header.IDS, *tables.LISTS):
            return _texts(array, name)
        if not pa.types.is_string(array.type):  # most texts of lists stand more than once
            array = array if _is_one(array.type) else _texts(array, name)
        encoded = array.dictionary_encode("encode")
        return pa.DictionaryArray.from_arrays(encoded.indices, _texts(encoded.dictionary, name))
    except pa.ArrowException:  # its words may hold a cell
        raise _bad_type(name) from None


def _simple(array: Any, name: str) -> Any:
    """The same values in the plainest type that holds them."""
    kind = array.type
    if pa.types.is_run_end_encoded(kind):
        return _simple(pc.run_end_decode(array), name)
    if pa.types.is_dictionary(kind):
        return _simple(array.dictionary_decode(), name)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
        return array.cast(tables.TEXT)
    if pa.types.is_float16(kind):
        return array.cast(pa.float32())
    if not (_is_one(kind) or (_is_list(kind) and name in MANY)):
        raise _bad_type(name)
    return array


def _is_one(kind: Any) -> bool:
    """Whether a cell of this type is one text, number, word or time."""
    t = pa.types
    return bool(
        t.is_string(kind) or t.is_boolean(kind) or t.is_integer(kind) or t.is_floating(kind)
        or t.is_decimal(kind) or t.is_date(kind) or t.is_timestamp(kind) or t.is_time(kind)
    )  # fmt: skip


def _is_list(kind: Any) -> bool:
    t = pa.types
    return bool(
        t.is_list(kind) or t.is_large_list(kind) or t.is_fixed_size_list(kind)
        or t.is_list_view(kind) or t.is_large_list_view(kind)
    )  # fmt: skip


def _texts(array: Any, name: str) -> Any:
    kind = array.type
    if _is_list(kind):
        parts = _simple(array.flatten(), name)
        if _is_list(parts.type):
            raise _bad_type(name)
        each = pc.fill_null(pc.list_value_length(array), 0).to_numpy()
        starts = pa.array(np.concatenate(([0], np.cumsum(each))), pa.int32())
        return pc.binary_join(pa.ListArray.from_arrays(starts, _texts(parts, name)), ";")
    text = tables.texts(array, name)
    if pa.types.is_time(kind):  # a time of day is HH:MM
        return pc.replace_substring_regex(text, r"^(\d\d:\d\d):00(\.0+)?$", r"\1")
    if pa.types.is_decimal(kind):
        return pc.replace_substring_regex(text, _ZEROS, r"\1\2")
    return text


def _bad_type(name: str) -> InputError:
    return InputError([Problem("bad_type", name, "is a column of a type that holds no answers",
                               hint="Give texts or numbers, or lists of texts where a question "
                               "takes several.")])  # fmt: skip


def _made_readable(cells: dict[str, Any]) -> dict[str, Mask]:
    """Which cells are no UTF-8, by column: Arrow does not look. They are blanked in ``cells``."""
    found = {}
    for name, array in cells.items():
        coded = pa.types.is_dictionary(array.type)
        texts = array.dictionary if coded else array
        bad = _not_text(texts)
        if not bad.any():
            continue
        clean = pc.if_else(pa.array(bad), "", texts)
        cells[name] = pa.DictionaryArray.from_arrays(array.indices, clean) if coded else clean
        found[name] = bad[array.indices.to_numpy()] if coded else bad
    return found


def _not_text(texts: Any) -> Mask:
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        pass
    else:
        return np.zeros(len(texts), bool)
    return np.array([not _decodes(raw) for raw in texts.cast(pa.binary()).to_pylist()], bool)


def _decodes(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
