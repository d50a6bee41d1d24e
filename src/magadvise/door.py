"""The answers of one person, question by question: texts in, fields of a :class:`Profile` out.

Only :mod:`magadvise.profile` opens it. Problems are collected, not raised one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from magadvise import answers as read
from magadvise import keys
from magadvise.errors import Problem
from magadvise.knowledge.rows import Knowledge, ProductTable
from magadvise.medicines import products, resolve
from magadvise.model import (
    MALE_AND_PREGNANT,
    PATTERN_AND_NOT_PREGNANT,
    Creatinine,
    Kidney,
    MedicineUse,
    ProductUse,
    Profile,
    Sex,
    Stool,
    Tri,
)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
_CELL = re.compile(r"[;|]")
_LOOSE = re.compile(r"[\s\-]+")  # "Slow-Mag" and "slow mag" are one product

# Their label maximum counts even where they are named as a medicine without an amount.
NOT_MAGNESIUM_ITSELF = ("multivitamin", "electrolyte")

# The words that a question about a number or a time takes too.
_SKIPPED = ("unknown",)
WORDS = {
    "egfr": _SKIPPED, "creatinine": _SKIPPED, "bedtime": _SKIPPED, "wake": _SKIPPED,
    "other_magnesium_mg": ("none", "unknown"), "diet_magnesium_mg": ("none", "unknown"),
    "check_dose_mg": ("none", "unknown"), "most": ("none", "unknown"),
}  # fmt: skip

EXTRA = ("most",)  # asked by another command
NO_QUESTION = Problem(
    "unknown_question", "", "an answer has a name that is no question",
    hint="The names are those of the batch columns: age, medications, conditions ...",
)  # fmt: skip
NO_SUCH_MEDICINE = Problem(
    "no_such_medicine", "medication_times", "gives a time for a medicine that is not in the list",
    example='--med levothyroxine --med-time "levothyroxine=07:00"',
    hint="Name the medicine with --med, spelt the same.",
)  # fmt: skip
QUESTIONS = (
    "age", "sex", "pregnant", "breastfeeding", "kidney", "egfr", "creatinine", "medications",
    "medication_times", "patterns", "conditions", "red_flags", "other_magnesium_mg", "products",
    "diet_magnesium_mg", "stool", "check_dose_mg", "check_form", "bedtime", "wake", "standard",
)  # fmt: skip


def medicine(name: str, knowledge: Knowledge) -> MedicineUse:
    """A medicine, or a magnesium product that was named as one. Where the words say how much of it
    is taken, the amount counts toward the limit."""
    return counted(resolve.resolve(name, knowledge.medicines), name, knowledge)


def counted(use: MedicineUse, name: str, knowledge: Knowledge) -> MedicineUse:
    """A name as it resolved, with the magnesium product and the amount that its words tell."""
    if use.resolved and not use.brings_magnesium:
        return use
    product = products.match(name, knowledge.products)
    if product.product is None or not product.counts:
        return use
    mg = product.mg
    if product.by_label_maximum and product.kind not in NOT_MAGNESIUM_ITSELF:
        mg = None
    if use.matches:  # words that are not understood stay so
        return use._replace(product=product.product, mg=mg)
    return use._replace(
        resolved=True, product=product.product, mg=mg,
        suggestions=(), suggested=(), may_ask_kidneys="",
    )  # fmt: skip


class Door:
    """All answers of one person, or some."""

    def __init__(
        self, answers: Mapping[str, str | Sequence[str]], knowledge: Knowledge, lenient: bool
    ) -> None:
        self.k = knowledge
        self.n = knowledge.numbers
        self.lenient = lenient
        self.look_up: Callable[[str, Knowledge], MedicineUse] = medicine
        self.look_up_product: Callable[[str, ProductTable], ProductUse] = products.find
        self.problems: list[Problem] = []
        self.unrecognised: list[str] = []
        if set(answers) - {*QUESTIONS, *EXTRA}:
            self.problems.append(NO_QUESTION)
        self.given = {
            q: [text for text in ([a] if isinstance(a, str) else a) if text.strip()]
            for q, a in answers.items()
        }

    # one answer ---------------------------------------------------------------------------------

    def scalar(self, question: str, parser: Callable[[str], T], missing: T) -> T:
        """One text through one parser; problems are noted, not raised."""
        texts = self.given.get(question, [])
        if len(texts) > 1:
            self.note(Problem("repeated", question, "was given more than once",
                              hint="Give it once. Nothing is guessed from two values."))  # fmt: skip
        if len(texts) != 1:
            return missing
        try:
            return parser(texts[0])
        except read.Refused as refused:
            problem = refused.problem
            if near := read.one_slip_away(texts[0].casefold(), WORDS.get(question, ())):
                problem = problem._replace(hint=read.did_you_mean(near[0], near))
            self.note(problem)
            return missing

    def amount(
        self,
        question: str,
        flag: str,
        milligrams: Callable[[str, str, int, str], int] = read.exposure_mg,
    ) -> int | None:
        high = int(self.n["other_magnesium_highest_mg"])

        def parser(text: str) -> int | None:
            if _says(text, "unknown"):
                return None
            if _says(text, "none"):
                return 0
            return milligrams(text, question, high, f"{flag} 100")

        return self.scalar(question, parser, None)

    def listed(self, question: str) -> tuple[list[str], bool]:
        """The items of a list answer, and whether the question is fully answered."""
        items = [
            item.strip() for cell in self.given.get(question, []) for item in _CELL.split(cell)
        ]
        items = [item for item in items if item]
        words = [item for item in items if item.casefold() not in ("none", "unknown")]
        said = {item.casefold() for item in items}
        if "none" in said and len(said) > 1:
            self.note(Problem("contradiction", question, "has none and something else",
                              hint="Give none alone, or leave it out."))  # fmt: skip
        return words, bool(items) and "unknown" not in said

    def ids(self, question: str, allowed: Iterable[str]) -> tuple[tuple[str, ...], bool]:
        """Known ids of a list answer, in the order given, without repeats."""
        words, known = self.listed(question)
        offered = dict.fromkeys((*allowed, "none", "unknown"))
        found: dict[str, None] = {}
        for text in words:
            if self.lenient and text.casefold() not in offered:
                self.unrecognised.append(question)
                continue
            try:
                found[read.word(text, question, offered)] = None
            except read.Refused as refused:
                self.note(refused.problem)
        return tuple(found), known

    def note(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def standard(self) -> str:
        """The standard; parsed with the answers too, so that all problems come at once."""
        offered = [s.id for s in self.k.standards.values() if s.offered]
        return self.scalar("standard", lambda text: read.word(text, "standard", offered), "us")

    def standard_checked(self) -> dict[str, Any]:
        """No field of the profile; what is wrong with it is told in its place."""
        self.standard()
        return {}

    # several answers ----------------------------------------------------------------------------

    def medicines(self) -> tuple[tuple[MedicineUse, ...], bool]:
        names, known = self.listed("medications")
        uses: dict[str, MedicineUse] = {}
        for name in names:
            uses.setdefault(keys.same(name), self.look_up(name, self.k))
        for name, times in self.times().items():
            target = self.medicine_named(name, uses)
            if target is None:
                self.note(NO_SUCH_MEDICINE)
                continue
            use = uses[target]
            uses[target] = use._replace(times=tuple(sorted({*use.times, *times})))
        return tuple(uses.values()), known

    def times(self) -> dict[str, tuple[int, ...]]:
        """``name=HH:MM,HH:MM`` items by name."""
        field = "medication_times"
        example = '--med-time "levothyroxine=07:00,19:00"'
        found: dict[str, tuple[int, ...]] = {}
        for item in self.listed(field)[0]:
            name, equals, clocks = item.rpartition("=")
            if not equals or not name.strip() or not clocks.strip():
                self.note(Problem("bad_format", field, "is not NAME=HH:MM", example=example))
                continue
            try:
                times = tuple(read.clock(c.strip(), field) for c in clocks.split(","))
            except read.Refused as refused:
                self.note(refused.problem)
                continue
            key = name.strip()
            found[key] = (*found.get(key, ()), *times)
        return found

    def medicine_named(self, name: str, uses: Mapping[str, MedicineUse]) -> str | None:
        """The medicine that a time belongs to: the same words, or the same ingredients."""
        key = keys.same(name)
        if key in uses:
            return key
        wanted = {m.ingredient for m in resolve.resolve(name, self.k.medicines).matches}
        for at, use in uses.items():
            if wanted and wanted <= {m.ingredient for m in use.matches}:
                return at
        return None

    def contradictions(self, sex: Sex, pregnant: Tri, patterns: tuple[str, ...]) -> None:
        if sex is Sex.MALE and (pregnant is Tri.YES or "pregnancy" in patterns):
            self.note(MALE_AND_PREGNANT)
        if pregnant is Tri.NO and "pregnancy" in patterns:
            self.note(PATTERN_AND_NOT_PREGNANT)

    def required(self, question: str, example: str) -> None:
        if not self.given.get(question):
            self.note(Problem("missing_answer", question, "is needed", example=example))

    # everything ---------------------------------------------------------------------------------

    def profile(self) -> Profile | None:
        self.required("age", "--age 45")
        self.required("sex", "--sex female")
        found = self.fields(QUESTIONS)
        self.contradictions(found["sex"], found["pregnant"], found["patterns"])
        if self.problems:
            return None
        return Profile(**found, unrecognised=tuple(dict.fromkeys(self.unrecognised)))

    def fields(self, asked: Container[str]) -> dict[str, Any]:
        """The fields of the profile that these questions decide, in the order in which problems are
        told. ``medications`` needs ``medication_times`` beside it, and ``products`` the other amount."""
        found: dict[str, Any] = {}
        for question, reader in _READERS.items():
            if question in asked:
                found |= reader(self)
        return found

    def medicine_fields(self) -> dict[str, Any]:
        medicines, known = self.medicines()
        return {"medicines": medicines, "medicines_known": known}

    def other_magnesium(self) -> dict[str, Any]:
        texts, known = self.listed("products")
        other = self.amount("other_magnesium_mg", "--other-magnesium")
        return {
            "other_magnesium_mg": other,
            "products": self.products(texts),
            "other_magnesium_known": self.other_known(other, known),
        }

    def pattern_fields(self) -> dict[str, Any]:
        patterns, _ = self.ids("patterns", self.k.patterns)
        return {"patterns": tuple(p for p in patterns if p != "unknown")}

    def ids_and_known(self, question: str, allowed: Iterable[str]) -> dict[str, Any]:
        found, known = self.ids(question, allowed)
        return {question: found, f"{question}_known": known}

    def of_words(self, question: str, words: type[E], missing: E) -> dict[str, Any]:
        """One of the words of an enumeration."""
        return {
            question: self.scalar(question, lambda t: words(read.word(t, question, words)), missing)
        }

    def age(self) -> dict[str, Any]:
        highest = int(self.n["age_highest_years"])
        return {"age_months": self.scalar("age", lambda t: read.age_months(t, highest), 0)}

    def products(self, texts: Iterable[str]) -> tuple[ProductUse, ...]:
        """Each product once, however it is spelt: one product, one amount."""
        once = {_LOOSE.sub("", keys.fold(text)) or text: text for text in texts}
        return tuple(self.look_up_product(text, self.k.products) for text in once.values())

    def other_known(self, other: int | None, products_known: bool) -> bool:
        """Products alone answer the question; *unknown* said anywhere does not."""
        if other is None:
            return products_known and not self.given.get("other_magnesium_mg")
        return products_known or not self.given.get("products")

    def egfr(self, text: str) -> float | None:
        if _says(text, "unknown"):
            return None
        return read.egfr(text, self.n["egfr_lowest"], self.n["egfr_highest"])

    def creatinine(self, text: str) -> Creatinine | None:
        if _says(text, "unknown"):
            return None
        n = self.n
        mg_dl = read.creatinine_mg_dl(
            text, n["creatinine_lowest"], n["creatinine_highest"], n["creatinine_umol"]
        )
        return Creatinine(mg_dl, text)

    def form(self, text: str) -> str | None:
        word = read.word(text, "check_form", (*self.k.forms, "unknown"))
        return None if word == "unknown" else word

    def clock(self, text: str, field: str) -> int | None:
        return None if _says(text, "unknown") else read.clock(text, field)


def _says(text: str, word: str) -> bool:
    return text.casefold() == word


_READERS: dict[str, Callable[[Door], dict[str, Any]]] = {
    "age": Door.age,
    "sex": lambda d: d.of_words("sex", Sex, Sex.UNKNOWN),
    "pregnant": lambda d: d.of_words("pregnant", Tri, Tri.UNKNOWN),
    "breastfeeding": lambda d: d.of_words("breastfeeding", Tri, Tri.UNKNOWN),
    "kidney": lambda d: d.of_words("kidney", Kidney, Kidney.UNKNOWN),
    "egfr": lambda d: {"egfr": d.scalar("egfr", d.egfr, None)},
    "creatinine": lambda d: {"creatinine": d.scalar("creatinine", d.creatinine, None)},
    "patterns": Door.pattern_fields,
    "conditions": lambda d: d.ids_and_known("conditions", d.k.conditions),
    "red_flags": lambda d: d.ids_and_known("red_flags", d.k.red_flags),
    "medications": Door.medicine_fields,
    "products": Door.other_magnesium,
    "diet_magnesium_mg": lambda d: {
        "diet_magnesium_mg": d.amount("diet_magnesium_mg", "--diet-magnesium")
    },
    "check_dose_mg": lambda d: {"check_dose_mg": d.amount("check_dose_mg", "--check-dose")},
    "check_form": lambda d: {"check_form": d.scalar("check_form", d.form, None)},
    "stool": lambda d: d.of_words("stool", Stool, Stool.UNKNOWN),
    "bedtime": lambda d: {"bedtime": d.scalar("bedtime", lambda t: d.clock(t, "bedtime"), None)},
    "wake": lambda d: {"wake": d.scalar("wake", lambda t: d.clock(t, "wake"), None)},
    "standard": Door.standard_checked,
}
