"""``magadvise med``: what a name resolves to, and what each ingredient brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from magadvise import profile as door
from magadvise.advice.pipeline import advise
from magadvise.cli import output
from magadvise.cli.screen import Line, safe
from magadvise.knowledge.load import load_knowledge
from magadvise.knowledge.rows import Interaction, Knowledge, Window
from magadvise.model import Match, MedicineUse, Profile, Severity, Sex
from magadvise.rules.case import LETTERS
from magadvise.rules.medicines import hours

NO_CLASS = "no_known_interaction"
ADULT_MONTHS = 40 * 12  # somebody of no special age: only the name matters here


def run(names: Sequence[str], format_: str, file: str | None) -> None:
    """Resolve the names in the order asked and print what they bring."""
    knowledge = load_knowledge()
    uses = tuple(door.medicine(name, knowledge) for name in names)
    profile = Profile(age_months=ADULT_MONTHS, sex=Sex.UNKNOWN, medicines=uses)
    if format_ == "json":
        from magadvise.export.json_plan import dumps, medicine

        advice = advise(profile, knowledge)
        rows = [_with_rules(medicine(use, advice), use) for use in uses]
        output.json_text(dumps({"medications": rows}), file)
    else:
        output.text((line for use in uses for line in _lines(use, knowledge)), file)


def _with_rules(row: dict[str, Any], use: MedicineUse) -> dict[str, Any]:
    """The JSON object of the plan, each match with its windows in hours and its severity."""
    for shown, match in zip(row["matches"], use.matches, strict=True):
        shown["windows"] = {
            "mg_after_drug_h": _hours(i.mg_after_drug for i in _swallowed(match)),
            "mg_before_drug_h": _hours(i.mg_before_drug for i in _swallowed(match)),
        }
        severity = severity_of(match)
        shown["severity"] = severity.value if severity else None
    return row


def severity_of(match: Match) -> Severity | None:
    """The strictest severity that holds for everybody on this route; ``None`` without a rule."""
    if match.silent:
        return None
    letters = [
        grade.letter
        for row in match.interactions
        for grade in row.grades
        if grade.when == "always" or (grade.when == "injected" and match.route == "injection")
    ]
    if not match.counts_as_oral:
        letters = [letter for letter in letters if letter in "XCM"]
    return LETTERS[min(letters, key="XCSMI".index)] if letters else None


def _swallowed(match: Match) -> tuple[Interaction, ...]:
    return match.interactions if match.counts_as_oral else ()


def _hours(windows: Iterator[Window | None]) -> float | None:
    known = [window.minimum for window in windows if window]
    return None if not known else _plain(max(known) / 60)


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def _lines(use: MedicineUse, knowledge: Knowledge) -> Iterator[Line]:
    yield Line(safe(use.text), style="bold", label="Medicine", whole=True)
    if use.product:
        yield Line("A product that brings magnesium: it counts toward the limit. Read the label.")
    if not use.resolved:
        near = f" Did you mean {', '.join(use.suggestions)}?" if use.suggestions else ""
        yield Line(
            "Not in the table, or only a part of it is. That is not the same as no interaction: "
            f"ask a pharmacist, and keep magnesium {_gap(use, knowledge)} or more apart.{near}"
        )
    for match in use.matches:
        yield from _match(match, knowledge)
    yield Line("")


def _gap(use: MedicineUse, knowledge: Knowledge) -> str:
    """The general gap, or the longest of the names that look like it."""
    windows = [w for row in use.suggested for w in (row.mg_after_drug, row.mg_before_drug) if w]
    general = int(knowledge.numbers["unknown_medicine_gap_minutes"])
    return hours(max([general, *(w.minimum for w in windows)]))


def _match(match: Match, knowledge: Knowledge) -> Iterator[Line]:
    # Some ingredients have a rule but no class of their own; the word must not deny the rule.
    named = [c for c in match.classes if not (match.interactions and c == NO_CLASS)]
    classes = f" ({', '.join(name.replace('_', ' ') for name in named)})" if named else ""
    yield Line(
        f"{match.name}{classes}, found as {match.via}, route {match.route}", "-", label="Ingredient"
    )
    severity = severity_of(match)
    if severity is None:
        known = "no known interaction of note with oral magnesium"
        where = f"by this route ({match.route}) it brings no rule"
        yield Line(where if match.interactions else known, "  ")
    else:
        yield Line(f"Severity: {severity.value}.", "  ")
        for row in match.interactions:
            yield from _row(match, row, knowledge)
    if match.cramp_effect and (not match.silent or match.route == "inhaled"):
        yield Line(
            f"Linked to leg cramps: {match.cramp_effect} Do not stop it; ask the prescriber.", "  "
        )


def _row(match: Match, row: Interaction, knowledge: Knowledge) -> Iterator[Line]:
    after, before = row.mg_after_drug, row.mg_before_drug
    if match.counts_as_oral and (after or before):
        yield Line(_window_words(after, before), "  ", label="Times")
    yield Line(f"Why: {row.mechanism}", "  ")
    yield Line(f"What to do: {row.advice}", "  ")
    cited = "; ".join(f"{s}: {knowledge.citations[s]}" for s in row.source)
    sure = "verified" if row.verified else "not verified, or our own rule"
    yield Line(f"Source: {cited} ({row.locator}; {sure}).", "  ", whole=True)


def _window_words(after: Window | None, before: Window | None) -> str:
    def side(window: Window | None) -> str:
        if window is None or window.minimum == 0:
            return "no set time"
        longer = f" ({hours(window.preferred)} where the day has room)"
        return f"at least {hours(window.minimum)}" + (
            longer if window.preferred > window.minimum else ""
        )

    return f"Magnesium {side(after)} after it, and {side(before)} before it."
