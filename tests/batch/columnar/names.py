"""Names of medicines as people write them, from the names of the table and from outside it."""

from __future__ import annotations

import random

from batch.columnar.both import KNOWLEDGE

TABLE = KNOWLEDGE.medicines
ALL = tuple(TABLE.names)
BRINGING = (
    *[name for name in ALL if "magnes" in name][::12],
    "magnesiocard", "bufferin", "gelusil", "almagel 200", "mucaine 2 in 1", "maalox", "slow mag",
)  # fmt: skip
NUMBERED = tuple(name for name in ALL if any(map(str.isdigit, name)))
JOINED = tuple(name for name in ALL if {"and", "with", "et", "mit"} & set(name.split()))
LOCAL = tuple(name for name, (_, _, route, _) in TABLE.names.items() if route)
CODES = (*tuple(TABLE.codes)[::40], "rxnorm:2551", "atc:j01ma02", "rxnorm:0", "atc:zzz")
# What everybody takes, one of each kind of rule.
COMMON = (
    "levothyroxine", "ciprofloxacin", "doxycycline", "alendronate", "alendronic acid", "furosemide",
    "hydrochlorothiazide", "omeprazole", "digoxin", "lithium", "raltegravir", "gabapentin", "metformin",
    "amlodipine", "simvastatin", "salbutamol", "spironolactone", "amiloride", "paracetamol", "warfarin",
    "gentamicin", "ferrous sulfate", "penicillamine", "mycophenolate", "tacrolimus", "cisplatin",
    "rocuronium", "sevelamer", "calcium carbonate", "levodopa", "Sinemet", "Cipro", "Eltroxin", "Synthroid",
    "Fosamax", "Juluca", "Calpol", "Kayexalate", "enalapril", "nitrofurantoin", "chlorpromazine", "riociguat",
    "estradiol", "raloxifene", "teriparatide", "salmeterol", "terbutaline", "naproxen", "voltarol",
    "water tablets", "diuretics", "NSAIDs", "chemo", "Wassertabletten",
)  # fmt: skip
MADE_UP = (  # no name of the table; some end like a family
    "zzyx", "ultrafloxacin", "novodronate", "melotegravir", "quanprazole", "brincycline", "testosemide",
    "zodipine", "xylocurium", "grandma's drops", "herbal tea", "see list", "???", "-", "kräuterblut",
    "водa", "アスピリン", "blue pill", "400", "5 mg", "tablets", "mg", "for", "and", "eye drops", "oral",
    "ginkgo", "st john's wort", "vitamin", "water tablet", "co", "unknown tablet", "none of these",
)  # fmt: skip
WHOLE = (  # texts of several parts
    "co-codamol 8/500", "Sinemet 25/100", "co-amilofruse 5/40", "amlodipine/valsartan 5 mg/160 mg",
    "amlodipine and valsartan", "hydrochlorothiazide and triamterene daily", "losartan + hydrochlorothiazide",
    "ciprofloxacin eye drops", "ciprofloxacin 0.3% eye drops", "ciprofloxacin drops for the eye",
    "ciprofloxacin for ear infection", "ciprofloxacin for skin infection 500 mg", "tobramycin, eye drops",
    "levothyroxine and eye drops", "levothyroxine and ciprofloxacin eye drops", "doxycycline gel and capsules",
    "gentamicin 80 mg, solution injectable", "gentamicin injection", "furosemide iv", "insulin 100 units/ml",
    "salbutamol inhaler 100 mcg", "salbutamol 2 puffs", "estradiol vaginal tablets", "estradiol patch",
    "diclofenac gel for knee pain", "Doxy-Sleep-Aid", "cipro zzyx", "digoxin zzyx forte", "digoxn",
    "raltegravr 400 mg", "levothyroxin", "Levothyroxine Sodium 50 MCG Oral Tablet",
    "furosemide 40 MG Oral Tablet [Lasix]", "Candesartan (Atacand)", "Calcium/Vitamin D", "zma capsules",
    "milk of magnesia", "milk of magnesia 15 ml twice daily", "Milk of 5 mg magnesia", "slow-mag 2 tablets",
    "Magnesium citrate 1 bottle", "magnesium 250 mg", "magnésiocard", "Magnésium B6", "epsom salt bath",
    "magnesium oil", "maalox 20 ml", "gaviscon", "centrum", "multivitamin tablet", "centrum and zma",
    "mag ox 400", "mag-ox 400 mg tablets", "nitro-dur patch 0.4 mg/h", "humalog mix 25", "bb k8", "vitamin d3",
    "acide alendronique 70 mg comprimé", "Lévothyrox 75 µg", "Eisen(II)-sulfat Filmtabletten 100mg",
    "l-thyroxin 50 henning", "chlorure de magnésium", "ß-Blocker", "Œstradiol gel", "1000 mg calcium",
    "water tablets 40 mg", "furosemide 40 mg water tablets", "water pill once daily", "blue water tablet",
    "Cipro in Dextrose 5%", "cipro in dextrose 5",
)  # fmt: skip
STRENGTHS = (
    "", "", "", " 5 mg", " 500mg", " 0.5 mg", " 75 mcg", " 1 g", " 10 mg/5 ml", " 2,5 mg", " 1,000 mg",
    " 20 MG", " 100 IU", " 0.3%", " 8/500", " 40", " 5mg/160mg", "500mg", " 1.5.2 mg", " 5 µg",
)  # fmt: skip
FORM_WORDS = (
    "", "", "", " tablets", " Tab", " capsules", " once daily", " Oral Tablet", " film-coated tablets", " MR",
    " comprimé pelliculé", " gélules", " Filmtabletten", " Kapseln", " Tropfen", " (Teva)", " injection",
    " eye drops", " cream", " inhaler", " nasal spray", ", tablets", " for pain", " for eye infection",
    " twice a day with food", " - retard", " hydrochloride", " sodium", " zzyx", " + calcium", " and tablets",
)  # fmt: skip
SIGNS = ("®", "™", "® ", "*", ".", "\u200b", "(R)")
MARKS = {"e": "é", "o": "ö", "a": "à", "i": "i\u0307", "c": "ç", "u": "ü"}


def slip(name: str, rnd: random.Random) -> str:
    """One typing error."""
    at = rnd.randrange(len(name))
    other = rnd.choice("aeinorstz")
    return rnd.choice((
        name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], name[:at] + other + name[at + 1 :],
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    ))  # fmt: skip


def accented(name: str, rnd: random.Random) -> str:
    """One letter with a mark above or below."""
    letter = rnd.choice(sorted(set(name) & set(MARKS)) or ["?"])
    return name.replace(letter, MARKS.get(letter, ""), 1)


CASES = (str, str, str.lower, str.upper, str.title, str.swapcase, str.capitalize)


def text(rnd: random.Random) -> str:
    """One entry of a list of medicines."""
    kind = rnd.random()
    if kind < 0.15:
        return rnd.choice(WHOLE)
    if kind < 0.2:
        return rnd.choice((*MADE_UP, *CODES))
    pools = (COMMON, COMMON, COMMON, ALL, ALL, BRINGING, NUMBERED, JOINED, LOCAL)
    name = rnd.choice(rnd.choice(pools))
    if rnd.random() < 0.06:
        name = slip(name, rnd)
    return written(name, rnd)


# Words that no name takes: looking for what is alike takes long, so that few texts hold one.
STRANGE = (" zzyx", " for pain", " for eye infection", " twice a day with food", "500mg", "(R)")


def written(name: str, rnd: random.Random, strange: float = 1) -> str:
    """A name in another case, with accents, signs, a strength and words of a form; ``strange`` is the
    share that is kept of those with a word that no name takes."""
    found = _written(name, rnd)
    while any(word in found for word in STRANGE) and rnd.random() > strange:
        found = _written(name, rnd)
    return found


def _written(name: str, rnd: random.Random) -> str:
    name = rnd.choice(CASES)(name)
    if rnd.random() < 0.1:
        name = accented(name, rnd)
    if rnd.random() < 0.06:
        name += rnd.choice(SIGNS)
    if rnd.random() < 0.05:
        name = name.replace(" ", rnd.choice("-_"))
    return name + rnd.choice(STRENGTHS) + rnd.choice(FORM_WORDS)
