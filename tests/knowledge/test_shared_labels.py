"""Labels of products that state the weight of a compound and its magnesium: both must agree.

The tables stand beside the project. A row counts where one magnesium compound makes up the product.
"""

from __future__ import annotations

import csv
from collections import Counter
from typing import NamedTuple

import pytest

from beside import beside
from magadvise.knowledge.load import load_knowledge, load_labels
from magadvise.medicines import label
from magadvise.medicines.label import Reading

pytestmark = pytest.mark.core

FRENCH = "labels/bdpm_fr_magnesium_oral_products.tsv"
AMERICAN = "labels/dsld_magnesium_label_sample.tsv"
WITHIN = 0.02

# Product and compound weight in mg, with the reason why the two amounts cannot agree.
EXCEPTIONS = {
    ("62867371", 400.0): "45 mg of 400 mg is 11.25 %: no dihydrate of the aspartate has that much "
    "(7.49 %, the dry salt 8.42 %); the name of the hydrate on the label is wrong",
    ("63552179", 1.781): "a trace; 1,781 mg is read as a thousand, which is the safe reading",
}
SEVERAL = {
    "68599161": "oxide, stearate and hydrogen phosphate; the total stands beside each",
    "64033618": "lactate and citrate; the total of 120 mg stands beside each",
}


class Row(NamedTuple):
    product: str
    compound: str
    amount: str
    compound_mg: float
    mg: float


def read(text: str) -> Reading | None:
    return label.read(text, load_labels(), load_knowledge().products)


def rows() -> list[Row]:
    """Every row of the French list with both amounts."""
    with beside(FRENCH).open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                row["cis"], row["mg_compound"], row["compound_amount"],
                float(row["compound_mg"]), float(row["elemental_mg"]),
            )
            for row in csv.DictReader(lines, delimiter="\t")
            if row["compound_mg"] and row["elemental_mg"]
        ]  # fmt: skip


def agrees(row: Row) -> bool:
    reading = read(f"{row.compound} {row.amount}")
    assert reading is not None, row
    return reading.low_mg * (1 - WITHIN) <= row.mg <= reading.high_mg * (1 + WITHIN)


def single() -> list[Row]:
    return [row for row in rows() if row.product not in SEVERAL]


def test_every_label_with_one_compound_agrees_or_is_a_known_exception() -> None:
    checked = single()
    assert len(checked) >= 16
    odd = {(row.product, row.compound_mg) for row in checked if not agrees(row)}
    assert odd == set(EXCEPTIONS)
    assert all(EXCEPTIONS.values())


def test_the_products_of_several_compounds_are_those_with_several_rows() -> None:
    many = {product for product, n in Counter(row.product for row in rows()).items() if n > 1}
    assert many == set(SEVERAL)


def test_the_parts_of_a_product_that_states_them_add_up_to_its_total() -> None:
    """69 + 0.62 + 30.38 mg of magnesium are the 100 mg that the label tells."""
    parts = [row for row in rows() if row.product == "68599161" and "de magnésium" in row.amount]
    readings = [read(f"{row.compound} {row.amount}") for row in parts]
    assert {reading.basis for reading in readings if reading} == {"magnesium_line"}
    assert sum(reading.high_mg for reading in readings if reading) == pytest.approx(100)


def test_the_product_of_lactate_and_citrate_is_near_its_total_and_never_counted_below() -> None:
    """1,078 mg lactate dihydrate and 125 mg citrate: 122.8 to 130 mg calculated, 120 stated."""
    parts = [row for row in rows() if row.product == "64033618"]
    reading = read(" + ".join(f"{row.compound} {row.amount}" for row in parts))
    assert reading is not None
    assert reading.for_limit_mg >= parts[0].mg
    assert reading.low_mg == pytest.approx(parts[0].mg, rel=0.03)


def test_every_french_amount_of_a_compound_is_read() -> None:
    with beside(FRENCH).open(encoding="utf-8", newline="") as lines:
        table = [row for row in csv.DictReader(lines, delimiter="\t") if row["compound_mg"]]
    unread = [
        (row["mg_compound"], row["compound_amount"])
        for row in table
        if read(f"{row['mg_compound']} {row['compound_amount']}") is None
    ]
    assert len(table) > 60
    assert unread == []


def test_one_label_line_with_both_amounts_is_the_magnesium_it_states() -> None:
    """The wording of a French leaflet: compound weight, "soit" magnesium."""
    for row in single():
        reading = read(f"{row.compound} {row.amount}, soit {row.mg:g} mg de magnésium")
        assert reading is not None, row
        if (row.product, row.compound_mg) in EXCEPTIONS:
            assert reading.notes == ("line_odd",)
            assert reading.for_limit_mg >= row.mg
        elif abs(reading.high_mg - row.mg) > 1e-9:
            pytest.fail(f"{row}: {reading}")


def test_every_american_line_is_the_magnesium_itself() -> None:
    """ "Magnesium (as ...) N mg". The fatty acids of a filler (C16) look like a potency."""
    with beside(AMERICAN).open(encoding="utf-8", newline="") as lines:
        table = [
            row for row in csv.DictReader(lines, delimiter="\t")
            if row["ingredient"] == "Magnesium" and row["unit"] == "mg"
        ]  # fmt: skip
    fillers = [row for row in table if "Alkyls" in row["compound_forms"]]
    assert len(table) - len(fillers) >= 14
    for row in table:
        mg = float(row["quantity"])
        reading = read(f"Magnesium (as {row['compound_forms']}) {row['quantity']} mg")
        if row in fillers:
            assert reading is None
            continue
        assert reading is not None
        assert (reading.low_mg, reading.high_mg) == (mg, mg)
        open_ = read(f"Magnesium ({row['compound_forms']}) {row['quantity']} mg")
        assert open_ is not None
        assert open_.low_mg <= mg <= open_.high_mg
