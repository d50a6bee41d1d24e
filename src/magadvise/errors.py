"""Every error that magadvise raises on purpose, with its exit code.

Messages name the field and what to write instead. They never repeat what the person typed.
"""

from collections.abc import Iterable
from typing import NamedTuple

EXIT_OK = 0
EXIT_FOUND = 1
EXIT_USAGE = 2
EXIT_REJECTS = 3
EXIT_NO_USABLE_DATA = 65
EXIT_NO_INPUT = 66
EXIT_INTERNAL = 70
EXIT_CANNOT_CREATE = 73
EXIT_IO = 74
EXIT_INTERRUPTED = 130
EXIT_STOPPED = 143

# What each means, for the manual. Those of one command alone name it first.
EXIT_MEANINGS = {
    EXIT_OK: "done",
    EXIT_FOUND: "batch: something at or above --fail-on was found",
    EXIT_USAGE: "a wrong command or flag, or an answer that cannot be",
    EXIT_REJECTS: "done, and some rows were rejected, or lines of a diary left out",
    EXIT_NO_USABLE_DATA: "nothing usable in the input, or a kept file that is broken",
    EXIT_NO_INPUT: "the input, a kept profile or a diary is missing",
    EXIT_INTERNAL: "a fault of the program, or data files that do not pass their checks",
    EXIT_CANNOT_CREATE: "the output cannot be created",
    EXIT_IO: "reading or writing failed, a closed pipe too",
    EXIT_INTERRUPTED: "interrupted",
    EXIT_STOPPED: "batch: ended from outside (SIGTERM); no output was written",
}


class Problem(NamedTuple):
    """One thing wrong with one answer. ``field`` is the question's id, as in a batch column."""

    code: str
    field: str
    message: str
    allowed: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""

    def advice(self) -> str:
        """What to do next, in one line: allowed words, an example, a likely mix-up."""
        parts = []
        if self.allowed:
            parts.append("Allowed: " + ", ".join(self.allowed) + ".")
        if self.example:
            parts.append(f"Example: {self.example}.")
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)


class MagadviseError(Exception):
    """Base of all deliberate errors."""

    exit_code = EXIT_INTERNAL
    code = "internal"

    def problems(self) -> tuple[Problem, ...]:
        return (Problem(self.code, "", str(self)),)


class InputError(MagadviseError):
    """Answers that cannot be: all problems at once, exit code 2."""

    exit_code = EXIT_USAGE
    code = "input"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in self._problems))

    def problems(self) -> tuple[Problem, ...]:
        return self._problems


class KnowledgeError(MagadviseError):
    """A data file that is missing, broken or contradicts another one. No plan is made from it."""

    code = "knowledge"

    def __init__(self, file: str, row: str, reason: str) -> None:
        self.file, self.row, self.reason = file, row, reason
        super().__init__(f"data file {file}, {row}: {reason}")

    def problems(self) -> tuple[Problem, ...]:
        hint = "Install magadvise again, or undo the change to this data file."
        return (Problem(self.code, self.file, str(self), hint=hint),)


class DoseLimitError(MagadviseError):
    """A guard: somebody tried to build a plan above its ceiling. Never caught inside the core."""

    code = "dose_limit"


class OutputError(MagadviseError):
    """The output file cannot be created (73) or written (74)."""

    code = "output"

    def __init__(self, message: str, exit_code: int = EXIT_CANNOT_CREATE) -> None:
        self.exit_code = exit_code
        super().__init__(message)

    def problems(self) -> tuple[Problem, ...]:
        return (Problem(self.code, "output", str(self), hint="Choose another file with -o."),)


class StoredError(MagadviseError):
    """A file kept for the person: missing (66), broken (65), written by a newer version (2), or its
    folder cannot be used (73), or reading or writing it failed (74)."""

    code = "stored"

    def __init__(self, message: str, exit_code: int, hint: str, kept: str = "profile") -> None:
        self.exit_code = exit_code
        self.hint = hint
        self.kept = kept
        super().__init__(message)

    def problems(self) -> tuple[Problem, ...]:
        return (Problem(self.code, self.kept, str(self), hint=self.hint),)
