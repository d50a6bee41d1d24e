"""Each row of windows and severities as labels and interaction references print it.

A line reads: row, hours that magnesium keeps after the drug, hours before the drug (the label's, and after
a slash the longer gap that other sources prefer; ``-`` for none), severities (X not together, C a clinician
first, S keep apart, M monitor, I information; a condition and a colon where one does not always hold), and
whether it brings magnesium, asks for a test first, is a short course.
"""

from __future__ import annotations

import pytest

from knowledge import quoted
from knowledge.lab import read

pytestmark = pytest.mark.core

ROWS = """
R01 | 2 | 6 | S | short
R02 | 2/4 | 2/4 | S | short
R03 | 2/4 | 2/4 | S | short
R04 | 4/6 | 8 | S | short
R05 | 2 | 6 | S | short
R06 | 2 | 3 | S | short
R07a | 2 | 4 | S | short
R07b | 2 | 8 | S | short
R07c | 4 | 4/8 | S | short
R08 | 2/4 | 6 | S | short
R09 | 4 | 4 | S | short
R10 | 2/4 | 6 | S | -
R11 | 4 | 4 | S | -
R12 | 2/4 | 6 | S | -
R13 | 2/4 | 6 | S | -
R14 | 2/4 | 6 | S | -
R15a | 2/4 | 2/4 | S | -
R15b | 2/4 | 2/4 | S | -
R16 | 2 | 6 | S | -
R17 | 4 | 6 | S | -
R18 | 2 | 6 | S | -
R19 | 4 | 4 | S | -
R20 | - | - | X | -
R21 | 4 | 2 | S | -
R22 | 4 | 2 | S | -
R23a | 2 | 1 | S | -
R23b | 2 | 2 | S | -
R24 | 4 | 4 | S | -
R25 | - | - | X | short
R26 | 2/4 | 4 | S C | -
R27 | 2/3 | 2/3 | C S | -
R28 | 2 | 2 | S | -
R29 | 4 | 4 | S | -
R30 | 2 | 2 | C | -
R31 | 4 | 4 | C S | -
R32 | 2 | 2 | S | short
R33a | 2 | 2 | S | short
R33b | 3 | 2 | S | short
R33c | 2 | 2 | S | short
R34 | 2 | 2 | S | short
R35 | 4 | 4 | S | short
R36a | 2 | 3 | C S | -
R36b | 2 | 3 | C S | -
R36c | 4 | 4 | C S | -
R37 | 2 | 2 | S | -
R38 | 2 | 2 | S | -
R39 | 2 | 2 | S | -
R40 | 2 | 2 | C S | -
R41 | 2 | 2 | C | -
R42 | 6 | 6 | C S | -
R43 | 2 | 4 | C S | -
R44a | 2 | 2 | C S | -
R44b | 2 | 2 | C S | -
R44c | 2 | 2 | C S | -
R45 | 3 | 3 | C S | -
R46 | 6 | 6 | C | -
R47 | 4 | 10 | C S | -
R48 | 4 | 4 | S | -
R49 | 2 | 2/6 | C S M | test
R50 | 2 | 2/4 | S | -
R51 | 2 | 2 | C | -
R52 | 1 | 2 | S | -
R53 | 2 | 2 | S M | test
R54 | 2 | 2 | S | -
R55 | 3 | 3 | S M | -
R56 | 2 | 3/6 | S | -
R57a | 1 | 1 | S | -
R57b | 1 | 1 | S | -
R58a | 2/3 | 2/3 | S | -
R58b | 2/3 | 2/3 | S | -
R58c | 2/3 | 2/3 | S | -
R59a | 2 | 1 | C | -
R59b | 1 | 2 | C | -
R60 | 4 | 4 | C | -
R61 | - | - | X | -
R62 | 3 | 3 | C M | test
R63 | 2 | 2 | C | -
R64 | - | - | M dialysis:X | -
R64b | - | - | M dialysis:X | -
R65a | - | - | I | -
R65b | 2 | 2 | I | -
R66 | - | - | I | -
R67 | - | - | M age_65_or_kidney:C | -
R67b | - | - | M age_65_or_kidney:C | -
R67c | - | - | M age_65_or_kidney:C | test
R68 | - | - | M | test
R69 | - | - | M | test
R70 | - | - | M | test
R70b | - | - | M | test
R71 | - | - | C | test
R71b | - | - | C | test
R72 | - | - | C | test
R73 | - | - | C | test
R74 | - | - | C | test
R75 | 2 | 2 | C | test
R76 | - | - | C | test
R77 | - | - | C | -
R78a | - | - | C | -
R78b | - | - | C | -
R79 | - | - | M | -
R80 | - | - | X | source
R81 | 2 | 2 | M | -
R82a | - | - | I | -
R82b | - | - | I | -
R83 | - | - | I egfr_below_60:M | -
R84 | - | - | C M | -
R85 | - | - | M | -
R86 | - | - | I injected:X | source
R87 | - | - | X | source short
R88 | - | - | I | source
R89a | - | - | I | -
R89b | - | - | I | -
R90a | - | - | I | -
R90b | - | - | I | -
R90c | - | - | I | -
R91a | - | - | I | -
R91b | - | - | I | -
R92 | - | - | I | -
R93 | - | - | C | -
R94 | - | - | I | -
R95a | 2 | 2 | C | -
R95b | - | - | C | -
R96 | 2/4 | 2/4 | C | -
R97a | 3/4 | 3/4 | S | -
R97b | 3/4 | 3/4 | S | -
R97c | 3/4 | 3/4 | S | -
R97d | 3/4 | 3/4 | S | -
R97e | 3/4 | 3/4 | S | -
R97f | 3/4 | 3/4 | S | -
R98a | 4 | 6 | C | -
R98b | 2/4 | 6 | S | -
R98c | - | - | C | -
R98d | 4 | 6 | S | short
R98e | 2 | 2 | S | -
R98f | 4/6 | 8 | S | short
"""


def hours(window: dict[str, float] | None) -> str:
    if window is None:
        return "-"
    low, high = f"{window['minimum']:g}", f"{window['preferred']:g}"
    return low if low == high else f"{low}/{high}"


def shown(row: dict) -> str:
    letters = (
        g["letter"] if g["when"] == "always" else f"{g['when']}:{g['letter']}"
        for g in row["grades"]
    )
    kinds = {"source": "magnesium_source", "test": "test_before", "short": "short_course"}
    marks = [name for name, field in kinds.items() if row[field]]
    after, before = hours(row["mg_after_drug_h"]), hours(row["mg_before_drug_h"])
    return " | ".join([row["id"], after, before, " ".join(letters), " ".join(marks) or "-"])


@pytest.fixture(scope="module")
def medicines():
    return read("medicines.json")


def test_each_row_has_its_windows_its_severities_and_its_marks(medicines):
    assert [shown(row) for row in medicines["interactions"]] == ROWS.strip().splitlines()


def test_each_medicine_has_the_row_of_its_class(medicines):
    found: dict[str, list[str]] = {}
    for row in medicines["ingredients"]:
        if row.get("interaction"):
            found.setdefault(row["interaction"], []).append(row["id"])
    typed = {row: names.split() for row, names in quoted.members().items()}
    assert found == typed


def test_a_combination_of_two_drugs_may_have_a_stricter_row_of_its_own(medicines):
    rows = [row for row in medicines["combinations"] if row.get("interaction")]
    found = {row["names"][0]: row["interaction"] for row in rows}
    assert found == {
        "juluca": "R17", "evotaz": "R23b", "clenpiq": "R87", "suprep": "R87", "citra mag": "R87",
    }  # fmt: skip


def test_the_medicines_that_strain_the_kidneys_ask_for_their_function(medicines):
    found = [row["id"] for row in medicines["ingredients"] if row.get("kidney_question")]
    assert found == quoted.KIDNEY.split()


def test_a_medicine_without_a_published_figure_is_kept_apart_like_an_unknown_one(medicines):
    """It must not be kept less far apart because a text names it."""
    numbers = {row["id"]: row["value"] for row in read("dosing.json")["numbers"]}
    least = numbers["unknown_medicine_gap_minutes"] / 60
    preferred = numbers["unknown_medicine_gap_preferred_minutes"] / 60
    silent = [row for row in medicines["interactions"] if "gives no hours" in row["mechanism"]]
    assert [row["id"] for row in silent] == "R97a R97b R97c R97d R97e R97f".split()
    for row in silent:
        for side in ("mg_after_drug_h", "mg_before_drug_h"):
            assert row[side] == {"minimum": least, "preferred": preferred}, row["id"]
