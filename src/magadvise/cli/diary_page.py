"""A page to print and fill by hand: two weeks before the first dose, four weeks on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from magadvise.cli.screen import Drawing, Line, Span, is_plain
from magadvise.diary.entry import DAY
from magadvise.diary.figures import Figures
from magadvise.diary.periods import WEEK
from magadvise.words import Words

ROWS = ("date", "cramps", "pain", "dose")
STYLE = """
:root { color-scheme: light dark; --ink: #111; --paper: #fff; --faint: #555; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f0f0; --paper: #161616; --faint: #bbb; } }
* { box-sizing: border-box; }
body { font: 15px/1.4 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; } h2 { font-size: 1.05rem; margin: .8rem 0 .2rem; }
p { margin: .2rem 0; }
.wide { overflow-x: auto; } .dated { min-width: 42rem; }
table { border-collapse: collapse; width: 100%; min-width: 19rem; table-layout: fixed; margin: 0 0 .5rem; }
th, td { border: 1px solid var(--faint); height: 1.9rem; padding: .1rem .2rem; text-align: center;
  font-weight: normal; font-size: .8rem; }
th[scope=row], .week { width: 5.6rem; text-align: left; font-weight: 600; overflow-wrap: anywhere; }
.note { color: var(--faint); font-size: .85rem; }
@page { size: auto; margin: 10mm; }
@media print {
  :root { --ink: #000; --paper: #fff; --faint: #333; }
  body { font-size: 9.5pt; line-height: 1.25; max-width: none; padding: 0; }
  h1 { font-size: 14pt; } h2 { font-size: 10.5pt; margin: 2mm 0 0; }
  .wide { overflow: visible; } table, .dated { min-width: 0; } table { margin: 0 0 1mm; break-inside: avoid; }
  th, td { height: 6.5mm; padding: 0 1mm; font-size: 8.5pt; } thead th { height: 4.5mm; }
  .note { font-size: 8pt; }
}
"""


def html(figures: Figures, words: Words, language: str, start: date | None) -> str:
    """The page as one document that needs nothing else. ``start``: the first day of the diary, for
    printed dates."""
    return "\n".join(_html(figures, words, language, start)) + "\n"


def _html(figures: Figures, words: Words, language: str, start: date | None) -> Iterator[str]:
    title = escape(words("page.title"))
    yield "<!doctype html>"
    yield f'<html lang="{language}">'
    yield f'<head><meta charset="utf-8"><title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield ('<meta http-equiv="Content-Security-Policy" '
           "content=\"default-src 'none'; style-src 'unsafe-inline'\">")  # fmt: skip
    yield f"<style>{STYLE}</style></head>"
    yield f"<body><main><h1>{title}</h1>"
    for text in lead(figures, words):
        yield f"<p>{escape(text)}</p>"
    number = 0
    for heading, length in parts(figures, words):
        yield f"<section><h2>{escape(heading)}</h2>"
        for _ in range(length):
            yield from _table(number, words, start)
            number += 1
        yield f"<p>{escape(words('page.sum'))} ________</p></section>"
    yield f"<p>{escape(after(figures, words))}</p>"
    yield f'<p class="note">{escape(words("page.note"))}</p>'
    yield "</main></body></html>"


def _table(number: int, words: Words, start: date | None) -> Iterator[str]:
    week = escape(words("page.week", number=number + 1))
    days = "".join(
        f'<th scope="col">{escape(words("page.day", number=WEEK * number + n + 1))}</th>'
        for n in range(WEEK)
    )
    kind = ' class="dated"' if start else ""
    yield f'<div class="wide"><table{kind} aria-label="{week}"><thead><tr>'
    yield f'<th scope="col" class="week">{week}</th>{days}</tr></thead><tbody>'
    for row in ROWS:
        cells = "".join(f"<td>{escape(text)}</td>" for text in _cells(row, number, words, start))
        yield f'<tr><th scope="row">{escape(words(f"page.row.{row}"))}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cells(row: str, number: int, words: Words, start: date | None) -> list[str]:
    if row != "date" or start is None:
        return [""] * WEEK
    return [words.day(start + (WEEK * number + n) * DAY) for n in range(WEEK)]


# as text ------------------------------------------------------------------------------------------

CELL = 4  # columns of one day


def lines(figures: Figures, words: Words, start: date | None) -> Iterator[Line]:
    """The same page as text with boxes of lines; one day a line where it is plain."""
    yield Line(words("page.title"), style="bold")
    for text in lead(figures, words):
        yield Line(text)
    number = 0
    for heading, length in parts(figures, words):
        yield Line("")
        yield Line(heading, style="bold")
        for _ in range(length):
            yield from (
                _plain_week(number, words, start) if is_plain() else _week(number, words, start)
            )
            number += 1
        yield Line(f"{words('page.sum')} ____")
    yield Line("")
    yield Line(after(figures, words))
    yield Line(words("page.note"))


def _week(number: int, words: Words, start: date | None) -> Iterator[Line]:
    days = [WEEK * number + n + 1 for n in range(WEEK)]
    title = words("page.week", number=number + 1)
    if start:
        title += ": " + words("boxes.row", first=start + (days[0] - 1) * DAY,
                              last=start + (days[-1] - 1) * DAY)  # fmt: skip
    yield Line("")
    yield Line(title)
    yield Line("", draw=_grid(days, [words(f"page.row.{row}") for row in ROWS[1:]]))


def _grid(days: Sequence[int], labels: Sequence[str]) -> Drawing:
    """Boxes of lines; the labels above them where both do not fit beside each other."""

    def draw(columns: int) -> list[list[Span]]:
        boxes = (CELL * WEEK) + 1
        longest = max(map(len, labels)) + 1
        side = longest if longest + boxes <= columns else 0
        if boxes > columns:
            return [[(f"{label}:" + " ___" * WEEK, "")] for label in labels]
        rule = " " * side + ("+" + "-" * (CELL - 1)) * WEEK + "+"
        rows = [" " * side + "".join(f" {day:>{CELL - 1}}" for day in days), rule]
        for label in labels:
            rows += [] if side else [label]
            rows += [label.ljust(side)[:side] + ("|" + " " * (CELL - 1)) * WEEK + "|", rule]
        return [[(row, "")] for row in rows]

    return draw


def _plain_week(number: int, words: Words, start: date | None) -> Iterator[Line]:
    for n in range(WEEK):
        day = WEEK * number + n
        when = words.day(start + day * DAY) if start else f"{words('page.row.date')} __________"
        fields = ", ".join(f"{words(f'page.row.{row}')} ____" for row in ROWS[1:])
        yield Line(f"{words('page.day', number=day + 1)}, {when}: {fields}", whole=True)


# what both say ------------------------------------------------------------------------------------


def lead(figures: Figures, words: Words) -> tuple[str, ...]:
    """How to fill it in."""
    pain = words("page.pain", most=figures.pain_most)
    return words("page.lead"), pain, words("page.dose")


def parts(figures: Figures, words: Words) -> tuple[tuple[str, int], ...]:
    """Each part with its heading and its number of weeks."""
    before, with_it = figures.baseline_days // WEEK, figures.trial_days // WEEK
    return (
        (words("page.before", weeks=before), before),
        (words("page.with", weeks=with_it), with_it),
    )


def after(figures: Figures, words: Words) -> str:
    """What to do with a full page."""
    return words("page.after", placebo=figures.placebo_percent, percent=figures.stop_below_percent)
