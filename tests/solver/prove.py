"""``python -m solver.prove``: each property for all whole numbers, by symbolic execution of the shipped code.

One line a property. Exit 1 unless every one is confirmed over all paths. See ``make proofs``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from crosshair.core_and_libs import MessageType, analyze_function, run_checkables
from crosshair.options import AnalysisOptionSet

from magadvise import limit
from solver.properties import every_property

SECONDS = 120  # of processor time for one property


CONFIRMED = "confirmed over all paths"


def false_on_purpose(left: int, cap: int) -> bool:
    """
    pre: left >= 0 and cap >= 0
    post: _
    """
    return limit.lowest(left, (cap,)) < left or cap > left or left < 1000


def verdict(question: Callable[..., bool], seconds: float) -> str:
    """What the solver says of one property."""
    options = AnalysisOptionSet(
        report_all=True, per_condition_timeout=seconds, per_path_timeout=seconds
    )
    messages = run_checkables(analyze_function(question, options))
    if messages and all(message.state is MessageType.CONFIRMED for message in messages):
        return CONFIRMED
    told = [f"{message.state.name.lower()}: {message.message}" for message in messages]
    return "; ".join(told) or "no contract was found"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--only", default="", help="only properties whose name holds this text")
    options = parser.parse_args()
    if not verdict(false_on_purpose, options.seconds).startswith("post_fail"):
        print("The solver does not see what is false: nothing is proved.")
        return 1
    wanted = [q for q in every_property() if options.only in q.__name__]
    confirmed = 0
    for question in wanted:
        said = verdict(question, options.seconds)
        confirmed += said == CONFIRMED
        print(f"{question.__name__.replace('_', ' ')}: {said}", flush=True)
    of_all = "" if confirmed == len(wanted) else f" of {len(wanted)}"
    print(f"{confirmed}{of_all} properties confirmed")
    return 0 if wanted and confirmed == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
