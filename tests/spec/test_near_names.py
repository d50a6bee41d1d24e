"""Which known names look like a word that is none: the index against a comparison with every name."""

from __future__ import annotations

import random
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from rapidfuzz import process
from rapidfuzz.distance import OSA

from magadvise.knowledge.alike import SCANS, Alike
from magadvise.knowledge.medicine_table import table
from magadvise.knowledge.rows import MedicineTable
from magadvise.medicines import words
from magadvise.medicines.suggest import near

pytestmark = pytest.mark.core

TEXT = (Path(__file__).resolve().parents[2] / "data" / "medicines.json").read_bytes()
WHOLE = table(TEXT)
NAMES = list(WHOLE.names)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "


def warm() -> MedicineTable:
    """A table that has been asked for so many names that it has its index."""
    fresh = table(TEXT)
    for number in range(SCANS + 1):
        near([f"{number} of them"], fresh)
    return fresh


@cache
def edits(one: str, other: str) -> int:
    """Letters more, less or changed, neighbours swapped, no place twice: the textbook's table."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def by_every_name(texts: Iterable[str]) -> tuple[str, ...]:
    """The five nearest names: one edit away, two from six letters, or a word of the text itself."""
    found: dict[str, int] = {}
    for text in texts:
        most = 2 if len(text) >= 6 else 1
        for name, distance, _ in process.extract(
            text, NAMES, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            found[name] = min(distance, found.get(name, most))
        for word in text.split():
            if word in WHOLE.names and not words.is_noise(word):
                found.setdefault(word, 0)
    return tuple(sorted(found, key=lambda name: (found[name], name))[:5])


def slip(text: str, chance: random.Random) -> str:
    """One edit at a random place."""
    at = chance.randrange(len(text) + 1)
    if (kind := chance.randrange(4)) == 0 or at == len(text):
        return text[:at] + chance.choice(LETTERS) + text[at:]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + chance.choice(LETTERS) + text[at + 1 :]
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def made_up(seed: int, count: int) -> list[str]:
    """Names with up to three slips, and one in five a word of random letters."""
    chance = random.Random(seed)  # noqa: S311
    texts = []
    for number in range(count):
        text = chance.choice(NAMES)
        if number % 5 == 0:
            text = "".join(chance.choices(LETTERS, k=chance.randrange(10)))
        for _ in range(chance.randrange(4)):
            text = slip(text, chance)
        texts.append(text)
    return texts


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_names_near_a_text_are_those_that_a_comparison_with_every_name_finds(seed):
    known, some = warm(), 0
    for text in made_up(seed, 700):
        expected = by_every_name([text])
        assert near([text], known) == expected, text
        some += bool(expected)
    assert some > 350


def test_several_texts_are_answered_together():
    known, texts = warm(), made_up(4, 120)
    for at in range(0, len(texts), 3):
        group = [*texts[at : at + 3], texts[at]]
        assert near(group, known) == by_every_name(dict.fromkeys(group)), group


@pytest.mark.parametrize(
    "name", ["warfarin", "omeprazole", "iron", "magnesium hydroxide", "co q 10"]
)
def test_a_swap_at_any_place_is_one_edit(name):
    """At the ends, in the middle, beside a gap."""
    for at in range(len(name) - 1):
        swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        assert near([swapped], WHOLE) == by_every_name([swapped])
        if name in WHOLE.names and swapped not in WHOLE.names:
            assert name in near([swapped], WHOLE)


@pytest.mark.parametrize("most", [1, 2])
@pytest.mark.parametrize("letters", ["ab", "a "])
def test_no_name_within_so_many_edits_is_left_out(letters, most):
    """Every text of up to 7 letters against every name of up to 6, from two letters."""
    lengths = {n: ["".join(name) for name in product(letters, repeat=n)] for n in range(1, 7)}
    alike = Alike(lengths)
    for _ in range(SCANS):
        alike.to("b", most)
    names = [name for group in lengths.values() for name in group]
    texts = ["".join(text) for n in range(8) for text in product(letters, repeat=n)]
    for text in texts:
        found = alike.to(text, most)
        assert len(found) == len(set(found))
        assert [n for n in names if edits(text, n) <= most and n not in found] == [], text


def test_few_names_are_left_to_compare():
    """A word that looks like nothing is compared with some dozens, not with ten thousand."""
    scanning, indexed = Alike(WHOLE.lengths), Alike(WHOLE.lengths)
    for _ in range(SCANS):
        indexed.to("first", 1)
    for text in ("doloxine", "quelquun", "pharmacie", "ciprofloxacin", "wxyz", "zzzzzz"):
        most = 2 if len(text) >= 6 else 1
        left = indexed.to(text, most)
        assert len(left) <= 60
        assert set(left) < set(scanning.to(text, most))


@pytest.mark.parametrize(
    "text", ["", " ", "a", "é", "漢字", "aspirín", "\udcff" * 7, "💊aspirin", "a" * 65, "b" * 66,
             "x" * 67, "y" * 68, "z" * 400]
)  # fmt: skip
def test_any_text_is_answered_alike_by_the_first_look_ups_and_the_later_ones(text):
    expected = by_every_name([text])
    assert near([text], table(TEXT)) == expected
    assert near([text], warm()) == expected


def test_the_longest_names_are_found_with_a_letter_more_and_a_letter_less():
    known = warm()
    for name in sorted(NAMES, key=len)[-20:]:
        for text in (name + "x", "x" + name, name[1:], name[:-2], name[:9] + name[11:] + "yy"):
            assert near([text], known) == by_every_name([text])


def test_an_answer_does_not_depend_on_what_was_asked_before():
    texts = made_up(6, 60)
    one, other = table(TEXT), table(TEXT)
    forwards = {text: near([text], one) for text in texts}
    backwards = {text: near([text], other) for text in reversed(texts)}
    assert forwards == backwards


def test_two_tables_are_never_mixed_up():
    fresh = [table(TEXT), table(TEXT)]
    assert fresh[0].lengths != fresh[1].lengths
    small = fresh[0]._replace(names={}, lengths=table(b'{"route_brands":[],"combinations":[],'
                                                      b'"ingredients":[]}').lengths)  # fmt: skip
    for _ in range(SCANS + 2):
        assert near(["omeprazol"], fresh[0])
        assert near(["omeprazol"], small) == ()


def test_threads_that_share_a_table_get_the_same_answers():
    texts = made_up(7, 160)
    expected = [by_every_name([text]) for text in texts]
    known = table(TEXT)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda text: near([text], known), texts)) == expected
