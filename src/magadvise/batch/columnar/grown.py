"""Small tools of the columnar engine: arrays that grow, packed keys, things told apart once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from magadvise.errors import DoseLimitError

Ints = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]
H = TypeVar("H", bound=Hashable)


class Grown:
    """An array that rows are appended to. ``width`` 0 is one value a row."""

    def __init__(self, dtype: Any, width: int = 0) -> None:
        self._store: npt.NDArray[Any] = np.zeros((64, width) if width else 64, dtype)
        self._size = 0

    def append(self, value: Any) -> None:
        """One more row."""
        if self._size == len(self._store):
            self._store = np.concatenate([self._store, np.zeros_like(self._store)])
        self._store[self._size] = value
        self._size += 1

    def array(self) -> npt.NDArray[Any]:
        """The rows so far, without a copy."""
        return self._store[: self._size]


class Told(Generic[H]):
    """Numbers for things: equal things get one number, in the order of their first coming."""

    def __init__(self, first: Sequence[H] = ()) -> None:
        self.items: list[H] = []
        self._ids: dict[H, int] = {}
        for item in first:
            self.id(item)

    def id(self, item: H) -> int:
        """The number of a thing."""
        found = self._ids.get(item)
        if found is None:
            found = self._ids[item] = len(self.items)
            self.items.append(item)
        return found

    def __len__(self) -> int:
        return len(self.items)


def pack(*parts: tuple[npt.NDArray[Any], int]) -> Ints:
    """One integer key a row of ``(values, bits)``. Raises :class:`DoseLimitError` where a value does
    not fit: two people must never share a key by accident."""
    key = np.zeros(len(parts[0][0]), np.int64)
    total = 0
    for values, bits in parts:
        total += bits
        if total >= 63 or (len(values) and (values.max() >> bits or values.min() < 0)):
            raise DoseLimitError("a key of the columnar engine is too small for its values")
        key <<= bits
        key |= values
    return key


def distinct(key: npt.NDArray[Any]) -> tuple[Ids, list[int]]:
    """For each row the number of its key, and the keys by number."""
    encoded = pa.array(key).dictionary_encode()
    return encoded.indices.to_numpy(), encoded.dictionary.to_pylist()


def each(texts: Any, known: Mapping[str, int], number: Callable[[str], int]) -> Ids:
    """The number of each text of an arrow array; each distinct one that is not ``known`` is asked for
    once."""
    encoded = texts.dictionary_encode()
    distinct_texts = encoded.dictionary.to_pylist()
    ids = list(map(known.get, distinct_texts))
    if None in ids:
        ids = [number(t) if i is None else i for t, i in zip(distinct_texts, ids, strict=True)]
    found: Ids = np.array(ids, np.int32)[encoded.indices.to_numpy()]
    return found


def first_rows(ids: Ids, count: int) -> Ints:
    """A row of each number."""
    at = np.zeros(count, np.int64)
    at[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)
    return at


class Folded:
    """Lists of numbers to one number each: ``[]`` is 0, equal lists are equal."""

    def __init__(self) -> None:
        self.lists: list[tuple[int, ...]] = [()]
        self._ids: dict[tuple[int, int], int] = {}

    def ids(self, rows: Ints, values: npt.NDArray[Any], size: int) -> Ints:
        """``rows`` (ascending) and ``values`` are the items; the number of the list of each row."""
        found = np.zeros(size, np.int64)
        if not len(rows):
            return found
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        counts = np.diff(np.r_[starts, len(rows)])
        for position in range(int(counts.max())):
            more = counts > position
            at = rows[starts[more]]
            key = (found[at] << 32) | values[starts[more] + position].astype(np.int64)
            ids, keys = distinct(key)
            found[at] = np.array([self._one(k) for k in keys], np.int64)[ids]
        return found

    def _one(self, key: int) -> int:
        before, value = key >> 32, key & 0xFFFFFFFF
        found = self._ids.setdefault((before, value), len(self.lists))
        if found == len(self.lists):
            self.lists.append((*self.lists[before], value))
        return found
