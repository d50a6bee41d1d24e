"""What the interview needs to know: the knowledge, and the wordings of ``questions.json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from magadvise.knowledge.load import load_file, load_knowledge, load_words
from magadvise.knowledge.rows import Knowledge
from magadvise.words import ENGLISH, Words


class Question(NamedTuple):
    """``options``: value and text. ``safety``: an empty line is no answer."""

    id: str
    title: str
    ask: str
    how: str
    why: str
    safety: bool
    options: tuple[tuple[str, str], ...]


class Book(NamedTuple):
    """``texts`` are those of ``questions.json``, ``words`` the rest of what is said."""

    knowledge: Knowledge
    questions: Mapping[str, Question]
    groups: Mapping[str, str]
    texts: Mapping[str, str]
    words: Words

    def means(self, what: str, line: str) -> bool:
        """Whether a typed line is one of the words for *yes* or *none* in this language."""
        return line.casefold() in self.words(f"typed.{what}").split("; ")

    def grouped(self, key: str) -> tuple[tuple[str, str, str], ...]:
        """Group, id and name of each warning sign or condition, in the order they are numbered."""
        k = self.knowledge
        rows = [(f.urgency, f.id, f.name) for f in k.red_flags.values()]
        if key == "conditions":
            rows = [(c.action, c.id, c.name) for c in k.conditions.values()]
        order = list(self.groups)
        return tuple(sorted(rows, key=lambda row: order.index(row[0])))

    def question(self, key: str) -> Question:
        """The question of a key; ``time:NAME`` is the question of times for that medicine."""
        kind, _, name = key.partition(":")
        row = self.questions[kind]
        return row._replace(ask=row.ask.format(name=name)) if name else row


def load_book(language: str = ENGLISH) -> Book:
    """Knowledge and wordings from the data files."""
    data = load_file("questions.json", language=language)
    knowledge = load_knowledge(language=language)
    questions = {
        row["id"]: Question(
            row["id"], row["title"], row["ask"], row["how"], row["why"], row["safety"],
            tuple((o["value"], o["text"]) for o in row["options"]),
        )
        for row in data["questions"]
    }  # fmt: skip
    for row in knowledge.patterns.values():
        if row.id != "unknown":
            more = (row.id, row.name)
            questions["patterns"] = questions["patterns"]._replace(
                options=(*questions["patterns"].options, more)
            )
    texts = {row["id"]: row["text"] for row in data["texts"]}
    groups = {row["id"]: row["text"] for row in data["groups"]}
    return Book(knowledge, questions, groups, texts, load_words("interview", language))
