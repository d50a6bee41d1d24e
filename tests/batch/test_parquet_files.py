"""Parquet files that are cut short, hold other types than texts, or hold what such a file must not: both
engines say the same, count every row and keep the answers of the neighbours."""

from __future__ import annotations

import datetime
import io
from itertools import accumulate
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

from magadvise.cli.main import main  # noqa: E402

GOOD = {"age": ["45"] * 3, "sex": ["female"] * 3, "kidney": ["normal"] * 3, "pregnant": ["no"] * 3,
        "medications": ["none"] * 3, "conditions": ["none"] * 3, "red_flags": ["none"] * 3,
        "other_magnesium_mg": ["0"] * 3, "patterns": ["night"] * 3}  # fmt: skip


def parquet(**changed: Any) -> bytes:
    """Three healthy people, with these columns in place of theirs."""
    stream = io.BytesIO()
    pq.write_table(pa.table({**GOOD, **changed}), stream)
    return stream.getvalue()


def no_utf8(*texts: bytes) -> Any:
    ends = pa.array([0, *accumulate(map(len, texts))], pa.int32())
    return pa.Array.from_buffers(
        pa.string(), len(texts), [None, ends.buffers()[1], pa.py_buffer(b"".join(texts))]
    )


@pytest.fixture(params=["rows", "columns"])
def ran(request, tmp_path, capfd):
    """Code, what was said, the lines of the answer and how many rows were rejected."""

    def call(content: bytes, before: str = "") -> tuple[int, str, list[str], int]:
        (tmp_path / "in.parquet").write_bytes(content)
        out, rejects = tmp_path / "out.csv", tmp_path / "r.jsonl"
        out.write_text(before, encoding="utf-8")
        code = main(["batch", str(tmp_path / "in.parquet"), "-o", str(out), "--rejects", str(rejects),
                     "--engine", request.param])  # fmt: skip
        said = capfd.readouterr().err
        assert "Traceback" not in said
        lines = out.read_text(encoding="utf-8").splitlines()
        return code, said, lines, len(rejects.read_bytes().splitlines()) if rejects.exists() else 0

    return call


WHOLE = parquet()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PAR1", b"PAR1" * 40, b"age,sex\n45,male\n", WHOLE[:-1], WHOLE[: len(WHOLE) // 2], WHOLE[4:],
        WHOLE[:200] + bytes(200) + WHOLE[400:],
        parquet(medications=no_utf8(b"warf\xff", b"warfarin\xc3", b"none")),
        parquet(sex=no_utf8(b"ma\xffle", b"male", b"female")),
        parquet(sex=no_utf8(b"\xed\xa0\x80", b"male", b"female")),
    ],
)  # fmt: skip
def test_a_file_that_is_none_or_is_broken_leaves_the_previous_answer(ran, content):
    code, said, lines, _ = ran(content, before="as it was\n")
    assert code == 65, said
    assert lines == ["as it was"]
    assert len(said.splitlines()) <= 3
    assert "warf" not in said


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"age": [45, 45, 45]}, 0), ({"age": [45.0, None, float("nan")]}, 2),
        ({"age": [45.5, 45.0, 45.0]}, 1), ({"age": pa.array(["45"] * 3).dictionary_encode()}, 0),
        ({"age": pa.array(["45"] * 3, pa.large_string())}, 0), ({"age": [True, True, False]}, 3),
        ({"age": [datetime.date(1980, 1, 1)] * 3}, 3), ({"age": [-45, 45, 450]}, 2),
        ({"other_magnesium_mg": [0, 350, 6000]}, 1), ({"other_magnesium_mg": [0.0, 99.5, float("inf")]}, 1),
        ({"medications": [["warfarin", "zinc"], [], None]}, 0), ({"sex": [1, 2, 3]}, 3),
    ],
)  # fmt: skip
def test_columns_of_other_types_are_read_as_their_text_or_rejected_by_row(ran, changed, codes):
    code, said, lines, rejected = ran(parquet(**changed))
    assert rejected == codes
    assert f"rows in 3 = answered {3 - codes} + rejected {codes} + left out 0" in said
    if codes == 3:  # no row was answered, so no output was written
        assert (code, lines) == (65, [])
    else:
        assert (code, len(lines)) == (3 if codes else 0, 1 + 3 - codes)


def test_a_file_without_rows_or_without_a_known_column(ran):
    none = {name: pa.array([], pa.string()) for name in GOOD}
    code, _, lines, _ = ran(parquet(**none))
    assert (code, lines) == (65, [])  # no row was answered, so no output was written
    stream = io.BytesIO()
    pq.write_table(pa.table({"x": ["1"]}), stream)
    code, said, lines, _ = ran(stream.getvalue(), before="as it was\n")
    assert (code, lines) == (65, ["as it was"])
    assert "--columns" in said
