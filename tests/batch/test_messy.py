"""What the batch is measured with: the messy file is as promised, and the programs beside ours say the same."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from magadvise.cli.main import main

pytest.importorskip("numpy")
pytest.importorskip("pyarrow")

ROOT = Path(__file__).parents[2]
ROWS = 2_000


@pytest.fixture(scope="module")
def bench() -> Iterator[SimpleNamespace]:
    """The modules of the bench, which stand beside each other and not in a package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "bench"))
        import messy
        import messy_pools
        import messy_words

        yield SimpleNamespace(messy=messy, pools=messy_pools, words=messy_words)


@pytest.fixture(scope="module")
def make(bench: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A file of some rows; its figures stand beside it."""

    def call(rows: int = ROWS, **kind: Any) -> Path:
        file = tmp_path_factory.mktemp("messy") / "rows.csv"
        shares = bench.messy.write(rows, file, bench.messy.Kind(**kind))
        file.with_suffix(".json").write_text(json.dumps(shares._asdict()), encoding="utf-8")
        return file

    return call


@pytest.fixture(scope="module")
def answered(make: Callable[..., Path]) -> Callable[..., SimpleNamespace]:
    """A file of a kind and what the batch made of it, once for all tests."""
    done: dict[str, SimpleNamespace] = {}

    def call(**kind: Any) -> SimpleNamespace:
        if str(kind) not in done:
            done[str(kind)] = _answered(make(**kind))
        return done[str(kind)]

    return call


def _answered(file: Path) -> SimpleNamespace:
    out, rejects, summary = (file.with_name(name) for name in ("o.csv", "r.jsonl", "s.json"))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(
            [
                "batch",
                str(file),
                "-o",
                str(out),
                "--rejects",
                str(rejects),
                "--summary",
                str(summary),
            ]
        )
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = [json.loads(line)["line"] for line in rejects.read_text(encoding="utf-8").splitlines()]
    told = json.loads(summary.read_text(encoding="utf-8"))
    return SimpleNamespace(file=file, rows=rows, rejected=lines, summary=told)


def shares(file: Path) -> SimpleNamespace:
    return SimpleNamespace(**json.loads(file.with_suffix(".json").read_text(encoding="utf-8")))


def cells(file: Path) -> list[dict[str, str]]:
    """Rows of the right width."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [row for row in rows if None not in row and None not in row.values()]


def single(file: Path) -> list[str]:
    """Every medicine of a file without commas in lists."""
    texts = [row["medications"] for row in cells(file) if "," not in row["medications"]]
    split = [item.strip() for text in texts for item in text.replace("|", ";").split(";")]
    return [item for item in split if item.casefold() not in ("", "none", "unknown")]


def wrong(bench: SimpleNamespace, **kind: Any) -> set[int]:
    """The lines that the generator made bad; the header is line 1."""
    made = next(bench.messy.blocks(ROWS, bench.messy.Kind(**kind)))
    return {line for line, bad in enumerate(made.wrong.tolist(), 2) if bad}


# the file ------------------------------------------------------------------------------------------


def test_it_draws_from_two_thousand_names_and_ten_strengths(bench: SimpleNamespace) -> None:
    names = bench.pools.names()

    assert len(names) == len(set(names)) == 2_000
    assert len(set(bench.words.STRENGTHS)) == 10


def test_every_class_with_a_rule_has_a_name(bench: SimpleNamespace) -> None:
    table = json.loads((ROOT / "data" / "medicines.json").read_text(encoding="utf-8"))
    names = set(bench.pools.names())
    ruled = [row for row in table["ingredients"] if row.get("interaction")]
    named = [row for row in ruled if names & {*row["names"], *row.get("brands", ())}]

    assert {row["drug_class"] for row in named} == {row["drug_class"] for row in ruled}
    assert {row["interaction"] for row in named} == {row["interaction"] for row in ruled}


def test_six_medicine_texts_in_ten_are_distinct(make: Callable[..., Path]) -> None:
    file = make(20_000)
    texts = [row["medications"] for row in cells(file)]

    assert len(set(texts)) / len(texts) >= 0.6
    assert shares(file).distinct_cells == pytest.approx(len(set(texts)) / len(texts), abs=0.005)
    assert len(set(single(file))) / len(single(file)) >= 0.6


def test_two_and_a_half_medicines_a_row_at_most_eight(make: Callable[..., Path]) -> None:
    file = make()
    most = max(row["medications"].replace("|", ";").count(";") + 1 for row in cells(file))

    assert 2.3 < len(single(file)) / ROWS < 2.6
    assert most == 8


def test_case_and_spelling_differ(make: Callable[..., Path]) -> None:
    taken = single(make())
    spelt = {
        text.split()[0] for text in taken if text.casefold().startswith(("atorvastatin", "atörv"))
    }

    assert {"atorvastatin", "Atorvastatin", "ATORVASTATIN", "atörvastatin"} <= spelt


def test_the_same_seed_makes_the_same_file(make: Callable[..., Path]) -> None:
    once, again, other = make(), make(), make(seed=2)

    assert once.read_bytes() == again.read_bytes() != other.read_bytes()


def test_a_longer_file_begins_with_the_shorter_one(
    make: Callable[..., Path], bench: SimpleNamespace
) -> None:
    short, long = make(bench.messy.BLOCK - 1), make(bench.messy.BLOCK + 10)

    assert long.read_bytes().startswith(short.read_bytes())
    assert long.read_bytes().count(b"\n") == bench.messy.BLOCK + 11


def test_half_of_the_fields_are_quoted(make: Callable[..., Path]) -> None:
    file = make(quoted=0.5)
    rows = cells(file)
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    # A quote that opens a field stands behind a comma or begins the line, and never inside one here.
    opened = sum(line.count(',"') + line.startswith('"') for line in lines)

    assert opened / (ROWS * len(rows[0])) == pytest.approx(0.5, abs=0.02)
    assert any('"' in row["ward"] for row in rows)


# in the batch --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [{}, {"quoted": 0.5}], ids=["bare", "quoted"])
def test_exactly_the_rows_made_bad_are_rejected(
    answered: Callable[..., SimpleNamespace], bench: SimpleNamespace, kind: dict[str, float]
) -> None:
    ran = answered(**kind)

    assert set(ran.rejected) == wrong(bench, **kind)
    assert 0.005 < len(ran.rejected) / ROWS < 0.02
    assert len(ran.rows) == ROWS - len(ran.rejected)


def test_every_class_of_rule_and_every_rung_is_reached(
    answered: Callable[..., SimpleNamespace],
) -> None:
    told = answered().summary
    rules = json.loads((ROOT / "data" / "rules.json").read_text(encoding="utf-8"))["rules"]
    medicines = {row["code"] for row in rules if row["code"].startswith("MED")}

    # FRM asks for the form of a present dose, a column that the file does not have.
    assert {code[:3] for code in told["codes"]} == {row["code"][:3] for row in rules} - {"FRM"}
    assert medicines <= set(told["codes"])
    assert len(told["dispositions"]) == 6


def test_one_medicine_in_twenty_has_a_typing_error(
    answered: Callable[..., SimpleNamespace],
) -> None:
    ran = answered()
    unresolved = sum(ran.summary["unresolved"].values())

    # One in a hundred more is a name that nobody knows; an error may make another known name.
    assert 0.045 < unresolved / (shares(ran.file).medicines_a_row * ROWS) < 0.075


# beside ours ---------------------------------------------------------------------------------------


def test_the_plain_polars_program_gives_the_same_rows(
    answered: Callable[..., SimpleNamespace], bench: SimpleNamespace
) -> None:
    polars = pytest.importorskip("polars")
    import plain_polars

    ran = answered(plain=True)
    theirs = plain_polars.answers(ran.file).cast(polars.String).fill_null("")

    assert theirs.rows(named=True) == ran.rows
    assert len(ran.rows) == ROWS
    assert ran.summary["unresolved"] == {}


def test_zen_engine_gives_our_values(bench: SimpleNamespace) -> None:
    pytest.importorskip("zen")
    import baselines

    people = baselines.people(300)

    assert len({(p["age"], p["sex"], p["pregnant"], p["breastfeeding"]) for p in people}) > 100
    assert all(rate > 0 for rate in baselines.zen(people).values())  # it refuses other values
