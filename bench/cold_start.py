"""How long one answer takes from a cold start, as ratios to bare Python in the same run.

The commands take turns, so that a noisy machine disturbs all of them alike; medians are compared.
Run: ``make bench``, or ``python bench/cold_start.py --runs 21 --write``.
"""

from __future__ import annotations

import argparse
import os
import platform
import pty
import statistics
import subprocess
import sys
import time
from pathlib import Path

PERSON = [
    "plan", "--age", "68", "--sex", "female", "--kidney", "normal", "--med", "omeprazole",
    "--med", "levothyroxine", "--med-time", "levothyroxine=07:00", "--condition", "none",
    "--red-flag", "none", "--other-magnesium", "none", "--pattern", "night",
]  # fmt: skip
MAGADVISE = [sys.executable, "-m", "magadvise"]
BASELINE = "bare Python (python -c pass)"
COMMANDS: dict[str, tuple[list[str], bool]] = {
    BASELINE: ([sys.executable, "-c", "pass"], False),
    "magadvise --version": ([*MAGADVISE, "--version"], False),
    "magadvise plan --json": ([*MAGADVISE, *PERSON, "--json"], False),
    "magadvise plan, text to a pipe": ([*MAGADVISE, *PERSON], False),
    "magadvise plan, text in colour on a terminal": ([*MAGADVISE, *PERSON], True),
}
AIMS = {"magadvise plan --json": 8, "magadvise plan, text to a pipe": 12,
        "magadvise plan, text in colour on a terminal": 12}  # fmt: skip


def seconds(command: list[str], terminal: bool) -> float:
    """Wall time of one whole process."""
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    start = time.perf_counter()
    if not terminal:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=env)
        return time.perf_counter() - start
    parent, child = pty.openpty()
    with subprocess.Popen(command, stdout=child, env=env) as process:
        os.close(child)
        try:
            while os.read(parent, 65536):
                pass
        except OSError:  # the child closed the terminal
            pass
        process.wait()
    os.close(parent)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--write", action="store_true", help="write bench/RESULTS.md")
    options = parser.parse_args()
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(options.runs + 1):
        for name, (command, terminal) in COMMANDS.items():
            took = seconds(command, terminal)
            if turn:  # the first turn warms the caches
                times[name].append(took)
    base = statistics.median(times[BASELINE])
    lines = [
        "# Cold start",
        "",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores, {options.runs} runs of each command in turn. One command: `make bench`.",
        "",
        "| command | median, ms | ratio to bare Python | aim |",
        "|---|---|---|---|",
    ]
    for name, runs in times.items():
        median = statistics.median(runs)
        aim = f"{AIMS[name]} x" if name in AIMS else ""
        lines.append(f"| {name} | {median * 1000:.0f} | {median / base:.1f} x | {aim} |")
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if options.write:
        (Path(__file__).parent / "RESULTS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
