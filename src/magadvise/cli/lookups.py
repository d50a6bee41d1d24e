"""``explain``, ``show`` and ``schema``: the knowledge itself, with sources and how sure we are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from magadvise import answers
from magadvise.cli import output
from magadvise.cli.screen import Line
from magadvise.errors import InputError, Problem
from magadvise.knowledge.load import load_file, load_knowledge, load_words
from magadvise.rules.named import ACTIONS, URGENCIES
from magadvise.words import ENGLISH, Words

FILES = {
    "rda": ("rda.json", ("intakes", "limits")),
    "standards": ("rda.json", ("standards",)),
    "forms": ("forms.json", ("forms",)),
    "foods": ("foods.json", ("foods",)),
    "patterns": ("patterns.json", ("patterns",)),
    "sources": ("sources.json", ("sources",)),
    "topics": ("topics.json", ("topics",)),
}
Entry = dict[str, Any]


def explain(
    code: str | None, every: bool, format_: str, file: str | None, lang: str = ENGLISH
) -> None:
    """``magadvise explain``: one code, or every code. Raises :class:`InputError` for an unknown one."""
    entries = codes(lang)
    if not every:
        entries = [_one(entries, code)]
    if format_ == "json":
        document: Any = {"codes": entries} if every else entries[0]
        output.json_text(json.dumps(document, indent=2), file)
    else:
        words = load_words("lookups", lang)
        output.text((line for entry in entries for line in _explained(entry, words)), file)


@cache
def codes(lang: str = ENGLISH) -> list[Entry]:
    """Every finding code: what, why, what to do, effect on the plan, sources."""
    numbers = {n["id"]: n for n in load_file("dosing.json", language=lang)["numbers"]}
    written = load_knowledge(language=lang).words.number
    rows = load_file("rules.json", language=lang)["rules"]
    entries = [_rule(row, numbers, written) for row in rows]
    for row in load_file("conditions.json", language=lang)["conditions"]:
        if row["code"]:
            entries.append(_named(row, *ACTIONS[row["action"]]))
    for row in load_file("red_flags.json", language=lang)["red_flags"]:
        entries.append(_named(row, *URGENCIES[row["urgency"]]))
    for row in load_file("patterns.json", language=lang)["patterns"]:
        if row["code"]:
            entries.append(_named(row, row["severity"], row["at_least"]))
    return sorted(entries, key=lambda entry: str(entry["code"]))


def _rule(row: Entry, numbers: dict[str, Entry], written: Callable[[float], str]) -> Entry:
    entry = _named(row, row["severity"], row["at_least"])
    entry["no_increase"] = row["no_increase"]
    filled = {
        field: written(numbers[word]["value"]) if word in numbers else word
        for field, word in row["example"].items()
    }
    if row["cap"]:
        filled["cap"] = written(numbers[row["cap"]]["value"])
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


def _explained(entry: Entry, words: Words) -> Iterator[Line]:
    yield Line(f"{entry['code']}  {entry['title']}", style="bold", label=words("label.code"))
    effect = words("explain.no_change")
    if entry["at_least"]:
        effect = words("explain.at_least", rung=entry["at_least"])
    more = words("explain.no_increase") if entry["no_increase"] else ""
    yield Line(f"{entry['severity']}; {effect}{more}", words("explain.effect"))
    yield Line(entry["what"], words("explain.what"))
    yield Line(entry["why"], words("why"))
    yield Line(entry["todo"], words("todo"))
    for n in entry["numbers"]:
        sure = words("sure.verified" if n["verified"] else "sure.not")
        figure = words(
            "explain.figure", value=n["value"], unit=n["unit"], meaning=n["meaning"],
            sources=", ".join(n["source"]), locator=n["locator"], sure=sure,
        )  # fmt: skip
        yield Line(figure, words("explain.number"), whole=True)
    for source in entry["sources"]:
        yield Line(f"{source['id']}: {source['citation']}", words("source"), whole=True)
    verified = words("yes" if entry["verified"] else "no")
    how = words(f"confidence.{entry['confidence']}")
    yield Line(f"{verified}, {how}. {entry['locator']}.", words("explain.verified"))
    yield Line("")


def show(what: str, format_: str, file: str | None, lang: str = ENGLISH) -> None:
    """``magadvise show``: the rows of one list."""
    try:
        name, lists = FILES[answers.word(what, "what", FILES)]
    except answers.Refused as refused:
        problem = refused.problem._replace(code="usage", message="there is no such list to show")
        raise InputError([problem]) from None
    data = load_file(name, language=lang)
    if format_ == "json":
        output.json_text(json.dumps({key: data[key] for key in lists}, indent=2), file)
    else:
        words = load_words("lookups", lang)
        output.text(
            (line for key in lists for row in data[key] for line in _shown(row, words)), file
        )


def _shown(row: Entry, words: Words, depth: int = 0) -> Iterator[Line]:
    """Any row as ``key: value`` lines: nothing is cut, whatever the width."""
    pad = "  " * depth
    for key, value in row.items():
        label = f"{pad}{words(f'field.{key}')}:"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield Line("", label)
            for item in value:
                yield from _shown(item, words, depth + 1)
        elif isinstance(value, dict):
            yield Line("", label)
            yield from _shown(value, words, depth + 1)
        elif value not in (None, [], ""):
            yield Line(_value(value, words), label, whole=True)
    if depth == 0:
        yield Line("")


def _value(value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, list):
        return ", ".join(_value(v, words) for v in value)
    if isinstance(value, float):
        return str(value).replace(".", words.language.decimal)
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
