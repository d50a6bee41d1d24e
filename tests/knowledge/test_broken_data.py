"""A data file that is broken, or that contradicts another one, is refused with file, row and reason."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.lab import change, read, row, small_copy
from magadvise import InputError, KnowledgeError, advise, load_knowledge, parse
from magadvise.knowledge.load import forget, load_file, seal
from magadvise.rules import registry

pytestmark = pytest.mark.core

Change = Callable[[Any], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small copy that every test begins with."""
    return small_copy(tmp_path_factory.mktemp("data"))


@pytest.fixture
def lab(whole: Path, tmp_path: Path) -> Path:
    """A folder of its own to break."""
    return Path(shutil.copytree(whole, tmp_path / "data"))


def refused(lab: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(lab)
    error = caught.value
    assert error.exit_code == 70
    assert error.file
    assert error.row
    assert error.reason
    assert f"data file {error.file}, {error.row}: {error.reason}" == str(error)
    return error


def test_the_small_copy_itself_is_whole(lab):
    assert load_knowledge(lab).numbers["egfr_stop"] == 30
    seal(lab)
    assert load_file("topics.json", lab)["topics"]


def put(key: str, which: dict[str, object], **values: object) -> Change:
    """Set values in one row of a list."""
    return lambda data: row(data, key, **which).update(values)


def drop(key: str, which: dict[str, object], *fields: str) -> Change:
    """Remove fields of one row of a list, or the row if none is named."""

    def how(data: Any) -> None:
        found = row(data, key, **which)
        for field in fields:
            del found[field]
        if not fields:
            data[key].remove(found)

    return how


def twice(key: str, which: dict[str, object], **values: object) -> Change:
    """Add a copy of one row with other values."""
    return lambda data: data[key].append({**row(data, key, **which), **values})


STOP = {"id": "egfr_stop"}
CAP = {"id": "unknown_cap_mg"}
KID = {"code": "KID001"}
CIPRO = {"id": "ciprofloxacin"}
WOMEN = {"standard": "us", "sex": "female", "stage": "none", "from_months": 31 * 12}
ADULTS = {"standard": "us", "from_months": 9 * 12}
OXIDE = {"form": "oxide", "when": "always"}

BROKEN: dict[str, tuple[str, Change, str]] = {
    # the shape of a row
    "an unknown key": ("rules.json", put("rules", KID, colour="red"), "colour"),
    "a missing key": ("rules.json", drop("rules", KID, "todo"), "todo"),
    "an unknown list": ("foods.json", lambda data: data.update(drinks=[]), "drinks"),
    "a number as text": ("rda.json", put("intakes", WOMEN, rda_mg="320"), "rda_mg"),
    "a fraction for whole mg": ("rda.json", put("intakes", WOMEN, rda_mg=320.5), "rda_mg"),
    "negative mg": ("rda.json", put("intakes", WOMEN, rda_mg=-320), "rda_mg"),
    "a word for yes or no": ("forms.json", put("forms", {"id": "oxide"}, alkaline="yes"), "alkaline"),
    "nothing for a text": ("topics.json", lambda d: d["topics"][0].update(title=""), "title"),
    "a food left out that is none": (
        "foods.json", lambda d: d["notes"][0]["leave_out"].append("nutz"), "choking"),
    "spaces around a text": ("foods.json", lambda d: d["foods"][0].update(name=" oats"), "name"),
    "a list for a row": ("dosing.json", lambda d: d["numbers"].append([]), "numbers"),
    "an unknown rung": ("rules.json", put("rules", KID, at_least="dont"), "at_least"),
    "an unknown severity": ("rules.json", put("rules", KID, severity="bad"), "severity"),
    "an unknown letter": (
        "medicines.json",
        put("interactions", {"id": "R01"}, grades=[{"when": "always", "letter": "Z"}]),
        "letter",
    ),
    "a code of no family": ("rules.json", put("rules", KID, code="ABC001"), "code"),
    "an id with capitals": ("forms.json", put("forms", {"id": "topical"}, id="Topical"), "id"),
    "a time that no clock shows": (
        "dosing.json", put("usual_times", {"id": "bedtime"}, time="25:30"), "time",
    ),
    "a gap longer than a day": (
        "medicines.json",
        put("interactions", {"id": "R01"}, mg_after_drug_h={"minimum": 25.0, "preferred": 25.0}),
        "minimum",
    ),
    "a summary with a foreign letter": (
        "conditions.json", put("conditions", {"id": "heart_block"}, summary="Herzblock: später."),
        "summary",
    ),
    "a summary of 140 letters": (
        "red_flags.json", put("red_flags", {"id": "dark_urine"}, summary="x" * 140), "summary",
    ),
    # sources
    "no source": ("dosing.json", drop("numbers", STOP, "source"), "source"),
    "an empty list of sources": ("dosing.json", put("numbers", STOP, source=[]), "source"),
    "a source that nobody knows": ("dosing.json", put("numbers", STOP, source=["NOBODY99"]), "NOBODY99"),
    "an unknown source deep in a row": (
        "forms.json", lambda d: d["forms"][0]["variants"][0].update(source=["NOBODY99"]), "NOBODY99",
    ),
    "no locator": ("dosing.json", drop("numbers", STOP, "locator"), "locator"),
    "a blank locator": ("dosing.json", put("numbers", STOP, locator=""), "locator"),
    "no word on whether it was read": ("dosing.json", drop("numbers", STOP, "verified"), "verified"),
    "a policy called verified": (
        "dosing.json", put("numbers", STOP, verified=True, confidence="policy"), "verified",
    ),
    "a source twice": ("sources.json", lambda d: d["sources"].append(d["sources"][0]), "twice"),
    "an empty citation": ("sources.json", lambda d: d["sources"][0].update(citation=""), "citation"),
    # one name, one thing
    "an id twice": ("forms.json", twice("forms", {"id": "oxide"}), "twice"),
    "a code twice": ("rules.json", twice("rules", KID), "twice"),
    "a code of another file": (
        "conditions.json", put("conditions", {"id": "heart_block"}, code="KID001"), "twice",
    ),
    "a name of two medicines": (
        "medicines.json",
        lambda d: row(d, "ingredients", id="rilpivirine")["names"].append("cipro"),
        "cipro",
    ),
    "a name of a medicine and of a combination": (
        "medicines.json", lambda d: d["combinations"][0]["names"].append("cipro"), "cipro",
    ),
    "a name that no look-up would find": (
        "medicines.json", lambda d: row(d, "ingredients", **CIPRO)["names"].append("Cipro®"), "cipro",
    ),
    "a product name twice": (
        "products.json",
        lambda d: d["products"][0]["names"].append(d["products"][1]["names"][0]),
        "belongs",
    ),
    # ages
    "two rows for one age": ("rda.json", twice("intakes", WOMEN, group="again"), "overlaps"),
    "two limits for one age": ("rda.json", twice("limits", ADULTS), "overlaps"),
    "an age without a row": ("rda.json", put("intakes", WOMEN, from_months=32 * 12), "no row"),
    "an age without a limit": ("rda.json", put("limits", ADULTS, from_months=10 * 12), "no row"),
    "an empty band": ("rda.json", put("intakes", WOMEN, before_months=31 * 12), "empty"),
    "an unknown standard": ("rda.json", twice("limits", ADULTS, standard="mars"), "standard"),
    "a limit that is missing without a reason": (
        "rda.json", put("limits", ADULTS, ul_mg=None), "without a reason",
    ),
    # limits
    "a computed eGFR that stops below the measured one": (
        "dosing.json", put("numbers", {"id": "egfr_computed_stop"}, value=29), "egfr_computed_stop",
    ),
    "an eGFR that stops above the one for a clinician": (
        "dosing.json", put("numbers", {"id": "egfr_clinician"}, value=34), "egfr_clinician",
    ),
    "a cap above the upper limit": ("dosing.json", put("numbers", CAP, value=400), "unknown_cap_mg"),
    "a cap below the least room": ("dosing.json", put("numbers", CAP, value=40), "unknown_cap_mg"),
    "one intake above the upper limit": (
        "dosing.json", put("numbers", {"id": "one_intake_mg"}, value=351), "one_intake_mg",
    ),
    "half a milligram": ("dosing.json", put("numbers", CAP, value=150.5), "whole"),
    "half a year": ("dosing.json", put("numbers", {"id": "older_adult_years"}, value=64.5), "whole"),
    "a rule with a number that is not there": (
        "rules.json", put("rules", KID, numbers=["egfr_nowhere"]), "egfr_nowhere",
    ),
    "a rule with a cap that is not there": (
        "rules.json", put("rules", {"code": "KID010"}, cap="no_such_cap_mg"), "no_such_cap_mg",
    ),
    "a cap that is no amount": (
        "rules.json", put("rules", {"code": "KID010"}, cap="older_adult_years"), "cap",
    ),
    "a stop that stops nothing": ("rules.json", put("rules", KID, at_least=None), "severity"),
    "a stop that only asks": ("rules.json", put("rules", KID, at_least="check_first"), "severity"),
    "a stop condition without code": (
        "conditions.json", put("conditions", {"id": "heart_block"}, code=None), "code",
    ),
    "a pattern with half an effect": (
        "patterns.json", put("patterns", {"id": "dialysis"}, at_least=None), "all or none",
    ),
    # protocol
    "a protocol that falls": (
        "dosing.json",
        lambda d: d["protocols"][0]["steps"][-1].update(mg_per_day=100),
        "rise",
    ),
    "a protocol that begins late": (
        "dosing.json", lambda d: d["protocols"][0]["steps"][0].update(from_day=2), "day 1",
    ),
    "a protocol without steps": ("dosing.json", lambda d: d["protocols"][0].update(steps=[]), "steps"),
    "a protocol above the upper limit": (
        "dosing.json", lambda d: d["protocols"][0]["steps"][-1].update(mg_per_day=360), "limits",
    ),
    "a protocol below the least room": (
        "dosing.json", lambda d: d["protocols"][0]["steps"][0].update(mg_per_day=40), "limits",
    ),
    # forms
    "a choice of a form that is not there": (
        "forms.json", lambda d: d["choices"][0].update(form="moonstone"), "moonstone",
    ),
    "a choice of a form that is never chosen": (
        "forms.json", lambda d: d["choices"][0].update(form="oxide"), "oxide",
    ),
    "no choice for everybody": ("forms.json", lambda d: d["choices"].pop(), "choice"),
    "a reason against a form that is not there": (
        "forms.json", put("avoid", OXIDE, form="moonstone"), "moonstone",
    ),
    # medicines
    "a window for one side only": (
        "medicines.json", put("interactions", {"id": "R01"}, mg_before_drug_h=None), "R01",
    ),
    "no window where medicines are kept apart": (
        "medicines.json",
        put("interactions", {"id": "R01"}, mg_after_drug_h=None, mg_before_drug_h=None),
        "R01",
    ),
    "a window for what must not be taken": (
        "medicines.json",
        put("interactions", {"id": "R20"}, mg_after_drug_h={"minimum": 2.0, "preferred": 2.0},
            mg_before_drug_h={"minimum": 2.0, "preferred": 2.0}),
        "R20",
    ),
    "a wish shorter than the label": (
        "medicines.json",
        put("interactions", {"id": "R01"}, mg_after_drug_h={"minimum": 4.0, "preferred": 2.0}),
        "preferred",
    ),
    "an unknown class": (
        "medicines.json", put("ingredients", CIPRO, drug_class="wizardry"), "ciprofloxacin",
    ),
    "an unknown row": ("medicines.json", put("ingredients", CIPRO, interaction="R98"), "R98"),
    "an unknown form to avoid": (
        "medicines.json", put("interactions", {"id": "R01"}, avoid_forms=["moonstone"]), "moonstone",
    ),
    "an unknown ingredient of a combination": (
        "medicines.json", lambda d: d["combinations"][0]["ingredients"].append("moondust"), "moondust",
    ),
    "an unknown ingredient of a brand for the eye": (
        "medicines.json", lambda d: d["route_brands"][0].update(ingredients=["moondust"]), "moondust",
    ),
    "a combination that asks for a shorter gap than its ingredient": (
        "medicines.json",
        put("interactions", {"id": "R17"}, mg_before_drug_h={"minimum": 4.0, "preferred": 4.0}),
        "R17",
    ),
    "a combination that is milder than its ingredient": (
        "medicines.json",
        put("interactions", {"id": "R17"}, grades=[{"when": "always", "letter": "I"}]),
        "R17",
    ),
    "a combination that drops the gap of its ingredient": (
        "medicines.json",
        put("interactions", {"id": "R17"}, mg_after_drug_h=None, mg_before_drug_h=None,
            grades=[{"when": "always", "letter": "M"}]),
        "R17",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_data_is_refused(lab, fault):
    name, how, reason = BROKEN[fault]
    change(lab, name, how)
    error = refused(lab)
    assert error.file == name
    assert reason in f"{error.row} {error.reason}"


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"rules": [}'])
def test_a_file_that_is_no_json_object_is_refused(lab, text):
    (lab / "rules.json").write_bytes(text)
    assert refused(lab).file == "rules.json"


@pytest.mark.parametrize("name", ["rules.json", "medicines.json", "topics.json", "knowledge.json"])
def test_a_file_that_is_missing_is_refused(lab, name):
    (lab / name).unlink()
    error = refused(lab)
    assert (error.file, error.row) == (name, "file")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize("name", ["egfr_stop", "one_intake_mg"])
def test_a_limit_that_is_no_number_is_refused(lab, name, number):
    """Nothing is below NaN: a rule with such a limit would never fire."""
    file = lab / "dosing.json"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(rf'("id": "{name}".*?"value": )[0-9.]+', rf"\g<1>{number}", text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    assert refused(lab).file == "dosing.json"


def test_medicines_that_share_a_line_are_refused_because_a_look_up_reads_lines(lab):
    file = lab / "medicines.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("},\n{", "}, {"), encoding="utf-8")
    assert refused(lab).file == "medicines.json"


def test_a_medicine_that_is_spread_over_lines_is_refused(lab):
    file = lab / "medicines.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(', "names": ', ',\n "names": '), encoding="utf-8")
    assert refused(lab).file == "medicines.json"


NEEDED = [
    ("dosing.json", "numbers", {"id": "slot_minutes"}),
    ("dosing.json", "numbers", {"id": "egfr_stop"}),
    ("dosing.json", "numbers", {"id": "ckdepi_beta"}),
    ("dosing.json", "protocols", {"id": "older_adult"}),
    ("dosing.json", "usual_times", {"id": "bedtime"}),
    ("dosing.json", "usual_times", {"id": "dinner"}),
    ("patterns.json", "patterns", {"id": "unknown"}),
    ("rda.json", "standards", {"id": "us"}),
]


@pytest.mark.parametrize(("name", "key", "which"), NEEDED, ids=str)
def test_a_row_that_the_program_reads_by_name_must_be_there(lab, name, key, which):
    change(lab, name, drop(key, which))
    refused(lab)


# the seal ----------------------------------------------------------------------------------------


def test_a_sealed_file_that_was_changed_is_checked_again(lab):
    seal(lab)
    change(lab, "dosing.json", put("numbers", CAP, value=400))
    assert refused(lab).row == "unknown_cap_mg"


def test_a_sealed_list_that_is_only_shown_is_checked_again_when_it_was_changed(lab):
    seal(lab)
    change(lab, "topics.json", lambda data: data["topics"][0]["points"][0].update(source=[]))
    with pytest.raises(KnowledgeError, match=r"topics\.json"):
        load_file("topics.json", lab)


def test_broken_data_cannot_be_sealed(lab):
    change(lab, "dosing.json", put("numbers", CAP, value=400))
    with pytest.raises(KnowledgeError):
        seal(lab)
    assert not (lab / "seal.json").exists()


@pytest.mark.parametrize("text", ["", "[]", "null", "7", '"x"', "{", "{}", '{"rules.json": 5}'])
def test_a_seal_that_says_nothing_hides_nothing(lab, text):
    (lab / "seal.json").write_text(text, encoding="utf-8")
    assert load_knowledge(lab).numbers["egfr_stop"] == 30
    forget()
    change(lab, "dosing.json", put("numbers", CAP, value=400))
    assert refused(lab).row == "unknown_cap_mg"


# rows and rules ----------------------------------------------------------------------------------


def test_every_row_has_its_rule_and_every_rule_its_row():
    registry.check(load_knowledge())


def without(code: str) -> Change:
    return drop("rules", {"code": code})


@pytest.mark.parametrize("code", ["KID001", "MED001", "AGE001", "DOS003", "TIM005"])
def test_a_rule_whose_row_is_gone_is_refused(lab, code):
    change(lab, "rules.json", without(code))
    with pytest.raises(KnowledgeError, match=code):
        registry.check(load_knowledge(lab))


def test_a_row_without_a_rule_is_refused(lab):
    change(lab, "rules.json", twice("rules", KID, code="KID899"))
    with pytest.raises(KnowledgeError, match="KID899"):
        registry.check(load_knowledge(lab))


def test_a_rule_that_still_runs_cannot_be_retired(lab):
    change(lab, "rules.json", put("rules", KID, status="retired"))
    with pytest.raises(KnowledgeError, match="KID001"):
        registry.check(load_knowledge(lab))


@pytest.mark.parametrize("code", ["KID002", "CON108"])
def test_no_advice_is_given_from_knowledge_that_has_lost_a_stop(lab, code):
    """Whoever loads such a folder must not get a dose out of it by another door."""
    name, key = ("rules.json", "rules") if code == "KID002" else ("conditions.json", "conditions")
    change(lab, name, drop(key, {"code": code}))
    answers = {"age": "45", "sex": "male", "kidney": "dialysis"}
    if code == "CON108":
        answers = {"age": "45", "sex": "male", "conditions": "iv_magnesium"}

    def answer() -> None:
        knowledge = load_knowledge(lab)
        advise(parse(answers, knowledge), knowledge)

    with pytest.raises((KnowledgeError, InputError)):
        answer()


def test_two_rules_for_one_code_are_refused():
    taken = next(iter(registry.PREDICATES))
    with pytest.raises(KnowledgeError, match=taken):
        registry.rule(taken)(lambda case: [])
    with pytest.raises(KnowledgeError, match=taken):
        registry.later(taken)


def test_the_real_files_are_the_ones_that_ship(lab):
    """The small copy is smaller: nobody took it for the real thing."""
    assert len(read("medicines.json")["ingredients"]) > len(
        read("medicines.json", lab)["ingredients"]
    )
