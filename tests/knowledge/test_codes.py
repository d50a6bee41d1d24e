"""The code lists for FHIR: checked, sealed, and loaded only when FHIR is read."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from knowledge.lab import change, small_copy
from magadvise.errors import KnowledgeError
from magadvise.knowledge import load
from magadvise.knowledge.load import load_codes

pytestmark = pytest.mark.core


def test_a_plan_does_not_read_the_code_lists():
    code = (
        "import sys, magadvise\n"
        "from magadvise.knowledge import load\n"
        "load.load_knowledge()\n"
        "assert 'magadvise.knowledge.code_table' not in sys.modules\n"
        "assert 'codes.json' in load.ONLY_SHOWN\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("code", ["N18.9", "N18.31", "N18", "I12.9", "E11.22"])
def test_an_icd_10_prefix_stands_for_the_codes_below_it(code):
    bare = code.replace(".", "")
    kidney = load_codes().kidney
    assert any(bare[:n] in kidney for n in range(1, len(bare) + 1))


def test_the_months_are_those_of_the_rules_for_records():
    assert dict(load_codes().months) == {
        "test": 12, "magnesium": 12, "pregnancy": 10, "not_pregnant": 1, "injury": 3,
    }  # fmt: skip


def test_the_lines_and_units_of_magnesium_in_the_blood():
    """Too much: above 1.05 mmol/L. Too little: below 0.70. One mmol is 24.305 mg and 2 mEq."""
    found = load_codes()
    assert found.levels == (
        ("hypermagnesaemia", Decimal("1.05"), None),
        ("hypomagnesaemia", None, Decimal("0.70")),
    )
    assert dict(found.magnesium) == {"19123-9": ("mg_dl",), "2601-3": ("mmol_l", "meq_l")}
    assert dict(found.per_mmol) == {"mg_dl": Decimal("2.4305"), "mmol_l": 1, "meq_l": 2}


def test_a_route_that_ends_in_the_gut_has_no_word():
    routes = load_codes().routes
    assert routes["26643006"] == routes["po"] == ""
    assert routes["47625008"] == routes["iv"] == "injection"


BREAKS = [
    ("kidney", lambda rows: rows[0].update(icd10=["n18.1"])),
    ("kidney", lambda rows: rows[0].update(icd10=[], snomed=[])),
    ("kidney", lambda rows: rows[0].update(kidney="normal")),
    ("kidney", lambda rows: rows[0].update(egfr_below=45)),
    ("kidney", lambda rows: rows[1].update(snomed=rows[0]["snomed"])),
    ("conditions", lambda rows: rows[0].update(condition="sleeplessness")),
    ("conditions", lambda rows: rows[0].update(snomed=["12"])),
    ("conditions", lambda rows: rows[0].pop("locator")),
    ("conditions", lambda rows: rows[0].update(source=["NOBODY"])),
    ("tests", lambda rows: rows[0].update(loinc="98979")),
    ("tests", lambda rows: rows[0].update(loinc=rows[1]["loinc"])),
    ("tests", lambda rows: rows[0].update(unit="mL/min")),
    ("units", lambda rows: rows.pop()),
    ("systems", lambda rows: rows[0].update(id="icd9")),
    ("routes", lambda rows: rows[0].update(snomed=rows[2]["snomed"])),
    ("months", lambda rows: rows[0].update(months=0)),
    ("months", lambda rows: rows.pop(0)),
    ("pregnancy", lambda rows: rows[0].pop("not_icd10")),
    ("absent", lambda rows: rows[0].update(says="perhaps")),
    ("magnesium", lambda rows: rows[0].update(loinc="2160-0")),  # it is creatinine
    ("magnesium", lambda rows: rows[0].update(units=[])),
    ("magnesium", lambda rows: rows[0].update(units=["egfr"])),
    ("magnesium_units", lambda rows: rows.pop()),
    ("magnesium_units", lambda rows: rows.append(rows[0])),
    ("magnesium_units", lambda rows: rows[0].update(per_mmol_l=0)),
    ("magnesium_levels", lambda rows: rows[0].update(condition="sleeplessness")),
    ("magnesium_levels", lambda rows: rows[0].update(below=0.5)),
    ("magnesium_levels", lambda rows: rows[0].pop("above")),
    ("magnesium_levels", lambda rows: rows[0].update(above=0.6)),  # below the lower line
    ("magnesium_levels", lambda rows: rows.pop()),
    ("pregnancy_observations", lambda rows: rows[0].update(loinc="2601-3")),
    ("pregnancy_answers", lambda rows: rows[0].update(says="perhaps")),
    ("pregnancy_answers", lambda rows: rows[0].update(loinc=rows[1]["loinc"])),
    ("pregnancy_answers", lambda rows: rows[0].update(loinc=["82810-3"])),
    ("pregnancy_answers", lambda rows: rows[0].update(loinc=[], snomed=[])),
]


@pytest.mark.parametrize(("rows", "how"), BREAKS)
def test_a_broken_code_list_is_refused_with_its_place(tmp_path, rows, how):
    place = small_copy(tmp_path)
    change(place, "codes.json", lambda data: how(data[rows]))
    with pytest.raises(KnowledgeError) as caught:
        load.load_codes(place)
    assert caught.value.file == "codes.json"
