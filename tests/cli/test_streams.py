"""Pipes that close, disks that are full, input that never comes, narrow encodings."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helpers import flags

PLAN = flags()
LONG = [[*PLAN], [*PLAN, "--json"], ["explain", "--all"], ["show", "sources"], ["plan", "--help"]]
SHORT = [["--version"], ["explain", "KID001"], ["schema", "profile"]]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "magadvise", *arguments]


@pytest.mark.parametrize("arguments", [*LONG, *SHORT], ids=lambda a: " ".join([a[0], a[-1]]))
def test_a_reader_that_leaves_ends_the_command_with_74_and_no_traceback(environment, arguments):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=120,
        )
    finally:
        os.close(writer)
    assert done.returncode == 74
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [[*PLAN], [*PLAN, "--json"], ["--version"], [*flags(age="0"), "--json"]],
    ids=lambda a: " ".join([a[0], a[-1]]),
)
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_a_full_disk_or_a_closed_output_is_74_and_no_traceback(environment, redirection, arguments):
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirection}', "sh", *command(*arguments)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
        timeout=120,
    )
    assert done.returncode == 74
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (flags(age="0"), 2), (PLAN, 0)], ids=str)
def test_a_closed_error_stream_changes_no_exit_code(environment, arguments, code):
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", *command(*arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment(),
        check=False,
        timeout=120,
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stdout


@pytest.mark.parametrize("arguments", [PLAN, [*PLAN, "--no-input"], ["plan"], []], ids=str)
def test_input_that_never_ends_is_never_read(environment, arguments):
    """The writing end stays open: whoever reads to its end would wait for ever."""
    reader, writer = os.pipe()
    os.write(writer, b"45\nmale\n")
    try:
        done = subprocess.run(
            command(*arguments),
            stdin=reader,
            capture_output=True,
            env=environment(),
            check=False,
            timeout=120,
        )
        assert done.returncode == (0 if "--age" in arguments else 2)
        assert os.read(reader, 100) == b"45\nmale\n"
    finally:
        os.close(reader)
        os.close(writer)


def test_no_input_at_all_is_fine(environment):
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command(*PLAN)],
        capture_output=True,
        env=environment(),
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Your plan: ")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize(
    "arguments",
    [
        flags(medications=["Ärztemuster 漢字 🧂", "ω‑3"]),
        ["explain", "--all"],
        ["show", "foods"],
    ],
    ids=lambda a: " ".join(a[:2]),
)
def test_no_encoding_of_the_terminal_stops_an_answer(spawn, encoding, arguments):
    done = spawn(*arguments, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert done.stderr == b""
    assert len(done.stdout.decode(encoding)) > 1000


def test_a_name_in_another_script_reaches_json_whole_where_only_ascii_can_be_written(spawn):
    done = spawn(*flags(medications="漢字"), "--json", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b'"\\u6f22\\u5b57"' in done.stdout


def test_a_name_in_no_valid_encoding_is_no_fault():
    done = subprocess.run(
        [*(part.encode() for part in command(*flags(medications=None))), b"--med", b"\xff\xfe"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
