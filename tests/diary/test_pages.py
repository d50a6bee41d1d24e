"""The page to print and the chart as files: whole by themselves, readable without seeing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser

import pytest

from diary.days import START, made, spread
from magadvise.cli import diary_page, diary_svg
from magadvise.cli.diary_data import load_figures
from magadvise.diary.entry import Entry, diary
from magadvise.knowledge.load import load_words

FIGURES = load_figures()
WORDS = load_words("diary")
DIARY = made(spread(14, 14), [*spread(12, 20), None, *spread(9, 7)])
SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Tags(HTMLParser):
    """Every tag with its attributes, and what was left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(start: date | None = None, lang: str = "en") -> str:
    return diary_page.html(FIGURES, load_words("diary", lang), lang, start)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_page_needs_nothing_else_and_runs_nothing(lang):
    text = page(START, lang)
    tags = Tags(text)
    assert tags.open == []
    assert {tag for tag, _ in tags.found} & {
        "script",
        "link",
        "img",
        "iframe",
        "form",
        "object",
    } == set()
    names = {name for _, attributes in tags.found for name in attributes}
    assert names & {"src", "href", "style"} == set()
    assert not [name for name in names if name.startswith("on")]
    assert not re.search(r"https?:|url\(|@import", text)
    assert "default-src 'none'" in text
    assert f'<html lang="{lang}">' in text


def test_the_page_has_two_weeks_before_and_four_weeks_on_with_a_box_for_each_day():
    tags = Tags(page()).found
    assert [tag for tag, _ in tags].count("table") == 6
    assert [tag for tag, _ in tags].count("td") == 42 * 4
    headings = re.findall(r"<h2>(.*?)</h2>", page())
    assert headings[0].startswith("2 weeks before the first dose")
    assert headings[1].startswith("4 weeks with magnesium")
    scopes = [a.get("scope") for tag, a in tags if tag == "th"]
    assert scopes.count("col") == 6 * 8
    assert scopes.count("row") == 6 * 4
    assert len({a["aria-label"] for tag, a in tags if tag == "table"}) == 6


def test_printed_dates_run_through_all_six_weeks():
    dates = re.findall(r"<td>(\d{4}-\d\d-\d\d)</td>", page(date(2026, 12, 1)))
    assert len(set(dates)) == 42
    assert dates == sorted(dates)
    assert (dates[0], dates[-1]) == ("2026-12-01", "2027-01-11")
    assert not re.search(r"<td>\d", page())


def test_the_page_says_what_placebo_does_when_to_stop_and_what_it_is_not():
    text = page()
    for said in ("28.7 %", "less than 25 %", "no diagnosis", "no prescription",
                 "as your plan says, and no more"):  # fmt: skip
        assert said in text


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    full = colour * 2 if len(colour) == 3 else colour
    parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    bright, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_ratio_of_contrast_is_that_of_black_on_white():
    assert contrast("000000", "ffffff") == pytest.approx(21)


def test_every_colour_of_words_is_seen_on_its_paper():
    """4.5 to 1 for words, 3 to 1 for bars (WCAG 2.1, AA)."""
    for block in re.findall(r"--ink: #(\w+); --paper: #(\w+); --faint: #(\w+)", diary_page.STYLE):
        ink, paper, faint = block
        assert contrast(ink, paper) >= 7
        assert contrast(faint, paper) >= 4.5
    light, dark = diary_svg.STYLE.split("@media")
    for part in (light, dark):
        (text,) = re.findall(r"text \{[^}]*fill: #(\w+)", part)
        (paper,) = re.findall(r"\.paper \{ fill: #(\w+)", part)
        bars = re.findall(r"\.(?:bar|with) \{ fill: #(\w+)", part)
        assert contrast(text, paper) >= 7
        assert [bar for bar in bars if contrast(bar, paper) < 3] == []
        assert len(bars) == 2


# the chart ----------------------------------------------------------------------------------------


def drawn(*args):
    return ET.fromstring(diary_svg.svg(*args))  # noqa: S314


def test_the_chart_has_a_bar_for_each_day_with_cramps_and_a_mark_for_each_without():
    root = drawn(DIARY, FIGURES, WORDS, None)
    bars = [e for e in root.iter(f"{SVG}rect") if e.get("class") in ("bar", "with")]
    marks = list(root.iter(f"{SVG}circle"))
    assert len(bars) == sum(1 for e in DIARY.entries if e.cramps)
    assert len(marks) == sum(1 for e in DIARY.entries if not e.cramps)
    assert sum(1 for e in bars if e.get("class") == "bar") == 14
    heights = {float(e.get("height", 0)) for e in bars}
    assert len(heights) == len({e.cramps for e in DIARY.entries if e.cramps})


def test_who_cannot_see_the_chart_hears_the_weeks():
    root = drawn(DIARY, FIGURES, WORDS, None)
    assert root.get("role") == "img"
    title, text = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == "t d"
    assert (title.get("id"), text.get("id")) == ("t", "d")
    assert "Week 2 before: 2026-02-16 to 2026-02-22: 7 cramps on 7 days" in text.text
    assert "Week 4 from the first dose on" in text.text
    days = [e.find(f"{SVG}title").text for e in root if e.get("class") in ("bar", "with", "zero")]
    assert len(days) == len(DIARY.entries)


def test_the_chart_brings_nothing_from_elsewhere():
    text = diary_svg.svg(DIARY, FIGURES, WORDS, None)
    assert re.findall(r"https?://[^\"']+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|<use|@import|url\(| on\w+=|font-face", text)


@pytest.mark.parametrize("found", [
    diary([Entry(START, 0)]), diary([Entry(START, 99, 10, True, 5000)]), made([1], []), made([], [2]),
    diary([Entry(date(2020, 1, 1), 1), Entry(date(2026, 1, 1), 2)]),
], ids=["none", "most", "before", "during", "years"])  # fmt: skip
def test_any_diary_is_a_chart_within_its_frame(found):
    root = drawn(found, FIGURES, WORDS, None)
    width, height = (float(root.get(name)) for name in ("width", "height"))
    for rect in root.iter(f"{SVG}rect"):
        x, y = float(rect.get("x", 0)), float(rect.get("y", 0))
        assert x >= 0
        assert x + float(rect.get("width")) <= width + 0.1
        assert y >= 0
        assert y + float(rect.get("height")) <= height + 0.1
