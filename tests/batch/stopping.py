"""Runs of ``magadvise batch`` over tiny blocks that are stopped on their way.

As a script, ``stopping.py FOLDER ENDING ENGINE KILLS`` kills runs and lets them go on until so many
were killed, and compares what comes out with a run that nobody stopped."""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from magadvise.batch import engines
from magadvise.batch import run as runs
from magadvise.cli.main import main
from magadvise.knowledge.load import load_knowledge

HEAD = "id,age,sex,kidney,medications,note\n"
KINDS = (
    "{n},{age},female,normal,none,plain\n",
    "{n},{age},male,,omeprazole;zzyx{n},plain\n",
    "{n},{age}x,female,normal,none,no age\n",
    "{n},{age},female,dialysis,Cipro 500 mg,plain\n",
    "{n},{age}\n",
    "{n},{age},male,normal,zzyx,=1+1\n",
)
QUOTED = '{n},{age},female,dialysis,Cipro 500 mg,"over\ntwo ""lines"""\n'
OUTPUTS = ("r.jsonl", "s.json", "p.html")
OLD = "what was there before\n"
ENGINES = (("csv", "rows"), ("jsonl", "rows"), ("csv", "columns"), ("parquet", "columns"))
DEAD = 9  # the exit code of a process that stands for one that was killed
PIECE = 9  # rows of a piece of Parquet


def people(rows: int) -> str:
    """A file with good rows, odd ones and broken ones."""
    kinds = [QUOTED if n in (9, 11) else KINDS[n % 7 % 6] for n in range(rows)]
    return HEAD + "".join(kind.format(n=n, age=1 + n % 99) for n, kind in enumerate(kinds))


def tiny() -> None:
    """Blocks of some rows."""
    from magadvise.batch.columnar import blocks, read

    engines.ROWS, read.ROWS, runs.PIECE = 9, 7, PIECE
    blocks.Blocks.__init__.__defaults__ = (300,)  # type: ignore[attr-defined]


def command(folder: Path, ending: str, engine: str, *more: str) -> list[str]:
    """A run with every output, that can be gone on with (Parquet must be asked for that at once)."""
    more = (*more, "--resume") if ending == "parquet" else more
    source = input_of(folder)
    kept = [] if source.is_dir() else ["--keep", "note"]
    return ["batch", str(source), "-o", str(folder / f"o.{ending}"), "--engine", engine,
            "--rejects", str(folder / "r.jsonl"), "--summary", str(folder / "s.json"),
            "--report", str(folder / "p.html"), *kept, *more]  # fmt: skip


def input_of(folder: Path) -> Path:
    """``in.csv``, ``in.xlsx`` or the folder ``in``."""
    (found,) = (file for file in folder.iterdir() if file.stem == "in")
    return found


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file but the input."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.stem != "in"}


def started_over(folder: Path, ending: str) -> dict[str, bytes]:
    """The outputs of an earlier run, and nothing else."""
    for file in folder.iterdir():
        if file.stem != "in":
            file.unlink()
    for name in (*OUTPUTS, f"o.{ending}"):
        (folder / name).write_text(OLD)
    return outputs(folder)


def quiet(arguments: list[str]) -> int:
    """The exit code of a run."""
    with contextlib.redirect_stderr(io.StringIO()):
        return main(arguments)


def interrupted() -> None:
    """What Ctrl-C does."""
    raise KeyboardInterrupt


def dead() -> None:
    """The end of the process, as by kill -9."""
    os._exit(DEAD)


class Stops:
    """An end at the n-th call of ``owner.name``, before or behind the call."""

    def __init__(
        self, owner: Any, name: str, at: int, *, behind: bool, end: Callable[[], None]
    ) -> None:
        self.calls, self.at, self.behind, self.end = 0, at, behind, end
        self._real = getattr(owner, name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        if self.calls == self.at and not self.behind:
            self.end()
        try:
            return self._real(*arguments, **named)
        finally:
            if self.calls == self.at:
                self.end()


def stop(
    patch: Any,
    owner: Any,
    name: str,
    at: int,
    *,
    behind: bool,
    end: Callable[[], None] = interrupted,
) -> Stops:
    """Put a stop there."""
    stops = Stops(owner, name, at, behind=behind, end=end)
    patch.setattr(owner, name, lambda *given, **named: stops(*given, **named))
    return stops


def died(arguments: list[str], owner: Any, name: str, at: int, *, behind: bool) -> int:
    """The exit code of a process that dies (``DEAD``) at the n-th call of ``owner.name``."""
    child = os.fork()
    if not child:
        stop(Setting(), owner, name, at, behind=behind, end=dead)
        os._exit(quiet(arguments))
    return os.WEXITSTATUS(os.waitpid(child, 0)[1])


class Setting:
    """Stands in for the patch of a process that ends soon."""

    setattr = staticmethod(setattr)


# as a script ---------------------------------------------------------------------------------------


def begun(arguments: list[str]) -> int:
    """A run in a process of its own."""
    child = os.fork()
    if not child:
        os._exit(quiet(arguments))
    return child


def finished(arguments: list[str]) -> int:
    """The exit code of such a run."""
    return os.WEXITSTATUS(os.waitpid(begun(arguments), 0)[1])


def lived(arguments: list[str], seconds: float) -> int | None:
    """The exit code of such a run, ``None`` where it was killed after so long."""
    child = begun(arguments)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else None


def killing(folder: Path, ending: str, engine: str, kills: int) -> str:
    """What went wrong, "" for nothing."""
    load_knowledge()
    chance = random.Random(50)  # noqa: S311 - no secret
    (folder / "in.csv").write_text(people(110))
    started_over(folder, ending)
    start = time.monotonic()
    finished(command(folder, ending, engine))
    usual = time.monotonic() - start
    wanted = outputs(folder)
    killed = resumed = 0
    before = started_over(folder, ending)
    while killed < kills:
        code = lived(command(folder, ending, engine, "--resume"), chance.uniform(0, usual))
        found = outputs(folder)
        if code is None:
            killed += 1
            for name in before:
                if found[name] not in (before[name], wanted[name]):
                    return f"{name} is half a file"
        elif code != 3 or found != wanted:
            return f"code {code}, " + ", ".join(n for n in wanted if found.get(n) != wanted[n])
        else:
            resumed += 1
            started_over(folder, ending)
    code = finished(command(folder, ending, engine, "--resume"))
    return "" if code == 3 and outputs(folder) == wanted else "the last run is not the same"


if __name__ == "__main__":
    tiny()
    sys.exit(killing(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])) or 0)
