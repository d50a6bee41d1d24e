"""What can be wrong with a function: one small change of its source a mutant.

Comparisons moved by one or turned round, ``and`` for ``or``, ``not`` gone, whole numbers one up and one
down, ``min`` for ``max``, ``any`` for ``all``, plus for minus, a condition always or never true, a value
not returned, a ``raise`` or ``yield`` gone, a word changed.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from types import CodeType
from typing import NamedTuple

TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Pow: ast.Mult,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
# The text of a message decides nothing.
PLAIN = (ast.Raise, ast.JoinedStr)
NAMING = "_whole"


class Mutant(NamedTuple):
    """One changed function: the code object to put in its place."""

    module: str
    function: str
    where: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.module}: {self.where}"


def mutants(module: str, source: str, file: str) -> Iterator[Mutant]:
    """All mutants of the functions and methods of one module."""
    tree = ast.parse(source)
    lines = source.splitlines()
    for path, name, function in _functions(tree):
        count = sum(1 for _ in _changes(function))
        for number in range(count):
            whole = copy.deepcopy(tree)
            mine = _at(whole, path)
            line, what = _apply(mine, number)
            code = _code(compile(ast.fix_missing_locations(whole), file, "exec"), name)
            where = f"{name}: {lines[line - 1].strip()!r} {what}"
            yield Mutant(module, name, where, code)


def _functions(tree: ast.Module) -> Iterator[tuple[tuple[int, ...], str, ast.FunctionDef]]:
    for n, node in enumerate(tree.body):
        if isinstance(node, ast.FunctionDef):
            yield (n,), node.name, node
        elif isinstance(node, ast.ClassDef):
            for m, inner in enumerate(node.body):
                if isinstance(inner, ast.FunctionDef):
                    yield (n, m), f"{node.name}.{inner.name}", inner


def _at(tree: ast.Module, path: tuple[int, ...]) -> ast.FunctionDef:
    spot: ast.AST = tree
    for step in path:
        spot = spot.body[step]  # type: ignore[attr-defined]
    assert isinstance(spot, ast.FunctionDef)
    return spot


def _code(code: CodeType, name: str) -> CodeType:
    """The code object of a function or method of a compiled module."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == name:
                return constant
            if name.startswith(f"{constant.co_qualname}."):
                return _code(constant, name)
    raise LookupError(name)


Change = tuple[ast.AST, str]  # the node that takes the place, and in words


def _apply(function: ast.FunctionDef, number: int) -> tuple[int, str]:
    """Make one change inside a function; its line and what it is."""
    for n, (parent, field, index, (new, what)) in enumerate(_changes(function)):
        if n == number:
            old = getattr(parent, field) if index is None else getattr(parent, field)[index]
            ast.copy_location(new, old)
            if index is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[index] = new
            return old.lineno, what
    raise LookupError(number)


Place = tuple[ast.AST, str, int | None, Change]


def _changes(function: ast.FunctionDef) -> Iterator[Place]:
    body = function.body
    documented = ast.get_docstring(function, clean=False) is not None
    for n, statement in enumerate(body):
        if not (documented and n == 0):
            yield from _of(function, "body", n, statement)
    for n, default in enumerate(function.args.defaults):
        yield from _of(function.args, "defaults", n, default)


def _of(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> Iterator[Place]:
    for change in _new(node):
        yield parent, field, index, change
    if isinstance(node, PLAIN):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == NAMING:
        return  # its first argument names the value in a message
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "ctx", "ops", "op"):
            continue
        if isinstance(value, ast.AST):
            yield from _of(node, name, None, value)
        elif isinstance(value, list):
            for n, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _of(node, name, n, item)


def _new(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[op], left=left, comparators=others):
            for other in TURNED.get(type(op), ()):
                yield ast.Compare(left, [other()], others), f"-> {other.__name__}"
        case ast.Compare(ops=[one, two], left=left, comparators=others):
            for other in TURNED.get(type(one), ()):
                yield ast.Compare(left, [other(), two], others), f"first -> {other.__name__}"
            for other in TURNED.get(type(two), ()):
                yield ast.Compare(left, [one, other()], others), f"second -> {other.__name__}"
        case ast.BoolOp(op=op, values=values):
            turned = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield ast.BoolOp(turned, values), f"-> {type(turned).__name__}"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand, "not gone"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPPED:
            other = SWAPPED[type(op)]
            yield ast.BinOp(left, other(), right), f"{type(op).__name__} -> {other.__name__}"
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value), f"{value} turned"
        case ast.Constant(value=int() | float() as value):
            for more in (1, -1):
                yield ast.Constant(value + more), f"{value} -> {value + more}"
        case ast.Constant(value=str() as value):
            yield ast.Constant(f"{value}X"), f"{value!r} changed"
        case ast.Call(func=ast.Name(id=name), args=args, keywords=words) if name in CALLED:
            yield ast.Call(ast.Name(CALLED[name], ast.Load()), args, [
                word for word in words if CALLED[name] != "list"
            ]), f"{name} -> {CALLED[name]}"  # fmt: skip
        case ast.If(body=body, orelse=orelse):
            for value in (True, False):
                yield ast.If(ast.Constant(value), body, orelse), f"always {value}"
        case ast.IfExp(body=body, orelse=orelse):
            yield body, "always the first"
            yield orelse, "always the second"
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield ast.Return(ast.Constant(None)), "returns nothing"
        case ast.Raise():
            yield ast.Pass(), "no raise"
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            # Still a generator, of nothing.
            yield ast.If(ast.Constant(False), [node], []), "no yield"  # type: ignore[list-item]
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield ast.Pass(), "not done"


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
