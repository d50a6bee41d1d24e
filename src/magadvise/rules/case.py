"""One person as the rules see them: the profile with what was worked out once for all rules."""

from collections.abc import Iterator
from typing import NamedTuple

from magadvise import keys, limit
from magadvise.knowledge.rows import Interaction, Knowledge
from magadvise.model import Intake, Kidney, Match, MedicineUse, Profile, Severity, Sex, Tri

# What a letter of the medicines table means.
LETTERS = {
    "X": Severity.STOP,
    "C": Severity.CLINICIAN,
    "S": Severity.SEPARATE,
    "M": Severity.CAUTION,
    "I": Severity.INFO,
}


def answered(profile: Profile, use: MedicineUse) -> bool:
    """Whether a product that counts, with a known amount, tells how much of this medicine is taken: the
    same words, or the same product where the medicine has no amount of its own. It counts once."""
    written = f" {keys.key(use.text)} "
    return any(
        (use.product is not None and use.mg is None and p.product == use.product)
        or (bool(written.strip()) and written in f" {keys.key(p.text)} ")
        for p in profile.products
        if p.counts and p.mg is not None
    )


class Case(NamedTuple):
    """``other_mg`` is what is known of other magnesium; ``computed_egfr`` comes from creatinine."""

    profile: Profile
    knowledge: Knowledge
    intake: Intake
    other_mg: int
    computed_egfr: float | None
    why_not_computed: str

    def n(self, name: str) -> float:
        """A named number of ``dosing.json``."""
        return self.knowledge.numbers[name]

    def whole(self, name: str) -> int:
        return int(self.knowledge.numbers[name])

    @property
    def kidney_unknown(self) -> bool:
        """No answer and no test value. A value computed from creatinine answers only where the
        person is known not to be pregnant: the formula does not hold in pregnancy."""
        p = self.profile
        computed = self.computed_egfr is not None and not self.pregnancy_unknown
        return p.kidney is Kidney.UNKNOWN and p.egfr is None and not computed

    @property
    def pregnancy_unknown(self) -> bool:
        """Not stated by a person who could be pregnant."""
        p = self.profile
        if p.is_pregnant or p.pregnant is not Tri.UNKNOWN or p.sex is Sex.MALE:
            return False
        return self.n("pregnancy_from_years") <= p.age_years <= self.n("pregnancy_to_years")

    @property
    def any_kidney_disease(self) -> bool:
        """A named kidney disease, or an eGFR in the range where a clinician decides."""
        if self.profile.kidney not in (Kidney.UNKNOWN, Kidney.NORMAL):
            return True
        stated, computed, line = self.profile.egfr, self.computed_egfr, self.n("egfr_clinician")
        return (stated is not None and stated < line) or (computed is not None and computed < line)

    @property
    def remaining_mg(self) -> int:
        return limit.remaining(self.intake.ul_mg, self.other_mg)

    def active(self) -> Iterator[tuple[MedicineUse, Match]]:
        """Every matched ingredient whose route can bring a rule."""
        for use in self.profile.medicines:
            for match in use.matches:
                if not match.silent:
                    yield use, match


def letter(case: Case, match: Match, interaction: Interaction) -> str:
    """The strictest severity letter of a row that holds for this person and route; "" for none.
    Injections, enemas and the like bring X, C and M, no window."""
    letters = {g.letter for g in interaction.grades if holds(case, g.when, match.route)}
    for each in "XCSMI" if match.counts_as_oral else "XCM":
        if each in letters:
            return each
    return ""


def holds(case: Case, when: str, route: str = "") -> bool:
    """Whether a condition of the medicines table holds for this person (and route)."""
    if when == "always":
        return True
    if when == "injected":
        return route == "injection"
    if when == "dialysis":
        return case.profile.kidney is Kidney.DIALYSIS
    if when == "age_65_or_kidney":
        old = case.profile.age_years >= case.n("older_adult_years")
        return old or case.any_kidney_disease
    return case.any_kidney_disease  # egfr_below_60


def classes_taken(case: Case) -> set[str]:
    """The classes of all active medicines."""
    return {c for _, match in case.active() for c in match.classes}
