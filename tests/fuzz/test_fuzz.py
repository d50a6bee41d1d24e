"""A small part of ``make fuzz``: no fault, no undocumented exit code, nothing over five seconds."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fuzz import commands, readers, vectors
from fuzz.run import COUNTS, Fuzz, alarmed, main
from magadvise.errors import EXIT_MEANINGS
from magadvise.knowledge.load import NAMES

pytest.importorskip("openpyxl")
pytest.importorskip("pyarrow")


@pytest.fixture
def fuzz(tmp_path: Path) -> Iterator[Fuzz]:
    with warnings.catch_warnings(), alarmed():
        warnings.simplefilter("ignore")  # of openpyxl, about broken workbooks
        yield Fuzz(tmp_path)


def test_the_readers_refuse_or_read_whatever_comes(fuzz):
    fuzz.parsers(6_000)
    assert fuzz.faults == []
    for name, reader in readers.READERS.items():
        assert fuzz.runs[name] >= 10
        assert fuzz.runs[f"{name} refused"] < fuzz.runs[name], "no input was read"
        assert fuzz.runs[f"{name} refused"] or not reader.may, "no input was refused"


def test_no_argument_vector_is_a_fault_of_the_program(fuzz, monkeypatch):
    """And the vectors are no noise: they get through to answers, rejects and refusals."""
    codes: dict[str, set[int]] = {}
    inside = commands.Folder.inside

    def noted(self: Any, arguments: list[str], stdin: bytes) -> commands.Outcome:
        outcome = inside(self, arguments, stdin)
        codes.setdefault(arguments[0] if arguments else "", set()).add(outcome.code)
        return outcome

    monkeypatch.setattr(commands.Folder, "inside", noted)
    fuzz.vectors(400)
    assert fuzz.faults == []
    assert set.union(*codes.values()) >= {0, 2, 3, 65, 66, 73, 74}
    assert {n for n, found in codes.items() if 0 in found} >= {
        "plan", "med", "label", "batch", "explain", "show", "schema", "completion", "profile",
    }  # fmt: skip


def test_no_process_is_a_fault_of_the_program(fuzz):
    fuzz.processes(10)
    assert fuzz.faults == []


def test_a_changed_data_file_is_loaded_or_refused_as_one(fuzz):
    fuzz.data(40)
    assert fuzz.faults == []


# the machinery itself ----------------------------------------------------------------------------


def test_no_word_of_a_vector_names_a_file_outside_the_folder(fuzz):
    for number in range(3000):
        for word in vectors.vector(fuzz.rng("vector", number)):
            assert ".." not in word
            assert not word.startswith("/") or word in vectors.SAFE
            value = word.partition("=")[2] if word.startswith("--") else word.removeprefix("-o")
            assert not value.startswith("/") or value in vectors.SAFE
            assert "\0" not in word


@pytest.mark.parametrize(
    "word", ["/etc/x", "--output=/etc/x", "-o/etc/x", "a=/x", "../x", "a/../../x", "//x"]
)
def test_a_way_out_of_the_folder_is_closed(word):
    assert ".." not in vectors.inside(word)
    assert "/etc" not in vectors.inside(word).replace("=", "").removeprefix("-o")
    assert not vectors.inside(word).startswith("/")


def test_the_same_seed_makes_the_same_runs(fuzz, tmp_path_factory):
    other = Fuzz(tmp_path_factory.mktemp("again"))
    for number in range(50):
        rngs = (one.rng("vector", number) for one in (fuzz, other))
        assert len({tuple(vectors.vector(rng)) for rng in rngs}) == 1


def test_a_fault_is_found_told_and_ends_with_1(monkeypatch, capsys):
    """Each kind of fault is planted once: an exception, a code that is in no list, a hang."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setitem(readers.READERS, "label", readers.READERS["label"]._replace(read=broken))
        assert main(["--parsers", "100", "--vectors", "0", "--processes", "0", "--data", "0"]) == 1
        assert "FAILED label:" in (out := capsys.readouterr().out)
        assert "ZeroDivisionError" in out
    with monkeypatch.context() as patch:
        patch.setattr(commands, "main", lambda arguments: 70)
        assert main(["--parsers", "0", "--vectors", "3", "--processes", "0", "--data", "0"]) == 1
        assert capsys.readouterr().out.splitlines()[-1].startswith("3 runs, 3 failures, ")

    def busy(*_: object) -> None:
        while True:
            pass

    hangs = (("SECONDS", busy), ("HANG", lambda rng, folder: time.sleep(9)))
    for limit, slow in hangs:
        with monkeypatch.context() as patch:
            patch.setitem(readers.READERS, "clock", readers.READERS["clock"]._replace(read=slow))
            patch.setattr(commands, limit, 0.05)
            assert main(["--only", "clock:1"]) == 1
            assert "TooSlow" in capsys.readouterr().out


def test_a_process_that_takes_too_long_is_a_fault(fuzz, monkeypatch):
    monkeypatch.setattr(commands, "SECONDS", 0.001)
    fuzz.processes(1)
    monkeypatch.setattr(commands, "SECONDS", 5)
    monkeypatch.setattr(commands, "HANG", 0.01)
    fuzz.processes(1)
    first, second = (fault.error.split()[0] for fault in fuzz.faults)
    assert first in ("Broken", "TooSlow")  # told by the process, or by who waits for it
    assert second == "TimeoutExpired"


def test_a_broken_data_file_that_raises_something_else_is_a_fault(fuzz, monkeypatch):
    monkeypatch.setattr("magadvise.knowledge.check._model", lambda name, text: 1 / 0)
    fuzz.data(5)
    assert {fault.error.split()[0] for fault in fuzz.faults} == {"ZeroDivisionError"}


def test_all_good_ends_with_0_and_the_counts(capsys):
    assert main(["--parsers", "40", "--vectors", "2", "--processes", "0", "--data", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("43 runs, 0 failures, ")


def test_the_heavy_run_is_as_long_as_was_asked_for():
    assert COUNTS["parsers"] >= 1_000_000
    assert COUNTS["vectors"] >= 10_000
    assert COUNTS["processes"] >= 500
    assert COUNTS["data"] > len(NAMES)
    assert commands.SECONDS <= 5
    assert set(EXIT_MEANINGS) - vectors.EXITS == {70}
