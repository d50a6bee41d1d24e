"""What the medicines bring: stops, questions, windows in words, and cramps they may cause."""

from __future__ import annotations

from collections.abc import Iterator

from magadvise.knowledge.rows import Interaction, Window
from magadvise.model import Match, MedicineUse
from magadvise.rules.case import Case, letter
from magadvise.rules.registry import ABOUT, SOURCES, Fields, rule
from magadvise.words import Words

SHOWABLE = 54  # characters of a typed name that still fit a summary, beside its two quotation marks


@rule("MED001")
def stop(case: Case) -> list[Fields]:
    return _graded(case, "X")


@rule("MED002")
def clinician(case: Case) -> list[Fields]:
    return _graded(case, "C")


@rule("MED003")
def separate(case: Case) -> list[Fields]:
    return _graded(case, "S")


@rule("MED004")
def caution(case: Case) -> list[Fields]:
    return _graded(case, "M")


@rule("MED005")
def info(case: Case) -> Iterator[Fields]:
    for match, interaction in _rows(case, "I"):
        if not interaction.magnesium_source:
            yield _fields(case, match, interaction)


@rule("MED006")
def unresolved(case: Case) -> Iterator[Fields]:
    for number, use in _unresolved(case):
        longest = max(window.minimum for window in unresolved_windows(case, use))
        gap = hours(longest, case.knowledge.words)
        yield {"name": shown(case, use.text, number), "gap": gap, ABOUT: use.text}


@rule("MED007")
def unresolved_near_risk(case: Case) -> Iterator[Fields]:
    for number, use in _unresolved(case):
        if near_risk(use):
            names = ", ".join(use.suggestions)
            yield {"name": shown(case, use.text, number), "suggestions": names, ABOUT: use.text}


@rule("MED008")
def unknown(case: Case) -> Iterator[Fields]:
    if not case.profile.medicines_known:
        yield {}


@rule("MED010")
def may_cause_cramps(case: Case) -> Iterator[Fields]:
    """Inhaled medicines count here: the link is with the medicine, not with magnesium in the gut."""
    seen = set()
    for use in case.profile.medicines:
        for match in use.matches:
            cause = match.cramp_effect and (not match.silent or match.route == "inhaled")
            if cause and match.ingredient not in seen:
                seen.add(match.ingredient)
                yield {
                    "name": _named(match.name),
                    "effect": match.cramp_effect,
                    ABOUT: match.ingredient,
                    SOURCES: " ".join(match.cramp_sources),
                }


@rule("MED011")
def short_course(case: Case) -> Iterator[Fields]:
    for match, interaction in _rows(case, "S"):
        if interaction.short_course:
            yield _fields(case, match, interaction)


def near_risk(use: MedicineUse) -> bool:
    """Whether a name looks like one that stops magnesium or asks for a clinician."""
    return any(_base_letter(row) in ("X", "C") for row in use.suggested)


def unresolved_windows(case: Case, use: MedicineUse) -> tuple[Window, Window]:
    """After and before a medicine that is not in the table: the general gap, or the longest of the
    names that look like it."""
    general = Window(
        case.whole("unknown_medicine_gap_minutes"),
        case.whole("unknown_medicine_gap_preferred_minutes"),
    )
    after = [w for row in use.suggested if (w := row.mg_after_drug)]
    before = [w for row in use.suggested if (w := row.mg_before_drug)]
    return _longest(general, after), _longest(general, before)


def _longest(general: Window, windows: list[Window]) -> Window:
    return Window(
        max([general.minimum, *(w.minimum for w in windows)]),
        max([general.preferred, *(w.preferred for w in windows)]),
    )


def hours(minutes: int, words: Words) -> str:
    """``4 h``, ``2.5 h`` or ``30 min``."""
    if minutes < 60:
        return words("minutes", minutes=minutes)
    return words("hours", hours=minutes / 60)


def shown(case: Case, text: str, number: int) -> str:
    """A typed name as far as a summary can hold it: plain ASCII and short, else its number."""
    plain = " ".join(text.split())
    if plain.isascii() and plain.isprintable() and len(plain) <= SHOWABLE:
        return f"'{plain}'"
    return case.knowledge.words("medicine.number", number=number)


def _unresolved(case: Case) -> Iterator[tuple[int, MedicineUse]]:
    for number, use in enumerate(case.profile.medicines, 1):
        if not use.resolved:
            yield number, use


def _graded(case: Case, wanted: str) -> list[Fields]:
    return [_fields(case, match, interaction) for match, interaction in _rows(case, wanted)]


def _rows(case: Case, wanted: str) -> list[tuple[Match, Interaction]]:
    """Each ingredient and row once, where the strictest letter that holds is the wanted one."""
    found: dict[tuple[str, str], tuple[Match, Interaction]] = {}
    for use in case.profile.medicines:
        for match in use.matches:
            for interaction in match.interactions:
                possible = wanted in [grade.letter for grade in interaction.grades]
                if possible and not match.silent and letter(case, match, interaction) == wanted:
                    found.setdefault((match.ingredient, interaction.id), (match, interaction))
    return [*found.values()]


def _base_letter(row: Interaction) -> str:
    """The strictest letter of a row whatever the person, for a name that only looks like it."""
    return min((g.letter for g in row.grades), key="XCSMI".index)


def _fields(case: Case, match: Match, row: Interaction) -> Fields:
    return {
        "name": _named(match.name),
        ABOUT: match.ingredient,
        "mechanism": row.mechanism,
        "advice": row.advice,
        "after": _window(row.mg_after_drug, case.knowledge.words),
        "before": _window(row.mg_before_drug, case.knowledge.words),
        SOURCES: " ".join(row.source),
    }


def _named(name: str) -> str:
    return name[:1].upper() + name[1:]


def _window(window: Window | None, words: Words) -> str:
    return hours(window.minimum, words) if window else words("hours", hours=0)
