"""The modules of the program as syntax trees, and what each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for file in sorted((SOURCE / "magadvise").rglob("*.py")):
        parts = list(file.relative_to(SOURCE).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


@cache
def tree(module: str) -> ast.Module:
    """The syntax tree of one module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def where(module: str) -> str:
    """The file of a module, from the package folder on: ``rules/kidney.py``."""
    return modules()[module].relative_to(SOURCE / "magadvise").as_posix()


def running(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below this one but what stands under ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for other in child.orelse:
                yield other
                yield from running(other)
            continue
        yield child
        yield from running(child)


@cache
def imported(module: str) -> frozenset[str]:
    """The modules that one imports when it runs, at its top or inside a function."""
    return frozenset(_imports(module, tree(module)))


def _imports(module: str, node: ast.AST) -> Iterator[str]:
    for found in running(node):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            for alias in found.names:
                full = f"{found.module}.{alias.name}"
                yield full if full in modules() else str(found.module)


def calls(node: ast.AST, *names: str) -> list[int]:
    """The lines that call one of these functions, as a name or as a method."""
    return [
        found.lineno
        for found in ast.walk(node)
        if isinstance(found, ast.Call)
        and (getattr(found.func, "id", None) or getattr(found.func, "attr", None)) in names
    ]
