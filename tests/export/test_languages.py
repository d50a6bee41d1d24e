"""The same page in another language: other words, the same figures."""

from __future__ import annotations

import re

import pytest

from export.made import Shown, crowd, doses, shown, svg_text, tree

pytestmark = pytest.mark.core


def german() -> list[tuple[Shown, Shown]]:
    """Some people in both languages."""
    return [(one, shown(one.answers, language="de")) for one in crowd()[:60]]


def test_german_has_the_same_sections_items_codes_and_figures():
    for english, other in german():
        one, two = english.page, other.page
        assert [s.id for s in one.sections] == [s.id for s in two.sections]
        assert one.codes == two.codes
        assert one.disposition is two.disposition
        for a, b in zip(one.sections, two.sections, strict=True):
            kinds = [(i.kind, i.code, i.severity, bool(i.mark)) for i in a.items]
            assert kinds == [(i.kind, i.code, i.severity, bool(i.mark)) for i in b.items]
        if one.dose and two.dose:
            assert one.dose.steps == two.dose.steps
            assert [t[:2] for t in one.dose.intakes] == [t[:2] for t in two.dose.intakes]
            assert (one.dose.ceiling_mg, one.dose.main) == (two.dose.ceiling_mg, two.dose.main)


def test_the_page_and_the_picture_say_their_language_and_speak_it():
    for english, other in german()[:20]:
        assert tree(other.html).all("html")[0].attributes["lang"] == "de"
        assert 'xml:lang="de"' in other.svg
        assert english.page.headline != other.page.headline
        assert "Was zu erwarten ist" in [e.words for e in tree(other.html).all("h2")]
        assert "&#252;" in other.html  # an umlaut, whatever the encoding
        assert "\u00fc" in svg_text(other.svg)


def test_a_german_calendar_is_the_same_calendar():
    for english, other in german():
        ours, theirs = (
            doses(english.ics) if english.ics else (),
            doses(other.ics) if other.ics else (),
        )
        assert [(e.first, e.days) for e in ours] == [(e.first, e.days) for e in theirs]
        assert re.findall("UID:(.*)", english.ics) == re.findall("UID:(.*)", other.ics)
        assert "SUMMARY:Reminder" not in other.ics


def test_no_word_of_the_program_itself_is_missing_in_german():
    """What the knowledge lacks falls back, marked; the messages of pages do not."""
    from magadvise.knowledge.load import load_words
    from magadvise.words import FALLBACK

    for area in ("plan", "handout"):
        words = load_words(area, "de")
        assert [i for i, row in words.messages.items() if row.text.startswith(FALLBACK)] == []
