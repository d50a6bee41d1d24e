"""M22, M23 and M25: order, repetition and spelling of names do not change the plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from property import world
from property.laws import Document, Meter, answer, trying
from property.strategies import (
    SHOWING,
    WILD,
    Answers,
    Use,
    adding,
    items,
    mostly_well,
    uses,
    with_uses,
)

pytestmark = pytest.mark.core

TAKEN = st.one_of(uses(st.sampled_from(SHOWING), 2, 4), uses(least=2, most=4))


def _plan(doc: Document) -> Document:
    """Everything but what was typed. Of a finding its code counts, not the examples it names."""
    kept = {q: a for q, a in doc.items() if q not in ("profile", "medications", "findings")}
    kept["findings"] = sorted((f["code"], f["severity"], *sorted(f["sources"]))
                              for f in doc["findings"])  # fmt: skip
    kept["medications"] = sorted(
        str({key: value for key, value in entry.items() if key != "input"})
        for entry in doc["medications"]
    )
    return kept


def test_m22_the_order_of_the_medicines_does_not_matter() -> None:
    """M22. Order of medications."""
    meter = Meter()

    @trying(150)
    @given(mostly_well(1), TAKEN, st.data())
    def tried(person: Answers, taken: list[Use], data: st.DataObject) -> None:
        other = data.draw(st.permutations(taken))
        one, two = answer(with_uses(person, taken)), answer(with_uses(person, other))
        assert _plan(one) == _plan(two)
        meter.saw(taken != other)

    tried()
    meter.check()


def test_m22_the_order_of_conditions_signs_and_products_does_not_matter() -> None:
    """M22. The same for the other lists whose order says nothing."""
    meter = Meter()
    lists = st.sampled_from(
        [
            ("conditions", (*world.KIDNEY_CONDITIONS, *world.CAUTION_CONDITIONS)),
            ("conditions", (*world.STOP_CONDITIONS, *world.CLINICIAN_CONDITIONS)),
            ("red_flags", (*world.EMERGENCIES, *world.SEE_DOCTOR, *world.ASK_FIRST)),
            ("products", tuple(world.PRODUCTS)),
        ]
    )

    @trying(150)
    @given(mostly_well(1), lists, st.data())
    def tried(person: Answers, drawn: tuple[str, tuple[str, ...]], data: st.DataObject) -> None:
        question, words = drawn
        chosen = data.draw(st.lists(st.sampled_from(words), min_size=2, max_size=4, unique=True))
        other = data.draw(st.permutations(chosen))
        one, two = answer({**person, question: chosen}), answer({**person, question: other})
        assert _plan(one) == _plan(two)
        meter.saw(chosen != other)

    tried()
    meter.check()


def test_m23_a_medicine_named_twice_is_one_medicine() -> None:
    """M23. Duplicate medications: the whole document stays the same."""
    meter = Meter()
    writings = st.sampled_from([str, str.upper, str.title, lambda name: f"  {name} "])

    @trying(150)
    @given(mostly_well(1), TAKEN, writings)
    def tried(person: Answers, taken: list[Use], written: Callable[[str], str]) -> None:
        once = with_uses(person, taken)
        twice = adding(once, "medications", *(written(u.name) for u in taken))
        assert answer(twice) == answer(once)
        meter.saw(len(items(twice, "medications")) > len(items(once, "medications")))

    tried()
    assert meter.moved == meter.pairs


def test_m23_a_condition_or_sign_named_twice_is_named_once() -> None:
    """M23. The same for conditions and warning signs."""
    meter = Meter()

    @trying(100)
    @given(
        mostly_well(1),
        st.sampled_from([*world.KIDNEY_CONDITIONS, *world.CLINICIAN_CONDITIONS]),
        st.sampled_from([*world.ASK_FIRST, *world.SEE_DOCTOR]),
    )
    def tried(person: Answers, condition: str, sign: str) -> None:
        once = adding(adding(person, "conditions", condition), "red_flags", sign)
        twice = adding(adding(once, "conditions", condition.upper()), "red_flags", sign)
        assert answer(twice) == answer(once)
        meter.saw(once != twice)

    tried()
    assert meter.moved == meter.pairs


def _full_width(name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "title case": str.title,
    "spaces around": lambda name: f"  {name}  ",
    "wide spaces": lambda name: name.replace(" ", "   "),
    "no-break spaces": lambda name: f"\u00a0{name}\u00a0".replace(" ", "\u00a0"),
    "thin spaces": lambda name: f"{name}\u2009".replace(" ", "\u2009"),
    "full width": _full_width,
    "accents, composed": lambda name: unicodedata.normalize("NFC", name.replace("e", "e\u0301")),
    "accents, decomposed": lambda name: unicodedata.normalize("NFD", name.replace("e", "\u00e9")),
    "microgram sign": lambda name: f"{name} 50 \u00b5g",
    "greek mu": lambda name: f"{name} 50 \u03bcg",
    "microgram square": lambda name: f"{name} 50 \u338d",
    "microgram in letters": lambda name: f"{name} 50 mcg",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=list(SPELLINGS))
def test_m25_the_spelling_of_a_medicine_does_not_matter(spelling: Callable[[str], str]) -> None:
    """M25. Case, spaces, no-break spaces, composed and decomposed letters, micro signs."""
    meter = Meter()
    # Names of two words and more in half of the draws, so that inner spaces are tried.
    long_names = [name for name in world.MEDICINES if " " in name]
    known = uses(st.sampled_from(long_names) | st.sampled_from(list(world.MEDICINES)), 1, 3)

    @trying(40)
    @given(mostly_well(1), known)
    def tried(person: Answers, taken: list[Use]) -> None:
        respelt = [Use(spelling(u.name), u.times) for u in taken]
        one, two = answer(with_uses(person, taken)), answer(with_uses(person, respelt))
        assert _plan(one) == _plan(two)
        meter.saw(respelt != taken)

    tried()
    meter.check()


@pytest.mark.parametrize(
    "question",
    "other_magnesium_mg diet_magnesium_mg medications conditions red_flags products".split(),
)
def test_m25_none_is_an_explicit_no_in_any_case(question: str) -> None:
    """M25. Case: None, NONE and none say the same."""
    person: Answers = {"age": "45", "sex": "male"}
    for spelt in ("NONE", "None"):
        assert answer({**person, question: spelt}) == answer({**person, question: "none"})


@pytest.mark.parametrize("question", [q for q in WILD if q not in ("age", "standard")])
def test_m25_unknown_is_a_value_everywhere_in_any_case(question: str) -> None:
    """M25. Case: Unknown, UNKNOWN and unknown say the same, to every question but the age."""
    person: Answers = {"age": "45", "sex": "male"}
    for spelt in ("UNKNOWN", "Unknown"):
        assert answer({**person, question: spelt}) == answer({**person, question: "unknown"})


@pytest.mark.parametrize("unit", ["umol/L", "\u00b5mol/L", "\u03bcmol/L", " UMOL/L"])
def test_m25_each_way_to_write_micromol_gives_the_same_plan(unit: str) -> None:
    """M25. Micro sign, Greek mu and the letter u."""
    person: Answers = {"age": "68", "sex": "female", "creatinine": f"110{unit}"}
    # 1.244 mg/dL at 68 years, female: an eGFR of 47.2.
    assert "eGFR 47.2" in " ".join(f["summary"] for f in answer(person)["findings"])
    assert _plan(answer(person)) == _plan(answer({**person, "creatinine": "110umol/L"}))
