"""Compare the program with the oracle on many people, a million unless a count is given.

Run it in ``tests``: ``python -m oracle.run [COUNT] [WORKERS]``. Prints each difference with the answers
that lead to it, then ``N profiles, M differing``, and exits 1 if there is one.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from magadvise import InputError, Plan, advise, load_knowledge, parse
from oracle.decide import Answer, Person, Reason, decide, reasons
from oracle.people import answers, person

BLOCK = 5_000
SHOWN = 20  # differences printed


class Difference(NamedTuple):
    """A made-up person whom the two judge differently."""

    number: int
    oracle: Answer
    program: Answer | str
    answers: dict[str, str | list[str]]
    reasons: list[Reason]  # of the oracle


def program(p: Person) -> Answer | str:
    """The five figures of the program, or what it says if it refuses the answers."""
    knowledge = load_knowledge()
    try:
        plan = advise(parse(answers(p), knowledge), knowledge, p.standard)
    except InputError as refused:
        return f"refused: {refused}"
    first, last = None, None
    if isinstance(plan, Plan):
        first, last = plan.steps[0].mg_per_day, plan.max_mg_per_day
    return Answer(plan.disposition.value, plan.ceiling_mg, plan.remaining_mg, first, last)


def differences(numbers: range) -> list[Difference]:
    """Everybody in this range who gets two different answers."""
    found = []
    for number in numbers:
        somebody = person(number)
        oracle, theirs = decide(somebody), program(somebody)
        if oracle != theirs:
            given = {**answers(somebody), "standard": somebody.standard}
            found.append(Difference(number, oracle, theirs, given, reasons(somebody)))
    return found


def main(count: int, workers: int) -> int:
    """Compare ``count`` people; 1 if the two differ on somebody."""
    blocks = [range(at, min(at + BLOCK, count)) for at in range(0, count, BLOCK)]
    differing = 0
    with ProcessPoolExecutor(workers) as pool:
        for block, found in zip(blocks, pool.map(differences, blocks), strict=True):
            if block.stop % 100_000 == 0:
                print(f"{block.stop:,} asked, {differing} differing", file=sys.stderr)
            for difference in found[: max(0, SHOWN - differing)]:
                print("\n  ".join(map(str, difference)))
            differing += len(found)
    print(f"{count:,} profiles, {differing} differing")
    return 1 if differing else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    raise SystemExit(main(*[*given, *(1_000_000, 2)[len(given) :]]))
