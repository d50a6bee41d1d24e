"""What a row of every data file must look like: one strict pydantic model a kind of row.

The models reject unknown keys, wrong types and empty texts. They are imported only when a data
file differs from its seal (see :mod:`magadvise.knowledge.load`) and by the tests, because importing
pydantic costs more than a whole plan.

Every row that states a fact is :class:`Sourced`: who says so, where, and whether we read it there.
"""

from __future__ import annotations

from magadvise.knowledge.schema.base import Row
from magadvise.knowledge.schema.codes import CodesFile
from magadvise.knowledge.schema.diary import DiaryFile
from magadvise.knowledge.schema.dosing import DosingFile, Protocol, UsualTime
from magadvise.knowledge.schema.forms import Alternative, Avoid, Choice, Form, FormsFile
from magadvise.knowledge.schema.gates import Condition, ConditionsFile, RedFlag, RedFlagsFile
from magadvise.knowledge.schema.labels import LabelsFile
from magadvise.knowledge.schema.manifest import Manifest, SourcesFile
from magadvise.knowledge.schema.medicines import (
    Grade,
    Ingredient,
    Interaction,
    MedicinesFile,
    Window,
)
from magadvise.knowledge.schema.patterns import Effect, Pattern, PatternsFile
from magadvise.knowledge.schema.products import Product, ProductsFile
from magadvise.knowledge.schema.questions import QuestionsFile
from magadvise.knowledge.schema.reference import Intake, Limit, RdaFile, Standard
from magadvise.knowledge.schema.report import ReportFile
from magadvise.knowledge.schema.rules import Rule, RulesFile
from magadvise.knowledge.schema.shown import Food, FoodsFile, TopicsFile

__all__ = [
    "FILES",
    "Alternative",
    "Avoid",
    "Choice",
    "Condition",
    "Effect",
    "Food",
    "Form",
    "Grade",
    "Ingredient",
    "Intake",
    "Interaction",
    "Limit",
    "Pattern",
    "Product",
    "Protocol",
    "RedFlag",
    "Row",
    "Rule",
    "Standard",
    "UsualTime",
    "Window",
]

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
    "labels.json": LabelsFile,
    "questions.json": QuestionsFile,
    "report.json": ReportFile,
    "codes.json": CodesFile,
    "diary.json": DiaryFile,
}
