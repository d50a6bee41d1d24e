"""Letters of many short texts at once, as bytes: lower case, accents and strengths left out.

The common letters only. What is not common is told by a mask, and left to the regular expressions of
:mod:`magadvise.batch.columnar.spelling`, which say what the result must be.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from magadvise.batch.columnar.grown import Ints

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
SPACE, ZERO, NINE, COLON, LETTER_A, LETTER_Z = b" 09:az"
LATIN, LATIN_SIGNS, REGISTERED = 0xC3, 0xC2, 0xAE  # first bytes of two, and the second of U+00AE

# A strength between plain words.
_STRENGTH = (
    r"^[a-z](?:[a-z -]*[a-z])? +[0-9]{1,6}(?:\.[0-9]{1,6})? ?"
    r"(?:mg|mcg|ug|g|ml|iu|units|%)(?: [a-z][a-z -]*)?$"
)


def _base(second: int) -> int:
    """The plain letter of U+00C0 to U+00FF by its second byte; 0 where it is more than an accent."""
    apart = unicodedata.normalize("NFKD", bytes((LATIN, second)).decode())
    plain = len(apart) == 2 and apart[0].isalpha() and "\u0300" <= apart[1] <= "\u0344"
    return ord(apart[0].lower()) if plain else 0


_BASE = np.array([_base(b) if 0x80 <= b < 0xC0 else 0 for b in range(256)], np.uint8)


def lowered(texts: Any) -> tuple[Any, Flags]:
    """An arrow array in lower case, without accents and without the sign of a trade mark behind a
    word; and which texts hold other letters, so that theirs do not count."""
    starts, data = _bytes(texts)
    new = np.frombuffer(bytearray(data.tobytes().lower()), np.uint8)
    high = np.flatnonzero(data > 0x7F)
    rest = np.zeros(len(starts) - 1, bool)
    if not len(high):
        return _texts(starts, new), rest
    lead, second = data[high], data[np.minimum(high + 1, len(data) - 1)]
    letters = np.where(lead == LATIN, _BASE[second], 0)
    accents = letters > 0
    new[high[accents]] = letters[accents]
    signs = _signs(data, new, starts, high[(lead == LATIN_SIGNS) & (second == REGISTERED)])
    gone = np.zeros(len(data), bool)
    gone[high[accents] + 1] = True
    gone[signs] = gone[signs + 1] = True
    for others in (
        high[~(accents | gone[high])],
        np.flatnonzero(data == COLON),
    ):  # a code is no name
        if len(others):
            rest[_row(starts, others)] = True
    return _without(starts, new, gone), rest


def _signs(data: Bytes, new: Bytes, starts: Ints, at: Ints) -> Ints:
    """Where the sign of a trade mark stands behind a letter and before a blank or the end."""
    edge = np.zeros(len(data) + 1, bool)
    edge[starts] = True
    before = new[np.maximum(at - 1, 0)]
    letter = (before >= LETTER_A) & (before <= LETTER_Z) & ~edge[at]
    behind = data[np.minimum(at + 2, len(data) - 1)]
    found: Ints = at[letter & (edge[at + 2] | (behind == SPACE))]
    return found


def without_strength(texts: Any) -> Any:
    """An arrow array of plain texts without the strength of a single medicine."""
    which = pc.match_substring_regex(texts, _STRENGTH)
    if not pc.any(which).as_py():
        return texts
    starts, data = _bytes(texts.filter(which))
    digits = np.flatnonzero((data >= ZERO) & (data <= NINE))
    first = digits[np.searchsorted(digits, starts[:-1])]
    last = digits[np.searchsorted(digits, starts[1:]) - 1]
    while (blank := data[first - 1] == SPACE).any():
        first = first - blank
    unit = last + 1 + (data[last + 1] == SPACE)
    spaces = np.append(np.flatnonzero(data == SPACE), len(data))
    end = np.minimum(spaces[np.searchsorted(spaces, unit)], starts[1:])
    edges = np.zeros(len(data) + 1, np.int8)
    edges[first] += 1
    edges[end] -= 1
    gone = np.cumsum(edges[:-1], dtype=np.int8).astype(bool)
    return pc.replace_with_mask(texts, which, _without(starts, data, gone))


def _bytes(texts: Any) -> tuple[Ints, Bytes]:
    """Where each text starts, with the end of the last, and the bytes of all."""
    _, offsets, data = texts.buffers()
    if not len(texts):
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    found = np.frombuffer(data or b"", np.uint8)[starts[0] : starts[-1]]
    return starts.astype(np.int64) - int(starts[0]), found


def _texts(starts: Ints, data: Bytes) -> Any:
    buffers = [None, pa.py_buffer(starts.astype(np.int32)), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(starts) - 1, buffers)


def _without(starts: Ints, data: Bytes, gone: Flags) -> Any:
    """Texts without some of their bytes."""
    before = np.searchsorted(np.flatnonzero(gone), starts)
    return _texts(starts - before, data[~gone])


def _row(starts: Ints, places: Ints) -> Ints:
    found: Ints = np.searchsorted(starts, places, "right") - 1
    return found
