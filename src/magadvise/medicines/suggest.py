"""Names that look like words that are none. The only module that imports rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from magadvise.medicines import words

MOST = 5  # suggestions shown
MANY = 50  # looked at before the nearest are shown
LONG = 6  # letters from which two edits still look alike


def near(texts: Iterable[str], names: Mapping[str, object]) -> tuple[str, ...]:
    """Known names, nearest first: one edit away, two in a long word, or a word of the text itself."""
    found: dict[str, int] = {}
    known = list(names)
    for text in texts:
        most = 1 if len(text) < LONG else 2
        for name, distance, _ in process.extract(
            text, known, scorer=OSA.distance, score_cutoff=most, limit=MANY
        ):
            found[name] = min(int(distance), found.get(name, most))
        for word in text.split():
            if word in names and not words.is_noise(word):
                found.setdefault(word, 0)
    return tuple(sorted(found, key=lambda name: (found[name], name))[:MOST])
