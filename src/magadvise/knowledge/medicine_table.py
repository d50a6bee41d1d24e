"""The medicine table: more than a thousand rows, of which one person needs a few.

``data/medicines.json`` holds each ingredient, combination and route brand on a line of its own (the
check of the data says so). A look-up therefore finds its line in the raw bytes and parses that line
alone; after some dozens of look-ups, or when asked for all names, the whole file is parsed instead.
Parsing it for every plan would cost more than everything else that a plan needs.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from magadvise.knowledge import rows

Data = Mapping[str, Any]
Entry = tuple[str, tuple[str, ...], str, str | None]
Said = Callable[[str, Data], Data]  # a row of a list with the texts of another language
MANY = 64


def table(text: bytes, said: Said = lambda _, row: row) -> rows.MedicineTable:
    """The table from the bytes of a checked file."""
    whole = _Whole(text)
    names = _Names(whole)
    return rows.MedicineTable(
        _Ingredients(whole, said), _Interactions(whole, said), names, _Codes(whole), _Local(whole),
        _Stems(whole), _Lengths(names),
    )  # fmt: skip


class _Whole:
    """The file: its bytes, and its parsed content once somebody needs that."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.looked_up = 0
        self._parsed: Data | None = None

    @property
    def parsed(self) -> Data:
        if self._parsed is None:
            self._parsed = json.loads(self.text)
        return self._parsed

    def lines_with(self, word: str) -> Iterator[Data]:
        """The rows whose line holds the word as a whole JSON string."""
        needle = json.dumps(word).encode()
        at = self.text.find(needle)
        while at >= 0:
            start, end = self.text.rfind(b"\n", 0, at) + 1, self.text.find(b"\n", at)
            line = self.text[start:end].strip().rstrip(b",")
            if line.startswith(b"{") and line.endswith(b"}"):
                yield json.loads(line)
            at = self.text.find(needle, end)

    def many(self) -> bool:
        """Counts a look-up; true once so many were made that the whole table pays."""
        self.looked_up += 1
        return self._parsed is not None or self.looked_up > MANY


class _Names(Mapping[str, Entry]):
    def __init__(self, whole: _Whole) -> None:
        self._whole = whole
        self._all: dict[str, Entry] | None = None

    def __getitem__(self, name: str) -> Entry:
        if self._all is None and not self._whole.many():
            for row in self._whole.lines_with(name):
                for known, entry in entries(row):
                    if known == name:
                        return entry
            raise KeyError(name)
        return self.everything()[name]

    def __contains__(self, name: object) -> bool:
        if self._all is not None:
            return name in self._all
        return super().__contains__(name)

    def everything(self) -> dict[str, Entry]:
        if self._all is None:
            parsed = self._whole.parsed
            lists = (parsed["route_brands"], parsed["combinations"], parsed["ingredients"])
            self._all = {k: entry for rows_ in lists for row in rows_ for k, entry in entries(row)}
        return self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self.everything())

    def __len__(self) -> int:
        return len(self.everything())


class _Ingredients(Mapping[str, rows.Ingredient]):
    def __init__(self, whole: _Whole, said: Said) -> None:
        self._whole, self._said = whole, said
        self._rows: dict[str, rows.Ingredient] = {}
        self._all: dict[str, Data] | None = None

    def __getitem__(self, ingredient: str) -> rows.Ingredient:
        if ingredient not in self._rows:
            self._rows[ingredient] = _ingredient(self._said("ingredients", self._find(ingredient)))
        return self._rows[ingredient]

    def _find(self, ingredient: str) -> Data:
        if self._all is None and not self._whole.many():
            for row in self._whole.lines_with(ingredient):
                if row.get("id") == ingredient and "drug_class" in row:
                    return row
            raise KeyError(ingredient)
        return self.everything()[ingredient]

    def everything(self) -> dict[str, Data]:
        if self._all is None:
            self._all = {row["id"]: row for row in self._whole.parsed["ingredients"]}
        return self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self.everything())

    def __len__(self) -> int:
        return len(self.everything())


class _Interactions(Mapping[str, rows.Interaction]):
    def __init__(self, whole: _Whole, said: Said) -> None:
        self._whole, self._said = whole, said
        self._rows: dict[str, rows.Interaction] = {}

    def __getitem__(self, row_id: str) -> rows.Interaction:
        if row_id not in self._rows:
            found = (r for r in self._whole.lines_with(row_id) if r.get("id") == row_id)
            data = next(found, None)
            if data is None:
                raise KeyError(row_id)
            self._rows[row_id] = _interaction(self._said("interactions", data))
        return self._rows[row_id]

    def __iter__(self) -> Iterator[str]:
        return iter([row["id"] for row in self._whole.parsed["interactions"]])

    def __len__(self) -> int:
        return len(self._whole.parsed["interactions"])


class _Codes(Mapping[str, tuple[str, ...]]):
    """``rxnorm:...`` and ``atc:...`` in lower case to ingredients; needs the whole table."""

    def __init__(self, whole: _Whole) -> None:
        self._whole = whole
        self._all: dict[str, tuple[str, ...]] | None = None

    def everything(self) -> dict[str, tuple[str, ...]]:
        if self._all is None:
            found: dict[str, tuple[str, ...]] = {}
            for row in self._whole.parsed["ingredients"]:
                for system in ("rxnorm", "atc"):
                    for code in row.get(system, ()):
                        key = f"{system}:{code.lower()}"
                        found[key] = (*found.get(key, ()), row["id"])
            self._all = found  # whole or not at all: threads share a table
        return self._all

    def __getitem__(self, code: str) -> tuple[str, ...]:
        return self.everything()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.everything())

    def __len__(self) -> int:
        return len(self.everything())


class _Local(Mapping[str, frozenset[str]]):
    """Ingredients by the route of the brands that are never swallowed; needs the whole table."""

    def __init__(self, whole: _Whole) -> None:
        self._whole = whole
        self._all: dict[str, frozenset[str]] | None = None

    def everything(self) -> dict[str, frozenset[str]]:
        if self._all is None:
            found: dict[str, set[str]] = {}
            for row in self._whole.parsed["route_brands"]:
                found.setdefault(row["route"], set()).update(row["ingredients"])
            self._all = {route: frozenset(ids) for route, ids in found.items()}
        return self._all

    def __getitem__(self, route: str) -> frozenset[str]:
        return self.everything()[route]

    def __contains__(self, route: object) -> bool:
        return route in self.everything()

    def __iter__(self) -> Iterator[str]:
        return iter(self.everything())

    def __len__(self) -> int:
        return len(self.everything())


class _Stems(Mapping[str, rows.Stem]):
    """Families by the ending of their generic names; needs the whole table."""

    def __init__(self, whole: _Whole) -> None:
        self._whole = whole
        self._all: dict[str, rows.Stem] | None = None

    def everything(self) -> dict[str, rows.Stem]:
        if self._all is None:
            self._all = {
                ending: rows.Stem(ending, row["names"][0], tuple(row.get("not_endings", ())))
                for row in self._whole.parsed["ingredients"]
                for ending in row.get("endings", ())
            }
        return self._all

    def __getitem__(self, ending: str) -> rows.Stem:
        return self.everything()[ending]

    def __contains__(self, ending: object) -> bool:
        return ending in self.everything()

    def __iter__(self) -> Iterator[str]:
        return iter(self.everything())

    def __len__(self) -> int:
        return len(self.everything())


class _Lengths(Mapping[int, Sequence[str]]):
    """The names by how many letters they have; needs the whole table."""

    # One table is itself and no other: what is worked out from it is kept with it.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __init__(self, names: _Names) -> None:
        self._names = names
        self._all: dict[int, list[str]] | None = None

    def everything(self) -> dict[int, list[str]]:
        if self._all is None:
            found: dict[int, list[str]] = {}
            for name in self._names:
                found.setdefault(len(name), []).append(name)
            self._all = found
        return self._all

    def __getitem__(self, length: int) -> list[str]:
        return self.everything()[length]

    def __iter__(self) -> Iterator[int]:
        return iter(self.everything())

    def __len__(self) -> int:
        return len(self.everything())


def entries(row: Data) -> Iterator[tuple[str, Entry]]:
    """The names of an ingredient, combination or route brand, and how each resolves."""
    if "drug_class" in row:
        ids = (row["id"],)
        yield from ((name, ("generic", ids, "", None)) for name in row["names"])
        yield from ((name, ("brand", ids, "", None)) for name in row.get("brands", ()))
    elif "route" in row:
        yield row["name"], ("brand", tuple(row["ingredients"]), row["route"], None)
    elif "ingredients" in row:
        entry = ("brand", tuple(row["ingredients"]), "", row.get("interaction"))
        yield from ((name, entry) for name in row["names"])


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _window(data: Data | None) -> rows.Window | None:
    if data is None:
        return None
    return rows.Window(round(data["minimum"] * 60), round(data["preferred"] * 60))


def _interaction(data: Data) -> rows.Interaction:
    return rows.Interaction(
        data["id"],
        data["title"],
        data["mechanism"],
        data["advice"],
        _window(data["mg_after_drug_h"]),
        _window(data["mg_before_drug_h"]),
        tuple(rows.Grade(g["when"], g["letter"]) for g in data["grades"]),
        data["magnesium_source"],
        data["test_before"],
        data["short_course"],
        tuple(data["avoid_forms"]),
        tuple(data["source"]),
        data["locator"],
        data["verified"],
    )


def _ingredient(data: Data) -> rows.Ingredient:
    link = data.get("cramp_link")
    return rows.Ingredient(
        data["id"],
        data["name"],
        data["drug_class"],
        tuple(data.get("also_classes", ())),
        data.get("interaction"),
        tuple(_minutes(t) for t in data.get("usual_times", ())),
        data.get("kidney_question", False),
        link["effect"] if link else "",
        tuple(link["source"]) if link else (),
    )
