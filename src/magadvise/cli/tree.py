"""The commands, their flags and the words each flag takes, as plain values.

For the generator of the manual and of the completion scripts, and for tests. No command imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from magadvise.cli import help as shown
from magadvise.cli import usage

FILE = "file"  # a file name
PROFILE = "profile"  # the name of a kept profile, known only on the machine itself
LISTED = ("none", "unknown")


class Value(NamedTuple):
    """What stands after a flag or as a word of a command: its name, and the words it can be."""

    metavar: str
    words: tuple[str, ...] = ()
    kind: str = ""


class Flag(NamedTuple):
    """One flag; ``value`` is ``None`` for a switch."""

    names: tuple[str, ...]
    text: str
    value: Value | None


class Word(NamedTuple):
    """A word that a command takes beside its flags."""

    value: Value
    text: str
    required: bool
    many: bool


class Node(NamedTuple):
    """A command, or a group of commands."""

    path: tuple[str, ...]
    paragraphs: list[str]
    examples: list[str]
    usage: str
    flags: list[Flag]
    words: list[Word]
    below: list[Node]

    @property
    def name(self) -> str:
        return " ".join(("magadvise", *self.path))

    def walk(self) -> Iterator[Node]:
        """This one and all below it, in the order of the help."""
        yield self
        for node in self.below:
            yield from node.walk()


def root() -> Node:
    """The whole program."""
    import typer

    command = usage.tree()
    # The commands keep the help flag of the first context that looks at them.
    context = typer.Context(command, info_name="magadvise", **shown.SETTINGS)  # type: ignore[arg-type]
    return _node(command, (), context)


def _node(command: Any, path: tuple[str, ...], context: Any) -> Node:
    below = getattr(command, "commands", {}).items()
    flags = [
        Flag(tuple(p.opts), p.help or "", None if p.is_flag else _value(p, path))
        for p in command.params
        if p.param_type_name == "option" and not p.hidden
    ]
    if not path:
        flags.append(Flag((usage.VERSION,), "The version of the program and its knowledge.", None))
    flags.append(Flag(shown.HELP, "Show this message and exit.", None))
    return Node(
        path,
        shown.paragraphs(command),
        shown.examples(command),
        " ".join(command.collect_usage_pieces(context)),
        flags,
        [
            Word(_value(p, path), p.help or "", p.required, p.nargs == -1)
            for p in command.params
            if p.param_type_name == "argument"
        ],
        [_node(c, (*path, name), context) for name, c in below if not c.hidden],
    )


def _value(param: Any, path: tuple[str, ...]) -> Value:
    """The words come from where the strict parsers have them."""
    flag = param.param_type_name == "option"
    key = param.opts[-1] if flag else " ".join((*path, str(param.metavar)))
    metavar = str(param.metavar or "")
    if metavar.strip("[].") in ("FILE", "IN"):
        return Value(metavar, (), FILE)
    if key in ("--profile", "--save") or (not flag and path[:1] == ("profile",)):
        return Value(metavar, (), PROFILE)
    own = " ".join((*path, key))  # where the same flag takes other words elsewhere
    return Value(metavar, allowed().get(own, allowed().get(key, ())))


@cache
def allowed() -> dict[str, tuple[str, ...]]:
    """The words of every flag and argument that takes words, by flag or ``command METAVAR``."""
    from magadvise import contract, profile
    from magadvise.batch.run import ENGINES, FORMATS_IN, FORMATS_OUT
    from magadvise.cli import completion, formats, lookups
    from magadvise.knowledge.load import load_knowledge, load_languages
    from magadvise.model import SEVERITIES, Kidney, Sex, Stool, Tri

    known = load_knowledge()
    tri = tuple(Tri)
    also = {f"--{q.removesuffix('_mg').replace('_', '-')}": w for q, w in profile.WORDS.items()}
    return {
        **also,
        "--sex": tuple(Sex),
        "--pregnant": tri,
        "--breastfeeding": tri,
        "--kidney": tuple(Kidney),
        "--stool": tuple(Stool),
        "--pattern": tuple(dict.fromkeys((*known.patterns, *LISTED))),
        "--condition": (*known.conditions, *LISTED),
        "--red-flag": (*known.red_flags, *LISTED),
        "--check-form": (*known.forms, "unknown"),
        "--standard": tuple(s.id for s in known.standards.values() if s.offered),
        "--format": ("text", "json"),
        "plan --format": formats.FORMATS,
        "diary chart --format": ("text", "svg", "json"),
        "diary page --format": ("text", "html"),
        "--lang": tuple(load_languages()),
        "--from": FORMATS_IN,
        "--to": FORMATS_OUT,
        "--engine": ENGINES,
        "--fail-on": SEVERITIES,
        "--med": LISTED,
        "--product": LISTED,
        "explain CODE": tuple(str(entry["code"]) for entry in lookups.codes()),
        "show WHAT": tuple(lookups.FILES),
        "schema WHAT": tuple(contract.MODELS),
        "completion SHELL": completion.SHELLS,
    }
