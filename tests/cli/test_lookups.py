"""``explain``, ``show`` and ``schema``: everything that is known can be looked up, in full."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from helpers import codes, flags, plan
from magadvise import contract
from magadvise.cli.main import main
from magadvise.knowledge.load import folder

LISTS = ("rda", "forms", "foods", "patterns", "standards", "sources", "topics")
EXPLAINED = """code title severity at_least no_increase what why todo numbers sources locator
verified confidence since status replaced_by""".split()


def coded() -> list[str]:
    """Every code that the data files name."""
    found = []
    for file, key in (("rules", "rules"), ("conditions", "conditions"),
                      ("red_flags", "red_flags"), ("patterns", "patterns")):  # fmt: skip
        rows = json.loads((folder() / f"{file}.json").read_text(encoding="utf-8"))[key]
        found += [row["code"] for row in rows if row["code"]]
    return sorted(found)


CODES = coded()


def joined(text: str) -> str:
    return " ".join(text.split())


# explain -----------------------------------------------------------------------------------------


def captured(*arguments: str) -> str:
    """What a command prints, for a fixture that many tests share."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert main(list(arguments)) == 0
    return stream.getvalue()


@pytest.fixture(scope="module")
def entries() -> dict[str, dict[str, Any]]:
    """What ``explain --all --json`` prints, by code."""
    printed = json.loads(captured("explain", "--all", "--json"))
    return {entry["code"]: entry for entry in printed["codes"]}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """What ``explain --all`` prints, by code: the page of each ends with an empty line."""
    return {page.split()[0]: page for page in captured("explain", "--all").split("\n\n") if page}


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_in_text_with_all_that_its_json_holds(entries, pages, code):
    entry = entries[code]
    assert list(entry) == EXPLAINED
    assert entry["sources"]
    assert all(source["citation"] for source in entry["sources"])
    text = joined(pages[code])
    wanted = [code, entry["title"], entry["severity"], entry["locator"]]
    wanted += [entry[key].replace("{", "<").replace("}", ">") for key in ("what", "why", "todo")]
    wanted += [source["citation"] for source in entry["sources"]]
    wanted += [number["meaning"] for number in entry["numbers"]]
    assert [part for part in wanted if joined(part) not in text] == []
    assert (entry["at_least"] or "no change") in text
    assert ("Verified: yes" if entry["verified"] else "Verified: no") in text
    assert "{" not in text


def test_one_code_as_json_is_its_entry_of_all(run, entries):
    for code in CODES[::7]:
        assert json.loads(run("explain", code, "--json").out) == entries[code]


def test_all_holds_every_code_once_in_order(run):
    out = run("explain", "--all", "--json").out
    assert [entry["code"] for entry in json.loads(out)["codes"]] == CODES


def test_all_as_text_is_every_single_page_in_a_row(run, pages):
    assert list(pages) == CODES
    for code in CODES[::9]:
        assert run("explain", code) == (0, pages[code] + "\n\n", "")


def test_the_codes_of_a_plan_can_be_explained(run):
    advice = plan(age="70", kidney="unknown", medications=["nosuchmedicine", "furosemide"],
                  conditions="gastroparesis", red_flags="frequent_cramps")  # fmt: skip
    assert len(codes(advice)) >= 6
    for code in codes(advice):
        assert run("explain", code).code == 0


def test_what_the_ladder_says_of_known_codes(run):
    """Kidney failure stops, unknown kidneys cap, age 65 caps without moving the plan."""
    expected = {
        "KID001": ("stop", "do_not_supplement", False),
        "KID010": ("caution", "check_first", True),
        "AGE002": ("clinician", "clinician_first", False),
        "AGE003": ("caution", None, False),
        "RED101": ("stop", "seek_care", False),
    }
    for code, (severity, at_least, no_increase) in expected.items():
        entry = json.loads(run("explain", code, "--json").out)
        assert (entry["severity"], entry["at_least"]) == (severity, at_least)
        assert entry["no_increase"] is no_increase


def test_a_number_that_no_source_gives_is_called_the_programs_own(run):
    text = joined(run("explain", "AGE003").out)
    assert "200 mg a day" in text
    assert "magadvise's own rule" in text


@pytest.mark.parametrize(("typed", "meant"), [("kid001", "KID001"), ("Age003", "AGE003")])
def test_a_code_may_be_written_small(run, typed, meant):
    assert run("explain", typed).out == run("explain", meant).out


@pytest.mark.parametrize(
    ("typed", "meant"), [("KID01", "KID0"), ("KDI001", "KID001"), ("RED11", "RED1")]
)
def test_a_code_that_does_not_exist_is_answered_with_a_near_one(run, typed, meant):
    code, out, err = run("explain", typed)
    assert (code, out) == (2, "")
    assert f"Did you mean {meant}" in err


def test_without_a_code_the_way_to_all_codes_is_told(run):
    code, _, err = run("explain")
    assert code == 2
    assert "--all" in err


# show --------------------------------------------------------------------------------------------


def leaves(value: Any) -> Iterator[str]:
    """Every text, number and word of a JSON value, as the text form prints it."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif value is not None and value != "":
        yield str(value)


@pytest.mark.parametrize("columns", ["20", "40", "80"])
@pytest.mark.parametrize("what", LISTS)
def test_a_list_is_whole_in_text_at_every_width(run, monkeypatch, what, columns):
    document = json.loads(run("show", what, "--json").out)
    monkeypatch.setenv("COLUMNS", columns)
    code, text, err = run("show", what)
    assert (code, err) == (0, "")
    text = joined(text)
    wanted = [joined(leaf) for leaf in leaves(document)]
    assert len(wanted) > 20
    assert [leaf for leaf in wanted if leaf not in text] == []


@pytest.mark.parametrize("what", LISTS)
def test_a_list_says_of_every_fact_where_it_stands(run, what):
    if what == "sources":
        assert all(
            row["citation"] for row in json.loads(run("show", what, "--json").out)["sources"]
        )
        return
    document = json.loads(run("show", what, "--json").out)
    rows = [row for rows in document.values() for row in rows]
    facts = [point for row in rows for point in row.get("points", [row])]
    assert len(facts) >= 9
    assert all(fact["source"] and fact["locator"] for fact in facts)


def test_the_reference_intakes_show_what_the_1997_table_prints(run):
    rows = json.loads(run("show", "rda", "--json").out)["intakes"]
    women = [row["rda_mg"] for row in rows if row["standard"] == "us" and row["sex"] == "female"
             and row["stage"] == "none" and row["from_months"] == 31 * 12]  # fmt: skip
    assert women == [320]


def test_a_list_that_does_not_exist_is_answered_with_all_lists(run):
    code, out, err = run("show", "form")
    assert (code, out) == (2, "")
    assert "Did you mean forms?" in err
    assert all(name in err for name in LISTS)


def test_a_list_goes_to_a_file(run, tmp_path):
    target = tmp_path / "forms.json"
    assert run("show", "forms", "--json", "-o", str(target)).out == ""
    assert target.read_text(encoding="utf-8") == run("show", "forms", "--json").out


# schema ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "keys"),
    [
        (
            "profile",
            """age sex pregnant breastfeeding kidney egfr medications medication_times patterns
            conditions red_flags other_magnesium_mg products diet_magnesium_mg stool check_dose_mg
            check_form bedtime wake""",
        ),
        (
            "plan",
            """schema_version magadvise_version knowledge_version standard profile disposition
            intake ceiling_mg dose form timing evidence medications check findings first_steps
            stop_if seek_care_if foods sources disclaimer""",
        ),
        (
            "batch",
            """id disposition rda_mg ul_mg remaining_mg ceiling_mg start_mg max_mg form intake_times
            expectation worst_severity codes unresolved_medications check_excess_mg
            knowledge_version""",
        ),
    ],
)
def test_the_schema_names_every_key_as_required(run, what, keys):
    code, out, err = run("schema", what)
    assert (code, err) == (0, "")
    schema = json.loads(out)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert set(keys.split()) <= set(schema["required"])
    assert set(schema["required"]) == set(schema["properties"])


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"sex": "unknown", "pregnant": None, "age": "8mo"},
        {
            "age": "68",
            "medications": "levothyroxine",
            "check_dose_mg": "400",
            "check_form": "oxide",
        },
        {"kidney": "dialysis", "medications": ["raltegravir", "nosuchmedicine"]},
        {"other_magnesium_mg": None, "products": ["zma", "nosuchproduct"]},
    ],
    ids=str,
)
def test_a_printed_plan_keeps_its_schema(run, answers):
    out = run(*flags(**answers), "--json").out
    contract.PlanDocument.model_validate_json(out, strict=True)


def test_a_schema_that_does_not_exist_is_answered_with_all_three(run):
    code, out, err = run("schema", "plans")
    assert (code, out) == (2, "")
    assert "Did you mean plan?" in err
    assert "profile, plan, batch" in err


@pytest.mark.parametrize(
    ("code", "lang", "said"),
    [
        ("KID011", "en", "not valid in pregnancy, and it was validated to 93 years only."),
        ("KID011", "de", "nicht in der Schwangerschaft, und er ist nur bis 93 Jahre geprüft."),
        ("KID014", "en", "eGFR 60 to below 90: fine for this plan."),
        ("KID014", "de", "eGFR 60 bis unter 90: passt für diesen Plan."),
    ],
)
def test_the_words_that_stand_for_a_person_read_as_a_sentence(run, code, lang, said):
    assert said in " ".join(run("explain", code, "--lang", lang).out.split())
