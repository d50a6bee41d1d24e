"""How many units the amounts of a label are in: one capsule, three, or a pack that tells nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from magadvise.medicines.label_words import MOST_UNITS, Token

EACH = frozenset("of a de je zu mit with".split())  # "2 capsules of 500 mg"
EACHES = frozenset("each jeweils chacun chacune".split())  # "2 capsules, each contains 500 mg"
PER = frozenset("/ per pro par pour je in dans each jede chaque every size".split())


class Serving(NamedTuple):
    """How many units the amounts of a label are in, and what they are to be multiplied by. The two
    factors differ where an amount can be that of one unit or of all."""

    units: float
    unit: str
    low: float
    high: float


def serving_of(found: Sequence[Token]) -> Serving:
    """ "2 capsules of 500 mg" is twice, "2,000 mg per 3 capsules" once; "2 capsules magnesium 500 mg"
    can be either. A count too large for one serving is the size of the pack."""
    times = math.prod(t.value for t in found if t.kind == "times" and t.value)
    count, unit, low, high = _pack(found)
    return Serving(count * times, unit, low * times, high * times)


def _pack(found: Sequence[Token]) -> Serving:
    packs = [at for at, t in enumerate(found) if t.kind == "pack"]
    unit = found[packs[0]].text if packs else "unit"
    packs = [at for at in packs if 1 <= found[at].value <= MOST_UNITS and not _fraction(found, at)]
    for at in packs:
        follows = [t.kind for t in found[at + 1 : at + 3]]
        if follows == ["word", "mass"] and found[at + 1].text in EACH:
            return Serving(found[at].value, found[at].text, found[at].value, found[at].value)
    for at in packs:
        if at and (found[at - 1].text in PER or found[at - 1].kind == "providing"):
            return Serving(found[at].value, found[at].text, 1, 1)
    if not packs:
        return Serving(1, unit, 1, 1)
    at = packs[0]
    count = found[at].value
    if any(t.kind == "word" and t.text in EACHES for t in found):
        return Serving(count, found[at].text, count, count)
    whole = found[at - 1].kind == "open" if at else False
    whole = whole or (at + 1 < len(found) and found[at + 1].kind == "providing")
    return Serving(count, found[at].text, 1, 1 if whole else count)


def _fraction(found: Sequence[Token], at: int) -> bool:
    """Whether a count is the lower half of a fraction ("1/2 tablet")."""
    return [t.kind for t in found[max(at - 2, 0) : at]] == ["number", "word"] and found[
        at - 1
    ].text == "/"
