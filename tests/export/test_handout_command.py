"""``magadvise plan --format``: by flag or by the ending of the file, whole files for one account."""

from __future__ import annotations

import os
import stat
from datetime import date, datetime, timedelta

import pytest

from cli.conftest import run as run
from export.made import events, tree
from helpers import flags
from magadvise.cli import formats, handout
from magadvise.cli.formats import chosen, first_day
from magadvise.errors import InputError

FIRST = {"html": "<!DOCTYPE html>", "svg": "<svg xmlns=", "markdown": "# Your plan: ",
         "ics": "BEGIN:VCALENDAR", "json": "{", "text": "Your plan: "}  # fmt: skip
ENDING = {
    "html": "html",
    "svg": "svg",
    "markdown": "md",
    "ics": "ics",
    "json": "json",
    "text": "txt",
}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("format_", FIRST)
def test_a_format_goes_to_the_screen_and_into_a_file_alike(run, tmp_path, format_):
    target = tmp_path / f"plan.{ENDING[format_]}"
    code, out, err = run(*flags(), "--format", format_)
    assert code == 0
    assert out.startswith(FIRST[format_])
    assert (err == "") == (format_ != "ics")
    assert run(*flags(), "--format", format_, "-o", str(target))[:2] == (0, "")
    assert target.read_bytes().decode() == out or format_ == "ics"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("format_", FIRST)
def test_without_the_flag_the_ending_decides(run, tmp_path, format_):
    target = tmp_path / f"plan.{ENDING[format_].upper()}"
    assert run(*flags(), "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8").startswith(FIRST[format_])


@pytest.mark.parametrize("name", ["plan", "plan.txt", "-", "plan.html.txt", "html"])
def test_an_ending_that_says_nothing_leaves_the_format_to_the_flag(name):
    assert chosen(False, None, name) == "text"
    assert chosen(False, "html", name) == "html"
    assert chosen(True, None, name) == "json"


@pytest.mark.parametrize("format_", ["html", "svg", "markdown", "ics"])
def test_an_old_file_stays_whole_where_writing_fails(run, tmp_path, monkeypatch, format_):
    target = tmp_path / f"plan.{ENDING[format_]}"
    target.write_text("the old plan\n", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run(*flags(), "-o", str(target)).code == 74
    assert target.read_text(encoding="utf-8") == "the old plan\n"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_refusal_gives_a_page_too(run):
    code, out, _ = run(*flags(red_flags="one_leg_swollen"), "--format", "html")
    assert code == 0
    assert tree(out).all("h1")[0].words == "Get medical help now. Do not start magnesium."


def test_a_refusal_gives_no_calendar_and_says_what_holds_instead(run, tmp_path):
    target = tmp_path / "plan.ics"
    code, out, err = run(*flags(red_flags="one_leg_swollen"), "-o", str(target))
    assert (code, out) == (2, "")
    assert err == (
        "magadvise: Get medical help now. Do not start magnesium. A calendar needs a dose, and there "
        "is none here. The other formats say why.\n"
    )
    assert not target.exists()


def test_an_error_is_in_one_language_whatever_the_page_speaks(run):
    told = [
        run(*flags(red_flags="one_leg_swollen"), "--format", "ics", "--lang", lang).err
        for lang in ("en", "de")
    ]
    assert told[0] == told[1]


# where it goes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        [*flags(), "--format", "html"], [*flags(), "--json"], flags(), ["med", "levothyroxine"],
        ["explain", "KID001"], ["show", "rda", "--json"], ["schema", "plan"],
        ["label", "500 mg magnesium citrate"], ["profile", "list"],
    ],
)  # fmt: skip
def test_a_dash_is_stdout_and_no_file(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    expected = run(*command)
    assert run(*command, "-o", "-") == expected
    assert expected.code == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("umask", [0o777, 0o000, 0o277])
def test_a_file_is_0600_under_every_umask(run, tmp_path, umask):
    target = tmp_path / "plan.html"
    before = os.umask(umask)
    try:
        assert run(*flags(), "-o", str(target)).code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_its_target_is_written_whole(run, tmp_path, there):
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "kept.html", tmp_path / "plan.html"
    if there:
        target.write_text("the old plan\n", encoding="utf-8")
    link.symlink_to("far/kept.html")
    assert run(*flags(), "-o", str(link)).code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith(FIRST["html"])
    assert [path.name for path in target.parent.iterdir()] == ["kept.html"]


def test_a_link_that_leads_to_itself_ends_with_exit_73(run, tmp_path):
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    one.symlink_to(two)
    two.symlink_to(one)
    code, out, err = run(*flags(), "-o", str(one))
    assert (code, out) == (73, "")
    assert "link" in err
    assert one.is_symlink()
    assert two.is_symlink()


def test_a_pdf_is_printed_from_the_page_and_not_written(run, tmp_path):
    for more in ([], ["--format", "html"], ["--json"]):
        code, out, err = run(*flags(), *more, "-o", str(tmp_path / "Plan.PDF"))
        assert code == 2
        assert "print it to PDF" in out + err
    assert list(tmp_path.iterdir()) == []


# the first day -----------------------------------------------------------------------------------


def test_a_calendar_starts_on_the_day_that_is_given_and_says_so(run):
    day = date.today().replace(year=date.today().year + 1).replace(day=1)
    code, out, err = run(*flags(), "--format", "ics", "--start", str(day))
    assert code == 0
    assert events(out)[0].first.date() == day
    assert f"The calendar starts on {day}." in " ".join(err.split())


def test_without_a_day_it_starts_tomorrow(run, monkeypatch):
    assert first_day([], "ics", TODAY) == date(2026, 11, 23)
    found = events(run(*flags(), "--format", "ics").out)[0].first.date()
    assert (found - date.today()).days in (0, 1)


def test_today_is_no_past_day():
    assert first_day(["2026-11-22"], "ics", TODAY) == TODAY
    assert first_day([" 2027-11-22 "], "ics", TODAY) == date(2027, 11, 22)


def test_a_year_is_the_same_day_of_the_next_year_with_or_without_a_leap_day():
    assert first_day(["2028-11-22"], "ics", date(2027, 11, 22)) == date(2028, 11, 22)
    assert first_day(["2029-02-28"], "ics", date(2028, 2, 29)) == date(2029, 2, 28)
    for day in ("2029-03-01", "2029-02-28"):
        with pytest.raises(InputError, match="more than a year away"):
            first_day([day], "ics", date(2028, 2, 27))


@pytest.mark.parametrize(
    ("clock", "start", "passed"),
    [
        ("22:01", 0, True), ("22:00", 0, False), ("08:00", 0, False), ("23:59", 1, False),
    ],
)  # fmt: skip
def test_a_first_dose_whose_hour_has_passed_is_not_made_up_for(
    run, monkeypatch, clock, start, passed
):
    day = date.today() + timedelta(days=start)
    now = datetime.combine(date.today(), datetime.strptime(clock, "%H:%M").time())
    monkeypatch.setattr(handout, "now", lambda: now)
    err = run(*flags(), "--format", "ics", "--start", str(day)).err
    said = f"The first dose, at 22:00 on {day}, has passed. Leave it out; do not make up for it."
    assert (said in " ".join(err.split())) == passed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["tomorrow"], "is no day"), (["01.12.2026"], "is no day"), (["2026-02-30"], "is no day"),
        (["2026-W49-1"], "is no day"), ([""], "is no day"), (["２０２６-12-01"], "is no day"),
        (["2026-11-21"], "is in the past"), (["0001-01-01"], "is in the past"),
        (["9999-12-31"], "is more than a year away"), (["2027-11-23"], "is more than a year away"),
        (["2026-12-01", "2026-12-02"], "was given more than once"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused(typed, said):
    with pytest.raises(InputError) as caught:
        first_day(typed, "ics", TODAY)
    (problem,) = caught.value.problems()
    assert (problem.field, problem.message) == ("start", said)
    assert not any(text and text in str(problem) for text in typed if text.strip())


# what cannot be ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--format", "pdf"], "--format is not one of the words"),
        (["--format", ""], "--format"),
        (["--format", "text", "-o", "plan.html"], "--format and the ending of the output file do not"),
        (["--format", "html", "-o", "plan.svg"], "That ending is for --format svg."),
        (["--json", "-o", "plan.ics"], "That ending is for --format ics."),
        (["--format", "html", "--start", "2027-01-01"], "--start is for a calendar. Add --format ics"),
        (["--start", "2027-01-01"], "--start is for a calendar"),
        (["--format", "ics", "--start", "soon"], "--start is no day. Example: --start 20"),
    ],
)  # fmt: skip
def test_a_wrong_wish_ends_with_exit_2_and_writes_nothing(run, tmp_path, monkeypatch, more, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*flags(), *more)
    assert code == 2
    assert said in out + err
    assert list(tmp_path.iterdir()) == []


def test_json_and_another_format_contradict_each_other():
    with pytest.raises(InputError, match="--json do not agree"):
        chosen(True, "html", None)
    assert chosen(True, "text", None) == "json"


def test_a_folder_that_is_not_there_ends_with_exit_73(run, tmp_path):
    for name in ("plan.html", "plan.ics"):
        assert run(*flags(), "-o", str(tmp_path / "no" / name)).code == 73


def test_every_ending_belongs_to_a_format():
    assert set(formats.ENDINGS.values()) == set(formats.FORMATS) - {"text"}
