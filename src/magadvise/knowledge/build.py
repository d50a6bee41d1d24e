"""Plain values of checked data files to the frozen rows of :mod:`magadvise.knowledge.rows`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from magadvise.knowledge import rows

Data = Mapping[str, Any]


def knowledge(files: Mapping[str, Data]) -> rows.Knowledge:
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
        medicines=_medicines(files["medicines.json"]),
        products=_products(files["products.json"]),
        conditions=_by_id(files["conditions.json"]["conditions"], rows.Condition),
        red_flags=_by_id(flags["red_flags"], rows.RedFlag),
        seek_care_if=tuple(flags["seek_care_if"]),
        overdose=tuple(flags["overdose"]),
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
        food_statement=files["foods.json"]["statement"],
        citations=MappingProxyType({s["id"]: s["citation"] for s in files["sources.json"]["sources"]}),
    )  # fmt: skip


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


def _window(data: Data | None) -> rows.Window | None:
    if data is None:
        return None
    return rows.Window(round(data["minimum"] * 60), round(data["preferred"] * 60))


def _interaction(data: Data) -> rows.Interaction:
    return rows.Interaction(
        data["id"], data["title"], data["mechanism"], data["advice"],
        _window(data["mg_after_drug_h"]), _window(data["mg_before_drug_h"]),
        tuple(rows.Grade(g["when"], g["letter"]) for g in data["grades"]),
        data["magnesium_source"], data["test_before"], data["short_course"],
        tuple(data["avoid_forms"]), tuple(data["source"]), data["locator"], data["verified"],
    )  # fmt: skip


def _ingredient(data: Data) -> rows.Ingredient:
    link = data["cramp_link"]
    return rows.Ingredient(
        data["id"], data["name"], data["drug_class"], tuple(data["also_classes"]),
        data["interaction"], tuple(minutes(t) for t in data["usual_times"]),
        data["kidney_question"], link["effect"] if link else "",
        tuple(link["source"]) if link else (),
    )  # fmt: skip


def _medicines(data: Data) -> rows.MedicineTable:
    names: dict[str, tuple[str, tuple[str, ...], str, str | None]] = {}
    codes: dict[str, list[str]] = {}
    for row in data["ingredients"]:
        ids = (row["id"],)
        names.update(dict.fromkeys(row["brands"], ("brand", ids, "", None)))
        names.update(dict.fromkeys(row["names"], ("generic", ids, "", None)))
        for system in ("rxnorm", "atc"):
            for code in row[system]:
                codes.setdefault(f"{system}:{code.lower()}", []).append(row["id"])
    for row in data["combinations"]:
        entry = ("brand", tuple(row["ingredients"]), "", row["interaction"])
        names.update(dict.fromkeys(row["names"], entry))
    for row in data["route_brands"]:
        names[row["name"]] = ("brand", tuple(row["ingredients"]), row["route"], None)
    return rows.MedicineTable(
        MappingProxyType({row["id"]: _ingredient(row) for row in data["ingredients"]}),
        MappingProxyType({row["id"]: _interaction(row) for row in data["interactions"]}),
        MappingProxyType(names),
        MappingProxyType({code: tuple(ids) for code, ids in codes.items()}),
    )


def _products(data: Data) -> rows.ProductTable:
    products = {
        row["id"]: rows.Product(
            row["id"], row["name"], row["counts"],
            tuple((a["quantity"], a["unit"], a["mg"]) for a in row["amounts"]),
            row["largest_label_day_mg"],
        )
        for row in data["products"]
    }  # fmt: skip
    names = {name: row["id"] for row in data["products"] for name in row["names"]}
    return rows.ProductTable(MappingProxyType(products), MappingProxyType(names))
