"""``magadvise diary`` on the command line: what goes in, what comes out, and what is refused."""

from __future__ import annotations

import json
import re
import stat
from datetime import timedelta
from itertools import product

import pytest

from diary.conftest import TODAY
from diary.days import START, days, keep, spread
from knowledge.lab import read
from magadvise.cli import diaries, diary_store
from magadvise.cli.diary_data import load_figures
from magadvise.diary.entry import Entry
from magadvise.diary.schedule import boxes
from magadvise.diary.verdict import WORDS

CANARY = "ZQX-CANARY-77"
FIGURES = load_figures()
KEEP = days(spread(40, 14), spread(16, 28))
PAUSE = days(spread(14, 14), spread(12, 28))
SHOWN = [["show"], ["chart"], ["verdict"]]


def entries(run, name="me"):
    return json.loads(run("show", "--json", "--name", name).out)["days"]


# add ----------------------------------------------------------------------------------------------


def test_a_day_is_written_down_and_told(run):
    code, out, err = run("add", "--cramps", "2", "--pain", "6", "--dose", "150")
    assert (code, out) == (
        0,
        "Written for 2026-03-30: 2 cramps, worst pain 6 of 10, 150 mg taken.\n",
    )
    assert "not encrypted" in " ".join(err.split())
    assert "magadvise diary forget" in " ".join(err.split())
    assert entries(run) == [{"date": "2026-03-30", "cramps": 2, "pain": 6, "dose": 150}]


def test_where_it_stands_is_told_only_once(run):
    run("add", "--cramps", "2")
    assert run("add", "--cramps", "0", "--date", "yesterday").err == ""


@pytest.mark.parametrize(
    ("flags", "said", "kept"),
    [
        (["--cramps", "0"], "0 cramps", {"cramps": 0, "pain": None, "dose": None}),
        (["--cramps", "1"], "1 cramp.", {"cramps": 1, "pain": None, "dose": None}),
        (["--cramps", "1", "--dose", "none"], "no dose", {"cramps": 1, "pain": None, "dose": "no"}),
        (["--cramps", "1", "--dose", "No"], "no dose", {"cramps": 1, "pain": None, "dose": "no"}),
        (["--cramps", "1", "--dose", "0"], "no dose", {"cramps": 1, "pain": None, "dose": "no"}),
        (["--cramps", "1", "--dose", "yes"], "dose taken", {"cramps": 1, "pain": None, "dose": "yes"}),
        (["--cramps", " 3 ", "--pain", "0"], "pain 0 of 10", {"cramps": 3, "pain": 0, "dose": None}),
    ],
    ids=str,
)  # fmt: skip
def test_each_way_to_say_a_day_is_understood(run, flags, said, kept):
    assert said in run("add", *flags).out
    assert entries(run) == [{"date": "2026-03-30", **kept}]


@pytest.mark.parametrize(("text", "day"), [("yesterday", 29), ("today", 30), ("2026-03-05", 5)])
def test_a_day_of_the_past_is_written_down_later(run, text, day):
    assert run("add", "--cramps", "1", "--date", text).code == 0
    assert entries(run)[0]["date"] == f"2026-03-{day:02d}"


def test_a_later_entry_of_a_day_replaces_the_earlier_one_and_says_so(run, data):
    run("add", "--cramps", "2", "--pain", "6")
    assert "replaced" in run("add", "--cramps", "3").err
    assert entries(run) == [{"date": "2026-03-30", "cramps": 3, "pain": 6, "dose": None}]
    file = data / "magadvise" / "diaries" / "me.jsonl"
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2  # nothing was lost


WRONG = {
    "cramps": ["", " ", "-1", "100", "2.5", "two", "1e1", "+2", "１", "1_0", "nan", CANARY, "\x00"],
    "pain": ["11", "-1", "6.5", "bad", CANARY],
    "dose": ["5001", "-5", "150 mg", "150.5", "maybe", CANARY],
    "date": [
        "2026-03-31",
        "tomorrow",
        "30.03.2026",
        "2026-02-30",
        "1999-12-31",
        "20260330",
        CANARY,
    ],
    "name": ["../me", "a b", "con", "a" * 41, ""],
}


@pytest.mark.parametrize(
    ("flag", "text"), [(f, t) for f, texts in WRONG.items() for t in texts], ids=str
)
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_what_cannot_be_is_refused_and_neither_kept_nor_repeated(run, data, flag, text, more):
    given = {"cramps": "1", flag: text}
    code, out, err = run("add", *(w for f, t in given.items() for w in (f"--{f}", t)), *more)
    assert code == 2
    assert CANARY not in out + err
    assert "Traceback" not in out + err
    if more:
        assert json.loads(out)["error"]["hint"]
    else:
        assert (out, err[:11]) == ("", "magadvise: ")
    assert not (data / "magadvise" / "diaries").exists()


def test_all_that_is_wrong_is_told_at_once(run):
    out = run("add", "--cramps", "x", "--pain", "11", "--dose", "?", "--date", "?", "--json").out
    assert [e["field"] for e in json.loads(out)["errors"]] == ["date", "cramps", "pain", "dose"]


@pytest.mark.parametrize("flag", ["cramps", "pain", "dose", "date", "name"])
def test_a_flag_given_twice_is_refused(run, flag):
    twice = [f"--{flag}", "1", f"--{flag}", "2"]
    code, out, err = run("add", *([] if flag == "cramps" else ["--cramps", "1"]), *twice)
    assert (code, out) == (2, "")
    assert "more than once" in err


def test_without_a_terminal_nothing_is_asked(run, monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.StringIO("2\n6\n150\n"))
    code, out, err = run("add")
    assert (code, out) == (2, "")
    assert "--cramps is missing" in err
    assert sys.stdin.read() == "2\n6\n150\n"


# show, chart, verdict -----------------------------------------------------------------------------


@pytest.mark.parametrize("act", SHOWN, ids=str)
def test_without_a_diary_it_says_how_to_begin_one(run, act, data):
    code, out, err = run(*act)
    assert (code, out) == (66, "")
    assert "magadvise diary add" in err
    assert not data.exists()


@pytest.mark.parametrize("act", SHOWN, ids=str)
def test_a_broken_line_is_told_by_its_number_and_the_rest_is_shown(run, folder, act):
    file = keep(folder, PAUSE)
    file.write_text("x\n" + file.read_text(encoding="utf-8") + '{"date": "' + CANARY + '"}\n')
    code, out, err = run(*act)
    assert code == 3
    assert "Lines 1, 44 of the diary cannot be read" in err
    assert CANARY not in out + err
    assert "2026-03-29" in out or act == ["verdict"]
    found = run(*act, "--json")
    assert (found.code, json.loads(found.out)["broken_lines"]) == (3, [1, 44])


@pytest.mark.parametrize("act", SHOWN, ids=str)
def test_a_file_without_one_day_is_exit_code_65(run, folder, act):
    (folder / "me.jsonl").write_text(CANARY)
    code, out, err = run(*act)
    assert (code, out) == (65, "")
    assert CANARY not in err


@pytest.mark.parametrize("act", SHOWN, ids=str)
def test_an_empty_file_is_a_diary_without_days(run, folder, act):
    (folder / "me.jsonl").touch()
    code, out, err = run(*act)
    assert (code, out) == (66, "")
    assert "no day is written" in err
    assert run("add", "--cramps", "1").code == 0
    assert run(*act).code == 0


def test_the_document_holds_every_day_and_week(run, folder):
    keep(folder, PAUSE)
    found = json.loads(run("show", "--json").out)
    assert len(found["days"]) == 42
    assert found["first_dose"] == "2026-03-02"
    assert [week["week"] for week in found["weeks"]] == [-2, -1, 1, 2, 3, 4]
    assert sum(week["cramps"] for week in found["weeks"]) == 26
    assert found == json.loads(run("chart", "--json").out)


def test_the_verdict_tells_figures_rule_placebo_and_what_to_do(run, folder):
    keep(folder, PAUSE)
    code, out, err = run("verdict")
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert out.startswith("Pause: ")
    assert "Before: 14 cramps on 14 days, 7 a week" in text
    assert "With magnesium: 12 cramps on 28 days, 3 a week" in text
    assert "57 % fewer cramps" in text
    assert "28.7 % fewer cramps after 4 weeks" in text
    assert "Stop for 14 days" in text
    assert "See a doctor if cramps get worse" in text


def test_the_verdict_as_a_document_says_the_same(run, folder):
    keep(folder, KEEP)
    found = json.loads(run("verdict", "--json").out)
    assert (found["verdict"], found["rule"]) == ("keep", "clear_fall")
    assert (found["before"]["cramps"], found["during"]["cramps"]) == (40, 16)
    assert found["fall_percent"] == 80
    assert found["interval_percent"][0] > found["placebo_fall_percent"] == 28.7
    assert found["sources"] == ["MAGADVISE", "GARR20"]


def test_a_keep_tells_how_often_it_is_wrong_and_when_to_try_a_pause(run, folder):
    keep(folder, KEEP)
    text = " ".join(run("verdict").out.split())
    assert "up to 23 were still told to keep it" in text
    assert "after 8 to 12 weeks" in text
    assert "blood test" in text


def test_a_pause_after_the_trial_stands_beside_the_verdict_and_is_judged(run, folder, monkeypatch):
    off = [Entry(TODAY + timedelta(days=n), 3, taken=False) for n in range(14)]
    monkeypatch.setattr(diaries, "today", lambda: TODAY + timedelta(days=14))
    keep(folder, PAUSE)
    before = json.loads(run("verdict", "--json").out)
    keep(folder, [*PAUSE, *off])
    found = json.loads(run("verdict", "--json").out)
    said = " ".join(run("verdict").out.split())
    assert said.startswith("Keep: cramps came back without it.")
    assert "Without it since: 42 cramps on 14 days, 21 a week" in said
    assert (found.pop("after")["cramps"], before.pop("after")) == (42, None)
    texts = {"verdict", "rule", "headline", "rule_text", "todo", "sources"}
    assert {k for k in found if found[k] != before[k]} == texts


def test_no_verdict_names_a_dose(run, folder):
    """The diary holds mg; what it says holds none, and never more than the plan."""
    for before, after in product((3, 14, 60), (0, 6, 28, 200)):
        keep(folder, days(spread(before, 14), spread(after, 28)))
        text = run("verdict").out
        assert not re.search(r"\d ?mg|milligram|increase|higher dose|more magnesium", text)
        assert "No verdict allows more than your plan." in " ".join(text.split())


def test_every_rule_has_its_words_with_all_their_figures():
    """Each rule is said in full; a missing figure would raise."""
    from magadvise.cli.diary_text import rule_said, todo_said, verdict_lines
    from magadvise.diary.verdict import Verdict
    from magadvise.knowledge.load import load_words

    for language, rule in product(("en", "de"), WORDS):
        words = load_words("diary", language)
        compared = {"fall": 30, "least": -4, "most": 60} if WORDS[rule] != "not_enough" else {}
        found = Verdict(rule, None, None, ends=TODAY, **compared)
        lines = list(verdict_lines(found, FIGURES, words, 65))
        assert rule_said(found, FIGURES, words) in [line.text for line in lines]
        assert todo_said(found, FIGURES, words) in [line.text for line in lines]
        assert not [line for line in lines if "[en]" in line.text]


def test_every_message_is_used():
    """What stands in the words and nowhere in the code would be translated in vain."""
    from pathlib import Path

    source = Path(diaries.__file__).parent
    code = "".join(p.read_text(encoding="utf-8") for p in source.glob("diar*.py"))
    stems = {m["id"] for m in read("words/diary.json")["messages"]}
    made = {f"headline.{w}" for w in WORDS.values()} | {
        f"{k}.{r}" for k in ("rule", "todo") for r in WORDS
    }
    made |= {f"{w}.{n}" for w in ("cramps", "days", "broken") for n in ("one", "many")}
    unused = {m for m in stems - made if f'"{m}"' not in code}
    parts = {m for m in unused if not re.search(rf'f"{m.partition(".")[0]}\.|f"page\.row\.', code)}
    assert parts == set()


def test_the_german_texts_are_whole():
    english = {m["id"] for m in read("words/diary.json")["messages"]}
    assert set(read("languages/de/words_diary.json")["messages"]) == english


def test_german_says_the_same_verdict_with_the_same_figures(run, folder):
    keep(folder, PAUSE)
    out = run("verdict", "--lang", "de").out
    assert out.startswith("Pause: ")
    assert "57 % weniger Krämpfe" in out
    assert "28,7 %" in out
    english, german = (
        json.loads(run("verdict", "--json", "--lang", lang).out) for lang in ("en", "de")
    )
    texts = {"headline", "rule_text", "todo"}
    assert {k: v for k, v in english.items() if k not in texts} == {
        k: v for k, v in german.items() if k not in texts
    }
    assert run("verdict", "--lang", "xx").code == 2


# widths -------------------------------------------------------------------------------------------

TEXTS = [["show"], ["chart"], ["verdict"], ["page"], ["page", "--start", "2026-04-01"], ["schedule"],
         ["schedule", "--helper"]]  # fmt: skip


@pytest.fixture
def full(run, folder):
    """A diary with large numbers and boxes."""
    entries = days([12, *spread(30, 13)], spread(300, 28))
    keep(folder, entries)
    run("schedule", "--start", "tomorrow")
    return run


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("act", TEXTS, ids=str)
def test_no_line_is_wider_than_the_screen_from_40_columns_on(full, monkeypatch, act, lang):
    for columns in (40, 60, 80, 100, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        out = full(*act, "--lang", lang).out
        assert [line for line in out.splitlines() if len(line) > columns] == []


@pytest.mark.parametrize("act", TEXTS[:3], ids=str)
def test_what_is_read_at_80_columns_is_read_at_any_width(full, monkeypatch, act):
    monkeypatch.setenv("COLUMNS", "80")
    if act == ["chart"]:
        wanted = ["before: 21 a week", "from the first dose on: 75 a week"]
    else:
        wanted = [" ".join(full(*act).out.split())]
    for columns in (1, 10, 24, 25, 26, 39, 40, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        read_ = " ".join(full(*act).out.split())
        assert all(part in read_ for part in wanted), columns


def test_the_figures_of_the_weeks_stand_in_the_chart_at_every_width(full, monkeypatch):
    weeks = [str(w["cramps"]) for w in json.loads(full("show", "--json").out)["weeks"]]
    for columns in (1, 20, 26, 40, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        words = full("chart").out.split()
        if columns >= 40 or columns < 26:
            assert [w for w in weeks if w not in words] == []


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("act", TEXTS, ids=str)
def test_the_plain_layout_is_ascii_without_drawings(full, act, lang):
    out = full(*act, "--plain", "--lang", lang).out
    assert out.isascii()
    assert "###" not in out
    assert "+---" not in out
    assert "\x1b" not in out


def test_the_bars_are_as_long_as_the_weeks_are_bad(full, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    rows = re.findall(r" (\d+) (#+)$", full("chart").out, re.MULTILINE)
    assert len(rows) == 6
    longest = max(len(bar) for _, bar in rows)
    most = max(int(count) for count, _ in rows)
    assert all(abs(len(bar) - longest * int(count) / most) <= 0.5 for count, bar in rows)


def test_a_day_not_written_differs_from_a_day_without_a_cramp(run, folder):
    keep(folder, days([0, None, 12], [1]))
    assert re.search(r"^2026-02-23  \. \. \. \. 0 \. \+", run("chart").out, re.MULTILINE)


# boxes --------------------------------------------------------------------------------------------


def test_the_sheet_of_the_person_says_nothing_of_the_order(run, monkeypatch):
    """Whatever is drawn, the sheet is the same."""
    sheets = set()
    for seed in range(8):
        monkeypatch.setattr("secrets.token_hex", lambda _, seed=seed: f"{seed}")
        assert run("schedule", "--start", "tomorrow", "--anew").code == 0
        sheets.add((run("schedule").out, run("schedule", "--json").out))
    assert len(sheets) == 1


def test_the_sheet_of_the_helper_is_the_drawn_order(run):
    run("schedule", "--start", "tomorrow")
    plan = diary_store.load_boxes("me", FIGURES)
    found = json.loads(run("schedule", "--helper", "--json").out)
    assert [b["magnesium"] for b in found["boxes"]] == [b.magnesium for b in boxes(plan, FIGURES)]
    assert plan.seed in run("schedule", "--helper").out
    assert plan.seed not in run("schedule").out


def test_boxes_in_use_are_not_thrown_away_by_a_slip(run):
    run("schedule", "--start", "tomorrow")
    seed = diary_store.load_boxes("me", FIGURES).seed
    assert run("schedule", "--start", "tomorrow").code == 0
    code, _, err = run("schedule", "--start", "2026-05-01")
    assert (code, "--anew" in err) == (2, True)
    assert diary_store.load_boxes("me", FIGURES).seed == seed
    assert run("schedule", "--start", "2026-05-01", "--anew").code == 0
    assert diary_store.load_boxes("me", FIGURES).seed != seed


def test_boxes_do_not_begin_in_the_past(run):
    assert run("schedule", "--start", "yesterday").code == 2
    assert run("schedule").code == 66


def test_the_verdict_waits_for_the_end_of_the_boxes(run, folder, monkeypatch):
    keep(folder, PAUSE)
    run("schedule", "--start", "2026-04-01")
    found = json.loads(run("verdict", "--json").out)
    assert (found["rule"], found["before"], found["fall_percent"]) == ("boxes_running", None, None)
    assert "2026-06-23" in run("verdict").out  # 84 days from the first of April, the last included


# files --------------------------------------------------------------------------------------------

FORMATS = [
    ("show", "json"),
    ("chart", "svg"),
    ("chart", "json"),
    ("verdict", "json"),
    ("page", "html"),
]


@pytest.mark.parametrize(("act", "format_"), FORMATS)
def test_the_ending_of_the_file_is_the_format_and_others_cannot_read_it(
    run, folder, tmp_path, act, format_
):
    keep(folder, PAUSE)
    file = tmp_path / f"out.{format_}"
    assert run(act, "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8") == run(act, "--format", format_).out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = "json" if format_ != "json" else "text"
    if act != "page":
        assert run(act, "--format", other, "-o", str(file)).code == 2


@pytest.mark.parametrize("act", ["show", "chart", "verdict", "page", "schedule"])
def test_an_unknown_format_is_refused(run, folder, act):
    keep(folder, PAUSE)
    assert run(act, "--format", "pdf").code == 2


def test_a_second_diary_has_a_name(run):
    run("add", "--cramps", "2")
    run("add", "--cramps", "5", "--name", "anna")
    assert [e["cramps"] for e in entries(run, "anna")] == [5]
    assert [e["cramps"] for e in entries(run)] == [2]
    assert run("add", "--cramps", "1", "--name", "Anna").code == 2  # one file on some systems


def test_a_profile_and_a_diary_of_one_name_do_not_meet(run):
    from magadvise.cli.main import main

    run("add", "--cramps", "2")
    assert main(["profile", "save", "me", "--age", "68"]) == 0
    assert main(["profile", "forget", "me"]) == 0
    assert len(entries(run)) == 1


def test_the_first_dose_of_the_days_used_here_is_28_days_before_the_day_of_the_tests():
    assert (TODAY - START).days == 28
