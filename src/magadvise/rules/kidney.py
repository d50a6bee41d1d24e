"""Kidney gates. A stated and a computed eGFR are judged each on its own; the stricter decides."""

from __future__ import annotations

from collections.abc import Iterator

from magadvise.model import Kidney
from magadvise.rules.case import Case
from magadvise.rules.egfr import from_creatinine
from magadvise.rules.registry import Fields, rule

LINES = ("egfr_stop", "egfr_computed_stop", "egfr_clinician", "egfr_recheck")


@rule("KID001")
def egfr_below_stop(case: Case) -> Iterator[Fields]:
    egfr = case.profile.egfr
    if egfr is not None and egfr < case.n("egfr_stop"):
        yield {"line": _plain(case, "egfr_stop")}


@rule("KID002")
def dialysis(case: Case) -> Iterator[Fields]:
    if case.profile.kidney is Kidney.DIALYSIS:
        yield {}


@rule("KID003")
def injury(case: Case) -> Iterator[Fields]:
    if case.profile.kidney is Kidney.INJURY:
        yield {}


@rule("KID004")
def egfr_clinician(case: Case) -> Iterator[Fields]:
    low, high = case.n("egfr_stop"), case.n("egfr_clinician")
    if any(low <= egfr < high for egfr in _values(case)):
        yield {"low": _plain(case, "egfr_stop"), "high": _plain(case, "egfr_clinician")}


@rule("KID005")
def chronic_disease(case: Case) -> Iterator[Fields]:
    if case.profile.kidney is Kidney.CKD:
        yield {}


@rule("KID006")
def transplant(case: Case) -> Iterator[Fields]:
    if case.profile.kidney is Kidney.TRANSPLANT:
        yield {}


@rule("KID007")
def one_kidney(case: Case) -> Iterator[Fields]:
    if case.profile.kidney is Kidney.ONE_KIDNEY:
        yield {}


@rule("KID008")
def egfr_high(case: Case) -> Iterator[Fields]:
    older = case.profile.age_years >= case.n("egfr_high_older_years")
    line = case.n("egfr_high_older" if older else "egfr_high")
    if any(egfr > line for egfr in _values(case)):
        yield {
            "high": _plain(case, "egfr_high"),
            "older": _plain(case, "egfr_high_older"),
            "years": _plain(case, "egfr_high_older_years"),
        }


@rule("KID009")
def unknown_with_risk(case: Case) -> Iterator[Fields]:
    risk = _risk(case) if case.kidney_unknown else ""
    if risk:
        yield {"risk": risk}


@rule("KID010")
def unknown(case: Case) -> Iterator[Fields]:
    if case.kidney_unknown:
        yield {
            "months": _plain(case, "kidney_test_months"),
            "older_months": _plain(case, "kidney_test_older_months"),
            "years": _plain(case, "older_adult_years"),
        }


@rule("KID011")
def computed(case: Case) -> Iterator[Fields]:
    if case.computed_egfr is None:
        return
    validated, words = case.whole("ckdepi_validated_years"), case.knowledge.words
    old = words("egfr.validated", years=validated)
    yield {
        "egfr": words.number(_shown(case, case.computed_egfr), 1),
        "old": old if case.profile.age_years > validated else "",
    }


def _shown(case: Case, egfr: float) -> float:
    """A value to one decimal, cut where rounding would reach a line: 29.96 must not print as 30.0."""
    near = round(egfr, 1)
    crosses = any(egfr < case.n(line) <= near for line in LINES)
    return int(egfr * 10) / 10 if crosses else near


@rule("KID012")
def computed_below(case: Case) -> Iterator[Fields]:
    egfr = case.computed_egfr if case.computed_egfr is not None else _in_pregnancy(case)
    if egfr is not None and egfr < case.n("egfr_computed_stop"):
        yield {"line": _plain(case, "egfr_computed_stop"), "stop": _plain(case, "egfr_stop")}


@rule("KID013")
def near_stop(case: Case) -> Iterator[Fields]:
    low, near = case.n("egfr_stop"), case.n("egfr_near_stop")
    if case.profile.egfr is not None and low <= case.profile.egfr < near:
        yield {"line": _plain(case, "egfr_stop"), "near": _plain(case, "egfr_near_stop")}


@rule("KID014")
def mildly_low(case: Case) -> Iterator[Fields]:
    low, high = case.n("egfr_clinician"), case.n("egfr_recheck")
    values = _values(case)
    if values and not case.any_kidney_disease and low <= min(values) < high:
        yield {"low": _plain(case, "egfr_clinician"), "high": str(int(high) - 1)}


@rule("KID015")
def not_computed(case: Case) -> Iterator[Fields]:
    if case.why_not_computed:
        yield {"why": case.why_not_computed}


@rule("KID016")
def disagree(case: Case) -> Iterator[Fields]:
    if case.profile.kidney is Kidney.NORMAL and case.any_kidney_disease:
        yield {}


@rule("KID017")
def high_in_pregnancy(case: Case) -> Iterator[Fields]:
    egfr = _in_pregnancy(case)
    if egfr is not None and egfr < case.n("egfr_clinician"):
        yield {"line": _plain(case, "egfr_clinician")}


@rule("KID018")
def disease_and_good_test(case: Case) -> Iterator[Fields]:
    named = case.profile.kidney in (Kidney.CKD, Kidney.DIALYSIS, Kidney.TRANSPLANT)
    if named and any(egfr >= case.n("egfr_clinician") for egfr in _values(case)):
        yield {"line": _plain(case, "egfr_clinician")}


def _in_pregnancy(case: Case) -> float | None:
    """What the formula would say. It does not hold in pregnancy and answers nothing there, but a
    creatinine this high is alarming all the same."""
    p = case.profile
    if p.creatinine is None or not p.is_pregnant:
        return None
    return from_creatinine(p.creatinine.mg_dl, p.age_years, p.sex, case.knowledge)


def _values(case: Case) -> list[float]:
    return [e for e in (case.profile.egfr, case.computed_egfr) if e is not None]


def _risk(case: Case) -> str:
    """Why kidney function must be known first, in words; "" if nothing asks for it."""
    if case.profile.age_years >= case.n("older_adult_years"):
        return case.knowledge.words("kidney.age", years=case.whole("older_adult_years"))
    for condition in case.profile.conditions:
        row = case.knowledge.conditions[condition]
        if row.action == "kidney_question":
            return case.knowledge.words.inside(row.name)
    for _, match in case.active():
        if match.kidney_question:
            return match.name
    for use in case.profile.medicines:
        if use.may_ask_kidneys:
            return case.knowledge.words("kidney.near", name=use.may_ask_kidneys)
    return ""


def _plain(case: Case, name: str) -> str:
    return case.knowledge.words.number(case.n(name))
