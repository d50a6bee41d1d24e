"""A small copy of the data files that a test may break."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from magadvise.knowledge.load import NAMES, folder

KEPT = {"ciprofloxacin", "dolutegravir", "rilpivirine", "raltegravir", "calcitriol", "omeprazole"}


def write(file: Path, data: Any) -> None:
    """JSON with each row of a list on a line of its own."""
    parts = []
    for key, value in data.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(row) for row in value)
            parts.append(f"{json.dumps(key)}: [\n{rows}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
    file.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def read(name: str, place: Path | None = None) -> Any:
    """One data file as plain values."""
    return json.loads(((place or folder()) / name).read_text(encoding="utf-8"))


def small_copy(place: Path) -> Path:
    """The data files with few medicines and one standard: quick to check, whole in itself."""
    for name in NAMES:
        data = read(name)
        if name == "rda.json":
            data["standards"] = [row for row in data["standards"] if row["id"] == "us"]
            for key in ("intakes", "limits"):
                data[key] = [row for row in data[key] if row["standard"] == "us"]
        if name == "medicines.json":
            data["ingredients"] = [row for row in data["ingredients"] if row["id"] in KEPT]
            for key in ("combinations", "route_brands"):
                data[key] = [row for row in data[key] if set(row["ingredients"]) <= KEPT]
            kept = [*data["ingredients"], *data["combinations"]]
            used = {row.get("interaction") for row in kept}
            data["interactions"] = [row for row in data["interactions"] if row["id"] in used]
        for key, most in (("topics", 2), ("foods", 5), ("products", 9)):
            if name == f"{key}.json":
                data[key] = data[key][:most]
        if name == "foods.json":
            left = {food["id"] for food in data["foods"]}
            for note in data["notes"]:
                note["leave_out"] = [food for food in note["leave_out"] if food in left]
        write(place / name, data)
    shutil.copytree(folder() / "words", place / "words", dirs_exist_ok=True)
    return place


def change(place: Path, name: str, how: Callable[[Any], object]) -> None:
    """Read one file of a copy, change it, write it back."""
    data = read(name, place)
    before = json.dumps(data)
    how(data)
    if json.dumps(data) == before:
        raise AssertionError("the change changed nothing")
    write(place / name, data)


def row(data: Any, key: str, **wanted: object) -> Any:
    """The one row of a list that has these values."""
    found = [r for r in data[key] if all(r.get(k) == v for k, v in wanted.items())]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} rows of {key} have {wanted}")
    return found[0]
