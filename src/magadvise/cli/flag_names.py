"""The flag of each question; where nothing else is said it is the question's own id."""

from __future__ import annotations

FLAGS = {
    "medications": "--med", "medication_times": "--med-time", "patterns": "--pattern",
    "conditions": "--condition", "red_flags": "--red-flag",
    "other_magnesium_mg": "--other-magnesium", "products": "--product",
    "diet_magnesium_mg": "--diet-magnesium", "check_dose_mg": "--check-dose",
}  # fmt: skip


def flag_of(question: str) -> str:
    """``--med`` for ``medications``."""
    return FLAGS.get(question, "--" + question.replace("_", "-"))
