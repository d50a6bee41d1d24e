"""How many units the amounts of a label are in, and how many of them the text says are taken."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from magadvise.medicines.label_words import MOST_UNITS, RATE, Token

EACH = frozenset("of a de je zu mit with".split())  # "2 capsules of 500 mg"
EACHES = frozenset("each jeweils chacun chacune".split())  # "2 capsules, each contains 500 mg"
PER = frozenset("/ per pro par pour je in dans each jede chaque every size".split())
TAKE = frozenset(
    "take takes taken taking eat eats chew drink swallow directions prendre prenez prends avaler "
    "croquer boire nehmen nimm nehme einnehmen einnahme kauen trinken dosierung posologie".split()
)
DAILY = frozenset(
    "daily nightly taglich taeglich tgl quotidien quotidienne quotidiennement journalier morgens "
    "mittags abends nachts".split()
)
DAY = frozenset("day d tag tages jour j journee".split())
LINKS = frozenset(
    "a an at in the per / each every pro par je am zum zur zu le la au before".split()
)
MOMENTS = {
    word: part
    for part, words in (
        ("morning", "morning mornings breakfast matin mane morgen morgens fruh fruhstuck"),
        ("noon", "noon midday lunch lunchtime midi mittag mittags mittagessen"),
        ("afternoon", "afternoon afternoons nachmittag nachmittags"),
        (
            "night",
            "evening evenings night nights nightly bed bedtime dinner supper nocte soir coucher diner "
            "abend abends abendessen spat nacht nachts schlafengehen",
        ),
    )
    for word in words.split()
}
MEALS = frozenset("meals repas mahlzeiten mahlzeit".split())
EVERY = frozenset("every each alle jede jeder toutes chaque".split())
HOURS = frozenset("h hr hrs hour hours stunde stunden heure heures".split())
UNTOLD = frozenset("hourly stundlich several couple mehrere einige plusieurs quelques".split())
DOUBLE = frozenset("double doppelte triple dreifache".split())
HALF = frozenset("half halbe halber halben demi demie".split())
RANGE = frozenset("to or up bis oder a ou max maximum maximal".split())
ONCE = frozenset("once one un une ein eine einmal".split())
SPOONS = ("teaspoon", "tablespoon")
REACH = 3  # words between a count and what it counts
_HOURLY = re.compile(r"q\d+h?")


class Serving(NamedTuple):
    """How many units the amounts of a label are in, and what they are to be multiplied by. The two
    factors differ where an amount can be that of one unit or of all."""

    units: float
    unit: str
    low: float
    high: float


class _Stated(NamedTuple):
    """What an amount is stated for: so many ``units``, ``low`` to ``high`` times; ``per`` where the
    text says so ("per 2 capsules"). ``at``: the place of the pack word, -1 without one."""

    at: int
    units: float
    unit: str
    low: float
    high: float
    per: bool = False


class _Count(NamedTuple):
    """Another count of the text: its place, its unit, how many times what is stated, and whether that
    is sure."""

    at: int
    unit: str
    times: float
    sure: bool


def serving_of(found: Sequence[Token]) -> Serving:
    """ "2 capsules of 500 mg" is twice, "2,000 mg per 3 capsules" once; "2 capsules magnesium 500 mg"
    can be either. A count too large for one serving is the size of the pack. What is taken beside
    that counts as well: "100 mg per capsule, 4 capsules daily"."""
    times = _times(found)
    stated = _stated(found)
    taken = list(_taken(found, stated))
    low = min([stated.low, *(count.times for count in taken)])
    # "2 tablets a dose, 2 doses a day"; of several counts of one unit the largest.
    most = {stated.unit: stated.high}
    for count in taken:
        most[count.unit] = max(count.times, most.get(count.unit, 1))
    high = math.prod(most.values())
    counts = [*taken, *([] if stated.per else [_Count(stated.at, stated.unit, stated.high, False)])]
    places = [count.at for count in counts if count.at >= 0]
    if len(places) > 1 and _joined(found, places):
        high = max(high, sum(count.times for count in counts))
    elif stated.per and [count.sure for count in taken] == [True]:
        low = taken[0].times
    return Serving(stated.units * high * times, stated.unit, low * times, high * times)


def untold(found: Sequence[Token]) -> bool:
    """Whether the text says how often or how many in a way that is not understood ("1-0-1", "every 8
    hours", "morning and night"): then nothing is read rather than too little."""
    texts = {t.text for t in found}
    several = [at for at, t in enumerate(found) if t.kind in ("pack", "number")]
    return (
        [t.kind for t in found].count("number") > 2
        or any(found[at].value > MOST_UNITS and _is_taken(found, at) for at in several)
        or not UNTOLD.isdisjoint(texts)
        or any(a.text in DOUBLE and b.kind == "unit" for a, b in pairwise(found))
        or any(a.text in PER and b.text in HALF for a, b in pairwise(found))
        or any(_fraction(found, at) and _before(found, at - 2).text in PER for at in several)
        or _at_moments(found, texts)
        or not (HOURS.isdisjoint(texts) or EVERY.isdisjoint(texts))
        or any(_HOURLY.fullmatch(text) for text in texts)
        or _spooned(found)
    )


def _times(found: Sequence[Token]) -> float:
    return math.prod(t.value for t in found if t.kind == "times" and t.value)


def _stated(found: Sequence[Token]) -> _Stated:
    packs = [at for at, t in enumerate(found) if t.kind in ("pack", "unit")]
    unit = found[packs[0]].text if packs else "unit"
    packs = [at for at in packs if 1 <= found[at].value <= MOST_UNITS and not _fraction(found, at)]
    for at in packs:
        count = found[at].value
        follows = [t.kind for t in found[at + 1 : at + 3]]
        if follows == ["word", "mass"] and found[at + 1].text in EACH:
            return _Stated(at, 1, found[at].text, count, count)
    for at in packs:
        if _before(found, at).text in PER or _before(found, at).kind == "providing":
            return _Stated(at, found[at].value, found[at].text, 1, 1, per=True)
    if not packs:
        return _Stated(-1, 1, unit, 1, 1)
    at = min(packs, key=lambda at: (found[at].kind == "unit", at))
    count, unit = found[at].value, found[at].text
    if any(t.kind == "word" and t.text in EACHES for t in found):
        return _Stated(at, 1, unit, count, count)
    if _alone(found, at) or (at + 1 < len(found) and found[at + 1].kind == "providing"):
        return _Stated(at, count, unit, 1, 1)
    return _Stated(at, 1, unit, 1, count)


def _taken(found: Sequence[Token], stated: _Stated) -> Iterator[_Count]:
    same = {stated.unit: stated.units}
    for at, token in enumerate(found):
        if at == stated.at or not 1 <= token.value <= MOST_UNITS:
            continue
        if token.kind == "pack" and not _fraction(found, at):
            if stated.per and _alone(found, at) and token.text not in same:
                same[token.text] = token.value  # "per serving (2 capsules)"
                continue
            before = _before(found, at)
            ranged = before.kind == "number" or before.text in RANGE
            sure = token.text in same and _is_taken(found, at) and not ranged
            yield _Count(at, token.text, token.value / same.get(token.text, 1), sure)
        elif token.kind == "number" and (_is_taken(found, at) or _of_units(found, at)):
            yield _Count(at, stated.unit, token.value, False)


def _alone(found: Sequence[Token], at: int) -> bool:
    around = [t.kind for t in (*found[max(at - 1, 0) : at], *found[at + 1 : at + 2])]
    return around == ["open", "close"]


def _joined(found: Sequence[Token], places: Sequence[int]) -> bool:
    """Whether "and" stands between two of these places."""
    between = found[min(places) : max(places)]
    return any(t.kind == "plus" and t.text != ";" for t in between)


def _is_taken(found: Sequence[Token], at: int) -> bool:
    """Whether a count is one of a day ("4 daily", "2 capsules a day") or of a direction ("take 4")."""
    for n, token in enumerate(found[at + 1 : at + 1 + REACH]):
        if token.kind != "word":
            break
        if token.text in DAILY or (_of_day(token) and n and found[at + n].text in LINKS):
            return True
    for n, token in enumerate(found[max(at - REACH, 0) : at][::-1]):
        if token.kind not in ("word", "number"):
            break
        once = _ends_count(_before(found, at - n - 1))
        if token.text in TAKE or (token.text in DAILY and not once):
            return True
    return False


def _of_day(token: Token) -> bool:
    return token.text in DAY or token.text in MOMENTS


def _ends_count(token: Token) -> bool:
    """Whether "daily" behind this word belongs to it: "once daily 90 tablets"."""
    return token.kind in ("number", "times", "pack", "unit") or token.text in ONCE


def _of_units(found: Sequence[Token], at: int) -> bool:
    """Whether a number counts a pack word: "3 magnesium tablets", "tablets: 3"; or starts the text."""
    behind = found[at + 1] if at + 1 < len(found) else Token("", "")
    listed = _before(found, at).kind in ("", "unit")
    if listed and (behind.kind != "word" or behind.text in RATE | EACH):
        return True
    for token in found[at + 1 : at + 2 + REACH]:
        if token.kind == "unit":
            return True
        if token.kind not in ("word", "magnesium", "compound", "mass") or token.text in PER:
            break
    return False


def _at_moments(found: Sequence[Token], texts: set[str]) -> bool:
    """Whether several times of a day are named, and not as often in words ("twice daily")."""
    moments = [at for at, t in enumerate(found) if t.text in MOMENTS]
    often = _times(found)
    parts = {MOMENTS[found[at].text] for at in moments}
    days = [at for at, t in enumerate(found) if t.text in DAILY or t.text in DAY]
    places = [*moments, *days]
    if often == 1 and moments and _joined(found, places):
        return True
    fed = any(a.text in EVERY and b.text == "meal" for a, b in pairwise(found))
    fed = fed or not MEALS.isdisjoint(texts)
    return len(parts) > often or {"am", "pm"} <= texts or (fed and often == 1 and not days)


def _spooned(found: Sequence[Token]) -> bool:
    """Whether spoons are to be turned into each other or into millilitres."""
    spoons = [at for at, t in enumerate(found) if t.kind in ("pack", "unit") and t.text in SPOONS]
    if len({found[at].text for at in spoons}) > 1:
        return True
    told = [at for at, t in enumerate(found) if t.kind == "ml"]
    said = any(
        [t.kind for t in found[min(a, b) + 1 : max(a, b)]] in (["open"], ["providing"])
        for a in spoons
        for b in told
    )
    return bool(spoons and told) and not said


def _before(found: Sequence[Token], at: int) -> Token:
    return found[at - 1] if at > 0 else Token("", "")


def _fraction(found: Sequence[Token], at: int) -> bool:
    """Whether a count is the lower half of a fraction ("1/2 tablet")."""
    return _before(found, at).text == "/" and _before(found, at - 1).kind == "number"
