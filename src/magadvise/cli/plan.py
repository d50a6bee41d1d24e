"""``magadvise plan``: flags, kept answers or the interview in, answer out."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from magadvise import profile as door
from magadvise.advice.pipeline import advise
from magadvise.cli import output
from magadvise.cli.asking import can_ask
from magadvise.knowledge.load import load_knowledge
from magadvise.words import ENGLISH

if TYPE_CHECKING:
    from datetime import date

    from magadvise.advice.plan import Plan, Refusal
    from magadvise.knowledge.rows import Knowledge

Texts = Mapping[str, Sequence[str]]


def run(
    answers: Texts,
    format_: str,
    file: str | None,
    *,
    no_input: bool = True,
    profile: str | None = None,
    save: str | None = None,
    lang: str = ENGLISH,
    start: date | None = None,
) -> None:
    """Ask what is missing where somebody can be asked, then parse the answers, ask the core, print.
    ``answers`` are the texts of each flag by question id; they win over those of ``profile``.
    ``start``: the first day of a calendar."""
    asking = not no_input and can_ask()
    name, kept = _kept(profile, save, go_on=asking)
    saved_on = _saved_on(name) if name else None  # before it is saved anew
    given: Texts = {**kept, **answers}
    asked = False
    if asking:
        given, asked = _asked(given, save, lang)
    knowledge = load_knowledge(language=lang)
    standard = given.get("standard", ())
    person = door.parse(given, knowledge)
    if save:
        _tell_saved(save, _save(save, given))
    advice = advise(person, knowledge, door.standard({"standard": standard}, knowledge))
    used = _used(given, {q: t for q, t in kept.items() if q not in answers})
    try:
        headline = _show(advice, knowledge, format_, file, name, saved_on, used, lang, start)
        if asked and headline:
            _in_short(headline, lang)
    finally:
        if asked:  # also where the file cannot be written: nobody answers twice
            _same_again(given, save, lang)


def _show(
    advice: Plan | Refusal,
    knowledge: Knowledge,
    format_: str,
    file: str | None,
    name: str,
    saved_on: date | None,
    used: tuple[str, ...],
    lang: str,
    start: date | None,
) -> str:
    """Print the answer. Its first line is given back where there is more to scroll than a screen."""
    if format_ == "json":
        from magadvise.export.json_plan import document, dumps

        output.json_text(dumps(document(advice)), file)
        return ""
    from magadvise.export.answers_used import Kept

    from_profile = Kept(name, saved_on, used) if name else None
    if format_ != "text":
        from magadvise.cli import handout

        return handout.write(advice, knowledge, format_, file, from_profile, lang, start)
    from magadvise.cli.plan_text import lines
    from magadvise.knowledge.load import load_words

    shown = list(lines(advice, knowledge, from_profile, load_words("plan", lang)))
    output.text(shown, file)
    return shown[0].text


def _kept(profile: str | None, save: str | None, *, go_on: bool) -> tuple[str, Texts]:
    """A name ("" for none) and the answers kept under it. ``go_on``: those of a broken-off interview
    are taken up again; without questions, answers of another day would slip in unseen."""
    if profile is None and save is None:
        return "", {}
    from magadvise.cli import profile_store

    if save is not None:
        profile_store.check(save)
    if profile is not None:
        return profile, profile_store.load(profile)
    if not go_on or save not in profile_store.names():
        return "", {}
    return str(save), profile_store.load(str(save))


def _saved_on(name: str) -> date | None:
    from magadvise.cli import profile_store

    return profile_store.saved_on(name)


def _used(given: Texts, kept: Texts) -> tuple[str, ...]:
    """The flags of the kept answers that nobody has changed since."""
    from magadvise.cli.flag_names import flag_of

    same = [q for q in door.QUESTIONS if kept.get(q) and [*given.get(q, ())] == [*kept[q]]]
    return tuple(map(flag_of, same))


def _save(name: str, given: Texts) -> Path:
    from magadvise.cli import profile_store

    return profile_store.save(name, given)


def _tell_saved(name: str, path: Path) -> None:
    from magadvise.cli.profiles import saved

    output.notice(saved(name, path))


def _asked(given: Texts, save: str | None, lang: str) -> tuple[Texts, bool]:
    from magadvise.cli.interview import talk
    from magadvise.cli.interview.book import load_book
    from magadvise.errors import InputError

    book = load_book(lang)
    problems = door.problems(given, book.knowledge)
    if problems:
        raise InputError(problems)
    if not talk.wanted(given, book):
        return given, False
    keep = (lambda answers: _save(save, answers)) if save else None
    return talk.interview(given, book, keep), True


def _in_short(headline: str, lang: str) -> None:
    """The answer once more: the plan above it is longer than a screen."""
    from magadvise.cli.interview.book import load_book
    from magadvise.cli.screen import Line

    output.notice([Line(headline, load_book(lang).texts["in_short"])])


def _same_again(given: Texts, saved: str | None, lang: str) -> None:
    """The command for next time, after the plan: on one line, so that it can be copied whole."""
    from magadvise.cli.interview.book import load_book
    from magadvise.cli.interview.command import command
    from magadvise.cli.screen import Line, safe

    texts = load_book(lang).texts
    output.notice([Line(texts["command"])])
    sys.stderr.write(safe(command(given, saved)) + "\n")
    if not saved:
        output.notice([Line(texts["command_private"])])
