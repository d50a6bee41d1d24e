"""What a walk notes: how many inputs, which rule fired on which, what each says of the dose, and every
broken invariant."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from magadvise.advice.pipeline import ladder
from magadvise.model import LADDER, Finding

TOLD = 20  # violations kept in words; the others are counted


class Effect(NamedTuple):
    """What findings do to a dose: the rung of the ladder, the caps in mg a day, no increase."""

    rung: int
    caps: tuple[int, ...]
    steady: bool

    @property
    def shows(self) -> bool:
        return LADDER[self.rung].shows_dose

    def joined(self, other: Effect) -> Effect:
        """Both at once."""
        caps = tuple(sorted({*self.caps, *other.caps}))
        return Effect(max(self.rung, other.rung), caps, self.steady or other.steady)

    def weaker(self, other: Effect) -> bool:
        """Whether it allows more than the other in any way."""
        most, least = min(self.caps, default=10**6), min(other.caps, default=10**6)
        return self.rung < other.rung or most > least or (other.steady and not self.steady)


NOTHING = Effect(0, (), False)


def effect(findings: Iterable[Finding]) -> Effect:
    """The effect of findings; the rung is the one that the core's own ladder gives."""
    told = tuple(findings)
    caps = {f.cap_mg for f in told if f.cap_mg is not None}
    return Effect(ladder(told).rank, tuple(sorted(caps)), any(f.no_increase for f in told))


def together(effects: Iterable[Effect]) -> Effect:
    """All of them at once."""
    told = tuple(effects)
    caps = {cap for one in told for cap in one.caps}
    rung = max((one.rung for one in told), default=0)
    return Effect(rung, tuple(sorted(caps)), any(one.steady for one in told))


class Fired(NamedTuple):
    """How often a code fired, and the digest of the inputs it fired on, with its effect."""

    count: int
    digest: str


class Result(NamedTuple):
    """One part of a walk. ``digest`` is that of the answers, where they are more than findings;
    ``asked`` how many of the inputs were not alike to their stage."""

    walk: str
    inputs: int
    codes: dict[str, Fired]
    effects: frozenset[Effect]
    rungs: Counter[str]
    reasons: Counter[str]
    violations: int
    told: list[str]
    digest: str
    seen: bytes
    asked: int


class Noted(NamedTuple):
    """Of findings: their effect, and for each code its digest and what is written after the input."""

    effect: Effect
    lines: list[tuple[str, Any, bytes]]


class Tally:
    """Notes of one part of a walk."""

    def __init__(self, walk: str) -> None:
        self.walk = walk
        self.inputs = 0
        self.asked = 0
        self.effects: set[Effect] = set()
        self.rungs: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.violations = 0
        self.told: list[str] = []
        self.answers = hashlib.sha256()
        self.seen = bytearray()
        self._fired: Counter[str] = Counter()
        self._digests: dict[str, Any] = {}
        self._known: dict[tuple[Any, ...], Noted] = {}

    def found(self, at: str, findings: Iterable[Finding]) -> Effect:
        """Note what fired on an input, by its canonical text, and give the effect."""
        told = tuple(findings)
        self.inputs += 1
        alike = tuple([(f.code, f.at_least, f.cap_mg, f.no_increase) for f in told])
        known = self._known.get(alike)
        if known is None:
            known = self._known[alike] = self._noted(told)
        written = at.encode()
        for code, digest, more in known.lines:
            digest.update(written + more)
            self._fired[code] += 1
        return known.effect

    def _noted(self, told: tuple[Finding, ...]) -> Noted:
        """What is noted of findings that are alike but for their words."""
        lines = []
        for code, rung, cap, steady in sorted(
            {(f.code, f.at_least or "", f.cap_mg or 0, f.no_increase) for f in told}
        ):
            digest = self._digests.setdefault(code, hashlib.sha256())
            lines.append((code, digest, f" {rung} {cap} {steady:d}\n".encode()))
        effect_ = effect(told)
        self.effects.add(effect_)
        return Noted(effect_, lines)

    def wrong(self, at: str, what: str) -> None:
        """Note a broken invariant."""
        self.violations += 1
        if len(self.told) < TOLD:
            self.told.append(f"{self.walk}: {what}: {at}")

    def need(self, holds: bool, at: str, what: str) -> None:
        """Note it where it does not hold."""
        if not holds:
            self.wrong(at, what)

    def result(self) -> Result:
        codes = {
            code: Fired(self._fired[code], digest.hexdigest())
            for code, digest in self._digests.items()
        }
        return Result(
            self.walk, self.inputs, codes, frozenset(self.effects), self.rungs, self.reasons,
            self.violations, self.told, self.answers.hexdigest(), bytes(self.seen),
            self.asked,
        )  # fmt: skip
