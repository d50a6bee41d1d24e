"""Label text to tokens: amounts with their units, compounds, and the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from magadvise import keys
from magadvise.knowledge.label_table import LabelTable

MASS = {
    "mg": 1.0, "milligram": 1.0, "milligrams": 1.0, "milligramm": 1.0, "milligramme": 1.0,
    "milligrammes": 1.0, "g": 1000.0, "gm": 1000.0, "gr": 1000.0, "gram": 1000.0, "grams": 1000.0,
    "gramm": 1000.0, "gramme": 1000.0, "grammes": 1000.0, "ug": 0.001, "mcg": 0.001,
    "microgram": 0.001, "micrograms": 0.001, "mikrogramm": 0.001, "microgrammes": 0.001,
}  # fmt: skip
MMOL = {"mmol": 1.0, "millimol": 1.0, "mmole": 1.0, "meq": 0.5, "mval": 0.5}  # Mg has two charges
PACKS = {
    word: one
    for one, words in (
        (
            "tablet",
            "tablet tablets tab tabs tablette tabletten comprime comprimes cp cpr pill pills pille "
            "pillen pilule pilules filmtablette filmtabletten brausetablette brausetabletten "
            "kautablette kautabletten retardtablette retardtabletten presslinge pressling dragee "
            "dragees",
        ),
        (
            "capsule",
            "capsule capsules cap caps kapsel kapseln weichkapsel weichkapseln gelule gelules softgel "
            "softgels gelcap gelcaps vcap vcaps vegcap vegcaps vegicap vegicaps perle perles",
        ),
        ("caplet", "caplet caplets"),
        ("ampoule", "ampoule ampoules ampulle ampullen"),
        (
            "sachet",
            "sachet sachets beutel stick sticks packet packets briefchen trinkbeutel direktstick "
            "direktsticks",
        ),
        ("teaspoon", "teaspoon teaspoons tsp teeloffel tl"),
        ("tablespoon", "tablespoon tablespoons tbsp tbs essloffel el"),
        ("scoop", "scoop scoops messloffel dosette dosettes"),
        ("serving", "serving servings portion portionen dose doses dosis prise prises"),
        ("gummy", "gummy gummies chew chews lozenge lozenges pastille pastilles gomme gommes"),
        ("piece", "piece pieces pcs stuck stk unite unites"),
    )
    for word in words.split()
}
VOLUME = {
    **dict.fromkeys("ml millilitre millilitres milliliter milliliters".split(), 1.0),
    **dict.fromkeys("l litre litres liter liters".split(), 1000.0),
}  # mL
OUNCES = frozenset("fl oz ounce ounces cl dl".split())
RATE = frozenset("/ per pro par je".split())
FROM = frozenset("as from aus als sous form forme forms form:".split())
PLAIN = frozenset("magnesium magnesio mg mg++ mg2+".split())  # "mg" that is no unit: Mg
OTHER_METALS = frozenset(
    "calcium zinc zink iron eisen fer ferrous ferric potassium kalium sodium natrium copper kupfer "
    "cuivre chromium chrom selenium manganese mangan lithium strontium aluminium aluminum bismuth "
    "calcii".split()
)
POTENCY = re.compile(r"d(?:[4-9]|[1-9]\d+)|c[1-9]\d*|lm\d+|dh\d*|ch\d*")  # D6, C30: homeopathic
LEAST_MG, MOST_MG = 5, 20_000  # of one unit; tells 1.000 mg (a thousand) from 12.500 mg
LONGEST_NAME = 8  # words
MOST_UNITS = 8  # of one serving; 90 capsules are the size of the pack
COUNTED = {
    word: count
    for words in (
        "no one two three four five six seven eight nine ten eleven twelve",
        "kein ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
        "aucun un deux trois quatre cinq six sept huit neuf dix onze douze",
    )
    for count, word in enumerate(words.split())
    if count > 1
}
TIMES = {
    "twice": 2, "bd": 2, "bds": 2, "bid": 2, "thrice": 3, "tds": 3, "tid": 3, "qds": 4, "qid": 4,
}  # fmt: skip

_TOKEN = re.compile(
    r"(?P<times>\d{1,2}\s*x(?![a-z])|x\s?\d{1,2}(?![\d.,]|\s*(?:m?g|mcg|ug|mmol|meq|mval)\b)"
    rf"|(?:\d{{1,2}}|{'|'.join(COUNTED)})[\s-]*(?:times|mal|fois)\b|(?:{'|'.join(TIMES)})\b)"
    r"|(?P<number>\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[a-z]+\d*[a-z]*)|(?P<sign>[()=+;:%/&])"
)
_FUSED = re.compile(r"([a-z])((?:mono|di|tri|tetra|penta|hexa|hepta|okta|nona|deca)hydrat)\b")
_FRENCH = re.compile(r"magnesium\s*\(([^()]*\bd[e'])\s*\)")
_INNER = re.compile(r"\b(bis|di)-?\(([^()]*)\)")  # bis(hydrogen-L-aspartate)
_DOTTED = re.compile(r"\b([btq])\.\s?([id])\.\s?([ds]\b)?\.?")  # b.i.d.
_BY = re.compile(r"\s*\u00d7\s*|(?<=\d)\s*\*\s*(?=\d)|(?<=g)\s*\*\s*(?=\d\s*$)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,']\d{3})+")


class Token(NamedTuple):
    """``kind``: ``mass`` (value in mg), ``mmol``, ``percent``, ``pack`` (value: how many), ``unit`` (a
    pack word without a number), ``times``, ``ml``, ``ounce`` (not read), ``number``, ``compound``
    (text: its id), ``magnesium``, ``elemental``, ``providing``, ``from``, ``daily``, ``waters``,
    ``kind``, ``plus``, ``open``, ``close`` or ``word``."""

    kind: str
    text: str
    value: float = 0.0


def tokens(text: str, table: LabelTable) -> list[Token]:
    """The text as tokens; what means nothing here is a ``word``."""
    folded = _FUSED.sub(r"\1 \2", keys.fold(text).replace("\u2019", "'").replace("\u2044", "/"))
    folded = _DOTTED.sub(r"\1\2\3 ", _INNER.sub(r"\1 \2 ", _BY.sub(" x ", folded)))
    folded = _FRENCH.sub(lambda m: f"magnesium {m[1]} ", folded)
    raw = list(_raw(folded))
    words = {text for _, text in raw}
    # "calcium 500 mg (as carbonate)": a short name belongs to the metal that is named
    foreign = bool(words & OTHER_METALS) and "magnes" not in folded
    found: list[Token] = []
    at = 0
    while at < len(raw):
        step, named = _named(raw, at, table, foreign)
        if not step:
            step, token = _measured(raw, at)
            named = [token if step else _single(raw[at][1])]
        elif named[0].kind == "compound" and found[-1:] == [Token("magnesium", "mg")]:
            found.pop()  # "Mg citrate"
        found += named
        at += step or 1
    return found


def _raw(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        text = match[0].strip()
        if text in COUNTED:
            yield "count", str(COUNTED[text])
        elif text != ":":
            yield str(match.lastgroup), text


def _named(
    raw: list[tuple[str, str]], at: int, table: LabelTable, foreign: bool
) -> tuple[int, list[Token]]:
    """The longest compound, hydrate, kind or word of the tables that starts here. The name of a
    compound can tell its kind as well ("magnesium hydrogen citrate")."""
    foreign = foreign or (at > 0 and raw[at - 1][1] in OTHER_METALS)
    for end in range(min(len(raw), at + LONGEST_NAME), at, -1):
        name = " ".join(text for _, text in raw[at:end])
        if name != "=" and any(kind == "sign" for kind, _ in raw[at:end]):
            continue
        compound = table.names.get(name) or (not foreign and table.short_names.get(name))
        if compound:
            return end - at, [Token("compound", compound), *_kinds(name, table)]
        token = _word(name, table)
        if token:
            return end - at, [token]
    return 0, []


def _kinds(name: str, table: LabelTable) -> Iterator[Token]:
    padded = f" {name} "
    for word, kind in table.kinds.items():
        if f" {word} " in padded:
            yield Token("kind", kind)
    for word, waters in table.hydrates.items():  # Epsom salt is the heptahydrate
        if f" {word} " in padded:
            yield Token("waters", word, float(waters))


def _word(name: str, table: LabelTable) -> Token | None:
    if name in table.hydrates:
        return Token("waters", name, float(table.hydrates[name]))
    if name in table.kinds:
        return Token("kind", table.kinds[name])
    for kind, words in (
        ("daily", table.daily_values),
        ("elemental", table.elemental),
        ("providing", table.providing),
    ):
        if name in words:
            return Token(kind, name)
    return None


def _measured(raw: list[tuple[str, str]], at: int) -> tuple[int, Token]:
    """A number with its unit."""
    kind, text = raw[at]
    if kind == "times":
        return 1, Token("times", text, _times(text))
    unit = raw[at + 1][1] if at + 1 < len(raw) else ""
    if text in RATE:
        return _rate(raw, at)
    if kind not in ("number", "count"):
        return 0, Token("word", "")
    if number(text) > MOST_MG * MOST_MG:  # no amount of anything
        return 1, Token("word", "")
    if unit in PACKS:
        return 2, Token("pack", PACKS[unit], number(text))
    if kind == "count":  # "five hundred and ten mg" is not 10 mg
        return 1, Token("number", text, number(text))
    if unit in MASS:
        return 2, Token("mass", text, number(text, MASS[unit]) * MASS[unit])
    if unit in MMOL:
        return 2, Token("mmol", text, number(text) * MMOL[unit])
    if unit in ("%", "percent", "prozent"):
        return 2, Token("percent", text, number(text))
    if unit in OUNCES:  # not read here, and never passed over
        return 2, Token("ounce", text, number(text))
    if unit in VOLUME:
        return 2, Token("ml", text, number(text) * VOLUME[unit])
    return 1, Token("number", text, number(text))


def _rate(raw: list[tuple[str, str]], at: int) -> tuple[int, Token]:
    """What an amount is in: "mg/mL"; of grams ("30 mg/g", "300 mg per 100 g") it is not read."""
    behind = raw[at + 1 : at + 3]
    if behind and behind[0][1] in VOLUME:
        return 2, Token("ml", behind[0][1], VOLUME[behind[0][1]])
    amount = any(unit in MASS or unit in MMOL for _, unit in raw[max(at - 2, 0) : at])
    units = [text for kind, text in behind if kind != "number"]
    if amount and units and MASS.get(units[0], 1) > 1:
        return 2, Token("ounce", units[0])
    return 0, Token("word", "")


def _times(text: str) -> float:
    """How often: "2 x", "x 2", "3 times", "twice"."""
    digits = re.sub(r"\D", "", text)
    counted = (count for word, count in COUNTED.items() if text.startswith(word))
    return float(digits or TIMES.get(text) or next(counted))


def number(text: str, unit_mg: float = MASS["g"]) -> float:
    """A number with a decimal point or comma, or groups of three. ``1,000 mg`` is a thousand and
    ``0,416 g`` less than one; of two plausible readings the larger is taken."""
    text = text.replace(" ", "").replace("'", "")
    marks = [c for c in text if c in ".,"]
    if len(set(marks)) == 2:  # the last kind is the decimal mark
        decimal = marks[-1]
        other = "," if decimal == "." else "."
        return float(text.replace(other, "").replace(decimal, "."))
    plain = re.sub(r"[.,]", "", text)
    if len(marks) > 1:
        return float(plain)
    as_decimal = float(text.replace(",", "."))
    if not marks or not _GROUPED.fullmatch(text) or unit_mg > 1:
        return as_decimal
    grouped = float(plain)
    if marks[0] == ",":
        return grouped if grouped * unit_mg <= MOST_MG else as_decimal
    small = as_decimal * unit_mg < LEAST_MG
    return grouped if small and grouped * unit_mg <= MOST_MG else as_decimal


def _single(text: str) -> Token:
    if text in PLAIN:
        return Token("magnesium", text)
    if text in FROM:
        return Token("from", text)
    if text in PACKS:
        return Token("unit", PACKS[text], 1.0)
    if text in OUNCES:
        return Token("ounce", text)
    if text in ("+", ";", "&", "and", "et", "und", "plus"):
        return Token("plus", text)
    if text == "=":
        return Token("providing", text)
    if text in "()":
        return Token("open" if text == "(" else "close", text)
    return Token("word", text)
