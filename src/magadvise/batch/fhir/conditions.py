"""Condition records to what they say of kidneys, pregnancy and our conditions.

An open record counts. A closed one (resolved, inactive, in remission, ended in the past) counts only
where the code list says that its disease lasts; one that was refuted or entered in error never does.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from magadvise.batch.fhir import dates
from magadvise.batch.fhir.shapes import Data, first_code, listed, part, text
from magadvise.knowledge.code_table import CodeTable, KidneyCode, Named

CLOSED = ("inactive", "remission", "resolved")  # a status that is missing counts as open
DROPPED = ("refuted", "entered-in-error")
BEGAN = ("onsetDateTime", "onsetPeriod", "recordedDate")
_ICD10 = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?")


class Meaning(NamedTuple):
    """What the codes of one record say. ``untold``: nothing that is understood, or what alone does
    not tell. ``absent``: the code stands for an empty list (``none``) or no list (``unknown``)."""

    kidney: KidneyCode | None
    pregnant: bool
    named: tuple[Named, ...]
    untold: bool
    absent: str = ""

    @property
    def plain(self) -> bool:
        """Understood, and nothing of ours."""
        return not (self.kidney or self.pregnant or self.named or self.untold or self.absent)


class Entry(NamedTuple):
    """One record: its meaning, when it began and ended ("" where nothing says), whether its status
    is closed."""

    meaning: Meaning
    began: str
    ended: str
    closed: bool

    def open(self, as_of: date) -> bool:
        """Whether it holds on that day. A year or month is over when its last day is."""
        return not self.closed and not (self.ended and dates.last(self.ended) <= as_of)


class Reader:
    """Each set of codes is looked up once."""

    def __init__(self, codes: CodeTable) -> None:
        self._codes = codes
        self._known: dict[tuple[tuple[str, str], ...], Meaning] = {}

    def entry(self, resource: Data) -> Entry | None:
        """``None`` for a record that says nothing."""
        if first_code(resource.get("verificationStatus")) in DROPPED:
            return None
        pairs = tuple(
            [(text(c, "system"), text(c, "code")) for c in listed(part(resource, "code"), "coding")]
        )
        meaning = self._known.get(pairs)
        if meaning is None:
            meaning = self._known[pairs] = self._meaning(pairs)
        closed = first_code(resource.get("clinicalStatus")) in CLOSED
        return Entry(meaning, dates.day_of(resource, *BEGAN), _ended(resource), closed)

    def _meaning(self, pairs: tuple[tuple[str, str], ...]) -> Meaning:
        kidney: KidneyCode | None = None
        pregnant, understood = False, False
        named: list[Named] = []
        absent = ""
        for url, code in pairs:
            question, says = self._codes.absent.get((url, code), ("", ""))
            absent = absent or (says if question == "conditions" else "")
            prefixes = _prefixes(self._codes.systems.get(url, ""), code)
            found = [p for p in prefixes if p in self._codes.kidney]
            kidney = kidney or (self._codes.kidney[found[0]] if found else None)
            told = [p for p in prefixes if p in self._codes.pregnant]
            pregnant = pregnant or (bool(told) and self._codes.pregnant[told[0]])
            ours = [n for p in prefixes for n in self._codes.conditions.get(p, ())]
            # A longer code that names one overrules a shorter one that cannot tell.
            named += [n for n in ours if n.condition] or ours
            understood = understood or bool(found or told or ours or len(prefixes) > 1)
        untold = not (understood or absent) or any(not n.condition for n in named)
        conditions = tuple(dict.fromkeys(n for n in named if n.condition))
        return Meaning(kidney, pregnant, conditions, untold, absent)


def _prefixes(system: str, code: str) -> list[str]:
    """A code as it is looked up, the longest first: ICD-10 by its prefixes, SNOMED CT as it is."""
    if system == "snomed":
        return [code]
    if system != "icd10" or not _ICD10.fullmatch(code.upper()):
        return []
    bare = code.upper().replace(".", "")
    return [bare[:n] for n in range(len(bare), 0, -1)]


def _ended(resource: Data) -> str:
    ended = dates.day_of(resource, "abatementDateTime")
    return ended or dates.day(text(part(resource, "abatementPeriod"), "end"))
