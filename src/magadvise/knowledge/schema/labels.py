"""Rows of ``labels.json``: names of magnesium compounds and the words around them on labels."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from magadvise.knowledge.schema.base import Id, Mg, Row, Sourced, Text
from magadvise.knowledge.schema.forms import Variant

Words = Annotated[list[Text], Field(min_length=1)]


class Compound(Sourced):
    """``form`` is an id of ``forms.json``, whose variants then hold; null for any other compound,
    which has variants of its own. An ``excipient`` beside another
    compound counts for nothing."""

    id: Id
    form: Id | None
    names: Words
    short_names: list[Text]
    variants: list[Variant]
    excipient: bool = False

    @model_validator(mode="after")
    def _composed(self) -> Compound:
        if self.form is None and not self.variants:
            raise ValueError("a compound without a form needs variants of its own")
        return self


class Hydrate(Row):
    waters: Annotated[int, Field(ge=0, le=14)]
    words: Words


class Kind(Row):
    kind: Id
    words: Words


class DailyValue(Sourced):
    """``older_mg``: a figure that older labels used for 100 %."""

    id: Id
    mg: Mg
    older_mg: Mg | None
    words: Words


class Atomic(Sourced):
    water_g_mol: Annotated[float, Field(gt=0)]
    mg_per_mmol: Annotated[float, Field(gt=0)]


class Caution(Sourced):
    """What is said after every label: it was read without a word about the person."""

    text: Text


class LabelsFile(Row):
    compounds: Annotated[list[Compound], Field(min_length=1)]
    hydrates: list[Hydrate]
    kinds: list[Kind]
    elemental_words: Words
    providing_words: Words
    daily_values: list[DailyValue]
    atomic: Atomic
    caution: Caution
