"""Codes joined to predicates: every active row of the rules has one function, every function a row.

A predicate takes the :class:`Case` and yields, for each time the rule fires, the fields of its
message templates. The row says what the rule means: severity, rung of the ladder, cap.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from magadvise.errors import KnowledgeError
from magadvise.knowledge.rows import Knowledge, Rule
from magadvise.model import LADDER, Finding, Severity
from magadvise.rules.case import Case

Fields = Mapping[str, str]
Predicate = Callable[[Case], Iterable[Fields]]
PREDICATES: dict[str, Predicate] = {}
LATER: set[str] = set()
SOURCES = "sources"  # a field that carries more source ids, separated by spaces
SEVERITY = {one.value: one for one in Severity}
DISPOSITION = {one.value: one for one in LADDER}
ABOUT = "about"  # a field that names what the finding is about: an ingredient, a typed name


def rule(code: str) -> Callable[[Predicate], Predicate]:
    """Register the predicate of a code. Raises :class:`KnowledgeError` if the code has one."""

    def register(predicate: Predicate) -> Predicate:
        if code in PREDICATES:
            raise KnowledgeError("rules.json", code, "has two predicates")
        if code in LATER:
            raise KnowledgeError("rules.json", code, "is fired from two places")
        PREDICATES[code] = predicate
        return predicate

    return register


def later(code: str) -> Callable[[Knowledge, Fields], Finding]:
    """Register a code that a later step fires itself, once it knows the outcome."""
    if code in LATER or code in PREDICATES:
        raise KnowledgeError("rules.json", code, "is fired from two places")
    LATER.add(code)
    return lambda knowledge, fields: finding(knowledge.rules[code], knowledge, fields)


def evaluate(case: Case, codes: Iterable[str] | None = None) -> Iterator[Finding]:
    """All findings of all active rules in the order of the codes, or those of some codes."""
    knowledge = case.knowledge
    rules = knowledge.rules
    for row in rules.values() if codes is None else map(rules.__getitem__, codes):
        predicate = PREDICATES.get(row.code)
        if predicate and row.status == "active":
            for fields in predicate(case):
                yield finding(row, knowledge, fields)


def finding(row: Rule, knowledge: Knowledge, fields: Fields) -> Finding:
    """One rule fired with these fields. ``{cap}`` is filled from the row."""
    cap = int(knowledge.numbers[row.cap]) if row.cap else None
    filled = {**fields, "cap": str(cap)}
    more = fields.get(SOURCES)
    return Finding(
        row.code,
        SEVERITY[row.severity],
        row.summary.format_map(filled),
        row.detail.format_map(filled),
        row.todo.format_map(filled),
        (*row.source, *more.split()) if more else row.source,
        DISPOSITION[row.at_least] if row.at_least else None,
        cap,
        row.no_increase,
        fields.get(ABOUT, ""),
    )


def check(knowledge: Knowledge) -> None:
    """Raise :class:`KnowledgeError` unless rows and predicates fit one to one."""
    active = {code for code, row in knowledge.rules.items() if row.status == "active"}
    joined = PREDICATES.keys() | LATER
    for code in sorted(active - joined):
        raise KnowledgeError("rules.json", code, "has no predicate in the program")
    for code in sorted(joined - active):
        raise KnowledgeError("rules.json", code, "has a predicate but no active row")
