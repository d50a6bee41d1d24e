"""Answers as flags or a kept profile give them, in the shape in which the interview writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from magadvise import profile as door
from magadvise.knowledge.rows import Knowledge

Answers = dict[str, tuple[str, ...]]
TIMES = "medication_times"
_CELL = re.compile(r"[;|]")
_LISTS = ("medications", TIMES, "patterns", "conditions", "red_flags", "products")
_WORDS = (
    "sex", "pregnant", "breastfeeding", "kidney", "stool", "patterns", "conditions", "red_flags",
)  # fmt: skip


def tidied(given: Mapping[str, Sequence[str]], knowledge: Knowledge) -> Answers:
    """One item a text, words of ours in lower case, no blanks, each time under its medicine as that
    is spelt in the list (left out where the medicine is)."""
    tidy = {answer: _texts(answer, given[answer]) for answer in given}
    times = _times(tidy.pop(TIMES, ()), tidy.get("medications", ()), knowledge)
    return {answer: texts for answer, texts in {**tidy, TIMES: times}.items() if texts}


def _texts(answer: str, texts: Sequence[str]) -> tuple[str, ...]:
    cells = [c for text in texts for c in (_CELL.split(text) if answer in _LISTS else [text])]
    items = [cell.strip() for cell in cells if cell.strip()]
    lower = [i.casefold() if answer in _WORDS or _flat(i) else i for i in items]
    if answer not in _LISTS:
        return tuple(lower)
    first = {
        door.same_name(item) if answer == "medications" else item: item for item in lower[::-1]
    }
    return tuple(first.values())[::-1]


def _flat(item: str) -> bool:
    return item.casefold() in ("none", "unknown")


def _times(items: Sequence[str], names: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """``name=HH:MM,HH:MM`` once a medicine, in the order of the medicines."""
    clocks: dict[str, list[str]] = {name: [] for name in names}
    for item in items:
        name, _, times = item.rpartition("=")
        owner = _owner(name.strip(), names, knowledge)
        if owner is not None:
            clocks[owner] += [time.strip() for time in times.split(",")]
    return tuple(f"{n}={','.join(dict.fromkeys(found))}" for n, found in clocks.items() if found)


def _owner(name: str, names: Sequence[str], knowledge: Knowledge) -> str | None:
    """The medicine that a time belongs to: the same words, or the same ingredients."""
    same = [n for n in names if door.same_name(n) == door.same_name(name)]
    if same:
        return same[0]
    wanted = _ingredients(name, knowledge)
    held = (n for n in names if wanted and wanted <= _ingredients(n, knowledge))
    return next(held, None)


def _ingredients(name: str, knowledge: Knowledge) -> set[str]:
    return {match.ingredient for match in door.medicine(name, knowledge).matches}
