"""Names that look like words that are none. The only module that imports rapidfuzz."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from magadvise.medicines import words

MOST = 5  # suggestions shown
LONG = 6  # letters from which two edits still look alike


def near(texts: Iterable[str], names: Mapping[str, object]) -> tuple[str, ...]:
    """Known names, nearest first: one edit away, two in a long word, or a word of the text itself."""
    found: dict[str, int] = {}
    for text in texts:
        most = 1 if len(text) < LONG else 2
        for name in names:
            if abs(len(name) - len(text)) <= most:
                distance = OSA.distance(text, name, score_cutoff=most)
                if distance <= most:
                    found[name] = min(distance, found.get(name, distance))
        for word in text.split():
            if word in names and not words.is_noise(word):
                found.setdefault(word, 0)
    return tuple(sorted(found, key=lambda name: (found[name], name))[:MOST])
