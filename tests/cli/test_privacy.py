"""What a person typed never comes back in an error: a canary stands in every answer in turn."""

from __future__ import annotations

import pytest

from helpers import flags

CANARY = "ZQX-CANARY-77"
QUESTIONS = """age sex pregnant breastfeeding kidney egfr creatinine medications medication_times
patterns conditions red_flags other_magnesium_mg products diet_magnesium_mg stool check_dose_mg
check_form bedtime wake standard""".split()
SHAPES = [CANARY, f"45 {CANARY}", f"{CANARY}=07:00", f"levothyroxine={CANARY}", f"none;{CANARY}"]
ELSEWHERE = [
    [CANARY],
    ["--" + CANARY],
    ["plan", CANARY],
    ["plan", "--" + CANARY, "45"],
    ["plan", f"--{CANARY}=45"],
    ["plan", "-z" + CANARY],
    ["plan", "--no-input=" + CANARY],
    ["plan", "--json=" + CANARY],
    [*flags(), "--format", CANARY],
    [*flags(), "--age", CANARY, "--age"],
    ["explain", CANARY],
    ["explain", "KID001", CANARY],
    ["explain", "--all", "--" + CANARY],
    ["show", CANARY],
    ["show", "forms", CANARY],
    ["schema", CANARY],
    ["--version", CANARY],
]


def silent(outcome) -> bool:
    """Nothing of the canary in any spelling, and no traceback that could hold it."""
    printed = (outcome.out + outcome.err).casefold()
    return "canary" not in printed and "zqx" not in printed and "traceback" not in printed


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_error_never_repeats_an_answer(run, question, more):
    for shape in SHAPES if not more else SHAPES[:2]:
        # The second mistake makes an error of what alone would be a fine answer.
        other = {"stool": "nonsense"} if question != "stool" else {"kidney": "nonsense"}
        outcome = run(*flags(**{**other, question: shape}), *more)
        assert outcome.code == 2
        assert outcome.out + outcome.err
        assert silent(outcome)


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_given_twice_is_not_repeated_either(run, question, more):
    outcome = run(*flags(**{"age": "0", question: [CANARY, CANARY + "2"]}), *more)
    assert outcome.code == 2
    assert silent(outcome)


@pytest.mark.parametrize("arguments", ELSEWHERE, ids=" ".join)
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_a_usage_error_repeats_no_word_of_the_command_line(run, arguments, more):
    outcome = run(*arguments, *more)
    assert outcome.code == 2
    assert outcome.out + outcome.err
    assert silent(outcome)


def test_a_file_name_is_not_repeated_when_it_cannot_be_written(run):
    outcome = run(*flags(), "-o", f"/nosuchfolder/{CANARY}.txt")
    assert outcome.code == 73
    assert silent(outcome)


NASTY = ["\x00", "\x1b[31m", "\udcff", "\u202e", "{name}", "%s", "a" * 2000, "9" * 400, "--", "=;=",
         "|;|", "rxnorm:", "x 5 mg/5 mL x 3"]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_text_in_any_answer_is_a_fault_of_the_program(run, question):
    for text in NASTY:
        outcome = run(*flags(**{question: text}))
        assert outcome.code in (0, 2)
        assert "Traceback" not in outcome.err
