"""The interview as a path: what is asked when, going back, editing, leaving."""

from __future__ import annotations

import pytest

from interviewing import (
    BEFORE_MEDICINES,
    MAN,
    QUESTIONS,
    WOMAN,
    asked,
    at_each_question,
    begun,
    book,
    screen,
    told,
    typed,
)

SAFETY = ("red_flags", "age", "sex", "pregnant", "kidney", "conditions", "medications",
          "other_magnesium", "patterns")  # fmt: skip


# what is asked ------------------------------------------------------------------------------------


def test_a_woman_is_asked_the_eleven_questions_warning_signs_first():
    assert asked(WOMAN) == [*QUESTIONS, "review"]


def test_a_man_is_never_asked_about_pregnancy():
    assert asked(MAN) == [*(key for key in QUESTIONS if key != "pregnant"), "review"]
    assert "pregnant" not in asked([], sex=["MALE"], age=["45"], red_flags=["none"])


@pytest.mark.parametrize(("age", "is_asked"), [("11", False), ("12", True), ("55", True), ("56", False),
                                               ("8mo", False), ("144mo", True)])  # fmt: skip
@pytest.mark.parametrize("sex", ["f", "u"])
def test_pregnancy_is_asked_from_12_to_55_years(age, is_asked, sex):
    state = typed(["n", age, sex])
    assert state.at == ("pregnant" if is_asked else "kidney")
    assert f"4 of {11 if is_asked else 10}." in screen(state)


@pytest.mark.parametrize("adult", [WOMAN, MAN])
def test_a_healthy_adult_answers_at_most_12_questions_with_at_most_40_keys(adult):
    lines = [*adult, "y"]
    state = typed(lines)
    assert state.at == "done"
    assert len(asked(lines)) - 2 <= 12
    assert sum(len(line) + len("\n") for line in lines) <= 40


def test_times_are_asked_of_each_medicine_that_must_be_kept_apart():
    lines = (
        *BEFORE_MEDICINES,
        "levothyroxine, paracetamol",
        "ciprofloxacin",
        "",
        "n",
        "1",
        "1",
        "",
    )
    state = typed(lines)
    assert state.at == "time:levothyroxine"
    assert "11 of 12." in screen(state)
    assert "When do you take levothyroxine?" in screen(state)
    assert typed(["07:00"], state).at == "time:ciprofloxacin"
    assert typed(["07:00", "8:00 20:00"], state).at == "review"
    assert typed(["07:00", "8:00 20:00"], state).answers["medication_times"] == (
        "levothyroxine=07:00", "ciprofloxacin=08:00,20:00",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["paracetamol", "metformin", "ciprofloxacin eye drops", "none"])
def test_times_are_not_asked_where_nothing_is_kept_apart(name):
    assert typed([*BEFORE_MEDICINES, name, "", "n", "1", "1", ""][:5]).at == "medications"
    lines = [name] if name == "none" else [name, ""]
    assert typed([*BEFORE_MEDICINES, *lines, "n", "1", "1", ""]).at == "review"


def test_the_time_of_a_medicine_that_is_in_no_table_is_asked():
    state = typed([*BEFORE_MEDICINES, "zzqqxx", "", "n", "1", "1", ""])
    assert state.at == "time:zzqqxx"


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            ("n", "45", "m", "1", "n", "raltegravir", "levothyroxine", "", "n", "1", "1", ""),
            "medicine",
        ),
        (("n", "45", "m", "1", "n", "digoxin", "", "n", "1", "1", ""), "clinician"),
        (("n", "45", "m", "3", "n", "levothyroxine", "", "n", "1", "1", ""), "dialysis"),
        (("n", "45", "m", "1", "slow_pulse", "levothyroxine", "", "n", "1", "1", ""), "condition"),
        (("1", "45", "m", "1", "n", "levothyroxine", "", "n", "1", "1", ""), "emergency"),
        (("n", "17", "m", "1", "n", "levothyroxine", "", "n", "1", "1", ""), "child"),
        (("n", "45", "m", "1", "n", "levothyroxine", "", "340", "", "1", "1", ""), "no room"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_times_are_not_asked_where_no_dose_can_come_of_it(lines, reason):
    assert typed(lines).at == "review"


def test_a_time_that_leaves_no_room_in_the_day_can_still_be_changed():
    four = "03:00, 08:00, 13:00, 18:00, 23:00"
    state = typed([*BEFORE_MEDICINES, "levothyroxine", "", "n", "1", "1", "", four])
    assert state.at == "review"
    assert typed(["11"], state).at == "time:levothyroxine"


def test_answers_given_as_flags_are_not_asked():
    assert begun(red_flags=["none"], age=["45"]).at == "sex"
    assert begun(red_flags=["none"], age=["45"], sex=["female"], pregnant=["no"]).at == "kidney"
    assert begun(red_flags=[" "], age=[""]).at == "red_flags"
    given = {"red_flags": ["none"], "age": ["45"], "sex": ["male"], "conditions": ["none"]}
    assert begun(**given, egfr=["80"]).at == "medications"
    assert begun(**given, kidney=["normal"], medications=["a; B", "b"]).answers["medications"] == (
        "a",
        "B",
    )


def test_times_given_as_flags_belong_to_their_medicine_however_it_is_spelt():
    names = ["Euthyrox 50", "ciprofloxacin"]
    times = ["levothyroxine=07:00; CIPROFLOXACIN = 08:00,20:00"]
    state = begun(medications=names, medication_times=times)
    assert state.answers["medication_times"] == ("Euthyrox 50=07:00", "ciprofloxacin=08:00,20:00")
    rest = ("n", "45", "m", "1", "n", "n", "1", "1", "")
    assert typed(rest, state).at == "review"


def test_a_pregnancy_said_by_flag_is_never_dropped_for_the_age():
    state = begun(age=["60"], sex=["female"], pregnant=["yes"], breastfeeding=["no"])
    state = typed(["n", "1", "n", "n", "n", "1", "1", ""], state)
    assert state.at == "review"
    assert state.answers["pregnant"] == ("yes",)
    assert "4 Pregnancy: pregnant" in screen(state)


def test_not_breastfeeding_does_not_answer_for_pregnancy():
    assert typed(["n", "45", "f"], begun(breastfeeding=["no"])).at == "pregnant"


# the same words at every question -------------------------------------------------------------------


@pytest.mark.parametrize("line", ["", " ", "\t", "\u00a0", "\u2003 "])
def test_an_empty_line_answers_no_safety_question(line):
    for key, state in at_each_question().items():
        after, said = told(state, line)
        if key in SAFETY:
            assert after == state
            assert "An empty line is no answer" in said
        else:
            assert after.at != key


@pytest.mark.parametrize("line", ["?", "why", "WHY"])
def test_why_tells_the_reason_and_changes_nothing(line):
    said = {}
    for key, state in at_each_question().items():
        after, said[key] = told(state, line)
        assert after == state
        assert said[key] == book().question(key).why
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("line", ["q", "quit", "Quit", "exit", " q "])
def test_quit_leaves_from_every_question_and_from_the_review(line):
    for state in [*at_each_question().values(), typed(WOMAN), typed([*BEFORE_MEDICINES, "aspirn"])]:
        assert typed([line], state).at == "quit"


@pytest.mark.parametrize("line", ["u", "unknown", "not sure", "Not  Sure", "U"])
def test_not_sure_is_an_answer_to_every_question_but_age(line):
    for key, state in at_each_question().items():
        after, said = told(state, line)
        if key == "age":
            assert after == state
            assert said
            continue
        assert after.at != key
        changed = {q: a for q, a in after.answers.items() if state.answers.get(q) != a}
        assert all(texts == ("unknown",) for texts in changed.values()), key
        assert changed or key.startswith("time:")


@pytest.mark.parametrize("line", ["b", "back", "<", "BACK"])
def test_back_shows_the_old_answer_and_k_keeps_it(line):
    for count in range(1, len(WOMAN)):
        state = typed(WOMAN[:count])
        back = typed([line], state)
        assert back.at == QUESTIONS[count - 1]
        assert back.answers == state.answers
        assert "Your answer was:" in screen(back)
        assert typed(["k"], back) == state == typed(["keep"], back)
        assert typed([WOMAN[count - 1]], back) == state


def test_back_from_the_first_question_says_so():
    after, said = told(begun(), "b")
    assert after == begun()
    assert "first question" in said


@pytest.mark.parametrize(
    ("count", "old"),
    [
        (2, "45"),
        (3, "female"),
        (4, "no"),
        (5, "normal"),
        (7, "none"),
        (9, "Night cramps"),
        (10, "as usual"),
    ],
)
def test_back_shows_the_answer_in_words(count, old):
    assert f"Your answer was: {old}" in screen(typed([*WOMAN[:count], "b"]))


def test_k_is_no_answer_where_nothing_was_answered():
    for key, state in at_each_question().items():
        if key not in ("medications", "other_magnesium"):
            assert key == "bedtime" or typed(["k"], state) == state
            assert typed(["keep"], state) == state


@pytest.mark.parametrize("number", range(1, 12))
@pytest.mark.parametrize("words", ["edit {}", "{}", "e {}", "EDIT{}"])
def test_each_answer_can_be_edited_from_the_review(number, words):
    review = typed(WOMAN)
    state = typed([words.format(number)], review)
    assert state.at == QUESTIONS[number - 1]
    assert typed(["k"], state) == review
    assert typed([WOMAN[number - 1]], state) == review
    assert typed(["b", *["k"]], state).at in ("review", "red_flags")


@pytest.mark.parametrize(
    "line", ["", "n", "edit", "edit 0", "edit 12", "edit 99", "99999", "yess", "?", "u", "k"]
)
def test_the_review_takes_only_yes_and_a_number_it_shows(line):
    review = typed(WOMAN)
    after, said = told(review, line)
    assert after == review
    assert "Type y to see the plan" in said


def test_the_review_shows_every_answer_with_its_number():
    shown = screen(typed([*BEFORE_MEDICINES, "levothyroxine", "zzqqxx", "", "100, ZMA 3 capsules", "",
                          "1, 3", "u", "10pm"]))  # fmt: skip
    for row in ["1 Warning signs: none", "2 Age: 45", "3 Sex: male", "4 Kidneys: normal",
                "5 Health conditions: none", "6 Medicines: levothyroxine, zzqqxx",
                "7 Other magnesium: 100 mg a day, ZMA 3 capsules",
                "8 Cramps: Night cramps, Cramps during or after exercise", "9 Bowel: not sure",
                "10 Bedtime: 22:00"]:  # fmt: skip
        assert row in shown


def test_an_edit_asks_again_only_what_it_opens():
    review = typed(WOMAN)
    assert typed(["3", "m"], review).at == "review"
    assert "pregnant" not in typed(["3", "m"], review).answers
    assert typed(["3", "m", "3", "f"], review).at == "pregnant"
    assert typed(["7", "levothyroxine", ""], review).at == "time:levothyroxine"
