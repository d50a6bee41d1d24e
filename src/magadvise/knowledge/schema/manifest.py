"""``knowledge.json`` and ``sources.json``: the version, what the core says itself, who is quoted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import Row, SourceId, Text


class Message(Row):
    """A text with typed fields; see :mod:`magadvise.words`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+([._][a-z0-9]+)*$")]
    text: Annotated[str, Field(min_length=1)]
    params: dict[str, Literal["whole", "decimal", "clock", "date", "text"]] = Field(default={})


class Manifest(Row):
    """``messages``: what the core itself puts together. They stand here because a plan reads this
    file anyway."""

    schema_version: int
    knowledge_version: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$")]
    reviewed: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    disclaimer: Text
    intended_use: Text
    messages: Annotated[list[Message], Field(min_length=1)]


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
