"""Label readings as the JSON of ``magadvise label``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from magadvise.advice.units import Fits
from magadvise.medicines.label import Reading


def documents(
    found: Iterable[tuple[Reading, Fits]], caution: str, disclaimer: str
) -> dict[str, Any]:
    """All labels in the order asked, and what holds for each of them."""
    return {
        "labels": [document(*pair) for pair in found],
        "caution": caution,
        "disclaimer": disclaimer,
    }


def document(reading: Reading, fits: Fits) -> dict[str, Any]:
    """One label. Milligrams are elemental magnesium unless the key says compound."""
    return {
        "input": reading.text,
        "basis": reading.basis,
        "compounds": [{"id": c.id, "name": c.name, "form": c.form} for c in reading.compounds],
        "compound_mg": reading.compound_mg,
        "elemental_mg": {"for_limit": reading.for_limit_mg, "for_dose": reading.for_dose_mg},
        "units": {"count": _plain(reading.units), "unit": reading.unit},
        "kinds": [
            {
                "id": kind.id,
                "name": kind.name,
                "percent": [kind.low_percent, kind.high_percent],
                "mg": [round(kind.low_mg), round(kind.high_mg)],
                "sources": list(kind.source),
                "verified": kind.verified,
            }
            for kind in reading.kinds
        ],
        "notes": list(reading.notes),
        "limit": {
            "group": fits.group,
            "ul_supplement_mg": fits.ul_mg,
            "most_mg": fits.most_mg,
            "over_mg": fits.over_mg,
        },
        "fits": [
            {
                "mg_per_day": fit.mg_per_day,
                "units": fit.units,
                "mg": [fit.low_mg, fit.high_mg],
            }
            for fit in fits.steps
        ],
    }


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number
