"""The loop around the machine: questions on stderr, answers from the terminal."""

from __future__ import annotations

import contextlib
import io
import re
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from magadvise.cli.interview import machine, path, prompt, waiting
from magadvise.cli.interview.book import Book
from magadvise.cli.screen import Line, show

Answers = dict[str, tuple[str, ...]]
LONGEST_LINE = 10_000
_PASTED = re.compile(r"\x1b\[20[01]~")  # marks that some terminals put around what is pasted


class Stopped(KeyboardInterrupt):
    """The person left before the end: no plan was made."""


def wanted(given: Mapping[str, Sequence[str]], book: Book) -> bool:
    """Whether a safety question is open. What is left beside those has usual values."""
    answers = path.pruned({a: tuple(t) for a, t in given.items()}, book)
    return any(
        book.question(key).safety and not path.answered(key, answers, ())
        for key in path.path(answers, book)
    )


def interview(
    given: Mapping[str, Sequence[str]],
    book: Book,
    keep: Callable[[Answers], object] | None = None,
) -> Answers:
    """Ask what is missing until the person says that all is right. ``keep`` is called with the
    answers after each question. Raises :class:`Stopped` when the person quits or the input ends."""
    if isinstance(sys.stdin, io.TextIOWrapper):  # a byte that is no letter must not end it all
        sys.stdin.reconfigure(errors="backslashreplace")
    state = machine.start({a: tuple(t) for a, t in given.items()}, book)
    try:
        with _hang_up_as_interrupt(), waiting.watched() as wait:
            show([Line(book.texts["start_saved" if keep else "start"])], sys.stderr)
            before: machine.State | None = None
            while state.at not in (machine.DONE, machine.QUIT):
                same = state == before  # on the screen already
                show(prompt.short(state, book) if same else prompt.lines(state, book), sys.stderr)
                if before is None:  # below the first question: above it, it may be out of view
                    show([Line(book.texts["commands"])], sys.stderr)
                before, state = state, _step(state, book, keep, wait)
    except KeyboardInterrupt:
        state = state._replace(at=machine.QUIT)
        with contextlib.suppress(OSError):  # the window may be gone
            sys.stderr.write("\n")
    if state.at == machine.QUIT:
        with contextlib.suppress(OSError):
            show([Line(book.texts["quit_saved" if keep else "quit"])], sys.stderr)
        raise Stopped
    return state.answers


def _step(
    state: machine.State,
    book: Book,
    keep: Callable[[Answers], object] | None,
    wait: Callable[[], None],
) -> machine.State:
    """One typed line."""
    sys.stderr.write(prompt.mark(state, book))
    sys.stderr.flush()
    wait()
    line = _PASTED.sub("", _line())
    if not line:
        raise Stopped
    if "\x1b" in line:  # an arrow key: what stands on the screen is not what was typed
        show([Line(book.texts["keys"])], sys.stderr)
        return state
    after, said = machine.reply(state, line, book)
    show(said, sys.stderr)
    if keep and after.given != state.given:
        keep(after.answers)
    return after


@contextlib.contextmanager
def _hang_up_as_interrupt() -> Iterator[None]:
    """A closed window ends the questions as Ctrl-C does, so that the exit code is the same."""
    name = getattr(signal, "SIGHUP", None)
    if name is None or signal.getsignal(name) is not signal.SIG_DFL:  # Windows; nohup
        yield
        return
    signal.signal(name, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(name, signal.SIG_DFL)


def _line() -> str:
    """The next typed line, "" at the end. What is longer than any answer is dropped, so that it
    never answers the next question. A line that the end of input cuts off is no answer."""
    line = part = sys.stdin.readline(LONGEST_LINE)
    while not part.endswith("\n"):
        if len(part) < LONGEST_LINE:
            return ""
        part = sys.stdin.readline(LONGEST_LINE)
    return line
