"""The names, words and compositions that a label is read with."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.lab import read
from knowledge.test_forms import IDS, VARIANTS, composition
from magadvise.keys import key

pytestmark = pytest.mark.core

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
UNII = SHARED / "unii_magnesium_compound_synonyms.tsv"
FRENCH = SHARED / "labels" / "bdpm_fr_magnesium_oral_products.tsv"

LABELS = read("labels.json")
COMPOUNDS = LABELS["compounds"]
OWN = {variant["id"]: variant for row in COMPOUNDS for variant in row["variants"]}
WITH_FORMULA = sorted(name for name, variant in OWN.items() if variant["formula"])
OWNER = {name: row["id"] for row in COMPOUNDS for name in row["names"]}
SHORT = {name: row["id"] for row in COMPOUNDS for name in row["short_names"]}


def column(file: Path, *names: str) -> list[tuple[str, ...]]:
    """Columns of a table beside the project; the test is skipped without it."""
    if not file.is_file():
        pytest.skip(f"no {file.name}")
    with file.open(encoding="utf-8", newline="") as lines:
        return [tuple(row[name] for name in names) for row in csv.DictReader(lines, delimiter="\t")]


def named(text: str) -> str | None:
    """The compound of the longest name that stands in a text, as whole words."""
    found = [name for name in OWNER if f" {name} " in f" {key(text)} "]
    return OWNER[max(found, key=len)] if found else None


def words() -> Iterator[str]:
    for row in COMPOUNDS:
        yield from row["names"]
        yield from row["short_names"]
    for name in ("hydrates", "kinds", "daily_values"):
        for row in LABELS[name]:
            yield from row["words"]
    yield from LABELS["elemental_words"]
    yield from LABELS["providing_words"]


# names -------------------------------------------------------------------------------------------


def test_every_word_is_written_as_its_key():
    assert [word for word in words() if key(word) != word] == []


def test_a_name_belongs_to_one_compound():
    every = [name for row in COMPOUNDS for name in (*row["names"], *row["short_names"])]
    assert len(every) == len(set(every))


def test_every_form_has_names_and_takes_its_composition_from_the_forms():
    rows = {row["form"]: row for row in COMPOUNDS if row["form"]}
    assert sorted(rows) == sorted(IDS)
    assert all(row["names"] and row["id"] == form for form, row in rows.items())
    assert [form for form, row in rows.items() if row["variants"]] == []


def test_a_compound_without_a_form_has_a_composition_of_its_own():
    alone = [row for row in COMPOUNDS if row["form"] is None]
    assert all(row["names"] and row["variants"] for row in alone)
    assert len(OWN) == sum(len(row["variants"]) for row in alone)
    assert not OWN.keys() & VARIANTS.keys()


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        ("Magnesium citrate 1000 mg (16 %)", "citrate"),
        ("Magnesium (from magnesium lysinate glycinate chelate TRAACS)", "lysinate_glycinate"),
        ("MAGNÉSIUM (CITRATE DE) ANHYDRE", "citrate"),
        ("tri-Magnesiumdicitrat wasserfrei", "citrate"),
        ("sels de magnésium de l'acide citrique", "citrate"),
        ("Di-Magnesium Malate", "dimagnesium_malate"),
        ("Magnesium malate", "malate"),
        ("Magtein® magnesium L-threonate", "l_threonate"),
        ("Magnesium N-acetyl-taurate", "acetyl_taurate"),
        ("Magnesiumtaurat", "taurate"),
        ("Magnesium-bis(hydrogen-L-aspartat)-Dihydrat", "aspartate"),
        ("Magnesiumaspartathydrochlorid-Trihydrat", "aspartate"),
        ("MAGNÉSIE CALCINÉE LÉGÈRE", "oxide"),
        ("magnesium hydroxide carbonate", "carbonate"),
        ("basisches Magnesiumcarbonat, schwer", "carbonate"),
        ("Bittersalz", "sulfate"),
        ("Epsom salt bath", "topical"),
        ("Magnesium-Öl", "topical"),
        ("MAGNÉSIUM (HYDROGÉNOPHOSPHATE DE) TRIHYDRATÉ", "hydrogen_phosphate"),
        ("Magnesium phosphate, dibasic", "hydrogen_phosphate"),
        ("Magnesium phosphate, monobasic", "dihydrogen_phosphate"),
        ("Magnesium amino acid chelate", "amino_acid_chelate"),
        ("Chelated magnesium bisglycinate", "bisglycinate"),
        ("Magnesium peroxide", "peroxide"),
    ],
)
def test_a_label_names_its_compound(text, compound):
    assert named(text) == compound


@pytest.mark.parametrize("text", ["Magnesium", "Magnesium phosphoricum D6"])
def test_a_product_a_remedy_or_the_bare_element_is_no_compound(text):
    assert named(text) is None


@pytest.mark.parametrize("text", ["calcium citrate, magnesium oxide", "Magnesium, glycine"])
def test_the_end_of_one_ingredient_and_the_start_of_the_next_make_no_name(text):
    assert named(text) in ("oxide", None)


def test_short_names_are_short():
    assert [name for name in SHORT if "magnesium" in name and name != "di magnesium"] == [
        "dimagnesium"
    ]
    assert SHORT["citrat"] == "citrate"
    assert SHORT["glycinate"] == "bisglycinate"
    assert SHORT["oxyde"] == "oxide"
    assert "phosphate" not in SHORT  # three salts share the word


def test_the_public_substance_register_puts_the_same_names_together():
    together: dict[str, set[str]] = {}
    for substance, synonym in column(UNII, "display_name", "synonym"):
        if key(synonym) in OWNER:
            together.setdefault(substance, set()).add(OWNER[key(synonym)])
    assert len(together) > 50
    assert {name: ids for name, ids in together.items() if len(ids) > 1} == {}


def test_every_magnesium_compound_of_the_french_public_list_is_known():
    rows = {name for (name,) in column(FRENCH, "mg_compound")}
    assert len(rows) > 30
    assert sorted(name for name in rows if named(name) is None) == []


# compositions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_FORMULA)
def test_the_molar_mass_and_the_magnesium_follow_from_the_formula(name):
    variant = OWN[name]
    mass, percent = composition(variant["formula"])
    assert variant["mg_percent"] == pytest.approx(percent, abs=0.006)
    assert variant["molar_mass_g"] == pytest.approx(mass, abs=0.03)
    assert variant["confidence"] == "calculated"


@pytest.mark.parametrize(
    ("name", "formula", "mass", "percent"),
    [  # worked out by hand
        ("stearate", "Mg(C18H35O2)2", 591.26, 4.11),
        ("salicylate_4h2o", "Mg(C7H5O3)2.4H2O", 370.59, 6.56),
        ("hydrogen_phosphate", "MgHPO4", 120.28, 20.21),
        ("acetate_4h2o", "Mg(C2H3O2)2.4H2O", 214.45, 11.33),
    ],
)
def test_a_compound_has_the_composition_of_the_books(name, formula, mass, percent):
    variant = OWN[name]
    found = (variant["formula"], variant["molar_mass_g"], variant["mg_percent"])
    assert found == (formula, mass, percent)


def test_a_hydrate_holds_less_magnesium_than_the_dry_salt():
    for row in COMPOUNDS:
        dry = {v["formula"]: v["mg_percent"] for v in row["variants"] if v["kind"] == "anhydrous"}
        for variant in row["variants"]:
            if variant["kind"] == "hydrate":
                salt, water = variant["formula"].rsplit(".", 1)
                assert water.endswith("H2O")
                assert variant["mg_percent"] < dry[salt]


def test_a_french_label_of_the_aminobenzoate_prints_the_same_magnesium():
    assert 416 * OWN["aminobenzoate_6h2o"]["mg_percent"] / 100 == pytest.approx(25, abs=0.05)


def test_a_mixture_gives_a_range_and_no_formula():
    mixtures = sorted(set(OWN) - set(WITH_FORMULA))
    assert mixtures == ["amino_acid_chelate", "lysinate_glycinate_commercial"]
    for name in mixtures:
        low, high = OWN[name]["label_percent"]
        assert 0 < low <= high <= 20
        assert OWN[name]["mg_percent"] is None
        assert not OWN[name]["verified"]


# words and numbers -------------------------------------------------------------------------------


def test_the_water_of_a_hydrate_follows_from_its_greek_prefix():
    rows = {row["waters"]: row["words"] for row in LABELS["hydrates"]}
    assert list(rows) == list(range(15))
    of = {word: waters for waters, row in rows.items() for word in row}
    assert len(of) == sum(len(row) for row in rows.values())
    for waters, word in (
        (0, "anhydrous"), (0, "anhydre"), (0, "wasserfrei"), (1, "monohydrate"), (2, "dihydratee"),
        (3, "trihydrat"), (4, "tetrahydrate"), (5, "pentahydrate"), (6, "hexahydrate"),
        (7, "heptahydrate"), (7, "7 h2o"), (8, "octahydrate"), (9, "nonahydrat"),
        (10, "decahydrate"), (11, "undecahydrate"), (12, "dodecahydrate"), (13, "tridecahydrate"),
        (14, "tetradecahydrate"),
    ):  # fmt: skip
        assert of[word] == waters


def test_a_kind_is_named_by_words_of_its_own():
    rows = {row["kind"]: row["words"] for row in LABELS["kinds"]}
    every = [word for row in rows.values() for word in row]
    assert len(every) == len(set(every))
    for kind, word in (
        ("buffered", "gepuffert"),
        ("buffered", "tamponne"),
        ("unbuffered", "non buffered"),
        ("basic", "lourd"),
        ("basic", "leichtes"),
        ("acid_salt", "hydrogen citrate"),
        ("hydrochloride", "hcl"),
    ):
        assert word in rows[kind]


def test_a_word_of_a_kind_stands_beside_the_name_so_that_both_are_read():
    beside = {
        "heavy",
        "light",
        "basic",
        "lourd",
        "leger",
        "schweres",
        "leichtes",
        "buffered",
        "hcl",
    }
    rows = {row["id"]: row["names"] for row in COMPOUNDS}
    for compound in ("carbonate", "bisglycinate", "aspartate"):
        assert [name for name in rows[compound] if beside & set(name.split())] == []


def test_a_label_tells_the_element_from_the_compound_in_three_languages():
    assert {"elemental", "elementaire", "elementares"} <= set(LABELS["elemental_words"])
    assert {"providing", "soit", "dont", "davon", "entspricht", "equivalent to"} <= set(
        LABELS["providing_words"]
    )
    assert not set(LABELS["elemental_words"]) & set(LABELS["providing_words"])


def test_a_percent_of_the_daily_value_is_420_or_375_mg_and_was_400_on_older_us_labels():
    rows = {row["id"]: row for row in LABELS["daily_values"]}
    values = {name: (row["mg"], row["older_mg"]) for name, row in rows.items()}
    assert values == {"us": (420, 400), "eu": (375, None)}
    assert "dv" in rows["us"]["words"]
    assert {"nrv", "vnr", "ajr", "nahrstoffbezugswert"} <= set(rows["eu"]["words"])
    assert not set(rows["us"]["words"]) & set(rows["eu"]["words"])


def test_water_and_a_millimole_weigh_what_the_atoms_weigh():
    assert LABELS["atomic"]["water_g_mol"] == pytest.approx(2 * 1.008 + 15.999)
    assert LABELS["atomic"]["mg_per_mmol"] == 24.305


def test_every_fact_says_where_it_is_from():
    known = {row["id"] for row in read("sources.json")["sources"]}
    rows = [*COMPOUNDS, *OWN.values(), LABELS["atomic"]]
    for row in (*rows, *LABELS["daily_values"]):
        assert row["source"]
        assert set(row["source"]) <= known
        assert row["locator"]
        assert row["verified"] == (row["confidence"] in ("read", "calculated"))
