"""The oracle: what a person's answers lead to, by the tables alone.

Each rule gives a step of the ladder and its name; the highest step decides. Limits on the dose are a
plain minimum. It shares no line, no number and no name list with the program.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import NamedTuple

from oracle import tables as t


class Use(NamedTuple):
    """A medicine and its clock times in minutes; none where the person did not say."""

    name: str
    times: tuple[int, ...] = ()


class Person(NamedTuple):
    """The answers of one person. ``None`` is a question without an answer."""

    age: int = 45  # completed years; 0 for months
    months: int | None = None
    sex: str = "female"
    pregnant: str | None = "no"
    breastfeeding: str | None = "no"
    kidney: str | None = "normal"
    egfr: str | None = None
    creatinine: tuple[str, str] | None = None  # number, unit
    medicines: tuple[Use, ...] | None = ()
    patterns: tuple[str, ...] | None = ("night",)
    conditions: tuple[str, ...] | None = ()
    red_flags: tuple[str, ...] | None = ()
    other_mg: str | None = "0"  # "unknown" is said, None is left out
    products: tuple[str, ...] | None = None
    stool: str | None = "usual"
    check_dose: str | None = None
    diet: str | None = None
    wake_bed: tuple[int, int] | None = None
    standard: str = "us"


class Answer(NamedTuple):
    """The five figures that must agree, all mg a day."""

    disposition: str
    ceiling_mg: int
    remaining_mg: int | None
    first_mg: int | None
    last_mg: int | None


class Reason(NamedTuple):
    """A rule that fired: the least step of the ladder, and its name."""

    step: str
    name: str


def decide(person: Person) -> Answer:
    """What the published tables and the rules give for this person."""
    disposition = highest(reasons(person))
    remaining = allowance(person)
    if disposition not in t.DOSE_SHOWN:
        return Answer(disposition, 0, shown(person, remaining), None, None)
    ceiling = floor(min([remaining, *map(Fraction, caps(person))]))
    if ceiling > t.ONE_INTAKE and not room_for_two(person):
        ceiling = t.ONE_INTAKE  # docs/decisions/0003: the plan stays at one intake
    steps = t.STEPS_FROM_65 if person.age >= t.OLDER_FROM else t.STEPS_UNDER_65
    first = min(steps[0], ceiling)
    last = first if increase_is_barred(person) else min(steps[-1], ceiling)
    return Answer(disposition, ceiling, shown(person, remaining), first, last)


def highest(found: list[Reason]) -> str:
    return max((r.step for r in found), key=t.LADDER.index, default="supplement")


def reasons(p: Person) -> list[Reason]:
    """Every rule that moves this person up the ladder."""
    found = [
        *by_age(p), *by_kidneys(p), *by_pregnancy(p), *by_lists(p), *by_medicines(p),
        *by_other_magnesium(p), *by_clock(p),
    ]  # fmt: skip
    return [reason for reason in found if reason.step != "supplement"]


def by_age(p: Person) -> list[Reason]:
    if p.age < 1:
        return [Reason("do_not_supplement", "under 1 year")]
    if p.age < t.ADULT_FROM:
        return [Reason("clinician_first", "1 to 17 years")]
    return []


# pregnancy ----------------------------------------------------------------------------------------
def is_pregnant(p: Person) -> bool:
    return p.pregnant == "yes" or "pregnancy" in (p.patterns or ())


def pregnancy_is_open(p: Person) -> bool:
    """Not said, of somebody who may be pregnant."""
    said = p.pregnant in ("yes", "no") or is_pregnant(p)
    may_be = t.PREGNANCY_MATTERS_FROM <= p.age <= t.PREGNANCY_MATTERS_TO and p.sex != "male"
    return may_be and not said


def by_pregnancy(p: Person) -> list[Reason]:
    if pregnancy_is_open(p):
        return [Reason("check_first", "pregnancy unknown")]
    if not is_pregnant(p):
        return []
    found = [Reason("check_first", "pregnant")]
    if p.age >= t.OUTSIDE_PREGNANCY_TABLE_FROM:
        found.append(Reason("clinician_first", "pregnant from 51 years"))
    if "hypertension" in (p.conditions or ()):
        found.append(Reason("clinician_first", "pregnant with hypertension"))
    return found


# kidneys ------------------------------------------------------------------------------------------
def ckd_epi(mg_dl: float, age: int, sex: str) -> float:
    """CKD-EPI 2021 without race, in mL/min/1.73 m2."""
    kappa, alpha, factor = t.CKD_EPI_2021[sex]
    ratio = mg_dl / kappa
    knot = min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.2
    return float(142 * knot * 0.9938**age * factor)


def formula(p: Person) -> float | None:
    """What the formula makes of the creatinine; adults only, the lower value if the sex is open."""
    if p.creatinine is None or p.age < t.ADULT_FROM or p.kidney in ("dialysis", "injury"):
        return None
    number, unit = p.creatinine
    mg_dl = float(number) / (t.UMOL_PER_MG_DL if unit == "umol/L" else 1)
    sexes = ["female", "male"] if p.sex == "unknown" else [p.sex]
    return min(ckd_epi(mg_dl, p.age, sex) for sex in sexes)


def kidneys_are_known(p: Person) -> bool:
    if p.kidney in t.KIDNEY or number(p.egfr) is not None:
        return True
    # docs/decisions/0003: with the pregnancy open, creatinine does not answer the kidney question.
    return formula(p) is not None and not is_pregnant(p) and not pregnancy_is_open(p)


def by_kidneys(p: Person) -> list[Reason]:
    found = []
    if p.kidney in t.KIDNEY:
        found.append(Reason(t.KIDNEY[p.kidney], f"kidney {p.kidney}"))
    stated, computed = number(p.egfr), formula(p)
    if stated is not None:
        found.append(Reason(egfr_step(stated, t.EGFR_STOP_BELOW), f"eGFR {float(stated):.2f}"))
        found += odd_egfr(p, stated)
    if computed is not None and is_pregnant(p):
        # docs/decisions/0003: no eGFR in pregnancy, but a figure that is poor all the same counts.
        step = egfr_step(computed, t.COMPUTED_STOP_BELOW)
        found.append(Reason(step, f"in pregnancy, by the formula {computed:.2f}"))
    elif computed is not None:
        step = egfr_step(computed, t.COMPUTED_STOP_BELOW)
        found.append(Reason(step, f"computed eGFR {computed:.2f}"))
        found += odd_egfr(p, computed)
    if not kidneys_are_known(p):
        asked = kidney_question(p)
        found += [Reason("clinician_first", f"kidneys unknown, {why}") for why in asked]
        found.append(Reason("check_first", "kidneys unknown"))
    return found


def egfr_step(egfr: float | Fraction, stop_below: float) -> str:
    if egfr < stop_below:
        return "do_not_supplement"
    return "clinician_first" if egfr < t.EGFR_DOCTOR_BELOW else "supplement"


def odd_egfr(p: Person, egfr: float | Fraction) -> list[Reason]:
    older = p.age >= t.ODD_EGFR_OLDER_FROM
    highest_usual = t.ODD_EGFR_ABOVE_IF_OLDER if older else t.ODD_EGFR_ABOVE
    return [Reason("check_first", "eGFR too high")] if egfr > highest_usual else []


def kidney_question(p: Person) -> list[str]:
    """Why unknown kidneys need a doctor here."""
    why = ["age"] if p.age >= t.OLDER_FROM else []
    why += [c for c in p.conditions or () if c in t.ASK_KIDNEY]
    return why + [m.name for m in listed(p) if m.asks_kidney or may_be(m).asks_kidney]


# conditions, warning signs, patterns --------------------------------------------------------------
def by_lists(p: Person) -> list[Reason]:
    found = [Reason(t.PATTERNS[word], f"pattern {word}") for word in p.patterns or ()]
    for kind, table, words in (
        ("condition", t.CONDITIONS, p.conditions),
        ("warning sign", t.WARNING_SIGNS, p.red_flags),
    ):
        if is_open(words):
            found.append(Reason("check_first", f"{kind}s unknown"))
        found += [Reason(table[w], f"{kind} {w}") for w in words or () if w != "unknown"]
    return found


def is_open(words: tuple[str, ...] | None) -> bool:
    return words is None or "unknown" in words


# medicines ----------------------------------------------------------------------------------------
def listed(p: Person) -> list[t.Medicine]:
    return [t.MEDICINES[use.name] for use in p.medicines or () if use.name != "unknown"]


def medicines_are_open(p: Person) -> bool:
    return p.medicines is None or any(use.name == "unknown" for use in p.medicines)


def by_medicines(p: Person) -> list[Reason]:
    found = [Reason(medicine_step(p, m), f"medicine {m.name}") for m in listed(p)]
    if medicines_are_open(p):
        found.append(Reason("check_first", "medicines unknown"))
    return found


def may_be(m: t.Medicine) -> t.Medicine:
    """The medicine that a name which is not known looks like, or itself."""
    return t.MEDICINES.get(m.grade[1:], m) if m.grade.startswith("?") else m


def medicine_step(p: Person, m: t.Medicine) -> str:
    if m.grade.startswith("?"):
        # docs/decisions/0004: the worst suggestion decides, at the strictest grade of its row.
        return "clinician_first" if may_be(m).grade[0] in "XC" else "check_first"
    if m.grade in ("X", "XMg") or (m.grade == "Xd" and p.kidney == "dialysis"):
        return "do_not_supplement"
    if m.grade == "C" or (m.grade == "C65" and p.age >= t.OLDER_FROM):
        return "clinician_first"
    return "supplement"


# other magnesium ----------------------------------------------------------------------------------
def upper_limit(age: int, standard: str) -> int | None:
    """The limit of the standard, never above the US one; ``None`` under 1 year."""
    limits = [
        mg for kind in ("us", standard) for low, high, mg in t.UPPER[kind] if low <= age <= high
    ]
    return min(limits) if age >= 1 else None


def sources(p: Person) -> list[Fraction | None]:
    """What each product and each medicine that is magnesium itself brings; ``None``: nobody knows."""
    found = {name: t.PRODUCTS[name] for name in p.products or () if name != "unknown"}
    for m in listed(p):
        if m.grade == "Mg=":
            found[m.name] = t.PRODUCTS[m.name]
        # docs/decisions/0003: the same words as a medicine and as a product count once.
        elif "Mg" in m.grade and not any(name.startswith(m.name) for name in found):
            found[m.name] = None
    return list(found.values())


def amount_is_unreadable(p: Person) -> bool:
    return None in sources(p)


def other_is_open(p: Person) -> bool:
    if p.other_mg == "unknown" or "unknown" in (p.products or ()):
        return True
    return p.other_mg is None and p.products is None


def allowance(p: Person) -> Fraction:
    """What the known magnesium leaves of the upper limit, unrounded."""
    limit = upper_limit(p.age, p.standard) or 0
    brought = sum((mg for mg in sources(p) if mg), Fraction(0))
    return max(Fraction(0), limit - (number(p.other_mg) or 0) - brought)


def shown(p: Person, remaining: Fraction) -> int | None:
    """``remaining_mg`` of the answer: open where the other magnesium is, or without a limit."""
    if upper_limit(p.age, p.standard) is None or other_is_open(p) or amount_is_unreadable(p):
        return None
    return floor(remaining)


def by_other_magnesium(p: Person) -> list[Reason]:
    found = []
    if other_is_open(p):
        found.append(Reason("check_first", "other magnesium unknown"))
    if amount_is_unreadable(p):
        found.append(Reason("no_room", "magnesium of unknown amount"))
    if allowance(p) < t.LEAST_PLANNED:
        found.append(Reason("no_room", "less than 50 mg left"))
    return found


# the dose -----------------------------------------------------------------------------------------
def something_is_unknown(p: Person) -> bool:
    return (
        not kidneys_are_known(p)
        or medicines_are_open(p)
        or is_open(p.conditions)
        or is_open(p.red_flags)
        or other_is_open(p)
        or any(m.grade.startswith("?") for m in listed(p))
    )


def caps(p: Person) -> list[int]:
    found = [t.CAP_FROM_65] if p.age >= t.OLDER_FROM else []
    return [*found, t.CAP_OF_UNKNOWNS] if something_is_unknown(p) else found


def increase_is_barred(p: Person) -> bool:
    return something_is_unknown(p) or p.stool == "loose"


# the day, in quarters of an hour ------------------------------------------------------------------
DAY, QUARTER = 24 * 60, 15


def gap(m: t.Medicine) -> tuple[int, int]:
    """Minutes after the medicine and before it without magnesium; an unknown one keeps apart too."""
    after, before = m.after, m.before
    if m.grade.startswith("?"):
        alike = t.MEDICINES.get(m.grade[1:], m)
        after = max(t.GAP_OF_UNKNOWN_MEDICINE, alike.after)
        before = max(t.GAP_OF_UNKNOWN_MEDICINE, alike.before)
    return int(after * 60), int(before * 60)


def gaps(p: Person) -> list[tuple[int, int, int]]:
    """Clock time of each dose of a medicine with a gap, and the minutes after and before it."""
    uses = [use for use in p.medicines or () if use.name != "unknown"]
    found = [(time, *gap(t.MEDICINES[use.name])) for use in uses for time in use.times]
    return [(time, after, before) for time, after, before in found if after or before]


def free_times(p: Person) -> set[int]:
    """Every quarter of an hour inside a free stretch that is long enough to count."""
    free = set(range(0, DAY, QUARTER))
    for taken, after, before in gaps(p):
        # The ends themselves are free: 4 h after a dose at 07:00 is 11:00.
        closed = range(taken - before + QUARTER, taken + after, QUARTER)
        free -= {time % DAY for time in closed}
    if len(free) * QUARTER == DAY:
        return free
    stretch = range(0, t.LEAST_SLOT + 1, QUARTER)
    starts = [time for time in free if all((time + more) % DAY in free for more in stretch)]
    return {(start + more) % DAY for start in starts for more in stretch}


def by_clock(p: Person) -> list[Reason]:
    return [] if free_times(p) else [Reason("clinician_first", "no safe time of day")]


def room_for_two(p: Person) -> bool:
    """Two waking times at least 2 h apart."""
    wake, bed = p.wake_bed or (t.USUAL_WAKE, t.USUAL_BED)
    awake = [time for time in free_times(p) if (time - wake) % DAY <= (bed - wake) % DAY]
    return any(
        t.BETWEEN_INTAKES <= (one - other) % DAY <= DAY - t.BETWEEN_INTAKES
        for one in awake
        for other in awake
    )


def number(text: str | None) -> Fraction | None:
    """The figure somebody gave, exact."""
    return None if text in (None, "unknown", "none") else Fraction(text)
