"""The answer as Markdown (CommonMark, as GitHub reads it). No text can become a link or a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from magadvise.export import items as kinds
from magadvise.export.items import Item, Page
from magadvise.prose import one_line
from magadvise.words import Words

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&!@$^{}])")
_LINKS = re.compile(r"(?i)(\w):(?=//)|\b(www)\.")  # what readers turn into links by themselves
_FIRST = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=:])")  # what would start a list or a line


def markdown(page: Page, more: Words) -> str:
    """The whole text. ``more``: the words of the area ``handout``."""
    return "\n".join(_lines(page, more)) + "\n"


def escaped(text: str) -> str:
    """Text that stands for itself, whatever it holds."""
    shown = _SIGNS.sub(r"\\\1", one_line(text))
    shown = _LINKS.sub(lambda m: f"{m[1]}\\:" if m[1] else f"{m[2]}\\.", shown)
    return _FIRST.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", shown)


def _lines(page: Page, more: Words) -> Iterator[str]:
    first, *rest = page.answer
    yield f"# {escaped(first.text)}\n"
    for item in rest:
        yield f"{_item(item)}\n"
    for section in page.sections:
        yield f"## {escaped(section.heading)}\n"
        before = ""
        for item in section.items:
            if item.drawing:
                continue  # the words beside it say the same
            if before and not (_listed(item) and before == "list"):
                yield ""
            yield _item(item)
            before = "list" if _listed(item) else "text"
        yield ""
    yield f"**{escaped(page.disclaimer)}**\n"
    yield f"{escaped(page.built)}"
    if page.codes:
        yield f"\n{escaped(more('codes', codes=', '.join(page.codes)))}"


def _listed(item: Item) -> bool:
    return item.kind in (kinds.BULLET, kinds.TERM, kinds.WARNING, kinds.MORE)


def _item(item: Item) -> str:
    if item.kind == kinds.MORE:
        return "  " + f"{escaped(item.text)} `{item.code}`".strip()
    if item.kind == kinds.WARNING:
        return f"- **{escaped(item.mark)}** **{escaped(item.text)}**"
    mark = item.mark if item.mark != "-" else ""
    said = f"**{escaped(mark)}** {escaped(item.text)}" if mark else escaped(item.text)
    if item.kind == kinds.STRONG:
        return f"**{said}**"
    return f"- {said}" if _listed(item) else said
