"""Advice ages: every answer says which version of the knowledge it comes from."""

from __future__ import annotations

import json
import re

import pytest

from helpers import flags
from magadvise.knowledge.load import folder

KNOWN = json.loads((folder() / "knowledge.json").read_text(encoding="utf-8"))
ANSWERS = {
    "a plan": {},
    "ask first": {"kidney": "unknown"},
    "no room": {"other_magnesium_mg": "400"},
    "a child": {"age": "9"},
    "dialysis": {"kidney": "dialysis"},
    "an emergency": {"red_flags": "dark_urine"},
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_names_the_version_of_the_knowledge(run, name):
    version, reviewed = KNOWN["knowledge_version"], KNOWN["reviewed"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", reviewed)
    for more in ([], ["--plain"]):
        text = " ".join(run(*flags(**ANSWERS[name]), *more).out.split())
        assert f"knowledge {version}, reviewed {reviewed}" in text
    assert json.loads(run(*flags(**ANSWERS[name]), "--json").out)["knowledge_version"] == version
