"""Every row of the intake tables and of the upper limits, as the bodies print them.

A line reads: standard, ages (``m`` months, ``y`` completed years, the second one no longer inside), for
whom, kind, average requirement, intake; all in mg a day, ``-`` where the body prints none.
"""

from __future__ import annotations

import pytest

from knowledge.lab import read

pytestmark = pytest.mark.core

INTAKES = """
# US and Canada: Dietary Reference Intakes, Institute of Medicine 1997, tables of chapter 6
us     0m-7m     all           AI    -  30
us     7m-1y     all           AI    -  75
us     1y-4y     all           RDA  65  80
us     4y-9y     all           RDA 110 130
us     9y-14y    all           RDA 200 240
us     14y-19y   men           RDA 340 410
us     14y-19y   women         RDA 300 360
us     19y-31y   men           RDA 330 400
us     19y-31y   women         RDA 255 310
us     31y-51y   men           RDA 350 420
us     31y-51y   women         RDA 265 320
us     51y-71y   men           RDA 350 420
us     51y-71y   women         RDA 265 320
us     71y-      men           RDA 350 420
us     71y-      women         RDA 265 320
us     0m-19y    pregnant      RDA 335 400
us     19y-31y   pregnant      RDA 290 350
us     31y-51y   pregnant      RDA 300 360
us     0m-19y    breastfeeding RDA 300 360
us     19y-31y   breastfeeding RDA 255 310
us     31y-51y   breastfeeding RDA 265 320
# European Food Safety Authority 2015, adequate intakes
eu     7m-1y     all           AI    -  80
eu     1y-3y     all           AI    - 170
eu     3y-10y    all           AI    - 230
eu     10y-18y   men           AI    - 300
eu     10y-18y   women         AI    - 250
eu     18y-      men           AI    - 350
eu     18y-      women         AI    - 300
eu     18y-      pregnant      AI    - 300
eu     18y-      breastfeeding AI    - 300
# United Kingdom: COMA 1991
uk     1y-4y     all           RDA   -  85
uk     4y-7y     all           RDA   - 120
uk     7y-11y    all           RDA   - 200
uk     11y-15y   all           RDA   - 280
uk     15y-19y   all           RDA   - 300
uk     19y-      men           RDA   - 300
uk     19y-      women         RDA   - 270
# Australia and New Zealand: NHMRC 2006
anz    0m-7m     all           AI    -  30
anz    7m-1y     all           AI    -  75
anz    1y-4y     all           RDA  65  80
anz    4y-9y     all           RDA 110 130
anz    9y-14y    all           RDA 200 240
anz    14y-19y   men           RDA 340 410
anz    14y-19y   women         RDA 300 360
anz    19y-31y   men           RDA 330 400
anz    19y-31y   women         RDA 255 310
anz    31y-      men           RDA 350 420
anz    31y-      women         RDA 265 320
# Japan: dietary reference intakes 2020
jp     1y-3y     all           RDA   -  70
jp     3y-6y     all           RDA   - 100
jp     6y-8y     all           RDA   - 130
jp     12y-15y   all           RDA   - 290
jp     15y-18y   men           RDA   - 360
jp     15y-18y   women         RDA   - 310
jp     18y-30y   men           RDA   - 340
jp     18y-30y   women         RDA   - 270
jp     30y-65y   men           RDA   - 370
jp     30y-65y   women         RDA   - 290
jp     65y-75y   men           RDA   - 350
jp     65y-75y   women         RDA   - 280
jp     75y-      men           RDA   - 320
jp     75y-      women         RDA   - 260
jp     18y-30y   breastfeeding RDA   - 270
jp     30y-65y   breastfeeding RDA   - 290
# India: ICMR-NIN 2020, adults
in     19y-      men           RDA   - 440
in     19y-      women         RDA   - 370
# China: 2013, adults
cn     18y-65y   all           RDA   - 330
cn     65y-80y   all           RDA   - 320
cn     80y-      all           RDA   - 310
cn     18y-65y   pregnant      RDA   - 370
cn     18y-65y   breastfeeding RDA   - 330
# Nordic Nutrition Recommendations 2023
nordic 7m-1y     all           AI    -  80
nordic 1y-4y     all           AI    - 170
nordic 4y-11y    all           AI    - 230
nordic 11y-18y   men           AI    - 300
nordic 11y-18y   women         AI    - 250
nordic 18y-      men           AI    - 350
nordic 18y-      women         AI    - 300
nordic 18y-      pregnant      AI    - 300
nordic 18y-      breastfeeding AI    - 300
# FAO/WHO 2004
who    7m-1y     all           RDA   -  54
who    1y-4y     all           RDA   -  60
who    4y-7y     all           RDA   -  76
who    7y-10y    all           RDA   - 100
who    10y-19y   men           RDA   - 230
who    10y-19y   women         RDA   - 220
who    19y-65y   men           RDA   - 260
who    19y-65y   women         RDA   - 220
who    65y-      men           RDA   - 224
who    65y-      women         RDA   - 190
who    19y-      pregnant      RDA   - 220
who    19y-      breastfeeding RDA   - 270
"""

# For supplements alone. US: 350 mg where diarrhoea began at 360; 5 mg a kg for children. EU: 250 mg
# (Scientific Committee on Food 2001), Germany the same (BfR 2017). Norway: VKM 2016. UK: guidance level of
# the expert group, 2003.
LIMITS = """
us     0m-1y    -
us     1y-4y    65
us     4y-9y    110
us     9y-      350
eu     4y-      250
uk     18y-     400
de     4y-      250
no     1y-3y    85
no     3y-10y   120
no     10y-18y  280
no     18y-     350
jp     18y-     350
nordic 18y-     250
who    1y-4y    65
who    4y-11y   110
who    11y-     350
"""

PEOPLE = {
    "all": ("any", "none"),
    "men": ("male", "none"),
    "women": ("female", "none"),
    "pregnant": ("female", "pregnant"),
    "breastfeeding": ("female", "breastfeeding"),
}


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines() if not line.startswith("#")]


def months(text: str) -> int | None:
    """``7m``, ``4y`` or nothing."""
    return int(text[:-1]) * {"m": 1, "y": 12}[text[-1]] if text else None


def ages(text: str) -> list[int | None]:
    return [months(end) for end in text.split("-")]


def mg(text: str) -> int | None:
    return None if text == "-" else int(text)


def test_the_intakes_are_the_printed_ones_and_no_others():
    keys = ("standard", "from_months", "before_months", "sex", "stage", "kind", "ear_mg", "rda_mg")
    found = [[row[key] for key in keys] for row in read("rda.json")["intakes"]]
    printed = [
        [standard, *ages(band), *PEOPLE[who], kind, mg(ear), mg(rda)]
        for standard, band, who, kind, ear, rda in lines(INTAKES)
    ]
    assert found == printed


def test_the_upper_limits_are_the_printed_ones_and_no_others():
    keys = ("standard", "from_months", "before_months", "ul_mg")
    found = [[row[key] for key in keys] for row in read("rda.json")["limits"]]
    assert found == [[standard, *ages(band), mg(ul)] for standard, band, ul in lines(LIMITS)]


def test_the_eleven_standards_are_offered_by_name():
    found = {row["id"]: row["offered"] for row in read("rda.json")["standards"]}
    assert found == dict.fromkeys("us eu uk anz de no jp in cn nordic who".split(), True)
