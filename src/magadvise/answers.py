"""Strict parsers for single answers: text in, value out, or a :class:`Problem` that never repeats
the text. Python's own number parsing is too generous for a dose (``1_0``, ``+5``, ``nan``, ``１２``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from magadvise.errors import Problem
from magadvise.model import DAY

# Patterns are text: ``re`` compiles one when it is first needed, which keeps the start short.
_NUMBER = r"[0-9]{1,6}(\.[0-9]{1,6})?"
_WHOLE = r"[0-9]{1,6}"
_MONTHS = r"([0-9]{1,4})\s?mo"
_CLOCK = r"([01]?[0-9]|2[0-3]):([0-5][0-9])"
_CREATININE = r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*([a-z]+/[a-z]+)?"
_EGFR_UNIT = r"(?i)(.*?)\s*(?:ml/min(/|\s*per\s*)\{?1[.,]73\s?_?m(2|²|\^2)\}?)"
_OTHER_UNIT = r"(?i).*[a-z%]"


# Health conditions that have a question of their own.
ELSEWHERE = {
    "kidney_d": "Kidney disease goes to --kidney, as in --kidney ckd.",
    "kidney d": "Kidney disease goes to --kidney, as in --kidney ckd.",
    "ckd": "Kidney disease goes to --kidney, as in --kidney ckd.",
    "renal": "Kidney disease goes to --kidney, as in --kidney ckd.",
    "dialys": "Dialysis goes to --kidney dialysis.",
    "pregnan": "Pregnancy goes to --pregnant yes.",
}


class Refused(Exception):
    """Carries the problem of one answer to the door that collects them all."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def refuse(
    code: str,
    field: str,
    message: str,
    *,
    allowed: tuple[str, ...] = (),
    example: str = "",
    hint: str = "",
) -> Refused:
    """The exception for one problem, with the fields of :class:`Problem`."""
    return Refused(Problem(code, field, message, allowed, example, hint))


def number(text: str, field: str, low: float, high: float, example: str) -> float:
    """A plain decimal number ``low`` to ``high``; digits and one point only."""
    if not re.fullmatch(_NUMBER, text):
        raise refuse("not_a_number", field, "is not a plain number", example=example,
                     hint=_number_hint(text))  # fmt: skip
    value = float(text)
    if not low <= value <= high:
        message = f"is outside {low:g} to {high:g}"
        raise refuse("out_of_range", field, message, example=example)
    return value


def _number_hint(text: str) -> str:
    if "," in text:
        return "Write decimals with a point: 52.5"
    if text.startswith("-"):
        return "The value cannot be negative."
    if re.match(_OTHER_UNIT, text):
        return "Leave the unit and all words out, digits only."
    return "Use the digits 0-9 and at most one point, no sign and no spaces."


def exposure_mg(text: str, field: str, high: int, example: str) -> int:
    """Milligrams that somebody takes: rounded up, so that no part of it is lost."""
    return math.ceil(number(text, field, 0, high, example))


def allowance_mg(text: str, field: str, high: int, example: str) -> int:
    """Milligrams that somebody may take: rounded down."""
    return math.floor(number(text, field, 0, high, example))


def age_months(text: str, oldest_years: int) -> int:
    """``45`` (completed years) or ``8mo`` to completed months. Twelve months and more become
    completed years, as the tables count them."""
    example = "--age 45, or --age 8mo for a baby"
    months = re.fullmatch(_MONTHS, text)
    if months:
        value = int(months[1])
        if value // 12 > oldest_years:
            raise refuse("out_of_range", "age", f"is above {oldest_years} years", example=example)
        return value if value < 12 else value // 12 * 12
    if not re.fullmatch(_WHOLE, text):
        hint = _number_hint(text)
        if re.fullmatch(_NUMBER, text):
            hint = "Give completed years, without a fraction."
        raise refuse(
            "not_a_number", "age", "is not a whole number of years", example=example, hint=hint
        )
    years = int(text)
    if years == 0:
        raise refuse("out_of_range", "age", "cannot be 0 years", example=example,
                     hint="Months are written 8mo.")  # fmt: skip
    if years > oldest_years:
        message = f"is outside 1 to {oldest_years} years"
        raise refuse("out_of_range", "age", message, example=example,
                     hint="A year of birth is not an age. Months are written 8mo.")  # fmt: skip
    return years * 12


def egfr(text: str, low: float, high: float) -> float:
    """eGFR in mL/min/1.73 m2, the unit may be written. A creatinine clearance is refused."""
    example = "--egfr 52"
    unit = re.fullmatch(_EGFR_UNIT, " ".join(text.split()))
    plain = unit[1] if unit else text
    lowered = plain.casefold()
    if "mg" in lowered or "mol" in lowered:
        raise refuse("wrong_unit", "egfr", "has a unit of creatinine", example=example,
                     hint="This looks like creatinine: use --creatinine with its unit.")  # fmt: skip
    if "ml" in lowered:
        raise refuse("wrong_unit", "egfr", "is not in mL/min/1.73 m2", example=example,
                     hint="mL/min alone is creatinine clearance, which is not eGFR. "
                     "Ask for the eGFR.")  # fmt: skip
    if re.fullmatch(_NUMBER, plain):
        value = float(plain)
        if value < low:
            raise refuse("out_of_range", "egfr", f"is below {low:g} mL/min/1.73 m2", example=example,
                         hint="This looks like creatinine in mg/dL: use --creatinine with "
                         "the unit, such as --creatinine 1.1mg/dL.")  # fmt: skip
        if value > high:
            raise refuse("out_of_range", "egfr", f"is above {high:g} mL/min/1.73 m2", example=example,
                         hint="This looks like creatinine in umol/L: use --creatinine with "
                         "the unit, such as --creatinine 90umol/L.")  # fmt: skip
        return value
    return number(plain, "egfr", low, high, example)


def creatinine_mg_dl(text: str, low: float, high: float, umol_per_mg_dl: float) -> float:
    """Serum creatinine with its unit, mg/dL or umol/L, to mg/dL."""
    example = "--creatinine 1.1mg/dL, or --creatinine 97umol/L"
    # Case folding makes both micro signs the Greek letter.
    found = re.fullmatch(_CREATININE, text.casefold().replace("μ", "u"))
    if not found:
        raise refuse("not_a_number", "creatinine", "is not a number with a unit", example=example)
    if found[2] not in ("mg/dl", "umol/l"):
        raise refuse("unit_needed", "creatinine", "needs its unit", allowed=("mg/dL", "umol/L"),
                     example=example)  # fmt: skip
    value = float(found[1])
    if found[2] == "umol/l":
        value /= umol_per_mg_dl
    if not low <= value <= high:
        message = f"is outside {low:g} to {high:g} mg/dL ({low * umol_per_mg_dl:.0f} to "
        message += f"{high * umol_per_mg_dl:.0f} umol/L)"
        raise refuse("out_of_range", "creatinine", message, example=example,
                     hint="Check the unit. A value of the eGFR goes to --egfr.")  # fmt: skip
    return value


def clock(text: str, field: str) -> int:
    """``HH:MM`` to minutes after midnight."""
    found = re.fullmatch(_CLOCK, text)
    if not found:
        raise refuse("bad_time", field, "is not a clock time", example="07:00 or 22:30",
                     hint="Use 24-hour time, HH:MM.")  # fmt: skip
    return (int(found[1]) * 60 + int(found[2])) % DAY


def word(text: str, field: str, allowed: Iterable[str]) -> str:
    """One of the allowed words, in any case."""
    words = tuple(allowed)
    lowered = text.casefold()
    if lowered in words:
        return lowered
    elsewhere = (h for part, h in ELSEWHERE.items() if part in lowered and field == "conditions")
    hint = "" if one_slip_away(lowered, words) else next(elsewhere, "")
    raise refuse("unknown_word", field, "is not one of the words for this question",
                 allowed=words, hint=hint or did_you_mean(lowered, words))  # fmt: skip


def did_you_mean(text: str, words: Iterable[str]) -> str:
    """A hint that names the words one slip away, else the nearest word, else nothing."""
    near = nearest(text, tuple(words))
    return f"Did you mean {' or '.join(near)}?" if near else ""


def nearest(text: str, words: Sequence[str]) -> Sequence[str]:
    """All words one slip away: none of them is likelier than another. Else the one most alike."""
    shown = text[:60].replace("-", "_").replace(" ", "_")
    near = [w for w in words if w == shown] or one_slip_away(text, words)
    near = near or one_slip_away(shown, words)
    near = near or [w for w in words if len(text) == 1 and w.startswith(text)]
    if near:
        return near
    from difflib import get_close_matches  # only on the way to an error

    return get_close_matches(shown, words, 1, 0.6)


def one_slip_away(text: str, words: Iterable[str]) -> list[str]:
    """The words that a letter more, less or other, or two neighbours swapped, would make of it."""
    return [word for word in words if _one_slip(text, word)]


def _one_slip(text: str, word: str) -> bool:
    start = _alike(text, word)
    text, word = text[start:], word[start:]
    end = _alike(text[::-1], word[::-1])
    text, word = text[: len(text) - end], word[: len(word) - end]
    return max(len(text), len(word)) == 1 or (len(text) == 2 and text == word[::-1])


def _alike(text: str, word: str) -> int:
    """How many letters at the start of both are the same."""
    pairs = enumerate(zip(text, word, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(text), len(word)))
