"""Every format carries the same doses, times, codes, version and disclaimer: 200 random plans and more."""

from __future__ import annotations

import html as entities
import json
import re

import pytest

from export.made import Shown, crowd, doses, events, shown, svg_text, tree
from helpers import healthy
from magadvise.cli.plan_text import lines
from magadvise.knowledge.load import load_knowledge

pytestmark = pytest.mark.core


def plans() -> list[Shown]:
    return [one for one in crowd() if one.doc["dose"]]


def refusals() -> list[Shown]:
    return [one for one in crowd() if not one.doc["dose"]]


def plain(markdown: str) -> str:
    """Markdown without its signs: what a reader sees."""
    text = re.sub(r"\\([^\w\s])", r"\1", re.sub(r"(?<!\\)[*`]", "", markdown))
    return " ".join(text.split())


def text_of(one: Shown) -> str:
    found = lines(one.advice, load_knowledge())
    return " ".join(" ".join(f"{line.mark} {line.text}" for line in found).split())


_KEPT: list[Shown] = []
_READ: dict[int, dict[str, str]] = {}


def read(one: Shown) -> dict[str, str]:
    """What stands in each format, as one line of words."""
    if id(one) not in _READ:
        _READ[id(one)] = _read(one)
        _KEPT.append(one)  # so that no other one gets its id
    return _READ[id(one)]


def _read(one: Shown) -> dict[str, str]:
    return {
        "text": text_of(one),
        "markdown": plain(one.markdown),
        "html": tree(one.html).all("body")[0].words,
        "svg": svg_text(one.svg),
    }


def steps_in(words: str) -> dict[int, int]:
    """First day and mg a day of every step that is told."""
    found = re.findall(r"From day (\d+):? (\d+) mg a day", words)
    return {int(day): int(mg) for day, mg in found}


def test_the_steps_of_the_dose_are_the_same_in_every_format():
    for one in plans():
        expected = {s["from_day"]: s["mg_per_day"] for s in one.doc["dose"]["steps"]}
        for name, words in read(one).items():
            assert steps_in(words) == expected, name
        ends = [*(day - 1 for day in expected if day > 1), one.doc["dose"]["trial_days"]]
        assert {e.end for e in doses(one.ics)} == set(ends)
        for end, mg in zip(ends, expected.values(), strict=True):
            assert sum(e.mg for e in doses(one.ics) if e.end == end) == mg


def test_the_intakes_stand_in_every_format_with_their_time_and_amount():
    for one in plans():
        for intake in one.doc["timing"]["intakes"]:
            time, mg = intake["time"], intake["mg"]
            for name, words in read(one).items():
                assert f"{time} {mg} mg, {intake['relative']}" in words, name
            last = one.doc["dose"]["trial_days"]
            found = [e for e in doses(one.ics) if e.end == last and f"{mg} mg at {time}." in e.text]
            assert len(found) == 1
            assert f"{found[0].first:%H:%M}" == time


def test_the_most_a_day_stands_in_every_format():
    for one in plans():
        most = f"Never more than {one.doc['ceiling_mg']} mg a day."
        assert [name for name, words in read(one).items() if most not in words] == []
        assert all(most in e.text for e in doses(one.ics))


def test_every_format_carries_every_code_and_no_other():
    """The calendar in a line of its head, which no calendar program shows."""
    for one in crowd():
        expected = {f["code"] for f in one.doc["findings"]}
        assert set(re.findall(r"`([A-Z]{3}\d{3})`", one.markdown)) == expected
        spans = {e.words for e in tree(one.html).all("span", "code")}
        assert spans == {f"[{code}]" for code in expected}
        last = re.compile(r"Codes: ([A-Z0-9, ]+)\.")
        found = [*last.findall(svg_text(one.svg)), *last.findall(plain(one.markdown))]
        found += last.findall(read(one)["html"])
        assert len(found) == (3 if expected else 0)
        head = re.findall(r"X-MAGADVISE-CODES:(.*?)\r\n", one.ics.replace("\r\n ", ""))
        assert [set(codes.split()) for codes in head] == ([expected] if one.ics else [])
        assert all(set(codes.split(", ")) == expected for codes in found)


def test_every_format_carries_the_version_and_the_disclaimer():
    for one in crowd():
        version = f"knowledge {one.doc['knowledge_version']}, reviewed 20"
        everything = dict(read(one))
        if one.ics:
            everything |= {
                f"event {n}": " ".join(e.text.split()) for n, e in enumerate(events(one.ics))
            }
        for name, words in everything.items():
            assert version in words, name
            assert one.doc["disclaimer"] in words, name


def test_every_summary_stands_whole_with_its_severity_as_a_word():
    severities = {"stop": "STOP", "clinician": "ASK FIRST", "separate": "KEEP APART",
                  "caution": "CAUTION", "info": "NOTE"}  # fmt: skip
    for one in crowd():
        for name, words in read(one).items():
            for finding in one.doc["findings"]:
                summary = " ".join(finding["summary"].split())
                found = re.search(
                    rf"{severities[finding['severity']]}:? {re.escape(summary)}", words
                )
                assert found, (name, summary)


def test_the_evidence_stands_wherever_a_dose_does():
    for one in plans():
        for name, words in read(one).items():
            assert one.doc["evidence"]["statement"] in words, name


def test_markdown_and_html_hold_every_word_of_the_text():
    """Each line of the screen, in its order; only the drawings are pictures instead."""
    for one in crowd()[:60]:
        everything = read(one)
        for line in lines(one.advice, load_knowledge()):
            said = " ".join(line.text.split())
            if line.draw or not said or line.label == "Section":
                continue
            said = re.sub(r" ?\[[A-Z]{3}\d{3}\]$", "", said)
            for name in ("markdown", "html"):
                if line.text.startswith("Age: "):  # pairs in a list there
                    continue
                assert said in everything[name].replace(" : ", ": "), (name, said)


def test_a_refusal_shows_no_dose_in_any_format():
    for one in refusals():
        for name, words in read(one).items():
            assert not re.search(r"From day|Your plan|Take it at|Never more than", words), name
        assert one.ics == ""
        assert not tree(one.html).all("rect", "level")
        assert 'class="level"' not in one.svg


def test_a_numbered_medicine_is_found_in_every_format_and_no_number_stands_elsewhere():
    long = "a herbal mixture of the market with a name that is far too long for any one line"
    one = shown(healthy(medications=["omeprazole", long]))
    for name, words in read(one).items():
        assert f"Medicine 2: {long}: not in the table" in words.replace(" : ", ": "), name
        assert "Medicine 2 is not in the table" in words, name
    plain_one = shown(healthy(medications=["omeprazole", "unheard-of"]))
    assert not [name for name, words in read(plain_one).items() if "Medicine 1" in words]


def test_in_an_emergency_whom_to_call_follows_the_finding_in_every_format():
    one = shown(healthy(red_flags="one_leg_swollen", kidney=None))
    for name, words in read(one).items():
        stop, help_ = words.index("STOP"), words.casefold().index("get help", words.index("STOP"))
        assert one.doc["seek_care_if"][0] in words, name
        later = [words.find(w) for w in ("ASK FIRST", "Certainty of the evidence", "RDA")]
        assert all(help_ < at for at in later if at >= 0), name
        assert stop < words.index(one.doc["seek_care_if"][0]) < min(a for a in later if a >= 0)


def test_help_comes_first_in_an_emergency():
    one = shown(healthy(red_flags="one_leg_swollen"))
    headings = [e.words for e in tree(one.html).all("h2")]
    assert headings[0] == "Warnings and notes"
    assert tree(one.html).all("h1")[0].words == "Get medical help now. Do not start magnesium."
    assert one.markdown.startswith("# Get medical help now. Do not start magnesium.\n")
    assert not tree(one.html).all("figure")
    assert svg_text(one.svg).startswith("Get medical help now. Do not start magnesium. Why: ")


def test_who_has_to_be_asked_first_is_told_in_every_format():
    one = shown(healthy(pregnant="yes", patterns="pregnancy"))
    asked = "Ask a pharmacist, midwife or doctor before the first dose."
    assert [name for name, words in read(one).items() if asked not in words] == []
    assert all(asked in e.text for e in doses(one.ics))


def test_the_same_answers_give_the_same_bytes():
    one, again = shown(healthy(age="68")), shown(healthy(age="68"))
    assert (one.html, one.svg, one.markdown, one.ics) == (
        again.html, again.svg, again.markdown, again.ics
    )  # fmt: skip


def test_json_is_what_it_was():
    """The document of the contract knows nothing of pages."""
    one = shown(healthy())
    assert list(one.doc)[:3] == ["schema_version", "magadvise_version", "knowledge_version"]
    assert json.loads(json.dumps(one.doc))["dose"]["steps"][0] == {
        "from_day": 1, "mg_per_day": 150, "intakes_mg": [150],
    }  # fmt: skip


def test_pages_and_pictures_are_ascii_so_that_no_encoding_spoils_them():
    for one in (*crowd()[:40], shown(healthy(medications="Schüßler Nº 7 \u202e"))):
        assert one.html.isascii()
        assert one.svg.isascii()
    assert "Schüßler" in entities.unescape(one.html)
