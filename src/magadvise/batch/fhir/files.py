"""Folders and files to records: each line, bundle entry or single resource, with its place."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from magadvise.batch import records
from magadvise.batch.fhir.shapes import EMPTY, Data, Number, listed, part, text
from magadvise.batch.fhir.version import OLD_TYPES
from magadvise.batch.sources import NoUsableData

READ = (
    "Patient",
    "Condition",
    "Observation",
    "MedicationRequest",
    "MedicationStatement",
    "Medication",
)
TELLING = (*OLD_TYPES, "CapabilityStatement")  # types that tell another version
LARGEST = 1 << 28  # bytes of one bundle: it is parsed in one piece
ENDINGS = (".ndjson", ".json")
HINT = "Give a bulk export folder of FHIR R4, with a Patient file, or bundle files."
HISTORY = "history"  # a bundle that holds one record many times
_TYPE = re.compile(r'"resourceType"\s*:\s*"([A-Za-z]+)"')


class Place(NamedTuple):
    """Where a record stands. ``line`` counts lines, in a bundle its entries; offsets are bytes,
    ``None`` in a bundle; ``raw`` the bytes of a line, ``None`` where they are not kept."""

    line: int
    start: int | None
    end: int | None
    raw: bytes | None


class Record(NamedTuple):
    """One resource (``None`` where ``error`` says why not), and what its bundle calls it: ``names``
    maps an address of the bundle to the id of a resource in it."""

    place: Place
    resource: Data | None
    error: str = ""
    full_url: str = ""
    names: Mapping[str, str] = EMPTY


class Strict(ValueError):
    """A key stands twice in an object."""


def found(names: Sequence[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of the names, a folder giving its own, and what was passed over, for the person.
    Raises :class:`NoUsableData` for a folder without any."""
    files: list[Path] = []
    passed = 0
    for name in names:
        path = Path(name)
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
        kept = [file for file in inside if file.is_file() and _wanted(file)]
        passed += len(inside) - len(kept)
        if not kept:
            raise NoUsableData("the folder holds no file of FHIR records", HINT)
        files += kept
    said = (f"files of the folder with other records, not read: {passed}",) if passed else ()
    return tuple(dict.fromkeys(files)), said


def _wanted(file: Path) -> bool:
    """Whether a file of a folder may hold what is read: not where its name and its first record
    agree that it holds something else, and not a JSON file that is no resource."""
    with file.open("rb") as stream:
        head = stream.read(1 << 16).decode("utf-8", "replace")
    kind = _TYPE.search(head)
    if file.suffix.lower() == ".json":
        return kind is not None or not head.lstrip("\ufeff \t\r\n").startswith("{")
    return kind is None or kind[1] in (*READ, *TELLING, "Bundle") or kind[1] not in file.name


def records_of(file: Path) -> Iterator[Record]:
    """Every record of a file. Raises :class:`OSError`."""
    if file.suffix.lower() == ".json" and not _is_lines(file):
        yield from _whole(file)
        return
    with file.open("rb") as stream:
        for line in records.lines(stream):
            place = Place(line.number, line.start, line.end, line.raw)
            if line.raw is None or line.bad:
                yield Record(place, None, "bad_encoding" if line.bad else "line_too_long")
            elif line.text.strip():
                yield from _parsed(line.text, place)


def _is_lines(file: Path) -> bool:
    """Whether a ``.json`` file holds one resource a line: its first line is one, and more follow."""
    with file.open("rb") as stream:
        head, more = stream.readline(records.LONGEST), stream.readline(records.LONGEST)
    return bool(more.strip()) and _parse(head.decode("utf-8", "replace"), _LOOSE)[0] is not None


def _whole(file: Path) -> Iterator[Record]:
    size = file.stat().st_size
    raw = file.read_bytes() if size <= LARGEST else b""
    place = Place(1, None, None, raw if raw and size <= records.LONGEST else None)
    if size > LARGEST:
        yield Record(place, None, "file_too_large")
        return
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Record(place, None, "bad_encoding")
        return
    yield from _parsed(content, place)


def _parsed(content: str, place: Place) -> Iterator[Record]:
    # A key that stands twice could give one patient the id of another.
    resource, error = _parse(content, _STRICT if '"Patient"' in content else _LOOSE)
    if resource is None:
        yield Record(place, None, error)
    elif resource["resourceType"] == "Bundle":
        yield from _entries(resource, place, itertools.count(1))
    else:
        yield Record(place, resource)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Strict
    return found


# Numbers stay as they are written. Looking for keys that stand twice takes as long again.
_LOOSE = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=_no_constant)
_STRICT = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=Number, parse_int=Number, parse_constant=_no_constant
)


def _parse(content: str, decoder: json.JSONDecoder) -> tuple[Data | None, str]:
    """An object with a type, or what is wrong with the text."""
    try:
        given = decoder.decode(content)
    except Strict:
        return None, "duplicate_key"
    except (ValueError, RecursionError):
        return None, "bad_json"
    return (given, "") if isinstance(given, dict) and _typed(given) else (None, "no_resource")


def _typed(resource: Data) -> bool:
    """Whether something names a type as FHIR writes them."""
    kind = text(resource, "resourceType")
    return kind.isalpha() and kind[0].isupper() and kind == resource["resourceType"]


def _entries(bundle: Data, place: Place, numbers: Iterator[int]) -> Iterator[Record]:
    """The resources of a bundle, and of bundles in it. In a file of lines they keep the place of
    their line."""
    if bundle.get("type") == HISTORY:
        yield Record(place, None, "bundle_type")
        return
    entries = list(listed(bundle, "entry"))
    pairs = [(text(e, "fullUrl"), text(part(e, "resource"), "id")) for e in entries]
    names = {url: id_ for url, id_ in pairs if url and id_}
    for entry in entries:
        resource, number = part(entry, "resource"), next(numbers)
        at = place if place.start is not None else Place(number, None, None, None)
        if resource.get("resourceType") == "Bundle":
            yield from _entries(resource, at, numbers)
        elif "resource" in entry:
            typed = _typed(resource)
            url = text(entry, "fullUrl")
            yield Record(
                at, resource if typed else None, "" if typed else "no_resource", url, names
            )
