"""Whole tables of people, every value beside every other: both engines answer alike.

Where a table is too long for each run, each pair of its values still meets; the third answer rotates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

from batch.columnar.both import HEALTHY, KNOWLEDGE, Cells, Difference, Pair, blocks
from batch.columnar.cells import CONDITIONS, EGFR_LINES, FORMS, PATTERNS, RED_FLAGS, creatinines
from magadvise.model import Sex

DATA = Path(__file__).resolve().parents[3] / "data"
STANDARDS = tuple(KNOWLEDGE.standards)
AGES = (*(f"{n}mo" for n in range(12)), *map(str, range(1, 121)))
KIDNEYS = ("normal", "unknown", "ckd", "dialysis", "transplant", "injury", "one_kidney")


def swept(rows: Iterator[Cells], least: int) -> list[Difference]:
    """The differences of all rows through one engine; at least so many are answered."""
    pair = Pair()
    found = [d for block in blocks(rows, 2000) for d in pair.differences(block)]
    assert pair.answered >= least
    return found


def people_of_any_age(rotating: bool = True) -> Iterator[Cells]:
    """Age, sex and everything that tells of a pregnancy, under every standard."""
    stages = list(product(
        ("female", "male", "unknown"), ("yes", "no", "unknown"), ("yes", "no", "unknown"),
        ("night", "pregnancy;night"),
    ))  # fmt: skip
    for (a, age), (b, stage), (c, standard) in product(
        enumerate(AGES), enumerate(stages), enumerate(STANDARDS)
    ):
        if rotating and (a + 3 * b + 7 * c) % len(STANDARDS):
            continue
        sex, pregnant, breastfeeding, patterns = stage
        yield {
            **HEALTHY, "age": age, "sex": sex, "pregnant": pregnant, "breastfeeding": breastfeeding,
            "patterns": patterns, "standard": standard, "kidney": "unknown" if b % 5 == a % 5 else "normal",
        }  # fmt: skip


def test_every_age_sex_and_pregnancy_under_every_standard():
    assert swept(people_of_any_age(), 4000) == []


def kidneys() -> Iterator[Cells]:
    """Every eGFR from 2 to 200 in steps of a half, and each line from both sides, whatever is said of
    the kidneys; a creatinine beside some."""
    near = {str(line + by) for line in EGFR_LINES for by in (-0.1, 0, 0.1)}
    for a, half in enumerate(range(4, 401)):
        for b, kidney in enumerate(KIDNEYS):
            age = "40" if (a + b) % 2 else "70"
            yield {**HEALTHY, "age": age, "kidney": kidney, "egfr": f"{half / 2:g}"}
    for egfr, kidney, age in product(sorted(near), KIDNEYS, ("40", "59", "60", "64", "65", "70")):
        yield {**HEALTHY, "age": age, "kidney": kidney, "egfr": egfr}
    for egfr, creatinine in product(
        ("29.9", "30", "59.9", "60", "131"), ("0.4", "0.9", "1.4", "1.9", "3")
    ):
        yield {**HEALTHY, "kidney": "unknown", "egfr": egfr, "creatinine": f"{creatinine}mg/dL"}


def test_every_egfr_whatever_is_said_of_the_kidneys():
    assert swept(kidneys(), 3000) == []


def creatinine_on_the_lines() -> Iterator[Cells]:
    """A creatinine on both sides of every line, in both units, by age and sex."""
    ages = (5, 12, 17, 18, 19, 30, 40, 50, 55, 59, 60, 64, 65, 70, 80, 93, 94, 110, 120)
    for a, (years, sex) in enumerate(product(ages, Sex)):
        for b, (number, unit) in enumerate(creatinines(years, sex)[a % 2 :: 2]):
            kidney = KIDNEYS[1 + (a + b) % 6] if b % 4 == 0 else "unknown"
            pregnant = ("no", "unknown", "yes")[(a + b) % 3] if sex is not Sex.MALE else "no"
            yield {
                **HEALTHY, "age": str(years), "sex": sex.value, "kidney": kidney, "pregnant": pregnant,
                "creatinine": number, "creatinine_unit": unit,
            }  # fmt: skip


def test_every_creatinine_near_a_line_by_age_and_sex():
    assert swept(creatinine_on_the_lines(), 1500) == []


def test_conditions_signs_patterns_forms_and_stool_alone_and_in_pairs():
    answers = [("conditions", word) for word in CONDITIONS]
    answers += [("red_flags", word) for word in RED_FLAGS]
    answers += [("patterns", word) for word in PATTERNS]
    answers += [("check_form", word) for word in FORMS]
    answers += [("stool", word) for word in ("usual", "loose", "constipated", "unknown")]
    calm = {**HEALTHY, "pregnant": "unknown", "check_dose_mg": "260"}

    def rows() -> Iterator[Cells]:
        for question, word in answers:
            yield {**calm, question: word}
            yield {**calm, question: word, "kidney": "unknown", "age": "70"}
        for (a, one), (b, other) in combinations(answers, 2):
            if a != b:
                yield {**calm, a: one, b: other}
            elif ";" not in one + other and a not in ("check_form", "stool"):
                yield {**calm, a: f"{one};{other}"}
                if a == "patterns":
                    yield {**calm, a: f"{other};{one}"}

    assert swept(rows(), 3000) == []


PEOPLE: dict[str, Cells] = {
    "healthy at 40": {"age": "40", "sex": "male"},
    "70 years": {"age": "70"},
    "dialysis": {"kidney": "dialysis"},
    "eGFR 45": {"egfr": "45", "kidney": "unknown"},
}


def test_every_ingredient_alone_in_four_people():
    rows = json.loads((DATA / "medicines.json").read_text(encoding="utf-8"))["ingredients"]
    assert len(rows) > 1000
    people = [{**HEALTHY, **person} for person in PEOPLE.values()]
    # Every ingredient under its name, and a second name or a brand of it in the other people.
    spelt = [(row["names"][0], [*row["names"], *row.get("brands", ())][-1]) for row in rows]
    crowd = (
        {**person, "medications": names[(a + b) % 2] if b else names[0]}
        for a, names in enumerate(spelt)
        for b, person in enumerate(people)
    )
    assert swept(crowd, len(rows) * 4) == []


def test_amounts_of_other_magnesium_and_of_the_present_dose_near_every_limit():
    limits = {row.ul_mg for row in KNOWLEDGE.limits if row.ul_mg} | {150, 200}
    near = sorted({n + by for n in limits for by in (-51, -50, -49, -1, 0, 1)} | {0, 5000})

    def rows() -> Iterator[Cells]:
        for (a, amount), standard in product(enumerate(n for n in near if n >= 0), STANDARDS):
            at = {**HEALTHY, "age": ("40", "70", "12")[a % 3], "standard": standard}
            yield {**at, "other_magnesium_mg": str(amount)}
            yield {**at, "check_dose_mg": f"{amount}.0", "medications": "zzyx" if a % 2 else "none"}
            yield {
                **at,
                "other_magnesium_mg": f"{amount}",
                "check_dose_mg": "51",
                "products": "zma",
            }

    assert swept(rows(), 800) == []


def test_any_times_of_a_medicine_and_of_the_day():
    clocks = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 30)]
    names = (
        "levothyroxine",
        "moxifloxacin",
        "sotorasib",
        "zzyx",
        "raltegravr",
        "magnesiocard",
        "Sinemet",
    )

    def rows() -> Iterator[Cells]:
        for (a, clock), (b, name) in product(enumerate(clocks), enumerate(names)):
            other = clocks[(a * 7 + b * 11) % len(clocks)]
            yield {**HEALTHY, "medications": name, "medication_times": f"{name}={clock}"}
            yield {
                **HEALTHY, "medications": f"{name};cipro 500 mg", "patterns": PATTERNS[(a + b) % 13],
                "medication_times": f"{name}={clock},{other}|cipro 500 mg = {other}",
            }  # fmt: skip
            yield {**HEALTHY, "medications": name, "wake": clock, "bedtime": other, "pregnant": ""}
            yield {
                **HEALTHY,
                "medications": name,
                "wake": other,
                "medication_times": f"{name}={clock}",
            }

    assert swept(rows(), 1000) == []


def slips() -> Iterator[Cells]:
    """Names with one letter too many: of a medicine that asks for the kidneys, of one that does not, and
    of a gel, in several spellings, where kidneys are known and where they are not."""
    names = ("furosemide", "lasix", "ramipril", "ibuprofen", "lithium", "omeprazole", "digoxin",
             "pennsaid", "flector", "blorptastic", "voltaren emulgel")  # fmt: skip
    spellings = (
        "{}",
        "{} 40 mg",
        "{} tablets",
        "{} 40 mg oral tablet",
        "zzyx {}",
        "{} zzyx",
        "{}; zinc",
    )
    for name, spelling, kidney in product(names, spellings, KIDNEYS):
        for text in (name, name + name[-1], name[:3] + name[4:]):
            yield {**HEALTHY, "medications": spelling.format(text), "kidney": kidney}


def test_a_slip_asks_for_the_kidneys_as_the_right_name_does():
    assert swept(slips(), 1500) == []
