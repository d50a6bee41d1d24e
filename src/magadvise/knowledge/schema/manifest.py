"""``knowledge.json`` and ``sources.json``: the version, and who is quoted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from magadvise.knowledge.schema.base import Row, SourceId, Text


class Manifest(Row):
    schema_version: int
    knowledge_version: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$")]
    reviewed: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    disclaimer: Text
    intended_use: Text


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
