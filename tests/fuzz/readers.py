"""The readers, each called in this process on text or bytes that are nearly right.

A reader may refuse in the way that it names; any other exception is a fault, and so is a broken law.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from batch.fhir_made import condition, lab, patient, request, statement
from fuzz import mutate
from helpers import HEALTHY
from magadvise import InputError, answers, keys, load_knowledge, parse
from magadvise.batch import sources
from magadvise.cli import profile_store
from magadvise.door import medicine
from magadvise.errors import MagadviseError
from magadvise.knowledge.load import load_codes, load_labels
from magadvise.medicines import label, products, resolve
from magadvise.profile import QUESTIONS

NUMBERS = ("45", "52.5", "0", "120", "350", "1.25", "5000")
AGES = ("45", "8mo", "18 mo", "120", "1", "17")
EGFRS = ("52", "29.99", "52 mL/min/1.73 m2", "90 ml/min/{1.73_m2}", "110 mL/min per 1,73 m²")
CREATININES = ("97umol/L", "1.1 mg/dL", "0.9mg/dL", "120 µmol/l", "2 mg/dl")
CLOCKS = ("07:00", "22:30", "9:05", "0:00", "23:59")
WORDS = ("female", "normal", "ckd", "dialysis", "night", "heart block", "kidney disease", "diabetes",
         "gastroparesis", "oxide", "yes", "unknown", "none", "frequent_cramps")  # fmt: skip
NAMES = (
    "levothyroxine", "Cipro 500 mg tablets", "co-codamol 8/500", "Milk of Magnesia 5 mL twice a day",
    "doxycycline & zinc", "HCTZ 12,5 mg", "calcium (carbonate) + vitamin D3 400 IU", "rxnorm:2551",
    "atc:J01MA02", "insulin lispro 100 units/mL", "Epsom salt bath", "ZMA 3 capsules", "Größe-Säft",
    "tetracycline eye ointment", "omeprazole 20 mg once daily; metformin", "maaloxx", "zzyx",
)  # fmt: skip
LABELS = (
    "500 mg magnesium citrate per capsule", "Magnesium (as magnesium oxide) 250 mg 60% DV",
    "Serving size 2 tablets. Amount per serving: Magnesium 200 mg (48 %)", "5 mmol Mg", "Mg 2 x 150 mg",
    "magnesium glycinate 1,000 mg providing 100 mg elemental magnesium", "120 mg Mg++ / 5 ml",
    "Trimagnesium dicitrate anhydrous 2.4 g", "calcium 1000 mg, magnesium 500 mg, zinc 15 mg",
    "1/2 scoop (3.5 g) magnesium malate", "300 µg selenium; 400mg magnesium chloride hexahydrate",
)  # fmt: skip
CSV = (
    b"id,age,sex,kidney,medications\nok1,45,female,normal,none\nok2,70,male,ckd,omeprazole;Cipro 500 mg\n",
    b'id;age;sex\r\n"a;b";"45";female\r\n2;70;"ma""le"\r\n',
    b'age\tsex\tmedications\n45\tfemale\t"two\nlines"\n',
    b"\xef\xbb\xbfid,age,creatinine,creatinine_unit\n1,45,97,umol/L\n",
    "id,age,medications\n1,45,zażółć µg\n".encode(),
)
LINES = (
    b'{"id": 1, "age": 45, "sex": "female", "medications": ["warfarin", "x"]}\n{"id": "2", "age": "8mo"}\n',
    b'{"age": 45.5, "egfr": 1e2, "stool": null, "pregnant": false, "x": {"y": []}}\n\n{"age": "45"}',
)
STORED = json.dumps({"format": "magadvise profile", "version": 1,
                     "answers": {"age": ["45"], "medications": ["warfarin", "Größe"]}}).encode()  # fmt: skip
ANSWERS: dict[str, Sequence[str]] = {
    **dict.fromkeys(QUESTIONS, NUMBERS), **dict.fromkeys(("medications", "products"), NAMES),
    **dict.fromkeys(("bedtime", "wake"), CLOCKS),
    "age": AGES, "egfr": EGFRS, "creatinine": CREATININES, "standard": ("us", "eu", "uk"),
    "sex": ("female", "male", "unknown"), "kidney": ("normal", "ckd", "unknown"),
    "patterns": ("night", "heat"), "red_flags": ("none", "frequent_cramps"), "stool": ("usual", "loose"),
    "pregnant": ("no", "yes"), "breastfeeding": ("no", "yes"), "check_form": ("oxide", "citrate"),
    "conditions": ("none", "diabetes", "gout;hypertension"),
    "medication_times": ("levothyroxine=07:00,19:00", "zzyx = 8:00"),
}  # fmt: skip


class Broken(AssertionError):
    """A reader gave something that it cannot give. The seed says which input it was."""


class Reader(NamedTuple):
    """``read`` one input of ``rng``; ``folder`` is empty. ``may`` are the refusals it has. ``share``
    is its part of all runs, by how fast it is."""

    read: Callable[[Random, Path], object]
    may: tuple[type[Exception], ...]
    share: int


def law(holds: object) -> None:
    """Stop at an answer that cannot be."""
    if not holds:
        raise Broken


def _number(rng: Random, _: Path) -> None:
    low, high = rng.choice(((0, 5000), (2, 200), (1, 120)))
    law(low <= answers.number(mutate.text(rng, NUMBERS), "egfr", low, high, "5") <= high)


def _amount(rng: Random, _: Path) -> None:
    given = mutate.text(rng, NUMBERS)
    taken = answers.exposure_mg(given, "most", 5000, "5")
    law(0 <= answers.allowance_mg(given, "most", 5000, "5") <= taken <= 5000)


def _age(rng: Random, _: Path) -> None:
    months = answers.age_months(mutate.text(rng, AGES), 120)
    law(0 <= months < 121 * 12 and (months < 12 or months % 12 == 0))


def _egfr(rng: Random, _: Path) -> None:
    law(2 <= answers.egfr(mutate.text(rng, EGFRS), 2, 200) <= 200)


def _creatinine(rng: Random, _: Path) -> None:
    law(0.1 <= answers.creatinine_mg_dl(mutate.text(rng, CREATININES), 0.1, 30, 88.4) <= 30)


def _clock(rng: Random, _: Path) -> None:
    law(0 <= answers.clock(mutate.text(rng, CLOCKS), "wake") < 24 * 60)


def _word(rng: Random, _: Path) -> None:
    law(answers.word(mutate.text(rng, WORDS), "conditions", WORDS) in WORDS)


def _keys(rng: Random, _: Path) -> None:
    given = mutate.text(rng, NAMES)
    key = keys.key(given)
    law(key.isascii() and key == key.lower())
    law(keys.key(key) == key or len(given) > keys.LONGEST // 2)  # a longer key is cut once more
    for cut in (keys.items, keys.groups, keys.segments, keys.parts, keys.foreign):
        law(all(isinstance(part, str) and part.strip() for part in cut(given)))
    law(keys.bare(given) == keys.key(keys.bare(given)))
    law(keys.same(given) == keys.same(given))


def _medicine(rng: Random, _: Path) -> None:
    given = mutate.text(rng, NAMES)
    use = resolve.resolve(given, load_knowledge().medicines)
    law(use.text == given and (use.matches or not use.resolved))


def _product(rng: Random, _: Path) -> None:
    found = products.find(mutate.text(rng, NAMES), load_knowledge().products)
    law(found.mg is None or found.mg >= 0)


def _named(rng: Random, _: Path) -> None:
    use = medicine(mutate.text(rng, NAMES), load_knowledge())
    law(use.mg is None or use.mg >= 0)


def _label(rng: Random, _: Path) -> None:
    found = label.read(mutate.text(rng, LABELS), load_labels(), load_knowledge().products)
    law(found is None or 0 <= found.low_mg <= found.high_mg < float("inf"))


def _answers(rng: Random, _: Path) -> None:
    given: dict[str, Any] = dict(HEALTHY)
    for question in rng.choices(QUESTIONS, k=rng.randint(1, 6)):
        seeds = ANSWERS[question]
        texts = [
            mutate.text(rng, seeds) if rng.random() < 0.4 else rng.choice(seeds)
            for _ in range(rng.choice((1, 1, 1, 1, 2)))
        ]
        given[question] = texts if len(texts) > 1 or rng.random() < 0.2 else texts[0]
    if rng.random() < 0.2:
        given.pop(rng.choice(list(given)))
    profile = parse(given, load_knowledge(), lenient=rng.random() < 0.5)
    law(0 <= profile.age_months < 121 * 12)


def _rows(table: sources.Table, content: bytes) -> None:
    """Every row has a place, in order, and the bytes of that place."""
    end = 0
    for item in table.rows:
        law((item.cells is None) == bool(item.error))
        law(item.start is not None and item.end is not None and end <= item.start <= item.end)
        end = item.end or 0
        law(item.raw is None or item.raw == content[item.start : item.end])
    law(end <= len(content))


def _csv(rng: Random, _: Path) -> None:
    content = mutate.raw(rng, rng.choice(CSV))
    told = rng.choice((None, None, None, "utf-8", "cp1252", "utf-16"))
    mark = rng.choice((None, None, ",", ";", "\t"))
    keep = rng.choice(((), (), ("age",)))
    _rows(sources.delimited(io.BytesIO(content), told, mark, {}, keep), content)


def _json_lines(rng: Random, _: Path) -> None:
    content = mutate.raw(rng, rng.choice(LINES))
    _rows(sources.json_lines(io.BytesIO(content), None, {}, rng.choice(((), ("x",)))), content)


@cache
def _book() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ("id", "age", "sex", "medications"),
        (1, 45, "female", "none"),
        (2, "70", None, True),
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _workbook(rng: Random, _: Path) -> None:
    from magadvise.batch import sheets

    content = _changed_book(rng) if rng.random() < 0.8 else mutate.raw(rng, _book())
    for item in sheets.table(io.BytesIO(content), None, {}, ()).rows:
        law((item.cells is None) == bool(item.error))


def _changed_book(rng: Random) -> bytes:
    """The workbook with the bytes of one of its parts changed, packed again."""
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book())) as old, zipfile.ZipFile(stream, "w") as new:
        chosen = rng.choice([n for n in old.namelist() if "docProps" not in n])
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutate.raw(rng, content, 3) if name == chosen else content)
    return stream.getvalue()


STATUS = lab(0, "82810-3", valueQuantity=None, valueCodeableConcept={
    "coding": [{"system": "http://loinc.org", "code": "LA26683-5"}]})  # fmt: skip
RECORDS = (patient(), condition("N18.30"), lab(52), lab(1.1, "2160-0", "mg/dL"),
           lab(0.9, "2601-3", "mmol/L"), lab(2.7, "19123-9", "mg/dL"), STATUS,
           request("levothyroxine"), request(None, "2551", "cipro"), statement("zzyx"))  # fmt: skip


def _fhir(rng: Random, folder: Path) -> None:
    from magadvise.batch import fhir

    made = json.loads(json.dumps([*rng.sample(RECORDS, rng.randint(1, 5)), RECORDS[0]]))
    for _ in range(rng.randint(0, 3)):
        try:
            mutate.document(rng, made)
        except (TypeError, ValueError, IndexError):  # nothing is left to change
            break
    file = folder / rng.choice(("x.ndjson", "Patient.ndjson", "x.json"))
    if file.suffix == ".json" and rng.random() < 0.7:
        entries = [{"fullUrl": f"u{n}", "resource": r} for n, r in enumerate(made)]
        whole = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        content = json.dumps(whole)
    else:
        content = "\n".join(map(json.dumps, made))
    file.write_bytes(mutate.raw(rng, content.encode(), 1))
    try:
        for item in fhir.table([str(folder)], load_codes(), None).rows:
            law((item.cells is None) == bool(item.error))
    finally:
        file.unlink()


def _stored(rng: Random, folder: Path) -> None:
    """The bytes of a kept profile; ``load`` without its folder, which is the same for all."""
    found = profile_store._understood(
        json.loads(mutate.raw(rng, STORED).decode("utf-8", "surrogatepass"),
                   object_pairs_hook=profile_store._once)
    )  # fmt: skip
    law(set(found) <= set(QUESTIONS))


UNREADABLE = (ValueError, RecursionError, MagadviseError)  # what ``profile_store.load`` makes 65 of
READERS = {
    "number": Reader(_number, (answers.Refused,), 80),
    "amount": Reader(_amount, (answers.Refused,), 80),
    "age": Reader(_age, (answers.Refused,), 80),
    "egfr": Reader(_egfr, (answers.Refused,), 80),
    "creatinine": Reader(_creatinine, (answers.Refused,), 80),
    "clock": Reader(_clock, (answers.Refused,), 80),
    "word": Reader(_word, (answers.Refused,), 30),
    "keys": Reader(_keys, (), 90),
    "medicine name": Reader(_medicine, (), 40),
    "product": Reader(_product, (), 15),
    "medicine or product": Reader(_named, (), 10),
    "label": Reader(_label, (), 30),
    "answers": Reader(_answers, (InputError,), 20),
    "batch CSV": Reader(_csv, (sources.NoUsableData, InputError), 140),
    "batch JSON lines": Reader(_json_lines, (), 140),
    "batch workbook": Reader(_workbook, (sources.NoUsableData, InputError), 2),
    "batch FHIR": Reader(_fhir, (sources.NoUsableData, InputError), 8),
    "kept profile": Reader(_stored, UNREADABLE, 60),
}


def turns() -> Iterator[str]:
    """The name of a reader for every run, each as often as its share says, all of them early."""
    due = dict.fromkeys(READERS, 0.0)
    whole = sum(reader.share for reader in READERS.values())
    while True:
        for name, reader in READERS.items():
            due[name] += reader.share / whole
        chosen = max(due, key=lambda name: due[name])
        due[chosen] -= 1
        yield chosen
