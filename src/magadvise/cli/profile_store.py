"""Answers kept under a name: one plain JSON file (0600) a profile, in a folder of its own (0700).

A file is written whole or not at all, and no link is followed to write it. Errors name neither the
profile nor anything in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from magadvise.cli.screen import safe
from magadvise.errors import (
    EXIT_CANNOT_CREATE,
    EXIT_IO,
    EXIT_NO_INPUT,
    EXIT_NO_USABLE_DATA,
    EXIT_USAGE,
    InputError,
    Problem,
    StoredError,
)
from magadvise.profile import QUESTIONS

FORMAT = "magadvise profile"
VERSION = 1
MOST_BYTES = 1 << 20
_ENDING = ".json"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,39}"
_RESERVED = r"(?i)con|prn|aux|nul|(com|lpt)[0-9]"  # devices of Windows, with any ending
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_AS_IT_IS = getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe that stands there must not hold us up
Answers = dict[str, list[str]]


# the four things one can do ------------------------------------------------------------------------


def folder() -> Path:
    """Where profiles are kept. Raises :class:`StoredError` where no home folder is known."""
    if sys.platform.startswith("win"):
        base = Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", ""))
        if not base.is_absolute():  # as the XDG rules say: a relative path is ignored
            base = _home() / ".local" / "share"
    return base / "magadvise" / "profiles"


def save(name: str, answers: Mapping[str, Sequence[str]]) -> Path:
    """Keep the texts of each answer, by question id, in place of what was kept under this name.

    Raises :class:`InputError` for a name that cannot be, :class:`StoredError` where the file cannot
    be written; what was kept before then stays.
    """
    path = _path(name)
    texts = {q: [given] if isinstance(given, str) else list(given) for q, given in answers.items()}
    if not set(texts) <= set(QUESTIONS):
        raise InputError([Problem("usage", "profile", "an answer to no question of magadvise",
                                  hint="See magadvise plan --help.")])  # fmt: skip
    document = {"format": FORMAT, "version": VERSION, "answers": texts}
    # Whatever bytes a shell hands over come back the same: surrogates pass.
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    content = text.encode("utf-8", "surrogatepass")
    if len(content) > MOST_BYTES:
        raise InputError([Problem("usage", "profile", "the answers are too long to keep",
                                  hint="Leave out what is no answer.")])  # fmt: skip
    with _told("the profile cannot be saved", EXIT_CANNOT_CREATE):
        _make(path.parent)
        _refuse_clash(name)
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise StoredError("something that is no plain file has the name of this profile",
                              EXIT_CANNOT_CREATE, "Choose another name.")  # fmt: skip
    with _told("the profile cannot be written", EXIT_IO):
        _write(path, content)
    return path


def load(name: str) -> Answers:
    """The texts that were saved, by question id; also those of older versions.

    Raises :class:`StoredError`: missing (66), broken (65), newer than this program (2).
    """
    path = _path(name)
    with _told("the profile cannot be read", EXIT_IO):
        if name not in names():
            raise _missing()
        content = _read(path)
    try:
        if len(content) > MOST_BYTES:
            raise ValueError
        document = json.loads(content.decode("utf-8", "surrogatepass"), object_pairs_hook=_once)
        return _understood(document)
    except (ValueError, RecursionError):  # the message may quote the file
        raise StoredError("the file of this profile is broken", EXIT_NO_USABLE_DATA,
                          "Save the profile again, or remove it: magadvise profile forget.",
                          ) from None  # fmt: skip


def saved_on(name: str) -> date | None:
    """The day on which the file of a profile was last written here; ``None`` where nobody can say.
    A file that was copied can carry the day of the copy."""
    try:
        return date.fromtimestamp(_path(name).lstat().st_mtime)
    except (OSError, OverflowError, ValueError):
        return None


def names() -> list[str]:
    """The names of all profiles, sorted. No folder is no profile."""
    where = folder()
    with _told("the folder of the profiles cannot be read", EXIT_IO):
        if not os.path.lexists(where):
            return []
        _check(where.parent)
        _check(where)
        with os.scandir(where) as entries:
            files = [e.name for e in entries if e.is_file(follow_symlinks=False)]
    kept = [f.removesuffix(_ENDING) for f in files if f.endswith(_ENDING)]
    return sorted((n for n in kept if _fits(n)), key=lambda n: (n.casefold(), n))


def check(name: str) -> None:
    """Raise :class:`InputError` for a name that cannot be, before anything is asked."""
    _path(name)
    _refuse_clash(name)


def forget(name: str) -> None:
    """Remove a profile, what a crash may have left of it, and the folder once it is empty.

    Raises :class:`StoredError` (66) where nothing of this name is kept.
    """
    path = _path(name)
    with _told("the profile cannot be removed", EXIT_IO):
        found = [path] if name in names() else []
        if path.parent.is_dir():
            found += path.parent.glob(f".{name}.*.new")
        if not found:
            raise _missing()
        for file in found:
            file.unlink()
        _keep_on_disk(path.parent)
    with contextlib.suppress(OSError):  # not empty, or a link to a folder elsewhere
        path.parent.rmdir()
        path.parent.parent.rmdir()


# names -------------------------------------------------------------------------------------------


def _fits(name: str) -> bool:
    return bool(re.fullmatch(_NAME, name)) and not re.fullmatch(_RESERVED, name)


def _path(name: str) -> Path:
    if not _fits(name):
        raise InputError([Problem(
            "usage", "profile", "this cannot be the name of a profile", example="me, my_mother",
            hint="Use 1 to 40 letters a-z, digits, - and _. It cannot begin with - or be a name "
            "that Windows keeps for devices.",
        )])  # fmt: skip
    return folder() / (name + _ENDING)


def _refuse_clash(name: str) -> None:
    """Two names that differ in capitals alone are one file on some systems."""
    if any(n != name and n.casefold() == name.casefold() for n in names()):
        raise InputError([Problem(
            "usage", "profile", "a profile has this name already, in other capitals",
            hint="Choose another name, or write it the same. See magadvise profile list.",
        )])  # fmt: skip


def _missing() -> StoredError:
    return StoredError("no profile has this name", EXIT_NO_INPUT,
                       "Capitals count. See magadvise profile list.")  # fmt: skip


# what a file says --------------------------------------------------------------------------------


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object in which nothing is said twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def _from_0(answers: dict[str, Any]) -> dict[str, Any]:
    """Version 0 had one text for each answer and shorter names of two questions."""
    old = {"meds": "medications", "flags": "red_flags"}
    return _once([(old.get(q, q), [t] if isinstance(t, str) else t) for q, t in answers.items()])


# The step from each old version to the next one.
_STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {0: _from_0}


def _understood(document: Any) -> Answers:
    """The answers in a document of any known version; ``ValueError`` for one that is broken."""
    version = document.get("version") if isinstance(document, dict) else None
    if type(version) is not int or version < 0:
        raise ValueError
    if version and document.get("format") != FORMAT:
        raise ValueError
    if version > VERSION:
        raise StoredError("a newer magadvise wrote this profile", EXIT_USAGE,
                          "Update magadvise, or save the profile again.")  # fmt: skip
    answers = document.get("answers")
    if not isinstance(answers, dict):
        raise ValueError
    for step in range(version, VERSION):
        answers = _STEPS[step](answers)
    found: Answers = {}
    for question, texts in answers.items():
        listed = isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        if question not in QUESTIONS or not listed:
            raise ValueError
        found[question] = texts
    return found


# the file system ---------------------------------------------------------------------------------


def _home() -> Path:
    try:
        home = Path.home()
    except RuntimeError:
        home = Path()
    if not home.is_absolute():
        raise StoredError("no home folder is known", EXIT_CANNOT_CREATE,
                          "Set XDG_DATA_HOME to a folder of your own.")  # fmt: skip
    return home


@contextlib.contextmanager
def _told(message: str, exit_code: int) -> Iterator[None]:
    """An error of the system as one of ours; its own text may name the profile."""
    try:
        yield
    except OSError:
        hint = f"Look at the rights and the free space of {safe(str(folder()))}."
        raise StoredError(message, exit_code, hint) from None


def _make(where: Path) -> None:
    """The folder with all above it, each one made for us alone whatever the umask says."""
    for part in reversed((where, *where.parents)):
        if not part.exists():
            part.mkdir(mode=stat.S_IRWXU)
            part.chmod(stat.S_IRWXU)
        if part in (where.parent, where):
            _check(part)


def _check(where: Path) -> None:
    """Refuse a folder of somebody else; take the rights of others away from ours."""
    if not hasattr(os, "geteuid"):  # Windows keeps the folder of an account to itself
        return
    link, real = where.lstat(), where.stat()
    reason = ""
    if {link.st_uid, real.st_uid} != {os.geteuid()}:
        reason = "belongs to another user"
    elif not stat.S_ISDIR(real.st_mode):
        reason = "is no folder"
    elif stat.S_ISLNK(link.st_mode) and real.st_mode & stat.S_IWOTH:
        reason = "is a link to a folder that everybody can write to"
    if reason:
        raise StoredError(f"the folder of the profiles {reason}", EXIT_CANNOT_CREATE,
                          f"Look at {safe(str(where))}, or set XDG_DATA_HOME.")  # fmt: skip
    if stat.S_IMODE(real.st_mode) != stat.S_IRWXU:
        where.chmod(stat.S_IRWXU)


def _read(path: Path) -> bytes:
    """The bytes of a plain file of ours, no more than tells that they are too many."""
    with os.fdopen(os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT | _AS_IT_IS), "rb") as stream:
        about = os.fstat(stream.fileno())
        foreign = hasattr(os, "geteuid") and about.st_uid != os.geteuid()
        if foreign or not stat.S_ISREG(about.st_mode):
            raise StoredError("the file of this profile is not yours", EXIT_NO_USABLE_DATA,
                              "Somebody else put it there. Remove it: magadvise profile forget.",
                              )  # fmt: skip
        return stream.read(MOST_BYTES + 1)


def _write(path: Path, content: bytes) -> None:
    """Through a file beside it, then one rename, so that a crash leaves what was there."""
    new = path.with_name(f".{path.stem}.{os.getpid()}-{os.urandom(4).hex()}.new")
    # An exclusive open follows no link.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AS_IT_IS
    mode = stat.S_IRUSR | stat.S_IWUSR
    try:
        with os.fdopen(os.open(new, flags, mode), "wb") as stream:
            new.chmod(mode)  # whatever the umask took away
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    _keep_on_disk(path.parent)


def _keep_on_disk(where: Path) -> None:
    """Have the system write down which files the folder holds, where it can."""
    with contextlib.suppress(OSError):
        handle = os.open(where, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
