"""``safety-case.md`` made of the hazard log ``hazards.toml``, and what is wrong with a log.

Run by ``make docs`` in a checkout; it needs the standard library alone and is no part of the package.
The same log gives the same bytes.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Table = dict[str, Any]

LOG = "docs/safety/hazards.toml"
PAGE = "docs/safety/safety-case.md"
CODE = re.compile(r"[A-Z]{3}\d{3}")
KINDS = ("design", "protection", "information")  # ISO 14971: in their order of strength
TO_SHOW = 3  # from this risk on something must be said of what is still open
# Files whose rows carry codes of findings, with the list that holds them.
CODED = {
    "conditions.json": "conditions",
    "red_flags.json": "red_flags",
    "patterns.json": "patterns",
}
# Run by commands of their own, because they need more than Python.
ELSEWHERE = ("tests/terminal/", "tests/browser/")


def load(root: Path) -> Table:
    """The hazard log of a checkout."""
    return tomllib.loads((root / LOG).read_text(encoding="utf-8"))


# what is wrong with a log ------------------------------------------------------------------------


def problems(log: Table, root: Path) -> list[str]:
    """Everything that is wrong with a log, in words; an empty list if nothing is."""
    return [*_scheme(log["scheme"]), *_hazards(log, root), *_named(log, root)]


def _scheme(scheme: Table) -> Iterator[str]:
    severities = [row["word"] for row in scheme["severity"]]
    likelihoods = [row["word"] for row in scheme["likelihood"]]
    if set(scheme["matrix"]) != set(likelihoods):
        yield "the matrix has other rows than there are likelihoods"
    levels = {row["level"] for row in scheme["risk"]}
    for word, row in scheme["matrix"].items():
        if len(row) != len(severities) or not set(row) <= levels:
            yield f"the matrix row {word} does not fit"


def _hazards(log: Table, root: Path) -> Iterator[str]:
    ids = [hazard["id"] for hazard in log["hazard"]]
    if ids != [f"H{n:02d}" for n in range(1, len(ids) + 1)]:
        yield "the ids are not H01, H02 and so on"
    for hazard in log["hazard"]:
        where = hazard["id"]
        for key in ("hazard", "causes", "effect"):
            if not hazard.get(key):
                yield f"{where} has no {key}"
        for when in ("before", "after"):
            yield from (
                f"{where} {when}: {wrong}" for wrong in _rating(hazard[when], log["scheme"])
            )
        if hazard["after"]["risk"] > hazard["before"]["risk"]:
            yield f"{where}: its controls raise the risk"
        if hazard["after"]["risk"] >= TO_SHOW and not hazard.get("open"):
            yield f"{where}: a risk of {hazard['after']['risk']} remains and nothing says what is open"
        if not hazard.get("control"):
            yield f"{where} has no control"
        for number, control in enumerate(hazard.get("control", ()), 1):
            if control.get("kind") not in KINDS:
                yield f"{where}.{number} is of no known kind"
            yield from (f"{where}.{number} {wrong}" for wrong in _proof(control, root))
    for number, step in enumerate(log["argument"], 1):
        yield from (f"argument {number} {wrong}" for wrong in _proof(step, root))


def _rating(rating: Table, scheme: Table) -> Iterator[str]:
    severities = [row["word"] for row in scheme["severity"]]
    row = scheme["matrix"].get(rating["likelihood"])
    if rating["severity"] not in severities:
        yield f"{rating['severity']} is no severity"
    elif row is None:
        yield f"{rating['likelihood']} is no likelihood"
    elif row[severities.index(rating["severity"])] != rating["risk"]:
        yield f"the risk is not {rating['risk']} by the matrix"


def _proof(step: Table, root: Path) -> Iterator[str]:
    """What is wrong with the places and tests that a control or a step of the argument names."""
    for key in ("text", "in", "tests"):
        if not step.get(key):
            yield f"has no {key}"
    for place in step.get("in", ()):
        if not exists(place, root):
            yield f"names {place}, which does not exist"
    for name in step.get("tests", ()):
        file, _, function = name.partition("::")
        if file.startswith(ELSEWHERE) or function not in tests_of(root / file):
            yield f"names {name}, which is no test of make test"


def exists(place: str, root: Path) -> bool:
    """Whether a rule code, a file, or a row as ``file#id`` exists."""
    if CODE.fullmatch(place):
        return place in codes(root)
    file, _, row = place.partition("#")
    path = root / file
    return path.exists() and (not row or f'"{row}"' in path.read_text(encoding="utf-8"))


@cache
def codes(root: Path) -> frozenset[str]:
    """The codes of all active rules and of the rows that carry a code of their own."""
    found = {row["code"] for row in _rows(root, "rules.json", "rules") if row["status"] == "active"}
    for file, key in CODED.items():
        found |= {row["code"] for row in _rows(root, file, key) if row.get("code")}
    return frozenset(found)


@cache
def deciding(root: Path) -> frozenset[str]:
    """The codes of rules that move an answer up the ladder or hold a dose down."""
    rows = _rows(root, "rules.json", "rules")
    held = ("at_least", "cap", "no_increase")
    return frozenset(
        row["code"] for row in rows if row["status"] == "active" and any(row.get(k) for k in held)
    )


def _rows(root: Path, file: str, key: str) -> list[Table]:
    rows: list[Table] = json.loads((root / "data" / file).read_text(encoding="utf-8"))[key]
    return rows


@cache
def tests_of(file: Path) -> frozenset[str]:
    """The tests of a file that run: functions at its top without a mark to skip them."""
    if not file.is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not re.search(r"\.(skip|xfail)", " ".join(map(ast.unparse, node.decorator_list)))
    )


def _named(log: Table, root: Path) -> Iterator[str]:
    controls = [c for hazard in log["hazard"] for c in hazard.get("control", ())]
    places = {place for control in controls for place in control.get("in", ())}
    for code in sorted(deciding(root) - places):
        yield f"no hazard names {code}, which holds a dose back"


# the page ----------------------------------------------------------------------------------------


def page(log: Table) -> str:
    """The safety case as markdown."""
    return "\n".join(_page(log)) + "\n"


def _page(log: Table) -> Iterator[str]:
    claim = log["claim"]
    yield "# Safety case\n"
    yield f"**{claim['text']}**\n"
    yield "This page says what that means, how it is argued and how to check it in ten minutes."
    yield "It is made by `make docs` from `hazards.toml`; a test compares the two. Who the program is"
    yield "for stands in [intended-use.md](intended-use.md).\n"
    yield "## What the claim means\n"
    yield from (f"- {text}" for text in claim["means"])
    yield "\nWhat it does not mean:\n"
    yield from (f"- {text}" for text in claim["not_means"])
    yield "\n## How it is argued\n"
    for number, step in enumerate(log["argument"], 1):
        yield f"{number}. {step['text']}"
        yield from _evidence(step)
    yield "\n## Check it in ten minutes\n"
    yield from (f"{n}. {row['do']} You see {row['shows']}" for n, row in enumerate(log["check"], 1))
    yield "\nWith more time: runs over whole spaces in place of samples.\n"
    yield "| command | shows |\n|---|---|"
    yield from (f"| `{row['command']}` | {row['shows']} |" for row in log["exhaustive"])
    yield "\n## What is open\n"
    yield from (f"- **{h['id']}** {h['hazard']} {h['open']}" for h in log["hazard"] if "open" in h)
    yield from _summary(log["hazard"])
    for hazard in log["hazard"]:
        yield from _hazard(hazard)
    yield from _words(log["scheme"])


def _summary(hazards: list[Table]) -> Iterator[str]:
    controls = [control for hazard in hazards for control in hazard["control"]]
    tests = {name for control in controls for name in control["tests"]}
    yield "\n## The hazards\n"
    yield f"{len(hazards)} hazards, {len(controls)} controls, {len(tests)} tests that prove them."
    yield "Risk before and after the controls, from 1 (acceptable) to 5 (not acceptable).\n"
    yield "| id | hazard | before | after |\n|---|---|---|---|"
    for hazard in hazards:
        risks = [f"{hazard[when]['risk']}" for when in ("before", "after")]
        yield f"| [{hazard['id']}](#{hazard['id'].lower()}) | {hazard['hazard']} | {' | '.join(risks)} |"


def _hazard(hazard: Table) -> Iterator[str]:
    yield f"\n### {hazard['id']}\n"
    yield f"**{hazard['hazard']}**\n"
    yield f"- Causes: {' '.join(hazard['causes'])}"
    yield f"- Effect: {hazard['effect']}"
    for when in ("before", "after"):
        rating = hazard[when]
        yield (
            f"- {when.title()} the controls: severity {rating['severity']}, "
            f"likelihood {rating['likelihood']}, risk {rating['risk']}."
        )
    if "open" in hazard:
        yield f"- Open: {hazard['open']}"
    yield "\nControls:\n"
    for number, control in enumerate(hazard["control"], 1):
        yield f"{number}. *{control['kind']}*: {control['text']}"
        yield from _evidence(control)


def _evidence(step: Table) -> Iterator[str]:
    yield f"   - in {', '.join(f'`{place}`' for place in step['in'])}"
    yield from (f"   - `{name}`" for name in step["tests"])


def _words(scheme: Table) -> Iterator[str]:
    yield "\n## The words of the ratings\n"
    yield "They follow the example scheme in the guidance to DCB0129, the standard of the NHS for the"
    yield "clinical safety of health IT. The meanings are given in short.\n"
    for key in ("severity", "likelihood"):
        yield f"| {key} | means |\n|---|---|"
        yield from (f"| {row['word']} | {row['means']} |" for row in scheme[key])
        yield ""
    severities = [row["word"] for row in scheme["severity"]]
    yield f"| likelihood \\ severity | {' | '.join(severities)} |"
    yield "|---|" + "---|" * len(severities)
    for word, risks in scheme["matrix"].items():
        yield f"| {word} | {' | '.join(map(str, risks))} |"
    yield "\n| risk | means |\n|---|---|"
    yield from (f"| {row['level']} | {row['means']} |" for row in scheme["risk"])


def write(root: Path) -> None:
    """Write the page below the folder of a checkout. Exits with the problems of a log that has any."""
    log = load(root)
    found = problems(log, root)
    if found:
        raise SystemExit("\n".join(found))
    (root / PAGE).write_text(page(log), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]).resolve())
