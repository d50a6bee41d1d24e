"""Markdown, as a reader of its own (CommonMark with the links and tables of GitHub) takes it."""

from __future__ import annotations

import html as entities
import re

import pytest
from markdown_it import MarkdownIt

from batch.report_pages import HOSTILE
from export.made import crowd, shown
from helpers import healthy
from magadvise.export.markdown import escaped

pytestmark = pytest.mark.core
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TAGS = {"h1", "h2", "p", "strong", "ul", "li", "code"}
PAYLOADS = [
    *(name for name in HOSTILE if len(name) < 200),
    "[x](http://e.x)", "![x](http://e.x/y.png)", "<http://e.x>", "[x]: http://e.x", "[x][y]",
    "`code`", "**bold** _it_ __b__ ~~s~~", "# head", "- item", "+ item", "1. one", "12) two",
    "> quote", "| a | b |", "a\n---\nb", "===", "~~~", "```sh", "&lt;b&gt; &copy;", "\\*",
    "www.example.org", "HTTP://example.org", "a@example.org", "ftp://e.x", "$x$", "{x}", "^1",
    ": colon", "    four blanks", "trailing\\", "line  \nbreak",
]  # fmt: skip


def tags(text: str) -> set[str]:
    return set(re.findall(r"<(\w+)", READER.render(text)))


def words(text: str) -> str:
    """What a reader sees."""
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", READER.render(text))).split())


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_text_stands_for_itself_wherever_it_stands(payload):
    shown_ = escaped(payload)
    assert "\n" not in shown_
    for before in ("", "- ", "# ", "- **x:** "):
        assert tags(before + shown_) <= {"p", "h1", "ul", "li", "strong"}
        assert tags(before + shown_) == tags(before + "harmless")
    visible = " ".join(re.sub(r"\\(u|x|U|n)", r"\\\1", payload).split())
    if visible.isprintable() and payload.isprintable():
        assert words(shown_) == visible


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_nothing_that_was_typed_becomes_a_link_by_itself(payload):
    """What GitHub links without any sign of Markdown."""
    shown_ = escaped(payload)
    assert not re.search(r"(?i)\b(https?|ftp)://|\bwww\.|\w@\w", shown_)


def test_a_whole_page_is_headings_paragraphs_and_lists():
    for one in crowd()[:60]:
        assert tags(one.markdown) <= TAGS
        rendered = READER.render(one.markdown)
        assert rendered.count("<h1>") == 1
        assert rendered.count("<h2>") == len(one.page.sections)


def test_a_medicine_typed_with_signs_is_read_as_it_was_typed():
    one = shown(healthy(medications="co*dein_x [10](mg) <b>"))
    assert tags(one.markdown) <= TAGS
    assert "co*dein_x [10](mg) <b>: not in the table" in words(one.markdown)


def test_each_warning_is_one_item_with_its_word_and_its_code():
    one = shown(healthy(medications="levothyroxine", medication_times="levothyroxine=07:00"))
    items = re.findall(r"<li>(.*?)</li>", READER.render(one.markdown), re.DOTALL)
    (warning,) = [item for item in items if "MED003" in item]
    assert warning.strip().startswith("<strong>KEEP APART:</strong> <strong>Levothyroxine: take")
    assert "<code>MED003</code>" in warning
