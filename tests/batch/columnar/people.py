"""Rows of people: any answer beside any other, most of them answered, some that must be refused."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from batch.columnar import cells, names
from batch.columnar.both import HEALTHY, Cells

QUESTIONS = (*cells.SCALARS, *cells.LISTS, "medications", "medication_times")
SENSIBLE = {
    "age": cells.ADULTS, "age_months": ("",), "sex": ("female", "male"), "pregnant": ("no", "unknown"),
    "breastfeeding": ("no",), "kidney": ("normal", "unknown", "ckd"), "egfr": cells.EGFRS[:30],
    "creatinine": cells.CREATININES[:40], "creatinine_unit": ("",), "stool": ("usual", "loose"),
    "other_magnesium_mg": ("none", "0", "100", "151", "300"), "diet_magnesium_mg": ("300",),
    "check_dose_mg": ("100", "200", "350", "400", "0"), "check_form": cells.FORMS,
    "bedtime": cells.CLOCKS[:14], "wake": cells.CLOCKS[:14], "standard": cells.SCALARS["standard"][:11],
}  # fmt: skip


def row(rnd: random.Random) -> dict[str, str]:
    """A healthy person with some answers given anyhow: sensibly in most draws."""
    found = dict(HEALTHY) if rnd.random() < 0.7 else {"age": "45", "sex": "male"}
    found["age"] = rnd.choice(cells.ADULTS if rnd.random() < 0.8 else cells.AGES)
    for question in rnd.sample(list(cells.SCALARS), rnd.randrange(6)):
        pool = SENSIBLE if rnd.random() < 0.85 else cells.SCALARS
        found[question] = rnd.choice(pool[question])
    if found.get("age_months", "").strip():
        found["age"] = rnd.choice(("", "", "", "40"))
    for question in rnd.sample(list(cells.LISTS), rnd.randrange(3)):
        found[question] = listed(question, rnd)
    if rnd.random() < 0.75:
        found |= medicines(rnd)
    if rnd.random() < 0.1:
        found["products"] = rnd.choice(found.get("medications", "zma").split(";"))
    return found


def listed(question: str, rnd: random.Random) -> str:
    """A list of words, with blanks, repeats and words of no question."""
    words = [rnd.choice(cells.LISTS[question]) for _ in range(rnd.choice((1, 1, 1, 2, 3)))]
    if rnd.random() < 0.12:
        words.append(rnd.choice((*cells.ODD_WORDS[question], words[0], "")))
    if question == "products" and rnd.random() < 0.2:  # the same product, told as another
        words.append(f"{words[0]} tablets")
    return rnd.choice(cells.SEPARATORS).join(words) + rnd.choice(("", "", ";", " "))


def medicines(rnd: random.Random) -> dict[str, str]:
    """A list of medicines, and times for some of them."""
    given = [names.text(rnd) for _ in range(rnd.choice((0, 1, 1, 1, 2, 2, 3, 4, 7)))]
    if given and rnd.random() < 0.15:  # the same again, spelt in another way
        again = rnd.choice(given)
        other = (again.replace(" ", "-"), again.replace(" ", "/", 1), again.replace("/", " "))
        given.append(rnd.choice((again, again.upper(), again + " ", *other)))
    if rnd.random() < 0.06:
        given.append(
            rnd.choice(("none", "unknown", "Unknown", "NONE", "", "none 5 mg", "unknown 10 mg"))
        )
    found = {"medications": rnd.choice(cells.SEPARATORS).join(given)}
    if given and rnd.random() < 0.25:
        timed = [timed_as(rnd.choice(given), rnd) for _ in range(rnd.choice((1, 1, 2, 3)))]
        found["medication_times"] = rnd.choice(cells.SEPARATORS).join(timed)
    return found


def timed_as(name: str, rnd: random.Random) -> str:
    """A time for a medicine of the list, mostly as it is written there; some malformed."""
    times = ",".join(rnd.choice(cells.CLOCKS[:14]) for _ in range(rnd.choice((1, 1, 2, 3))))
    if rnd.random() < 0.1:
        return rnd.choice(
            (name, f"{name}=", f"={times}", f"{name}=25:00", f"zzz={times}", "none", "")
        )
    spelt = rnd.choice((name, name, name.casefold(), name.split(" ")[0], name.split(" ")[0]))
    return f"{spelt}{rnd.choice(('=', ' = '))}{times}"


# The same for hypothesis, which makes a row that fails smaller.

ENTRIES = st.one_of(
    st.sampled_from(names.WHOLE + names.MADE_UP + names.CODES),
    st.builds(
        lambda name, case, strength, form: case(name) + strength + form,
        st.sampled_from(names.COMMON + names.BRINGING + names.NUMBERED[::9] + names.LOCAL[::40]),
        st.sampled_from(names.CASES),
        st.sampled_from(names.STRENGTHS),
        st.sampled_from(names.FORM_WORDS),
    ),
    st.text(max_size=12).filter(lambda text: text.isprintable()),
)
MOSTLY = ("medications",) * 8 + ("medication_times", "products", "products")
TIMED = st.builds(
    lambda name, clocks: f"{name}={','.join(clocks)}",
    ENTRIES,
    st.lists(st.sampled_from(cells.CLOCKS[:14]), min_size=1, max_size=3),
)


def joined(entries: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.builds(
        lambda between, texts: between.join(texts),
        st.sampled_from(cells.SEPARATORS),
        st.lists(entries, max_size=most),
    )


def answer(question: str) -> st.SearchStrategy[str]:
    """Any cell of one column."""
    if question == "medications":
        return joined(ENTRIES, 4)
    if question == "medication_times":
        return joined(TIMED, 2)
    if question in cells.LISTS:
        return joined(st.sampled_from(cells.LISTS[question] + cells.ODD_WORDS[question]))
    return st.sampled_from(cells.SCALARS[question])


CHANGES = st.one_of(*(st.tuples(st.just(q), answer(q)) for q in QUESTIONS + MOSTLY))


@st.composite
def anyone(draw: st.DrawFn) -> dict[str, str]:
    """A healthy person with up to six answers given anyhow; some medicines with times that fit."""
    found = {**HEALTHY, **dict(draw(st.lists(CHANGES, max_size=6)))}
    if found.get("age_months") and draw(st.booleans()):
        found["age"] = ""
    taken = [t for t in found["medications"].replace("|", ";").split(";") if t.strip()]
    if taken and draw(st.integers(0, 3)) == 0:
        clocks = draw(st.lists(st.sampled_from(cells.CLOCKS[:14]), min_size=1, max_size=2))
        found["medication_times"] = f"{draw(st.sampled_from(taken))}={','.join(clocks)}"
    return found


def crowd(count: int, seed: int) -> list[Cells]:
    """Rows by chance, the same for a seed; the first are people whom chance seldom draws."""
    rnd = random.Random(seed)  # noqa: S311 - the same order each time, no secret
    return [*RARE, *(row(rnd) for _ in range(count))]


RARE: tuple[Cells, ...] = (
    {**HEALTHY, "pregnant": "yes", "conditions": "hypertension"},
    {**HEALTHY, "age": "13", "pregnant": "yes", "creatinine": "2.5mg/dL", "kidney": "unknown"},
    {**HEALTHY, "age": "57", "pregnant": "yes", "breastfeeding": "yes"},
    {**HEALTHY, "age": "8mo", "check_dose_mg": "100", "standard": "jp"},
    {**HEALTHY, "medications": "levothyroxine; Sinemet; cipro; zzyx",
     "medication_times": "levothyroxine=06:00,12:00; Sinemet=09:00,18:00; cipro=22:00; zzyx=15:00,02:00"},
    {**HEALTHY, "medications": "sotorasib", "medication_times": "sotorasib=07:00,19:00", "wake": "06:30"},
    {**HEALTHY, "bedtime": "04:15", "wake": "12:00", "medications": "moxifloxacin; nitrofurantoin",
     "medication_times": "moxifloxacin=13:00; nitrofurantoin=17:00,01:00"},
    {**HEALTHY, "sex": "unknown", "pregnant": "", "age": "71", "egfr": "89.99", "kidney": "ckd"},
    {**HEALTHY, "medications": "levothyroxine", "medication_times": "levothyroxine=07:00,13:00,18:30",
     "wake": "06:00", "bedtime": "22:00"},
    {**HEALTHY, "products": "picolax; zma", "other_magnesium_mg": "10", "check_form": "oxide"},
)  # fmt: skip
