"""The row engine of ``magadvise batch`` against Python's csv module, on the same file in one run.

``python bench/batch_rows.py [ROWS]``. Rows are messy on purpose: quotes, cells over two lines, blank
cells, short rows, unclosed quotes, names that nobody knows. Speed is processor time, memory the
largest resident size of a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from magadvise.batch.records import Records, lines

ROWS = 200_000
ANSWERED = 2_000  # the core costs far more than the reading, so fewer rows tell enough
LONG_LINE = 200 << 20
HEADER = "id,age,sex,kidney,egfr,medications,conditions,patterns,note\n"
NAMES = (
    "omeprazole",
    "levothyroxine",
    "Cipro 500 mg",
    "lisinopril 10 MG Oral Tablet",
    "zzyx",
    "aspirin",
)


def row(number: int, chance: random.Random) -> str:
    """One row; about one in twenty is broken."""
    names = "; ".join(chance.sample(NAMES, chance.randint(1, 3)))
    kidney, egfr = (
        chance.choice(("normal", "unknown", "")),
        chance.choice(("", "74.5", "91", "n/a")),
    )
    note = chance.choice(("", '"said ""no"""', '"two\nlines"', "plain", '"a, b"'))
    whole = f"{number},{chance.randint(18, 95)},{chance.choice(('female', 'male', ''))},{kidney},{egfr},"
    whole += f"{names},none,night,{note}"
    spoilt = chance.random()
    if spoilt < 0.02:
        return whole.rsplit(",", 2)[0] + "\n"
    return whole + (',"open\n' if spoilt < 0.03 else "\r\n" if spoilt < 0.05 else "\n")


def messy(file: Path, rows: int) -> None:
    """The same file in every run."""
    chance = random.Random(20)  # noqa: S311 - the same rows each time, no secret
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER)
        stream.writelines(row(number, chance) for number in range(rows))


def one_line(file: Path, size: int) -> None:
    """A header and one row without an end."""
    with file.open("wb") as stream:
        stream.write(HEADER.encode())
        for _ in range(size >> 20):
            stream.write(b"x" * (1 << 20))


def seconds(work: Iterator[object]) -> float:
    """Processor time to run through."""
    start = time.process_time()
    for _ in work:
        pass
    return time.process_time() - start


def by_csv(file: Path) -> Iterator[object]:
    """Python's reader, with no limit on a cell."""
    csv.field_size_limit(sys.maxsize)
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def by_us(file: Path) -> Iterator[object]:
    """Our reader of records."""
    with file.open("rb") as stream:
        found = Records(lines(stream), ",")
        found.width = HEADER.count(",") + 1
        yield from found


def answered(file: Path) -> Iterator[object]:
    """The whole command, answers to a file beside it."""
    from magadvise.cli.main import main

    main(["batch", str(file), "-o", f"{file}.out.csv", "--rejects", f"{file}.rejects.jsonl"])
    yield None


WAYS = {"csv": by_csv, "records": by_us, "batch": answered}


def peak(way: str, file: Path) -> float:
    """MiB at most in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--way", way, str(file)], capture_output=True,
                          text=True, check=True)  # fmt: skip
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("what", nargs="?", default=str(ROWS))
    asked = parser.parse_args()
    if asked.way:
        seconds(WAYS[asked.way](Path(asked.what)))
        sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}\n")
        return
    rows = int(asked.what)
    with tempfile.TemporaryDirectory() as folder:
        file, few, long = (Path(folder) / name for name in ("rows.csv", "few.csv", "long.csv"))
        messy(file, rows)
        messy(few, ANSWERED)
        one_line(long, LONG_LINE)
        theirs, ours = seconds(by_csv(file)), seconds(by_us(file))
        whole = seconds(answered(few))
        print(f"reading, rows/s: csv {rows / theirs:.0f}, ours {rows / ours:.0f}, "
              f"time {ours / theirs:.2f} of csv")  # fmt: skip
        print(f"answering, rows/s: {ANSWERED / whole:.0f}")
        for name, at in ((f"{rows} rows", file), (f"one line of {LONG_LINE >> 20} MiB", long)):
            base, read = peak("csv", at), peak("records", at)
            print(f"peak MiB, {name}: csv {base:.0f}, reading {read:.0f}, {read / base:.2f} of csv")
        print(f"peak MiB of the command: {ANSWERED} rows {peak('batch', few):.0f}, "
              f"one line {peak('batch', long):.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
