"""What came of a batch run as one page of HTML: counts, bars and tables. Nothing of it is fetched.

The page has no script and names no person. Words of the list stand in it as they were typed, cut,
escaped and isolated.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple, Protocol

from magadvise import __version__
from magadvise.batch import bands
from magadvise.batch.report_style import sheet
from magadvise.batch.sources import MESSAGES
from magadvise.knowledge.rows import Knowledge
from magadvise.rules.named import ACTIONS, URGENCIES

TOP = 10  # codes, names and reasons on the page
LONGEST = 60  # letters of a typed name
ROOM = 9  # percent of a bar from which the share is written into it
THIN = 0.4  # percent: a bar of one row can still be seen
SPACE = "\u202f"  # narrow, does not break
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}
_WIDE = ' class="wide"'
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class Counted(Protocol):
    """What the page reads of the summary of a run."""

    @property
    def rows_in(self) -> int: ...
    @property
    def answered(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def left_out(self) -> int: ...
    @property
    def dispositions(self) -> Counter[str]: ...
    @property
    def codes(self) -> Counter[str]: ...
    @property
    def unresolved(self) -> Counter[str]: ...
    @property
    def reasons(self) -> Counter[str]: ...
    @property
    def knowledge_version(self) -> str: ...


class Tally:
    """Dispositions counted by the ids of the bands. Two of them add up, in any order."""

    def __init__(self) -> None:
        self.by_age: dict[str, Counter[str]] = defaultdict(Counter)
        self.by_kidney: dict[str, Counter[str]] = defaultdict(Counter)

    def count(self, age: str, kidney: str, disposition: str, rows: int = 1) -> None:
        """Answered rows of one band each, see :func:`magadvise.batch.bands.of`."""
        self.by_age[age][disposition] += rows
        self.by_kidney[kidney][disposition] += rows

    def add(self, other: Tally) -> None:
        """The rows of another part of the same run."""
        for mine, theirs in ((self.by_age, other.by_age), (self.by_kidney, other.by_kidney)):
            for band, counts in theirs.items():
                mine[band].update(counts)


class Words(NamedTuple):
    """The bands and wordings of ``report.json``; ``dispositions`` are (id, name, meaning)."""

    ages: tuple[bands.AgeBand, ...]
    kidneys: Mapping[str, str]
    dispositions: tuple[tuple[str, str, str], ...]
    reasons: Mapping[str, str]
    texts: Mapping[str, str]


def words(data: Mapping[str, Any], knowledge: Knowledge) -> Words:
    """The words from the checked file, filled with the lines of the knowledge."""
    lines = {name: f"{knowledge.numbers[f'egfr_{name}']:g}"
             for name in ("stop", "clinician", "computed_stop")}  # fmt: skip
    lines["least"] = str(data["small_count"]["value"])
    return Words(
        tuple(bands.AgeBand(b["id"], b["from_months"], b["label"]) for b in data["age_bands"]),
        {b["id"]: b["label"].format_map(lines) for b in data["kidney_bands"]},
        tuple((d["id"], d["name"], d["meaning"]) for d in data["dispositions"]),
        {r["id"]: r["text"] for r in data["reasons"]},
        {t["id"]: t["text"].format_map(lines) for t in data["texts"]},
    )


def page(summary: Counted, tally: Tally, knowledge: Knowledge, words: Words) -> str:
    """The whole page."""
    ages = [(band.label, tally.by_age.get(band.id, Counter())) for band in words.ages]
    kidneys = [(label, tally.by_kidney.get(id_, Counter())) for id_, label in words.kidneys.items()]
    return "\n".join([
        *_head(),
        "<body>", '<div class="sheet">',
        *_top(summary, knowledge, words),
        "<main>",
        *_section("answers", "Answers", _answers(summary, words)),
        *_section("ages", "Answers by age", _banded(ages, "Age", "ages", words)),
        *_section("kidneys", "Answers by kidney function", _banded(kidneys, "Kidneys", "kidneys", words)),
        *_section("codes", "Most frequent codes", _codes(summary, knowledge, words)),
        *_section("names", "Most frequent unknown medicines", _names(summary, words)),
        *_section("rejects", "Rejected rows", _rejects(summary, words)),
        "</main>",
        f"<footer><p>{_text(knowledge.disclaimer)}</p>",
        f'<p class="quiet">{_text(knowledge.intended_use)}</p></footer>',
        "</div>", "</body>", "</html>", "",
    ])  # fmt: skip


def _head() -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f'<meta name="generator" content="magadvise {__version__}">'
    yield "<title>magadvise batch report</title>"
    yield '<link rel="icon" href="data:,">'
    yield f"<style>\n{sheet()}</style>\n</head>"


def _top(summary: Counted, knowledge: Knowledge, words: Words) -> Iterator[str]:
    """The accounting line, what the page is built on, and how private it is."""
    as_of = getattr(summary, "as_of", None)
    built = [f"magadvise {__version__}",
             f"knowledge {summary.knowledge_version}, reviewed {knowledge.reviewed}",
             *([f"as of {as_of}"] if as_of else [])]  # fmt: skip
    yield "<header>\n<h1>magadvise batch report</h1>"
    yield f"<p>{_text(words.texts['about'])}</p>"
    yield f'<p class="quiet">{_text("; ".join(built))}.</p>'
    rows_in = "row in" if summary.rows_in == 1 else "rows in"
    parts = (("", summary.rows_in, rows_in), ("=", summary.answered, "answered"),
             ("+", summary.rejected, "rejected"), ("+", summary.left_out, "left out"))  # fmt: skip
    yield '<p class="sum">'
    for sign, count, what in parts:
        yield f"<span>{sign} <b>{_number(count)}</b> {what}</span>"
    yield "</p>"
    if summary.left_out:
        yield f'<p class="quiet">{_text(words.texts["left_out"])}</p>'
    yield f'<p class="small">{_text(words.texts["small"])}</p>\n</header>'


def _section(id_: str, heading: str, inside: Iterable[str]) -> Iterator[str]:
    yield f'<section aria-labelledby="{id_}">\n<h2 id="{id_}">{_text(heading)}</h2>'
    yield from inside
    yield "</section>"


# sections ----------------------------------------------------------------------------------------


def _answers(summary: Counted, words: Words) -> Iterator[str]:
    if not summary.answered:
        yield _quiet(words.texts["none_answered"])
        return
    yield _quiet(words.texts["shares"])
    rows = []
    for id_, name, meaning in words.dispositions:
        count = summary.dispositions[id_]
        title = f"{_text(name)} <small>({_text(id_)})</small>"
        rows.append([f'{title}<br><span class="quiet">{_text(meaning)}</span>',
                     *_measured(count, summary.answered, id_)])  # fmt: skip
    yield from _table("Answered rows by answer", ("Answer", "Bar", "Rows", "Share"), rows)


def _banded(
    groups: Sequence[tuple[str, Counter[str]]], what: str, id_: str, words: Words
) -> Iterator[str]:
    """A bar and a row of numbers for each band."""
    if not any(counts.total() for _, counts in groups):
        yield _quiet(words.texts["none_answered"])
        return
    yield _quiet(f"{words.texts[id_]} {words.texts['bars']}")
    yield '<ul class="legend">'
    for rung, name, _ in words.dispositions:
        yield f"<li>{_swatch(rung)}{_text(name)}</li>"
    yield '</ul>\n<div class="bands">'
    for label, counts in groups:
        total = counts.total()
        said = f"{_number(total)} {'row' if total == 1 else 'rows'}"
        yield (f'<div class="band"><span>{_text(label)}</span>{_stacked(label, counts, words)}'
               f"<span>{said}</span></div>")  # fmt: skip
    yield "</div>"
    rows = []
    for label, counts in groups:
        total = counts.total()
        cells = [_counted(counts[rung], total) for rung, _, _ in words.dispositions]
        rows.append([_text(label), *cells, _number(total)])
    heads = (what, *(name for _, name, _ in words.dispositions), "All")
    yield from _table(f"Answered rows: {what.lower()} and answer", heads, rows, wide=True)


def _codes(summary: Counted, knowledge: Knowledge, words: Words) -> Iterator[str]:
    if not summary.codes:
        yield _quiet(words.texts["no_codes"])
        return
    titles = dict(_titles(knowledge))
    top = _top_of(summary.codes)
    yield _quiet(f"{words.texts['codes']} {_shown(top, summary.codes)}")
    rows = []
    for code, count in top:
        title, severity = titles.get(code, ("", ""))
        said = f'{_text(title)}<br><span class="quiet">{_text(severity)}</span>'
        rows.append([_text(code), said, *_measured(count, summary.answered, "one")])
    heads = ("Code", "What it says, severity", "Bar", "Rows", "Share")
    yield from _table("Answered rows by code, with their share of all answered rows", heads, rows)


def _names(summary: Counted, words: Words) -> Iterator[str]:
    if not summary.unresolved:
        yield _quiet(words.texts["no_names" if summary.answered else "none_answered"])
        return
    top = _top_of(summary.unresolved)
    yield _quiet(f"{words.texts['names']} {_shown(top, summary.unresolved)}")
    most = top[0][1]
    rows = [[f'<bdi class="typed">{_typed(name)}</bdi>', *_measured(count, most, "one")[:2]]
            for name, count in top]  # fmt: skip
    yield from _table("Unknown medicines by name", ("Name as typed", "Bar", "Times"), rows)


def _rejects(summary: Counted, words: Words) -> Iterator[str]:
    if not summary.rejected:
        yield _quiet(words.texts["no_rejects"])
        return
    top = _top_of(summary.reasons)
    yield _quiet(_shown(top, summary.reasons))
    rows = []
    for code, count in top:
        said = words.reasons.get(code) or MESSAGES.get(code) or code.replace("_", " ")
        title = f"{_text(said[:1].upper() + said[1:])} <small>({_text(code)})</small>"
        rows.append([title, *_measured(count, summary.rejected, "one")])
    yield from _table("Rejected rows by reason", ("Reason", "Bar", "Rows", "Share"), rows)


def _titles(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every code with its title and severity."""
    for rule in knowledge.rules.values():
        yield rule.code, (rule.title, rule.severity)
    for condition in knowledge.conditions.values():
        if condition.code:
            yield condition.code, (_sentence(condition.name), ACTIONS[condition.action][0].value)
    for flag in knowledge.red_flags.values():
        yield flag.code, (_sentence(flag.name), URGENCIES[flag.urgency][0].value)
    for pattern in knowledge.patterns.values():
        if pattern.code:
            yield pattern.code, (_sentence(pattern.name), pattern.severity or "")


def _top_of(counts: Counter[str]) -> list[tuple[str, int]]:
    """The largest counts, ties in the order of their names: the same page for the same rows."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:TOP]


def _shown(top: Sequence[object], counts: Counter[str]) -> str:
    more = len(counts) - len(top)
    return f"{_number(more)} more not shown." if more else ""


# parts -------------------------------------------------------------------------------------------


def _table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, wide: bool = False
) -> Iterator[str]:
    """The first cell heads its row; a head that is no text column holds numbers. The roles keep it a
    table where a narrow screen shows it as blocks."""
    kinds = [_kind(head, number) for number, head in enumerate(heads)]
    yield f'<table role="table"{_WIDE if wide else ""}>'
    yield f"<caption>{_text(caption)}</caption>"
    yield '<thead role="rowgroup"><tr role="row">'
    for head, kind in zip(heads, kinds, strict=True):
        yield f'<th scope="col" role="columnheader" class="{kind}">{_text(head)}</th>'
    yield '</tr></thead>\n<tbody role="rowgroup">'
    for first, *cells in rows:
        yield f'<tr role="row"><th scope="row" role="rowheader" class="{kinds[0]}">{first}</th>'
        for head, kind, cell in zip(heads[1:], kinds[1:], cells, strict=True):
            zero = " zero" if cell == "0" else ""
            inside = f"<span>{cell}</span>" if kind == "n" else cell
            label = f' data-label="{_text(head)}"' if kind == "n" else ""
            yield f'<td role="cell" class="{kind}{zero}"{label}>{inside}</td>'
        yield "</tr>"
    yield "</tbody></table>"


def _kind(head: str, number: int) -> str:
    if head == "Bar":
        return "b"
    if head == "Code":
        return "c"
    return "n" if number and not head.startswith("What") else "t"


def _measured(count: int, whole: int, colour: str) -> list[str]:
    """Three cells: the bar, the number, the share."""
    width = max(100 * count / whole, THIN) if count else 0
    bar = (f'<svg height="14" aria-hidden="true" focusable="false"><rect class="track" width="100%" '
           f'height="14"/><rect class="{colour}" width="{width:.2f}%" height="14"/></svg>')  # fmt: skip
    return [bar, _number(count), _share(count, whole)]


def _counted(count: int, whole: int) -> str:
    return f"{_number(count)} <small>{_share(count, whole)}</small>" if count else "0"


def _stacked(label: str, counts: Counter[str], words: Words) -> str:
    """One bar, a part for each rung in its order; its words carry every number."""
    total = counts.total()
    parts, said, x = [], [], 0.0
    for rung, name, _ in words.dispositions:
        count = counts[rung]
        if not count:
            continue
        share = 100 * count / total
        parts.append(f'<rect class="part {rung}" x="{x:.2f}%" width="{share:.2f}%" height="22"/>')
        if share >= ROOM:
            parts.append(f'<text class="on-{rung}" x="{x + share / 2:.2f}%" y="15" '
                         f'text-anchor="middle">{_share(count, total, 0)}</text>')  # fmt: skip
        said.append(f"{name} {_number(count)}")
        x += share
    told = _text(f"{label}: {', '.join(said) or 'none'}")
    return (f'<svg height="22" role="img" aria-label="{told}" focusable="false">'
            f'<rect class="track" width="100%" height="22"/>{"".join(parts)}</svg>')  # fmt: skip


def _swatch(rung: str) -> str:
    square = f'<rect class="{rung}" width="14" height="14"/>'
    return f'<svg width="14" height="14" aria-hidden="true" focusable="false">{square}</svg>'


def _quiet(text: str) -> str:
    return f'<p class="quiet lead">{_text(text)}</p>' if text else ""


def _number(count: int) -> str:
    """Thousands apart by a narrow space that does not break."""
    return f"{count:,}".replace(",", SPACE)


def _share(count: int, whole: int, digits: int = 1) -> str:
    """A share that is 0% or 100% only where it is exactly that."""
    if count in (0, whole):
        return "100%" if count and whole else "0%"
    least = 10**-digits
    share = round(100 * count / whole, digits)
    if share < least:
        return f"<{least:g}%".replace("<", "&lt;")
    if share > 100 - least:
        return f"&gt;{100 - least:g}%"
    return f"{share:.{digits}f}%"


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]


def _typed(name: str) -> str:
    """A typed name, cut; marks that steer the direction or are not seen stand as escapes."""
    seen = "".join(
        c if unicodedata.category(c) not in HIDDEN
        else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in name[:LONGEST]
    )  # fmt: skip
    cut = seen[:LONGEST]
    return _text(cut) + ("\u2026" if len(name) > LONGEST or cut != seen else "")


def _text(text: str) -> str:
    return escape(text, quote=True)
