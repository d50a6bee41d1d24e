"""How warnings look on a screen. Their words are messages: ``severity.stop`` and so on."""

from __future__ import annotations

from magadvise.model import Severity

# Badges set both colours, so that they can be read on a dark and on a light screen.
BADGES = {
    Severity.STOP: "bold white on red",
    Severity.CLINICIAN: "bold white on magenta",
    Severity.SEPARATE: "black on yellow",
    Severity.CAUTION: "black on yellow",
    Severity.INFO: "bold",
}
INSIDE = "   "
