"""The colours of the page of a batch run: read by everybody, on light and on dark."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from batch.report_pages import LADDER, tree


def schemes():
    """The colours of the page by name: light, dark."""
    (style,) = [e.words for e in tree("few").all("style")]
    blocks = re.findall(r":root \{ color-scheme: (\w+); ([^}]*)\}", style)
    return {
        scheme: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for scheme, body in blocks
    }


def contrast(one, other):
    """The contrast ratio of WCAG 2.1: (lighter + 0.05) / (darker + 0.05) of the luminances."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_is_that_of_the_definition():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_a_contrast_of_4_5_and_a_bar_of_3(scheme):
    colours = schemes()[scheme]
    for name in ("text", "muted"):
        assert contrast(colours[name], colours["page"]) >= 4.5
    for name in (*LADDER, "bar"):
        assert contrast(colours[name], colours["page"]) >= 3
    for name in LADDER:
        assert contrast(colours[name], colours[f"on-{name}"]) >= 4.5


def test_neighbours_of_a_bar_differ_in_lightness_too():
    for colours in schemes().values():
        for one, other in pairwise(LADDER):
            assert contrast(colours[one], colours[other]) >= 1.5


def test_only_the_colours_that_were_measured_are_text():
    (style,) = [e.words for e in tree("few").all("style")]
    inks = set(re.findall(r"(?<![-\w])color: ([^;]+);", style))
    assert inks == {"var(--text)", "var(--muted)"}
    grounds = set(re.findall(r"background(?:-color)?: ([^;]+);", style))
    assert grounds == {"var(--page)"}
    drawings = [e for e in tree("many").all("svg") if e.all("text")]
    assert drawings
    for drawing in drawings:
        for part, after in pairwise(drawing.children):
            if after.tag == "text":
                assert after.attributes["class"] == f"on-{part.attributes['class'].split()[1]}"
