"""How many product names resolve to the right class, and how fast.

``python bench/names.py NAMES.tsv [--misses]``. The file has the columns ``name``, ``class`` (several
joined with ``+``, ``none``, or ``local_route:...``), ``region``, ``kind`` and ``full_product_string``.
Speed is a ratio to a plain dictionary look-up of the same names in the same run.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable

from magadvise import load_knowledge
from magadvise.medicines.resolve import resolve

WATCHED = frozenset(
    "aminoglycoside amphotericin_foscarnet_pentamidine bisphosphonate calcineurin_inhibitor "
    "cardiac_glycoside egfr_mab eltrombopag_baloxavir fluoroquinolone gabapentinoid "
    "integrase_inhibitor iron k_or_p_binder k_sparing_diuretic loop_diuretic mg_antacid_laxative "
    "mycophenolate penicillamine_trientine platinum_chemo proton_pump_inhibitor tetracycline "
    "thiazide_diuretic thyroid_hormone".split()
)


def timed(work: Callable[[], object], runs: int = 5) -> float:
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    table = load_knowledge().medicines
    with open(options.names, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
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
            misses.append(f"{kind}: {row['name']} ({wanted}), found {sorted(found)}")
    out = sys.stdout.write
    out("| what | hits | of | share |\n|---|---|---|---|\n")
    for kind in sorted(asked):
        out(f"| {kind} | {right[kind]} | {asked[kind]} | {right[kind] / asked[kind]:.3f} |\n")
    known = [row["name"] for row in rows if resolve(row["name"], table).resolved]
    plain = {name: name for name in known}
    slow = timed(lambda: [resolve(name, table) for name in known])
    fast = timed(lambda: [plain.get(name) for name in known])
    out(
        f"\n{len(known) / slow:.0f} resolved names a second; {slow / fast:.0f} x a plain dict look-up\n"
    )
    slowest = max(rows, key=lambda row: timed(lambda row=row: resolve(row["name"], table), 1))
    out(f"slowest name: {slowest['name']!r}\n")
    if options.misses:
        out("\n".join(misses) + "\n")


if __name__ == "__main__":
    main()
