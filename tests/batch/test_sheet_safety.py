"""No cell of an answer file is run by a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magadvise.batch.sink import CsvSink, neutral

RUN = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
TEXT = st.text(st.sampled_from([*RUN, "\n", ";", ",", '"', "a", "1"]), max_size=6)


class Memory:
    size = 0

    def __init__(self) -> None:
        self.stream = io.StringIO(newline="")


def written(*rows: list[object], raw: bool = False) -> list[list[str]]:
    target = Memory()
    out = CsvSink(target, ["a", "b", "c"], [2], raw=raw)
    for row in rows:
        out.row(row)
    return list(csv.reader(io.StringIO(target.stream.getvalue(), newline="")))[1:]


@given(TEXT, TEXT, TEXT)
def test_no_text_cell_begins_with_what_a_spreadsheet_runs(one, two, three):
    for cell in written([one, two, three])[0]:
        assert not cell.startswith(tuple(RUN))


@given(TEXT)
def test_no_part_of_a_list_does_either_where_a_spreadsheet_cuts_at_semicolons(text):
    for part in written(["", "", text])[0][2].split(";"):
        assert not part.startswith(tuple(RUN))


@pytest.mark.parametrize("first", RUN)
def test_text_gets_an_apostrophe_and_raw_leaves_it(first):
    text = f"{first}1+1"
    assert neutral(text) == f"'{text}"
    assert written([text, "x", text])[0] == [f"'{text}", "x", f"'{text}"]
    assert written([text, "x", text], raw=True)[0] == [text, "x", text]


def test_numbers_stay_numbers_and_plain_text_stays_as_it_is():
    assert written([-5, "a-b", "x; y"])[0] == ["-5", "a-b", "x; y"]


def test_a_name_an_id_a_kept_cell_and_its_header_are_all_made_harmless(batch, written):
    content = 'id,age,medications,=note\n=cmd(),45,"aa; +bb; @cc",-dd\n'
    file = written(content)
    row = batch(file, "--keep", "=note").rows[0]
    assert row["id"] == "'=cmd()"
    assert row["unresolved_medications"] == "aa;'+bb;'@cc"
    assert row["'=note"] == "'-dd"
    raw = batch(file, "--keep", "=note", "--csv-raw").rows[0]
    assert (raw["id"], raw["unresolved_medications"], raw["=note"]) == (
        "=cmd()",
        "aa;+bb;@cc",
        "-dd",
    )
