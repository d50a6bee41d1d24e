"""M24, M26, M31, M34, M46, M48 to M50: names, codes, units, and answers that are not there."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest

from magadvise import InputError, load_knowledge, parse
from magadvise.batch.answer import Engine
from magadvise.export.json_plan import document
from magadvise.keys import bare, key
from magadvise.knowledge.load import load_labels
from magadvise.medicines import label
from magadvise.profile import medicine
from property import people, world
from property.laws import Document, NeverUp, answer, codes, rung
from property.meter import Meter, metered
from property.strategies import Answers, Use, items, uses_of, with_uses

pytestmark = pytest.mark.core


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same order each time, no secret


# The same medicine by its generic name, a brand, its ATC code and its RxNorm code.
SAME = (
    ("ciprofloxacin", "Cipro", "ATC:J01MA02", "rxnorm:2551"),
    ("levothyroxine", "Synthroid", "ATC:H03AA01", "rxnorm:10582"),
    ("furosemide", "Lasix", "ATC:C03CA01", "rxnorm:4603"),
    ("hydrochlorothiazide", "ATC:C03AA03", "rxnorm:5487"),
    ("omeprazole", "Prilosec", "ATC:A02BC01", "rxnorm:7646"),
    ("amlodipine", "Norvasc", "ATC:C08CA01", "rxnorm:17767"),
    ("metformin", "Glucophage", "ATC:A10BA02", "rxnorm:6809"),
    ("digoxin", "Lanoxin", "ATC:C01AA05", "rxnorm:3407"),
    ("lithium", "ATC:N05AN01", "rxnorm:6448"),
    ("raltegravir", "Isentress", "ATC:J05AJ01"),
    ("gabapentin", "Neurontin", "ATC:N02BF01", "rxnorm:25480"),
    ("alendronic acid", "Fosamax", "ATC:M05BA04"),
    ("moxifloxacin", "Avelox", "ATC:J01MA14"),
    ("spironolactone", "Aldactone", "ATC:C03DA01"),
)


def effect(doc: Document) -> Document:
    """What the answer does: everything but words that may name what was typed."""
    kept = "disposition intake ceiling_mg dose form check evidence first_steps".split()
    found = {name: doc[name] for name in kept}
    timing = doc["timing"]
    when = timing and {name: timing[name] for name in ("intakes", "allowed", "timeline")}
    return {**found, "codes": codes(doc), "timing": when}


@metered
def test_m24_brand_generic_and_code_give_the_same_plan(meter: Meter) -> None:
    """M24. One medicine, whichever way it is named."""
    rnd = chance(24)
    for person in people.many(200, 241, lambda r: people.well(r, r.choice((0, 1)))):
        one, other = rnd.sample(rnd.choice(SAME), 2)
        times = people.times(rnd)
        docs = [answer(with_uses(person, [Use(name, times)])) for name in (one, other)]
        found = [{m["ingredient"] for m in doc["medications"][0]["matches"]} for doc in docs]
        assert found[0] == found[1] != set(), (one, other)
        assert effect(docs[0]) == effect(docs[1]), (one, other, person)
        meter.saw(bool(docs[0]["medications"][0]["findings"]))


UMOL = 88.42  # umol/L of creatinine in one mg/dL


@metered
def test_m26_creatinine_in_either_unit_gives_the_same_plan(meter: Meter) -> None:
    """M26. mg/dL and umol/L, the same test result."""
    rnd = chance(26)
    for person in people.many(200, 261, lambda r: people.well(r, r.choice((0, 1)))):
        umol = rnd.randint(40, 400)
        person = {q: a for q, a in person.items() if q != "egfr"}
        person["kidney"] = rnd.choice(["unknown", "normal"])
        one = answer({**person, "creatinine": f"{umol}umol/L"})
        two = answer({**person, "creatinine": f"{umol / UMOL:.6f}mg/dL"})
        assert effect(one) == effect(two), person
        assert one["profile"]["creatinine_mg_dl"] == two["profile"]["creatinine_mg_dl"]
        without = answer(person)
        meter.saw(codes(one) != codes(without))


@metered
def test_m26_an_age_in_months_is_the_age_in_completed_years(meter: Meter) -> None:
    """M26. From the first birthday on, 40 months are 3 years."""
    rnd = chance(262)
    for person in people.many(150, 263):
        years, more = rnd.choice([1, 3, 4, 8, 9, 17, 18, 45, 64, 65, 70, 119]), rnd.randrange(12)
        one = answer({**person, "age": str(years)})
        two = answer({**person, "age": f"{years * 12 + more}mo"})
        assert one == two, person
        meter.saw(one["dose"] is not None or years < 18)


@metered
def test_m26_grams_milligrams_micrograms_and_millimoles_of_a_label_agree(meter: Meter) -> None:
    """M26. 1 g is 1000 mg is a million micrograms; 1 mmol of magnesium is 24.305 mg."""
    rnd, products = chance(264), load_knowledge().products
    for _ in range(150):
        salt = rnd.choice(["magnesium oxide", "magnesium citrate", "magnesium bisglycinate"])
        mg = rnd.randint(1, 2000)
        texts = [f"{salt} {mg} mg", f"{salt} {mg / 1000} g", f"{salt} {mg * 1000} mcg"]
        found = [label.read(text, load_labels(), products) for text in texts]
        assert len({reading and (round(reading.high_mg, 6), reading.for_limit_mg)
                    for reading in found}) == 1, texts  # fmt: skip
        mmol = rnd.randint(1, 15)
        moles = label.read(f"magnesium {mmol} mmol", load_labels(), products)
        assert moles is not None
        assert moles.high_mg == pytest.approx(mmol * 24.305, abs=0.01)
        meter.saw(found[0] is not None and found[0].for_limit_mg > 0)


def messy(person: Answers, rnd: random.Random) -> Answers:
    """The same answers in capitals, with a medicine said twice."""

    def spelt(text: str) -> str:
        return rnd.choice((str.upper, str.title, str))(text)

    kept = ("medication_times", "creatinine", "standard", "age")
    made: Answers = {
        q: a if q in kept else spelt(a) if isinstance(a, str) else [spelt(t) for t in a]
        for q, a in person.items()
    }
    if isinstance(made.get("medications"), list) and uses_of(person):
        made["medications"] = [*made["medications"], uses_of(person)[0].name.upper()]
    return made


def told(doc: Document) -> Answers:
    """The answers that the document says it understood."""
    p = doc["profile"]
    known = {q: a for q, a in p.items() if a is not None}
    for question in ("medications", "conditions", "red_flags", "patterns"):
        known[question] = known[question] or "none"
    known["medication_times"] = [f"{n}={','.join(c)}" for n, c in p["medication_times"].items()]
    known["products"] = [product["input"] for product in p["products"]]
    if "creatinine_mg_dl" in known:
        known["creatinine"] = f"{known.pop('creatinine_mg_dl')}mg/dL"
    if "age_months" in known:
        known["age"] = f"{known.pop('age_months')}mo"
    lists = {q: a for q, a in known.items() if isinstance(a, list)}
    return {**{q: str(a) for q, a in known.items()}, **lists, "standard": doc["standard"]}


@metered
def test_m31_what_was_understood_is_understood_as_itself(meter: Meter) -> None:
    """M31. Answers as the document repeats them, given again, are understood alike and get the same plan."""
    rnd = chance(31)
    for person in people.many(200, 311):
        # An amount of zero and a flat "none" look alike once they are understood.
        person = {q: a for q, a in person.items() if q not in ("other_magnesium_mg", "products")}
        first = answer(messy(person, rnd))
        again = answer(told(first))
        assert again["profile"] == first["profile"], person
        assert effect(again) == effect(first), person  # not the words: they name the unit given
        plain = {q: [a] if isinstance(a, str) else a for q, a in messy(person, rnd).items()}
        other = {q: [a] if isinstance(a, str) else a for q, a in told(first).items()}
        meter.saw(any(plain.get(q) != other.get(q) for q in ("sex", "conditions", "medications")))


@metered
def test_m31_the_key_of_a_name_is_its_own_key(meter: Meter) -> None:
    """M31. Folding a name a second time changes nothing."""
    rnd = chance(312)
    pieces = ["Cipro", " 500 MG", "é", "µg", "İ", "ﬁ", "Ⅲ", "\u00a0", "®", "-", "/", "ＡＢ", "ß", "  ",
              "œ", "mg", "5 %", "(", ")", "\u200b", "Å", "ℂ", "½"]  # fmt: skip
    for _ in range(400):
        text = "".join(rnd.choices(pieces, k=rnd.randint(1, 6)))
        for normal in (key, bare):
            assert normal(normal(text)) == normal(text), text
        meter.saw(key(text) != text)


@metered
def test_m34_name_number_and_notes_of_a_person_never_change_the_plan(meter: Meter) -> None:
    """M34. A row's id is echoed; no other text about the person is read."""
    rnd, engine = chance(34), Engine(load_knowledge(), "us", {})
    for person in people.many(150, 341):
        row = {q: a if isinstance(a, str) else ";".join(a) for q, a in person.items()}
        ids = rnd.sample(["1", "digoxin", "none", "dialysis", "-7", "=1+1", "Zoë", "x" * 99], 2)
        one, two = (document(engine.answer({"id": name, **row})) for name in ids)
        assert one == two == answer(person), person
        meter.saw(one["dose"] is not None)


@metered
def test_m46_a_name_in_no_table_is_always_a_finding_and_asks_a_pharmacist(meter: Meter) -> None:
    """M46. Nothing unknown is passed over: the plan changes, names it, and says to ask first."""
    rnd = chance(46)
    for person in people.many(200, 461):
        name = "".join(rnd.choices(string.ascii_lowercase, k=rnd.randint(7, 14)))
        before, after = answer(person), answer(with_uses(person, [*uses_of(person), Use(name, ())]))
        entry = after["medications"][-1]
        assert not entry["matches"], name
        assert set(entry["findings"]) & {"MED006", "MED007"}, name
        assert any(name in f["summary"] for f in after["findings"]), name
        assert rung(after) >= max(rung(before), world.LADDER.index("check_first")), person
        assert after["ceiling_mg"] <= min(before["ceiling_mg"], 150), person
        meter.saw(rung(after) > rung(before) or after["ceiling_mg"] < before["ceiling_mg"])


SAFETY = ("kidney", "medications", "conditions", "red_flags", "other_magnesium_mg")


def test_m48_a_flat_no_a_blank_and_unknown_are_three_answers() -> None:
    """M48. Replacing "none" by nothing or by "unknown" never relaxes, and nothing means unknown."""
    law, rnd = NeverUp(), chance(48)
    for person in people.many(200, 481):
        question = rnd.choice(SAFETY)
        flat = {**person, question: "normal" if question == "kidney" else "none"}
        if question == "medications":
            flat.pop("medication_times", None)
        if question == "other_magnesium_mg":
            flat.pop("products", None)
        unknown = {**flat, question: "unknown"}
        missing = {q: a for q, a in flat.items() if q != question}
        law.compare(answer(flat), answer(unknown))
        assert answer(missing) == answer(unknown), person
        assert answer(flat)["profile"] != answer(unknown)["profile"] or (
            question == "other_magnesium_mg"
        ), person
    law.meter.check()


def slip(name: str, rnd: random.Random) -> str:
    """A letter more, less or other, or two neighbours swapped, inside the name."""
    at = rnd.randrange(1, len(name) - 1)
    letter = rnd.choice(string.ascii_lowercase)
    return rnd.choice(
        (
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


@metered
def test_m49_a_typing_slip_is_never_taken_for_a_medicine(meter: Meter) -> None:
    """M49. One edit away from a name is offered or refused. It is taken only where the slip is
    itself a name of the table, and then as that name says. An ending such as -pril adds the cautions
    of its class and nothing else."""
    rnd, knowledge = chance(49), load_knowledge()
    names = [name for name in world.MEDICINES if name.isalpha() and len(name) >= 6]
    for _ in range(500):
        name = rnd.choice(names)
        typed = slip(name, rnd)
        if key(typed) == key(name):
            continue
        use = medicine(typed, knowledge)
        listed = key(typed) in knowledge.medicines.names
        assert listed or not use.resolved, typed
        assert listed or all(m.ingredient.startswith("other_") for m in use.matches), typed
        doc = answer({"age": "45", "sex": "male", "kidney": "normal", "medications": [typed]})
        if not listed:
            assert rung(doc) >= world.LADDER.index("check_first"), typed
            if world.MEDICINES[name].letter in ("X", "C") and name in use.suggestions:
                assert rung(doc) >= world.LADDER.index("clinician_first"), typed
        meter.saw(bool(use.suggestions))


LIMITS: dict[str, tuple[float, float]] = {
    "age": (1, 120), "egfr": (2, 200), "other_magnesium_mg": (0, 5000),
    "diet_magnesium_mg": (0, 5000), "check_dose_mg": (0, 5000), "creatinine": (0.1, 15),
}  # fmt: skip


@metered
def test_m50_a_number_out_of_range_is_an_error_that_names_the_question(meter: Meter) -> None:
    """M50. Nothing is cut to the nearest allowed value; the ends themselves are allowed."""
    rnd, knowledge = chance(50), load_knowledge()
    for person in people.many(300, 501):
        question = rnd.choice(list(LIMITS))
        low, high = LIMITS[question]
        step = 0.01 if question in ("egfr", "creatinine") else 1
        value = rnd.choice(
            [low, high, high + step, high * 10, -1, rnd.uniform(high, 9 * high), low - step]
        )
        number = int(value) if question == "age" else round(value, 2)
        unit = "mg/dL" if question == "creatinine" else ""
        given = {**person, question: f"{number:g}{unit}"}
        inside = low <= number <= high
        if inside:
            kept = parse(given, knowledge)
            field = "age_years" if question == "age" else question
            found = getattr(kept, field)
            assert (found.mg_dl if question == "creatinine" else found) == number
        else:
            with pytest.raises(InputError) as raised:
                parse(given, knowledge)
            assert {p.field for p in raised.value.problems()} == {question}, given
            assert len(str(number)) < 3 or str(number) not in str(raised.value), given
        meter.saw(not inside)


def test_m50_a_month_out_of_range_is_an_error_too() -> None:
    """M50. A year of birth and 1452 months are no age; a baby's months are."""
    answers: Callable[[str], Answers] = lambda age: {"age": age, "sex": "male"}  # noqa: E731
    for age in ("0", "121", "1980", "1452mo"):
        with pytest.raises(InputError, match="age"):
            parse(answers(age), load_knowledge())
    assert [parse(answers(age), load_knowledge()).age_months for age in ("0mo", "11mo")] == [0, 11]
    assert items({"medications": "none"}, "medications") == []
