"""``explain``, ``show`` and ``schema``: the knowledge itself, with sources and how sure we are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from magadvise import answers
from magadvise.cli import output
from magadvise.cli.screen import Line
from magadvise.errors import InputError, Problem
from magadvise.knowledge.load import load_file, load_knowledge
from magadvise.rules.named import ACTIONS, URGENCIES

FILES = {
    "rda": ("rda.json", ("intakes", "limits")),
    "standards": ("rda.json", ("standards",)),
    "forms": ("forms.json", ("forms",)),
    "foods": ("foods.json", ("foods",)),
    "patterns": ("patterns.json", ("patterns",)),
    "sources": ("sources.json", ("sources",)),
    "topics": ("topics.json", ("topics",)),
}
CONFIDENCE = {
    "read": "read in the source",
    "calculated": "calculated here",
    "high": "not re-read, general knowledge, high confidence",
    "medium": "not re-read, general knowledge, medium confidence",
    "low": "not re-read, general knowledge, low confidence",
    "policy": "magadvise's own rule, no published fact",
}
Entry = dict[str, Any]


def explain(code: str | None, every: bool, format_: str, file: str | None) -> None:
    """``magadvise explain``: one code, or every code. Raises :class:`InputError` for an unknown one."""
    entries = codes()
    if not every:
        entries = [_one(entries, code)]
    if format_ == "json":
        document: Any = {"codes": entries} if every else entries[0]
        output.json_text(json.dumps(document, indent=2), file)
    else:
        output.text((line for entry in entries for line in _explained(entry)), file)


@cache
def codes() -> list[Entry]:
    """Every finding code: what, why, what to do, effect on the plan, sources."""
    entries = [_rule(row) for row in load_file("rules.json")["rules"]]
    for row in load_file("conditions.json")["conditions"]:
        if row["code"]:
            entries.append(_named(row, *ACTIONS[row["action"]]))
    for row in load_file("red_flags.json")["red_flags"]:
        entries.append(_named(row, *URGENCIES[row["urgency"]]))
    for row in load_file("patterns.json")["patterns"]:
        if row["code"]:
            entries.append(_named(row, row["severity"], row["at_least"]))
    return sorted(entries, key=lambda entry: str(entry["code"]))


def _rule(row: Entry) -> Entry:
    numbers = {n["id"]: n for n in load_file("dosing.json")["numbers"]}
    entry = _named(row, row["severity"], row["at_least"])
    entry["no_increase"] = row["no_increase"]
    filled = {
        field: f"{numbers[word]['value']:g}" if word in numbers else word
        for field, word in row["example"].items()
    }
    if row["cap"]:
        filled["cap"] = f"{numbers[row['cap']]['value']:g}"
    for key in ("what", "why", "todo"):
        entry[key] = str(entry[key]).format_map(filled)
    entry["numbers"] = [
        {key: numbers[name][key] for key in ("id", "value", "unit", "meaning", "source", "locator",
                                             "verified")}
        for name in row["numbers"]
    ]  # fmt: skip
    return entry


def _named(row: Entry, severity: object, at_least: object) -> Entry:
    citations = load_knowledge().citations
    return {
        "code": row["code"],
        "title": row.get("title") or row["name"],
        "severity": str(severity),
        "at_least": str(at_least) if at_least else None,
        "no_increase": False,
        "what": row["summary"],
        "why": row.get("statement") or row["detail"],
        "todo": row["todo"],
        "numbers": [],
        "sources": [{"id": s, "citation": citations[s]} for s in row["source"]],
        "locator": row["locator"],
        "verified": row["verified"],
        "confidence": row["confidence"],
        "since": row.get("since", "0.1.0"),
        "status": row.get("status", "active"),
        "replaced_by": row.get("replaced_by"),
    }


def _one(entries: Iterable[Entry], code: str | None) -> Entry:
    found = {str(entry["code"]): entry for entry in entries}
    wanted = (code or "").upper()
    if wanted not in found:
        hint = answers.did_you_mean(wanted, found) or "See magadvise explain --all."
        raise InputError(
            [Problem("usage", "code", "no such finding code", example="KID001", hint=hint)]
        )
    return found[wanted]


def _explained(entry: Entry) -> Iterator[Line]:
    yield Line(f"{entry['code']}  {entry['title']}", style="bold", label="Code")
    effect = (
        f"at least {entry['at_least']}" if entry["at_least"] else "no change of the plan's rung"
    )
    more = ", no increase of the dose" if entry["no_increase"] else ""
    yield Line(f"{entry['severity']}; {effect}{more}", "Effect:")
    yield Line(entry["what"], "What:")
    yield Line(entry["why"], "Why:")
    yield Line(entry["todo"], "What to do:")
    for n in entry["numbers"]:
        sure = "verified" if n["verified"] else "not verified, or our own rule"
        yield Line(
            f"{n['value']:g} {n['unit']}: {n['meaning']} ({', '.join(n['source'])}; "
            f"{n['locator']}; {sure})",
            "Number:",
            whole=True,
        )
    for source in entry["sources"]:
        yield Line(f"{source['id']}: {source['citation']}", "Source:", whole=True)
    verified = "yes" if entry["verified"] else "no"
    yield Line(f"{verified}, {CONFIDENCE[entry['confidence']]}. {entry['locator']}.", "Verified:")
    yield Line("")


def show(what: str, format_: str, file: str | None) -> None:
    """``magadvise show``: the rows of one list."""
    try:
        name, lists = FILES[answers.word(what, "what", FILES)]
    except answers.Refused as refused:
        problem = refused.problem._replace(code="usage", message="there is no such list to show")
        raise InputError([problem]) from None
    data = load_file(name)
    if format_ == "json":
        output.json_text(json.dumps({key: data[key] for key in lists}, indent=2), file)
    else:
        output.text((line for key in lists for row in data[key] for line in _shown(row)), file)


def _shown(row: Entry, depth: int = 0) -> Iterator[Line]:
    """Any row as ``key: value`` lines: nothing is cut, whatever the width."""
    pad = "  " * depth
    for key, value in row.items():
        label = f"{pad}{key.replace('_', ' ')}:"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield Line("", label)
            for item in value:
                yield from _shown(item, depth + 1)
        elif isinstance(value, dict):
            yield Line("", label)
            yield from _shown(value, depth + 1)
        elif value not in (None, [], ""):
            yield Line(_value(value), label, whole=True)
    if depth == 0:
        yield Line("")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_value(v) for v in value)
    return str(value)


def schema(what: str, file: str | None) -> None:
    """``magadvise schema``: the JSON Schema of one document."""
    from magadvise import contract

    try:
        model = contract.MODELS[answers.word(what, "what", contract.MODELS)]
    except answers.Refused as refused:
        problem = refused.problem._replace(code="usage", message="there is no such schema")
        raise InputError([problem]) from None
    output.json_text(json.dumps(model.model_json_schema(mode="serialization"), indent=2), file)
