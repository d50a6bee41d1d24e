"""Bands of age and kidney function against hand-worked cases, and against the ladder."""

from __future__ import annotations

import json
from itertools import product

import pytest
from pydantic import ValidationError

from helpers import codes, plan
from magadvise import load_knowledge
from magadvise.batch import bands, report
from magadvise.knowledge.load import load_file
from magadvise.knowledge.schema.report import ReportFile
from magadvise.model import LADDER, Kidney

WORDS = report.words(load_file("report.json"), load_knowledge())
YEAR = 12

# ages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("Under 1 year", 0, 11),
        ("1 to 3 years", YEAR, 4 * YEAR - 1),
        ("4 to 8 years", 4 * YEAR, 9 * YEAR - 1),
        ("9 to 13 years", 9 * YEAR, 14 * YEAR - 1),
        ("14 to 17 years", 14 * YEAR, 18 * YEAR - 1),
        ("18 to 30 years", 18 * YEAR, 31 * YEAR - 1),
        ("31 to 50 years", 31 * YEAR, 51 * YEAR - 1),
        ("51 to 64 years", 51 * YEAR, 65 * YEAR - 1),
        ("65 to 70 years", 65 * YEAR, 71 * YEAR - 1),
        ("71 years and older", 71 * YEAR, 120 * YEAR),
    ],
)
def test_a_band_of_ages_holds_its_first_and_its_last_month(label, first, last):
    labels = {band.id: band.label for band in WORDS.ages}
    assert labels[bands.age_band(first, WORDS.ages)] == label
    assert labels[bands.age_band(last, WORDS.ages)] == label


def test_the_bands_of_ages_are_as_many_as_their_labels():
    assert len({band.label for band in WORDS.ages}) == len(WORDS.ages) == 10


@pytest.mark.parametrize("years", [1, 18, 65])
def test_no_band_holds_ages_that_the_ladder_tells_apart(years):
    before, after = (bands.age_band(years * YEAR - less, WORDS.ages) for less in (1, 0))
    assert before != after


# kidneys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kidney", "egfr", "computed", "expected"),
    [
        ("normal", None, None, "normal"),
        ("unknown", None, None, "unknown"),
        ("unknown", 60.0, None, "normal"),
        ("unknown", 59.99, None, "reduced"),
        ("unknown", 30.0, None, "reduced"),
        ("unknown", 29.99, None, "severe"),
        ("unknown", 131.0, None, "normal"),
        # A computed value below 35 is treated as below 30, a stated one is not.
        ("unknown", 34.9, None, "reduced"),
        ("unknown", None, 34.9, "severe"),
        ("unknown", None, 35.0, "reduced"),
        ("unknown", None, 60.0, "normal"),
        # The stricter of two decides, whichever it is.
        ("normal", 20.0, None, "severe"),
        ("normal", 45.0, None, "reduced"),
        ("normal", None, 20.0, "severe"),
        ("ckd", 90.0, None, "reduced"),
        ("ckd", 12.0, None, "severe"),
        ("ckd", None, None, "reduced"),
        ("transplant", 75.0, None, "reduced"),
        ("one_kidney", None, 100.0, "reduced"),
        ("dialysis", 90.0, None, "severe"),
        ("dialysis", None, None, "severe"),
        ("injury", 45.0, None, "severe"),
        ("unknown", 80.0, 32.0, "severe"),
        ("unknown", 28.0, 90.0, "severe"),
    ],
)
def test_the_stricter_of_a_test_and_a_named_disease_decides(kidney, egfr, computed, expected):
    assert bands.kidney_band(Kidney(kidney), egfr, computed, load_knowledge()) == expected


@pytest.mark.parametrize(
    ("computed", "expected"), [(90.0, "unknown"), (50.0, "reduced"), (30.0, "severe")]
)
def test_a_computed_value_that_answers_nothing_counts_where_it_is_low(computed, expected):
    found = bands.kidney_band(
        Kidney.UNKNOWN, None, computed, load_knowledge(), computed_answers=False
    )
    assert found == expected


def test_every_kidney_answer_has_its_band():
    for kidney in Kidney:
        band = bands.kidney_band(kidney, None, None, load_knowledge())
        assert band in WORDS.kidneys
        assert (band == "unknown") == (kidney is Kidney.UNKNOWN)


# the same as the plan ----------------------------------------------------------------------------

ANSWERS = [
    {"kidney": kidney, "egfr": egfr, "creatinine": creatinine, "pregnant": pregnant}
    for kidney, egfr, creatinine, pregnant in product(
        [kidney.value for kidney in Kidney],
        [None, "45", "60"],
        [None, "0.7 mg/dL", "1.4 mg/dL", "2 mg/dL"],
        ["no", "yes", "unknown"],
    )
]
LEAST = {"normal": "supplement", "unknown": "check_first", "reduced": "clinician_first",
         "severe": "do_not_supplement"}  # fmt: skip
# What the ladder finds about kidneys besides a high value and a word on the side.
ANY_KIDNEY = {f"KID{n:03}" for n in (1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 16, 17)}


def test_a_row_stands_no_lower_on_the_ladder_than_its_kidney_band_asks():
    seen = set()
    for answers in ANSWERS:
        advice = plan(**answers)
        age, kidney = bands.of(advice, WORDS.ages, load_knowledge())
        seen.add(kidney)
        assert age == bands.age_band(45 * YEAR, WORDS.ages)
        assert advice.disposition.rank >= LADDER.index(LEAST[kidney]), answers
        if kidney == "unknown":
            assert {"KID009", "KID010"} & set(codes(advice)), answers
        if kidney == "normal":
            assert not ANY_KIDNEY & set(codes(advice)), answers
    assert seen == set(LEAST)


# the file ----------------------------------------------------------------------------------------


def broken(change):
    data = json.loads(json.dumps(load_file("report.json")))
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["age_bands"].pop(0), "must start at 0"),
        (lambda d: d["age_bands"].reverse(), "must start at 0"),
        (lambda d: d["age_bands"].insert(3, d["age_bands"][2]), "must start at 0 and rise"),
        (lambda d: d["kidney_bands"].pop(), "kidney bands must be"),
        (lambda d: d["kidney_bands"].reverse(), "kidney bands must be"),
        (lambda d: d["dispositions"].reverse(), "every rung of the ladder"),
        (lambda d: d["dispositions"].pop(), "every rung of the ladder"),
        (lambda d: d["small_count"].update(value=1), "greater than or equal to 2"),
        (lambda d: d["texts"][0].update(text=""), "at least 1 character"),
        (lambda d: d.update(more=1), "Extra inputs"),
    ],
)
def test_a_broken_file_of_bands_is_refused(change, said):
    ReportFile.model_validate_json(broken(lambda data: None), strict=True)
    with pytest.raises(ValidationError, match=said):
        ReportFile.model_validate_json(broken(change), strict=True)
