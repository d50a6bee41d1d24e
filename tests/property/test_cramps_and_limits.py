"""M18 to M21, M36 and M40: worse cramps, other tables, stricter data, the sex, and whole tablets."""

from __future__ import annotations

import random

import pytest

from magadvise import advise, load_knowledge, parse
from magadvise.advice.units import fits
from magadvise.export.json_plan import document
from magadvise.knowledge.load import load_labels
from magadvise.medicines import label
from property import people, world
from property.laws import Document, NeverUp, answer, codes, crowd, rung
from property.meter import Meter, metered
from property.strategies import Answers, adding, items

pytestmark = pytest.mark.core

# The answers about how often, how widely, since when and on which side.
WORSE_CRAMPS = {
    "frequent_cramps": "check_first",
    "started_after_medicine": "check_first",
    "widespread_cramps": "clinician_first",
    "worsening_weakness": "clinician_first",
    "exertional_calf_pain": "clinician_first",
    "one_leg_swollen": "seek_care",
    "sudden_severe_pain": "seek_care",
}


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same order each time, no secret


def test_m18_more_frequent_wider_or_one_sided_cramps_never_relax_the_plan() -> None:
    """M18. What makes cramps worse moves the plan up the ladder, to its own rung at least."""
    law, rnd = NeverUp(), chance(18)
    for person, before in crowd()[:200]:
        sign = rnd.choice(list(WORSE_CRAMPS))
        after = answer(adding(person, "red_flags", sign))
        law.compare(before, after)
        assert rung(after) >= world.LADDER.index(WORSE_CRAMPS[sign]), person
    law.meter.check()


@metered
def test_m18_a_second_kind_of_cramps_never_relaxes_the_plan(meter: Meter) -> None:
    """M18. Restless legs, a period, a medicine, dialysis, cirrhosis beside what is there."""
    law, rnd = NeverUp(), chance(181)
    kinds = ["restless_legs", "menstrual", "medicine", "dialysis", "cirrhosis"]
    for person in people.many(150, 182):
        more = adding(person, "patterns", rnd.choice(kinds))
        law.compare(answer(person), answer(more))
    meter.pairs, meter.moved = law.meter.pairs, law.meter.moved


@metered
def test_m20_no_other_table_of_limits_gives_more_than_the_us_table(meter: Meter) -> None:
    """M20. The US table is the strictest one or the other is stricter still: never above 350 mg."""
    rnd = chance(20)
    for person in people.many(200, 21):
        person["other_magnesium_mg"] = rnd.choice(["none", "none", "50", "100", "120"])
        chosen = rnd.choice([name for name in people.STANDARDS if name != "us"])
        us, other = answer({**person, "standard": "us"}), answer({**person, "standard": chosen})
        assert other["ceiling_mg"] <= us["ceiling_mg"], person
        limits = [doc["intake"]["ul_supplement_mg"] for doc in (us, other)]
        assert (limits[0] is None) == (limits[1] is None), person
        assert limits[0] is None or limits[1] <= limits[0], person
        assert rung(other) >= rung(us), person
        meter.saw(limits[0] != limits[1])


STRICTER = {
    "unknown_cap_mg": 100, "older_adult_cap_mg": 150, "one_intake_mg": 150, "older_adult_years": 60,
    "egfr_stop": 40, "egfr_clinician": 75, "least_room_mg": 160, "egfr_high": 100,
    "adult_years": 30,
}  # fmt: skip


@metered
def test_m21_stricter_numbers_in_the_data_never_give_more(meter: Meter) -> None:
    """M21. There is no file of local rules; the same law for who makes the data stricter: lower
    caps, higher kidney lines, more years, never a higher dose or a lower rung."""
    knowledge, rnd = load_knowledge(), chance(212)
    for person in people.many(200, 211):
        chosen = rnd.sample(list(STRICTER), 6)
        numbers = {**knowledge.numbers, **{name: STRICTER[name] for name in chosen}}
        # The line of a computed eGFR stands no lower than that of a measured one.
        lines = (numbers["egfr_computed_stop"], numbers["egfr_stop"])
        changed = knowledge._replace(numbers={**numbers, "egfr_computed_stop": max(lines)})
        before = answer(person)
        profile = parse(person, changed)
        after = document(advise(profile, changed, str(person["standard"])))
        assert after["ceiling_mg"] <= before["ceiling_mg"], (person, chosen)
        assert _most(after) <= _most(before), (person, chosen)
        assert rung(after) >= rung(before), (person, chosen)
        meter.saw(_most(after) < _most(before) or rung(after) > rung(before))


def _most(doc: Document) -> int:
    return doc["dose"]["max_mg_per_day"] if doc["dose"] else 0


@metered
def test_m36_the_sex_changes_the_recommended_intake_and_nothing_else(meter: Meter) -> None:
    """M36. Sex matters for the intake table, in pregnancy and in the creatinine formula; without
    these, woman and man get the same plan."""
    for person in people.many(200, 36):
        person = {q: a for q, a in person.items() if q != "creatinine"}
        kept = [p for p in items(person, "patterns") if p != "pregnancy"]
        person |= {"pregnant": "no", "breastfeeding": "no", "patterns": kept or ["night"]}
        woman, man = (answer({**person, "sex": sex}) for sex in ("female", "male"))
        assert _without_sex(woman) == _without_sex(man), person
        meter.saw(woman["intake"] != man["intake"] and woman["dose"] is not None)


def _without_sex(doc: Document) -> Document:
    reference = ("rda_mg", "rda_range_mg", "group")
    intake = {key: value for key, value in doc["intake"].items() if key not in reference}
    return {**doc, "intake": intake, "profile": {**doc["profile"], "sex": ""}}


# Salts as they stand on labels, and the share of magnesium by molar mass, rounded up.
COMPOUNDS = {
    "magnesium oxide": 0.604, "magnesium hydroxide": 0.417, "magnesium citrate": 0.163,
    "magnesium bisglycinate": 0.142, "magnesium chloride": 0.256, "magnesium sulfate": 0.202,
}  # fmt: skip


@metered
def test_m19_tablets_of_each_step_stay_within_the_step_and_the_intakes(meter: Meter) -> None:
    """M19. A day in whole tablets and in intakes never adds up to more than its step."""
    knowledge, rnd = load_knowledge(), chance(19)
    for _, doc in crowd():
        if not doc["dose"] or doc["profile"]["age"] is None:
            continue
        each = rnd.randint(40, 260)
        reading = label.read(f"magnesium {each} mg", load_labels(), knowledge.products)
        assert reading is not None
        months = doc["profile"]["age"] * 12
        found = fits(reading, knowledge, doc["standard"], months, doc["ceiling_mg"])
        days = [step["mg_per_day"] for step in doc["dose"]["steps"]]
        assert [step.mg_per_day for step in found.steps][: len(days)] == days
        for step in found.steps:
            assert step.units * each <= step.mg_per_day <= doc["ceiling_mg"]
            assert (step.units + 1) * each > step.mg_per_day
        for step in doc["dose"]["steps"]:
            assert sum(step["intakes_mg"]) == step["mg_per_day"] <= doc["ceiling_mg"]
            assert max(step["intakes_mg"]) <= 200
        meter.saw(any(0 < step.units * each < step.mg_per_day for step in found.steps))


@metered
def test_m40_tablets_times_strength_times_share_stay_within_the_limit(meter: Meter) -> None:
    """M40. Units a day times the elemental share of the salt is at most the ceiling, and a salt
    never brings more magnesium than it weighs."""
    knowledge, rnd = load_knowledge(), chance(40)
    for _ in range(200):
        name = rnd.choice(list(COMPOUNDS))
        weight, most = rnd.randint(50, 1500), rnd.randint(50, 350)
        reading = label.read(f"{name} {weight} mg", load_labels(), knowledge.products)
        assert reading is not None
        assert reading.for_limit_mg <= weight
        bound = COMPOUNDS[name] * weight
        assert reading.low_mg <= bound
        age = rnd.choice([18, 45, 64, 65, 80]) * 12
        found = fits(reading, knowledge, rnd.choice(["us", "eu"]), age, most)
        for step in found.steps:
            assert step.units * reading.high_mg <= step.mg_per_day + 1e-6 <= most + 1e-6
        meter.saw(any(step.units for step in found.steps))


def test_m36_an_unknown_sex_is_said() -> None:
    """M36. Where the intake cannot be named for lack of the sex, the answer says so."""
    person: Answers = {"age": "45", "sex": "unknown", "kidney": "normal"}
    assert "DAT001" in codes(answer(person))
    assert "DAT001" not in codes(answer({**person, "sex": "male"}))
