"""What people type, paste and dictate in place of a medicine name. The answer is always a clear one:
the name is not in the table, ask a pharmacist. Never a crash, and never a match that nobody sees.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from typing import Any

import pytest

from helpers import codes, flags, json_of, plan
from magadvise import load_knowledge
from magadvise import profile as door
from magadvise.cli.main import main
from magadvise.model import MedicineUse

pytestmark = pytest.mark.core

SENTENCE = "I take two of the small white ones for my blood pressure every morning"
NO_NAME = {
    "one letter": "a",
    "10,000 letters": "a" * 10_000,
    "10,000 letters of many names": ("raltegravir " * 900)[:10_000],
    "emoji": "\N{PILL}",
    "emoji of several parts": "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{STAFF OF AESCULAPIUS}",
    "colour of a terminal": "\x1b[31m",
    "clear screen": "\x1b[2J\x1b[H",
    "NUL": "\x00",
    "bell and backspace": "\x07\x08",
    "delete": "\x7f",
    "Arabic": "دواء الضغط",
    "Hebrew": "תרופה ללחץ דם",
    "a name turned by a direction mark": "\u202eniccaxolforpic\u202c",
    "zero-width space": "\u200b",
    "soft hyphen": "\u00ad",
    "byte order mark": "\ufeff",
    "Chinese": "降压药",
    "lone surrogate": "\udcff",
    "private use": "\ue000",
    "a sentence": SENTENCE,
    "a sentence with no answer in it": "the same as last year, please ask my daughter",
    "whole number": "500",
    "number with a point": "12.5",
    "number with a sign": "-5",
    "full-width number": "\uff15\uff10\uff10",
    "a date": "2026-01-31",
    "a clock time": "08:00",
    "a share": "5%",
    "an amount": "500 mg",
    "a strength": "8/500",
    "a form": "20 mg film-coated tablets",
    "punctuation": "!?",
    "dots": "...",
    "dashes": "--",
    "brackets": "()[]{}<>",
    "quotes": "'\"`",
    "separators": "/ + , ",
    "one separator": "+",
    "commas": ",,,",
    "words of a list": "and with et und mit",
    "an empty code": "rxnorm:",
    "a code of nothing": "atc:",
    "a code that nothing has": "rxnorm:" + "9" * 60,
    "a template": "{name} %s ${HOME}",
    "JSON": '{"medications": []}',
    "markup": "<b>[/b]</b>",
}
# Where nothing at all was said the question stays open.
NOTHING = {
    "empty": "",
    "space": " ",
    "many spaces": " " * 10_000,
    "tab and line end": "\t\n",
    "no-break space": "\u00a0",
    "list signs": ";;|;",
}
# Marks that no reader sees, in the middle of a name that was pasted from a leaflet or a web page.
UNSEEN = [
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202e", "\x00", "\x1b",
    "\x07", "\udcff",
]  # fmt: skip
PASTED = {
    "raltegravir": "raltegravir",
    "digoxin": "digoxin",
    "isentress": "raltegravir",
    "lithium": "lithium",
    "levodopa": "levodopa",
}


def named(text: str) -> MedicineUse:
    return door.medicine(text, load_knowledge())


def steering(text: str) -> list[str]:
    """Characters that a terminal obeys, or that nobody sees."""
    hidden = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return [c for c in text if c != "\n" and unicodedata.category(c) in hidden]


@pytest.mark.parametrize("kind", NO_NAME)
def test_what_is_no_name_resolves_to_nothing(kind: str) -> None:
    use = named(NO_NAME[kind])
    assert (use.resolved, use.matches, use.product) == (False, (), None)
    assert use.text == NO_NAME[kind]


@pytest.mark.parametrize("kind", NO_NAME)
def test_what_is_no_name_is_told_and_keeps_the_dose_low(kind: str) -> None:
    document = json_of(medications=[NO_NAME[kind]])
    assert document["medications"]
    for medicine in document["medications"]:
        assert medicine["matches"] == []
        assert "MED006" in medicine["findings"]
    assert document["disposition"] in ("check_first", "clinician_first")
    assert document["ceiling_mg"] <= 150
    (told, *_) = [f["summary"] for f in document["findings"] if f["code"] == "MED006"]
    assert "is not in the table: ask a pharmacist" in told
    assert told.isascii()
    assert told.isprintable()


def test_a_sentence_is_told_apart_from_a_name_by_its_number() -> None:
    """It is too long for a summary, so the medicine is called by its place in the list."""
    told = [f.summary for f in plan(medications=["omeprazole", SENTENCE]).findings]
    assert any(text.startswith("Medicine 2 is not in the table") for text in told)


@pytest.mark.parametrize("kind", NOTHING)
def test_an_empty_name_is_no_answer_and_never_means_none(kind: str) -> None:
    assert named(NOTHING[kind]).resolved is False
    advice = plan(medications=[NOTHING[kind]])
    assert "MED008" in codes(advice)
    assert advice.disposition == "check_first"
    assert advice.ceiling_mg == 150
    assert advice.profile.medicines == ()


def test_an_empty_name_beside_a_name_adds_nothing_to_it() -> None:
    alone, beside = json_of(medications="digoxin"), json_of(medications=["", "digoxin", " "])
    assert beside == alone


# the same name in other letters -------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "\uff43\uff49\uff50\uff52\uff4f\uff46\uff4c\uff4f\uff58\uff41\uff43\uff49\uff4e",  # full width
        "\uff23\uff29\uff30\uff32\uff2f",  # full width, capitals: CIPRO
        "ci\u0301profloxacin",
        "cípröflóxácîn",
        "c" + "\u0301" * 200 + "iprofloxacin",
        "ciprofloxacin\u00a0tablets",
        "\u3000ciprofloxacin\u3000",
        "ciprofloxacin\u2122",
        "\N{PILL} ciprofloxacin",
    ],
    ids=ascii,
)
def test_letters_of_another_width_and_accents_are_the_same_name_and_no_other(typed: str) -> None:
    use = named(typed)
    assert use.resolved
    assert [match.ingredient for match in use.matches] == ["ciprofloxacin"]
    (medicine,) = json_of(medications=[typed])["medications"]
    assert [match["ingredient"] for match in medicine["matches"]] == ["ciprofloxacin"]
    assert "MED003" in medicine["findings"]


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
@pytest.mark.parametrize("name", PASTED)
def test_an_unseen_mark_inside_a_name_never_makes_another_name_of_it(name: str, mark: str) -> None:
    """Either the name is understood as it reads, or it is not understood and that is told."""
    for at in range(len(name) + 1):
        use = named(name[:at] + mark + name[at:])
        found = [match.ingredient for match in use.matches]
        assert not use.resolved or found == [PASTED[name]]


def test_a_letter_of_another_alphabet_that_looks_the_same_is_a_typing_error() -> None:
    """A Cyrillic letter in place of the first c."""
    use = named("\N{CYRILLIC SMALL LETTER ES}iprofloxacin")
    assert not use.resolved
    assert "ciprofloxacin" not in [match.ingredient for match in use.matches]
    assert "ciprofloxacin" in use.suggestions


# many at once -------------------------------------------------------------------------------------


def test_500_names_at_once_are_all_answered_in_their_order() -> None:
    names = [f"foozolam{n}" if n % 2 else f"omeprazole {n} mg" for n in range(500)]
    document = json_of(medications=names)
    assert [m["input"] for m in document["medications"]] == names
    assert [bool(m["matches"]) for m in document["medications"]] == [n % 2 == 0 for n in range(500)]
    assert all("MED006" in m["findings"] for m in document["medications"][1::2])
    assert document["ceiling_mg"] <= 150


def test_500_names_in_one_cell_are_500_medicines() -> None:
    document = json_of(medications=";".join(f"foozolam{n}" for n in range(500)))
    assert len(document["medications"]) == 500


def test_a_dangerous_name_among_500_others_is_still_found() -> None:
    names = [f"foozolam{n}" for n in range(499)]
    assert json_of(medications=[*names, "raltegravir"])["disposition"] == "do_not_supplement"


# through the command ------------------------------------------------------------------------------

TYPED = ["\x1b[31mraltegravir\x1b[0m", "\x1b]0title\x07", "a\x00b", "\u202edigoxin", "dig\u200boxin", "\udcff",
         "digoxin\udc80", "\N{PILL}", "دواء", "a" * 10_000, SENTENCE, "500", "!?", "/ + ,"]  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a run prints; it must end well and say nothing on stderr."""
    assert main(list(arguments)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.parametrize("name", TYPED, ids=lambda name: ascii(name)[:30])
def test_the_printed_plan_is_clean_and_says_that_a_pharmacist_is_needed(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = said(capsys, *flags(medications=name))
    assert steering(text) == []
    assert "ask a pharmacist" in " ".join(text.split()) or "a doctor or pharmacist decides" in text


@pytest.mark.parametrize("name", TYPED, ids=lambda name: ascii(name)[:30])
def test_the_printed_answer_to_a_name_is_clean_and_never_calls_it_harmless(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = said(capsys, "med", name)
    assert steering(text) == []
    assert "no known interaction" not in text
    assert "Not in the table" in text or "Severity: " in text


@pytest.mark.parametrize("name", TYPED, ids=lambda name: ascii(name)[:30])
@pytest.mark.parametrize("command", ["plan", "med"])
def test_json_is_one_ascii_document_with_the_name_as_typed(
    capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    arguments = flags(medications=name) if command == "plan" else ["med", name]
    text = said(capsys, *arguments, "--json")
    assert text.isascii()
    assert steering(text) == []
    document: dict[str, Any] = json.loads(text)
    (medicine,) = document["medications"]
    assert medicine["input"] == name
    assert medicine["findings"]


@pytest.mark.parametrize("command", ["plan", "med"])
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_bytes_that_are_no_text_reach_the_command_and_do_no_harm(
    command: str, as_json: bool
) -> None:
    """A shell hands over any bytes; Python turns what is no UTF-8 into lone surrogates."""
    words = flags(medications="HERE") if command == "plan" else ["med", "HERE"]
    words += ["--json"] if as_json else []
    raw = [b"foo\xff\xfezolam" if word == "HERE" else os.fsencode(word) for word in words]
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"magadvise", *raw],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("utf-8")
    assert steering(text) == []
    if as_json:
        (medicine,) = json.loads(text)["medications"]
        assert medicine["input"] == "foo\udcff\udcfezolam"
        assert medicine["matches"] == []
        assert "MED006" in medicine["findings"]
    else:
        assert "not in the table" in " ".join(text.split()).casefold()
