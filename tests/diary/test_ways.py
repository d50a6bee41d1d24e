"""Slips that a person makes, and the way out of each."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from diary.conftest import TODAY
from diary.days import days, keep, spread
from diary.test_commands import FIGURES, KEEP, PAUSE
from diary.test_later import written
from magadvise.cli import diaries, diary_store
from magadvise.diary.entry import Entry
from magadvise.diary.schedule import boxes


def flat(text: str) -> str:
    return " ".join(text.split())


# boxes --------------------------------------------------------------------------------------------


def test_the_sheet_of_the_boxes_says_to_write_a_dose_for_every_box(run):
    run("schedule", "--start", "tomorrow")
    assert "Write --dose yes for every day on which you take from a box" in flat(
        run("schedule").out
    )


@pytest.fixture
def boxed(run, folder, monkeypatch):
    """A diary whose boxes are used up: cramps a day without and with magnesium."""

    def make(off, on, *, taken=True):
        run("schedule", "--start", "tomorrow", "--anew")
        every = boxes(diary_store.load_boxes("me", FIGURES), FIGURES)
        monkeypatch.setattr(diaries, "today", lambda: every[-1].last + timedelta(days=1))
        entries = [
            Entry(box.first + timedelta(days=n), (on if box.magnesium else off)[n], taken=taken)
            for box in every
            for n in range(14)
        ]
        keep(folder, entries)

    return make


def test_boxes_that_were_hardly_taken_do_not_ask_for_a_dose_each_day(run, boxed):
    boxed([2] * 14, [1] * 14, taken=False)
    found = json.loads(run("verdict", "--json").out)
    assert found["rule"] == "not_taken"
    assert "again" not in found["todo"]
    assert "--dose yes for every day on which you take from a box" in found["todo"]


def test_boxes_that_leave_it_open_do_not_blame_time(run, boxed):
    boxed([0] * 10 + [3, 0, 3, 0], [0] * 10 + [2, 0, 2, 0])
    out = run("verdict").out
    assert json.loads(run("verdict", "--json").out)["rule"] == "boxes_unclear"
    assert "time alone" not in out
    assert out.startswith("Pause: there were fewer cramps with magnesium, but chance alone")


@pytest.mark.parametrize("later", [0, 10, 200])
def test_boxes_drawn_or_used_up_are_kept_without_anew(run, monkeypatch, later):
    run("schedule", "--start", "tomorrow")
    seed = diary_store.load_boxes("me", FIGURES).seed
    monkeypatch.setattr(diaries, "today", lambda: TODAY + timedelta(days=later))
    code, _, err = run("schedule", "--start", "2027-05-01")
    assert (code, "--anew" in err) == (2, True)
    assert diary_store.load_boxes("me", FIGURES).seed == seed
    assert run("schedule", "--start", "2027-05-01", "--anew").code == 0


def test_boxes_are_dropped_and_the_diary_stays(run, folder):
    keep(folder, KEEP, "anna")
    run("schedule", "--start", "tomorrow", "--name", "anna")
    said = flat(run("verdict", "--name", "anna").out)
    assert "magadvise diary schedule --drop --name anna" in said
    assert run("schedule", "--drop", "--name", "anna").code == 0
    assert diary_store.load_boxes("anna", FIGURES) is None
    assert run("verdict", "--name", "anna").out.startswith("Keep")
    assert run("schedule", "--drop", "--name", "anna").code == 66


@pytest.mark.parametrize("more", [["--start", "tomorrow"], ["--anew"], ["--helper"]], ids=" ".join)
def test_boxes_are_dropped_alone(run, more):
    run("schedule", "--start", "tomorrow")
    assert run("schedule", "--drop", *more).code == 2
    assert diary_store.load_boxes("me", FIGURES)


def test_a_start_is_refused_where_boxes_are_judged(run, folder):
    keep(folder, PAUSE)
    run("schedule", "--start", "tomorrow")
    code, out, err = run("verdict", "--start", "2026-03-02")
    assert (code, out) == (2, "")
    assert "schedule --drop" in flat(err)


# add ----------------------------------------------------------------------------------------------


def test_how_to_remove_a_diary_names_it(run):
    assert "magadvise diary forget --name anna" in flat(
        run("add", "--cramps", "1", "--name", "anna").err
    )


@pytest.mark.parametrize(
    ("flags", "holds"),
    [
        ([], "3 cramps, worst pain 6 of 10, 150 mg taken"),
        (["--dose", "none"], "3 cramps, worst pain 6 of 10, no dose"),
        (["--pain", "2"], "3 cramps, worst pain 2 of 10, 150 mg taken"),
    ],
    ids=str,
)
def test_a_corrected_day_keeps_what_is_not_given_anew(run, flags, holds):
    run("add", "--cramps", "2", "--pain", "6", "--dose", "150")
    _, out, err = run("add", "--cramps", "3", *flags)
    assert holds in out
    assert f"The day now holds: {holds}." in flat(err)
    assert run("show").out.rstrip().endswith(holds)


def test_a_day_corrected_to_no_cramp_has_no_pain(run):
    run("add", "--cramps", "2", "--pain", "6", "--dose", "yes")
    assert "0 cramps, dose taken." in run("add", "--cramps", "0").out


def test_a_dash_is_no_dose_as_on_the_page(run):
    assert "no dose" in run("add", "--cramps", "1", "--dose", "-").out


def test_a_dose_above_every_plan_is_told_and_one_at_the_limit_is_not(run):
    """The upper limit of an adult is 350 mg."""
    assert run("add", "--cramps", "1", "--dose", "350").err.count("pharmacist") == 0
    said = flat(run("add", "--cramps", "1", "--dose", "351").err)
    assert "351 mg is more than any plan of this program. Ask a pharmacist." in said


# what stands in the file --------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["show", "chart", "verdict"])
def test_days_after_today_are_left_out_and_told(run, folder, act):
    keep(folder, PAUSE)
    whole = run(act).out
    keep(folder, [*PAUSE, Entry(TODAY + timedelta(days=1), 9, taken=True),
                  Entry(TODAY + timedelta(days=9), 9, taken=True)])  # fmt: skip
    code, out, err = run(act)
    assert (code, out) == (3, whole)
    assert "2 days after today are left out" in flat(err)
    assert json.loads(run(act, "--json").out)["days_after_today"] == 2
    keep(folder, [Entry(TODAY + timedelta(days=1), 9)])
    assert run(act).code == 66


@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01"])
@pytest.mark.parametrize(
    "act", [["show"], ["chart"], ["verdict"], ["page"], ["schedule"]], ids=" ".join
)
def test_a_start_near_the_end_of_the_calendar_is_refused(run, folder, act, day):
    keep(folder, PAUSE)
    code, out, err = run(*act, "--start", day)
    assert (code, out) == (2, "")
    assert "--start is not a day" in flat(err)


@pytest.mark.parametrize("act", ["show", "chart", "verdict"])
def test_a_day_near_the_end_of_the_calendar_is_a_broken_line(run, folder, act):
    file = keep(folder, PAUSE)
    with file.open("a", encoding="utf-8") as end:
        end.write('{"date": "9999-12-31", "cramps": 1}\n')
    code, _, err = run(act)
    assert code == 3
    assert "Line 43 of the diary cannot be read" in flat(err)


def test_a_mark_of_order_at_the_start_of_the_file_is_nothing(run, folder):
    file = keep(folder, PAUSE)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    found = json.loads(run("show", "--json").out)
    assert (len(found["days"]), found["broken_lines"]) == (42, [])


# verdict ------------------------------------------------------------------------------------------


def test_more_days_than_needed_before_a_dose_are_told_as_that(run, folder):
    keep(folder, [Entry(TODAY - timedelta(days=n), 1, taken=False) for n in range(54, 0, -1)])
    said = flat(run("verdict").out)
    assert "54 days without one are written" in said
    assert "54 of 14" not in said


def test_a_dose_long_before_the_trial_is_told_with_the_day_to_name(run, folder, monkeypatch):
    keep(folder, written("1:yes", "2*14:none", "1*28:yes"))
    monkeypatch.setattr(diaries, "today", lambda: TODAY + timedelta(days=20))
    said = flat(run("verdict").out)
    assert said.startswith("Not enough")
    assert "magadvise diary verdict --start 2026-03-17" in said
    assert run("verdict", "--start", "2026-03-17").out.startswith("Pause")
    keep(folder, days(spread(14, 14), spread(14, 28)))
    assert "--start" not in run("verdict").out


def test_cramps_that_rose_have_a_headline_of_their_own(run, folder):
    keep(folder, written("1*14:none", "9*20:yes"))
    out = run("verdict").out
    assert out.startswith("Stop, and see a doctor: there were more cramps.")
    keep(folder, written("0*14:none", "9*20:yes"))
    found = json.loads(run("verdict", "--json").out)
    assert (found["verdict"], found["fall_percent"], found["interval_percent"]) == (
        "stop",
        None,
        None,
    )


def test_the_days_after_a_keep_are_shown(run, folder, monkeypatch):
    monkeypatch.setattr(diaries, "today", lambda: TODAY + timedelta(days=60))
    keep(folder, written("4*14:none", "0*28:yes", "4*42:yes"))
    said = flat(run("verdict").out)
    assert said.startswith("Pause: it no longer looks like it helps.")
    assert "With it, last days: 56 cramps on 14 days, 28 a week" in said
    assert json.loads(run("verdict", "--json").out)["later"]["cramps"] == 56


def test_a_late_rise_shows_no_fall_of_the_trial(run, folder, monkeypatch):
    monkeypatch.setattr(diaries, "today", lambda: TODAY + timedelta(days=60))
    keep(folder, written("4*14:none", "0*28:yes", "9*42:yes"))
    said = flat(run("verdict").out)
    assert said.startswith("Stop, and see a doctor: there were more cramps.")
    assert "126 cramps on 14 days" in said
    assert "fewer cramps" not in said


def test_a_keep_says_that_a_bad_time_before_flatters_the_pill(run, folder):
    keep(folder, KEEP)
    assert "two bad weeks before make any pill look good" in flat(run("verdict").out)
