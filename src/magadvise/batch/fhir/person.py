"""Patient records: id, age, sex, whether the person died, cramp patterns of an extension."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from magadvise.batch.fhir import dates
from magadvise.batch.fhir.shapes import Data, listed, part, text
from magadvise.knowledge.code_table import CodeTable

LONGEST_ID = 256
SEXES = ("female", "male")  # other, unknown and anything else is unknown
TOLD = ("birthDate", "gender", "deceasedBoolean", "deceasedDateTime")


class Person(NamedTuple):
    """Of one Patient record. ``died``: "" alive, else the first day that it may have been ("0001" where
    no day is told). ``error``: why the person cannot be answered."""

    id: str
    born: str
    sex: str
    died: str
    patterns: tuple[str, ...]
    error: str = ""


def id_of(resource: Data, full_url: str = "") -> str:
    """The id of a record, or the uuid that its bundle calls it by."""
    id_ = text(resource, "id")
    if not id_ and full_url.startswith("urn:uuid:"):
        id_ = full_url.removeprefix("urn:uuid:")
    return id_ if len(id_) <= LONGEST_ID else ""


def fingerprint(resource: Data) -> int:
    """Equal for two records that say the same of a person."""
    return hash(tuple(str(resource.get(key)) for key in TOLD))


def person(resource: Data, full_url: str, codes: CodeTable) -> Person:
    """What a Patient record says."""
    written = text(resource, "birthDate")
    born = dates.day(written)
    id_, error = id_of(resource, full_url), ""
    if not id_:
        error = "no_id"
    elif id_ != str(resource.get("id") or id_).strip():
        error = "bad_text"
    elif not written:
        error = "no_birth_date"
    elif not born:
        error = "bad_birth_date"
    sex = text(resource, "gender").casefold()
    return Person(id_, born, sex if sex in SEXES else "unknown", _died(resource),
                  _patterns(resource, codes), error)  # fmt: skip


def _died(resource: Data) -> str:
    """A date of death that cannot be read is one all the same."""
    if resource.get("deceasedDateTime") is not None:
        return dates.day(text(resource, "deceasedDateTime")) or "0001"
    return "0001" if resource.get("deceasedBoolean") in (True, "true") else ""


def _patterns(resource: Data, codes: CodeTable) -> tuple[str, ...]:
    found = []
    for extension in listed(resource, "extension"):
        if text(extension, "url") in codes.patterns:
            coded = part(extension, "valueCoding") or next(
                listed(part(extension, "valueCodeableConcept"), "coding"), part({}, "")
            )
            found += [
                text(extension, "valueCode"),
                text(extension, "valueString"),
                text(coded, "code"),
            ]
    return tuple(dict.fromkeys(word for word in found if word))


def months(born: str, as_of: date, adult_years: int) -> int:
    """Completed months on that day, below 0 for a later birth. Of a birth date that is a year or a
    month alone, the younger reading for who may be under age, else the older one: each is the
    stricter."""
    youngest = dates.months_between(dates.last(born), as_of)
    oldest = dates.months_between(dates.first(born), as_of)
    return max(youngest, 0) if oldest >= 0 and youngest < adult_years * 12 else oldest
