"""The same answers give the same bytes whatever the hash seed, the locale, the time zone and the
Python: plans, names, labels and tables of many people."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from helpers import flags

ROOT = Path(__file__).parents[2]
SEEDS = ("0", "1", "2", "4294967295", "random")
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.ISO-8859-1")
ZONES = ("UTC", "America/St_Johns", "Asia/Kathmandu")
# Every two of the three meet: seeds and locales all with each other, the zones in turn.
PLACES = [(seed, place, ZONES[n % 3]) for n, (seed, place) in enumerate(product(SEEDS, LOCALES))]
COMMANDS = [
    [*flags(medications=["levothyroxine", "zzyx", "HCTZ"], conditions=["gout", "diabetes"]), "--json"],
    [*flags(patterns=["heat", "night"], medications="omeprazole", check_dose_mg="400"), "--json"],
    flags(kidney="unknown", red_flags="frequent_cramps", bedtime="23:30"),
    [*flags(standard="eu", products="milk of magnesia 5 mL", other_magnesium_mg=None), "--json"],
    ["med", "Cipro 500 mg", "zzpril", "İZOTRETİNOİN", "--json"],
    ["label", "500 mg magnesium citrate per capsule", "Mg 5 mmol", "--json"],
    ["explain", "KID001", "--json"],
    ["schema", "plan"],
    ["batch", "in.csv", "-o", "o.csv", "--rejects", "r.jsonl", "--summary", "s.json", "--report", "p.html",
     "--engine", "rows"],
    ["batch", "in.csv", "-o", "o.jsonl"],
]  # fmt: skip
ROWS = "id,age,sex,medications,conditions\n1,45,female,zzyx;warfarin,gout;diabetes\n2,x,male,,\n3,70,male,İx,\n"
ALL = """
import io, json, os, sys
from magadvise.cli.main import main
for arguments in json.loads(sys.argv[1]):
    code = main(arguments)
    sys.stdout.flush()
    os.write(1, f"\\n== {code}\\n".encode())
"""
# What the standard library alone can do: no command, and no name that is not in the table.
CORE = """
import sys
from helpers import json_of
from magadvise.export.json_plan import dumps
people = [
    dict(medications=["levothyroxine", "HCTZ"], conditions=["gout", "diabetes"], bedtime="23:30"),
    dict(age="68", patterns=["heat", "night"], medications="omeprazole", check_dose_mg="400"),
    dict(age="8mo", sex="male", pregnant=None, breastfeeding=None),
    dict(egfr="42.5", products="milk of magnesia 5 mL", other_magnesium_mg=None, standard_=1),
    dict(red_flags=["dark_urine", "tetany_seizure"], kidney="unknown", creatinine="97 umol/L"),
]
for person in people:
    standard = "eu" if person.pop("standard_", 0) else "us"
    sys.stdout.buffer.write(dumps(json_of(standard, **person)).encode() + b"\\n")
"""


def bytes_of(place: Path, seed: str, locale: str, zone: str) -> dict[str, bytes]:
    """Stdout of all commands and the files that they wrote, in a process of that place."""
    place.mkdir()
    (place / "in.csv").write_text(ROWS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ALL, json.dumps(COMMANDS)],
        stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=120, cwd=place,
        env={"PATH": os.environ["PATH"], "HOME": str(place), "PYTHONHASHSEED": seed, "LC_ALL": locale,
             "LANG": locale, "TZ": zone, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    files = {file.name: file.read_bytes() for file in place.iterdir() if file.name != "in.csv"}
    return {"stdout": done.stdout, **files}


def test_no_hash_seed_locale_or_time_zone_changes_a_byte(tmp_path):
    first = bytes_of(tmp_path / "first", "0", "C.UTF-8", "UTC")
    assert set(first) == {"stdout", "o.csv", "o.jsonl", "p.html", "r.jsonl", "s.json"}
    assert first["stdout"].count(b"\n== 0\n") == len(COMMANDS) - 2
    assert first["stdout"].count(b"\n== 3\n") == 2
    assert first["stdout"].count(b'"disposition"') >= 3
    chosen = PLACES if os.environ.get("EVERY_PLACE") else PLACES[1::4]
    assert len({seed for seed, _, _ in chosen}) == len(SEEDS)
    for n, place in enumerate(chosen):
        assert bytes_of(tmp_path / str(n), *place) == first, place


@cache
def core(python: str) -> bytes | None:
    """What the core says with this Python alone, without any library; ``None`` where it does not run."""
    done = subprocess.run(
        [python, "-I", "-c", f"import sys; sys.path[:0] = {[str(ROOT / 'src'), str(ROOT / 'tests')]}\n" + CORE],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else None


def pythons() -> list[str]:
    """Other Pythons from 3.11 on: those of the path, and those installed beside this one."""
    found = {}
    beside = Path(sys.base_prefix).parent.glob("*/bin/python3.1[1-9]")
    named = (shutil.which(f"python3.{minor}") for minor in range(11, 20))
    for python in (*map(str, sorted(beside)), *filter(None, named)):
        asked = subprocess.run(
            [python, "-c", "import sys; print(sys.version_info[:2] if sys.version_info >= (3, 11) else '')"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        if asked.returncode == 0 and asked.stdout.strip():
            found.setdefault(asked.stdout.strip(), python)
    found.pop(str(sys.version_info[:2]), None)
    return list(found.values())


def test_every_python_there_is_gives_the_same_bytes():
    here = core(sys.executable)
    assert here
    assert here.count(b'"disposition"') == 5
    others = pythons()
    if not others:
        pytest.skip("there is no other Python")
    for python in others:
        assert core(python) == here, python
