"""A meter against empty laws: one pair in five has to move, else the law has proved nothing."""

from __future__ import annotations

from collections.abc import Callable

LEAST = 5  # of so many pairs, one


class EmptyLaw(AssertionError):
    """Too few of the pairs that a law was tried on were different enough to prove anything."""


class Meter:
    """Counts the pairs that a law was tried on, and those where something really moved.

    For "a worse X never gives more" a pair moves where it gives strictly less. For "Y changes
    nothing" it moves where Y truly differs and there was something to change."""

    def __init__(self) -> None:
        self.pairs = 0
        self.moved = 0

    def saw(self, moved: bool) -> None:
        self.pairs += 1
        self.moved += moved

    def check(self) -> None:
        if self.moved * LEAST < self.pairs or not self.moved:
            raise EmptyLaw(f"an empty law: {self.moved} of {self.pairs} pairs moved")


def metered(law: Callable[[Meter], None]) -> Callable[[], None]:
    """A law that takes a meter becomes a test that also fails when the law was empty."""

    def test() -> None:
        meter = Meter()
        law(meter)
        meter.check()

    # Not functools.wraps: pytest would follow it and look for a fixture called meter.
    test.__name__, test.__qualname__ = law.__name__, law.__qualname__
    test.__doc__, test.__module__ = law.__doc__, law.__module__
    return test
