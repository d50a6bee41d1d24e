"""Find, read, check and freeze the data files.

The files stand in ``magadvise/data`` of an installed copy, or in ``data`` of the checkout beside
``src``. A file whose checksum stands in ``seal.json`` was checked when it was sealed; any other file
is checked in full (schema and cross-checks) before one row of it is used.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from magadvise.errors import KnowledgeError
from magadvise.knowledge import build, label_table
from magadvise.knowledge.label_table import LabelTable
from magadvise.knowledge.medicine_table import table
from magadvise.knowledge.rows import Knowledge
from magadvise.words import ENGLISH, Language, Words

if TYPE_CHECKING:
    from magadvise.knowledge.code_table import CodeTable
    from magadvise.knowledge.languages import Overlay

NAMES = (
    "knowledge.json", "sources.json", "rda.json", "forms.json", "medicines.json", "products.json",
    "conditions.json", "red_flags.json", "patterns.json", "dosing.json", "foods.json",
    "topics.json", "rules.json", "labels.json",
    "questions.json", "report.json", "codes.json", "diary.json",
)  # fmt: skip
SEAL = "seal.json"
WORDS = "words"  # a folder: the messages of the program by area
CORE = (
    "core"  # the area of the core; its messages stand in knowledge.json, which a plan reads anyway
)
ONLY_SHOWN = (  # not for a plan
    "topics.json", "labels.json", "questions.json", "report.json", "codes.json", "diary.json",
)  # fmt: skip


def folder() -> Path:
    """Where the data files are: the packaged copy first, then the checkout."""
    here = Path(__file__).resolve().parent.parent
    for place in (here / "data", here.parent.parent / "data"):
        if (place / NAMES[0]).is_file():
            return place
    raise KnowledgeError(NAMES[0], "folder", "no data files beside the program")


def load_knowledge(place: Path | None = None, language: str = ENGLISH) -> Knowledge:
    """All that the core knows, its texts in that language. Raises :class:`KnowledgeError` with file,
    row and reason, and :class:`InputError` for a language that is not known."""
    return _knowledge(place or folder(), language)


@cache
def _knowledge(place: Path, language: str) -> Knowledge:
    texts = {name: _read(place / name) for name in NAMES if name not in ONLY_SHOWN}
    if not _sealed(place, texts):
        from magadvise.knowledge import check  # imports pydantic: only for unsealed files

        check.everything({name: _read(place / name) for name in NAMES})
    medicines = texts.pop("medicines.json")
    files = {name: _parse(name, text) for name, text in texts.items()}
    words = Words(CORE, build.messages(files["knowledge.json"]))
    if language == ENGLISH:
        return build.knowledge(files, table(medicines), words)
    overlay = _overlay(place, language)
    said = {name: overlay.file(name, data) for name, data in files.items()}
    return build.knowledge(
        said,
        table(medicines, partial(overlay.row, "medicines.json")),
        Words(CORE, overlay.messages(CORE, words.messages), overlay.language),
    )


@cache
def load_words(area: str, language: str = ENGLISH, place: Path | None = None) -> Words:
    """The messages of ``words/<area>.json`` in that language. Raises as :func:`load_knowledge`."""
    place = place or folder()
    if area == CORE:
        return load_knowledge(place, language).words
    name = f"{WORDS}/{area}.json"
    text = _read(place / name)
    data = _parse(name, text)
    if not _sealed(place, {name: text}):
        from magadvise.knowledge import check_languages

        check_languages.words(name, data)
    messages = build.messages(data)
    if language == ENGLISH:
        return Words(area, messages)
    overlay = _overlay(place, language)
    return Words(area, overlay.messages(area, messages), overlay.language)


@cache
def _overlay(place: Path, language: str) -> Overlay:
    """A language, checked against the English texts unless all are as they were sealed."""
    from magadvise.knowledge import languages

    overlay = languages.overlay(place, language)
    if not _sealed(place, {**_english(place), **_languages(place, (language,))}):
        _check_languages(place, (language,))
    return overlay


def load_languages(place: Path | None = None) -> dict[str, Language]:
    """The languages there are, by id."""
    from magadvise.knowledge import languages

    return languages.known(place or folder())


def load_file(name: str, place: Path | None = None, language: str = ENGLISH) -> Any:
    """One data file as plain values, for ``show`` and ``explain``; the same seal and checks."""
    place = place or folder()
    load_knowledge(place)
    text = _read(place / name)
    if not _sealed(place, {name: text}):
        from magadvise.knowledge import check

        check.everything({n: _read(place / n) for n in NAMES})
    data = _parse(name, text)
    return data if language == ENGLISH else _overlay(place, language).file(name, data)


@cache
def load_labels(place: Path | None = None) -> LabelTable:
    """What is needed to read a label."""
    return label_table.table(load_file("labels.json", place), load_file("forms.json", place))


@cache
def load_codes(place: Path | None = None) -> CodeTable:
    """What is needed to read FHIR."""
    from magadvise.knowledge import code_table

    return code_table.table(load_file("codes.json", place), load_knowledge(place))


def forget() -> None:
    """Read everything anew next time. For whoever changes the data."""
    for kept in (_knowledge, load_words, _overlay, load_labels, load_codes):
        kept.cache_clear()


def seal(place: Path | None = None) -> None:
    """Check every file and write ``seal.json``. For whoever changes the data."""
    from magadvise.knowledge import check, languages

    place = place or folder()
    english = _english(place)
    check.everything({name: english[name] for name in NAMES})
    known = tuple(languages.known(place)) if (place / languages.LIST).is_file() else ()
    _check_languages(place, known)
    texts = {**english, **_languages(place, known)}
    digests = {name: _digest(text) for name, text in texts.items()}
    (place / SEAL).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def _english(place: Path) -> dict[str, bytes]:
    """The data files and the messages of the program."""
    words = sorted(f"{WORDS}/{path.name}" for path in (place / WORDS).glob("*.json"))
    return {name: _read(place / name) for name in (*NAMES, *words)}


def _languages(place: Path, known: Iterable[str]) -> dict[str, bytes]:
    """The list of languages and the files of these."""
    from magadvise.knowledge import languages

    if not known:
        return {}
    return {languages.LIST: _read(place / languages.LIST)} | {
        f"{languages.FOLDER}/{language}/{name}": text
        for language in known
        for name, text in languages.files(place, language).items()
    }


def _check_languages(place: Path, known: Iterable[str]) -> None:
    from magadvise.knowledge import check_languages, languages

    english = {name: _parse(name, text) for name, text in _english(place).items()}
    if known:
        check_languages.listed(languages.LIST, _read(place / languages.LIST))
    areas = {
        name.removeprefix(f"{WORDS}/").removesuffix(".json"): check_languages.words(name, data)
        for name, data in english.items()
        if name.startswith(f"{WORDS}/")
    }
    areas[CORE] = check_languages.words("knowledge.json", english["knowledge.json"])
    for language in known:
        check_languages.language(language, languages.files(place, language), english, areas)


def _sealed(place: Path, texts: Mapping[str, bytes]) -> bool:
    try:
        sealed = json.loads((place / SEAL).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(sealed, dict) and all(
        sealed.get(name) == _digest(text) for name, text in texts.items()
    )


def _digest(text: bytes) -> str:
    """Against accidents, not against people: who can change a data file can change the program too.
    (``hashlib`` would cost as much as reading all the files.)"""
    return f"{len(text)}-{zlib.crc32(text):08x}-{zlib.adler32(text):08x}"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeError(path.name, "file", "cannot be read") from error


def _parse(name: str, text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise KnowledgeError(name, "file", "is not valid JSON") from error


def manifest() -> Any:
    """Version and review date alone, for ``--version``."""
    return _parse("knowledge.json", _read(folder() / "knowledge.json"))
