"""What the columnar engine takes apart or tells by itself comes to what the whole row comes to."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from batch.columnar.both import HEALTHY, KNOWLEDGE, Pair, np
from magadvise import profile as door
from magadvise.advice.pipeline import other_known, other_mg
from magadvise.batch.columnar import stages, view
from magadvise.batch.columnar.cells import KIDNEY_AGES, age_lines, named_ages
from magadvise.batch.columnar.effects import Effects
from magadvise.batch.columnar.magnesium import Beside
from magadvise.model import Profile
from magadvise.rules import registry
from magadvise.rules.case import answered

# Medicines that are magnesium: amounts told, not told, a product, two of one kind.
MEDICINES = (
    "magnesiocard", "milk of magnesia 15 ml", "maalox", "magnesium citrate 200 mg", "slow-mag",
    "gelusil", "magnesium oxide 400 mg",
)  # fmt: skip
PRODUCTS = (
    "zma",
    "centrum",
    "picolax",
    "milk of magnesia 5 ml",
    "maalox 10 ml",
    "something unheard of",
)


def person(medications: list[str], products: list[str]) -> Profile:
    answers = {"age": ["45"], "sex": ["male"], "medications": medications, "products": products}
    return door.parse({name: texts for name, texts in answers.items() if texts}, KNOWLEDGE)


def found(profile: Profile) -> tuple[list[int], int, bool]:
    """Findings as bits, milligrams, and whether they are all."""
    case = view.case(
        {name: getattr(profile, name) for name in stages_read()},
        KNOWLEDGE,
        other_mg=other_mg(profile),
    )
    findings = list(registry.evaluate(case, stages.MAGNESIUM))
    return EFFECTS.bits(findings), other_mg(profile), other_known(profile, findings)


def stages_read() -> tuple[str, ...]:
    return "medicines", "products", "other_magnesium_mg", "other_magnesium_known"


EFFECTS = Effects(KNOWLEDGE)


@pytest.mark.parametrize("products", [*((p,) for p in PRODUCTS), PRODUCTS[:2], PRODUCTS[1:4]])
def test_products_and_medicines_come_to_the_same_together_and_apart(products):
    """The law that lets the engine ask about each alone: findings unite, milligrams add up."""
    apart = 0
    for names in [*product(MEDICINES), *product(MEDICINES, MEDICINES)]:
        whole = person(list(names), list(products))
        uses = [use for use in whole.medicines if not answered(whole, use)]
        apart += len(uses) == len(names)
        bits, mg, known = found(replace(whole, medicines=()))
        for use in uses:
            alone = replace(whole, medicines=(use,), products=(), other_magnesium_known=True)
            more, amount, all_ = found(alone)
            bits, mg, known = (
                [a | b for a, b in zip(bits, more, strict=True)],
                mg + amount,
                known and all_,
            )
        assert found(whole) == (bits, mg, known)
    assert apart > 20


def test_a_medicine_that_shares_no_word_and_no_product_is_never_told_by_one():
    beside = Beside()
    told = 0
    for name, sold in product((*MEDICINES, "milk of magnesia", "maalox 5 ml"), PRODUCTS):
        whole = person([name], [sold])
        use = whole.medicines[0]
        cell = np.array([PRODUCTS.index(sold)])
        one = beside.told(cell, [0], [name], lambda _, p=whole.products: p, lambda _, u=use: u)
        assert one.tolist() == [answered(whole, use)]
        told += int(one[0])
    assert told >= 2
    assert 0 < beside.calls < len(MEDICINES) * len(PRODUCTS)


# A strength is a word too: "bufferin 500 mg" is not all told by "multivitamin and bufferin".
STRENGTHS = [
    {**HEALTHY, "medications": medicine, "products": products}
    for name in ("bufferin", "rennie", "magnesiumacetat", "magnesia oxide", "gelusil", "magnesiocard")
    for medicine in (name, f"{name} 500 mg", f"{name} 15 ml", f"{name} tablets", f"{name} 500 mg tablets")
    for products in (
        f"multivitamin and {name}", f"multivitamin with {name} tablets", f"centrum with {name}",
        f"{name} and zma", f"{name} 500 mg and zma", f"{name.upper()} 15 ml; zma",
    )
]  # fmt: skip


def test_a_strength_counts_where_a_medicine_stands_beside_a_product():
    for rows in (STRENGTHS, STRENGTHS[::-1]):
        assert Pair().differences(rows) == []
    one = {**HEALTHY, "medications": "bufferin 500 mg", "products": "multivitamin and bufferin"}
    (found,) = Pair().by_column(list(one), [one])
    assert (found["disposition"], found["ceiling_mg"]) == ("no_room", 0)


ROWS = [
    {**HEALTHY, "medications": text, "medication_times": times, **more}
    for text in ("cipro", "none", "unknown", "", "none; cipro", "cipro; zzyx", "levothyroxine")
    for times in (
        "nobody=07:00", "nobody=7:61", "cipro=08:00; nobody=07:00", "nobody=07:00; nobody=09:00", "=07:00",
        "ciprofloxacin=08:00; cipro=09:00", "aspirin=07:00",
    )
    for more in ({}, {"age": "x"}, {"stool": "x"}, {"sex": "male", "pregnant": "yes"})
]  # fmt: skip


def test_a_time_for_a_medicine_that_is_not_there_is_refused_in_the_same_words():
    pair = Pair()
    assert pair.differences(ROWS) == []
    told = [pair.by_row(row) for row in ROWS]
    codes = [said["problem"].code for said in told if "problem" in said]
    assert codes.count("no_such_medicine") > 20


def test_such_a_time_costs_no_row_of_the_row_engine():
    pair = Pair()
    rows = [
        {**HEALTHY, "medications": "cipro", "medication_times": f"nobody {n}=07:00"}
        for n in range(9)
    ]
    assert all(
        said["problem"].code == "no_such_medicine" for said in pair.by_column(list(rows[0]), rows)
    )
    assert "row engine" not in pair.columns.core_calls()


def test_an_age_that_a_stage_does_not_declare_stops_it():
    numbers = view.Numbers(KNOWLEDGE.numbers, KIDNEY_AGES)
    assert numbers["older_adult_years"] == 65
    assert numbers["egfr_stop"] == 30
    with pytest.raises(view.UndeclaredRead):
        _ = numbers["stage_outside_years"]


def test_the_ages_of_the_kidney_stage_are_lines_of_the_table_of_ages():
    kidney = named_ages({name: KNOWLEDGE.numbers[name] for name in KIDNEY_AGES})
    assert kidney < set(age_lines(KNOWLEDGE))
    assert {
        18 * 12,
        60 * 12,
        65 * 12,
        94 * 12,
    } <= kidney  # adult, older for an eGFR, older, beyond the formula
