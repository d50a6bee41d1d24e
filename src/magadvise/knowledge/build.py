"""Plain values of checked data files to the frozen rows of :mod:`magadvise.knowledge.rows`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from magadvise.knowledge import rows
from magadvise.words import Message, Words

Data = Mapping[str, Any]


def knowledge(
    files: Mapping[str, Data], medicines: rows.MedicineTable, words: Words
) -> rows.Knowledge:
    """Everything the core needs, from the parsed files by name."""
    manifest, rda, dosing = files["knowledge.json"], files["rda.json"], files["dosing.json"]
    flags, forms, patterns = files["red_flags.json"], files["forms.json"], files["patterns.json"]
    return rows.Knowledge(
        version=manifest["knowledge_version"],
        reviewed=manifest["reviewed"],
        disclaimer=manifest["disclaimer"],
        intended_use=manifest["intended_use"],
        numbers=MappingProxyType({n["id"]: n["value"] for n in dosing["numbers"]}),
        standards=_by_id(rda["standards"], rows.Standard),
        intakes=tuple(_row(rows.IntakeRow, r) for r in rda["intakes"]),
        limits=tuple(_row(rows.LimitRow, r) for r in rda["limits"]),
        medicines=medicines,
        products=_products(files["products.json"]),
        conditions=_by_id(files["conditions.json"]["conditions"], rows.Condition),
        red_flags=_by_id(flags["red_flags"], rows.RedFlag),
        seek_care_if=tuple(flags["seek_care_if"]),
        overdose=tuple(flags["overdose"]),
        after_emergency=flags["after_emergency"],
        patterns=MappingProxyType({p["id"]: _pattern(p) for p in patterns["patterns"]}),
        during_a_cramp=tuple(s["text"] for s in patterns["during_a_cramp"]),
        placebo_note=patterns["placebo_note"]["text"],
        placebo_sources=tuple(patterns["placebo_note"]["source"]),
        forms=_by_id(forms["forms"], rows.Form),
        form_choices=tuple(_row(rows.FormRule, r) for r in forms["choices"]),
        form_alternatives=tuple(_row(rows.FormRule, r) for r in forms["alternatives"]),
        form_avoid=tuple(_row(rows.FormRule, r) for r in forms["avoid"]),
        form_statement=forms["statement"],
        protocols=MappingProxyType({p["id"]: _protocol(p) for p in dosing["protocols"]}),
        usual_times=MappingProxyType(
            {t["id"]: rows.UsualTime(t["id"], minutes(t["time"]), t["label"])
             for t in dosing["usual_times"]}
        ),
        stop_if=tuple(line["text"] for line in dosing["stop_if"]),
        habits=tuple(line["text"] for line in dosing["habits"]),
        rules=MappingProxyType({r["code"]: _row(rows.Rule, r) for r in files["rules.json"]["rules"]}),
        foods=tuple(_row(rows.Food, f) for f in files["foods.json"]["foods"] if f["in_plan"]),
        food_notes=tuple(_row(rows.FoodNote, n) for n in files["foods.json"]["notes"]),
        food_statement=files["foods.json"]["statement"],
        citations=MappingProxyType({s["id"]: s["citation"] for s in files["sources.json"]["sources"]}),
        words=words,
    )  # fmt: skip


def messages(data: Data) -> Mapping[str, Message]:
    """The messages of an area, as they stand in English."""
    return MappingProxyType(
        {row["id"]: Message(row["text"], row.get("params", {})) for row in data["messages"]}
    )


def minutes(clock: str) -> int:
    """``HH:MM`` of a checked file to minutes after midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def _row(kind: type[Any], data: Data) -> Any:
    """A row with the fields of its kind, lists frozen to tuples."""
    return kind(*(_frozen(data[field]) for field in kind._fields))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value


def _by_id(data: Iterable[Data], kind: type[Any]) -> Mapping[str, Any]:
    return MappingProxyType({row["id"]: _row(kind, row) for row in data})


def _pattern(data: Data) -> rows.Pattern:
    effects = tuple(_row(rows.Effect, e) for e in data["effects"])
    steps = tuple(s["text"] for s in data["first_steps"])
    plain = {**data, "effects": (), "first_steps": ()}
    pattern: rows.Pattern = _row(rows.Pattern, plain)
    return pattern._replace(effects=effects, first_steps=steps)


def _protocol(data: Data) -> rows.Protocol:
    steps = tuple((s["from_day"], s["mg_per_day"]) for s in data["steps"])
    return rows.Protocol(data["id"], steps, data["condition"], tuple(data["source"]))


def _products(data: Data) -> rows.ProductTable:
    products = {
        row["id"]: rows.Product(
            row["id"], row["name"], row["kind"], row["counts"],
            tuple((a["quantity"], a["unit"], a["mg"]) for a in row["amounts"]),
            row["largest_label_day_mg"],
        )
        for row in data["products"]
    }  # fmt: skip
    names = {name: row["id"] for row in data["products"] for name in row["names"]}
    starts: dict[str, tuple[str, ...]] = {}
    for name in names:
        first = name.split()[0]
        starts[first] = (*starts.get(first, ()), name)
    return rows.ProductTable(
        MappingProxyType(products), MappingProxyType(names), MappingProxyType(starts)
    )
