"""Raw answers to a :class:`Profile`: the only door. All problems are reported at once.

An answer is text (or several texts) under the id of its question; ids are the batch columns. Blank
and missing are *unknown*; ``none`` is an explicit no.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from magadvise import answers as read
from magadvise import keys
from magadvise.door import QUESTIONS, WORDS, Door, medicine
from magadvise.errors import InputError, Problem
from magadvise.knowledge.rows import Knowledge, ProductTable
from magadvise.model import MedicineUse, ProductUse, Profile

__all__ = [
    "QUESTIONS", "WORDS", "fields", "label_options", "medicine", "parse", "problems", "same_name",
    "standard",
]  # fmt: skip


def parse(
    answers: Mapping[str, str | Sequence[str]],
    knowledge: Knowledge,
    *,
    lenient: bool = False,
    medicines: Callable[[str, Knowledge], MedicineUse] | None = None,
) -> Profile:
    """Build the profile of one person. ``medicines`` may look names up in place of :func:`medicine`.

    ``lenient`` is for batch rows: a word that is no known condition, pattern or warning sign then
    becomes a finding instead of a refusal. Raises :class:`InputError` with every problem.
    """
    door = Door(answers, knowledge, lenient)
    door.look_up = medicines or medicine
    profile = door.profile()
    if profile is None:
        raise InputError(door.problems)
    return profile


def problems(
    answers: Mapping[str, str | Sequence[str]], knowledge: Knowledge
) -> tuple[Problem, ...]:
    """What is wrong with answers that may still be incomplete."""
    door = Door(answers, knowledge, lenient=False)
    door.profile()
    return tuple(p for p in door.problems if p.code != "missing_answer")


def fields(
    answers: Mapping[str, Sequence[str]],
    knowledge: Knowledge,
    medicines: Callable[[str, Knowledge], MedicineUse] | None = None,
    products: Callable[[str, ProductTable], ProductUse] | None = None,
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What some answers say by themselves, read as in a batch row: fields of a :class:`Profile`, and
    what is wrong with them. ``medications`` takes ``medication_times``, ``products`` the amount of
    other magnesium along. ``medicines`` and ``products`` may look names up in another way."""
    door = Door(answers, knowledge, lenient=True)
    door.look_up = medicines or medicine
    door.look_up_product = products or door.look_up_product
    if "age" in answers:
        door.required("age", "--age 45")
    found = door.fields(answers)
    return {**found, "unrecognised": tuple(dict.fromkeys(door.unrecognised))}, tuple(door.problems)


def same_name(text: str) -> str:
    """Equal for two spellings of one medicine in a list."""
    return keys.same(text)


def standard(answers: Mapping[str, str | Sequence[str]], knowledge: Knowledge) -> str:
    """The limits to apply, ``us`` unless said otherwise."""
    door = Door(answers, knowledge, lenient=False)
    chosen = door.standard()
    if door.problems:
        raise InputError(door.problems)
    return chosen


def label_options(
    answers: Mapping[str, Sequence[str]], knowledge: Knowledge, usual_months: int
) -> tuple[str, int, int | None]:
    """For ``label``: the standard, the age in months (``usual_months`` where not said), and the most
    a day that a plan has shown."""
    door = Door(answers, knowledge, lenient=False)
    highest = int(door.n["age_highest_years"])
    age = door.scalar("age", lambda t: read.age_months(t, highest), usual_months)
    most = door.amount("most", "--most", read.allowance_mg)
    standard_ = door.standard()
    if door.problems:
        raise InputError(door.problems)
    return standard_, age, most
