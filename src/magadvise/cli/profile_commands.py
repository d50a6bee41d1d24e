"""The commands of ``magadvise profile``: routing only."""

# No ``from __future__ import annotations``: typer reads the annotations as they are.
from typing import Annotated

import typer

from magadvise.cli.flags import File, Format, Given, Json, answering, chosen
from magadvise.cli.help import App

commands = App()
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Letters, digits, - and _, at most 40 of them.")
]


@commands.command()
@answering
def save(name: Name, answers: Given, as_json: Json = False) -> None:
    """Keep answers under a name. Answers kept under it before are replaced.

    Example: magadvise profile save me --age 68 --sex female --kidney normal
    """
    from magadvise.cli.profiles import save as run

    run(name, answers, chosen(as_json))


@commands.command()
def show(name: Name, as_json: Json = False, format_: Format = "text", output: File = None) -> None:
    """The answers kept under a name, as the flags of plan.

    Example: magadvise profile show me
    """
    from magadvise.cli.profiles import show as run

    run(name, chosen(as_json, format_), output)


@commands.command("list")
def list_(as_json: Json = False, format_: Format = "text", output: File = None) -> None:
    """The names under which answers are kept.

    Example: magadvise profile list
    """
    from magadvise.cli.profiles import listing as run

    run(chosen(as_json, format_), output)


@commands.command()
def forget(name: Name, as_json: Json = False) -> None:
    """Remove the answers kept under a name.

    Example: magadvise profile forget me
    """
    from magadvise.cli.profiles import forget as run

    run(name, chosen(as_json))
