"""How sure a change in cramps is: an interval for the ratio of two rates.

The model, in words. Cramps come in bouts, so counts scatter more than chance alone would have them.
How much more is estimated from the person's own days: Pearson's chi-square over its degrees of
freedom, never below 1. Days that are alike in a row hold less news than days that are not; the
correlation of neighbouring days (corrected for the bias of short series) counts for that as in a
chain where each day depends on the day before. The days before alone may scatter more than all days
together, as days without cramps hide the scatter: the larger of the two holds. Of all cramps
together, the share that fell into the later days then gets Wilson's score interval, as if there had
been fewer cramps by that factor. The share gives the ratio of the two rates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, sqrt
from statistics import NormalDist

Run = Sequence[int | None]  # cramps day by day, ``None`` where nothing was written


def dispersion(groups: Sequence[Sequence[Run]], memory_most: float) -> float:
    """How much more than by chance the days scatter around the mean of their group; at least 1.
    ``memory_most`` is the largest correlation of neighbouring days that is believed."""
    days = squares = neighbours = 0.0
    for group in groups:
        counts = [n for run in group for n in run if n is not None]
        mean = sum(counts) / len(counts) if counts else 0.0
        days += len(counts)
        if not mean:
            continue
        squares += sum((n - mean) ** 2 for n in counts) / mean
        neighbours += sum(
            (a - mean) * (b - mean)
            for run in group
            for a, b in pairwise(run)
            if a is not None and b is not None
        ) / mean  # fmt: skip
    free = days - len(groups)
    if not squares or free <= 0:
        return 1.0
    # Of each mean that is taken out, (1 + 4 rho) / n is lost (Marriott and Pope 1954).
    lost = len(groups)
    memory = (days * neighbours / squares + lost) / max(days - 4 * lost, 1.0)
    memory = min(max(memory, 0.0), memory_most)
    return max(1.0, squares / free * (1 + memory) / (1 - memory))


def scatter(groups: Sequence[Sequence[Run]], memory_most: float) -> float:
    """The dispersion of all groups together, or of the first alone where that is larger: a second
    group with hardly a cramp would thin out the scatter of the first."""
    return max(dispersion(groups, memory_most), dispersion(groups[:1], memory_most))


def share(count: int, of: int, shrink: float, percent: float) -> tuple[float, float]:
    """Wilson's score interval for a proportion, with ``of`` counted as ``of / shrink``."""
    z = NormalDist().inv_cdf(0.5 + percent / 200)
    n = of / shrink
    p = count / of
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half if count else 0.0), (middle + half if count < of else 1.0)


def ratio(
    before: tuple[int, int], after: tuple[int, int], shrink: float, percent: float
) -> tuple[float, float]:
    """The interval of the rate after over the rate before; each is cramps and days. There must be
    a cramp; the interval has no upper end where there was none before."""
    low, high = share(after[0], before[0] + after[0], shrink, percent)
    days = before[1] / after[1]
    return low / (1 - low) * days, high / (1 - high) * days if high < 1 else inf
