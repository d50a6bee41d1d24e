"""The handout of a plan in Chromium: nothing fetched, nothing cut, light, dark and on paper."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from browser.chromium import DARK, pages, sizes
from export.made import Shown, shown
from helpers import healthy

CASES: dict[str, dict[str, Any]] = {
    "a plan": {},
    "many medicines": {
        "age": "68", "stool": "loose", "check_dose_mg": "400",
        "medications": ["levothyroxine", "omeprazole", "furosemide", "amlodipine", "w" * 60,
                        "\u0645\u063a\u0646\u064a\u0633\u064a\u0648\u0645"],
        "medication_times": ["levothyroxine=07:00", f"{'w' * 60}=12:00"],
    },
    "two intakes": {"medications": "ciprofloxacin",
                    "medication_times": "ciprofloxacin=08:00,20:00"},
    "pregnant": {"pregnant": "yes", "patterns": "pregnancy"},
    "a refusal": {"kidney": "dialysis"},
    "an emergency": {"red_flags": "one_leg_swollen"},
}  # fmt: skip
EVERY = pytest.mark.parametrize("case", CASES)
BOXES = """{
  inner: innerWidth, scroll: document.documentElement.scrollWidth,
  outside: [...document.body.querySelectorAll('*')].filter(e => {
    const box = e.getBoundingClientRect();
    return !e.closest('svg') && box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5);
  }).map(e => e.outerHTML.slice(0, 80)),
  cut: [...document.querySelectorAll('figure > svg text')].filter(e => {
    const box = e.getBoundingClientRect(), svg = e.ownerSVGElement, out = e.closest('figure')
      .getBoundingClientRect();
    return box.left < out.left - 1 || box.right > out.right + 1;
  }).map(e => e.outerHTML.slice(0, 80)),
  touching: (() => {
    const boxes = [...document.querySelectorAll('figure > svg > text')]
      .map(e => [e, e.getBoundingClientRect(), e.closest('figure')]);
    return boxes.flatMap(([a, p, f], n) => boxes.slice(n + 1)
      .filter(([b, q, g]) => f === g && p.left < q.right - 1 && q.left < p.right - 1
        && p.top < q.bottom - 3 && q.top < p.bottom - 3)
      .map(([b]) => a.textContent + ' / ' + b.textContent));
  })(),
  headings: document.querySelectorAll('h2').length,
}"""
PICTURE = """(() => {
  const root = document.querySelector('svg'), all = root.getBoundingClientRect();
  return {wide: all.width,
    cut: [...root.querySelectorAll('text')].filter(e => {
      const box = e.getBoundingClientRect();
      return box.left < all.left || box.right > all.right || box.bottom > all.bottom;
    }).map(e => e.textContent)};
})()"""
COLOURS = """(() => { const style = e => getComputedStyle(document.querySelector(e));
  return {page: style('body').backgroundColor, text: style('body').color,
    bar: style('rect.level').fill, answer: style('.answer').backgroundColor}; })()"""
SPLIT = """(() => {
  for (const sheet of document.styleSheets) for (const rule of [...sheet.cssRules])
    if (rule.media && rule.media.mediaText === 'print') rule.media.mediaText = 'all';
  return {scroll: document.documentElement.scrollWidth, inner: innerWidth,
    breaks: [...document.querySelectorAll('.warning, figure, .answer')]
      .map(e => getComputedStyle(e).breakInside)};
})()"""
# A4 and Letter less two margins of 14 mm, in CSS pixels.
A4, LETTER = 688, 710


@cache
def made(case: str, language: str = "en") -> Shown:
    return shown(healthy(**CASES[case]), language)


# nothing is fetched ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["many medicines", "an emergency"])
def test_opening_a_handout_asks_the_web_for_nothing(browser, case):
    assert browser.asked(made(case).html) == []


def test_the_policy_of_the_handout_holds_even_where_a_picture_came_in(browser):
    picture = '<img src="http://picture.invalid/x.png"></body>'
    spoilt = made("a plan").html.replace("</body>", picture)
    assert browser.asked(spoilt) == []
    open_ = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", spoilt)
    assert "http://picture.invalid/x.png" in browser.asked(open_)


def test_opening_the_picture_asks_the_web_for_nothing(browser):
    assert browser.asked(f"<!DOCTYPE html><body>{made('many medicines').svg}</body>") == []


# nothing is cut ----------------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("width", [320, 360, 736, 1280])
def test_nothing_stands_outside_the_screen_and_no_two_figures_touch(browser, case, width):
    found = browser.measured(made(case).html, BOXES, width=width)
    assert found["inner"] == width
    assert found["scroll"] <= width
    assert (found["outside"], found["cut"], found["touching"]) == ([], [], [])
    assert found["headings"] >= 8


@pytest.mark.parametrize("width", [360, 1280])
def test_german_words_fit_as_well(browser, width):
    found = browser.measured(made("two intakes", "de").html, BOXES, width=width)
    assert found["scroll"] <= width
    assert (found["outside"], found["cut"], found["touching"]) == ([], [], [])


@EVERY
def test_every_line_of_the_picture_stands_inside_it(browser, case):
    page = f"<!DOCTYPE html><html><head></head><body>{made(case).svg}</body></html>"
    found = browser.measured(page, PICTURE)
    assert found["wide"] == 800
    assert found["cut"] == []


# colours and paper -------------------------------------------------------------------------------


def test_a_dark_screen_gets_a_dark_handout(browser):
    light = browser.measured(made("a plan").html, COLOURS)
    dark = browser.measured(made("a plan").html, COLOURS, DARK)
    assert (light["page"], dark["page"]) == ("rgb(255, 255, 255)", "rgb(20, 24, 28)")
    assert all(light[name] != dark[name] for name in ("text", "bar", "answer"))


@pytest.mark.parametrize("width", [A4, LETTER])
@pytest.mark.parametrize("case", ["many medicines", "two intakes"])
def test_paper_is_wide_enough_and_parts_no_warning(browser, case, width):
    found = browser.measured(made(case).html, SPLIT, width=width)
    assert found["scroll"] <= found["inner"] == width
    assert set(found["breaks"]) == {"avoid"}


@EVERY
@pytest.mark.parametrize(("paper", "points"), [("A4", (595, 842)), ("letter", (612, 792))])
def test_a_handout_prints_on_both_papers_on_few_sheets(browser, case, paper, points):
    text = made(case).html.replace("@page { margin", f"@page {{ size: {paper}; margin")
    sheet = browser.printed(text)
    assert 2 <= pages(sheet) <= 6
    assert set(sizes(sheet)) == {points}


def test_without_a_wish_the_paper_is_that_of_the_printer(browser):
    assert "size:" not in re.findall(r"@page \{[^}]*\}", made("a plan").html)[0]
    assert browser.printed(made("a plan").html).startswith(b"%PDF")
