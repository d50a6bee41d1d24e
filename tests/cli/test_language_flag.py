"""``--lang`` and MAGADVISE_LANG: which language an answer has, and what an unknown one does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from helpers import flags
from interviewing import MAN
from magadvise.cli.interview import machine, prompt
from magadvise.cli.interview.book import load_book
from magadvise.knowledge import load

ANSWERS = flags(medications="levothyroxine", medication_times="levothyroxine=07:00")
WORDS = {  # a few words of each answer that only the one language has
    "plan": (ANSWERS, "Never more than", "Nie mehr als"),
    "med": (["med", "levothyroxine"], "What to do:", "Was tun:"),
    "explain": (["explain", "KID001"], "What to do:", "Was tun:"),
    "show": (["show", "standards"], "confidence:", "Gewissheit:"),
}


@pytest.mark.parametrize("command", WORDS)
def test_the_flag_chooses_the_language(run, command):
    arguments, english, german = WORDS[command]
    for more, own, other in (
        ([], english, german),
        (["--lang", "en"], english, german),
        (["--lang", "de"], german, english),
        (["--lang", "DE"], german, english),
    ):
        code, out, err = run(*arguments, *more)
        assert (code, err) == (0, "")
        assert own in out
        assert other not in out
        assert "[en]" not in out


@pytest.mark.parametrize("command", WORDS)
def test_the_variable_of_our_own_chooses_it_too_and_the_flag_wins(run, monkeypatch, command):
    arguments, english, german = WORDS[command]
    monkeypatch.setenv("MAGADVISE_LANG", "de")
    assert german in run(*arguments).out
    assert english in run(*arguments, "--lang", "en").out
    monkeypatch.setenv("MAGADVISE_LANG", "")
    assert english in run(*arguments).out


def test_the_locale_of_the_machine_never_chooses_it(spawn):
    here = spawn(*ANSWERS).stdout
    assert b"Never more than" in here
    german = {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "LC_MESSAGES": "de_DE.UTF-8",
              "LANGUAGE": "de"}  # fmt: skip
    assert spawn(*ANSWERS, **german).stdout == here


@pytest.mark.parametrize("command", WORDS)
@pytest.mark.parametrize("word", ["fr", "german", "", "d", "../de"])
def test_an_unknown_language_is_a_wrong_answer_with_the_list(run, command, word):
    code, out, err = run(*WORDS[command][0], "--lang", word)
    assert (code, out) == (2, "")
    assert "--lang" in err
    assert "Allowed: en, de." in err
    assert "german" not in err
    assert "../" not in err


def test_an_unknown_language_of_the_variable_names_the_variable(run, monkeypatch):
    monkeypatch.setenv("MAGADVISE_LANG", "klingon")
    code, out, err = run("show", "foods")
    assert (code, out) == (2, "")
    assert "MAGADVISE_LANG" in err
    assert "Allowed: en, de." in err
    assert "klingon" not in err
    code, out, err = run("show", "foods", "--json")
    assert json.loads(out)["error"]["code"] == "unknown_word"


def test_english_reads_no_file_of_a_language(run, monkeypatch):
    """And a plan reads one file more than before there were languages."""
    load.forget()
    opened: list[str] = []
    read_bytes = Path.read_bytes

    def watched(path: Path) -> bytes:
        opened.append(path.as_posix())
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    assert run(*ANSWERS).code == 0
    names = {path.rpartition("/data/")[2] for path in opened if "/data/" in path}
    assert "rules.json" in names
    assert {name for name in names if "/" in name} == {"words/plan.json"}
    opened.clear()
    assert run(*ANSWERS, "--lang", "de").code == 0
    assert any("languages/de/rules.json" in path for path in opened)


def test_a_german_document_has_the_doses_and_codes_of_the_english_one(run):
    english, german = (json.loads(run(*ANSWERS, "--json", "--lang", w).out) for w in ("en", "de"))
    for key in ("dose", "disposition", "ceiling_mg", "intake", "profile", "sources", "medications"):
        if key != "intake":
            assert german[key] == english[key]
    assert german["intake"] == english["intake"] | {"group": "Frauen 31-50 Jahre"}
    assert [f["code"] for f in german["findings"]] == [f["code"] for f in english["findings"]]
    assert german["disclaimer"] != english["disclaimer"]


def test_every_code_is_explained_in_german_with_its_numbers(run):
    english, german = (run("explain", "--all", "--lang", w).out for w in ("en", "de"))
    assert "[en]" not in german
    assert re.findall(r"^[A-Z]{3}\d{3}", german, re.M) == re.findall(
        r"^[A-Z]{3}\d{3}", english, re.M
    )
    numbers = [sorted(n.replace(",", ".") for n in re.findall(r"\d+(?:[.,]\d+)*", out)) for out in
               (english, german)]  # fmt: skip
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    "what", ["rda", "foods", "forms", "patterns", "standards", "topics", "sources"]
)
def test_every_list_is_shown_in_german_and_keeps_its_ids(run, what):
    assert "[en]" not in run("show", what, "--lang", "de").out
    english, german = (
        json.loads(run("show", what, "--json", "--lang", w).out) for w in ("en", "de")
    )
    for table in english:
        assert [row.get("id") for row in german[table]] == [row.get("id") for row in english[table]]
        assert [row.get("rda_mg") for row in german[table]] == [
            row.get("rda_mg") for row in english[table]
        ]


def test_a_batch_stays_english(run, monkeypatch, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("age,sex,kidney,medications\n70,female,unknown,levothyroxine\n")
    said = []
    for number, language in enumerate(("", "de")):
        monkeypatch.setenv("MAGADVISE_LANG", language)
        file = tmp_path / f"{number}.jsonl"
        code, _, err = run("batch", str(people), "--to", "jsonl", "-o", str(file))
        assert code == 0, err
        said.append(file.read_bytes())
    assert said[0] == said[1]
    assert b"take magnesium" in said[0]


# the interview -----------------------------------------------------------------------------------


def through(language: str, lines: tuple[str, ...]) -> tuple[machine.State, str]:
    """The state after these lines, and everything that was on the screen."""
    book = load_book(language)
    state, shown = machine.start({}, book), []
    for line in lines:
        shown += [f"{said.mark} {said.text}" for said in prompt.lines(state, book)]
        state, said = machine.reply(state, line, book)
        shown += [f"{line.mark} {line.text}" for line in said]
    shown += [f"{said.mark} {said.text}" for said in prompt.lines(state, book)]
    return state, "\n".join(shown)


def test_the_interview_asks_in_german_and_keeps_the_same_answers():
    english, german = through("en", MAN), through("de", MAN)
    assert german[0].answers == english[0].answers
    assert german[0].at == english[0].at == "review"
    assert "Wie alt sind Sie" in german[1]
    assert "How old are you" not in german[1]
    assert "[en]" not in german[1]
    assert re.findall(r"^\d+", german[1], re.M) == re.findall(r"^\d+", english[1], re.M)


def test_german_words_answer_as_well():
    """No, female, the name of a row, none and yes, as a German would type them."""
    typed = (
        "nein",
        "45",
        "weiblich",
        "nein",
        "1",
        "Bluthochdruck",
        "keine",
        "nichts",
        "1",
        "1",
        "22:30",
    )
    state, _ = through("de", typed)
    answers = state.answers
    assert answers["sex"] == ("female",)
    assert answers["pregnant"] == ("no",)
    assert answers["conditions"] == ("hypertension",)
    assert answers["medications"] == ("none",)
    assert answers["red_flags"] == ("none",)
    done, _ = machine.reply(state, "ja", load_book("de"))
    assert done.at == machine.DONE


def test_what_is_no_answer_is_said_in_german():
    book = load_book("de")
    state = machine.start({"red_flags": ("none",), "age": ("45",), "sex": ("male",)}, book)
    assert state.at == "kidney"
    _, said = machine.reply(state, "9", book)
    assert said[0].text.startswith(
        "Das steht nicht auf der Liste. Tippen Sie eine Nummer von 1 bis 6."
    )
    _, said = machine.reply(state, "", book)
    assert said[0].text.startswith("Bitte beantworten Sie diese Frage.")
