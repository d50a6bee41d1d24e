"""The values that travel through magadvise: frozen, typed, without behaviour that talks or reads.

Ages are completed months, clock times minutes after midnight, amounts whole elemental milligrams a
day, eGFR mL/min/1.73 m2. Only the standard library is imported here.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import NamedTuple

from magadvise.errors import InputError, Problem
from magadvise.knowledge.rows import Interaction

DAY = 24 * 60


class Tri(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Sex(StrEnum):
    """Used for the intake tables only."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Kidney(StrEnum):
    NORMAL = "normal"
    CKD = "ckd"
    DIALYSIS = "dialysis"
    TRANSPLANT = "transplant"
    INJURY = "injury"
    ONE_KIDNEY = "one_kidney"
    UNKNOWN = "unknown"


class Stool(StrEnum):
    USUAL = "usual"
    LOOSE = "loose"
    CONSTIPATED = "constipated"
    UNKNOWN = "unknown"


class Disposition(StrEnum):
    """The ladder. A finding can only move a plan up."""

    SUPPLEMENT = "supplement"
    CHECK_FIRST = "check_first"
    NO_ROOM = "no_room"
    CLINICIAN_FIRST = "clinician_first"
    DO_NOT_SUPPLEMENT = "do_not_supplement"
    SEEK_CARE = "seek_care"

    @property
    def rank(self) -> int:
        return LADDER.index(self)

    @property
    def shows_dose(self) -> bool:
        return self in (Disposition.SUPPLEMENT, Disposition.CHECK_FIRST)


LADDER = tuple(Disposition)


class Severity(StrEnum):
    STOP = "stop"
    CLINICIAN = "clinician"
    SEPARATE = "separate"
    CAUTION = "caution"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the most serious."""
        return SEVERITIES.index(self)


SEVERITIES = tuple(Severity)


SILENT = frozenset({"eye", "ear", "skin", "nose", "inhaled"})  # routes that bring no rule


class Match(NamedTuple):
    """One ingredient that a medicine name stands for."""

    ingredient: str
    name: str
    classes: tuple[str, ...]
    via: str
    route: str
    interactions: tuple[Interaction, ...]
    kidney_question: bool = False
    cramp_effect: str = ""
    cramp_sources: tuple[str, ...] = ()
    usual_times: tuple[int, ...] = ()

    @property
    def counts_as_oral(self) -> bool:
        return self.route in ("oral", "unknown")

    @property
    def silent(self) -> bool:
        """Eye, ear, skin, nose and inhaled products bring no rule at all."""
        return self.route in SILENT


class MedicineUse(NamedTuple):
    """A medicine as written, what it resolved to, and when it is taken (empty: not said).

    ``resolved`` is false when any word of the name was not understood, even if another was.
    ``product`` names the magnesium product that the words turned out to be, ``mg`` what it brings a
    day where the words say how much is taken. ``may_ask_kidneys`` is the first of ``suggestions`` for
    which kidney function must be known."""

    text: str
    matches: tuple[Match, ...]
    resolved: bool
    suggestions: tuple[str, ...] = ()
    suggested: tuple[Interaction, ...] = ()
    times: tuple[int, ...] = ()
    product: str | None = None
    mg: int | None = None
    may_ask_kidneys: str = ""

    @property
    def brings_magnesium(self) -> bool:
        """Whether it is itself a dose of magnesium that reaches the gut."""
        return self.product is not None or any(
            row.magnesium_source
            for match in self.matches
            if match.counts_as_oral
            for row in match.interactions
        )


class ProductUse(NamedTuple):
    """A magnesium product as written; ``mg`` is ``None`` where its amount is unknown."""

    text: str
    product: str | None
    name: str
    mg: int | None
    counts: bool
    by_label_maximum: bool
    suggestions: tuple[str, ...] = ()
    kind: str = ""


class Creatinine(NamedTuple):
    """Serum creatinine in mg/dL, and as it was written."""

    mg_dl: float
    written: str


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """What is known of one person. Build it with :func:`magadvise.profile.parse`. It has no ``repr``
    of its fields, so that no log or traceback prints an answer.

    A tuple is what was named; its ``*_known`` flag is false when the question was not (fully)
    answered. Raises :class:`InputError` for answers that cannot be together, and for a value of
    another kind or below 0: no rule would see it, and unknown must not pass for fine.
    """

    age_months: int
    sex: Sex
    pregnant: Tri = Tri.UNKNOWN
    breastfeeding: Tri = Tri.UNKNOWN
    kidney: Kidney = Kidney.UNKNOWN
    egfr: float | None = None
    creatinine: Creatinine | None = None
    medicines: tuple[MedicineUse, ...] = ()
    medicines_known: bool = False
    patterns: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    conditions_known: bool = False
    red_flags: tuple[str, ...] = ()
    red_flags_known: bool = False
    other_magnesium_mg: int | None = None
    products: tuple[ProductUse, ...] = ()
    other_magnesium_known: bool = False
    diet_magnesium_mg: int | None = None
    stool: Stool = Stool.UNKNOWN
    check_dose_mg: int | None = None
    check_form: str | None = None
    bedtime: int | None = None
    wake: int | None = None
    unrecognised: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        odd = _misfit(self)
        if odd:
            field = {"age_months": "age", "medicines": "medications"}.get(odd, odd)
            raise InputError([Problem("bad_value", field, "is no value that this answer can have")])
        if self.sex is Sex.MALE and (self.pregnant is Tri.YES or "pregnancy" in self.patterns):
            raise InputError([MALE_AND_PREGNANT])
        if self.pregnant is Tri.NO and "pregnancy" in self.patterns:
            raise InputError([PATTERN_AND_NOT_PREGNANT])

    @property
    def age_years(self) -> int:
        """Completed years; 0 in the first year of life."""
        return self.age_months // 12

    @property
    def main_pattern(self) -> str:
        return self.patterns[0] if self.patterns else "unknown"

    @property
    def is_pregnant(self) -> bool:
        return self.pregnant is Tri.YES or "pregnancy" in self.patterns


_KINDS: tuple[tuple[str, type], ...] = (
    ("age_months", int), ("sex", Sex), ("pregnant", Tri), ("breastfeeding", Tri), ("kidney", Kidney),
    ("medicines", tuple), ("medicines_known", bool), ("patterns", tuple), ("conditions", tuple),
    ("conditions_known", bool), ("red_flags", tuple), ("red_flags_known", bool), ("products", tuple),
    ("other_magnesium_known", bool), ("stool", Stool), ("unrecognised", tuple),
)  # fmt: skip
_AMOUNTS = ("age_months", "other_magnesium_mg", "diet_magnesium_mg", "check_dose_mg")
_CLOCKS = ("bedtime", "wake")


def _misfit(p: Profile) -> str:
    """The first field whose value is of another kind or cannot be; "" for none."""
    for name, kind in _KINDS:
        if type(getattr(p, name)) is not kind:
            return name
    for names, most in ((_AMOUNTS, inf), (_CLOCKS, DAY - 1)):
        for name in names:
            value = getattr(p, name)
            if value is not None and not (type(value) is int and 0 <= value <= most):
                return name
    # "Not a number" is smaller than nothing and greater than nothing: it must not get this far.
    tests = (("egfr", p.egfr), ("creatinine", p.creatinine and p.creatinine.mg_dl))
    for name, test in tests:
        if test is not None and not (isinstance(test, int | float) and 0 <= test < inf):
            return name
    return ""


MALE_AND_PREGNANT = Problem(
    "contradiction",
    "pregnant",
    "male and pregnant do not go together",
    hint="The sex is used for the intake tables. Correct one of the two answers.",
)
PATTERN_AND_NOT_PREGNANT = Problem(
    "contradiction",
    "patterns",
    "pregnancy cramps and not pregnant do not go together",
    hint="Choose another cramp pattern, or change the pregnancy answer.",
)


class Finding(NamedTuple):
    """One thing that a rule found, in words, with its effect on the plan."""

    code: str
    severity: Severity
    summary: str
    detail: str
    todo: str
    sources: tuple[str, ...]
    at_least: Disposition | None = None
    cap_mg: int | None = None
    no_increase: bool = False
    subject: str = ""


class Intake(NamedTuple):
    """The reference band of one person. ``rda_mg`` is ``None`` where sex is unknown and the two
    values differ; ``ul_mg`` is ``None`` where no upper limit can be determined (first year)."""

    rda_mg: int | None
    rda_low_mg: int
    rda_high_mg: int
    kind: str
    group: str
    ul_mg: int | None
    us_row_used: bool
    outside_table: bool
    sources: tuple[str, ...]
