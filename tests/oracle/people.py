"""Made-up people: every answer of every question, and the values next to each boundary.

``person(n)`` is always the same person. Half are well but for one or two questions, so that each rule
gets to decide alone; others have more and more answers drawn from everything there is. One in ten
takes one medicine, each in turn, and one in ten has a day that is closed but for a short while.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from oracle import tables as t
from oracle.decide import DAY, Person, Use, formula, gap

AGES = (
    1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19, 30, 31, 50, 51, 55, 56, 59, 60, 64, 65, 66,
    70, 71, 120,
)  # fmt: skip
MONTHS = (0, 1, 6, 11, 12, 23, 24, 47, 48)
EGFRS = (
    "2 15 29 29.99 30 30.01 31 34.99 35 36 59 59.99 60 60.01 61 90 "
    "109 110 110.01 111 129 130 130.01 131 200"
).split()
LIMITS_SEEN = (65, 110, 120, 250, 280, 350)
FORMS = ("bisglycinate", "citrate", "oxide", "topical")
TWICE = ("milk of magnesia 5 mL", "Doan's")
WITH_GAP = [m.name for m in t.MEDICINES.values() if m.after or m.before]
APART = [m.name for m in t.MEDICINES.values() if any(gap(m))]  # unknown names too
BY_GRADE: dict[str, list[str]] = {}
for _medicine in t.MEDICINES.values():
    BY_GRADE.setdefault(_medicine.grade[:1], []).append(_medicine.name)


def person(n: int) -> Person:
    """The n-th person."""
    random = Random(n)  # noqa: S311
    questions = list(DRAWS)
    wild = random.choice((0, 1, 1, 2, 2, 3, 4, 6, len(questions)))
    chosen = set(random.sample(questions, wild))
    made = Person(**_well(random))
    if n % 10 == 0:
        return made._replace(medicines=_edge_of_a_slot(random, n // 10))
    if n % 10 == 5:
        name = list(t.MEDICINES)[n // 10 % len(t.MEDICINES)]
        return made._replace(medicines=(Use(name, _times(random, name, 2, alone=True)),))
    for question in (q for q in questions if q in chosen):
        drawn = DRAWS[question](random, made)
        made = made._replace(**({"months": None, **drawn} if "age" in drawn else drawn))
    return _possible(made)


def _well(random: Random) -> dict[str, Any]:
    """An adult whose answers allow a dose."""
    return {
        "age": random.randint(18, 80),
        "sex": random.choice(("female", "male")),
        "standard": random.choice(("us", "us", "eu")),
    }


def _possible(p: Person) -> Person:
    """Without the two pairs of answers that are refused."""
    if p.sex == "male" and p.pregnant == "yes":
        p = p._replace(pregnant="no")
    if "pregnancy" in (p.patterns or ()) and (p.sex == "male" or p.pregnant == "no"):
        p = p._replace(sex="female", pregnant=None)
    if p.age < 18 and (p.pregnant == "yes" or "pregnancy" in (p.patterns or ())):
        # Open: whether the formula for adults may judge a creatinine here. No dose is shown anyway.
        p = p._replace(creatinine=None)
    return p


# one draw a question ------------------------------------------------------------------------------
def _age(random: Random, _: Person) -> dict[str, Any]:
    if random.random() < 0.15:
        months = random.choice(MONTHS)
        return {"age": months // 12, "months": months}
    age = random.choice((random.choice(AGES), random.randint(1, 120)))
    return {"age": age}


def _limit(random: Random, _: Person) -> dict[str, Any]:
    """The years at which the limit of some standard changes."""
    age = random.choice((1, 2, 3, 4, 8, 9, 10, 11, 17, 18))
    return {"age": age, "standard": random.choice(list(t.UPPER))}


def _pregnancy(random: Random, _: Person) -> dict[str, Any]:
    return {
        "sex": random.choice(("female", "female", "unknown")),
        "age": random.choice((*AGES[7:20], random.randint(18, 56))),
        "pregnant": random.choice(("yes", "no", "unknown", None)),
        "breastfeeding": random.choice(("yes", "no", "unknown", None)),
    }


def _kidney(random: Random, _: Person) -> dict[str, Any]:
    return {"kidney": random.choice((*t.KIDNEY, "unknown", "unknown", None, None))}


def _egfr(random: Random, _: Person) -> dict[str, Any]:
    anything = f"{random.randint(200, 20000) / 100:.2f}"
    egfr = random.choice((random.choice(EGFRS), random.choice(EGFRS), anything, "unknown"))
    drawn = {"egfr": egfr, "kidney": random.choice(("normal", "unknown", *t.KIDNEY))}
    return {**drawn, "age": random.choice((59, 60, 61))} if random.random() < 0.3 else drawn


def _kidney_question(random: Random, _: Person) -> dict[str, Any]:
    """Kidneys unknown, and one reason that asks for a doctor, or almost."""
    asking = [m.name for m in t.MEDICINES.values() if m.asks_kidney]
    reason = random.choice(
        (
            {"age": random.choice((64, 65))},
            {"conditions": (random.choice(t.ASK_KIDNEY),)},
            {"medicines": (Use(random.choice(asking)),)},
        )
    )
    return {"age": random.randint(18, 64), "kidney": random.choice(("unknown", None)), **reason}


def _creatinine(random: Random, p: Person) -> dict[str, Any]:
    unit = random.choice(("mg/dL", "umol/L"))
    mg_dl = random.choice((random.uniform(0.4, 1.3), random.uniform(0.3, 6.0)))
    if random.random() < 0.5 and p.age >= 18:
        mg_dl = _mg_dl_near(random.choice((30, 35, 60, 110, 130)), p, random.choice((-0.01, 0.01)))
    given = f"{mg_dl:.2f}" if unit == "mg/dL" else f"{mg_dl * t.UMOL_PER_MG_DL:.1f}"
    kidney = random.choice(("normal", "unknown", "unknown", None, *t.KIDNEY))
    return {"creatinine": (given, unit), "kidney": kidney}


def _mg_dl_near(egfr: float, p: Person, beside: float) -> float:
    """The creatinine at which the formula is next to this figure; halving, as it only falls."""
    low, high = 0.2, 12.0
    for _ in range(30):
        middle = (low + high) / 2
        found = formula(p._replace(creatinine=(str(middle), "mg/dL"), kidney=None)) or 0.0
        low, high = (middle, high) if found > egfr else (low, middle)
    return min(max(low + beside, 0.3), 8.0)


def _words(table: Sequence[str], question: str) -> Callable[[Random, Person], dict[str, Any]]:
    def draw(random: Random, _: Person) -> dict[str, Any]:
        count = random.choice((1, 1, 1, 2, 3))
        some = tuple(random.sample(table, count))
        return {question: random.choice((some, some, some, some, (), None, ("unknown",)))}

    return draw


def _patterns(random: Random, _: Person) -> dict[str, Any]:
    some = tuple(random.sample(list(t.PATTERNS), random.choice((1, 1, 2, 3))))
    return {"patterns": random.choice((some, some, some, None))}


def _other(random: Random, p: Person) -> dict[str, Any]:
    """Next to what leaves 50 mg, a step, a cap or nothing."""
    edge = random.choice(LIMITS_SEEN) - random.choice((0, 49, 50, 51, 100, 150, 200, 201, 300))
    beside = edge + random.choice((-1, -0.5, -0.01, 0, 0.01, 0.5, 1))
    anything = random.choice((random.randint(0, 400), random.randint(0, 5000)))
    figure = f"{max(beside, 0):g}"
    other = random.choice((figure, figure, figure, str(anything), "none", "unknown", None))
    return {"other_mg": other, **(_products(random, p) if other is None else {})}


def _products(random: Random, _: Person) -> dict[str, Any]:
    known = [name for name, mg in t.PRODUCTS.items() if mg is not None]
    some = tuple(random.sample(known, random.choice((1, 1, 2))))
    unreadable = (random.choice([name for name, mg in t.PRODUCTS.items() if mg is None]),)
    given = random.choice((some, some, some, some, unreadable, (), None, ("unknown",)))
    drawn = {"products": given, "other_mg": random.choice((None, None, "0", "50", "unknown"))}
    if random.random() < 0.05:  # the same words twice
        twice = random.choice(TWICE)
        return {**drawn, "products": (twice,), "medicines": (Use(twice),)}
    return drawn


def _medicines(random: Random, _: Person) -> dict[str, Any]:
    """None to three, each grade as likely as another; sometimes not known at all."""
    if random.random() < 0.1:
        return {"medicines": random.choice((None, (Use("unknown"),)))}
    names: dict[str, None] = {}
    for _count in range(random.choice((0, 1, 1, 2, 3))):
        names[random.choice(BY_GRADE[random.choice(list(BY_GRADE))])] = None
    uses = tuple(Use(name, _times(random, name, 2, alone=len(names) == 1)) for name in names)
    if uses and random.random() < 0.05:
        uses = (*uses, Use("unknown"))
    return {"medicines": uses}


def _crowded_day(random: Random, _: Person) -> dict[str, Any]:
    """Medicines with gaps, taken often: little time is left, or none."""
    names = random.sample(APART, random.choice((1, 2, 2, 3)))
    uses = tuple(Use(name, _times(random, name, 4, alone=False)) for name in names)
    return {"medicines": uses, **_hours(random, Person())}


def _edge_of_a_slot(random: Random, n: int) -> tuple[Use, ...]:
    """The whole day is closed but for a stretch after one medicine and before the other.

    15 minutes of it are too short, 30 are not: so each gap of each label decides. In turn each
    medicine is the one before the stretch and the one after it."""
    turn, position = divmod(n, len(APART))
    one = APART[position]
    two = APART[(position + 1 + turn % (len(APART) - 1)) % len(APART)]
    (after, closed), (reach, before) = gap(t.MEDICINES[one]), gap(t.MEDICINES[two])
    start = random.randrange(0, DAY, 15)  # the first dose of the second medicine
    last = DAY - after - before - random.choice((15, 30))  # the only dose of the first one
    doses = [0]
    while last - doses[-1] > reach + closed:
        # The second medicine closes the day up to the first one, and no more than that.
        doses.append(min(doses[-1] + reach + before, last - max(15, reach - after + 15)))
    times = tuple((start + dose) % DAY for dose in doses)
    return Use(two, times), Use(one, ((start + last) % DAY,))


def _times(random: Random, name: str, most: int, alone: bool) -> tuple[int, ...]:
    """Whoever takes two medicines with gaps says when; the usual hours of one leave room."""
    if (alone or name not in WITH_GAP) and random.random() < 0.3:
        return ()
    count = random.randint(1, most)
    if random.random() < 0.4:  # evenly over the day
        start = random.randrange(0, DAY, 60)
        return tuple((start + DAY * turn // count) % DAY for turn in range(count))
    return tuple(random.sample(range(0, DAY, 15), count))


def _hours(random: Random, _: Person) -> dict[str, Any]:
    wake = random.randrange(0, DAY, 30)
    awake = random.randrange(8 * 60, 20 * 60, 30)
    return {"wake_bed": random.choice((None, (7 * 60, 23 * 60), (wake, (wake + awake) % DAY)))}


def _asides(random: Random, _: Person) -> dict[str, Any]:
    """What never changes the five figures."""
    return {
        "check_dose": random.choice((None, "100", "150", "250", "350", "400")),
        "diet": random.choice((None, "0", "240", "600")),
        "breastfeeding": random.choice(("yes", "no", "unknown", None)),
    }


def _one_of(question: str, *values: Any) -> Callable[[Random, Person], dict[str, Any]]:
    return lambda random, _: {question: random.choice(values)}


DRAWS: dict[str, Callable[[Random, Person], dict[str, Any]]] = {
    "age": _age,
    "limit": _limit,
    "sex": _one_of("sex", "female", "male", "unknown"),
    "pregnancy": _pregnancy,
    "kidney": _kidney,
    "kidney_question": _kidney_question,
    "egfr": _egfr,
    "creatinine": _creatinine,
    "patterns": _patterns,
    "conditions": _words(list(t.CONDITIONS), "conditions"),
    "red_flags": _words(list(t.WARNING_SIGNS), "red_flags"),
    "other": _other,
    "products": _products,
    "medicines": _medicines,
    "crowded_day": _crowded_day,
    "hours": _hours,
    "stool": _one_of("stool", "usual", "loose", "constipated", "unknown", None),
    "standard": _one_of("standard", *t.UPPER),
    "asides": _asides,
}


# the same person as answers -----------------------------------------------------------------------
def answers(p: Person) -> dict[str, str | list[str]]:
    """What the person types, question by question; what was not answered is left out."""
    said: dict[str, str | list[str] | None] = {
        "age": str(p.age) if p.months is None else f"{p.months}mo",
        "sex": p.sex,
        "pregnant": p.pregnant,
        "breastfeeding": p.breastfeeding,
        "kidney": p.kidney,
        "egfr": p.egfr,
        "creatinine": "".join(p.creatinine) if p.creatinine else None,
        "medications": _said(None if p.medicines is None else [u.name for u in p.medicines]),
        "medication_times": [_clocks(u) for u in p.medicines or () if u.times] or None,
        "patterns": list(p.patterns) if p.patterns else None,
        "conditions": _said(p.conditions),
        "red_flags": _said(p.red_flags),
        "other_magnesium_mg": p.other_mg,
        "products": _said(p.products),
        "diet_magnesium_mg": p.diet,
        "stool": p.stool,
        "check_dose_mg": p.check_dose,
        "check_form": FORMS[int(p.check_dose) % len(FORMS)] if p.check_dose else None,
        "wake": _clock(p.wake_bed[0]) if p.wake_bed else None,
        "bedtime": _clock(p.wake_bed[1]) if p.wake_bed else None,
    }
    return {question: answer for question, answer in said.items() if answer is not None}


def _said(words: Sequence[str] | None) -> list[str] | None:
    return None if words is None else list(words) or ["none"]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _clocks(use: Use) -> str:
    return f"{use.name}={','.join(_clock(time) for time in sorted(set(use.times)))}"
