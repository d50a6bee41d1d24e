"""The same answers give the same bytes, whatever the hash seed, the locale and the time zone."""

from __future__ import annotations

import pytest

from helpers import flags

ANSWERS = flags(
    age="68",
    kidney="unknown",
    medications=[
        "levothyroxine",
        "omeprazole",
        "hydrochlorothiazide",
        "nosuchmedicine",
        "ISONIAZID",
    ],
    medication_times=["levothyroxine=07:00", "nosuchmedicine=12:00"],
    conditions=["diabetes", "gout", "gastroparesis"],
    red_flags="frequent_cramps",
    patterns=["stress", "night"],
    products="milk of magnesia 5 mL",
    other_magnesium_mg=None,
)
PLACES = [
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "America/St_Johns", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},
]


@pytest.mark.parametrize(
    "arguments",
    [
        [*ANSWERS, "--json"],
        ANSWERS,
        [*flags(medications=["levothyroxine", "ciprofloxacin"]), "--json"],
    ],
    ids=["refusal as JSON", "refusal as text", "plan as JSON"],
)
def test_the_place_changes_no_byte(spawn, arguments):
    here = spawn(*arguments, PYTHONHASHSEED="0")
    assert here.returncode == 0
    for place in PLACES:
        assert spawn(*arguments, **place).stdout == here.stdout
