"""The file of a diary: for this account alone, one whole line at a time, nothing lost."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from diary.days import START, days, keep, spread
from magadvise.cli import diary_store as store
from magadvise.cli.diary_data import load_figures
from magadvise.diary.entry import Entry
from magadvise.diary.schedule import Schedule
from magadvise.errors import StoredError

CANARY = "ZQX-CANARY-77"
FIGURES = load_figures()
ENTRY = Entry(date(2026, 3, 30), 2, 6, True, 150)
LINE = b'{"date": "2026-03-30", "cramps": 2, "pain": 6, "dose": 150}\n'


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def every_file(where: Path) -> list[str]:
    return sorted(path.name for path in where.rglob("*") if path.is_symlink() or not path.is_dir())


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_files_and_folders_are_for_this_account_alone(run, data, umask):
    before = os.umask(umask)
    try:
        assert run("add", "--cramps", "2").code == 0
        assert run("schedule", "--start", "tomorrow").code == 0
    finally:
        os.umask(before)
    folder = data / "magadvise" / "diaries"
    assert [mode(p) for p in (folder, folder.parent)] == [0o700, 0o700]
    assert [mode(folder / name) for name in every_file(folder)] == [0o600, 0o600]


def test_rights_that_others_gave_to_the_file_are_taken_away(run, folder):
    file = keep(folder, days([1]))
    file.chmod(0o644)
    assert run("add", "--cramps", "2").code == 0
    assert mode(file) == 0o600


def test_a_line_is_added_and_no_other_byte_changes(folder):
    file = folder / "me.jsonl"
    file.write_bytes(b"not a line\n" + LINE)
    store.add("me", Entry(date(2026, 3, 30), 0))
    assert file.read_bytes() == b"not a line\n" + LINE + b'{"date": "2026-03-30", "cramps": 0}\n'


def test_what_a_crash_left_without_an_end_spoils_no_line_but_its_own(folder):
    file = folder / "me.jsonl"
    file.write_bytes(LINE + b'{"date": "2026-03-')
    store.add("me", Entry(date(2026, 3, 31), 0))
    found = store.load("me", FIGURES)
    assert found.broken == (2,)
    assert [entry.day.day for entry in found.entries] == [30, 31]


@pytest.mark.parametrize("broken", ["write", "fsync", "half"])
def test_on_a_full_disk_nothing_is_added_and_nothing_is_lost(run, folder, monkeypatch, broken):
    file = keep(folder, days([1, 2]))
    before = file.read_bytes()
    write = os.write

    def full(*_: object) -> int:
        raise OSError(28, "No space left on " + CANARY)

    def half(handle: int, content: bytes) -> int:
        """A part of the line at first, then no more."""
        if file.read_bytes() != before:
            full()
        return write(handle, content[:9])

    with monkeypatch.context() as patch:
        patch.setattr(
            os, "fsync" if broken == "fsync" else "write", half if broken == "half" else full
        )
        code, out, err = run("add", "--cramps", "7")
    assert (code, out) == (74, "")
    assert "cannot be written" in err
    assert CANARY not in err
    assert file.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_stdout_is_exit_code_74(folder):
    keep(folder, days([1, 2]))
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "magadvise", "diary", "show"], stdout=full,
                              stderr=subprocess.PIPE, check=False)  # fmt: skip
    assert done.returncode == 74


def test_a_kill_between_the_write_and_the_disk_leaves_whole_lines(folder):
    file = keep(folder, days([1]))
    before = file.read_bytes()
    code = (
        "import os, signal\nfrom datetime import date\n"
        "from magadvise.cli import diary_store as store\nfrom magadvise.diary.entry import Entry\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.add('me', Entry(date(2026, 3, 30), 7))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert file.read_bytes() == before + b'{"date": "2026-03-30", "cramps": 7}\n'
    store.add("me", ENTRY)  # the lock went with the process
    assert store.load("me", FIGURES).broken == ()


def test_two_that_write_at_once_lose_nothing(data):
    code = (
        "import sys\nfrom datetime import date, timedelta\n"
        "from magadvise.cli import diary_store as store\nfrom magadvise.diary.entry import Entry\n"
        "for n in range(60):\n"
        "    store.add('me', Entry(date(int(sys.argv[1]), 1, 1) + timedelta(days=n), n))\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(2001 + n)]) for n in range(4)]
    assert [done.wait() for done in runs] == [0] * 4
    found = store.load("me", FIGURES)
    assert (len(found.entries), found.broken) == (240, ())


def test_a_folder_that_another_process_makes_meanwhile_is_no_fault(data, monkeypatch):
    mkdir = Path.mkdir

    def second(self, *words, **named):
        mkdir(self, *words, **named)  # the other one is a moment earlier
        mkdir(self, *words, **named)

    monkeypatch.setattr(Path, "mkdir", second)
    store.add("me", ENTRY)
    assert store.load("me", FIGURES).entries


def test_a_file_where_the_folder_should_be_is_told(data, monkeypatch):
    data.parent.mkdir(parents=True, exist_ok=True)
    (data.parent / "gone").symlink_to("nowhere")
    monkeypatch.setenv("XDG_DATA_HOME", str(data.parent / "gone"))
    with pytest.raises(StoredError) as told:
        store.add("me", ENTRY)
    assert told.value.exit_code == 73


def test_one_that_never_ends_is_not_waited_for_for_ever(run, folder, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    file = keep(folder, days([1]))
    before = file.read_bytes()
    with file.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, out, err = run("add", "--cramps", "2")
    assert (code, out) == (74, "")
    assert "another magadvise is writing" in err
    assert file.read_bytes() == before


def test_a_diary_removed_while_one_waits_begins_anew(folder, monkeypatch):
    """The other one lets go of a file that has no name any more."""
    file, held = keep(folder, days([1])), store._held
    removed = []

    def remove(handle: int) -> bool:
        if not removed:
            removed.append(True)
            file.unlink()
        return held(handle)

    monkeypatch.setattr(store, "_held", remove)
    store.add("me", ENTRY)
    assert file.read_bytes() == LINE


# what stands in the way ---------------------------------------------------------------------------


def test_a_link_is_neither_read_nor_written(run, folder, tmp_path):
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_bytes(LINE)
    (folder / "me.jsonl").symlink_to(elsewhere)
    assert run("add", "--cramps", "7").code == 73
    assert run("show").code == 66
    assert elsewhere.read_bytes() == LINE


def test_a_link_to_nothing_makes_no_file_there(run, folder, tmp_path):
    (folder / "me.jsonl").symlink_to(tmp_path / "made.jsonl")
    assert run("add", "--cramps", "7").code == 73
    assert not (tmp_path / "made.jsonl").exists()


def test_a_link_put_there_after_the_look_is_not_followed_either(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_bytes(LINE)
    link = folder / "me.jsonl"
    link.symlink_to(elsewhere)
    with pytest.raises(OSError, match="symbolic"), store._opened(link):
        pass
    with pytest.raises(OSError, match="symbolic"):
        store.KIND.read(link)


def test_a_pipe_of_that_name_holds_nobody_up(run, folder):
    os.mkfifo(folder / "me.jsonl")
    assert run("add", "--cramps", "7").code == 73
    assert run("show").code == 66


@pytest.mark.parametrize("act", [["add", "--cramps", "1"], ["show"], ["verdict"], ["forget"],
                                 ["schedule", "--start", "tomorrow"]], ids=" ".join)  # fmt: skip
def test_a_folder_of_another_user_is_refused(run, folder, monkeypatch, act):
    file = keep(folder, days([1]))
    owner, before = os.geteuid(), file.read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    code, out, err = run(*act)
    assert (code, out) == (73, "")
    assert "belongs to another user" in err
    assert file.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_an_error(run, folder):
    folder.parent.chmod(0o500)
    folder.chmod(0o500)
    assert run("add", "--cramps", "1").code in (73, 74)


def test_a_read_only_file_system_is_exit_code_74_without_a_name(run, folder, monkeypatch):
    keep(folder, days([1]), CANARY.lower())

    def read_only(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system: " + CANARY)

    monkeypatch.setattr(os, "open", read_only)
    code, out, err = run("add", "--cramps", "1", "--name", CANARY.lower())
    assert (code, out) == (74, "")
    assert CANARY.casefold() not in err.casefold()


def test_a_folder_that_cannot_be_made_is_exit_code_73(run, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/dev/null/nowhere")
    assert run("add", "--cramps", "1").code == 73


def test_a_file_longer_than_can_be_read_back_gets_no_more(run, folder, monkeypatch):
    from magadvise.cli import kept_files

    file = keep(folder, days(spread(5, 10)))
    monkeypatch.setattr(kept_files, "MOST_BYTES", file.stat().st_size)
    assert run("show").code == 0
    code, _, err = run("add", "--cramps", "1")
    assert code == 2
    assert "full" in err


# forgetting ---------------------------------------------------------------------------------------


def test_forget_removes_diary_boxes_and_folders(run, data):
    run("add", "--cramps", "1")
    run("schedule", "--start", "tomorrow")
    assert run("forget").code == 0
    assert list(data.iterdir()) == []
    assert run("forget").code == 66


def test_forget_removes_nothing_of_another_name(run, folder):
    keep(folder, days([1]), "me")
    keep(folder, days([1]), "me2")
    store.save_boxes("me2", Schedule(START, "x"))
    assert run("forget").code == 0
    assert every_file(folder) == ["me2.boxes.json", "me2.jsonl"]


def test_forget_takes_boxes_without_a_diary_too(run, data):
    store.save_boxes("me", Schedule(START, "x"))
    assert run("forget", "--json").code == 0
    assert list(data.iterdir()) == []


# boxes --------------------------------------------------------------------------------------------


def test_boxes_come_back_as_they_were_drawn(folder):
    assert store.load_boxes("me", FIGURES) is None
    store.save_boxes("me", Schedule(START, "77"))
    assert store.load_boxes("me", FIGURES) == Schedule(START, "77")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "1", "{}", '{"format": "magadvise boxes", "version": 1, "start": "x", "seed": "1"}',
     '{"format": "other", "version": 1, "start": "2026-03-02", "seed": "1"}',
     '{"format": "magadvise boxes", "version": true, "start": "2026-03-02", "seed": "1"}',
     '{"format": "magadvise boxes", "version": 1, "start": "2026-03-02", "seed": 1}',
     '{"format": "magadvise boxes", "version": 1, "start": "2026-03-02", "seed": "1", "x": 1}',
     "[" * 100_000],
    ids=lambda text: text[:60],
)  # fmt: skip
def test_a_broken_file_of_boxes_is_exit_code_65(folder, content):
    (folder / "me.boxes.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoredError) as caught:
        store.load_boxes("me", FIGURES)
    assert caught.value.exit_code == 65


def test_boxes_of_a_newer_version_are_not_guessed_at(folder):
    document = {"format": "magadvise boxes", "version": 2, "start": "2026-03-02", "seed": "1"}
    (folder / "me.boxes.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(StoredError) as caught:
        store.load_boxes("me", FIGURES)
    assert caught.value.exit_code == 2
