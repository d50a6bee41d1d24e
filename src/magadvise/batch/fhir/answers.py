"""Facts to the cells of a row, with the words of a table: what the records cannot tell stays blank.

A list without an entry is no *none*: a record that lacks something does not say that it is not there.
A kind of record that the whole input lacks gives no cell, so that a flag may answer in its place.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from magadvise.batch.fhir import dates, labs, observed, person
from magadvise.batch.fhir.conditions import Entry
from magadvise.batch.fhir.facts import Facts, Index
from magadvise.batch.fhir.medicines import UNKNOWN, Chooser
from magadvise.knowledge.code_table import KidneyCode
from magadvise.model import Sex
from magadvise.rules.egfr import from_creatinine

Cells = dict[str, str | list[str]]
STRICTEST = ("dialysis", "injury", "transplant", "ckd", "one_kidney")
OVER = "ckd"  # an acute injury that is still open after its months
MEDICINES = ("MedicationRequest", "MedicationStatement")


class Maker:
    """Makes the cells of patients on one day."""

    def __init__(self, index: Index, chooser: Chooser, day: date) -> None:
        self.index = index
        self.chooser = chooser
        self.day = day
        self.numbers = index.codes.knowledge.numbers

    def cells(self, one: person.Person, facts: Facts) -> Cells | None:
        """The cells of a patient, ``None`` for one who is born later."""
        adult = int(self.numbers["adult_years"])
        months = person.months(one.born, self.day, adult)
        if months < 0:
            return None
        age = {"age": str(months // 12)} if months >= 12 else {"age_months": str(months)}
        cells: Cells = {"id": one.id, **age, "sex": one.sex}
        kinds = self.index.kinds
        measured = self._measured(facts)
        if kinds["Condition"] or self.index.statuses:
            cells["pregnant"] = self._pregnant(facts)
        if kinds["Condition"] or measured:
            cells["conditions"] = self._conditions(facts, measured)
        if any(kinds[kind] for kind in MEDICINES):
            cells |= self._medicines(facts)
        if kinds["Condition"] or kinds["Observation"]:
            cells |= self._kidneys(facts, months // 12, Sex(one.sex))
        if one.patterns:
            cells["patterns"] = list(one.patterns)
        return cells

    # pregnancy and conditions -------------------------------------------------------------------

    def _pregnant(self, facts: Facts) -> str:
        """``yes`` from an open record or an observation that is not too old; ``no`` only from an
        observation that is the newest word."""
        oldest = self._oldest("pregnancy")
        fresh = (
            not entry.began or dates.last(entry.began) >= oldest
            for entry in facts.conditions if entry.meaning.pregnant and entry.open(self.day)
        )  # fmt: skip
        told = facts.pregnancy
        if any(fresh) or (told and told.yes(oldest)):
            return "yes"
        no = told.no(self._oldest("not_pregnant"), self.day) if told else ""
        return "no" if no and self._newest(no, facts) else ""

    def _newest(self, day: str, facts: Facts) -> bool:
        """Whether nothing of that day or later may tell of a pregnancy: an open record of one at all,
        a closed one, a diagnosis that is not understood, a line that could not be read."""
        if not {"pregnancy", "conditions"}.isdisjoint(facts.unclear):
            return False
        for entry in facts.conditions:
            meaning, open_ = entry.meaning, entry.open(self.day)
            if meaning.pregnant and open_:
                return False
            known = max(entry.began, entry.ended)
            older = bool(known) and dates.last(known) < dates.first(day)
            if (meaning.pregnant or (meaning.untold and open_)) and not older:
                return False
        return True

    def _oldest(self, kind: str) -> date:
        """The first day that still counts."""
        return dates.months_before(self.day, self.index.codes.months[kind])

    def _measured(self, facts: Facts) -> list[str]:
        """What magnesium in the blood says of the conditions."""
        told = facts.magnesium.conditions(self._oldest("magnesium")) if facts.magnesium else []
        unclear = "magnesium" in facts.unclear and observed.UNKNOWN not in told
        return [*told, observed.UNKNOWN] if unclear else told

    def _conditions(self, facts: Facts, measured: list[str]) -> list[str]:
        """Our ids, with ``unknown`` where a record is not understood; blank without an open one."""
        found: dict[str, None] = {}
        says: set[str] = set()
        listed = facts.plain == dates.LATEST or (
            bool(facts.plain) and dates.last(facts.plain) > self.day
        )
        untold = "conditions" in facts.unclear
        for entry in facts.conditions:
            open_ = entry.open(self.day)
            found |= dict.fromkeys(n.condition for n in entry.meaning.named if open_ or n.lasting)
            if open_ and entry.meaning.absent:
                says.add(entry.meaning.absent)
            elif open_:
                listed = True
                untold = untold or entry.meaning.untold
        found |= dict.fromkeys(word for word in measured if word != observed.UNKNOWN)
        # A test result alone does not say that nothing else is there.
        untold = untold or observed.UNKNOWN in measured
        untold = untold or (bool(measured) and not listed and "none" not in says)
        if untold or "unknown" in says:
            return [*found, "unknown"]
        return list(found) or (["none"] if listed or "none" in says else [])

    # medicines ----------------------------------------------------------------------------------

    def _medicines(self, facts: Facts) -> Cells:
        names: dict[str, None] = {}
        times: dict[str, None] = {}
        says: set[str] = set()
        for one in facts.medicines:
            absent = self.chooser.absent(one)
            if absent:
                says.add(absent)
                continue
            chosen = self.chooser.names(one)
            names |= dict.fromkeys(chosen)
            if one.times and chosen != UNKNOWN:
                times |= dict.fromkeys(f"{name}={','.join(one.times)}" for name in chosen)
        if "medications" in facts.unclear or "unknown" in says:
            names |= dict.fromkeys(UNKNOWN)
        cells: Cells = {"medications": list(names) or (["none"] if "none" in says else [])}
        return cells | {"medication_times": list(times)} if times else cells

    # kidneys ------------------------------------------------------------------------------------

    def _kidneys(self, facts: Facts, years: int, sex: Sex) -> Cells:
        words, bound, injured = kidney_words(facts, self.index, self.day)
        egfr = self._usable(facts.egfr, facts, injured, years, sex)
        creatinine = self._usable(facts.creatinine, facts, injured, years, sex)
        if egfr and creatinine and creatinine.day <= egfr.day:
            creatinine = None
        value = egfr.text() if egfr else ""
        if bound and (not egfr or (egfr.value or 0) >= bound.under):
            tested = bool(egfr or creatinine)
            value = value if bound.unless_tested and tested else bound.text
        kidney = next((word for word in STRICTEST if word in words), "")
        cells: Cells = {"kidney": kidney, "egfr": value, "creatinine": "", "creatinine_unit": ""}
        if creatinine:
            cells["creatinine"] = creatinine.text()
            cells["creatinine_unit"] = "mg/dL" if creatinine.unit == "mg_dl" else "umol/L"
        return cells

    def _usable(
        self, test: labs.Test | None, facts: Facts, injured: str, years: int, sex: Sex
    ) -> labs.Test | None:
        """The test, ``None`` where it is too old, or something newer overtook it. A bad result counts
        all the same: kidneys seldom recover."""
        if test is None:
            return None
        oldest = self._oldest("test")
        spoilt = dates.LATEST if "tests" in facts.unclear else facts.spoilt
        fresh = test.day and dates.last(test.day) >= oldest
        if fresh and test.day >= spoilt and test.day >= injured:
            return test
        return test if self._bad(test, years, sex) else None

    def _bad(self, test: labs.Test, years: int, sex: Sex) -> bool:
        """Whether a result lies where a clinician decides."""
        size = float(test.size(self.index.labs.umol))
        if not test.is_egfr:
            if years < self.numbers["ckdepi_from_years"]:
                return False
            size = from_creatinine(size, years, sex, self.index.codes.knowledge)
        return size < self.numbers["egfr_clinician"]


class Bound:
    """A stage of kidney disease as a test value: just below the line that names it."""

    def __init__(self, code: KidneyCode) -> None:
        self.under = Decimal(code.egfr_below or 0)
        self.unless_tested = code.unless_tested
        self.text = format(self.under - labs.BEYOND, "f")


def kidney_words(facts: Facts, index: Index, day: date) -> tuple[set[str], Bound | None, str]:
    """The kidney words of the records of a patient, the strictest stage among open ones, and the day
    of the newest acute injury ("" for none)."""
    words: set[str] = set()
    stages: list[KidneyCode] = []
    injured = ""
    for entry in facts.conditions:
        code = entry.meaning.kidney
        if code is None:
            continue
        if code.acute:
            injured = max(injured, _latest(entry, day))
            words |= _acute(entry, code, index, day)
        elif entry.open(day):
            words.add(code.kidney)
            stages += [code] if code.egfr_below else []
        elif code.closed:
            words.add(code.closed)
    # One that a test can answer gives way to one that it cannot.
    stages.sort(key=lambda code: (code.unless_tested, code.egfr_below or 0))
    return words, Bound(stages[0]) if stages else None, injured


def _latest(entry: Entry, day: date) -> str:
    """The newest day on which an entry is known to hold."""
    ended = entry.ended if entry.ended and dates.first(entry.ended) <= day else ""
    return max(entry.began, ended)


def _acute(entry: Entry, code: KidneyCode, index: Index, day: date) -> set[str]:
    """Acute injury counts for some months, closed or not; then, still open, as a lasting disease."""
    latest = _latest(entry, day)
    if not latest or dates.last(latest) >= dates.months_before(day, index.codes.months["injury"]):
        return {code.kidney}
    return {OVER} if entry.open(day) else set()


def stage_clash(facts: Facts, index: Index, day: date) -> bool:
    """Whether an eGFR is better than the stage on record."""
    if facts.egfr is None or facts.person is None:
        return False
    bound = kidney_words(facts, index, day)[1]
    return bool(bound and not bound.unless_tested and (facts.egfr.value or 0) >= bound.under)
