"""What trials found as a dot with its uncertainty against the line of no difference."""

from __future__ import annotations

from collections.abc import Iterable

from magadvise.cli.draw.canvas import NARROW, key, placed, spans
from magadvise.cli.screen import Drawing, Span
from magadvise.knowledge.rows import Effect

LESS, MORE = "fewer cramps ", " more cramps"
WIDEST = 41  # columns of the line itself
DOT, END, RANGE, ZERO = "o", "|", "-", "+"
STYLES = {DOT: "bold", ZERO: "bold"}


def charted(effects: Iterable[Effect], statement: str) -> Effect | None:
    """The effect that can be drawn: the figure that the statement speaks of, magnesium minus placebo
    in cramps (so that minus is fewer), with its interval."""
    return next(
        (
            e
            for e in effects
            if e.low is not None
            and e.high is not None
            and " minus " in e.measure
            and "cramp" in e.unit
            and f"{abs(e.value):g} " in statement
        ),
        None,
    )


def dots(value: float, low: float, high: float) -> Drawing:
    """The drawing of one difference; figures without a sign, the sides say fewer and more."""

    def draw(columns: int) -> list[list[Span]]:
        length = min(WIDEST, columns - len(LESS) - len(MORE))
        if columns < NARROW or low >= high:
            return []
        left, right = min(low, 0.0), max(high, 0.0)

        def at(x: float) -> int:
            return round((x - left) / (right - left) * (length - 1))

        line = [" "] * length
        line[at(low) : at(high) + 1] = RANGE * (at(high) - at(low) + 1)
        for x, sign in ((low, END), (high, END), (0.0, ZERO), (value, DOT)):
            line[at(x)] = sign
        figures = [(0.0, "0"), (low, f"{abs(low):g}"), (high, f"{abs(high):g}")]
        return [
            [(_over(columns, at(value), f"{abs(value):g}"), "bold")],
            [(LESS, ""), *spans("".join(line), STYLES), (MORE, "")],
            [(_under(columns, [(at(x), figure) for x, figure in figures]), "")],
            *key(columns, (f"{DOT} trial result", f"{END}{RANGE * 3}{END} its uncertainty",
                           f"{ZERO} no difference from placebo")),
            [],
        ]  # fmt: skip

    return draw


def _over(columns: int, at: int, figure: str) -> str:
    return _under(columns, [(at, figure)])


def _under(columns: int, figures: list[tuple[int, str]]) -> str:
    """Each figure centred on its column."""
    return placed(columns, [(len(LESS) + at - (len(f) - 1) // 2, f) for at, f in figures])
