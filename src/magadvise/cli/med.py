"""``magadvise med``: what a name resolves to, and what each ingredient brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from magadvise import profile as door
from magadvise.advice.pipeline import advise
from magadvise.cli import output
from magadvise.cli.screen import Line, safe
from magadvise.knowledge.load import load_file, load_knowledge, load_words
from magadvise.knowledge.rows import Interaction, Knowledge, Window
from magadvise.model import Match, MedicineUse, Profile, Severity, Sex
from magadvise.rules.case import LETTERS
from magadvise.rules.medicines import hours
from magadvise.words import ENGLISH, Words

NO_CLASS = "no_known_interaction"
ADULT_MONTHS = 40 * 12  # somebody of no special age: only the name matters here


class Said(NamedTuple):
    """What is printed comes from here."""

    words: Words
    knowledge: Knowledge

    def drug_class(self, name: str) -> str:
        """The name of a class of medicines; in English it is its id."""
        language = self.words.language.id
        return name.replace("_", " ") if language == ENGLISH else _classes(language)[name]


@cache
def _classes(language: str) -> dict[str, str]:
    rows = load_file("medicines.json", language=language)["classes"]
    return {row["id"]: row["name"] for row in rows}


def run(names: Sequence[str], format_: str, file: str | None, lang: str = ENGLISH) -> None:
    """Resolve the names in the order asked and print what they bring."""
    knowledge = load_knowledge(language=lang)
    uses = tuple(door.medicine(name, knowledge) for name in names)
    profile = Profile(age_months=ADULT_MONTHS, sex=Sex.UNKNOWN, medicines=uses)
    if format_ == "json":
        from magadvise.export.json_plan import dumps, medicine

        advice = advise(profile, knowledge)
        rows = [_with_rules(medicine(use, advice), use) for use in uses]
        output.json_text(dumps({"medications": rows}), file)
    else:
        said = Said(load_words("lookups", lang), knowledge)
        output.text((line for use in uses for line in _lines(use, said)), file)


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


def _lines(use: MedicineUse, said: Said) -> Iterator[Line]:
    words = said.words
    yield Line(safe(use.text), style="bold", label=words("label.medicine"), whole=True)
    if use.product:
        yield Line(words("med.product"))
    if not use.resolved:
        names = ", ".join(use.suggestions)
        near = words("med.near", names=names) if names else ""
        yield Line(words("med.unknown", gap=_gap(use, said.knowledge)) + near)
    for match in use.matches:
        yield from _match(match, said)
    yield Line("")


def _gap(use: MedicineUse, knowledge: Knowledge) -> str:
    """The general gap, or the longest of the names that look like it."""
    windows = [w for row in use.suggested for w in (row.mg_after_drug, row.mg_before_drug) if w]
    general = int(knowledge.numbers["unknown_medicine_gap_minutes"])
    return hours(max([general, *(w.minimum for w in windows)]), knowledge.words)


def _match(match: Match, said: Said) -> Iterator[Line]:
    words = said.words
    # Some ingredients have a rule but no class of their own; the word must not deny the rule.
    named = [c for c in match.classes if not (match.interactions and c == NO_CLASS)]
    classes = f" ({', '.join(map(said.drug_class, named))})" if named else ""
    route = words(f"route.{match.route}")
    found = words(
        "med.ingredient",
        name=match.name, classes=classes, via=words(f"via.{match.via}"), route=route,
    )  # fmt: skip
    yield Line(found, "-", label=words("label.ingredient"))
    severity = severity_of(match)
    if severity is None:
        by_route = words("med.by_route", route=route)
        yield Line(by_route if match.interactions else words("med.none"), "  ")
    else:
        yield Line(words("med.severity", severity=words(f"severity.{severity}")), "  ")
        for row in match.interactions:
            yield from _row(match, row, said)
    if match.cramp_effect and (not match.silent or match.route == "inhaled"):
        yield Line(words("med.cramps", effect=match.cramp_effect), "  ")


def _row(match: Match, row: Interaction, said: Said) -> Iterator[Line]:
    words, knowledge = said
    after, before = row.mg_after_drug, row.mg_before_drug
    if match.counts_as_oral and (after or before):
        sides = {"after": _side(after, said), "before": _side(before, said)}
        yield Line(words("med.windows", **sides), "  ", label=words("label.times"))
    yield Line(words("med.why", text=row.mechanism), "  ")
    yield Line(words("med.todo", text=row.advice), "  ")
    cited = "; ".join(f"{s}: {knowledge.citations[s]}" for s in row.source)
    sure = words("sure.verified" if row.verified else "sure.not")
    yield Line(words("med.source", cited=cited, locator=row.locator, sure=sure), "  ", whole=True)


def _side(window: Window | None, said: Said) -> str:
    words, knowledge = said
    if window is None or window.minimum == 0:
        return words("med.no_time")
    least = hours(window.minimum, knowledge.words)
    if window.preferred <= window.minimum:
        return words("med.least", hours=least)
    return words("med.longer", hours=least, longer=hours(window.preferred, knowledge.words))
