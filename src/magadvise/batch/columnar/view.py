"""What a stage may see of a person: the answers that it declares, and an error for any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, cast

from magadvise.errors import KnowledgeError
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Intake, Profile
from magadvise.rules.case import Case


class UndeclaredRead(KnowledgeError):
    """A rule reads an answer that its stage does not declare: a fault of the program (70)."""

    def __init__(self, name: str) -> None:
        super().__init__("rules.json", name, "is read by a rule whose stage does not declare it")


class View:
    """Stands in for a :class:`Profile`; reading what it was not given raises :class:`UndeclaredRead`."""

    age_years = Profile.age_years
    main_pattern = Profile.main_pattern
    is_pregnant = Profile.is_pregnant

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> NoReturn:
        raise UndeclaredRead(name)


class Numbers(dict[str, int]):
    """The named numbers without the ages that a stage does not declare: its key knows no such line."""

    def __init__(self, numbers: Mapping[str, int], ages: Iterable[str]) -> None:
        declared = frozenset(ages)
        super().__init__({n: v for n, v in numbers.items() if not is_age(n) or n in declared})

    def __missing__(self, name: str) -> NoReturn:
        raise UndeclaredRead(name)


def is_age(name: str) -> bool:
    """Whether a named number is one of years or months."""
    return name.endswith(("_years", "_months"))


class Absent:
    """Stands in for what a stage has not worked out."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _raise(self, *args: object) -> NoReturn:
        raise UndeclaredRead(self._name)

    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __bool__ = __index__ = _raise

    def __getattr__(self, name: str) -> Any:
        raise UndeclaredRead(self._name)


_NO_INTAKE = cast("Intake", Absent("intake"))
_NO_MG = cast("int", Absent("other_mg"))
_NO_EGFR = cast("float", Absent("computed_egfr"))


def case(
    values: Mapping[str, Any],
    knowledge: Knowledge,
    *,
    intake: Intake = _NO_INTAKE,
    other_mg: int = _NO_MG,
    egfr: float | None = _NO_EGFR,
    why: str = "",
) -> Case:
    """A case of which only these parts can be read."""
    return Case(profile(values), knowledge, intake, other_mg, egfr, why)


def profile(values: Mapping[str, Any]) -> Profile:
    """A profile of which only these answers can be read."""
    return cast("Profile", View(values))
