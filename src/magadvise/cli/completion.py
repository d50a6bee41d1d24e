"""``magadvise completion``: prints a script that the shell then uses without this program.

The scripts are made by ``make docs`` from the commands and the data; nothing is worked out here, and
no file of the shell's settings is read or written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from magadvise.errors import InputError, Problem

SHELLS = ("bash", "zsh", "fish", "powershell")
FOLDER = Path(__file__).parent / "shells"


def run(shell: str) -> None:
    """Print the script of one shell. Raises :class:`InputError` for an unknown one."""
    name = shell.casefold()
    if name not in SHELLS:
        from magadvise.answers import did_you_mean

        problem = Problem("usage", "", "there is no script for this shell", SHELLS,
                          hint=did_you_mean(name, SHELLS))  # fmt: skip
        raise InputError([problem])
    sys.stdout.write(script(name).read_text(encoding="utf-8"))


def script(shell: str) -> Path:
    """The file that holds the script of one shell."""
    return FOLDER / f"magadvise.{shell}"
