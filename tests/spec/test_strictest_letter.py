"""The letter of a medicine for one person, the kidney line, and the sources of a finding, by hand."""

from __future__ import annotations

import pytest

from helpers import plan
from magadvise import load_knowledge
from magadvise.medicines.resolve import resolve
from magadvise.model import Kidney
from magadvise.rules.case import Case, letter

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    ("name", "wanted"), [("ciprofloxacin", "S"), ("ciprofloxacin injection", "")]
)
def test_hours_apart_are_for_what_is_swallowed_alone(name, wanted):
    advice = plan(medications=name)
    (match,) = resolve(name, load_knowledge().medicines).matches
    case = Case(advice.profile, load_knowledge(), advice.intake, 0, None, "")
    assert [letter(case, match, row) for row in match.interactions] == [wanted]


@pytest.mark.parametrize(("egfr", "disease"), [(60.0, False), (59.99, True), (None, False)])
def test_below_60_is_kidney_disease_by_the_computed_value_too(egfr, disease):
    advice = plan()
    assert advice.profile.kidney is Kidney.NORMAL
    case = Case(advice.profile, load_knowledge(), advice.intake, 0, egfr, "")
    assert case.any_kidney_disease is disease


def test_a_finding_tells_the_sources_of_its_row_behind_those_of_the_rule():
    found = [f for f in plan(medications="levothyroxine").findings if f.code == "MED003"]
    assert [f.sources for f in found] == [("MAGADVISE", "FDB", "STOCK", "LABEL")]
