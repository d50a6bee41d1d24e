"""PySpark frames in and out. The whole recipe, for a session that runs on this machine::

    import os, sys
    from pyspark.sql import SparkSession
    from magadvise.integrations import spark as magadvise_spark

    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers need magadvise too
    spark = SparkSession.builder.master("local[2]").getOrCreate()
    people = spark.read.csv("people.csv", header=True)
    plans = magadvise_spark.plan(people, keep=["ward"])
    plans.write.parquet("plans.parquet")

Spark itself is not imported here, so that a worker starts quickly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

from magadvise.integrations import arrow

WORDS = {"int32": "int", "string": "string"}
SCHEMA = ", ".join(f"{field.name} {WORDS[str(field.type)]}" for field in arrow.SCHEMA)


def plan(
    df: Any,
    *,
    standard: str = "us",
    columns: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    defaults: arrow.Texts | None = None,
) -> Any:
    """A frame with the answer to each row of a frame, in the order of its partitions. The options and
    the columns are those of :func:`magadvise.integrations.arrow.plan`, and so are the errors: of
    options and names at once, of a column's type when Spark runs."""
    found = arrow.layout(df.columns, columns=columns, keep=keep, defaults=defaults)
    arrow.Answering(standard, defaults)  # what is wrong with these is told here, not by a worker
    named, kept = dict(columns or {}), [name for name, _ in found.kept]
    given = tuple((name, _frozen(texts)) for name, texts in (defaults or {}).items())

    read = list(dict.fromkeys(at for _, at in (*found.known, *found.kept)))
    names = [df.columns[at] for at in read]

    def answers(batches: Iterable[Any]) -> Iterator[Any]:
        reader = (batch.rename_columns(names) for batch in batches)
        return _answering(standard, given).batches(reader, columns=named, keep=kept)

    few = df.select([_quoted(name) for name in names])
    numbered = few.toDF(*(f"c{at}" for at in read))  # mapInArrow stumbles over a dot in a name
    return numbered.mapInArrow(answers, _schema(df.schema, found.kept))


@lru_cache(maxsize=2)
def _answering(
    standard: str, defaults: tuple[tuple[str, str | tuple[str, ...]], ...]
) -> arrow.Answering:
    """A worker has one thread and answers one partition after the other: what it has learned of the
    spellings of one helps with the next."""
    return arrow.Answering(standard, dict(defaults))


def _frozen(texts: str | Sequence[str]) -> str | tuple[str, ...]:
    return texts if isinstance(texts, str) else tuple(texts)


def _quoted(name: str) -> str:
    """A name that Spark takes as it stands, dots and all."""
    return "`" + name.replace("`", "``") + "`"


def _schema(given: Any, kept: Iterable[tuple[str, int]]) -> Any:
    """Our columns and the kept ones, with the types that those have in Spark."""
    found = type(given).fromDDL(SCHEMA)
    for name, at in kept:
        field = copy(given.fields[at])
        field.name = name
        found.add(field)
    return found
