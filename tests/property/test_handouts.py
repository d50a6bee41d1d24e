"""Laws of the handout: what is written for people says what the document says."""

from __future__ import annotations

import re

import pytest

from export.made import crowd, doses, svg_text, tree
from property.meter import Meter

pytestmark = pytest.mark.core


def test_m35_page_picture_markdown_and_calendar_name_the_dose_and_the_codes_of_the_document() -> (
    None
):
    """The meter counts the plans: a crowd of refusals would prove nothing."""
    meter = Meter()
    for one in crowd():
        steps = [
            (s["from_day"], s["mg_per_day"]) for s in (one.doc["dose"] or {"steps": []})["steps"]
        ]
        codes = {finding["code"] for finding in one.doc["findings"]}
        body = tree(one.html).all("body")[0].words
        texts = (body, svg_text(one.svg), one.markdown.replace("*", "").replace("\\", ""))
        for text in texts:
            found = re.findall(r"From day (\d+):? (\d+) mg a day", text)
            assert [(int(day), int(mg)) for day, mg in dict.fromkeys(found)] == steps
            (told,) = re.findall(r"Codes: ([^.]*)\.", text) or [""]
            assert set(told.split(", ")) - {""} == codes
        a_day: dict[int, int] = {}
        for event in doses(one.ics) if one.ics else ():
            a_day[event.end] = a_day.get(event.end, 0) + event.mg  # all of a step end together
        assert [mg for _, mg in sorted(a_day.items())] == [mg for _, mg in steps]
        meter.saw(bool(steps))
    meter.check()
