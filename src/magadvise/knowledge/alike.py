"""Names that may be a text with a letter or two wrong, without comparing the text to every name.

An edit is a letter more, less or changed, or two neighbours swapped; no place is edited twice. Say a
name is longer than the text by ``d`` letters (shorter: ``d`` is negative), ``most`` edits apart:

1. A letter of the text that no edit touched stands in the name as well, ``s`` places further on. Each
   letter more or less moves the rest by one place, so at least ``|s|`` edits lie before it and
   ``|d - s|`` behind it. A swap is one edit and moves its letter by one place. So ``|s| + |d - s|`` is
   at most ``most + 1``.
2. A letter of the text that does not stand at such a place was changed or is one too many: an edit of
   its own. A name that is longer by ``d`` letters costs ``d`` edits that touch no letter of the text.
   So the letters that are missing, and ``d`` where it is above 0, are together at most ``most``.

Both are read off for all names at once: one bit of a large integer for each name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

SCANS = 8  # texts that are compared with every name of like length before an index pays
EDITS = 2  # that are counted
PLANES = 5  # last bits of a letter's code: they tell the letters of the alphabet apart
# For each of these bits: a letter as the digit that the bit is.
_DIGITS = [bytes(b"01"[code >> plane & 1] for code in range(256)) for plane in range(PLANES)]


class Alike:
    """The names of one table, given by their lengths. Threads may share it."""

    def __init__(self, lengths: Mapping[int, Sequence[str]]) -> None:
        self._lengths = lengths
        self._asked = 0
        self._index: _Index | None = None

    def to(self, text: str, most: int) -> list[str]:
        """Every name within ``most`` edits (1 or 2), and others: each is still to be compared."""
        self._asked += 1
        if self._asked > SCANS:
            if self._index is None:
                self._index = _Index(self._lengths)
            return self._index.near(text, most)
        # A name that is longer or shorter by more letters than edits cannot be near.
        lengths = range(len(text) - most, len(text) + most + 1)
        return [name for length in lengths for name in self._lengths.get(length, ())]


class _Band(NamedTuple):
    """The names near a length: the first of their bits, those within 0, 1 and 2 edits by length alone,
    the names that a shift is possible for, and for (place, letter) those that have it there."""

    first: int
    by_length: tuple[int, int, int]
    shifts: tuple[tuple[int, int], ...]
    having: dict[tuple[int, int], int]


class _Index:
    """A bit for each name, the longest names lowest. Masks are made when first asked for."""

    def __init__(self, lengths: Mapping[int, Sequence[str]]) -> None:
        rising = sorted(lengths)
        self._names = [name for length in rising for name in lengths[length]][::-1]
        self._sizes = [len(name) for name in reversed(self._names)]
        self._joined = {n: "".join(lengths[n]).encode("ascii", "replace") for n in rising}
        self._bands: dict[tuple[int, int], _Band] = {}
        self._columns: dict[tuple[int, int], int] = {}
        self._planes: dict[int, list[int]] = {}

    def near(self, text: str, most: int) -> list[str]:
        band = self._bands.get((len(text), most)) or self._band(len(text), most)
        none, one, two = band.by_length
        having = band.having
        for place in enumerate(text.encode("ascii", "replace")):
            if not two:
                return []
            here = having.get(place)
            if here is None:
                here = having[place] = self._having(band, *place)
            two = two & here | one
            one = one & here | none
            none &= here
        found = []
        while two:
            last = two.bit_length() - 1
            found.append(self._names[band.first + last])
            two ^= 1 << last
        return found

    def _longer(self, length: int) -> int:
        """How many names are longer: the first bit of those that are not."""
        return len(self._sizes) - bisect_right(self._sizes, length)

    def _between(self, shortest: int, longest: int) -> int:
        """The names of these lengths."""
        return (1 << self._longer(shortest - 1)) - (1 << self._longer(longest))

    def _band(self, length: int, most: int) -> _Band:
        first = self._longer(length + most)
        reach = range(most + 1)
        kept = [self._between(length - most, length + edits) >> first for edits in reach]
        none, one, two = [0] * (EDITS - most) + kept
        shifts = []
        for shift in range(-most, most + 1):
            spare = most + 1 - abs(shift)
            names = self._between(
                length + max(shift - spare, -most), length + min(shift + spare, most)
            )
            shifts.append((shift, names))
        band = _Band(first, (none, one, two), tuple(shifts), {})
        self._bands[length, most] = band
        return band

    def _having(self, band: _Band, place: int, letter: int) -> int:
        """The names of a band that have a letter at a place or, shifted, near it."""
        found = 0
        for shift, names in band.shifts:
            if place + shift >= 0:
                found |= self._column(place + shift, letter) & names
        return found >> band.first

    def _column(self, place: int, letter: int) -> int:
        """The names that have a letter at a place."""
        found = self._columns.get((place, letter))
        if found is None:
            found = (1 << self._longer(place)) - 1
            for plane, names in enumerate(self._planes_of(place)):
                found &= names if letter >> plane & 1 else ~names
            self._columns[place, letter] = found
        return found

    def _planes_of(self, place: int) -> list[int]:
        """For each bit of a letter's code, the names whose letter at a place has it."""
        planes = self._planes.get(place)
        if planes is None:
            joined = self._joined.items()
            letters = b"".join(text[place::size] for size, text in joined if size > place)
            planes = [int(b"0" + letters.translate(table), 2) for table in _DIGITS]
            self._planes[place] = planes
        return planes
