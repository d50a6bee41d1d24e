"""Walk all that the core decides and judge each answer by the written rules. See ``make prove``.

The stages first, each over all that it reads; then the limit and the steps, for everybody beside
everything that the stages said; then whole plans. A profile is an input of the last two.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from magadvise import load_knowledge
from magadvise.knowledge.rows import Knowledge
from magadvise.model import LADDER
from proof import domain, limits, plans, times, walk
from proof.tally import TOLD, Effect, Result, Tally
from proof.walk import Walker

DIGEST = Path(__file__).with_name("digest.json")
PLANS = 1_001_000  # some fifty are drawn twice
DIGESTED = 20_000  # of them, the first: enough to show what changed, and soon
WALKS = {**walk.WALKS, **times.WALKS, **limits.WALKS}
OWN = ("person", "room")  # said of everybody anew, where the limit is walked
REASONS = 12  # told of the refusals


class Job(NamedTuple):
    """A part of a walk: its name, which part, and what it is given."""

    walk: str
    part: int
    given: Any = None


class Worker:
    """What one process keeps from job to job."""

    def __init__(
        self, knowledge: Knowledge, behaviours: list[domain.Behaviour], every: int
    ) -> None:
        self.walker = Walker(knowledge, behaviours, every)
        self.plans: plans.Plans | None = None
        self.limits: limits.Limits | None = None

    def do(self, job: Job) -> Result:
        """One job. An error ends it, and is a violation."""
        tally = Tally(job.walk)
        try:
            return self._do(job, tally)
        except Exception as error:  # noqa: BLE001
            tally.wrong(f"part {job.part}", f"{type(error).__name__}: {error}")
            return tally.result()

    def _do(self, job: Job, tally: Tally) -> Result:
        if job.walk == "plans":
            self.plans = self.plans or plans.Plans(self.walker)
            count, seed = job.given
            return self.plans.block(job.part, count, seed)
        if job.walk == "limit":
            standard, said = job.given
            self.limits = self.limits or limits.Limits(self.walker, said)
            return self.limits.walk(standard, job.part)
        WALKS[job.walk][0](self.walker, job.part, tally)
        return tally.result()


_workers: list[Worker] = []


def _start(behaviours: list[domain.Behaviour], every: int) -> None:
    _workers.append(Worker(load_knowledge(), behaviours, every))
    gc.freeze()  # what stays is not looked through again and again
    gc.set_threshold(50_000)


def _in_worker(job: Job) -> Result:
    return _workers[0].do(job)


class Proof:
    """All results, in the order of the jobs."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.said: set[Effect] = set()

    def add(self, results: Iterable[Result]) -> None:
        for result in results:
            for told in result.told if self.violations < 5 * TOLD else ():
                print(f"VIOLATION {told}", flush=True)
            self.results.append(result)
            if result.walk not in OWN:
                self.said |= result.effects

    @property
    def violations(self) -> int:
        return sum(result.violations for result in self.results)

    def of(self, name: str) -> list[Result]:
        return [result for result in self.results if result.walk == name]

    def inputs(self, name: str) -> int:
        return sum(result.inputs for result in self.of(name))

    def rungs(self, name: str) -> Counter[str]:
        return sum((result.rungs for result in self.of(name)), Counter())

    def distinct_plans(self) -> int:
        seen = b"".join(result.seen for result in self.of("plans"))
        return len({seen[at : at + 8] for at in range(0, len(seen), 8)})

    def codes(self) -> dict[str, dict[str, Any]]:
        """How often each code fired in the stages, and one digest of all it fired on."""
        found: dict[str, dict[str, Any]] = {}
        for code in sorted({code for result in self.results for code in result.codes}):
            parts = [result.codes[code] for result in self.results if code in result.codes]
            digest = hashlib.sha256("".join(part.digest for part in parts).encode())
            found[code] = {"fired": sum(p.count for p in parts), "sha256": digest.hexdigest()}
        return found

    def answers(self, name: str) -> dict[str, Any]:
        """The digest of all answers of a walk, of the whole plans that of the first."""
        results = self.of(name)
        if name == "plans":
            results = results[: DIGESTED // plans.BLOCK]
        digest = hashlib.sha256("".join(result.digest for result in results).encode())
        return {"inputs": sum(r.inputs for r in results), "sha256": digest.hexdigest()}

    def digests(self) -> dict[str, dict[str, Any]]:
        return {
            **self.codes(), **{name: self.answers(name) for name in ("schedule", "limit", "plans")}
        }  # fmt: skip


def active(knowledge: Knowledge) -> set[str]:
    """Every code that can stand in an answer."""
    rows = (knowledge.conditions, knowledge.red_flags, knowledge.patterns)
    named = {row.code for table in rows for row in table.values() if row.code}
    return named | {code for code, row in knowledge.rules.items() if row.status == "active"}


def prove(asked: argparse.Namespace) -> Proof:
    """Every walk, in so many processes."""
    knowledge = load_knowledge()
    behaviours = domain.behaviours(knowledge, all_uses=asked.every == 1)
    kinds = len(domain.first_of(behaviours, "kind"))
    print(f"{len(behaviours)} behaviours of medicines, {kinds} but for their windows", flush=True)
    proof = Proof()
    with _pool(asked.workers, behaviours, asked.every) as run:
        proof.add(run(Job(name, n) for name, (_, parts) in WALKS.items() for n in range(parts)))
        for name in WALKS:
            print(f"  {name}: {proof.inputs(name)} inputs", flush=True)
        said = walk.closure(proof.said)
        print(f"{len(said)} effects on a dose, with all unions", flush=True)
        parts = range(limits.PARTS)
        proof.add(run(Job("limit", n, (s, said)) for s in knowledge.standards for n in parts))
        _tell(proof, "limit", "limit and steps")
        asked_ = sum(result.asked for result in proof.of("limit"))
        print(f"  {asked_} of them differ in what the limit and the steps are shown", flush=True)
        proof.add(run(_plan_jobs(asked.plans, asked.seed)))
        _tell(proof, "plans", f"whole plans, {proof.distinct_plans()} distinct")
    reasons = sum((result.reasons for result in proof.of("plans")), Counter[str]())
    most = ", ".join(f"{code} {count}" for code, count in reasons.most_common(REASONS))
    print(f"  refused by {len(reasons)} codes, most often: {most}")
    if asked.every == 1:
        silent = sorted(active(knowledge) - proof.codes().keys())
        proof.add(_silent(code) for code in silent)
    return proof


def _silent(code: str) -> Result:
    tally = Tally("codes")
    tally.wrong(code, "fired on no input, so that nothing was proved of it")
    return tally.result()


def _plan_jobs(count: int, seed: int) -> Iterator[Job]:
    for number, at in enumerate(range(0, count, plans.BLOCK)):
        yield Job("plans", number, (min(plans.BLOCK, count - at), seed))


class _pool:  # noqa: N801 - used as a function
    """Runs jobs in their order: in this process, or in so many others."""

    def __init__(self, workers: int, behaviours: list[domain.Behaviour], every: int) -> None:
        self._own = None
        self._pool = None
        if workers > 1:
            self._pool = ProcessPoolExecutor(
                workers, multiprocessing.get_context("spawn"), _start, (behaviours, every)
            )
        else:
            self._own = Worker(load_knowledge(), behaviours, every)

    def __enter__(self) -> Any:
        return self._run

    def _run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        if self._pool:
            return self._pool.map(_in_worker, jobs)
        return map(self._own.do, jobs) if self._own else iter(())

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown()


def _tell(proof: Proof, name: str, what: str) -> None:
    rungs = proof.rungs(name)
    shown = {rung.value: rungs[rung.value] for rung in LADDER if rung.shows_dose}
    refused = {rung.value: rungs[rung.value] for rung in LADDER if not rung.shows_dose}

    def words(counts: dict[str, int]) -> str:
        return ", ".join(f"{count} {rung}" for rung, count in counts.items())

    print(f"{what}: {proof.inputs(name)} inputs")
    print(f"  with a dose {sum(shown.values())}: {words(shown)}")
    print(f"  refused {sum(refused.values())}: {words(refused)}", flush=True)


def compare(now: dict[str, dict[str, Any]], file: Path) -> list[str]:
    """The codes and walks whose digest is not the committed one."""
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return sorted(name for name in {*now, *before} if now.get(name) != before.get(name))


def write(now: dict[str, dict[str, Any]], file: Path) -> None:
    """One code a line, so that a review sees which changed."""
    lines = [f" {json.dumps(name)}: {json.dumps(now[name])}" for name in now]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """Walk and print what was found; 1 on any violation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=PLANS, help="Whole plans to draw.")
    parser.add_argument("--seed", type=int, default=plans.SEED)
    parser.add_argument("--every", type=int, default=1, help="Each so-manieth input only.")
    parser.add_argument("--workers", type=int, default=2, help="1 is this process.")
    parser.add_argument("--write", action="store_true", help="Write the digests of a whole run.")
    asked = parser.parse_args(argv)
    whole = (asked.every, asked.seed) == (1, plans.SEED) and asked.plans >= DIGESTED
    if asked.write and not whole:
        parser.error(f"--write goes with every input, the usual seed and {DIGESTED} plans")
    start = time.perf_counter()
    proof = prove(asked)
    now = proof.digests()
    if whole:
        differ = ", ".join(compare(now, DIGEST)) or "none"
        print(f"digests that differ from {DIGEST.name}: {differ}")
    if asked.write:
        write(now, DIGEST)
    profiles = proof.inputs("limit") + proof.distinct_plans()
    seconds = round(time.perf_counter() - start)
    print(f"{profiles} profiles, {proof.violations} violations, {seconds} s")
    return 1 if proof.violations else 0


if __name__ == "__main__":
    sys.exit(main())
