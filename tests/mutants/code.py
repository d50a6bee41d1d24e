"""``python -m mutants.code``: break the functions that decide a dose in every small way, and count what the
tests notice. A changed function takes the place of the shipped one in a forked process; no file changes.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import inspect
import sys
import tomllib
from collections import Counter
from pathlib import Path
from types import CodeType, FunctionType

from magadvise import limit, load_knowledge
from mutants.data import SURVIVORS
from mutants.program import Mutant, mutants
from mutants.server import Refused, Server, serve

MODULES = (
    "limit advice.dosing advice.reference rules.case rules.egfr rules.kidney rules.life_stage"
    " rules.magnesium_sources rules.medicines rules.named rules.registry advice.timing"
).split()
TESTS = (
    "tests/spec", "tests/traps", "tests/solver", "tests/property/test_schedule_proof.py",
    "tests/knowledge/test_medicine_rows.py", "tests/knowledge/test_quoted_reference.py",
    "tests/knowledge/test_quoted_rules.py", "tests/knowledge/test_quoted_kidneys.py",
    "tests/knowledge/test_broken_data.py",
)  # fmt: skip
FIRST = {
    "limit": ("test_limit_module", "test_properties"),
    "advice.dosing": ("test_dose_steps", "test_properties", "test_quoted_rules"),
    "advice.reference": ("test_quoted_reference", "test_us_table", "test_other_standards"),
    "advice.timing": ("test_times_of_day", "test_traps_windows", "test_plan_guards"),
    "rules.case": ("test_what_is_said", "test_severity_in_context", "test_two_sources"),
    "rules.egfr": ("test_egfr", "test_quoted_kidneys"),
    "rules.kidney": ("test_what_is_said_of_kidneys", "test_ladder_kidney", "test_traps_kidney"),
    "rules.life_stage": ("test_answers_that_do_not_fit", "test_ladder.py", "test_traps_life_stage"),
    "rules.magnesium_sources": ("test_what_is_said", "test_other_magnesium", "test_two_sources"),
    "rules.medicines": ("test_what_is_said_of_medicines", "test_ladder_medicines"),
    "rules.named": ("test_ladder_named",),
    "rules.registry": ("test_one_function_a_code", "test_answers_alone", "test_ladder.py"),
}
GOAL = 97.0


def functions(module: str) -> dict[str, list[FunctionType]]:
    """The function objects of a module by name, wherever a decorator keeps them."""
    file = inspect.getsourcefile(importlib.import_module(module))
    found: dict[str, list[FunctionType]] = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename == file:
            found.setdefault(thing.__qualname__, []).append(thing)
    return found


def become(mutant: Mutant) -> None:
    """Put the changed code into the function."""
    mine = functions(f"magadvise.{mutant.module}").get(mutant.function, [])
    if not mine:
        raise LookupError(str(mutant))
    for function in mine:
        try:
            function.__code__ = mutant.code
        except ValueError as error:  # another closure: the function cannot be built like that
            raise Refused from error


def all_mutants(names: list[str]) -> list[Mutant]:
    """Those of the modules, without the ones that the compiler makes the same as what is shipped."""
    found = []
    for name in names:
        module = importlib.import_module(f"magadvise.{name}")
        file = str(inspect.getsourcefile(module))
        shipped = {
            qualname: function[0].__code__
            for qualname, function in functions(module.__name__).items()
        }
        made = mutants(name, Path(file).read_text(encoding="utf-8"), file)
        found += [m for m in made if not _same(m.code, shipped.get(m.function))]
    return found


def _same(code: CodeType, shipped: CodeType | None) -> bool:
    return shipped is not None and (code.co_code, code.co_consts, code.co_names) == (
        shipped.co_code, shipped.co_consts, shipped.co_names,
    )  # fmt: skip


def main() -> int:
    """Exit 1 if fewer are killed than :data:`GOAL` asks, those with a reason left out."""
    options = _options()
    wanted = [m for m in all_mutants(options.module or MODULES) if options.only in str(m)]
    wanted = wanted[:: options.every]
    load_knowledge()
    server = Server(
        wanted,
        become,
        lambda m: f"{m.module} {m.function}",
        first=lambda m: FIRST[m.module],
        same=Mutant("limit", "has_room", "nothing changed", limit.has_room.__code__),
        workers=options.workers,
    )
    serve(server, options.tests or TESTS)
    known = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))["survivor"]
    reasons = {row["mutant"] for row in known}
    alive = [fate for fate in server.fates if not fate.killed]
    new = [str(fate.mutant) for fate in alive if str(fate.mutant) not in reasons]
    if options.list:
        print("\n".join(new))
    for name, count in Counter(fate.mutant.module for fate in server.fates).items():
        dead = sum(fate.killed for fate in server.fates if fate.mutant.module == name)
        print(f"{name}: {dead} of {count} killed ({100 * dead / count:.1f} %)")
    late = sum(fate.how == "time" for fate in server.fates)
    total = len(server.fates)
    same = len(alive) - len(new)
    score = 100 * (total - len(alive)) / max(1, total - same)
    print(
        f"{total} mutants of the program: {total - len(alive)} killed, {late} of them by the clock;"
        f" {same} alive with a reason, {len(new)} without: {score:.2f} %."
    )
    return 0 if score >= GOAL else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--module", action="append", choices=MODULES)
    parser.add_argument("--only", default="", help="only mutants whose name holds this text")
    parser.add_argument("--every", type=int, default=1, help="every so manyth mutant")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="name those alive without a reason")
    parser.add_argument("tests", nargs="*", help="test files in place of the usual ones")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
