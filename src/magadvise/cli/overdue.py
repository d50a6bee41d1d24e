"""A word beside every answer whose knowledge should have been reviewed by now. Nothing is locked, and
no answer changes with the day."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Sequence

from magadvise.errors import EXIT_FOUND, EXIT_OK, EXIT_REJECTS, MagadviseError
from magadvise.words import ENGLISH

SPEAKING = frozenset(("plan", "med", "explain", "show", "diary"))  # those that take --lang
ANSWERING = SPEAKING | {"batch", "label", "profile"}
ANSWERED = frozenset((EXIT_OK, EXIT_FOUND, EXIT_REJECTS))


def today() -> str:
    """The day as 2026-01-31: of this machine, or of ``SOURCE_DATE_EPOCH`` (seconds), as builds that
    must be the same each time set it."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    set_ = given.isascii() and given.isdigit() and len(given) < 12
    return time.strftime("%Y-%m-%d", time.gmtime(int(given)) if set_ else time.localtime())


def tell(arguments: Sequence[str], code: int) -> None:
    """Say on stderr that the knowledge is overdue for review, after a command that answered with this
    exit code. Where it cannot be said, the answer and its code stand as they are."""
    command = next((word for word in arguments if not word.startswith("-")), "")
    if arguments and command not in ANSWERING:
        return
    if code not in ANSWERED or not {"--help", "-h"}.isdisjoint(arguments):
        return
    with contextlib.suppress(OSError, MagadviseError):
        from magadvise.knowledge.load import manifest

        due = manifest().get("review_due")
        if not isinstance(due, str) or today() > due:
            _say(due, _language(arguments) if not command or command in SPEAKING else ENGLISH)


def _language(arguments: Sequence[str]) -> str:
    """The language of the answer just given, read as the command read it: its last ``--lang`` counts."""
    from magadvise.cli.flags import spoken

    lang = None
    for word, after in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--lang":
            lang = after
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
    return spoken(lang)


def _say(due: object, language: str) -> None:
    from datetime import date

    from magadvise.cli import output
    from magadvise.cli.screen import Line
    from magadvise.knowledge.load import load_words

    words = load_words("lookups", language)
    try:
        told = words("overdue", day=date.fromisoformat(str(due)))
    except ValueError:
        told = words("overdue.unnamed")
    output.notice([Line(f"magadvise: {told}")])
    sys.stderr.flush()
