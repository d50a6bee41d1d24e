"""A clear rise goes before all; the days after the trial, a pause among them, count."""

from __future__ import annotations

import pytest

from diary.days import START, day, made, spread
from diary.test_verdict import FIGURES, LAST, boxed
from magadvise.diary.entry import Entry, diary
from magadvise.diary.verdict import WORDS, verdict

KINDS = {"none": False, "yes": True, "": None}


def written(*parts: str) -> list[Entry]:
    """``"1*14:none", "0*13,6:yes"``: cramps a day, with or without a dose; ``-`` is not written. The
    first day with a dose is START."""
    days: list[tuple[int | None, bool | None]] = []
    for part in parts:
        counts, _, kind = part.partition(":")
        for count in counts.split(","):
            cramps, _, times = count.partition("*")
            cell = None if cramps == "-" else int(cramps)
            days += [(cell, KINDS[kind])] * int(times or 1)
    first = next((n for n, (_, taken) in enumerate(days) if taken), len(days))
    return [
        Entry(day(n - first), cramps, taken=taken)
        for n, (cramps, taken) in enumerate(days)
        if cramps is not None
    ]


def says(*parts: str, today: int = 400):
    return verdict(diary(written(*parts)), FIGURES, day(today))


# a clear rise -------------------------------------------------------------------------------------

ROSE = [
    (("1*14:none", "9*20:yes"), 20),
    (("0*13,5:none", "8*28:yes"), 28),
    (("0*14:none", "8*28:yes"), 28),
    (("1*14:none", "9*20:yes", "5*10:none"), 30),
    (("1*8:none", "9*28:yes"), 28),
    (("1*14:none", "9,-,-*27:yes"), 28),
    (("1*14:none", "9,-,-,9,-,-,9,-,-,9,-,-,9,-,-,9,-,-,9,-,-,9,-,-:yes"), 60),
    (("1,-,1,-,1,-,1,-,1,-,1,-,1,-,1,-,1,-,1,-,1,-,1,-,1,-,1,-:none", "9*28:yes"), 28),
]


@pytest.mark.parametrize(("parts", "today"), ROSE, ids=str)
def test_a_clear_rise_is_stop_and_a_doctor_before_anything_is_too_little(parts, today):
    found = says(*parts, today=today)
    few = sum(e.taken is True for e in written(*parts)) < 7
    assert found.rule == ("short_trial" if few else "more_cramps")
    assert found.word == ("not_enough" if few else "stop")


def test_six_days_are_a_bout_and_seven_can_be_a_rise():
    assert says("1*14:none", "9*6:yes", today=6).rule == "short_trial"
    assert says("1*14:none", "9*7:yes", today=7).rule == "more_cramps"
    assert says("1*6:none", "9*28:yes", today=28).rule == "short_before"
    assert says("1*7:none", "9*28:yes", today=28).rule == "more_cramps"


def test_a_rise_from_no_cramp_at_all_has_no_percent():
    found = says("0*14:none", "8*28:yes")
    assert (found.fall, found.least) == (None, None)
    assert found.during.cramps == 224


def test_no_cramp_before_and_none_after_is_no_rise():
    assert says("0*14:none", "0*28:yes").rule == "few_cramps"


def test_a_rise_on_boxes_with_magnesium_goes_before_all_as_well():
    assert boxed(0, 9).rule == "boxes_more"
    assert boxed(1, 9, taken=False).rule == "boxes_more"
    assert boxed(1, 9, today=LAST).rule == "boxes_running"  # nothing tells one box from another


# one bad night ------------------------------------------------------------------------------------


def test_one_bad_night_is_no_baseline():
    assert says("0*13,6:none", "0*28:yes").word == "pause"
    assert says("0*13,60:none", "0*28:yes").word == "pause"


def test_keep_needs_cramps_on_four_days_before():
    three = says("9,0,0,0,9,0,0,0,0,9,0,0,0,0:none", "0*28:yes")
    assert (three.rule, three.word) == ("few_nights", "pause")
    assert three.least > 28.7
    assert says("9,0,0,9,0,0,0,9,0,0,9,0,0,0:none", "0*28:yes").rule == "clear_fall"


# gaps ---------------------------------------------------------------------------------------------


def test_days_before_with_every_other_one_missing_are_too_little():
    found = says("3,-,3,-,3,-,3,-,3,-,3,-,3,-,3,-,3,-,3,-,3,-,3,-,3,-,3,-:none", "1*28:yes")
    assert (found.rule, found.word) == ("gaps_before", "not_enough")


def test_a_fifth_of_the_days_before_may_be_missing_and_no_more():
    """14 of 17 days are 18 % missing, 14 of 18 are 22 %."""
    assert says("3,-,3,-,3,-,3*11:none", "3*28:yes").rule == "small_fall"
    assert says("3,-,3,-,3,-,3,-,3*10:none", "3*28:yes").rule == "gaps_before"


def test_older_days_before_a_gap_are_left_out_where_enough_are_left():
    found = says("9*4:none", "-*8:none", "3*14:none", "3*28:yes")
    assert (found.rule, found.before.days, found.before.cramps) == ("small_fall", 14, 42)


def test_a_fifth_of_the_days_of_the_trial_may_be_missing_and_no_more():
    """28 of 35 days are 20 % missing, 28 of 36 are 22 %."""
    seven = ",".join(["3", "-"] * 7 + ["3*21"])
    eight = ",".join(["3", "-"] * 8 + ["3*20"])
    assert says("3*14:none", f"{seven}:yes", today=36).rule == "small_fall"
    assert says("3*14:none", f"{eight}:yes", today=36).rule == "gaps_trial"


def test_days_of_a_first_try_are_no_gap_in_the_days_before_a_second():
    tries = written("3*4:none", "1*10:yes", "3*14:none", "3*28:yes")
    found = verdict(diary(tries), FIGURES, day(60), start=day(24))
    assert (found.rule, found.before.days) == ("small_fall", 18)


# later days with doses ----------------------------------------------------------------------------


def test_cramps_that_come_back_on_the_pill_end_the_keep():
    assert says("4*14:none", "0*28:yes").rule == "clear_fall"
    back = says("4*14:none", "0*28:yes", "9*42:yes")
    assert (back.rule, back.word) == ("later_more", "stop")
    as_before = says("4*14:none", "0*28:yes", "4*42:yes")
    assert (as_before.rule, as_before.word) == ("faded", "pause")
    assert (as_before.later.cramps, as_before.later.days) == (56, 14)


def test_only_the_last_two_weeks_with_doses_are_looked_at():
    late = says("4*14:none", "0*28:yes", "0*60:yes", "4*14:yes")
    assert late.rule == "faded"
    assert says("4*14:none", "0*28:yes", "4*14:yes", "0*14:yes").rule == "clear_fall"


def test_13_later_days_do_not_end_a_keep_and_one_cramp_now_and_then_does_not_either():
    assert says("4*14:none", "0*28:yes", "4*13:yes").rule == "clear_fall"
    assert says("4*14:none", "0*28:yes", "4*14:yes").rule == "faded"
    some = says("4*14:none", "0*28:yes", "0,1,0*5,1,0*6:yes")
    assert (some.rule, some.later.cramps) == ("clear_fall", 2)


def test_later_days_as_in_the_trial_change_nothing_but_what_is_shown():
    found = says("3*14:none", "1*28:yes", "1*30:yes")
    assert found._replace(later=None) == says("3*14:none", "1*28:yes")._replace(later=None)
    assert found.later.days == 14


# a pause ------------------------------------------------------------------------------------------


def test_cramps_that_stay_away_without_it_are_stop():
    found = says("2*14:none", "1*28:yes", "1*14:none")
    assert (found.rule, found.word) == ("stayed_away", "stop")
    kept = says("4*14:none", "0*28:yes", "0*14:none")
    assert (kept.rule, kept.word) == ("stayed_away", "stop")


def test_cramps_that_clearly_come_back_without_it_are_keep():
    found = says("2*14:none", "1*28:yes", "3*14:none")
    assert (found.rule, found.word) == ("came_back", "keep")
    assert says("4*14:none", "0*28:yes", "4*14:none").rule == "came_back"


def test_cramps_that_may_have_come_back_by_chance_are_told_as_that():
    half = ",".join(["0", "1"] * 14)
    found = says("1*14:none", f"{half}:yes", "1*14:none")
    assert (found.rule, found.word) == ("pause_unclear", "pause")
    some = says("4*14:none", "0*28:yes", "1*14:none")  # back, but far fewer than before
    assert some.rule == "pause_unclear"


def test_13_days_without_it_are_no_pause_yet_nor_are_14_with_gaps():
    assert says("2*14:none", "1*28:yes", "1*13:none").rule == says("2*14:none", "1*28:yes").rule
    gaps = ",".join(["1", "-"] * 14)
    assert says("2*14:none", "1*28:yes", f"{gaps}:none").rule == "unclear_fall"


def test_a_pause_does_not_make_a_stop_anything_else():
    assert says("2*14:none", "2*28:yes", "9*14:none").rule == "small_fall"
    assert says("1*14:none", "9*28:yes", "0*14:none").rule == "more_cramps"


def test_days_with_a_dose_after_a_pause_begin_it_anew():
    found = says("2*14:none", "1*28:yes", "3*14:none", "1*3:yes")
    assert (found.rule, found.after) == ("unclear_fall", None)


def test_no_rule_of_a_rise_tells_to_begin_again():
    from magadvise.knowledge.load import load_words

    words = load_words("diary")
    for rule in ("more_cramps", "later_more", "boxes_more"):
        assert WORDS[rule] == "stop"
        assert "doctor" in words(f"todo.{rule}")
        assert "again" not in words(f"todo.{rule}")


def test_the_first_dose_is_the_day_of_the_tests():
    assert made(spread(14, 14), [1]).first_dose() == START
