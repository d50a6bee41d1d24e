"""Texts, bytes and values that are nearly right, and some that are nothing of the kind.

Everything is drawn from one ``Random``, so that a run can be made again from its seed.
"""

from __future__ import annotations

import codecs
import copy
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

ODD = (
    "", " ", "\t", "\n", "\r\n", "\x00", "\x07", "\x1b[31m", "\x1b]0;x\x07", "\x9b2J", "\x7f", "\u202e",
    "\u2066", "\u200b", "\ufeff", "\u2028", "\ud800", "\udcff", "\ufffd", "\U0001f48a", "e\u0301",
    "\u0130", "\u1e9e", "ﬁ", "\u00b5", "\u03bc", "\u00bd", "\u0665", "４５", "\u2212", "\u00b2", "\u2460",
    "药", "магний", "Größe", "ø" * 5, "a\u0301" * 40, "'", '"', "\\", "`", "$(x)", "%s", "{0}", "[/]",
    ":pill:", "<b>", "&amp;", ";", "|", ",", "=", "==", "--", "-", "+", "/", "//", "(", ")", "((((", "[",
    "none", "unknown", "None", "NaN", "inf", "1e9", "1_0", "+5", "-5", "0", "00", "0.0", ".5", "5.",
    "9" * 20, "9" * 400, "1/0", "0/5", "5 mg/0 mL", "x 0", "1,000", "1.000,5", "24:00", "23:59:59",
    "mg", " mg", "mcg", "%", "per", "and", "x", "x" * 450, "a " * 300, "(" * 500, "mg " * 150,
    "rxnorm:", "rxnorm:0", "atc:J01MA02", "ndc:", "1980-01-01", "#REF!", "=1+1", "@SUM(1)", "\\N", "null",
)  # fmt: skip
BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b'"', b'""', b",", b";", b"\t",
    b"|", b"{", b"}", b"[", b"]", b":", b"\\", b"\\ud800", b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f\x92\x8a",
    b"1e999", b"-0", b"NaN", b"null", b"true", b"9" * 30, b"[" * 300, b'{"a":' * 300, b"\x1b[0m",
    codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE,
)  # fmt: skip
Act = Callable[[Random, Any], Any]


def text(rng: Random, seeds: Sequence[str]) -> str:
    """One of the seeds, changed in a few places; one time in six as it stands."""
    found = rng.choice(seeds)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 4))):
        found = rng.choice(_TEXT)(rng, found)
        if rng.random() < 0.2:
            found = rng.choice((" ", "", ";", ", ", " and ", "=", " / ")).join(
                (found, rng.choice(seeds))
            )
    return found[:4000]


def _cut(rng: Random, value: Any) -> Any:
    start = rng.randint(0, len(value))
    return value[:start] + value[start + rng.randint(0, 4) :]


def _again(rng: Random, value: Any) -> Any:
    start = rng.randint(0, len(value))
    return value[:start] + value[start : start + rng.randint(1, 9)] * rng.randint(2, 5)


def _swap(rng: Random, value: Any) -> Any:
    at = rng.randint(0, len(value))
    return value[:at] + value[at + 1 : at + 2] + value[at : at + 1] + value[at + 2 :]


def _odd(rng: Random, value: str) -> str:
    at = rng.randint(0, len(value))
    return value[:at] + rng.choice(ODD) + value[at:]


def _other(rng: Random, value: str) -> str:
    at = rng.randint(0, len(value))
    return (
        value[:at]
        + chr(rng.choice((rng.randint(0, 0x7F), rng.randint(0, 0x2FFF))))
        + value[at + 1 :]
    )


def _number(rng: Random, value: str) -> str:
    other = rng.choice(
        ("0", "1", "999999", "1000000", "0.000001", "7", "4" * 12, str(rng.randint(0, 9999)))
    )
    return re.sub(r"\d+(?:\.\d+)?", other, value, count=1)


def _case(rng: Random, value: str) -> str:
    return rng.choice((str.upper, str.title, str.swapcase, str.casefold))(value)


_TEXT: tuple[Act, ...] = (_cut, _again, _swap, _odd, _odd, _other, _other, _number, _case)


def raw(rng: Random, seed: bytes, most: int = 4) -> bytes:
    """Bytes changed in up to ``most`` places."""
    found = seed
    for _ in range(rng.randint(0, most)):
        at = rng.randint(0, len(found))
        act = rng.randrange(7)
        if act == 0:
            found = found[:at] + rng.choice(BYTES) + found[at:]
        elif act == 1:
            found = found[:at] + bytes([rng.randrange(256)]) + found[at + 1 :]
        elif act == 2:
            found = found[:at] + found[at + rng.choice((1, 1, 2, 9, 60)) :]
        elif act == 3:
            found = _again(rng, found)
        elif act == 4:
            found = found[:at] if rng.random() < 0.3 else found
        elif act == 5:
            found = found.replace(rng.choice((b",", b"\n", b'"', b":", b"1")), rng.choice(BYTES), 1)
        else:
            found = _recoded(rng, found)
    return found


def _recoded(rng: Random, value: bytes) -> bytes:
    if rng.random() < 0.7:
        return value
    other = rng.choice(("utf-16", "utf-16-be", "utf-32", "latin-1", "utf-8-sig", "utf-7"))
    return value.decode("utf-8", "replace").encode(other, "replace")


def value(rng: Random, old: Any) -> Any:
    """Another value in place of one in a JSON document, often of another type."""
    kinds: list[Callable[[], Any]] = [
        lambda: None, lambda: rng.choice((True, False)), dict, list, lambda: [old], lambda: {"id": old},
        lambda: rng.choice((0, -1, 1, 24, 10**6, 10**25, 0.5, 1e308, -0.0)),
        lambda: rng.choice(ODD), lambda: text(rng, [str(old)]),
    ]  # fmt: skip
    if isinstance(old, int | float) and not isinstance(old, bool):
        kinds += [
            lambda: old + 1,
            lambda: old * 10,
            lambda: -old,
            lambda: float(old),
            lambda: str(old),
        ]
    if isinstance(old, str):
        kinds += [lambda: old + "x", lambda: old.upper(), lambda: old[:-1], lambda: "ø" + old] * 2
    if isinstance(old, list):
        kinds += [lambda: old[:-1], lambda: [*old, *old[:1]], lambda: old[::-1]] * 2
    return rng.choice(kinds)()


def document(rng: Random, found: Any) -> Any:
    """A JSON document with one thing changed, removed, added or moved, in place."""
    where, key = _place(rng, found)
    act = rng.randrange(8)
    if act == 0:
        del where[key]
    elif act == 1 and isinstance(where, dict):
        where[rng.choice(("id", "x", "Id", "", "source", "names", "when"))] = rng.choice(ODD)
    elif act == 2 and isinstance(where, dict):
        other, name = _place(rng, found)
        where[key] = copy.deepcopy(other[name])  # no circle
    elif act == 3 and isinstance(where, list):
        where.append(where[key])
    else:
        where[key] = value(rng, where[key])
    return found


def _place(rng: Random, found: Any) -> tuple[Any, Any]:
    """A container in the document and one of its keys, at any depth."""
    while True:
        keys = list(found) if isinstance(found, dict) else range(len(found))
        key = rng.choice(keys)
        below = found[key]
        if not (isinstance(below, dict | list) and below) or rng.random() < 0.25:
            return found, key
        found = below
