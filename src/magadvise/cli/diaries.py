"""``magadvise diary``: write down days, show them, judge them, print a page, draw boxes, forget."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from magadvise.advice.reference import US
from magadvise.cli import diary_answers, diary_store, diary_text, output
from magadvise.cli.asking import can_ask
from magadvise.cli.diary_data import load_figures, rule_row
from magadvise.cli.profiles import short
from magadvise.cli.screen import Line
from magadvise.diary import lines
from magadvise.diary.entry import Diary, Entry
from magadvise.diary.figures import Figures
from magadvise.diary.later import restart
from magadvise.diary.periods import Period, weeks
from magadvise.diary.schedule import Schedule, boxes
from magadvise.diary.verdict import Verdict
from magadvise.diary.verdict import verdict as judged
from magadvise.errors import (
    EXIT_NO_INPUT,
    EXIT_OK,
    EXIT_REJECTS,
    InputError,
    Problem,
)
from magadvise.knowledge.load import load_knowledge, load_words
from magadvise.limit import over
from magadvise.words import Words

USUAL = "me"
Texts = Sequence[str] | None


def today() -> date:
    """The day it is here."""
    return date.today()


# add ---------------------------------------------------------------------------------------------


def add(name: Texts, given: Mapping[str, Texts], lang: str, *, as_json: bool) -> None:
    """``diary add``: one day, asked for in a terminal where no count is given."""
    figures, words, who = load_figures(), _words(lang), _name(name)
    known = diary_store.known(who, figures)
    if given.get("cramps") is None and not as_json and can_ask():
        from magadvise.cli.diary_ask import asked

        given = diary_answers.checked(lambda: asked(given, figures, today(), words))
    new = diary_answers.read(given, figures, today())
    entry = _corrected(known.on(new.day), new)
    path = diary_store.add(who, entry)
    said = diary_text.entry_said(entry, figures, words)
    notes: list[Line] = []
    if known.on(entry.day):
        notes = [Line(words("add.replaced")), Line(words("add.now", said=said))]
    if entry.dose_mg and _above_every_plan(entry.dose_mg):
        notes.append(Line(words("add.much", mg=entry.dose_mg)))
    if not known.entries:
        notes.append(Line(words("add.first", file=short(path), command=_command("forget", who))))
    if as_json:
        output.json_text(_json({"diary": who, "added": _day(entry)}), None)
    else:
        output.text([Line(words("add.said", day=entry.day, said=said))], None)
    output.notice(notes)
    _tell_broken(known, words)


def _corrected(old: Entry | None, new: Entry) -> Entry:
    """The new entry of a day with pain and dose of the old one where they are not given anew. A day
    without a cramp has no pain."""
    if old is None:
        return new
    pain = old.pain if new.pain is None and new.cramps else new.pain
    kept = old if new.taken is None else new
    return Entry(new.day, new.cramps, pain, kept.taken, kept.dose_mg)


def _above_every_plan(amount: int) -> bool:
    """Whether a dose is above each upper limit of the standard that no plan exceeds."""
    rows = load_knowledge().limits
    limits = [row.ul_mg for row in rows if row.standard == US and row.ul_mg is not None]
    return all(over(limit, amount) for limit in limits)


def _command(action: str, who: str) -> str:
    """The command as it is typed for this diary."""
    return f"magadvise diary {action}" + ("" if who == USUAL else f" --name {who}")


# show, chart, verdict ----------------------------------------------------------------------------


def show(
    name: Texts, start: Texts, lang: str, format_: str | None, file: str | None, *, as_json: bool
) -> int:
    """``diary show``."""
    shown = diary_answers.format_of(format_, file, as_json, ("text", "json"))
    figures, words, who = load_figures(), _words(lang), _name(name)
    begin = _start(start, figures)
    diary = diary_store.load(who, figures, today())
    if shown == "json":
        output.json_text(_json(_document(who, diary, begin)), file)
    else:
        output.text(diary_text.shown(diary, figures, words, begin), file)
    return _tell_broken(diary, words)


def chart(
    name: Texts, start: Texts, lang: str, format_: str | None, file: str | None, *, as_json: bool
) -> int:
    """``diary chart``."""
    shown = diary_answers.format_of(format_, file, as_json, ("text", "svg", "json"))
    figures, words, who = load_figures(), _words(lang), _name(name)
    begin = _start(start, figures)
    diary = diary_store.load(who, figures, today())
    if shown == "json":
        output.json_text(_json(_document(who, diary, begin)), file)
    elif shown == "svg":
        from magadvise.cli.diary_svg import svg

        output.json_text(svg(diary, figures, words, begin).rstrip("\n"), file)
    else:
        from magadvise.cli.diary_chart import chart as drawn

        output.text(drawn(diary, figures, words, begin), file)
    return _tell_broken(diary, words)


def verdict(
    name: Texts, start: Texts, lang: str, format_: str | None, file: str | None, *, as_json: bool
) -> int:
    """``diary verdict``."""
    shown = diary_answers.format_of(format_, file, as_json, ("text", "json"))
    figures, words, who = load_figures(), _words(lang), _name(name)
    begin = _start(start, figures)
    diary = diary_store.load(who, figures, today())
    drawn = diary_store.load_boxes(who, figures)
    if begin and drawn:
        raise InputError([Problem(
            "contradiction", "start", "does not apply: boxes were drawn, and they are judged",
            hint=f"Leave it out, or throw the boxes away: {_command('schedule --drop', who)}.",
        )])  # fmt: skip
    found = judged(diary, figures, today(), begin, drawn)
    if shown == "json":
        output.json_text(_json(_judged(who, diary, found, figures, words)), file)
    else:
        older = load_knowledge().numbers["older_adult_years"]
        said = [*diary_text.verdict_lines(found, figures, words, older)]
        if drawn:
            said.append(Line(words("verdict.drop", command=_command("schedule --drop", who))))
        elif begin is None and found.word == "not_enough" and (day := restart(diary, figures)):
            command = _command(f"verdict --start {day}", who)
            said.append(Line(words("verdict.start", day=day, command=command)))
        output.text(said, file)
    return _tell_broken(diary, words)


def _tell_broken(diary: Diary, words: Words) -> int:
    """Nothing is left out in silence."""
    notes = []
    if diary.broken:
        many = "many" if len(diary.broken) > 1 else "one"
        notes.append(Line(words(f"broken.{many}", lines=", ".join(map(str, diary.broken)))))
    if diary.future:
        many = "many" if diary.future > 1 else "one"
        on = diary_text.counted(words, "days", diary.future)
        notes.append(Line(words(f"future.{many}", on=on)))
    output.notice(notes)
    return EXIT_REJECTS if notes else EXIT_OK


# page, boxes, forget -----------------------------------------------------------------------------


def page(start: Texts, lang: str, format_: str | None, file: str | None) -> None:
    """``diary page``."""
    from magadvise.cli import diary_page

    shown = diary_answers.format_of(format_, file, False, ("text", "html"))
    figures, words = load_figures(), _words(lang)
    begin = _start(start, figures)
    if shown == "html":
        text = diary_page.html(figures, words, lang, begin)
        output.json_text(text.rstrip("\n"), file)
    else:
        output.text(diary_page.lines(figures, words, begin), file)


def schedule(
    name: Texts,
    start: Texts,
    lang: str,
    format_: str | None,
    file: str | None,
    *,
    as_json: bool,
    helper: bool,
    anew: bool,
) -> None:
    """``diary schedule``: draw boxes, or show those that were drawn."""
    from magadvise.cli import diary_boxes

    shown = diary_answers.format_of(format_, file, as_json, ("text", "json"))
    figures, words, who = load_figures(), _words(lang), _name(name)
    begin = _start(start, figures)
    drawn = None if anew else diary_store.load_boxes(who, figures)
    if begin and (drawn is None or drawn.start != begin):
        drawn = _draw(who, begin, drawn)
    if drawn is None:
        raise diary_store.KIND.error("no boxes were drawn yet", EXIT_NO_INPUT,
                                     "Draw them: magadvise diary schedule --start tomorrow.",
                                     )  # fmt: skip
    if shown == "json":
        output.json_text(_json(_boxes(who, drawn, figures, helper=helper)), file)
    else:
        sheet = diary_boxes.helper if helper else diary_boxes.person
        output.text(sheet(drawn, figures, words), file)


def _draw(who: str, begin: date, old: Schedule | None) -> Schedule:
    """New boxes, kept. Those that were drawn are not thrown away by a slip."""
    from secrets import token_hex

    if begin < today():
        raise InputError([Problem("out_of_range", "start", "lies in the past",
                                  example="--start tomorrow")])  # fmt: skip
    if old:
        raise InputError([Problem(
            "usage", "start", "boxes were drawn already, for other days",
            hint="Show them without --start, or throw them away with --anew.",
        )])  # fmt: skip
    drawn = Schedule(begin, token_hex(8))
    diary_store.save_boxes(who, drawn)
    return drawn


def drop(name: Texts, start: Texts, lang: str, *, as_json: bool, others: bool) -> None:
    """``diary schedule --drop``: throw the boxes away, keep the diary."""
    words, who = _words(lang), _name(name)
    if start or others:
        raise InputError([Problem("contradiction", "drop", "stands alone",
                                  hint="Leave out --start, --helper and --anew.")])  # fmt: skip
    diary_store.drop_boxes(who)
    if as_json:
        output.json_text(_json({"diary": who, "boxes": None}), None)
    else:
        output.text([Line(words("boxes.dropped"))], None)


def forget(name: Texts, lang: str, *, as_json: bool) -> None:
    """``diary forget``."""
    words, who = _words(lang), _name(name)
    diary_store.forget(who)
    if as_json:
        output.json_text(_json({"forgotten": who}), None)
    else:
        output.text([Line(words("forget.done"))], None)


# documents ---------------------------------------------------------------------------------------


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)


def _day(entry: Entry) -> dict[str, Any]:
    return {"date": entry.day.isoformat(), "cramps": entry.cramps, "pain": entry.pain,
            "dose": lines.dose(entry)}  # fmt: skip


def _document(who: str, diary: Diary, start: date | None) -> dict[str, Any]:
    """Days and weeks. ``week`` counts from the first dose on, and back from it with a minus."""
    begin = start or diary.first_dose()
    found = [
        {"week": week.number, "first": week.first.isoformat(), "last": week.last.isoformat(),
         "days_written": len(week.written), "cramps": week.cramps, "worst_pain": week.worst_pain,
         "days_taken": week.taken}
        for week in weeks(diary, begin)
    ]  # fmt: skip
    return {"diary": who, "first_dose": begin.isoformat() if begin else None,
            "days": [_day(entry) for entry in diary.entries], "weeks": found,
            "broken_lines": list(diary.broken), "days_after_today": diary.future}  # fmt: skip


def _judged(
    who: str, diary: Diary, found: Verdict, figures: Figures, words: Words
) -> dict[str, Any]:
    """A verdict with all that it stands on. Falls are percent; below 0 there were more cramps."""
    compared = found.fall is not None
    return {
        "diary": who, "verdict": found.word, "rule": found.rule,
        "headline": diary_text.headline(found, words),
        "rule_text": diary_text.rule_said(found, figures, words),
        "todo": diary_text.todo_said(found, figures, words),
        "before": _period(found.before), "during": _period(found.during),
        "later": _period(found.later), "after": _period(found.after),
        "fall_percent": found.fall,
        "interval_percent": [found.least, found.most] if compared else None,
        "interval_level_percent": figures.interval_percent,
        "scatter": found.scatter,
        "placebo_fall_percent": figures.placebo_percent,
        "useless_keep_of_100": figures.useless_keep_of_100,
        "sources": rule_row(found.rule)["source"],
        "broken_lines": list(diary.broken), "days_after_today": diary.future,
    }  # fmt: skip


def _period(found: Period | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"first": found.first.isoformat(), "last": found.last.isoformat(), "days": found.days,
            "cramps": found.cramps, "per_week": found.per_week, "days_taken": found.taken}  # fmt: skip


def _boxes(who: str, drawn: Schedule, figures: Figures, *, helper: bool) -> dict[str, Any]:
    """The boxes; what is in them, and the seed, for the helper alone."""
    rows: list[dict[str, Any]] = []
    for box in boxes(drawn, figures):
        row = {"box": box.number, "first": box.first.isoformat(), "last": box.last.isoformat()}
        rows.append({**row, "magnesium": box.magnesium} if helper else row)
    seed = {"seed": drawn.seed} if helper else {}
    return {"diary": who, "start": drawn.start.isoformat(), **seed, "boxes": rows}


# what flags say ----------------------------------------------------------------------------------


def _words(lang: str) -> Words:
    return load_words("diary", lang)


def _name(texts: Texts) -> str:
    name = diary_answers.checked(lambda: diary_answers.one(texts, "name"))
    return USUAL if name is None else name


def _start(texts: Texts, figures: Figures) -> date | None:
    def read() -> date | None:
        text = diary_answers.one(texts, "start")
        return None if text is None else diary_answers.day(text, "start", figures, today())

    return diary_answers.checked(read)
