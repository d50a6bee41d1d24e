"""``make test-terminal``; a plain run of pytest does not come in here (see pyproject.toml)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.tmux import Server, Shell


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if not shutil.which("tmux"):
        pytest.fail("tmux is needed", pytrace=False)
    one = Server()
    yield one
    one.stop()


@pytest.fixture
def shell(server: Server, tmp_path: Path) -> Iterator[Callable[..., Shell]]:
    """Open a shell: columns, rows, and what else its environment holds."""
    opened: list[Shell] = []

    def open_(columns: int = 80, rows: int = 24, **settings: str) -> Shell:
        opened.append(Shell(server, tmp_path, columns, rows, **settings))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()
