"""M28: the same person by flags, a kept profile, the questions, a table of any kind, and FHIR."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import pytest

from batch.fhir_made import answered, condition, lab, one, patient, request
from helpers import HEALTHY, flags
from magadvise.cli.main import main
from magadvise.export.json_plan import document
from property import people
from property.batches import rows, run, table
from property.laws import Document, answer, codes
from property.meter import Meter
from property.strategies import Answers
from property.test_interview_equals_flags import interviewed, sayable

pytest.importorskip("numpy")
pytest.importorskip("pyarrow")


def in_short(doc: Document) -> dict[str, Any]:
    """The part of a document that a row of a batch tells."""
    steps = doc["dose"]["steps"] if doc["dose"] else []
    return {
        "disposition": doc["disposition"],
        "ceiling_mg": doc["ceiling_mg"],
        "remaining_mg": doc["intake"]["remaining_mg"],
        "start_mg": steps[0]["mg_per_day"] if steps else None,
        "max_mg": steps[-1]["mg_per_day"] if steps else None,
        "form": doc["form"]["id"] if doc["form"] else None,
        "intake_times": ";".join(i["time"] for i in doc["timing"]["intakes"]) if steps else "",
        "codes": ";".join(dict.fromkeys(codes(doc))),
    }


def parquet(people_: list[dict[str, str]]) -> bytes:
    import pyarrow
    from pyarrow import parquet as file

    names = list(dict.fromkeys(name for row in people_ for name in row))
    sink = io.BytesIO()
    file.write_table(pyarrow.table({n: [row.get(n, "") for row in people_] for n in names}), sink)
    return sink.getvalue()


def test_m28_flags_a_kept_profile_the_questions_and_tables_give_the_same_plan(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """M28. Whatever way the answers came in."""
    meter = Meter()
    said = [interviewed(sayable(person)) for person in people.many(60, 28)]
    persons: list[Answers] = [person.flags for person in said]
    made = rows(persons)
    tables = (
        run(table(made), to="parquet"),
        run("\n".join(map(json.dumps, made)), ending="jsonl", to="parquet"),
        run(parquet(made), ending="parquet", to="parquet"),
    )
    for at, person in enumerate(persons):
        doc = answer(person)
        name = f"person-{at}"  # a name of its own: what is kept under a name is added to
        line = flags(**{**dict.fromkeys(HEALTHY), **person})
        capsys.readouterr()
        assert main([*line, "--no-input", "--json", "--save", name]) == 0
        assert json.loads(capsys.readouterr().out) == doc, person
        assert main(["plan", "--profile", name, "--no-input", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == doc, person
        typed: Answers = {q: list(texts) for q, texts in said[at].answers.items()}
        assert answer({**typed, "standard": str(person["standard"])}) == doc, person
        for ran in tables:
            row = ran.answers[str(at)]
            assert {name: row[name] for name in in_short(doc)} == in_short(doc), person
        meter.saw(doc["dose"] is not None)
    meter.check()


# The same facts as somebody says them, and as a record holds them.
MEDICINES = {
    "ciprofloxacin": "2551", "levothyroxine": "10582", "furosemide": "4603", "omeprazole": "7646",
    "digoxin": "3407", "amlodipine": "17767",
}  # fmt: skip
CONDITIONS = {"myasthenia_gravis": "G70.00", "gout": "M10.9", "hypertension": "I10"}


def test_m28_a_record_gives_the_plan_of_the_same_answers(tmp_path: Path) -> None:
    """M28. FHIR: age, sex, eGFR, conditions and medicines by their codes."""
    meter, rnd = Meter(), random.Random(281)  # noqa: S311 - the same order each time, no secret
    for n in range(60):
        names = rnd.sample(list(MEDICINES), rnd.randint(1, 2))
        ill = rnd.sample(list(CONDITIONS), rnd.randint(0, 1))
        year, sex, egfr = rnd.randint(1930, 2006), rnd.choice(["female", "male"]), rnd.choice(
            [25, 45, 61, 75, 95]
        )  # fmt: skip
        cells = one(
            tmp_path / str(n),
            patient(gender=sex, birthDate=f"{year}-01-15"),
            lab(egfr),
            *(request(rxnorm=MEDICINES[name]) for name in names),
            *(condition(CONDITIONS[name]) for name in ill),
        )
        doc = document(answered(cells))
        told: Answers = {
            "age": str(2026 - year), "sex": sex, "egfr": str(egfr), "medications": names,
            # A record that lists no condition does not say that there is none.
            "conditions": ill or "unknown", "red_flags": "none",
            "other_magnesium_mg": "none", "patterns": "night",
        }  # fmt: skip
        assert in_short(doc) == in_short(answer(told)), (told, cells)
        meter.saw(bool(set(codes(doc)) & {"MED002", "MED003", "MED004", "CON101", "KID004"}))
    meter.check()
