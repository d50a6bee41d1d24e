"""What the diary says is plain to read, and promises nothing."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.lab import read
from reading import Sentence, sentences

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "diary.md").read_text(encoding="utf-8")


def said() -> list[str]:
    """Every message, a figure in place of what is filled in."""
    return [re.sub(r"\{\w+\}", "5", m["text"]) for m in read("words/diary.json")["messages"]]


def prose() -> list[str]:
    """The paragraphs and points of the page, without what is typed, tables and headings."""
    text = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    text = re.sub(r"`[^`]*`", "it", text).replace("**", "")
    blocks = re.split(r"\n\s*\n|\n(?=- |\d\. )", text)
    return [
        " ".join(b.split()).lstrip("- ") for b in blocks if b.strip() and b.strip()[0] not in "#|"
    ]


def hard(found: list[Sentence]) -> str:
    ordered = sorted(found, key=lambda s: -s.grade)
    return "\n".join(f"{s.grade:.1f} {s.text}" for s in ordered if s.grade > 8)


def test_95_of_100_sentences_of_the_messages_are_of_grade_8_and_none_is_above_12():
    found = [s for text in said() for s in sentences(text)]
    assert len(found) > 90
    assert sum(s.grade > 8 for s in found) <= 0.05 * len(found), hard(found)
    assert all(s.grade <= 12 for s in found)


def test_90_of_100_sentences_of_the_page_are_of_grade_8_and_none_is_above_14():
    """The page explains a method, too, so it may be harder than what a plan says."""
    found = [s for text in prose() for s in sentences(text)]
    assert len(found) > 60
    assert sum(s.grade > 8 for s in found) <= 0.1 * len(found), hard(found)
    assert all(s.grade <= 14 for s in found)


def test_no_message_promises_anything_or_asks_for_more():
    texts = " ".join(said()).casefold()
    for word in ("cure", "treats your", "effective", "proven", "guarantee", "increase", "double",
                 "higher dose", "more magnesium"):  # fmt: skip
        assert word not in texts
    assert "does not claim that magnesium treats leg cramps" in texts


def test_every_message_about_placebo_has_the_figure_of_the_trials():
    rows = {m["id"]: m["text"] for m in read("words/diary.json")["messages"]}
    named = [i for i, text in rows.items() if "placebo" in text and i.startswith("rule.")]
    assert named == ["rule.clear_fall", "rule.unclear_fall"]
    assert all("{placebo} %" in rows[i] for i in (*named, "placebo.line", "page.after"))
