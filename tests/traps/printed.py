"""What the command prints and what the data say, as plain text to look for slips of wording in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from typing import Any

from helpers import flags, json_of
from magadvise.cli.main import main
from magadvise.knowledge.load import NAMES, load_file

PATTERNS = """night pregnancy exercise heat stress twitch daytime restless_legs menstrual medicine
dialysis cirrhosis unknown""".split()
MEDICINES = ["omeprazole", "simvastatin", "furosemide", "ciprofloxacin"]
LISTS = ("rda", "forms", "foods", "patterns", "standards", "sources", "topics")


@cache
def printed(*arguments: str) -> str:
    """What one successful run prints on stdout, with every line break turned into a space."""
    out = io.StringIO()
    with redirect_stdout(out):
        code = main(list(arguments))
    assert code == 0
    return " ".join(out.getvalue().split())


def plan_text(**changes: str | list[str] | None) -> str:
    """The printed plan of a healthy adult with these changes."""
    return printed(*flags(**changes))


def lookups() -> dict[str, str]:
    """Everything that ``show`` and ``explain`` print."""
    shown = {name: printed("show", name) for name in LISTS}
    return {**shown, "codes": printed("explain", "--all")}


def people() -> dict[str, dict[str, str | list[str]]]:
    """Answers with every cramp pattern: healthy, with a kidney stop, with four medicines."""
    found: dict[str, dict[str, str | list[str]]] = {}
    for pattern in PATTERNS:
        answers: dict[str, str | list[str]] = {
            "patterns": pattern,
            "pregnant": "yes" if pattern == "pregnancy" else "no",
        }
        found[pattern] = answers
        found[f"{pattern}, kidney stop"] = {**answers, "kidney": "dialysis"}
        found[f"{pattern}, medicines"] = {**answers, "medications": MEDICINES}
    return found


def plans() -> dict[str, str]:
    """The printed answer of each of these people."""
    return {name: plan_text(**answers) for name, answers in people().items()}


def plans_with_a_dose() -> dict[str, str]:
    """Those of the printed answers that hold a dose."""
    everyone = people()
    return {name: text for name, text in plans().items() if json_of(**everyone[name])["dose"]}


def everything() -> dict[str, str]:
    """All printed text that these tests look through."""
    return {**plans(), **lookups()}


def sentences(text: str) -> list[str]:
    """The sentences of a text, cut at full stops, question and exclamation marks."""
    return re.split(r"(?<=[.!?])\s+", text)


@cache
def data_strings() -> tuple[tuple[str, str], ...]:
    """Every text of every data file, with the place that it stands at."""
    return tuple(found for name in NAMES for found in _walk(load_file(name), name))


def _walk(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{place} {key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, place)
    elif isinstance(value, str):
        yield place, value
