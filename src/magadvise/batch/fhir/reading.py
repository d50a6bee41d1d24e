"""FHIR R4 to rows: a first pass gathers what is known of each patient, a second gives the patients
in the order of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from magadvise.batch import sources
from magadvise.batch.fhir import answers, dates, files, person
from magadvise.batch.fhir.facts import Index
from magadvise.batch.fhir.medicines import Chooser
from magadvise.batch.fhir.person import Person
from magadvise.batch.sources import Item, NoUsableData
from magadvise.knowledge.code_table import CodeTable

MESSAGES = {
    **{code: sources.MESSAGES[code] for code in
       ("line_too_long", "bad_encoding", "bad_json", "duplicate_key", "bad_text")},
    "no_resource": "the line or file is no FHIR resource",
    "other_version": "the record is not FHIR R4",
    "bundle_type": "a history bundle holds old versions of records and cannot be read",
    "file_too_large": "the file is larger than 256 MiB; give a bulk export instead",
    "no_id": "the patient has no id",
    "no_birth_date": "the patient has no date of birth",
    "bad_birth_date": "the date of birth is no date",
    "born_later": "the date of birth is later than the day of the answer",
    "duplicate_patient": "two patients share this id, and their records cannot be told apart",
}  # fmt: skip
DIED, REPEATED = "died", "repeated"  # why a patient is left out
JUMP = 366  # days between the two newest dates that are worth a word
AS_OF_HINT = "Give the day that the ages are for: --as-of 2026-01-31"


class FhirTable(NamedTuple):
    """The patients of some files. ``left_out`` fills while the rows are read; ``as_of`` and ``said``
    (what was found out, for the person) stand before the first row. ``file`` names the file that the
    last row came from."""

    rows: Iterator[Item]
    left_out: Counter[str]
    as_of: date
    said: tuple[str, ...]
    file: Callable[[], str]


def table(names: Sequence[str], codes: CodeTable, as_of: date | None = None) -> FhirTable:
    """The rows of folders and files; without ``as_of`` the newest date of the records is the day.
    Raises :class:`NoUsableData` for no patients, another FHIR version, or no date, and
    :class:`OSError`."""
    paths, said = files.found(names)
    reading = _Reading(codes, as_of)
    for path in paths:
        reading.first(path)
    day = reading.day()
    reading.usable()
    return FhirTable(
        reading.rows(paths, day), reading.left_out, day, (*said, *reading.said(day)), reading.file
    )


class _Reading:
    def __init__(self, codes: CodeTable, as_of: date | None) -> None:
        self.codes = codes
        self.asked = as_of
        self.index = Index(codes, as_of)
        self.left_out: Counter[str] = Counter()
        self._bad: dict[Path, list[tuple[files.Place, str]]] = {}  # of files of lines
        self._whole: dict[Path, list[tuple[files.Place, Person | str]]] = {}  # of other files
        self._with_patients: set[Path] = set()
        self._met: set[str] = set()
        self._file = ""

    def file(self) -> str:
        return self._file

    # first pass ---------------------------------------------------------------------------------

    def first(self, path: Path) -> None:
        """Take in every record of a file, and note those that cannot be read."""
        for record in files.records_of(path):
            place, error = record.place, self.index.add(record)
            patient = not error and _is_patient(record)
            if place.start is None:
                if patient or error:
                    self._whole.setdefault(path, []).append((place, error or self._person(record)))
            elif error:  # its bytes are read again
                self._bad.setdefault(path, []).append((place._replace(raw=None), error))
            elif patient:
                self._with_patients.add(path)

    def _person(self, record: files.Record) -> Person:
        return person.person(record.resource or {}, record.full_url, self.codes)

    def usable(self) -> None:
        """Raises :class:`NoUsableData` for records of another version, or without a patient."""
        other = self.index.other_version()
        if other:
            raise NoUsableData(f"the records are FHIR {other}, and only R4 is read", files.HINT)
        broken = any("patient" in p.name.casefold() for p in (*self._bad, *self._whole))
        if not self.index.kinds["Patient"] and not broken:
            raise NoUsableData("no Patient record was found", files.HINT)

    def day(self) -> date:
        """The day of the answers."""
        if self.asked is None and not self.index.newest:
            self.usable()
            raise NoUsableData("no record has a date, so no age can be told", AS_OF_HINT)
        return self.asked or dates.first(self.index.newest)

    def said(self, day: date) -> Iterator[str]:
        """What the person should know before the first answer."""
        index = self.index
        if self.asked is None:
            yield f"ages as of {day}, the newest date in the data; --as-of says another"
            if index.alone and index.before and (day - dates.first(index.before)).days > JUMP:
                yield f"the next date is {index.before}, more than a year earlier: check the newest one"
        else:
            yield f"ages as of {day}"
        if index.later:
            yield f"records of a later day, which do not count: {index.later}"
        orphans = sum(facts.person is None for facts in index.patients.values())
        if orphans:
            yield f"people with records but without a Patient record, not answered: {orphans}"
        if index.other_units:
            yield (
                "eGFR results in mL/min, or without a unit, read as mL/min/1.73 m2 as their LOINC "
                f"codes say: {index.other_units}"
            )
        clashes = sum(answers.stage_clash(f, index, day) for f in index.patients.values())
        if clashes:
            yield f"patients with a kidney stage worse than their eGFR; the stage counts: {clashes}"

    # second pass --------------------------------------------------------------------------------

    def rows(self, paths: Sequence[Path], day: date) -> Iterator[Item]:
        """Every patient, and every record that could not be read, one item each."""
        make = answers.Maker(self.index, Chooser(self.codes, self.index.medications), day)
        for path in paths:
            self._file = str(path)
            for place, told in self._told(path):
                item = self._patient(place, told, make) if isinstance(told, Person) else None
                if item or not isinstance(told, Person):
                    yield item or Item(*place, None, str(told))

    def _told(self, path: Path) -> Iterator[tuple[files.Place, Person | str]]:
        """The patients of a file, and why each record that could not be read could not."""
        yield from self._whole.get(path, ())
        if path not in self._with_patients:
            yield from self._unread(path)
            return
        bad = {place.line for place, _ in self._bad.get(path, ())}
        for record in files.records_of(path):
            error = self.index.refused(record) if record.place.line in bad else ""
            if error:
                yield record.place, error
            elif _is_patient(record):
                yield record.place, self._person(record)

    def _unread(self, path: Path) -> Iterator[tuple[files.Place, str]]:
        """The lines of a file without patients that could not be read, with their bytes."""
        bad = self._bad.get(path, ())
        if not bad:
            return
        with path.open("rb") as stream:
            for place, error in bad:
                if error == "line_too_long" or place.start is None or place.end is None:
                    yield place, error
                    continue
                stream.seek(place.start)
                yield place._replace(raw=stream.read(place.end - place.start)), error

    def _patient(self, place: files.Place, one: Person, make: answers.Maker) -> Item | None:
        """The row of a patient, ``None`` where it is left out."""
        if one.error:
            return Item(*place, None, one.error)
        facts = self.index.facts(one.id)
        if facts.clash:
            return Item(*place, None, "duplicate_patient")
        if one.died and dates.first(one.died) <= make.day:
            self.left_out[DIED] += 1
            return None
        if one.id in self._met:
            self.left_out[REPEATED] += 1
            return None
        self._met.add(one.id)
        cells = make.cells(one, facts)
        return Item(*place, cells) if cells else Item(*place, None, "born_later")


def _is_patient(record: files.Record) -> bool:
    return record.resource is not None and record.resource["resourceType"] == "Patient"
