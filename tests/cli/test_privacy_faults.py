"""Whatever goes wrong, nothing that somebody answered is left behind: not in an error, not in a log,
not in a temporary file, not in a report. A canary of its own stands in every answer."""

from __future__ import annotations

import base64
import json
import logging
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from helpers import HEALTHY, flags
from knowledge.lab import small_copy
from magadvise.batch.stops import Stopped
from magadvise.errors import DoseLimitError, KnowledgeError
from magadvise.knowledge import load
from magadvise.profile import QUESTIONS

MARK = "zqxcanary"
CANARY = {question: f"{MARK}{number:02d}" for number, question in enumerate(QUESTIONS)}
ANY = f"{MARK}99"
# Where a free text is an answer, so that the plan gets as far as to be printed.
TAKEN: dict[str, str | list[str]] = {
    "medications": [CANARY["medications"], "levothyroxine"],
    "medication_times": f"{CANARY['medications']}=07:00",
    "products": CANARY["products"],
}
PLAN = flags(**TAKEN, other_magnesium_mg=None)
ROWS = ("id", *QUESTIONS)
OPEN = ("medications", "products", "conditions", "patterns", "red_flags")  # texts of a batch row
GOOD_ROW = {**HEALTHY, **{q: CANARY[q] for q in OPEN}, "other_magnesium_mg": "", "id": ANY}
BAD_ROW = {**CANARY, "id": ANY}


def table(*rows: dict[str, Any]) -> str:
    """A batch input with a column for every question."""
    lines = [ROWS, *([str(row.get(name, "")) for name in ROWS] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


class Fault(NamedTuple):
    """One way to fail: the command line, the exit code, and what is broken for it: a name of the
    program and what a call of it raises."""

    arguments: list[str]
    code: int
    broken: str = ""
    error: BaseException | None = None


def profile(*more: str) -> list[str]:
    return ["profile", *more]


def batch(*more: str, out: str = "o.csv", file: str = "in.csv") -> list[str]:
    return ["batch", file, "-o", out, "--rejects", "r.jsonl", "--summary", "s.json",
            "--report", "p.html", *more]  # fmt: skip


BY_ROWS, BY_COLUMNS = (batch("--engine", word) for word in ("rows", "columns"))
FULL = OSError(28, ANY, ANY)
DENIED = PermissionError(13, ANY, ANY)
BUG = ValueError(ANY, {"age": ANY})
USUAL = {
    question: Fault(flags(**{**TAKEN, "other_magnesium_mg": None, question: canary}), 2)
    for question, canary in CANARY.items()
    if question not in TAKEN
}
WORDS = {
    "an unknown flag": Fault([*PLAN, f"--{ANY}"], 2),
    "an unknown flag with a value": Fault([*PLAN, f"--{ANY}={ANY}"], 2),
    "an unknown short flag": Fault([*PLAN, f"-q{ANY}"], 2),
    "a value for a switch": Fault([*PLAN, f"--plain={ANY}"], 2),
    "an extra word": Fault([*PLAN, ANY], 2),
    "a flag without its value": Fault([*PLAN, "--age"], 2),
    "an unknown command": Fault([ANY, *PLAN], 2),
    "an unknown format": Fault([*PLAN, "--format", ANY], 2),
    "an unknown standard": Fault([*PLAN, "--standard", ANY], 2),
    "a code that is none": Fault(["explain", ANY], 2),
    "a list that is none": Fault(["show", ANY], 2),
    "a schema that is none": Fault(["schema", ANY], 2),
    "a shell that is none": Fault(["completion", ANY], 2),
    "a label without an amount": Fault(["label", ANY], 2),
    "a bad age of a label": Fault(["label", "magnesium 100 mg", "--age", ANY], 2),
    "a bad most of a label": Fault(["label", "magnesium 100 mg", "--most", ANY], 2),
}
CONTRADICTIONS = {
    f"{question} and none": Fault(flags(**{**TAKEN, question: [CANARY[question], "none"]}), 2)
    for question in ("medications", "conditions", "red_flags", "products")
} | {
    "a time for no medicine": Fault(flags(medication_times=f"{ANY}=07:00"), 2),
    "a time that is none": Fault(flags(**{**TAKEN, "medication_times": f"levothyroxine={ANY}"}), 2),
    "a time without a name": Fault(flags(**{**TAKEN, "medication_times": ANY}), 2),
    "two ages": Fault(flags(**TAKEN, age=[ANY, "45"]), 2),
    "pregnant and male": Fault(flags(**TAKEN, sex="male", pregnant="yes"), 2),
}  # fmt: skip
WRITING = {
    "no folder": Fault([*PLAN, "-o", f"no/{ANY}.txt"], 73),
    "a folder": Fault([*PLAN, "-o", "folder"], 73),
    "a file as a folder": Fault([*PLAN, "-o", f"in.csv/{ANY}"], 73),
    "a full device": Fault([*PLAN, "-o", "/dev/full"], 74),
    "no temporary file": Fault([*PLAN, "-o", "o.txt"], 73, "tempfile.mkstemp", DENIED),
    "a full disk at the end": Fault([*PLAN, "-o", "o.txt"], 74, "os.fsync", FULL),
    "no new name": Fault([*PLAN, "--json", "-o", "o.json"], 74, "os.replace", DENIED),
    "med to a full disk": Fault(["med", ANY, "-o", "o.txt"], 74, "os.fsync", FULL),
    "label to a full disk": Fault(["label", f"5 mg Mg {ANY}", "-o", "o.txt"], 74, "os.fsync", FULL),
    "a screen that is gone": Fault(PLAN, 74, "magadvise.cli.output.show", FULL),
    "a reader that is gone": Fault(PLAN, 74, "magadvise.cli.output.show", BrokenPipeError(32, ANY)),
}  # fmt: skip
INSIDE = {
    f"a fault in {name.rsplit('.', 1)[1]}": Fault(PLAN, 70, name, BUG)
    for name in (
        "magadvise.cli.plan.advise", "magadvise.cli.plan.load_knowledge", "magadvise.profile.parse",
        "magadvise.cli.plan_text.lines", "magadvise.medicines.resolve.resolve",
        "magadvise.medicines.products.find", "magadvise.cli.output.text", "magadvise.cli.screen.safe",
    )
} | {
    "a fault in the document": Fault([*PLAN, "--json"], 70, "magadvise.export.json_plan.document", BUG),
    "a key that is not there": Fault(PLAN, 70, "magadvise.cli.plan.advise", KeyError(ANY)),
    "no memory": Fault(PLAN, 70, "magadvise.cli.plan.advise", MemoryError(ANY)),
    "too deep": Fault(PLAN, 70, "magadvise.cli.plan.advise", RecursionError(ANY)),
    "a guard": Fault(PLAN, 70, "magadvise.cli.plan.advise", DoseLimitError("a guard failed")),
    "broken data": Fault(PLAN, 70, "magadvise.cli.plan.load_knowledge", KnowledgeError("x", "file", "broken")),
    "reading fails": Fault(PLAN, 74, "magadvise.cli.plan.load_knowledge", FULL),
    "Ctrl-C": Fault(PLAN, 130, "magadvise.cli.plan.advise", KeyboardInterrupt(ANY)),
    "a fault in med": Fault(["med", ANY], 70, "magadvise.profile.medicine", BUG),
    "a fault in label": Fault(["label", f"magnesium 100 mg {ANY}"], 70, "magadvise.cli.label.read", BUG),
}  # fmt: skip
KEPT = {
    "a name that cannot be": Fault(profile("save", f"../{ANY}", *PLAN[1:]), 2),
    "a name in other capitals": Fault(profile("save", "ME", *PLAN[1:]), 2),
    "answers that cannot be": Fault(profile("save", "new", *PLAN[1:], "--age", ANY), 2),
    "a disk that is full": Fault(profile("save", "new", *PLAN[1:]), 74, "os.fsync", FULL),
    "a folder that cannot be": Fault(profile("save", "new", *PLAN[1:]), 73, "pathlib.Path.lstat", DENIED),
    "no new name for a profile": Fault(profile("save", "new", *PLAN[1:]), 74, "pathlib.Path.replace", FULL),
    "a fault in saving": Fault(profile("save", "new", *PLAN[1:]), 70, "os.urandom", BUG),
    "no such profile": Fault(profile("show", ANY), 66),
    "nothing to forget": Fault(profile("forget", ANY), 66),
    "a broken profile": Fault(profile("show", "broken"), 65),
    "a plan of a broken profile": Fault(["plan", "--profile", "broken"], 65),
    "a newer profile": Fault(profile("show", "newer"), 2),
    "a profile that cannot be read": Fault(profile("show", "me"), 74, "os.fdopen", FULL),
    "a plan of a kept answer that cannot be": Fault(["plan", "--profile", "me", "--no-input"], 2),
    "a plan that is kept and fails": Fault([*PLAN, "--save", "new"], 74, "os.fsync", FULL),
}  # fmt: skip
MANY = {
    "a batch without its file": Fault(batch(file=f"{ANY}.csv"), 66),
    "a batch of rows that are all bad": Fault(batch(file="bad.csv"), 65),
    "a batch without a known column": Fault(batch(file="head.csv"), 65),
    "a batch of half a file": Fault(batch(file="half.csv"), 65),
    "a batch into its own input": Fault(batch(out="in.csv"), 2),
    "a batch without a folder": Fault(batch(out=f"no/{ANY}.csv"), 73),
    "a batch with a bad flag": Fault(batch("--sex", ANY), 2),
    "a batch with bad columns": Fault(batch("--columns", f"age={ANY},{ANY}"), 2),
    "a batch that keeps no column": Fault(batch("--keep", ANY), 2),
    "a batch of no encoding": Fault(batch("--encoding", ANY), 2),
    "a batch of no delimiter": Fault(batch("--delimiter", ANY), 2),
    "a batch of no format": Fault(batch("--from", ANY), 2),
    "a batch of no day": Fault(batch("--as-of", ANY), 2),
    "a batch of no engine": Fault(batch("--engine", ANY), 2),
    "a batch to a full disk": Fault(batch(), 74, "os.fsync", FULL),
    "a batch without a new name": Fault(batch(), 74, "os.replace", DENIED),
    "a batch with a fault": Fault(BY_ROWS, 70, "magadvise.batch.answer.advise", BUG),
    "a batch whose page fails": Fault(batch(), 70, "magadvise.batch.report.page", BUG),
    "a batch whose names fail": Fault(BY_ROWS, 70, "magadvise.medicines.resolve.resolve", BUG),
    "a batch stopped": Fault(BY_ROWS, 143, "magadvise.batch.engines.Rows.close", Stopped(signal.SIGTERM)),
    "a batch interrupted": Fault(batch(), 130, "magadvise.batch.report.page", KeyboardInterrupt(ANY)),
    "a batch in columns": Fault(BY_COLUMNS, 70, "magadvise.batch.columnar.read.Csv.lines", BUG),
    "JSON lines that are none": Fault(batch(file="bad.jsonl"), 65),
    "FHIR that is none": Fault(batch("--from", "fhir", file="fhir"), 65),
    "a workbook that is none": Fault(batch("--from", "xlsx"), 65),
    "Parquet that is none": Fault(batch("--from", "parquet"), 65),
}  # fmt: skip
FAULTS = {**USUAL, **WORDS, **CONTRADICTIONS, **WRITING, **INSIDE, **KEPT, **MANY}
STOPPED = (130, 143)
TEXT_ALONE = ("show", "lines", "text", "safe")  # no JSON goes through these
RUNS = [(name, "") for name in FAULTS] + [
    (name, "--json")
    for name, fault in FAULTS.items()
    if fault.arguments[0] in ("plan", "med", "label", "profile")
    and fault.broken.rpartition(".")[2] not in TEXT_ALONE
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with inputs and kept profiles, all full of canaries; temporary files go there too."""
    place = tmp_path / "here"
    kept = tmp_path / "data" / "magadvise" / "profiles"
    for folder in (place, place / "folder", place / "fhir", kept, tmp_path / "tmp"):
        folder.mkdir(parents=True, mode=0o700)
    good, bad = table(GOOD_ROW, GOOD_ROW), table(BAD_ROW, BAD_ROW)
    answers = {question: [canary] for question, canary in CANARY.items()}
    document = {"format": "magadvise profile", "version": 1, "answers": answers}
    for file, content in {
        place / "in.csv": good,
        place / "bad.csv": bad,
        place / "head.csv": bad.partition("\n")[2],
        place / "half.csv": table() + f'1,"{ANY},' + "\n",
        place / "bad.jsonl": json.dumps(BAD_ROW) + f'\n{{"age": {ANY}}}\n{ANY}\n',
        place / "fhir" / "Patient.ndjson": json.dumps({"resourceType": ANY, "id": ANY}) + f"\n{ANY}\n",
        kept / "me.json": json.dumps(document),
        kept / "newer.json": json.dumps({**document, "version": 9}),
        kept / "broken.json": json.dumps(document)[:-3],
    }.items():  # fmt: skip
        file.write_text(content, encoding="utf-8")
    monkeypatch.chdir(place)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


def files(place: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}


def silent(text: str | bytes) -> bool:
    """No canary, in any spelling that a file or an error could have."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    # The letters of any three neighbouring bytes, whatever stands before them.
    coded = [base64.b64encode(b"x" * n + MARK.encode())[4:-4] for n in range(3)]
    seen = data.lower()
    return MARK.encode() not in seen and not any(code in data for code in coded)


def sabotaged(patch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    patch.setattr(name, broken)


@pytest.mark.parametrize(("name", "more"), RUNS)
def test_no_answer_is_left_behind_by_a_fault(run, here, monkeypatch, caplog, name, more):
    fault = FAULTS[name]
    if fault.arguments[0] == "batch":
        pytest.importorskip("pyarrow")
        pytest.importorskip("openpyxl")
    before = files(here)
    caplog.set_level(logging.DEBUG)
    with monkeypatch.context() as patch:
        if fault.error is not None:
            sabotaged(patch, fault.broken, fault.error)
        code, out, err = run(*fault.arguments, *more.split())
    assert code == fault.code, (out, err)
    assert out + err or code in (74, 130)
    assert silent(out + err)
    assert caplog.records == []
    for file, content in files(here).items():
        if before.get(file) == content:
            continue
        if fault.code in STOPPED and file.name.startswith(".magadvise-"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600  # for --resume, and for nobody else
        elif file.name == "r.jsonl":  # rejected rows with their bytes, for the person who asked
            for row in content.splitlines():
                assert silent(json.dumps({**json.loads(row), "raw_b64": None, "file": None}))
        else:
            assert silent(content), file
    assert files(here / "tmp") == {}
    left = {file.name for file in files(here) if file not in before}
    assert fault.code in STOPPED or left <= {"o.csv", "r.jsonl", "s.json", "p.html"}


def test_there_are_more_than_sixty_faults_and_every_exit_code_is_among_them():
    assert len(FAULTS) > 100
    assert {fault.code for fault in FAULTS.values()} == {2, 65, 66, 70, 73, 74, 130, 143}
    assert set(USUAL) | set(TAKEN) == set(QUESTIONS)


def test_the_canaries_are_answers_that_get_through(run, here):
    """Without a fault they stand in the answer: so their absence above says something."""
    done = run(*PLAN)
    assert done.code == 0
    assert CANARY["medications"] in done.out
    assert run("plan", "--profile", "me", "--no-input").code == 2
    assert run(*batch()).code == 0
    assert ANY in Path("o.csv").read_text(encoding="utf-8")


def test_a_report_and_a_summary_hold_no_answer_but_names_that_are_in_no_table(run, here):
    row = {**GOOD_ROW, "medications": "none", "products": "none"}
    Path("in.csv").write_text(table(row, {**row, "age": CANARY["age"]}), encoding="utf-8")
    done = run(*batch())
    assert done.code == 3
    assert silent(done.err)
    for name in ("p.html", "s.json"):
        assert silent(Path(name).read_bytes())
    (row,) = map(json.loads, Path("r.jsonl").read_text(encoding="utf-8").splitlines())
    assert silent(json.dumps({**row, "raw_b64": None}))
    assert not silent(base64.b64decode(row["raw_b64"]))


@pytest.mark.parametrize("shape", ["{}", "x{}", '"{}"', "a b {}"])
def test_silence_is_measured_also_behind_base64(shape):
    text = shape.format(ANY)
    assert not any(map(silent, (text, text.upper())))
    for lead in ("", "a", "ab"):
        assert not silent(base64.b64encode((lead + text).encode()))
    assert silent("the output file cannot be written")


# whole processes ---------------------------------------------------------------------------------

SHELL = {
    "a full device": ('exec "$@" >/dev/full', PLAN, 74),
    "a closed output": ('exec "$@" >&-', PLAN, 74),
    "no room for a file": ('ulimit -f 0; exec "$@"', [*PLAN, "-o", "o.txt"], 74),
    "no room for a profile": ('ulimit -f 0; exec "$@"', profile("save", "new", *PLAN[1:]), 74),
    "no room for a batch": ('ulimit -f 0; exec "$@"', BY_ROWS, 74),
    "no file may be opened": ('ulimit -n 3; exec "$@"', [*PLAN], None),
}  # fmt: skip


@pytest.mark.parametrize("name", SHELL)
def test_no_answer_is_left_behind_by_a_process_either(here, environment, name):
    script, arguments, code = SHELL[name]
    before = files(here)
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", sys.executable, "-m", "magadvise", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120, cwd=here / "here",
        env=environment(XDG_DATA_HOME=str(here / "data"), TMPDIR=str(here / "tmp"), HOME=str(here)),
    )  # fmt: skip
    assert done.returncode == code or (code is None and done.returncode)
    assert silent(done.stdout + done.stderr)
    assert all(silent(c) for f, c in files(here).items() if before.get(f) != c)
    assert b"Traceback" not in done.stderr or code is None


def test_no_answer_is_left_behind_where_the_reader_leaves(here, environment):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "magadvise", *PLAN],
        stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=120,
        env=environment(),
    )  # fmt: skip
    os.close(writer)
    assert done.returncode == 74
    assert silent(done.stderr)


def test_a_broken_data_file_repeats_no_answer(run, here, tmp_path, monkeypatch):
    folder = tmp_path / "data files"
    folder.mkdir()
    small_copy(folder)
    (folder / "rules.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(load, "folder", lambda: folder)
    load.forget()
    try:
        code, out, err = run(*PLAN)
    finally:
        load.forget()
    assert (code, out, "rules.json" in err) == (70, "", True)
    assert silent(err)


def test_a_writer_that_fails_half_way_leaves_nothing(run, here, monkeypatch):
    """The n-th write fails, for every n that there is."""
    fdopen = os.fdopen
    for nth in range(4):
        with monkeypatch.context() as patch:
            patch.setattr(os, "fdopen", lambda *a, _n=nth, **k: _Failing(fdopen(*a, **k), _n))
            code, out, err = run(*PLAN, "-o", "o.txt")
        assert silent(out + err)
        assert code in (0, 74)
        assert code == (74 if nth < 1 else 0)
        assert files(here / "tmp") == {}
        Path("o.txt").unlink(missing_ok=True)
        assert not [f for f in files(here / "here") if f.name.startswith(".")]


class _Failing:
    """A stream whose n-th write finds the disk full."""

    def __init__(self, stream: Any, nth: int) -> None:
        self._stream, self._left = stream, nth

    def __enter__(self) -> _Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: Any) -> int:
        if self._left == 0:
            self._stream.write(text[: len(text) // 2])
            raise FULL
        self._left -= 1
        return int(self._stream.write(text))
