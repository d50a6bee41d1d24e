"""Clock times of medicines in columns: ``name=HH:MM,HH:MM`` joined to the names of the same row."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from magadvise import answers as read
from magadvise import keys
from magadvise.batch.columnar.grown import Ints, Told
from magadvise.batch.columnar.medicines import NAME, UNRESOLVED, WINDOW, Items, Medicines
from magadvise.medicines.resolve import resolve

BLANK, ODD = -1, -2


class DoseTimes:
    """Texts of dose times, each read once. What does not fit at first sight is ``ODD``: the row
    engine reads such a row, so that its problem is told in the same words."""

    def __init__(self, medicines: Medicines) -> None:
        self._medicines = medicines
        self.times: Told[tuple[int, ...]] = Told([()])
        self._read: dict[str, tuple[int, int]] = {}
        self._names: dict[int, str] = {}
        self._ingredients: dict[int, frozenset[str]] = {}

    def given(self, column: Any) -> npt.NDArray[np.bool_]:
        """The rows that give times."""
        found: npt.NDArray[np.bool_] = pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(
            False
        )
        return found

    def of(
        self, column: Any, items: Items, timed: npt.NDArray[np.bool_]
    ) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """By item the number of its times (0: none given), and by row whether it is odd."""
        times = np.zeros(len(items.token), np.int64)
        odd = np.zeros(len(timed), bool)
        given = np.flatnonzero(timed)
        if not len(given):
            return times, odd
        lists = pc.split_pattern(pc.replace_substring(column.take(given), "|", ";"), ";")
        encoded = lists.values.dictionary_encode()
        parsed = np.array([self._one(t) for t in encoded.dictionary.to_pylist()], np.int64)
        same, at = parsed.reshape(-1, 2)[encoded.indices.to_numpy()].T
        row = np.repeat(given, np.diff(lists.offsets.to_numpy()))
        odd[row[same == ODD]] = True
        row, same, at = (part[same >= 0] for part in (row, same, at))
        if not len(row):
            return times, odd
        key = (row << 32) | same
        order = np.argsort(key, kind="stable")
        key, at, row = key[order], at[order], row[order]
        twice = np.r_[False, key[1:] == key[:-1]]
        odd[row[twice]] = True
        self._joined(key, at, row, items, times, odd)
        return times, odd

    def _joined(
        self, key: Ints, at: Ints, row: Ints, items: Items, times: Ints, odd: npt.NDArray[np.bool_]
    ) -> None:
        """Give each item its times; a row whose times name no medicine of its list is odd."""
        if not len(key):
            return
        timed = np.zeros(len(odd), bool)
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
            if not self._by_ingredients(int(key[entry]) & 0xFFFFFFFF, int(at[entry]), int(row[entry]),
                                        items, times):  # fmt: skip
                odd[row[entry]] = True

    def _by_ingredients(self, same: int, at: int, row: int, items: Items, times: Ints) -> bool:
        """Give the times to the first medicine of the row that holds the ingredients of a name."""
        m = self._medicines
        wanted = self._ingredients.get(same)
        if wanted is None:
            name = self._names[same]
            matches = resolve(name, m.knowledge.medicines).matches
            wanted = self._ingredients[same] = frozenset(match.ingredient for match in matches)
        start = int(items.starts[row])
        end = int(items.starts[row + 1]) if row + 1 < len(items.starts) else len(items.token)
        for item in range(start, end):
            token = items.token[item]
            has = m.parts.items[m.part.array()[token]]
            if wanted and wanted <= has:
                if times[item]:
                    return False  # two texts for one medicine
                times[item] = at
                return True
        return False

    def _one(self, text: str) -> tuple[int, int]:
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._parsed(text.strip())
        return found

    def _parsed(self, text: str) -> tuple[int, int]:
        """The number of the name (as two spellings of one name share it) and of the times."""
        if not text:
            return BLANK, 0
        name, equals, clocks = text.rpartition("=")
        if not equals or not name.strip() or not clocks.strip():
            return ODD, 0
        try:
            times = [read.clock(c.strip(), "medication_times") for c in clocks.split(",")]
        except read.Refused:
            return ODD, 0
        same = self._medicines.same_id(keys.same(name.strip()))
        self._names.setdefault(same, name.strip())
        return same, self.times.id(tuple(sorted(set(times))))

    def __len__(self) -> int:
        return len(self._read)

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
