"""Argument vectors: valid ones made from the commands as they are, and changed ones.

No word of a vector can name a file outside the folder of the run.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random

from fuzz import mutate
from magadvise.cli import tree
from magadvise.errors import EXIT_MEANINGS

INPUTS = ("in.csv", "in.csv", "some.csv", "some.csv", "in.tsv", "in.jsonl", "in.parquet", "in.xlsx", "fhir",
          "empty.csv", "bytes.csv", "missing.csv", "-", ".", "in.csv/x", "odd.csv", "bundle.json")  # fmt: skip
OUTPUTS = ("o.csv", "o.jsonl", "o.parquet", "o.txt", "-", "/dev/null", "/dev/full", "fhir", "missing/o.csv",
           "in.csv", "o", "r.jsonl", "s.json", "p.html")  # fmt: skip
SAFE = {"/dev/null", "/dev/full"}
MEDICINES = (
    "levothyroxine", "omeprazole", "Cipro 500 mg tablets", "HCTZ", "Tums", "warfarin 5mg",
    "doxycycline + zinc", "rxnorm:2551", "atc:J01MA02", "zzyx", "milk of magnesia 15 mL", "none",
)  # fmt: skip
SAMPLES: dict[str, tuple[str, ...]] = {
    "YEARS": ("45", "8mo", "68", "17", "120", "1"),
    "NUMBER": ("52", "29.9", "110", "90 mL/min/1.73 m2"),
    "NUMBER+UNIT": ("1.1mg/dL", "97umol/L", "97 µmol/L"),
    "MG": ("100", "0", "350", "none", "52.5", "5000"),
    "HH:MM": ("07:00", "22:30", "0:00", "23:59"),
    "NAME=HH:MM": ("levothyroxine=07:00,19:00", "omeprazole=8:00"),
    "NAME": MEDICINES,
    "NAME...": MEDICINES,
    "TEXT...": ("500 mg magnesium citrate per capsule", "magnesium (as oxide) 250 mg 60 %",
                "Mg 2 x 150 mg", "serving 2 tablets, magnesium 200 mg"),
    "MARK": (",", ";", "tab", "|", "\\t", "x"),
    "OURS=THEIRS,...": ("age=Alter", "age=age,sex=Sex", "medications=Meds"),
    "NAME,...": ("note", "note,other", "id"),
    "DAY": ("2026-01-31", "2026-02-30", "1980-06-15"),
    "text|json": ("text", "json"),
}  # fmt: skip
ENCODINGS = ("utf-8", "cp1252", "utf-16", "latin-1", "utf-8-sig", "utf-32-be", "gb18030", "utf-7", "idna",
             "rot13", "hex", "unicode_escape", "raw_unicode_escape", "punycode", "undefined", "ascii",
             "shift_jis", "cp037", "iso2022_jp", "hz", "koi8-r", "big5", "mbcs")  # fmt: skip
EXITS = frozenset(EXIT_MEANINGS) - {70}  # the data are whole, so a fault would be ours


@cache
def _nodes() -> tuple[tree.Node, ...]:
    return tuple(tree.root().walk())


@cache
def _flags() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for n in _nodes() for f in n.flags for name in f.names))


def vector(rng: Random) -> list[str]:
    """One command line, three in four of them changed."""
    words = valid(rng)
    for _ in range(rng.choice((0, 1, 1, 2))):
        words = _changed(rng, words)
    return [inside(word) for word in words]


def valid(rng: Random) -> list[str]:
    """A command with some of its flags, and the words that it asks for. One in eight is a batch that
    comes to an answer, or would but for its files."""
    if rng.random() < 1 / 8:
        return ["batch", rng.choice(INPUTS), "--age", "45", "-o", rng.choice(OUTPUTS)]
    nodes = _nodes()
    named = {n.path: n for n in nodes}
    often = [named[(name,)] for name in ("plan", "batch", "label", "med")]
    node = rng.choice([*nodes, *often * 4, named[("batch",)], named[("batch",)]])
    parts = [
        _flag(rng, flag) for flag in rng.choices(node.flags, k=rng.choice((0, 0, 1, 1, 2, 3, 5, 7)))
    ]
    if node.path in (("plan",), ("batch",)) and rng.random() < 0.8:
        parts += [["--age", "45"], ["--sex", "female"]]
    for word in node.words:
        count = rng.randint(1, 3) if word.many else 1
        parts += [[_value(rng, word.value)] for _ in range(count)]
    rng.shuffle(parts)
    return [*node.path, *(word for part in parts for word in part)]


def _flag(rng: Random, flag: tree.Flag) -> list[str]:
    name = rng.choice(flag.names)
    if flag.value is None:
        return [name]
    found = _value(rng, flag.value, name)
    return [f"{name}={found}"] if rng.random() < 0.1 and name.startswith("--") else [name, found]


def _value(rng: Random, value: tree.Value, name: str = "") -> str:
    if value.kind == tree.FILE:
        return rng.choice(INPUTS if "IN" in value.metavar else OUTPUTS)
    if value.kind == tree.PROFILE:
        return rng.choice(("me", "me", "you", "Me", "con", "x" * 41))
    if name == "--encoding":
        return rng.choice(ENCODINGS)
    seeds = (*value.words, *SAMPLES.get(value.metavar, ()))
    seeds = seeds or ("x", "45", "none")
    return rng.choice(seeds) if rng.random() < 0.8 else mutate.text(rng, seeds)


def _changed(rng: Random, words: list[str]) -> list[str]:
    at = rng.randint(0, len(words))
    act = rng.randrange(10)
    if act == 0:
        return words[:at] + words[at + 1 :]
    if act == 1:
        return words[: at + 1] + words[at:]
    if act == 2:
        return rng.sample(words, len(words))
    if act == 3:
        return [*words[:at], rng.choice(_flags()), *words[at:]]
    if act == 4:
        return [*words[:at], rng.choice(mutate.ODD), *words[at:]]
    if act == 5:
        return words[:at]
    if act == 6:
        return [*words[:at], *valid(rng)[:4], *words[at:]]
    if act == 7 and words:
        at = rng.randrange(len(words))
        return [*words[:at], words[at][: rng.randint(0, 9)], *words[at + 1 :]]
    if act == 8:
        return [*words[:at], rng.choice(("--", "-", "---", "--=", "-=", "-h", "--help", "@in.csv", "--json")),
                *words[at:]]  # fmt: skip
    return [mutate.text(rng, [w]) if rng.random() < 0.3 else w for w in words]


def inside(word: str) -> str:
    """The word without NUL, which no argument can hold, and without a way out of the folder."""
    word = word.replace("\0", "")
    if word in SAFE or word.partition("=")[2] in SAFE:
        return word
    return re.sub(r"(^|(?<=[^0-9A-Za-z])|(?<=^-[a-z]))/", "_", word.replace("..", "._"))
