"""Windows and severity of each medicine, typed by hand from labels and interaction references.

A line reads: names, hours that magnesium keeps after the drug, hours it keeps before the drug (each
the label's figure and, after a slash, a longer one that other sources prefer), strictest letter: X
not together, C a clinician first, S keep apart, M monitor, I information.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from helpers import healthy
from magadvise import advise, load_knowledge, parse
from magadvise.knowledge.rows import Interaction, Window
from magadvise.medicines.resolve import resolve

pytestmark = pytest.mark.core

TABLE = """
1  ciprofloxacin, cipro, ciproxin | 2 | 6 | S
2  levofloxacin, levaquin, tavanic | 2/4 | 2/4 | S
3  ofloxacin, floxin, tarivid, norfloxacin, noroxin, utinor | 2/4 | 2/4 | S
4  moxifloxacin, avelox, avalox | 4/6 | 8 | S
5  delafloxacin, baxdela, quofenix | 2 | 6 | S
6  gemifloxacin, factive | 2 | 3 | S
7  lomefloxacin, prulifloxacin | 2 | 4 | S
7  enoxacin | 2 | 8 | S
8  doxycycline, vibramycin, doryx, oracea, efracea, minocycline, minocin, solodyn | 2/4 | 6 | S
8  tetracycline, oxytetracycline, demeclocycline, declomycin, lymecycline, tetralysal | 2/4 | 6 | S
9  omadacycline, nuzyra | 4 | 4 | S
10 sarecycline, seysara | 2/4 | 6 | S
11 levothyroxine, synthroid, levoxyl, unithroid, euthyrox, eltroxin, tirosint | 4 | 4 | S
11 liothyronine, cytomel, desiccated thyroid, armour thyroid, np thyroid | 4 | 4 | S
12 alendronate, alendronic acid, fosamax, binosto, fosavance | 2/4 | 6 | S
13 risedronate, actonel, atelvia | 2/4 | 6 | S
14 ibandronate, ibandronic acid, boniva, bonviva | 2/4 | 6 | S
15 etidronate, didronel, tiludronate, clodronate, bonefos | 2/4 | 2/4 | S
16 dolutegravir, tivicay, triumeq, dovato | 2 | 6 | S
17 juluca | 4 | 6 | S
18 bictegravir, biktarvy | 2 | 6 | S
19 elvitegravir, stribild, genvoya | 4 | 4 | S
20 raltegravir, isentress, isentress hd | - | - | X
21 cabotegravir, vocabria | 4 | 2 | S
22 rilpivirine, edurant, complera, eviplera, odefsey | 4 | 2 | S
23 atazanavir, reyataz, tipranavir, aptivus | 2 | 1 | S
23 evotaz | 2 | 2 | S
24 harvoni, epclusa, vosevi, ledipasvir, velpatasvir | 4 | 4 | S
25 baloxavir, xofluza | - | - | X
26 eltrombopag, promacta, revolade, alvaiz | 2/4 | 4 | C
27 mycophenolate mofetil, cellcept, mycophenolic acid, myfortic | 2/3 | 2/3 | C
28 gabapentin, neurontin, gralise, gabapentin enacarbil, horizant | 2 | 2 | S
29 penicillamine, cuprimine, depen, distamine | 4 | 4 | S
30 trientine, syprine, cuprior, cuvrior | 2 | 2 | C
31 deferiprone, ferriprox | 4 | 4 | C
32 cefdinir, omnicef | 2 | 2 | S
33 cefpodoxime, vantin | 3 | 2 | S
33 cefuroxime axetil, ceftin, zinnat, cefditoren, spectracef | 2 | 2 | S
34 azithromycin, zithromax | 2 | 2 | S
35 nitrofurantoin, macrobid, macrodantin, nitroxoline | 4 | 4 | S
36 isoniazid, rifampicin, rifampin | 2 | 3 | C
36 ethambutol | 4 | 4 | C
37 fexofenadine, allegra, telfast | 2 | 2 | S
38 rosuvastatin, crestor, ezallor | 2 | 2 | S
39 itraconazole, sporanox, ketoconazole | 2 | 2 | S
40 dasatinib, sprycel | 2 | 2 | C
41 nilotinib, tasigna | 2 | 2 | C
42 gefitinib, iressa | 6 | 6 | C
43 erlotinib, tarceva | 2 | 4 | C
44 bosutinib, bosulif, pexidartinib, turalio, selpercatinib, retevmo | 2 | 2 | C
45 neratinib, nerlynx | 3 | 3 | C
46 pazopanib, votrient | 6 | 6 | C
47 sotorasib, lumakras, lumykras | 4 | 10 | C
48 hydroxychloroquine, plaquenil, chloroquine, aralen, avloclor, proguanil | 4 | 4 | S
49 digoxin, lanoxin | 2 | 2/6 | C
50 ferrous sulfate, ferrous fumarate, ferrous gluconate | 2 | 2/4 | S
51 levodopa, sinemet, rytary, stalevo, madopar | 2 | 2 | C
52 riociguat, adempas | 1 | 2 | S
53 sotalol, betapace, sotacor | 2 | 2 | S
54 captopril, fosinopril, enalapril | 2 | 2 | S
55 phenytoin, dilantin, epanutin | 3 | 3 | S
56 chlorpromazine, sulpiride | 2 | 3/6 | S
57 bisacodyl, apriso | 1 | 1 | S
58 sodium fluoride, k phos, cellulose sodium phosphate, disodium edetate | 2/3 | 2/3 | S
59 roxadustat, evrenzo | 2 | 1 | C
59 vadadustat, vafseo | 1 | 2 | C
60 quinine, quinidine | 4 | 4 | C
61 sodium polystyrene sulfonate, kayexalate, resonium | - | - | X
61 calcium polystyrene sulfonate, resikali, calcium resonium | - | - | X
62 patiromer, veltassa | 3 | 3 | C
63 sodium zirconium cyclosilicate, lokelma | 2 | 2 | C
64 calcitriol, rocaltrol, alfacalcidol, paricalcitol, doxercalciferol | - | - | M
65 calcium carbonate | 2 | 2 | I
66 zinc | - | - | I
67 spironolactone, aldactone, eplerenone, inspra, amiloride, midamor | - | - | M
67 triamterene, dyazide, maxzide, finerenone, kerendia | - | - | M
68 furosemide, lasix, bumetanide, bumex, torsemide | - | - | M
69 hydrochlorothiazide, chlortalidone, chlorthalidone, indapamide | - | - | M
69 bendroflumethiazide, metolazone | - | - | M
70 omeprazole, esomeprazole, lansoprazole, pantoprazole, rabeprazole | - | - | M
70 dexlansoprazole, vonoprazan, voquezna | - | - | M
71 cisplatin, carboplatin | - | - | C
72 cetuximab, erbitux, panitumumab, vectibix, necitumumab | - | - | C
73 bevacizumab, nivolumab | - | - | C
74 amphotericin b, foscarnet, foscavir, pentamidine | - | - | C
75 ciclosporin, cyclosporine, neoral, sandimmune, tacrolimus, prograf | 2 | 2 | C
75 advagraf, envarsus, sirolimus, everolimus | 2 | 2 | C
76 gentamicin, tobramycin, amikacin, streptomycin | - | - | C
77 rocuronium, vecuronium, cisatracurium, suxamethonium | - | - | C
78 botulinum toxin, colistin | - | - | C
79 nifedipine, amlodipine, diltiazem, verapamil | - | - | M
81 glipizide, glibenclamide, glyburide, tolbutamide | 2 | 2 | M
82 insulin, metformin | - | - | I
83 empagliflozin, dapagliflozin, canagliflozin | - | - | I
84 lithium, priadel, camcolit, lithobid | - | - | C
85 misoprostol, cytotec, arthrotec | - | - | M
87 clenpiq, prepopik, picolax, suprep, sutab | - | - | X
88 magnesium salicylate | - | - | I
89 teriparatide, forteo, denosumab, prolia | - | - | I
90 salbutamol, albuterol, terbutaline, theophylline, prednisolone | - | - | I
91 methenamine, aspirin | - | - | I
92 ibuprofen, naproxen, diclofenac, lisinopril, ramipril, losartan | - | - | I
93 alcohol | - | - | C
94 caffeine | - | - | I
95 lanthanum, fosrenol | 2 | 2 | C
95 sevelamer, renvela, calcium acetate, phoslo, sucroferric oxyhydroxide, velphoro | - | - | C
95 ferric citrate, auryxia, tenapanor, xphozah, cinacalcet, sensipar, mimpara | - | - | C
95 etelcalcetide, epoetin, darbepoetin, difelikefalin | - | - | C
"""


class Expected(NamedTuple):
    number: int
    name: str
    after: str
    before: str
    letter: str


def typed() -> list[Expected]:
    found = []
    for line in TABLE.strip().splitlines():
        names, after, before, letter = (part.strip() for part in line.split("|"))
        number, _, names = names.partition(" ")
        found += [
            Expected(int(number), name.strip(), after, before, letter) for name in names.split(",")
        ]
    return found


ROWS = typed()


def hours(window: Window | None) -> str:
    if window is None:
        return "-"
    low, high = f"{window.minimum / 60:g}", f"{window.preferred / 60:g}"
    return low if low == high else f"{low}/{high}"


def base_letter(row: Interaction) -> str:
    return min((g.letter for g in row.grades if g.when == "always"), key="XCSMI".index)


def shown(row: Interaction) -> tuple[str, str, str]:
    return hours(row.mg_after_drug), hours(row.mg_before_drug), base_letter(row)


def rows_of(name: str) -> list[Interaction]:
    use = resolve(name, load_knowledge().medicines)
    return list(dict.fromkeys(row for match in use.matches for row in match.interactions))


@pytest.mark.parametrize("expected", ROWS, ids=lambda e: f"{e.number} {e.name}")
def test_a_medicine_has_the_windows_and_the_severity_of_its_references(expected):
    use = resolve(expected.name, load_knowledge().medicines)
    assert use.resolved
    found = [shown(row) for row in rows_of(expected.name)]
    assert (expected.after, expected.before, expected.letter) in found


def test_the_hand_typed_list_covers_the_whole_table():
    """80 and 86 are magnesium itself; they have tests of their own."""
    assert {row.number for row in ROWS} == set(range(1, 96)) - {80, 86}


def test_alone_a_medicine_brings_its_own_row_and_no_other():
    wrong = []
    for expected in ROWS:
        matches = resolve(expected.name, load_knowledge().medicines).matches
        if len(matches) == 1 and len(rows_of(expected.name)) != 1:
            wrong.append(expected.name)
    assert wrong == []


@pytest.mark.parametrize(
    "name",
    ["milk of magnesia", "maalox", "magnesium citrate", "slow mag", "mag ox", "magnesium oxide"],
)
def test_a_magnesium_medicine_counts_as_a_source(name):
    assert any(row.magnesium_source for row in rows_of(name))


@pytest.mark.parametrize("name", ["magnesium sulfate injection", "magnesium sulfate iv"])
def test_magnesium_by_drip_rules_out_magnesium_by_mouth(name):
    answers = healthy(medications=name)
    knowledge = load_knowledge()
    assert advise(parse(answers, knowledge), knowledge).disposition.value == "do_not_supplement"


@pytest.mark.parametrize("name", ["magnesium salicylate", "clenpiq", "picolax", "suprep"])
def test_painkillers_and_bowel_preparations_with_magnesium_are_sources(name):
    assert any(row.magnesium_source for row in rows_of(name))


@pytest.mark.parametrize("name", ["calcitriol", "alfacalcidol", "paricalcitol", "doxercalciferol"])
def test_active_vitamin_d_is_a_stop_on_dialysis(name):
    assert {("dialysis", "X"), ("always", "M")} <= grades(name)


@pytest.mark.parametrize(
    "name", ["spironolactone", "eplerenone", "amiloride", "triamterene", "finerenone"]
)
def test_a_potassium_sparing_diuretic_needs_a_clinician_from_65_or_with_kidney_disease(name):
    assert {("age_65_or_kidney", "C"), ("always", "M")} <= grades(name)


@pytest.mark.parametrize("name", ["empagliflozin", "dapagliflozin", "canagliflozin"])
def test_a_gliflozin_is_monitored_below_an_egfr_of_60(name):
    assert {("egfr_below_60", "M"), ("always", "I")} <= grades(name)


def grades(name: str) -> set[tuple[str, str]]:
    return {(grade.when, grade.letter) for row in rows_of(name) for grade in row.grades}


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("levodopa", {"oxide", "hydroxide", "carbonate"}),
        ("omeprazole", {"oxide", "hydroxide", "carbonate"}),
        ("misoprostol", {"oxide", "hydroxide", "citrate"}),
        ("glipizide", {"hydroxide"}),
    ],
)
def test_forms_that_do_not_go_with_a_medicine_are_named(name, forms):
    assert forms <= {form for row in rows_of(name) for form in row.avoid_forms}


@pytest.mark.parametrize("name", ["furosemide", "bendroflumethiazide", "omeprazole", "cisplatin"])
def test_a_medicine_that_wastes_magnesium_asks_for_a_test_first(name):
    assert any(row.test_before for row in rows_of(name))


@pytest.mark.parametrize(
    "name", ["ciprofloxacin", "doxycycline", "azithromycin", "nitrofurantoin", "cefdinir"]
)
def test_an_antibiotic_is_a_short_course(name):
    assert any(row.short_course for row in rows_of(name))


@pytest.mark.parametrize(
    "name", ["levothyroxine", "alendronate", "dolutegravir", "sevelamer", "gabapentin"]
)
def test_a_medicine_for_good_is_no_short_course(name):
    assert not any(row.short_course for row in rows_of(name))


@pytest.mark.parametrize(
    "name",
    ["furosemide", "hydrochlorothiazide", "lisinopril", "losartan", "ibuprofen", "naproxen", "lithium",
     "spironolactone", "enalapril", "indapamide", "valsartan", "diclofenac"],
)  # fmt: skip
def test_a_medicine_that_strains_the_kidneys_asks_for_their_function(name):
    use = resolve(name, load_knowledge().medicines)
    assert any(match.kidney_question for match in use.matches)


@pytest.mark.parametrize(
    "name",
    ["paracetamol", "acetaminophen", "sertraline", "pregabalin", "apixaban", "rivaroxaban", "warfarin",
     "efavirenz", "nevirapine", "doravirine", "amoxicillin", "cefalexin", "montelukast"],
)  # fmt: skip
def test_a_medicine_without_an_interaction_of_note_is_known_and_brings_no_row(name):
    assert resolve(name, load_knowledge().medicines).resolved
    assert rows_of(name) == []


@pytest.mark.parametrize(
    "name",
    ["roxadustat", "doxercalciferol", "eplerenone", "finerenone", "sevelamer", "prednisolone"],
)
def test_a_row_that_nobody_read_again_is_not_called_verified(name):
    assert not any(row.verified for row in rows_of(name))


@pytest.mark.parametrize(
    "name", ["ciprofloxacin", "levothyroxine", "raltegravir", "dolutegravir", "digoxin"]
)
def test_a_row_that_was_read_on_the_label_is_verified_and_says_where(name):
    for row in rows_of(name):
        assert row.verified
        assert row.locator


@pytest.mark.parametrize("name", ["atazanavir", "rilpivirine", "cabotegravir", "levothyroxine"])
def test_the_direction_of_a_window_is_not_turned_round(name):
    """Rilpivirine: antacid 2 h before it or 4 h after it, so magnesium keeps 4 h after the drug."""
    after, before, _ = shown(rows_of(name)[0])
    assert (after, before) == {"atazanavir": ("2", "1"), "rilpivirine": ("4", "2"),
                               "cabotegravir": ("4", "2"), "levothyroxine": ("4", "4")}[name]  # fmt: skip
