"""Groups whose commands are built when somebody looks at them, so that a plan does not wait for
options it never reads.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from magadvise.cli.help import Group


def late(module: str) -> type[Group]:
    """A group that takes its commands from ``commands`` of that module."""

    class Late(Group):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            del self.commands

        def __getattr__(self, name: str) -> Any:
            if name != "commands":
                raise AttributeError(name)
            from typer.main import get_command

            found = get_command(import_module(module).commands)
            self.commands = getattr(found, name)
            return self.commands

    return Late
