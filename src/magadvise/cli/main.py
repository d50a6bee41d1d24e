"""The entry point: streams, exit codes, and errors that a person can use. No traceback gets out."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from magadvise.cli import overdue
from magadvise.cli.flag_names import flag_of
from magadvise.errors import (
    EXIT_INTERNAL,
    EXIT_INTERRUPTED,
    EXIT_IO,
    EXIT_OK,
    EXIT_USAGE,
    MagadviseError,
    Problem,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Every deliberate error is printed; anything else
    is a fault of the program, reported without its message (it may hold an answer)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    unheard = sys.stdout is None
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if unheard:
        return EXIT_IO
    try:
        return _answer(arguments)
    except OSError:  # not even the error could be said
        return EXIT_IO


def _answer(arguments: list[str]) -> int:
    """One command, its errors told."""
    try:
        code = _run(arguments)
        sys.stdout.flush()  # here, so that a failing write still sets the exit code
        overdue.tell(arguments, code)
        return code
    except MagadviseError as error:
        _report(error.problems(), arguments)
        return error.exit_code
    except (BrokenPipeError, SystemExit):
        # Whoever read our output left (typer turns that into an exit of its own). Nothing more can
        # be said there, and Python must not complain again at the end.
        stdout = sys.__stdout__
        if stdout is not None and sys.stdout is stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
        return EXIT_IO
    except OSError:
        _report([Problem("io", "", "reading or writing failed")], arguments)
        return EXIT_IO
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:  # the last line of defence; the type alone is safe to print
        fault = Problem(
            "internal", "", f"a fault of the program ({type(error).__name__})",
            hint="No plan was made. Please report the command, without health data.",
        )  # fmt: skip
        _report([fault], arguments)
        return EXIT_INTERNAL


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        return _version()
    if not arguments and not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        sys.stderr.write(
            "magadvise: advice on oral magnesium for leg cramps.\n"
            "Try: magadvise plan --age 45 --sex female --kidney normal --pattern night\n"
            "All commands and flags: magadvise --help\n"
        )
        return EXIT_USAGE
    arguments = arguments or ["plan"]
    import typer

    from magadvise.cli.app import app

    usage_error: type[Exception] = typer.BadParameter.__bases__[0]
    try:
        result = app.built(arguments, prog_name="magadvise", standalone_mode=False)
    except usage_error as error:
        return _usage(error, arguments)
    except typer.Abort:
        return EXIT_INTERRUPTED
    return result if isinstance(result, int) else EXIT_OK


def _version() -> int:
    from magadvise import __version__
    from magadvise.knowledge.load import manifest

    data = manifest()
    sys.stdout.write(
        f"magadvise {__version__} (knowledge {data['knowledge_version']}, "
        f"reviewed {data['reviewed']})\n"
    )
    return EXIT_OK


def _usage(error: Exception, arguments: list[str]) -> int:
    """A wrong command or flag. The words typed may be health data, so only names of ours appear."""
    from magadvise.cli.usage import problem

    _report([problem(error, arguments)], arguments)
    return EXIT_USAGE


def _report(problems: Sequence[Problem], arguments: Sequence[str]) -> None:
    if _wants_json(arguments):
        import json

        rows = [
            {"code": p.code, "message": _message(p), "field": p.field, "hint": p.advice()}
            for p in problems
        ]
        sys.stdout.write(json.dumps({"error": rows[0], "errors": rows}, indent=2) + "\n")
        sys.stdout.flush()
        return
    texts = [f"magadvise: {_message(p)}. {p.advice()}".rstrip() for p in problems]
    if sys.stderr.isatty():  # a terminal would break the words
        from magadvise.cli import output
        from magadvise.cli.screen import Line

        output.notice([Line(text) for text in texts])
        return
    for text in texts:
        sys.stderr.write(f"{text}\n")


def _message(problem: Problem) -> str:
    """The message with the flag of its question in front."""
    if not problem.field or problem.code in ("usage", "knowledge", "output", "stored"):
        return problem.message
    return f"{flag_of(problem.field)} {problem.message}"


def _wants_json(arguments: Sequence[str]) -> bool:
    words = [word.casefold() for word in arguments]
    named = any(a == "--format" and b == "json" for a, b in pairwise(words))
    return named or "--json" in words or "--format=json" in words


def entry() -> None:
    """What the installed command calls.

    One answer allocates little and then ends, so the garbage collector stays off and the process
    leaves without taking its modules apart: together a fifth of the time (docs/decisions/0002).
    """
    gc.disable()
    code = main()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)
