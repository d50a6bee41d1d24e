"""``--plain`` and ``ACCESSIBLE``: ASCII, one fact a line, read in order; old encodings never fail."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from helpers import flags, json_of
from magadvise.cli import screen
from magadvise.cli.screen import Line

OLDER = {
    "age": "68",
    "medications": ["omeprazole", "levothyroxine"],
    "medication_times": "levothyroxine=07:00",
}
COMMANDS = {
    "plan": flags(**OLDER),
    "refusal": flags(kidney="dialysis"),
    "emergency": flags(red_flags="dark_urine"),
    "med": ["med", "levothyroxine", "Ångström 5 µg"],
    "label": ["label", "500 mg magnesium citrate per capsule"],
    "explain": ["explain", "KID001"],
    "show": ["show", "patterns"],
}
ON_A_LINE = re.compile(r"(?:[^ ]+ )*[^ ]+")  # words with one space between, none around


@pytest.fixture(params=COMMANDS)
def arguments(request):
    return COMMANDS[request.param]


def test_the_first_facts_of_a_plan_read_from_top_to_bottom(run):
    code, out, err = run(*flags(**OLDER), "--plain")
    assert (code, err) == (0, "")
    assert (
        out.splitlines()[:21]
        == """\
Your plan: magnesium bisglycinate 100 mg a day, later up to 200 mg.
Take it at 22:00, 30 minutes before bed.
Never more than 200 mg a day.
Try it for 28 days, then stop if it did not help.

Section: What to take and when
From day 1: 100 mg a day.
From day 8: 150 mg a day.
Go up only if cramps persist and stools are normal.
From day 15: 200 mg a day.
Go up only if cramps persist and stools are normal.
At 22:00: 200 mg, 30 minutes before bed
These hours hold if you go to bed at 22:30.
Other times change the plan.
This is elemental magnesium.
All figures are for a new supplement alone.

Section: Your day
At 07:00: levothyroxine
At 07:00: wake up
At 22:00: magnesium 200 mg""".splitlines()
    )


def test_plain_text_is_ascii_without_layout(run, arguments):
    code, out, err = run(*arguments, "--plain")
    assert (code, err) == (0, "")
    assert out.isascii()
    assert [line for line in out.splitlines() if line and not ON_A_LINE.fullmatch(line)] == []
    assert not re.search(r"[#=.-]{4,}|\|", out)


def test_the_environment_asks_for_the_same(spawn, arguments):
    wanted = spawn(*arguments, "--plain").stdout
    assert spawn(*arguments, ACCESSIBLE="1").stdout == wanted
    assert spawn(*arguments, ACCESSIBLE="1", COLUMNS="50").stdout.split() == wanted.split()
    assert spawn(*arguments).stdout != wanted


@pytest.mark.parametrize("how", ["flag", "environment"])
def test_a_terminal_gets_no_escape_no_drawing_and_its_own_width(environment, how):
    more = {"ACCESSIBLE": "1"} if how == "environment" else {}
    extra = ["--plain"] if how == "flag" else []
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "magadvise", *COMMANDS["plan"], "--no-input", *extra],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        env=environment(TERM="xterm-256color", COLUMNS="44", **more),
    ) as process:  # fmt: skip
        os.close(theirs)
        text = b""
        try:
            while part := os.read(ours, 65536):
                text += part
        except OSError:  # the terminal goes with its last writer
            pass
        assert process.wait(timeout=120) == 0
    os.close(ours)
    assert b"\x1b" not in text
    assert b"##" not in text
    assert max(map(len, text.replace(b"\r", b"").split(b"\n"))) <= 44


def test_facts_stand_in_the_order_of_the_other_text(run):
    document = json_of(**OLDER)
    plain = " ".join(run(*flags(**OLDER), "--plain").out.split())
    usual = " ".join(run(*flags(**OLDER)).out.split())
    facts = [*(f["summary"] for f in document["findings"]), *document["stop_if"],
             *document["seek_care_if"], document["disclaimer"]]  # fmt: skip
    for text in (plain, usual):
        assert [fact for fact in facts if fact not in text] == []
    assert sorted(facts, key=plain.index) == sorted(facts, key=usual.index)


def test_every_warning_starts_a_line_with_its_severity_as_a_word(run):
    lines = run(*flags(**OLDER), "--plain").out.splitlines()
    found = [line for line in lines if line.startswith("Warning, ")]
    assert len(found) == 4
    assert found[0].startswith("Warning, keep apart: Levothyroxine: ")
    assert all(line.startswith("Warning, caution: ") for line in found[1:])


def test_a_pipe_gets_a_fact_on_one_line_and_a_narrow_screen_wraps_it(spawn):
    fact = (
        "Warning, keep apart: Levothyroxine: take magnesium at least 4 h after it and at least 4 h "
        "before it."
    )
    wide = spawn(*COMMANDS["plan"], "--plain").stdout.decode().splitlines()
    assert fact in wide
    narrow = spawn(*COMMANDS["plan"], "--plain", COLUMNS="40").stdout.decode()
    assert max(map(len, narrow.splitlines())) <= 40
    assert narrow.split() == " ".join(wide).split()


def test_plain_holds_for_one_command_only(run):
    usual = run(*COMMANDS["plan"]).out
    assert run(*COMMANDS["plan"], "--plain").out != usual
    assert not screen.is_plain()
    assert run(*COMMANDS["plan"]).out == usual
    run("plan", "--age", "0", "--plain")
    assert not screen.is_plain()


def test_plain_changes_no_json(run, arguments):
    assert run(*arguments, "--json", "--plain").out == run(*arguments, "--json").out


def test_a_file_gets_the_plain_text_too(run, tmp_path):
    target = tmp_path / "plan.txt"
    assert run(*COMMANDS["plan"], "--plain", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == run(*COMMANDS["plan"], "--plain").out


@pytest.mark.parametrize("name", ["\x1b[31mred", "\u202eevil", "line\rover", "\udcffx"], ids=ascii)
def test_a_name_that_steers_is_seen_as_an_escape(run, name):
    out = run(*flags(medications=name), "--plain").out
    assert out.isascii()
    assert all(c == "\n" or c.isprintable() for c in out)
    assert screen.safe(name) in out


# encodings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "ascii:strict", "cp1252:strict"])
def test_no_command_fails_or_loses_a_fact_in_an_old_encoding(spawn, arguments, encoding):
    usual = spawn(*arguments, PYTHONIOENCODING="utf-8").stdout.decode()
    done = spawn(*arguments, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode(encoding.partition(":")[0])
    assert "\\x" not in text
    assert "\\u" not in text
    assert [*map(screen.transliterated, text.split())] == [
        *map(screen.transliterated, usual.split())
    ]


@pytest.mark.parametrize(
    ("text", "ascii_text", "windows"),
    [
        ("5 µg", "5 ug", "5 µg"),
        ("5 \u03bcg", "5 ug", "5 ug"),
        ("mL/min/1.73 m²", "mL/min/1.73 m2", "mL/min/1.73 m²"),
        ("≥ 30 – or ≤ 15", ">= 30 - or <= 15", ">= 30 – or <= 15"),
        ("½ cup", "1/2 cup", "½ cup"),
        ("Ångström, Müller, Łódź", "Angstroem, Mueller, Lodz", "Ångström, Müller, Lódz"),
        ("“quoted” ‘it’s’ …", "\"quoted\" 'it's' ...", "“quoted” ‘it’s’ …"),
        ("漢", "\\u6f22", "\\u6f22"),
        ("plain", "plain", "plain"),
    ],
)
def test_a_letter_that_an_encoding_lacks_becomes_the_nearest_one(text, ascii_text, windows):
    assert screen.transliterated(text) == ascii_text
    assert screen.transliterated(text, "cp1252") == windows
    assert screen.transliterated(text, "utf-8") == text


def test_an_unknown_encoding_is_taken_for_ascii():
    assert screen.transliterated("5 µg", "no-such-encoding") == "5 ug"


# one line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (Line("One. Two.", "-"), ["One.", "Two."]),
        (Line("One. Two.", "-", label="Stop if"), ["Stop if: One.", "Two."]),
        (Line("One. Two.", "-", label="Source", whole=True), ["Source: One. Two."]),
        (Line("200 mg", "22:00"), ["22:00 200 mg"]),
        (Line("read on p. 12 and pp. 3. Smith et al. Then this."),
         ["read on p. 12 and pp. 3.", "Smith et al. Then this."]),
        (Line("Read 'Magnesium ... mg' on it."), ["Read 'Magnesium ... mg' on it."]),
        (Line("about 0.5 mg. 3 of them", "  "), ["about 0.5 mg.", "3 of them"]),
        (Line("", draw=lambda columns: [[("##", "")]]), []),
        (Line("YOUR DAY", style=screen.HEADING, label="Section"), ["Section: Your day"]),
    ],
    ids=lambda v: getattr(v, "text", None) or ("a drawing" if hasattr(v, "text") else " ".join(v) or "nothing"),
)  # fmt: skip
def test_the_facts_of_one_line(line, facts):
    assert screen.plain(line) == facts
