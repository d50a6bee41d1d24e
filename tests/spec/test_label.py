"""What a label says to elemental magnesium: figures of the published table, of real labels, by hand."""

from __future__ import annotations

import pytest

from magadvise.knowledge.load import load_knowledge, load_labels
from magadvise.medicines import label
from magadvise.medicines.label import Reading

pytestmark = pytest.mark.core


def read(text: str) -> Reading | None:
    return label.read(text, load_labels(), load_knowledge().products)


def found(text: str) -> Reading:
    reading = read(text)
    assert reading is not None, text
    return reading


def ends(text: str) -> tuple[int, int]:
    """What can be relied on for a dose, and what counts toward a limit."""
    reading = found(text)
    return reading.for_dose_mg, reading.for_limit_mg


def kinds(text: str) -> dict[str, tuple[int, int]]:
    return {k.id: (round(k.low_mg), round(k.high_mg)) for k in found(text).kinds}


# compound weight ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Magnesium citrate 1000 mg", 103, 162),  # 14 H2O 10.37 %, anhydrous 16.16 %
        ("magnesium citrate nonahydrate 1000 mg", 118, 119),
        ("magnesium hydrogen citrate 1000 mg", 113, 114),
        ("bisglycinate 1,000 mg", 116, 200),
        ("bisglycinate 500 mg", 58, 100),
        ("magnesium bisglycinate anhydrous, unbuffered, 1,000 mg", 141, 141),
        ("magnesium bisglycinate dihydrate 1,000 mg", 116, 117),
        ("buffered magnesium bisglycinate 1,000 mg", 180, 200),
        ("fully reacted magnesium glycinate 1,000 mg", 116, 141),
        ("magnesium oxide 400 mg", 166, 242),
        ("magnesium hydroxide 400 mg", 166, 167),
        ("2000 mg Magtein", 144, 165),
        ("magnesium lactate dihydrate 835 mg", 85, 86),
        ("magnesium lactate 835 mg", 79, 101),
        ("magnesium taurate 1,000 mg", 78, 90),
        ("magnesium chloride hexahydrate 1,000 mg", 119, 120),
        ("magnesium gluconate 500 mg", 26, 30),
        ("magnesium salicylate tetrahydrate 580 mg", 38, 39),
        ("magnesium sulfate heptahydrate 5 g", 493, 493),
        ("magnesium aspartate hydrochloride 1,000 mg", 98, 99),
        ("heavy magnesium carbonate 235 mg", 58, 62),
        ("magnesium stearate 10 mg", 0, 1),
    ],
)
def test_a_compound_weight_brings_the_share_of_its_formula(text: str, low: int, high: int) -> None:
    assert ends(text) == (low, high)
    assert found(text).basis == "compound"


def test_the_kinds_of_bisglycinate_are_141_mg_117_mg_and_180_to_200_mg() -> None:
    """T47 and 10.1: 1,000 mg anhydrous, dihydrate, buffered with oxide."""
    assert list(kinds("bisglycinate 1,000 mg compound").values()) == [
        (141, 141), (117, 117), (180, 200),
    ]  # fmt: skip


def test_400_mg_of_oxide_is_241_mg_or_167_mg_where_it_holds_water() -> None:
    assert kinds("magnesium oxide 400 mg") == {
        "oxide": (241, 241), "oxide_monohydrate": (167, 167),
    }  # fmt: skip


def test_magtein_is_144_mg_by_its_label_and_165_mg_at_most() -> None:
    assert {low for low, _ in kinds("Magtein 2,000 mg").values()} == {144, 165}


def test_a_kind_tells_its_share_its_source_and_whether_it_is_verified() -> None:
    (kind,) = found("magnesium citrate nonahydrate 1000 mg").kinds
    assert (kind.low_percent, kind.high_percent) == (11.89, 11.89)
    assert kind.source
    assert kind.verified
    assert "nonahydrate" in kind.name


def test_a_hydrate_that_is_not_in_the_data_is_worked_out_from_its_water() -> None:
    """MgSO4.3H2O weighs 174.41: 13.94 % magnesium. The label of one says 423.5 mg = 59 mg."""
    (kind,) = found("magnesium sulfate trihydrate 423.5 mg").kinds
    assert kind.low_percent == kind.high_percent == pytest.approx(13.94, abs=0.01)
    assert kind.low_mg == pytest.approx(59, rel=0.02)
    assert "3 water" in kind.name


def test_water_in_a_mixture_without_a_formula_leaves_every_kind_open() -> None:
    assert ends("magnesium amino acid chelate dihydrate 1000 mg") == ends(
        "magnesium amino acid chelate 1000 mg"
    )


def test_the_low_end_counts_for_a_dose_and_the_high_end_for_a_limit() -> None:
    reading = found("magnesium citrate 1000 mg")
    assert (reading.low_mg, reading.high_mg) == pytest.approx((103.7, 161.6))
    assert (reading.for_dose_mg, reading.for_limit_mg) == (103, 162)
    assert not reading.exact
    assert found("magnesium 250 mg").exact


# the share on the label --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high", "note"),
    [
        ("Magnesium citrate 1000 mg (16 %)", 160, 160, "share_stated"),
        ("Magnesium citrate (16% magnesium) 1000 mg 38% DV", 160, 160, "share_stated"),
        ("Magnesium oxide 400 mg (60 percent)", 240, 240, "share_stated"),
        ("Magnesium citrate 1000 mg (30 %)", 103, 300, "share_odd"),
        ("Magnesium citrate 1000 mg (5 %)", 50, 162, "share_odd"),
        ("Magnesium citrate 1000 mg (150 %)", 103, 1000, "share_odd"),
    ],
)
def test_a_stated_share_is_used_where_the_compound_can_have_it(
    text: str, low: int, high: int, note: str
) -> None:
    assert ends(text) == (low, high)
    assert note in found(text).notes


# the line of magnesium itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("Magnesium 250 mg", 250),
        ("Mg 250 mg", 250),
        ("Mg (as citrate) 100 mg", 100),
        ("Magnesium (as magnesium citrate) 160 mg", 160),
        ("Magnesium (as magnesium citrate) 160 mg 38% DV", 160),
        ("Magnesium (from magnesium oxide) 400 mg", 400),
        ("Magnesium as bisglycinate 200 mg", 200),
        ("160 mg magnesium as citrate", 160),
        ("160 mg as citrate", 160),
        ("160 mg of elemental magnesium", 160),
        ("160 mg elemental", 160),
        ("Magnesium glycinate 200 mg elemental", 200),
        ("elemental magnesium from citrate 160 mg", 160),
        ("Magnesium citrate 1000 mg providing 160 mg magnesium", 160),
        ("Magnesium citrate 1000 mg providing 160 mg", 160),
        ("Magnesium citrate 1000 mg = 160 mg", 160),
        ("Magnesium citrate 1000 mg (magnesium 160 mg)", 160),
        ("Magnesium citrate 1000 mg, elemental magnesium 160 mg", 160),
        ("Magnesium citrate 1000 mg (160 mg elemental)", 160),
        ("Magnesium 144 mg from 2,000 mg Magtein", 144),
        ("Magnesium 400 mg (as oxide 663 mg)", 400),
        ("Magnesiumoxid 400 mg, davon 240 mg Magnesium", 240),
        ("Magnesiumcitrat 1000 mg entspricht 160 mg Magnesium", 160),
        ("Lactate de magnésium dihydraté 470 mg, soit 48 mg de magnésium", 48),
        ("Magnésium élément 100 mg", 100),
        ("Magnesium 375 mg (100% NRV)", 375),
        ("Magnesium: 250 mg", 250),
    ],
)
def test_the_line_of_magnesium_itself_is_taken_as_it_stands(text: str, mg: int) -> None:
    assert ends(text) == (mg, mg)
    assert found(text).basis == "magnesium_line"
    assert found(text).notes == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Magnesium citrate 1000 mg providing 400 mg magnesium", 103, 400),
        ("Magnesium citrate 1000 mg providing 50 mg magnesium", 50, 162),
        ("1000 mg magnesium bisglycinate (100 mg elemental)", 100, 200),
    ],
)
def test_a_line_that_the_compound_cannot_bring_widens_the_range(
    text: str, low: int, high: int
) -> None:
    assert ends(text) == (low, high)
    assert found(text).notes == ("line_odd",)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("Magnesium (citrate) 200 mg", 20, 200), ("Magnesium (bisglycinate) 200 mg", 23, 200)],
)
def test_the_line_or_the_weight_of_the_compound_stays_open(text: str, low: int, high: int) -> None:
    assert ends(text) == (low, high)
    assert (found(text).basis, found(text).notes) == ("unclear", ("line_or_compound",))


@pytest.mark.parametrize(
    "text", ["magnesium citrate 500 mg as a powder", "Mg citrate 500 mg", "500 mg Mg citrate"]
)
def test_the_weight_of_a_named_compound_is_never_the_line(text: str) -> None:
    assert ends(text) == (51, 81)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Magnesium (as magnesium oxide) 100 mg, magnesium (as magnesium citrate) 50 mg", 50, 150),
        ("Magnesium (as magnesium oxide) 90 mg, magnesium (as magnesium citrate) 90 mg", 90, 180),
        ("magnesium 100 mg, magnesium 50 mg", 50, 150),
        ("magnesium 10 mmol and 5 mmol", 121, 365),
    ],
)
def test_several_lines_add_up_for_a_limit_and_the_least_counts_for_a_dose(
    text: str, low: int, high: int
) -> None:
    assert ends(text) == (low, high)
    assert found(text).notes == ("several_lines",)


def test_the_same_line_said_twice_is_one_line() -> None:
    """T53: one product, one amount."""
    assert ends("magnesium 250 mg, 250 mg elemental magnesium") == (250, 250)
    assert ends("magnesium 4 mmol (8 mEq)") == (97, 98)


# mmol, daily value, products, skin ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("10 mmol", 243.05),
        ("Magnesium 10 mmol", 243.05),
        ("10 mmol per sachet", 243.05),
        ("4 mmol magnesium", 97.22),
        ("20 mEq", 243.05),
        ("7 mEq magnesium", 85.07),  # the label of Mag-Tab SR says 84 mg
        ("magnesium 20 mval", 243.05),
        ("magnesium 12,5 mmol", 303.81),
        ("Magnesium aspartate 3.24 g = 10 mmol", 243.05),
    ],
)
def test_a_mmol_is_24_3_mg_and_an_meq_half_of_it(text: str, mg: float) -> None:
    reading = found(text)
    assert reading.basis == "mmol"
    assert reading.low_mg == reading.high_mg == pytest.approx(mg, abs=0.01)


def test_milligrams_beside_the_mmol_are_the_line() -> None:
    assert ends("Magnesium 243 mg (10 mmol)") == (243, 243)
    assert ends("Magnesium 10 mmol (243 mg)") == (243, 243)


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("Magnesium 50% DV", 210),
        ("Magnesium 50 % of the daily value", 210),
        ("% daily value of magnesium: 50 %", 210),
        ("Magnesium 100% NRV", 375),
        ("Magnésium 56 % VNR", 210),
        ("Magnésium 50 % AJR", 188),
        ("Magnesium 100 % des Nährstoffbezugswerts", 375),
        ("Magnesium citrate (16 %) 38% DV", 160),
        ("50% DV", 210),
    ],
)
def test_a_daily_value_is_420_mg_in_the_us_and_375_mg_in_the_eu(text: str, mg: int) -> None:
    """T54."""
    reading = found(text)
    assert (reading.basis, reading.for_limit_mg) == ("daily_value", mg)
    assert reading.for_dose_mg <= mg


def test_a_daily_value_above_what_the_compound_can_bring_counts_for_the_limit() -> None:
    assert ends("Magnesium citrate 500 mg 30% DV") == (51, 126)
    assert found("Magnesium citrate 500 mg 30% DV").notes == ("share_odd",)
    assert ends("Magnesium citrate 1000 mg 38% DV") == (103, 162)


@pytest.mark.parametrize(
    ("text", "mg", "units", "unit"),
    [
        ("5 mL milk of magnesia", 167, 1, "unit"),
        ("15 mL milk of magnesia", 500, 1, "unit"),
        ("Doan's 1 caplet", 38, 1, "caplet"),
        ("Doan's 2 caplets", 76, 2, "caplet"),
        ("ZMA 3 capsules", 450, 3, "capsule"),
        ("Slow-Mag 2 tablets", 143, 2, "tablet"),
    ],
)
def test_a_known_product_brings_what_its_label_says(
    text: str, mg: int, units: int, unit: str
) -> None:
    reading = found(text)
    assert (reading.basis, reading.for_dose_mg, reading.for_limit_mg) == ("product", mg, mg)
    assert (reading.units, reading.unit) == (units, unit)


@pytest.mark.parametrize(
    "text",
    ["Epsom salt bath 500 g", "magnesium oil spray 20 mL", "magnesium lotion 100 mg",
     "magnesium bath flakes 250 g"],
)  # fmt: skip
def test_magnesium_on_the_skin_is_no_dose(text: str) -> None:
    assert ends(text) == (0, 0)
    assert found(text).basis == "skin"


def test_epsom_salt_by_mouth_counts() -> None:
    low, high = ends("Epsom salt 5 g")
    assert low == 493
    assert high >= 493
