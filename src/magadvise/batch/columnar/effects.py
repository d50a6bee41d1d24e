"""Findings as bits: what a finding does to an answer, without its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from magadvise.advice.pipeline import ladder, order, refuses
from magadvise.batch.columnar.grown import Ids, Ints, Told
from magadvise.knowledge.rows import Knowledge
from magadvise.model import LADDER, SEVERITIES, Disposition, Finding, Severity

WORD = 64
Bits = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


class Effects:
    """Numbers for findings without their words, so that a set of them is a few machine words."""

    def __init__(self, knowledge: Knowledge) -> None:
        named = (knowledge.rules, knowledge.conditions, knowledge.red_flags, knowledge.patterns)
        self.words = -(-sum(map(len, named)) // WORD)
        self._told: Told[Finding] = Told()
        self._numbers: dict[object, int] = {}

    def bits(self, findings: Iterable[Finding]) -> list[int]:
        """The set of these findings, 64 a word."""
        words = [0] * self.words
        for finding in findings:
            key = (finding.code, finding.severity, finding.at_least, finding.cap_mg,
                   finding.no_increase)  # fmt: skip
            number = self._numbers.get(key)
            if number is None:
                bare = finding._replace(summary="", detail="", todo="", sources=(), subject="")
                number = self._numbers[key] = self._told.id(bare)
            words[number // WORD] |= 1 << (number % WORD)
        return words

    def of(self, words: Iterable[int]) -> list[Finding]:
        """The findings of a set, in the order in which an answer tells them."""
        found = []
        for number, word in enumerate(map(int, words)):
            while word:
                bit = word & -word
                found.append(self._told.items[number * WORD + bit.bit_length() - 1])
                word ^= bit
        return sorted(found, key=order)

    # many sets at once ---------------------------------------------------------------------------

    def having(self, bits: Bits, which: Callable[[Finding], bool]) -> Flags:
        """The rows with a finding of this kind."""
        found = np.zeros(len(bits), bool)
        for word, mask in enumerate(self.bits(f for f in self._told.items if which(f))):
            if mask:
                found |= (bits[:, word] & np.uint64(mask)) != 0
        return found

    def rung(self, bits: Bits) -> Ids:
        """The place on the ladder that the findings of each row come to: the highest of theirs."""
        found = np.full(len(bits), ladder(()).rank, np.int32)
        for rung in LADDER:  # rising
            found[self.having(bits, partial(_asks, rung))] = rung.rank
        return found

    def refused(self, bits: Bits) -> Flags:
        """Rows with a finding that stands against a dose for more than a lack of room."""
        return self.having(bits, lambda f: refuses((f,)))

    def caps(self, bits: Bits) -> tuple[Ints, list[int]]:
        """For each row the caps that hold, one bit each, and the caps in mg by bit."""
        caps = sorted({f.cap_mg for f in self._told.items if f.cap_mg is not None})
        found = np.zeros(len(bits), np.int64)
        for number, cap in enumerate(caps):
            held = self.having(bits, partial(_capped, cap))
            found |= held.astype(np.int64) << number
        return found, caps

    def steady(self, bits: Bits) -> Flags:
        """Rows whose dose stays at its first step."""
        return self.having(bits, lambda f: f.no_increase)

    def worst(self, bits: Bits) -> Ids:
        """The rank of the most serious finding and 1; 0 where there is none."""
        found = np.zeros(len(bits), np.int32)
        for severity in reversed(SEVERITIES):
            found[self.having(bits, partial(_as_serious, severity))] = severity.rank + 1
        return found

    def codes(self, bits: Bits) -> tuple[Any, dict[str, int]]:
        """The codes of each row as an answer tells them, and how many rows have each."""
        ordered = sorted(self._told.items, key=order)
        places = [self._told.id(finding) for finding in ordered]
        flat = np.ascontiguousarray(bits).view(np.uint8).reshape(len(bits), self.words * 8)
        flags = np.take(np.unpackbits(flat, axis=1, bitorder="little"), places, axis=1).view(bool)
        first: dict[str, int] = {}
        for at, finding in enumerate(ordered):
            if finding.code in first:  # told once, at its first place
                flags[:, at] &= ~flags[:, first[finding.code]]
            first.setdefault(finding.code, at)
        row, which = np.divmod(np.flatnonzero(flags.ravel()), len(places) or 1)
        offsets = np.searchsorted(row, np.arange(len(bits) + 1)).astype(np.int32)
        names = pa.array([finding.code for finding in ordered], pa.string())
        lists = pa.ListArray.from_arrays(pa.array(offsets), names.take(pa.array(which)))
        total: dict[str, int] = {}
        counts = np.bincount(which, minlength=len(ordered)).tolist()
        for finding, count in zip(ordered, counts, strict=True):
            if count:
                total[finding.code] = total.get(finding.code, 0) + count
        return pc.binary_join(lists, ";"), total


def _asks(rung: Disposition, finding: Finding) -> bool:
    return finding.at_least is not None and ladder((finding,)) is rung


def _capped(cap: int, finding: Finding) -> bool:
    return finding.cap_mg == cap


def _as_serious(severity: Severity, finding: Finding) -> bool:
    return finding.severity is severity
