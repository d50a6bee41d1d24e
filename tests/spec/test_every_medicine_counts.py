"""Two medicines together bring what each brings alone: neither hides the other, in either order."""

from __future__ import annotations

from itertools import permutations

import pytest

from helpers import json_of

pytestmark = pytest.mark.core

# From labels and interaction references: never together, a clinician first, keep apart, watch, know.
NAMES = [
    "raltegravir", "digoxin", "levodopa", "levothyroxine", "ciprofloxacin", "alendronate",
    "dolutegravir", "omeprazole", "furosemide", "simvastatin", "paracetamol", "zzqqol",
]  # fmt: skip
LADDER = "supplement check_first no_room clinician_first do_not_supplement seek_care".split()


def said(*names: str) -> tuple[set[tuple[str, str]], int, int]:
    """What is found about the medicines, the rung and the ceiling."""
    found = json_of(medications=list(names))
    about = {(f["code"], f["summary"]) for f in found["findings"] if f["code"].startswith("MED")}
    return about, LADDER.index(found["disposition"]), found["ceiling_mg"]


def test_each_of_two_medicines_keeps_its_findings_its_rung_and_its_cap():
    alone = {name: said(name) for name in NAMES}
    assert len({rung for _, rung, _ in alone.values()}) == 4
    assert sum(bool(about) for about, _, _ in alone.values()) >= 10
    for one, two in permutations(NAMES, 2):
        about, rung, ceiling = said(one, two)
        # A name that is not in the table is told by its words, which do not change beside another.
        assert about == alone[one][0] | alone[two][0], (one, two)
        assert rung >= max(alone[one][1], alone[two][1]), (one, two)
        assert ceiling <= min(alone[one][2], alone[two][2]), (one, two)
