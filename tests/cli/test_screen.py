"""Text on a screen: never cut at any width, never steered by what a person typed."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest

from helpers import flags, plan
from magadvise import load_knowledge
from magadvise.cli import screen
from magadvise.cli.plan_text import lines

LONG = "hydroxypropylmethylcellulose-acetate-succinate-phthalate"
ANSWERS = {
    "age": "68",
    "medications": ["levothyroxine", "omeprazole", "spironolactone", LONG],
    "medication_times": ["levothyroxine=07:00", f"{LONG}=12:00"],
    "conditions": "gastroparesis",
    "check_dose_mg": "400",
    "check_form": "oxide",
    "products": "milk of magnesia 1 mL",
}
SAMPLES = [
    plan(**{**ANSWERS, "medications": ["levothyroxine", "omeprazole", LONG]}),
    plan(**ANSWERS),
    plan(red_flags="dark_urine", conditions=["heart_block", "coeliac"]),
]


def shown(advice: object, monkeypatch: pytest.MonkeyPatch, columns: int) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    """The printed words; a drawing changes with the width and says nothing that they do not say."""
    stream = io.StringIO()
    screen.show((line for line in lines(advice, load_knowledge()) if not line.draw), stream)
    return stream.getvalue()


def test_every_word_of_a_plan_stands_whole_at_every_width_from_0_to_200(monkeypatch):
    widest = shown(SAMPLES[0], monkeypatch, 100).split()
    assert LONG in " ".join(widest)
    assert len(widest) > 300
    for columns in range(201):
        assert shown(SAMPLES[0], monkeypatch, columns).split() == widest


@pytest.mark.parametrize("advice", SAMPLES, ids=["plan", "refusal", "emergency"])
def test_nothing_of_an_answer_is_cut_on_a_narrow_screen(monkeypatch, advice):
    expected = " ".join(" ".join(line.text for line in lines(advice, load_knowledge())).split())
    assert [f.summary for f in advice.findings if f.summary not in expected] == []
    widest = shown(advice, monkeypatch, 100).split()
    for columns in (0, 1, 19, 20, 21, 33, 40, 47):
        assert shown(advice, monkeypatch, columns).split() == widest
    assert [word for word in expected.split() if word not in widest] == []


@pytest.mark.parametrize("advice", SAMPLES, ids=["plan", "refusal", "emergency"])
def test_no_line_is_wider_than_the_screen_but_for_one_long_word(monkeypatch, advice):
    for columns in (40, 41, 57, 64, 79, 80, 99, 100):
        monkeypatch.setenv("COLUMNS", str(columns))
        stream = io.StringIO()
        screen.show(lines(advice, load_knowledge()), stream)
        for line in stream.getvalue().splitlines():
            assert len(line) <= columns or LONG in line


@pytest.mark.parametrize("columns", ["", "0", "-5", "abc", "1e3", "²", "9" * 30, " 80 "])
def test_a_width_that_is_no_width_is_no_fault(run, monkeypatch, columns):
    with monkeypatch.context() as here:
        here.setenv("COLUMNS", columns)
        code, out, err = run(*flags())
    assert (code, err) == (0, "")
    assert max(len(line) for line in out.splitlines()) <= 100


# what a person typed -----------------------------------------------------------------------------

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
STEERING = [
    "\x1b[31mred\x1b[0m",
    "\x1b]2title\x07",
    "\x9b31mred",
    "bell\x07",
    "back\x08\x08",
    "line\rover",
    "form\x0cfeed",
    "\x7fdel",
    "\x00nul",
    "\u202eevil",
    "\u2066evil\u2069",
    "para\u2029graph",
    "line\u2028sep",
    "zero\u200bwidth",
    "\ufeffbom",
    "\udcffsurrogate",
    "private\ue000",
]


@pytest.mark.parametrize("name", STEERING, ids=ascii)
def test_a_name_with_control_characters_steers_no_terminal(run, name):
    answers = {"medications": name, "medication_times": f"{name}=12:00"}
    code, out, err = run(*flags(**answers))
    assert (code, err) == (0, "")
    assert [c for c in out if c != "\n" and unicodedata.category(c) in HIDDEN] == []
    assert "not in the table" in " ".join(out.split())


@pytest.mark.parametrize("name", STEERING, ids=ascii)
def test_json_keeps_a_name_with_control_characters_whole_and_is_plain_ascii(run, name):
    code, out, _ = run(*flags(medications=name), "--json")
    assert code == 0
    assert out.isascii()
    assert all(c == "\n" or c.isprintable() for c in out)
    assert json.loads(out)["medications"][0]["input"] == name.strip()


@pytest.mark.parametrize(
    "name",
    ["[red]x[/]", "[/b]", "[/]", "[warfarinx]", "[link=x]y[/link]", ":warning: x", "{name}", "{0}",
     "%s", "$(ls)", "`ls`", "<b>x</b>", "\\n", "a\\", "**x**", "_x_", "x # y"],
)  # fmt: skip
def test_markup_in_a_name_is_printed_as_it_was_typed(run, name):
    code, out, err = run(*flags(medications=name, medication_times=f"{name}=12:00"))
    assert (code, err) == (0, "")
    assert f"'{name}' is not in the table" in " ".join(out.split())
    assert f"12:00 '{name}'" in " ".join(out.split())


@pytest.mark.parametrize("text", STEERING, ids=ascii)
def test_whatever_is_shown_passes_through_the_same_filter(text):
    stream = io.StringIO()
    screen.show([screen.Line(text, "-"), screen.Line("rest")], stream)
    printed = stream.getvalue()
    assert [c for c in printed if c != "\n" and unicodedata.category(c) in HIDDEN] == []
    assert "rest" in printed


def test_safe_text_shows_what_it_hides():
    assert screen.safe("a\x1b[31m") == r"a\x1b[31m"
    assert screen.safe("\u202ex") == r"\u202ex"
    assert screen.safe("\udcff") == r"\udcff"
    assert screen.safe("ß 漢字\n") == "ß 漢字\n"
