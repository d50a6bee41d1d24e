"""Another language laid over the data files: its texts in place of the English ones, and nothing else.

``languages/languages.json`` names the languages and how they write. ``languages/<id>/<file>.json``
holds the texts of one data file by table, row and field, ``languages/<id>/words_<area>.json`` those of
``words/<area>.json`` by message. What is missing stays English, with a mark before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from magadvise.errors import InputError, KnowledgeError, Problem
from magadvise.knowledge.texts import FREE, TEXTS, Fields, key
from magadvise.words import FALLBACK, Language, Message

FOLDER = "languages"
LIST = "languages/languages.json"
Data = Mapping[str, Any]


class Overlay:
    """One language: ``files`` are the bytes of its files by name."""

    def __init__(self, language: Language, files: Mapping[str, bytes]) -> None:
        self.language = language
        self._files = files
        self._parsed: dict[str, Data] = {}

    def given(self, name: str) -> Data:
        """What the language says for one file; empty where it has no such file."""
        if name not in self._parsed:
            self._parsed[name] = parsed(self.language.id, name, self._files.get(name, b"{}"))
        return self._parsed[name]

    def file(self, name: str, data: Any) -> Any:
        """A data file with the texts of the language."""
        return laid_over(TEXTS[name], data, self.given(name)) if name in TEXTS else data

    def row(self, name: str, table: str, row: Data) -> Data:
        """One row of a table that is keyed by id."""
        given = self.given(name).get(table, {}).get(row["id"])
        found: Data = laid_over(TEXTS[name][table], row, given)
        return found

    def messages(self, area: str, english: Mapping[str, Message]) -> dict[str, Message]:
        """The messages of an area; parameters and their types stay."""
        given = self.given(f"words_{area}.json").get("messages", {})
        return {
            name: row._replace(text=_text("", row.text, given.get(name)))
            for name, row in english.items()
        }


def known(place: Path) -> dict[str, Language]:
    """The languages by id, English first."""
    try:
        rows = json.loads((place / LIST).read_bytes())["languages"]
        found = {row["id"]: Language(**row) for row in rows}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KnowledgeError(LIST, "file", "is missing or no list of languages") from error
    return found


def overlay(place: Path, language: str) -> Overlay:
    """One language with its files. Raises :class:`InputError` for one that is not known."""
    languages = known(place)
    if language not in languages:
        raise InputError(
            [
                Problem(
                    "unknown_word", "lang", "is not a language this program has", tuple(languages)
                )
            ]
        )
    return Overlay(languages[language], files(place, language))


def files(place: Path, language: str) -> dict[str, bytes]:
    """The files of one language by name."""
    folder = place / FOLDER / language
    try:
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}
    except OSError as error:
        raise KnowledgeError(f"{FOLDER}/{language}", "folder", "cannot be read") from error


def parsed(language: str, name: str, text: bytes) -> Data:
    """One file of a language. Raises :class:`KnowledgeError` if it is no JSON object."""
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise KnowledgeError(f"{FOLDER}/{language}/{name}", "file", "is not valid JSON") from error
    if not isinstance(data, dict):
        raise KnowledgeError(f"{FOLDER}/{language}/{name}", "file", "must hold tables by name")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def laid_over(fields: Fields | str, data: Any, given: Any) -> Any:
    """Values of a data file with the given texts in the fields that are texts for people."""
    if data is None:
        return None
    if isinstance(fields, str):
        return _texts(fields, data, given)
    given = given or {}
    if isinstance(data, list):
        return [laid_over(fields, row, given.get(key(row, n))) for n, row in enumerate(data)]
    changed = {f: laid_over(sub, data.get(f), given.get(f)) for f, sub in fields.items()}
    return {**data, **{f: value for f, value in changed.items() if f in data}}


def _texts(kind: str, data: Any, given: Any) -> Any:
    """A text, a list of texts, or texts by name."""
    if isinstance(data, str):
        return _text(kind, data, given)
    if isinstance(data, dict):
        return {name: _text(kind, text, (given or {}).get(name)) for name, text in data.items()}
    at = dict(enumerate(given)) if isinstance(given, list) else {}
    return [_text(kind, text, at.get(n)) for n, text in enumerate(data)]


def _text(kind: str, english: str, given: Any) -> str:
    if isinstance(given, str):
        return given
    return english if kind == FREE else FALLBACK + english
