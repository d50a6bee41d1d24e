"""The answer as one picture (SVG) that stands alone: no font, picture or script from elsewhere."""

from __future__ import annotations

from functools import partial

from magadvise.export import items as kinds
from magadvise.export.drawings import Day, Steps
from magadvise.export.items import Drawn, Item, Page, Section
from magadvise.export.look import picture_sheet
from magadvise.export.svg_parts import columns, drawn, signs, swatch, text, told, wrapped
from magadvise.model import Disposition
from magadvise.prose import one_line
from magadvise.words import Words

WIDTH, MARGIN = 800, 40
LETTER = 0.56  # of the size of the letters: a line is rather too short than too long
BOLD = 1.16  # how much wider bold letters are
SIZES = {"head": 22, "part": 16, "body": 15, "strong": 15, "note": 12}
CLASSES = {"strong": "body strong", "note": "soft"}
SHOWN = ("what", "check", "warnings", "notes")  # sections whose words stand in the picture


class _Sheet:
    """Shapes from the top down; ``y`` is the next free pixel."""

    def __init__(self) -> None:
        self.y = MARGIN
        self.shapes: list[str] = []

    def write(self, said: str, kind: str = "body") -> None:
        """A paragraph, wrapped."""
        size = SIZES[kind]
        bold = BOLD if kind in ("head", "part", "strong") else 1
        room = (WIDTH - 2 * MARGIN) / (size * LETTER * bold)
        css = CLASSES.get(kind, kind)
        rows = wrapped(one_line(said), room)
        for n, row in enumerate(rows):
            self.y += round(size * (1.4 if n else 1.2))
            self.shapes.append(f'<text class="{css}" x="{MARGIN}" y="{self.y}">{text(row)}</text>')
        self.y += round(size * 0.45)

    def draw(self, found: Drawn, words: Words, more: Words) -> None:
        part = drawn(found, words, more)
        title, said = told(found, words, more)
        self.y += 12
        self.shapes.append(
            f'<svg x="{MARGIN}" y="{self.y}" width="{WIDTH - 2 * MARGIN}" height="{part.height}" '
            f'overflow="visible" role="img" aria-label="{text(f"{title}. {said}")}">'
            f"{part.shapes}</svg>"
        )
        self.y += part.height + 4

    def legend(self, found: Day, words: Words) -> None:
        x = MARGIN
        self.y += 22
        for sign in signs(found):
            name = words(f"sign.{sign}")
            width = round(26 + columns(name) * 12 * LETTER + 18)
            if x + width > WIDTH - MARGIN:
                x, self.y = MARGIN, self.y + 22
            self.shapes.append(f'<svg x="{x}" y="{self.y - 12}" overflow="visible">'
                               f"{swatch(sign)}</svg>"
                               f'<text x="{x + 26}" y="{self.y}">{text(name)}</text>')  # fmt: skip
            x += width
        self.y += 10


def svg(page: Page, words: Words, more: Words) -> str:
    """The whole picture, in ASCII. ``words`` are of the area ``plan``, ``more`` of ``handout``."""
    sheet = _Sheet()
    first, *rest = page.answer
    sheet.write(first.text, "head")
    for item in rest:
        _write(sheet, item)
    for section in filter(partial(_stands, page), page.sections):
        sheet.y += 14
        sheet.write(section.heading, "part")
        for item in section.items:
            if item.drawing:
                continue
            _write(sheet, item)
        if section.id == "what":
            _charts(sheet, page, words, more)
    _end(sheet, page, more)
    height = sheet.y + MARGIN
    picture = "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="title desc" xml:lang="{text(page.language)}">',
        f'<title id="title">{text(more("title"))}</title>',
        f'<desc id="desc">{text(page.headline)}</desc>',
        f"<style>\n{picture_sheet()}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        *sheet.shapes,
        "</svg>", "",
    ])  # fmt: skip
    return picture.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _stands(page: Page, section: Section) -> bool:
    """Whom to call stands in the picture of an emergency, the medicines where they have numbers."""
    if section.id == "help":
        return page.disposition is Disposition.SEEK_CARE
    if section.id == "medicines":
        return any(item.mark != "-" for item in section.items)
    return section.id in SHOWN


def _write(sheet: _Sheet, item: Item) -> None:
    mark = f"{item.mark} " if item.mark and item.mark != "-" else ""
    if item.kind == kinds.WARNING:
        sheet.write(f"{mark}{item.text} [{item.code}]", "strong")
    elif item.kind != kinds.MORE:  # in a picture the summaries stand alone
        sheet.write(f"{mark}{item.text}", "strong" if item.kind == kinds.STRONG else "body")


def _charts(sheet: _Sheet, page: Page, words: Words, more: Words) -> None:
    for id_ in ("what", "day"):
        section = page.section(id_)
        for item in section.items if section else ():
            if isinstance(item.drawing, Steps | Day):
                sheet.y += 14
                sheet.write(told(item.drawing, words, more)[0], "part")
                sheet.draw(item.drawing, words, more)
            if isinstance(item.drawing, Day):
                sheet.legend(item.drawing, words)


def _end(sheet: _Sheet, page: Page, more: Words) -> None:
    for section in page.sections:
        if section.id == "expect":
            sheet.y += 14
            sheet.write(section.heading, "part")
            sheet.write(section.items[0].text)
    sheet.y += 14
    sheet.write(more("picture"))
    sheet.write(page.disclaimer, "strong")
    sheet.write(page.built, "note")
    if page.codes:
        sheet.write(more("codes", codes=", ".join(page.codes)), "note")
