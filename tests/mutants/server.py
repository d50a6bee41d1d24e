"""Run many mutants through the same tests: the tests are collected once, and each mutant is a fork.

The parent never loads a data file; a test file that reads one while it is imported would show every
mutant the shipped data, so :class:`Server` refuses it. The test that killed last is tried first.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300  # of processor time: a mutant that hangs is dead
SURVIVED, BY_TEST, BY_LOAD, BROKEN = 0, 10, 11, 12


class Refused(Exception):
    """The program refuses the mutant before any test."""


class Fate:
    """What became of one mutant: ``how`` is survived, load, time, or the name of a test."""

    def __init__(self, mutant: Any, how: str) -> None:
        self.mutant, self.how = mutant, how

    @property
    def killed(self) -> bool:
        return self.how != "survived"


class Server:
    """A pytest plugin. ``become`` changes the world of a forked child to that of a mutant, or raises
    :class:`Refused`; ``last`` may refuse it after all tests, where that costs more than they do;
    ``group`` names the mutants that the same tests are likely to kill, ``first`` the test files to
    begin with, and ``same`` a mutant that changes nothing: it must live."""

    def __init__(
        self,
        mutants: Sequence[Any],
        become: Callable[[Any], None],
        group: Callable[[Any], str],
        last: Callable[[Any], None] = lambda mutant: None,
        first: Callable[[Any], Sequence[str]] = lambda mutant: (),
        same: Any = None,
        workers: int = 2,
        tell: Callable[[str], None] = print,
    ) -> None:
        self.mutants, self.become, self.group, self.last = mutants, become, group, last
        self.first, self.same, self.workers, self.tell = first, same, workers, tell
        self.fates: list[Fate] = []
        self.kills: dict[str, Counter[int]] = {}
        self.items: list[pytest.Item] = []
        self.tests = 0
        self._folder = Path()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the tests could not be collected")
        self.items = session.items
        self.tests = len(self.items)
        with tempfile.TemporaryDirectory() as folder:
            self._folder = Path(folder)
            if self.same is not None:
                self._run([self.same])
                if self.fates.pop().killed:
                    raise SystemExit("the tests fail without any mutant: nothing can be counted")
            self._run(self.mutants)
        return True

    def _run(self, mutants: Sequence[Any]) -> None:
        waiting, running = list(reversed(mutants)), {}
        begun = time.monotonic()
        while waiting or running:
            while waiting and len(running) < self.workers:
                mutant = waiting.pop()
                running[self._fork(mutant)] = mutant
            child, status = os.wait()
            mutant = running.pop(child)
            self.fates.append(Fate(mutant, self._how(child, status, mutant)))
            done = len(self.fates)
            if done % 250 == 0:
                alive = sum(not fate.killed for fate in self.fates)
                spent = time.monotonic() - begun
                self.tell(f"{done} of {len(self.mutants)} mutants, {alive} alive, {spent:.0f} s")

    def _how(self, child: int, status: int, mutant: Any) -> str:
        if os.WIFSIGNALED(status):
            return "time" if os.WTERMSIG(status) == signal.SIGPROF else "crash"
        code = os.WEXITSTATUS(status)
        if code == SURVIVED:
            return "survived"
        if code == BY_LOAD:
            return "load"
        note = self._folder / str(child)
        if code != BY_TEST:
            raise RuntimeError(f"{mutant}: {note.read_text() if note.exists() else code}")
        number = int(note.read_text())
        note.unlink()
        self.kills.setdefault(self.group(mutant), Counter())[number] += 1
        return self.items[number].nodeid

    def _order(self, mutant: Any) -> list[int]:
        own = [n for n, _ in self.kills.get(self.group(mutant), Counter()).most_common()]
        every: Counter[int] = Counter()
        for counted in self.kills.values():
            every.update(counted)
        others = [n for n, _ in every.most_common()]
        files = self.first(mutant)
        near = [n for n, item in enumerate(self.items) if any(f in item.nodeid for f in files)]
        return list(dict.fromkeys([*own, *near, *others, *range(len(self.items))]))

    def _fork(self, mutant: Any) -> int:
        order = self._order(mutant)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            os._exit(self._child(mutant, order))
        return child

    def _child(self, mutant: Any, order: list[int]) -> int:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        note = self._folder / str(os.getpid())
        try:
            try:
                self.become(mutant)
            except Refused:
                return BY_LOAD
            for place, number in enumerate(order):
                after = self.items[order[place + 1]] if place + 1 < len(order) else None
                reports = runtestprotocol(self.items[number], log=False, nextitem=after)
                if any(report.failed for report in reports):
                    note.write_text(str(number))
                    return BY_TEST
            try:
                self.last(mutant)
            except Refused:
                return BY_LOAD
        except BaseException as error:  # noqa: BLE001 - told by the parent
            note.write_text(repr(error))
            return BROKEN
        return SURVIVED


def serve(server: Server, files: Iterable[str], more: Sequence[str] = ()) -> Server:
    """Collect the tests of these files and run every mutant through them."""
    with tempfile.TemporaryDirectory() as folder:
        status = pytest.main(
            ["-q", "-s", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov",
             f"--basetemp={folder}/tests", f"--rootdir={ROOT}", *more, *(str(ROOT / f) for f in files)],
            plugins=[server],
        )  # fmt: skip
    if len(server.fates) != len(server.mutants):
        raise SystemExit(f"the tests did not run (pytest ended with {int(status)})")
    return server
