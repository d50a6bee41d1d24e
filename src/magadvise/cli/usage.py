"""Usage errors of the command line in our own words: what is wrong, and the nearest right word.

The library's messages quote what was typed. That may be an answer, so they are not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from magadvise.errors import Problem

COMMANDS = ("plan", "med", "explain", "show", "schema")


def problem(error: Any, arguments: Sequence[str]) -> Problem:
    """The problem behind a usage error of the library."""
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    known = _options(context) or _every_option()
    if kind == "NoSuchOption":
        typed = str(getattr(error, "option_name", ""))
        return _with_hint("no such flag for this command", typed, known)
    if kind == "BadOptionUsage":
        name = str(getattr(error, "option_name", ""))
        shown = f"{name} needs a value" if name in known else "a flag is missing its value"
        return Problem("usage", "", shown, hint="See magadvise plan --help.")
    if kind == "MissingParameter":
        name = str(getattr(getattr(error, "param", None), "metavar", "") or "a word")
        return Problem("usage", "", f"{name} is missing", hint="See --help of this command.")
    if arguments and arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        return _with_hint("no such command", arguments[0], COMMANDS)
    return Problem(
        "usage", "", "an extra word or a wrong flag",
        hint="Put names with spaces in quotes, and a flag before each value. See --help.",
    )  # fmt: skip


def _with_hint(message: str, typed: str, known: Sequence[str]) -> Problem:
    near = get_close_matches(typed[:40], list(known), 1, 0.7)
    hint = f"Did you mean {near[0]}?" if near else "See magadvise --help."
    return Problem("usage", "", message, hint=hint)


def _every_option() -> list[str]:
    """All flags of all commands, for an error that does not say whose it is."""
    from typer.main import get_command

    from magadvise.cli.app import app

    commands = getattr(get_command(app), "commands", {}).values()
    return [name for c in commands for p in c.params for name in p.opts]


def _options(context: Any) -> list[str]:
    command = getattr(context, "command", None)
    return [name for p in getattr(command, "params", ()) for name in getattr(p, "opts", ())]
