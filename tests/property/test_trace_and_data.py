"""M32, M37, M51 to M53: the same bytes anywhere and on any day, the document as a value, the trace of
findings, and what a change of the data may change."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from magadvise import Knowledge, advise, load_knowledge, parse
from magadvise.contract import PlanDocument
from magadvise.export.json_plan import document, dumps
from property import people, world
from property.laws import Document, answer, codes, crowd
from property.meter import Meter, metered
from property.strategies import Answers, adding, uses_of, with_uses

pytestmark = pytest.mark.core

# A process of its own: on a given day (seconds since 1970; "now" is the true one) it answers people.
PROCESS = """
import datetime, json, sys, time
if sys.argv[1] != "now":
    fixed = float(sys.argv[1])
    moment = datetime.datetime.fromtimestamp(fixed, datetime.timezone.utc)
    struct = time.gmtime(fixed)
    class Date(datetime.date):
        today = classmethod(lambda cls: moment.date())
    class Datetime(datetime.datetime):
        now = classmethod(lambda cls, tz=None: moment)
        utcnow = classmethod(lambda cls: moment)
        today = classmethod(lambda cls: moment)
    datetime.date, datetime.datetime = Date, Datetime
    time.time = lambda: fixed
    time.localtime = time.gmtime = lambda *given: struct
from magadvise import advise, load_knowledge, parse
from magadvise.export.json_plan import document, dumps
knowledge = load_knowledge()
for answers in json.load(sys.stdin):
    advice = advise(parse(answers, knowledge), knowledge, answers["standard"])
    print(json.dumps(dumps(document(advice))))
"""


@cache
def met() -> tuple[Answers, ...]:
    return tuple(people.many(60, 32))


def elsewhere(day: str = "now", **environment: str) -> list[str]:
    """The documents of the people, by a process in another place or on another day."""
    done = subprocess.run(
        [sys.executable, "-c", PROCESS, day],
        input=json.dumps(met()),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
        timeout=120,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


PLACES = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "America/St_Johns", "COLUMNS": "20"},
    {"PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "COLUMNS": "200"},
)


@metered
def test_m32_the_bytes_are_the_same_in_every_place(meter: Meter) -> None:
    """M32. Hash seed, locale, time zone and width change no byte of the JSON."""
    here = [dumps(answer(person)) for person in met()]
    for place in PLACES:
        assert elsewhere(**place) == here
    for person in met():
        doc = answer(person)
        # Where several findings and medicines could stand in another order.
        meter.saw(len(doc["findings"]) > 1)


@metered
def test_m37_the_plan_is_the_same_on_any_day(meter: Meter) -> None:
    """M37. Same data and same answers in 2001 and in 2101."""
    here = [dumps(answer(person)) for person in met()]
    for day in ("990000000", "4134000000"):
        assert elsewhere(day) == here
    for person in met():
        meter.saw(answer(person)["dose"] is not None)


@metered
def test_m51_a_document_read_back_is_the_same_document(meter: Meter) -> None:
    """M51. Plan to JSON to plan: equal, and valid against the published shape."""
    for person, doc in crowd():
        text = dumps(doc)
        assert json.loads(text) == doc, person
        read = PlanDocument.model_validate_json(text, strict=True)
        assert read.model_dump(mode="json", by_alias=True) == doc, person
        assert dumps(read.model_dump(mode="json", by_alias=True)) == text, person
        meter.saw(doc["dose"] is not None)


def effect(doc: Document) -> Document:
    kept = "disposition intake ceiling_mg dose form evidence check".split()
    found = {name: doc[name] for name in kept}
    # The time line of the day lists every medicine that has a time, also a quiet one.
    if doc["timing"]:
        found |= {name: doc["timing"][name] for name in ("intakes", "allowed", "assumed_times")}
    return {**found, "findings": [(f["code"], f["summary"]) for f in doc["findings"]]}


@metered
def test_m52_a_medicine_without_a_finding_can_be_left_out(meter: Meter) -> None:
    """M52. The trace is sufficient: what no finding is about does not change the answer."""
    rnd = random.Random(52)  # noqa: S311 - the same order each time, no secret
    quiet = [m.name for m in world.QUIET]
    for person in people.many(250, 521):
        taken = [*(u for u in uses_of(person) if u.name not in quiet)]
        more = [*taken, *people.uses(lambda r: r.choice(quiet), 1, 2)(rnd)]
        rnd.shuffle(more)
        doc = answer(with_uses(person, more))
        cited = {m["input"] for m in doc["medications"] if m["findings"]}
        kept = with_uses(person, [u for u in more if u.name in cited])
        assert effect(answer(kept)) == effect(doc), person
        meter.saw(len(cited) < len(more) and bool(codes(doc)))


@metered
def test_m52_a_medicine_with_a_finding_cannot_be_left_out(meter: Meter) -> None:
    """M52. The trace is necessary: without what a finding is about, that finding is gone."""
    for person, doc in crowd():
        for entry in doc["medications"]:
            if not entry["findings"]:
                meter.saw(False)
                continue
            others = [u for u in uses_of(person) if u.name != entry["input"]]
            without = answer(with_uses(person, others))
            assert effect(without) != effect(doc), (person, entry["input"])
            meter.saw(True)


def test_m52_drops_beside_tablets_of_the_same_medicine_have_no_finding() -> None:
    """M52. Eye drops bring no rule at all, also where the tablets of the medicine bring one."""
    person = {**met()[0], "medications": ["ciprofloxacin", "ciprofloxacin eye drops"]}
    person.pop("medication_times", None)
    tablets, drops = answer(person)["medications"]
    assert "MED003" in tablets["findings"]
    assert drops["findings"] == []


@metered
def test_m52_a_condition_a_sign_or_a_pattern_with_a_finding_cannot_be_left_out(
    meter: Meter,
) -> None:
    """M52. The same for the answers that carry a code of their own."""
    rnd = random.Random(522)  # noqa: S311 - the same order each time, no secret
    tables: dict[str, Any] = {
        q: getattr(load_knowledge(), q) for q in ("conditions", "red_flags", "patterns")
    }
    for person in people.many(250, 522, people.well):
        question = rnd.choice(list(tables))
        table = tables[question]
        name = rnd.choice([n for n in table if table[n].code or question == "conditions"])
        added = adding(person, question, name)
        before, doc = answer(person), answer(added)
        code = table[name].code
        assert (code in codes(doc)) == bool(code), (person, name)
        assert code not in codes(before), (person, name)
        if question == "conditions" and not code:  # a risk for kidneys whose state is known
            assert effect(doc) == effect(before), (person, name)
        meter.saw(doc["disposition"] != before["disposition"])


def under(knowledge: Knowledge, person: Answers) -> Document:
    return document(advise(parse(person, knowledge), knowledge, str(person["standard"])))


# Rules that many people meet, and another effect for each.
CHANGED: dict[str, dict[str, object]] = {
    "KID010": {"at_least": "clinician_first"},
    "MED003": {"at_least": "check_first"},
    "MED004": {"at_least": "clinician_first"},
    "MED006": {"severity": "clinician", "at_least": "clinician_first"},
    "AGE003": {"at_least": "check_first"},
    "CON001": {"no_increase": False, "cap": None, "at_least": None},
    "RED001": {"at_least": "seek_care"},
    "SRC003": {"cap": None, "no_increase": False},
    "EVD001": {"at_least": "check_first"},
    "DOS001": {"no_increase": False},
    "PRG001": {"at_least": "clinician_first"},
    "KID014": {"at_least": "do_not_supplement"},
}


@metered
def test_m53_only_plans_with_a_changed_rule_change_with_the_data(meter: Meter) -> None:
    """M53. Between two versions of the data, a plan that names no changed rule stays word by word."""
    knowledge = load_knowledge()
    changed = {}
    for code, fields in CHANGED.items():
        row = knowledge.rules[code]._replace(**fields)  # type: ignore[arg-type]
        changed[code] = knowledge._replace(rules={**knowledge.rules, code: row})
    rnd = random.Random(53)  # noqa: S311 - the same order each time, no secret
    for person, before in crowd():
        here = [code for code in CHANGED if code in codes(before)]
        code = rnd.choice(here or list(CHANGED)) if rnd.random() < 0.6 else rnd.choice([*CHANGED])
        after = under(changed[code], person)
        if code not in codes(before):
            assert after == before, (code, person)
        meter.saw(after != before)
