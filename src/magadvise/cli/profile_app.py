"""``magadvise profile``: a group whose commands are built when one of them is called, so that a plan
does not wait for options it never reads.
"""

from __future__ import annotations

from typing import Any

from magadvise.cli.help import App, Group


class _Late(Group):
    """A group whose ``commands`` are made when somebody looks at them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        del self.commands

    def __getattr__(self, name: str) -> Any:
        if name != "commands":
            raise AttributeError(name)
        from typer.main import get_command

        from magadvise.cli.profile_commands import commands

        self.commands = getattr(get_command(commands), name)
        return self.commands


profile_app = App(
    name="profile",
    help="Answers kept for next time, in a file that only your account can read.\n\n"
    "Example: magadvise profile list",
)
profile_app.info.cls = _Late
