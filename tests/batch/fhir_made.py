"""FHIR R4 records made by hand, files of them, and the rows that they give."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from magadvise import Plan, Refusal
from magadvise.batch import fhir
from magadvise.batch.answer import Engine
from magadvise.batch.sources import Item
from magadvise.knowledge.load import load_codes

AS_OF = date(2026, 1, 31)
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
EGFR, CREATININE = "98979-8", "2160-0"
UNIT = "mL/min/{1.73_m2}"
Made = dict[str, Any]


def patient(id_: str = "p1", **more: Any) -> Made:
    """A woman of 45 on the day of the tests; ``None`` removes a field."""
    return _without_none(
        {
            "resourceType": "Patient",
            "id": id_,
            "gender": "female",
            "birthDate": "1980-06-15",
            **more,
        }
    )


def condition(
    code: str, /, system: str = ICD10, status: str | None = "active", **more: Any
) -> Made:
    """An open, confirmed condition of p1 since December 2025."""
    made = {
        "resourceType": "Condition", "subject": {"reference": "Patient/p1"},
        "clinicalStatus": status and _status("condition-clinical", status),
        "verificationStatus": _status("condition-ver-status", "confirmed"),
        "code": {"coding": [{"system": system, "code": code}]}, "onsetDateTime": "2025-12-01", **more,
    }  # fmt: skip
    return _without_none(made)


def verified(word: str) -> Made:
    """A verification status."""
    return {"verificationStatus": _status("condition-ver-status", word)}


def lab(value: object, loinc: str = EGFR, unit: str | None = UNIT, **more: Any) -> Made:
    """A final result of p1, of January 2026."""
    quantity = _without_none({"value": value, "unit": unit, "code": unit})
    made = {
        "resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p1"},
        "code": {"coding": [{"system": LOINC, "code": loinc}]},
        "effectiveDateTime": "2026-01-10T08:00:00Z", "valueQuantity": quantity, **more,
    }  # fmt: skip
    return _without_none(made)


def request(name: str | None = None, rxnorm: str = "", display: str = "", **more: Any) -> Made:
    """An active order for p1."""
    coding = [{"system": RXNORM, "code": rxnorm, "display": display}] if rxnorm else []
    concept = _without_none({"text": name, "coding": coding or None})
    made = {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "subject": {"reference": "Patient/p1"}, "medicationCodeableConcept": concept or None,
        "authoredOn": "2026-01-05", **more,
    }  # fmt: skip
    return _without_none(made)


def statement(name: str, status: str = "active", **more: Any) -> Made:
    """What p1 says to take."""
    return {
        "resourceType": "MedicationStatement", "status": status, "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {"text": name}, "effectivePeriod": {"start": "2026-01-05"}, **more,
    }  # fmt: skip


def dose(route: str = "", words: str = "", times: Iterable[str] = ()) -> Made:
    """A dosage with a route by SNOMED code or in words, and clock times."""
    told: Made = {"coding": [{"system": SNOMED, "code": route}]} if route else {}
    told |= {"text": words} if words else {}
    made: Made = {"route": told} if told else {}
    return made | ({"timing": {"repeat": {"timeOfDay": list(times)}}} if times else {})


def _status(system: str, code: str) -> Made:
    url = f"http://terminology.hl7.org/CodeSystem/{system}"
    return {"coding": [{"system": url, "code": code}]}


def _without_none(made: Made) -> Made:
    return {key: value for key, value in made.items() if value is not None}


# files -------------------------------------------------------------------------------------------


def folder(place: Path, *resources: Made) -> Path:
    """A bulk export: one file of lines for each kind of record."""
    place.mkdir(parents=True, exist_ok=True)
    for resource in resources:
        with (place / f"{resource['resourceType']}.ndjson").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(resource) + "\n")
    return place


def bundle(file: Path, *resources: Made, kind: str = "collection", **urls: str) -> Path:
    """A bundle, written over several lines; ``urls`` are full addresses by id."""
    entries = [
        {"fullUrl": urls.get(str(r.get("id")), f"http://x.test/{n}"), "resource": r}
        for n, r in enumerate(resources)
    ]
    made = {"resourceType": "Bundle", "type": kind, "entry": entries}
    file.write_text(json.dumps(made, indent=1), encoding="utf-8")
    return file


class Read(NamedTuple):
    """What was read. ``cells`` by id, ``errors`` in the order of the rows."""

    items: list[Item]
    cells: dict[str, Made]
    errors: list[str]
    left_out: Counter[str]
    as_of: date
    said: tuple[str, ...]


def read(*names: Path, as_of: date | None = AS_OF) -> Read:
    """All rows of folders and files."""
    table = fhir.table([str(name) for name in names], load_codes(), as_of)
    items = list(table.rows)
    cells = {str(item.cells["id"]): dict(item.cells) for item in items if item.cells is not None}
    errors = [item.error for item in items if item.cells is None]
    return Read(items, cells, errors, table.left_out, table.as_of, table.said)


def one(place: Path, *resources: Made, as_of: date | None = AS_OF) -> Made:
    """The cells of p1, who is added where no Patient record is given."""
    people = [r for r in resources if r["resourceType"] == "Patient"]
    found = read(folder(place, *resources, *([] if people else [patient()])), as_of=as_of)
    if found.errors:
        raise AssertionError(found.errors)
    return found.cells["p1"]


def answered(cells: Made, **flags: str) -> Plan | Refusal:
    """The answer to a row; flags fill what the row lacks."""
    told = {"red_flags": ["none"], "other_magnesium_mg": ["none"], "patterns": ["night"]}
    told |= {question: [text] for question, text in flags.items()}
    return Engine(load_codes().knowledge, "us", told).answer(cells)
