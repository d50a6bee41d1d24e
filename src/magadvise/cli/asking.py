"""Whether somebody can be asked."""

from __future__ import annotations

import sys
from typing import TextIO


def can_ask() -> bool:
    """Both ends are a terminal: nothing that is piped in is ever taken for an answer."""
    return _terminal(sys.stdin) and _terminal(sys.stderr)


def _terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
