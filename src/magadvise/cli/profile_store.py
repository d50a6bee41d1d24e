"""Answers kept under a name: one plain JSON file (0600) a profile, in a folder of its own (0700).

A file is written whole or not at all, and no link is followed to write it. Errors name neither the
profile nor anything in it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from magadvise.cli import kept_files
from magadvise.errors import (
    EXIT_CANNOT_CREATE,
    EXIT_IO,
    EXIT_NO_USABLE_DATA,
    EXIT_USAGE,
    InputError,
    Problem,
    StoredError,
)
from magadvise.profile import QUESTIONS

FORMAT = "magadvise profile"
VERSION = 1
MOST_BYTES = kept_files.MOST_BYTES
KIND = kept_files.Kind(
    "profile", "profiles", ".json", "magadvise profile forget", "magadvise profile list"
)
Answers = dict[str, list[str]]


# the four things one can do ------------------------------------------------------------------------


def folder() -> Path:
    """Where profiles are kept. Raises :class:`StoredError` where no home folder is known."""
    return KIND.folder()


def save(name: str, answers: Mapping[str, Sequence[str]]) -> Path:
    """Keep the texts of each answer, by question id, in place of what was kept under this name.

    Raises :class:`InputError` for a name that cannot be, :class:`StoredError` where the file cannot
    be written; what was kept before then stays.
    """
    path = KIND.path(name)
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
    with KIND.told("the profile cannot be saved", EXIT_CANNOT_CREATE):
        KIND.make(path.parent)
        KIND.refuse_clash(name)
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise StoredError("something that is no plain file has the name of this profile",
                              EXIT_CANNOT_CREATE, "Choose another name.")  # fmt: skip
    with KIND.told("the profile cannot be written", EXIT_IO):
        kept_files.write(path, content)
    return path


def load(name: str) -> Answers:
    """The texts that were saved, by question id; also those of older versions.

    Raises :class:`StoredError`: missing (66), broken (65), newer than this program (2).
    """
    path = KIND.path(name)
    with KIND.told("the profile cannot be read", EXIT_IO):
        if name not in names():
            raise KIND.missing()
        content = KIND.read(path)
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
        return date.fromtimestamp(KIND.path(name).lstat().st_mtime)
    except (OSError, OverflowError, ValueError):
        return None


def names() -> list[str]:
    """The names of all profiles, sorted. No folder is no profile."""
    return KIND.names()


def check(name: str) -> None:
    """Raise :class:`InputError` for a name that cannot be, before anything is asked."""
    KIND.path(name)
    KIND.refuse_clash(name)


def forget(name: str) -> None:
    """Remove a profile, what a crash may have left of it, and the folder once it is empty.

    Raises :class:`StoredError` (66) where nothing of this name is kept.
    """
    KIND.remove(name, [f".{name}.*.new"])


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
