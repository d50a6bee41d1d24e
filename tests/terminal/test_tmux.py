"""The interview and the plan in a terminal emulator, as a person sees them."""

from __future__ import annotations

import os
import re
import time

import pytest

from terminal.tmux import COLOUR, DEADLINE, LOOK_AGAIN

# A healthy woman of 34 with night cramps: warning signs, age, sex, pregnancy, kidneys, conditions,
# medicines, other magnesium, cramps, bowel, bedtime (Enter: not sure).
WOMAN = ("n", "34", "f", "n", "1", "n", "n", "n", "1", "1", "")
FLAGS = (
    "--red-flag none --age 34 --sex female --pregnant no --breastfeeding no --kidney normal "
    "--condition none --med none --other-magnesium none --pattern night --stool usual"
)
TO_AGE, TO_KIDNEYS, TO_MEDICINES = WOMAN[:1], WOMAN[:4], WOMAN[:6]
ASKED = "1 of 10. "


def runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def until_gone(process):
    """Wait for the end of a process that is not ours."""
    end = time.monotonic() + DEADLINE
    while runs(process):
        assert time.monotonic() < end
        time.sleep(LOOK_AGAIN)


def finished(shell):
    """Type y at the review; all that was shown."""
    shell.type("y")
    shell.keys("Enter")
    code, shown = shell.ends()
    assert code == 0
    return shown


def test_a_healthy_woman_comes_from_the_bare_command_to_a_plan(shell):
    s = shell()
    assert f"\n{ASKED}Warning signs" in s.start("magadvise")
    assert "Is all of this right?" in s.lines(*WOMAN)
    plan = finished(s).split("> y\n")[1]
    assert "150 mg" in "\n".join(plan.splitlines()[:3])
    assert "magadvise plan --age 34" in plan
    assert s.stored() == []


def test_back_shows_the_old_answer_and_takes_a_new_one(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*TO_KIDNEYS)
    assert "Your answer was: no" in s.line("b")
    assert "Your answer was: female" in s.line("b")
    assert "4 of 10. Kidneys" in s.line("m")


def test_not_sure_everywhere_ends_in_ask_first(shell):
    s = shell()
    s.start("magadvise plan")
    review = s.lines("u", "34", "f", *["u"] * 8)
    assert review.count("not sure") >= 9
    assert "Ask first." in finished(s)


def test_why_is_told_and_the_question_is_still_open(shell):
    s = shell()
    s.start("magadvise")
    assert "Some leg pain is not a cramp." in s.line("?")
    assert "2 of 10. Age" in s.line("n")


@pytest.mark.parametrize("columns", [40, 80])
def test_what_was_wrong_with_a_line_stays_in_view(shell, columns):
    s = shell(columns=columns)
    s.start("magadvise")
    s.lines(*WOMAN[:5], "99")
    assert "That is not on the list." in s.screen()


def test_an_answer_is_changed_at_the_review(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*WOMAN, "edit 5", "3")
    assert "5 Kidneys: on dialysis" in s.screen()
    assert "Do not take a magnesium supplement." in finished(s)


def test_a_misspelled_medicine_is_picked_among_suggestions(shell):
    s = shell()
    s.start("magadvise")
    assert "1 levothyroxine" in s.lines(*TO_MEDICINES, "levothyroxne")
    assert "+ levothyroxine" in s.line("1")
    s.lines("", "n", "1", "1", "22:30", "7")
    plan = finished(s)
    assert re.search(r"levothyroxine", plan.split("> y\n")[1])


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_window_of_another_size_holds_from_the_next_question(shell, columns):
    s = shell(columns=60)
    s.start("magadvise")
    s.type("n")
    s.resize(columns)
    s.lines("", *WOMAN[1:3])
    s.clear_above()
    s.lines(*WOMAN[3:5])
    long = [line for line in s.all().splitlines() if len(line) > 60]
    widest = max(len(line) for line in s.all().splitlines())
    assert widest <= min(columns, 100)
    assert bool(long) == (columns > 60)
    assert "150 mg" in finished_from(s, WOMAN[5:])


def finished_from(shell, rest):
    shell.lines(*rest)
    return finished(shell)


@pytest.mark.parametrize("at", [(), TO_AGE, (*TO_MEDICINES, "levothyroxine"), WOMAN], ids=len)
def test_ctrl_c_gives_the_shell_back(shell, at):
    s = shell()
    s.start("magadvise")
    s.lines(*at)
    s.keys("C-c")
    code, shown = s.ends()
    assert code == 130
    assert "\nStopped. Nothing was kept.\n" in shown
    assert (s.state("cursor_flag"), s.state("alternate_on")) == ("1", "0")
    s.type("echo he'll'o")
    s.keys("Enter")
    s.wait("^hello$")
    assert s.stored() == []


def test_ctrl_d_ends_it_and_no_plan_is_made(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*TO_KIDNEYS)
    s.keys("C-d")
    code, shown = s.ends()
    assert code == 130
    assert "150 mg" not in shown
    assert s.stored() == []


def test_q_ends_it_and_leaves_nothing_behind(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*TO_MEDICINES)
    s.type("q")
    s.keys("Enter")
    assert s.ends()[0] == 130
    assert s.stored() == []


def test_ctrl_z_and_back_goes_on_with_the_same_question(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*TO_AGE)
    s.keys("C-z")
    s.wait(r"(?i)^.*(stopped|suspended)")
    s.type("fg")
    s.keys("Enter")
    s.wait(r"^.*magadvise$|^magadvise.*echo")
    assert "3 of 10. Sex" in s.line("34")


def test_a_closed_window_ends_the_questions_and_leaves_nothing_behind(shell):
    s = shell()
    s.start("echo $$ > shell; exec magadvise")
    s.lines(*TO_MEDICINES, "levothyroxine")
    asking = int((s.home / "shell").read_text(encoding="ascii"))  # exec keeps the number
    assert runs(asking)
    s.server.call("respawn-pane", "-k", "-t", s.name, "cat")
    until_gone(asking)
    assert s.stored() == [s.home / "shell"]


def test_answers_are_kept_under_a_name_taken_up_again_and_used(shell):
    s = shell()
    s.start("magadvise plan --save me")
    s.lines(*TO_KIDNEYS)
    s.keys("C-c")
    assert s.ends()[0] == 130
    assert "5 of 11. Kidneys" in s.start("magadvise plan --save me")
    s.lines(*WOMAN[4:])
    shown = finished(s)
    assert "magadvise plan --profile me" in shown
    assert "--kidney" not in shown
    code, shown = s.run("magadvise plan --profile me")
    assert code == 0
    assert "150 mg" in shown
    assert "Is all of this right?" not in shown


@pytest.mark.parametrize(
    ("command", "settings"),
    [("magadvise plan --plain", {}), ("magadvise", {"ACCESSIBLE": "1"})],
    ids=["--plain", "ACCESSIBLE"],
)
def test_the_plain_layout_has_only_ascii_and_no_codes(shell, command, settings):
    s = shell(**settings)
    s.start(command)
    s.lines(*WOMAN)
    finished(s)
    assert s.all().isascii()
    assert not COLOUR.search(s.coloured())


@pytest.mark.parametrize("settings", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_no_colour_and_no_weight_where_none_is_wanted(shell, settings):
    s = shell(**settings)
    s.start("magadvise")
    s.lines(*WOMAN)
    finished(s)
    assert not COLOUR.search(s.coloured())


def test_a_colour_terminal_gets_bold_questions_and_a_marked_warning(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*TO_KIDNEYS, "3", *WOMAN[5:])
    finished(s)
    shown = s.coloured()
    assert re.search(r"\x1b\[1m5 of 11\. Kidneys", shown)
    assert re.search(r"\x1b\[[0-9;]*m *STOP:?", shown)


@pytest.mark.parametrize("command", ["magadvise", "magadvise plan"])
@pytest.mark.parametrize("closed", ["<&-", "2>&-", "</dev/null"])
def test_without_an_input_or_a_place_to_ask_it_never_asks(shell, command, closed):
    code, shown = shell().run(f"{command} {closed}")
    assert code == 2
    assert ASKED not in shown


@pytest.mark.parametrize("command", ["magadvise", "magadvise plan"])
def test_a_pipe_that_never_closes_is_not_waited_for(shell, command):
    s = shell()
    assert s.run("mkfifo pipe; exec 3<>pipe; echo 34 >&3")[0] == 0
    code, shown = s.run(f"{command} <&3")
    assert code == 2
    assert ASKED not in shown
    assert "\n34\ncode=0\n" in s.run("read kept <&3; echo $kept")[1]


@pytest.mark.parametrize("how", ["cat rows.csv | {}", "{} < rows.csv"])
@pytest.mark.parametrize("command", ["magadvise", "magadvise plan"])
def test_rows_of_patients_are_never_taken_for_answers(shell, how, command):
    s = shell()
    rows = s.home / "rows.csv"
    rows.write_text("age,sex,kidney\n34,female,normal\n", encoding="utf-8")
    code, shown = s.run(how.format(command))
    assert code == 2
    assert ASKED not in shown
    assert s.stored() == [rows]


def test_the_whole_plan_is_in_the_window_and_above_it(shell):
    s = shell()
    assert s.run(f"magadvise plan --no-input {FLAGS} -o plan.txt")[0] == 0
    s.start("magadvise")
    s.lines(*WOMAN)
    shown = finished(s).split("> y\n")[1].split()
    plan = (s.home / "plan.txt").read_text(encoding="utf-8").split()
    assert len(plan) > 500
    assert shown[: len(plan)] == plan


@pytest.mark.parametrize("columns", [40, 100])
def test_the_command_below_the_plan_can_be_pasted_into_the_shell(shell, columns):
    s = shell(columns=columns)
    s.start("magadvise")
    s.lines(*TO_MEDICINES, "qq'zzqqx öö", "", "n", "1", "1", "22:30", "")
    first = finished(s).split("> y\n")[1]
    plan, command = first.split("The same again, without questions:\n")
    s.clear()
    command = command.split("This line holds")[0].rstrip("\n")
    s.paste(f'COLUMNS={columns} {command} > again.txt; echo "code=$?"\n')
    assert s.ends()[0] == 0
    plan, in_short = plan.rsplit("In short:", 1)  # the answer once more, on stderr
    assert (s.home / "again.txt").read_text(encoding="utf-8").split() == plan.split()
    assert plan.split()[: len(in_short.split())] == in_short.split()


@pytest.mark.parametrize("columns", [40, 80])
def test_the_commands_are_in_view_below_the_first_question(shell, columns):
    s = shell(columns=columns)
    s.start("magadvise")
    assert "At any question: ?" in s.screen()


def test_questions_stay_in_view_while_the_plan_goes_into_a_pipe(shell):
    s = shell()
    s.start("magadvise | head -n 1")
    assert "Is all of this right?" in s.lines(*WOMAN)
    s.type("y")
    s.keys("Enter")
    assert "\nYour plan: magnesium bisglycinate 150 mg a day" in s.ends()[1]


def test_answers_pasted_at_once_are_taken_one_by_one(shell):
    s = shell()
    s.start("magadvise")
    s.paste("\n".join([*WOMAN, "y", ""]))
    code, shown = s.ends()
    assert code == 0
    assert "Never more than 350 mg a day" in shown


def test_backspace_and_letters_with_marks(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*TO_MEDICINES)
    s.type("levothyroxinée")
    s.keys("BSpace", "BSpace")
    assert "+ levothyroxine:" in s.line("e")
    assert "Ärztemuster" in s.line("Ärztemuster")


def test_an_arrow_key_never_changes_an_answer_unseen(shell):
    s = shell()
    s.start("magadvise")
    s.lines(*TO_AGE)
    s.type("43")
    s.keys("Left", "Left")
    assert "Arrow keys do not work here" in s.line("1")
    assert "3 of 10. Sex" in s.line("34")
