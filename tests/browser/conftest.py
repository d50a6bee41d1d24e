"""``make test-browser``; a plain run of pytest does not come in here (see pyproject.toml)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from browser.chromium import NAMES, Chromium


@pytest.fixture
def browser(tmp_path: Path) -> Chromium:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if not program:
        pytest.fail("Chromium is needed", pytrace=False)
    return Chromium(program, tmp_path)
