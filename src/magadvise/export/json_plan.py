"""A plan or refusal as the JSON document of schema version 1. Every key is always present."""

from __future__ import annotations

import json
from typing import Any

from magadvise import __version__
from magadvise.advice.pipeline import clock
from magadvise.advice.plan import Plan, Refusal
from magadvise.medicines.resolve import findings_of
from magadvise.model import DAY, MedicineUse, Profile

SCHEMA_VERSION = 1


def document(advice: Plan | Refusal) -> dict[str, Any]:
    """The plan as plain values, keys in the order of the contract."""
    plan = advice if isinstance(advice, Plan) else None
    check = advice.check
    return {
        "schema_version": SCHEMA_VERSION,
        "magadvise_version": __version__,
        "knowledge_version": advice.knowledge_version,
        "standard": advice.standard,
        "profile": profile(advice.profile),
        "disposition": advice.disposition.value,
        "intake": {
            "rda_mg": advice.intake.rda_mg,
            "rda_range_mg": [advice.intake.rda_low_mg, advice.intake.rda_high_mg],
            "rda_kind": advice.intake.kind,
            "group": advice.intake.group,
            "ul_supplement_mg": advice.intake.ul_mg,
            "other_magnesium_mg": advice.other_mg if advice.other_known else None,
            "remaining_mg": advice.remaining_mg,
        },
        "ceiling_mg": advice.ceiling_mg,
        "dose": _dose(plan) if plan else None,
        "form": _form(plan) if plan else None,
        "timing": _timing(plan) if plan else None,
        "evidence": {
            "pattern": advice.evidence.pattern,
            "certainty": advice.evidence.certainty,
            "expectation": advice.evidence.expectation,
            "statement": advice.evidence.statement,
            "sources": list(advice.evidence.sources),
        },
        "medications": [medicine(use, advice) for use in advice.profile.medicines],
        "check": None
        if check is None
        else {
            "dose_mg": check.dose_mg,
            "form": check.form,
            "within_ceiling": check.excess_mg == 0,
            "excess_mg": check.excess_mg,
        },
        "findings": [
            {
                "code": f.code,
                "severity": f.severity.value,
                "summary": f.summary,
                "detail": f"{f.detail} {f.todo}",
                "sources": list(dict.fromkeys(f.sources)),
            }
            for f in advice.findings
        ],
        "first_steps": list(advice.first_steps),
        "stop_if": list(advice.stop_if),
        "seek_care_if": list(advice.seek_care_if),
        "foods": [{"name": n, "serving": s, "mg": mg} for n, s, mg in advice.foods],
        "sources": [{"id": i, "citation": c} for i, c in advice.sources],
        "disclaimer": advice.disclaimer,
    }


def dumps(value: Any) -> str:
    """One document, the same bytes everywhere."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, indent=2)


def profile(p: Profile) -> dict[str, Any]:
    """The answers as understood, under the ids of their questions. A list that is not fully
    answered ends with ``unknown``; an explicit none is an empty list."""
    return {
        "age": p.age_years if p.age_years else None,
        "age_months": None if p.age_years else p.age_months,
        "sex": p.sex.value,
        "pregnant": p.pregnant.value,
        "breastfeeding": p.breastfeeding.value,
        "kidney": p.kidney.value,
        "egfr": p.egfr,
        "creatinine_mg_dl": round(p.creatinine.mg_dl, 3) if p.creatinine else None,
        "medications": [u.text for u in p.medicines] + _unless(p.medicines_known),
        "medication_times": {u.text: [clock(t) for t in u.times] for u in p.medicines if u.times},
        "patterns": list(p.patterns) or ["unknown"],
        "conditions": [*p.conditions, *_unless(p.conditions_known)],
        "red_flags": [*p.red_flags, *_unless(p.red_flags_known)],
        "other_magnesium_mg": p.other_magnesium_mg,
        "products": [{"input": u.text, "product": u.product, "mg": u.mg} for u in p.products],
        "diet_magnesium_mg": p.diet_magnesium_mg,
        "stool": p.stool.value,
        "check_dose_mg": p.check_dose_mg,
        "check_form": p.check_form,
        "bedtime": None if p.bedtime is None else clock(p.bedtime),
        "wake": None if p.wake is None else clock(p.wake),
    }


def _unless(known: bool) -> list[str]:
    return [] if known else ["unknown"]


def medicine(use: MedicineUse, advice: Plan | Refusal) -> dict[str, Any]:
    """One medicine as understood, with the codes of the findings that are about it."""
    return {
        "input": use.text,
        "matches": [
            {
                "ingredient": match.name,
                "class": match.classes[0],
                "via": match.via,
                "route": match.route,
                "counts_as_oral": match.counts_as_oral,
            }
            for match in use.matches
        ],
        "suggestions": list(use.suggestions),
        "findings": findings_of(use, advice.findings),
    }


def _dose(plan: Plan) -> dict[str, Any]:
    return {
        "steps": [
            {"from_day": s.from_day, "mg_per_day": s.mg_per_day, "intakes_mg": list(s.intakes_mg)}
            for s in plan.steps
        ],
        "max_mg_per_day": plan.max_mg_per_day,
        "trial_days": plan.trial_days,
    }


def _form(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.form.id,
        "name": plan.form.name,
        "reasons": list(plan.form.reasons),
        "alternatives": list(plan.form.alternatives),
        "avoid": [{"id": form, "reason": reason} for form, reason in plan.form.avoid],
    }


def _timing(plan: Plan) -> dict[str, Any]:
    when = plan.timing
    intakes = zip(when.schedule.times, when.intakes_mg, when.schedule.relative, strict=True)
    return {
        "intakes": [{"time": clock(t), "mg": mg, "relative": words} for t, mg, words in intakes],
        "allowed": [
            {"from": clock(start), "to": _end(start, length)}
            for start, length in when.schedule.free
        ],
        "timeline": [{"time": clock(t), "what": what} for t, what in when.timeline],
        "assumed_times": list(when.assumed),
    }


def _end(start: int, length: int) -> str:
    """The whole day ends at 24:00, everything else on a clock time."""
    return "24:00" if length == DAY else clock((start + length) % DAY)
