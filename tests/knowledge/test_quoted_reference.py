"""Which row of the intake tables holds for whom: both sexes, stages, ages past the last row, and when the
row of the US and Canada stands in for another one."""

from __future__ import annotations

import pytest

from helpers import codes, plan
from magadvise import load_knowledge
from magadvise.advice.reference import intake_for
from magadvise.knowledge.rows import IntakeRow, LimitRow
from magadvise.model import Intake, Profile, Sex, Tri

pytestmark = pytest.mark.core


def intake(years: int, sex: str, stage: str = "none", standard: str = "us") -> Intake:
    """The row of one person; ``stage`` is none, pregnant, breastfeeding or both."""
    profile = Profile(
        age_months=years * 12,
        sex=Sex(sex),
        pregnant=Tri.YES if stage in ("pregnant", "both") else Tri.NO,
        breastfeeding=Tri.YES if stage in ("breastfeeding", "both") else Tri.NO,
    )
    return intake_for(profile, load_knowledge(), standard)


def test_unknown_sex_names_both_groups_and_the_lower_intake_first():
    found = intake(45, "unknown")
    assert found.group == "women 31-50 years / men 31-50 years"
    assert (found.rda_mg, found.rda_low_mg, found.rda_high_mg) == (None, 320, 420)


def test_a_group_of_both_sexes_is_named_once():
    assert intake(5, "unknown").group == "children 4-8 years (boys and girls)"


@pytest.mark.parametrize(
    ("stage", "mg"), [("pregnant", 360), ("breastfeeding", 320), ("both", 360), ("none", None)]
)
def test_who_is_pregnant_or_breastfeeding_has_the_row_of_a_woman(stage, mg):
    assert intake(40, "unknown", stage).rda_mg == mg


@pytest.mark.parametrize(
    ("years", "stage", "mg"),
    [(11, "pregnant", 240), (12, "pregnant", 400), (11, "breastfeeding", 240), (12, "both", 400)],
)
def test_the_row_of_pregnancy_holds_from_12_years(years, stage, mg):
    assert intake(years, "female", stage).rda_mg == mg


def test_a_man_who_says_yes_to_breastfeeding_keeps_the_row_of_men():
    assert intake(40, "male", "breastfeeding").rda_mg == 420


@pytest.mark.parametrize(
    ("years", "stage", "standard", "mg"),
    [
        (51, "pregnant", "us", 360),
        (60, "pregnant", "uk", 360),
        (55, "breastfeeding", "us", 320),
        (66, "breastfeeding", "jp", 320),
    ],
)
def test_past_the_last_row_of_a_stage_its_last_us_row_holds_and_is_marked(
    years, stage, standard, mg
):
    found = intake(years, "female", stage, standard)
    assert (found.rda_mg, found.outside_table) == (mg, True)
    assert found.us_row_used is (standard != "us")


@pytest.mark.parametrize("stage", ["none", "pregnant", "breastfeeding"])
def test_inside_the_table_nothing_is_marked(stage):
    assert not intake(50, "female", stage).outside_table
    assert not intake(40, "unknown", stage).outside_table


@pytest.mark.parametrize(
    ("standard", "years", "used"),
    [
        ("us", 45, False), ("eu", 45, False), ("nordic", 45, False), ("who", 45, False),
        ("uk", 45, False), ("jp", 45, False),
        # No intakes of their own (de, no), or no limit of their own (anz, in, cn).
        ("de", 45, True), ("no", 45, True), ("anz", 45, True), ("in", 45, True), ("cn", 45, True),
        # No row for the age, or none for the limit at that age.
        ("in", 15, True), ("jp", 10, True), ("eu", 3, True), ("uk", 10, True), ("who", 5, False),
    ],
)  # fmt: skip
def test_the_us_row_stands_in_where_a_standard_has_none(standard, years, used):
    assert intake(years, "female", standard=standard).us_row_used is used
    assert intake(years, "male", standard=standard).us_row_used is used


@pytest.mark.parametrize(("standard", "told"), [("us", False), ("eu", False), ("de", True)])
def test_the_plan_says_so(standard, told):
    assert ("DAT002" in codes(plan(standard))) is told


def test_the_sources_are_those_of_the_intake_and_of_both_limits():
    assert intake(45, "female").sources == ("DRI97", "NHMRC06")
    assert set(intake(45, "female", standard="eu").sources) >= {"EFSA15", "SCF01", "DRI97"}


@pytest.mark.parametrize(("months", "mg"), [(0, 30), (6, 30), (7, 75), (11, 75)])
def test_an_infant_has_an_adequate_intake_and_no_limit_under_any_standard(months, mg):
    for standard in ("us", "de", "no"):
        found = intake_for(Profile(age_months=months, sex=Sex.MALE), load_knowledge(), standard)
        assert (found.kind, found.rda_mg, found.ul_mg) == ("AI", mg, None)


# Tables that no body prints: what the program does must not rest on the shape of those that they do.


def made_up(profile: Profile, standard: str, *rows: IntakeRow, limits: tuple = ()) -> Intake:
    """With rows of another standard put before the shipped ones."""
    shipped = load_knowledge()
    knowledge = shipped._replace(
        intakes=(*rows, *shipped.intakes), limits=(*limits, *shipped.limits)
    )
    return intake_for(profile, knowledge, standard)


def row(sex: str, mg: int, stage: str = "none", first: int = 0) -> IntakeRow:
    return IntakeRow("xx", f"{sex} {stage}", first, None, sex, stage, "AI", mg, ("DRI97",))


UNKNOWN = Profile(age_months=480, sex=Sex.UNKNOWN, pregnant=Tri.NO)
OLD_AND_PREGNANT = Profile(age_months=720, sex=Sex.FEMALE, pregnant=Tri.YES)


def test_the_lower_intake_stands_first_even_where_it_is_that_of_men():
    found = made_up(UNKNOWN, "xx", row("female", 500), row("male", 100))
    assert (found.rda_low_mg, found.rda_high_mg, found.rda_mg) == (100, 500, None)


def test_a_standard_with_a_row_for_one_sex_alone_borrows_the_other():
    limits = (LimitRow("xx", 0, None, 300, ("DRI97",)),)
    for sex, other in (("female", 420), ("male", 320)):
        found = made_up(UNKNOWN, "xx", row(sex, 200), limits=limits)
        assert (found.us_row_used, found.rda_low_mg, found.rda_high_mg) == (True, 200, other)


def test_a_limit_for_infants_of_another_standard_opens_nothing():
    limits = (LimitRow("xx", 0, None, 300, ("DRI97",)),)
    for months in (0, 6, 11):
        infant = Profile(age_months=months, sex=Sex.MALE)
        assert made_up(infant, "xx", limits=limits).ul_mg is None
    assert made_up(UNKNOWN, "xx", limits=limits).ul_mg == 300


def test_past_the_last_row_only_the_us_rows_are_borrowed():
    late = IntakeRow("yy", "late", 700, 710, "female", "pregnant", "RDA", 999, ("DRI97",))
    found = made_up(OLD_AND_PREGNANT, "uk", late)
    assert (found.rda_mg, found.outside_table) == (360, True)
