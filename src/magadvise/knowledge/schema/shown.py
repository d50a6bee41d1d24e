"""``foods.json`` and ``topics.json``: what is only looked up and printed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from magadvise.knowledge.schema.base import Id, Mg, Row, Sourced, Text


class Food(Sourced):
    id: Id
    name: Text
    serving: Text
    grams: Annotated[float, Field(gt=0)] | None
    mg_low: Mg
    mg_high: Mg
    in_plan: bool


class FoodNote(Sourced):
    """What is said of foods to those below an age, and which foods of the plan they are not shown."""

    id: Id
    before_months: Annotated[int, Field(gt=0)]
    leave_out: list[Id]
    text: Text


class FoodsFile(Row):
    foods: list[Food]
    notes: list[FoodNote]
    statement: Text


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
