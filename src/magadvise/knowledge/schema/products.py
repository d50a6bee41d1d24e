"""``products.json``: what already brings magnesium."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import Id, Mg, Row, Sourced, Text


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
