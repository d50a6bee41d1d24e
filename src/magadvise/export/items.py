"""What an answer says, decided in one place: a plan or refusal as values that every format shows.

A :class:`Page` is the answer (first lines), sections of items, the figures of the dose, and drawings
as data. The screen, Markdown, HTML, SVG and the calendar render it; none of them adds a fact.
"""

from __future__ import annotations

from typing import NamedTuple

from magadvise.advice.dosing import DoseStep
from magadvise.export.drawings import Day, Difference, Steps
from magadvise.model import Disposition, Severity

# Kinds of items.
TEXT, STRONG, BULLET, TERM = "text", "strong", "bullet", "term"
WARNING, MORE, DRAWING, ENTRIES = "warning", "more", "drawing", "entries"

Drawn = Day | Steps | Difference
Entry = tuple[str, str]  # title and answer


class Item(NamedTuple):
    """One paragraph. ``mark`` is what stands in front of it (a clock time, "From day 4:"), ``label``
    what a reader without layout hears instead. ``whole`` text is one fact, however many sentences it
    has. ``code`` and ``severity`` belong to warnings. ``entries`` are the pairs that the text holds,
    for formats with room for a list."""

    text: str
    mark: str = ""
    label: str = ""
    kind: str = TEXT
    code: str = ""
    severity: Severity | None = None
    whole: bool = False
    entries: tuple[Entry, ...] = ()
    drawing: Drawn | None = None


class Section(NamedTuple):
    """``id`` is the same in every language."""

    id: str
    heading: str
    items: tuple[Item, ...]


class Taken(NamedTuple):
    """One intake of the day, in minutes after midnight and elemental mg."""

    time: int
    mg: int
    relative: str


class Dose(NamedTuple):
    """The figures of a plan. ``intakes`` are those of the last step; while a step has a single one it
    is taken at ``main``. ``wake`` starts the day, so that an intake after midnight belongs to the day
    before."""

    steps: tuple[DoseStep, ...]
    intakes: tuple[Taken, ...]
    main: int
    wake: int
    ceiling_mg: int
    trial_days: int


class Page(NamedTuple):
    """The whole answer; ``answer`` is its first lines, the first of them the headline. ``dose`` is
    ``None`` for a refusal. ``codes``: of every finding, most serious first."""

    language: str
    disposition: Disposition
    answer: tuple[Item, ...]
    sections: tuple[Section, ...]
    dose: Dose | None
    codes: tuple[str, ...]
    knowledge_version: str
    disclaimer: str
    built: str

    @property
    def headline(self) -> str:
        return self.answer[0].text

    @property
    def asks_first(self) -> bool:
        """Whether somebody has to agree before the first dose."""
        return self.disposition is Disposition.CHECK_FIRST

    def section(self, id_: str) -> Section | None:
        """The section of that id, where the answer has it."""
        return next((s for s in self.sections if s.id == id_), None)
