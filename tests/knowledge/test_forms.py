"""Magnesium content of every form, worked out again from its formula by another program."""

from __future__ import annotations

import re

import molmass
import pytest

from knowledge.lab import read

pytestmark = pytest.mark.core

# Formula, g/mol and Mg % from standard atomic weights (C 12.011, H 1.008, N 14.007, O 15.999,
# Mg 24.305, S 32.06, Cl 35.45).
TABLE = {
    "oxide": ("MgO", 40.30, 60.30),
    "oxide_monohydrate": ("MgO.H2O", 58.32, 41.68),
    "hydroxide": ("Mg(OH)2", 58.32, 41.68),
    "carbonate": ("MgCO3", 84.31, 28.83),
    "carbonate_basic": ("4MgCO3.Mg(OH)2.5H2O", 485.65, 25.02),
    "citrate": ("Mg3(C6H5O7)2", 451.11, 16.16),
    "citrate_9h2o": ("Mg3(C6H5O7)2.9H2O", 613.25, 11.89),
    "citrate_14h2o": ("Mg3(C6H5O7)2.14H2O", 703.32, 10.37),
    "citrate_monobasic": ("MgC6H6O7", 214.41, 11.34),
    "bisglycinate": ("Mg(C2H4NO2)2", 172.42, 14.10),
    "bisglycinate_2h2o": ("Mg(C2H4NO2)2.2H2O", 208.45, 11.66),
    "malate": ("MgC4H4O5", 156.38, 15.54),
    "malate_3h2o": ("MgC4H4O5.3H2O", 210.42, 11.55),
    "dimagnesium_malate": ("MgC4H4O5.Mg(OH)2", 214.69, 22.64),
    "taurate": ("Mg(C2H6NO3S)2", 272.57, 8.92),
    "taurate_2h2o": ("Mg(C2H6NO3S)2.2H2O", 308.60, 7.88),
    "l_threonate": ("Mg(C4H7O5)2", 294.50, 8.25),
    "chloride_anhydrous": ("MgCl2", 95.21, 25.53),
    "chloride_6h2o": ("MgCl2.6H2O", 203.30, 11.96),
    "sulfate_anhydrous": ("MgSO4", 120.36, 20.19),
    "sulfate_7h2o": ("MgSO4.7H2O", 246.47, 9.86),
    "lactate_anhydrous": ("Mg(C3H5O3)2", 202.45, 12.01),
    "lactate_2h2o": ("Mg(C3H5O3)2.2H2O", 238.47, 10.19),
    "lactate_3h2o": ("Mg(C3H5O3)2.3H2O", 256.49, 9.48),
    "gluconate": ("Mg(C6H11O7)2", 414.60, 5.86),
    "gluconate_2h2o": ("Mg(C6H11O7)2.2H2O", 450.63, 5.39),
    "aspartate": ("Mg(C4H6NO4)2", 288.50, 8.42),
    "aspartate_2h2o": ("Mg(C4H6NO4)2.2H2O", 324.53, 7.49),
    "aspartate_4h2o": ("Mg(C4H6NO4)2.4H2O", 360.56, 6.74),
    "orotate": ("Mg(C5H3N2O4)2", 334.48, 7.27),
    "orotate_2h2o": ("Mg(C5H3N2O4)2.2H2O", 370.51, 6.56),
    "acetyl_taurate": ("Mg(C4H8NO4S)2", 356.65, 6.81),
    "acetyl_taurate_2h2o": ("Mg(C4H8NO4S)2.2H2O", 392.68, 6.19),
    "pidolate": ("Mg(C5H6NO3)2", 280.52, 8.66),
    "glycerophosphate": ("MgC3H7O6P", 194.36, 12.51),
}
IDS = """bisglycinate citrate malate dimagnesium_malate lactate chloride aspartate gluconate taurate
acetyl_taurate l_threonate orotate pidolate glycerophosphate sucrosomial oxide hydroxide carbonate
sulfate topical""".split()

FORMS = read("forms.json")["forms"]
VARIANTS = {variant["id"]: variant for form in FORMS for variant in form["variants"]}
WITH_FORMULA = sorted(name for name, variant in VARIANTS.items() if variant["formula"])


def composition(formula: str) -> tuple[float, float]:
    """Molar mass and Mg % of a formula; the parts of a hydrate or double salt are added up."""
    mass = magnesium = 0.0
    for part in formula.split("."):
        found = re.fullmatch(r"(\d*)(.+)", part)
        if found is None:
            raise AssertionError(formula)
        count = int(found[1] or 1)
        counted = molmass.Formula(found[2])
        mass += count * counted.mass
        if "Mg" in counted.composition():
            magnesium += count * counted.composition()["Mg"].mass
    return mass, 100 * magnesium / mass


def test_all_forms_are_there_and_no_other():
    assert sorted(form["id"] for form in FORMS) == sorted(IDS)


@pytest.mark.parametrize("name", WITH_FORMULA)
def test_the_molar_mass_and_the_magnesium_follow_from_the_formula(name):
    variant = VARIANTS[name]
    mass, percent = composition(variant["formula"])
    assert variant["mg_percent"] == pytest.approx(percent, abs=0.006)
    # Sulfur: 32.06 is the value of the tables, the isotopes add up to 32.065.
    sulfur = 0.01 if "S" in variant["formula"] else 0
    assert variant["molar_mass_g"] == pytest.approx(mass, abs=0.01 + sulfur)


@pytest.mark.parametrize("name", TABLE)
def test_a_form_has_the_formula_of_its_compound(name):
    formula, mass, percent = TABLE[name]
    variant = VARIANTS[name]
    assert (variant["formula"], variant["molar_mass_g"], variant["mg_percent"]) == (
        formula,
        mass,
        percent,
    )


def test_what_is_worked_out_is_marked_as_worked_out():
    for name in WITH_FORMULA:
        assert VARIANTS[name]["verified"]


@pytest.mark.parametrize("name", sorted(set(VARIANTS) - set(WITH_FORMULA)))
def test_a_mixture_claims_no_molar_mass(name):
    variant = VARIANTS[name]
    assert variant["molar_mass_g"] is None
    assert variant["mg_percent"] is None
    low, high = variant["label_percent"] or (0, 0)
    assert low <= high <= 60.30


def test_a_buffered_bisglycinate_and_threonate_carry_what_labels_print():
    assert VARIANTS["bisglycinate_buffered"]["label_percent"] == [18, 20]
    threonate = next(form for form in FORMS if form["id"] == "l_threonate")
    assert threonate["label_day_max_mg"] == 144


def test_forms_that_are_never_chosen_are_listed_with_a_reason():
    avoided = {row["form"] for row in read("forms.json")["avoid"] if row["when"] == "always"}
    assert avoided == {"oxide", "hydroxide", "carbonate", "sulfate", "topical"}
    assert {f["id"] for f in FORMS if f["role"] == "never"} >= avoided
    assert all(form["never_reason"] for form in FORMS if form["role"] == "never")


def test_what_stays_on_the_skin_counts_for_no_limit():
    counting = {form["id"]: form["counts_toward_limit"] for form in FORMS}
    assert [name for name, counts in counting.items() if not counts] == ["topical"]
