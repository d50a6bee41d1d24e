"""A plan inside Spark gives each row what the row engine gives; it needs pyspark and a Java."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from integrations.people import expected, people
from magadvise.errors import InputError

pytest.importorskip("numpy")
pytest.importorskip("pyarrow")

from magadvise.integrations import java
from magadvise.integrations.spark import plan

pytestmark = pytest.mark.filterwarnings("ignore")  # those of Spark are its own
PEOPLE = people(120)
NAN = float("nan")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session on this machine."""
    sql = pytest.importorskip("pyspark.sql")
    pytest.importorskip("pandas")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", os.environ.get("JAVA_HOME", ""))
        if not (os.environ["JAVA_HOME"] or java.use() or shutil.which("java")):
            pytest.skip("no Java")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def rows(frame: Any) -> list[dict[str, Any]]:
    return [row.asDict() for row in frame.collect()]


def test_without_spark_the_module_is_there_and_loads_nothing_of_it():
    code = "import sys, magadvise.integrations.spark; print('pyspark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("partitions", [1, 3])
def test_people_get_the_answers_of_the_row_engine_in_their_order(spark, partitions):
    frame = spark.createDataFrame(spark.sparkContext.parallelize(PEOPLE, partitions),
                                  ", ".join(f"{name} string" for name in PEOPLE[0]))  # fmt: skip
    assert rows(plan(frame)) == expected(PEOPLE)
    assert rows(plan(frame, standard="eu")) == expected(PEOPLE, "eu")


def test_the_workers_do_not_mix_the_defaults_of_two_plans(spark):
    frame = spark.createDataFrame([("a", "45"), ("b", "70")], "id string, age string").repartition(
        2
    )
    given = sorted(rows(frame), key=lambda row: row["id"])
    for defaults in ({"medications": ["levothyroxine", "zzyx"]}, {"kidney": "dialysis"}, {}) * 2:
        texts = {name: [t] if isinstance(t, str) else t for name, t in defaults.items()}
        found = sorted(rows(plan(frame, defaults=defaults)), key=lambda row: row["id"])
        assert found == expected(given, defaults=texts)


def test_columns_of_the_types_of_spark_say_what_their_texts_would_say(spark):
    given = [
        {"patient_id": 1, "age": 68, "egfr": 74.5, "other_magnesium_mg": Decimal(0), "pregnant": False,
         "medications": ["levothyroxine", None, "zzyx"], "conditions": ["gout"]},
        {"patient_id": 2, "age": 45, "egfr": NAN, "other_magnesium_mg": Decimal("12.5"),
         "pregnant": None, "medications": [], "conditions": None},
        {"patient_id": None, "age": None, "egfr": None, "other_magnesium_mg": None, "pregnant": True,
         "medications": None, "conditions": ["none", "gout"]},
    ]  # fmt: skip
    shape = ("patient_id bigint, age tinyint, egfr double, other_magnesium_mg decimal(38,18), "
             "pregnant boolean, medications array<string>, conditions array<string>")  # fmt: skip
    assert rows(plan(spark.createDataFrame(given, shape))) == expected(given)


def test_kept_columns_have_their_type_and_value_whatever_their_name(spark):
    given = [{"the.age": "45", "a`b": datetime(2026, 1, 2, 3), "both": {"x": 1, "y": [Decimal("1.50")]},
              "raw": b"\xff", "ward": "B"}]  # fmt: skip
    shape = (
        "`the.age` string, `a``b` timestamp, both struct<x:int,y:array<decimal(5,2)>>, raw binary"
    )
    frame = spark.createDataFrame(given, shape + ", ward string").selectExpr(
        "*", "1 as note", "2 as note"
    )
    found = plan(frame, columns={"age": "the.age"}, keep=["raw", "both", "a`b"])
    assert found.schema.fields[-3:] == [frame.schema[name] for name in ("raw", "both", "a`b")]
    row = found.collect()[0]
    assert (row["raw"], row["a`b"], row["both"].y) == (b"\xff", given[0]["a`b"], [Decimal("1.50")])
    assert row["disposition"] == expected([{"age": "45"}])[0]["disposition"]


def test_no_rows_give_no_answers(spark):
    found = plan(spark.createDataFrame([], "id string, age int").repartition(3))
    assert (found.collect(), found.columns[0], found.columns[-1]) == ([], "id", "reject_field")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"standard": "mars"}, "unknown_word"),
        ({"keep": ["bed"]}, "no_such_column"),
        ({"keep": ["codes"]}, "same_name"),
        ({"columns": {"age": "years"}}, "no_such_column"),
        ({"defaults": {"sex": "f"}}, "unknown_word"),
    ],
    ids=str,
)
def test_a_wrong_option_is_refused_before_spark_does_anything(spark, options, code):
    with pytest.raises(InputError) as caught:
        plan(spark.createDataFrame([("45",)], "age string"), **options)
    assert caught.value.problems()[0].code == code


def test_a_frame_without_ages_is_refused(spark):
    with pytest.raises(InputError):
        plan(spark.createDataFrame([("x",)], "id string"))
