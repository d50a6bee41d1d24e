"""A word beside every answer whose knowledge should have been reviewed by now. Nothing is locked, and
no answer changes with the day."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

ANSWERING = frozenset(("plan", "batch", "med", "label", "explain", "show", "profile", "diary"))


def today() -> str:
    """The day as 2026-01-31: of this machine, or of ``SOURCE_DATE_EPOCH`` (seconds), as builds that
    must be the same each time set it."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    set_ = given.isascii() and given.isdigit() and len(given) < 12
    return time.strftime("%Y-%m-%d", time.gmtime(int(given)) if set_ else time.localtime())


def tell(arguments: Sequence[str]) -> None:
    """Say on stderr that the knowledge is overdue for review, after a command that answered."""
    if arguments and arguments[0] not in ANSWERING:
        return
    from magadvise.knowledge.load import manifest

    due = str(manifest()["review_due"])
    if today() <= due:
        return
    from magadvise.cli import output
    from magadvise.cli.screen import Line

    output.notice([Line(
        f"magadvise: this knowledge is old. It should have been reviewed by {due}. Limits, labels and "
        "medicines may have changed since. Look for a newer version, or ask a pharmacist."
    )])  # fmt: skip
