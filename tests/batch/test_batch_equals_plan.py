"""A row of a batch says what the plan of the same person says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from magadvise import advise, load_knowledge, parse
from magadvise.batch.answer import Engine, row
from magadvise.export.json_plan import document
from magadvise.profile import QUESTIONS
from property import strategies

KNOWLEDGE = load_knowledge()
ENGINE = Engine(KNOWLEDGE, "us", {})
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
WORSE = ["stop", "clinician", "separate", "caution", "info"]


def single(answers: strategies.Answers) -> dict[str, object]:
    """The JSON of a plan for one person alone."""
    given_ = {"sex": "unknown", **answers}
    return document(advise(parse(given_, KNOWLEDGE), KNOWLEDGE, str(given_.get("standard", "us"))))


def flat(plan: dict, id_: str) -> dict[str, object]:
    """What the contract says a row holds, read from the JSON of a plan."""
    dose, timing, check = plan["dose"], plan["timing"], plan["check"]
    found = {f["severity"] for f in plan["findings"]}
    return {
        "id": id_,
        "disposition": plan["disposition"],
        "rda_mg": plan["intake"]["rda_mg"],
        "ul_mg": plan["intake"]["ul_supplement_mg"],
        "remaining_mg": plan["intake"]["remaining_mg"],
        "ceiling_mg": plan["ceiling_mg"],
        "start_mg": dose["steps"][0]["mg_per_day"] if dose else None,
        "max_mg": dose["max_mg_per_day"] if dose else None,
        "form": plan["form"]["id"] if plan["form"] else None,
        "intake_times": ";".join(i["time"] for i in timing["intakes"]) if timing else "",
        "expectation": plan["evidence"]["expectation"],
        "worst_severity": next((s for s in WORSE if s in found), None),
        "codes": ";".join(dict.fromkeys(f["code"] for f in plan["findings"])),
        "check_excess_mg": check["excess_mg"] if check else None,
        "knowledge_version": plan["knowledge_version"],
    }


def cell(answer: str | list[str]) -> str:
    return answer if isinstance(answer, str) else ";".join(answer)


@settings(max_examples=150, deadline=None)
@given(strategies.anyone())
def test_each_cell_of_a_row_is_what_the_plan_says(answers):
    answers.setdefault("age", "45")
    cells = {"id": "7", **{q: cell(answers.get(q, "")) for q in QUESTIONS}}
    advice = ENGINE.answer(cells)
    plan = single(answers)
    assert document(advice) == plan
    found = row(advice, "7")._asdict()
    named = {name for name in found.pop("unresolved_medications").split(";") if name}
    assert found == flat(plan, "7")
    assert named <= {m["input"] for m in plan["medications"]}


def test_a_csv_row_a_json_line_and_the_engine_agree(batch, written):
    people = [
        {"id": "1", "age": "45", "sex": "female", "medications": "levothyroxine; zzyx",
         "medication_times": "levothyroxine=07:00", "check_dose_mg": "400"},
        {"id": "2", "age": "70", "sex": "male", "egfr": "24", "standard": "eu"},
        {"id": "3", "age": "8mo", "sex": "female", "red_flags": "dark_urine|chest_pain_breathless"},
    ]  # fmt: skip
    names = list(dict.fromkeys(name for person in people for name in person))
    text = io.StringIO()
    table = csv.DictWriter(text, names)
    table.writeheader()
    table.writerows(people)
    rows = batch(written(text.getvalue())).rows
    lines = "".join(json.dumps(person) + "\n" for person in people)
    assert batch(written(lines, "in.jsonl")).rows == rows
    documents = batch(written(lines, "in.jsonl"), to="jsonl").rows
    for person, found, whole in zip(people, rows, documents, strict=True):
        id_ = person.pop("id")
        if "medications" in person:
            person["medications"] = person["medications"].split("; ")
            assert found["unresolved_medications"] == "zzyx"
        if "red_flags" in person:
            person["red_flags"] = person["red_flags"].split("|")
        plan = single(person)
        assert whole == {"id": id_, **plan}
        expected = {k: "" if v is None else str(v) for k, v in flat(plan, id_).items()}
        assert {k: v for k, v in found.items() if k != "unresolved_medications"} == expected


@pytest.mark.parametrize("name", ["patients_carebundle_1000.csv", "patients_clinosim_1820.csv"])
def test_most_synthetic_patients_are_answered(batch, written, name):
    if not (DATA / name).exists():
        pytest.skip("the shared data is not here")
    with (DATA / name).open(encoding="utf-8") as stream:
        top = [next(stream) for _ in range(301)]
    done = batch(written("".join(top)), "--keep", "birth_date")
    assert done.summary["rows_in"] == 300
    assert done.summary["answered"] >= 280
    people = {person["patient_id"]: person for person in csv.DictReader(top)}
    assert all(people[r["id"]]["birth_date"] == r["birth_date"] for r in done.rows)
    stopped = [r for r in done.rows if (people[r["id"]]["egfr"] or "99") < "3"
               and float(people[r["id"]]["egfr"] or 99) < 30]  # fmt: skip
    assert all(r["ceiling_mg"] == "0" for r in stopped)
