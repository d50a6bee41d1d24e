"""What is on the screen: the question that is asked now, or the review of all answers."""

from __future__ import annotations

from collections.abc import Iterator

from magadvise.cli.interview import path
from magadvise.cli.interview.book import Book, Question
from magadvise.cli.interview.lists import LISTS
from magadvise.cli.interview.machine import REVIEW, State
from magadvise.cli.interview.reading import GROUPED
from magadvise.cli.interview.tidy import TIMES
from magadvise.cli.screen import Line, is_plain, safe

NO_BREAK = "\u00a0"


def lines(state: State, book: Book) -> Iterator[Line]:
    """The prompt of a state. The last line is where the person types."""
    if state.at == REVIEW:
        yield from _review(state, book)
        return
    keys = path.path(state.answers, book)
    question = book.question(state.at)
    if state.draft or state.offered:
        return
    number = keys.index(state.at) + 1
    yield Line("")
    heading = book.words("number", number=number, count=len(keys), title=question.title)
    yield Line(heading, style="bold", whole=True)
    yield Line(question.ask, style="bold")
    yield from _options(state.at, question, book)
    if state.again:
        old = said(state.at, state, book)
        yield Line(book.texts["keep"].format(old=safe(old)))
    yield Line(question.how)


def short(state: State, book: Book) -> Iterator[Line]:
    """The prompt of a question that was just shown: what was said about the last line must not be
    pushed off the screen."""
    if state.at != REVIEW and not (state.draft or state.offered):
        yield Line(book.question(state.at).how)


def _options(key: str, question: Question, book: Book) -> Iterator[Line]:
    if key in GROUPED:
        yield from _grouped(key, book)
        return
    for number, (_, text) in enumerate(question.options, 1):
        yield Line(text, f"{number}")


def _grouped(key: str, book: Book) -> Iterator[Line]:
    """A long list, one paragraph a group (one item a line where plain); numbers run through."""
    numbered = [(group, n, name) for n, (group, _, name) in enumerate(book.grouped(key), 1)]
    for group, heading in book.groups.items():
        named = [(str(n), name) for own, n, name in numbered if own == group]
        if named and is_plain():
            yield Line(heading)
            yield from (Line(name, n) for n, name in named)
        elif named:
            # No line ends between a number and its words.
            text = "; ".join(f"{n}{NO_BREAK}{name}" for n, name in named)
            yield Line(heading)
            yield Line(text + ".", " ")


def said(key: str, state: State, book: Book) -> str:
    """The answer to a question in words, ``not sure`` where it was left open."""
    given = state.answers
    unsure = book.texts["unknown_text"]
    if key.startswith(path.TIME):
        name = key.removeprefix(path.TIME)
        found = [t.rpartition("=")[2] for t in given.get(TIMES, ()) if t.rpartition("=")[0] == name]
        return ", ".join(found) or unsure
    question = book.questions[key]
    if key == "pregnant":
        return _stage(given, unsure, book)
    texts = [(a, t) for a in path.FILLS.get(key, (key,)) for t in given.get(a, ())]
    words = dict(question.options)
    names = {i: name for _, i, name in book.grouped(key)} if key in GROUPED else {}
    shown = []
    for answer, text in texts:
        if text == "unknown":
            shown.append(unsure)
        elif answer in ("egfr", "creatinine"):
            shown.append(book.words(f"test.{answer}", value=text))
        elif answer == "other_magnesium_mg" and text != "none":
            shown.append(book.words("mg_a_day", mg=text))
        else:
            shown.append(words.get(text) or names.get(text) or text)
    apart = "; " if any("," in text for text in shown) else ", "
    return apart.join(shown) or unsure


def _stage(given: path.Given, unsure: str, book: Book) -> str:
    words = book.words
    stages = [answer for answer in path.FILLS["pregnant"] if given.get(answer) == ("yes",)]
    yes = [words(f"stage.{stage}") for stage in stages]
    if len(yes) > 1:
        return words("and", first=yes[0], second=yes[1])
    if yes:
        return yes[0]
    return unsure if given.get("pregnant") == ("unknown",) else words("no")


def _review(state: State, book: Book) -> Iterator[Line]:
    yield Line("")
    yield Line(book.words("answers"), style="bold")
    for number, key in enumerate(path.path(state.answers, book), 1):
        kind, _, name = key.partition(":")
        title = book.words("times", name=name) if name else book.questions[kind].title
        yield Line(safe(said(key, state, book)), f"{number:2d} {safe(title)}:")
    yield Line(book.texts["review"])


def mark(state: State, book: Book) -> str:
    """What stands in front of the cursor."""
    if state.at in LISTS and state.draft:
        return book.words("more") + " "
    return "> "
