"""The published limits and rules as tables, typed out a second time for the oracle.

Nothing here is read from the program or from its data files: whoever changes a number there has to
change it here too, and say why. Sources: the US intake tables of 1997, the upper levels of the other
countries, kidney stages by KDIGO 2024, CKD-EPI 2021, the product labels, and the rules of the README.
All amounts are elemental magnesium in mg a day, all gaps in hours, all ages in completed years.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


def _rows(text: str) -> list[list[str]]:
    """The cells of a table: one row a line, cells between bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


# the ladder: a finding moves a plan to the right, never to the left -------------------------------
LADDER = "supplement check_first no_room clinician_first do_not_supplement seek_care".split()
DOSE_SHOWN = {"supplement", "check_first"}

# upper limit for supplements ----------------------------------------------------------------------
# Ages from-to. Under 1 year none could be set. No standard lifts the limit above the US line.
LIMITS = """
us     |   1-3:  65 | 4-8: 110  | 9-120: 350
eu     | 4-120: 250
uk     | 18-120: 400
anz    |   1-3:  65 | 4-8: 110  | 9-120: 350
de     | 4-120: 250
no     |   1-3:  85 | 3-9: 120  | 10-17: 280 | 18-120: 350
jp     | 18-120: 350
in     | 18-120: 350
cn     |
nordic | 18-120: 250
who    |   1-3:  65 | 4-10: 110 | 11-120: 350
"""


def bands(cells: list[str]) -> list[tuple[int, int, int]]:
    """First year, last year and mg of each band written as ``4-8: 110``."""
    found = []
    for cell in filter(None, cells):
        ages, mg = cell.split(":")
        low, high = ages.split("-")
        found.append((int(low), int(high), int(mg)))
    return found


UPPER = {standard: bands(cells) for standard, *cells in _rows(LIMITS)}

# ages ---------------------------------------------------------------------------------------------
ADULT_FROM = 18
OLDER_FROM = 65  # smaller steps, a cap, and the kidney question

# the dose -----------------------------------------------------------------------------------------
STEPS_UNDER_65 = (150, 200, 300)
STEPS_FROM_65 = (100, 150, 200)
CAP_FROM_65 = 200
CAP_OF_UNKNOWNS = 150
LEAST_PLANNED = 50
ONE_INTAKE = 200

# the day ------------------------------------------------------------------------------------------
USUAL_WAKE, USUAL_BED = 7 * 60, 22 * 60 + 30  # minutes
LEAST_SLOT = 30  # minutes
BETWEEN_INTAKES = 2 * 60  # minutes
GAP_OF_UNKNOWN_MEDICINE = 3.0  # hours, on both sides

# kidneys ------------------------------------------------------------------------------------------
KIDNEY = {
    "normal": "supplement",
    "ckd": "clinician_first",
    "dialysis": "do_not_supplement",
    "transplant": "clinician_first",
    "injury": "do_not_supplement",
    "one_kidney": "clinician_first",
}
EGFR_STOP_BELOW = 30
EGFR_DOCTOR_BELOW = 60
COMPUTED_STOP_BELOW = 35
ODD_EGFR_ABOVE = 130
ODD_EGFR_ABOVE_IF_OLDER, ODD_EGFR_OLDER_FROM = 110, 60
UMOL_PER_MG_DL = 88.42
CKD_EPI_2021 = {  # kappa, alpha, factor
    "female": (0.7, -0.241, 1.012),
    "male": (0.9, -0.302, 1.0),
}

# conditions, warning signs, patterns --------------------------------------------------------------
ASK_KIDNEY = "diabetes hypertension heart_failure gout kidney_stones recurrent_uti".split()
CONDITIONS = {
    **dict.fromkeys(ASK_KIDNEY, "supplement"),
    **dict.fromkeys(
        """myasthenia_gravis lambert_eaton neuromuscular_junction_other heart_block slow_pulse
        bowel_obstruction hypermagnesaemia iv_magnesium""".split(),
        "do_not_supplement",
    ),
    **dict.fromkeys(
        """slow_pulse_paced neuromuscular_disease severe_diarrhoea inflammatory_bowel_disease
        short_bowel bariatric_surgery coeliac pancreatitis low_blood_pressure severe_heart_failure
        alcohol_use_disorder surgery_planned cancer_treatment eating_disorder cirrhosis
        struvite_stones acute_illness hypomagnesaemia""".split(),
        "clinician_first",
    ),
    **dict.fromkeys("gastroparesis phenylketonuria".split(), "supplement"),
}
WARNING_SIGNS = {
    **dict.fromkeys(
        """one_leg_swollen chest_pain_breathless cold_pale_numb_leg sudden_severe_pain dark_urine
        new_weakness bladder_bowel_change tetany_seizure palpitations_fainting
        very_drowsy_slow_breathing pregnancy_headache_vision heat_confusion""".split(),
        "seek_care",
    ),
    **dict.fromkeys(
        """exertional_calf_pain visible_deformity worsening_weakness nerve_circulation_history
        widespread_cramps weight_loss_night_sweats child_limp_fever""".split(),
        "clinician_first",
    ),
    **dict.fromkeys("frequent_cramps started_after_medicine".split(), "check_first"),
}
PATTERNS = {
    **dict.fromkeys("night exercise heat stress twitch daytime unknown".split(), "supplement"),
    "pregnancy": "check_first",  # counts as pregnant
    "restless_legs": "check_first",
    "menstrual": "check_first",
    "medicine": "check_first",
    "cirrhosis": "clinician_first",
    "dialysis": "do_not_supplement",
}
PREGNANCY_MATTERS_FROM, PREGNANCY_MATTERS_TO = 12, 55  # unless male
OUTSIDE_PREGNANCY_TABLE_FROM = 51

# products: what one day of them brings ------------------------------------------------------------
PRODUCTS: dict[str, Fraction | None] = {
    "milk of magnesia 5 mL": Fraction(500, 3),
    "milk of magnesia 15 mL": Fraction(500),
    "ZMA": Fraction(450),  # the men's dose, the larger one
    "Centrum": Fraction(120),  # 50 to 120 by sex and country
    "Rolaids Ultra": Fraction(595),  # 7 tablets
    "Doan's": Fraction(304),  # 8 caplets
    "ZMA 2 capsules": Fraction(300),
    "ZMA 3 capsules": Fraction(450),
    "Mag-Ox 400": Fraction(483),  # 2 tablets
    "Maalox 10 mL": Fraction(334),  # 166 to 334 by strength
    "LMNT 1 stick": Fraction(60),
    "Nuun 1 tablet": Fraction(25),
    "Ultima 1 serving": Fraction(100),
    "Slow-Mag 2 tablets": Fraction(143),
    "Slow-Mag 1 tablet": Fraction("71.5"),
    "Mag-Tab SR 1 tablet": Fraction(84),
    "Uro-Mag 1 capsule": Fraction(84),
    "SaltStick Caps 1 capsule": Fraction(11),
    "Epsom salt bath": Fraction(0),  # skin: not taken up
    "magnesium oil spray": Fraction(0),
    "Nuun": None,  # no amount said
    "mystery powder": None,
}


# medicines ----------------------------------------------------------------------------------------
# grade: X never, XMg never and it brings magnesium, C a doctor first, C65 the same from 65 years
#        (else watch), Xd never on dialysis (else watch), S keep apart, M watch, I note,
#        none known without a rule, Mg brings magnesium itself (Mg= the amount is in the name),
#        ? not known, ?NAME not known but spelled almost like NAME
# after/before: magnesium at least so many hours after it / before it (the label's least)
# kidney: the kidney question is asked because of it
class Medicine(NamedTuple):
    name: str
    grade: str
    after: float = 0.0
    before: float = 0.0
    asks_kidney: bool = False


WITH_A_GAP = """
ciprofloxacin      | S   | 2   | 6 |
levofloxacin       | S   | 2   | 2 |
ofloxacin          | S   | 2   | 2 |
norfloxacin        | S   | 2   | 2 |
moxifloxacin       | S   | 4   | 8 |
delafloxacin       | S   | 2   | 6 |
gemifloxacin       | S   | 2   | 3 |
lomefloxacin       | S   | 2   | 4 |
enoxacin           | S   | 2   | 8 |
doxycycline        | S   | 2   | 6 |
minocycline        | S   | 2   | 6 |
tetracycline       | S   | 2   | 6 |
lymecycline        | S   | 2   | 6 |
omadacycline       | S   | 4   | 4 |
sarecycline        | S   | 2   | 6 |
levothyroxine      | S   | 4   | 4 |
liothyronine       | S   | 4   | 4 |
alendronate        | S   | 2   | 6 |
Fosavance          | S   | 2   | 6 |
risedronate        | S   | 2   | 6 |
etidronate         | S   | 2   | 2 |
dolutegravir       | S   | 2   | 6 |
Juluca             | S   | 4   | 6 |
Biktarvy           | S   | 2   | 6 |
Genvoya            | S   | 4   | 4 |
Vocabria           | S   | 4   | 2 |
rilpivirine        | S   | 4   | 2 |
Odefsey            | S   | 4   | 2 |
atazanavir         | S   | 2   | 1 |
Evotaz             | S   | 2   | 2 |
Harvoni            | S   | 4   | 4 |
gabapentin         | S   | 2   | 2 |
penicillamine      | S   | 4   | 4 |
cefdinir           | S   | 2   | 2 |
cefuroxime         | S   | 2   | 2 |
cefpodoxime        | S   | 3   | 2 |
azithromycin       | S   | 2   | 2 |
nitrofurantoin     | S   | 4   | 4 |
fexofenadine       | S   | 2   | 2 |
rosuvastatin       | S   | 2   | 2 |
itraconazole       | S   | 2   | 2 |
hydroxychloroquine | S   | 4   | 4 |
ferrous sulfate    | S   | 2   | 2 |
riociguat          | S   | 1   | 2 |
sotalol            | S   | 2   | 2 |
captopril          | S   | 2   | 2 | kidney
enalapril          | S   | 2   | 2 | kidney
Cipro              | S   | 2   | 6 |
Synthroid          | S   | 4   | 4 |
Fosamax            | S   | 2   | 6 |
Tivicay            | S   | 2   | 6 |
phenytoin          | S   | 3   | 3 |
dipyridamole       | S   | 3   | 3 |
deflazacort        | S   | 3   | 3 |
ursodeoxycholic acid | S | 3   | 3 |
diflunisal         | S   | 3   | 3 | kidney
fosamprenavir      | S   | 3   | 3 |
phenobarbital      | S   | 3   | 3 |
primidone          | S   | 3   | 3 |
chlorpromazine     | S   | 2   | 3 |
bisacodyl          | S   | 1   | 1 |
glipizide          | M   | 2   | 2 |
calcium carbonate  | I   | 2   | 2 |
"""
WITHOUT_A_GAP = """
X   |        | raltegravir, Isentress, baloxavir, Xofluza, Kayexalate, magnesium sulfate injection
XMg |        | Clenpiq, Suprep
C   |        | eltrombopag, mycophenolate mofetil, trientine, deferiprone, isoniazid, rifampicin
C   |        | ethambutol, dasatinib, nilotinib, gefitinib, erlotinib, neratinib, pazopanib, sotorasib
C   |        | digoxin, Sinemet, Madopar, Stalevo, vadadustat, roxadustat, quinine, patiromer, Lokelma
C   |        | Lanoxin, Prograf, CellCept, Tarceva, Botox, sirolimus, carboplatin, bevacizumab
C   |        | cisplatin, cetuximab, amphotericin B, foscarnet, ciclosporin, tacrolimus, everolimus
C   |        | chemo, gentamicin injection, rocuronium, sevelamer, lanthanum, cinacalcet, ulipristal
C   | kidney | lithium, Priadel
C65 | kidney | water tablets, diuretic, Aldactone, Moducren, triamterene
C65 | kidney | spironolactone, eplerenone, amiloride, finerenone, Maxzide
M   | kidney | furosemide, bumetanide, hydrochlorothiazide, indapamide, Arthrotec
M   | kidney | furosemide injection, Lasix, metolazone, Tenoret
M   |        | omeprazole, esomeprazole magnesium, vonoprazan, amlodipine, verapamil, misoprostol
Xd  |        | calcitriol, alfacalcidol
M   |        | Losec, lansoprazole, diltiazem
I   | kidney | NSAIDs, lisinopril, ramipril, ibuprofen, naproxen, losartan, celecoxib, candesartan, CoAprovel
I   |        | metformin, insulin, empagliflozin, teriparatide, denosumab, prednisolone, zinc
I   |        | salbutamol tablets, methenamine
none |       | paracetamol, sertraline, warfarin, apixaban, amoxicillin, cefalexin, pregabalin
none |       | montelukast, efavirenz, nevirapine
none |       | ciprofloxacin eye drops, gentamicin ear drops, diclofenac gel, salbutamol inhaler
none |       | moxifloxacin injection, Zometa, Cabenuva, tobramycin eye drops, ibuprofen gel
Mg= |        | milk of magnesia 5 mL
Mg  |        | milk of magnesia, magnesium oxide, Maalox, Mag-Ox
Mg  | kidney | Doan's
?   |        | blorptastic, grandmas little helper, qwzzkamab
?raltegravir    | | raltegravirr
?digoxin        | | digoxxin
?lithium        | | lithiumm
?spironolactone | | spironolactonne
?ciprofloxacin  | | ciprofloxacinn
?levothyroxine  | | levothyroxinne
?omeprazole     | | omeprazolle
?furosemide     | | furosemidde
?calcitriol     | | calcitrioll
"""


def _medicines() -> dict[str, Medicine]:
    found = [
        Medicine(name, grade, float(after), float(before), asks == "kidney")
        for name, grade, after, before, asks in _rows(WITH_A_GAP)
    ]
    for grade, asks, names in _rows(WITHOUT_A_GAP):
        found += [Medicine(n.strip(), grade, 0, 0, asks == "kidney") for n in names.split(",")]
    return {medicine.name: medicine for medicine in found}


MEDICINES = _medicines()
