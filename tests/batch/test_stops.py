"""A request to end that comes at the worst moment."""

from __future__ import annotations

import os
import signal

import pytest

from magadvise.batch import journal
from magadvise.cli.main import main

ROWS = "id,age\n" + "".join(f"{n},45\n" for n in range(10))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_between_the_journal_and_its_lock_leaves_no_journal(
    tmp_path, monkeypatch, capsys, number, code
):
    """The file is there, and nobody holds its handle yet."""
    (tmp_path / "in.csv").write_text(ROWS, encoding="utf-8")
    shipped = journal._lock

    def lock(handle: int) -> None:
        os.kill(os.getpid(), number)
        shipped(handle)

    monkeypatch.setattr(journal, "_lock", lock)
    assert main(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")]) == code
    assert "no output was written" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]
    monkeypatch.undo()
    assert main(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")]) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("which", [1, 2, 3, 4])
def test_a_signal_between_a_new_file_and_its_name_in_the_list_leaves_none(
    tmp_path, monkeypatch, capsys, number, which
):
    """The journal, the answers, the rejects or the summary was just made."""
    (tmp_path / "in.csv").write_text(ROWS, encoding="utf-8")
    shipped, made = os.open, []

    def opened(file, *more, **named):
        handle = shipped(file, *more, **named)
        if ".magadvise-" in str(file):
            made.append(str(file))
            if len(made) == which:
                os.kill(os.getpid(), number)
        return handle

    monkeypatch.setattr(os, "open", opened)
    outputs = ["-o", "out.csv", "--rejects", "r.jsonl", "--summary", "s.json"]
    paths = [str(tmp_path / part) if "." in part else part for part in outputs]
    assert main(["batch", str(tmp_path / "in.csv"), *paths]) in (130, 143)
    assert len(made) >= which
    assert "no output was written" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]
