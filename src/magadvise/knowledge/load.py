"""Find, read, check and freeze the data files.

The files stand in ``magadvise/data`` of an installed copy, or in ``data`` of the checkout beside
``src``. A file whose checksum stands in ``seal.json`` was checked when it was sealed; any other file
is checked in full (schema and cross-checks) before one row of it is used.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from magadvise.errors import KnowledgeError
from magadvise.knowledge import build, label_table
from magadvise.knowledge.label_table import LabelTable
from magadvise.knowledge.medicine_table import table
from magadvise.knowledge.rows import Knowledge

if TYPE_CHECKING:
    from magadvise.knowledge.code_table import CodeTable

NAMES = (
    "knowledge.json", "sources.json", "rda.json", "forms.json", "medicines.json", "products.json",
    "conditions.json", "red_flags.json", "patterns.json", "dosing.json", "foods.json",
    "topics.json", "rules.json", "labels.json",
    "questions.json", "report.json", "codes.json",
)  # fmt: skip
SEAL = "seal.json"
ONLY_SHOWN = (  # not for a plan
    "topics.json", "labels.json", "questions.json", "report.json", "codes.json",
)  # fmt: skip


def folder() -> Path:
    """Where the data files are: the packaged copy first, then the checkout."""
    here = Path(__file__).resolve().parent.parent
    for place in (here / "data", here.parent.parent / "data"):
        if (place / NAMES[0]).is_file():
            return place
    raise KnowledgeError(NAMES[0], "folder", "no data files beside the program")


@cache
def load_knowledge(place: Path | None = None) -> Knowledge:
    """All that the core knows. Raises :class:`KnowledgeError` with file, row and reason."""
    place = place or folder()
    texts = {name: _read(place / name) for name in NAMES if name not in ONLY_SHOWN}
    if not _sealed(place, texts):
        from magadvise.knowledge import check  # imports pydantic: only for unsealed files

        check.everything({name: _read(place / name) for name in NAMES})
    medicines = table(texts.pop("medicines.json"))
    return build.knowledge({name: _parse(name, text) for name, text in texts.items()}, medicines)


def load_file(name: str, place: Path | None = None) -> Any:
    """One data file as plain values, for ``show`` and ``explain``; the same seal and checks."""
    place = place or folder()
    load_knowledge(place)
    text = _read(place / name)
    if not _sealed(place, {name: text}):
        from magadvise.knowledge import check

        check.everything({n: _read(place / n) for n in NAMES})
    return _parse(name, text)


@cache
def load_labels(place: Path | None = None) -> LabelTable:
    """What is needed to read a label."""
    return label_table.table(load_file("labels.json", place), load_file("forms.json", place))


@cache
def load_codes(place: Path | None = None) -> CodeTable:
    """What is needed to read FHIR."""
    from magadvise.knowledge import code_table

    return code_table.table(load_file("codes.json", place), load_knowledge(place))


def seal(place: Path | None = None) -> None:
    """Check every file and write ``seal.json``. For whoever changes the data."""
    from magadvise.knowledge import check

    place = place or folder()
    texts = {name: _read(place / name) for name in NAMES}
    check.everything(texts)
    digests = {name: _digest(text) for name, text in texts.items()}
    (place / SEAL).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


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
