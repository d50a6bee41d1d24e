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
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROW_ENGINE_ROWS = 5_000
PLAIN_ROWS = 100_000
AGAIN = 5
CLOCK = ("day", "second", "schedule", "windows at given times")  # stages of clock times


class Took(NamedTuple):
    """Wall seconds and peak memory in MB."""

    seconds: float
    peak: float


def run(command: list[str]) -> Took:
    """One process to its end; a run with rejects is a good one."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"failed: {' '.join(command)}")
    return Took(took, usage.ru_maxrss / 1024)


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


def calls(file: Path) -> tuple[int, dict[str, int]]:
    """Rows, and how often the core was asked, by stage."""
    from magadvise import load_knowledge
    from magadvise.batch import sources
    from magadvise.batch.columnar import read
    from magadvise.batch.columnar.flow import Flow

    class Nowhere:
        def write(self, columns: object, kept: object) -> None:
            """The answers are not wanted."""

    flow = Flow(load_knowledge(), "us", {}, Nowhere())  # type: ignore[arg-type]
    with file.open("rb") as stream:
        opened = sources.opened(stream, None, None, {}, ())
        rows = sum(c.answered + len(c.rejects) for c in flow.run(read.Csv(opened).lines()))
    return rows, flow.engine.core_calls()


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
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        messy = made(folder, "messy", asked.rows)
        quoted = made(folder, "quoted", asked.rows, "--quoted", "0.5")
        simple = made(folder, "plain", min(asked.rows, PLAIN_ROWS), "--plain")
        few = first(messy, ROW_ENGINE_ROWS)
        out = folder / "out.parquet"
        took = in_turn(
            {
                "polars copy": copy(messy, out), "ours": ours(messy, out),
                "polars copy, quoted": copy(quoted, out), "ours, quoted": ours(quoted, out),
                "plain polars program": plain(simple, folder / "theirs.parquet"),
                "ours, plain": ours(simple, folder / "ours.parquet"),
                "row engine": ours(few, folder / "rows.csv", "rows"),
            },
            asked.runs,
        )  # fmt: skip
        report(asked.rows, asked.runs, took)
        print(
            "plain file, differing rows:",
            differing(folder / "theirs.parquet", folder / "ours.parquet"),
        )
        rows, different = same_as_rows(few, folder)
        print(f"rows answered by both engines: {rows}, differing: {different}")
        rows, asked_core = calls(messy)
        clock = sum(asked_core.pop(name) for name in CLOCK)
        print(f"core calls: {sum(asked_core.values())} ({sum(asked_core.values()) / rows:.2%} of rows), "
              f"clock times {clock} ({clock / rows:.2%})")  # fmt: skip
        print("by stage:", dict(sorted(asked_core.items(), key=lambda c: -c[1])))


def report(rows: int, runs: int, took: dict[str, list[Took]]) -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
          f"{rows:,} rows, medians of {runs}")  # fmt: skip
    for name, found in took.items():
        peak = max(t.peak for t in found)
        print(f"{name}: {median(found):.2f} s, peak {peak:.0f} MB")

    def ratio(a: str, b: str) -> str:
        return f"{median(took[a]) / median(took[b]):.2f} x"

    print("ours over polars copy:", ratio("ours", "polars copy"))
    print("ours over polars copy, quoted:", ratio("ours, quoted", "polars copy, quoted"))
    print("plain polars program over ours:", ratio("plain polars program", "ours, plain"))
    fast = rows / median(took["ours"])
    slow = ROW_ENGINE_ROWS / median(took["row engine"])
    print(f"rows a second: columnar {fast:,.0f}, row engine {slow:,.0f}: {fast / slow:.1f} x")


if __name__ == "__main__":
    main()
