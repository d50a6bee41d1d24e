"""``magadvise label``: what it prints, as text and as JSON, and what it refuses."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from magadvise.knowledge.load import load_labels

CITRATE = "Magnesium citrate 1000 mg"
SAMPLES = [
    CITRATE,
    "2000 mg Magtein",
    "5 mL milk of magnesia",
    "10 mmol",
    "Magnesium 50% DV",
    "Magnesium (citrate) 200 mg",
    "Magnesium citrate 1000 mg (30 %)",
    "Magnesium citrate 1000 mg providing 400 mg magnesium",
    "2 capsules magnesium citrate 500 mg",
    "magnesium 100 mg, magnesium 50 mg",
    "Epsom salt bath",
    "magnesium bisglycinate 1,000 mg",
]


def printed(out: str) -> str:
    return " ".join(out.split())


def documents(out: str) -> list[dict[str, Any]]:
    found: dict[str, Any] = json.loads(out)
    assert list(found) == ["labels", "caution", "disclaimer"]
    labels: list[dict[str, Any]] = found["labels"]
    return labels


def test_the_text_tells_the_range_the_kinds_the_limit_and_how_many_fit(run):
    code, out, err = run("label", "500 mg magnesium citrate per capsule")
    assert (code, err) == (0, "")
    text = printed(out)
    assert text.startswith("500 mg magnesium citrate per capsule Elemental magnesium: 51 to 81 mg.")
    assert "Count 81 mg toward a limit; rely on 51 mg only to reach a dose." in text
    assert "The label does not say which kind it is:" in text
    assert "- trimagnesium dicitrate, anhydrous: 16.16%, 81 mg" in text
    assert "LIMIT: At most 350 mg a day from all supplements together, for adults under 65." in text
    assert "This is within it." in text
    assert "150 mg a day: 1 capsule (51 to 81 mg)" in text
    assert "300 mg a day: 3 capsules (155 to 243 mg)" in text
    assert "Prefer the line 'Magnesium ... mg' of the label" in text


@pytest.mark.parametrize("flags", [[], ["--json"], ["--age", "6"], ["--most", "120"]])
@pytest.mark.parametrize("texts", [["magnesium 100 mg per capsule"], SAMPLES], ids=len)
def test_every_answer_says_once_that_it_is_no_plan_and_what_can_mean_less(run, texts, flags):
    """Weak kidneys, other medicines and a pregnancy were not asked about; the disclaimer is the one
    of a plan."""
    said = " ".join(run("label", *texts, *flags).out.split())
    for words in ("It is no plan for you.", "Weak kidneys", "medicines", "pregnancy", "or none.",
                  "magadvise plan", "It is no diagnosis and no prescription."):  # fmt: skip
        assert said.count(words) == 1, words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Magnesium 250 mg", "The label states the magnesium itself."),
        (CITRATE, "The weight is that of the compound. Magnesium is only a part of it."),
        ("Magnesium (citrate) 200 mg", "Look for the line 'Magnesium ... mg' on the pack."),
        ("10 mmol", "1 mmol is 24.3 mg"),
        ("Magnesium 50% DV", "420 mg in the US"),
        ("Magnesium 50% NRV", "375 mg in the EU"),
        ("5 mL milk of magnesia", "Elemental magnesium: 167 mg."),
        ("Epsom salt bath", "It counts as 0 mg."),
        ("Magnesium citrate 1000 mg (16 %)", "The stated share was used."),
        ("Magnesium citrate 1000 mg (30 %)", "The stated share does not fit this compound."),
        ("Magnesium citrate 1000 mg = 400 mg", "does not fit the weight of this compound."),
        ("2 capsules magnesium citrate 500 mg", "that of one unit or of all of them."),
        ("magnesium 100 mg, magnesium 50 mg", "Their sum counts toward a limit."),
        ("magnesium 400 mg", "This is 50 mg above it."),
        ("magnesium 400 mg tablet", "300 mg a day: no whole tablet fits; one brings more"),
    ],
)
def test_the_text_says_what_the_figure_rests_on(run, text, words):
    code, out, _ = run("label", text)
    assert code == 0
    assert words in printed(out)


def test_a_sure_kind_is_listed_without_a_remark_on_kinds(run):
    text = printed(run("label", "magnesium citrate nonahydrate 1000 mg").out)
    assert "Elemental magnesium: 119 mg." in text
    assert "does not say which kind" not in text


def test_a_mixture_is_listed_with_its_range(run):
    text = printed(run("label", "buffered magnesium bisglycinate 1000 mg").out)
    assert "18 to 20%, 180 to 200 mg" in text


def test_no_dose_of_magnesium_is_given_for_a_child_and_none_for_an_infant(run):
    child = printed(run("label", CITRATE, "--age", "6").out)
    assert "At most 110 mg a day from all supplements together, at this age." in child
    assert "No dose is given here for this person without a doctor." in child
    infant = printed(run("label", CITRATE, "--age", "8mo").out)
    assert "No upper limit can be determined at this age: no supplement." in infant
    for text in (child, infant):
        assert "How many fit" not in text


def test_a_bath_is_never_refused_to_an_adult(run):
    assert "without a doctor" not in run("label", "Epsom salt bath").out


@pytest.mark.parametrize(
    ("flags", "most"),
    [
        ([], 350),
        (["--age", "45"], 350),
        (["--age", "65"], 200),
        (["--standard", "eu"], 250),
        (["--standard", "eu", "--age", "70"], 200),
        (["--most", "120"], 120),
        (["--most", "120.9"], 120),
        (["--most", "5000"], 350),
        (["--most", "unknown"], 350),
        (["--age", "6", "--most", "200"], 110),
    ],
)
def test_age_and_standard_choose_the_limit_and_a_plan_only_lowers_it(run, flags, most):
    (found,) = documents(run("label", CITRATE, "--json", *flags).out)
    assert found["limit"]["most_mg"] == most
    assert all(fit["mg_per_day"] <= most for fit in found["fits"])


def test_json_is_one_document_with_a_label_for_each_text_in_the_order_asked(run):
    texts = [*SAMPLES, SAMPLES[0]]
    code, out, err = run("label", *texts, "--json")
    assert (code, err) == (0, "")
    found = documents(out)
    assert [one["input"] for one in found] == texts
    for one in found:
        assert list(one) == [
            "input", "basis", "compounds", "compound_mg", "elemental_mg", "units", "kinds", "notes",
            "limit", "fits",
        ]  # fmt: skip
        assert 0 <= one["elemental_mg"]["for_dose"] <= one["elemental_mg"]["for_limit"]
        assert one["limit"]["ul_supplement_mg"] == 350


def test_the_text_of_several_labels_comes_in_the_order_asked(run):
    out = printed(run("label", *SAMPLES).out)
    places = [out.index(text) for text in SAMPLES]
    assert places == sorted(places)


def test_the_answer_of_one_label_does_not_depend_on_the_others(run):
    alone = [documents(run("label", text, "--json").out)[0] for text in SAMPLES]
    assert documents(run("label", *SAMPLES, "--json").out) == alone


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_file_holds_what_the_screen_would_show(run, tmp_path: Path, flags):
    shown = run("label", CITRATE, *flags).out
    file = tmp_path / "label.out"
    code, out, _ = run("label", CITRATE, *flags, "-o", str(file))
    assert (code, out) == (0, "")
    assert file.read_text(encoding="utf-8") == shown


def test_a_file_that_cannot_be_made_is_73(run):
    assert run("label", CITRATE, "-o", "/nosuchfolder/label.txt").code == 73


# what is refused ---------------------------------------------------------------------------------

PRIVATE = "Jane Roe takes xyzzy"


def test_a_label_without_an_amount_is_a_usage_error_that_does_not_repeat_it(run):
    code, out, err = run("label", PRIVATE)
    assert (code, out) == (2, "")
    assert "no amount of magnesium found in this label" in err
    assert "magnesium citrate 1000 mg" in err
    assert not [word for word in PRIVATE.split() if word in err]


def test_the_error_document_names_the_label_by_its_number(run):
    code, out, err = run("label", CITRATE, PRIVATE, "hello", "--json")
    assert (code, err) == (2, "")
    found = json.loads(out)
    assert list(found) == ["error", "errors"]
    assert [problem["code"] for problem in found["errors"]] == ["label_not_understood"] * 2
    assert [problem["message"][-7:] for problem in found["errors"]] == ["label 2", "label 3"]
    assert "xyzzy" not in out
    assert "elemental" not in out


@pytest.mark.parametrize(
    "text", ["", " ", "hello", "1000 mg", "calcium 500 mg", "ZMA", "\x1b[2J", "💊", "9" * 10_000]
)
def test_what_cannot_be_read_is_2_and_never_a_fault(run, text):
    code, out, err = run("label", text)
    assert (code, out) == (2, "")
    assert "\x1b" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("flags", "fields"),
    [
        (["--age", "0"], ["age"]),
        (["--age", "abc"], ["age"]),
        (["--age", "200"], ["age"]),
        (["--age", "4", "--age", "5"], ["age"]),
        (["--standard", "usa"], ["standard"]),
        (["--most", "-1"], ["most"]),
        (["--most", "1e3"], ["most"]),
        (["--most", "nan"], ["most"]),
        (["--age", "abc", "--standard", "usa", "--most", "-1"], ["age", "most", "standard"]),
    ],
)
def test_a_bad_option_is_refused_and_all_of_them_at_once(run, flags, fields):
    code, out, _ = run("label", CITRATE, "--json", *flags)
    assert code == 2
    problems = json.loads(out)["errors"]
    assert sorted(problem["field"] for problem in problems) == fields


def test_no_text_and_an_unknown_format_are_usage_errors(run):
    assert run("label").code == 2
    assert run("label", CITRATE, "--format", "pdf").code == 2


# on a screen -------------------------------------------------------------------------------------

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize(
    "mark", ["\x1b[31m", "\x1b]2title\x07", "\r", "\x00", "\u202e", "\u2066", "\u2028", "\udcff"],
    ids=ascii,
)  # fmt: skip
def test_a_label_with_control_characters_steers_no_terminal(run, mark):
    text = f"magnesium 100 mg {mark}x"
    code, out, err = run("label", text)
    assert (code, err) == (0, "")
    assert [c for c in out if c != "\n" and unicodedata.category(c) in HIDDEN] == []
    code, out, _ = run("label", text, "--json")
    assert code == 0
    assert out.isascii()
    assert documents(out)[0]["input"] == text


def test_markup_in_a_label_is_printed_as_it_was_typed(run):
    text = "[red]magnesium 100 mg[/] {0} %s"
    assert printed(run("label", text).out).startswith(text)


def test_nothing_is_cut_at_any_width(run, monkeypatch):
    widest = run("label", *SAMPLES).out.split()
    assert len(widest) > 400
    for columns in range(20, 121):
        with monkeypatch.context() as here:
            here.setenv("COLUMNS", str(columns))
            code, out, _ = run("label", *SAMPLES)
        assert code == 0
        assert out.split() == widest
        longest = max(len(word) for word in widest)
        assert all(len(line) <= max(columns, longest) for line in out.splitlines())


def test_every_kind_of_reading_and_every_remark_has_its_sentence(run):
    """No basis and no note that the text leaves out; a product and a daily value are named."""
    from magadvise.cli.label import BASIS, NOTES

    found = documents(run("label", *SAMPLES, "Magnesium 1 g", "magnesium citrate 1 g (16%)",
                          "--json").out)  # fmt: skip
    assert {one["basis"] for one in found} == set(BASIS)
    assert {note for one in found for note in one["notes"]} >= set(NOTES)


def test_every_compound_of_the_table_is_read_by_its_first_name(run):
    names: dict[str, str] = {}
    for name, compound in load_labels().names.items():
        names.setdefault(compound, name)
    found = documents(run("label", *(f"{name} 500 mg" for name in names.values()), "--json").out)
    assert [one["compounds"][0]["id"] for one in found] == list(names)
