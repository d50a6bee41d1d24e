"""The page of a batch run: whole, safe to open, readable, and its numbers add up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from batch import html_page
from batch.report_pages import CASES, CODES, HOSTILE, LADDER, full, page, run, tree, words
from magadvise import load_knowledge
from magadvise.batch import bands, report
from magadvise.batch.answer import Engine
from magadvise.knowledge.load import load_file
from reading import KNOWN, sentences

SOURCE = Path(__file__).parents[2] / "src" / "magadvise"
THIN = "\u202f"
EVERY = pytest.mark.parametrize("case", CASES)


def table(root, caption):
    (found,) = [t for t in root.all("table") if t.all("caption")[0].words.startswith(caption)]
    return found


def number(text):
    """The count at the start of a cell; thousands are apart by a narrow space."""
    return int(re.match(rf"[0-9{THIN}]+", text)[0].replace(THIN, ""))


# the page ----------------------------------------------------------------------------------------


@EVERY
def test_a_page_is_whole_and_has_one_heading_a_title_and_a_language(case):
    text = page(*CASES[case])
    assert text.startswith("<!DOCTYPE html>\n")
    root = html_page.read(text)
    assert [e.attributes["lang"] for e in root.all("html")] == ["en"]
    assert [e.words for e in root.all("title")] == ["magadvise batch report"]
    assert [e.words for e in root.all("h1")] == ["magadvise batch report"]
    assert len(root.all("h2")) == 6
    ids = [e.attributes["id"] for e in root.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {s.attributes["aria-labelledby"] for s in root.all("section")} == set(ids)


@EVERY
def test_nothing_of_a_page_is_fetched_or_run(case):
    text = page(*CASES[case])
    root = html_page.read(text)
    assert {e.tag for e in root.all()} & {
        "script", "iframe", "img", "object", "embed", "form", "base", "video", "audio", "a",
    } == set()  # fmt: skip
    reaching = ("href", "src", "srcset", "action", "data", "poster", "xlink:href", "background")
    named = [e.attributes[name] for e in root.all() for name in reaching if name in e.attributes]
    assert named == ["data:,"]
    assert not [name for e in root.all() for name in e.attributes if name.startswith("on")]
    (style,) = [e.words for e in root.all("style")]
    assert not re.search(r"url\(|@import|@font-face|//", style)
    (policy,) = [e.attributes["content"] for e in root.all("meta") if "http-equiv" in e.attributes]
    assert policy.startswith("default-src 'none'")


@EVERY
def test_every_cell_is_headed_and_every_drawing_has_words_or_is_left_out(case):
    root = tree(case)
    for found in root.all("table"):
        assert found.all("caption")[0].words
        heads = found.all("thead")[0].all("th")
        assert all(head.attributes["scope"] == "col" and head.words for head in heads)
        for row in found.all("tbody")[0].all("tr"):
            cells = [e for e in row.children if e.tag in ("th", "td")]
            assert [c.tag for c in cells] == ["th"] + ["td"] * (len(heads) - 1)
            assert cells[0].attributes["scope"] == "row"
            assert all(cell.words or cell.all("svg") for cell in cells)
    for drawing in root.all("svg"):
        hidden = drawing.attributes.get("aria-hidden") == "true"
        named = drawing.attributes.get("role") == "img" and drawing.attributes.get("aria-label")
        assert bool(hidden) != bool(named)


@EVERY
def test_the_same_run_gives_the_same_page(case):
    summary, tally = CASES[case]
    turned = summary._replace(
        codes=type(summary.codes)(dict(reversed(summary.codes.items()))),
        unresolved=type(summary.codes)(dict(reversed(summary.unresolved.items()))),
    )
    assert page(turned, tally) == page(summary, tally)


# the numbers -------------------------------------------------------------------------------------


@EVERY
def test_the_accounting_line_is_that_of_the_run(case):
    summary, _ = CASES[case]
    (line,) = [e.words for e in tree(case).all("p", "sum")]
    found = re.sub(r"\s+", " ", line.replace(THIN, ""))
    rows = "row" if summary.rows_in == 1 else "rows"
    assert found == (
        f"{summary.rows_in} {rows} in = {summary.answered} answered + {summary.rejected} rejected "
        f"+ {summary.left_out} left out"
    )


@pytest.mark.parametrize("case", ["one row", "few", "many"])
def test_the_counts_of_each_table_add_up_to_the_rows_answered(case):
    summary, _ = CASES[case]
    root = tree(case)
    answers = html_page.rows(table(root, "Answered rows by answer"))
    by_rung = {
        re.search(r"\((\w+)\)", head)[1]: number(cells[1]) for head, cells in answers.items()
    }
    assert tuple(by_rung) == LADDER
    assert by_rung == {rung: summary.dispositions[rung] for rung in LADDER}
    for what in ("age", "kidneys"):
        rows = html_page.rows(table(root, f"Answered rows: {what} "))
        counts = [[number(cell) for cell in cells] for cells in rows.values()]
        assert [sum(column) for column in zip(*counts, strict=True)] == [
            *by_rung.values(),
            summary.answered,
        ]
        assert all(sum(line[:-1]) == line[-1] for line in counts)


def test_the_words_of_a_stacked_bar_carry_its_numbers_and_its_parts_fill_it():
    root = tree("many")
    for band in root.all("div", "band"):
        label, total = (e.words for e in band.all("span"))
        (drawing,) = band.all("svg")
        said = drawing.attributes["aria-label"]
        assert said.startswith(f"{label}: ")
        assert sum(map(number, re.findall(rf" ([0-9{THIN}]+)", said[len(label) :]))) == number(
            total
        )
        parts = [e for e in drawing.all("rect") if "part" in e.attributes["class"]]
        ends = [0.0]
        for part in parts:
            x, width = (float(part.attributes[a].rstrip("%")) for a in ("x", "width"))
            assert x == pytest.approx(ends[-1], abs=0.02)
            ends.append(x + width)
        assert ends[-1] == pytest.approx(100, abs=0.02)


def test_the_bands_stand_in_their_order_even_where_nobody_is():
    root = tree("one row")
    labels = [band.all("span")[0].words for band in root.all("div", "band")]
    assert labels[0] == "Under 1 year"
    assert labels[9] == "71 years and older"
    assert labels[10:] == [
        "Normal, or eGFR 60 or more",
        "eGFR 30 to below 60, long-term disease, transplant or one kidney",
        "eGFR below 30, dialysis or kidney injury",
        "Unknown",
    ]
    totals = [band.all("span")[1].words for band in root.all("div", "band")]
    assert sorted(totals) == ["0 rows"] * 12 + ["1 row"] * 2


@pytest.mark.parametrize(
    ("count", "whole", "said"),
    [
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 20_000_000, "<0.1%"),
        (19_999_999, 20_000_000, ">99.9%"),
        (999, 1000, "99.9%"),
        (1, 1000, "0.1%"),
    ],
)
def test_a_share_is_whole_only_where_it_is_whole(count, whole, said):
    """Reject reasons: this many of one kind, the rest of another."""
    counts = {"bad_json": count, "bad_time": whole - count}
    summary, tally = run(0, whole, reasons={name: n for name, n in counts.items() if n})
    rows = html_page.rows(table(html_page.read(page(summary, tally)), "Rejected rows"))
    shares = {head: cells[2] for head, cells in rows.items() if "bad_json" in head}
    assert shares == ({"The line is no JSON object (bad_json)": said} if count else {})
    assert summary.rejected == whole


def test_ten_codes_are_shown_with_their_titles_and_severities_and_the_rest_is_counted():
    known = list(load_knowledge().rules)[:14]
    summary, tally = run(1000, codes={code: 1000 - n for n, code in enumerate(known)})
    root = html_page.read(page(summary, tally))
    rows = html_page.rows(table(root, "Answered rows by code"))
    assert list(rows) == known[:10]
    assert "4 more not shown." in root.words


def test_a_code_is_named_in_words_wherever_its_row_stands():
    rows = html_page.rows(table(tree("many"), "Answered rows by code"))
    assert set(rows) == set(CODES)
    assert rows["MED003"][0] == "Medicine to keep apart from magnesium separate"
    assert rows["KID001"][0] == "eGFR below 30 stop"
    assert rows["CON101"][0] == "Myasthenia gravis stop"
    assert rows["RED101"][0] == "One leg swollen, warm, red or tender stop"
    assert rows["EVD103"][0] == "Restless legs caution"


def test_a_code_or_reason_that_is_not_known_is_shown_all_the_same():
    root = html_page.read(page(*run(1, 1, codes={"XYZ999": 1}, reasons={"no_such_reason": 1})))
    assert list(html_page.rows(table(root, "Answered rows by code"))) == ["XYZ999"]
    assert list(html_page.rows(table(root, "Rejected rows"))) == ["No such reason (no_such_reason)"]


# names that were typed ---------------------------------------------------------------------------


def names_of(root):
    return [e.words for e in root.all("bdi")]


def test_typed_names_are_text_whatever_they_hold():
    root = tree("many")
    assert names_of(root)[:2] == list(HOSTILE[:2])
    assert "&amp; \"double\" 'single'" in names_of(root)
    assert "https://example.org/x.js" in names_of(root)


def test_a_long_name_is_cut_and_says_so():
    (long,) = [name for name in names_of(tree("many")) if name.startswith("ww")]
    assert long == "w" * 60 + "\u2026"


def test_marks_that_nobody_sees_stand_as_escapes_and_the_page_can_be_written():
    text = page(*full())
    assert "\\u202egnirts desrever" in names_of(html_page.read(text))
    assert "nul\\x00 bell\\x07 esc\\x1b[31m half\\ud800" in names_of(html_page.read(text))
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text
    )
    text.encode("utf-8")


def test_a_name_in_another_direction_is_kept_apart_from_the_text_around_it():
    assert HOSTILE[3] in names_of(tree("many"))


# words -------------------------------------------------------------------------------------------


@EVERY
def test_every_page_says_what_it_is_worth_and_how_private_it_is(case):
    told = tree(case).words
    assert "It is no diagnosis and no prescription." in told
    assert f"knowledge {load_knowledge().version}, reviewed {load_knowledge().reviewed}" in told
    assert "A count below 5 can point to one person." in told


def test_an_empty_run_says_so_in_every_section():
    told = tree("empty").words
    assert told.count("No row was answered.") == 4
    assert "No row was rejected." in told
    assert "No code was found." in told


def test_the_day_of_a_run_is_told_where_there_is_one():
    class Dated:
        as_of = "2026-11-01"

        def __getattr__(self, name):
            return getattr(CASES["few"][0], name)

    assert "; as of 2026-11-01." in page(Dated(), CASES["few"][1])
    assert "as of" not in page(*CASES["few"])


def texts():
    data = load_file("report.json")
    yield from words().texts.values()
    yield from (meaning for _, _, meaning in words().dispositions)
    yield from words().kidneys.values()
    yield from (row["text"] for row in data["reasons"])


def test_the_words_of_the_page_are_plain_and_short():
    for text in texts():
        assert text.isascii()
        assert len(text) <= 180
        assert not re.search(r"[{}]", text)
    found = [s for text in texts() for s in sentences(text, KNOWN)]
    assert len(found) > 15
    assert [s.text for s in found if s.grade > 8] == []


def test_every_wording_is_used_and_none_is_missing():
    code = (SOURCE / "batch" / "report.py").read_text(encoding="utf-8")
    named = {
        id_
        for inside in re.findall(r"texts\[([^\]]*)\]", code)
        for id_ in re.findall(r"[\"'](\w+)[\"']", inside)
    }
    named |= {"ages", "kidneys"}  # by the section
    assert named == set(words().texts)


def test_every_reason_with_a_wording_can_come_from_a_cell():
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py"))
    assert [reason for reason in words().reasons if f'"{reason}"' not in code] == []


# rows to bands -----------------------------------------------------------------------------------


def test_answered_rows_are_counted_in_their_bands():
    """Hand-worked: a healthy adult, dialysis, eGFR 45, a baby, an adult of whom nothing is known."""
    known = {"sex": "male", "medications": "none", "conditions": "none", "red_flags": "none",
             "other_magnesium_mg": "none", "patterns": "night"}  # fmt: skip
    people = (
        {**known, "age": "45", "kidney": "normal"},
        {**known, "age": "66", "kidney": "dialysis"},
        {**known, "age": "30", "egfr": "45"},
        {**known, "age_months": "8", "kidney": "normal"},
        {"age": "45", "sex": "male"},
    )
    k = load_knowledge()
    engine, tally = Engine(k, "us", {}), report.Tally()
    for cells in people:
        advice = engine.answer(cells)
        tally.count(*bands.of(advice, words().ages, k), advice.disposition.value)
    assert tally.by_age == {
        "from_31_to_50": {"supplement": 1, "check_first": 1},
        "from_65_to_70": {"do_not_supplement": 1},
        "from_18_to_30": {"clinician_first": 1},
        "under_1": {"do_not_supplement": 1},
    }
    assert tally.by_kidney == {
        "normal": {"supplement": 1, "do_not_supplement": 1},
        "severe": {"do_not_supplement": 1},
        "reduced": {"clinician_first": 1},
        "unknown": {"check_first": 1},
    }


def test_parts_of_a_run_add_up_in_any_order():
    parts = [run(n)[1] for n in (7, 100, 1)]
    sums = []
    for order in (parts, parts[::-1]):
        whole = report.Tally()
        for part in order:
            whole.add(part)
        sums.append(whole)
    assert sums[0].by_age == sums[1].by_age
    assert sums[0].by_kidney == sums[1].by_kidney
    assert sum(counts.total() for counts in sums[0].by_age.values()) == 108
