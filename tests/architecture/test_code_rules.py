"""House rules of the code: no guard that can vanish, no number out of place, small rooms."""

from __future__ import annotations

import ast
from typing import NamedTuple

import pytest

from architecture.sources import calls, imported, modules, tree, where

pytestmark = pytest.mark.core


def lines_of(kind: type[ast.AST]) -> list[str]:
    return [
        f"{where(module)}:{node.lineno}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, kind)
    ]


def calling(*names: str) -> list[str]:
    return [f"{where(m)}:{line}" for m in modules() for line in calls(tree(m), *names)]


def test_no_guard_is_an_assert_because_python_o_drops_it():
    assert lines_of(ast.Assert) == []


def test_no_validator_is_walked_around():
    assert calling("model_copy", "model_construct", "__setattr__", "construct") == []


WORKERS = "magadvise.batch.columnar.workers"


def test_no_text_is_run_as_code():
    assert calling("eval", "exec", "compile_command") == []
    assert [m for m in modules() if imported(m) & {"pickle", "marshal", "shelve", "code"}] == []


def test_nothing_reaches_the_network_or_starts_a_process():
    reaching = {"socket", "urllib", "http", "requests", "subprocess", "ftplib", "smtplib", "ssl",
                "asyncio", "multiprocessing", "webbrowser", "httpx", "aiohttp"}  # fmt: skip
    found = {m: {n for n in imported(m) if n.split(".")[0] in reaching} for m in modules()}
    # A large batch is answered by processes of our own, over pipes.
    workers = {WORKERS: {"multiprocessing", "multiprocessing.connection"}}
    assert {module: names for module, names in found.items() if names} == workers
    assert calling("system", "popen", "fork", "execv", "spawnv") == []


def test_no_error_is_swallowed_whole():
    bare = [
        f"{where(module)}:{node.lineno}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_only_the_entry_point_catches_every_exception():
    wide = {
        where(module)
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ExceptHandler)
        and node.type is not None
        and {"Exception", "BaseException"} & set(ast.unparse(node.type).strip("()").split(", "))
    }
    assert wide == {"cli/main.py", "batch/columnar/workers.py"}  # a process of its own, too


def test_nothing_is_printed_past_the_one_way_out():
    printing = [
        f"{where(module)}:{node.lineno}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("print", "input")
    ]
    assert printing == []
    assert calling("echo", "secho", "pprint", "prompt", "confirm") == []


def test_no_environment_variable_reaches_the_core():
    readers = {
        where(module)
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    }
    spark = {"integrations/java.py"}  # where Java is, for a Spark of the user
    assert {file for file in readers if not file.startswith("cli/")} == spark


# numbers -----------------------------------------------------------------------------------------


class Known(NamedTuple):
    """A number that may stand in the code, and why it is no clinical figure."""

    file: str
    value: float
    why: str


CLINICAL = (
    "rules/",
    "advice/",
    "medicines/",
    "limit.py",
    "profile.py",
    "door.py",
    "answers.py",
    "model.py",
)
NUMBERS = (
    Known("model.py", 24, "hours of a day"),
    Known("model.py", 60, "minutes of an hour"),
    Known("model.py", 12, "months of a year"),
    Known("answers.py", 12, "months of a year"),
    Known("answers.py", 60, "minutes of an hour, and the longest word compared"),
    Known("advice/pipeline.py", 8, "part of the day before waking that counts as morning"),
    Known("advice/pipeline.py", 60, "minutes of an hour"),
    Known("limit.py", 9, "digits kept before rounding down"),
    Known("medicines/label_serving.py", 3, "tokens looked at around a count"),
    Known("medicines/label.py", 4, "tokens looked at around an amount"),
    Known("medicines/label.py", 6, "digits kept before rounding"),
    Known("medicines/label.py", 100, "percent"),
    Known("medicines/label_words.py", 3, "times a day of thrice, tds, tid"),
    Known("medicines/label_words.py", 4, "times a day of qds, qid"),
    Known("medicines/label_words.py", 5, "mg; tells a thousand from a decimal"),
    Known("medicines/label_words.py", 8, "words of the longest name"),
    Known("medicines/label_words.py", 1000, "mg of a gram"),
    Known("medicines/label_words.py", 20_000, "mg; tells a thousand from a decimal"),
    Known("medicines/products.py", 3, "the words thrice and three, and a capture group"),
    Known("medicines/products.py", 4, "the word four"),
    Known("medicines/products.py", 5, "how many suggestions"),
    Known("medicines/products.py", 6, "digits kept before rounding up"),
    Known("medicines/products.py", 60, "the longest name compared"),
    Known("medicines/suggest.py", 5, "how many suggestions"),
    Known("medicines/suggest.py", 6, "letters of a long word"),
    Known("medicines/resolve.py", 8, "words of the longest name"),
    Known("medicines/resolve.py", 4, "letters of the shortest ending of a family"),
    Known("rules/kidney.py", 10, "cuts an eGFR to one decimal for print"),
    Known("rules/medicines.py", 54, "how much of a name fits a summary"),
    Known("rules/medicines.py", 60, "minutes of an hour"),
)


def clinical() -> list[str]:
    return [module for module in modules() if where(module).startswith(CLINICAL)]


def found_numbers() -> set[tuple[str, float]]:
    return {
        (where(module), abs(node.value))
        for module in clinical()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and abs(node.value) > 2
    }


def test_no_clinical_figure_stands_in_the_code():
    """Doses, ages, limits and gaps are data, with a source. What is left is listed with its reason."""
    allowed = {(known.file, known.value) for known in NUMBERS}
    assert sorted(found_numbers() - allowed) == []


def test_the_list_of_allowed_numbers_is_not_stale():
    present = found_numbers()
    assert [known for known in NUMBERS if (known.file, known.value) not in present] == []
    assert all(known.why for known in NUMBERS)


def test_the_rooms_of_the_rules_are_looked_at():
    assert {where(module).split("/")[0] for module in clinical()} >= {
        "rules", "advice", "medicines", "limit.py", "profile.py", "door.py", "answers.py", "model.py",
    }  # fmt: skip


# the one limit -----------------------------------------------------------------------------------

ORDER = (ast.Lt, ast.Gt, ast.LtE, ast.GtE)


def is_a_limit(node: ast.AST) -> bool:
    """A name of milligrams, of a ceiling, of what remains, or of the upper limit."""
    if isinstance(node, ast.BinOp):
        return is_a_limit(node.left) or is_a_limit(node.right)
    if isinstance(node, ast.Subscript):
        return is_a_limit(node.value)
    name = str(getattr(node, "id", None) or getattr(node, "attr", None) or "").casefold()
    return (
        name.endswith(("_mg", "_ul", "mg_per_day"))
        or name in ("ul", "mg", "dose", "cap", "excess", "ceiling")
        or "ceiling" in name
        or "remaining" in name
    )


def measured(node: ast.AST) -> bool:
    """Whether this node holds a limit against something: an order, a smallest, a largest."""
    if isinstance(node, ast.Compare):
        ordered = any(isinstance(operator, ORDER) for operator in node.ops)
        return ordered and any(is_a_limit(part) for part in (node.left, *node.comparators))
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("min", "max"):
        return any(is_a_limit(part) for part in node.args)
    return False


def test_milligrams_meet_a_limit_in_one_module_only():
    places = {
        where(module)
        for module in modules()
        for node in ast.walk(tree(module))
        if measured(node)
        # A label's amount against the range of its own compound is no limit of a dose.
        and not where(module).startswith(("knowledge/check", "medicines/label"))
    }
    assert places == {"limit.py"}


@pytest.mark.parametrize(
    "line",
    [
        "x = mg < other",
        "if plan.ceiling_mg >= 5: pass",
        "y = min(remaining_mg, 3)",
        "z = max(a, case.intake.ul_mg - other)",
        "if 0 < remaining: pass",
        "if rows[0].rda_mg > ul: pass",
    ],
)
def test_the_search_for_limits_finds_each_way_to_write_one(line):
    assert any(measured(node) for node in ast.walk(ast.parse(line)))


def test_no_flag_and_no_argument_can_raise_a_limit():
    words = ("force", "override", "unsafe", "ignore_limit", "no_limit", "skip_check", "unlimited")
    names = [
        (where(module), argument.arg)
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs)
    ]
    assert [found for found in names if any(word in found[1] for word in words)] == []


# small rooms -------------------------------------------------------------------------------------


def test_no_file_is_longer_than_400_lines():
    longer = {
        where(module)
        for module in modules()
        if len(modules()[module].read_text(encoding="utf-8").splitlines()) > 400
    }
    assert longer == set()


def test_no_function_is_longer_than_60_lines_after_its_arguments():
    longer = []
    for module in modules():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.body[0].lineno + 1
                if length > 60:
                    longer.append(f"{where(module)}:{node.name} {length}")
    assert longer == []


def is_predicate(node: ast.FunctionDef) -> bool:
    """A rule: what it means stands in its row of data."""
    return any(ast.unparse(decorator).startswith("rule(") for decorator in node.decorator_list)


def test_every_public_function_says_what_it_does():
    silent = []
    for module in modules():
        for node in tree(module).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and not is_predicate(node) and not ast.get_docstring(node):
                silent.append(f"{where(module)}:{node.name}")
    assert silent == []


def test_every_module_that_holds_code_says_what_it_is():
    silent = [
        where(module)
        for module in modules()
        if tree(module).body and not ast.get_docstring(tree(module))
    ]
    assert silent == []


def test_one_rule_is_one_short_function():
    longer = []
    for module in modules():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.FunctionDef) and is_predicate(node):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 20:
                    longer.append(f"{node.name} {length}")
    assert longer == []
