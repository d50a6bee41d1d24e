"""``magadvise profile``: keep answers, show them, list the names, forget them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from magadvise import profile as door
from magadvise.cli import output, profile_store
from magadvise.cli.flag_names import flag_of
from magadvise.cli.screen import Line, safe
from magadvise.errors import InputError, Problem
from magadvise.knowledge.load import load_knowledge


def save(name: str, answers: Mapping[str, Sequence[str]], format_: str) -> None:
    """``magadvise profile save``: answers by question id, checked first; some may be missing."""
    if not answers:
        raise InputError([Problem(
            "usage", "profile", "no answer was given to keep",
            example="magadvise profile save me --age 68 --sex female",
        )])  # fmt: skip
    problems = door.problems(answers, load_knowledge())
    if problems:
        raise InputError(problems)
    path = profile_store.save(name, answers)
    output.notice(saved(name, path))
    if format_ == "json":
        output.json_text(_json({"saved": name, "file": str(path)}), None)


def saved(name: str, path: Path) -> Iterator[Line]:
    """Where the answers are now, who can read them, how to remove them."""
    yield Line(f"Saved in {short(path)}")
    yield Line(
        "It is a plain file, not encrypted. It stays on this machine, for your account alone."
    )
    yield Line(f"To remove it: magadvise profile forget {name}")


def short(path: Path) -> str:
    """A path with ``~`` for the home folder."""
    try:
        return str("~" / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def show(name: str, format_: str, file: str | None) -> None:
    """``magadvise profile show``: the answers as the flags of ``plan``."""
    answers = profile_store.load(name)
    if format_ == "json":
        document = {"profile": name, "version": profile_store.VERSION, "answers": answers}
        output.json_text(_json(document), file)
    else:
        output.text(_shown(name, answers), file)


def _shown(name: str, answers: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    yield Line(f"Answers kept as {name}:", style="bold")
    for question in door.QUESTIONS:
        for text in answers.get(question, ()):
            yield Line(f"{flag_of(question)} {visible(text)}")
    open_ = [flag_of(q) for q in door.QUESTIONS if not any(map(str.strip, answers.get(q, ())))]
    if open_:
        yield Line("Not answered: " + ", ".join(open_))


def visible(text: str) -> str:
    """An answer as one word of a command line, with nothing in it that a screen obeys."""
    return shlex.quote(safe(text).replace("\n", "\\n"))


def listing(format_: str, file: str | None) -> None:
    """``magadvise profile list``: the names."""
    kept = profile_store.names()
    if format_ == "json":
        output.json_text(_json({"profiles": kept}), file)
        return
    none = "No profile is kept. To keep one: magadvise profile save NAME --age 68 --sex female"
    output.text([Line(name) for name in kept] or [Line(none)], file)


def forget(name: str, format_: str) -> None:
    """``magadvise profile forget``: remove a profile, and say so."""
    profile_store.forget(name)
    if format_ == "json":
        output.json_text(_json({"forgotten": name}), None)
    else:
        output.text([Line(f"Removed the answers kept as {name}.")], None)


def _json(document: object) -> str:
    return json.dumps(document, indent=2)
