"""No test reads or writes what the person at this machine keeps: profiles live in a folder of the run.
And none of them reaches for a network: the first that does is stopped, and fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from magadvise.knowledge import load

REACHING = frozenset(
    f"socket.{act}" for act in ("connect", "bind", "getaddrinfo", "gethostbyname", "gethostbyaddr",
                                "getnameinfo", "sendto", "sendmsg")
)  # fmt: skip
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_reached: list[str] = []


def _no_network(event: str, arguments: tuple[Any, ...]) -> None:
    """A hook cannot be taken away again, so it stands for the whole run. Only Spark may talk, to a
    part of itself on this machine."""
    if event not in REACHING or ("pyspark" in sys.modules and _is_here(arguments)):
        return
    _reached.append(event)
    raise RuntimeError(f"a test reached for a network: {event}")


def _is_here(arguments: tuple[Any, ...]) -> bool:
    hosts = [a[0] if isinstance(a, tuple) and a else a for a in arguments]
    return any(host in THIS_MACHINE for host in hosts if isinstance(host, str))


sys.addaudithook(_no_network)


@pytest.fixture(autouse=True)
def reached() -> Iterator[list[str]]:
    """What the test did on a network: it must be empty in the end."""
    yield _reached
    found = _reached[:]
    _reached.clear()
    assert found == []


@pytest.fixture(autouse=True, scope="session")
def _a_data_folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("data")))
        patch.delenv("MAGADVISE_LANG", raising=False)
        # A day on which no review is overdue, so that the tests stay as they are for years.
        day = datetime.fromisoformat(load.manifest()["reviewed"]).replace(tzinfo=UTC)
        patch.setenv("SOURCE_DATE_EPOCH", str(int(day.timestamp())))
        yield
