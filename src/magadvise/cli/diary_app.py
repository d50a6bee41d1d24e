"""``magadvise diary``: a group whose commands are built when one of them is called."""

from __future__ import annotations

from magadvise.cli.help import App
from magadvise.cli.late import late

diary_app = App(
    name="diary",
    help="Your own cramp diary, in a file that only your account can read: did it help?\n\n"
    "Example: magadvise diary add --cramps 2 --pain 6 --dose 150",
)
diary_app.info.cls = late("magadvise.cli.diary_commands")
