"""Every rule stands in one stage, and no stage looks at an answer without saying so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from batch.columnar.both import HEALTHY, KNOWLEDGE, Cells, Pair
from magadvise.batch.columnar import stages
from magadvise.batch.columnar.engine import Engine
from magadvise.batch.columnar.view import UndeclaredRead
from magadvise.errors import KnowledgeError
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Kidney, Stool, Tri
from magadvise.rules import registry
from magadvise.rules.case import Case


def with_rule(code: str, like: str = "AGE003") -> Knowledge:
    """The knowledge with one more active rule."""
    row = KNOWLEDGE.rules[like]._replace(code=code)
    return KNOWLEDGE._replace(rules={**KNOWLEDGE.rules, code: row})


def test_a_rule_that_stands_in_no_stage_stops_the_engine():
    stages.check(KNOWLEDGE)
    with pytest.raises(KnowledgeError, match="AGE099"):
        stages.check(with_rule("AGE099"))
    with pytest.raises(KnowledgeError, match="MED099"):
        Engine(with_rule("MED099"), "us", {})


def test_a_rule_that_is_no_more_or_stands_in_two_stages_stops_the_engine(monkeypatch):
    less = {code: row for code, row in KNOWLEDGE.rules.items() if code != "SRC005"}
    with pytest.raises(KnowledgeError, match="SRC005"):
        stages.check(KNOWLEDGE._replace(rules=less))
    retired = {**KNOWLEDGE.rules, "PRG004": KNOWLEDGE.rules["PRG004"]._replace(status="retired")}
    with pytest.raises(KnowledgeError, match="PRG004"):
        stages.check(KNOWLEDGE._replace(rules=retired))
    monkeypatch.setattr(stages, "ROOM", stages.ROOM | {"AGE001"})
    with pytest.raises(KnowledgeError, match="AGE001"):
        stages.check(KNOWLEDGE)


# A row that shows a dose and makes every stage ask, and what each answer is in it.
ASKED: Cells = {
    **HEALTHY, "medications": "levothyroxine; zzyx; magnesiocard; cipro", "check_dose_mg": "400",
    "check_form": "oxide", "products": "milk of magnesia 1 ml", "kidney": "unknown", "age": "70",
    "medication_times": "levothyroxine=07:00; zzyx=12:00",
}  # fmt: skip
ANSWERS: dict[str, Callable[[Case], object]] = {
    "age": lambda c: c.profile.age_years, "sex": lambda c: c.profile.sex, "stool": lambda c: c.profile.stool,
    "pregnancy": lambda c: c.profile.is_pregnant, "breastfeeding": lambda c: c.profile.breastfeeding,
    "kidney": lambda c: c.profile.kidney, "egfr": lambda c: c.profile.egfr,
    "computed": lambda c: c.computed_egfr + 1, "medicines": lambda c: c.profile.medicines,
    "conditions": lambda c: c.profile.conditions, "signs": lambda c: c.profile.red_flags,
    "products": lambda c: c.profile.products, "other": lambda c: c.profile.other_magnesium_mg,
    "dose": lambda c: c.profile.check_dose_mg, "form": lambda c: c.profile.check_form,
    "wake": lambda c: c.profile.wake, "diet": lambda c: c.profile.diet_magnesium_mg,
    "other_mg": lambda c: c.other_mg + 1, "limit": lambda c: c.intake.ul_mg,
    "patterns": lambda c: c.profile.patterns, "known": lambda c: c.profile.conditions_known,
}  # fmt: skip
# For one rule of each stage, answers that the stage has no word of.
UNDECLARED = {
    "AGE003": "kidney computed medicines conditions products form other_mg",
    "PRG004": "sex age kidney medicines limit",
    "KID010": "conditions medicines signs breastfeeding limit",
    "KID009": "signs products stool breastfeeding limit",
    "MED003": "conditions signs other form stool limit other_mg",
    "SRC001": "age sex kidney computed limit pregnancy",
    "SRC004": "age sex medicines products other",
    "TIM004": "age egfr conditions products dose",
    "CON001": "age medicines signs",
    "RED001": "kidney medicines conditions",
    "EVD001": "age medicines pregnancy",
    "DAT003": "age conditions",
    "MED008": "age medicines",
    "DOS001": "age patterns",
    "FRM001": "age kidney stool dose",
}


def fires_after(look: Callable[[Case], object]) -> registry.Predicate:
    """A predicate that looks at an answer and says nothing."""

    def predicate(case: Case) -> Iterator[registry.Fields]:
        look(case)
        return iter(())

    return predicate


@pytest.mark.parametrize(
    ("code", "answer"), [(c, a) for c, answers in UNDECLARED.items() for a in answers.split()]
)
def test_a_rule_that_looks_at_an_answer_of_another_stage_stops_the_run(monkeypatch, code, answer):
    row = {**ASKED, "pregnant": "yes", "sex": "female"} if code == "PRG004" else ASKED
    monkeypatch.setitem(registry.PREDICATES, code, fires_after(ANSWERS[answer]))
    with pytest.raises(UndeclaredRead):
        Pair().by_column(list(row), [row])


def test_a_stage_may_look_at_what_it_declares(monkeypatch):
    pregnant = {**ASKED, "pregnant": "yes", "sex": "female"}
    assert Pair().differences([ASKED, pregnant]) == []
    declared = {
        "AGE003": "age sex pregnancy breastfeeding limit", "KID010": "kidney egfr",
        "CON001": "conditions known", "SRC001": "medicines products other",
    }  # fmt: skip
    for code, answers in declared.items():
        for answer in answers.split():
            monkeypatch.setitem(registry.PREDICATES, code, fires_after(ANSWERS[answer]))
            Pair().by_column(list(ASKED), [ASKED])


# Rules as a later version might change them, in what their stage declares.
LATER: dict[str, tuple[str, Callable[[Case], bool]]] = {
    "age in years": ("AGE003", lambda c: c.profile.age_years >= 65),
    "breastfeeding": ("PRG006", lambda c: c.profile.breastfeeding is Tri.YES),
    "kidney answer": ("KID010", lambda c: c.profile.kidney is Kidney.CKD),
    "loose stools": ("DOS001", lambda c: c.profile.stool is Stool.CONSTIPATED),
}


@pytest.mark.parametrize("name", LATER)
def test_a_rule_that_changes_within_its_stage_is_followed_or_stops_the_run(monkeypatch, name):
    code, holds = LATER[name]
    fields = dict.fromkeys(
        "line low high years older months older_months risk name ul gap advice".split(), "1"
    )
    fields |= dict.fromkeys("mechanism after before limit rest slot names few effect".split(), "1")
    monkeypatch.setitem(registry.PREDICATES, code, lambda c: [fields] if holds(c) else [])
    people = [
        {**HEALTHY, **row, **more}
        for row in ({}, {"sex": "male"}, {"pregnant": "unknown"}, {"breastfeeding": "yes"})
        for more in (
            {}, {"kidney": "ckd"}, {"kidney": "unknown", "conditions": "gout"}, {"standard": "eu"},
            {"kidney": "unknown", "conditions": "diabetes"}, {"kidney": "unknown", "age": "66"},
            {"kidney": "unknown", "age": "70", "creatinine": "0.7mg/dL"}, {"kidney": "transplant"},
            {"medications": "cipro"}, {"medications": "cipro", "kidney": "ckd"}, {"stool": "constipated"},
            {"medications": "cipro", "kidney": "transplant"}, {"other_magnesium_mg": "100"},
            {"egfr": "70", "kidney": "unknown"}, {"egfr": "70", "creatinine": "0.9mg/dL"},
            {"other_magnesium_mg": "50", "medications": "digoxin"}, {"other_magnesium_mg": "20"},
        )
    ]  # fmt: skip
    try:
        found = Pair().differences(people)
    except UndeclaredRead:
        return
    assert found == []
