"""``magadvise profile``: a group whose commands are built when one of them is called."""

from __future__ import annotations

from magadvise.cli.help import App
from magadvise.cli.late import late

profile_app = App(
    name="profile",
    help="Answers kept for next time, in a file that only your account can read.\n\n"
    "Example: magadvise profile list",
)
profile_app.info.cls = late("magadvise.cli.profile_commands")
