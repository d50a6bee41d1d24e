"""Rows of ``codes.json``: what the codes of a FHIR record mean here.

ICD-10 entries are prefixes (``N18`` stands for N18.1 to N18.9, the longest that fits counts where
only one can); SNOMED CT entries are single codes, without their children.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from magadvise.knowledge.schema.base import Id, Row, Sourced, Text

Icd10 = Annotated[str, Field(pattern=r"^[A-Z]([0-9]([0-9A-Z](\.[0-9A-Z]{1,4})?)?)?$")]
Snomed = Annotated[str, Field(pattern=r"^[1-9][0-9]{5,17}$")]
Loinc = Annotated[str, Field(pattern=r"^[0-9]{1,7}-[0-9]$")]
LoincAnswer = Annotated[str, Field(pattern=r"^LA[0-9]{1,7}-[0-9]$")]
PerLitre = Literal["mg_dl", "mmol_l", "meq_l"]
Kidney = Literal["ckd", "dialysis", "transplant", "injury", "one_kidney"]


class System(Sourced):
    id: Literal["icd10", "snomed", "loinc", "rxnorm", "atc"]
    urls: Annotated[list[Text], Field(min_length=1)]


class Coded(Sourced):
    """At least one code."""

    id: Id
    meaning: Text
    icd10: list[Icd10]
    snomed: list[Snomed]

    @model_validator(mode="after")
    def _coded(self) -> Coded:
        if not (self.icd10 or self.snomed):
            raise ValueError("has no code")
        return self


class KidneyCodes(Coded):
    """``kidney``: what an open record says. ``egfr_below``: the test value that such a stage stands
    for, ``unless_tested`` only where no test is there. ``closed``: what a closed record still says.
    An ``acute`` one counts by its date."""

    kidney: Kidney
    egfr_below: Literal[30, 15] | None = None
    unless_tested: bool = False
    closed: Kidney | None
    acute: bool = False


class PregnancyCodes(Coded):
    """``not_icd10`` are prefixes that the others would take in and must not."""

    not_icd10: list[Icd10]


class ConditionCodes(Coded):
    """``condition`` is an id of ``conditions.json``; null where the code alone cannot tell. A
    ``lasting`` one counts when it is closed as well."""

    condition: Id | None
    lasting: bool = False


class Test(Sourced):
    """A kidney test by LOINC. ``raised``: a formula that gives a higher value to some people."""

    loinc: Loinc
    name: Text
    unit: Literal["egfr", "mg_dl", "umol_l"]
    raised: bool = False


class Unit(Sourced):
    """How a unit is written, in lower case and without blanks. ``other``: spellings that are another
    unit's, and are taken for this one because the LOINC code says so."""

    id: Literal["egfr", "mg_dl", "umol_l", "mmol_l", "meq_l"]
    spellings: Annotated[list[Text], Field(min_length=1)]
    other: list[Text]


class Magnesium(Sourced):
    """Magnesium in serum or plasma by LOINC, and the units that it may come in."""

    loinc: Loinc
    name: Text
    units: Annotated[list[PerLitre], Field(min_length=1)]


class MagnesiumUnit(Sourced):
    """How much of the unit one mmol/L is."""

    unit: PerLitre
    per_mmol_l: Annotated[float, Field(gt=0, le=10)]


class MagnesiumLevel(Sourced):
    """What a value ``above`` or ``below`` a line (mmol/L, the line itself is fine) counts as."""

    condition: Id
    above: Annotated[float, Field(gt=0, lt=2)] | None = None
    below: Annotated[float, Field(gt=0, lt=2)] | None = None

    @model_validator(mode="after")
    def _one_side(self) -> MagnesiumLevel:
        if (self.above is None) == (self.below is None):
            raise ValueError("is above or below a line, one of the two")
        return self


class PregnancyObservation(Sourced):
    """An observation that asks for a pregnancy, by LOINC."""

    loinc: Loinc
    name: Text


class PregnancyAnswer(Sourced):
    """The codes of an answer to it."""

    id: Id
    says: Literal["yes", "no", "unknown"]
    loinc: list[LoincAnswer]
    snomed: list[Snomed]

    @model_validator(mode="after")
    def _coded(self) -> PregnancyAnswer:
        if not (self.loinc or self.snomed):
            raise ValueError("has no code")
        return self


class Route(Sourced):
    """``word`` is put behind the name of a medicine; null for a route that ends in the gut."""

    route: Id
    word: Text | None
    snomed: list[Snomed]
    texts: list[Text]


class Absent(Sourced):
    """A code that stands for an empty list, or for no list at all."""

    id: Id
    question: Literal["conditions", "medications"]
    says: Literal["none", "unknown"]
    system: Text
    code: Text


class Months(Sourced):
    id: Id
    months: Annotated[int, Field(ge=1, le=36)]
    meaning: Text


class Extension(Sourced):
    """An extension of Patient that answers a question."""

    question: Literal["patterns"]
    url: Text


class CodesFile(Row):
    systems: Annotated[list[System], Field(min_length=5)]
    kidney: Annotated[list[KidneyCodes], Field(min_length=1)]
    pregnancy: Annotated[list[PregnancyCodes], Field(min_length=1)]
    conditions: Annotated[list[ConditionCodes], Field(min_length=1)]
    tests: Annotated[list[Test], Field(min_length=1)]
    magnesium: Annotated[list[Magnesium], Field(min_length=1)]
    magnesium_units: Annotated[list[MagnesiumUnit], Field(min_length=3, max_length=3)]
    magnesium_levels: Annotated[list[MagnesiumLevel], Field(min_length=2, max_length=2)]
    pregnancy_observations: Annotated[list[PregnancyObservation], Field(min_length=1)]
    pregnancy_answers: Annotated[list[PregnancyAnswer], Field(min_length=3)]
    units: Annotated[list[Unit], Field(min_length=5)]
    routes: Annotated[list[Route], Field(min_length=1)]
    absent: list[Absent]
    months: list[Months]
    extensions: list[Extension]
