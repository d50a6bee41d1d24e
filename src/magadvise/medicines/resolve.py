"""Free text to ingredients. Exact names only: a typing error yields suggestions, never a match."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from magadvise import keys
from magadvise.knowledge.rows import Interaction, MedicineTable
from magadvise.medicines import words
from magadvise.model import SILENT, Finding, Match, MedicineUse

_CODE = re.compile(r"^(rxnorm|atc):([a-z0-9]+)$")
_LONGEST_NAME_WORDS = 8
_SHORTEST_ENDING = 4
# Capsules to inhale, tablets for the vagina: the local word counts.
_WITH_ORAL_FORMS = ("inhaled", "vaginal", "rectal", "injection")
# Words that nothing cuts: what most names are.
_WORDS = re.compile(r"[a-z]+(?: [a-z]+)*")
_PURPOSE = re.compile(
    r"\bfor (?:\w+ )?(?:eye|ear|nose|nasal|skin)s? (?!drops?\b|spray|use\b|gel\b|ointment)\w+"
)


def resolve(text: str, table: MedicineTable, times: tuple[int, ...] = ()) -> MedicineUse:
    """What one medicine name stands for. A name that is only partly understood keeps what matched
    and counts as unresolved as well (``suggestions`` may be empty, ``suggested`` too)."""
    code = _CODE.match(text.strip().casefold())
    if code:
        ids = table.codes.get(f"{code[1]}:{code[2]}", ())
        matches = tuple(_match(table, i, "code", "unknown", None) for i in ids)
        return MedicineUse(text, matches, bool(matches), times=times)
    if len(text) > keys.LONGEST:
        return MedicineUse(text, (), False, times=times)
    found, rest = _read(text, table)
    rest += keys.foreign(text)
    matches = _matches(table, found)
    if matches and not rest:
        return MedicineUse(text, matches, True, times=times)
    from magadvise.medicines.suggest import near  # only for names that did not resolve

    suggestions = near(rest, table)
    suggested = _interactions_of(suggestions, table)
    asking = _asking_for_kidneys(suggestions, table)
    return MedicineUse(text, matches, False, suggestions, suggested, times, may_ask_kidneys=asking)


def leftovers(text: str, table: MedicineTable) -> list[str]:
    """The words of a text that are no name: what suggestions are looked up for."""
    return _read(text, table)[1] + keys.foreign(text)


def findings_of(use: MedicineUse, findings: Iterable[Finding]) -> list[str]:
    """The codes of the findings that are about this medicine. Drops bring none, also beside tablets of
    the same medicine; what is inhaled can bring cramps."""
    able = [match for match in use.matches if not match.silent or match.route == "inhaled"]
    about = {use.text, *(match.ingredient for match in able)}
    return list(dict.fromkeys(f.code for f in findings if f.subject in about))


Found = list[tuple[str, str]]  # names of the table, each with the route that its words tell


def _read(text: str, table: MedicineTable) -> tuple[Found, list[str]]:
    """Known names in the text with their routes, and the words that are no name."""
    if len(text) <= keys.LONGEST and _WORDS.fullmatch(text):
        words_ = text.split()
        if keys.CUTS.isdisjoint(words_):
            return _in_words(text, words_, table)
    for candidate in (keys.bare(text), keys.key(text)):
        if candidate in table.names:
            return [(candidate, route_of(text))], []
    found: Found = []
    leftovers: list[str] = []
    for item in keys.items(text):
        names, unknown = _item(item, table)
        if not names and found and not unknown:
            # "Gentalline 80 mg, solution injectable": form words that belong to the item before.
            name, route = found[-1]
            told = route_of(item, route)
            found[-1] = (name, told if told == "oral" or _sold(name, told, table) else route)
        found += names
        leftovers += unknown
    return found, leftovers


def _in_words(text: str, words_: list[str], table: MedicineTable) -> tuple[Found, list[str]]:
    """As :func:`_read`, in fewer steps, for one item of plain words."""
    if text in table.names:
        return [(text, route_of(text))], []
    own: list[str] = []
    leftovers: list[str] = []
    _scan(words_, table, own, leftovers)
    return [(name, route_of(text)) for name in own], leftovers


def _item(item: str, table: MedicineTable) -> tuple[Found, list[str]]:
    """One medicine, or the parts of a combination. A local route holds for a part that names it, or
    for the whole combination where the part is known to be sold for that route."""
    whole = route_of(item)
    bare = keys.bare(item)
    if bare in table.names:
        return [(bare, whole)], []
    found: list[_Named] = []
    leftovers: list[str] = []
    for group in keys.groups(item):
        names: list[tuple[str, str]] = []
        for segment in keys.segments(group):
            own: list[str] = []
            for piece in keys.parts(segment):
                _scan(piece.split(), table, own, leftovers)
            names += [(name, route_of(segment)) for name in own]
        route = route_of(group)
        if found and not names and route == "oral":  # "eye drops and tablets": both ways
            found[-1] = found[-1]._replace(own="unknown", group="unknown")
        found += [_Named(name, own, route) for name, own in names]
    shared = (
        whole != "injection" and len(found) > 1 and all(_sold(n.name, whole, table) for n in found)
    )
    return [(n.name, _route(n, whole, shared, table)) for n in found], leftovers


class _Named(NamedTuple):
    """A name with the route of its own words, and of its part of a list."""

    name: str
    own: str
    group: str


def _route(named: _Named, whole: str, shared: bool, table: MedicineTable) -> str:
    """A local route of other words holds only within one product, or where everything named is sold
    for it: "raltegravir and eye drops" are two things, and raltegravir is swallowed."""
    if named.own != "unknown":
        return named.own
    if named.group == "oral" or _sold(named.name, named.group, table):
        return named.group
    return whole if shared or whole == "oral" else "unknown"


def _sold(name: str, route: str, table: MedicineTable) -> bool:
    return route in table.local and table.local[route].issuperset(table.names[name][1])


@lru_cache(maxsize=keys.RECENT)
def route_of(text: str, otherwise: str = "unknown") -> str:
    """The route that the words of a text tell. Words of two routes ("eye drops and tablets") tell
    none; what a medicine is *for* ("for ear infection") is no route."""
    words_ = keys.key(_PURPOSE.sub(" ", keys.fold(text))).split()
    found = list(dict.fromkeys(words.ROUTE_OF[w] for w in words_ if w in words.ROUTE_OF))
    local = [r for r in found if r != "oral"]
    if len(local) > 1:  # "eye ointment": where it goes counts more than what it is
        local = [r for r in local if r != "skin"]
    if len(local) > 1 or (local and "oral" in found and local[0] not in _WITH_ORAL_FORMS):
        return "unknown"
    return (local or found or [otherwise])[0]


def _scan(words_: list[str], table: MedicineTable, found: list[str], leftovers: list[str]) -> None:
    """The longest known name at each word; what is neither a name nor a form word is left over. A
    brand next to words that are left over is none: "Doxy-Sleep-Aid" is no doxycycline."""
    names: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(words_):
        for end in range(min(len(words_), at + _LONGEST_NAME_WORDS), at, -1):
            name = " ".join(words_[at:end])
            if _is_name(name, table, names):
                names.append(name)
                at = end
                break
        else:
            family = _family(words_[at], table)
            names += family
            if not words.is_noise(words_[at]) and not (family and _new(words_[at], table)):
                unknown.append(words_[at])
            at += 1
    brands = [name for name in names if table.names[name][0] == "brand"] if unknown else []
    found += [name for name in names if name not in brands]
    leftovers += [" ".join(words_)] if brands else unknown


def _family(word: str, table: MedicineTable) -> list[str]:
    """The family that the ending of a generic name tells: "...floxacin" is a quinolone."""
    for at in range(2, len(word) - _SHORTEST_ENDING + 1):
        if word[at:] in table.stems:
            stem = table.stems[word[at:]]
            return [] if word.endswith(stem.not_endings) else [stem.name]
    return []


def _new(word: str, table: MedicineTable) -> bool:
    """Whether a word with a family's ending looks like no known name. If it does, it may be a typing
    error: the family counts, and the word stays unresolved as well."""
    from magadvise.medicines.suggest import near

    return not near([word], table)


def _is_name(name: str, table: MedicineTable, found: list[str]) -> bool:
    """A salt word after a name is part of that name, not a medicine of its own."""
    if name in words.SALTS and found:
        return False
    return name in table.names and (name not in words.NOISE or name in words.SALTS)


def _matches(table: MedicineTable, found: Found) -> tuple[Match, ...]:
    matches: dict[str, Match] = {}
    for name, route in found:
        via, ids, own_route, override = table.names[name]
        # Where a combination has a row of its own, it stands in place of those of its ingredients.
        replaced = (table.interactions[override],) if override else None
        for ingredient in ids:
            chosen = own_route if own_route and route in ("unknown", "oral") else route
            match = _match(table, ingredient, via, chosen, replaced)
            known = matches.get(ingredient)
            if known:
                both = dict.fromkeys((*known.interactions, *match.interactions))
                # Taken by two routes: the one with more rules counts.
                oral = known if known.counts_as_oral else match
                match = oral._replace(interactions=tuple(both))
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


def _interactions_of(names: tuple[str, ...], table: MedicineTable) -> tuple[Interaction, ...]:
    rows: dict[str, Interaction] = {}
    for name in names:
        _, ids, _, override = table.names[name]
        for interaction in (override, *(table.ingredients[i].interaction for i in ids)):
            if interaction:
                rows[interaction] = table.interactions[interaction]
    return tuple(rows.values())


def _asking_for_kidneys(names: tuple[str, ...], table: MedicineTable) -> str:
    """The first name with an ingredient for which kidney function must be known; "" for none. A brand
    of drops or a gel asks for nothing."""
    for name in names:
        _, ids, route, _ = table.names[name]
        if route not in SILENT and any(table.ingredients[i].kidney_question for i in ids):
            return name
    return ""
