"""``knowledge.json`` and ``sources.json``: the version, what the core says itself, who is quoted."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from magadvise.knowledge.schema.base import Row, SourceId, Text


class Message(Row):
    """A text with typed fields; see :mod:`magadvise.words`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+([._][a-z0-9]+)*$")]
    text: Annotated[str, Field(min_length=1)]
    params: dict[str, Literal["whole", "decimal", "clock", "date", "text"]] = Field(default={})


class Manifest(Row):
    """``review_due``: from the day after, every answer is told beside that its knowledge is old (own
    rule: a year). ``messages``: what the core itself puts together. They stand here because a plan reads this
    file anyway."""

    schema_version: int
    knowledge_version: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$")]
    reviewed: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    review_due: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    disclaimer: Text
    intended_use: Text
    messages: Annotated[list[Message], Field(min_length=1)]

    @model_validator(mode="after")
    def _due_after_it_was_done(self) -> Manifest:
        if date.fromisoformat(self.review_due) <= date.fromisoformat(self.reviewed):
            raise ValueError("the next review is due before the last one")
        return self


class Source(Row):
    id: SourceId
    citation: Text
    kind: Literal[
        "guideline",
        "trial",
        "review",
        "study",
        "label",
        "regulation",
        "reference",
        "database",
        "own",
    ]


class SourcesFile(Row):
    sources: list[Source]
