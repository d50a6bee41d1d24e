"""The list of the laws is whole: all 54, each with tests that are there and have a meter."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.core

HERE = Path(__file__).resolve().parent
LAWS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "laws_index.toml").read_text("utf-8"))
NAMED = [(number, test) for number, law in LAWS.items() for test in law.get("tests", [])]


@cache
def functions(file: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def is_metered(node: ast.FunctionDef, others: dict[str, ast.FunctionDef]) -> bool:
    """Decorated with the meter, asking one at its end, or leaving that to a helper beside it."""
    if "metered" in [ast.unparse(d) for d in node.decorator_list]:
        return _reads_meter(node, "meter")
    return any(_asks(statement) for statement in node.body) or any(
        is_metered(others[name], others) for name in _called(node) if name in others
    )


def _asks(statement: ast.stmt) -> bool:
    """``meter.check()``, or that every single pair moved."""
    text = ast.unparse(statement)
    return text in ("meter.check()", "law.meter.check()", "assert meter.moved == meter.pairs")


def _reads_meter(node: ast.FunctionDef, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))


def _called(node: ast.FunctionDef) -> Iterator[str]:
    for statement in node.body:
        value = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            yield value.func.id


def test_all_54_laws_are_listed_in_order() -> None:
    assert list(LAWS) == [f"M{number:02d}" for number in range(1, 55)]


@pytest.mark.parametrize("number", LAWS)
def test_a_law_is_said_and_proved_or_it_says_why_not(number: str) -> None:
    law = LAWS[number]
    assert law.keys() <= {"law", "tests", "apart", "why_not"}
    assert law["law"].endswith(".")
    assert ("tests" in law) != ("why_not" in law)
    assert law.get("tests") != []
    assert all(len(law[key]) > 20 for key in ("apart", "why_not") if key in law)


def test_all_laws_apply() -> None:
    assert [number for number, law in LAWS.items() if "why_not" in law] == []


@pytest.mark.parametrize(("number", "test"), NAMED, ids=[test for _, test in NAMED])
def test_each_named_test_is_there_and_has_a_meter(number: str, test: str) -> None:
    file, name = test.split("::")
    there = functions(file)
    assert name in there
    assert is_metered(there[name], there)
    told = name.split("_")[1]
    assert told == number.casefold() or not (told[0] == "m" and told[1:].isdigit())


def test_each_test_that_bears_the_number_of_a_law_with_a_meter_is_listed() -> None:
    """A metered law that nobody lists would be forgotten when it is removed."""
    listed = {test for _, test in NAMED}
    bearing = {
        f"{file.name}::{name}"
        for file in HERE.glob("test_*.py")
        for name, node in functions(file.name).items()
        if name.startswith(tuple(f"test_{number.casefold()}_" for number in LAWS))
        and is_metered(node, functions(file.name))
    }
    missing = bearing - listed
    assert not missing


def test_a_test_without_a_meter_is_seen() -> None:
    source = """
def test_plain(): assert 1
def test_counts():
    meter.saw(True)
def test_asks():
    meter.check()
def test_helps(): helper()
def helper():
    meter.check()
@metered
def test_wrapped(meter): meter.saw(True)
@metered
def test_unread(other): other.saw(True)
"""
    made = {n.name: n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)}
    assert [name for name, node in made.items() if is_metered(node, made)] == [
        "test_asks", "test_helps", "helper", "test_wrapped",
    ]  # fmt: skip
