"""Which questions are asked, in which order, given the answers so far: a graph, not a chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from magadvise import answers as read
from magadvise import profile as door
from magadvise.advice.pipeline import advise
from magadvise.cli.interview.book import Book
from magadvise.cli.interview.tidy import TIMES, tidied
from magadvise.errors import InputError
from magadvise.model import MedicineUse

Given = Mapping[str, tuple[str, ...]]

# The answers that a question fills; the first that is there answers it.
FILLS = {
    "pregnant": ("pregnant", "breastfeeding"),
    "kidney": ("kidney", "egfr", "creatinine"),
    "other_magnesium": ("other_magnesium_mg", "products"),
}
BEFORE = ("red_flags", "age", "sex")
AFTER = (
    "kidney", "conditions", "medications", "other_magnesium", "patterns", "stool", "bedtime",
)  # fmt: skip
TIME = "time:"
NO_TIME = "TIM001"


def path(given: Given, book: Book) -> tuple[str, ...]:
    """The keys of all questions for these answers, in the order they are asked."""
    staged = ("pregnant",) if may_be_pregnant(given, book) or _said_yes(given) else ()
    keys = (*BEFORE, *staged, *AFTER)
    if all(answered(key, given, ()) for key in keys):
        return (*keys, *(TIME + text for text in timed(given, book)))
    return keys


def answered(key: str, given: Given, settled: Iterable[str]) -> bool:
    """Whether a question has its answer; ``settled`` holds those that were left open on purpose."""
    if key in settled:
        return True
    if key.startswith(TIME):
        return any(_name(item) == key.removeprefix(TIME) for item in given.get(TIMES, ()))
    if key == "pregnant":
        return bool(given.get(key)) or _said_yes(given)
    return any(given.get(answer) for answer in FILLS.get(key, (key,)))


def next_key(given: Given, settled: Iterable[str], book: Book) -> str:
    """The first question without an answer, or ``review``."""
    open_ = (key for key in path(given, book) if not answered(key, given, settled))
    return next(open_, "review")


def pruned(given: Given, book: Book) -> dict[str, tuple[str, ...]]:
    """Without the answers to questions that are no longer asked."""
    kept = tidied(given, book.knowledge)
    outside = (
        known_age(kept, book) is not None and kept.get("sex") and not may_be_pregnant(kept, book)
    )
    if outside and not _said_yes(kept):  # a yes is never lost, however odd it looks
        for answer in FILLS["pregnant"]:
            kept.pop(answer, None)
    return kept


def may_be_pregnant(given: Given, book: Book) -> bool:
    """Female or unknown sex, in the ages where it matters."""
    years, sex = known_age(given, book), given.get("sex", ())
    if years is None or not sex or sex[0] == "male":
        return False
    n = book.knowledge.numbers
    return n["pregnancy_from_years"] <= years <= n["pregnancy_to_years"]


def _said_yes(given: Given) -> bool:
    return any(given.get(answer) == ("yes",) for answer in FILLS["pregnant"])


def known_age(given: Given, book: Book) -> int | None:
    """Completed years, where the age is answered."""
    texts = given.get("age", ())
    if not texts:
        return None
    months = read.age_months(texts[0], int(book.knowledge.numbers["age_highest_years"]))
    return months // 12


def timed(given: Given, book: Book) -> tuple[str, ...]:
    """The medicines whose hours a plan would use; none where no plan comes of these answers."""
    if not plan_possible(given, book):
        return ()
    names = [text for text in given.get("medications", ()) if text not in ("none", "unknown")]
    return tuple(text for text in names if _has_window(door.medicine(text, book.knowledge)))


def plan_possible(given: Given, book: Book) -> bool:
    """Whether nothing but the hours could stand against a dose."""
    try:
        profile = door.parse(given, book.knowledge)
        standard = door.standard({"standard": given.get("standard", ())}, book.knowledge)
    except InputError:
        return False
    findings = advise(profile, book.knowledge, standard).findings
    return all(not f.at_least or f.at_least.shows_dose or f.code == NO_TIME for f in findings)


def _has_window(use: MedicineUse) -> bool:
    rows = [row for match in use.matches if match.counts_as_oral for row in match.interactions]
    return not use.resolved or any(row.mg_after_drug or row.mg_before_drug for row in rows)


def _name(item: str) -> str:
    return item.rpartition("=")[0].strip()
