"""Help that starts with an example, fits 80 columns and cuts nothing.

A command's docstring says in its first paragraph what it does. Paragraphs that begin with
``Example:`` are command lines; they are printed first, and the tests run them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

MARK = "Example: "
HELP = ("-h", "--help")
SETTINGS = {"help_option_names": list(HELP), "max_content_width": 80}


def paragraphs(command: Any) -> list[str]:
    """What a command does, as lines of text without the examples."""
    return [text for text in _paragraphs(command) if not text.startswith(MARK)]


def examples(command: Any) -> list[str]:
    """The command lines that show a command."""
    return [text.removeprefix(MARK) for text in _paragraphs(command) if text.startswith(MARK)]


def options(command: Any) -> list[str]:
    """Every spelling of every flag of a command, ``--help`` too."""
    names = [n for p in command.params if p.param_type_name == "option" for n in p.opts]
    return [*names, *HELP]


def _paragraphs(command: Any) -> Iterator[str]:
    for text in (command.help or "").split("\n\n"):
        if text.strip():
            yield " ".join(text.split())


def _wrapped(line: str, columns: int) -> Iterator[str]:
    """A command line over several lines, cut before a flag, that a shell reads when pasted whole."""
    shown = MARK
    for piece in re.split(r" (?=-)", line):
        if len(shown) + len(piece) + len(" \\") > columns:
            yield shown + "\\"
            shown = " " * len(MARK)
        shown += piece + " "
    yield shown.rstrip()


def _is_near(word: str, flags: list[str]) -> bool:
    from magadvise.answers import one_slip_away  # a script is printed without the core

    return bool(one_slip_away(word, [flag for flag in flags if flag.startswith("--")]))


class _ExampleFirst:
    """The order of the help of commands and groups alike."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The example, how to call it, what it does, the flags."""
        command: Any = self
        for example in examples(command):
            formatter.write("\n".join(_wrapped(example, formatter.width + 2)) + "\n")
        formatter.write("\n")
        command.format_usage(ctx, formatter)
        with formatter.indentation():
            for text in paragraphs(command):
                formatter.write_paragraph()
                formatter.write_text(text)
        command.format_options(ctx, formatter)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """``WHAT`` for a word that is needed, ``[WHAT]`` for one that is not."""
        pieces: list[str] = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [piece.strip("{}") for piece in pieces]


class Command(_ExampleFirst, TyperCommand):
    """One command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """A word one slip from a flag is that flag mistyped, not a name to look up."""
        rest = super().parse_args(ctx, args)
        for param in self.params:
            given = ctx.params.get(param.name) if param.param_type_name == "argument" else None
            for word in [given] if isinstance(given, str) else given or ():
                if "-" in word and _is_near(word, options(self)):
                    raise typer.BadParameter("a mistyped flag", ctx)
        return rest


class Group(_ExampleFirst, TyperGroup):
    """Several commands."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Each command with its first paragraph whole."""
        shown: Sequence[tuple[str, str]] = [
            (name, next(iter(paragraphs(command)), ""))
            for name, command in self.commands.items()
            if not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(shown)


class App(typer.Typer):
    """The settings that the program and its groups of commands share."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            cls=Group,
            add_completion=False,
            no_args_is_help=True,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings=SETTINGS,
            **settings,
        )

    @cached_property
    def built(self) -> Any:
        """The commands as they are called; built once."""
        return get_command(self)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """Register a command whose help starts with its example."""
        return super().command(name, cls=Command, **settings)
