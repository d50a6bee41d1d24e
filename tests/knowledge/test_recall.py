"""How many real product names lead to their class, and how few lead to a class they do not have.

The names are those of ``drug_names_dev.tsv``, beside the project and no part of it; the classes that
count are the first paragraph of ``medicine_classes.md`` there. Both were seen while the table of
names was filled, so what holds here is a floor, not a forecast.
"""

from __future__ import annotations

import csv
import re

import pytest

from beside import beside
from magadvise import load_knowledge
from magadvise.keys import key
from magadvise.medicines.resolve import resolve
from magadvise.model import Match

pytestmark = pytest.mark.core

Row = dict[str, str]
WRITTEN = {
    "as a short name": lambda row: row["name"],
    # With strength and form, without the remark of the authority between asterisks.
    "as on the package": lambda row: re.sub(r"\*\*.*?\*\*", " ", row["full_product_string"]),
}
# Words of the package that say where a product goes, in the languages of the list.
ROUTE_WORDS = frozenset(
    "collyre ophtalmique ophtalmiques ophthalmic eye auriculaire otic ear vaginal vaginale nasal "
    "nasale inhalation inhaler pommade ointment cream creme gel lotion cutanee".split()
)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with beside("drug_names_dev.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


@pytest.fixture(scope="module")
def watched() -> set[str]:
    paragraphs = beside("medicine_classes.md").read_text(encoding="utf-8").split("\n\n")
    first = next(p for p in paragraphs if "`aminoglycoside`" in p)
    return set(re.findall(r"`(\w+)`", first))


def matches(text: str) -> tuple[Match, ...]:
    return resolve(text, load_knowledge().medicines).matches


def classes(text: str) -> set[str]:
    return {one for match in matches(text) for one in match.classes}


def wanted(row: Row) -> set[str]:
    """The classes of a product; empty for one of no class and for one that is not swallowed."""
    kind = row["class"]
    return set() if kind == "none" or kind.startswith("local_route") else set(kind.split("+"))


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize(
    ("region", "kind", "least", "bar"),
    [
        ("US", "generic", 90, 0.98),
        ("UK", "generic", 25, 0.98),
        ("EU", "generic", 10, 0.98),
        ("US", "brand", 150, 0.92),
        ("UK", "brand", 40, 0.92),
        ("EU", "brand", 10, 0.92),
        ("FR", "generic", 90, 0.90),
        ("FR", "brand", 80, 0.90),
    ],
)
def test_names_of_a_region_lead_to_every_class_they_have(rows, region, kind, least, bar, written):
    asked = [r for r in rows if (r["region"], r["kind"]) == (region, kind) and wanted(r)]
    assert len(asked) >= least
    missed = [WRITTEN[written](r) for r in asked if not wanted(r) <= classes(WRITTEN[written](r))]
    assert len(asked) - len(missed) >= bar * len(asked), missed


@pytest.mark.parametrize("written", WRITTEN)
def test_hardly_any_name_of_no_class_is_taken_for_one_that_has_rules(rows, watched, written):
    """Names that look or sound like one that has rules are among them."""
    assert "iron" in watched
    assert "zinc" not in watched
    asked = [row for row in rows if row["class"] == "none"]
    assert len(asked) > 700
    taken = [WRITTEN[written](row) for row in asked if classes(WRITTEN[written](row)) & watched]
    assert len(taken) <= 0.005 * len(asked), taken


def test_a_product_that_says_where_it_goes_brings_no_gap_of_hours(rows):
    local = [row["full_product_string"] for row in rows if row["class"].startswith("local_route")]
    said = [text for text in local if ROUTE_WORDS & set(key(text).split())]
    assert len(said) > 25
    # Some of them must be known names, else nothing was asked.
    assert sum(bool(matches(text)) for text in said) > 15
    gaps = [
        text
        for text in said
        for match in matches(text)
        for row in match.interactions
        if match.counts_as_oral and (row.mg_after_drug or row.mg_before_drug)
    ]
    assert gaps == []
