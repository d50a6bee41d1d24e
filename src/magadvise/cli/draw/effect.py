"""What trials found as a dot with its uncertainty against the line of no difference."""

from __future__ import annotations

from magadvise.cli.draw.canvas import NARROW, key, placed, spans
from magadvise.cli.screen import Drawing, Span
from magadvise.export.drawings import Difference
from magadvise.words import Words

WIDEST = 41  # columns of the line itself
DOT, END, RANGE, ZERO = "o", "|", "-", "+"
STYLES = {DOT: "bold", ZERO: "bold"}


def dots(found: Difference, words: Words) -> Drawing:
    """The drawing of one difference; figures without a sign, the sides say fewer and more."""
    value, low, high = found
    fewer, more = f"{words('effect.fewer')} ", f" {words('effect.more')}"

    def under(columns: int, figures: list[tuple[int, str]]) -> str:
        """Each figure centred on its column."""
        return placed(columns, [(len(fewer) + at - (len(f) - 1) // 2, f) for at, f in figures])

    def draw(columns: int) -> list[list[Span]]:
        length = min(WIDEST, columns - len(fewer) - len(more))
        if columns < NARROW or low >= high:
            return []
        left, right = min(low, 0.0), max(high, 0.0)

        def at(x: float) -> int:
            return round((x - left) / (right - left) * (length - 1))

        line = [" "] * length
        line[at(low) : at(high) + 1] = RANGE * (at(high) - at(low) + 1)
        for x, sign in ((low, END), (high, END), (0.0, ZERO), (value, DOT)):
            line[at(x)] = sign
        figures = [(at(x), words.number(abs(x))) for x in (0.0, low, high)]
        return [
            [(under(columns, [(at(value), words.number(abs(value)))]), "bold")],
            [(fewer, ""), *spans("".join(line), STYLES), (more, "")],
            [(under(columns, figures), "")],
            *key(columns, (f"{DOT} {words('effect.result')}",
                           f"{END}{RANGE * 3}{END} {words('effect.range')}",
                           f"{ZERO} {words('effect.none')}")),
            [],
        ]  # fmt: skip

    return draw
