"""The columnar engine of ``magadvise batch`` beside polars and beside the row engine.

``python bench/batch_columns.py [--rows N] [--runs N]``. Every command runs in turn in a process of its
own, on files of ``messy.py``; times are wall seconds, medians of the runs, and ratios within one
run of this script. Peak memory is the largest resident size of a process. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROW_ENGINE_ROWS = 5_000
PLAIN_ROWS = 100_000
AGAIN = 5
CLOCK = ("day", "second", "schedule", "windows at given times")  # stages of clock times


class Took(NamedTuple):
    """Wall seconds, processor seconds of all its processes, and the peak of the largest in MB."""

    seconds: float
    cpu: float
    peak: float


def run(command: list[str]) -> Took:
    """One process to its end; a run with rejects is a good one."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"failed: {' '.join(command)}")
    return Took(took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def ours(source: Path, target: Path, engine: str = "columns") -> list[str]:
    return [sys.executable, "-m", "magadvise", "batch", str(source), "-o", str(target),
            "--engine", engine]  # fmt: skip


def script(line: str, *paths: Path) -> list[str]:
    code = f"import sys; sys.path.insert(0, {str(HERE)!r}); from pathlib import Path; {line}"
    return [sys.executable, "-c", code, *map(str, paths)]


def copy(source: Path, target: Path) -> list[str]:
    line = "from baselines import polars_copy; polars_copy(Path(sys.argv[1]), Path(sys.argv[2]))"
    return script(line, source, target)


def plain(source: Path, target: Path) -> list[str]:
    line = "import plain_polars as p; p.answers(Path(sys.argv[1])).write_parquet(sys.argv[2])"
    return script(line, source, target)


def made(folder: Path, name: str, rows: int, *options: str) -> Path:
    """A file of the generator."""
    file = folder / f"{name}.csv"
    subprocess.run([sys.executable, str(HERE / "messy.py"), str(rows), str(file), *options],
                   check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return file


def first(file: Path, rows: int) -> Path:
    """The first rows of a file."""
    part = file.with_name(f"first_{file.name}")
    with file.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
        out.writelines(line for _, line in zip(range(rows + 1), lines, strict=False))
    return part


def in_turn(commands: dict[str, list[str]], runs: int) -> dict[str, list[Took]]:
    """All commands, one after the other, so often."""
    found: dict[str, list[Took]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(command))
    return found


def median(took: list[Took]) -> float:
    return statistics.median(t.seconds for t in took)


def median_of(values: Iterable[float]) -> float:
    return statistics.median(values)


def calls(file: Path) -> tuple[int, dict[str, int]]:
    """Rows, and how often the core was asked by one process, by stage."""
    from magadvise import load_knowledge
    from magadvise.batch import sources
    from magadvise.batch.columnar import read
    from magadvise.batch.columnar.answering import Answering

    answering = Answering(load_knowledge(), "us", {})
    rows = 0
    with file.open("rb") as stream:
        for work in read.Csv(sources.opened(stream, None, None, {}, ())).lines():
            counts = answering.block(work()).counts
            rows += counts.answered + len(counts.rejects)
    return rows, answering.engine.core_calls()


def differing(parquet: Path, answers: Path) -> int:
    """Rows of two Parquet files that are not the same."""
    import pyarrow.parquet as pq

    a, b = (pq.read_table(path).to_pylist() for path in (parquet, answers))
    return sum(x != y for x, y in zip(a, b, strict=True))


def same_as_rows(file: Path, folder: Path) -> tuple[int, int]:
    """Rows of a file, and how many the two engines answer differently."""
    by = {}
    for engine in ("rows", "columns"):
        run(ours(file, folder / f"{engine}.csv", engine))
        with (folder / f"{engine}.csv").open(encoding="utf-8", newline="") as lines:
            by[engine] = list(csv.reader(lines))
    different = sum(a != b for a, b in zip(by["rows"], by["columns"], strict=True))
    return len(by["rows"]) - 1, different


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=AGAIN)
    parser.add_argument("--only", choices=("copy", "all", "calls"), default="all",
                        help="the copy by polars alone, everything, or calls of the core alone")  # fmt: skip
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
          f"{asked.rows:,} rows, medians of {asked.runs}", flush=True)  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        messy = made(folder, "messy", asked.rows)
        if asked.only != "calls":
            against_copy(folder, messy, asked.runs)
        if asked.only == "all":
            against_others(folder, messy, asked.runs, asked.rows)
        if asked.only != "copy":
            report_calls(messy)


def against_copy(folder: Path, messy: Path, runs: int) -> None:
    """Ours beside a copy by polars, the file as it is."""
    out = folder / "out.parquet"
    took = in_turn({"polars copy": copy(messy, out), "ours": ours(messy, out)}, runs)
    report(took)
    ratio(took, "ours", "polars copy")


def against_others(folder: Path, messy: Path, runs: int, rows: int) -> None:
    """The same with quotes, a plain program in polars, and the row engine."""
    quoted = made(folder, "quoted", rows, "--quoted", "0.5")
    simple = made(folder, "plain", min(rows, PLAIN_ROWS), "--plain")
    few = first(messy, ROW_ENGINE_ROWS)
    out, theirs, same = (folder / f"{name}.parquet" for name in ("out", "theirs", "ours"))
    took = in_turn(
        {
            "polars copy, quoted": copy(quoted, out), "ours, quoted": ours(quoted, out),
            "plain polars program": plain(simple, theirs), "ours, plain": ours(simple, same),
            "ours again": ours(messy, out), "row engine": ours(few, folder / "rows.csv", "rows"),
        },
        runs,
    )  # fmt: skip
    report(took)
    ratio(took, "ours, quoted", "polars copy, quoted")
    ratio(took, "plain polars program", "ours, plain")
    print("plain file, differing rows:", differing(theirs, same))
    fast, slow = rows / median(took["ours again"]), ROW_ENGINE_ROWS / median(took["row engine"])
    print(f"rows a second: columnar {fast:,.0f}, row engine {slow:,.0f}: {fast / slow:.1f} x")
    answered, different = same_as_rows(few, folder)
    print(f"rows answered by both engines: {answered}, differing: {different}", flush=True)


def report_calls(messy: Path) -> None:
    """How often the core is asked."""
    rows, asked = calls(messy)
    clock = sum(asked.pop(name) for name in CLOCK)
    print(f"core calls: {sum(asked.values())} ({sum(asked.values()) / rows:.2%} of rows), "
          f"clock times {clock} ({clock / rows:.2%})")  # fmt: skip
    print("by stage:", dict(sorted(asked.items(), key=lambda c: -c[1])))


def report(took: dict[str, list[Took]]) -> None:
    for name, found in took.items():
        seconds = sorted(t.seconds for t in found)
        peak = max(t.peak for t in found)
        print(f"{name}: {median(found):.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f}), "
              f"processor {median_of(t.cpu for t in found):.2f} s, largest process {peak:.0f} MB",
              flush=True)  # fmt: skip


def ratio(took: dict[str, list[Took]], a: str, b: str) -> None:
    """Of the medians, by the clock and by the processor."""
    by_cpu = median_of(t.cpu for t in took[a]) / median_of(t.cpu for t in took[b])
    print(f"{a} over {b}: {median(took[a]) / median(took[b]):.2f} x (processor {by_cpu:.2f} x)",
          flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
