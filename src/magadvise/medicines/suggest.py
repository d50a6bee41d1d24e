"""Names that look like words that are none. The only module that imports rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from magadvise.knowledge.alike import Alike
from magadvise.knowledge.rows import MedicineTable
from magadvise.medicines import words

MOST = 5  # suggestions shown
LONG = 6  # letters from which two edits still look alike
Lengths = Mapping[int, Sequence[str]]


def near(texts: Iterable[str], table: MedicineTable) -> tuple[str, ...]:
    """Known names, nearest first: one edit away, two in a long word, or a word of the text itself."""
    found: dict[str, int] = {}
    for text in dict.fromkeys(texts):
        for name, distance in _edits(text, table.lengths):
            found[name] = min(distance, found.get(name, distance))
        for word in text.split():
            if word in table.names and not words.is_noise(word):
                found.setdefault(word, 0)
    return tuple(sorted(found, key=lambda name: (found[name], name))[:MOST])


@lru_cache(maxsize=2)  # a word with a family's ending is looked up twice
def _edits(text: str, lengths: Lengths) -> tuple[tuple[str, int], ...]:
    """The names that are near one text, and how many edits away."""
    most = 1 if len(text) < LONG else 2
    alike = _alike(lengths).to(text, most)
    found = process.extract(text, alike, scorer=OSA.distance, score_cutoff=most, limit=None)
    return tuple((name, int(distance)) for name, distance, _ in found)


@lru_cache(maxsize=1)
def _alike(lengths: Lengths) -> Alike:
    return Alike(lengths)
