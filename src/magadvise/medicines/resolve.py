"""Free text to ingredients. Exact names only: a typing error yields suggestions, never a match."""

from __future__ import annotations

import re
from collections.abc import Iterable

from magadvise import keys
from magadvise.knowledge.rows import Interaction, MedicineTable
from magadvise.model import Finding, Match, MedicineUse

_CODE = re.compile(r"^(rxnorm|atc):([A-Za-z0-9]+)$")
SUGGESTIONS = 5
_CLOSE = 0.8
_LONGEST_NAME_WORDS = 8


def resolve(text: str, table: MedicineTable, times: tuple[int, ...] = ()) -> MedicineUse:
    """What one medicine name stands for. Names that are only partly understood keep what matched
    and count as unresolved as well (``suggestions`` may be empty, ``suggested`` too)."""
    code = _CODE.match(text.strip())
    if code:
        ids = table.codes.get(f"{code[1]}:{code[2].lower()}", ())
        matches = tuple(_match(table, i, "code", "unknown", None) for i in ids)
        return MedicineUse(text, matches, bool(matches), times=times)
    route = keys.route(text)
    found, leftovers = _find(text, table)
    matches = _matches(table, found, route)
    if matches and not leftovers:
        return MedicineUse(text, matches, True, times=times)
    suggestions = _suggest(" ".join(leftovers) or keys.bare(text), table)
    suggested = _interactions_of(suggestions, table)
    return MedicineUse(text, matches, False, suggestions, suggested, times)


def findings_of(use: MedicineUse, findings: Iterable[Finding]) -> list[str]:
    """The codes of the findings that are about this medicine."""
    about = {use.text, *(match.ingredient for match in use.matches)}
    return list(dict.fromkeys(f.code for f in findings if f.subject in about))


def _find(text: str, table: MedicineTable) -> tuple[list[str], list[str]]:
    """Known names in the text, longest first at each word, and the words that are no name."""
    whole = (keys.bare(text), keys.key(text))
    for candidate in whole:
        if candidate in table.names:
            return [candidate], []
    found: list[str] = []
    leftovers: list[str] = []
    for piece in keys.parts(text):
        if piece in table.names:
            found.append(piece)
            continue
        _scan(piece.split(), table, found, leftovers)
    return found, leftovers


def _scan(words: list[str], table: MedicineTable, found: list[str], leftovers: list[str]) -> None:
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_NAME_WORDS), at, -1):
            name = " ".join(words[at:end])
            if name in table.names and not (end == at + 1 and name in keys.SALTS and found):
                found.append(name)
                at = end
                break
        else:
            if not keys.is_noise(words[at]):
                leftovers.append(words[at])
            at += 1


def _matches(table: MedicineTable, found: list[str], route: str) -> tuple[Match, ...]:
    matches: dict[str, Match] = {}
    for name in found:
        via, ids, own_route, override = table.names[name]
        # Where a combination has a row of its own, it stands in place of those of its ingredients.
        replaced = (table.interactions[override],) if override else None
        for ingredient in ids:
            chosen = own_route if own_route and route in ("unknown", "oral") else route
            match = _match(table, ingredient, via, chosen, replaced)
            known = matches.get(ingredient)
            if known:
                match = match._replace(
                    interactions=tuple(dict.fromkeys((*known.interactions, *match.interactions)))
                )
            matches[ingredient] = match
    return tuple(matches.values())


def _match(
    table: MedicineTable,
    ingredient: str,
    via: str,
    route: str,
    replaced: tuple[Interaction, ...] | None,
) -> Match:
    row = table.ingredients[ingredient]
    own = (table.interactions[row.interaction],) if row.interaction else ()
    return Match(
        row.id,
        row.name,
        (row.drug_class, *row.also_classes),
        via,
        route,
        own if replaced is None or not own else replaced,
        row.kidney_question,
        row.cramp_effect,
        row.cramp_sources,
        row.usual_times,
    )


def _suggest(text: str, table: MedicineTable) -> tuple[str, ...]:
    """Known names that look like the text, nearest first."""
    if not text:
        return ()
    from difflib import get_close_matches  # only for names that did not resolve

    near = [name for name in table.names if abs(len(name) - len(text)) <= 3]
    return tuple(get_close_matches(text[:60], near, SUGGESTIONS, _CLOSE))


def _interactions_of(names: tuple[str, ...], table: MedicineTable) -> tuple[Interaction, ...]:
    rows: dict[str, Interaction] = {}
    for name in names:
        _, ids, _, override = table.names[name]
        for interaction in (override, *(table.ingredients[i].interaction for i in ids)):
            if interaction:
                rows[interaction] = table.interactions[interaction]
    return tuple(rows.values())
