"""Blocks answered by other processes are the blocks answered here; what goes wrong there is told here."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

import pyarrow.parquet as pq

from batch.columnar import people
from magadvise.batch import sources
from magadvise.batch.columnar import blocks, read, workers
from magadvise.batch.columnar.answering import Answering
from magadvise.batch.columnar.flow import here
from magadvise.cli.main import main
from magadvise.errors import InputError, KnowledgeError, Problem
from magadvise.knowledge.load import load_knowledge

KNOWLEDGE = load_knowledge()
HOW = workers.How(KNOWLEDGE.version, "us", {}, ())
ROWS = 400


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Any people, with a column to keep, lines that are cut short and a field over two lines."""
    rows = people.crowd(ROWS, 11)
    names = sorted({name for row in rows for name in row})
    lines = [",".join(["id", *names, "ward"])]
    for number, row in enumerate(rows):
        ward = 'the "east"\nwing' if number % 97 == 5 else f"w{number % 7}"
        lines.append(",".join(map(quoted, [str(number), *(row.get(n, "") for n in names), ward])))
        if number % 100 == 3:
            lines.append(f"short{number},45")
    found = tmp_path_factory.mktemp("workers") / "people.csv"
    found.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return found


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks.Blocks.__init__, "__defaults__", (9_000,))
    monkeypatch.setattr(read, "ROWS", 70)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers whatever the size of the file."""
    monkeypatch.setattr(workers, "FROM_BYTES", 0)
    monkeypatch.setattr(workers, "cores", lambda: 2)


def run(source: Path, to: str, *more: str) -> tuple[int, dict[str, bytes]]:
    """What a run ends with, and the bytes of all that it wrote."""
    names = {role: source.with_name(f"{role}{ending}") for role, ending in
             (("o", f".{to}"), ("rejects", ".jsonl"), ("summary", ".json"), ("page", ".html"))}  # fmt: skip
    code = main(["batch", str(source), "-o", str(names["o"]), "--rejects", str(names["rejects"]),
                 "--summary", str(names["summary"]), "--report", str(names["page"]),
                 "--engine", "columns", *more])  # fmt: skip
    return code, {role: name.read_bytes() for role, name in names.items() if role != "page"}


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_a_file_is_answered_to_the_byte_as_by_one_process(file, to, request):
    alone = run(file, to, "--keep", "ward")
    request.getfixturevalue("at_once")
    assert run(file, to, "--keep", "ward") == alone
    assert alone[0] == 3
    assert alone[1]["rejects"].count(b"\n") > ROWS / 10


@pytest.mark.usefixtures("small_blocks")
def test_parquet_is_read_by_workers_too(file, request):
    run(file, "csv")
    table = file.with_name("people.parquet")
    pq.write_table(pq.ParquetFile(_as_parquet(file)).read(), table)
    alone = run(table, "csv")
    request.getfixturevalue("at_once")
    assert run(table, "csv") == alone


def _as_parquet(file: Path) -> Path:
    import pyarrow.csv as pv

    parse = pv.ParseOptions(newlines_in_values=True, invalid_row_handler=lambda row: "skip")
    names = file.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    types = dict.fromkeys(names, "string")
    convert = pv.ConvertOptions(column_types=types, strings_can_be_null=False)
    table = pv.read_csv(file, parse_options=parse, convert_options=convert)
    found = file.with_name("source.parquet")
    pq.write_table(table, found)
    return found


@pytest.mark.usefixtures("small_blocks")
def test_answers_come_in_the_order_of_the_file(file):
    def ids(answered):
        with file.open("rb") as stream:
            works = read.Csv(sources.opened(stream, None, None, {}, ())).lines()
            return [b.columns["id"].to_pylist() for b in answered(works) if b.columns]

    team = workers.Workers(HOW)
    try:
        theirs = ids(team.answered)
    finally:
        team.close()
    ours = ids(lambda works: here(Answering(KNOWLEDGE, "us", {}), works))
    assert theirs == ours
    assert len(ours) > 5


class Fails:
    """Work that goes wrong."""

    def __call__(self) -> list[read.Rows]:
        raise KnowledgeError("rules.json", "AGE001", "is broken")


class Dies:
    """Work that takes its process with it."""

    def __call__(self) -> list[read.Rows]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []


class Refuses:
    """Work on a column that holds no answers."""

    def __call__(self) -> list[read.Rows]:
        raise InputError([Problem("bad_type", "age", "is no answer")])


@pytest.mark.parametrize(
    ("work", "error", "words"),
    [
        (Fails(), RuntimeError, "KnowledgeError in a process of this run"),
        (Dies(), RuntimeError, "ended before its work was done"),
        (Refuses(), InputError, "is no answer"),
    ],
)
def test_what_goes_wrong_in_a_worker_is_raised_here_and_ends_all_of_them(work, error, words):
    team = workers.Workers(HOW)
    with pytest.raises(error, match=words):
        list(team.answered([work, work]))
    assert not any(worker.process.is_alive() for worker in team.processes)


def test_a_worker_that_reads_another_knowledge_answers_nothing():
    team = workers.Workers(HOW._replace(knowledge_version="1999.01.01"))
    try:
        with pytest.raises(RuntimeError):
            list(team.answered([Fails()]))
    finally:
        team.close()


@pytest.mark.parametrize(
    ("size", "cores", "worth"),
    [(None, 2, False), (99_999_999, 2, False), (100_000_000, 2, True), (10**10, 1, False)],
)
def test_workers_are_for_large_files_and_several_cores(monkeypatch, size, cores, worth):
    monkeypatch.setattr(workers, "cores", lambda: cores)
    assert workers.worth(size) is worth
