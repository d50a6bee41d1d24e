"""The rows of the knowledge as the core sees them: immutable, typed, without pydantic.

Shapes follow ``schema`` (a test keeps the two together); only what the core reads is here.
Windows are in minutes.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from magadvise.words import Words


class Standard(NamedTuple):
    id: str
    name: str
    offered: bool


class IntakeRow(NamedTuple):
    standard: str
    group: str
    from_months: int
    before_months: int | None
    sex: str
    stage: str
    kind: str
    rda_mg: int
    source: tuple[str, ...]


class LimitRow(NamedTuple):
    standard: str
    from_months: int
    before_months: int | None
    ul_mg: int | None
    source: tuple[str, ...]


class Window(NamedTuple):
    """Minutes: the label's hard minimum, and the longer gap kept where the day has room."""

    minimum: int
    preferred: int


class Grade(NamedTuple):
    when: str
    letter: str


class Interaction(NamedTuple):
    id: str
    title: str
    mechanism: str
    advice: str
    mg_after_drug: Window | None
    mg_before_drug: Window | None
    grades: tuple[Grade, ...]
    magnesium_source: bool
    test_before: bool
    short_course: bool
    avoid_forms: tuple[str, ...]
    source: tuple[str, ...]
    locator: str
    verified: bool


class Condition(NamedTuple):
    id: str
    code: str | None
    name: str
    action: str
    summary: str | None
    detail: str
    todo: str
    source: tuple[str, ...]


class RedFlag(NamedTuple):
    id: str
    code: str
    name: str
    urgency: str
    summary: str
    detail: str
    todo: str
    source: tuple[str, ...]


class Effect(NamedTuple):
    measure: str
    value: float
    low: float | None
    high: float | None
    unit: str
    minus_is_fewer: bool
    certainty: str
    text: str
    source: tuple[str, ...]


class Pattern(NamedTuple):
    id: str
    name: str
    code: str | None
    at_least: str | None
    severity: str | None
    summary: str | None
    todo: str
    when_to_take: str
    certainty: str
    expectation: str
    statement: str
    effects: tuple[Effect, ...]
    first_steps: tuple[str, ...]
    source: tuple[str, ...]


class Form(NamedTuple):
    id: str
    name: str
    plain: str
    role: str
    source: tuple[str, ...]


class FormRule(NamedTuple):
    """A row of ``choices``, ``alternatives`` or ``avoid``."""

    when: str
    form: str
    reason: str
    source: tuple[str, ...]


class Protocol(NamedTuple):
    id: str
    steps: tuple[tuple[int, int], ...]
    condition: str
    source: tuple[str, ...]


class UsualTime(NamedTuple):
    id: str
    minute: int
    label: str


class Rule(NamedTuple):
    code: str
    title: str
    severity: str
    at_least: str | None
    cap: str | None
    no_increase: bool
    summary: str
    detail: str
    todo: str
    source: tuple[str, ...]
    status: str


class Food(NamedTuple):
    id: str
    name: str
    serving: str
    mg_low: int
    mg_high: int
    source: tuple[str, ...]


class FoodNote(NamedTuple):
    before_months: int
    leave_out: tuple[str, ...]
    text: str
    source: tuple[str, ...]


class Product(NamedTuple):
    id: str
    name: str
    kind: str
    counts: bool
    amounts: tuple[tuple[float, str, float], ...]
    largest_label_day_mg: int | None


class Ingredient(NamedTuple):
    id: str
    name: str
    drug_class: str
    also_classes: tuple[str, ...]
    interaction: str | None
    usual_times: tuple[int, ...]
    kidney_question: bool
    cramp_effect: str
    cramp_sources: tuple[str, ...]


class Stem(NamedTuple):
    """The ending of a family's generic names, the name that stands for the family in the table, and
    longer endings that mean something else."""

    ending: str
    name: str
    not_endings: tuple[str, ...]


class MedicineTable(NamedTuple):
    """``names`` maps a key (see :mod:`magadvise.keys`) to how it resolves:
    ``(via, ingredient ids, route or "", interaction that replaces those of the ingredients)``.
    ``local`` maps a route to the ingredients that are sold for it, ``stems`` the endings of generic
    names to their families."""

    ingredients: Mapping[str, Ingredient]
    interactions: Mapping[str, Interaction]
    names: Mapping[str, tuple[str, tuple[str, ...], str, str | None]]
    codes: Mapping[str, tuple[str, ...]]
    local: Mapping[str, frozenset[str]]
    stems: Mapping[str, Stem]
    lengths: Mapping[int, Sequence[str]]


class ProductTable(NamedTuple):
    """``starts``: the names by their first word."""

    products: Mapping[str, Product]
    names: Mapping[str, str]
    starts: Mapping[str, tuple[str, ...]]


class Knowledge(NamedTuple):
    """Everything the core knows. Frozen: mappings are read-only views, sequences are tuples.
    ``words``: the texts that the core itself puts together."""

    version: str
    reviewed: str
    disclaimer: str
    intended_use: str
    numbers: Mapping[str, int]
    standards: Mapping[str, Standard]
    intakes: tuple[IntakeRow, ...]
    limits: tuple[LimitRow, ...]
    medicines: MedicineTable
    products: ProductTable
    conditions: Mapping[str, Condition]
    red_flags: Mapping[str, RedFlag]
    seek_care_if: tuple[str, ...]
    overdose: tuple[str, ...]
    after_emergency: str
    patterns: Mapping[str, Pattern]
    during_a_cramp: tuple[str, ...]
    placebo_note: str
    placebo_sources: tuple[str, ...]
    forms: Mapping[str, Form]
    form_choices: tuple[FormRule, ...]
    form_alternatives: tuple[FormRule, ...]
    form_avoid: tuple[FormRule, ...]
    form_statement: str
    protocols: Mapping[str, Protocol]
    usual_times: Mapping[str, UsualTime]
    stop_if: tuple[str, ...]
    habits: tuple[str, ...]
    rules: Mapping[str, Rule]
    foods: tuple[Food, ...]
    food_notes: tuple[FoodNote, ...]
    food_statement: str
    citations: Mapping[str, str]
    words: Words
