"""``medicines.json``: names, classes, and how a drug and magnesium meet."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from magadvise.knowledge.schema.base import Clock, Hours, Id, Row, Sourced, Text


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
    also_classes: list[Id] = Field(default=[])
    interaction: str | None = None
    names: list[Text]
    brands: list[Text] = Field(default=[])
    endings: list[Id] = Field(default=[])
    not_endings: list[Id] = Field(default=[])
    atc: list[str] = Field(default=[])
    rxnorm: list[str] = Field(default=[])
    usual_times: list[Clock] = Field(default=[])
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
