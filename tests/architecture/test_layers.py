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
    ("magadvise.words",),
    ("magadvise.prose",),
    ("magadvise.keys", "magadvise.limit", "magadvise.knowledge.rows"),
    ("magadvise.model",),
    ("magadvise.knowledge",),
    ("magadvise.answers", "magadvise.medicines"),
    ("magadvise.door",),
    ("magadvise.profile",),
    ("magadvise.rules",),
    ("magadvise.advice",),
    ("magadvise",),
    ("magadvise.export", "magadvise.contract", "magadvise.diary"),
    ("magadvise.batch",),
    ("magadvise.integrations",),
    ("magadvise.cli",),
    ("magadvise.__main__",),
)
SCREEN = {"typer", "rich", "click"}
SUGGESTIONS = "magadvise.medicines.suggest"
CALENDAR = "magadvise.export.calendar"
# What an extra brings, and the only rooms that may import it.
EXTRAS = {
    "numpy": ("magadvise.batch.columnar", "magadvise.integrations"),
    "pyarrow": ("magadvise.batch.columnar", "magadvise.integrations"),
    "pyspark": ("magadvise.integrations",),
    "openpyxl": ("magadvise.batch.sheets",),
}
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


def in_rooms(module: str, rooms: tuple[str, ...]) -> bool:
    """Whether a module is one of these or lies below one."""
    return any(module == room or module.startswith(room + ".") for room in rooms)


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


def test_only_the_calendar_imports_icalendar_and_only_when_it_is_asked_for():
    assert [m for m in modules() if "icalendar" in outside(m)] == [CALENDAR]
    assert [m for m in modules() if CALENDAR in imported(m)] == ["magadvise.cli.handout"]
    assert "icalendar" not in loaded(*flags()) | loaded(*flags(), "--format", "html")


@pytest.mark.parametrize("package", EXTRAS)
def test_what_an_extra_brings_is_imported_in_its_own_rooms_only(package):
    users = [m for m in modules() if package in outside(m)]
    assert [m for m in users if not in_rooms(m, EXTRAS[package])] == []
    assert users or package == "pyspark"


def test_everything_else_needs_the_standard_library_alone():
    allowed = SCREEN | {"pydantic", "rapidfuzz", "icalendar"} | EXTRAS.keys()
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


# without the extras -------------------------------------------------------------------------------

BARE = """
import sys
from importlib.machinery import PathFinder

class Hidden:
    # As if the extras were not installed.
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            return None
        return PathFinder.find_spec(name, path, target)

sys.meta_path[:] = [Hidden if finder is PathFinder else finder for finder in sys.meta_path]
"""


def bare(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python without what the extras bring."""
    return subprocess.run(
        [sys.executable, "-c", BARE.replace("{names}", repr(set(EXTRAS))) + code, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


RUN = "from magadvise.cli.main import main; raise SystemExit(main(sys.argv[1:]))"
PEOPLE = "id,age,sex,kidney,medications\na1,45,male,normal,none\na2,68,female,normal,omeprazole\n"


@pytest.fixture
def people(tmp_path):
    found = tmp_path / "people.csv"
    found.write_text(PEOPLE, encoding="utf-8")
    return found


@pytest.mark.parametrize("package", EXTRAS)
def test_without_the_extras_their_packages_cannot_be_imported(package):
    assert "ModuleNotFoundError" in bare(f"import {package}").stderr


def test_every_module_but_those_of_an_extra_is_imported_without_it():
    rooms = tuple({room for rooms in EXTRAS.values() for room in rooms})
    others = [m for m in modules() if not in_rooms(m, rooms) and m != "magadvise.__main__"]
    assert "magadvise.batch.run" in others
    done = bare(f"import importlib; [importlib.import_module(m) for m in {others}]")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_batch_without_the_extras_answers_a_csv_by_the_row_engine(people):
    done = bare(RUN, "batch", str(people))
    assert "rows in 2 = answered 2 + rejected 0 + left out 0" in done.stderr
    assert done.returncode == 0
    header, *rows = done.stdout.splitlines()
    assert header.startswith("id,disposition,")
    assert [row.split(",")[0] for row in rows] == ["a1", "a2"]


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["--from", "parquet"], "magadvise[batch]"),
        (["--to", "parquet"], "magadvise[batch]"),
        (["--engine", "columns"], "magadvise[batch]"),
        (["--from", "xlsx"], "magadvise[xlsx]"),
    ],
    ids=str,
)
def test_what_needs_an_extra_ends_with_exit_2_and_says_what_to_install(people, arguments, extra):
    out = people.with_name("plans.csv")
    done = bare(RUN, "batch", str(people), "-o", str(out), *arguments)
    assert (done.returncode, done.stdout, out.exists()) == (2, "", False)
    assert done.stderr.startswith(f"magadvise: {arguments[0]} ")
    assert f"pip install '{extra}'" in done.stderr


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
