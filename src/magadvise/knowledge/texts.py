"""Which fields of the data files are texts for people. A language may replace these and no others.

``TEXT`` falls back to English with a mark. ``LINE`` is a text that other programs show on one line:
short. ``FREE`` may stay English without a mark: names of packs and servings, units.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

TEXT, LINE, FREE = "text", "line", "free"
LONGEST_LINE = 139
Fields: TypeAlias = "Mapping[str, str | Fields]"

_FINDING = {"name": TEXT, "question": TEXT, "summary": LINE, "detail": TEXT, "todo": TEXT}
_REASON = {"reason": TEXT}
_STEP = {"text": TEXT}

TEXTS: Mapping[str, Fields] = {
    "knowledge.json": {"disclaimer": TEXT, "intended_use": TEXT},
    "rda.json": {
        "standards": {"name": TEXT, "body": TEXT, "scope": TEXT},
        "intakes": {"group": TEXT},
        "limits": {"group": TEXT},
    },
    "forms.json": {
        "forms": {
            "name": TEXT, "plain": TEXT, "never_reason": TEXT, "use": TEXT, "avoid_when": TEXT,
            "reach": TEXT, "cramp_trials": TEXT, "absorption": {"statement": TEXT},
            "units": {"name": FREE}, "variants": {"name": FREE},
        },
        "choices": _REASON, "alternatives": _REASON, "avoid": _REASON, "statement": TEXT,
    },
    "medicines.json": {
        "classes": {"name": FREE, "plural": FREE},
        "interactions": {"title": TEXT, "mechanism": TEXT, "advice": TEXT, "window_note": TEXT},
        "ingredients": {"cramp_link": {"effect": TEXT}},
    },
    "products.json": {"products": {"name": TEXT, "note": TEXT}},
    "conditions.json": {"conditions": _FINDING},
    "red_flags.json": {
        "red_flags": _FINDING, "seek_care_if": TEXT, "overdose": TEXT, "after_emergency": TEXT,
    },
    "patterns.json": {
        "patterns": {
            "name": TEXT, "question": TEXT, "summary": LINE, "todo": TEXT, "statement": TEXT,
            "effects": {"measure": TEXT, "population": TEXT, "unit": TEXT, "text": TEXT},
            "first_steps": _STEP,
        },
        "during_a_cramp": _STEP, "placebo_note": _STEP,
    },
    "dosing.json": {
        "numbers": {"unit": FREE, "meaning": TEXT}, "protocols": {"condition": TEXT},
        "usual_times": {"label": TEXT}, "stop_if": _STEP, "habits": _STEP,
    },
    "foods.json": {"foods": {"name": TEXT, "serving": FREE}, "notes": _STEP, "statement": TEXT},
    "topics.json": {
        "topics": {"title": TEXT, "points": _STEP, "bands": {"picture": TEXT}},
    },
    "rules.json": {
        "rules": {"title": TEXT, "summary": LINE, "detail": TEXT, "todo": TEXT, "example": FREE},
    },
    "labels.json": {"caution": _STEP},
    "questions.json": {
        "questions": {
            "title": TEXT, "ask": TEXT, "how": TEXT, "why": TEXT, "options": {"text": TEXT},
        },
        "groups": _STEP, "texts": _STEP,
    },
}  # fmt: skip


def key(row: Any, number: int) -> str:
    """What names a row of a list in the file of a language: its id, its code, the value of an
    option, the group of an age band, else its place in the list."""
    names = (row.get(field) for field in ("id", "code", "value", "group"))
    return next((name for name in names if isinstance(name, str)), str(number))
