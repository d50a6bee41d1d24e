"""Full check of the messages and of each language against the English texts.

A translation has the fields, the numbers, the flags and the codes of the English text; a decimal comma
stands for the point. It names no table, row or field that is not there. Raises
:class:`KnowledgeError` with file and row at the first fault.
"""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from magadvise.errors import KnowledgeError
from magadvise.knowledge.languages import FOLDER, parsed
from magadvise.knowledge.texts import LINE, LONGEST_LINE, TEXTS, Fields, key
from magadvise.words import FALLBACK, Language

TYPES = ("whole", "decimal", "clock", "date", "text")
_ID = re.compile(r"[A-Za-z0-9]+([._][A-Za-z0-9]+)*")
_WORD_ID = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_KEPT = re.compile(r"--[a-z][a-z-]*|\b[A-Z]{3}[0-9]{3}\b|\beGFR\b")


class _File:
    """Where a fault is: ``wrong`` makes the error."""

    def __init__(self, name: str) -> None:
        self.name = name

    def wrong(self, where: str, reason: str) -> KnowledgeError:
        return KnowledgeError(self.name, where or "file", reason)


def words(name: str, data: Any) -> dict[str, str]:
    """The English messages of one file, as templates by id."""
    file = _File(name)
    found: dict[str, str] = {}
    rows = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise file.wrong("file", "must hold a list of messages")
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise file.wrong("messages", "each message needs an id")
        where = row["id"]
        if not _ID.fullmatch(where) or where in found:
            raise file.wrong(where, "the id is no id or appears twice")
        if row.keys() - {"id", "text", "params"}:
            raise file.wrong(where, "has a field that is not known")
        params = row.get("params", {})
        if not isinstance(params, dict) or any(kind not in TYPES for kind in params.values()):
            raise file.wrong(where, "each parameter needs a type: " + ", ".join(TYPES))
        text = _whole(file, where, row.get("text"))
        if set(_fields(file, where, text)) != params.keys():
            raise file.wrong(where, "the parameters are not the fields of the text")
        found[where] = text
    return found


def listed(name: str, text: bytes) -> dict[str, Language]:
    """``languages.json``: each with its id and name, English first."""
    file = _File(name)
    try:
        rows = json.loads(text)["languages"]
        languages = [Language(**row) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise file.wrong("file", "is no list of languages") from error
    for one in languages:
        texts = (one.id, one.name, one.decimal, one.date)
        if not all(isinstance(t, str) and t for t in texts) or not re.fullmatch(
            "[a-z]{2,3}", one.id
        ):
            raise file.wrong(str(one.id), "needs an id of two or three letters and a name")
        if set(_fields(file, one.id, one.date)) != {"year", "month", "day"}:
            raise file.wrong(one.id, "the date needs year, month and day")
        if one.decimal not in ".," or not isinstance(one.keeps_capitals, bool):
            raise file.wrong(one.id, "the decimal sign is a point or a comma")
    if [one.id for one in languages].count("en") != 1 or languages[0] != Language():
        raise file.wrong("en", "English stands first, as the program writes it")
    if len({one.id for one in languages}) != len(languages):
        raise file.wrong("file", "a language appears twice")
    return {one.id: one for one in languages}


def language(
    name: str,
    files: Mapping[str, bytes],
    english: Mapping[str, Any],
    areas: Mapping[str, Mapping[str, str]],
) -> None:
    """All files of one language. ``english``: the parsed data files by name; ``areas``: the English
    messages by area."""
    for file_name, text in files.items():
        file = _File(f"{FOLDER}/{name}/{file_name}")
        data = parsed(name, file_name, text)
        area = re.fullmatch(r"words_([a-z_]+)\.json", file_name)
        if area and area[1] in areas:
            if data.keys() - {"messages"}:
                raise file.wrong("file", "holds messages and nothing else")
            _rows(file, "messages", dict.fromkeys(areas[area[1]], "text"), areas[area[1]],
                  data.get("messages", {}))  # fmt: skip
        elif file_name in TEXTS:
            _rows(file, "", TEXTS[file_name], english[file_name], data)
        else:
            raise file.wrong("file", "there is no data file of this name with texts")


def gaps(given: Any, fields: Fields | str, english: Any, where: str = "") -> Iterator[str]:
    """Where a language says nothing and the mark of English would stand."""
    if isinstance(fields, str):
        if fields != "free" and english is not None and not given:
            yield where
        return
    if isinstance(english, list):
        for n, row in enumerate(english):
            below = (given or {}).get(key(row, n), {})
            yield from gaps(below, fields, row, f"{where}.{key(row, n)}")
    elif english is not None:
        for field, sub in fields.items():
            if field in english:
                yield from gaps(
                    (given or {}).get(field, {}), sub, english[field], f"{where}.{field}"
                )


def _rows(file: _File, where: str, fields: Fields | str, english: Any, given: Any) -> None:
    """Given texts against the English rows that they stand for."""
    if isinstance(fields, str):
        _texts(file, where, fields, english, given)
        return
    if not isinstance(given, dict):
        raise file.wrong(where, "must hold texts by name")
    if english is None:
        raise file.wrong(where, "has no text in English")
    if isinstance(english, list):
        known = {key(row, n): row for n, row in enumerate(english)}
        for name, row in given.items():
            if name not in known:
                raise file.wrong(f"{where}.{name}", "there is no such row")
            _rows(file, f"{where}.{name}", fields, known[name], row)
        return
    for name, value in given.items():
        path = f"{where}.{name}" if where else name
        if name not in fields or name not in english:
            raise file.wrong(path, "is no text of this file for people")
        _rows(file, path, fields[name], english[name], value)


def _texts(file: _File, where: str, kind: str, english: Any, given: Any) -> None:
    """A text, a list of texts, or texts by name."""
    if isinstance(english, list):
        if not isinstance(given, list) or len(given) != len(english):
            raise file.wrong(where, f"must hold {len(english)} texts")
        for n, (ours, theirs) in enumerate(zip(english, given, strict=True)):
            _same(file, f"{where}.{n}", kind, ours, theirs)
    elif isinstance(english, dict):
        if not isinstance(given, dict) or given.keys() - english.keys():
            raise file.wrong(where, "must hold texts of the same names")
        for name, text in given.items():
            _same(file, f"{where}.{name}", kind, english[name], text)
    else:
        _same(file, where, kind, english, given)


def _same(file: _File, where: str, kind: str, english: Any, given: Any) -> None:
    """One translation: same fields, numbers, flags and codes."""
    if english is None:
        raise file.wrong(where, "has no text in English")
    text = _whole(file, where, given)
    if _edges(text) != _edges(english):
        raise file.wrong(where, "has other blanks at its ends than the English text")
    if text.startswith(FALLBACK):
        raise file.wrong(where, "carries the mark of a missing text")
    if _WORD_ID.fullmatch(english) and text != english:
        raise file.wrong(where, "is an id and must stay")
    if kind == LINE and len(text) > LONGEST_LINE:
        raise file.wrong(where, f"is longer than {LONGEST_LINE} characters")
    if Counter(_fields(file, where, text)) != Counter(_fields(file, where, english)):
        raise file.wrong(where, "does not have the fields of the English text")
    if numbers(text) != numbers(english):
        raise file.wrong(where, "does not have the numbers of the English text")
    if set(_KEPT.findall(text)) != set(_KEPT.findall(english)):
        raise file.wrong(where, "does not keep the flags, codes and names of the English text")


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def numbers(text: str) -> Counter[str]:
    """The numbers of a text outside its fields, a decimal comma as a point."""
    bare = "".join(part[0] for part in string.Formatter().parse(text))
    return Counter(found.replace(",", ".") for found in _NUMBER.findall(bare))


def _whole(file: _File, where: str, text: object) -> str:
    if not isinstance(text, str) or not text:
        raise file.wrong(where, "is empty or no text")
    if not text.strip() or not text.isprintable():
        raise file.wrong(where, "is blank or has a sign that does not print")
    return text


def _fields(file: _File, where: str, text: str) -> list[str]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise file.wrong(where, "has a brace that does not close") from error
    found = [part for part in parts if part[1] is not None]
    if any(part[2] or part[3] or not str(part[1]).isidentifier() for part in found):
        raise file.wrong(where, "a field is a plain name in braces")
    return [str(part[1]) for part in found]
