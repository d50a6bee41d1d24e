"""The answers that a plan rests on, as they were understood, so that a slip is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from magadvise.advice.pipeline import clock
from magadvise.advice.plan import Plan, Refusal
from magadvise.cli.screen import Line
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Kidney, MedicineUse, ProductUse, Profile, Sex, Stool, Tri

if TYPE_CHECKING:
    from datetime import date

NOT_KNOWN = "not known"
MORE = "more not known"  # of a list that is not fully answered
PREGNANCY_MATTERS = "PRG002"  # fires where it is unknown and could change the plan
KIDNEYS = {
    Kidney.NORMAL: "normal in a recent blood test",
    Kidney.CKD: "kidney disease (CKD)",
    Kidney.DIALYSIS: "on dialysis",
    Kidney.TRANSPLANT: "kidney transplant",
    Kidney.INJURY: "acute kidney injury",
    Kidney.ONE_KIDNEY: "one kidney",
}
BOWEL = {
    Stool.USUAL: "as usual",
    Stool.LOOSE: "loose",
    Stool.CONSTIPATED: "hard or rare",
    Stool.UNKNOWN: NOT_KNOWN,
}
Entry = tuple[str, str]  # title and answer


class Kept(NamedTuple):
    """A profile that gave answers: its name, the day it was saved (``None``: not known), and the
    flags of those answers."""

    name: str
    saved: date | None
    flags: tuple[str, ...]


def lines(advice: Plan | Refusal, k: Knowledge, kept: Kept | None = None) -> Iterator[Line]:
    """One paragraph of what was chosen, then each list that holds words of the person."""
    p = advice.profile
    pregnancy = any(f.code == PREGNANCY_MATTERS for f in advice.findings)
    short = [*_person(p, pregnancy), *_named(p, k), *_rest(p, k)]
    yield Line(" ".join(f"{title}: {answer}." for title, answer in short))
    for title, items, known in (
        ("Medicines", [_medicine(use) for use in p.medicines], p.medicines_known),
        ("Other magnesium", _magnesium(p) if p.products else [], p.other_magnesium_known),
    ):
        if items:
            yield Line(_listed(items, known), f"{title}:", whole=True)
    if kept and kept.flags:
        day = f"saved on {kept.saved}" if kept.saved else "saved on a day that is not known"
        yield Line(
            f"{', '.join(kept.flags)}. Do they still hold?",
            f"From the profile {kept.name}, {day}:",
            whole=True,
        )


def understood(use: MedicineUse) -> str:
    """What the name of a medicine was understood as; "" where it is that very name."""
    names = ", ".join(match.name for match in use.matches)
    if use.product:
        return "a product that brings magnesium"
    if not use.resolved:
        return f"{names}, and a part that is not in the table" if names else "not in the table"
    return "" if names.casefold() == use.text.casefold() else names


def _person(p: Profile, pregnancy: bool) -> Iterator[Entry]:
    count, unit = (p.age_years, "year") if p.age_years else (p.age_months, "month")
    yield "Age", f"{count} {unit}" + ("" if count == 1 else "s")
    yield "Sex", NOT_KNOWN if p.sex is Sex.UNKNOWN else p.sex.value
    if p.is_pregnant or pregnancy or p.pregnant is not Tri.UNKNOWN:
        said = Tri.YES if p.is_pregnant else p.pregnant
        yield "Pregnant", NOT_KNOWN if said is Tri.UNKNOWN else said.value
    if p.breastfeeding is not Tri.UNKNOWN:
        yield "Breastfeeding", p.breastfeeding.value


def _named(p: Profile, k: Knowledge) -> Iterator[Entry]:
    """What safety asks first, each with an answer, known or not."""
    yield "Kidneys", ", ".join(_kidneys(p, k)) or NOT_KNOWN
    yield "Conditions", _listed([k.conditions[i].name for i in p.conditions], p.conditions_known)
    yield "Warning signs", _listed([k.red_flags[i].name for i in p.red_flags], p.red_flags_known)
    if not p.medicines:
        yield "Medicines", _listed([], p.medicines_known)
    if not p.products:
        yield "Other magnesium", _listed(_magnesium(p), p.other_magnesium_known)


def _rest(p: Profile, k: Knowledge) -> Iterator[Entry]:
    names = [k.patterns[i].name for i in p.patterns]
    yield "Cramps", _listed([n[:1].lower() + n[1:] for n in names], bool(names))
    yield "Bowel", BOWEL[p.stool]
    if p.diet_magnesium_mg is not None:
        yield "Magnesium from food", f"{p.diet_magnesium_mg} mg a day"
    if p.check_dose_mg is not None or p.check_form:
        dose = NOT_KNOWN if p.check_dose_mg is None else f"{p.check_dose_mg} mg a day"
        # Nobody may read a bath that they named as one that is advised.
        form = f", {k.forms[p.check_form].name}" if p.check_form else ""
        yield "Dose to check (no advice)", dose + form
    for title, minute in (("Bedtime", p.bedtime), ("Wake time", p.wake)):
        if minute is not None:
            yield title, clock(minute)


def _kidneys(p: Profile, k: Knowledge) -> Iterator[str]:
    if p.kidney is not Kidney.UNKNOWN:
        yield KIDNEYS[p.kidney]
    if p.egfr is not None:
        yield f"eGFR {_plain(p.egfr)} mL/min/1.73 m2"
    if p.creatinine:
        mg_dl = p.creatinine.mg_dl
        said = f"creatinine {_plain(round(mg_dl, 2))} mg/dL"
        if "mol" in p.creatinine.written.casefold():
            said += f" ({_plain(round(mg_dl * k.numbers['creatinine_umol'], 1))} umol/L)"
        yield said


def _medicine(use: MedicineUse) -> str:
    what = understood(use) + (f", {use.mg} mg a day" if use.product and use.mg is not None else "")
    at = f" at {', '.join(map(clock, use.times))}" if use.times else ""
    return use.text + (f" ({what})" if what else "") + at


def _magnesium(p: Profile) -> list[str]:
    """Magnesium from elsewhere: the figure and each product; none of them for an explicit none."""
    figure = [f"{p.other_magnesium_mg} mg a day"] if p.other_magnesium_mg else []
    return [*figure, *(f"{use.text} ({_product(use)})" for use in p.products)]


def _product(use: ProductUse) -> str:
    if use.product is None:
        return "not in the table"
    if not use.counts:
        return f"{use.name}, counts 0 mg"
    return f"{use.name}, " + ("amount not known" if use.mg is None else f"{use.mg} mg a day")


def _listed(items: Sequence[str], known: bool) -> str:
    if not items:
        return "none" if known else NOT_KNOWN
    return "; ".join([*items, *([] if known else [MORE])])


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number
