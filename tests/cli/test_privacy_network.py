"""No command opens a connection, in this process or in one of its own; the guard itself works."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import flags

WATCHED = """
import json, sys
events = []
sys.addaudithook(lambda event, arguments: event.startswith(("socket.", "urllib.", "http.", "ftplib."))
                 and events.append(event))
from magadvise.cli.main import main
codes = [main(arguments) for arguments in json.loads(sys.argv[1])]
print("\\n" + json.dumps([codes, events]))
"""


@pytest.mark.parametrize(
    "act",
    [
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.gethostbyname("localhost"),
        lambda: socket.create_connection(("127.0.0.1", 9), 1),
        lambda: socket.socket().bind(("127.0.0.1", 0)),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ("127.0.0.1", 9)),
    ],
    ids=["look up", "name", "connect", "listen", "send"],
)
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
def test_the_guard_of_the_suite_sees_whoever_reaches_for_a_network(reached, act):
    with pytest.raises(RuntimeError, match="reached for a network"):
        act()
    assert len(reached) == 1
    reached.clear()


def test_no_command_so_much_as_makes_a_socket(environment, tmp_path: Path):
    (tmp_path / "in.csv").write_text("id,age,sex,medications\n1,45,female,zzyx\n2,x,male,none\n")
    commands = [
        flags(medications=["warfarin", "levotyroxine"], products="milk of magnesia"),
        [*flags(), "--json", "--save", "me"],
        ["plan", "--profile", "me", "--plain"],
        ["profile", "list"], ["profile", "show", "me"], ["profile", "forget", "me"],
        ["med", "Cipro 500 mg", "zzyx", "--json"],
        ["label", "500 mg magnesium citrate"],
        ["batch", "in.csv", "-o", "o.csv", "--report", "p.html", "--summary", "s.json"],
        ["batch", "in.csv", "-o", "o.jsonl", "--rejects", "r.jsonl"],
        ["explain", "--all"], ["show", "sources"], ["schema", "plan"], ["completion", "bash"],
        ["--version"], ["--help"], ["plan", "--no-such-flag"], flags(age="x"),
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(commands)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=tmp_path, check=True, timeout=120,
        env=environment(XDG_DATA_HOME=str(tmp_path), PYTHONIOENCODING="utf-8"),
    )  # fmt: skip
    codes, events = json.loads(done.stdout.splitlines()[-1])
    assert codes == [0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 2, 2], done.stderr
    assert events == []
