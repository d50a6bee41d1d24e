"""The answer as one page of HTML: no script, nothing fetched, for screens, paper and ears.

What the person typed stands in it escaped, isolated, and with its hidden letters visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from magadvise import __version__
from magadvise.export import items as kinds
from magadvise.export.drawings import Day
from magadvise.export.items import Drawn, Item, Page, Section
from magadvise.export.look import page_sheet
from magadvise.export.svg_parts import drawn, signs, swatch, text, told
from magadvise.words import Words

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html(page: Page, words: Words, more: Words) -> str:
    """The whole page, in ASCII. ``words`` are of the area ``plan``, ``more`` of ``handout``."""
    body = "\n".join([*_head(page, more), *_body(page, words, more), "</html>", ""])
    return body.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _head(page: Page, more: Words) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{text(page.language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="robots" content="noindex">'
    yield f'<meta name="generator" content="magadvise {__version__}">'
    yield f"<title>{text(more('title'))}</title>"
    yield '<link rel="icon" href="data:,">'
    yield f"<style>\n{page_sheet()}</style>\n</head>"


def _body(page: Page, words: Words, more: Words) -> Iterator[str]:
    yield '<body>\n<div class="sheet">\n<main>'
    first, *rest = page.answer
    refused = "" if page.dose else " no"
    yield f'<div class="answer{refused}">\n<h1>{text(first.text)}</h1>'
    for item in rest:
        yield _paragraph(item)
    yield "</div>"
    for section in page.sections:
        id_ = f"section-{section.id}"
        yield f'<section class="{section.id}" aria-labelledby="{id_}">'
        yield f'<h2 id="{id_}">{text(section.heading)}</h2>'
        yield from _items(section, words, more)
        yield "</section>"
    yield "</main>\n<footer>"
    yield f'<p class="strong">{text(page.disclaimer)}</p>'
    yield f'<p class="quiet">{text(page.built)}</p>'
    if page.codes:
        yield f'<p class="quiet">{text(more("codes", codes=", ".join(page.codes)))}</p>'
    yield "</footer>\n</div>\n</body>"


def _items(section: Section, words: Words, more: Words) -> Iterator[str]:
    """Items of one kind that follow each other are one list."""
    for kind, found in groupby(section.items, key=_kind):
        group = list(found)
        if kind == kinds.BULLET:
            yield from _bullets(group)
        elif kind in (kinds.TERM, kinds.ENTRIES):
            yield from _pairs(group, "short" if _has_clock(group) else "")
        elif kind == kinds.WARNING:
            yield from _warnings(group)
        else:
            for item in group:
                if item.drawing:
                    yield from _figure(item.drawing, section, words, more)
                else:
                    yield _paragraph(item)


def _kind(item: Item) -> str:
    """A warning and its details stay together; pairs stand in one list."""
    if item.kind == kinds.MORE:
        return kinds.WARNING
    return kinds.TERM if item.kind == kinds.ENTRIES else item.kind


def _has_clock(group: Iterable[Item]) -> bool:
    return all(item.mark[:1].isdigit() for item in group)


def _paragraph(item: Item) -> str:
    mark = f"<b>{text(item.mark)}</b> " if item.mark else ""
    strong = ' class="strong"' if item.kind == kinds.STRONG else ""
    return f"<p{strong}>{mark}{text(item.text)}</p>"


def _bullets(group: Iterable[Item]) -> Iterator[str]:
    yield "<ul>"
    for item in group:
        if item.entries:
            ((name, said),) = item.entries
            mark = f"{text(item.mark)} " if item.mark != "-" else ""
            yield f"<li>{mark}<b><bdi>{text(name)}</bdi></b>: {text(said)}</li>"
        else:
            yield f"<li>{text(item.text)}</li>"
    yield "</ul>"


def _pairs(group: Iterable[Item], css: str) -> Iterator[str]:
    yield f'<dl class="{css}">' if css else "<dl>"
    for item in group:
        pairs = item.entries or ((item.mark.removesuffix(":"), item.text),)
        for title, said in pairs:
            yield (f'<div class="pair"><dt>{text(title)}</dt>'
                   f"<dd><bdi>{text(said)}</bdi></dd></div>")  # fmt: skip
    yield "</dl>"


def _warnings(group: Iterable[Item]) -> Iterator[str]:
    """Each with its severity as a word, its summaries, then why and what to do, then its code."""
    is_open = False
    for item in group:
        severity = item.severity or ""
        if item.kind == kinds.WARNING:
            if not is_open:
                yield f'<div class="warning {severity}">'
            is_open = True
            badge = f'<span class="badge {severity}">{text(item.mark.removesuffix(":"))}</span>'
            yield f"<p>{badge}<b>{text(item.text)}</b></p>"
        else:
            said = f"{text(item.text)} " if item.text else ""
            yield f'<p>{said}<span class="code">[{text(item.code)}]</span></p>\n</div>'
            is_open = False


def _figure(found: Drawn, section: Section, words: Words, more: Words) -> Iterator[str]:
    part = drawn(found, words, more)
    title, said = told(found, words, more)
    name = f"{section.id}-drawing"
    yield "<figure>"
    yield (f'<svg role="img" aria-labelledby="{name}-title {name}-desc" focusable="false" '
           f'height="{part.height}"><title id="{name}-title">{text(title)}</title>'
           f'<desc id="{name}-desc">{text(said)}</desc>')  # fmt: skip
    yield f"{part.shapes}</svg>"
    if isinstance(found, Day):
        yield '<ul class="legend">'
        for sign in signs(found):
            shape = f'<svg aria-hidden="true" focusable="false">{swatch(sign)}</svg>'
            yield f"<li>{shape}{text(words(f'sign.{sign}'))}</li>"
        yield "</ul>"
    else:
        yield f"<figcaption>{text(title)}</figcaption>"
    yield "</figure>"
