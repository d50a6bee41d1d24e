"""What can be wrong with the data that keep a person safe: one change a mutant.

Every number one up, one down, ten times, 0 and missing; every row gone; every name of a row changed;
the two windows of a medicine swapped, each gap swapped with its longer one; every severity, rung,
letter, action and urgency one step milder; every yes or no turned; every usual time an hour later.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

FILES = tuple(f"{name}.json" for name in "rda dosing rules conditions red_flags medicines".split())
MILDER = {
    "severity": ("stop", "clinician", "separate", "caution", "info"),
    "at_least": (
        "seek_care", "do_not_supplement", "clinician_first", "no_room", "check_first", None,
    ),
    "letter": ("X", "C", "S", "M", "I"),
    "action": ("stop", "clinician", "caution", "kidney_question"),
    "urgency": ("emergency", "see_doctor", "ask_first"),
    "cap": (None,),
    "interaction": (None,),
}  # fmt: skip
# Of the medicines: the rows of windows and letters, and what ties a medicine to its row.
OF_MEDICINES = ("interactions", "ingredients", "combinations")
OF_INGREDIENTS = ("interaction", "kidney_question")
NAMES = ("id", "code", "standard")
GONE = object()
Path = tuple[str | int, ...]


class Mutant(NamedTuple):
    """One changed place of one file. ``value`` stands there; :data:`GONE` where the row is taken out."""

    file: str
    path: Path
    where: str
    what: str
    value: Any

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.what}"

    def of(self, data: Any) -> Any:
        """A copy of the file's values with the change; only the way to it is copied."""
        whole = spot = copy.copy(data)
        *way, last = self.path
        for step in way:
            spot[step] = copy.copy(spot[step])
            spot = spot[step]
        if self.value is GONE:
            del spot[last]
        else:
            spot[last] = self.value
        return whole


def mutants(file: str, data: Any) -> list[Mutant]:
    """All mutants of one file."""
    return [Mutant(file, path, where, *change) for path, where, change in _walk(file, data, (), "")]


_remembered: dict[int, str] = {}


def remember(data: Any) -> None:
    """Write the rows of shipped values once. They must live as long as the process."""
    for value in data.values():
        _remembered.update({id(row): json.dumps(row) for row in value if isinstance(row, dict)})


def text_of(data: Any) -> bytes:
    """The file as bytes, each row of a list on one line."""
    parts = []
    for key, value in data.items():
        if isinstance(value, list):
            rows = ",\n".join(_remembered.get(id(row)) or json.dumps(row) for row in value)
            parts.append(f"{json.dumps(key)}: [\n{rows}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


Change = tuple[str, Any]


def _walk(file: str, value: Any, path: Path, where: str) -> Iterator[tuple[Path, str, Change]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if _counts(file, (*path, key)):
                here = f"{where}.{key}" if where else key
                yield from (((*path, key), here, change) for change in _field(key, item))
                yield from _walk(file, item, (*path, key), here)
        if value.get("mg_after_drug_h") and value.get("mg_before_drug_h"):
            after, before = value["mg_after_drug_h"], value["mg_before_drug_h"]
            if after != before:
                swapped = {**value, "mg_after_drug_h": before, "mg_before_drug_h": after}
                yield path, where, ("windows swapped", swapped)
        if set(value) == {"minimum", "preferred"} and value["minimum"] != value["preferred"]:
            swapped = {"minimum": value["preferred"], "preferred": value["minimum"]}
            yield path, where, ("minimum and preferred swapped", swapped)
    elif isinstance(value, list):
        for n, item in enumerate(value):
            here = f"{where}[{_label(item, n)}]"
            if isinstance(item, dict) or len(path) == 1:
                if file != "medicines.json" or path[0] == "interactions":
                    yield (*path, n), here, ("row deleted", GONE)
                yield from _walk(file, item, (*path, n), here)


def _counts(file: str, path: Path) -> bool:
    if path[-1] == "example":
        return False
    if file != "medicines.json":
        return True
    if path[0] not in OF_MEDICINES:
        return False
    return path[0] == "interactions" or len(path) < 3 or path[2] in OF_INGREDIENTS


def _field(key: str, value: Any) -> Iterator[Change]:
    if isinstance(value, bool):
        yield f"{value} turned", not value
    elif isinstance(value, int | float):
        changed = {value + 1: "+1", value - 1: "-1", value * 10: "x10", 0: "0"}
        for new, what in changed.items():
            if new != value:
                yield f"{value} {what}", type(value)(new)
        yield f"{value} missing", None
    elif key in MILDER and isinstance(value, str):
        steps = MILDER[key]
        after = steps.index(value) + 1 if value in steps else 0
        if after < len(steps):
            milder = steps[after]
            yield f"{value} {'milder: ' + milder if milder else 'missing'}", milder
    elif key in NAMES and isinstance(value, str):
        yield "renamed", _renamed(key, value)
    elif key == "time" and isinstance(value, str):
        yield "an hour later", f"{(int(value[:2]) + 1) % 24:02d}{value[2:]}"


def _renamed(key: str, value: str) -> str:
    """Another name that the schema lets pass: a code stays in its family."""
    if key == "code":
        return f"{value[:-2]}99"
    return value[:-1] + ("b" if value[-1] == "a" else "a")


def _label(item: Any, n: int) -> str:
    if not isinstance(item, dict):
        return str(n)
    for name in ("id", "code", "when"):
        if isinstance(item.get(name), str):
            return str(item[name])
    parts = [str(item[k]) for k in ("standard", "group", "sex", "stage") if k in item]
    return " ".join(parts) or str(n)
