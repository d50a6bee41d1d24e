"""The diary as a drawing for a terminal: a row a week, a figure a day, a bar for the week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from magadvise.cli.diary_text import week_lines
from magadvise.cli.draw.canvas import NARROW
from magadvise.cli.screen import Drawing, Line, Span, is_plain, wrapped
from magadvise.diary.entry import Diary, Entry
from magadvise.diary.figures import Figures
from magadvise.diary.periods import WEEK, Week, weeks
from magadvise.words import Words

BAR, NOTHING, MANY = "#", ".", "+"
LEAST = 26  # columns of a row without its bar
SHOWN = 9  # the highest count that is one figure
GAP = "  "


def chart(diary: Diary, figures: Figures, words: Words, start: date | None) -> Iterator[Line]:
    """The title, the drawing and its key; the weeks in words where there can be no drawing."""
    first, last = diary.entries[0].day, diary.entries[-1].day
    yield Line(words("chart.title", first=first, last=last), style="bold")
    if is_plain():
        yield from week_lines(diary, figures, words, start)
        return
    begun = start or diary.first_dose()
    rows = list(weeks(diary, begun))
    said = list(week_lines(diary, figures, words, begun))
    yield Line("", draw=_drawing(rows, words, begun, said))
    yield Line(words("chart.key"))
    yield from means(diary, figures, words, begun)


def means(diary: Diary, figures: Figures, words: Words, start: date | None) -> Iterator[Line]:
    """Cramps a week before the first dose and from it on."""
    before = [e for e in diary.entries if start is None or e.day < start]
    after = [e for e in diary.entries if start and e.day >= start]
    for entries, said in ((before, "chart.mean_before"), (after, "chart.mean_with")):
        if entries and start:
            yield Line(words(said, week=mean(entries)))


def mean(entries: Sequence[Entry]) -> float:
    """Cramps a week, to one place."""
    return round(WEEK * sum(e.cramps for e in entries) / len(entries), 1)


def _drawing(
    rows: Sequence[Week], words: Words, start: date | None, said: Sequence[Line]
) -> Drawing:
    """Below 40 columns the weeks stand without bars, and as words where no row fits."""

    def draw(columns: int) -> list[list[Span]]:
        if columns < LEAST:
            return [[(part, "")] for line in said for part in wrapped(line, columns)]
        most = max((week.cramps for week in rows), default=0)
        figure = len(str(most))
        found: list[list[Span]] = []
        for week in rows:
            if week.first == start:
                found.append([(f"--- {words('chart.first')} ---"[:columns], "bold")])
            label = words.day(week.first) + GAP
            row: list[Span] = [(label, ""), (" ".join(_cell(day) for day in week.days), "")]
            room = columns - sum(len(text) for text, _ in row) - figure - len(GAP) - 1
            if room > 0 and columns >= NARROW:
                length = round(room * week.cramps / most) if most else 0
                row += [(f"{GAP}{week.cramps:{figure}d} ", ""), (BAR * length, "bold")]
            found.append(row)
        return found

    return draw


def _cell(day: Entry | None) -> str:
    if day is None:
        return NOTHING
    return str(day.cramps) if day.cramps <= SHOWN else MANY
