"""Where an answer goes: stdout or a file of its own, written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from magadvise.cli.screen import Line, show
from magadvise.errors import EXIT_IO, OutputError


def text(lines: Iterable[Line], file: str | None) -> None:
    """Print lines, or write them to a file; ``-`` is stdout."""
    if file is None or file == "-":
        show(lines)
        return
    buffer = io.StringIO()
    show(lines, buffer)
    _write(buffer.getvalue(), file)


def notice(lines: Iterable[Line]) -> None:
    """Say something beside the answer, on stderr."""
    show(lines, sys.stderr)


def json_text(document: str, file: str | None) -> None:
    """Print one JSON document, or write it to a file."""
    if file is None or file == "-":
        sys.stdout.write(document + "\n")
    else:
        _write(document + "\n", file)


def document(content: str, file: str | None) -> None:
    """Print a document as it is, in UTF-8 and with its own line ends, or write it to a file."""
    if file is not None and file != "-":
        _write(content, file)
        return
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # whoever reads took the place of the stream
        sys.stdout.write(content)
        return
    sys.stdout.flush()
    binary.write(content.encode("utf-8", "backslashreplace"))


def _into(target: Path, content: str) -> None:
    try:
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    except OSError as error:
        raise OutputError("the output cannot be written", EXIT_IO) from error


def _write(content: str, file: str) -> None:
    """Through a temporary file in the same folder (0600), then one rename. A link is followed."""
    import tempfile  # slow to import, and most answers go to the screen

    target = Path(file)
    if target.exists() and not target.is_file() and not target.is_dir():
        _into(target, content)  # a pipe or a device: there is nothing to replace
        return
    target = Path(os.path.realpath(target))
    if target.is_symlink():
        raise OutputError("the output is a link that leads back to itself")
    try:
        handle, name = tempfile.mkstemp(prefix=".magadvise-", dir=target.parent)
    except OSError as error:
        raise OutputError("the output file cannot be created") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            if hasattr(os, "fchmod"):
                os.fchmod(handle, 0o600)  # whatever the umask takes away
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.is_dir():
            raise OutputError("the output is a folder")
        os.replace(name, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise OutputError("the output file cannot be written", EXIT_IO) from error
    except OutputError:
        os.unlink(name)
        raise
