"""The diary as an SVG: a bar a day, the mean before and with magnesium. No script, no outside font."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from magadvise.cli.diary_chart import mean
from magadvise.cli.diary_text import entry_said, week_lines
from magadvise.diary.entry import DAY, Diary, Entry
from magadvise.diary.figures import Figures
from magadvise.diary.periods import WEEK
from magadvise.words import Words

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 260, 48, 52, 44, 16
WIDEST, STEP_MOST = 1400, 14.0
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1a1a1a; }
.title { font-weight: 600; font-size: 15px; }
.paper { fill: #ffffff; } .bar { fill: #3b5b92; } .with { fill: #a34a00; }
.line { stroke: #1a1a1a; stroke-width: 1; } .mean { stroke: #1a1a1a; stroke-width: 2; stroke-dasharray: 6 4; }
.start { stroke: #1a1a1a; stroke-width: 1.5; } .zero { fill: none; stroke: #3b5b92; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f0f0; } .paper { fill: #161616; } .bar { fill: #9db7e8; } .with { fill: #ffb070; }
  .line, .mean, .start { stroke: #f0f0f0; } .zero { stroke: #9db7e8; }
}
"""


def svg(diary: Diary, figures: Figures, words: Words, start: date | None) -> str:
    """The whole document. Its description says in words what it shows."""
    return "\n".join(_parts(diary, figures, words, start)) + "\n"


def _parts(diary: Diary, figures: Figures, words: Words, start: date | None) -> Iterator[str]:
    begun = start or diary.first_dose()
    first, last = diary.entries[0].day, diary.entries[-1].day
    count = (last - first).days + 1
    step = min(STEP_MOST, WIDEST / count)
    width = max(480.0, LEFT + RIGHT + count * step)
    most = max(1, *(entry.cramps for entry in diary.entries))
    scale = (HEIGHT - TOP - BOTTOM) / most
    title = words("chart.title", first=first, last=last)
    said = [f"{line.mark} {line.text}." for line in week_lines(diary, figures, words, begun)]
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {HEIGHT}" '
           f'width="{width:.0f}" height="{HEIGHT}" role="img" aria-labelledby="t d">')  # fmt: skip
    yield f'<title id="t">{escape(title)}</title>'
    yield f'<desc id="d">{escape(" ".join(said))}</desc>'
    yield f"<style>{STYLE}</style>"
    yield f'<rect class="paper" width="{width:.0f}" height="{HEIGHT}"/>'
    yield f'<text class="title" x="{LEFT}" y="20">{escape(title)}</text>'
    yield from _axis(most, scale, width, words)
    for entry in diary.entries:
        yield _bar(
            entry, LEFT + (entry.day - first).days * step, step, scale, figures, words, begun
        )
    yield from _means(diary, begun, first, step, scale, words)
    yield from _dates(first, count, step, words)
    yield "</svg>"


def _axis(most: int, scale: float, width: float, words: Words) -> Iterator[str]:
    floor = HEIGHT - BOTTOM
    yield f'<line class="line" x1="{LEFT}" y1="{floor}" x2="{width - RIGHT:.0f}" y2="{floor}"/>'
    for count in dict.fromkeys((0, most // 2, most)):
        yield f'<text x="{LEFT - 8}" y="{floor - count * scale + 4:.1f}" text-anchor="end">{count}</text>'
    yield f'<text x="4" y="{TOP - 10}">{escape(words("chart.axis"))}</text>'


def _bar(entry: Entry, x: float, step: float, scale: float, figures: Figures, words: Words,
         start: date | None) -> str:  # fmt: skip
    """A day without a cramp is a small mark on the line, so that it differs from a day not written."""
    floor = HEIGHT - BOTTOM
    label = f"<title>{escape(words.day(entry.day))}: {escape(entry_said(entry, figures, words))}</title>"
    if not entry.cramps:
        return (
            f'<circle class="zero" cx="{x + step / 2:.1f}" cy="{floor - 3}" r="2">{label}</circle>'
        )
    kind = "with" if start and entry.day >= start else "bar"
    height = entry.cramps * scale
    return (f'<rect class="{kind}" x="{x + 0.1 * step:.1f}" y="{floor - height:.1f}" '
            f'width="{0.8 * step:.1f}" height="{height:.1f}">{label}</rect>')  # fmt: skip


def _means(
    diary: Diary, start: date | None, first: date, step: float, scale: float, words: Words
) -> Iterator[str]:
    """A line at the mean of the days before and of those from the first dose on."""
    if start is None:
        return
    floor = HEIGHT - BOTTOM
    before = [entry for entry in diary.entries if entry.day < start]
    after = [entry for entry in diary.entries if entry.day >= start]
    edge = LEFT + (start - first).days * step
    if before and after:
        yield f'<line class="start" x1="{edge:.1f}" y1="{TOP - 6}" x2="{edge:.1f}" y2="{floor}"/>'
    at = LEFT
    for entries, said in ((before, "chart.mean_before"), (after, "chart.mean_with")):
        if entries:
            y = floor - mean(entries) / WEEK * scale
            yield _line(entries, first, step, y)
            text = words(said, week=mean(entries))
            yield f'<text x="{at}" y="{HEIGHT - 8}">{escape(text)}</text>'
            at += 40 + 8 * len(text)


def _line(entries: Sequence[Entry], first: date, step: float, y: float) -> str:
    left = LEFT + (entries[0].day - first).days * step
    right = LEFT + ((entries[-1].day - first).days + 1) * step
    return f'<line class="mean" x1="{left:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}"/>'


def _dates(first: date, count: int, step: float, words: Words) -> Iterator[str]:
    """The first day of every week for which there is room."""
    apart = WEEK
    while apart * step < 90:
        apart += WEEK
    for n in range(0, count, apart):
        x = LEFT + n * step
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}">{escape(words.day(first + n * DAY))}</text>'
