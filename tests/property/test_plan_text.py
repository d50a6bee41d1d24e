"""M39, M44, M45: what a person reads says all that the JSON says, at every width."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from functools import cache
from unittest import mock

from magadvise import load_knowledge
from magadvise.cli.plan_text import lines
from magadvise.cli.screen import Line, show, wrapped
from property import world
from property.laws import Document, Meter, advice, crowd
from property.strategies import Answers, items

WIDTHS = (0, 1, 10, 20, 40, 80, 120, 200)
DOSE = re.compile(r"(\d+) mg\b")


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _on_screen(text: list[Line], columns: int) -> str:
    """The text as printed on a screen that says it is so wide (0: it does not know)."""
    stream = io.StringIO()
    with mock.patch.dict(os.environ, {"COLUMNS": str(columns)}):
        show(text, stream)
    return stream.getvalue()


def _wrapped(text: list[Line], columns: int) -> str:
    """The same through the wrapping alone, which knows no narrowest width but one column."""
    return "\n".join(part for line in text for part in wrapped(line, max(1, columns)))


@cache
def _readers() -> tuple[tuple[Answers, Document, dict[int, str], tuple[str, ...]], ...]:
    """People, their JSON, the printed text by width, and all texts with white space collapsed."""
    found = []
    for person, doc in crowd()[::8]:
        text = list(lines(advice(person), load_knowledge()))
        screens = {columns: _on_screen(text, columns) for columns in WIDTHS}
        texts = [*screens.values(), *(_wrapped(text, columns) for columns in WIDTHS)]
        found.append((person, doc, screens, tuple(dict.fromkeys(map(_collapsed, texts)))))
    return tuple(found)


def _read_whole(wanted: Callable[[Document], list[str]]) -> None:
    """Everything wanted of the JSON stands whole in the text, at every width."""
    meter = Meter()
    for person, doc, _, texts in _readers():
        parts = [_collapsed(part) for part in wanted(doc)]
        for text in texts:
            for part in parts:
                assert part in text, person
        meter.saw(bool(parts))
    meter.check()


def test_each_summary_is_read_whole_at_every_width() -> None:
    _read_whole(lambda doc: [finding["summary"] for finding in doc["findings"]])


def test_each_step_and_intake_is_read_in_milligrams_at_every_width() -> None:
    def doses(doc: Document) -> list[str]:
        if doc["dose"] is None:
            return []
        steps = [f"From day {s['from_day']}: {s['mg_per_day']} mg" for s in doc["dose"]["steps"]]
        intakes = [f"{i['time']} {i['mg']} mg" for i in doc["timing"]["intakes"]]
        most = [f"{doc['dose']['max_mg_per_day']} mg", f"{doc['ceiling_mg']} mg"]
        return [*steps, *intakes, *most]

    _read_whole(doses)


def test_each_time_is_read_at_every_width() -> None:
    def times(doc: Document) -> list[str]:
        if doc["timing"] is None:
            return []
        stretches = [(a["from"], a["to"]) for a in doc["timing"]["allowed"]]
        allowed = [f"{a} to {b}" for a, b in stretches if (a, b) != ("00:00", "24:00")]
        return [*(e["time"] for e in doc["timing"]["timeline"]), *allowed]

    _read_whole(times)


def test_each_ingredient_is_read_by_name_at_every_width() -> None:
    """Also where no dose is shown and where nothing is known against the medicine: what was
    understood must be seen to be checked."""
    meter = Meter()
    for person, doc, _, texts in _readers():
        names = [match["ingredient"] for m in doc["medications"] for match in m["matches"]]
        for text in texts:
            for name in names:
                assert name.casefold() in text.casefold(), person
        meter.saw(bool(names))
    meter.check()


def test_m39_the_doses_on_the_screen_and_other_magnesium_stay_within_the_upper_limit() -> None:
    """M39. Parse the displayed text back: dose plus what is already taken is at most the UL."""
    meter = Meter()
    for person, doc, screens, _ in _readers():
        limit = world.upper_limit(str(person["age"]), str(person["standard"])) or 0
        for text in screens.values():
            found = [int(mg) for mg in DOSE.findall(_plan_part(text))]
            assert bool(found) == (doc["dose"] is not None), person
            assert all(mg + _known_other(person) <= limit for mg in found), person
        meter.saw(doc["dose"] is not None)
    meter.check()


def _plan_part(text: str) -> str:
    """From the first line to the end of the steps, where the doses to take stand."""
    head, heading, rest = text.partition("WHAT TO TAKE")
    if not heading:
        return _collapsed(text.partition("\n\n")[0])
    return _collapsed(head + rest.partition("\n\n")[0])


def _known_other(person: Answers) -> float:
    """Other magnesium that the person named, to the part of a milligram."""
    figure = [float(mg) for mg in items(person, "other_magnesium_mg") if mg != "unknown"]
    named = [world.PRODUCTS[text] for text in items(person, "products") if text != "unknown"]
    return sum(figure) + sum(mg for mg in named if mg is not None)


def test_m44_the_warning_signs_and_the_disclaimer_are_read_at_every_width() -> None:
    """M44. The mandatory safety block is present in every format and width."""

    def block(doc: Document) -> list[str]:
        assert len(doc["seek_care_if"]) > 3
        assert "no diagnosis" in doc["disclaimer"]
        return [*doc["seek_care_if"], *doc["stop_if"], doc["disclaimer"]]

    _read_whole(block)


def test_m45_the_evidence_statement_is_read_wherever_a_number_is() -> None:
    """M45. The evidence statement is present whenever a number is, with its certainty."""

    def evidence(doc: Document) -> list[str]:
        assert len(doc["evidence"]["statement"]) > 20
        certainty = doc["evidence"]["certainty"].replace("_", " ")
        return [
            doc["evidence"]["statement"],
            f"Certainty of the evidence: {certainty}.",
            f"Expectation: {doc['evidence']['expectation']}.",
        ]

    _read_whole(evidence)


def test_the_milligrams_of_the_limit_are_read_at_every_width() -> None:
    def numbers(doc: Document) -> list[str]:
        intake = doc["intake"]
        rda = sorted(set(intake["rda_range_mg"]))
        found = [" to ".join(str(mg) for mg in rda) + " mg"]
        if intake["ul_supplement_mg"] is not None:
            found.append(f"{intake['ul_supplement_mg']} mg")
        if intake["remaining_mg"] is not None:
            found.append(f"{intake['remaining_mg']} mg")
        return found

    _read_whole(numbers)
