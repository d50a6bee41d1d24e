"""The interview as a pure machine: a state and a typed line give the next state and what to say.

The answers alone decide what is asked next, so a state is the same whichever way it was reached
(answering, going back, editing).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from magadvise import profile as door
from magadvise.cli.interview import lists, path, reading
from magadvise.cli.interview.book import Book
from magadvise.cli.interview.path import Given
from magadvise.cli.interview.tidy import TIMES
from magadvise.cli.screen import Line

COMMANDS = {
    "?": "why", "why": "why", "b": "back", "back": "back", "<": "back", "q": "quit",
    "quit": "quit", "exit": "quit", "u": "unknown", "unknown": "unknown", "not sure": "unknown",
}  # fmt: skip
KEEP = ("k", "keep")
REVIEW, DONE, QUIT = "review", "done", "quit"
_EDIT = re.compile(r"(?:edit|e)?\s*(\d{1,2})")
Said = tuple[Line, ...]


class State(NamedTuple):
    """``given``: answers by id, sorted. ``settled``: questions of hours left open. ``at``: the key
    asked now. ``again``: it was answered before and is asked again. ``draft``: the items of a list
    under way; ``offered``: an item that was not understood, with the names it may have meant;
    ``waiting``: the items that were typed after it on the same line."""

    given: tuple[tuple[str, tuple[str, ...]], ...]
    settled: tuple[str, ...]
    at: str
    again: bool = False
    draft: tuple[str, ...] = ()
    offered: tuple[str, tuple[str, ...]] | None = None
    waiting: tuple[str, ...] = ()

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        return dict(self.given)


def start(given: Given, book: Book, settled: tuple[str, ...] = ()) -> State:
    """The first open question for these answers."""
    answers = path.pruned(given, book)
    timed = path.path(answers, book)
    kept = tuple(sorted({key for key in settled if key in timed}))
    return State(tuple(sorted(answers.items())), kept, path.next_key(answers, kept, book))


def reply(state: State, line: str, book: Book) -> tuple[State, Said]:
    """The state after a typed line, and what to say before the next question."""
    line = " ".join(line.split())
    command = COMMANDS.get(line.casefold())
    if command == "quit":
        return state._replace(at=QUIT), ()
    if command == "back":
        return _back(state, book)
    if state.at == REVIEW:
        return _review(state, line, book)
    if command == "why":
        return state, (Line(book.question(state.at).why),)
    fresh = not state.draft and not state.offered
    if state.again and fresh and line.casefold() in KEEP:
        return start(state.answers, book, state.settled), ()
    if state.at in lists.LISTS:
        return _list(state, line, command == "unknown", book)
    return _single(state, "unknown" if command == "unknown" else line, book)


def _single(state: State, line: str, book: Book) -> tuple[State, Said]:
    question = book.question(state.at)
    if not line:
        if question.safety:
            return state, (Line(book.texts["no_default"]),)
        line = "unknown"
    if state.at.startswith(path.TIME) and line == "unknown":
        name = state.at.removeprefix(path.TIME)
        times = state.answers.get(TIMES, ())
        others = tuple(t for t in times if t.rpartition("=")[0] != name)
        given = {**state.answers, TIMES: others}
        return start(given, book, (*state.settled, state.at)), ()
    try:
        found = reading.answer(state.at, line, _without(state, state.at), book)
    except reading.Refused as refused:
        return state, (Line(str(refused)),)
    settled = tuple(key for key in state.settled if key != state.at)
    given = reading.fills(found, _without(state, state.at))
    return start(given, book, settled), _urgent(state.at, found, book)


def _without(state: State, key: str) -> dict[str, tuple[str, ...]]:
    """The answers without those that this question fills (times of other medicines stay)."""
    if key.startswith(path.TIME):
        return state.answers
    fills = path.FILLS.get(key, (key,))
    return {answer: texts for answer, texts in state.answers.items() if answer not in fills}


def _urgent(key: str, found: Given, book: Book) -> Said:
    """What cannot wait for the end of the questions."""
    if key != "red_flags":
        return ()
    rows = [book.knowledge.red_flags[i] for i in found[key] if i in book.knowledge.red_flags]
    urgent = [row for row in rows if row.urgency == "emergency"]
    if not urgent:
        return ()
    first = Line(book.texts["emergency_now"], book.words("seek_care"), "bold red")
    return (first, *(Line(row.todo, "-") for row in urgent))


def _list(state: State, line: str, unknown: bool, book: Book) -> tuple[State, Said]:
    """One line of a question that is answered line by line."""
    if state.offered:
        return _pick(state, line, unknown, book)
    if line.casefold() == "undo":
        return _undo(state, book)
    if not line and not state.draft:
        return state, (Line(book.texts["no_default"]),)
    if unknown:  # what was named before counts all the same
        return _close(state, (*state.draft, "unknown"), book)
    if not line or lists.none_of(line, book):  # with a draft, "n" is: no more
        return _close(state, state.draft or ("none",), book)
    return _add(state, lists.items(line, book), book)


def _undo(state: State, book: Book) -> tuple[State, Said]:
    if not state.draft:
        return state, (Line(book.texts["no_default"]),)
    return state._replace(draft=state.draft[:-1]), (
        Line(state.draft[-1], book.words("taken_back")),
    )


def _add(state: State, texts: tuple[str, ...], book: Book, said: Said = ()) -> tuple[State, Said]:
    """Take items into the draft, up to the first that is not understood; the rest waits."""
    for at, text in enumerate(texts):
        if lists.no_name(state.at, text, book):
            said = (*said, Line(book.texts["no_name"]))
            continue
        entry = lists.entry(state.at, text, book)
        if entry.suggestions:
            names = [Line(name, f"{n}") for n, name in enumerate(entry.suggestions, 1)]
            said = (*said, Line(entry.said), *names, Line(book.texts["keep_as_written"]))
            offered = (text, entry.suggestions)
            return state._replace(offered=offered, waiting=texts[at + 1 :]), said
        state, said = _take(state, entry, book, said)
    return state, (*said, Line(book.texts["more"])) if state.draft else said


def _take(state: State, entry: lists.Entry, book: Book, said: Said) -> tuple[State, Said]:
    items = (*state.draft, entry.text)
    if lists.amount(state.at, entry.text):
        problem = _refused(lists.filled(state.at, items), book)
        if problem:
            return state, (*said, Line(problem))
    elif entry.text in state.draft:
        items = state.draft
    return state._replace(draft=items), (*said, Line(entry.said, "+"))


def _pick(state: State, line: str, unknown: bool, book: Book) -> tuple[State, Said]:
    """A name was not understood: a number picks, k keeps it as written, another name replaces it.
    Nothing that was typed is lost without a word."""
    text, names = state.offered or ("", ())
    rest, state = state.waiting, state._replace(offered=None, waiting=())
    number = reading.picked(line, len(names))
    if number is not None:
        return _add(state, (names[number], *rest), book)
    if unknown or line.casefold() in KEEP:
        kept = lists.Entry(text, book.texts["unresolved"].format(name=text))
        state, said = _take(state, kept, book, ())
        return _add(state, rest, book, said)
    if line.casefold() == "undo":
        return _add(state, rest, book, (Line(text, book.words("taken_back")),))
    if not line or line.isdecimal() or lists.none_of(line, book):
        again = state._replace(offered=(text, names), waiting=rest)
        return again, (Line(book.texts["keep_as_written"]),)
    return _add(state, (*lists.items(line, book), *rest), book)


def _refused(found: Given, book: Book) -> str:
    """Why these answers cannot be ("" if they can)."""
    problems = door.problems(found, book.knowledge)
    return reading.told(problems[0]) if problems else ""


def _close(state: State, items: tuple[str, ...], book: Book) -> tuple[State, Said]:
    given = {**_without(state, state.at), **lists.filled(state.at, items)}
    return start(given, book, state.settled), ()


def _back(state: State, book: Book) -> tuple[State, Said]:
    keys = path.path(state.answers, book)
    at = len(keys) if state.at == REVIEW else keys.index(state.at)
    if state.offered:
        dropped = (state.offered[0], *state.waiting)
        kept = state._replace(offered=None, waiting=())
        return kept, tuple(Line(text, book.words("taken_back")) for text in dropped)
    if state.draft:
        return state._replace(draft=()), tuple(
            Line(text, book.words("taken_back")) for text in state.draft
        )
    if at == 0:
        return state, (Line(book.texts["first"]),)
    return _ask_again(state, keys[at - 1]), ()


def _ask_again(state: State, key: str) -> State:
    return State(state.given, state.settled, key, again=True)


def _review(state: State, line: str, book: Book) -> tuple[State, Said]:
    keys = path.path(state.answers, book)
    if book.means("yes", line):
        return state._replace(at=DONE), ()
    wanted = _EDIT.fullmatch(line.casefold())
    if wanted and 1 <= int(wanted[1]) <= len(keys):
        return _ask_again(state, keys[int(wanted[1]) - 1]), ()
    return state, (Line(book.texts["review"]),)
