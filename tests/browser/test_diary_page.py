"""The page of the diary to print, and its chart, in Chromium: one sheet, nothing fetched or cut."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest

from browser.chromium import DARK, pages, sizes
from diary.days import START, made, spread
from magadvise.cli import diary_page, diary_svg
from magadvise.cli.diary_data import load_figures
from magadvise.knowledge.load import load_words

FIGURES = load_figures()
EVERY = pytest.mark.parametrize(
    ("lang", "start"), list(product(("en", "de"), (None, date(2026, 11, 23)))), ids=str
)
LAID = """{
  inner: innerWidth, scroll: document.documentElement.scrollWidth,
  spilt: [...document.querySelectorAll('td, th, p, h1, h2')]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML),
  cells: document.querySelectorAll('td').length,
}"""
COLOURS = """(() => { const style = getComputedStyle(document.body);
  return {page: style.backgroundColor, text: style.color}; })()"""


def page(lang: str, start: date | None) -> str:
    return diary_page.html(FIGURES, load_words("diary", lang), lang, start)


def chart() -> str:
    diary = made(spread(14, 14), [*spread(12, 20), None, *spread(9, 7)])
    svg = diary_svg.svg(diary, FIGURES, load_words("diary"), START)
    return f"<!doctype html><html><head><title>x</title></head><body>{svg}</body></html>"


@EVERY
@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_page_fits_one_sheet(browser, lang, start, paper, size):
    pdf = browser.printed(page(lang, start).replace("size: auto", f"size: {paper}"))
    assert pages(pdf) == 1
    assert sizes(pdf) == [size]


@EVERY
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_cut_on_a_screen(browser, lang, start, width):
    found = browser.measured(page(lang, start), LAID, width=width)
    assert found["inner"] == width
    assert found["scroll"] <= width
    assert found["spilt"] == []
    assert found["cells"] == 6 * 7 * 4


def test_page_and_chart_ask_the_web_for_nothing(browser):
    assert browser.asked(page("en", START)) == []
    assert browser.asked(chart()) == []


def test_the_page_is_dark_where_the_reader_wants_it(browser):
    light, dark = (browser.measured(page("en", None), COLOURS, *more) for more in ([], [DARK]))
    assert light["page"] == dark["text"].replace("240, 240, 240", "255, 255, 255")
    assert light["page"] != dark["page"]


def test_the_words_of_the_chart_lie_inside_of_it_and_not_on_each_other(browser):
    boxes = browser.measured(
        chart(),
        """(() => { const all = document.querySelector('svg')
      .getBoundingClientRect(); return {width: all.width, texts: [...document.querySelectorAll('svg text')]
      .map(e => { const b = e.getBoundingClientRect();
        return [b.left - all.left, b.top - all.top, b.right - all.left, b.bottom - all.top]; })}; })()""",
    )
    texts = boxes["texts"]
    assert len(texts) > 8
    assert all(left >= 0 and right <= boxes["width"] + 0.5 for left, _, right, _ in texts)
    for n, one in enumerate(texts):
        for two in texts[n + 1 :]:
            apart = (
                one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] + 4 or two[3] <= one[1] + 4
            )
            assert apart, (one, two)


def test_the_page_runs_no_script():
    assert not re.search(r"<script|javascript:| on\w+=", page("en", START))
