"""Text of a medicine or product name to the key that the tables are indexed by.

A key is lower case, without accents, with single spaces where punctuation was; ``a-z 0-9`` and the
separators ``/ + & , ( ) .`` between digits survive until a name is split.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300  # characters read of one name; a longer text is no name

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "µ": "u", "μ": "u"})
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_SEPARATORS = re.compile(r"\s*(?:[/+&,]|\band\b|\bwith\b|\bet\b|\bund\b|\bmit\b)\s*")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_STRENGTH = re.compile(
    r"(?<![a-z])\d+(?:[.,]\d+)*\s*"
    r"(?:mg|mcg|ug|g|kg|ml|l|iu|ie|ui|units?|mmol|meq|%|percent|micrograms?|milligrams?|"
    r"microgrammes?|milligrammes?|mikrogramm|milligramm|grams?|millilitres?|milliliters?)?"
    r"(?:\s*/\s*\d*(?:[.,]\d+)?\s*(?:mg|g|ml|l|h|hr|hour|dose|actuation|tablet))?(?![a-z0-9])"
)

NOISE = frozenset(
    """tablet tablets tab tabs capsule capsules cap caps caplet caplets pill pills oral orally solution
    suspension syrup elixir powder granules sachet sachets drops liquid dispersible soluble effervescent
    chewable orodispersible enteric gastro resistant coated film fc ec er xr xl sr mr cr la dr ir od bd
    tds qds modified prolonged extended delayed immediate sustained controlled release retard forte
    long acting strength low high dose daily once twice day night nightly morning evening weekly week
    monthly month hourly hours microgram micrograms milligram milligrams
    mg mcg g ml iu units pack packs strip bottle of the by mouth per each usp bp ph eur""".split()
)

SALTS = frozenset(
    """sodium potassium calcium hydrochloride hcl dihydrochloride hydrobromide sulfate sulphate
    phosphate acetate maleate fumarate tartrate citrate mesilate mesylate besilate besylate tosilate
    tosylate succinate hyclate monohydrate dihydrate trihydrate hemihydrate hydrate anhydrous
    medoxomil axetil proxetil mofetil disodium trometamol tromethamine nitrate gluconate lactate
    stearate ethylsuccinate erbumine arginine bromide chloride pamoate embonate dipropionate
    valerate furoate propionate magnesium strontium""".split()
)

ROUTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("eye", ("eye", "ophthalmic", "eyedrops", "collyre", "augentropfen", "ocular")),
    ("ear", ("ear", "otic", "auriculaire", "ohrentropfen")),
    ("nose", ("nasal", "nose", "intranasal", "nasenspray")),
    (
        "inhaled",
        (
            "inhaler",
            "inhaled",
            "inhalation",
            "nebuliser",
            "nebulizer",
            "evohaler",
            "turbohaler",
            "accuhaler",
            "diskus",
            "respimat",
            "inhale",
        ),
    ),
    (
        "skin",
        (
            "cream",
            "ointment",
            "gel",
            "lotion",
            "shampoo",
            "topical",
            "patch",
            "patches",
            "transdermal",
            "cutaneous",
            "emulgel",
            "foam",
            "creme",
            "pommade",
            "salbe",
        ),
    ),
    ("vaginal", ("vaginal", "pessary", "pessaries")),
    ("rectal", ("rectal", "suppository", "suppositories", "enema", "suppositoire")),
    (
        "injection",
        (
            "injection",
            "injectable",
            "intravenous",
            "iv",
            "im",
            "infusion",
            "intramuscular",
            "subcutaneous",
            "sc",
            "perfusion",
            "vial",
            "ampoule",
            "pen",
            "prefilled",
        ),
    ),
    (
        "oral",
        (
            "tablet",
            "tablets",
            "capsule",
            "capsules",
            "oral",
            "caplet",
            "caplets",
            "syrup",
            "suspension",
            "chewable",
            "comprime",
            "gelule",
            "tablette",
        ),
    ),
)
_ROUTE_OF = {word: route for route, words in ROUTES for word in words}


def fold(text: str) -> str:
    """Lower case, no accents, no ligatures; punctuation stays."""
    text = unicodedata.normalize("NFKD", text[:LONGEST].translate(_LIGATURES).casefold())
    return "".join(c for c in text if not unicodedata.combining(c)).translate(_LIGATURES)


def key(text: str) -> str:
    """The index key of a name."""
    return " ".join(_NOT_NAME.sub(" ", fold(text)).split())


def route(text: str) -> str:
    """The route that the words of a name tell, or ``unknown``. A local route beats ``oral`` words
    (``oral suspension`` is oral, ``eye drops`` and ``nasal suspension`` are not)."""
    words = key(text).split()
    found = [_ROUTE_OF[word] for word in words if word in _ROUTE_OF]
    local = [r for r in found if r != "oral"]
    return local[0] if local else (found[0] if found else "unknown")


def parts(text: str) -> list[str]:
    """A name cut at combination separators, strengths removed, parentheses as parts of their own."""
    folded = _STRENGTH.sub(" ", fold(text))
    inside = _PARENTHESES.findall(folded)
    outside = _PARENTHESES.sub(" ", folded)
    pieces = [piece for chunk in (outside, *inside) for piece in _SEPARATORS.split(chunk)]
    return [k for k in (key(piece) for piece in pieces) if k]


def bare(text: str) -> str:
    """The key without strengths, in one piece (``co-codamol 8/500`` gives ``co codamol``)."""
    return key(_STRENGTH.sub(" ", fold(text)))


def is_noise(word: str) -> bool:
    """Form, pack, salt and route words, and bare numbers: they never make a name."""
    return word in NOISE or word in SALTS or word in _ROUTE_OF or word.isdigit()
