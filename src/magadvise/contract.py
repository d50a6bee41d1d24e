"""The documents that other programs read and write, as pydantic models: ``magadvise schema``.

Only this module, the schema of the data files and the tests import pydantic.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Mg = Annotated[int, Field(ge=0)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
EndClock = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
YesNo = Literal["yes", "no", "unknown"]
Rung = Literal[
    "supplement", "check_first", "no_room", "clinician_first", "do_not_supplement", "seek_care"
]
Severity = Literal["stop", "clinician", "separate", "caution", "info"]


class Document(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ProductAnswer(Document):
    input: str
    product: str | None
    mg: Mg | None


class ProfileDocument(Document):
    """The answers as understood. A list that is not fully answered ends with ``unknown``."""

    age: Annotated[int, Field(ge=1, le=120)] | None
    age_months: Annotated[int, Field(ge=0, le=11)] | None
    sex: Literal["female", "male", "unknown"]
    pregnant: YesNo
    breastfeeding: YesNo
    kidney: Literal["normal", "ckd", "dialysis", "transplant", "injury", "one_kidney", "unknown"]
    egfr: Annotated[float, Field(ge=2, le=200)] | None
    creatinine_mg_dl: float | None
    medications: list[str]
    medication_times: dict[str, list[Clock]]
    patterns: list[str]
    conditions: list[str]
    red_flags: list[str]
    other_magnesium_mg: Mg | None
    products: list[ProductAnswer]
    diet_magnesium_mg: Mg | None
    stool: Literal["usual", "loose", "constipated", "unknown"]
    check_dose_mg: Mg | None
    check_form: str | None
    bedtime: Clock | None
    wake: Clock | None


class Intake(Document):
    rda_mg: Mg | None
    rda_range_mg: Annotated[list[Mg], Field(min_length=2, max_length=2)]
    rda_kind: Literal["RDA", "AI"]
    group: str
    ul_supplement_mg: Mg | None
    other_magnesium_mg: Mg | None
    remaining_mg: Mg | None


class Step(Document):
    from_day: Annotated[int, Field(ge=1)]
    mg_per_day: Annotated[int, Field(ge=1)]
    intakes_mg: Annotated[list[Annotated[int, Field(ge=1, le=200)]], Field(min_length=1)]


class Dose(Document):
    steps: Annotated[list[Step], Field(min_length=1)]
    max_mg_per_day: Annotated[int, Field(ge=1)]
    trial_days: Annotated[int, Field(ge=1)]


class Avoid(Document):
    id: str
    reason: str


class Form(Document):
    id: str
    name: str
    reasons: list[str]
    alternatives: list[str]
    avoid: list[Avoid]


class IntakeTime(Document):
    time: Clock
    mg: Annotated[int, Field(ge=1, le=200)]
    relative: str


class Allowed(Document):
    model_config = ConfigDict(extra="forbid", strict=True, serialize_by_alias=True)

    from_: Annotated[Clock, Field(alias="from")]
    to: EndClock


class Event(Document):
    time: Clock
    what: str


class Timing(Document):
    intakes: Annotated[list[IntakeTime], Field(min_length=1)]
    allowed: list[Allowed]
    timeline: list[Event]
    assumed_times: list[str]


class Evidence(Document):
    pattern: str
    certainty: Literal["high", "moderate", "low", "very_low", "none"]
    expectation: Literal["unlikely", "uncertain", "untested"]
    statement: str
    sources: list[str]


class MedicineMatch(Document):
    ingredient: str
    class_: Annotated[str, Field(alias="class")]
    via: Literal["generic", "brand", "code", "confirmed"]
    route: str
    counts_as_oral: bool


class Medicine(Document):
    input: str
    matches: list[MedicineMatch]
    suggestions: list[str]
    findings: list[str]


class Check(Document):
    dose_mg: Mg
    form: str | None
    within_ceiling: bool
    excess_mg: Mg


class Finding(Document):
    """``summary``: one short line; plain ASCII in English."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}[0-9]{3}$")]
    severity: Severity
    summary: Annotated[str, Field(max_length=139, pattern=r"^[^\x00-\x1f\x7f]+$")]
    detail: str
    sources: Annotated[list[str], Field(min_length=1)]


class Food(Document):
    name: str
    serving: str
    mg: Mg


class Source(Document):
    id: str
    citation: str


class PlanDocument(Document):
    """The answer for one person, schema version 1. Every key is always present."""

    schema_version: Literal[1]
    magadvise_version: str
    knowledge_version: str
    standard: str
    profile: ProfileDocument
    disposition: Rung
    intake: Intake
    ceiling_mg: Mg
    dose: Dose | None
    form: Form | None
    timing: Timing | None
    evidence: Evidence
    medications: list[Medicine]
    check: Check | None
    findings: list[Finding]
    first_steps: list[str]
    stop_if: list[str]
    seek_care_if: list[str]
    foods: list[Food]
    sources: list[Source]
    disclaimer: str


class BatchRow(Document):
    """One row of a CSV or Parquet answer. Lists are joined with ``;``."""

    id: str | None
    disposition: Rung
    rda_mg: Mg | None
    ul_mg: Mg | None
    remaining_mg: Mg | None
    ceiling_mg: Mg
    start_mg: Mg | None
    max_mg: Mg | None
    form: str | None
    intake_times: str
    expectation: Literal["unlikely", "uncertain", "untested"]
    worst_severity: Severity | None
    codes: str
    unresolved_medications: str
    check_excess_mg: Mg | None
    knowledge_version: str


MODELS: dict[str, type[Document]] = {
    "profile": ProfileDocument,
    "plan": PlanDocument,
    "batch": BatchRow,
}
