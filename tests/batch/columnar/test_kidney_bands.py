"""The place of an eGFR among the lines of the rules, also where it is computed from creatinine."""

from __future__ import annotations

import random

import pytest

from batch.columnar.both import KNOWLEDGE, np
from batch.columnar.cells import creatinines
from magadvise.batch.columnar import cells as read
from magadvise.batch.columnar.cells import Column, age_lines, band, egfr_lines
from magadvise.batch.columnar.grown import Told
from magadvise.model import Sex
from magadvise.rules.egfr import from_creatinine

# The lines of the rules: stop below 30, near it to 35, a clinician below 60, a second test below 90,
# and too high to be true above 110 (from 60 years) or 130.
LINES = (30, 35, 60, 90, 110, 130)


def place(egfr: float) -> tuple[bool, ...]:
    """Where an eGFR lies by every line: below, on, above."""
    return tuple(x for line in LINES for x in (egfr < line, egfr == line))


def test_two_values_share_a_band_only_where_no_line_lies_between_them():
    lines = egfr_lines(KNOWLEDGE)
    values = [
        v for line in LINES for v in (line - 0.1, line - 1e-9, float(line), line + 1e-9, line + 0.1)
    ]
    values += [n / 2 for n in range(4, 401)]
    seen: dict[int, tuple[bool, ...]] = {}
    for value in values:
        assert seen.setdefault(band(value, lines), place(value)) == place(value)
    assert min(seen) > 0


def test_every_line_of_an_age_starts_a_band_of_its_own():
    lines = age_lines(KNOWLEDGE)
    for months in (0, 12, 144, 156, 168, 216, 612, 660, 672, 720, 780, 792, 1116, 1128):
        assert months in lines


@pytest.mark.parametrize("seed", range(2))
def test_computed_bands_are_those_of_the_formula_in_any_order(seed):
    rnd = random.Random(seed)  # noqa: S311 - the same order each time, no secret
    cells = read.Tests("creatinine", KNOWLEDGE, Told([None]))
    lines = egfr_lines(KNOWLEDGE)
    people = [(years, sex) for years in range(18, 121, 3) for sex in Sex]
    near = [
        c
        for years in (18, 40, 60, 75, 93)
        for sex in (Sex.FEMALE, Sex.MALE)
        for c in creatinines(years, sex)
    ]
    near += [(f"{n / 20:.2f}", "mg/dL") for n in range(2, 301)]
    near += [(str(n), "umol/L") for n in range(9, 1300, 13)]
    near += [("", ""), ("unknown", ""), ("99", "mg/dL"), ("1.1", "")]
    texts = [f"{number}{unit}" for number, unit in rnd.sample(near, 300)]
    texts += [f"{n}{u}" for n, u in creatinines(*rnd.choice(people))] + ["", "x"]
    rows = [(at, years, sex) for at in range(len(texts)) for years, sex in people]
    rnd.shuffle(rows)
    number = [*Sex].index
    for part in (rows[: len(rows) // 3], rows[len(rows) // 3 :]):
        at = np.array([row[0] for row in part], np.int32)
        ids = cells.ids({"creatinine": Column(texts, at)}, len(part))
        years = np.array([row[1] for row in part], np.int16)
        sex = np.array([number(row[2]) for row in part], np.int8)
        found = cells.bands_by_formula(ids, years, sex)
        given = [cells.values[i].fields["creatinine"] for i in ids]
        expected = [
            band(from_creatinine(c.mg_dl, y, s, KNOWLEDGE), lines) if c else 0
            for c, (_, y, s) in zip(given, part, strict=True)
        ]
        assert found.tolist() == expected
        assert len(set(expected)) > 5
    assert cells.computed.calls < len(rows) / 2  # most lie between two that are known
