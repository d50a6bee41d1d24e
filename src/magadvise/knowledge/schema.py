"""What a row of every data file must look like: one strict pydantic model a kind of row.

The models reject unknown keys, wrong types and empty texts. They are imported only when a data
file differs from its seal (see :mod:`magadvise.knowledge.load`), by ``magadvise schema`` and by the
tests, because importing pydantic costs more than a whole plan.

Every row that states a fact is :class:`Sourced`: who says so, where, and whether we read it there.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]
Ascii140 = Annotated[str, Field(min_length=1, max_length=139, pattern=r"^[ -~]+$")]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
SourceId = Annotated[str, Field(pattern=r"^[A-Z0-9]+$")]
Code = Annotated[str, Field(pattern=r"^(AGE|PRG|KID|CON|RED|MED|SRC|DOS|FRM|TIM|EVD|DAT)[0-9]{3}$")]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Mg = Annotated[int, Field(ge=0, le=5000)]
Hours = Annotated[float, Field(ge=0, le=24)]
Severity = Literal["stop", "clinician", "separate", "caution", "info"]
Disposition = Literal[
    "supplement", "check_first", "no_room", "clinician_first", "do_not_supplement", "seek_care"
]
Certainty = Literal["high", "moderate", "low", "very_low", "none"]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Sourced(Row):
    """``confidence``: ``read`` in the source (or a page quoting it), ``calculated`` here from a
    formula, known but not re-read (``high``, ``medium``, ``low``), or our own ``policy``."""

    source: Annotated[list[SourceId], Field(min_length=1)]
    locator: Text
    verified: bool
    confidence: Literal["read", "calculated", "high", "medium", "low", "policy"]

    @model_validator(mode="after")
    def _honest(self) -> Sourced:
        if self.verified != (self.confidence in ("read", "calculated")):
            raise ValueError("verified must be true exactly when confidence is read or calculated")
        return self


# knowledge.json ---------------------------------------------------------------------------------


class Manifest(Row):
    schema_version: int
    knowledge_version: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$")]
    reviewed: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    disclaimer: Text
    intended_use: Text


# sources.json -----------------------------------------------------------------------------------


class Source(Row):
    id: SourceId
    citation: Text
    kind: Literal[
        "guideline",
        "trial",
        "review",
        "study",
        "label",
        "regulation",
        "reference",
        "database",
        "own",
    ]


class SourcesFile(Row):
    sources: list[Source]


# rda.json ---------------------------------------------------------------------------------------


class Standard(Sourced):
    """``scope`` says what is missing; a missing value falls back to the US row."""

    id: Id
    name: Text
    body: Text
    scope: Text
    offered: bool


class Intake(Sourced):
    """Ages in months, ``from_months`` <= age < ``before_months`` (null: no upper end)."""

    standard: Id
    group: Text
    from_months: Annotated[int, Field(ge=0)]
    before_months: int | None
    sex: Literal["female", "male", "any"]
    stage: Literal["none", "pregnant", "breastfeeding"]
    kind: Literal["RDA", "AI"]
    local_name: Text
    ear_mg: Mg | None
    rda_mg: Mg


class Limit(Sourced):
    """Upper limit for supplemental magnesium; null ``ul_mg`` with ``status`` telling why."""

    standard: Id
    group: Text
    from_months: Annotated[int, Field(ge=0)]
    before_months: int | None
    ul_mg: Mg | None
    status: Literal["value", "not_determinable"]


class RdaFile(Row):
    standards: list[Standard]
    intakes: list[Intake]
    limits: list[Limit]


# forms.json -------------------------------------------------------------------------------------


class Variant(Sourced):
    """One composition of a form. ``formula`` null: a mixture, ``label_percent`` gives its range."""

    id: Id
    name: Text
    kind: Literal["anhydrous", "hydrate", "basic", "acid_salt", "buffered", "mixture", "brine"]
    formula: str | None
    molar_mass_g: float | None
    mg_percent: float | None
    label_percent: tuple[float, float] | None


class Unit(Sourced):
    """What one tablet, capsule or spoon brings, elemental mg (a range where the market varies)."""

    name: Text
    mg_low: Mg
    mg_high: Mg


class Absorption(Sourced):
    grade: Literal["good", "moderate", "fair", "variable_low", "poor", "few_data", "none"]
    statement: Text


class Form(Sourced):
    id: Id
    name: Text
    plain: Text
    role: Literal["candidate", "alternative", "never"]
    never_reason: str | None
    laxative_pull: tuple[int, int]
    alkaline: bool
    needs_stomach_acid: bool
    counts_toward_limit: bool
    label_day_max_mg: Mg | None
    use: Text
    avoid_when: Text
    reach: Text
    cramp_trials: Text
    absorption: Absorption
    units: list[Unit]
    variants: Annotated[list[Variant], Field(min_length=1)]


class Choice(Sourced):
    """First match wins. ``when`` names a predicate of the code."""

    when: Literal["loose_stools", "constipated", "main_pattern_daytime", "otherwise"]
    form: Id
    reason: Text


class Alternative(Sourced):
    when: Literal["always", "stress_pattern", "stools_not_loose"]
    form: Id
    reason: Text


class Avoid(Sourced):
    """Never chosen; ``reason`` is printed. ``when`` adds a reason for some people only."""

    form: Id
    when: Literal["always", "proton_pump_inhibitor", "levodopa", "misoprostol", "sulfonylurea"]
    reason: Text


class FormsFile(Row):
    forms: list[Form]
    choices: list[Choice]
    alternatives: list[Alternative]
    avoid: list[Avoid]
    statement: Text


# medicines.json ---------------------------------------------------------------------------------


class DrugClass(Row):
    id: Id
    name: Text
    plural: Text


class Window(Row):
    """Hours. ``minimum`` is the label's (hard) figure, ``preferred`` is kept where the day has room."""

    minimum: Hours
    preferred: Hours

    @model_validator(mode="after")
    def _order(self) -> Window:
        if self.preferred < self.minimum:
            raise ValueError("preferred must not be below minimum")
        return self


class Grade(Row):
    """Severity letter that counts when ``when`` holds; ``always`` is the base."""

    when: Literal["always", "age_65_or_kidney", "dialysis", "egfr_below_60", "injected"]
    letter: Literal["X", "C", "S", "M", "I"]


class Interaction(Sourced):
    """One row of the medicines table: how one drug or class and oral magnesium meet.

    ``mg_after_drug_h``: magnesium at least so many hours after the drug; ``mg_before_drug_h``: at
    least so many hours before it; null where there is no window.
    """

    id: Annotated[str, Field(pattern=r"^R[0-9]{2}[a-z]?$")]
    title: Text
    direction: list[Literal["CHE", "PH", "DEP", "RET", "ADD", "INC", "SRC", "BIND", "RISK", "NONE"]]
    mechanism: Text
    advice: Text
    mg_after_drug_h: Window | None
    mg_before_drug_h: Window | None
    window_note: str | None
    grades: Annotated[list[Grade], Field(min_length=1)]
    magnesium_source: bool
    test_before: bool
    short_course: bool
    avoid_forms: list[Id]


class CrampLink(Sourced):
    effect: Text


class Ingredient(Row):
    """One active substance; what is empty may be left out. ``names``: INN, USAN, salts, spellings.
    ``brands``: brands with this ingredient alone."""

    id: Id
    name: Text
    drug_class: Id
    also_classes: list[Id] = []
    interaction: str | None = None
    names: list[Text]
    brands: list[Text] = []
    stem: str | None = None
    atc: list[str] = []
    rxnorm: list[str] = []
    usual_times: list[Clock] = []
    kidney_question: bool = False
    cramp_link: CrampLink | None = None


class Combination(Row):
    """A brand or fixed combination of several ingredients; ``interaction`` replaces the rows of its
    ingredients where the label of the combination is stricter."""

    names: Annotated[list[Text], Field(min_length=1)]
    ingredients: Annotated[list[Id], Field(min_length=2)]
    interaction: str | None = None


class RouteBrand(Row):
    """A brand that is never swallowed: it brings no oral rule."""

    name: Text
    route: Literal["eye", "ear", "skin", "nose", "inhaled", "injection", "vaginal", "rectal"]
    ingredients: Annotated[list[Id], Field(min_length=1)]


class MedicinesFile(Row):
    classes: list[DrugClass]
    interactions: list[Interaction]
    ingredients: list[Ingredient]
    combinations: list[Combination]
    route_brands: list[RouteBrand]


# products.json ----------------------------------------------------------------------------------


class Amount(Row):
    quantity: Annotated[float, Field(gt=0)]
    unit: Literal[
        "tablet",
        "capsule",
        "caplet",
        "ml",
        "teaspoon",
        "tablespoon",
        "fl_oz",
        "scoop",
        "sachet",
        "stick",
        "serving",
        "bottle",
        "gram",
        "dose",
        "chew",
    ]
    mg: Annotated[float, Field(ge=0)]


class Product(Sourced):
    """A product that brings magnesium. ``largest_label_day_mg`` counts when the person gives no
    amount; null means: no amount is known, read the label."""

    id: Id
    name: Text
    names: Annotated[list[Text], Field(min_length=1)]
    kind: Literal[
        "supplement",
        "multivitamin",
        "electrolyte",
        "antacid",
        "laxative",
        "bowel_prep",
        "pain_reliever",
        "topical",
        "ignored",
    ]
    amounts: list[Amount]
    largest_label_day_mg: Mg | None
    counts: bool
    note: Text


class ProductsFile(Row):
    products: list[Product]


# conditions.json, red_flags.json ----------------------------------------------------------------


class Condition(Sourced):
    id: Id
    code: Code | None
    name: Text
    question: Text
    action: Literal["kidney_question", "stop", "clinician", "caution"]
    summary: Ascii140 | None
    detail: Text
    todo: Text


class ConditionsFile(Row):
    conditions: list[Condition]


class RedFlag(Sourced):
    id: Id
    code: Code
    name: Text
    question: Text
    urgency: Literal["emergency", "see_doctor", "ask_first"]
    summary: Ascii140
    detail: Text
    todo: Text


class RedFlagsFile(Row):
    red_flags: list[RedFlag]
    seek_care_if: Annotated[list[Text], Field(min_length=1)]
    overdose: Annotated[list[Text], Field(min_length=1)]
    after_emergency: Text


# patterns.json ----------------------------------------------------------------------------------


class Effect(Sourced):
    """A trial figure, with its interval, as printed. ``better``: the sign that favours magnesium."""

    measure: Text
    population: Text
    kind: Literal["difference", "ratio", "percent_difference", "before_after"]
    value: float
    low: float | None
    high: float | None
    unit: Text
    trials: int | None
    people: int | None
    certainty: Certainty
    text: Text


class Step(Sourced):
    text: Text


class Pattern(Sourced):
    id: Id
    name: Text
    question: Text
    code: Code | None
    at_least: Disposition | None
    severity: Severity | None
    summary: Ascii140 | None
    todo: Text
    when_to_take: Literal["bedtime", "meal"]
    certainty: Certainty
    expectation: Literal["unlikely", "uncertain", "untested"]
    statement: Text
    effects: list[Effect]
    first_steps: Annotated[list[Step], Field(min_length=1)]


class PatternsFile(Row):
    patterns: list[Pattern]
    during_a_cramp: Annotated[list[Step], Field(min_length=1)]
    placebo_note: Step


# dosing.json ------------------------------------------------------------------------------------


class Number(Sourced):
    """One named number of the method."""

    id: Id
    value: float
    unit: Text
    meaning: Text


class ProtocolStep(Row):
    from_day: Annotated[int, Field(ge=1)]
    mg_per_day: Mg


class Protocol(Sourced):
    id: Literal["adult", "older_adult"]
    steps: Annotated[list[ProtocolStep], Field(min_length=1)]
    condition: Text


class UsualTime(Sourced):
    id: Id
    time: Clock
    label: Text


class Line(Sourced):
    id: Id
    text: Text


class DosingFile(Row):
    numbers: list[Number]
    protocols: list[Protocol]
    usual_times: list[UsualTime]
    stop_if: Annotated[list[Line], Field(min_length=1)]
    habits: Annotated[list[Line], Field(min_length=1)]


# foods.json -------------------------------------------------------------------------------------


class Food(Sourced):
    id: Id
    name: Text
    serving: Text
    grams: Annotated[float, Field(gt=0)] | None
    mg_low: Mg
    mg_high: Mg
    in_plan: bool


class FoodsFile(Row):
    foods: list[Food]
    statement: Text


# topics.json ------------------------------------------------------------------------------------


class Point(Sourced):
    text: Text


class Band(Sourced):
    mmol_l: Text
    meq_l: Text
    mg_dl: Text
    picture: Text


class Topic(Row):
    id: Id
    title: Text
    points: Annotated[list[Point], Field(min_length=1)]
    bands: list[Band]


class TopicsFile(Row):
    topics: list[Topic]


# rules.json -------------------------------------------------------------------------------------


class Rule(Sourced):
    """One finding. Templates use ``{name}`` fields that the predicate supplies; ``cap`` and
    ``numbers`` name the entries of ``dosing.json`` that the rule reads; ``example`` fills the fields
    for ``explain``, with words or with the name of such a number."""

    code: Code
    title: Text
    severity: Severity
    at_least: Disposition | None
    cap: Id | None
    no_increase: bool
    summary: Text
    detail: Text
    todo: Text
    numbers: list[Id]
    example: dict[str, Text]
    since: Text
    status: Literal["active", "retired"]
    replaced_by: Code | None

    @model_validator(mode="after")
    def _severity_is_effect(self) -> Rule:
        allowed: dict[str, tuple[str | None, ...]] = {
            "stop": ("do_not_supplement", "seek_care"),
            "clinician": ("clinician_first",),
            "separate": (None, "check_first"),
            "caution": (None, "check_first", "no_room"),
            "info": (None,),
        }
        if self.at_least not in allowed[self.severity]:
            raise ValueError(f"severity {self.severity} cannot mean {self.at_least}")
        return self


class RulesFile(Row):
    rules: list[Rule]


FILES: dict[str, type[Row]] = {
    "knowledge.json": Manifest,
    "sources.json": SourcesFile,
    "rda.json": RdaFile,
    "forms.json": FormsFile,
    "medicines.json": MedicinesFile,
    "products.json": ProductsFile,
    "conditions.json": ConditionsFile,
    "red_flags.json": RedFlagsFile,
    "patterns.json": PatternsFile,
    "dosing.json": DosingFile,
    "foods.json": FoodsFile,
    "topics.json": TopicsFile,
    "rules.json": RulesFile,
}
