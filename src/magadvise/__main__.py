"""``python -m magadvise``."""

from magadvise.cli.main import entry

entry()
