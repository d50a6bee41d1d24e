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
from pathlib import Path
from typing import Any

from magadvise.batch import engines
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
JOURNALED = ENGINES[:3]  # of Parquet nothing can be gone on with: it is written anew


def people(rows: int) -> str:
    """A file with good rows, odd ones and broken ones."""
    kinds = [QUOTED if n in (9, 11) else KINDS[n % 7 % 6] for n in range(rows)]
    return HEAD + "".join(kind.format(n=n, age=1 + n % 99) for n, kind in enumerate(kinds))


def tiny() -> None:
    """Blocks of some rows."""
    from magadvise.batch.columnar import blocks, read

    engines.ROWS, read.ROWS = 9, 7
    blocks.Blocks.__init__.__defaults__ = (300,)  # type: ignore[attr-defined]


def command(folder: Path, ending: str, engine: str, *more: str) -> list[str]:
    """A run with every output."""
    named = ["--engine", engine] if (ending, engine) != ("jsonl", "columns") else []
    return ["batch", str(folder / "in.csv"), "-o", str(folder / f"o.{ending}"), *named,
            "--rejects", str(folder / "r.jsonl"), "--summary", str(folder / "s.json"),
            "--report", str(folder / "p.html"), "--keep", "note", *more]  # fmt: skip


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file but the input."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != "in.csv"}


def started_over(folder: Path, ending: str) -> dict[str, bytes]:
    """The outputs of an earlier run, and nothing else."""
    for file in folder.iterdir():
        if file.name != "in.csv":
            file.unlink()
    for name in (*OUTPUTS, f"o.{ending}"):
        (folder / name).write_text(OLD)
    return outputs(folder)


def quiet(arguments: list[str]) -> int:
    """The exit code of a run."""
    with contextlib.redirect_stderr(io.StringIO()):
        return main(arguments)


class Stops:
    """``KeyboardInterrupt`` at the n-th call of ``owner.name``, before or behind the call."""

    def __init__(self, owner: Any, name: str, at: int, *, behind: bool) -> None:
        self.calls, self.at, self.behind = 0, at, behind
        self._real = getattr(owner, name)

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        if self.calls == self.at and not self.behind:
            raise KeyboardInterrupt
        found = self._real(*arguments)
        if self.calls == self.at:
            raise KeyboardInterrupt
        return found


def stop(patch: Any, owner: Any, name: str, at: int, *, behind: bool) -> Stops:
    """Put a stop there."""
    stops = Stops(owner, name, at, behind=behind)
    patch.setattr(owner, name, lambda *given: stops(*given))
    return stops


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
