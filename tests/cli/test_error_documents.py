"""What an error looks like: one JSON document on stdout, or lines on stderr; all problems at once."""

from __future__ import annotations

import json

import pytest

from helpers import flags

WRONG = {
    "age": "nan",
    "sex": "mael",
    "pregnant": "perhaps",
    "breastfeeding": "perhaps",
    "kidney": "fine",
    "egfr": "0.8",
    "creatinine": "1.1",
    "medications": ["none", "metformin"],
    "medication_times": "levothyroxine=25:00",
    "patterns": "nihgt",
    "conditions": "diabetis",
    "red_flags": "none;dark_urine",
    "other_magnesium_mg": "-1",
    "products": "none;zma",
    "diet_magnesium_mg": "1e3",
    "stool": "lose",
    "check_dose_mg": "+5",
    "check_form": "oxid",
    "bedtime": "25:00",
    "wake": "7am",
}
FLAGS = {
    "medications": "--med",
    "medication_times": "--med-time",
    "patterns": "--pattern",
    "conditions": "--condition",
    "red_flags": "--red-flag",
    "other_magnesium_mg": "--other-magnesium",
    "products": "--product",
    "diet_magnesium_mg": "--diet-magnesium",
    "check_dose_mg": "--check-dose",
}

ERRORS = [
    [],
    ["plan"],
    flags(age="0"),
    flags(**WRONG),
    flags(sex="male", pregnant="yes"),
    [*flags(), "--no-such-flag"],
    [*flags(), "extra"],
    ["plan", "--age"],
    ["nosuchcommand"],
    ["explain", "KID999"],
    ["explain"],
    ["show", "nosuchlist"],
    ["show"],
    [*flags(), "-o", "/nosuchfolder/plan.json"],
]


@pytest.mark.parametrize("spelling", [["--json"], ["--format", "json"], ["--format=json"]], ids=str)
@pytest.mark.parametrize("arguments", ERRORS, ids=lambda a: " ".join(a)[:50] or "nothing")
def test_an_error_under_json_is_one_document_on_stdout(run, arguments, spelling):
    _, out, err = run(*arguments, *spelling)
    document = json.loads(out)
    assert list(document) == ["error", "errors"]
    assert document["error"] == document["errors"][0]
    for problem in document["errors"]:
        assert list(problem) == ["code", "message", "field", "hint"]
        assert all(isinstance(value, str) for value in problem.values())
        assert problem["code"]
        assert problem["message"]
        assert problem["hint"]
    assert err == ""


@pytest.mark.parametrize("arguments", ERRORS, ids=lambda a: " ".join(a)[:50] or "nothing")
def test_an_error_without_json_is_text_on_stderr_alone(run, arguments):
    _, out, err = run(*arguments)
    assert out == ""
    assert err.startswith("magadvise: ")
    assert "Traceback" not in err


def test_the_word_json_in_capitals_asks_for_json_errors_as_well(run):
    assert run(*flags(), "--format", "JSON").code == 0
    assert "error" in json.loads(run(*flags(age="0"), "--format", "JSON").out)


def test_every_wrong_answer_is_reported_at_once(run):
    code, out, _ = run(*flags(**WRONG), "--json")
    assert code == 2
    assert {problem["field"] for problem in json.loads(out)["errors"]} == set(WRONG)


def test_a_wrong_standard_is_reported_together_with_the_other_answers(run):
    code, out, _ = run(*flags(age="nan", standard="usa"), "--json")
    assert code == 2
    assert {problem["field"] for problem in json.loads(out)["errors"]} == {"age", "standard"}


@pytest.mark.parametrize("field", WRONG)
def test_every_problem_has_its_flag_and_a_line_of_its_own(run, field):
    answers = {field: WRONG[field]}
    if field == "medication_times":
        answers["medications"] = "levothyroxine"
    _, _, err = run(*flags(**answers))
    flag = FLAGS.get(field, "--" + field.replace("_", "-"))
    assert len(err.splitlines()) == 1
    assert err.startswith(f"magadvise: {flag} ")


def test_text_and_json_report_the_same_problems(run):
    lines = run(*flags(**WRONG)).err.splitlines()
    problems = json.loads(run(*flags(**WRONG), "--json").out)["errors"]
    assert len(lines) == len(problems)
    for line, problem in zip(lines, problems, strict=True):
        assert problem["message"] in line
        assert problem["hint"] in line


def test_an_error_never_goes_with_a_plan(run):
    for more in ([], ["--json"]):
        code, out, err = run(*flags(check_form="oxid"), *more)
        assert code == 2
        assert "mg a day" not in out + err
        assert "disposition" not in out
