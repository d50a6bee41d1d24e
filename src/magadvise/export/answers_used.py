"""The answers that a plan rests on, as they were understood, so that a slip is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from magadvise.advice.plan import Plan, Refusal
from magadvise.export.items import ENTRIES, TERM, Entry, Item
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Kidney, MedicineUse, ProductUse, Profile, Sex, Stool, Tri
from magadvise.prose import exact, inside
from magadvise.words import Words

if TYPE_CHECKING:
    from datetime import date

PREGNANCY_MATTERS = "PRG002"  # fires where it is unknown and could change the plan


class Kept(NamedTuple):
    """A profile that gave answers: its name, the day it was saved (``None``: not known), and the
    flags of those answers."""

    name: str
    saved: date | None
    flags: tuple[str, ...]


def items(
    advice: Plan | Refusal, k: Knowledge, words: Words, kept: Kept | None = None
) -> Iterator[Item]:
    """One paragraph of what was chosen, then each list that holds words of the person."""
    told = _Told(k, words)
    p = advice.profile
    pregnancy = any(f.code == PREGNANCY_MATTERS for f in advice.findings)
    short = (*told.person(p, pregnancy), *told.named(p), *told.rest(p))
    said = " ".join(words("answers.entry", title=title, answer=answer) for title, answer in short)
    yield Item(said, kind=ENTRIES, entries=short)
    for title, found, known in (
        ("title.medicines", [told.medicine(use) for use in p.medicines], p.medicines_known),
        ("title.other", told.magnesium(p) if p.products else [], p.other_magnesium_known),
    ):
        if found:
            yield Item(told.listed(found, known), f"{words(title)}:", kind=TERM, whole=True)
    if kept and kept.flags:
        mark = words("answers.kept_some_day", name=kept.name)
        if kept.saved:
            mark = words("answers.kept_on", name=kept.name, day=kept.saved)
        text = words("answers.kept", flags=", ".join(kept.flags))
        yield Item(text, mark, kind=TERM, whole=True)


def understood(use: MedicineUse, words: Words) -> str:
    """What the name of a medicine was understood as; "" where it is that very name."""
    names = ", ".join(match.name for match in use.matches)
    if use.product:
        return words("medicine.product")
    if not use.resolved:
        return words("medicine.part", names=names) if names else words("medicine.missing")
    return "" if names.casefold() == use.text.casefold() else names


class _Told:
    """Answers in the words of one language."""

    def __init__(self, k: Knowledge, words: Words) -> None:
        self.k, self.words = k, words
        self.unknown = words("not_known")

    def person(self, p: Profile, pregnancy: bool) -> Iterator[Entry]:
        words = self.words
        count, unit = (p.age_years, "year") if p.age_years else (p.age_months, "month")
        plural = "" if count == 1 else "s"
        yield words("title.age"), words(f"age.{unit}{plural}", count=count)
        yield words("title.sex"), self.unknown if p.sex is Sex.UNKNOWN else words(f"sex.{p.sex}")
        if p.is_pregnant or pregnancy or p.pregnant is not Tri.UNKNOWN:
            yield words("title.pregnant"), self.tri(Tri.YES if p.is_pregnant else p.pregnant)
        if p.breastfeeding is not Tri.UNKNOWN:
            yield words("title.breastfeeding"), self.tri(p.breastfeeding)

    def named(self, p: Profile) -> Iterator[Entry]:
        """What safety asks first, each with an answer, known or not."""
        words, k = self.words, self.k
        yield words("title.kidneys"), ", ".join(self.kidneys(p)) or self.unknown
        found = [k.conditions[i].name for i in p.conditions]
        yield words("title.conditions"), self.listed(found, p.conditions_known)
        found = [k.red_flags[i].name for i in p.red_flags]
        yield words("title.red_flags"), self.listed(found, p.red_flags_known)
        if not p.medicines:
            yield words("title.medicines"), self.listed([], p.medicines_known)
        if not p.products:
            found = self.magnesium(p)
            said = self.listed(found, p.other_magnesium_known)
            nothing = not found and p.other_magnesium_known
            yield words("title.other"), words("answers.no_magnesium") if nothing else said

    def rest(self, p: Profile) -> Iterator[Entry]:
        words, k = self.words, self.k
        names = [inside(k.patterns[i].name, words) for i in p.patterns]
        yield words("title.cramps"), self.listed(names, bool(names))
        bowel = self.unknown if p.stool is Stool.UNKNOWN else words(f"stool.{p.stool}")
        yield words("title.bowel"), bowel
        if p.diet_magnesium_mg is not None:
            yield words("title.diet"), words("mg_a_day", mg=p.diet_magnesium_mg)
        if p.check_dose_mg is not None or p.check_form:
            dose = self.unknown
            if p.check_dose_mg is not None:
                dose = words("mg_a_day", mg=p.check_dose_mg)
            # Nobody may read a bath that they named as one that is advised.
            form = f", {k.forms[p.check_form].name}" if p.check_form else ""
            yield words("title.check"), dose + form
        for title, minute in (("title.bedtime", p.bedtime), ("title.wake", p.wake)):
            if minute is not None:
                yield words(title), words("clock", time=minute)

    def tri(self, said: Tri) -> str:
        return self.unknown if said is Tri.UNKNOWN else self.words(f"tri.{said}")

    def kidneys(self, p: Profile) -> Iterator[str]:
        words = self.words
        if p.kidney is not Kidney.UNKNOWN:
            yield words(f"kidney.{p.kidney}")
        if p.egfr is not None:
            yield words("kidney.egfr", value=exact(p.egfr, words))
        if p.creatinine:
            value = round(p.creatinine.mg_dl, 2)
            if "mol" in p.creatinine.written.casefold():
                umol = round(p.creatinine.mg_dl * self.k.numbers["creatinine_umol"], 1)
                yield words("kidney.creatinine_umol", value=value, umol=umol)
            else:
                yield words("kidney.creatinine", value=value)

    def medicine(self, use: MedicineUse) -> str:
        words, what = self.words, understood(use, self.words)
        if use.product and use.mg is not None:
            what = words("medicine.dose", what=what, mg=use.mg)
        name = use.text + (f" ({what})" if what else "")
        times = ", ".join(words("clock", time=time) for time in use.times)
        return words("medicine.times", name=name, times=times) if times else name

    def magnesium(self, p: Profile) -> list[str]:
        """From elsewhere: the figure and each product; none of them for an explicit none."""
        mg = p.other_magnesium_mg
        figure = [self.words("mg_a_day", mg=mg)] if mg else []
        return [*figure, *(f"{use.text} ({self.product(use)})" for use in p.products)]

    def product(self, use: ProductUse) -> str:
        words = self.words
        if use.product is None:
            return words("medicine.missing")
        if not use.counts:
            return words("product.nothing", name=use.name)
        if use.mg is None:
            return words("product.unknown", name=use.name)
        return words("medicine.dose", what=use.name, mg=use.mg)

    def listed(self, found: Sequence[str], known: bool) -> str:
        if not found:
            return self.words("answers.none") if known else self.unknown
        return "; ".join([*found, *([] if known else [self.words("answers.more")])])
