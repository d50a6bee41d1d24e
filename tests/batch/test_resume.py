"""A stopped run goes on with ``--resume``: no row lost, none twice, and never over another input."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from batch import stopping
from batch.stopping import ENGINES, command, outputs, people, started_over
from magadvise.batch import run as runs
from magadvise.batch.journal import Journal
from magadvise.cli.main import main

SCRIPT = Path(stopping.__file__)


pytestmark = pytest.mark.usefixtures("tiny_blocks")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.csv").write_text(people(80))
    return tmp_path


def undisturbed(folder: Path, ending: str, engine: str) -> dict[str, bytes]:
    """What a run gives that nobody stops; then the folder is as before it."""
    assert main(command(folder, ending, engine)) == 3
    found = outputs(folder)
    started_over(folder, ending)
    return found


def stopped(folder: Path, kind: tuple[str, str], at: int = 4, *more: str) -> None:
    """A run that is stopped behind so many blocks."""
    with pytest.MonkeyPatch.context() as patch:
        stopping.stop(patch, Journal, "save", at, behind=True)
        assert main(command(folder, *kind, *more)) == 130


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(".magadvise-*"))


def part(folder: Path, role: str) -> Path:
    (found,) = folder.glob(f".magadvise-*.{role}")
    return found


# the same bytes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("behind", [False, True], ids=["unnoted", "noted"])
@pytest.mark.parametrize("kind", ENGINES, ids="-".join)
def test_a_run_that_is_stopped_at_any_block_goes_on_to_the_same_bytes(folder, kind, behind, capsys):
    wanted, blocks = undisturbed(folder, *kind), set()
    for at in range(1, 100):
        before = started_over(folder, kind[0])
        with pytest.MonkeyPatch.context() as patch:
            stops = stopping.stop(patch, Journal, "save", at, behind=behind)
            code = main(command(folder, *kind))
        if stops.calls < at:
            break
        assert code == 130
        assert before.items() <= outputs(folder).items()
        with pytest.MonkeyPatch.context() as patch:
            saved = stopping.stop(patch, Journal, "save", 0, behind=True)
            assert main(command(folder, *kind, "--resume")) == 3
        blocks.add(saved.calls + (at if behind else at - 1))
        assert outputs(folder) == wanted
    assert blocks == {at - 1}  # none is answered twice
    assert at > (4 if kind[0] == "parquet" else 8)
    assert "rows were done by the run before" in capsys.readouterr().err


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize("kind", ENGINES, ids="-".join)
def test_a_run_that_is_stopped_while_the_files_get_their_names_goes_on(folder, kind, behind):
    wanted = undisturbed(folder, *kind)
    for at in range(1, 5):
        started_over(folder, kind[0])
        with pytest.MonkeyPatch.context() as patch:
            stopping.stop(patch, os, "replace", at, behind=behind)
            assert main(command(folder, *kind)) == 130
        assert main(command(folder, *kind, "--resume")) == 3
        assert outputs(folder) == wanted


def test_a_run_may_be_stopped_again_and_again(folder):
    wanted = undisturbed(folder, "csv", "columns")
    for _ in range(4):
        stopped(folder, ("csv", "columns"), 2, "--resume")
    assert main(command(folder, "csv", "columns", "--resume")) == 3
    assert outputs(folder) == wanted


@pytest.mark.parametrize("engine", ["rows", "columns"])
@pytest.mark.parametrize("second", ["in.jsonl", "in.parquet"])
def test_several_inputs_go_on_in_the_one_that_was_read(folder, engine, second):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": str(n), "age": str(20 + n), "note": "x"} for n in range(30)]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pq.write_table(pa.Table.from_pylist(rows), folder / "in.parquet")
    line = ["batch", str(folder / "in.csv"), str(folder / second), "--engine", engine,
            "-o", str(folder / "o.csv"), "--keep", "note"]  # fmt: skip
    assert main(line) == 3
    wanted = (folder / "o.csv").read_bytes()
    for at in (2, 9):
        with pytest.MonkeyPatch.context() as patch:
            stopping.stop(patch, Journal, "save", at, behind=True)
            assert main(line) == 130
        assert main([*line, "--resume"]) == 3
        assert (folder / "o.csv").read_bytes() == wanted


@pytest.mark.parametrize(("kind", "kills"), list(zip(ENGINES, (14, 14, 12, 14), strict=True)))
def test_kill_9_at_random_points_loses_no_row_and_doubles_none(tmp_path, kind, kills):
    done = subprocess.run([sys.executable, SCRIPT, tmp_path, *kind, str(kills)],
                          env={**os.environ, "PYTHONPATH": str(SCRIPT.parent.parent)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


# another run ---------------------------------------------------------------------------------------


def middle(file: Path) -> None:
    """One byte of the first rows, with the size and the time as before."""
    at = file.stat()
    data = file.read_bytes()
    assert data.count(b"\n1,2,male") == 1
    file.write_bytes(data.replace(b"\n1,2,male", b"\n1,3,male"))
    os.utime(file, ns=(at.st_atime_ns, at.st_mtime_ns))


def append(file: Path) -> None:
    """One row more."""
    with file.open("a") as stream:
        stream.write("99,45,female,normal,none,plain\n")


def touch(file: Path) -> None:
    """Another time."""
    os.utime(file, ns=(1, 1))


@pytest.mark.parametrize("change", [middle, append, touch])
@pytest.mark.parametrize("kind", ENGINES, ids="-".join)
def test_a_changed_input_is_refused_and_what_was_done_stays(folder, kind, change, capsys):
    wanted = undisturbed(folder, *kind)
    stopped(folder, kind)
    at, data, before = (folder / "in.csv").stat(), (folder / "in.csv").read_bytes(), outputs(folder)
    change(folder / "in.csv")
    capsys.readouterr()
    assert main(command(folder, *kind, "--resume")) == 2
    err = capsys.readouterr().err
    assert "an input changed" in err
    assert "Leave --resume out" in err
    assert len(err.splitlines()) == 1
    assert outputs(folder) == before
    (folder / "in.csv").write_bytes(data)
    os.utime(folder / "in.csv", ns=(at.st_atime_ns, at.st_mtime_ns))
    assert main(command(folder, *kind, "--resume")) == 3
    assert outputs(folder) == wanted


@pytest.mark.parametrize(
    "more",
    [["--kidney", "dialysis"], ["--standard", "eu"], ["--csv-raw"], ["--keep", "id"],
     ["--delimiter", ","], ["--columns", "age=age"], ["--rejects", "other.jsonl"], ["--encoding", "utf-8"]],
    ids=" ".join,
)  # fmt: skip
def test_another_option_or_flag_is_refused(folder, more, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    stopped(folder, ("csv", "columns"))
    before = outputs(folder)
    assert main(command(folder, "csv", "columns", "--resume", *more)) == 2
    assert "an option or a flag is not the same" in capsys.readouterr().err
    assert outputs(folder) == before


def test_another_engine_is_refused_and_the_one_that_began_goes_on(folder, capsys):
    wanted = undisturbed(folder, "csv", "rows")
    stopped(folder, ("csv", "rows"))
    assert main(command(folder, "csv", "columns", "--resume")) == 2
    assert "another engine" in capsys.readouterr().err
    assert main(command(folder, "csv", "rows", "--resume")) == 3
    assert outputs(folder) == wanted


def test_another_version_of_the_knowledge_or_of_the_program_is_refused(folder, capsys, monkeypatch):
    from magadvise.cli import batch

    stopped(folder, ("csv", "columns"))
    knowledge = batch.load_knowledge()
    with monkeypatch.context() as patch:
        patch.setattr(batch, "load_knowledge", lambda: knowledge._replace(version="another"))
        assert main(command(folder, "csv", "columns", "--resume")) == 2
    assert "the knowledge has another version" in capsys.readouterr().err
    monkeypatch.setattr(runs, "__version__", "9.9.9")
    assert main(command(folder, "csv", "columns", "--resume")) == 2
    assert "another version of the program" in capsys.readouterr().err


# a broken journal ----------------------------------------------------------------------------------


def journal_of(folder: Path) -> Path:
    return part(folder, "journal")


@pytest.mark.parametrize("kind", ENGINES, ids="-".join)
def test_a_journal_that_was_cut_anywhere_goes_on_to_the_same_bytes(folder, kind):
    wanted = undisturbed(folder, *kind)
    stopped(folder, kind)
    kept = {file.name: file.read_bytes() for file in parts(folder)}
    whole = journal_of(folder).read_bytes()
    for cut in range(0, len(whole), 331):
        for name, data in kept.items():
            (folder / name).write_bytes(data)
        journal_of(folder).write_bytes(whole[:cut])
        assert main(command(folder, *kind, "--resume")) == 3
        assert outputs(folder) == wanted
        started_over(folder, kind[0])


@pytest.mark.parametrize("line", range(5))
def test_a_damaged_line_counts_for_nothing_nor_do_those_behind_it(folder, line):
    wanted = undisturbed(folder, "csv", "columns")
    stopped(folder, ("csv", "columns"))
    lines = journal_of(folder).read_bytes().splitlines(keepends=True)
    assert len(lines) == 5
    lines[line] = lines[line].replace(b'"n":', b'"m":')
    journal_of(folder).write_bytes(b"".join(lines))
    assert main(command(folder, "csv", "columns", "--resume")) == 3
    assert outputs(folder) == wanted


@pytest.mark.parametrize("loss", ["shorter", "gone", "a link"])
@pytest.mark.parametrize("role", ["out", "rejects"])
def test_a_part_that_is_not_what_the_journal_says_is_not_used(folder, role, loss, capsys):
    wanted = undisturbed(folder, "csv", "rows")
    stopped(folder, ("csv", "rows"), 6)
    file = part(folder, role)
    if loss == "shorter":
        os.truncate(file, file.stat().st_size - 1)
    else:
        shutil.move(file, folder / "moved")
    if loss == "a link":
        file.symlink_to(folder / "moved")
    assert main(command(folder, "csv", "rows", "--resume")) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert "cannot be used, so every row was answered anew" in said
    (folder / "moved").unlink(missing_ok=True)
    assert outputs(folder) == wanted


def test_bytes_behind_the_last_block_that_was_noted_are_cut_off(folder):
    wanted = undisturbed(folder, "csv", "columns")
    stopped(folder, ("csv", "columns"))
    for role in ("out", "rejects", "journal"):
        with part(folder, role).open("ab") as stream:
            stream.write(b"half a li")
    assert main(command(folder, "csv", "columns", "--resume")) == 3
    assert outputs(folder) == wanted


# around it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ENGINES, ids="-".join)
def test_an_interrupt_says_how_to_go_on_in_three_lines_at_most(folder, kind, capsys):
    stopped(folder, kind)
    err = capsys.readouterr().err
    assert "no output was written" in err
    assert "--resume goes on" in err
    assert len(err.splitlines()) <= 3


def test_what_is_kept_for_later_is_for_the_account_alone_and_names_nobody(folder):
    stopped(folder, ("csv", "columns"))
    assert [file.suffix for file in parts(folder)] == [".journal", ".out", ".rejects"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in parts(folder)} == {0o600}
    assert "two " not in journal_of(folder).read_text()


def test_without_an_unfinished_run_it_simply_runs_and_says_so(folder, capsys):
    wanted = undisturbed(folder, "csv", "columns")
    assert main(command(folder, "csv", "columns", "--resume")) == 3
    assert "there was no unfinished run" in capsys.readouterr().err
    assert outputs(folder) == wanted


def test_without_the_option_an_unfinished_run_is_replaced(folder):
    wanted = undisturbed(folder, "csv", "columns")
    stopped(folder, ("csv", "columns"))
    append(folder / "in.csv")
    assert main(command(folder, "csv", "columns")) == 3
    assert outputs(folder).keys() == wanted.keys()
    assert (folder / "o.csv").read_bytes() > wanted["o.csv"]


def test_a_stream_cannot_be_gone_on_with(folder, capsys, tmp_path):
    for line in (
        ["batch", "-", "-o", str(folder / "o.csv")],
        ["batch", str(folder / "in.csv")],
        ["batch", str(folder / "in.csv"), "-o", os.devnull],
        ["batch", str(folder / "in.csv"), "-o", str(folder / "o.csv"), "--rejects", "-"],
    ):
        assert main([*line, "--resume"]) == 2
        assert "--resume needs files" in capsys.readouterr().err
        assert outputs(folder) == {}


def test_another_run_over_the_same_output_is_refused_and_leaves_the_first_alone(folder, capsys):
    pytest.importorskip("fcntl")
    first = Journal(Path(os.path.realpath(folder / "o.csv")))
    first.open()
    assert main(command(folder, "csv", "columns")) == 73
    assert "another run is writing this output" in capsys.readouterr().err
    first.close(keep=False)
    assert main(command(folder, "csv", "columns")) == 3
    assert parts(folder) == []


@pytest.mark.parametrize("kind", ENGINES, ids="-".join)
def test_a_disk_that_is_full_leaves_nothing_for_later(folder, kind, monkeypatch):
    before = started_over(folder, kind[0])

    def full(*_):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(Journal, "_write", full)
    assert main(command(folder, *kind)) == 74
    assert outputs(folder) == before
