"""Raw answers to a :class:`Profile`: the only door. All problems are reported at once.

An answer is text (or several texts) under the id of its question; ids are the batch columns. Blank
and missing are *unknown*; ``none`` is an explicit no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from magadvise import answers as read
from magadvise import keys
from magadvise.errors import InputError, Problem
from magadvise.knowledge.rows import Knowledge
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
QUESTIONS = (
    "age", "sex", "pregnant", "breastfeeding", "kidney", "egfr", "creatinine", "medications",
    "medication_times", "patterns", "conditions", "red_flags", "other_magnesium_mg", "products",
    "diet_magnesium_mg", "stool", "check_dose_mg", "check_form", "bedtime", "wake", "standard",
)  # fmt: skip


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
    door = _Door(answers, knowledge, lenient)
    door.look_up = medicines or medicine
    profile = door.profile()
    if profile is None:
        raise InputError(door.problems)
    return profile


def problems(
    answers: Mapping[str, str | Sequence[str]], knowledge: Knowledge
) -> tuple[Problem, ...]:
    """What is wrong with answers that may still be incomplete."""
    door = _Door(answers, knowledge, lenient=False)
    door.profile()
    return tuple(p for p in door.problems if p.code != "missing_answer")


def same_name(text: str) -> str:
    """Equal for two spellings of one medicine in a list."""
    return keys.same(text)


def standard(answers: Mapping[str, str | Sequence[str]], knowledge: Knowledge) -> str:
    """The limits to apply, ``us`` unless said otherwise."""
    door = _Door(answers, knowledge, lenient=False)
    chosen = door.standard()
    if door.problems:
        raise InputError(door.problems)
    return chosen


def label_options(
    answers: Mapping[str, Sequence[str]], knowledge: Knowledge, usual_months: int
) -> tuple[str, int, int | None]:
    """For ``label``: the standard, the age in months (``usual_months`` where not said), and the most
    a day that a plan has shown."""
    door = _Door(answers, knowledge, lenient=False)
    highest = int(door.n["age_highest_years"])
    age = door.scalar("age", lambda t: read.age_months(t, highest), usual_months)
    most = door.amount("most", "--most", read.allowance_mg)
    standard_ = door.standard()
    if door.problems:
        raise InputError(door.problems)
    return standard_, age, most


def medicine(name: str, knowledge: Knowledge) -> MedicineUse:
    """A medicine, or a magnesium product that was named as one. Where the words say how much of it
    is taken, the amount counts toward the limit."""
    use = resolve.resolve(name, knowledge.medicines)
    if use.resolved and not use.brings_magnesium:
        return use
    product = products.find(name, knowledge.products)
    if product.product is None or not product.counts:
        return use
    mg = product.mg
    if product.by_label_maximum and product.kind not in NOT_MAGNESIUM_ITSELF:
        mg = None
    if use.matches:  # words that are not understood stay so
        return use._replace(product=product.product, mg=mg)
    return use._replace(resolved=True, product=product.product, mg=mg, suggestions=(), suggested=())


class _Door:
    def __init__(
        self, answers: Mapping[str, str | Sequence[str]], knowledge: Knowledge, lenient: bool
    ) -> None:
        self.k = knowledge
        self.n = knowledge.numbers
        self.lenient = lenient
        self.look_up: Callable[[str, Knowledge], MedicineUse] = medicine
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

    # several answers ----------------------------------------------------------------------------

    def medicines(self) -> tuple[tuple[MedicineUse, ...], bool]:
        names, known = self.listed("medications")
        uses: dict[str, MedicineUse] = {}
        for name in names:
            uses.setdefault(keys.same(name), self.look_up(name, self.k))
        for name, times in self.times().items():
            target = self.medicine_named(name, uses)
            if target is None:
                self.note(Problem("no_such_medicine", "medication_times",
                                  "gives a time for a medicine that is not in the list",
                                  example='--med levothyroxine --med-time "levothyroxine=07:00"',
                                  hint="Name the medicine with --med, spelt the same."))  # fmt: skip
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
        n = self.n
        self.required("age", "--age 45")
        self.required("sex", "--sex female")
        age = self.scalar("age", lambda t: read.age_months(t, int(n["age_highest_years"])), 0)
        sex = self.scalar("sex", lambda t: Sex(read.word(t, "sex", Sex)), Sex.UNKNOWN)
        pregnant = self.scalar(
            "pregnant", lambda t: Tri(read.word(t, "pregnant", Tri)), Tri.UNKNOWN
        )
        breastfeeding = self.scalar(
            "breastfeeding", lambda t: Tri(read.word(t, "breastfeeding", Tri)), Tri.UNKNOWN
        )
        kidney = self.scalar(
            "kidney", lambda t: Kidney(read.word(t, "kidney", Kidney)), Kidney.UNKNOWN
        )
        egfr = self.scalar("egfr", self.egfr, None)
        creatinine = self.scalar("creatinine", self.creatinine, None)
        patterns, _ = self.ids("patterns", self.k.patterns)
        conditions, conditions_known = self.ids("conditions", self.k.conditions)
        red_flags, red_flags_known = self.ids("red_flags", self.k.red_flags)
        medicines, medicines_known = self.medicines()
        product_texts, products_known = self.listed("products")
        other = self.amount("other_magnesium_mg", "--other-magnesium")
        diet = self.amount("diet_magnesium_mg", "--diet-magnesium")
        dose = self.amount("check_dose_mg", "--check-dose")
        form = self.scalar("check_form", self.form, None)
        stool = self.scalar("stool", lambda t: Stool(read.word(t, "stool", Stool)), Stool.UNKNOWN)
        bedtime = self.scalar("bedtime", lambda t: self.clock(t, "bedtime"), None)
        wake = self.scalar("wake", lambda t: self.clock(t, "wake"), None)
        self.standard()
        self.contradictions(sex, pregnant, patterns)
        if self.problems:
            return None
        return Profile(
            age_months=age, sex=sex, pregnant=pregnant, breastfeeding=breastfeeding,
            kidney=kidney, egfr=egfr, creatinine=creatinine, medicines=medicines,
            medicines_known=medicines_known,
            patterns=tuple(p for p in patterns if p != "unknown"),
            conditions=conditions, conditions_known=conditions_known,
            red_flags=red_flags, red_flags_known=red_flags_known, other_magnesium_mg=other,
            products=self.products(product_texts),
            other_magnesium_known=self.other_known(other, products_known), diet_magnesium_mg=diet, stool=stool,
            check_dose_mg=dose, check_form=form, bedtime=bedtime, wake=wake,
            unrecognised=tuple(dict.fromkeys(self.unrecognised)),
        )  # fmt: skip

    def products(self, texts: Iterable[str]) -> tuple[ProductUse, ...]:
        """Each product once, however it is spelt: one product, one amount."""
        once = {_LOOSE.sub("", keys.fold(text)) or text: text for text in texts}
        return tuple(products.find(text, self.k.products) for text in once.values())

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
