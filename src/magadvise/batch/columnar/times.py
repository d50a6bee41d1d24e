"""Clock times of medicines in columns: ``name=HH:MM,HH:MM`` joined to the names of the same row."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from magadvise import answers as read
from magadvise import keys
from magadvise.batch.columnar.grown import Ints, Told, each
from magadvise.batch.columnar.medicines import NAME, UNRESOLVED, WINDOW, Items, Medicines
from magadvise.batch.columnar.spelling import taken
from magadvise.medicines.resolve import resolve

BLANK, ODD = -1, -2


class Joined(NamedTuple):
    """By item the number of its times (0: none given); by row whether it is odd, and whether it gives
    times for a medicine that is not in its list."""

    times: Ints
    odd: npt.NDArray[np.bool_]
    missing: npt.NDArray[np.bool_]


class DoseTimes:
    """Texts of dose times, each read once. What does not fit at first sight is ``ODD``: the row
    engine reads such a row, so that its problem is told in the same words."""

    def __init__(self, medicines: Medicines) -> None:
        self._medicines = medicines
        self.times: Told[tuple[int, ...]] = Told([()])
        self._named: dict[str, int] = {}
        self._clocks: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._ingredients: dict[int, frozenset[str]] = {}

    def given(self, column: Any) -> npt.NDArray[np.bool_]:
        """The rows that give times."""
        found: npt.NDArray[np.bool_] = pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(
            False
        )
        return found

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
        same, at = self._parsed(lists.values)
        row = np.repeat(given, np.diff(lists.offsets.to_numpy()))
        found.odd[row[same == ODD]] = True
        row, same, at = (part[same >= 0] for part in (row, same, at))
        if not len(row):
            return found
        key = (row << 32) | same
        order = np.argsort(key, kind="stable")
        key, at, row = key[order], at[order], row[order]
        twice = np.r_[False, key[1:] == key[:-1]]
        found.odd[row[twice]] = True
        self._join(key, at, row, items, found)
        return found

    def _join(self, key: Ints, at: Ints, row: Ints, items: Items, joined: Joined) -> None:
        """Give each item its times."""
        times = joined.times
        timed = np.zeros(len(joined.odd), bool)
        timed[row] = True
        named = (self._medicines.mask.array()[items.token] & NAME) > 0
        ours = np.flatnonzero(timed[items.row] & named)
        wanted = (items.row[ours] << 32) | items.same[ours]
        place = np.searchsorted(key, wanted)
        place[place == len(key)] = 0
        hit = key[place] == wanted
        times[ours[hit]] = at[place[hit]]
        found = np.zeros(len(key), bool)
        found[place[hit]] = True
        for entry in np.flatnonzero(~found).tolist():
            same, given = int(key[entry]) & 0xFFFFFFFF, int(at[entry])
            item = self._by_ingredients(same, int(row[entry]), items)
            if item is None:
                joined.missing[row[entry]] = True
            elif times[item]:
                joined.odd[row[entry]] = True  # two texts for one medicine
            else:
                times[item] = given

    def _by_ingredients(self, same: int, row: int, items: Items) -> int | None:
        """The first item of the row that holds the ingredients of a name."""
        m = self._medicines
        wanted = self._ingredients.get(same)
        if wanted is None:
            name = self._names[same]
            matches = resolve(name, m.knowledge.medicines).matches
            wanted = self._ingredients[same] = frozenset(match.ingredient for match in matches)
        start = int(items.starts[row])
        end = int(items.starts[row + 1]) if row + 1 < len(items.starts) else len(items.token)
        for item in range(start, end):
            if wanted and wanted <= m.parts.items[m.part.array()[items.token[item]]]:
                return item
        return None

    def _parsed(self, texts: Any) -> tuple[Ints, Ints]:
        """Of each text the number of the name (as two spellings of one name share it; ``BLANK`` without
        a text) and that of the times."""
        same, at = np.full(len(texts), ODD, np.int64), np.zeros(len(texts), np.int64)
        parts = pc.split_pattern(texts, "=", max_splits=1, reverse=True)
        both = np.diff(parts.offsets.to_numpy()) == 2
        alone = np.flatnonzero(~both)
        if len(alone):
            blank = pc.equal(pc.utf8_trim_whitespace(taken(texts, alone)), "").to_numpy(False)
            same[alone[blank]] = BLANK
        rows = np.flatnonzero(both)
        if len(rows):
            halves = taken(parts, rows).flatten()
            names, clocks = halves[::2], halves[1::2]
            named, told = (
                each(names, self._named, self._name),
                each(clocks, self._clocks, self._clock),
            )
            same[rows] = np.where(told == ODD, ODD, named)
            at[rows] = np.where(same[rows] == ODD, 0, told)
        return same, at

    def _name(self, text: str) -> int:
        found = self._named.get(text)
        if found is None:
            found, name = ODD, text.strip()
            if name:
                found = self._medicines.same_id(keys.same(name))
                self._names.setdefault(found, name)
            self._named[text] = found
        return found

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
        return len(self._named) + len(self._clocks)

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
