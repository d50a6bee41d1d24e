"""Which FHIR a record was written for. Nothing says so in R4 itself: what other versions look like
does. R4B has the same shapes and is read as R4."""

from __future__ import annotations

import re

from magadvise.batch.fhir.shapes import Data, part, text

R4 = ("4.0", "4.3")
NAMES = {"1.0": "DSTU2", "3.0": "STU3", "4.6": "R5", "5.0": "R5", "6.0": "R6"}
MEDICINES = ("MedicationRequest", "MedicationStatement")
OLD_TYPES = {"MedicationOrder": "DSTU2", "MedicationPrescription": "DSTU1", "MedicationUsage": "R5"}
_PROFILE = re.compile(
    r"https?://hl7\.org/fhir/(?:([0-9]\.[0-9])(?:\.[0-9]+)?/)?StructureDefinition/[A-Za-z]+"
    r"(?:\|([0-9]\.[0-9])[0-9.]*)?"
)


def other(resource: Data) -> str:
    """The name of another version, "" for R4 or where nothing tells."""
    kind = resource.get("resourceType")
    if "meta" in resource or "fhirVersion" in resource:
        told = text(resource, "fhirVersion")[:3] or _profile(resource)
        if told and told not in R4:
            return NAMES.get(told, f"version {told}")
    if kind == "Condition":
        return _condition(resource)
    if kind in MEDICINES:
        return _medicine(resource)
    return OLD_TYPES.get(str(kind), "")


def _profile(resource: Data) -> str:
    """The version that a base profile names."""
    profiles = part(resource, "meta").get("profile")
    for profile in profiles if isinstance(profiles, list) else ():
        found = _PROFILE.fullmatch(profile) if isinstance(profile, str) else None
        if found and (found[1] or found[2]):
            return found[1] or found[2]
    return ""


def _condition(resource: Data) -> str:
    """Up to STU3 a status is a plain word."""
    if any(isinstance(resource.get(k), str) for k in ("clinicalStatus", "verificationStatus")):
        return "DSTU2" if "subject" not in resource else "STU3"
    return ""


def _medicine(resource: Data) -> str:
    """R5 keeps the medicine under one key; STU3 asks whether a statement's was taken."""
    if isinstance(resource.get("medication"), dict):
        return "R5"
    if "patient" in resource and "subject" not in resource:
        return "DSTU2"
    return "STU3" if isinstance(resource.get("taken"), str) else ""
