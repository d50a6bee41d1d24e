"""A name in a column means what the door says that it means, however it is spelt."""

from __future__ import annotations

import random
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.columnar import names
from batch.columnar.both import HEALTHY, KNOWLEDGE, Pair, np, pa
from magadvise import keys
from magadvise import profile as door
from magadvise.batch.columnar import medicines as meds
from magadvise.batch.columnar import spelling
from magadvise.batch.columnar.effects import Effects
from magadvise.medicines.resolve import route_of

NAME = meds.NAME
WORDS = {"": 0, "none": meds.NONE, "unknown": meds.UNKNOWN}


def table() -> meds.Medicines:
    return meds.Medicines(KNOWLEDGE, Effects(KNOWLEDGE))


LASTING = table()


def misread(texts: list[str], medicines: meds.Medicines = LASTING) -> list[str]:
    """The texts that stand for something else in a column than alone."""
    assert not any(set(text) & set(";|") for text in texts)
    items = medicines.items(pa.array(texts, pa.string()), np.zeros(len(texts), bool))
    wrong = []
    for text, token in zip(texts, items.token, strict=True):
        mask = int(medicines.mask.array()[token])
        word = WORDS.get(text.strip().casefold())
        if word is not None or not mask & NAME:
            same = word is not None and mask & (NAME | meds.NONE | meds.UNKNOWN) == word
        else:
            use = door.medicine(text.strip(), KNOWLEDGE)
            same = medicines._meaning(use) == medicines.meaning.array()[token]
            same &= bool(mask & meds.UNRESOLVED) != use.resolved
        if not same:
            wrong.append(text)
    return wrong


def test_every_name_of_the_table_in_some_spelling():
    rnd = random.Random(4)  # noqa: S311 - the same order each time, no secret
    texts = [names.written(name, rnd, 0.15) for name in names.ALL]
    assert len(set(texts)) > 19_000
    assert misread(texts) == []


def test_common_names_in_every_strength_form_and_case():
    texts = [
        names.CASES[2 + (a + b + c) % 5](name) + strength + form
        for a, name in enumerate(names.COMMON)
        for b, strength in enumerate(dict.fromkeys(names.STRENGTHS))
        for c, form in enumerate(dict.fromkeys(names.FORM_WORDS))
        if (a + 2 * b + 5 * c) % 7 == 0
    ]
    assert len(set(texts)) > 3_000
    assert misread(texts) == []


@pytest.mark.parametrize("pool", ["NUMBERED", "JOINED", "BRINGING", "WHOLE", "MADE_UP", "CODES"])
def test_names_with_numbers_joining_words_and_magnesium_with_what_stands_behind_them(pool):
    rnd = random.Random(pool)  # noqa: S311 - the same order each time, no secret
    behind = (
        "", " daily", " tablets", " 5 mg", " 5 mg tablets", " mg", "mg tablets", " tablets daily", " 500 mg",
        "®", " oral", " 2 tablets twice daily", " 1", ", tablets", " 64", " 400 mg once daily",
    )  # fmt: skip
    every = getattr(names, pool)
    texts = [
        name + rnd.choice(behind) for name in every for _ in range(2 if len(every) > 99 else 12)
    ]
    products = (
        [n + b for n in KNOWLEDGE.products.names for b in behind] if pool == "BRINGING" else []
    )
    assert misread([t for t in texts + products if not set(";|") & set(t)], table()) == []


WORDS_ = st.sampled_from((
    *names.COMMON, *names.WHOLE, *names.NUMBERED[::20], *names.FORM_WORDS, *names.STRENGTHS, "none",
    "unknown", "and", "with", "for", "eye", "drops", "for eye infection",
))  # fmt: skip
BETWEEN = st.sampled_from(
    (" ", "", "-", "_", ", ", "/", " + ", ".", " (", ") ", "\u00a0", "® ", "\n", "\t", "'", " and ")
)
LETTERS = st.characters(exclude_characters=";|", exclude_categories=("Cs", "Cn", "Co"))


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(WORDS_, BETWEEN), min_size=1, max_size=4), st.sampled_from(names.CASES))
def test_words_put_together_anyhow(parts, case):
    assert misread([case("".join(word + between for word, between in parts))]) == []


@settings(max_examples=200, deadline=None)
@given(st.text(LETTERS, max_size=20), st.sampled_from(names.COMMON), st.text(LETTERS, max_size=3))
def test_any_signs_around_a_name(before, name, after):
    assert misread([before, f"{before} {name}", f"{name}{after}", f"{name}{after} 5 mg"]) == []


def test_every_sign_leaves_of_a_name_what_it_leaves_alone():
    """Each letter and sign of the writing systems, inside a name and behind it."""
    plain_kinds = ("Lo", "Cn", "Cs", "Co")  # letters without case or parts, and what is none yet
    signs = [
        c
        for n in range(1, sys.maxunicode + 1)
        if unicodedata.category(c := chr(n)) not in plain_kinds
    ]
    signs += [c for n in range(0xA0, 0x10000) if unicodedata.category(c := chr(n)) == "Lo"
              and unicodedata.normalize("NFKD", c) != c and not "가" <= c <= "힣"]  # fmt: skip
    texts = [t for sign in signs for t in (f"x{sign}y 5 mg", f"eye x{sign} gel")]
    wrong = [
        text
        for text, plain in zip(texts, spelling.plain(pa.array(texts)).to_pylist(), strict=True)
        if plain != text and _left(plain) != _left(text)
    ]
    assert wrong == []


def _left(text: str) -> tuple[object, ...]:
    """What the names are looked up by."""
    return keys.bare(text), keys.key(text), route_of(text), bool(keys.foreign(text))


APART = "\u0140\u013f\u0133\u0149\u00e9"  # most come apart into two letters
BY_HAND = (
    "kalexate ear-for eye 5 mg tablets", "doxycycline ear-for eye 5 mg tablets",
    "iron-for 5 mg nose a inhaled", "doxycycline-for 5 mg eye infection",
    "doxycycline eye-for 10 mg", "ciprofloxacin -for 5 mg ear drops",
    *(f"kalexate {letter}{'t':.>{room}}" for letter in APART for room in (389, 390, 391)),
    *(f"doxycycline {letter}{'t':.>{room}}" for letter in "\u0140\u0133" for room in (386, 387, 388)),
)  # fmt: skip


def test_a_purpose_behind_a_hyphen_and_a_letter_that_comes_apart_mean_what_they_mean_alone():
    """A strength that is left out parts the words of "for eye"; a folded text may be too long."""
    assert misread(list(BY_HAND), table()) == []


@pytest.mark.parametrize(
    "texts",
    [
        "aspirin 10 meq;aspirin 10.meq", "warfarin_and_calcium;warfarin-and-calcium",
        "ciloxan 1 000 ug;ciloxan 1 000-ug", "iron 5 percent;iron 5-percent", "iron 5 grams;iron 5'grams",
        "doxycycline for eye infection;doxycycline for-eye infection", "zinc 5 ie;zinc 5_ie",
    ],
)  # fmt: skip
def test_of_two_spellings_of_one_entry_the_first_counts_in_both_engines(texts):
    back = ";".join(reversed(texts.split(";")))
    rows = [{**HEALTHY, "medications": text} for text in (texts, back, f"{texts};blorptastic")]
    assert Pair().differences(rows) == []
