"""Each data file as it ships: valid, sealed, and every fact with its source."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.lab import read
from magadvise import load_knowledge
from magadvise.errors import KnowledgeError
from magadvise.knowledge import check, load, rows, schema
from magadvise.knowledge.load import NAMES, folder

pytestmark = pytest.mark.core

FILES = """knowledge sources rda forms medicines products conditions red_flags patterns dosing foods
topics rules labels questions report codes diary""".split()


@pytest.mark.parametrize("name", FILES)
def test_a_data_file_has_the_shape_that_its_rows_must_have(name):
    file = f"{name}.json"
    schema.FILES[file].model_validate_json((folder() / file).read_bytes(), strict=True)


def test_there_is_no_data_file_beyond_the_known_ones():
    present = {path.name for path in folder().iterdir()}
    assert present == {f"{name}.json" for name in FILES} | {"seal.json", "words", "languages"}
    assert set(NAMES) == {f"{name}.json" for name in FILES}


def test_the_files_agree_with_each_other():
    check.everything({name: (folder() / name).read_bytes() for name in NAMES})


def test_the_seal_is_current(tmp_path):
    """``make seal`` writes it after a change of the data."""
    place = shutil.copytree(folder(), tmp_path / "data")
    load.seal(place)
    assert read("seal.json") == read("seal.json", place)


def test_the_knowledge_has_a_version_and_a_review_date():
    manifest = read("knowledge.json")
    assert re.fullmatch(r"\d{4}\.\d{2}(\.\d+)?", manifest["knowledge_version"])
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", manifest["reviewed"])
    assert "no diagnosis" in manifest["disclaimer"]
    assert "no prescription" in manifest["disclaimer"]


@pytest.mark.parametrize("due", ["2026-11-21", "2025-01-01", "2027-02-30", "2027-13-01", "soon"])
def test_the_next_review_is_a_day_after_the_last(due):
    files = {name: (folder() / name).read_bytes() for name in NAMES}
    manifest = {**json.loads(files["knowledge.json"]), "review_due": due}
    with pytest.raises(KnowledgeError):
        check.everything({**files, "knowledge.json": json.dumps(manifest).encode()})


@pytest.mark.parametrize("name", FILES)
def test_a_data_file_holds_no_key_twice_and_no_number_that_is_none(name):
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    def refuse(word: str) -> None:
        raise AssertionError(word)

    text = (folder() / f"{name}.json").read_text(encoding="utf-8")
    json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    assert "\r" not in text
    assert text.endswith("\n")


# every fact has a source -------------------------------------------------------------------------

FACTS = {
    "rda.json": ("standards", "intakes", "limits"),
    "forms.json": ("forms", "choices", "alternatives", "avoid"),
    "medicines.json": ("interactions",),
    "products.json": ("products",),
    "conditions.json": ("conditions",),
    "red_flags.json": ("red_flags",),
    "patterns.json": ("patterns", "during_a_cramp"),
    "dosing.json": ("numbers", "protocols", "usual_times", "stop_if", "habits"),
    "foods.json": ("foods", "notes"),
    "rules.json": ("rules",),
    "report.json": ("age_bands", "kidney_bands", "dispositions", "reasons", "texts"),
    "codes.json": (
        "systems", "kidney", "pregnancy", "conditions", "tests", "units", "routes", "absent", "months",
        "extensions",
    ),
}  # fmt: skip


def facts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of a file that names a source, with where it stands."""
    if isinstance(value, dict):
        if "source" in value:
            yield path, value
        for key, item in value.items():
            yield from facts(item, f"{path}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from facts(item, f"{path}.{number}")


@pytest.mark.parametrize("name", FACTS)
def test_every_row_of_facts_names_source_and_locator_and_says_whether_it_was_read(name):
    data = read(name)
    for key in FACTS[name]:
        assert data[key]
        for fact in data[key]:
            assert fact["source"]
            assert fact["locator"].strip()
            assert type(fact["verified"]) is bool
            assert fact["confidence"] in ("read", "calculated", "high", "medium", "low", "policy")


@pytest.mark.parametrize("name", [*FACTS, "topics.json"])
def test_what_was_not_read_is_never_called_verified(name):
    found = list(facts(read(name)))
    assert found
    wrong = [
        where
        for where, fact in found
        if fact["verified"] != (fact["confidence"] in ("read", "calculated"))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", [*FACTS, "topics.json"])
def test_every_source_resolves_to_a_citation(name):
    citations = {row["id"]: row["citation"] for row in read("sources.json")["sources"]}
    named = {source for _, fact in facts(read(name)) for source in fact["source"]}
    assert named - citations.keys() == set()
    assert all(len(citations[source]) > 10 for source in named)


def test_the_text_of_a_row_has_no_loose_ends():
    """No double spaces, no space at an end, no full stop before a full stop."""
    wrong = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, str):
            if value != value.strip() or "  " in value or re.search(r"(?<!\.)\.\.(?!\.)", value):
                wrong.append((path, value))
        elif isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{path}.{key}")
        elif isinstance(value, list):
            for item in value:
                walk(item, path)

    for name in FILES:
        walk(read(f"{name}.json"), name)
    assert wrong == []


def test_what_calls_a_class_of_medicines_names_one_that_exists():
    """Reasons to avoid a form hold for a class: a wrong name would hold for nobody."""
    classes = {row["id"] for row in read("medicines.json")["classes"]}
    whens = {row["when"] for row in read("forms.json")["avoid"]} - {"always"}
    assert whens
    assert whens <= classes
    used = {row["drug_class"] for row in read("medicines.json")["ingredients"]}
    assert whens <= used


@pytest.mark.parametrize(
    ("row", "model", "renamed"),
    [
        (rows.Standard, schema.Standard, {}),
        (rows.IntakeRow, schema.Intake, {}),
        (rows.LimitRow, schema.Limit, {}),
        (rows.Window, schema.Window, {}),
        (rows.Grade, schema.Grade, {}),
        (rows.Condition, schema.Condition, {}),
        (rows.RedFlag, schema.RedFlag, {}),
        (rows.Effect, schema.Effect, {}),
        (rows.Pattern, schema.Pattern, {}),
        (rows.Form, schema.Form, {}),
        (rows.FormRule, schema.Choice, {}),
        (rows.FormRule, schema.Alternative, {}),
        (rows.FormRule, schema.Avoid, {}),
        (rows.Protocol, schema.Protocol, {}),
        (rows.UsualTime, schema.UsualTime, {"minute": "time"}),
        (rows.Rule, schema.Rule, {}),
        (rows.Food, schema.Food, {}),
        (rows.Product, schema.Product, {}),
        (
            rows.Interaction,
            schema.Interaction,
            {"mg_after_drug": "mg_after_drug_h", "mg_before_drug": "mg_before_drug_h"},
        ),
        (
            rows.Ingredient,
            schema.Ingredient,
            {"cramp_effect": "cramp_link", "cramp_sources": "cramp_link"},
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_core_reads_no_field_that_the_files_do_not_have(row, model, renamed):
    fields = {renamed.get(field, field) for field in row._fields}
    assert fields <= set(model.model_fields)


def test_the_effects_whose_minus_is_fewer_cramps_say_so():
    """Their measure is cramps on magnesium minus those without; those count in cramps."""
    for pattern in read("patterns.json")["patterns"]:
        for effect in pattern["effects"]:
            difference = " minus " in effect["measure"] and "cramp" in effect["unit"]
            assert effect["minus_is_fewer"] == difference, effect["measure"]


def test_the_loaded_knowledge_cannot_be_changed():
    knowledge = load_knowledge()
    with pytest.raises(TypeError):
        knowledge.numbers["one_intake_mg"] = 5000
    with pytest.raises(TypeError):
        knowledge.rules["KID001"] = None
    with pytest.raises(AttributeError):
        knowledge.limits[0].ul_mg = 5000
