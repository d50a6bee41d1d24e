"""Messages by id with typed parameters: what the program says, in the language it was given.

Pure values. :mod:`magadvise.knowledge.load` reads them from ``data/words`` and, for a language other
than English, from ``data/languages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from magadvise.errors import KnowledgeError

if TYPE_CHECKING:
    from datetime import date

ENGLISH = "en"
FALLBACK = "[en] "  # before a text that a language does not have


class Language(NamedTuple):
    """A language and how it writes: the decimal sign, a date (fields ``year``, ``month``, ``day``),
    and whether a name keeps its capital letter inside a sentence."""

    id: str = ENGLISH
    name: str = "English"
    decimal: str = "."
    date: str = "{year}-{month}-{day}"
    keeps_capitals: bool = False


class Message(NamedTuple):
    """A template and the type of each of its fields."""

    text: str
    params: Mapping[str, str]


class Words:
    """The messages of one area. ``words("verdict.stop", drop=31)`` gives the text; an unknown id, a
    missing or surplus parameter or one of a wrong type raises :class:`KnowledgeError`.

    Types: ``whole`` (int), ``decimal`` (float or int; shortest form, so round it before), ``clock``
    (int, minutes after midnight), ``date`` (:class:`datetime.date`), ``text`` (str, as it is)."""

    def __init__(
        self, area: str, messages: Mapping[str, Message], language: Language | None = None
    ) -> None:
        self.area = area
        self.messages = messages
        self.language = language or Language()

    def __call__(self, message: str, /, **params: object) -> str:
        row = self.messages.get(message)
        if row is None:
            raise self._wrong(message, "there is no such message")
        if params.keys() != row.params.keys():
            wanted = ", ".join(row.params) or "none"
            raise self._wrong(message, f"the parameters must be: {wanted}")
        if not params:
            return row.text
        return row.text.format_map(
            {name: self._form(message, row.params[name], value) for name, value in params.items()}
        )

    def __contains__(self, message: object) -> bool:
        return message in self.messages

    def number(self, value: float, places: int | None = None) -> str:
        """A number as this language writes it, in its shortest form or with so many places."""
        shortest = "g" if abs(value) < 1e6 else ".0f"
        written = format(value, shortest if places is None else f".{places}f")
        return written.replace(".", self.language.decimal)

    def day(self, value: date) -> str:
        """A date as this language writes it."""
        return self.language.date.format(
            year=f"{value.year:04d}", month=f"{value.month:02d}", day=f"{value.day:02d}"
        )

    def inside(self, name: str) -> str:
        """A name inside a sentence: ``age`` for ``Age`` in English."""
        return name if self.language.keeps_capitals else name[:1].lower() + name[1:]

    def _form(self, message: str, kind: str, value: object) -> str:
        match kind:
            case "text" if isinstance(value, str):
                return value
            case _ if isinstance(value, bool):
                pass
            case "whole" if isinstance(value, int):
                return str(value)
            case "decimal" if isinstance(value, int | float):
                return self.number(value)
            case "clock" if isinstance(value, int) and 0 <= value < 1440:
                return f"{value // 60:02d}:{value % 60:02d}"
            case "date":
                from datetime import date  # for the few messages with a day

                if isinstance(value, date):
                    return self.day(value)
        raise self._wrong(message, f"a parameter is no {kind}")

    def _wrong(self, message: str, reason: str) -> KnowledgeError:
        return KnowledgeError(f"words/{self.area}.json", message, reason)
