"""What people read: short plain summaries, safe units, and nothing of the workshop."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import json_of
from knowledge.lab import read

pytestmark = pytest.mark.core

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 140  # a summary must be shorter: other programs cut what is longer

# summaries ---------------------------------------------------------------------------------------


def longest(name: str, key: str) -> str:
    return max((row["name"] for row in read(f"{name}.json")[key]), key=len)


def fields() -> dict[str, str]:
    """For each field of a template the longest value that it can be filled with."""
    return {
        "name": longest("medicines", "ingredients"),
        "risk": longest("conditions", "conditions"),
        "form": longest("forms", "forms"),
        "question": "other_magnesium_mg",
        "why": "with kidney injury or dialysis",
        "old": ", and it was validated to 93 years only",
        "egfr": "199.9",
        "after": "2.5 h",
        "before": "10 h",
        "gap": "3 h",
        **dict.fromkeys(("other", "over", "dose", "excess"), "99999"),
        **dict.fromkeys(
            ("cap", "ul", "left", "limit", "mg", "low", "high", "older", "line"), "350"
        ),
        **dict.fromkeys(
            ("least", "years", "near", "stop", "months", "older_months", "slot"), "120"
        ),
    }


RULES = {row["code"]: row for row in read("rules.json")["rules"]}
TYPED = "'" + "w" * 60 + "'"
TYPED_NAME = ("MED006", "MED007", "SRC001")


@pytest.mark.parametrize("code", [code for code in RULES if code != "TIM001"])
def test_a_summary_filled_with_the_longest_words_stays_short_plain_ascii(code):
    values = fields()
    if code in TYPED_NAME:
        values["name"] = TYPED
    if code == "SRC005":
        values["name"] = longest("products", "products")
    summary = RULES[code]["summary"].format_map(values)
    assert summary.isascii()
    assert summary.isprintable()
    assert len(summary) < LONGEST


@pytest.mark.parametrize("part", ["summary", "detail", "todo"])
def test_a_template_asks_for_plain_fields_only(part):
    for code, row in RULES.items():
        for _, field, form, conversion in string.Formatter().parse(row[part]):
            assert field is None or re.fullmatch(r"[a-z_]+", field), code
            assert not form, code
            assert conversion is None, code


@pytest.mark.parametrize(
    ("file", "key"),
    [("conditions", "conditions"), ("red_flags", "red_flags"), ("patterns", "patterns")],
)
def test_a_summary_of_a_named_row_is_short_plain_ascii(file, key):
    summaries = [row["summary"] for row in read(f"{file}.json")[key] if row["summary"]]
    assert len(summaries) >= 5
    for summary in summaries:
        assert summary.isascii()
        assert summary.isprintable()
        assert len(summary) < LONGEST
        assert "{" not in summary


@pytest.mark.parametrize(
    "answers",
    [
        {"medications": "w" * 60},
        {"medications": "w" * 61},
        {"medications": "ü" * 60},
        {"medications": "milk of magnesia " + "w" * 43},
        {"medications": ["raltegravirr", "penicillamin" + "e" * 2, "levodop"]},
        {"other_magnesium_mg": "5000", "check_dose_mg": "5000", "products": "zma"},
        {
            "medications": ["methoxy polyethylene glycol epoetin beta", "sodium picosulfate"],
            "kidney": "unknown",
        },
    ],
    ids=lambda answers: str(answers)[:40],
)
def test_a_summary_of_a_real_answer_is_short_plain_ascii(answers):
    for finding in json_of(**answers)["findings"]:
        assert finding["summary"].isascii()
        assert finding["summary"].isprintable()
        assert len(finding["summary"]) < LONGEST


def test_a_summary_of_a_day_without_room_is_short_however_many_medicines_fill_it():
    names = """levothyroxine ciprofloxacin gefitinib sotorasib neratinib chloroquine nitrofurantoin
    mycophenolate doxycycline hydroxychloroquine elvitegravir rilpivirine""".split()
    times = [f"{name}={hour:02}:00,{hour + 12:02}:00" for hour, name in enumerate(names)]
    document = json_of(medications=names, medication_times=times)
    summaries = {f["code"]: f["summary"] for f in document["findings"]}
    assert "TIM001" in summaries
    assert len(summaries["TIM001"]) < LONGEST


# units and doses: what the Institute for Safe Medication Practices warns of ------------------------

UNSAFE = {
    "a Latin frequency": r"\b(q\.?d|q\.?o\.?d|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?h\.?s)\b\.?",
    "micrograms with a Greek letter": r"\d\s*[µμ]g",
    "a zero after the point": r"(?<![\d.])\d+\.0+\s?(mg|g|h|mL|mmol|hours|days)\b",
    "a point without a zero": r"(?<![\d.])\.\d+\s?(mg|g|h|mL|mmol)\b",
    "no space before the unit": r"(?<![\w.])\d+(\.\d+)?(mg|mL|mmol|mcg|mEq)\b",
    "an abbreviation of magnesium sulfate": r"\bMgSO4\b(?!\.\dH2O)|\bMSO4\b|\bMS\b",
    "an international unit as one letter": r"\b\d+ ?(U|u|IU)\b",
    "cubic centimetres": r"\b\d+ ?cc\b",
}
NO_PROSE = {"id", "names", "brands", "formula", "atc", "rxnorm", "citation", "ingredients"}


def prose(value: Any, key: str = "") -> Iterator[str]:
    """The texts of a data file or document that people read; names and formulas are none."""
    if isinstance(value, str) and key not in NO_PROSE:
        yield value
    elif isinstance(value, dict):
        for inner, item in value.items():
            yield from prose(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from prose(item, key)


FILES = """knowledge rda forms products conditions red_flags patterns dosing foods topics
rules questions report codes""".split()


@pytest.mark.parametrize("danger", UNSAFE)
def test_no_text_of_the_data_writes_a_dose_in_an_unsafe_way(danger):
    pattern = re.compile(UNSAFE[danger], re.IGNORECASE if "Latin" in danger else 0)
    texts = [text for name in FILES for text in prose(read(f"{name}.json"))]
    texts += list(prose(read("medicines.json")["interactions"]))
    assert len(texts) > 2000
    assert [text for text in texts if pattern.search(text)] == []


@pytest.mark.parametrize("danger", UNSAFE)
def test_no_answer_writes_a_dose_in_an_unsafe_way(danger):
    pattern = re.compile(UNSAFE[danger], re.IGNORECASE if "Latin" in danger else 0)
    for answers in (
        {"medications": ["levothyroxine", "alendronate"], "creatinine": "1.10 mg/dL"},
        {"kidney": "ckd", "check_dose_mg": "400", "products": "milk of magnesia 2.5 mL"},
        {"red_flags": "dark_urine", "patterns": "heat"},
    ):
        document = json_of(**answers)
        document["profile"] = None
        assert [text for text in prose(document) if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("danger", "text"),
    [
        ("a Latin frequency", "100 mg QD"),
        ("a Latin frequency", "100 mg b.i.d. with food"),
        ("micrograms with a Greek letter", "50 µg"),
        ("a zero after the point", "1.0 mg"),
        ("a point without a zero", "take .5 mg"),
        ("no space before the unit", "100mg"),
        ("an abbreviation of magnesium sulfate", "MgSO4 by drip"),
        ("an international unit as one letter", "400 IU"),
        ("cubic centimetres", "5 cc"),
    ],
)
def test_the_search_for_unsafe_doses_finds_one(danger, text):
    assert re.search(UNSAFE[danger], text, re.IGNORECASE if "Latin" in danger else 0)


def test_no_text_promises_what_the_trials_do_not_show():
    promise = re.compile(
        r"magnesium (treats|cures|stops|prevents|relieves|fixes) (leg |muscle |night )?cramps|"
        r"guarantee|clinically proven|completely safe|no (known )?interactions\b(?! of note)",
        re.IGNORECASE,
    )
    texts = [text for name in FILES for text in prose(read(f"{name}.json"))]
    hits = [text for text in texts if promise.search(text)]
    assert [text for text in hits if "does not claim that magnesium" not in text] == []


# nothing of the workshop ---------------------------------------------------------------------------

SKIPPED = {".git", ".venv", "dist", "build", "__pycache__", ".mypy_cache", ".ruff_cache",
           ".pytest_cache", ".hypothesis", "node_modules"}  # fmt: skip
# Put together here, so that this file does not hold them.
WORKSHOP = {
    "a private working paper": "dos" + "sier" + r"|product\." + "md",
    "a path of one machine": r"(?<![\w./])/(" + "|".join(("work", "root", "home/\\w+", "opt/\\w+", "Users"))
    + r")/|/tmp/" + "lab",
    "the address of a package index": "|".join(
        ("py" + r"pi\.org", "python" + "hosted", "registry." + "npm", "arti" + "factory", r"nexus\.",
         "--index" + "-url", "extra-index" + "-url", "find" + "-links")
    ),
}  # fmt: skip


def tracked() -> list[Path]:
    """The text files of the project; what ignore rules leave out is left out here too."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not SKIPPED & set(parts) and path.suffix not in (".pyc", ".pyo"):
            found.append(path)
    return found


@pytest.mark.parametrize("leak", WORKSHOP)
def test_no_file_of_the_project_tells_of_the_workshop(leak):
    pattern = re.compile(WORKSHOP[leak], re.IGNORECASE)
    files = tracked()
    assert ROOT / "pyproject.toml" in files
    hits = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                hits.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert hits == []
