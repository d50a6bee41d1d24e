"""Parquet goes on too where it was asked for: in pieces that become the one file at the end."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from batch import stopping  # noqa: E402 - the extra is looked for first
from batch.stopping import DEAD, OLD, command, died, outputs, people, started_over  # noqa: E402
from magadvise.batch.columnar.write import ParquetOut, ParquetPieces  # noqa: E402
from magadvise.batch.journal import Journal  # noqa: E402
from magadvise.batch.sink import Target  # noqa: E402
from magadvise.cli.main import main  # noqa: E402

pytestmark = pytest.mark.usefixtures("tiny_blocks")
KIND = ("parquet", "columns")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.csv").write_text(people(80))
    return tmp_path


def plain(folder: Path) -> list[str]:
    """The run without the option."""
    return command(folder, *KIND)[:-1]


def undisturbed(folder: Path) -> dict[str, bytes]:
    assert main(command(folder, *KIND)) == 3
    found = outputs(folder)
    started_over(folder, "parquet")
    return found


def groups(file: Path) -> list[int]:
    """The rows of each row group."""
    told = pq.read_metadata(file)
    return [told.row_group(n).num_rows for n in range(told.num_row_groups)]


def test_the_joined_file_is_that_of_a_run_without_the_option(folder):
    assert main(plain(folder)) == 3
    one, schema = pq.read_table(folder / "o.parquet"), pq.read_schema(folder / "o.parquet")
    sizes, told = groups(folder / "o.parquet"), (folder / "s.json").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        copies = stopping.stop(patch, ParquetPieces, "_copy", 0, behind=True)
        assert main(command(folder, *KIND)) == 3
    assert copies.calls >= 3  # pieces; one without an answered row is none
    assert pq.read_table(folder / "o.parquet").equals(one)
    assert pq.read_schema(folder / "o.parquet").equals(schema)
    assert groups(folder / "o.parquet") == sizes
    assert (folder / "s.json").read_bytes() == told
    assert list(folder.glob(".magadvise-*")) == []


def test_every_row_is_there_once_and_in_its_order(folder):
    assert main(command(folder, *KIND)) == 3
    ids = [int(id_) for id_ in pq.read_table(folder / "o.parquet")["id"].to_pylist()]
    rejected = (folder / "r.jsonl").read_text().count("\n")
    assert ids == sorted(set(ids))
    assert len(ids) + rejected == 80


def test_one_piece_is_the_file_itself(folder, monkeypatch):
    monkeypatch.setattr("magadvise.batch.run.PIECE", 1000)
    assert main(plain(folder)) == 3
    wanted = outputs(folder)
    copies = stopping.stop(monkeypatch, ParquetPieces, "_copy", 0, behind=True)
    assert main(command(folder, *KIND)) == 3
    assert copies.calls == 0
    assert outputs(folder).keys() == wanted.keys()
    assert outputs(folder)["o.parquet"] == wanted["o.parquet"]


STEPS = [(Journal, "save"), (ParquetPieces, "_copy"), (Target, "synced"), (Journal, "ready"),
         (os, "replace"), (os, "unlink"), (Journal, "close")]  # fmt: skip


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=lambda value: str(value)[-10:])
def test_a_process_that_dies_at_any_step_goes_on_to_the_same_bytes(folder, owner, name, behind):
    wanted, deaths = undisturbed(folder), 0
    while died(command(folder, *KIND), owner, name, deaths + 1, behind=behind) == DEAD:
        deaths += 1
        found = outputs(folder)
        assert all(found[file] in (OLD.encode(), wanted[file]) for file in wanted)
        assert main(command(folder, *KIND)) == 3
        assert outputs(folder) == wanted
        started_over(folder, "parquet")
    assert deaths >= 1


def test_a_process_may_die_again_and_again_also_while_it_joins(folder):
    wanted = undisturbed(folder)
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(12):
        owner, name = chance.choice(
            [(Journal, "save"), (ParquetPieces, "_copy"), (ParquetOut, "write")]
        )
        died(
            command(folder, *KIND), owner, name, chance.randint(1, 3), behind=chance.random() < 0.5
        )
        assert (folder / "o.parquet").read_bytes() in (OLD.encode(), wanted["o.parquet"])
    assert main(command(folder, *KIND)) == 3
    assert outputs(folder) == wanted


@pytest.mark.parametrize("at", [1, 3])
def test_an_interrupt_while_it_joins_keeps_the_pieces_alone(folder, at, capsys):
    wanted = undisturbed(folder)
    with pytest.MonkeyPatch.context() as patch:
        stopping.stop(patch, ParquetPieces, "_copy", at, behind=True)
        assert main(command(folder, *KIND)) == 130
    assert "--resume goes on" in capsys.readouterr().err
    left = sorted(file.suffix for file in folder.glob(".magadvise-*"))
    assert left == [".journal", ".out", ".rejects"]
    with pytest.MonkeyPatch.context() as patch:
        written = stopping.stop(patch, ParquetOut, "write", 0, behind=True)
        assert main(command(folder, *KIND)) == 3
    assert written.calls == 0  # nothing is answered twice
    assert outputs(folder) == wanted


def test_a_run_without_the_option_keeps_nothing_and_the_next_one_says_so(folder, capsys):
    before = started_over(folder, "parquet")
    with pytest.MonkeyPatch.context() as patch:
        stopping.stop(patch, ParquetOut, "write", 4, behind=True)
        assert main(plain(folder)) == 130
    assert outputs(folder) == before
    assert "--resume" not in capsys.readouterr().err
    assert died(plain(folder), ParquetOut, "write", 4, behind=True) == DEAD
    assert main(command(folder, *KIND)) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert (
        "every row was answered anew. Parquet goes on only where the run before had --resume"
        in said
    )


def test_a_run_without_the_option_takes_every_file_of_a_dead_one_away(folder):
    assert main(plain(folder)) == 3
    wanted = outputs(folder)
    assert died(command(folder, *KIND), ParquetPieces, "_copy", 2, behind=True) == DEAD
    assert len(list(folder.glob(".magadvise-*.joined"))) == 1
    assert main(plain(folder)) == 3
    assert outputs(folder) == wanted


def test_a_piece_of_rejects_alone_and_columns_of_every_type_are_joined(folder):
    days = [date(2026, 1, 1 + n % 28) for n in range(60)]
    given = pa.table({
        "id": pa.array(range(60), pa.int64()),
        "age": [999 if 14 <= n < 42 else 20 + n for n in range(60)],
        "note": pa.array([None if n % 5 == 0 else n / 4 for n in range(60)], pa.float32()),
        "day": days, "seen": pa.array([n % 2 == 0 for n in range(60)]),
        "tags": pa.array([[str(n), "x"] for n in range(60)], pa.list_(pa.string())),
        "at": pa.array(days).cast(pa.timestamp("us", "UTC")),
        "small": pa.array([n % 7 for n in range(60)], pa.uint8()),
    })  # fmt: skip
    (folder / "in.csv").unlink()
    pq.write_table(given, folder / "in.parquet")
    more = ("--keep", "note,day,seen,tags,at,small")
    assert main([*plain(folder), *more]) == 3
    one, schema = pq.read_table(folder / "o.parquet"), pq.ParquetFile(folder / "o.parquet").schema
    assert one["day"].to_pylist()[:3] == days[:3]
    assert died(command(folder, *KIND, *more), Journal, "save", 3, behind=True) == DEAD
    assert main(command(folder, *KIND, *more)) == 3
    assert pq.read_table(folder / "o.parquet").equals(one)
    assert pq.ParquetFile(folder / "o.parquet").schema.equals(schema)


def test_nothing_usable_leaves_the_old_output_and_no_piece(folder):
    (folder / "in.csv").write_text(stopping.HEAD + "1,x,female,normal,none,\n" * 40)
    before = started_over(folder, "parquet")
    assert main(command(folder, *KIND)) == 65
    assert outputs(folder)["o.parquet"] == before["o.parquet"]
    assert list(folder.glob(".magadvise-*")) == []
