"""Data that tests read from beside the project; no copy of it belongs here."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def beside(name: str) -> Path:
    """A file of ``../shared/data``; the test that asks is skipped where it is absent."""
    file = FOLDER / name
    if not file.is_file():
        pytest.skip(f"{name} is not beside the project")
    return file
