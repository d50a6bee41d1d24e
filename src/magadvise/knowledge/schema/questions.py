"""Rows of ``questions.json``: what the interview asks, why, and the words around it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from magadvise.knowledge.schema.base import Id, Row, Sourced, Text


class Option(Row):
    value: Id
    text: Text


class Question(Sourced):
    """``safety``: an empty line is no answer. ``how`` says what to type."""

    id: Id
    title: Text
    ask: Text
    how: Text
    why: Text
    safety: bool
    options: list[Option]


class Wording(Sourced):
    id: Id
    text: Text


class QuestionsFile(Row):
    questions: Annotated[list[Question], Field(min_length=1)]
    groups: list[Wording]
    texts: list[Wording]
