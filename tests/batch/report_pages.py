"""Summaries of made-up runs and the pages of them; the browser looks at the same pages."""

from __future__ import annotations

from collections import Counter
from itertools import cycle, islice

from batch import html_page
from magadvise import load_knowledge
from magadvise.batch import report
from magadvise.batch.run import Summary
from magadvise.knowledge.load import load_file

LADDER = (
    "supplement",
    "check_first",
    "no_room",
    "clinician_first",
    "do_not_supplement",
    "seek_care",
)
HOSTILE = (
    "<script>alert(1)</script>",
    "</bdi></table><img src=x onerror=alert(1)>",
    "\u202egnirts desrever",
    "\u0645\u063a\u0646\u064a\u0633\u064a\u0648\u0645 \u0634\u0631\u0627\u0628",
    "w" * 10_000,
    "nul\x00 bell\x07 esc\x1b[31m half\ud800",
    "&amp; \"double\" 'single'",
    "Z" + "\u0301\u0323" * 500,
    "https://example.org/x.js",
)
CODES = {"MED003": 9, "KID001": 5, "CON101": 4, "RED101": 3, "EVD103": 2, "TIM002": 2}


def words() -> report.Words:
    """The words of the page."""
    return report.words(load_file("report.json"), load_knowledge())


def page(summary: Summary, tally: report.Tally) -> str:
    """The page of a run."""
    return report.page(summary, tally, load_knowledge(), words())


def run(
    answered: int = 0,
    rejected: int = 0,
    left_out: int = 0,
    *,
    codes: dict[str, int] | None = None,
    names: dict[str, int] | None = None,
    reasons: dict[str, int] | None = None,
) -> tuple[Summary, report.Tally]:
    """A run whose rows go round the bands and the ladder."""
    tally, dispositions = report.Tally(), Counter[str]()
    ages = [band.id for band in words().ages]
    places = list(islice(zip(cycle(ages), cycle(words().kidneys), cycle(LADDER), strict=False), 60))
    each, rest = divmod(answered, len(places))
    for number, (age, kidney, disposition) in enumerate(places):
        some = each + (rest if number == 0 else 0)
        if some:
            tally.count(age, kidney, disposition, some)
            dispositions[disposition] += some
    total = answered + rejected + left_out
    summary = Summary(
        total, answered, rejected, left_out, dispositions, Counter(codes or {}),
        Counter(names or {}), Counter(reasons or {}), None, (), (), load_knowledge().version,
    )  # fmt: skip
    return summary, tally


def full(answered: int = 19_350_000) -> tuple[Summary, report.Tally]:
    """A run with everything that a page can hold."""
    share = answered // 20
    return run(
        answered, 600_001, 49_999,
        codes={code: share * count for code, count in CODES.items()},
        names={name: share // (n + 1) for n, name in enumerate((*HOSTILE, "zzyx"))},
        reasons={"not_a_number": 400_000, "wrong_number_of_fields": 200_000, "no_such_reason": 1},
    )  # fmt: skip


CASES = {
    "empty": run(),
    "one row": run(1, codes={"KID010": 1}),
    "all rejected": run(0, 20_000_000, reasons={"missing_answer": 20_000_000}),
    "few": run(97, 3, codes={"KID010": 41}, names={"zzyx": 1}, reasons={"bad_json": 3}),
    "many": full(),
}


def tree(case: str) -> html_page.Element:
    """The page of a case, read."""
    return html_page.read(page(*CASES[case]))
