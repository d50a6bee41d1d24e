"""``forms.json``: the salts of magnesium, and which is chosen for whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import Id, Mg, Row, Sourced, Text


class Variant(Sourced):
    """One composition of a form. ``formula`` null: a mixture, ``label_percent`` gives its range."""

    id: Id
    name: Text
    kind: Literal[
        "anhydrous",
        "hydrate",
        "basic",
        "acid_salt",
        "hydrochloride",
        "buffered",
        "mixture",
        "brine",
    ]
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
