"""Letters of many texts at once, against the same said by a regular expression for one text."""

from __future__ import annotations

import re

import pytest

pa = pytest.importorskip("pyarrow")
from hypothesis import example, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from magadvise.batch.columnar import spelling  # noqa: E402
from magadvise.knowledge.load import load_knowledge  # noqa: E402

BLANKS = " \t\n\v\f\r"
UNITS = ("mg", "mcg", "ug", "g", "ml", "iu", "units", "%")
STRENGTH = re.compile(
    r"([a-z](?:[a-z -]*[a-z])?) +[0-9]{1,6}(?:\.[0-9]{1,6})? ?"
    rf"(?:{'|'.join(UNITS)})((?: [a-z][a-z -]*)?)"
)
PIECES = st.sampled_from([
    *BLANKS, *UNITS, "5", "20", "1234567", ".", "-", "x", "omeprazole", "Zinc", " tablets", " 5 mg",
    " 0.5 mcg ", "é", "®", "Ω", ":", "(", "/",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=9).map("".join)


def one(text: str) -> str:
    """A plain text without its strength."""
    plain = spelling.plain(pa.array([text])).to_pylist()[0]
    found = STRENGTH.fullmatch(plain)
    return found[1] + found[2] if found else plain


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, max_size=6))
@example([])
@example(
    ["", " ", "a 5 mg", "  a   5mg  b ", "a 5 mg 5 mg", "5 mg", "a 1234567 mg", "é 5 mg", "a%"]
)
def test_a_strength_is_left_out_of_each_text_alone(texts):
    assert spelling.bare(pa.array(texts, pa.string())).to_pylist() == [one(t) for t in texts]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Omeprazole 20 MG", "omeprazole"),
        (" Zinc 0.5 mcg film-coated tablets ", "zinc film-coated tablets"),
        ("Codéine 30 mg", "codeine"),
        ("iron 5 %", "iron"),
        ("vitamin b12 5 mg", "vitamin b12 5 mg"),  # a number in the name: nothing is sure
        ("5 mg", "5 mg"),
        ("senna 7.5.5 mg", "senna 7.5.5 mg"),
        ("senna 5 mg / 5 ml", "senna 5 mg / 5 ml"),
    ],
)
def test_what_is_left_of_a_name(text, left):
    assert spelling.bare(pa.array([text])).to_pylist() == [left]


def test_a_slice_of_an_array_is_read_from_its_own_start():
    texts = pa.array(["lost 1 mg", "a 5 mg", " b", "lost 2 mg"]).slice(1, 2)
    assert spelling.bare(texts).to_pylist() == ["a", "b"]


def test_many_blanks_take_no_more_than_a_step_each():
    texts = pa.array([" " * 20_000 + "a" + " " * 20_000 + "5 mg", "b"])
    assert spelling.bare(texts).to_pylist() == ["a", "b"]


def test_form_words_are_those_of_the_knowledge_that_is_asked():
    """A form word stays where the table knows a name with it; a table that knows more is another one."""
    known = load_knowledge()
    table = known.medicines
    more = table._replace(names={**table.names, "quux tablets": table.names["warfarin"]})
    other = known._replace(medicines=more)
    without = spelling.names(known).forms.canonical("quux tablets")
    assert spelling.names(other).forms.canonical("quux tablets") == "quux tablets" != without
    assert spelling.names(known).forms.canonical("quux tablets") == without
    assert spelling.names(known) is spelling.names(known)
