"""Imports run downwards only, and the core needs nothing but the standard library."""

from __future__ import annotations

import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

from architecture.sources import imported, modules, where
from helpers import flags

pytestmark = pytest.mark.core

# From the ground up. A module may import from lower lines and from its own line, nothing higher.
# The longest prefix decides, so that a new module of a package needs no new line.
LAYERS = (
    ("magadvise.errors",),
    ("magadvise.keys", "magadvise.limit", "magadvise.knowledge.rows"),
    ("magadvise.model",),
    ("magadvise.knowledge",),
    ("magadvise.answers", "magadvise.medicines"),
    ("magadvise.door",),
    ("magadvise.profile",),
    ("magadvise.rules",),
    ("magadvise.advice",),
    ("magadvise",),
    ("magadvise.export", "magadvise.contract"),
    ("magadvise.batch",),
    ("magadvise.cli",),
    ("magadvise.__main__",),
)
SCREEN = {"typer", "rich", "click"}
SUGGESTIONS = "magadvise.medicines.suggest"
DATA_SCHEMA = "magadvise.knowledge.schema"
EDGES = {"magadvise.contract", "magadvise.knowledge.check"}


def layer(module: str) -> tuple[int, str]:
    """The line of a module, and the prefix that put it there."""
    fitting = [
        (prefix, number)
        for number, line in enumerate(LAYERS)
        for prefix in line
        if module == prefix or (module.startswith(prefix + ".") and prefix != "magadvise")
    ]
    prefix, number = max(fitting, key=lambda found: len(found[0]))
    return number, prefix


def own(module: str) -> list[str]:
    return sorted(name for name in imported(module) if name.split(".")[0] == "magadvise")


def outside(module: str) -> set[str]:
    """Third-party packages that a module imports."""
    tops = {name.split(".")[0] for name in imported(module)}
    return tops - set(sys.stdlib_module_names) - {"magadvise"}


def describes_data(module: str) -> bool:
    """Whether a module belongs to the schema of the data files."""
    return module == DATA_SCHEMA or module.startswith(DATA_SCHEMA + ".")


def may_import_pydantic(module: str) -> bool:
    return module in EDGES or describes_data(module)


def test_every_module_has_its_layer():
    assert [module for module in modules() if not layer(module)] == []
    assert len(modules()) > 30


def test_imports_run_downwards_only():
    wrong = []
    for module in modules():
        number, prefix = layer(module)
        for target in own(module):
            below, its_prefix = layer(target)
            if below > number or (below == number and its_prefix != prefix):
                wrong.append(f"{module} imports {target}")
    assert wrong == []


def test_the_public_names_come_from_the_core_only():
    """The package itself imports lazily; what it hands out must lie below it."""
    import magadvise

    for name in magadvise.__all__:
        home = getattr(magadvise, name).__module__
        assert layer(home)[0] < layer("magadvise")[0]


def test_no_two_modules_import_each_other():
    graph = {module: [t for t in own(module) if t in modules()] for module in modules()}
    TopologicalSorter(graph).prepare()


def test_only_the_command_line_imports_typer_and_rich():
    wrong = [m for m in modules() if outside(m) & SCREEN and not m.startswith("magadvise.cli")]
    assert wrong == []


def test_pydantic_is_imported_at_the_edges_only():
    found = {module for module in modules() if "pydantic" in outside(module)}
    assert [module for module in found if not may_import_pydantic(module)] == []
    assert "magadvise.contract" in found


def test_the_schema_of_the_data_files_knows_nothing_but_itself():
    """It may import pydantic, so nothing else hides in it, and only the check of the files opens it."""
    rooms = [module for module in modules() if describes_data(module)]
    assert len(rooms) > 5
    beyond = {m: {t for t in own(m) if not describes_data(t)} | outside(m) for m in rooms}
    assert {m: names for m, names in beyond.items() if names - {"pydantic"}} == {}
    users = {m for m in modules() if not describes_data(m) and any(map(describes_data, own(m)))}
    assert users == {"magadvise.knowledge.check"}


def test_only_the_suggestions_import_rapidfuzz():
    assert [m for m in modules() if "rapidfuzz" in outside(m)] == [SUGGESTIONS]


def test_everything_else_needs_the_standard_library_alone():
    allowed = SCREEN | {"pydantic", "rapidfuzz"}
    assert {where(m): outside(m) - allowed for m in modules() if outside(m) - allowed} == {}
    ground = [m for m in modules() if layer(m)[0] <= layer("magadvise")[0] and m != SUGGESTIONS]
    core = [module for module in ground if not may_import_pydantic(module)]
    assert {module: outside(module) for module in core if outside(module)} == {}


# what a run really loads ------------------------------------------------------------------------


def loaded(*arguments: str) -> set[str]:
    """The top-level modules that are in memory after the command has run."""
    code = (
        "import sys\n"
        "from magadvise.cli.main import main\n"
        "sys.stdout = open(sys.argv[1], 'w')\n"
        "assert main(sys.argv[2:]) == 0\n"
        "sys.stderr.write('\\n'.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "/dev/null", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in done.stderr.splitlines()}


def test_a_plan_as_json_loads_neither_pydantic_nor_rich():
    """Needs the seal of the data files to be current: an unsealed file is checked with pydantic."""
    found = loaded(*flags(medications=["levothyroxine", "omeprazole"]), "--json")
    assert "magadvise" in found
    assert found & {"pydantic", "pydantic_core", "rich"} == set()


def test_a_plan_as_text_into_a_pipe_loads_neither_pydantic_nor_rich():
    assert loaded(*flags()) & {"pydantic", "pydantic_core", "rich"} == set()


def test_the_version_needs_no_command_line_library():
    found = loaded("--version")
    assert "magadvise" in found
    assert found & {"typer", "rich", "pydantic", "click"} == set()


def test_the_core_reads_and_writes_no_stream_and_no_network():
    """The pure steps import nothing that could reach outside."""
    reaching = {"os", "sys", "io", "pathlib", "shutil", "tempfile", "random", "time", "datetime",
                "secrets", "locale", "logging", "threading", "asyncio"}  # fmt: skip
    rooms = ("rules", "advice", "medicines", "limit", "model", "profile", "answers", "keys")
    pure = [
        module for module in modules() if module.split(".")[1:2] and module.split(".")[1] in rooms
    ]
    assert len(pure) > 15
    assert {m: imported(m) & reaching for m in pure if imported(m) & reaching} == {}
