"""A copy of the data files with languages that a test may break or add."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from magadvise.knowledge.load import folder


def copied(place: Path) -> Path:
    """All data files, as they ship."""
    return Path(shutil.copytree(folder(), place / "data"))


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def write(file: Path, data: Any) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def add_language(place: Path, **row: Any) -> None:
    """A line in the list of languages."""
    file = place / "languages" / "languages.json"
    data = read(file)
    usual = {"decimal": ".", "date": "{year}-{month}-{day}", "keeps_capitals": False}
    data["languages"].append({**usual, **row})
    write(file, data)


def say(place: Path, language: str, name: str, data: Any) -> None:
    """One file of a language."""
    write(place / "languages" / language / name, data)
