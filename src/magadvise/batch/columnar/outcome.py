"""What comes of a block of rows, as arrays."""

from __future__ import annotations

from typing import NamedTuple

from magadvise.batch.columnar.effects import Bits, Effects
from magadvise.batch.columnar.grown import Ids, Ints

NO_MG = -1  # a number that is not there
MG = ("rda_mg", "ul_mg", "remaining_mg", "ceiling_mg", "start_mg", "max_mg", "check_excess_mg")
WORDS = (
    "disposition", "form", "intake_times", "expectation", "worst_severity",
    "unresolved_medications",
)  # fmt: skip


class Answers(NamedTuple):
    """By row: the number of its problem (0: answered), milligrams (``NO_MG``: none), numbers of
    words, the age in months, the place among the kidney bands, and the findings as bits."""

    problem: Ids
    mg: dict[str, Ints]
    words: dict[str, Ids]
    months: Ids
    kidney: Ids
    bits: Bits
    effects: Effects
