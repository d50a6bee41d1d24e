"""Parts of a FHIR resource, whatever the file puts in their place: a wrong type reads as missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Data = Mapping[str, Any]
EMPTY: Data = {}


class Number(str):
    """A number as it is written in JSON: nothing is rounded, and it is no text."""

    __slots__ = ()


def part(data: Data, key: str) -> Data:
    """An object of an object."""
    found = data.get(key)
    return found if isinstance(found, dict) else EMPTY


def listed(data: Data, key: str) -> Iterator[Data]:
    """The objects of a list."""
    found = data.get(key)
    if isinstance(found, list):
        for item in found:
            if isinstance(item, dict):
                yield item


def text(data: Data, key: str) -> str:
    """A text without blanks around it. Half a character becomes a question mark: it may be written
    to a file."""
    found = data.get(key)
    if type(found) is not str:
        return ""
    return found.strip() if found.isascii() else found.strip().encode("utf-8", "replace").decode()


def first_code(concept: Any) -> str:
    """The code of a status, in small letters; "" where there is none."""
    if not isinstance(concept, dict):
        return ""
    for coding in listed(concept, "coding"):
        return text(coding, "code").casefold()
    return ""
