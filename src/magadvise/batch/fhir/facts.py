"""What is known of each patient: one pass over all records, of which only what counts is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from magadvise.batch.fhir import (
    conditions,
    dates,
    labs,
    medicines,
    observed,
    person,
    version,
)
from magadvise.batch.fhir.files import Record
from magadvise.batch.fhir.shapes import Data, part, text
from magadvise.knowledge.code_table import CodeTable, LabTest

# The dates that make "the newest date in the data"; ends of periods may lie ahead.
DATED = {
    "Condition": ("recordedDate", "onsetDateTime", "onsetPeriod"),
    "Observation": ("effectiveDateTime", "effectiveInstant", "effectivePeriod", "issued"),
    "MedicationRequest": ("authoredOn",),
    "MedicationStatement": ("dateAsserted", "effectiveDateTime", "effectivePeriod"),
    "Patient": ("deceasedDateTime",),
}
QUESTIONS = {"Condition": "conditions", "MedicationRequest": "medications",
             "MedicationStatement": "medications"}  # fmt: skip
OTHER_VERSION = "other_version"
_SUBJECT = re.compile(r'"reference"\s*:\s*"([^"]*Patient/[^"]+|urn:uuid:[^"]+)"')
_KIND = re.compile(r'"resourceType"\s*:\s*"([A-Za-z]+)"')


class Facts:
    """Of one patient. ``person``: what a Patient record said (its hash), ``clash`` where two said
    different things. ``unclear``: questions whose record could not be read."""

    __slots__ = (
        "clash", "conditions", "creatinine", "egfr", "magnesium", "medicines", "person", "plain",
        "pregnancy", "spoilt", "unclear",
    )  # fmt: skip

    def __init__(self) -> None:
        self.person: int | None = None
        self.clash = False
        self.egfr: labs.Test | None = None
        self.creatinine: labs.Test | None = None
        self.spoilt = ""  # the day of the newest test that cannot be used
        self.magnesium: observed.Magnesium | None = None
        self.pregnancy: observed.Pregnancy | None = None
        self.conditions: list[conditions.Entry] = []
        self.plain = ""  # until when some condition without a meaning here is open
        self.medicines: list[medicines.Taken] = []
        self.unclear: tuple[str, ...] = ()


Take = Callable[[Facts, str, Data], None]  # what one result says, of which day


class Index:
    """All patients by id. ``as_of`` is the day that was asked for: what is dated later is passed
    over. ``newest`` is the newest date of the records (``alone``: of one), ``before`` the next one."""

    def __init__(self, codes: CodeTable, as_of: date | None) -> None:
        self.codes = codes
        self.as_of = as_of
        self.patients: dict[str, Facts] = {}
        self.medications: dict[str, medicines.Concept] = {}
        self.kinds: Counter[str] = Counter()
        self.others: Counter[tuple[str, str]] = Counter()  # kind and version
        self.later = 0
        self.other_units = 0
        self.statuses = 0  # observations that answer whether somebody is pregnant
        self.newest = self.before = ""
        self.alone = False
        self._cut = as_of.isoformat() if as_of else ""
        self._conditions = conditions.Reader(codes)
        self.labs = labs.Reader(codes)
        self._observed = observed.Reader(codes)
        self._loinc = labs.loinc(codes)
        self._wanted: dict[str, Take] = {
            **{code: partial(self._test, test) for code, test in codes.tests.items()},
            **{code: partial(self._level, units) for code, units in codes.magnesium.items()},
            **dict.fromkeys(codes.pregnancy, self._status),
        }
        self._questions = {
            "tests": codes.tests, "magnesium": codes.magnesium, "pregnancy": codes.pregnancy
        }  # fmt: skip
        self._medicines = medicines.Reader(codes)
        self._taken: dict[medicines.Taken, medicines.Taken] = {}
        self._add = {
            "Patient": self._patient,
            "Condition": self._condition,
            "Observation": self._observation,
            "MedicationRequest": self._medicine,
            "MedicationStatement": self._medicine,
            "Medication": self._medication,
        }

    def add(self, record: Record) -> str:
        """Take in a record; the answer says why it could not be, "" if it could."""
        resource = record.resource
        if resource is None:
            self._unread(record.place.raw)
            return record.error
        kind = resource["resourceType"]
        other = version.other(resource)
        if other:
            self.others[kind, other] += 1
            self._unclear(self._subject(resource, record), kind, str(resource), "tests")
            return self.refused(record)
        add = self._add.get(kind)
        if add is not None:
            self.kinds[kind] += 1
            add(resource, record)
        return ""

    def refused(self, record: Record) -> str:
        """Why a record cannot be taken in, "" where it can or need not be."""
        if record.resource is None:
            return record.error
        wanted = record.resource["resourceType"] in self._add
        return OTHER_VERSION if wanted and version.other(record.resource) else ""

    def other_version(self) -> str:
        """The version of a kind of record that is mostly not R4, "" where there is none."""
        for (kind, name), count in self.others.items():
            if count > self.kinds[kind]:
                return name
        return ""

    def facts(self, id_: str) -> Facts:
        """The facts of a patient, empty for one that no record has named."""
        found = self.patients.get(id_)
        if found is None:
            found = self.patients[id_] = Facts()
        return found

    # dates and people ---------------------------------------------------------------------------

    def _dated(self, resource: Data, kind: str) -> bool:
        """Note the dates of a record; false where all of them are later than was asked for."""
        earliest = ""
        for key in DATED[kind]:
            if key not in resource:
                continue
            found = dates.day_of(resource, key)
            if not found:
                continue
            if not earliest or found < earliest:
                earliest = found
            if found == self.newest:
                self.alone = False
            elif found > self.newest:
                self.before, self.newest, self.alone = self.newest, found, True
            elif self.before < found < self.newest:
                self.before = found
        if self._cut and earliest > self._cut:
            self.later += kind != "Patient"
            return False
        return True

    def _subject(self, resource: Data, record: Record) -> str:
        reference = text(part(resource, "subject"), "reference")
        reference = reference or text(part(resource, "patient"), "reference")
        return key_of(reference, record.names, "Patient") if reference else ""

    def _patient(self, resource: Data, record: Record) -> None:
        self._dated(resource, "Patient")
        id_ = person.id_of(resource, record.full_url)
        if not id_:
            return
        facts, told = self.facts(id_), person.fingerprint(resource)
        facts.clash = facts.clash or facts.person not in (None, told)
        facts.person = told

    # records ------------------------------------------------------------------------------------

    def _condition(self, resource: Data, record: Record) -> None:
        entry = self._conditions.entry(resource)
        if not self._dated(resource, "Condition") or entry is None:
            return
        subject = self._subject(resource, record)
        if not subject:
            return
        facts = self.facts(subject)
        if not entry.meaning.plain:
            facts.conditions.append(entry)
        elif not entry.closed:
            facts.plain = max(facts.plain, entry.ended or dates.LATEST)

    def _observation(self, resource: Data, record: Record) -> None:
        if not self._dated(resource, "Observation"):
            return
        wanted = list(labs.results(resource, self._wanted, self._loinc))
        subject = self._subject(resource, record) if wanted else ""
        if subject:
            for take, day, data in wanted:
                take(self.facts(subject), day, data)

    def _test(self, known: LabTest, facts: Facts, day: str, data: Data) -> None:
        """Keep the newest, of one day the worst."""
        test = self.labs.test(known, day, data)
        if test is None:
            return
        if test.value is None:
            facts.spoilt = max(facts.spoilt, test.day)
            return
        self.other_units += test.other_unit
        kept = facts.egfr if test.is_egfr else facts.creatinine
        if kept and (
            kept.day > test.day or (kept.day == test.day and not test.worse(kept, self.labs.umol))
        ):
            return
        if test.is_egfr:
            facts.egfr = test
        else:
            facts.creatinine = test

    def _level(self, units: tuple[str, ...], facts: Facts, day: str, data: Data) -> None:
        level = self._observed.magnesium(units, day, data)
        if level:
            facts.magnesium = facts.magnesium or observed.Magnesium()
            facts.magnesium.add(level)

    def _status(self, facts: Facts, day: str, data: Data) -> None:
        says = self._observed.pregnant(data)
        if says:
            self.statuses += 1
            facts.pregnancy = facts.pregnancy or observed.Pregnancy()
            facts.pregnancy.add(says, day)

    def _medicine(self, resource: Data, record: Record) -> None:
        if not self._dated(resource, text(resource, "resourceType")):
            return
        taken = self._medicines.taken(resource)
        subject = self._subject(resource, record)
        if taken is None or not subject:
            return
        if taken.reference:
            taken = taken._replace(reference=key_of(taken.reference, record.names, "Medication"))
        self.facts(subject).medicines.append(self._taken.setdefault(taken, taken))

    def _medication(self, resource: Data, record: Record) -> None:
        id_ = person.id_of(resource, record.full_url)
        if id_:
            self.medications[id_] = self._medicines.medication(resource)

    # what could not be read ---------------------------------------------------------------------

    def _unread(self, raw: bytes | None) -> None:
        """A line that is no JSON may still name its patient: then the question stays open."""
        line = (raw or b"").decode("utf-8", "replace")
        subject, kind = _SUBJECT.search(line), _KIND.search(line)
        if subject and kind:
            self._unclear(key_of(subject[1], {}, "Patient"), kind[1], line)

    def _unclear(self, subject: str, kind: Any, told: str, always: str = "") -> None:
        """Leave the questions open that a record may answer: those of an observation by the codes
        in what is ``told`` of it, and ``always`` one."""
        if kind == "Observation":
            questions = [always] if always else []
            questions += [
                q for q, codes in self._questions.items() if any(c in told for c in codes)
            ]
        else:
            questions = [QUESTIONS[kind]] if kind in QUESTIONS else []
        if questions and subject:
            facts = self.facts(subject)
            facts.unclear = tuple(dict.fromkeys((*facts.unclear, *questions)))


def key_of(reference: str, names: Mapping[str, str], kind: str) -> str:
    """The id that a reference names: relative, absolute, of a version, or an address of the bundle;
    "" where it names something else."""
    if reference in names:
        return names[reference]
    if reference.startswith("urn:uuid:"):
        return reference.removeprefix("urn:uuid:")
    head, slash, id_ = reference.partition("/_history/")[0].rpartition("/")
    return id_ if slash and head.rpartition("/")[2] == kind else ""
