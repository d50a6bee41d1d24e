"""M27, M29, M30, M35, M47 and M54: a table of people is those people, one by one."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from helpers import HEALTHY
from magadvise import InputError, load_knowledge, parse
from magadvise.cli.plan_text import lines
from magadvise.cli.screen import show
from property import people
from property.batches import NAMES, Ran, rows, run, table
from property.laws import advice, answer, codes
from property.meter import Meter, metered
from property.strategies import Answers

pytest.importorskip("numpy")
pytest.importorskip("pyarrow")

ENGINES = ("rows", "columns")


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same order each time, no secret


@cache
def met() -> tuple[Answers, ...]:
    return tuple(people.many(150, 29))


@cache
def plain() -> Ran:
    """The people in one file, row by row."""
    return run(table(rows(met())), "--engine", "rows")


@metered
def test_m27_the_order_of_columns_and_other_columns_change_nothing(meter: Meter) -> None:
    """M27. Columns in any order, with some that nobody asked for: the same answers; these are
    named, and not used."""
    rnd = chance(27)
    for engine in ENGINES:
        names = [*NAMES, "note", "weight_kg", "Digoxin"]
        rnd.shuffle(names)
        said = [{**row, "note": "dialysis", "Digoxin": "yes"} for row in rows(met())]
        ran = run(table(said, names), "--engine", engine)
        assert ran.answers == plain().answers
        assert all(name in ran.said for name in ("note", "weight_kg", "Digoxin"))
    for found in plain().answers.values():
        meter.saw(bool(found["max_mg"]))


@metered
def test_m27_the_order_of_keys_changes_nothing(meter: Meter) -> None:
    """M27. The same for JSON lines, each line in an order of its own."""
    rnd, made = chance(272), []
    for row in rows(met()):
        keys = list(row)
        rnd.shuffle(keys)
        meter.saw(keys != list(row) and len(keys) > 5)
        made.append(json.dumps({key: row[key] for key in keys}))
    for engine in ENGINES:
        assert run("\n".join(made), "--engine", engine, ending="jsonl").answers == plain().answers


@metered
def test_m29_rows_in_any_order_and_in_any_pieces_give_the_same_answers(meter: Meter) -> None:
    """M29. A file cut in two, in another order, by either engine: every row as before."""
    rnd, all_rows = chance(29), rows(met())
    assert len(plain().answers) == len(all_rows)
    for engine in ENGINES:
        mixed = rnd.sample(all_rows, len(all_rows))
        cut = rnd.randint(1, len(mixed) - 1)
        whole = run(table(mixed), "--engine", engine)
        parts = [run(table(part), "--engine", engine) for part in (mixed[:cut], mixed[cut:])]
        assert whole.order == [row["id"] for row in mixed]
        assert whole.answers == plain().answers
        assert {**parts[0].answers, **parts[1].answers} == plain().answers
    for row in plain().answers.values():
        meter.saw(bool(row["max_mg"]))


def spoil(line: str, rnd: random.Random) -> str:
    """A line that cannot be a person: too many cells, no age, an unknown word, a broken number."""
    cells = line.split(",")
    return rnd.choice(
        (
            line + ",1,2,3",
            ",".join(["bad", "abc", *cells[2:]]),
            ",".join(["bad", "", *cells[2:]]),
            ",".join(["bad", "1e3", *cells[2:]]),
            ",".join(["bad", "45", "perhaps", *cells[3:]]),
            "bad",
        )
    )


@metered
def test_m30_a_corrupt_row_changes_no_other_row(meter: Meter) -> None:
    """M30. Broken lines between the good ones are rejected; the good ones are answered as before."""
    rnd = chance(30)
    header, *good = table(rows(met())).splitlines()
    for engine in ENGINES:
        lines_, broken = [], 0
        for line in good:
            if rnd.random() < 0.4:
                lines_.append(spoil(rnd.choice(good), rnd))
                broken += 1
            lines_.append(line)
        ran = run("\n".join([header, *lines_]) + "\n", "--engine", engine)
        assert ran.answers == plain().answers
        assert len(ran.rejects) == broken
        for found in ran.answers.values():
            meter.saw(bool(found["codes"]) and broken > 0)


@metered
def test_m35_dose_and_codes_are_the_same_in_every_format(meter: Meter) -> None:
    """M35. JSON, text, CSV, JSON lines and Parquet name the same doses and the same findings."""
    source = table(rows(met()[:70]))
    formats = {to: run(source, to=to) for to in ("csv", "jsonl", "parquet")}
    for at, person in enumerate(met()[:70]):
        doc, printed = answer(person), io.StringIO()
        show(list(lines(advice(person), load_knowledge())), printed)
        text = " ".join(printed.getvalue().split())
        steps = [step["mg_per_day"] for step in doc["dose"]["steps"]] if doc["dose"] else []
        for step in steps:
            assert f"{step} mg" in text, person
        assert all(" ".join(f["summary"].split()) in text for f in doc["findings"]), person
        wanted = {
            "disposition": doc["disposition"],
            "ceiling_mg": doc["ceiling_mg"],
            "start_mg": steps[0] if steps else None,
            "max_mg": steps[-1] if steps else None,
            "codes": ";".join(dict.fromkeys(codes(doc))),
        }
        cells = {name: "" if value is None else str(value) for name, value in wanted.items()}
        assert {n: formats["csv"].answers[str(at)][n] for n in wanted} == cells, person
        assert {n: formats["parquet"].answers[str(at)][n] for n in wanted} == wanted, person
        assert formats["jsonl"].answers[str(at)] == {"id": str(at), **doc}, person
        meter.saw(bool(steps))


@metered
def test_m47_a_name_that_is_no_question_is_never_passed_over(meter: Meter) -> None:
    """M47. Refused where one person is asked about; named at the end of a batch. The word "strict"
    has no place here: a single plan is always strict."""
    rnd, knowledge = chance(47), load_knowledge()
    for person in people.many(100, 471):
        name = rnd.choice(["weight", "Age", "medication", "eGFR ", "x" * 40, "standards", "drugs"])
        with pytest.raises(InputError) as raised:
            parse({**person, name: "1"}, knowledge)
        assert "unknown_question" in {p.code for p in raised.value.problems()}
        meter.saw(answer(person)["disposition"] != "seek_care")
    for engine in ENGINES:
        ran = run("id,age,sex,drugs\n1,45,male,digoxin\n", "--engine", engine)
        assert ran.code == 0
        assert "columns not used: drugs" in ran.said


@metered
def test_m47_a_word_that_is_none_of_its_question_makes_a_row_more_careful(meter: Meter) -> None:
    """M47. A condition, sign or pattern that is not known is a finding of the row: ask first."""
    rnd, made = chance(473), []
    for row in rows(people.many(100, 472, people.well)):
        question = rnd.choice(["conditions", "red_flags", "patterns"])
        known = row[question] if row[question] != "none" else ""
        made.append({**row, question: ";".join(w for w in (known, "zorblax") if w)})
    before = run(table(rows(people.many(100, 472, people.well))))
    for engine in ENGINES:
        after = run(table(made), "--engine", engine)
        assert after.answers.keys() == before.answers.keys()
        for id_, found in after.answers.items():
            assert "DAT003" in found["codes"].split(";")
            assert found["disposition"] != "supplement"
            most = int(before.answers[id_]["ceiling_mg"])
            assert int(found["ceiling_mg"]) <= min(150, most)
            meter.saw(int(found["ceiling_mg"]) < most)


BAD_ROWS = (
    {"age": "abc", "sex": "male"},
    {"age": "45", "sex": "mal"},
    {"sex": "male"},
    {"age": "45", "sex": "male", "egfr": "900"},
    {"age": "45", "sex": "male", "pregnant": "yes"},
)


@metered
def test_m54_the_exit_code_tells_of_rejects_and_no_row_gets_lost(meter: Meter) -> None:
    """M54. 0 where all rows were answered, 3 where some were rejected, 65 where none was left; rows
    in are rows answered and rows rejected."""
    rnd = chance(54)
    good: Callable[[], dict[str, str]] = lambda: rnd.choice(rows(met()))  # noqa: E731
    for at in range(16):
        bad, fine = rnd.choice(((0, 3), (2, 3), (1, 1), (3, 0)))
        made = [*(dict(rnd.choice(BAD_ROWS)) for _ in range(bad)), *(good() for _ in range(fine))]
        rnd.shuffle(made)
        numbered = [{**row, "id": str(n)} for n, row in enumerate(made)]
        ran = run(table(numbered), "--engine", ENGINES[at % 2])
        assert ran.code == (65 if not fine else 3 if bad else 0), made
        assert (len(ran.order), len(ran.rejects)) == (fine, bad), made
        assert Counter(ran.order).most_common(1)[0][1] == 1 if fine else not ran.order
        assert ran.summary["rows_in"] == bad + fine
        meter.saw(bad > 0)


def test_m54_fail_on_is_told_after_the_rejects() -> None:
    """M54. A finding of the asked severity makes it 1, also where rows were rejected."""
    severe = {**{q: a for q, a in HEALTHY.items() if isinstance(a, str)}, "kidney": "dialysis"}
    for made, wanted in (([severe], 1), ([{**severe, "kidney": "normal"}], 0)):
        assert run(table(made), "--fail-on", "stop").code == wanted
