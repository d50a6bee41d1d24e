"""The page of HTML and the picture: built for everybody, self-contained, and safe to open."""

from __future__ import annotations

import html as entities
import re

import pytest

from batch.report_pages import HOSTILE
from batch.test_report_colours import contrast
from export.made import SVG, Shown, crowd, shown, tree, xml
from helpers import healthy
from magadvise.export.look import DARK, LIGHT
from magadvise.export.svg_parts import columns, wrapped

pytestmark = pytest.mark.core
PEOPLE = {
    "a plan": {},
    "two intakes": {"medications": "ciprofloxacin",
                    "medication_times": "ciprofloxacin=08:00,20:00", "check_dose_mg": "400"},
    "ask first": {"pregnant": "yes", "patterns": "pregnancy"},
    "a refusal": {"kidney": "dialysis"},
    "an emergency": {"red_flags": "one_leg_swollen"},
    "no room": {"products": "ZMA 3 capsules", "other_magnesium_mg": None},
}  # fmt: skip
EVERY = pytest.mark.parametrize("answers", PEOPLE.values(), ids=PEOPLE)
SEVERITIES = {"stop", "clinician", "separate", "caution", "info"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def made(answers: dict[str, str]) -> Shown:
    return shown(healthy(**answers))


# built for everybody -----------------------------------------------------------------------------


@EVERY
def test_the_page_has_a_language_a_title_one_first_heading_and_landmarks(answers):
    page = tree(made(answers).html)
    assert page.all("html")[0].attributes["lang"] == "en"
    assert page.all("title")[0].words == "magadvise: magnesium and leg cramps"
    assert [len(page.all(tag)) for tag in ("h1", "main", "footer", "body")] == [1, 1, 1, 1]
    assert page.all("meta")[0].attributes == {"charset": "utf-8"}


@EVERY
def test_headings_come_in_order_and_name_their_sections(answers):
    one = made(answers)
    page = tree(one.html)
    levels = [e.tag for e in page.all() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == "h1"
    assert set(levels[1:]) == {"h2"}
    for section in page.all("section"):
        (heading,) = section.all("h2")
        assert section.attributes["aria-labelledby"] == heading.attributes["id"]
    assert [s.all("h2")[0].words for s in page.all("section")] == [
        s.heading for s in one.page.sections
    ]


@EVERY
def test_ids_are_given_once_and_whatever_is_named_is_there(answers):
    page = tree(made(answers).html)
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    named = [name for e in page.all() for name in e.attributes.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids)


def test_each_drawing_has_a_title_and_a_description_in_words():
    page = tree(made(PEOPLE["two intakes"]).html)
    drawings = [e for e in page.all("svg") if e.attributes.get("role") == "img"]
    titles = [e.all("title")[0].words for e in drawings]
    said = [e.all("desc")[0].words for e in drawings]
    assert titles == ["The dose over 28 days", "The day around the clock", "What trials found"]
    assert said[0].startswith("From day 1: 150 mg a day. From day 4: 200 mg a day.")
    assert "ciprofloxacin: medicine taken 08:00 and medicine taken 20:00." in said[1]
    assert said[2].startswith("0.18 fewer cramps than on placebo. The uncertainty is from -0.84 to")
    others = [e for e in page.all("svg") if e.attributes.get("aria-hidden") == "true"]
    inside = [e for drawing in (*drawings, *others) for e in drawing.all("svg")]
    assert len(drawings) + len(others) + len(inside) == len(page.all("svg"))


def test_a_warning_is_told_by_a_word_and_kept_in_one_piece_on_paper():
    for one in crowd()[:80]:
        warnings = tree(one.html).all("div", "warning")
        assert len(warnings) >= bool(one.doc["findings"])
        for warning in warnings:
            (severity,) = set(warning.attributes["class"].split()) & SEVERITIES
            badges = {e.words for e in warning.all("span", "badge")}
            word = {"stop": "STOP", "clinician": "ASK FIRST", "separate": "KEEP APART",
                    "caution": "CAUTION", "info": "NOTE"}[severity]  # fmt: skip
            assert badges == {word}
    (style,) = [e.words for e in tree(one.html).all("style")]
    assert re.search(r"@media print \{.*\.warning[^{}]*\{ break-inside: avoid; \}", style)
    assert re.search(r"@page \{ margin: [^}]*\}", style)
    assert "size:" not in re.sub(r"(font|text-size-adjust|box)-?[a-z-]*size[a-z-]*:", "", style)


def test_the_steps_are_drawn_to_their_days_and_their_milligrams():
    """150, 200 and 300 mg from day 1, 4 and 7 of 28: 3, 3 and 22 days wide, each higher."""
    page = tree(made({}).html)
    bars = [e.attributes for e in page.all("rect", "level")]
    starts = [float(b["x"].rstrip("%")) for b in bars]
    assert starts == pytest.approx([0, 100 * 3 / 28, 100 * 6 / 28], abs=0.01)
    widths = [float(b["width"].rstrip("%")) for b in bars]
    assert widths == pytest.approx([100 * d / 28 for d in (3, 3, 22)], abs=0.5)
    heights = [int(b["height"]) for b in bars]
    assert heights == sorted(heights)
    assert len(set(heights)) == 3


def test_the_day_shades_the_hours_of_a_window_over_midnight():
    """Levothyroxine at 07:00 keeps 03:00 to 11:00 free; the strip starts at 06:00. So 06:00 to 11:00
    (0 to 20.83 %) and 03:00 to 06:00 (87.5 to 100 %) are shaded, and the dose stands at 4.17 %."""
    page = tree(made({"medications": "levothyroxine",
                      "medication_times": "levothyroxine=07:00"}).html)  # fmt: skip
    day = next(e for e in page.all("svg") if e.all("title") and "clock" in e.all("title")[0].words)
    shut = [(e.attributes["x"], e.attributes["width"]) for e in day.all("rect", "shut")]
    assert shut[:2] == [("87.50%", "12.50%"), ("0.00%", "20.83%")]
    places = [e.attributes["x"] for e in day.all("svg") if "x" in e.attributes and e.all("circle")]
    assert places == ["4.17%"]


# nothing from elsewhere --------------------------------------------------------------------------


@EVERY
def test_the_page_asks_for_nothing_and_runs_nothing(answers):
    page = tree(made(answers).html)
    tags = {e.tag for e in page.all()}
    assert (
        tags & {"script", "iframe", "img", "object", "embed", "form", "a", "base", "audio"} == set()
    )
    (link,) = page.all("link")
    assert link.attributes == {"rel": "icon", "href": "data:,"}
    for element in page.all():
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name in ("href",) or "://" not in value
            assert name not in ("src", "srcset", "action", "style", "xlink:href")
    (style,) = [e.words for e in page.all("style")]
    assert not re.search(r"url\(|@import|expression|@font-face|://", style)
    policies = [e.attributes["content"] for e in page.all("meta")
                if e.attributes.get("http-equiv") == "Content-Security-Policy"]  # fmt: skip
    assert policies == [POLICY]


@EVERY
def test_the_picture_is_sound_xml_and_asks_for_nothing(answers):
    text = made(answers).svg
    root = xml(text)
    assert root.tag == f"{SVG}svg"
    assert text.replace("http://www.w3.org/2000/svg", "").count("://") == 0
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "text", "line", "circle", "path",
    }  # fmt: skip
    assert not re.search(r"url\(|@import|@font-face|href|<script|<image|\son\w+=", text)
    assert [e.tag.removeprefix(SVG) for e in root][:3] == ["title", "desc", "style"]
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"] == f"0 0 {width:g} {height:g}"
    for line in root.findall(f"{SVG}text"):
        assert 0 < float(line.attrib["x"]) < width
        assert 0 < float(line.attrib["y"]) < height


# colours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_have_a_contrast_of_4_5_and_shapes_of_3(colours):
    for name in ("text", "muted"):
        assert contrast(colours[name], colours["page"]) >= 4.5
        assert contrast(colours[name], colours["box"]) >= 4.5
    assert contrast(colours["dose"], colours["on-dose"]) >= 4.5
    for name in SEVERITIES:
        assert contrast(colours[name], colours["on-severity"]) >= 4.5
    for name in (*SEVERITIES, "dose", "shut", "muted", "text"):
        assert contrast(colours[name], colours["page"]) >= 3
    for name in ("dose", "shut", "muted"):
        assert contrast(colours[name], colours["track"]) >= 3


@pytest.mark.parametrize("page", ["html", "svg"])
def test_the_sheet_uses_no_colour_that_was_not_measured(page):
    one = made({})
    style = tree(one.html).all("style")[0].words
    if page == "svg":
        style = "".join(xml(one.svg).find(f"{SVG}style").itertext())  # type: ignore[union-attr]
    light, _, dark = style.partition("prefers-color-scheme: dark")
    assert set(re.findall(r"#[0-9a-f]{3,8}", light)) <= set(LIGHT.values())
    assert set(re.findall(r"#[0-9a-f]{3,8}", dark)) <= set(DARK.values())
    assert re.findall(r"#[0-9a-f]{6}", dark)
    inks = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{6});", light))
    assert inks <= {LIGHT["text"], LIGHT["muted"], LIGHT["on-severity"]}


# what somebody typed -----------------------------------------------------------------------------

TYPED = [name for name in HOSTILE if len(name) < 200]


def typed(name: str) -> Shown:
    return shown(
        healthy(medications=[name, "levothyroxine"], medication_times="levothyroxine=07:00")
    )


@pytest.mark.parametrize(
    "name", [*TYPED, "]]><x/>", "javascript:alert(1)", "{x} %s {0}"], ids=ascii
)
def test_what_was_typed_stands_for_itself_in_the_page_and_the_picture(name):
    one = typed(name)
    tags = {(e.tag, *sorted(e.attributes)) for e in tree(one.html).all()}
    known = {
        (e.tag, *sorted(e.attributes)) for other in crowd()[:80] for e in tree(other.html).all()
    }
    assert tags <= known
    medicine = one.advice.profile.medicines[0].text
    if medicine.isprintable():
        assert medicine in [e.words for e in tree(one.html).all("bdi")]
    root = xml(one.svg)
    assert {e.tag for e in root.iter()} <= {e.tag for c in crowd()[:80] for e in xml(c.svg).iter()}
    seen = entities.unescape(one.html) + "".join(root.itertext())
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", seen
    )


def test_hidden_letters_are_seen_as_escapes():
    one = typed("abc\u202edef")
    (medicine,) = [e for e in tree(one.html).all("bdi") if "abc" in e.words and "def" in e.words][
        :1
    ]
    assert "\\u202e" in medicine.words
    assert "\\u202e" in one.markdown.replace("\\\\", "\\")


def test_a_long_word_is_parted_so_that_no_line_of_the_picture_sticks_out():
    assert [*wrapped("a" * 25 + " and more", 10)] == ["a" * 10, "a" * 10, "aaaaa and", "more"]
    assert [*wrapped("", 4)] == []
    assert [*wrapped("a bb ccc", 4)] == ["a bb", "ccc"]
    assert columns("abc") == 3
    assert columns("\u85ac\u5c40") > 3  # wide letters
    assert columns("WWW") > columns("AAA") > columns("aaa")
    assert columns("e\u0301") == 1  # a mark takes no room


@pytest.mark.parametrize("where", ["html", "svg"])
def test_the_bars_of_the_steps_stand_on_0_mg(where):
    """100, 150 and 200 mg under a ceiling of 200 mg: twice the dose is twice as high."""
    whole = getattr(made({"age": "68"}), where)
    bars = re.findall(r'<rect class="level"[^>]* height="(\d+)"', whole)
    assert bars == ["56", "84", "112"]


def test_the_figure_of_a_low_step_stands_above_its_bar_where_it_can_be_read():
    whole = made({"other_magnesium_mg": "295"}).html
    bars = re.findall(
        r'<rect class="level"[^>]* y="(\d+)" height="(\d+)"/>\n<text class="([^"]+)"', whole
    )
    assert all(("on" in name.split()) == (int(height) >= 22) for _, height, name in bars)
    assert bars
