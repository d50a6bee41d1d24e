"""``magadvise diary schedule`` as lines of text: one sheet for the person, one for the helper."""

from __future__ import annotations

from collections.abc import Iterator

from magadvise.cli.screen import Line
from magadvise.diary.figures import Figures
from magadvise.diary.periods import WEEK
from magadvise.diary.schedule import Schedule, boxes
from magadvise.words import Words


def person(schedule: Schedule, figures: Figures, words: Words) -> Iterator[Line]:
    """The days of each box, what this can tell and what it cannot. Nothing of the order."""
    every = boxes(schedule, figures)
    yield Line(words("boxes.title", number=len(every), days=figures.box_days), style="bold")
    for box in every:
        yield Line(_days(box.first, box.last, words), words("boxes.mark", number=box.number))
    yield Line("")
    yield Line(words("boxes.how"))
    yield Line(words("boxes.ask"))
    yield Line(words("boxes.you", weeks=figures.trial_days // WEEK))
    for said in ("write", "safe", "helper", "can", "cannot"):
        yield Line(words(f"boxes.{said}"))
    yield Line(words("boxes.end", ends=every[-1].last))


def helper(schedule: Schedule, figures: Figures, words: Words) -> Iterator[Line]:
    """What goes into which box."""
    yield Line(words("helper.title"), style="bold")
    for box in boxes(schedule, figures):
        what = words("helper.magnesium" if box.magnesium else "helper.none")
        yield Line(f"{_days(box.first, box.last, words)}: {what}",
                   words("boxes.mark", number=box.number))  # fmt: skip
    yield Line(words("helper.keep"))
    yield Line(words("helper.seed", seed=schedule.seed))


def _days(first: object, last: object, words: Words) -> str:
    return words("boxes.row", first=first, last=last)
