"""The package as people install it: source archive, wheel from it, a fresh environment."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from helpers import flags

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).resolve().parents[2]
EPOCH = "1767225600"  # 1 January 2026


def build(source: Path, target: Path, *more: str) -> None:
    """Build with pinned tools and a fixed date."""
    constraints = str(ROOT / "constraints.txt")
    fixed = {"SOURCE_DATE_EPOCH": EPOCH, "PIP_CONSTRAINT": constraints}
    subprocess.run(
        [sys.executable, "-m", "build", *more, "--outdir", str(target), str(source)],
        env={**os.environ, **fixed},
        capture_output=True,
        check=True,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source archive and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def archive(built: Path) -> Path:
    (found,) = built.glob("*.tar.gz")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel alone; what it needs comes from this environment."""
    home = tmp_path_factory.mktemp("fresh") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install",
         "--quiet", "--no-deps", "--no-index", str(wheel)],
        capture_output=True,
        check=True,
    )  # fmt: skip
    return home


def in_it(installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    libraries = sysconfig.get_path("purelib")
    return subprocess.run(
        [str(installed / "bin" / command[0]), *command[1:]],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": libraries},
        cwd=installed,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_the_data_files_byte_for_byte(wheel):
    with zipfile.ZipFile(wheel) as opened:
        inside = {
            name.removeprefix("magadvise/data/"): opened.read(name)
            for name in opened.namelist()
            if name.startswith("magadvise/data/")
        }
    data = ROOT / "data"
    outside = {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file()
    }
    assert inside == outside
    assert {"medicines.json", "words/plan.json", "languages/de/rules.json"} <= inside.keys()
    assert "seal.json" in inside


def test_the_wheel_carries_the_program_byte_for_byte_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as opened:
        names = [n for n in opened.namelist() if not n.startswith("magadvise/data/")]
        inside = {name: opened.read(name) for name in names if ".dist-info/" not in name}
    source = ROOT / "src"
    outside = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in (source / "magadvise").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside == outside
    assert "magadvise/py.typed" in inside


def test_the_source_archive_carries_what_is_needed_to_test_and_build_it_again(archive):
    with tarfile.open(archive) as opened:
        names = {name.split("/", 1)[1] for name in opened.getnames() if "/" in name}
    for needed in ("pyproject.toml", "README.md", "LICENSE", "Makefile", "constraints.txt",
                   "data/seal.json", "src/magadvise/__init__.py", "tests/helpers.py",
                   "docs/cli.md", "docs/magadvise.1", "src/magadvise/cli/shells/magadvise.bash"):  # fmt: skip
        assert needed in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_metadata_names_the_command_and_five_libraries_at_most(wheel):
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = [n for n in opened.namelist() if n.endswith(".dist-info/METADATA")]
        (entry,) = [n for n in opened.namelist() if n.endswith(".dist-info/entry_points.txt")]
        fields = Parser().parsestr(opened.read(metadata).decode())
        commands = opened.read(entry).decode()
    assert "[console_scripts]" in commands
    assert "magadvise = magadvise.cli.main:entry" in commands
    assert fields["Name"] == "magadvise"
    assert fields["Requires-Python"] == ">=3.11"
    needed = [row for row in fields.get_all("Requires-Dist", []) if "extra ==" not in row]
    assert sorted(row.split(">")[0].split("<")[0].strip() for row in needed) == [
        "icalendar",
        "pydantic",
        "rapidfuzz",
        "rich",
        "typer",
    ]


def test_the_same_source_gives_the_same_wheel_bit_for_bit(wheel, archive, tmp_path):
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    build(source, tmp_path / "again", "--wheel")
    (again,) = (tmp_path / "again").iterdir()
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_installed_command_knows_its_version(installed):
    done = in_it(installed, "magadvise", "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("magadvise 0.")
    assert "knowledge 20" in done.stdout


def test_the_installed_command_gives_a_plan_from_its_own_data(installed):
    done = in_it(installed, "magadvise", *flags(medications="levothyroxine"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Your plan: ")
    assert "11:00" in done.stdout
    where = in_it(installed, "python", "-c", "import magadvise, magadvise.knowledge.load as load;"
                  "print(magadvise.__file__); print(load.folder())").stdout.split()  # fmt: skip
    assert len(where) == 2
    assert all(Path(place).is_relative_to(installed) for place in where)


def test_the_installed_module_runs_too(installed):
    done = in_it(installed, "python", "-m", "magadvise", "explain", "KID001", "--json")
    assert done.returncode == 0
    assert '"code": "KID001"' in done.stdout


def test_the_installed_data_files_are_sealed_so_that_a_plan_needs_no_schema(installed):
    code = (
        "import sys; from magadvise import load_knowledge; load_knowledge();"
        "print('pydantic' in sys.modules)"
    )
    assert in_it(installed, "python", "-c", code).stdout.strip() == "False"
