"""The program gives the same five figures as the oracle, and the oracle is one: apart and awake.

``python -m oracle.run`` (in ``tests``) asks about a million people; here a slice of them.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oracle import tables as t
from oracle.decide import Answer, Person, Use, ckd_epi, decide
from oracle.people import AGES, EGFRS, MONTHS, person
from oracle.run import differences

pytestmark = pytest.mark.core

SLICE = 15_000
WELL = Person()
HERE = Path(__file__).parent
APART = [HERE / "tables.py", HERE / "decide.py", HERE / "people.py"]


@pytest.mark.parametrize("start", [0, 1, 2])
def test_the_program_agrees_with_the_oracle(start: int) -> None:
    assert differences(range(start, SLICE, 3)) == []


# apart --------------------------------------------------------------------------------------------
def test_the_oracle_imports_nothing_of_the_program() -> None:
    allowed = {"__future__", "collections.abc", "fractions", "math", "random", "typing"}
    for file in APART:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {node.module or "."}
            else:
                continue
            assert names <= allowed | {"oracle", "oracle.decide"}, file.name


WATCHED = """
import sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from oracle.decide import decide
from oracle.people import answers, person
for n in range(2_000):
    decide(person(n)), answers(person(n))
print([name for name in opened if name.endswith((".json", ".sqlite", ".tsv", ".csv", ".md"))])
print([name for name in sys.modules if name.split(".")[0] == "magadvise"])
"""


def test_the_oracle_opens_no_data_file_and_loads_no_module_of_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=HERE.parent, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "[]\n[]\n"


# awake: the slice meets every row, and notices when one changes -----------------------------------
@pytest.fixture(scope="module")
def judged() -> list[tuple[Person, Answer]]:
    """The people of the slice, those judged by hand, and what the unchanged tables give them.

    Two hours between intakes, to the quarter, is met by chance once in 5,000 people; by hand it is sure."""
    people = [*map(person, range(SLICE)), *(somebody for _, somebody, _ in BY_HAND)]
    return [(somebody, decide(somebody)) for somebody in people]


def test_the_slice_meets_every_boundary(judged: list[tuple[Person, Answer]]) -> None:
    people = [somebody for somebody, _ in judged]
    assert {p.age for p in people} >= {*AGES, 0}
    assert {p.months for p in people} >= set(MONTHS)
    assert {p.egfr for p in people} >= set(EGFRS)
    assert {a.disposition for _, a in judged} == set(t.LADDER)
    assert {p.standard for p, a in judged if a.first_mg} == set(t.UPPER)
    assert {p.kidney for p in people} == {*t.KIDNEY, "unknown", None}
    assert {p.sex for p in people} == {"female", "male", "unknown"}
    for question in ("pregnant", "breastfeeding"):
        assert {getattr(p, question) for p in people} == {"yes", "no", "unknown", None}
    assert {len(p.medicines) for p in people if p.medicines is not None} >= {0, 1, 2, 3}
    assert {p.stool for p in people} == {"usual", "loose", "constipated", "unknown", None}


NUMBERS = """
ADULT_FROM OLDER_FROM CAP_FROM_65 CAP_OF_UNKNOWNS LEAST_PLANNED ONE_INTAKE LEAST_SLOT
BETWEEN_INTAKES GAP_OF_UNKNOWN_MEDICINE EGFR_STOP_BELOW EGFR_DOCTOR_BELOW COMPUTED_STOP_BELOW
ODD_EGFR_ABOVE ODD_EGFR_ABOVE_IF_OLDER ODD_EGFR_OLDER_FROM PREGNANCY_MATTERS_TO
OUTSIDE_PREGNANCY_TABLE_FROM
""".split()
BY_QUARTERS = {"LEAST_SLOT": 15, "BETWEEN_INTAKES": 15, "GAP_OF_UNKNOWN_MEDICINE": 0.25}


@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("name", NUMBERS)
def test_the_slice_notices_a_number_that_moved(
    name: str, by: int, judged: list[tuple[Person, Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(t, name, getattr(t, name) + by * BY_QUARTERS.get(name, 1))
    assert any(decide(somebody) != before for somebody, before in judged)


# Bands that start or end a year off. The US line decides wherever it is the lower one.
MOVED_BANDS = [
    ("us", "1-2: 65 | 3-8: 110 | 9-120: 350"),
    ("us", "1-4: 65 | 5-8: 110 | 9-120: 350"),
    ("us", "1-3: 65 | 4-7: 110 | 8-120: 350"),
    ("us", "1-3: 65 | 4-9: 110 | 10-120: 350"),
    ("eu", "10-120: 250"),
    ("de", "10-120: 250"),
    ("no", "1-3: 85 | 3-8: 120 | 10-17: 280"),
    ("no", "1-3: 85 | 3-9: 120 | 11-17: 280"),
    ("no", "1-3: 85 | 3-9: 120 | 10-16: 280"),
    ("nordic", "17-120: 250"),
    ("nordic", "19-120: 250"),
    ("who", "1-3: 65 | 4-9: 110 | 10-120: 350"),
    ("who", "1-3: 65 | 4-11: 110 | 12-120: 350"),
]
ABOVE_THE_US_LINE = [("uk", 400), ("no", 85)]


def lower_limits() -> Iterator[tuple[str, list[tuple[int, int, int]]]]:
    """Each limit 1 mg lower."""
    for standard, bands in t.UPPER.items():
        for row, (low, high, mg) in enumerate(bands):
            if (standard, mg) not in ABOVE_THE_US_LINE:
                yield standard, [*bands[:row], (low, high, mg - 1), *bands[row + 1 :]]


def test_the_slice_notices_every_limit_that_moved(
    judged: list[tuple[Person, Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = [(standard, t.bands(cells.split("|"))) for standard, cells in MOVED_BANDS]
    for standard, bands in [*moved, *lower_limits()]:
        there = [(p, before) for p, before in judged if standard in ("us", p.standard)]
        with monkeypatch.context() as patch:
            patch.setitem(t.UPPER, standard, bands)
            assert any(decide(p) != before for p, before in there), (standard, bands)


def other_step(step: str) -> str:
    return "clinician_first" if step != "clinician_first" else "supplement"


def test_the_slice_notices_every_condition_sign_pattern_and_kidney_answer_that_moved(
    judged: list[tuple[Person, Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables: list[tuple[str, dict[str, str]]] = [
        ("conditions", t.CONDITIONS),
        ("red_flags", t.WARNING_SIGNS),
        ("patterns", t.PATTERNS),
        ("kidney", t.KIDNEY),
    ]
    for question, table in tables:
        for word, step in list(table.items()):
            with monkeypatch.context() as patch:
                patch.setitem(table, word, other_step(step))
                assert any(
                    decide(somebody) != before
                    for somebody, before in judged
                    if word in (getattr(somebody, question) or ())
                ), word


def test_the_slice_notices_every_product_that_moved(
    judged: list[tuple[Person, Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, mg in t.PRODUCTS.items():
        # 1 mg more or less; one that leaves no room at all is tried with half of it.
        changed = 10 if mg is None else mg - 1 if mg < 350 else mg / 2
        with monkeypatch.context() as patch:
            patch.setitem(t.PRODUCTS, name, changed)
            assert any(
                decide(somebody) != before
                for somebody, before in judged
                if name in (somebody.products or ())
            ), name


def changed_rows(row: t.Medicine) -> Iterator[t.Medicine]:
    """The row with one cell changed: every one of these must change an answer."""
    alone = decide(WELL._replace(medicines=(Use(row.name),)))
    yield row._replace(grade="none" if alone.disposition == "clinician_first" else "C")
    if row.after or row.before:
        for by in (-0.25, 0.25):
            yield row._replace(after=row.after + by)
            yield row._replace(before=row.before + by)


def test_the_slice_notices_every_medicine_whose_grade_or_gap_moved(
    judged: list[tuple[Person, Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    unseen = []
    for row in t.MEDICINES.values():
        takers = [
            (somebody, before)
            for somebody, before in judged
            if row.name in [use.name for use in somebody.medicines or ()]
        ]
        for changed in changed_rows(row):
            with monkeypatch.context() as patch:
                patch.setitem(t.MEDICINES, row.name, changed)
                if not any(decide(somebody) != before for somebody, before in takers):
                    unseen.append(changed)
    assert unseen == [], [tuple(row) for row in unseen]


def test_the_slice_notices_every_question_about_kidneys_that_was_dropped(
    judged: list[tuple[Person, Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_kidneys = [(p, before) for p, before in judged if p.kidney in ("unknown", None)]
    for word in list(t.ASK_KIDNEY):
        with monkeypatch.context() as patch:
            patch.setattr(t, "ASK_KIDNEY", [other for other in t.ASK_KIDNEY if other != word])
            assert any(decide(p) != before for p, before in open_kidneys), word


# the oracle itself, against cases worked by hand from the published tables ------------------------
BY_HAND: list[tuple[str, Person, Answer]] = [
    ("woman of 45", WELL, Answer("supplement", 350, 350, 150, 300)),
    ("eu", WELL._replace(standard="eu"), Answer("supplement", 250, 250, 150, 250)),
    ("68 years", WELL._replace(age=68), Answer("supplement", 200, 350, 100, 200)),
    ("unknown kidneys", WELL._replace(kidney=None), Answer("check_first", 150, 350, 150, 150)),
    ("eGFR 29", WELL._replace(egfr="29"), Answer("do_not_supplement", 0, 350, None, None)),
    ("eGFR 30", WELL._replace(egfr="30"), Answer("clinician_first", 0, 350, None, None)),
    ("eGFR 60", WELL._replace(egfr="60"), Answer("supplement", 350, 350, 150, 300)),
    ("6 years", WELL._replace(age=6), Answer("clinician_first", 0, 110, None, None)),
    ("6 years, eu", Person(age=6, standard="eu"), Answer("clinician_first", 0, 110, None, None)),
    ("9 years", WELL._replace(age=9), Answer("clinician_first", 0, 350, None, None)),
    ("8 months", Person(age=0, months=8), Answer("do_not_supplement", 0, None, None, None)),
    ("ZMA", WELL._replace(products=("ZMA",)), Answer("no_room", 0, 0, None, None)),
    ("exactly 50", WELL._replace(other_mg="300"), Answer("supplement", 50, 50, 50, 50)),
    ("less than 50", WELL._replace(other_mg="300.5"), Answer("no_room", 0, 49, None, None)),
    (
        "milk of magnesia 5 mL and 50 mg",
        WELL._replace(age=60, other_mg="50", products=("milk of magnesia 5 mL",)),
        Answer("supplement", 133, 133, 133, 133),
    ),
    (
        "ciprofloxacin every 8 h leaves single instants",
        WELL._replace(medicines=(Use("ciprofloxacin", (0, 480, 960)),)),
        Answer("clinician_first", 0, 350, None, None),
    ),
    (
        "levothyroxine leaves 11:00 to 12:45 of the waking day: one intake",
        WELL._replace(medicines=(Use("levothyroxine", (420, 1005, 1200)),)),
        Answer("supplement", 200, 350, 150, 200),
    ),
    (
        "levothyroxine leaves 11:00 to 13:00 of the waking day: two intakes",
        WELL._replace(medicines=(Use("levothyroxine", (420, 1020, 1200)),)),
        Answer("supplement", 350, 350, 150, 300),
    ),
    (
        "raltegravir",
        WELL._replace(medicines=(Use("raltegravir", (480,)),)),
        Answer("do_not_supplement", 0, 350, None, None),
    ),
]


@pytest.mark.parametrize(("case", "somebody", "expected"), BY_HAND, ids=[b[0] for b in BY_HAND])
def test_the_oracle_holds_on_cases_worked_by_hand(
    case: str, somebody: Person, expected: Answer
) -> None:
    assert decide(somebody) == expected, case


@pytest.mark.parametrize(
    ("mg_dl", "age", "sex", "egfr"),
    [
        (0.9, 55, "female", 75.5), (1.0, 50, "male", 91.7), (0.6, 40, "female", 116.3),
        (1.4, 68, "female", 41.0), (2.0, 70, "male", 35.2), (2.4, 70, "male", 28.3),
    ],
)  # fmt: skip
def test_the_formula_gives_the_published_figures(
    mg_dl: float, age: int, sex: str, egfr: float
) -> None:
    assert round(ckd_epi(mg_dl, age, sex), 1) == egfr


def test_a_broken_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison itself can fail."""
    monkeypatch.setattr(t, "CAP_FROM_65", 199)
    assert differences(range(500))
