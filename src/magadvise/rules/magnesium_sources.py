"""Magnesium from elsewhere: it counts toward the limit, and an unknown amount uses it up."""

from __future__ import annotations

from collections.abc import Iterator

from magadvise import limit
from magadvise.rules.case import Case, answered
from magadvise.rules.medicines import shown
from magadvise.rules.registry import ABOUT, Fields, rule


@rule("SRC001")
def medicine_is_magnesium(case: Case) -> Iterator[Fields]:
    for number, use in enumerate(case.profile.medicines, 1):
        if use.brings_magnesium and use.mg is None and not answered(case.profile, use):
            yield {"name": shown(case, use.text, number), ABOUT: use.text}


@rule("SRC006")
def medicine_counted(case: Case) -> Iterator[Fields]:
    for number, use in enumerate(case.profile.medicines, 1):
        if use.mg is not None and not answered(case.profile, use):
            yield {"name": shown(case, use.text, number), "mg": str(use.mg), ABOUT: use.text}


@rule("SRC007")
def bowel_preparation(case: Case) -> Iterator[Fields]:
    if any(product.kind == "bowel_prep" for product in case.profile.products):
        yield {}


@rule("SRC002")
def product_amount_unknown(case: Case) -> Iterator[Fields]:
    if any(product.mg is None for product in case.profile.products):
        yield {}


@rule("SRC003")
def other_unknown(case: Case) -> Iterator[Fields]:
    if not case.profile.other_magnesium_known:
        yield {}


@rule("SRC004")
def above_limit(case: Case) -> Iterator[Fields]:
    ul = case.intake.ul_mg
    if ul is None:
        return
    over = limit.over(ul, case.other_mg)
    if over:
        yield {"other": str(case.other_mg), "over": str(over), "ul": str(ul)}


@rule("SRC005")
def largest_label_dose(case: Case) -> Iterator[Fields]:
    for product in case.profile.products:
        if product.by_label_maximum and product.mg is not None:
            yield {"name": product.name, "mg": str(product.mg)}


@rule("DOS002")
def no_room(case: Case) -> Iterator[Fields]:
    ul, least = case.intake.ul_mg, case.whole("least_room_mg")
    left = case.remaining_mg
    if ul is not None and not limit.has_room(left, least):
        yield {"other": str(case.other_mg), "left": str(left), "ul": str(ul), "least": str(least)}
