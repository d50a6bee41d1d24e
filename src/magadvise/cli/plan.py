"""``magadvise plan`` without questions: flags in, answer out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from magadvise import profile as door
from magadvise.advice.pipeline import advise
from magadvise.cli import output
from magadvise.knowledge.load import load_knowledge


def run(answers: Mapping[str, Sequence[str]], format_: str, file: str | None) -> None:
    """Parse the answers, ask the core, print. ``answers`` are the texts of each flag by question id."""
    knowledge = load_knowledge()
    standard = answers.get("standard", ())
    profile = door.parse(answers, knowledge)
    advice = advise(profile, knowledge, door.standard({"standard": standard}, knowledge))
    if format_ == "json":
        from magadvise.export.json_plan import document, dumps

        output.json_text(dumps(document(advice)), file)
    else:
        from magadvise.cli.plan_text import lines

        output.text(lines(advice, knowledge), file)
