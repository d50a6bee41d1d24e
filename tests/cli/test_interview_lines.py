"""What a line is taken for: words, numbers, clocks, names and amounts; and what is refused."""

from __future__ import annotations

import pytest

from interviewing import (
    BEFORE_MEDICINES,
    BEFORE_PRODUCTS,
    MAN,
    QUESTIONS,
    WOMAN,
    at_each_question,
    begun,
    screen,
    told,
    typed,
)

BEFORE_BEDTIME = MAN[:-1]
# One misspelling of each, with the name that was meant.
MISSPELT = """levothyroxne levothyroxine|levothyrxine levothyroxine|ciprofloxacn ciprofloxacin
cirpofloxacin ciprofloxacin|doxycyclin3 doxycycline|doxcycline doxycycline|omeprazol3 omeprazole
omeprzole omeprazole|metfornin metformin|metfromin metformin|amlodipne amlodipine
amlodpine amlodipine|furosemdie furosemide|furosmide furosemide|gabapntin gabapentin
gabapetnin gabapentin|digoxn digoxin|digoxim digoxin|warfarn warfarin|wafrarin warfarin
sertralne sertraline|setraline sertraline|raltegravr raltegravir|ralteravir raltegravir
phenytoim phenytoin|phentyoin phenytoin|ibuprofn ibuprofen|ibuporfen ibuprofen
losartn losartan|lsoartan losartan|lithum lithium|liithium lithium|tacrolmus tacrolimus
tacorlimus tacrolimus|enalaprl enalapril|enalparil enalapril|nitrofurantin nitrofurantoin
nitrofuratnoin nitrofurantoin|moxifloxcin moxifloxacin|moxiflxoacin moxifloxacin"""
PAIRS = [tuple(pair.split()) for pair in MISSPELT.replace("\n", "|").split("|")]


# what is refused ----------------------------------------------------------------------------------


def test_cramps_in_pregnancy_with_not_pregnant_is_refused():
    state = typed(WOMAN[:8])
    after, said = told(state, "pregnancy")
    assert after == state
    assert said
    assert typed(["2"], state) == state


def test_cramps_in_pregnancy_of_a_man_is_refused():
    state = typed(MAN[:7])
    after, said = told(state, "pregnancy")
    assert (after, state.at) == (state, "patterns")
    assert said


def test_a_pregnancy_is_not_undone_by_another_answer_to_sex():
    state = typed([*WOMAN[:3], "pregnant", "b", "b"])
    after, said = told(state, "m")
    assert after == state
    assert said


@pytest.mark.parametrize(
    "line", ["0", "-5", "121", "45.5", "1980", "forty", "4 5", "\u0664\u0665", "0mo", "8m"]
)
def test_an_age_that_cannot_be_is_refused(line):
    state = typed(["n"])
    after, said = told(state, line)
    if line == "0mo":
        assert after.at == "sex"
    else:
        assert after == state
        assert "Example: age 45" in said


@pytest.mark.parametrize(
    "line", ["22", "0", "one_leg_swolen", "99 1", "\u00b2", "\u2460", "1-3", "y", "none 3", "n, 3"]
)
def test_a_word_or_number_that_is_not_on_the_list_is_refused(line):
    after, said = told(begun(), line)
    if line == "0":
        assert after.answers["red_flags"] == ("none",)
    else:
        assert after == begun()
        assert "Type a number from 1 to 21." in said


@pytest.mark.parametrize(
    ("lines", "line", "meant"),
    [((), "dark_urnie", "dark_urine"), (WOMAN[:5], "diabetis", "diabetes"),
     (WOMAN[:4], "dialisys", "dialysis"), (WOMAN[:8], "nigth", "night"), (WOMAN[:9], "lose", "loose")],
)  # fmt: skip
def test_a_misspelt_word_is_asked_about_and_not_taken(lines, line, meant):
    state = typed(lines)
    after, said = told(state, line)
    assert after == state
    assert f"Did you mean {meant}?" in said


@pytest.mark.parametrize("line", ["n", "no", "none", "N", "0"])
def test_no_is_neither_healthy_kidneys_nor_a_kind_of_cramp(line):
    """Somebody who presses n at every question has not said that a blood test was fine."""
    for lines in (WOMAN[:4], WOMAN[:8]):
        state = typed(lines)
        assert typed([line], state) == state


@pytest.mark.parametrize(
    ("line", "answers"),
    [("1", {"kidney": ("normal",)}), ("ckd", {"kidney": ("ckd",)}),
     ("DIALYSIS", {"kidney": ("dialysis",)}), ("egfr 72", {"egfr": ("72",)}),
     ("eGFR: 29.5", {"egfr": ("29.5",)}), ("creatinine 1.1 mg/dL", {"creatinine": ("1.1 mg/dL",)}),
     ("Creatinine=97umol/L", {"creatinine": ("97umol/L",)})],
)  # fmt: skip
def test_kidneys_are_a_number_of_the_list_a_word_or_a_value(line, answers):
    state = typed(MAN[:3])
    after = typed([line], state)
    assert {q: a for q, a in after.answers.items() if q not in state.answers} == answers


@pytest.mark.parametrize(
    "line", ["egfr", "egfr 1", "egfr 201", "egfr abc", "creatinine 1.1", "72", "creatinine 80"]
)
def test_a_kidney_value_that_cannot_be_is_refused_without_flags(line):
    state = typed(MAN[:3])
    after, said = told(state, line)
    assert after == state
    assert said
    assert "--" not in said


# what cannot wait ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 22))
def test_an_emergency_sign_says_get_help_now_at_once(number):
    after, said = told(begun(), str(number))
    assert after.at == "age"
    assert ("Get help now" in said) == (number <= 12)


def test_one_emergency_among_several_signs_is_enough():
    assert "SEEK CARE: Get help now." in told(begun(), "20, 14 and 5".replace(" and", ","))[1]


# bedtime ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "clock"),
    [("7", "07:00"), ("0730", "07:30"), ("7:30", "07:30"), ("730", "07:30"), ("10pm", "22:00"),
     ("10 PM", "22:00"), ("10:15 pm", "22:15"), ("12am", "00:00"), ("12 pm", "12:00"), ("0", "00:00"),
     ("0:05", "00:05"), ("22.30", "22:30"), ("22h30", "22:30"), ("2359", "23:59"), ("7 a.m.", None),
     ("24:00", None), ("2400", None), ("24", None), ("13pm", None), ("0am", None), ("22:60", None),
     ("22:3", None), ("-7", None), ("7 30", None), ("22:30 23:00", None), (",", None), (";;", None),
     ("noon", None), ("22:30x", None), ("\u00b2", None), ("9" * 400, None), ("pm", None)],
)  # fmt: skip
def test_a_clock_time_in_all_spellings(line, clock):
    state = typed(BEFORE_BEDTIME)
    after, said = told(state, line)
    if clock is None:
        assert after == state
        assert "22:30" in said
    else:
        assert after.answers["bedtime"] == (clock,)


def test_several_times_a_day_in_any_spelling():
    state = typed([*BEFORE_MEDICINES, "levothyroxine", "", "n", "1", "1", ""])
    for line in ("7, 19:30", "7am 7:30pm", "07:00; 1930", "7 am, 7:30 pm"):
        assert typed([line], state).answers["medication_times"] == ("levothyroxine=07:00,19:30",)


def test_a_time_that_is_not_known_is_asked_once_and_can_be_asked_again():
    state = typed([*BEFORE_MEDICINES, "levothyroxine", "", "n", "1", "1", "", ""])
    assert state.at == "review"
    assert "levothyroxine, times: not sure" in screen(state)
    assert typed(["b", ""], state) == state == typed(["11", "u"], state)
    assert typed(["11", "7"], state).answers["medication_times"] == ("levothyroxine=07:00",)


def test_there_are_forty_misspelt_names():
    assert len(PAIRS) == 40


# medicines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "meant"), PAIRS)
def test_a_misspelt_medicine_is_never_accepted_by_itself(line, meant):
    state = typed(BEFORE_MEDICINES)
    after, said = told(state, line)
    assert after.answers == state.answers
    assert (after.draft, after.at) == ((), "medications")
    assert after.offered is not None
    assert meant in after.offered[1]
    assert f"Not in the table: {line}." in said
    number = after.offered[1].index(meant) + 1
    assert typed([str(number)], after).draft == (meant,)
    assert typed(["k"], after).draft == (line,)
    assert typed(["undo"], after) == state


def test_an_entry_says_what_it_resolved_to_and_what_it_brings():
    state = typed(BEFORE_MEDICINES)
    said = told(state, "Euthyrox 50, raltegravir, paracetamol, zzqqxx")[1]
    assert (
        "Euthyrox 50: levothyroxine (keep apart from magnesium: 4 h after it, 4 h before it)"
        in said
    )
    assert "raltegravir (no magnesium with it" in said
    assert "paracetamol (no clash known with magnesium)" in said
    assert "Not in the table: zzqqxx. That does not mean it is safe." in said


@pytest.mark.parametrize("line", ["9", "0", "n", "none", "", "no", "123456", "6" * 5000])
def test_a_name_that_was_not_understood_is_not_lost_by_another_key(line):
    state = typed([*BEFORE_MEDICINES, "aspirn"])
    after, said = told(state, line)
    assert after == state
    assert "Type a number to pick" in said


def test_not_sure_about_a_suggestion_keeps_the_name_as_written():
    assert typed([*BEFORE_MEDICINES, "aspirn", "u"]).draft == ("aspirn",)


def test_the_name_typed_again_takes_the_place_of_the_misspelt_one():
    assert typed([*BEFORE_MEDICINES, "aspirn", "aspirin"]).draft == ("aspirin",)


def test_the_names_after_a_misspelt_one_on_the_line_are_not_lost():
    state = typed([*BEFORE_MEDICINES, "warfarin, aspirn; digoxn | losartan"])
    assert state.draft == ("warfarin",)
    assert typed(["k"], state).offered[0] == "digoxn"
    assert typed(["k", "digoxin", ""], state).answers["medications"] == (
        "warfarin", "aspirn", "digoxin", "losartan",
    )  # fmt: skip
    assert typed(["undo", "k"], state).draft == ("warfarin", "digoxn", "losartan")
    after, said = told(state, "b")
    assert (after.draft, after.offered) == (("warfarin",), None)
    assert all(name in said for name in ("aspirn", "digoxn", "losartan"))


def test_keeping_a_suggestion_as_written_is_not_keeping_the_old_list():
    state = typed([*BEFORE_MEDICINES, "warfarin", "", "b", "aspirn"])
    assert typed(["k", ""], state).answers["medications"] == ("aspirn",)


def test_undo_takes_back_the_last_name():
    state = typed([*BEFORE_MEDICINES, "warfarin, losartan"])
    after, said = told(state, "UNDO")
    assert after.draft == ("warfarin",)
    assert "Taken back: losartan" in said
    assert typed(["undo", "undo", "undo"], state) == typed(BEFORE_MEDICINES)


def test_back_in_a_list_drops_it_and_says_so():
    after, said = told(typed([*BEFORE_MEDICINES, "warfarin, losartan"]), "b")
    assert after == typed(BEFORE_MEDICINES)
    assert "warfarin" in said
    assert "losartan" in said


def test_not_sure_at_the_end_keeps_the_medicines_named_before():
    state = typed([*BEFORE_MEDICINES, "raltegravir", "u"])
    assert state.answers["medications"] == ("raltegravir", "unknown")
    assert typed([*BEFORE_MEDICINES, "u"]).answers["medications"] == ("unknown",)


@pytest.mark.parametrize("line", ["n", "no", "none", "None of these", "0"])
def test_none_is_an_answer_and_after_a_name_it_means_no_more(line):
    assert typed([*BEFORE_MEDICINES, line]).answers["medications"] == ("none",)
    assert typed([*BEFORE_MEDICINES, "warfarin", line]).answers["medications"] == ("warfarin",)
    assert typed([*BEFORE_MEDICINES, f"warfarin, {line}", ""]).answers["medications"] == (
        "warfarin",
    )


def test_a_name_given_twice_counts_once():
    state = typed([*BEFORE_MEDICINES, "warfarin, Warfarin", "warfarin", ""])
    assert state.answers["medications"] == ("warfarin",)


def test_a_number_with_a_comma_does_not_part_a_name():
    assert typed([*BEFORE_MEDICINES, "zzqq 2,5 mg"]).draft == ("zzqq 2,5 mg",)


# other magnesium ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "figure", "products", "said"),
    [
        (["100"], ("100",), (), "100 mg of magnesium a day"),
        (["100 mg"], ("100",), (), "100 mg of magnesium a day"),
        (["100MG"], ("100",), (), "100 mg of magnesium a day"),
        (["149.5"], ("149.5",), (), "149.5 mg"),
        (["100", "100"], ("200",), (), "100 mg"),
        (["100, 50 mg"], ("150",), (), "50 mg"),
        (["milk of magnesia 5 mL"], (), ("milk of magnesia 5 mL",), "167 mg a day"),
        (["ZMA"], (), ("ZMA",), "450 mg a day (the largest label dose"),
        (["ZMA 3 capsules", "ZMA 3 capsules"], (), ("ZMA 3 capsules",), "ZMA: 450 mg a day."),
        (["Epsom salt bath"], (), ("Epsom salt bath",), "counts 0 mg"),
        (["milk of magnesia a little 2 spoons"], (), ("milk of magnesia a little 2 spoons",), "Read the label"),
        (["powder of the gym"], (), ("powder of the gym",), "Not in the table: powder of the gym."),
        (["100, ZMA 3 capsules; nuun 2 tablets"], ("100",), ("ZMA 3 capsules", "nuun 2 tablets"), "50 mg"),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_products_and_milligrams_of_other_magnesium(lines, figure, products, said):
    state = typed(BEFORE_PRODUCTS)
    for line in lines:
        state, words = told(state, line)
    assert said in words
    after = typed([""], state)
    assert after.at == "patterns"
    assert after.answers.get("other_magnesium_mg", ()) == figure
    assert after.answers.get("products", ()) == products


@pytest.mark.parametrize("line", ["5001", "9999999", "9" * 5000, "1.2345678", "4000, 4000"])
def test_milligrams_that_cannot_be_are_refused(line):
    after, said = told(typed(BEFORE_PRODUCTS), line)
    assert after.draft == (("4000",) if "," in line else ())
    assert "Example: other-magnesium 100" in said


def test_a_number_above_the_suggestions_is_no_amount():
    state = typed([*BEFORE_PRODUCTS, "zmaa"])
    assert state.offered == ("zmaa", ("zma",))
    assert typed(["4"], state) == state
    assert typed(["1", ""], state).answers["products"] == ("zma",)


def test_none_and_not_sure_of_other_magnesium():
    assert typed([*BEFORE_PRODUCTS, "n"]).answers["other_magnesium_mg"] == ("none",)
    assert typed([*BEFORE_PRODUCTS, "u"]).answers["other_magnesium_mg"] == ("unknown",)
    both = typed([*BEFORE_PRODUCTS, "100", "u"])
    assert both.answers["other_magnesium_mg"] == ("100",)
    assert both.answers["products"] == ("unknown",)
    assert typed(["b", "n"], both).answers["other_magnesium_mg"] == ("none",)
    assert "products" not in typed(["b", "n"], both).answers


# any text -----------------------------------------------------------------------------------------

ODD = ["\x1b[31mred", "\x00", "a\x07b", "\u202e45", "\udcff", "\U0001f4a9", "{name}", "{0}", "%s",
       "[bold]x[/]", "a" * 10_000, "9" * 10_000, "\u00b2" * 10_000, "1 " * 5_000, "," * 10_000,
       "egfr 1" + " " * 9_980 + "x", "7" + " " * 9_990 + "x", "(" * 10_000, "=" * 10_000, "--age",
       "none;none", "undo", "\u2028", "\u0130"]  # fmt: skip


@pytest.mark.parametrize("line", ODD, ids=lambda line: ascii(line[:12]))
def test_any_text_is_answered_and_never_steers_the_terminal(line):
    for state in at_each_question().values():
        after, said = told(state, line)
        words = said + screen(after)
        words += screen(after._replace(at="review", draft=(), offered=None, waiting=()))
        assert after.at in (*QUESTIONS, "time:levothyroxine", "review") or after.at.startswith(
            "time:"
        )
        assert all(c.isprintable() for c in words)
