"""Made-up people for the integrations, and what the row engine says of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from magadvise import load_knowledge
from magadvise.batch.answer import Engine, row
from magadvise.errors import InputError

ANSWER = [
    "id", "disposition", "rda_mg", "ul_mg", "remaining_mg", "ceiling_mg", "start_mg", "max_mg", "form",
    "intake_times", "expectation", "worst_severity", "codes", "unresolved_medications",
    "check_excess_mg", "knowledge_version",
]  # fmt: skip
MILLIGRAMS = [name for name in ANSWER if name.endswith("_mg")]
Row = dict[str, Any]

# Good, odd and impossible cells. The first one stands in most rows.
CELLS: dict[str, Sequence[str]] = {
    "age": ["68", "45", "30", "17", "8mo", "101", "", " 52 ", "0", "45.5", "abc", "1980", "8"],
    "sex": ["female", "male", "", "Female", "unknown", "f"],
    "pregnant": ["", "no", "yes", "unknown", "maybe"],
    "kidney": ["normal", "", "ckd", "dialysis", "stage 9"],
    "egfr": ["", "74.5", "24", "30", "unknown", "1.1", "60 mL/min/1.73m2"],
    "creatinine": ["", "1.1", "97", "1.1mg/dL", "-3"],
    "creatinine_unit": ["", "mg/dL", "umol/L"],
    "medications": [
        "none", "", "levothyroxine; omeprazole", "Levothyroxine 100 mcg tablet|zzyx", "ciprofloxacin",
        "none; aspirin", "alendronic acid; digoxin; furosemide", "magnesium oxide 400 mg",
        "\u00fcnk\u00f6wn pill",
        "unknown", "lisinopril;lisinopril; LISINOPRIL",
    ],
    "medication_times": [
        "", "levothyroxine=07:00", "ciprofloxacin=08:00,20:00", "aspirin=25:00", "levothyroxine",
    ],
    "patterns": ["night", "", "exercise;night", "pregnancy", "moonlight"],
    "conditions": ["none", "", "diabetes", "diabetes|unknown", "none;diabetes", "sore knee"],
    "red_flags": ["none", "", "dark_urine", "unknown"],
    "other_magnesium_mg": ["none", "", "300", "350", "unknown", "12.5", "1e3"],
    "products": ["", "Slow-Mag", "no such product; Slow-Mag"],
    "stool": ["usual", "", "loose", "hard"],
    "check_dose_mg": ["", "400", "100", "none", "many"],
    "check_form": ["", "oxide", "citrate", "sand"],
    "bedtime": ["", "22:30", "23:00", "9pm"],
    "wake": ["", "06:45", "unknown"],
    "standard": ["", "us", "eu", "uk", "mars"],
}  # fmt: skip


def people(count: int, seed: int = 7) -> list[Row]:
    """The same people each time; some rows must be rejected."""
    chance = random.Random(seed)  # noqa: S311 - the same rows each time, no secret
    found = []
    for number in range(count):
        cells = {n: c[0] if chance.random() < 0.75 else chance.choice(c) for n, c in CELLS.items()}
        found.append({"id": f"p{number}", **cells})
    return found


def text(value: Any) -> str:
    """How a person would write a value into a cell."""
    if value is None or value != value:  # a NaN is not itself
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def cell(value: Any) -> str | list[str]:
    return [text(part) for part in value] if isinstance(value, list) else text(value)


def expected(
    rows: Iterable[Row],
    standard: str = "us",
    defaults: Mapping[str, Sequence[str]] | None = None,
    keep: Sequence[str] = (),
) -> list[Row]:
    """The answers to rows, one by one."""
    engine = Engine(load_knowledge(), standard, defaults or {})
    found = []
    for given in rows:
        cells = {name: cell(value) for name, value in given.items() if name not in keep}
        id_ = next((t for n in ("id", "patient_id") if (t := text(given.get(n)))), None)
        try:
            answer = row(engine.answer(cells), id_)._asdict()
            told: Row = {"reject_code": None, "reject_field": None}
        except InputError as error:
            first = error.problems()[0]
            answer = dict.fromkeys(ANSWER) | {"id": id_}
            told = {"reject_code": first.code, "reject_field": first.field}
        found.append({**answer, **told, **{name: given[name] for name in keep}})
    return found
