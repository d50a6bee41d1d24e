"""The report of a batch run in Chromium: nothing fetched, nothing cut, light, dark and on paper."""

from __future__ import annotations

import re

import pytest

from batch.report_pages import CASES, full, page
from browser.chromium import DARK, pages, sizes

EVERY = pytest.mark.parametrize("case", CASES)
BOXES = """{
  inner: innerWidth, scroll: document.documentElement.scrollWidth,
  outside: [...document.body.querySelectorAll('*')].filter(e => {
    const box = e.getBoundingClientRect();
    return !e.closest('thead') && !e.closest('svg') && box.width > 0
      && (box.left < -0.5 || box.right > innerWidth + 0.5);
  }).map(e => e.outerHTML.slice(0, 80)),
  spilt: [...document.querySelectorAll('td, tbody th, .band > span, .sum span, p, li, caption')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
    .map(e => e.outerHTML.slice(0, 80)),
  rows: document.querySelectorAll('tr').length,
}"""
PAPER = """(() => { for (const sheet of document.styleSheets) for (const rule of [...sheet.cssRules])
  if (rule.media && rule.media.mediaText === 'print') rule.media.mediaText = 'all';
  const spilt = [...document.querySelectorAll('td, th, .band > span, .sum, p, li, caption')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0);
  return {scroll: document.documentElement.scrollWidth, inner: innerWidth,
    spilt: spilt.map(e => e.outerHTML.slice(0, 80))}; })()"""
COLOURS = """(() => { const style = e => getComputedStyle(document.querySelector(e));
  return {page: style('body').backgroundColor, text: style('body').color,
    bar: style('rect.part').fill}; })()"""
# A4 and Letter less two margins of 13 mm, in CSS pixels.
A4, LETTER = 695, 717


# nothing is fetched ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["many", "empty"])
def test_opening_a_page_asks_the_web_for_nothing(browser, case):
    assert browser.asked(page(*CASES[case])) == []


def test_the_look_at_the_network_finds_what_a_page_asks_for(browser):
    """The same page with a picture of the web and without its own policy."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page(*CASES["empty"]))
    spoilt = text.replace("</body>", '<img src="http://picture.invalid/x.png"></body>')
    assert "http://picture.invalid/x.png" in browser.asked(spoilt)


def test_the_policy_of_the_page_holds_even_where_a_picture_came_in(browser):
    spoilt = page(*CASES["empty"]).replace(
        "</body>", '<img src="http://picture.invalid/x.png"></body>'
    )
    assert browser.asked(spoilt) == []


# nothing is cut ----------------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("width", [360, 736, 1280])
def test_nothing_stands_outside_the_screen_or_its_box(browser, case, width):
    found = browser.measured(page(*CASES[case]), BOXES, width=width)
    assert found["inner"] == width
    assert found["scroll"] <= width
    assert found["outside"] == []
    assert found["spilt"] == []
    assert found["rows"] > 0 or case == "empty"


@pytest.mark.parametrize("width", [A4, LETTER])
def test_nothing_is_cut_at_the_widths_of_paper(browser, width):
    """The rules of print, in a window as wide as the paper less its margins."""
    found = browser.measured(page(*full(20_000_000)), PAPER, width=width)
    assert found["inner"] == width
    assert found["scroll"] <= width
    assert found["spilt"] == []


# colours and paper -------------------------------------------------------------------------------


def test_a_dark_screen_gets_a_dark_page(browser):
    light = browser.measured(page(*CASES["few"]), COLOURS)
    dark = browser.measured(page(*CASES["few"]), COLOURS, DARK)
    assert light["page"] == "rgb(255, 255, 255)"
    assert dark["page"] == "rgb(20, 24, 28)"
    assert light["text"] != dark["text"]
    assert light["bar"] != dark["bar"]


@pytest.mark.parametrize(("case", "most"), [("empty", 1), ("one row", 3), ("many", 4)])
def test_the_page_prints_on_few_sheets(browser, case, most):
    sheet = browser.printed(page(*CASES[case]))
    assert sheet.startswith(b"%PDF")
    assert 1 <= pages(sheet) <= most


@pytest.mark.parametrize(("paper", "points"), [("A4", (595, 842)), ("letter", (612, 792))])
def test_the_page_prints_on_both_papers(browser, paper, points):
    text = page(*CASES["many"]).replace("@page { margin", f"@page {{ size: {paper}; margin")
    sheet = browser.printed(text)
    assert pages(sheet) <= 4
    assert set(sizes(sheet)) == {points}
