"""Profiles: what is kept comes back, for this account alone, and nothing of it leaks."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import HEALTHY, flags, healthy
from magadvise import load_knowledge, parse
from magadvise.cli import profile_store as store
from magadvise.errors import InputError, StoredError
from magadvise.profile import QUESTIONS

CANARY = "ZQX-CANARY-77"
GIVEN = ["--age", "68", "--sex", "female", "--med", "levothyroxine"]
EVERY_ANSWER = {
    **HEALTHY, "egfr": "92.5", "creatinine": "0.9mg/dL",
    "medications": ["levothyroxine", "Größe-Säft 5 mg; “x”"],
    "medication_times": ["levothyroxine=07:00,19:00"], "patterns": ["night", "heat"],
    "conditions": ["diabetes", "gout"], "red_flags": ["frequent_cramps"],
    "other_magnesium_mg": "100", "products": ["milk of magnesia  5 mL", "ZMA"],
    "diet_magnesium_mg": "240", "check_dose_mg": "200", "check_form": "oxide",
    "bedtime": "23:15", "wake": "06:45", "standard": "eu",
}  # fmt: skip
ODD = ["", " ", "a\tb\nc", "\x00\x1b[31m", "\u202e\u200b", "naïve Ärztin 药 💊", "e\u0301",
       "\udcff", "\ud800", "\ud83d\udc8a", '"}],{', "\\", "none;unknown", "x" * 5000]  # fmt: skip


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder and a home of this test alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "data"


@pytest.fixture
def profiles(data: Path) -> Path:
    """The folder of the profiles, there already."""
    where = data / "magadvise" / "profiles"
    where.mkdir(parents=True, mode=0o700)
    return where


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def every_file(where: Path) -> list[Path]:
    return sorted(path for path in where.rglob("*") if path.is_symlink() or not path.is_dir())


def lists(answers: dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {q: [a] if isinstance(a, str) else a for q, a in answers.items()}


# keeping and getting back ------------------------------------------------------------------------


def test_what_is_saved_is_shown_as_the_flags_that_gave_it(run):
    assert run("profile", "save", "me", *GIVEN).code == 0
    code, out, err = run("profile", "show", "me")
    assert (code, err) == (0, "")
    assert out.splitlines()[1:4] == ["--age 68", "--sex female", "--med levothyroxine"]


def test_show_says_what_was_not_answered(run):
    run("profile", "save", "me", *GIVEN)
    last = " ".join(run("profile", "show", "me").out.split()).split("Not answered: ")[1]
    assert "--kidney" in last.split(", ")
    assert not {"--age", "--sex", "--med"} & set(last.split(", "))


def test_the_lines_of_show_are_words_of_a_shell(run):
    store.save("me", lists(EVERY_ANSWER))
    line = [w for row in run("profile", "show", "me").out.splitlines() for w in shlex.split(row)]
    words = line[line.index("--age") :]
    for question, text in EVERY_ANSWER.items():
        for answer in [text] if isinstance(text, str) else text:
            assert answer in words, question


def test_every_question_is_kept_through_the_command_line(run):
    assert set(EVERY_ANSWER) == set(QUESTIONS)
    command = flags(**EVERY_ANSWER)[1:]
    assert run("profile", "save", "me", *command).code == 0
    shown = json.loads(run("profile", "show", "me", "--json").out)
    assert shown["profile"] == "me"
    assert shown["answers"] == lists(EVERY_ANSWER)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_character_of_an_answer_is_lost(question):
    store.save("me", {question: ODD})
    assert store.load("me") == {question: ODD}


def test_a_single_text_is_one_answer_and_not_its_letters():
    store.save("me", {"kidney": "normal"})
    assert store.load("me") == {"kidney": ["normal"]}


@pytest.mark.parametrize("answers", [HEALTHY, EVERY_ANSWER], ids=["few", "all"])
def test_the_loaded_answers_make_the_same_person(answers):
    knowledge = load_knowledge()
    store.save("me", lists(answers))
    assert parse(store.load("me"), knowledge) == parse(answers, knowledge)


def test_a_plan_from_a_profile_is_the_plan_by_flags(run):
    command = flags(**EVERY_ANSWER)
    assert run("profile", "save", "me", *command[1:]).code == 0
    assert run("plan", "--profile", "me", "--json").out == run(*command, "--json").out


def test_saving_again_replaces_all_of_it(run, profiles):
    run("profile", "save", "me", *GIVEN)
    assert run("profile", "save", "me", "--age", "70").code == 0
    assert store.load("me") == {"age": ["70"]}
    assert [file.name for file in every_file(profiles)] == ["me.json"]


def test_the_file_says_what_it_is_and_its_version(run, profiles):
    run("profile", "save", "me", *GIVEN)
    document = json.loads((profiles / "me.json").read_text(encoding="utf-8"))
    assert document == {
        "format": "magadvise profile",
        "version": 1,
        "answers": {"age": ["68"], "sex": ["female"], "medications": ["levothyroxine"]},
    }


def test_saving_says_where_that_it_is_not_encrypted_and_how_to_remove_it(run, profiles):
    code, out, err = run("profile", "save", "me", *GIVEN)
    assert (code, out) == (0, "")
    said = " ".join(err.split())
    assert str(profiles / "me.json") in err.replace("\n", "")
    assert "not encrypted" in said
    assert "magadvise profile forget me" in said


def test_the_home_folder_is_shown_as_a_tilde(run, monkeypatch):
    monkeypatch.delenv("XDG_DATA_HOME")
    assert (
        "Saved in ~/.local/share/magadvise/profiles/me.json\n"
        in run("profile", "save", "me", *GIVEN).err
    )


def test_show_lets_no_answer_steer_the_terminal(run):
    store.save("me", {"medications": ["a\x1b[31m\u202eb\nc"]})
    out = run("profile", "show", "me").out
    assert "--med 'a\\x1b[31m\\u202eb\\nc'\n" in out
    assert json.loads(run("profile", "show", "me", "--json").out)["answers"]["medications"] == [
        "a\x1b[31m\u202eb\nc"
    ]


def test_list_names_the_profiles_in_order_and_nothing_else(run, profiles):
    for name in ("me", "Anna", "bob_2"):
        run("profile", "save", name, "--age", "68")
    (profiles / "notes.txt").write_text("x")
    (profiles / ".me.1-ab.new").write_text("x")
    (profiles / "con.json").write_text("x")
    (profiles / "dir.json").mkdir()
    (profiles / "link.json").symlink_to(profiles / "me.json")
    assert run("profile", "list").out.splitlines() == ["Anna", "bob_2", "me"]
    assert json.loads(run("profile", "list", "--json").out) == {"profiles": ["Anna", "bob_2", "me"]}


def test_list_without_profiles_says_so_and_makes_no_folder(run, data):
    assert run("profile", "list").out.startswith("No profile is kept.")
    assert json.loads(run("profile", "list", "--json").out) == {"profiles": []}
    assert not data.exists()


# answers are checked before they are kept ---------------------------------------------------------


def test_incomplete_answers_are_kept(run):
    assert run("profile", "save", "me", "--kidney", "normal").code == 0
    assert store.load("me") == {"kidney": ["normal"]}


@pytest.mark.parametrize(
    "wrong",
    [["--age", "0"], ["--kidney", "nonsense"], ["--sex", "male", "--pregnant", "yes"],
     ["--age", "4", "--age", "5"], ["--med", "none", "--med", "x"], ["--standard", "usa"],
     ["--med-time", "levothyroxine=07:00"], ["--stool", "lose", "--wake", "7am"]],
    ids=" ".join,
)  # fmt: skip
def test_answers_that_cannot_be_are_refused_and_not_kept(run, data, wrong):
    code, out, err = run("profile", "save", "me", *wrong)
    assert (code, out) == (2, "")
    assert err.startswith("magadvise: ")
    assert not data.exists()


def test_every_wrong_answer_is_told_at_once_and_age_and_sex_are_not_asked_for(run):
    found = json.loads(
        run("profile", "save", "me", "--stool", "lose", "--wake", "7am", "--json").out
    )
    assert [problem["field"] for problem in found["errors"]] == ["stool", "wake"]


def test_nothing_to_keep_is_refused(run, data):
    code, _, err = run("profile", "save", "me")
    assert code == 2
    assert "no answer was given" in err
    assert not data.exists()


def test_the_store_keeps_answers_to_questions_only():
    with pytest.raises(InputError):
        store.save("me", {"name": ["Anna"]})


def test_answers_too_long_to_read_back_are_not_kept(data):
    store.save("me", {"age": ["45"]})
    with pytest.raises(InputError):
        store.save("me", {"medications": ["x" * (store.MOST_BYTES + 1)]})
    assert store.load("me") == {"age": ["45"]}


# names --------------------------------------------------------------------------------------------

GOOD_NAMES = ["me", "Anna", "my-mother_2", "_", "7", "a" * 40, "console", "com", "nul_"]
BAD_NAMES = ["", ".", "..", "../me", "a/b", "a\\b", "a.b", "me.json", "a b", "-x", "ä", "me\n", "é1",
             "a" * 41, "con", "NUL", "Com1", "lpt9", "aux", "prn", "a\x00b", "*", "１", "~"]  # fmt: skip


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_plain_name_is_kept(run, profiles, name):
    assert run("profile", "save", name, "--age", "68").code == 0
    assert [file.name for file in every_file(profiles)] == [f"{name}.json"]
    assert store.names() == [name]


@pytest.mark.parametrize("command", ["save", "show", "forget"])
@pytest.mark.parametrize("name", BAD_NAMES, ids=repr)
def test_a_name_that_could_be_a_path_or_a_device_is_refused(run, tmp_path, command, name):
    more = ["--age", "68"] if command == "save" else []
    code, out, err = run("profile", command, *more, "--", name)
    assert (code, out) == (2, "")
    assert "name of a profile" in err
    assert every_file(tmp_path) == []


def test_a_name_in_other_capitals_is_no_second_profile(run):
    run("profile", "save", "anna", "--age", "68")
    code, out, err = run("profile", "save", "Anna", "--age", "30")
    assert (code, out) == (2, "")
    assert "other capitals" in err
    assert store.names() == ["anna"]
    assert store.load("anna") == {"age": ["68"]}


@pytest.mark.parametrize("command", ["show", "forget"])
def test_capitals_count_when_a_profile_is_named(run, command):
    run("profile", "save", "anna", "--age", "68")
    code, out, err = run("profile", command, "ANNA")
    assert (code, out) == (66, "")
    assert "Capitals count" in err
    assert store.names() == ["anna"]


# for this account alone ---------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_only_this_account_can_read_it_whatever_the_umask(run, data, umask):
    before = os.umask(umask)
    try:
        assert run("profile", "save", "me", *GIVEN).code == 0
        assert run("profile", "save", "me", *GIVEN).code == 0
    finally:
        os.umask(before)
    assert mode(data / "magadvise" / "profiles" / "me.json") == 0o600
    for made in (data, data / "magadvise", data / "magadvise" / "profiles"):
        assert mode(made) == 0o700


@pytest.mark.parametrize("wide", [0o755, 0o750, 0o777, 0o1777], ids=oct)
def test_a_folder_that_is_wider_is_tightened(run, profiles, wide):
    for act in (["save", "me", *GIVEN], ["show", "me"], ["list"]):
        profiles.chmod(wide)
        profiles.parent.chmod(wide)
        assert run("profile", *act).code == 0
        assert (mode(profiles), mode(profiles.parent)) == (0o700, 0o700)


@pytest.mark.parametrize(
    "act", [["save", "me", *GIVEN], ["show", "me"], ["list"], ["forget", "me"]]
)
def test_a_folder_of_another_user_is_refused(run, profiles, monkeypatch, act):
    store.save("me", {"age": ["45"]})
    before = every_file(profiles), (profiles / "me.json").read_bytes()
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    code, out, err = run("profile", *act)
    assert (code, out) == (73, "")
    assert "belongs to another user" in err
    assert (every_file(profiles), (profiles / "me.json").read_bytes()) == before


def test_nothing_is_made_in_a_folder_of_another_user(run, data, monkeypatch):
    (data / "magadvise").mkdir(parents=True)
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert run("profile", "save", "me", *GIVEN).code == 73
    assert list((data / "magadvise").iterdir()) == []


def test_a_link_to_a_folder_that_everybody_can_write_to_is_refused(run, data, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    (data / "magadvise").mkdir(parents=True)
    (data / "magadvise" / "profiles").symlink_to(shared)
    code, _, err = run("profile", "save", "me", *GIVEN)
    assert code == 73
    assert "everybody can write to" in err
    assert every_file(shared) == []
    assert mode(shared) == 0o777


def test_a_link_to_a_folder_of_ones_own_is_fine(run, data, tmp_path):
    own = tmp_path / "own"
    own.mkdir(mode=0o755)
    (data / "magadvise").mkdir(parents=True)
    (data / "magadvise" / "profiles").symlink_to(own)
    assert run("profile", "save", "me", *GIVEN).code == 0
    assert [file.name for file in every_file(own)] == ["me.json"]
    assert mode(own) == 0o700
    assert run("profile", "forget", "me").code == 0
    assert every_file(own) == []


def test_a_file_where_the_folder_should_be_holds_no_profiles_and_stays(run, data):
    data.mkdir()
    (data / "magadvise").write_text("x")
    acts = {73: ["save", "me", *GIVEN], 66: ["show", "me"], 0: ["list"]}
    assert {code: run("profile", *act).code for code, act in acts.items()} == {c: c for c in acts}
    assert run("profile", "forget", "me").code == 66
    assert (data / "magadvise").read_text() == "x"


@pytest.mark.parametrize("there", ["file", "nothing", "folder"])
def test_a_link_is_never_followed_to_write(run, profiles, tmp_path, there):
    target = tmp_path / "elsewhere"
    if there == "file":
        target.write_text("mine")
    elif there == "folder":
        target.mkdir()
    (profiles / "me.json").symlink_to(target)
    code, out, err = run("profile", "save", "me", *GIVEN)
    assert (code, out) == (73, "")
    assert "no plain file" in err
    assert (profiles / "me.json").is_symlink()
    assert every_file(profiles) == [profiles / "me.json"]
    assert target.read_text() == "mine" if there == "file" else not list(tmp_path.glob("else*/*"))


def test_a_link_that_appears_while_a_profile_is_written_is_replaced_not_followed(
    profiles, tmp_path, monkeypatch
):
    target = tmp_path / "elsewhere"
    target.write_text("mine")
    fsync = os.fsync

    def late(handle: int) -> None:
        if not (profiles / "me.json").is_symlink():
            (profiles / "me.json").symlink_to(target)
        fsync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", late)
        store.save("me", {"age": ["45"]})
        assert target.read_text() == "mine"


def test_a_link_is_not_read_and_a_pipe_does_not_hold_us_up(run, profiles, tmp_path):
    (tmp_path / "x.json").write_text(json.dumps({"version": 0, "answers": {"age": CANARY}}))
    (profiles / "me.json").symlink_to(tmp_path / "x.json")
    os.mkfifo(profiles / "pipe.json")
    for name in ("me", "pipe"):
        code, out, err = run("profile", "show", name)
        assert (code, out) == (66, "")
        assert CANARY not in err


def test_a_file_that_somebody_else_put_there_is_not_read(profiles, monkeypatch):
    store.save("me", {"age": ["45"]})
    real = os.fstat
    monkeypatch.setattr(os, "fstat", lambda handle: _of_another(real(handle)))
    with pytest.raises(StoredError, match="not yours") as caught:
        store.load("me")
    assert caught.value.exit_code == 65


def _of_another(about: os.stat_result) -> os.stat_result:
    return os.stat_result((*about[:4], about.st_uid + 1, *about[5:10]))


# a crash leaves what was there --------------------------------------------------------------------


@pytest.mark.parametrize("broken", ["fsync", "replace", "write"])
def test_when_writing_fails_the_old_answers_stay_and_nothing_is_left(
    run, profiles, monkeypatch, broken
):
    store.save("me", {"age": ["45"]})

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on " + CANARY)

    with monkeypatch.context() as patch:
        if broken == "replace":
            patch.setattr(Path, "replace", full)
        elif broken == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(os, "fdopen", full)
        code, out, err = run("profile", "save", "me", "--age", "70")
    assert (code, out) == (74, "")
    assert "cannot be written" in err
    assert CANARY not in err
    assert store.load("me") == {"age": ["45"]}
    assert [file.name for file in every_file(profiles)] == ["me.json"]


def test_a_kill_in_the_middle_leaves_the_old_answers_and_forget_takes_the_rest(run, profiles):
    """The process is killed between the write and the rename."""
    store.save("me", {"age": ["45"]})
    code = (
        "import os, signal\n"
        "from magadvise.cli import profile_store as store\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.save('me', {'age': ['70']})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    assert store.load("me") == {"age": ["45"]}
    left = every_file(profiles)
    assert len(left) == 2
    assert [mode(file) for file in left] == [0o600, 0o600]
    assert store.names() == ["me"]
    assert run("profile", "forget", "me").code == 0
    assert not profiles.exists()


def test_what_a_crash_left_is_forgotten_even_without_a_profile(run, profiles):
    (profiles / ".me.1-ab.new").write_text(CANARY)
    (profiles / ".you.1-ab.new").write_text(CANARY)
    assert run("profile", "forget", "me").code == 0
    assert [file.name for file in every_file(profiles)] == [".you.1-ab.new"]


# forgetting ---------------------------------------------------------------------------------------


def test_forget_removes_the_file_says_so_and_takes_the_empty_folder_along(run, data, profiles):
    store.save("me", {"age": ["45"]})
    store.save("you", {"age": ["45"]})
    code, out, err = run("profile", "forget", "me")
    assert (code, out, err) == (0, "Removed the answers kept as me.\n", "")
    assert [file.name for file in every_file(profiles)] == ["you.json"]
    assert json.loads(run("profile", "forget", "you", "--json").out) == {"forgotten": "you"}
    assert list(data.iterdir()) == []


def test_a_diary_beside_the_profiles_stays(run, data):
    store.save("me", {"age": ["45"]})
    (data / "magadvise" / "diary.json").write_text("x")
    assert run("profile", "forget", "me").code == 0
    assert every_file(data) == [data / "magadvise" / "diary.json"]


@pytest.mark.parametrize("act", [["show", "me"], ["forget", "me"], ["show", "me", "--json"]])
def test_a_profile_that_is_not_there_is_exit_code_66(run, data, act):
    code, out, err = run("profile", *act)
    assert code == 66
    assert "no profile has this name" in out + err
    assert not data.exists()


# other versions, broken files ---------------------------------------------------------------------


def test_version_0_is_read(run, profiles):
    old = {
        "version": 0,
        "answers": {"meds": "levothyroxine;omeprazole", "age": "45", "flags": "none"},
    }
    (profiles / "me.json").write_text(json.dumps(old))
    assert store.load("me") == {
        "medications": ["levothyroxine;omeprazole"], "age": ["45"], "red_flags": ["none"],
    }  # fmt: skip
    assert "--red-flag none\n" in run("profile", "show", "me").out
    knowledge = load_knowledge()
    person = {"age": "45", "sex": "male", "medications": ["levothyroxine", "omeprazole"],
              "red_flags": "none"}  # fmt: skip
    assert parse({**store.load("me"), "sex": "male"}, knowledge) == parse(person, knowledge)


@pytest.mark.parametrize("answers", [{}, {"age": [CANARY]}, CANARY], ids=str)
def test_a_newer_version_is_refused_with_a_way_out(run, profiles, answers):
    document = {"format": "magadvise profile", "version": 2, "answers": answers}
    (profiles / "me.json").write_text(json.dumps(document))
    for more in ([], ["--json"]):
        code, out, err = run("profile", "show", "me", *more)
        assert code == 2
        assert "Update magadvise" in out + err
        assert CANARY not in out + err


def document(**changes: object) -> str:
    whole = {"format": "magadvise profile", "version": 1, "answers": {"age": [CANARY]}}
    return json.dumps({k: v for k, v in {**whole, **changes}.items() if v != "gone"})


BROKEN = [
    "", CANARY, "[]", "null", f'"{CANARY}"', "{", document()[:-3], document() + CANARY,
    document(format="gone"), document(format=CANARY), document(version="gone"), document(version="1"),
    document(version=True), document(version=1.0), document(version=-1), document(version=None),
    document(answers="gone"), document(answers=CANARY), document(answers=[CANARY]),
    document(answers={CANARY: ["45"]}), document(answers={"age": CANARY}),
    document(answers={"age": [45]}), document(answers={"age": {CANARY: "x"}}),
    document(version=0, answers=[CANARY]), document(version=0, answers={"age": 45}),
    document(version=0, answers={"meds": CANARY, "medications": "x"}),
    '{"format": "magadvise profile", "version": 1, "answers": {"kidney": ["dialysis"], '
    '"kidney": ["normal"]}}',
    "[" * 100_000, '{"version": ' + "9" * 5000 + "}", document() + " " * store.MOST_BYTES,
]  # fmt: skip


@pytest.mark.parametrize("content", BROKEN, ids=lambda text: text[:60])
def test_a_broken_file_is_exit_code_65_and_nothing_of_it_is_shown(run, profiles, content):
    (profiles / "me.json").write_text(content, encoding="utf-8")
    for more in ([], ["--json"]):
        code, out, err = run("profile", "show", "me", *more)
        assert code == 65
        assert "is broken" in out + err
        assert CANARY not in out + err
        assert "Traceback" not in out + err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80" * 50, bytes(range(256))], ids=repr)
def test_bytes_that_are_no_text_are_a_broken_file(run, profiles, content):
    (profiles / "me.json").write_bytes(content)
    assert run("profile", "show", "me").code == 65


def test_a_broken_profile_can_be_listed_saved_again_and_forgotten(run, profiles):
    (profiles / "me.json").write_text(CANARY)
    (profiles / "you.json").write_text(CANARY)
    assert run("profile", "list").out.splitlines() == ["me", "you"]
    assert run("profile", "save", "me", *GIVEN).code == 0
    assert run("profile", "show", "me").code == 0
    assert run("profile", "forget", "you").code == 0


# errors -------------------------------------------------------------------------------------------

LEAKS = [
    ["save", CANARY, "--age", CANARY], ["save", CANARY], ["save", "me", "--kidney", CANARY],
    ["save", f"{CANARY}!", "--age", "4"], ["save", "me", CANARY, "--age", "4"],
    ["show", CANARY], ["show", f"{CANARY}/"], ["forget", CANARY], ["show", "me", CANARY],
    ["list", CANARY], [CANARY], ["save", "me", "--" + CANARY, "4"],
    ["show", "me", "--format", CANARY],
]  # fmt: skip


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("act", LEAKS, ids=" ".join)
def test_an_error_repeats_neither_an_answer_nor_a_name(run, act, more):
    code, out, err = run("profile", *act, *more)
    assert code in (2, 66)
    assert out + err
    assert "canary" not in (out + err).casefold()
    if more:
        found = json.loads(out)["error"]
        assert found["code"]
        assert found["hint"]


def test_a_folder_that_cannot_be_made_is_exit_code_73(run, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/dev/null/nowhere")
    code, out, err = run("profile", "save", "me", *GIVEN)
    assert (code, out) == (73, "")
    assert "cannot be saved" in err


# where --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("relative", ["", "data", "./data", "~/data"])
def test_a_relative_data_folder_is_ignored_as_the_xdg_rules_say(monkeypatch, tmp_path, relative):
    monkeypatch.setenv("XDG_DATA_HOME", relative)
    share = tmp_path / "home" / ".local" / "share"
    assert store.folder() == share / "magadvise" / "profiles"


def test_on_windows_it_is_the_local_data_folder_of_the_account(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    assert store.folder() == tmp_path / "Local" / "magadvise" / "profiles"
    monkeypatch.delenv("LOCALAPPDATA")
    local = tmp_path / "home" / "AppData" / "Local"
    assert store.folder() == local / "magadvise" / "profiles"


def test_without_a_home_folder_the_error_says_what_to_set(run, monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "somewhere")
    monkeypatch.chdir(tmp_path)
    code, out, err = run("profile", "save", "me", *GIVEN)
    assert (code, out) == (73, "")
    assert "XDG_DATA_HOME" in err
    assert every_file(tmp_path) == []


def test_saving_a_profile_writes_nothing_anywhere_else(run, tmp_path, profiles, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    run("profile", "save", "me", *GIVEN)
    assert every_file(tmp_path) == [profiles / "me.json"]


def test_a_plan_alone_keeps_nothing(run, tmp_path):
    run(*flags())
    assert every_file(tmp_path) == []


def test_a_plan_does_not_wait_for_the_commands_of_profiles():
    code = (
        "import sys\n"
        "from magadvise.cli.main import main\n"
        "assert main(sys.argv[1:]) == 0\n"
        "sys.stderr.write(' '.join(m for m in sys.modules if m.startswith('magadvise')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *flags(), "--json"], capture_output=True, text=True, check=True
    )
    loaded = done.stderr.split()
    assert "magadvise.cli.app" in loaded
    assert not {"magadvise.cli.profile_commands", "magadvise.cli.profiles"} & set(loaded)


def test_what_healthy_answers_say_is_all_in_the_file(profiles):
    store.save("me", lists(healthy()))
    text = (profiles / "me.json").read_text(encoding="utf-8")
    assert all(question in text for question in HEALTHY)


def test_saving_anew_without_questions_keeps_nothing_of_the_answers_before(run):
    person = ["plan", "--no-input", "--json", "--save", "me", "--age", "30", "--sex", "female"]
    first = run(*person, "--pregnant", "no", "--condition", "none")
    again = run(*person)
    assert json.loads(first.out)["profile"]["pregnant"] == "no"
    assert json.loads(again.out)["profile"]["pregnant"] == "unknown"
    assert set(store.load("me")) == {"age", "sex"}
