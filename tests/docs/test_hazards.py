"""The hazard log holds: each hazard has controls, each control names places and tests that exist."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers import json_of
from reading import Sentence, sentences

ROOT = Path(__file__).resolve().parents[2]
SAFETY = ROOT / "docs" / "safety"
INTENDED = (SAFETY / "intended-use.md").read_text(encoding="utf-8")


def _generator() -> Any:
    """``docs/safety/make.py``, which stands in no package."""
    spec = importlib.util.spec_from_file_location("safety_make", SAFETY / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _generator()
LOG = make.load(ROOT)
PAGE = (SAFETY / "safety-case.md").read_text(encoding="utf-8")

CODE = re.compile(r"`[^`]*`")  # what is typed is no word

# What a tool that advises on a dose must look at, in the words of those who study such tools.
MUST = {
    "H01": "above the safe limit", "H02": "weak kidneys", "H03": "missed", "H04": "already takes",
    "H05": "weight of a compound", "H06": "not seen", "H07": "remove or change a warning",
    "H08": "somebody else", "H09": "taken for no", "H10": "wrong unit", "H11": "serious",
    "H12": "child or a pregnant", "H13": "out of date", "H14": "Health data",
    "H15": "too close to a medicine", "H16": "hardly works", "H17": "so many warnings",
    "H18": "not whole", "H19": "spreadsheet", "H20": "changed by somebody else",
}  # fmt: skip
# The example matrix in the guidance to DCB0129: from Minor to Catastrophic.
MATRIX = {
    "Very high": "34455",
    "High": "23345",
    "Medium": "22334",
    "Low": "12234",
    "Very low": "11223",
}


def test_nothing_is_wrong_with_the_log():
    assert make.problems(LOG, ROOT) == []


def test_the_safety_case_is_what_the_log_gives():
    assert make.page(LOG) == PAGE, "run: make docs"


def test_make_docs_writes_the_safety_case():
    assert "docs/safety/make.py" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_hazards_of_a_dose_tool_are_all_there():
    hazards = {row["id"]: row["hazard"] for row in LOG["hazard"]}
    assert {id_: words for id_, words in MUST.items() if words not in hazards[id_]} == {}
    assert len(hazards) >= 35


def test_the_matrix_is_that_of_the_guidance():
    assert {k: "".join(map(str, v)) for k, v in LOG["scheme"]["matrix"].items()} == MATRIX
    assert [row["word"] for row in LOG["scheme"]["severity"]] == [
        "Minor", "Significant", "Considerable", "Major", "Catastrophic",
    ]  # fmt: skip


def test_the_case_begins_with_the_claim_and_says_how_to_check_it():
    claim = "No plan can exceed its limit, and nothing unknown is ever taken for safe."
    assert PAGE.startswith(f"# Safety case\n\n**{claim}**\n")
    places = [PAGE.index(f"\n## {heading}\n") for heading in (
        "What the claim means", "How it is argued", "Check it in ten minutes", "What is open",
        "The hazards")]  # fmt: skip
    assert places == sorted(places)


def test_what_a_reader_is_told_to_run_is_there():
    told = " ".join(row["do"] for row in LOG["check"])
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", told)) <= targets
    paths = re.findall(r"(?:src|tests)/[\w/]+\.py", told)
    assert len(paths) >= 5
    assert all((ROOT / path).is_file() for path in paths)


# a broken log is found out -------------------------------------------------------------------------


def _first(log: Any) -> Any:
    return log["hazard"][0]


def _control(log: Any) -> Any:
    return _first(log)["control"][0]


def _rate(log: Any, when: str, **words: Any) -> None:
    _first(log)[when].update(words)


BROKEN: dict[str, tuple[Callable[[Any], Any], str]] = {
    "no control": (lambda log: _first(log).update(control=[]), "H01 has no control"),
    "no test": (lambda log: _control(log).update(tests=[]), "H01.1 has no tests"),
    "no place": (lambda log: _control(log).pop("in"), "H01.1 has no in"),
    "no effect": (lambda log: _first(log).update(effect=""), "H01 has no effect"),
    "a test that is not there": (
        lambda log: _control(log)["tests"].append("tests/docs/test_hazards.py::test_of_nothing"),
        "H01.1 names tests/docs/test_hazards.py::test_of_nothing",
    ),
    "a file of tests that is not there": (
        lambda log: _control(log)["tests"].append("tests/nowhere.py::test_x"),
        "H01.1 names tests/nowhere.py::test_x",
    ),
    "a helper that is no test": (
        lambda log: _control(log)["tests"].append("tests/docs/test_hazards.py::_first"),
        "H01.1 names tests/docs/test_hazards.py::_first",
    ),
    "a test that needs tmux": (
        lambda log: _control(log)["tests"].append(
            "tests/terminal/test_tmux.py::test_ctrl_c_gives_the_shell_back"
        ),
        "H01.1 names tests/terminal/test_tmux.py",
    ),
    "a code that is not there": (
        lambda log: _control(log)["in"].append("KID999"), "H01.1 names KID999"),
    "a file that is not there": (
        lambda log: _control(log)["in"].append("src/magadvise/gone.py"),
        "H01.1 names src/magadvise/gone.py",
    ),
    "a row that is not there": (
        lambda log: _control(log)["in"].append("data/dosing.json#gone_mg"),
        "H01.1 names data/dosing.json#gone_mg",
    ),
    "a kind that is none": (lambda log: _control(log).update(kind="hope"), "H01.1 is of no known kind"),
    "a severity that is none": (
        lambda log: _rate(log, "before", severity="Severe"), "H01 before: Severe is no severity"),
    "a likelihood that is none": (
        lambda log: _rate(log, "after", likelihood="Rare"), "H01 after: Rare is no likelihood"),
    "a risk that is not that of the matrix": (
        lambda log: _rate(log, "after", risk=1), "H01 after: the risk is not 1 by the matrix"),
    "a risk that controls raise": (
        lambda log: _rate(log, "after", severity="Catastrophic", likelihood="High", risk=5),
        "H01: its controls raise the risk"),
    "a risk that remains in silence": (
        lambda log: _rate(log, "after", likelihood="Low", risk=3), "H01: a risk of 3 remains"),
    "an id twice": (lambda log: _first(log).update(id="H02"), "the ids are not H01, H02"),
    "a step of the argument without a test": (
        lambda log: log["argument"][0].update(tests=[]), "argument 1 has no tests"),
    "a matrix that lost a row": (
        lambda log: log["scheme"]["matrix"].pop("High"), "the matrix has other rows"),
    "a rule that no hazard names": (
        lambda log: [c["in"].remove("KID009") for h in log["hazard"] for c in h["control"]
                     if "KID009" in c["in"]],
        "no hazard names KID009"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_log_is_found_out(fault):
    broken = copy.deepcopy(LOG)
    change, told = BROKEN[fault]
    change(broken)
    assert any(text.startswith(told) for text in make.problems(broken, ROOT))


def test_a_skipped_test_proves_nothing(tmp_path):
    file = tmp_path / "test_it.py"
    file.write_text(
        "import pytest\n\n@pytest.mark.skip\ndef test_a(): ...\n\n"
        "@pytest.mark.xfail(reason='x')\ndef test_b(): ...\n\ndef test_c(): ...\n"
    )
    assert make.tests_of(file) == {"test_c"}


# the words ----------------------------------------------------------------------------------------


def prose(value: Any, key: str = "") -> list[str]:
    """The sentences of the log that a person reads."""
    if isinstance(value, dict):
        return [text for k, v in value.items() for text in prose(v, k)]
    if isinstance(value, list):
        return [text for v in value for text in prose(v, key)]
    wanted = ("hazard", "causes", "effect", "text", "open", "means", "not_means", "do", "shows")
    return [value] if key in wanted and isinstance(value, str) else []


def of_the_page(text: str) -> list[Sentence]:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    plain = CODE.sub("it", plain)
    blocks = [b.lstrip("- ") for b in plain.splitlines() if b and not b.startswith("#")]
    return [found for block in blocks for found in sentences(block)]


@pytest.mark.parametrize(
    "found",
    [of_the_page(INTENDED), [s for text in prose(LOG) for s in sentences(CODE.sub("it", text))]],
    ids=["intended use", "hazards"],
)
def test_at_least_95_of_100_sentences_are_of_grade_8_or_lower_and_none_is_above_12(found):
    assert len(found) > 50
    hard = sorted((s for s in found if s.grade > 8), key=lambda s: -s.grade)
    told = "\n".join(f"{s.grade:.1f} {s.text}" for s in hard)
    assert len(hard) <= 0.05 * len(found), told
    assert all(s.grade <= 12 for s in hard), told


def test_the_intended_use_is_that_of_the_data_and_settles_no_question_of_law():
    data = json.loads((ROOT / "data" / "knowledge.json").read_text(encoding="utf-8"))
    assert data["intended_use"] in INTENDED
    assert not re.search(
        r"\b(is|are) (no|not an?) medical device|\bnot a (medical )?device", INTENDED
    )
    assert "no diagnosis and no prescription" in INTENDED


def test_what_the_intended_use_says_of_children_and_pregnancy_is_what_the_program_does():
    assert "Under 18 years no dose is ever shown." in INTENDED
    assert "only to show to a midwife or doctor first" in INTENDED
    assert json_of(age="17")["dose"] is None
    assert json_of(age="17")["intake"]["ul_supplement_mg"] == 350
    assert json_of(age="8mo")["disposition"] == "do_not_supplement"
    assert json_of(pregnant="yes", age="30")["disposition"] == "check_first"
    assert json_of(pregnant="yes", age="30")["dose"] is not None
    for more in ({"age": "51"}, {"age": "17"}, {"age": "30", "conditions": "hypertension"}):
        assert json_of(pregnant="yes", **more)["dose"] is None


def test_the_readme_links_the_safety_case_and_the_intended_use():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("docs/safety/safety-case.md", "docs/safety/intended-use.md"):
        assert name in readme
