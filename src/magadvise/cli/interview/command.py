"""The command that gives the same plan without questions."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from magadvise.cli.flag_names import flag_of
from magadvise.profile import QUESTIONS


def command(given: Mapping[str, Sequence[str]], profile: str | None = None) -> str:
    """The whole line, quoted for a shell; the name of a saved profile in place of health data."""
    if profile:
        return shlex.join(["magadvise", "plan", "--profile", profile])
    words = ["magadvise", "plan"]
    for answer in QUESTIONS:
        for text in given.get(answer, ()):
            # A value that starts with "-" would be read as a flag.
            words += (
                [f"{flag_of(answer)}={text}"] if text.startswith("-") else [flag_of(answer), text]
            )
    return shlex.join([*words, "--no-input"])
