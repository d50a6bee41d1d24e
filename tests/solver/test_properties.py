"""The properties that ``make proofs`` proves: that they are complete, that each holds of many numbers, and
that each fails where the program is wrong. No solver is needed here."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from magadvise import limit
from magadvise.advice import dosing
from magadvise.errors import DoseLimitError
from solver import properties
from solver.properties import every_property

pytestmark = pytest.mark.core

# By the number of whole numbers that a question takes: the more there are, the fewer of each.
ASKED = {
    1: tuple(range(1001)),
    2: (*range(24), 49, 50, 64, 65, 99, 100, 149, 150, 199, 200, 201, 250, 349, 350, 351, 400, 1000),
    3: (0, 1, 2, 3, 50, 64, 65, 100, 149, 150, 199, 200, 201, 350, 401),
    4: (0, 1, 2, 100, 150, 200, 201, 350),
    5: (0, 1, 2, 150, 200, 201),
}  # fmt: skip
NAMES = [question.__name__ for question in every_property()]


def cases(name: str) -> Iterator[dict[str, object]]:
    """Every combination that the question is meant for."""
    question = getattr(properties, name)
    kinds = {p.name: str(p.annotation) for p in inspect.signature(question).parameters.values()}
    whole = ASKED[sum(kind != "bool" for kind in kinds.values())]
    values = {"int": whole, "int | None": (None, *whole), "bool": (True, False)}
    meant = [line for line in question.__doc__.splitlines() if "pre:" in line]
    asked = compile(meant[0].split("pre:")[1].strip() if meant else "True", name, "eval")
    for row in product(*(values[kind] for kind in kinds.values())):
        given = dict(zip(kinds, row, strict=True))
        if eval(asked, {}, given):  # noqa: S307 - the text stands in properties.py
            yield given


def holds(name: str) -> bool:
    """Whether the answer is yes every time; a refused dose is a no."""
    question = getattr(properties, name)
    try:
        return all(question(**given) for given in cases(name))
    except (DoseLimitError, IndexError, ValueError):
        return False


@pytest.mark.parametrize("name", NAMES)
def test_a_property_holds_of_many_numbers(name):
    assert sum(1 for _ in cases(name)) >= 20
    assert holds(name)


def test_the_properties_speak_of_every_function_of_limits_and_steps():
    """``units`` divides by a fraction of a milligram; the solver is asked of whole ones."""
    tree = ast.parse(Path(properties.__file__).read_text(encoding="utf-8"))
    spoken = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    there = {
        (module.__name__.rpartition(".")[2], name)
        for module in (limit, dosing)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and name[0] != "_"
    }
    assert there - spoken == {("limit", "units"), ("dosing", "condition")}
    assert len(NAMES) >= 25


def test_the_properties_ask_the_shipped_functions():
    own = Path(inspect.getsourcefile(limit)).parent
    for module in (limit, dosing):
        assert own in Path(inspect.getsourcefile(module)).parents
        assert "def remaining" not in Path(properties.__file__).read_text(encoding="utf-8")


def refuse(*plan: object) -> None:
    raise DoseLimitError("always")


# What a wrong program would do, and the properties that must say no.
WRONG = [
    ("remaining", lambda ul, other: (ul or 0) - other, "what_is_left_is_never_below_0"),
    ("remaining", lambda ul, other: 350, "without_a_limit_nothing_is_left"),
    ("remaining", lambda ul, other: ul or 0, "the_ceiling_is_never_above_the_limit_less_the_other"),
    ("lowest", lambda left, caps: left, "the_ceiling_is_never_above_a_cap"),
    ("lowest", lambda left, caps: max([left, *caps]), "one_more_cap_never_raises_the_ceiling"),
    ("lowest", lambda left, caps: min([left, *caps[:1]]),
     "caps_one_after_the_other_do_what_they_do_at_once"),
    ("remaining", lambda ul, other: abs(ul - other),
     "more_of_the_other_never_raises_the_ceiling"),
    ("upper_limit", lambda *limits: max(n for n in limits if n is not None),
     "a_second_limit_never_raises_the_first"),
    ("cut", lambda steps, most: tuple(steps), "no_step_is_above_the_ceiling"),
    ("cut", lambda steps, most: tuple((d, min(mg, most)) for d, mg in steps),
     "cut_steps_rise_and_keep_their_days"),
    ("split", lambda mg, most: (mg,), "intakes_add_up_to_the_step_and_none_is_above_200_mg"),
    ("split", lambda mg, most: (mg // 2, mg // 2),
     "intakes_add_up_to_the_step_and_none_is_above_200_mg"),
    ("split", lambda mg, most: (1,) * mg, "intakes_are_even_and_as_few_as_can_be"),
    *(("guard", lambda *plan: None, name) for name in NAMES if name.startswith("the_guard_stops")),
    ("guard", refuse, "the_guard_lets_a_right_plan_pass"),
    ("over", lambda ul, other: abs(ul - other), "excess_and_room_agree"),
    ("excess", lambda dose, most: dose - most, "excess_and_room_agree"),
    ("has_room", lambda left, least: left > least, "there_is_room_from_exactly_the_least_amount"),
    ("cut", lambda steps, most: tuple(steps), "no_dose_of_a_person_is_above_the_ceiling"),
    ("split", lambda mg, most: (mg,), "no_dose_of_a_person_is_above_the_ceiling"),
    ("cut", lambda steps, most: ((1, min(300, most)),),
     "from_65_years_no_dose_is_above_200_mg_and_the_first_is_100"),
    ("cut", lambda steps, most: tuple((d, min(mg, most)) for d, mg in steps[1:]),
     "without_increase_there_is_one_step_of_150_mg_at_most"),
    ("cut", lambda steps, most: tuple(steps), "the_guard_lets_the_steps_of_a_person_pass"),
    ("remaining", lambda ul, other: ul, "what_a_person_has_left_is_the_limit_less_the_other"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "wrong", "name"), WRONG)
def test_a_property_fails_where_a_function_is_wrong(function, wrong, name, monkeypatch):
    monkeypatch.setattr(limit, function, wrong)
    assert not holds(name)


def test_every_property_has_a_wrong_program_that_it_refuses():
    assert {name for _, _, name in WRONG} == set(NAMES)
