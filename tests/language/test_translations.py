"""The files of a language: checked against the English texts, flagged where something is missing, and
unable to change anything but words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import healthy
from language.lab import add_language, copied, read, say, write
from magadvise import InputError, KnowledgeError, advise, load_knowledge, parse
from magadvise.export.json_plan import document
from magadvise.knowledge.load import (
    folder,
    forget,
    load_file,
    load_languages,
    load_words,
    manifest,
    seal,
)
from magadvise.knowledge.rows import MedicineTable
from magadvise.words import Words

pytestmark = pytest.mark.core

MARK = "[en] "
PEOPLE = [
    {},
    {"medications": "levothyroxine", "medication_times": "levothyroxine=07:00"},
    {"kidney": "unknown", "conditions": "diabetes", "creatinine": "1.1mg/dL", "age": "95"},
    {"red_flags": "one_leg_swollen", "patterns": ["pregnancy", "stress"], "pregnant": "yes"},
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    yield copied(tmp_path)
    forget()


def answered(place: Path | None, language: str, **changes: str | list[str] | None) -> Any:
    known = load_knowledge(place, language)
    return document(advise(parse(healthy(**changes), known), known, "us"))


# what ships --------------------------------------------------------------------------------------


def test_english_and_german_ship_and_english_comes_first():
    assert list(load_languages()) == ["en", "de"]
    assert load_languages()["de"].name == "Deutsch"


def test_german_lacks_no_text():
    """Of the data, of the core and of every message."""
    missing = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, str) and value.startswith(MARK):
            missing.append(path)
        elif isinstance(value, dict):
            for key, below in value.items():
                walk(below, f"{path}.{key}")
        elif isinstance(value, list):
            for number, below in enumerate(value):
                walk(below, f"{path}.{number}")

    files = {path.name for path in folder().glob("*.json")} - {"seal.json"}
    for name in files:
        walk(load_file(name, language="de"), name)
    areas = {path.stem for path in (folder() / "words").glob("*.json")}
    assert areas >= {"plan", "interview", "lookups"}
    for area in (*areas, "core"):
        walk({i: m.text for i, m in load_words(area, "de").messages.items()}, f"words/{area}")
    assert missing == []


@pytest.mark.parametrize(
    ("name", "table", "row", "field", "english", "german"),
    [
        ("rules.json", "rules", "KID001", "severity", "stop", "stop"),
        ("rda.json", "standards", "eu", "offered", True, True),
        ("medicines.json", "interactions", "R01", "title", "Oral ciprofloxacin", "Ciprofloxacin zum Einnehmen"),
        ("patterns.json", "patterns", "night", "name", "Night cramps", "Nächtliche Krämpfe"),
        ("questions.json", "questions", "sex", "title", "Sex", "Geschlecht"),
    ],
)  # fmt: skip
def test_a_row_keeps_its_values_and_changes_its_words(name, table, row, field, english, german):
    def value(language: str) -> Any:
        rows = load_file(name, language=language)[table]
        return next(r for r in rows if row in (r.get("id"), r.get("code")))[field]

    assert value("de") == german
    if field != "title" or name != "medicines.json":
        assert value("en") == english


# What a person reads; everything else of the knowledge must be the same value in each language.
READ = frozenset(
    "disclaimer intended_use name title mechanism advice summary detail todo seek_care_if overdose "
    "after_emergency statement text first_steps during_a_cramp placebo_note plain reason form_statement "
    "condition label stop_if habits serving food_statement cramp_effect group measure unit".split()
)


def values(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of the knowledge with where it stands."""
    if isinstance(value, Words):
        return
    if isinstance(value, MedicineTable):
        value = {"ingredients": value.ingredients, "interactions": value.interactions,
                 "names": value.names}  # fmt: skip
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if hasattr(value, "items"):
        for key, below in value.items():
            yield from values(below, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, below in enumerate(value):
            yield from values(below, (*path, str(number)))
    else:
        yield path, value


def test_no_id_code_number_severity_or_source_of_the_knowledge_changes():
    english, german = (dict(values(load_knowledge(language=lang))) for lang in ("en", "de"))
    assert english.keys() == german.keys()
    other = {path for path in english if english[path] != german[path]}
    assert len(other) > 500
    wrong = {path for path in other if not READ & {*path}}
    assert wrong == set()
    assert all(isinstance(german[path], str) for path in other)
    kept = [
        path for path in english if path[-1] in ("rda_mg", "ul_mg", "minimum", "severity", "code")
    ]
    assert len(kept) > 300
    assert not other & {*kept}


def test_each_name_of_a_medicine_resolves_alike():
    english, german = (load_knowledge(language=lang).medicines for lang in ("en", "de"))
    for name in list(english.names)[::37]:
        assert german.names[name] == english.names[name]


# what is missing ---------------------------------------------------------------------------------


def test_a_missing_text_stays_english_and_is_marked(place):
    file = place / "languages" / "de" / "rules.json"
    data = read(file)
    del data["rules"]["AGE003"]["todo"]
    write(file, data)
    row = load_knowledge(place, "de").rules["AGE003"]
    assert row.todo == MARK + load_knowledge(place).rules["AGE003"].todo
    assert not row.summary.startswith(MARK)


def test_a_missing_message_stays_english_and_is_marked(place):
    file = place / "languages" / "de" / "words_core.json"
    data = read(file)
    del data["messages"]["relative.bed"]
    write(file, data)
    assert (
        load_words("core", "de", place)("relative.bed", minutes=30) == "[en] 30 minutes before bed"
    )
    assert load_words("core", "de", place)("relative.dinner") == "zum Abendessen"


def test_a_missing_file_leaves_all_of_it_english_and_marked(place):
    (place / "languages" / "de" / "foods.json").unlink()
    german, english = load_knowledge(place, "de"), load_knowledge(place)
    assert [food.name for food in german.foods] == [MARK + food.name for food in english.foods]
    assert [food.serving for food in german.foods] == [food.serving for food in english.foods]


# what is broken ----------------------------------------------------------------------------------

Change = Callable[[Any], object]


def put(*path: str, to: Any) -> Change:
    """Set one value of a file."""

    def how(data: Any) -> None:
        for key in path[:-1]:
            data = data.setdefault(key, {})
        data[path[-1]] = to

    return how


KID = ("rules", "KID001", "summary")
STILL = "eGFR unter {line}: kein Magnesium als Nahrungsergänzung, Säurebinder oder Abführmittel."
BROKEN: dict[str, tuple[str, Change, str, str]] = {
    "a field is missing": ("rules.json", put(*KID, to="eGFR zu niedrig."), "KID001", "fields"),
    "a field is too many": ("rules.json", put(*KID, to=STILL + " {cap}"), "KID001", "fields"),
    "a field is misspelt": ("rules.json", put(*KID, to="eGFR unter {linie}."), "KID001", "fields"),
    "a field with an attribute": (
        "rules.json", put(*KID, to="eGFR unter {line.__class__}."), "KID001", "plain name"),
    "an open brace": ("rules.json", put(*KID, to="eGFR unter {line."), "KID001", "brace"),
    "a number changed": (
        "dosing.json", put("numbers", "older_adult_cap_mg", "meaning", to="Ab 56 Jahren."),
        "older_adult_cap_mg", "numbers"),
    "a number more": (
        "dosing.json", put("numbers", "older_adult_cap_mg", "meaning", to="Ab 65 Jahren 200 mg."),
        "older_adult_cap_mg", "numbers"),
    "a decimal lost": (
        "patterns.json", put("placebo_note", "text", to="28 % weniger nach 4 Wochen. 2 und 4."),
        "placebo_note", "numbers"),
    "a flag lost": (
        "rules.json", put("rules", "TIM002", "todo", to="Geben Sie die Zeiten an."), "TIM002", "flags"),
    "eGFR renamed": ("rules.json", put(*KID, to="GFR unter {line}."), "KID001", "flags"),
    "a summary too long": ("rules.json", put(*KID, to=STILL + "x" * 70), "KID001", "longer"),
    "an empty text": ("rules.json", put(*KID, to=""), "KID001", "empty"),
    "a blank text": ("rules.json", put(*KID, to="   "), "KID001", "blank"),
    "a blank at an end": ("rules.json", put(*KID, to=STILL + " "), "KID001", "blanks"),
    "two lines": ("rules.json", put(*KID, to="eGFR unter\n{line}."), "KID001", "print"),
    "no text but a number": ("rules.json", put(*KID, to=30), "KID001", "no text"),
    "the mark": ("rules.json", put(*KID, to=MARK + STILL), "KID001", "mark"),
    "an unknown row": ("rules.json", put("rules", "KID999", "title", to="x"), "KID999", "no such row"),
    "an unknown table": ("rules.json", put("regeln", to={}), "regeln", "no text"),
    "a severity": ("rules.json", put("rules", "KID001", "severity", to="info"), "severity", "no text"),
    "a number of the tables": (
        "rda.json", put("limits", "adults", "ul_mg", to="900"), "ul_mg", "no text"),
    "a source": ("foods.json", put("foods", "banana", "source", to=["ODS"]), "source", "no text"),
    "a window of a medicine": (
        "medicines.json", put("interactions", "R01", "mg_after_drug_h", to={"minimum": 0}),
        "mg_after_drug_h", "no text"),
    "a text that English lacks": (
        "forms.json", put("forms", "citrate", "never_reason", to="nie"), "never_reason", "English"),
    "a list cut short": (
        "red_flags.json", put("seek_care_if", to=["Rufen Sie den Notruf."]), "seek_care_if", "texts"),
    "an id in an example": (
        "rules.json", put("rules", "KID001", "example", "line", to="Linie"), "KID001", "id"),
    "a row that is no row": ("rules.json", put("rules", "KID001", to="x"), "KID001", "by name"),
    "an unknown message": ("words_core.json", put("messages", "nosuch", to="x"), "nosuch", "no text"),
    "a message without its field": (
        "words_core.json", put("messages", "minutes", to="Minuten"), "minutes", "fields"),
    "a message in a wrong place": ("words_core.json", put("hours", to="x"), "file", "messages"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_translation_is_refused_with_file_and_row(place, what):
    name, how, row, reason = BROKEN[what]
    file = place / "languages" / "de" / name
    data = read(file)
    how(data)
    write(file, data)
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(place, "de")
    assert caught.value.file == f"languages/de/{name}"
    assert row in caught.value.row
    assert reason in caught.value.reason
    assert load_knowledge(place).rules["KID001"].severity == "stop"  # English goes on


def test_nothing_broken_is_ever_sealed(place):
    before = (place / "seal.json").read_bytes()
    say(place, "de", "rules.json", {"rules": {"KID001": {"title": ""}}})
    with pytest.raises(KnowledgeError, match=r"KID001\.title"):
        seal(place)
    assert (place / "seal.json").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("rules.json", "{", "JSON"),
        ("rules.json", "[]", "tables"),
        ("rules.json", '{"rules": {"KID001": {"title": "a", "title": "b"}}}', "JSON"),
        ("nosuch.json", "{}", "no data file"),
        ("codes.json", "{}", "no data file"),
        ("words_nosuch.json", '{"messages": {}}', "no data file"),
    ],
)
def test_a_file_that_is_none_of_a_language_is_refused(place, name, text, reason):
    (place / "languages" / "de" / name).write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=reason) as caught:
        load_knowledge(place, "de")
    assert caught.value.file == f"languages/de/{name}"


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "{}", '{"languages": 5}', '{"languages": [{"id": "de"}]}',
     '{"languages": [{"id": "en", "name": "English", "size": 3}]}'],
)  # fmt: skip
def test_a_broken_list_of_languages_is_refused_and_english_goes_on(place, text):
    (place / "languages" / "languages.json").write_text(text, encoding="utf-8")
    with pytest.raises((KnowledgeError, InputError)):
        load_knowledge(place, "de")
    assert load_knowledge(place).version == manifest()["knowledge_version"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": "de", "name": "Deutsch"}, "twice"),
        ({"id": "English", "name": "x"}, "id"),
        ({"id": "xx", "name": ""}, "name"),
        ({"id": "xx", "name": "X", "decimal": ";"}, "decimal"),
        ({"id": "xx", "name": "X", "date": "{day}.{month}"}, "date"),
    ],
)
def test_a_language_that_does_not_say_how_it_writes_is_refused(place, row, reason):
    add_language(place, **row)
    with pytest.raises(KnowledgeError, match=reason):
        seal(place)


def test_a_changed_english_text_brings_the_check_of_every_language(place):
    """A translation that was right yesterday may not be today."""
    file = place / "dosing.json"
    old, new = "Most a day from 65 years.", "Most a day from 66 years."
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(place, "de")
    assert caught.value.file == "languages/de/dosing.json"


def test_a_decimal_comma_is_the_point_of_the_english_text():
    assert "0,18" in load_knowledge(language="de").patterns["night"].statement
    assert "0.18" in load_knowledge().patterns["night"].statement


# a language more ---------------------------------------------------------------------------------


def test_a_third_language_is_a_matter_of_data_alone(place):
    """A made-up one, which says a few things and leaves the rest English."""
    add_language(place, id="xx", name="Made up", decimal=",", keeps_capitals=True)
    say(place, "xx", "knowledge.json", {"disclaimer": "Lo dic al farmacist."})
    say(place, "xx", "words_core.json", {"messages": {"hours": "{hours} hor"}})
    say(place, "xx", "words_plan.json", {"messages": {}})
    seal(place)
    known = load_knowledge(place, "xx")
    assert list(load_languages(place)) == ["en", "de", "xx"]
    assert known.disclaimer == "Lo dic al farmacist."
    assert known.words("hours", hours=2.5) == "2,5 hor"
    assert known.rules["KID001"].title.startswith(MARK)
    for person in PEOPLE:
        english, made = answered(place, "en", **person), answered(place, "xx", **person)
        assert [f["code"] for f in made["findings"]] == [f["code"] for f in english["findings"]]
        assert made["dose"] == english["dose"]
        assert made["disposition"] == english["disposition"]
        assert all(f["summary"].startswith(MARK) for f in made["findings"])


def test_a_language_that_is_not_there_is_a_wrong_answer_with_those_that_are():
    with pytest.raises(InputError) as caught:
        load_knowledge(language="fr")
    assert caught.value.problems()[0].allowed == ("en", "de")
