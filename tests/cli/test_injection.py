"""A thousand names that would steer a terminal, a markup language, a page or a spreadsheet are printed
harmlessly and whole wherever a name is printed back."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from batch import html_page
from batch.report_pages import page
from batch.report_pages import run as counted
from helpers import flags

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # categories of the Unicode standard
SEEDS = (
    # markup of rich, and its emoji codes
    "[red]X[/red]", "[bold]X[/]", "[/]X", "X[/b]", "[link=http://x.test]X[/link]", "[@click=a]X[/]",
    "\\[red]X", "[#ff0000 on white]X", "[[X]]", ":warning: X", ":pill:X:pill:", ":boom:X", "[blink]X",
    # escape sequences: colours, cursor, screen, keys
    "\x1b[31mX\x1b[0m", "\x1b[2J\x1b[HX", "X\x1b[1A\x1b[2K", "\x1bcX", "\x1b[?1049hX", "\x1b[6nX",
    "\x1b[5;1HX", "\x1b(0X", "\x1b#8X", "\x1b[8mX\x1b[28m", "\x1b[?25lX", "\x1b7X\x1b8", "\x1bNX",
    # operating system commands: title, link, clipboard, bell; strings of devices
    "\x1b]0;X\x07", "\x1b]2;X\x1b\\", "\x1b]8;;http://x.test\x07X\x1b]8;;\x07", "\x1b]52;c;WA==\x07X",
    "\x1b]1337;X\x07", "\x1bP+q544e\x1b\\X", "\x1b_X\x1b\\", "\x1b^X\x1b\\", "\x1b]777;notify;X\x07",
    # C1 and other controls
    "\x9b31mX\x9b0m", "\x9d0;X\x9c", "\x90X\x9c", "\x85X", "\x84X", "\x08\x08\x08X", "\rX", "X\x7f\x7f",
    "\x07X", "\x0e\x0fX", "\x0bX\x0c", "X\x1a", "\x05X", "a\x00X", "\x1f\x1eX", "\tX\t",
    # direction, marks that nobody sees, separators, halves, letters without a meaning yet
    "\u202eX", "\u202aX\u202c", "\u2066X\u2069", "\u2067X", "\u200fX", "\u061cX", "\u200bX\u200d",
    "\ufeffX", "X\u2028Y", "X\u2029Y", "\u00adX", "\ue000X", "\U000e0041X", "\ud800X", "\udc80X", "\u0378X",
    "X" + "\u0301" * 60, "\ufe0fX", "\U0001f48aX", "\U0001f468\u200d\U0001f469X", "\u115fX", "\u3164X",
    # a page, a shell, a format, a template, a sheet
    "<script>X</script>", "</td><img src=x onerror=X>", "<b>X", "&lt;X&gt;", "&#x1b;X", "\" onload=\"X", "'X'",
    "$(X)", "`X`", "${X}", "%s%n%X", "{X}", "{0.__class__}X", "{{X}}", "<%= X %>", "\\x1b[31mX", "\\u202eX",
    "=X()", "+X", "-X+1", "@X", "\uff1dX", "**X**", "# X", "X\\", "\\\\X", "--X", "../X", "X //", "%00X",
    # long
    "X" * 300, "X " * 150, "x\u0301" * 120, "[b]" * 100 + "X", "\x1b[1m" * 60 + "X", "\u202e" * 90 + "X",
)  # fmt: skip


def payloads() -> Iterator[str]:
    """Every seed by itself, then two of them together; a word of its own in each."""
    rng = Random(77)  # noqa: S311
    for number in range(1100):
        seeds = [SEEDS[number]] if number < len(SEEDS) else rng.sample(SEEDS, 2)
        word = f"zzq{number}qzz"
        text = "".join(seed.replace("X", word, 1).replace("X", "x") for seed in seeds)
        # A list is cut at these, and blanks around a name are no part of it.
        yield re.sub("[;|\n]", ",", text).strip()


PAYLOADS = list(payloads())
TENS = [PAYLOADS[at : at + 100] for at in range(0, len(PAYLOADS), 100)]
EVERY = pytest.mark.parametrize("texts", TENS, ids=lambda texts: texts[0][:0])


def visible(text: str) -> str:
    """What a reader sees of a text: what steers is spelt out. Blanks are left out, as lines are
    wrapped at them."""
    seen = "".join(
        c.encode("unicode_escape", "surrogatepass").decode("ascii")
        if unicodedata.category(c) in HIDDEN else c
        for c in text
    )  # fmt: skip
    return "".join(seen.split())


def steering(printed: str) -> list[str]:
    return [c for c in printed if c != "\n" and unicodedata.category(c) in HIDDEN]


def whole(printed: str, texts: list[str]) -> list[str]:
    """Those of the texts that are not printed whole."""
    squeezed = "".join(printed.split())
    return [text for text in texts if visible(text) not in squeezed]


def test_there_are_a_thousand_different_payloads_of_every_kind():
    assert len(set(PAYLOADS)) >= 1000
    for kind in ("\x1b[", "\x1b]", "\x9b", "\u202e", ":pill:", "[red]", "<script>", "=", "\udc80"):
        assert sum(kind in text for text in PAYLOADS) >= 5
    assert max(map(len, PAYLOADS)) > 300
    assert steering("".join(PAYLOADS))


@EVERY
def test_a_plan_prints_every_name_harmlessly_and_whole(run, texts):
    short = [text for text in texts if "=" not in text][:30]
    times = [f"{text}=12:00" for text in short]
    code, out, err = run(*flags(medications=texts, medication_times=times))
    assert (code, err) == (0, "")
    assert steering(out) == []
    assert whole(out, texts) == []


@EVERY
def test_the_plain_layout_is_harmless_ascii_without_a_lost_name(run, texts):
    code, out, err = run(*flags(medications=texts), "--plain")
    assert (code, err) == (0, "")
    assert steering(out) == []
    assert out.isascii()
    words = [found[0] for text in texts if (found := re.search("zzq[0-9]+qzz", text))]
    assert len(words) > 90
    assert [word for word in words if word not in out] == []


@EVERY
def test_med_prints_every_name_harmlessly_and_whole(run, texts):
    code, out, err = run("med", "--", *texts)
    assert (code, err) == (0, "")
    assert steering(out) == []
    assert whole(out, texts) == []


@EVERY
def test_a_label_is_printed_back_harmlessly_and_whole(run, texts):
    labels = [f"magnesium 100 mg {text}" for text in texts]
    kept = [text for text in labels if run("label", "--", text).code == 0]
    assert len(kept) > 80  # a text may hold an amount that says something else
    code, out, err = run("label", "--", *kept)
    assert (code, err) == (0, "")
    assert steering(out) == []
    assert whole(out, kept) == []


@EVERY
def test_json_is_ascii_and_gives_the_very_text_back(run, texts):
    for arguments in (flags(medications=texts), ["med", "--", *texts]):
        at = 1 if arguments[0] == "med" else len(arguments)
        code, out, err = run(*arguments[:at], "--json", *arguments[at:])
        assert (code, err) == (0, "")
        assert out.isascii()
        assert steering(out) == []
        assert [m["input"] for m in json.loads(out)["medications"]] == texts


@EVERY
def test_colour_changes_nothing_of_it(run, monkeypatch, texts):
    """Rich would read markup and emoji codes; the names pass it as they are."""
    from magadvise.cli import screen

    class Terminal(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    screen.show([screen.Line(text, "-", screen.HEADING) for text in texts], stream)
    printed = stream.getvalue()
    assert "\x1b[1;4m" in printed, "no colour was tried"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    assert steering(plain) == []
    assert whole(plain, texts) == []


# many people -------------------------------------------------------------------------------------


def cells(texts: list[str]) -> list[str]:
    """Those that can stand in one cell of a UTF-8 file; a strict reader rejects the others."""
    return [t for t in texts if not set(t) & {"\x00", "\r"} and not re.search("[\ud800-\udfff]", t)]


@pytest.mark.parametrize("engine", ["rows", "columns"])
@EVERY
def test_a_batch_gives_every_name_back_whole_and_runs_none(run, tmp_path: Path, texts, engine):
    if engine == "columns":
        pytest.importorskip("pyarrow")
    good = cells(texts)
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "age", "medications", texts[0][:30].replace("\x00", "")])
        rows.writerows([text, "45", text, "x"] for text in ["first", *good])
    files = [str(tmp_path / name) for name in ("in.csv", "o.csv", "s.json", "p.html")]
    code, out, err = run("batch", files[0], "-o", files[1], "--summary", files[2], "--report", files[3],
                         "--engine", engine)  # fmt: skip
    assert (code, out) == (0, "")
    assert steering(err) == []
    with Path(files[1]).open(encoding="utf-8", newline="") as stream:
        answered = list(csv.DictReader(stream))
    for row, text in zip(answered, ["first", *good], strict=True):
        for cell in (row["id"], row["unresolved_medications"]):
            assert cell.removeprefix("'") == text.removeprefix("'") or cell == f"'{text}"
            assert cell[:1] not in (
                "=",
                "+",
                "-",
                "@",
                "\t",
                "\r",
                "\uff1d",
                "\uff0b",
                "\uff0d",
                "\uff20",
            )
    summary = Path(files[2]).read_text(encoding="utf-8")
    assert summary.isascii()
    assert set(json.loads(summary)["unresolved"]) == {"first", *good}
    assert steering(Path(files[3]).read_text(encoding="utf-8").replace("\n", "")) == []


@EVERY
def test_a_page_shows_every_name_as_text_and_nothing_of_it_acts(texts):
    """Ten names a page, each cut behind 60 letters with a sign that says so."""
    for at in range(0, len(texts), 10):
        names = texts[at : at + 10]
        summary, tally = counted(20, names=dict.fromkeys(names, 1))
        text = page(summary, tally)
        assert steering(text.replace("\n", "")) == []
        root = html_page.read(text)
        assert not {e.tag for e in root.all()} & {
            "script",
            "img",
            "iframe",
            "a",
            "object",
            "base",
            "form",
        }
        assert not [n for e in root.all() for n in e.attributes if n.startswith("on")]
        typed = ["".join(e.words.split()) for e in root.all("bdi", "typed")]
        assert len(typed) == len(names)
        for name in names:
            shown = [
                t
                for t in typed
                if t.rstrip("\u2026") and visible(name).startswith(t.rstrip("\u2026"))
            ]
            assert shown, name
            assert visible(name) in shown or any(t.endswith("\u2026") for t in shown)


# the check itself --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["\x1b[31mzzq", "\u202ezzq", "zzq\x9b", "\ud800zzq"])
def test_a_name_that_is_dropped_or_obeyed_would_be_seen(text):
    assert steering(text)
    assert whole(text, [text]) == [text]
    assert whole("zzq", [text]) == [text]
    assert whole(visible(text), [text]) == []
    assert Counter(steering(visible(text))) == Counter()
