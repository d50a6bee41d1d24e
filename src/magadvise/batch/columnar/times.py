"""Clock times of medicines in columns: ``name=HH:MM,HH:MM`` joined to the names of the same row."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from magadvise import answers as read
from magadvise.batch.columnar.grown import Ints, Told, each
from magadvise.batch.columnar.medicines import NAME, UNRESOLVED, WINDOW, Items, Medicines
from magadvise.batch.columnar.spelling import same, taken
from magadvise.medicines.resolve import resolve

BLANK, ODD = -1, -2


class Joined(NamedTuple):
    """By item the number of its times (0: none given); by row whether it is odd, and whether it gives
    times for a medicine that is not in its list."""

    times: Ints
    odd: npt.NDArray[np.bool_]
    missing: npt.NDArray[np.bool_]


class _Entries(NamedTuple):
    """Texts of times: the name of each as written, and the number of its times."""

    names: Any
    at: Ints


class _Given(NamedTuple):
    """Times for names: ``key`` (ascending) is the row and the name as two spellings share it."""

    key: Ints
    row: Ints
    at: Ints
    names: Any


class DoseTimes:
    """Texts of dose times, each read once. What does not fit at first sight is ``ODD``: the row
    engine reads such a row, so that its problem is told in the same words."""

    def __init__(self, medicines: Medicines) -> None:
        self._medicines = medicines
        self.times: Told[tuple[int, ...]] = Told([()])
        self._clocks: dict[str, int] = {}
        self._ingredients: dict[str, frozenset[str]] = {}

    def given(self, column: Any) -> npt.NDArray[np.bool_]:
        """The rows that give times."""
        return ~_blank(column)

    def of(self, column: Any, items: Items, timed: npt.NDArray[np.bool_]) -> Joined:
        """What the texts of a column say about the items."""
        found = Joined(
            np.zeros(len(items.token), np.int64),
            np.zeros(len(timed), bool),
            np.zeros(len(timed), bool),
        )
        given = np.flatnonzero(timed)
        if not len(given):
            return found
        lists = pc.split_pattern(pc.replace_substring(column.take(given), "|", ";"), ";")
        entries = self._parsed(lists.values)
        row = np.repeat(given, np.diff(lists.offsets.to_numpy()))
        found.odd[row[entries.at == ODD]] = True
        whole = np.flatnonzero(entries.at >= 0)
        if not len(whole):
            return found
        names = pc.utf8_trim_whitespace(taken(entries.names, whole))
        key = (row[whole] << 32) | _places(same(names), items.names)
        order = np.argsort(key, kind="stable")
        key, row, at = key[order], row[whole][order], entries.at[whole][order]
        twice = np.r_[False, key[1:] == key[:-1]]
        found.odd[row[twice]] = True
        self._join(_Given(key, row, at, taken(names, order)), items, found)
        return found

    def _join(self, given: _Given, items: Items, joined: Joined) -> None:
        """Give each item its times."""
        times = joined.times
        timed = np.zeros(len(joined.odd), bool)
        timed[given.row] = True
        named = (self._medicines.mask.array()[items.token] & NAME) > 0
        ours = np.flatnonzero(timed[items.row] & named)
        wanted = (items.row[ours] << 32) | items.same[ours]
        place = np.searchsorted(given.key, wanted)
        place[place == len(given.key)] = 0
        hit = given.key[place] == wanted
        times[ours[hit]] = given.at[place[hit]]
        found = np.zeros(len(given.key), bool)
        found[place[hit]] = True
        for entry in np.flatnonzero(~found).tolist():
            item = self._by_ingredients(given.names[entry].as_py(), int(given.row[entry]), items)
            if item is None:
                joined.missing[given.row[entry]] = True
            elif times[item]:
                joined.odd[given.row[entry]] = True  # two texts for one medicine
            else:
                times[item] = int(given.at[entry])

    def _by_ingredients(self, name: str, row: int, items: Items) -> int | None:
        """The first item of the row that holds the ingredients of a name."""
        m = self._medicines
        wanted = self._ingredients.get(name)
        if wanted is None:
            matches = resolve(name, m.knowledge.medicines).matches
            wanted = self._ingredients[name] = frozenset(match.ingredient for match in matches)
        start = int(items.starts[row])
        end = int(items.starts[row + 1]) if row + 1 < len(items.starts) else len(items.token)
        for item in range(start, end):
            if wanted and wanted <= m.parts.items[m.part.array()[items.token[item]]]:
                return item
        return None

    def _parsed(self, texts: Any) -> _Entries:
        """Each text cut into the name and the number of the times (``BLANK`` without a text)."""
        at = np.full(len(texts), ODD, np.int64)
        parts = pc.split_pattern(texts, "=", max_splits=1, reverse=True)
        both = np.diff(parts.offsets.to_numpy()) == 2
        at[~both & _blank(texts)] = BLANK
        halves = parts.values
        names = taken(halves, parts.offsets.to_numpy()[:-1])
        rows = np.flatnonzero(both & ~_blank(names))
        clocks = taken(halves, parts.offsets.to_numpy()[rows] + 1)
        at[rows] = each(clocks, self._clocks, self._clock)
        return _Entries(names, at)

    def _clock(self, text: str) -> int:
        found = self._clocks.get(text)
        if found is None:
            try:
                times = {read.clock(c.strip(), "medication_times") for c in text.split(",")}
                found = self.times.id(tuple(sorted(times))) if text.strip() else ODD
            except read.Refused:
                found = ODD
            self._clocks[text] = found
        return found

    def __len__(self) -> int:
        return len(self._ingredients) + len(self._clocks)

    def shapes(self, items: Items, times: Ints) -> tuple[Ints, Ints]:
        """Rows and gap shapes of the items that need a gap."""
        medicines = self._medicines
        mask = medicines.mask.array()[items.token]
        at = np.flatnonzero(((mask & WINDOW) > 0) | ((times > 0) & ((mask & UNRESOLVED) > 0)))
        meaning = medicines.meaning.array()[items.token[at]]
        shapes = medicines.shape.array()[meaning].astype(np.int64)
        for place in np.flatnonzero(times[at] > 0):
            of = self.times.items[times[at[place]]]
            shapes[place] = medicines.shape_at(int(meaning[place]), of)
        return items.row[at], shapes


def _blank(texts: Any) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = pc.equal(pc.utf8_trim_whitespace(texts), "").to_numpy(False)
    return found


def _places(names: Any, known: Any) -> Ints:
    """The place of each name among the known ones, or one behind them."""
    found: Ints = pc.fill_null(pc.index_in(names, value_set=known), -1).to_numpy().astype(np.int64)
    more = names.dictionary_encode().indices.to_numpy()
    return np.where(found < 0, len(known) + more, found)
