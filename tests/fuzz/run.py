"""Throw what is nearly right at the program, and count what goes wrong. See ``make fuzz``.

A fault is told with its kind and number: ``--seed S --only KIND:NUMBER`` makes that run again.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple

from fuzz import commands, readers, vectors
from fuzz.data_files import Lab

SEED = 20260101
COUNTS = {"parsers": 1_000_000, "vectors": 10_000, "processes": 500, "data": 2_000}
MOST_ALIKE = 3  # faults of one kind that are told


class TooSlow(BaseException):
    """A run took longer than it may, or hangs. No handler of the program may take it."""


class Fault(NamedTuple):
    """One run that went wrong: its kind and number, what was tried, and what came of it."""

    run: str
    what: str
    error: str


def _late(number: int, frame: FrameType | None) -> None:
    raise TooSlow


@contextlib.contextmanager
def alarmed() -> Iterator[None]:
    """Turn both alarm clocks into :class:`TooSlow`. For the main thread."""
    before = {each: signal.signal(each, _late) for each in (signal.SIGALRM, signal.SIGPROF)}
    try:
        yield
    finally:
        _set(0, 0)
        for each, handler in before.items():
            signal.signal(each, handler)


def _set(spent: float, clock: float) -> None:
    """Seconds of a processor, and seconds on the clock; 0 for none."""
    signal.setitimer(signal.ITIMER_PROF, spent)
    signal.setitimer(signal.ITIMER_REAL, clock)


class Fuzz:
    """All kinds of runs, each from the seed, its kind and its number alone; inside :func:`alarmed`."""

    def __init__(
        self, place: Path, seed: int = SEED, tell: Callable[[str], object] = lambda line: None
    ) -> None:
        self.seed, self.tell = seed, tell
        self.faults: list[Fault] = []
        self.runs: Counter[str] = Counter()
        for name in ("scratch", "work", "data"):
            (place / name).mkdir()
        self._scratch = place / "scratch"
        self._folder = commands.Folder(place / "work")
        self._lab = Lab(place / "data")

    def rng(self, kind: str, number: int) -> Random:
        return Random(f"{self.seed} {kind} {number}")  # noqa: S311

    def parsers(self, count: int) -> None:
        for number, name in zip(range(count), readers.turns(), strict=False):
            self.reader(name, number)

    def reader(self, name: str, number: int) -> None:
        reader, rng = readers.READERS[name], self.rng(name, number)
        self._try(name, number, name, lambda: reader.read(rng, self._scratch), reader.may)

    def vectors(self, count: int) -> None:
        for number in range(count):
            self.vector(number)

    def vector(self, number: int) -> None:
        self._command("vector", number, commands.in_process)

    def processes(self, count: int) -> None:
        for number in range(count):
            self.process(number)

    def process(self, number: int) -> None:
        self._command("process", number, commands.as_process)

    def data(self, count: int) -> None:
        for number in range(count):
            self.data_file(number)

    def data_file(self, number: int) -> None:
        rng = self.rng("data file", number)
        self._try("data file", number, "", lambda: self._lab.read(rng), ())

    def again(self, run: str) -> None:
        """One run of ``kind:number``."""
        kind, number = run.rsplit(":", 1)
        own: dict[str, Callable[[int], None]] = {
            "vector": self.vector, "process": self.process, "data file": self.data_file,
        }  # fmt: skip
        if kind in own:
            own[kind](int(number))
        else:
            self.reader(kind, int(number))

    def _command(
        self, kind: str, number: int,
        act: Callable[[Random, commands.Folder, list[str]], None],
    ) -> None:  # fmt: skip
        rng = self.rng(kind, number)
        arguments = vectors.vector(rng)
        self._try(kind, number, ascii(arguments), lambda: act(rng, self._folder, arguments), ())

    def _try(
        self, kind: str, number: int, what: str, act: Callable[[], object],
        may: tuple[type[Exception], ...],
    ) -> None:  # fmt: skip
        self.runs[kind] += 1
        try:
            _set(commands.SECONDS, commands.HANG + (kind == "process"))
            try:
                act()
            finally:
                _set(0, 0)
        except may:
            self.runs[f"{kind} refused"] += 1
        except (Exception, TooSlow) as error:  # noqa: BLE001
            steps = traceback.extract_tb(error.__traceback__)
            at = next((s for s in reversed(steps) if "magadvise" in s.filename), steps[-1])
            where = f"{Path(at.filename).name}:{at.lineno}"
            fault = Fault(f"{kind}:{number}", what, f"{type(error).__name__} at {where}")
            self.faults.append(fault)
            if sum(other.error == fault.error for other in self.faults) <= MOST_ALIKE:
                self.tell(f"FAILED {fault.run}: {fault.error} {fault.what}")


def main(argv: list[str] | None = None) -> int:
    """Run and print the counts; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", metavar="KIND:NUMBER", help="One run again, as a fault names it.")
    for name, count in COUNTS.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    asked = parser.parse_args(argv)
    warnings.simplefilter("ignore")  # of the libraries, about broken workbooks
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as place, alarmed():
        fuzz = Fuzz(Path(place), asked.seed, partial(print, flush=True))
        if asked.only:
            fuzz.again(asked.only)
        else:
            for name in COUNTS:
                getattr(fuzz, name)(getattr(asked, name))
                print(f"{name}: {getattr(asked, name)} runs, {len(fuzz.faults)} failures so far,"
                      f" {time.perf_counter() - start:.0f} s", flush=True)  # fmt: skip
    _tell(fuzz)
    runs = sum(count for name, count in fuzz.runs.items() if not name.endswith(" refused"))
    print(f"{runs} runs, {len(fuzz.faults)} failures, {time.perf_counter() - start:.0f} s")
    return 1 if fuzz.faults else 0


def _tell(fuzz: Fuzz) -> None:
    for name, count in fuzz.runs.items():
        if not name.endswith(" refused"):
            refused = fuzz.runs[f"{name} refused"]
            print(f"  {name}: {count}" + (f", of them refused {refused}" if refused else ""))


if __name__ == "__main__":
    sys.exit(main())
