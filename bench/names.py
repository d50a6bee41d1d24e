"""How many product names resolve to the right class, and how fast.

``python bench/names.py NAMES.tsv [--misses]``. The file has the columns ``name``, ``class`` (several
joined with ``+``, ``none``, or ``local_route:...``), ``region``, ``kind`` and ``full_product_string``.
Speed is processor time, and a ratio to a plain dictionary look-up of the same names in the same run.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from magadvise import load_knowledge
from magadvise.knowledge import load, medicine_table
from magadvise.knowledge.rows import MedicineTable
from magadvise.medicines.resolve import resolve

WATCHED = frozenset(
    "aminoglycoside amphotericin_foscarnet_pentamidine bisphosphonate calcineurin_inhibitor "
    "cardiac_glycoside egfr_mab eltrombopag_baloxavir fluoroquinolone gabapentinoid "
    "integrase_inhibitor iron k_or_p_binder k_sparing_diuretic loop_diuretic mg_antacid_laxative "
    "mycophenolate penicillamine_trientine platinum_chemo proton_pump_inhibitor tetracycline "
    "thiazide_diuretic thyroid_hormone".split()
)


Row = dict[str, str]


def timed(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of processor time, the median of some runs."""
    took = []
    for _ in range(runs):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return statistics.median(took)


def each(work: Callable[[str], object], names: list[str]) -> None:
    for name in names:
        work(name)


def recall(rows: list[Row], table: MedicineTable) -> tuple[str, list[str]]:
    """A table of hits by kind of name, and the names that were missed."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses: list[str] = []
    for row in rows:
        wanted = row["class"]
        if wanted.startswith("local_route"):
            use = resolve(row["full_product_string"], table)
            kind = "local products that trigger an oral window"
            asked[kind] += 1
            windows = [i for m in use.matches if m.counts_as_oral for i in m.interactions]
            right[kind] += any(i.mg_after_drug or i.mg_before_drug for i in windows)
            continue
        found = {c for m in resolve(row["name"], table).matches for c in m.classes}
        if wanted == "none":
            kind = "names of no class matched to a watched class"
            asked[kind] += 1
            right[kind] += bool(found & WATCHED)
            continue
        kind = f"recall {row['region']} {row['kind']}"
        asked[kind] += 1
        if set(wanted.split("+")) <= found:
            right[kind] += 1
        else:
            misses.append(f"- {kind}: {row['name']} ({wanted}), found {sorted(found)}")
    lines = ["| what | hits | of | share |", "|---|---|---|---|"]
    for kind in sorted(asked):
        share = right[kind] / asked[kind]
        lines.append(f"| {kind} | {right[kind]} | {asked[kind]} | {share:.3f} |")
    return "\n".join(lines), misses


def first_time(names: list[str]) -> None:
    """All names by a table that nobody has used: it parses its file and makes its index on the way."""
    table = medicine_table.table((load.folder() / "medicines.json").read_bytes())
    each(partial(resolve, table=table), names)


def slowest(names: list[str], table: MedicineTable) -> tuple[float, str]:
    """The most seconds for one name, in turn with all others, so that none is asked twice in a row."""
    rounds = [[timed(partial(resolve, name, table), 1) for name in names] for _ in range(3)]
    took = map(statistics.median, zip(*rounds, strict=True))
    return max(zip(took, names, strict=True))


def speed(names: list[str], table: MedicineTable) -> str:
    """A table of names a second, as a ratio to a plain dict, and of the slowest single name."""
    known = [name for name in names if resolve(name, table).resolved]
    unknown = [name for name in names if not resolve(name, table).resolved]
    lines = [
        "| names | how many | a second of one core | ratio to a plain dict look-up |",
        "|---|---|---|---|",
    ]
    kinds = {"all of the list": names, "those that resolve": known, "those that do not": unknown}
    for kind, chosen in kinds.items():
        if chosen:
            # One look-up of all names is too short to time alone.
            plain = {name: name for name in chosen}
            fast = timed(partial(each, plain.get, chosen * 500)) / 500
            slow = timed(partial(each, partial(resolve, table=table), chosen))
            a_second = f"{len(chosen) / slow:,.0f}"
            lines.append(f"| {kind} | {len(chosen):,} | {a_second} | {slow / fast:,.0f} x |")
    cold = f"{len(names) / timed(partial(first_time, names), 3):,.0f}"
    took, name = slowest(names, table)
    lines += ["", f"The list once by a fresh table, its making included: {cold} a second."]
    lines += ["", f"Slowest single name: {took * 1000:.1f} ms, {name!r}."]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    table = load_knowledge().medicines
    with open(options.names, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    shares, misses = recall(rows, table)
    report = [shares, speed([row["name"] for row in rows], table)]
    if options.misses:
        report.append("\n".join(misses))
    sys.stdout.write("\n\n".join(report) + "\n")


if __name__ == "__main__":
    main()
