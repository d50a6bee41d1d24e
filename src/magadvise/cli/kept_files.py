"""Files kept for the person: 0600, in folders of their own (0700), written whole, no link followed.

Shared by profiles and diaries. Errors name neither the file's own name nor anything in it.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from magadvise.cli.screen import safe
from magadvise.errors import (
    EXIT_CANNOT_CREATE,
    EXIT_IO,
    EXIT_NO_INPUT,
    EXIT_NO_USABLE_DATA,
    InputError,
    Problem,
    StoredError,
)

MOST_BYTES = 1 << 20
MODE = stat.S_IRUSR | stat.S_IWUSR
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
AS_IT_IS = getattr(os, "O_BINARY", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe that stands there must not hold us up
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,39}"
_RESERVED = r"(?i)con|prn|aux|nul|(com|lpt)[0-9]"  # devices of Windows, with any ending


class Kind(NamedTuple):
    """What is kept: ``one`` and ``many`` are its words in errors, ``many`` also its folder."""

    one: str
    many: str
    ending: str
    forget: str  # the command that removes one
    see: str  # where the names are told

    def error(self, message: str, exit_code: int, hint: str) -> StoredError:
        """An error that names this kind as its field."""
        return StoredError(message, exit_code, hint, self.one)

    def folder(self) -> Path:
        """Where they are kept. Raises :class:`StoredError` where no home folder is known."""
        if sys.platform.startswith("win"):
            base = Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
        else:
            base = Path(os.environ.get("XDG_DATA_HOME", ""))
            if not base.is_absolute():  # as the XDG rules say: a relative path is ignored
                base = _home() / ".local" / "share"
        return base / "magadvise" / self.many

    def path(self, name: str) -> Path:
        """The file of a name. Raises :class:`InputError` for one that cannot be."""
        if not fits(name):
            raise InputError([Problem(
                "usage", self.one, f"this cannot be the name of a {self.one}",
                example="me, my_mother",
                hint="Use 1 to 40 letters a-z, digits, - and _. It cannot begin with - or be a name "
                "that Windows keeps for devices.",
            )])  # fmt: skip
        return self.folder() / (name + self.ending)

    def names(self) -> list[str]:
        """The names of all that are kept, sorted. No folder is none."""
        where = self.folder()
        with self.told(f"the folder of the {self.many} cannot be read", EXIT_IO):
            if not os.path.lexists(where):
                return []
            self.check(where.parent)
            self.check(where)
            with os.scandir(where) as entries:
                files = [e.name for e in entries if e.is_file(follow_symlinks=False)]
        kept = [f.removesuffix(self.ending) for f in files if f.endswith(self.ending)]
        return sorted((n for n in kept if fits(n)), key=lambda n: (n.casefold(), n))

    def refuse_clash(self, name: str) -> None:
        """Two names that differ in capitals alone are one file on some systems."""
        if any(n != name and n.casefold() == name.casefold() for n in self.names()):
            raise InputError([Problem(
                "usage", self.one, f"a {self.one} has this name already, in other capitals",
                hint=f"Choose another name, or write it the same.{self._look()}",
            )])  # fmt: skip

    def missing(self) -> StoredError:
        """The error for a name under which nothing is kept."""
        return self.error(f"no {self.one} has this name", EXIT_NO_INPUT,
                          f"Capitals count.{self._look()}")  # fmt: skip

    def _look(self) -> str:
        return f" See {self.see}." if self.see else ""

    @contextlib.contextmanager
    def told(self, message: str, exit_code: int) -> Iterator[None]:
        """An error of the system as one of ours; its own text may name the file."""
        try:
            yield
        except OSError:
            hint = f"Look at the rights and the free space of {safe(str(self.folder()))}."
            raise self.error(message, exit_code, hint) from None

    def make(self, where: Path) -> None:
        """The folder with all above it, each one made for us alone whatever the umask says."""
        for part in reversed((where, *where.parents)):
            if not part.exists():
                _made(part)
            if part in (where.parent, where):
                self.check(part)

    def check(self, where: Path) -> None:
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
            raise self.error(f"the folder of the {self.many} {reason}", EXIT_CANNOT_CREATE,
                             f"Look at {safe(str(where))}, or set XDG_DATA_HOME.")  # fmt: skip
        if stat.S_IMODE(real.st_mode) != stat.S_IRWXU:
            where.chmod(stat.S_IRWXU)

    def refuse_foreign(self, about: os.stat_result) -> None:
        """Raise :class:`StoredError` unless this is a plain file of ours."""
        foreign = hasattr(os, "geteuid") and about.st_uid != os.geteuid()
        if foreign or not stat.S_ISREG(about.st_mode):
            raise self.error(f"the file of this {self.one} is not yours", EXIT_NO_USABLE_DATA,
                             f"Somebody else put it there. Remove it: {self.forget}.")  # fmt: skip

    def remove(self, name: str, beside: Sequence[str] = ()) -> None:
        """Remove what is kept under a name, the files ``beside`` it (patterns), and the folder once it is
        empty. Raises :class:`StoredError` (66) where nothing of this name is kept."""
        path = self.path(name)
        with self.told(f"the {self.one} cannot be removed", EXIT_IO):
            found = [path] if name in self.names() else []
            if path.parent.is_dir():
                found += [file for pattern in beside for file in path.parent.glob(pattern)]
            if not found:
                raise self.missing()
            for file in found:
                file.unlink()
            keep_on_disk(path.parent)
        with contextlib.suppress(OSError):  # not empty, or a link to a folder elsewhere
            path.parent.rmdir()
            path.parent.parent.rmdir()

    def read(self, path: Path) -> bytes:
        """The bytes of a plain file of ours, no more than tells that they are too many."""
        with os.fdopen(os.open(path, os.O_RDONLY | NO_LINK | NO_WAIT | AS_IT_IS), "rb") as stream:
            self.refuse_foreign(os.fstat(stream.fileno()))
            return stream.read(MOST_BYTES + 1)


def fits(name: str) -> bool:
    """Whether a text can be a name."""
    return bool(re.fullmatch(_NAME, name)) and not re.fullmatch(_RESERVED, name)


def write(path: Path, content: bytes) -> None:
    """Through a file beside it, then one rename, so that a crash leaves what was there."""
    new = path.with_name(f".{path.stem}.{os.getpid()}-{os.urandom(4).hex()}.new")
    # An exclusive open follows no link.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | AS_IT_IS
    try:
        with os.fdopen(os.open(new, flags, MODE), "wb") as stream:
            new.chmod(MODE)  # whatever the umask took away
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    keep_on_disk(path.parent)


def keep_on_disk(where: Path) -> None:
    """Have the system write down which files the folder holds, where it can."""
    with contextlib.suppress(OSError):
        handle = os.open(where, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _home() -> Path:
    try:
        home = Path.home()
    except RuntimeError:
        home = Path()
    if not home.is_absolute():
        raise StoredError("no home folder is known", EXIT_CANNOT_CREATE,
                          "Set XDG_DATA_HOME to a folder of your own.")  # fmt: skip
    return home


def _made(folder: Path) -> None:
    """Make a folder, unless another process of ours just did: what it is, is checked anew by all."""
    try:
        folder.mkdir(mode=stat.S_IRWXU)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    folder.chmod(stat.S_IRWXU)
