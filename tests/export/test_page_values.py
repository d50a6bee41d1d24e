"""The page as values: what rare answers say, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from helpers import plan
from magadvise import Plan, load_knowledge
from magadvise.advice.dosing import DoseStep
from magadvise.export import drawings
from magadvise.export.answers_used import Kept
from magadvise.export.items import Page
from magadvise.export.page import page
from magadvise.export.svg_parts import drawn, told
from magadvise.knowledge.load import load_words

pytestmark = pytest.mark.core
WORDS, MORE = load_words("plan"), load_words("handout")


def a_plan(**answers: Any) -> Plan:
    found = plan(**answers)
    assert isinstance(found, Plan)
    return found


def paged(found: Plan, kept: Kept | None = None) -> Page:
    return page(found, load_knowledge(), WORDS, kept)


def answers(**given: Any) -> dict[str, str]:
    """What stands under "Answers used", by its title."""
    section = page(plan(**given), load_knowledge(), WORDS).section("answers")
    assert section
    first, *rest = section.items
    return dict(first.entries) | {item.mark: item.text for item in rest}


def stepped(*steps: tuple[int, int, tuple[int, ...]]) -> str:
    """The second line of the answer for a plan with these steps."""
    found = replace(a_plan(), steps=tuple(DoseStep(*step) for step in steps))
    return paged(found).answer[1].text


def test_a_dose_that_is_split_from_the_first_day_on_says_so_at_once():
    assert stepped((1, 300, (150, 150))) == "Take 150 mg at 18:30 and 150 mg at 22:00."


def test_a_split_that_comes_before_the_last_step_names_hours_without_amounts():
    """They change again with the last step."""
    said = stepped((1, 150, (150,)), (4, 250, (125, 125)), (7, 300, (150, 150)))
    assert said == "Take it at 22:00. From day 4 split it: 18:30 and 22:00."


@pytest.mark.parametrize(
    ("saved", "mark"),
    [
        (date(2026, 3, 1), "From the profile anna, saved on 2026-03-01:"),
        (None, "From the profile anna, saved on a day that is not known:"),
    ],
)
def test_a_profile_is_named_with_its_day_and_its_flags(saved, mark):
    section = paged(a_plan(), Kept("anna", saved, ("--age", "--sex"))).section("answers")
    assert section
    last = section.items[-1]
    assert (last.mark, last.text) == (mark, "--age, --sex. Do they still hold?")


def test_a_profile_that_gave_no_answer_is_not_named():
    assert paged(a_plan(), Kept("anna", None, ())) == paged(a_plan())


def test_a_medicine_that_is_a_product_stands_with_what_it_brings():
    said = answers(medications="milk of magnesia 5 mL", other_magnesium_mg=None)
    assert (
        said["Medicines:"]
        == "milk of magnesia 5 mL (a product that brings magnesium, 167 mg a day)"
    )


@pytest.mark.parametrize(
    ("product", "said"),
    [
        ("ZMA", "450 mg a day)"), ("Epsom salt bath", "counts 0 mg)"),
        ("powder of the gym", "(not in the table)"),
    ],
)  # fmt: skip
def test_a_product_stands_with_its_amount_or_that_none_is_known(product, said):
    text = answers(products=product, other_magnesium_mg=None)["Other magnesium:"]
    assert text.startswith(f"{product} (")
    assert said in text


def test_two_doses_of_one_window_close_the_day_once():
    found = a_plan(medications="levothyroxine", medication_times="levothyroxine=07:00")
    twice = replace(found, gaps=(*found.gaps, *found.gaps))
    assert drawings.windows(twice) == {"levothyroxine": [(180, 480)]}


def test_a_stretch_over_the_end_of_the_strip_is_parted_and_one_before_it_is_not():
    track = drawings.Track("x", "shut", ((300, 120), (600, 60)), ())
    shapes = drawn(drawings.Day(360, (track,)), WORDS, MORE).shapes
    places = [line.split('x="')[1].split('"')[0] for line in shapes.splitlines() if "shut" in line]
    assert places == ["95.83%", "0.00%", "16.67%"]  # 05:00, 06:00 and 10:00 of a day from 06:00 on


def test_figures_that_would_touch_are_left_out_of_the_drawing():
    """No difference (0) lies within 0.01 of the end: only the end keeps its figure."""
    shapes = drawn(drawings.Difference(-0.5, -1.0, 0.01), WORDS, MORE).shapes
    figures = [line.split(">")[1].split("<")[0] for line in shapes.splitlines() if 'y="60"' in line]
    assert figures == ["1", "0.01"]


def test_a_difference_of_more_cramps_says_more():
    title, said = told(drawings.Difference(2.0, 1.0, 4.0), WORDS, MORE)
    assert title == "What trials found"
    assert said.startswith("2 more cramps than on placebo. The uncertainty is from 1 to 4;")


def test_a_section_that_an_answer_lacks_is_none():
    assert paged(a_plan()).section("check") is None


def test_an_egfr_is_told_with_all_its_digits():
    """29.9999999 stops, 30 does not: one may not read as the other."""
    assert "eGFR 29.999999 mL/min/1.73 m2" in answers(egfr="29.999999")["Kidneys"]
    assert "eGFR 52 mL/min/1.73 m2" in answers(egfr="52.0")["Kidneys"]


@pytest.mark.parametrize(
    ("product", "said"),
    [("magnesium tablets or capsules", "Magnesium tablets or capsules, amount not known)")],
)
def test_a_product_without_an_amount_says_so(product, said):
    assert said in answers(products=product, other_magnesium_mg=None)["Other magnesium:"]


# an emergency, and medicines that a finding can only number -----------------------------------------


def test_in_an_emergency_help_stands_right_after_the_finding_that_says_so():
    """Two findings more, a trial and the RDA: all of it after whom to call."""
    found = page(
        plan(red_flags="one_leg_swollen", kidney=None, medications="levothyroxine"),
        load_knowledge(), WORDS,
    )  # fmt: skip
    first, second, *rest = found.sections
    assert [item.code for item in first.items] == ["RED101", "RED101"]
    assert (second.id, second.heading) == ("help", "Get help")
    assert "help" not in [section.id for section in rest]
    assert {item.code for s in rest if s.id == "notes" for item in s.items} >= {"KID010"}
    assert [s.id for s in rest].index("notes") < [s.id for s in rest].index("expect")


def test_without_an_emergency_the_order_is_what_it_was():
    ids = [section.id for section in paged(a_plan(kidney=None)).sections]
    assert "notes" not in ids
    assert ids.index("warnings") < ids.index("expect") < ids.index("help")


LONG = "a herbal mixture of the market with a name that is far too long for any one line"


@pytest.mark.parametrize(
    ("names", "marks"),
    [
        (["omeprazole", LONG], ["Medicine 1:", "Medicine 2:"]),
        (["omeprazole", "unheard-of"], ["-", "-"]),
    ],
)
def test_medicines_have_numbers_where_a_finding_names_one_by_its_number(names, marks):
    section = paged(a_plan(medications=names)).section("medicines")
    assert section
    assert [item.mark for item in section.items] == marks
