"""A row of an Arrow table gets the answer that the row engine gives, whatever its columns are made of."""

from __future__ import annotations

import threading
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")

from integrations.people import ANSWER, MILLIGRAMS, expected, people  # noqa: E402
from magadvise import load_knowledge  # noqa: E402
from magadvise.errors import InputError  # noqa: E402
from magadvise.integrations import arrow  # noqa: E402
from magadvise.integrations.arrow import plan  # noqa: E402

PEOPLE = people(300)
TABLE = pa.Table.from_pylist(PEOPLE)
EXPECTED = expected(PEOPLE)
NAN = float("nan")
TEXT = pa.string()
AGES = [68, None, 45, 8, 0, 17, 120]
NAMES = ["levothyroxine", "omeprazole;zzyx", None, "", "none", "levothyroxine"]
LISTS = [["levothyroxine", "zzyx"], None, [], ["none"], ["omeprazole", None, "iron; aspirin"], [""]]


def answers(table: Any, **options: Any) -> list[dict[str, Any]]:
    return plan(table, **options).to_pylist()


def test_three_hundred_people_get_the_answers_of_the_row_engine():
    assert answers(TABLE) == EXPECTED
    assert {row["reject_code"] for row in EXPECTED} >= {
        None, "missing_answer", "not_a_number", "out_of_range", "unknown_word", "contradiction",
        "bad_time", "bad_format", "unit_needed",
    }  # fmt: skip
    assert sum(row["reject_code"] is None for row in EXPECTED) > 100


def test_the_columns_are_those_of_a_batch_row_and_then_the_reason():
    found = plan(TABLE)
    assert found.column_names == [*ANSWER, "reject_code", "reject_field"]
    assert found.schema == arrow.SCHEMA
    kinds = {name: str(found.schema.field(name).type) for name in found.column_names}
    assert {n for n, kind in kinds.items() if kind == "int32"} == set(MILLIGRAMS)
    assert {kind for n, kind in kinds.items() if n not in MILLIGRAMS} == {"string"}


def test_a_woman_with_a_thyroid_tablet_gets_her_dose_and_a_man_on_dialysis_none():
    found = answers(pa.table({
        "patient_id": [1, 2], "age": pa.array([68, 71], pa.int8()), "sex": ["female", "male"],
        "kidney": ["normal", "dialysis"], "medications": [["levothyroxine"], ["furosemide"]],
    }))  # fmt: skip
    assert [row["id"] for row in found] == ["1", "2"]
    assert [row["rda_mg"] for row in found] == [320, 420]  # the US table, women and men from 51
    assert [row["ul_mg"] for row in found] == [350, 350]
    assert found[1]["disposition"] == "do_not_supplement"
    assert "KID002" in found[1]["codes"].split(";")
    assert (found[1]["ceiling_mg"], found[1]["start_mg"], found[1]["max_mg"]) == (0, None, None)


def test_the_first_name_of_an_id_that_is_not_blank_counts():
    table = pa.table({"patient_id": ["a", "b", None], "age": ["45"] * 3, "id": [1.0, None, None]})
    assert [row["id"] for row in answers(table)] == ["1", "b", None]


def test_a_rejected_row_has_its_id_and_the_reason_and_nothing_else():
    row = answers(pa.table({"id": ["x"], "age": ["45"], "egfr": ["1.1"], "sex": ["male"]}))[0]
    told = {name: value for name, value in row.items() if value is not None}
    assert told == {"id": "x", "reject_code": "out_of_range", "reject_field": "egfr"}


# types -------------------------------------------------------------------------------------------

COLUMNS = {
    **{
        f"age as {kind}": ("age", pa.array(AGES, kind))
        for kind in (
            pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(),
            pa.uint64(), pa.float32(), pa.float64(), pa.decimal128(5, 2), pa.decimal128(38, 18),
        )
    },
    "age as float16": ("age", pa.array([68, None, 45.5, NAN], pa.float16())),
    "age with NaN": ("age", pa.array([68.0, NAN, None, 45.5, float("inf"), -0.0, 1e20, -3.0])),
    "age as dictionary of int": ("age", pa.array(AGES, pa.int16()).dictionary_encode()),
    "age as nothing": ("age", pa.nulls(4)),
    "age as bool": ("age", pa.array([True, None, False])),
    "age as date": ("age", pa.array([date(1958, 3, 1), None])),
    "age as date64": ("age", pa.array([date(1958, 3, 1), None], pa.date64())),
    "age as timestamp": ("age", pa.array([datetime(1958, 3, 1, 12), None], pa.timestamp("s"))),
    "age of one value": ("age", pa.RunEndEncodedArray.from_arrays([3, 5], ["45", None])),
    "egfr as float": ("egfr", pa.array([74.5, 24, NAN, None, 30.0, 0.5], pa.float64())),
    "egfr as float32": ("egfr", pa.array([74.5, 24, NAN, None, 30.0], pa.float32())),
    "egfr as decimal": ("egfr", pa.array([Decimal("74.50"), Decimal("24.00"), None])),
    "milligrams as long decimal": ("other_magnesium_mg", pa.array([Decimal(0), 300], pa.decimal128(38, 18))),
    "egfr as long decimal": ("egfr", pa.array([Decimal("74.5"), 24, 100], pa.decimal128(38, 18))),
    "creatinine as float": ("creatinine", pa.array([1.1, 0.9, None])),
    "pregnant as bool": ("pregnant", pa.array([True, False, None])),
    "kidney as bool": ("kidney", pa.array([True, False, None])),
    "bedtime as time": ("bedtime", pa.array([time(22, 30), time(0, 5), None])),
    "bedtime as time32": ("bedtime", pa.array([time(22, 30), None], pa.time32("s"))),
    "id as int": ("id", pa.array([7, None, -3], pa.int64())),
    "id as text": ("id", pa.array(["a", "", None, "  ", "a"])),
    "id as dictionary": ("id", pa.array(["a", "", None, "a"]).dictionary_encode()),
    **{
        f"medications as {kind}": ("medications", pa.array(NAMES, kind))
        for kind in (TEXT, pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), TEXT),
                     pa.dictionary(pa.int32(), pa.large_string()))
    },
    **{
        f"{name} as {kind}": (name, pa.array(LISTS, kind))
        for name in ("medications", "conditions")
        for kind in (pa.list_(TEXT), pa.large_list(TEXT), pa.list_view(TEXT), pa.list_(pa.large_string()),
                     pa.large_list_view(TEXT), pa.list_(pa.dictionary(pa.int8(), TEXT)))
    },
    "patterns as two": ("patterns", pa.array([["night", "exercise"], None], pa.list_(TEXT, 2))),
    "lists of nothing": ("medications", pa.array([[None], [], None], pa.list_(pa.null()))),
    "times as list": ("medication_times", pa.array([["levothyroxine=07:00,19:00"], None, []])),
    **{
        f"sex as {kind}": ("sex", pa.array(["female", None, "", "Male", "f"], kind))
        for kind in (TEXT, pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), TEXT))
    },
}  # fmt: skip


@pytest.mark.parametrize("case", COLUMNS)
def test_a_column_of_any_type_says_what_its_text_would_say(case):
    name, column = COLUMNS[case]
    base = {"id": "x", "age": "68", "sex": "female", "kidney": "normal", "creatinine_unit": "mg/dL"}
    base["medications"] = "levothyroxine"
    columns = {n: pa.array([value] * len(column)) for n, value in base.items()} | {name: column}
    table = pa.table(columns)
    assert answers(table) == expected(table.to_pylist())
    later = table.slice(1)  # its bytes begin somewhere else
    assert answers(later) == expected(later.to_pylist())


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("age", pa.array([{"years": 45}])),
        ("age", pa.array([[45]])),
        ("age", pa.array([b"45"])),
        ("age", pa.array([b"45"], pa.large_binary())),
        ("age", pa.array([b"45"], pa.binary(2))),
        ("age", pa.array([b"45"], pa.binary_view())),
        ("age", pa.array([1], pa.duration("s"))),
        ("age", pa.array([1], pa.timestamp("s", "Nowhere/Never"))),
        ("age", pa.array([b"0123456789abcdef"], pa.uuid())),
        ("medications", pa.array([[["aspirin"]]])),
        ("medications", pa.array([[{"name": "aspirin"}]])),
        ("medications", pa.array([[("aspirin", 1)]], pa.map_(TEXT, pa.int8()))),
        ("id", pa.array([["x"]])),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value.type),
)
def test_a_column_of_a_type_that_holds_no_answer_is_refused_by_its_name(name, column):
    table = pa.table({"age": pa.array(["45"]), name: column})
    with pytest.raises(InputError) as caught:
        plan(table)
    assert [(p.code, p.field) for p in caught.value.problems()] == [("bad_type", name)]
    assert "aspirin" not in str(caught.value)
    ignored = {"age": ["45"], "note": column}
    assert answers(pa.table(ignored)) == expected([{"age": "45"}])


def test_bytes_that_are_no_text_reject_their_row_alone():
    raw = pa.array([b"aspirin", b"asp\xffrin", b"aspirin", b"\xed\xa0\x80"]).cast(pa.binary())
    names = pa.Array.from_buffers(TEXT, 4, raw.buffers())
    table = pa.table({"id": ["a", "b", "c", "d"], "age": ["45", "45", "x", "x"], "sex": names,
                      "medications": names})  # fmt: skip
    found = answers(table.drop_columns("sex"))
    codes = [None, "bad_encoding", "not_a_number", "bad_encoding"]
    assert [row["reject_code"] for row in found] == codes
    assert [row["reject_field"] for row in found] == [None, "medications", "age", "medications"]
    assert found[0] == expected([{"id": "a", "age": "45", "medications": "aspirin"}])[0]
    assert [row["reject_field"] for row in answers(table)] == ["sex", "sex", "age", "sex"]
    ids = answers(pa.table({"id": names, "age": ["45"] * 4}))
    assert [row["id"] for row in ids] == ["aspirin", None, "aspirin", None]
    assert [row["reject_field"] for row in ids] == [None, "id", None, "id"]


# shapes ------------------------------------------------------------------------------------------


def cut(table: Any, *sizes: int) -> Any:
    """The same rows in chunks of these sizes, and a last one."""
    starts = [sum(sizes[:at]) for at in range(len(sizes) + 1)]
    ends = [*starts[1:], table.num_rows]
    parts = [table.slice(a, b - a) for a, b in zip(starts, ends, strict=True)]
    return pa.concat_tables(parts)


def test_chunks_change_nothing():
    chunked = cut(TABLE, 1, 0, 13, 100)
    assert chunked.column("age").num_chunks == 5
    assert plan(chunked).equals(plan(TABLE))
    coded = pa.table({
        name: pa.chunked_array([chunk.dictionary_encode() for chunk in chunked[name].chunks])
        for name in chunked.column_names
    })  # fmt: skip
    assert answers(coded) == EXPECTED


@pytest.mark.parametrize("rows", [1, 7, 64, 300])
def test_how_many_rows_are_answered_together_changes_nothing(rows, monkeypatch):
    monkeypatch.setattr(arrow, "ROWS", rows)
    few = TABLE.slice(0, 70) if rows == 1 else TABLE
    assert answers(few) == EXPECTED[: few.num_rows]
    given = cut(few, 3, 0, 30).to_batches()
    found = list(arrow.batches(given))
    assert pa.Table.from_batches(found).to_pylist() == EXPECTED[: few.num_rows]


def test_record_batches_are_answered_as_they_come():
    batches = TABLE.to_batches(max_chunksize=100)
    assert answers(batches[0]) == EXPECTED[:100]
    assert list(arrow.batches(iter(()))) == []
    reader = pa.RecordBatchReader.from_batches(TABLE.schema, batches)
    found = list(arrow.batches(reader, keep=["age"]))
    assert all(isinstance(batch, pa.RecordBatch) for batch in found)
    assert pa.Table.from_batches(found).equals(plan(TABLE, keep=["age"]))


def test_a_batch_of_many_rows_is_not_held_back_for_the_next_one(monkeypatch):
    monkeypatch.setattr(arrow, "ROWS", 100)
    taken = []

    def source():
        for batch in TABLE.to_batches(max_chunksize=100):
            taken.append(batch.num_rows)
            yield batch

    next(arrow.batches(source()))
    assert taken == [100]


def test_no_rows_give_no_answers_with_all_their_columns():
    found = plan(TABLE.slice(0, 0), keep=["stool"])
    assert (found.num_rows, found.schema) == (0, arrow.SCHEMA.append(pa.field("stool", TEXT)))
    assert plan(pa.table({"age": pa.chunked_array([], pa.int8())})).num_rows == 0
    assert [b.num_rows for b in arrow.batches(TABLE.slice(0, 0).to_batches())] in ([], [0])


def test_the_table_that_was_given_is_as_it_was():
    table = cut(TABLE, 100)

    def written() -> bytes:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
        return sink.getvalue().to_pybytes()

    before = written()
    plan(table, keep=["age"])
    assert written() == before


def test_whatever_pyarrow_makes_a_table_of_is_taken():
    assert answers({"id": ["p0"], "age": ["68"]}) == expected([{"id": "p0", "age": "68"}])


# kept columns ------------------------------------------------------------------------------------


def test_kept_columns_come_last_and_keep_every_bit():
    kept = {
        "ward": pa.array(["a", None, " b"]).dictionary_encode(),
        "weight": pa.array([-0.0, NAN, None]),
        "raw": pa.Array.from_buffers(TEXT, 3, pa.array([b"\xff", None, b""]).buffers()),
        "when": pa.array([datetime(2026, 11, 1), None, None], pa.timestamp("ns", "UTC")),
        "both": pa.array([{"a": [1]}, None, {"a": None}]),
        "ids": pa.array([b"0123456789abcdef", None, None], pa.uuid()),
    }
    table = pa.table({"age": ["45", "x", "30"], **kept})
    field = pa.field("ward", table.schema.field("ward").type, metadata={"unit": "none"})
    table = table.set_column(table.column_names.index("ward"), field, table["ward"])
    found = plan(table, keep=["both", *(name for name in kept if name != "both"), "age"])
    assert found.column_names[18:] == ["both", "ward", "weight", "raw", "when", "ids", "age"]
    assert found.schema.field("ward").equals(field, check_metadata=True)
    for name in kept:
        assert found.schema.field(name).type == table.schema.field(name).type
        before, after = (t[name].combine_chunks().buffers() for t in (table, found))
        assert [b and b.to_pybytes() for b in after] == [b and b.to_pybytes() for b in before]


def test_a_name_of_one_column_is_not_taken_for_its_letters_and_blanks_do_not_count():
    table = pa.table({"age": ["45"], " ward ": ["B"]})
    assert plan(table, keep="ward").column_names[18:] == ["ward"]
    assert plan(table, keep=["ward", "ward", "id"]).column_names[18:] == ["ward"]


@pytest.mark.parametrize(
    ("keep", "code"),
    [("codes", "same_name"), ("reject_code", "same_name"), ("bed", "no_such_column")],
)
def test_a_column_that_cannot_be_kept_is_refused(keep, code):
    with pytest.raises(InputError) as caught:
        plan(TABLE, keep=[keep])
    assert [(p.code, p.field) for p in caught.value.problems()] == [(code, "keep")]


# options -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "standard", [row.id for row in load_knowledge().standards.values() if row.offered]
)
def test_the_standard_of_the_call_holds_where_a_row_names_none(standard):
    assert answers(TABLE, standard=standard) == expected(PEOPLE, standard)


def test_defaults_fill_columns_that_the_table_lacks():
    table = TABLE.drop_columns(["age", "sex", "conditions", "medications"])
    rows = table.to_pylist()
    defaults = {"age": ["45"], "sex": ["female"], "conditions": ["diabetes", "gout"],
                "medications": ["levothyroxine", "zzyx"]}  # fmt: skip
    assert answers(table, defaults=defaults) == expected(rows, defaults=defaults)
    assert answers(table, defaults={"age": "45"}) == expected(rows, defaults={"age": ["45"]})
    assert answers(TABLE, defaults=defaults) == EXPECTED  # a column that is there is not filled


def test_names_are_matched_in_any_case_and_by_the_mapping():
    named = TABLE.rename_columns([f" {name.upper()} " for name in TABLE.column_names])
    assert answers(named) == EXPECTED
    theirs = TABLE.rename_columns(["Alter" if n == "age" else n for n in TABLE.column_names])
    assert answers(theirs, columns={"age": "ALTER"}) == EXPECTED


@pytest.mark.parametrize(
    ("options", "code", "field"),
    [
        ({"columns": {"aged": "age"}}, "bad_format", "columns"),
        ({"columns": {"egfr": "GFR"}}, "no_such_column", "columns"),
        ({"columns": {"age": "years"}}, "no_such_column", "columns"),  # beside a column of our name
        ({"columns": {"egfr": "age"}}, "missing_answer", "age"),
        ({"standard": "mars"}, "unknown_word", "standard"),
        ({"defaults": {"sex": "f"}}, "unknown_word", "sex"),
        ({"defaults": {"ages": "45"}}, "unknown_question", ""),
        ({"defaults": {"age": 45}}, "bad_type", "age"),
        ({"defaults": {"age": ["45", "46"]}}, "repeated", "age"),
    ],
    ids=str,
)
def test_a_wrong_option_is_refused_before_any_row_is_read(options, code, field):
    table = pa.table({"id": ["1"], "age": ["45"]})
    with pytest.raises(InputError) as caught:
        plan(table, **options)
    assert [(p.code, p.field) for p in caught.value.problems()] == [(code, field)]


@pytest.mark.parametrize(
    "table", [pa.table({}), TABLE.drop_columns("age"), pa.table({"AGE_": ["4"]})]
)
def test_without_a_column_of_ages_nothing_is_answered(table):
    with pytest.raises(InputError) as caught:
        plan(table)
    problem = caught.value.problems()[0]
    assert (problem.code, problem.field) == ("missing_answer", "age")
    assert "batch --explain-columns" in problem.advice()


def test_a_column_that_stands_twice_is_refused():
    table = pa.table([["45"], ["46"]], names=["age", "Age"])
    with pytest.raises(InputError) as caught:
        plan(table)
    assert caught.value.problems()[0].code == "duplicate_column"


# calls -------------------------------------------------------------------------------------------


def test_calls_at_the_same_time_and_one_after_the_other_do_not_touch_each_other():
    options = [{}, {"standard": "eu"}, {"defaults": {"diet_magnesium_mg": "900"}}]
    alone = [plan(TABLE, **o) for o in options]
    found: dict[int, Any] = {}

    def work(at: int) -> None:
        found[at] = plan(TABLE, **options[at % 3])

    threads = [threading.Thread(target=work, args=(at,)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[at].equals(alone[at % 3]) for at in range(6)] == [True] * 6
    assert not alone[0].equals(alone[1])


def test_what_an_earlier_batch_has_taught_changes_no_later_one():
    turned = TABLE.take(pa.array(range(TABLE.num_rows - 1, -1, -1)))
    both = pa.concat_tables([TABLE, turned, TABLE])
    assert answers(both) == [*EXPECTED, *reversed(EXPECTED), *EXPECTED]
