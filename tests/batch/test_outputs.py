"""The answer file appears whole or not at all, and the exit code says what happened."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch.make_nasty import HEAD, ONE, TWO
from magadvise.batch import engines, sink
from magadvise.batch.columnar import blocks
from magadvise.cli.main import main

GOOD = HEAD + ONE + TWO
BAD = GOOD + ONE * 10 + b"bad,x,female,normal,none\n"
OLD = "what was there before\n"
ENV = {k: v for k, v in os.environ.items() if k != "COLUMNS"}


class Disk(io.FileIO):
    """A file whose n-th write of the run finds no room."""

    left = 0

    def write(self, data):  # type: ignore[no-untyped-def]
        Disk.left -= 1
        if Disk.left < 0:
            raise OSError(errno.ENOSPC, "no room")
        return super().write(data)


def on_a_disk(handle, *_, **__):
    return io.TextIOWrapper(
        io.BufferedWriter(Disk(handle, "w"), 64), "utf-8", newline="", write_through=True
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An input with a bad row, and three outputs of an earlier run."""
    (tmp_path / "in.csv").write_bytes(BAD)
    for name in ("o.csv", "r.jsonl", "s.json"):
        (tmp_path / name).write_text(OLD)
    return tmp_path


@pytest.fixture(params=["rows", "columns"])
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few rows, so that there are many."""
    monkeypatch.setattr(engines, "ROWS", 2)
    monkeypatch.setattr(blocks.Blocks.__init__, "__defaults__", (60,))


def command(folder: Path, *more: str) -> list[str]:
    return ["batch", str(folder / "in.csv"), "-o", str(folder / "o.csv"),
            "--rejects", str(folder / "r.jsonl"), "--summary", str(folder / "s.json"), *more]  # fmt: skip


def untouched(folder: Path) -> bool:
    names = {"in.csv", "o.csv", "r.jsonl", "s.json"}
    return {f.name for f in folder.iterdir()} == names and all(
        (folder / name).read_text() == OLD for name in names - {"in.csv"}
    )


@pytest.mark.usefixtures("tiny")
def test_the_nth_write_that_fails_leaves_every_previous_output_untouched(
    folder, monkeypatch, capsys, engine
):
    monkeypatch.setattr(sink.os, "fdopen", on_a_disk)
    for n in range(1000):
        Disk.left = n
        code = main(command(folder, "--engine", engine))
        if code == 3:
            break
        assert code == 74
        err = capsys.readouterr().err
        assert 1 <= len(err.splitlines()) <= 3
        assert untouched(folder)
    assert n > 10
    assert "disposition" in (folder / "o.csv").read_text()
    assert json.loads((folder / "s.json").read_text())["rejected"] == 1


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    ("to", "engine"), [("csv", "rows"), ("csv", "columns"), ("parquet", "columns")]
)
def test_a_disk_that_takes_so_many_bytes_of_a_file_and_no_more_is_74_with_nothing_left(
    folder, monkeypatch, capsys, to, engine
):
    line = command(folder, "--to", to, "--engine", engine)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        for size in (*range(0, 600, 37), *range(600, 20_000, 411)):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
            code = main(line)
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
            if code == 3:
                break
            assert code == 74
            err = capsys.readouterr().err
            assert 1 <= len(err.splitlines()) <= 3
            assert "Exception" not in err
            assert untouched(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert code == 3
    assert size > 1500


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_sync_or_a_rename_that_fails_leaves_the_previous_answers(
    folder, monkeypatch, capsys, call, engine
):
    def fails(*_):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(sink.os, call, fails)
    assert main(command(folder, "--engine", engine)) == 74
    assert untouched(folder)
    assert len(capsys.readouterr().err.splitlines()) <= 3


def test_what_is_synced_to_the_disk_is_the_whole_file(folder, monkeypatch):
    sizes = []
    monkeypatch.setattr(sink.os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    assert main(command(folder)) == 3
    for name in ("o.csv", "r.jsonl", "s.json"):
        assert (folder / name).stat().st_size in sizes


def test_an_interrupt_before_the_first_block_leaves_the_previous_output_and_no_other_file(
    folder, monkeypatch, capsys, engine
):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("magadvise.batch.answer.Engine.answer", interrupted)
    monkeypatch.setattr("magadvise.batch.columnar.engine.Engine.answer", interrupted)
    assert main(command(folder, "--engine", engine)) == 130
    assert untouched(folder)
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "--resume" not in err


def started(folder: Path, engine: str) -> subprocess.Popen[bytes]:
    """A run over many rows in a process of its own, once it has begun to write."""
    count = 400_000 if engine == "columns" else 20_000
    rows = b"".join(b"%d,%d,female,normal,none\n" % (n, 18 + n % 80) for n in range(count))
    (folder / "in.csv").write_bytes(HEAD + rows)
    line = command(folder, "--engine", engine)
    process = subprocess.Popen([sys.executable, "-m", "magadvise", *line], env=ENV,
                               stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)  # fmt: skip
    while process.poll() is None and not list(folder.glob(".magadvise-*")):
        time.sleep(0.005)
    assert process.poll() is None
    return process


def test_kill_9_at_any_point_leaves_the_old_output_and_no_half_file_under_its_name(folder, engine):
    random.seed(9)
    for wait in [0.0, *(random.uniform(0, 0.2) for _ in range(3))]:  # noqa: S311 - no secret
        process = started(folder, engine)
        time.sleep(wait)
        process.kill()
        process.communicate()
        for name in ("o.csv", "r.jsonl", "s.json"):
            assert (folder / name).read_text() == OLD
        for part in folder.glob(".magadvise-*"):
            assert stat.S_IMODE(part.stat().st_mode) == 0o600
            part.unlink()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_run_with_its_code_and_the_previous_outputs(folder, number, code, engine):
    process = started(folder, engine)
    process.send_signal(number)
    err = process.communicate(timeout=60)[1]
    assert process.returncode == code
    assert len(err.splitlines()) <= 3
    assert b"Traceback" not in err
    assert b"no output was written" in err
    for name in ("o.csv", "r.jsonl", "s.json"):
        assert (folder / name).read_text() == OLD
    left = {file.suffix for file in folder.glob(".magadvise-*")}
    assert left == ({".journal", ".out", ".rejects"} if b"--resume" in err else set())


def test_two_signals_at_once_are_one_stop_and_no_traceback(folder, engine):
    process = started(folder, engine)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
        process.send_signal(number)
    err = process.communicate(timeout=60)[1]
    assert process.returncode in (130, 143)
    assert b"Traceback" not in err
    assert b"race" not in err
    assert err.count(b"no output was written") == 1


def test_done_is_0_rejects_are_3_and_they_outrank_what_was_found(folder):
    assert main(command(folder)) == 3
    assert main(command(folder, "--fail-on", "info")) == 3
    (folder / "in.csv").write_bytes(GOOD)
    assert main(command(folder)) == 0
    assert main(command(folder, "--fail-on", "stop")) == 0
    assert main(command(folder, "--fail-on", "info")) == 1
    (folder / "in.csv").write_bytes(HEAD + b"1,45,female,dialysis,none\n")
    assert main(command(folder, "--fail-on", "stop")) == 1


def test_nothing_usable_is_65_and_the_previous_answers_stay(folder):
    (folder / "in.csv").write_bytes(HEAD + b"1,x,female,normal,none\n")
    assert main(command(folder)) == 65
    assert (folder / "o.csv").read_text() == OLD
    assert json.loads((folder / "r.jsonl").read_text())["line"] == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", HEAD, HEAD + b"1,x,female,normal,none\n" * 3],
    ids=["empty", "no known column", "no row", "rejects alone"],
)
def test_where_no_row_is_answered_stdout_stays_empty(folder, capsys, engine, content):
    (folder / "in.csv").write_bytes(content)
    assert main(["batch", str(folder / "in.csv"), "-o", "-", "--engine", engine]) == 65
    out, err = capsys.readouterr()
    assert out == ""
    assert err


def test_rejects_before_the_first_answer_do_not_take_its_header(folder, engine):
    (folder / "in.csv").write_bytes(HEAD + b"1,x,female,normal,none\n" * 9 + ONE)
    assert main(command(folder, "--engine", engine)) == 3
    assert [line.split(",")[0] for line in (folder / "o.csv").read_text().splitlines()] == [
        "id",
        "ok1",
    ]


def test_a_missing_input_is_66_before_anything_is_read(folder, capsys):
    assert main(command(folder, str(folder / "none.csv"))) == 66
    assert untouched(folder)
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such devices here")
@pytest.mark.parametrize(
    ("device", "code"), [("/dev/zero", 66), ("/dev/full", 66), (os.devnull, 65)]
)
def test_a_device_without_an_end_is_no_input(folder, capsys, device, code):
    assert main(command(folder, device, "--from", "csv")) == code
    assert untouched(folder)
    said = capsys.readouterr().err
    assert ("a device, not a file" in said) == (code == 66)


@pytest.mark.parametrize("option", ["-o", "--rejects", "--summary"])
@pytest.mark.parametrize("where", ["no/such/folder.csv", "."])
def test_an_output_that_cannot_be_created_is_73(folder, option, where):
    arguments = command(folder)
    arguments[arguments.index(option) + 1] = str(folder / where)
    assert main(arguments) == 73
    assert untouched(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_73(folder):
    folder.chmod(0o500)
    try:
        assert main(command(folder)) == 73
    finally:
        folder.chmod(0o700)
    assert untouched(folder)


def test_no_input_a_wrong_word_and_a_format_that_is_not_ours_are_2(folder):
    assert main(["batch"]) == 2
    assert main(command(folder, "--fail-on", "worst")) == 2
    assert main(["batch", str(folder / "in.csv"), "-o", str(folder / "o.pdf")]) == 2
    assert untouched(folder)


@pytest.mark.parametrize("same", ["o.csv", "r.jsonl", "s.json"])
def test_an_output_that_is_the_input_is_refused_also_by_another_name(folder, same):
    (folder / same).unlink()
    os.link(folder / "in.csv", folder / same)
    assert main(command(folder)) == 2
    assert (folder / "in.csv").read_bytes() == BAD


@pytest.mark.parametrize("more", [["--rejects", "-"], ["--summary", "-"]])
def test_two_things_into_stdout_are_refused(folder, more):
    assert main(["batch", str(folder / "in.csv"), *more]) == 2


def test_answers_and_rejects_are_for_the_account_alone(folder):
    assert main(command(folder)) == 3
    for name in ("o.csv", "r.jsonl", "s.json"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_link_stays_a_link_and_a_device_stays_a_device(folder):
    (folder / "link.csv").symlink_to(folder / "o.csv")
    assert main(["batch", str(folder / "in.csv"), "-o", str(folder / "link.csv")]) == 3
    assert (folder / "link.csv").is_symlink()
    assert (folder / "o.csv").read_text().startswith("id,disposition")
    assert main(["batch", str(folder / "in.csv"), "-o", os.devnull]) == 3
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("target", ["pipe", "full"])
def test_a_reader_that_left_and_a_full_disk_are_74_in_three_lines_at_most(folder, target):
    (folder / "in.csv").write_bytes(HEAD + ONE * 5)
    if target == "full" and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    reader, writer = os.pipe()
    os.close(reader)
    out = writer if target == "pipe" else os.open("/dev/full", os.O_WRONLY)
    done = subprocess.run([sys.executable, "-m", "magadvise", "batch", str(folder / "in.csv")],
                          stdout=out, stderr=subprocess.PIPE, env=ENV, check=False)  # fmt: skip
    os.close(out)
    assert done.returncode == 74
    assert len(done.stderr.splitlines()) <= 3
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_stdin_goes_to_stdout_and_a_slow_writer_changes_nothing():
    process = subprocess.Popen([sys.executable, "-m", "magadvise", "batch", "-"], env=ENV,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)  # fmt: skip
    text = GOOD.replace(b",", b";")
    process.stdin.write(text[:4])
    process.stdin.flush()
    time.sleep(0.3)
    out, err = process.communicate(text[4:], timeout=60)
    assert process.returncode == 0
    assert [line.split(b",")[0] for line in out.splitlines()] == [b"id", b"ok1", b"ok2"]
    assert b"rows in 2 = answered 2 + rejected 0 + left out 0" in err
