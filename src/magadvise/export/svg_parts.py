"""The drawings of a plan as parts of SVG: widths in percent, so that letters keep their size.

Each function gives the height in pixels and the shapes. The text that says the same stands beside
the picture, and in its description.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import NamedTuple

from magadvise.export.drawings import TICK, Day, Difference, Steps
from magadvise.export.items import Drawn
from magadvise.model import DAY
from magadvise.prose import joined, one_line
from magadvise.words import Words

LEVELS = 112  # pixels of the ceiling
INSIDE = 22  # pixels of a step from which its figure fits into it
ROW, BAR = 32, 16  # pixels of a row of the day without its name, and of its bar
NAME = 40  # usual letters of a row of a name: a telephone has room for them
# Shapes around (0, 0), which is the middle of the bar at the minute of the mark.
MARKS = {
    "dose": '<circle class="ring" r="6"/>',
    "magnesium": '<rect class="pin" x="-5" y="-13" width="10" height="26" rx="3"/>',
    "wake": '<path class="mark" d="M-8 7 0 -8 8 7z"/>',
    "bed": '<path class="mark" d="M-8 -7 0 8 8 -7z"/>',
    "meal": '<rect class="mark" x="-6" y="-6" width="12" height="12"/>',
}
BANDS = {
    "shut": f'<rect class="shut" y="{-BAR // 2}" height="{BAR}"',
    "asleep": '<rect class="asleep" y="-3" height="6"',
}


class Part(NamedTuple):
    """Shapes in a box that is as wide as its place and ``height`` pixels high."""

    height: int
    shapes: str


def text(value: str) -> str:
    """Text that no reader of SVG or HTML takes for anything else."""
    return escape(one_line(value), quote=True)


def drawn(found: Drawn, words: Words, more: Words) -> Part:
    """The shapes of one drawing. ``words`` are of the area ``plan``, ``more`` of ``handout``."""
    if isinstance(found, Day):
        return _day(found)
    if isinstance(found, Steps):
        return _steps(found, words, more)
    return _difference(found, words)


def told(found: Drawn, words: Words, more: Words) -> tuple[str, str]:
    """The title and the description of a drawing, for those who cannot see it."""
    if isinstance(found, Day):
        tracks = (_track(track.name, track.marks, words) for track in found.tracks)
        return more("drawing.day"), " ".join(tracks)
    if isinstance(found, Steps):
        parts = (
            f"{words('step.day', day=day)} {words('step.first', dose=words('mg_a_day', mg=mg))}"
            for day, mg in found.parts
        )
        most = more("drawing.most", mg=found.ceiling_mg)
        return more("drawing.steps", days=found.days), " ".join((*parts, f"{most}."))
    side = words("effect.fewer" if found.value < 0 else "effect.more")
    value, low, high = (words.number(x) for x in found)
    said = more("drawing.difference", value=value.removeprefix("-"), side=side, low=low, high=high)
    return more("drawing.effect"), said


def signs(found: Day) -> list[str]:
    """The signs that a day uses, in the order of the legend."""
    used = {sign for track in found.tracks for _, sign in track.marks}
    used |= {track.shade for track in found.tracks if track.stretches}
    return [sign for sign in ("shut", *MARKS, "asleep") if sign in used]


def swatch(sign: str) -> str:
    """The shape of a sign around (9, 8), for the legend."""
    if sign in MARKS:
        return f'<svg x="9" y="8" overflow="visible">{MARKS[sign]}</svg>'
    return f'<svg y="8" overflow="visible">{BANDS[sign]} width="18"/></svg>'


def columns(said: str) -> float:
    """How wide a text is at most, in letters of usual width."""
    return sum(_wide(c) for c in said)


@cache
def _wide(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or letter in "mwMW@%":
        return 1.8
    return 1.25 if letter.isupper() else 1


def wrapped(said: str, room: float) -> Iterator[str]:
    """Rows that fit; a word that is too long for one is parted."""
    row = ""
    for word in said.split():
        if row and columns(f"{row} {word}") <= room:
            row = f"{row} {word}"
            continue
        if row:
            yield row
        row = ""
        for letter in word:
            if columns(row + letter) > room:
                yield row
                row = ""
            row += letter
    if row:
        yield row


def _track(name: str, marks: Iterable[tuple[int, str]], words: Words) -> str:
    said = (f"{words(f'sign.{sign}')} {words('clock', time=at)}" for at, sign in marks)
    return f"{name}: {joined(said, words)}."


def _percent(x: float) -> str:
    return f"{100 * x:.2f}%"


def _day(found: Day) -> Part:
    rows = []
    names = [[*wrapped(one_line(track.name), NAME)] for track in found.tracks]
    height = 18 + sum(ROW + 14 * len(name) for name in names)
    for at in range(0, DAY, TICK):
        x = _percent(at / DAY)
        hour = f"{(found.start + at) % DAY // 60:02d}:00"
        rows.append(f'<text class="soft" x="{x}" y="11">{hour}</text>')
        if at:
            rows.append(f'<line class="grid" x1="{x}" x2="{x}" y1="16" y2="{height}"/>')
    top = 18
    for name, track in zip(names, found.tracks, strict=True):
        for part in name:
            top += 14
            rows.append(f'<text x="0" y="{top}">{text(part)}</text>')
        rows.append(f'<svg y="{top + BAR}" overflow="visible">')
        top += ROW
        rows.append(f'<rect class="track" y="{-BAR // 2}" height="{BAR}" width="100%"/>')
        for start, length in track.stretches:
            for at, wide in _parted((start - found.start) % DAY, length):
                place = f'x="{_percent(at / DAY)}" width="{_percent(wide / DAY)}"'
                rows.append(f"{BANDS[track.shade]} {place}/>")
        for minute, sign in track.marks:
            x = _percent((minute - found.start) % DAY / DAY)
            rows.append(f'<svg x="{x}" overflow="visible">{MARKS[sign]}</svg>')
        rows.append("</svg>")
    return Part(height, "\n".join(rows))


def _parted(start: int, length: int) -> Iterator[tuple[int, int]]:
    """A stretch that runs over the end of the strip goes on at its start."""
    over = start + length - DAY
    yield start, length - max(over, 0)
    if over > 0:
        yield 0, over


def _steps(found: Steps, words: Words, more: Words) -> Part:
    ground, line = 34 + LEVELS, 34  # from 0 mg up: twice as high is twice as much
    most = text(more("drawing.most", mg=found.ceiling_mg))
    rows = [f'<text class="soft" x="0" y="11">{text(words("chart.mg"))}</text>']
    ends = [day - 1 for day, _ in found.parts[1:]] + [found.days]
    for (day, mg), end in zip(found.parts, ends, strict=True):
        x, width = (day - 1) / found.days, (end - day + 1) / found.days
        height = round(LEVELS * mg / found.ceiling_mg)
        fits = height >= INSIDE
        rows.append(f'<rect class="level" x="{_percent(x)}" width="{_percent(width - 0.003)}" '
                    f'y="{ground - height}" height="{height}"/>')  # fmt: skip
        rows.append(f'<text class="{"on big" if fits else "big"}" x="{_percent(x + width / 2)}" '
                    f'y="{ground - height + (16 if fits else -5)}" '
                    f'text-anchor="middle">{mg}</text>')  # fmt: skip
        rows.append(f'<text x="{_percent(x)}" y="{ground + 15}">{day}</text>')
    rows.append(f'<line class="most" x1="0" x2="100%" y1="{line}" y2="{line}"/>')
    rows.append(f'<text x="100%" y="{line - 6}" text-anchor="end">{most}</text>')
    rows.append(f'<text x="100%" y="{ground + 15}" text-anchor="end">{found.days}</text>')
    rows.append(f'<text class="soft" x="0" y="{ground + 30}">{text(words("chart.from"))}</text>')
    return Part(ground + 34, "\n".join(rows))


def _difference(found: Difference, words: Words) -> Part:
    value, low, high = found
    left, right = min(low, 0.0), max(high, 0.0)

    def at(x: float) -> float:
        return 0.08 + 0.84 * (x - left) / ((right - left) or 1)

    zero = _percent(at(0.0))
    rows = [
        f'<line class="most" x1="{zero}" x2="{zero}" y1="14" y2="46"/>',
        f'<line class="rule" x1="{_percent(at(low))}" x2="{_percent(at(high))}" y1="30" y2="30"/>',
        *(f'<line class="rule" x1="{_percent(at(x))}" x2="{_percent(at(x))}" y1="24" y2="36"/>'
          for x in (low, high)),
        f'<svg x="{_percent(at(value))}" y="30" overflow="visible">'
        '<rect class="pin" x="-7" y="-7" width="14" height="14" rx="7"/></svg>',
        f'<text class="big" x="{_percent(at(value))}" y="14" text-anchor="middle">'
        f"{words.number(abs(value))}</text>",
    ]  # fmt: skip
    shown: list[float] = []
    for x in (low, high, 0.0):
        if all(abs(at(x) - at(other)) > 0.08 for other in shown):
            shown.append(x)
            rows.append(f'<text x="{_percent(at(x))}" y="60" text-anchor="middle">'
                        f"{words.number(abs(x))}</text>")  # fmt: skip
    for place, anchor, side in (("0", "start", "fewer"), ("100%", "end", "more")):
        said = text(words(f"effect.{side}"))
        rows.append(f'<text class="soft" x="{place}" y="78" text-anchor="{anchor}">{said}</text>')
    return Part(84, "\n".join(rows))
