"""Messages with typed parameters: each language writes them its own way, and nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from magadvise import KnowledgeError
from magadvise.knowledge.load import load_words
from magadvise.words import Language, Message, Words

pytestmark = pytest.mark.core

MESSAGES = {
    "drop": Message("{drop} % fewer", {"drop": "whole"}),
    "gain": Message("{gain} a week", {"gain": "decimal"}),
    "at": Message("at {time}", {"time": "clock"}),
    "on": Message("on {day}", {"day": "date"}),
    "of": Message("of {name}", {"name": "text"}),
    "none": Message("nothing", {}),
}
GERMAN = Language("de", "Deutsch", ",", "{day}.{month}.{year}", True)
ENGLISH_WORDS, GERMAN_WORDS = Words("made", MESSAGES), Words("made", MESSAGES, GERMAN)


@pytest.mark.parametrize(
    ("message", "given", "english", "german"),
    [
        ("drop", {"drop": 31}, "31 % fewer", "31 % fewer"),
        ("gain", {"gain": 0.18}, "0.18 a week", "0,18 a week"),
        ("gain", {"gain": 28.7}, "28.7 a week", "28,7 a week"),
        ("gain", {"gain": 4.0}, "4 a week", "4 a week"),
        ("gain", {"gain": -0.5}, "-0.5 a week", "-0,5 a week"),
        ("at", {"time": 0}, "at 00:00", "at 00:00"),
        ("at", {"time": 23 * 60 + 5}, "at 23:05", "at 23:05"),
        ("on", {"day": date(2026, 3, 9)}, "on 2026-03-09", "on 09.03.2026"),
        ("of", {"name": "{drop} 0.5"}, "of {drop} 0.5", "of {drop} 0.5"),
        ("none", {}, "nothing", "nothing"),
    ],
)
def test_each_type_is_written_as_the_language_does(message, given, english, german):
    assert ENGLISH_WORDS(message, **given) == english
    assert GERMAN_WORDS(message, **given) == german


@pytest.mark.parametrize(
    ("message", "given"),
    [
        ("nosuch", {}),
        ("drop", {}),
        ("drop", {"drop": 31, "more": 1}),
        ("drop", {"name": 31}),
        ("none", {"drop": 31}),
        ("drop", {"drop": 31.0}),
        ("drop", {"drop": "31"}),
        ("drop", {"drop": True}),
        ("gain", {"gain": "0.18"}),
        ("gain", {"gain": False}),
        ("at", {"time": 1440}),
        ("at", {"time": -1}),
        ("at", {"time": "07:00"}),
        ("on", {"day": "2026-03-09"}),
        ("of", {"name": 5}),
        ("of", {"name": None}),
    ],
    ids=str,
)
def test_what_does_not_fit_a_message_raises_and_repeats_no_value(message, given):
    with pytest.raises(KnowledgeError) as caught:
        ENGLISH_WORDS(message, **given)
    assert caught.value.file == "words/made.json"
    assert caught.value.row == message
    assert "2026" not in str(caught.value)


def test_a_name_inside_a_sentence_keeps_its_capital_letter_where_the_language_says_so():
    assert ENGLISH_WORDS.inside("Heart failure") == "heart failure"
    assert GERMAN_WORDS.inside("Herzschwäche") == "Herzschwäche"
    assert ENGLISH_WORDS.inside("") == ""


def test_the_core_says_hours_in_each_language():
    assert load_words("core")("hours", hours=2.5) == "2.5 h"
    assert load_words("core", "de")("hours", hours=2.5) == "2,5 h"
    assert load_words("core")("relative.bed", minutes=30) == "30 minutes before bed"
    assert load_words("core", "de")("relative.bed", minutes=30) == "30 Minuten vor dem Schlafen"
