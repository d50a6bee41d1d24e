"""The whole program on argument vectors: in this process, and as processes of their own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

from batch.fhir_made import bundle
from fuzz import mutate, readers
from fuzz.readers import law
from fuzz.vectors import EXITS
from magadvise.cli.main import main

SECONDS = 5.0  # of a processor: a machine that is busy with other things makes no fault
HANG = 60.0  # seconds on the clock
GOOD = (
    b"id,age,sex,kidney,medications,note\n1,45,female,normal,none,a\n2,70,male,,warfarin;zzyx,=b\n"
)
PLACES = (
    {}, {"COLUMNS": "20"}, {"COLUMNS": "0"}, {"ACCESSIBLE": "1"}, {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONHASHSEED": "7"}, {"TZ": "Asia/Kathmandu"},
    {"TERM": "dumb", "NO_COLOR": "1"}, {"FORCE_COLOR": "1", "TERM": "xterm-256color"},
)  # fmt: skip


class Outcome(NamedTuple):
    """What came of one command."""

    code: int
    out: bytes
    err: bytes


class Folder:
    """Where a command runs: inputs of every format, and a kept profile."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.made = {
            "in.csv": GOOD, "some.csv": GOOD + b"3,x,male,,none,c\n", "empty.csv": b"",
            "in.tsv": GOOD.replace(b",", b"\t"),
            "bytes.csv": bytes(range(256)) * 4, "in.jsonl": readers.LINES[0], "in.xlsx": readers._book(),
            "in.parquet": _parquet(), "fhir/Patient.ndjson": json.dumps(readers.patient()).encode(),
            "fhir/MedicationRequest.ndjson": json.dumps(readers.request("warfarin")).encode(),
            "data/magadvise/profiles/me.json": readers.STORED,
        }  # fmt: skip
        bundle(place / "bundle.json", *readers.RECORDS)
        self.made["bundle.json"] = (place / "bundle.json").read_bytes()

    def ready(self, odd: bytes) -> None:
        """The same folder for every run, and one input of its own."""
        for file in self.place.iterdir():
            if file.is_dir() and not file.is_symlink():
                shutil.rmtree(file)
            else:
                file.unlink()
        for name, content in {**self.made, "odd.csv": odd}.items():
            file = self.place / name
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.write_bytes(content)

    def inside(self, arguments: list[str], stdin: bytes) -> Outcome:
        """In this process; no stream is a terminal."""
        out, err = io.BytesIO(), io.BytesIO()
        streams = [io.TextIOWrapper(s, "utf-8") for s in (io.BytesIO(stdin), out, err)]
        environment = {"XDG_DATA_HOME": str(self.place / "data"), "HOME": str(self.place)}
        with (
            mock.patch.dict(os.environ, environment), contextlib.chdir(self.place),
            mock.patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]),
        ):  # fmt: skip
            code = main(arguments)
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
        return Outcome(code, out.getvalue(), err.getvalue())

    def process(self, arguments: list[bytes], stdin: bytes, more: dict[str, str]) -> Outcome:
        """As a process of its own. Raises :class:`subprocess.TimeoutExpired`."""
        before = _spent()
        done = subprocess.run(
            [sys.executable, "-m", "magadvise", *arguments],
            input=stdin,
            capture_output=True,
            cwd=self.place,
            env={"PATH": os.environ["PATH"], "HOME": str(self.place), **more},
            check=False,
            timeout=HANG,
        )
        law(_spent() - before <= SECONDS)
        return Outcome(done.returncode, done.stdout, done.stderr)


def _spent() -> float:
    """Seconds of a processor that ended processes of ours have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def odd_file(rng: Random) -> bytes:
    """Bytes of a batch input."""
    return mutate.raw(rng, rng.choice((GOOD, *readers.CSV, *readers.LINES, readers._book())))


def judged(outcome: Outcome) -> None:
    """The laws of every run: a documented exit code, no traceback, and what went wrong is said."""
    law(outcome.code in EXITS)
    law(b"Traceback" not in outcome.out + outcome.err and b"Exception ignored" not in outcome.err)
    law(outcome.code in (0, 1, 74) or outcome.out.strip() or outcome.err.strip())


def in_process(rng: Random, folder: Folder, arguments: list[str]) -> None:
    """One vector in this process."""
    folder.ready(odd_file(rng))
    judged(folder.inside(arguments, rng.choice((b"", GOOD))))


def as_process(rng: Random, folder: Folder, arguments: list[str]) -> None:
    """One vector as a process; what no system can hand over is left out of it."""
    folder.ready(odd_file(rng))
    words = [w.encode("utf-8", "surrogateescape") for w in _held(arguments)]
    stdin, place = rng.choice((b"", GOOD)), rng.choice(PLACES)
    judged(folder.process(words, stdin, dict(place)))


def _held(arguments: list[str]) -> Iterator[str]:
    for word in arguments:
        yield "".join(c for c in word if not "\ud800" <= c <= "\udfff" or "\udc80" <= c <= "\udcff")


def _parquet() -> bytes:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return b"PAR1"
    stream = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "age": [45, 70], "sex": ["female", None]}), stream)
    return stream.getvalue()
