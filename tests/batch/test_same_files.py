"""Files on which the quick way of the columnar engine must not be quicker than it is right."""

from __future__ import annotations

import json

import pytest

from magadvise.cli.main import main

HEADER = b"age,sex,kidney,patterns,note\n"
GOOD = b"45,female,normal,night,fine\n"
FILES = {
    "no UTF-8 in a column that is not read": (
        HEADER + b"45,female,normal,night,caf\xc3\xa9\n45,female,normal,night,caf\xe9\n" + GOOD,
        ["bad_encoding"],
    ),
    "no UTF-8 behind the part that tells the encoding": (
        HEADER + GOOD * 4000 + b"45,female,normal,night,caf\xe9\n" + GOOD, ["bad_encoding"],
    ),
    "cut inside the last line end": (
        HEADER.replace(b"\n", b"\r\n") + GOOD.replace(b"\n", b"\r\n") + GOOD.replace(b"\n", b"\r"),
        ["lone_carriage_return"],
    ),
    "cut inside the last line end, behind a quote": (
        HEADER + GOOD + b'45,female,normal,night,"fine"\r', ["text_after_quote"],
    ),
    "too few fields, and no UTF-8 in them": (
        HEADER + GOOD + b"45,f\xc3\xa9male,no\n45,\xff,no\n" + GOOD, ["wrong_number_of_fields", "bad_encoding"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_both_engines_answer_and_reject_the_same(tmp_path, capfd, name):
    pytest.importorskip("pyarrow")
    content, rejected = FILES[name]
    (tmp_path / "in.csv").write_bytes(content)
    found = {}
    for engine in ("rows", "columns"):
        answers, rejects = tmp_path / f"{engine}.csv", tmp_path / f"{engine}.jsonl"
        code = main(["batch", str(tmp_path / "in.csv"), "-o", str(answers), "--rejects", str(rejects),
                     "--engine", engine, "--encoding", "utf-8"])  # fmt: skip
        said = capfd.readouterr().err
        assert "Traceback" not in said
        found[engine] = (code, said, answers.read_bytes(), rejects.read_bytes())
    assert found["rows"] == found["columns"]
    code, _, _, rejects_ = found["rows"]
    assert code == 3
    assert [json.loads(line)["code"] for line in rejects_.splitlines()] == rejected
