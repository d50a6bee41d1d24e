"""The header of a table: which column answers which question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from magadvise.errors import InputError, Problem
from magadvise.profile import QUESTIONS

IDS = ("id", "patient_id")
MORE = ("age_months", "creatinine_unit")
KNOWN = (*QUESTIONS, *MORE, *IDS)
AGES = ("age", "age_months")


class Columns(NamedTuple):
    """``known``: our name and the position of each column we read. ``unknown``: names that are not
    read, said once. ``names``: the header as it stands."""

    known: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]
    names: tuple[str, ...]


def ours(renamed: Mapping[str, str]) -> dict[str, str]:
    """Our name by the name in the file, ready for :func:`name_of`."""
    return {theirs.strip().casefold(): name for name, theirs in renamed.items()}


def name_of(text: str, by_theirs: Mapping[str, str]) -> str:
    """What a name of the file is called here: any case, blanks around it ignored."""
    name = text.strip().casefold()
    return by_theirs.get(name, name)


def of(header: Sequence[str], renamed: Mapping[str, str]) -> Columns:
    """``renamed`` gives our name for a column of the file. Raises :class:`InputError` for a column
    that stands twice."""
    by_theirs = ours(renamed)
    known: dict[str, int] = {}
    unknown: list[str] = []
    for at, text in enumerate(header):
        name = name_of(text, by_theirs)
        if name not in KNOWN:
            unknown.append(text)
            continue
        if name in known:
            raise InputError([Problem("duplicate_column", name, "stands twice in the header",
                                      hint="Remove or rename one of the two columns.")])  # fmt: skip
        known[name] = at
    return Columns(tuple(known.items()), tuple(unknown), tuple(header))


def cells(columns: Columns, fields: Sequence[str]) -> dict[str, str]:
    """The cells of one row by our names."""
    return {name: fields[at] for name, at in columns.known}


def position(name: str, names: Sequence[str]) -> int:
    """Where a column to keep stands. Raises :class:`InputError` where that is nowhere or unclear."""
    found = [at for at, text in enumerate(names) if text.strip() == name]
    if len(found) != 1:
        what = "stands twice in the header" if found else "names a column that is not in the header"
        raise InputError([Problem("no_such_column", "keep", what,
                                  hint="Write it as it stands in the header.")])  # fmt: skip
    return found[0]
