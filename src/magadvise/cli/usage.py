"""Usage errors of the command line in our own words: what is wrong, and the nearest right word.

The library's messages quote what was typed. That may be an answer, so they are not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from magadvise.answers import one_slip_away
from magadvise.cli.help import options
from magadvise.errors import Problem

VERSION = "--version"  # read before the commands are (magadvise.cli.main)


def problem(error: Any, arguments: Sequence[str]) -> Problem:
    """The problem behind a usage error of the library."""
    path, command, rest = _command(arguments)
    known = [*options(command), VERSION] if path == "magadvise" else options(command)
    kind = type(error).__name__
    see = f"See {path} --help."
    if kind == "MissingParameter":
        name = str(getattr(getattr(error, "param", None), "metavar", "") or "a word")
        return Problem("usage", "", f"{name} is missing", hint=see)
    if kind == "BadOptionUsage":
        name = str(getattr(error, "option_name", ""))
        shown = f"{name} needs a value" if name in known else "a flag is missing its value"
        return Problem("usage", "", shown, hint=see)
    if kind == "NoSuchOption":
        near = _flags(_whole(str(error.option_name), arguments), known)
        return Problem("usage", "", "no such flag for this command", hint=near or see)
    names = list(getattr(command, "commands", ()))
    if names and not rest:
        return Problem("usage", "", "a command is missing", tuple(names), hint=see)
    if names:
        near = _words(_one(rest[0], names)) or _flags(rest[0], known)
        return Problem("usage", "", "no such command", hint=near or see)
    for word in rest:
        if word not in known and (near := _words(one_slip_away(word, known))):
            return Problem("usage", "", "a flag is mistyped", hint=near)
    return Problem(
        "usage", "", "an extra word or a wrong flag",
        hint=f"Put names with spaces in quotes, and a flag before each value. {see}",
    )  # fmt: skip


def tree() -> Any:
    """The commands, as the library builds them."""
    from magadvise.cli.app import app

    return app.built


def _command(arguments: Sequence[str]) -> tuple[str, Any, list[str]]:
    """The command that was meant, as typed and as built, and what was typed after it."""
    path, command, rest = "magadvise", tree(), list(arguments)
    while rest and rest[0] in getattr(command, "commands", ()):
        command = command.commands[rest[0]]
        path += " " + rest.pop(0)
    return path, command, rest


def _whole(name: str, arguments: Sequence[str]) -> str:
    """The word around a letter that the library took for a short flag: ``-age``."""
    if name.startswith("--"):
        return name
    words = (w.partition("=")[0] for w in arguments if w.startswith("-") and w[1:2] != "-")
    return next((w for w in words if name[1:] in w), name)


def _flags(typed: str, known: Sequence[str]) -> str:
    """The nearest flag of this command, else of any: it may have been put before its command."""
    for names in (known, list(_every_option(tree()))):
        if typed in names:
            return f"Put {typed} after its command, as in magadvise plan {typed}."
        if near := _one(typed, names):
            return _words(near)
    return ""


def _every_option(command: Any) -> Iterator[str]:
    yield from dict.fromkeys(options(command))
    for below in getattr(command, "commands", {}).values():
        yield from _every_option(below)


def _one(typed: str, names: Sequence[str]) -> Sequence[str]:
    """All names one slip away, else the one most alike."""
    return one_slip_away(typed, dict.fromkeys(names)) or get_close_matches(
        typed[:40], names, 1, 0.7
    )


def _words(near: Sequence[str]) -> str:
    return f"Did you mean {' or '.join(near)}?" if near else ""
