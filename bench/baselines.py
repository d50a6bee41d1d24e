"""What ``magadvise batch`` is measured against: a copy by polars, and zen-engine on one small decision.

``python bench/baselines.py [PEOPLE]`` prints the calls a second of zen-engine, all answers checked with
ours. The decision is age, sex, pregnancy and breastfeeding to RDA and UL of the US standard, and what
other magnesium leaves of the UL. It is written three ways: a decision table of ``data/rda.json``, the
same table in its loop mode over a list, and one compiled expression, which is no table any more but is
the fastest call there is. Needs polars or zen-engine.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from magadvise import load_knowledge
from magadvise.advice.reference import US, intake_for
from magadvise.limit import remaining
from magadvise.model import Profile, Sex, Tri

RDA = Path(__file__).parent.parent / "data" / "rda.json"
PREGNANCY_FROM = 12 * 12  # months
ADULT = 18 * 12
PEOPLE = 20_000
AGAIN = 5
TOGETHER = 1_000  # people handed over at once
SEXES = ("female", "male", "unknown")
STAGES = ((), ("pregnant",), ("breastfeeding",), ("pregnant", "breastfeeding"))
Person = Mapping[str, Any]  # age in months, sex, pregnant, breastfeeding, other in mg
Values = tuple[int | None, int | None, int | None]  # RDA, UL, what is left of it; in mg
ANSWER = ("rda_mg", "ul_mg", "remaining_mg")


def polars_copy(source: Path, target: Path) -> None:
    """CSV to Parquet, nothing else. Every column is text: with a guess from the first rows polars
    stops at the first ``8mo`` among the ages. A row with too many fields stops it as well, hence
    ``truncate_ragged_lines``. All else is as polars has it."""
    import polars

    scan = polars.scan_csv(source, infer_schema=False, truncate_ragged_lines=True)
    scan.sink_parquet(target)


# the decision --------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """One row of the decision table. ``sex`` and ``stages`` as in :data:`SEXES`, :data:`STAGES`;
    ages in completed months, ``end`` excluded."""

    sex: str
    stages: tuple[str, ...]
    start: int
    end: int | None
    rda: int | None
    ul: int | None


def rules() -> list[Rule]:
    """The US rows of the data, neighbours with the same values as one, adults first."""
    data = json.loads(RDA.read_text(encoding="utf-8"))
    intakes, limits = ([r for r in data[k] if r["standard"] == US] for k in ("intakes", "limits"))
    ends = {row[end] for row in intakes + limits for end in ("from_months", "before_months")}
    starts = sorted({0, PREGNANCY_FROM, *(end for end in ends if end is not None)})
    found: list[Rule] = []
    for sex in SEXES:
        for stages in STAGES if sex != "male" else STAGES[:1]:
            bands: list[Rule] = []
            for start, end in zip(starts, [*starts[1:], None], strict=True):
                rda, ul = _rda(intakes, start, sex, stages), _row(limits, start)["ul_mg"]
                if bands and (bands[-1].rda, bands[-1].ul) == (rda, ul):
                    bands[-1] = bands[-1]._replace(end=end)
                else:
                    bands.append(Rule(sex, stages, start, end, rda, ul))
            found += bands
    return sorted(found, key=lambda rule: (rule.start < ADULT, len(rule.stages)))


def _rda(intakes: list[dict[str, Any]], months: int, sex: str, stages: Sequence[str]) -> int | None:
    """``None`` where the two sexes differ and neither is known."""
    both = (
        ("female", "male")
        if sex == "unknown" and not stages
        else (sex.replace("unknown", "female"),)
    )
    values = set()
    for one in both:
        staged = stages if one == "female" and months >= PREGNANCY_FROM else ()
        values.add(max(
            _row([r for r in intakes if r["stage"] == stage and r["sex"] in (one, "any")], months)["rda_mg"]
            for stage in staged or ("none",)
        ))  # fmt: skip
    return values.pop() if len(values) == 1 else None


def _row(rows: list[dict[str, Any]], months: int) -> dict[str, Any]:
    """The row of an age, or the last one before it."""
    return max((r for r in rows if r["from_months"] <= months), key=lambda r: int(r["from_months"]))


def _left(ul: int | None) -> str:
    return "null" if ul is None else f"max([0, {ul} - other])"


def _text(value: int | None) -> str:
    return "null" if value is None else str(value)


def _said(rule: Rule, stage: str) -> str:
    """What a cell asks of a stage; nothing is asked of men."""
    return "" if rule.sex == "male" else f'{"==" if stage in rule.stages else "!="} "yes"'


def table(loop: bool) -> dict[str, Any]:
    """The decision in the format of zen-engine; with ``loop`` for a list of people in ``rows``."""
    inputs, outputs = ("sex", "age", "pregnant", "breastfeeding"), ANSWER
    cells = [
        {
            "_id": str(at), "sex": f'"{rule.sex}"',
            "age": f">= {rule.start}" if rule.end is None else f"[{rule.start}..{rule.end})",
            "pregnant": _said(rule, "pregnant"), "breastfeeding": _said(rule, "breastfeeding"),
            "rda_mg": _text(rule.rda), "ul_mg": _text(rule.ul), "remaining_mg": _left(rule.ul),
        }
        for at, rule in enumerate(rules())
    ]  # fmt: skip
    content: dict[str, Any] = {
        "hitPolicy": "first", "rules": cells,
        "inputs": [{"id": name, "name": name, "field": name} for name in inputs],
        "outputs": [{"id": name, "name": name, "field": name} for name in outputs],
    }  # fmt: skip
    if loop:
        content |= {"executionMode": "loop", "inputField": "rows", "outputPath": "rows"}
    kinds = ("inputNode", "decisionTableNode", "outputNode")
    nodes = [
        {"id": kind, "name": kind, "type": kind, "position": {"x": 0, "y": 0}} for kind in kinds
    ]
    nodes[1]["content"] = content
    edges = [{"id": a, "type": "edge", "sourceId": a, "targetId": b} for a, b in pairwise(kinds)]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def expression() -> str:
    """The same as one expression over the list ``rows``: the bands of each kind of person from the
    oldest on."""
    kinds: dict[tuple[str, tuple[str, ...]], list[Rule]] = {}
    for rule in rules():
        kinds.setdefault((rule.sex, rule.stages), []).append(rule)
    whole = ""
    for (sex, _), bands in kinds.items():
        asked = [f'#.sex == "{sex}"']
        asked += [f"#.{s} {said}" for s in STAGES[-1] if (said := _said(bands[0], s))]
        chain = ""
        for rule in sorted(bands, key=lambda r: -r.start):
            left = _left(rule.ul).replace("other", "#.other")
            answer = f"[{_text(rule.rda)}, {_text(rule.ul)}, {left}]"
            chain += f"#.age >= {rule.start} ? {answer} : " if rule.start else answer
        whole += f"{' and '.join(asked)} ? ({chain}) : "
    return f"map(rows, {whole}null)"


# calls ---------------------------------------------------------------------------------------------


Call = Callable[[Sequence[Person]], list[Any]]


def zen_calls() -> dict[str, Call]:
    """The ways to ask zen-engine, each from people to answers. Content that an engine is given at its
    start is compiled once; ``create_decision`` and ``get_decision`` are ten times slower."""
    import zen

    given = {"one": table(loop=False), "many": table(loop=True)}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": given}})
    compiled = zen.compile_expression(expression())

    def parts(people: Sequence[Person]) -> list[Sequence[Person]]:
        return [people[at : at + TOGETHER] for at in range(0, len(people), TOGETHER)]

    def one_by_one(people: Sequence[Person]) -> list[Any]:
        return [engine.evaluate("one", person)["result"] for person in people]

    def batch(people: Sequence[Person]) -> list[Any]:
        found = engine.evaluate_batch([{"key": "one", "context": person} for person in people])
        return [item["data"]["result"] for item in found]

    def loops(people: Sequence[Person]) -> list[Any]:
        asked = [{"key": "many", "context": {"rows": part}} for part in parts(people)]
        found = engine.evaluate_batch(asked)
        return [answer for item in found for answer in item["data"]["result"]["rows"]]

    def expressions(people: Sequence[Person]) -> list[Any]:
        return [answer for part in parts(people) for answer in compiled.evaluate({"rows": part})]

    return {"table, one by one": one_by_one, "table, batch": batch, "table, lists in a batch": loops,
            "compiled expression over a list": expressions}  # fmt: skip


def values(answer: Any) -> Values:
    """An answer of any of the calls; zen-engine leaves out what is null."""
    if isinstance(answer, dict):
        return answer.get(ANSWER[0]), answer.get(ANSWER[1]), answer.get(ANSWER[2])
    rda, ul, left = answer
    return rda, ul, left


def ours(people: Sequence[Person]) -> list[Values]:
    """Our own values."""
    knowledge = load_knowledge()
    found: list[Values] = []
    for person in people:
        profile = Profile(person["age"], Sex(person["sex"]), Tri(person["pregnant"]),
                          Tri(person["breastfeeding"]))  # fmt: skip
        intake = intake_for(profile, knowledge, US)
        left = None if intake.ul_mg is None else remaining(intake.ul_mg, person["other"])
        found.append((intake.rda_mg, intake.ul_mg, left))
    return found


def people(count: int, seed: int = 1) -> list[Person]:
    """People of all ages and stages."""
    chance = random.Random(seed)  # noqa: S311 - the same people each time, no secret
    found = []
    for _ in range(count):
        sex = chance.choices(SEXES, (48, 48, 4))[0]
        age = chance.randrange(12) if chance.random() < 0.02 else 12 * chance.randint(1, 100)
        found.append({
            "age": age, "sex": sex, "other": chance.choice((0, 0, 0, 60, 140, 400)),
            "pregnant": chance.choice(("no", "no", "no", "yes")) if sex != "male" else "no",
            "breastfeeding": chance.choice(("no", "no", "no", "yes")),
        })  # fmt: skip
    return found


def zen(rows: Sequence[Person]) -> dict[str, float]:
    """Evaluations a second by call. Raises :class:`ValueError` where an answer is not ours."""
    expected = ours(rows)
    rates = {}
    for name, call in zen_calls().items():
        start = time.perf_counter()
        found = call(rows)
        took = time.perf_counter() - start
        if [values(answer) for answer in found] != expected:
            raise ValueError(f"{name}: not our values")
        rates[name] = len(rows) / took
    return rates


def in_columns(rows: Sequence[Person], times: int = 200) -> float:
    """Our answers a second for the same people ``times`` over, given and answered as columns, each time
    as one block: the two stages of the columnar engine that decide it. Raises :class:`ValueError` where
    one is not ours."""
    import numpy as np

    from magadvise.batch.columnar.cells import age_lines
    from magadvise.batch.columnar.grown import Told, pack
    from magadvise.batch.columnar.people import Tables

    tables = Tables(load_knowledge(), US, Told([None]))
    lines = age_lines(load_knowledge())
    words = {"sex": SEXES, "pregnant": ("no", "yes"), "breastfeeding": ("no", "yes")}
    codes = {name: np.array([w.index(r[name]) for r in rows], np.int8) for name, w in words.items()}
    age, other = (np.array([row[name] for row in rows], np.int32) for name in ("age", "other"))
    person, room = tables.stages["person"], tables.stages["room"]

    def somebody(at: int) -> dict[str, Any]:
        row = rows[at]
        return {"age_months": row["age"], "sex": Sex(row["sex"]), "pregnant": Tri(row["pregnant"]),
                "breastfeeding": Tri(row["breastfeeding"]), "patterns": (), "standard": US}  # fmt: skip

    start = time.perf_counter()
    bands = np.searchsorted(lines, np.arange(age.max() + 1), "right").astype(np.int16)
    for _ in range(times):
        at = person.ids(
            pack((bands.take(age), 9), *((code, 2) for code in codes.values())), somebody
        )
        rda, ul = (person.array(name).take(at) for name in ("rda", "ul"))
        rest = room.ids(pack((other, 48), (ul + 1, 12)), partial(_room, person, at, other))
        left = room.array("left").take(rest)
    took = time.perf_counter() - start
    few = [column.tolist() for column in (rda, ul, left)]
    found = [tuple(None if v < 0 else v for v in (r, u, lf if u >= 0 else -1)) for r, u, lf in
             zip(*few, strict=True)]  # fmt: skip
    if found != ours(rows):
        raise ValueError("columns: not our values")
    return times * len(age) / took


def _room(person: Any, at: Any, other: Any, row: int) -> dict[str, Any]:
    return {"intake": person.values[at[row]].intake, "other_mg": int(other[row])}


def main() -> None:
    everybody = people(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
    turns = [{**zen(everybody), "ours, in columns": in_columns(everybody)} for _ in range(AGAIN)]
    rates = {name: statistics.median(turn[name] for turn in turns) for name in turns[0]}
    fastest = max(rate for name, rate in rates.items() if not name.startswith("ours"))
    for name, rate in rates.items():
        sys.stdout.write(f"{name}: {rate:,.0f} a second\n")
    sys.stdout.write(f"ours over the fastest other: {rates['ours, in columns'] / fastest:.0f} x\n")


if __name__ == "__main__":
    main()
