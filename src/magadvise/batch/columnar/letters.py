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

BLANKS = b" \t\n\v\f\r"

# A strength between plain words, with blanks around the text.
_STRENGTH = (
    r"^[ \t\n\v\f\r]*[a-z](?:[a-z -]*[a-z])? +[0-9]{1,6}(?:\.[0-9]{1,6})? ?"
    r"(?:mg|mcg|ug|g|ml|iu|units|%)(?: [a-z][a-z -]*)?[ \t\n\v\f\r]*$"
)


def _kind(letters: bytes) -> Flags:
    found = np.zeros(256, bool)
    found[list(letters)] = True
    return found


_BLANK, _GAP = _kind(BLANKS), _kind(b" ")
_UNIT = _kind(bytes(range(LETTER_A, LETTER_Z + 1)) + b"%")


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
    """An arrow array of texts in lower case, trimmed, each without the strength of a single medicine."""
    starts, data = _bytes(texts)
    begin = _moved(data, starts[:-1].copy(), starts[1:], 1, _BLANK)
    end = _moved(data, starts[1:].copy(), begin, -1, _BLANK)
    cut, on = end.copy(), end.copy()  # what lies between them goes
    at = np.flatnonzero(pc.match_substring_regex(texts, _STRENGTH).to_numpy(zero_copy_only=False))
    if len(at):
        cut[at], on[at] = _strengths(data, starts, begin, end, at)
    parts = [begin - starts[:-1], cut - begin, on - cut, end - on, starts[1:] - end]
    whole = np.tile([False, True, False, True, False], len(begin))
    kept = np.repeat(whole, np.column_stack(parts).ravel())
    return _texts(np.append(0, np.cumsum(parts[1] + parts[3])), data[kept])


def _strengths(data: Bytes, starts: Ints, begin: Ints, end: Ints, at: Ints) -> tuple[Ints, Ints]:
    """Where the strengths of some texts begin, with the blanks before them, and end."""
    digits = np.flatnonzero((data >= ZERO) & (data <= NINE))
    places = np.searchsorted(digits, starts)
    first, last = digits[places[at]], digits[places[at + 1] - 1]
    first = _moved(data, first, begin[at], -1, _GAP)
    unit = last + 1
    unit += data[unit] == SPACE
    return first, _moved(data, unit, end[at], 1, _UNIT)


def _moved(data: Bytes, at: Ints, stop: Ints, step: int, kind: Flags) -> Ints:
    """Places moved on (``step`` 1) or back (-1) over bytes of a kind, no further than ``stop``."""
    behind = min(step, 0)  # back: the byte before a place is looked at
    moving = np.flatnonzero(at != stop)
    while len(moving):
        moving = moving[kind[data[at[moving] + behind]]]
        at[moving] += step
        moving = moving[at[moving] != stop[moving]]
    return at


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
