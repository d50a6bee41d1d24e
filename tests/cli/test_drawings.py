"""The drawings against drawings worked by hand, and against the JSON for everybody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given

from helpers import plan
from magadvise import Plan, Refusal, load_knowledge
from magadvise.cli.draw import day, effect, steps
from magadvise.cli.plan_text import lines
from magadvise.cli.screen import Drawing, wrapped
from magadvise.export import drawings
from magadvise.export.json_plan import document
from magadvise.knowledge.load import load_words
from magadvise.knowledge.rows import Effect
from property.laws import advice, trying
from property.strategies import mostly_well

OLDER: dict[str, Any] = {
    "age": "68",
    "medications": ["omeprazole", "levothyroxine"],
    "medication_times": "levothyroxine=07:00",
}
TWICE: dict[str, Any] = {
    "medications": "ciprofloxacin",
    "medication_times": "ciprofloxacin=08:00,20:00",
}


WORDS = load_words("plan")


def drawn(draw: Drawing, columns: int) -> list[str]:
    """The rows of a drawing without the empty one after it."""
    rows = ["".join(text for text, _ in row) for row in draw(columns)]
    return [row for row in rows if row]


def a_plan(**answers: Any) -> Plan:
    found = plan(**answers)
    assert isinstance(found, Plan)
    return found


def the_day(columns: int, **answers: Any) -> list[str]:
    return day_of(a_plan(**answers), columns)


def day_of(found: Plan, columns: int) -> list[str]:
    return drawn(day.day(drawings.day(found, load_knowledge(), WORDS), WORDS), columns)


def strip(found: Plan, columns: int) -> list[str]:
    return drawn(steps.steps(drawings.steps(found), WORDS), columns)


def dots(value: float, low: float, high: float) -> list[str]:
    return drawn(effect.dots(drawings.Difference(value, low, high), WORDS), 80)


def charted(pattern: str) -> Effect | None:
    row = load_knowledge().patterns[pattern]
    return drawings.charted(row.effects, row.statement, WORDS)


# worked by hand ----------------------------------------------------------------------------------


def test_a_day_with_one_window_one_column_for_half_an_hour():
    """Levothyroxine at 07:00 keeps magnesium away from 03:00 to 11:00 (4 h each way). The ruler
    starts at 06:00: one hour is two columns."""
    assert the_day(80, **OLDER) == [
        "               06    09    12    15    18    21    00    03",
        "levothyroxine  ##o#######................................######",
        "you            zzW..............................Bzzzzzzzzzzzzzz",
        "magnesium      ##########......................M.........######",
        "# no magnesium   o medicine taken   M magnesium   W wake up   B bed   z asleep",
    ]


def test_a_day_with_two_windows_one_column_for_an_hour():
    """Ciprofloxacin at 08:00 and 20:00: 6 h before a dose and 2 h after it, so magnesium is free from
    10:00 to 14:00 and from 22:00 to 02:00 (the label). Half an hour before bed is 22:00, lunch is
    at 13:00, and the evening meal at 18:30 lies in a window."""
    assert the_day(40, **TWICE) == [
        "               06 09 12 15 18 21 00 03",
        "ciprofloxacin  ##o#....######o#....####",
        "you            zW.....F........Bzzzzzzz",
        "magnesium      ####...M########M...####",
        "# no magnesium   o medicine taken",
        "M magnesium   W wake up   F meal   B bed",
        "z asleep",
    ]


def test_a_day_of_somebody_who_sleeps_by_day_starts_in_the_evening():
    """Bed at 09:00, up at 17:15: the list of times starts at 17:15, the ruler at 15:00. Magnesium
    goes with the evening meal (18:30) and half an hour before bed (08:30)."""
    rows = the_day(64, bedtime="09:00", wake="17:15", patterns="night")
    assert rows[:3] == [
        "               15    18    21    00    03    06    09    12",
        "you            zzzzW..F............................Bzzzzzzzzzzz",
        "magnesium      .......M...........................M............",
    ]


def test_a_long_name_stands_whole_on_a_line_of_its_own():
    name = "hydroxypropylmethylcellulose-acetate"
    rows = the_day(64, medications=name, medication_times=f"{name}=12:00")
    at = rows.index(f"'{name}'")
    assert rows[at + 1] == "               ......######o#####.............................."


def test_the_steps_of_an_older_adult_to_the_scale_of_28_days():
    assert strip(a_plan(**OLDER), 80) == [
        "mg a day  100           150           200",
        "          --------------==============****************************",
        "from day  1             8             15                        28",
    ]


def test_the_steps_of_an_adult_where_the_days_are_too_narrow_for_the_figures():
    assert strip(a_plan(), 50) == [
        "150 mg -> 200 mg -> 300 mg",
        "day 1     day 4     day 7",
    ]


def test_one_step_needs_no_strip():
    assert strip(a_plan(stool="loose"), 80) == []


def test_the_cochrane_figure_for_older_adults_with_its_interval_and_the_line_of_no_effect():
    """0.18 fewer, from 0.84 fewer to 0.49 more, on 41 columns: 1.33 wide, so no difference is at
    0.84 / 1.33 * 40 = 25 and the result at 0.66 / 1.33 * 40 = 20. The line starts at column 13."""
    assert dots(-0.18, -0.84, 0.49) == [
        " " * 32 + "0.18",
        "fewer cramps |-------------------o----+--------------| more cramps",
        " " * 12 + "0.84" + " " * 22 + "0" + " " * 13 + "0.49",
        "o trial result   |---| its uncertainty   + no difference from placebo",
    ]


def test_a_figure_that_is_all_on_one_side_still_shows_the_line_of_no_effect():
    rows = dots(2.0, 1.0, 4.0)
    line = rows[1].removeprefix("fewer cramps ").removesuffix(" more cramps")
    assert line == "+" + " " * 9 + "|" + "-" * 9 + "o" + "-" * 19 + "|"


# for everybody -----------------------------------------------------------------------------------


def is_allowed(doc: dict[str, Any], first: int, last: int) -> bool:
    """Whether a stretch of minutes lies in one of the stretches that the JSON allows."""
    for stretch in doc["timing"]["allowed"]:
        start, end = minutes(stretch["from"]), minutes(stretch["to"])
        length = (end - start) % 1440 or 1440
        if (first - start) % 1440 + (last - first) <= length:
            return True
    return False


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


@trying(120)
@given(mostly_well(wild=1))
def test_the_row_of_magnesium_is_shaded_wherever_the_json_allows_none(person):
    found = advice(person)
    if isinstance(found, Refusal):
        assume(False)
        return
    doc = document(found)
    for columns, step in ((40, 60), (70, 30), (100, 20)):
        rows = day_of(found, columns)
        start = int(rows[0].split()[0]) * 60
        cells = next(row for row in rows if row.startswith("magnesium ")).split()[1]
        assert len(cells) == 1440 // step
        for n, cell in enumerate(cells):
            first = start + n * step
            if cell == ".":
                assert is_allowed(doc, first, first + step), (person, first)
            elif cell == "#":
                assert not is_allowed(doc, first, first + step), (person, first)
        marked = {(start + n * step) % 1440 for n, cell in enumerate(cells) if cell == "M"}
        taken = {minutes(i["time"]) // step * step for i in doc["timing"]["intakes"]}
        assert marked == taken, person


def words_of(answer: Plan | Refusal) -> str:
    return " ".join(" ".join(f"{x.mark} {x.text}" for x in lines(answer, load_knowledge())).split())


@pytest.mark.parametrize(
    "answers", [{}, OLDER, TWICE, {"patterns": "pregnancy", "pregnant": "yes"}], ids=str
)
def test_nothing_stands_in_a_drawing_alone(answers):
    """Each figure of a drawing is in the words too; the hours of the ruler aside."""
    answer = a_plan(**answers)
    words = words_of(answer)
    k = load_knowledge()
    for line in lines(answer, k):
        if line.draw:
            rows = [
                row for row in wrapped(line, 100) if not re.fullmatch(r"[\d ]+", row) or "." in row
            ]
            for figure in re.findall(r"\d+(?:\.\d+)?", " ".join(rows)):
                assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.]\d)", words), figure


@pytest.mark.parametrize("columns", [0, 1, 20, 39])
def test_a_narrow_screen_gets_the_words_alone(columns):
    for answers in ({}, OLDER, TWICE):
        for line in lines(a_plan(**answers), load_knowledge()):
            if line.draw:
                assert line.draw(columns) == []


def test_all_three_drawings_are_ascii_and_stand_in_the_plan():
    found = [line for line in lines(a_plan(**OLDER), load_knowledge()) if line.draw]
    assert len(found) == 3
    assert all(wrapped(line, 80) for line in found)
    assert all(row.isascii() for line in found for row in wrapped(line, 80))


def test_only_a_figure_with_an_interval_is_drawn():
    """No trial tested magnesium for these patterns, so there is nothing to draw."""
    for pattern in ("exercise", "heat", "stress", "twitch", "daytime"):
        assert charted(pattern) is None
    found = charted("night")
    assert found
    assert (found.value, found.low, found.high) == (-0.18, -0.84, 0.49)


def test_the_pregnancy_figure_is_that_of_the_four_trials_together():
    """Not the single small trial with a count of its own, and no ratio: 0.47 fewer, from 1.14 fewer to
    0.2 more."""
    found = charted("pregnancy")
    assert found
    assert (found.value, found.low, found.high) == (-0.47, -1.14, 0.2)


def test_a_figure_whose_plus_is_in_favour_of_magnesium_is_not_drawn():
    """The older review counts fewer cramps as plus: on these axes it would stand on the wrong side."""
    measure = "cramps per week fewer on magnesium than on placebo (plus is in favour of magnesium)"
    unit = "cramps per week"
    row = Effect(measure, 0.362, -0.386, 1.148, unit, False, "low", "0.362 fewer", ("X",))
    assert drawings.charted([row], "0.362 fewer cramps a week", WORDS) is None
    turned = row._replace(minus_is_fewer=True)
    assert drawings.charted([turned], "0.362 fewer cramps a week", WORDS) == turned


def test_in_an_emergency_nothing_is_drawn():
    answer = plan(red_flags="one_leg_swollen")
    assert not [line for line in lines(answer, load_knowledge()) if line.draw]
