"""The words of pages, pictures and calendars are as easy as those of the knowledge."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reading import sentences

pytestmark = pytest.mark.core
WORDS = Path(__file__).resolve().parents[2] / "data" / "words"


@pytest.mark.parametrize("area", ["plan", "handout"])
def test_nineteen_of_twenty_sentences_are_of_grade_8_and_none_is_above_12(area):
    messages = json.loads((WORDS / f"{area}.json").read_text(encoding="utf-8"))["messages"]
    texts = [re.sub(r"\{\w+\}", "12", row["text"]) for row in messages]
    found = [s for text in texts if " " in text for s in sentences(text)]
    assert len(found) >= 15
    hard = [s for s in found if s.grade > 8]
    assert len(hard) <= len(found) / 20, hard
    assert max(s.grade for s in found) <= 12
