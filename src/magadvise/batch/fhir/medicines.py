"""Medication records to medicine names that the resolver reads.

Text and codes are looked up, and what they say is compared: where they name different things, all of
them are listed, because the stricter one has to count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from magadvise import profile as door
from magadvise.batch.fhir.shapes import Data, listed, part, text
from magadvise.knowledge.code_table import CodeTable
from magadvise.medicines import resolve
from magadvise.model import MedicineUse

UNKNOWN = ("unknown",)  # a medicine that nothing names: the list is not complete
GUT = ""  # the word of a route that ends in the gut
LONGEST = 400  # letters of one name
# Anything else counts as taken: active, intended, unknown, and words that are none.
NOT_TAKEN = {
    "MedicationRequest": ("on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft"),
    "MedicationStatement": ("completed", "entered-in-error", "stopped", "on-hold", "not-taken"),
}  # fmt: skip
NO_ORDER = ("proposal", "option")  # intents of a request that nobody has agreed to
CODES = ("rxnorm", "atc")
_CUT = re.compile(r"\s*[;|]\s*")
_CLOCK = re.compile(r"((?:[01][0-9]|2[0-3]):[0-5][0-9])(?::[0-9.]+)?")


class Concept(NamedTuple):
    """What a record says about which medicine: texts, codes as the resolver takes them, and whether
    a code stands for an empty list (``none``) or for no list (``unknown``)."""

    texts: tuple[str, ...]
    codes: tuple[str, ...]
    absent: str = ""


class Taken(NamedTuple):
    """One medicine of a person. ``concept`` is ``None`` where ``reference`` names it instead."""

    concept: Concept | None
    reference: str
    route: str | None
    times: tuple[str, ...]


class Reader:
    """Each concept and each route is read once."""

    def __init__(self, codes: CodeTable) -> None:
        self._codes = codes
        self._concepts: dict[tuple[str, tuple[tuple[str, str, str], ...]], Concept] = {}

    def taken(self, resource: Data) -> Taken | None:
        """The medicine of a request or a statement, ``None`` where it is not taken."""
        kind = text(resource, "resourceType")
        if text(resource, "status").casefold() in NOT_TAKEN[kind]:
            return None
        if text(resource, "intent").casefold() in NO_ORDER or resource.get("doNotPerform") is True:
            return None
        key = "dosageInstruction" if kind == "MedicationRequest" else "dosage"
        dosages = list(listed(resource, key))
        concept, reference = self._named(resource)
        return Taken(concept, reference, _route(dosages, self._codes), _times(dosages))

    def _named(self, resource: Data) -> tuple[Concept | None, str]:
        """The concept of a record, or the id of the Medication that has it."""
        concept = resource.get("medicationCodeableConcept")
        if isinstance(concept, dict):
            return self.concept(concept), ""
        reference = part(resource, "medicationReference")
        target = text(reference, "reference")
        if target.startswith("#"):
            for inside in listed(resource, "contained"):
                if text(inside, "id") == target[1:]:
                    return self.medication(inside), ""
        shown = _clean(text(reference, "display"))
        if not target or target.startswith("#"):
            return Concept((shown,) if shown else (), ()), ""
        return (Concept((shown,), ()) if shown else None), target

    def medication(self, resource: Data) -> Concept:
        """The concept of a Medication, with those of its ingredients where it has no code of its own."""
        own = self.concept(part(resource, "code"))
        if own.texts or own.codes:
            return own
        parts = [
            self.concept(part(item, "itemCodeableConcept"))
            for item in listed(resource, "ingredient")
        ]
        together = " / ".join(p.texts[0] for p in parts if p.texts)
        return Concept((together,) if together else (), tuple(c for p in parts for c in p.codes))

    def concept(self, data: Data) -> Concept:
        """The texts and codes of a CodeableConcept."""
        found = [
            (text(c, "system"), text(c, "code"), text(c, "display")) for c in listed(data, "coding")
        ]
        key = (text(data, "text"), tuple(found))
        known = self._concepts.get(key)
        if known is None:
            known = self._concepts[key] = self._concept(*key)
        return known

    def _concept(self, written: str, found: Sequence[tuple[str, str, str]]) -> Concept:
        texts = dict.fromkeys(_clean(name) for name in (written, *(c[2] for c in found)))
        absent = [self._codes.absent[c[:2]][1] for c in found if c[:2] in self._codes.absent]
        systems = [(self._codes.systems.get(url, ""), code) for url, code, _ in found]
        codes = [
            f"{system}:{code.casefold()}" for system, code in systems if system in CODES and code
        ]
        return Concept(tuple(t for t in texts if t), tuple(codes), absent[0] if absent else "")


def _clean(name: str) -> str:
    """A name that stays one item of a list."""
    name = _CUT.sub(", ", " ".join(name[:LONGEST].split()))
    return "" if name.casefold() in ("none", "unknown") else name


def _route(dosages: Sequence[Data], codes: CodeTable) -> str | None:
    """The word of the route; ``GUT`` where any dose is swallowed, ``None`` where one is not told or
    two differ."""
    words = {_word(part(dosage, "route"), codes) for dosage in dosages}
    if GUT in words:
        return GUT
    return words.pop() if len(words) == 1 else None


def _word(route: Data, codes: CodeTable) -> str | None:
    for coding in listed(route, "coding"):
        word = codes.routes.get(text(coding, "code"))
        if word is not None and codes.systems.get(text(coding, "system")) == "snomed":
            return word
    return codes.routes.get(text(route, "text").casefold())


def _times(dosages: Sequence[Data]) -> tuple[str, ...]:
    """Clock times of day, ``HH:MM``."""
    found = []
    for dosage in dosages:
        times = part(part(dosage, "timing"), "repeat").get("timeOfDay")
        for time in times if isinstance(times, list) else ():
            clock = _CLOCK.fullmatch(time) if isinstance(time, str) else None
            if clock:
                found.append(clock[1])
    return tuple(dict.fromkeys(found))


# names -------------------------------------------------------------------------------------------


class Chooser:
    """From a concept to names of a list; each is looked up once."""

    def __init__(self, codes: CodeTable, medications: Mapping[str, Concept]) -> None:
        self._knowledge = codes.knowledge
        self._medications = medications
        self._known: dict[tuple[Concept, str | None], tuple[str, ...]] = {}

    def names(self, one: Taken) -> tuple[str, ...]:
        """The names to list for one medicine, ``unknown`` where nothing names it."""
        concept = self._medications.get(one.reference) if one.reference else one.concept
        concept = concept or one.concept
        if concept is None or not (concept.texts or concept.codes):
            return UNKNOWN
        key = (concept, one.route)
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._choose(concept, one.route)))
        return self._known[key]

    def absent(self, one: Taken) -> str:
        """``none`` or ``unknown`` where a code stands for the whole list."""
        return one.concept.absent if one.concept else ""

    def _choose(self, concept: Concept, route: str | None) -> Iterator[str]:
        """The first name that resolves, and each other that brings something else."""
        table = self._knowledge.medicines
        names = (*concept.texts, *(code for code in concept.codes if code in table.codes))
        looked = [(name, door.medicine(name, self._knowledge)) for name in names]
        resolved = [pair for pair in looked if pair[1].resolved]
        if not resolved:
            partly = [pair for pair in looked if pair[1].matches]
            yield self._routed(*partly[0], route) if partly else (*names, *concept.codes)[0]
            return
        have: set[str] = set()
        for name, use in (*resolved, *looked):
            brings = {match.ingredient for match in use.matches}
            if use.product:
                brings.add(use.product)
            if not have or not brings <= have:
                have |= brings
                yield self._routed(name, use, route)

    def _routed(self, name: str, use: MedicineUse, route: str | None) -> str:
        """The name with the word of its route, where the record tells one and the name does not. It
        is left out where the name would not be understood with it, or says otherwise."""
        if route is None:
            return name
        local = [m.route for m in use.matches if not m.counts_as_oral]
        if route == GUT:
            word = "oral" if local else ""
        else:
            word = "" if local or resolve.route_of(name) != "unknown" else route
        if not word:
            return name
        if name.startswith(tuple(f"{system}:" for system in CODES)):
            name_ = " / ".join(match.name for match in use.matches)
        else:
            name_ = name
        longer = f"{name_} {word}"
        again = door.medicine(longer, self._knowledge)
        return longer if again.resolved or not use.resolved else name
