"""A messy file of patients with a long tail, the same for a seed: what ``magadvise batch`` is measured with.

``python bench/messy.py ROWS OUT.csv [--seed N] [--quoted 0.5] [--plain]``. Most answers are blank,
medicines come from 2,000 names with strengths, spellings and typing errors, one row in a hundred must
be rejected. The first rows of a longer file are those of a shorter one. ``--quoted`` puts that share
of all fields in quotes. ``--plain`` stays in the domain of ``plain_polars.py``: no clock times, accents,
typing errors, unknown names, commas in cells or rejects, and only the names of one word that it knows
(:func:`messy_pools.plain_names`). Needs numpy and pyarrow.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import messy_words as words
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from messy_pools import Kind, Pools, pools, running

BLOCK = 50_000  # rows made at once; part of what a seed means
TYPING_ERRORS, STRANGERS = 0.05, 0.01  # of the medicines
SLIPS = running([1 / n for n in range(1, 33)])  # the typing errors of a name, the commonest first
TIMED = 0.05  # of the rows
WRONG_CELL, WRONG_WIDTH = 0.009, 0.001  # of the rows
COUNTED = 1_000_000  # rows whose single medicines are counted
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Bools = Any  # numpy arrays of bool and of int, one a row or one a medicine
Ints = Any
Cells = dict[str, pa.Array]


class Block(NamedTuple):
    """Some rows: their bytes, which of them must be rejected, the cells and the single medicines."""

    text: memoryview
    wrong: Bools
    cells: pa.Array
    medicines: pa.Array


class Shares(NamedTuple):
    """Of a whole file. ``distinct_cells``: different texts in the column of medicines, over the rows;
    ``distinct_medicines``: the same for single medicines, over the first million rows."""

    rows: int
    wrong: int
    medicines_a_row: float
    distinct_cells: float
    distinct_medicines: float


# draws ---------------------------------------------------------------------------------------------


class Draw:
    """Chance for one block. Only plain random numbers are taken from numpy: they stay the same from
    version to version."""

    def __init__(self, seed: int, number: int) -> None:
        self.random = np.random.Generator(np.random.PCG64([seed, number])).random

    def some(self, count: int, share: float) -> Bools:
        return self.random(count) < share

    def index(self, count: int, running: Any) -> Ints:
        return np.searchsorted(running, self.random(count), side="right")

    def whole(self, count: int, low: int, end: int) -> Ints:
        """Whole numbers from ``low`` on, ``end`` excluded."""
        return low + (self.random(count) * (end - low)).astype(np.int64)

    def pick(self, count: int, choices: words.Weighted) -> pa.Array:
        found = self.index(count, running([weight for _, weight in choices]))
        return pa.array([text for text, _ in choices]).take(pa.array(found))

    def one_of(self, count: int, texts: Sequence[str]) -> pa.Array:
        return pa.array(texts).take(pa.array(self.whole(count, 0, len(texts))))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts put together, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def where(mask: Bools, this: pa.Array | str, other: pa.Array | str) -> pa.Array:
    return pc.if_else(pa.array(mask), this, other)


# cells ---------------------------------------------------------------------------------------------


def person(draw: Draw, rows: int, kind: Kind, pool: Pools) -> Cells:
    """Every column but the medicines and their times."""
    cells = {name: draw.pick(rows, choices) for name, choices in words.CELLS.items()}
    old, young = draw.whole(rows, 50, 96), draw.whole(rows, 18, 50)
    age = np.where(draw.some(rows, 0.62), old, young)
    age = np.where(draw.some(rows, 0.03), draw.whole(rows, 1, 18), age)
    months = joined(pc.cast(pa.array(draw.whole(rows, 1, 30)), pa.string()), "mo")
    cells["age"] = where(draw.some(rows, 0.004), months, _text(age))
    for name, shares in words.LISTS.items():
        cells[name] = _list(draw, rows, pool.ids[name], shares, words.ODD_WORDS.get(name, ()))
    for name, text in _numbers(draw, rows, cells["creatinine_unit"]).items():
        cells[name] = where(draw.some(rows, words.NUMBERS_BLANK[name]), "", text)
    unused = pc.and_(pc.equal(cells["creatinine"], ""), pa.array(draw.some(rows, 0.8)))
    cells["creatinine_unit"] = pc.if_else(unused, "", cells["creatinine_unit"])
    healthy = draw.some(rows, words.HEALTHY_ROWS)
    for name, text in words.HEALTHY.items():
        blank = pc.and_(pa.array(healthy), pc.equal(cells[name], ""))
        cells[name] = pc.if_else(blank, text, cells[name])
    male = pc.equal(pc.utf8_lower(cells["sex"]), "male")
    cells["pregnant"] = pc.if_else(
        pc.and_(male, pc.equal(cells["pregnant"], "yes")), "no", cells["pregnant"]
    )
    by_pattern = pc.and_(
        pa.array(draw.some(rows, 0.02)), pc.invert(pc.or_(male, pc.equal(cells["pregnant"], "no")))
    )
    cells["patterns"] = pc.if_else(by_pattern, "pregnancy; night", cells["patterns"])
    if kind.plain:
        blank = pa.array([""]).take(pa.array(np.zeros(rows, np.int64)))
        cells |= {"bedtime": blank, "wake": blank}
    return cells


def _list(
    draw: Draw, rows: int, ids: Sequence[str], shares: Sequence[float], odd: Sequence[str]
) -> pa.Array:
    blank, none, unknown, some, two = shares
    first, second = draw.one_of(rows, ids), draw.one_of(rows, ids)
    odd_rows = draw.some(rows, words.ODD if odd else 0.0)
    first = where(odd_rows, draw.one_of(rows, odd or ids), first)
    both = joined(first, draw.pick(rows, words.BETWEEN), second)
    named = where(draw.some(rows, two), both, first)
    what = draw.index(rows, running((blank, none, unknown, some)))
    return pc.choose(pa.array(what), "", "none", "unknown", named)


def _numbers(draw: Draw, rows: int, unit: pa.Array) -> Cells:
    tenth = draw.pick(rows, (("", 7), (".5", 1), (".25", 1), (".9", 1)))
    mg_dl, umol = draw.whole(rows, 50, 240), draw.whole(rows, 45, 210)
    decimals = pc.utf8_lpad(_text(mg_dl % 100), 2, "0")
    in_mg = pc.equal(unit, "mg/dL")
    late, early = (_said(draw, rows, *hours) % 1440 for hours in ((20, 25), (5, 10)))
    return {
        "egfr": joined(_text(draw.whole(rows, 18, 128)), tenth),
        "creatinine": pc.if_else(in_mg, joined(_text(mg_dl // 100), ".", decimals), _text(umol)),
        "other_magnesium_mg": where(
            draw.some(rows, 0.45), draw.pick(rows, (("none", 9), ("unknown", 1))),
            joined(_text(draw.whole(rows, 1, 60) * 10), draw.pick(rows, (("", 9), (".5", 1)))),
        ),
        "check_dose_mg": _text(draw.whole(rows, 2, 25) * 25),
        "bedtime": _clock(late),
        "wake": _clock(early),
    }  # fmt: skip


def _text(values: Ints) -> pa.Array:
    return pc.cast(pa.array(values), pa.string())


def _said(draw: Draw, rows: int, low: int, end: int) -> Ints:
    """Clock times as people say them, in minutes: on the half hour, one in ten to five minutes."""
    exact = draw.some(rows, 0.1)
    return np.where(
        exact, draw.whole(rows, low * 12, end * 12) * 5, draw.whole(rows, low * 2, end * 2) * 30
    )


def _clock(minutes: Ints) -> pa.Array:
    hours, rest = (pc.utf8_lpad(_text(v), 2, "0") for v in (minutes // 60, minutes % 60))
    return joined(hours, ":", rest)


# medicines -----------------------------------------------------------------------------------------


class Medicines(NamedTuple):
    """The single medicines of a block, and where those of each row start (one more than rows).
    ``timed``: their names as a time is given for them."""

    texts: pa.Array
    starts: Ints
    timed: pa.Array


def medicines(draw: Draw, rows: int, kind: Kind, pool: Pools) -> Medicines:
    """What everybody takes."""
    each = draw.index(rows, running(words.MEDICINES_A_ROW))
    starts = np.concatenate(([0], np.cumsum(each)))
    count = int(starts[-1])
    name = draw.index(count, pool.weights)
    spelling = draw.whole(count, 0, pool.each // len(words.CASES))
    way = spelling * len(words.CASES) + draw.index(count, pool.cases)
    texts = pool.spelt.take(pa.array(name * pool.each + way))
    wrong, strange = draw.some(count, TYPING_ERRORS), draw.some(count, STRANGERS)
    error, strangers = draw.index(count, SLIPS), draw.one_of(count, words.STRANGERS)
    if not kind.plain:
        chance = _chance(name[wrong], error[wrong])
        slips = [_slip(*given) for given in zip(
            texts.filter(pa.array(wrong)).to_pylist(), *chance, strict=True)]  # fmt: skip
        texts = pc.replace_with_mask(texts, pa.array(wrong), pa.array(slips, pa.string()))
        texts = pc.if_else(pa.array(strange), strangers, texts)
    full = joined(texts, draw.pick(count, pool.strengths), draw.pick(count, pool.forms))
    bare = draw.some(count, 0.5) & ~wrong & ~strange & (name < len(words.COMMON))
    return Medicines(full, starts, where(bare, pa.array(pool.names).take(pa.array(name)), full))


def _chance(name: Ints, error: Ints) -> Iterator[Any]:
    """Where and how the n-th typing error of a name goes: the same each time, as errors come again."""
    for salt in (1, 2, 3):
        yield ((name * 977 + error * 131 + salt) * 2654435761 % 2**32) / 2**32


def _slip(name: str, which: float, where_: float, letter: float) -> str:
    """One typing error: a letter left out, twice, another one, one more, or two swapped. Never the
    name itself."""
    at = int(where_ * len(name))
    other = LETTERS[int(letter * len(LETTERS))]
    ways = (
        name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:],
        name[:at] + other + name[at + 1 :], name[:at] + other + name[at:],
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    )  # fmt: skip
    slip = ways[int(which * len(ways))]
    return name[:at] + other + name[at:] if slip.lower() == name.lower() else slip


def medicine_cells(draw: Draw, rows: int, kind: Kind, pool: Pools) -> tuple[Cells, pa.Array]:
    """The lists of medicines and the times of some of them; and every single medicine."""
    found = medicines(draw, rows, kind, pool)
    each = np.diff(found.starts)
    between = draw.pick(rows, words.BETWEEN)
    lists = pa.ListArray.from_arrays(pa.array(found.starts.astype(np.int32)), found.texts)
    cells = where(each == 0, draw.pick(rows, words.NO_MEDICINE), pc.binary_join(lists, between))
    taken = found.starts[:-1] + (draw.random(rows) * each).astype(np.int64)
    timed = draw.some(rows, TIMED / 0.83) & (each > 0) & (not kind.plain)
    name = found.timed.take(pa.array(np.where(timed, taken, 0)))
    first, second = (_clock(_said(draw, rows, 5, 23)) for _ in range(2))
    clocks = where(draw.some(rows, 0.3), joined(first, ",", second), first)
    times = where(timed, joined(name, "=", clocks), "")
    return {"medications": cells, "medication_times": times}, found.texts


# rows ----------------------------------------------------------------------------------------------


def block(kind: Kind, number: int, pool: Pools, rows: int = BLOCK) -> Block:
    """The first rows of one block."""
    draw = Draw(kind.seed, number)
    cells = person(draw, BLOCK, kind, pool)
    more, taken = medicine_cells(draw, BLOCK, kind, pool)
    cells |= more
    first = number * BLOCK
    cells["id"] = joined("p", pc.utf8_lpad(_text(np.arange(first, first + BLOCK)), 8, "0"))
    wrong_cell, width = draw.some(BLOCK, WRONG_CELL), draw.some(BLOCK, WRONG_WIDTH)
    which, short = draw.whole(BLOCK, 0, len(words.WRONG)), draw.some(BLOCK, 0.5)
    if kind.plain:
        wrong_cell, width = np.zeros(BLOCK, bool), np.zeros(BLOCK, bool)
    for at, change in enumerate(words.WRONG):
        for name, text in change.items():
            cells[name] = where(wrong_cell & (which == at), text, cells[name])
    if kind.quoted:
        cells["ward"] = where(draw.some(BLOCK, 0.02), 'the "east" wing', cells["ward"])
    fields = [_quoted(draw, cells[name], kind) for name in words.HEADER]
    last = where(width, where(short, "", joined(",", fields[-1], ",x")), joined(",", fields[-1]))
    lines = joined(pc.binary_join_element_wise(*fields[:-1], ","), last, "\n")[:rows]
    return Block(_bytes(lines), (wrong_cell | width)[:rows], cells["medications"][:rows], taken)


def _quoted(draw: Draw, cells: pa.Array, kind: Kind) -> pa.Array:
    """Quotes where a comma or a quote needs them, and by chance."""
    needed = pc.match_substring_regex(cells, '[,"]')
    cells = pc.replace_substring(cells, '"', '""')
    if kind.quoted:
        needed = pc.or_(needed, pa.array(draw.some(len(cells), kind.quoted)))
    return pc.if_else(needed, joined('"', cells, '"'), cells)


def _bytes(lines: pa.Array) -> memoryview:
    """The letters of texts that lie one behind the other."""
    _, starts, letters = lines.buffers()
    at = np.frombuffer(starts, np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(letters)[at[0] : at[-1]]


def blocks(rows: int, kind: Kind) -> Iterator[Block]:
    """All rows, a block at a time."""
    pool = pools(kind)
    for number in range(-(-rows // BLOCK)):
        yield block(kind, number, pool, min(BLOCK, rows - number * BLOCK))


def write(rows: int, out: Path, kind: Kind) -> Shares:
    """Make the file. Memory does not grow with it, but for eight bytes a row that count texts."""
    cells: list[Any] = []
    single: list[Any] = []
    wrong = taken = 0
    with out.open("wb") as stream:
        stream.write((",".join(words.HEADER) + "\n").encode())
        for made in blocks(rows, kind):
            stream.write(made.text)
            cells.append(_hashes(made.cells))
            wrong += int(made.wrong.sum())
            taken += len(made.medicines)
            if len(single) * BLOCK < COUNTED:
                single.append(_hashes(made.medicines))
    done = -(-rows // BLOCK) * BLOCK
    return Shares(rows, wrong, taken / done, _distinct(cells), _distinct(single))


def _hashes(texts: pa.Array) -> Any:
    return np.fromiter(map(hash, texts.to_pylist()), np.int64, len(texts))


def _distinct(hashes: list[Any]) -> float:
    found = np.sort(np.concatenate(hashes))
    return (1 + np.count_nonzero(np.diff(found))) / len(found)


def main() -> None:
    """Make one file and print what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quoted", type=float, default=0.0)
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    shares = write(asked.rows, asked.out, Kind(asked.seed, asked.quoted, asked.plain))
    for name, value in shares._asdict().items():
        sys.stdout.write(f"{name} {value:.3f}\n")


if __name__ == "__main__":
    main()
