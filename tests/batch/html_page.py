"""A page of HTML as a tree, read strictly: every element is closed where it was opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br"}


@dataclass
class Element:
    """One element with what stands inside it; its own text is ``#text`` among the children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str = "", css: str = "") -> list[Element]:
        """Every element inside with this tag and this class."""
        return [e for e in self._inside() if (not tag or e.tag == tag)
                and (not css or css in e.attributes.get("class", "").split())]  # fmt: skip

    def _inside(self) -> Iterator[Element]:
        for child in self.children:
            yield child
            yield from child._inside()

    @property
    def words(self) -> str:
        """All text inside, with single spaces; those that do not break stay as they are."""
        parts = [self.text] + [e.text for e in self._inside()]
        return re.sub(r"[ \n]+", " ", " ".join(parts)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            raise AssertionError(f"<{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise AssertionError(f"</{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Element("#text", text=data))


def read(page: str) -> Element:
    """The tree of a page. Raises :class:`AssertionError` where elements do not nest."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if len(reader.open) != 1:
        raise AssertionError(f"<{reader.open[-1].tag}> is never closed")
    return reader.root


def rows(table: Element) -> dict[str, list[str]]:
    """The texts of the cells of each row, by the text of the cell that heads it."""
    found = {}
    for row in table.all("tbody")[0].all("tr"):
        head, *cells = [e for e in row.children if e.tag in ("th", "td")]
        found[head.words] = [cell.words for cell in cells]
    return found
