"""Full check of the data files: the schema of each, then what one file says of another.

Raises :class:`KnowledgeError` with file, row and reason at the first fault. Imported only when a
file differs from its seal, because pydantic is slow to import.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from magadvise import keys
from magadvise.errors import KnowledgeError
from magadvise.knowledge import schema
from magadvise.knowledge.needed import NEEDED

Models = Mapping[str, Any]
# Named numbers that must not overtake each other, or a value between two of them would find no rule.
RISING = (
    ("egfr_lowest", "egfr_stop", "egfr_near_stop", "egfr_clinician", "egfr_recheck", "egfr_high_older",
     "egfr_high", "egfr_highest"),
    ("egfr_stop", "egfr_computed_stop", "egfr_clinician"),
    ("adult_years", "older_adult_years", "age_highest_years"),
    ("pregnancy_from_years", "pregnancy_to_years"),
)  # fmt: skip
ADULT_MONTHS = 240
OLDEST_MONTHS = 1452


def everything(texts: Mapping[str, bytes]) -> None:
    """Check all files, given as bytes by name."""
    models = {name: _model(name, texts[name]) for name in schema.FILES}
    _one_row_a_line(texts["medicines.json"])
    for check in (
        _ids,
        _needed,
        _sources,
        _codes,
        _ages,
        _numbers,
        _protocols,
        _forms,
        _medicines,
        _products,
        _foods,
        _records,
    ):
        check(models)


def _model(name: str, text: bytes) -> Any:
    try:
        return schema.FILES[name].model_validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        row = ".".join(str(part) for part in first["loc"]) or "file"
        raise KnowledgeError(name, row, first["msg"]) from error


def _lists(models: Models) -> Iterator[tuple[str, str, list[Any]]]:
    for name, model in models.items():
        for field in type(model).model_fields:
            value = getattr(model, field)
            if isinstance(value, list) and value and isinstance(value[0], schema.Row):
                yield name, field, value


def _unique(name: str, values: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise KnowledgeError(name, value, f"{what} appears twice")
        seen.add(value)


def _ids(models: Models) -> None:
    for name, field, items in _lists(models):
        if "id" in type(items[0]).model_fields:
            _unique(name, (item.id for item in items), f"id in {field}")


def _needed(models: Models) -> None:
    for (name, field), wanted in NEEDED.items():
        there = {row.id for row in getattr(models[name], field)}
        for row in wanted:
            if row not in there:
                raise KnowledgeError(name, row, "is missing, and the program relies on it")


def _sources(models: Models) -> None:
    known = {source.id for source in models["sources.json"].sources}

    def walk(name: str, row: Any, where: str) -> None:
        if isinstance(row, list):
            for n, item in enumerate(row):
                walk(name, item, f"{where}.{getattr(item, 'id', getattr(item, 'code', n))}")
        elif isinstance(row, schema.Row):
            for field in type(row).model_fields:
                if field == "source":
                    for source in getattr(row, field):
                        if source not in known:
                            raise KnowledgeError(name, where, f"unknown source {source}")
                else:
                    walk(name, getattr(row, field), f"{where}.{field}")

    for name, model in models.items():
        walk(name, model, "file")


def _codes(models: Models) -> None:
    rows = [
        *(("rules.json", r.code) for r in models["rules.json"].rules),
        *(("conditions.json", c.code) for c in models["conditions.json"].conditions if c.code),
        *(("red_flags.json", f.code) for f in models["red_flags.json"].red_flags),
        *(("patterns.json", p.code) for p in models["patterns.json"].patterns if p.code),
    ]
    seen: set[str] = set()
    for name, code in rows:
        if code in seen:
            raise KnowledgeError(name, code, "code appears twice")
        seen.add(code)
    for condition in models["conditions.json"].conditions:
        coded = condition.action != "kidney_question"
        if coded != bool(condition.code) or coded != bool(condition.summary):
            raise KnowledgeError(
                "conditions.json", condition.id, "code and summary must fit the action"
            )
    for pattern in models["patterns.json"].patterns:
        given = [pattern.code, pattern.at_least, pattern.severity, pattern.summary]
        if any(given) and not all(given):
            raise KnowledgeError(
                "patterns.json", pattern.id, "code, rung, severity, summary: all or none"
            )


def _numbers(models: Models) -> None:
    numbers = {n.id: n.value for n in models["dosing.json"].numbers}
    for n, value in numbers.items():
        if n.endswith(("_mg", "_years", "_months", "_minutes", "_days")) and value != int(value):
            raise KnowledgeError("dosing.json", n, "must be a whole number")
    for rising in RISING:
        for low, high in pairwise(rising):
            if numbers[low] > numbers[high]:
                raise KnowledgeError("dosing.json", high, f"must not be below {low}")
    for rule in models["rules.json"].rules:
        for n in (*rule.numbers, *([rule.cap] if rule.cap else [])):
            if n not in numbers:
                raise KnowledgeError("rules.json", rule.code, f"unknown number {n}")
        if rule.cap and not rule.cap.endswith("_mg"):
            raise KnowledgeError("rules.json", rule.code, "the cap must be an amount in mg")
    caps = {r.cap for r in models["rules.json"].rules if r.cap}
    adult = _adult_limit(models)
    for cap in sorted(caps | {"one_intake_mg"}):
        if not numbers["least_room_mg"] <= numbers[cap] <= adult:
            raise KnowledgeError("dosing.json", cap, "lies outside the least room and the adult UL")


def _adult_limit(models: Models) -> int:
    return next(
        int(r.ul_mg or 0) for r in models["rda.json"].limits
        if r.standard == "us" and r.from_months <= ADULT_MONTHS
        and (r.before_months is None or r.before_months > ADULT_MONTHS)
    )  # fmt: skip


def _covers(row: Any, months: int) -> bool:
    return bool(
        row.from_months <= months and (row.before_months is None or months < row.before_months)
    )


def _ages(models: Models) -> None:
    rda = models["rda.json"]
    standards = {s.id for s in rda.standards}
    for row in rda.limits:
        if (row.ul_mg is None) != (row.status == "not_determinable"):
            raise KnowledgeError("rda.json", row.group, "a limit is missing without a reason")
    for row in (*rda.intakes, *rda.limits):
        if row.standard not in standards:
            raise KnowledgeError("rda.json", row.group, "unknown standard")
        if row.before_months is not None and row.before_months <= row.from_months:
            raise KnowledgeError("rda.json", row.group, "the band of ages is empty")
    for standard in standards:
        for months in range(OLDEST_MONTHS):
            limits = [r for r in rda.limits if r.standard == standard and _covers(r, months)]
            _one(limits, standard, months, needed=standard == "us")
            for sex in ("female", "male"):
                for stage in ("none", "pregnant", "breastfeeding"):
                    intakes = [
                        r for r in rda.intakes
                        if r.standard == standard and r.stage == stage and r.sex in (sex, "any")
                        and _covers(r, months)
                    ]  # fmt: skip
                    _one(intakes, standard, months, needed=standard == "us" and stage == "none")


def _one(rows: list[Any], standard: str, months: int, *, needed: bool) -> None:
    if len(rows) > 1:
        raise KnowledgeError("rda.json", rows[1].group, f"overlaps at {months} months ({standard})")
    if needed and not rows:
        raise KnowledgeError("rda.json", standard, f"has no row at {months} months")


def _protocols(models: Models) -> None:
    numbers = {n.id: n.value for n in models["dosing.json"].numbers}
    for protocol in models["dosing.json"].protocols:
        steps = [(s.from_day, s.mg_per_day) for s in protocol.steps]
        if steps[0][0] != 1 or any(
            b <= a for x, y in pairwise(steps) for a, b in zip(x, y, strict=True)
        ):
            raise KnowledgeError("dosing.json", protocol.id, "steps must start on day 1 and rise")
        if steps[0][1] < numbers["least_room_mg"] or steps[-1][1] > _adult_limit(models):
            raise KnowledgeError("dosing.json", protocol.id, "a step lies outside the limits")


def _forms(models: Models) -> None:
    file = models["forms.json"]
    forms = {f.id: f for f in file.forms}
    for row in (*file.choices, *file.alternatives, *file.avoid):
        if row.form not in forms:
            raise KnowledgeError("forms.json", row.form, "unknown form")
    shunned = {row.form for row in file.avoid}
    if file.choices[-1].when != "otherwise" or file.choices[-1].form in shunned:
        raise KnowledgeError("forms.json", "choices", "the last choice must hold for everybody")
    for choice in file.choices:
        if forms[choice.form].role != "candidate":
            raise KnowledgeError("forms.json", choice.form, "is chosen but no candidate")


def _medicines(models: Models) -> None:
    file = models["medicines.json"]
    classes = {c.id for c in file.classes}
    interactions = {i.id for i in file.interactions}
    ingredients = {i.id for i in file.ingredients}
    forms = {f.id for f in models["forms.json"].forms}
    for row in file.interactions:
        letters = {g.letter for g in row.grades}
        if "X" in {g.letter for g in row.grades if g.when == "always"} and row.mg_after_drug_h:
            raise KnowledgeError("medicines.json", row.id, "a stop has no window")
        if letters & {"S"} and not (row.mg_after_drug_h and row.mg_before_drug_h):
            raise KnowledgeError("medicines.json", row.id, "S needs both windows")
        if unknown := set(row.avoid_forms) - forms:
            raise KnowledgeError("medicines.json", row.id, f"unknown form {sorted(unknown)[0]}")
    owner: dict[str, str] = {}
    for row in file.ingredients:
        if {row.drug_class, *row.also_classes} - classes:
            raise KnowledgeError("medicines.json", row.id, "unknown class")
        if row.interaction and row.interaction not in interactions:
            raise KnowledgeError("medicines.json", row.id, f"unknown row {row.interaction}")
        _own(owner, (*row.names, *row.brands), row.id)
    endings = [ending for row in file.ingredients for ending in row.endings]
    _unique("medicines.json", endings, "ending")
    for row in (*file.combinations, *file.route_brands):
        names = row.names if hasattr(row, "names") else [row.name]
        if missing := set(row.ingredients) - ingredients:
            raise KnowledgeError(
                "medicines.json", names[0], f"unknown ingredient {sorted(missing)[0]}"
            )
        if getattr(row, "interaction", None) and row.interaction not in interactions:
            raise KnowledgeError("medicines.json", names[0], f"unknown row {row.interaction}")
        _own(owner, names, "+".join(row.ingredients))

        if getattr(row, "interaction", None):
            _not_weaker(file, row)


def _not_weaker(file: Any, combination: Any) -> None:
    """A row that stands in place of those of the ingredients must ask for at least as much."""
    rows = {i.id: i for i in file.interactions}
    own = rows[combination.interaction]
    for ingredient in file.ingredients:
        if ingredient.id not in combination.ingredients or not ingredient.interaction:
            continue
        other = rows[ingredient.interaction]
        for side in ("mg_after_drug_h", "mg_before_drug_h"):
            theirs, ours = getattr(other, side), getattr(own, side)
            if theirs and not (ours and ours.minimum >= theirs.minimum):
                raise KnowledgeError(
                    "medicines.json", own.id, f"is weaker than {other.id} ({side})"
                )
        if _strictest(other) < _strictest(own):
            raise KnowledgeError("medicines.json", own.id, f"is milder than {other.id}")


def _strictest(row: Any) -> int:
    return min("XCSMI".index(grade.letter) for grade in row.grades)


def _one_row_a_line(text: bytes) -> None:
    """The look-up of one medicine reads single lines, so each row must stand whole on its own."""
    whole = json.loads(text)
    wanted = [row for rows in whole.values() for row in rows]
    found = []
    for line in text.split(b"\n"):
        line = line.strip().rstrip(b",")
        if line.startswith(b"{") and line.endswith(b"}"):
            try:
                found.append(json.loads(line))
            except ValueError:
                break
    if found != wanted:
        raise KnowledgeError("medicines.json", "file", "must hold one row a line")


def _own(owner: dict[str, str], names: Iterable[str], whose: str) -> None:
    """A name stands once, spelt as its own key, so that look-up needs no work at start."""
    for name in names:
        if name != keys.key(name):
            raise KnowledgeError("medicines.json", whose, f"write the name as {keys.key(name)!r}")
        if name in owner:
            raise KnowledgeError("medicines.json", whose, f"{name!r} belongs to {owner[name]} too")
        owner[name] = whose


def _products(models: Models) -> None:
    owner: dict[str, str] = {}
    for row in models["products.json"].products:
        for name in row.names:
            if name != keys.key(name):
                raise KnowledgeError(
                    "products.json", row.id, f"write the name as {keys.key(name)!r}"
                )
            if name in owner:
                raise KnowledgeError(
                    "products.json", row.id, f"{name!r} belongs to {owner[name]} too"
                )
            owner[name] = row.id


def _foods(models: Models) -> None:
    known = {food.id for food in models["foods.json"].foods}
    for note in models["foods.json"].notes:
        for food in note.leave_out:
            if food not in known:
                raise KnowledgeError("foods.json", note.id, f"unknown food {food}")


def _magnesium(file: Any, conditions: set[str]) -> None:
    """Each unit once; one line above and one below, the right way round."""
    _unique("codes.json", [row.unit for row in file.magnesium_units], "unit")
    above = [row.above for row in file.magnesium_levels if row.above is not None]
    below = [row.below for row in file.magnesium_levels if row.below is not None]
    for row in file.magnesium_levels:
        if row.condition not in conditions:
            raise KnowledgeError("codes.json", row.condition, "unknown condition")
    if len(above) != 1 or len(below) != 1 or above[0] <= below[0]:
        raise KnowledgeError("codes.json", "magnesium_levels", "needs a line above and one below")


def _records(models: Models) -> None:
    """One code of a record means one thing, and a condition that exists."""
    file = models["codes.json"]
    conditions = {c.id for c in models["conditions.json"].conditions}
    for row in file.conditions:
        if row.condition is not None and row.condition not in conditions:
            raise KnowledgeError("codes.json", row.id, f"unknown condition {row.condition}")
    _magnesium(file, conditions)
    kidney = [code for row in file.kidney for code in (*row.icd10, *row.snomed)]
    _unique("codes.json", kidney, "kidney code")
    observed = (*file.tests, *file.magnesium, *file.pregnancy_observations)
    _unique("codes.json", [row.loinc for row in observed], "LOINC code")
    answers = [code for row in file.pregnancy_answers for code in (*row.loinc, *row.snomed)]
    _unique("codes.json", answers, "answer")
    _unique(
        "codes.json", [name for row in file.routes for name in (*row.snomed, *row.texts)], "route"
    )
