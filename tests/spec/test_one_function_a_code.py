"""Each code of the rules is joined to one function: no code to two, no code to none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from magadvise import KnowledgeError, Severity, load_knowledge
from magadvise.knowledge.rows import Knowledge
from magadvise.rules import registry

pytestmark = pytest.mark.core


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register with nothing in it, for one test."""
    monkeypatch.setattr(registry, "PREDICATES", {})
    monkeypatch.setattr(registry, "LATER", set())


def never(case: object) -> list[Any]:
    return []


def refused(code: str, why: str, joins: Callable[[], object]) -> None:
    with pytest.raises(KnowledgeError) as caught:
        joins()
    assert (caught.value.file, caught.value.row) == ("rules.json", code)
    assert why in caught.value.reason


@pytest.mark.usefixtures("empty")
def test_a_code_takes_one_function_and_no_second() -> None:
    assert registry.rule("AGE001")(never) is never
    assert dict(registry.PREDICATES) == {"AGE001": never}
    refused("AGE001", "two predicates", lambda: registry.rule("AGE001")(never))
    refused("AGE001", "two places", lambda: registry.later("AGE001"))


@pytest.mark.usefixtures("empty")
def test_a_code_that_a_later_step_fires_has_no_other_place() -> None:
    fires = registry.later("DOS004")
    assert set(registry.LATER) == {"DOS004"}
    refused("DOS004", "two places", lambda: registry.later("DOS004"))
    refused("DOS004", "two places", lambda: registry.rule("DOS004")(never))
    found = fires(load_knowledge(), {"dose": "150", "limit": "350"})
    assert (found.code, found.severity, found.at_least) == ("DOS004", Severity.INFO, None)
    assert found.summary == "The 150 mg you take is within your limit of 350 mg a day."


@pytest.mark.usefixtures("empty")
def test_a_row_without_a_function_and_a_function_without_a_row_are_refused() -> None:
    shipped = load_knowledge()
    row = shipped.rules["AGE001"]

    def of(**rules: Any) -> Knowledge:
        return shipped._replace(rules=rules)

    registry.rule("AGE001")(never)
    registry.check(of(AGE001=row))
    refused("AGE002", "no predicate", lambda: registry.check(of(AGE001=row, AGE002=row)))
    refused("AGE001", "no active row", lambda: registry.check(of()))
    registry.later("DOS004")
    refused("DOS004", "no active row", lambda: registry.check(of(AGE001=row)))
    registry.check(of(AGE001=row, DOS004=row, AGE009=row._replace(status="retired")))


def test_a_row_fills_its_own_cap_into_its_words() -> None:
    """From 65 years at most 200 mg a day."""
    knowledge = load_knowledge()
    row = knowledge.rules["AGE003"]._replace(summary="At most {cap} mg a day.", detail="", todo="")
    found = registry.finding(row, knowledge, {"years": "65"})
    assert (found.summary, found.cap_mg) == ("At most 200 mg a day.", 200)
    assert found.subject == ""  # nothing but the person


@pytest.mark.usefixtures("empty")
def test_of_many_codes_that_do_not_fit_the_first_is_named_in_every_run() -> None:
    shipped = load_knowledge()
    refused("AGE001", "no predicate", lambda: registry.check(shipped))
    for number in range(100):
        registry.rule(f"TIM{199 - number}")(never)
    nothing = shipped._replace(rules={})
    refused("TIM100", "no active row", lambda: registry.check(nothing))
