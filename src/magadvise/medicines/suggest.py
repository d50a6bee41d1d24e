"""Names that look like words that are none. The only module that imports rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from magadvise.knowledge.rows import MedicineTable
from magadvise.medicines import words

MOST = 5  # suggestions shown
LONG = 6  # letters from which two edits still look alike


def near(texts: Iterable[str], table: MedicineTable) -> tuple[str, ...]:
    """Known names, nearest first: one edit away, two in a long word, or a word of the text itself."""
    found: dict[str, int] = {}
    for text in dict.fromkeys(texts):
        most = 1 if len(text) < LONG else 2
        # A name that is longer or shorter by more letters than edits cannot be near.
        lengths = range(len(text) - most, len(text) + most + 1)
        alike = [name for length in lengths for name in table.lengths.get(length, ())]
        for name, distance, _ in process.extract(
            text, alike, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            found[name] = min(int(distance), found.get(name, most))
        for word in text.split():
            if word in table.names and not words.is_noise(word):
                found.setdefault(word, 0)
    return tuple(sorted(found, key=lambda name: (found[name], name))[:MOST])
