"""What the rules of ``plain_polars.py`` ask about: cells, numbers, and classes of medicines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl
from messy_words import HEADER, PLAIN_ROWS
from plain_day import Window

DATA = Path(__file__).parent.parent / "data"
LETTERS = {"X": "MED001", "C": "MED002", "S": "MED003", "M": "MED004", "I": "MED005"}
YES = pl.lit(True)
NO = pl.lit(False)
col = pl.col


def data(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


N: dict[str, float] = {row["id"]: row["value"] for row in data("dosing")["numbers"]}


def either(flags: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(lambda a, b: a | b, flags, NO)


def words(column: str, found: Iterable[str]) -> pl.Expr:
    """Whether a list names one of these."""
    return col(column).str.contains(rf"(?:^|[;|]\s*)(?:{'|'.join(found)})(?:\s*[;|]|$)")


def answered(column: str) -> pl.Expr:
    return (col(column) != "") & ~words(column, ["unknown"])


# medicines -----------------------------------------------------------------------------------------


class Class:
    """Medicines with one row of interactions and one set of times."""

    def __init__(self, row: Mapping[str, Any], times: tuple[str, ...], flag: str) -> None:
        self.row = row
        self.flag = flag
        self.times = times
        self.names: list[str] = []

    @property
    def window(self) -> Window | None:
        sides = [self.row[side] for side in ("mg_after_drug_h", "mg_before_drug_h")]
        if not any(sides):
            return None
        gaps = [
            tuple(round(s[k] * 60) for k in ("minimum", "preferred")) if s else (0, 0)
            for s in sides
        ]
        times = tuple(int(t[:2]) * 60 + int(t[3:]) for t in self.times or ("08:00",))
        return Window(times, gaps[0], gaps[1])


def one_word(names: Iterable[str]) -> pl.Expr:
    return col("medications").str.contains(rf"\b(?:{'|'.join(sorted(set(names)))})\b")


def classes() -> tuple[list[Class], dict[str, list[str]]]:
    """The classes, and names by what else matters of a medicine."""
    table = data("medicines")
    rows = {row["id"]: row for row in table["interactions"]}
    found: dict[tuple[str, tuple[str, ...]], Class] = {}
    more: dict[str, list[str]] = {"cramps": [], "kidney_question": [], "misoprostol": []}
    for item in table["ingredients"]:
        names = [n for n in (*item["names"], *item.get("brands", ())) if n.isalpha()]
        row = rows.get(item.get("interaction"))
        if row:
            needs_gap = row["mg_after_drug_h"] or row["mg_before_drug_h"]
            if row["magnesium_source"] or (needs_gap and row["id"] not in PLAIN_ROWS):
                continue
            times = tuple(item.get("usual_times", ())) if needs_gap else ()
            key = (row["id"], times)
            found.setdefault(key, Class(row, times, f"class{len(found)}")).names += names
        for what, holds in (
            ("cramps", "cramp_link" in item), ("kidney_question", item.get("kidney_question")),
            ("misoprostol", item["id"] == "misoprostol"),
        ):  # fmt: skip
            more[what] += names if holds else []
    return list(found.values()), more


def graded(found: Iterable[Class]) -> dict[str, pl.Expr]:
    """The rules of the letters: of each class the strictest letter that holds."""
    flags: dict[str, list[pl.Expr]] = {code: [] for code in (*LETTERS.values(), "MED011")}
    holds = {
        "always": YES, "injected": NO, "dialysis": col("kidney") == "dialysis",
        "age_65_or_kidney": (col("years") >= N["older_adult_years"]) | col("kidney_disease"),
        "egfr_below_60": col("kidney_disease"),
    }  # fmt: skip
    for one in found:
        left = col(one.flag)
        for letter, code in LETTERS.items():
            asked = [grade["when"] for grade in one.row["grades"] if grade["letter"] == letter]
            if asked:
                flags[code].append(left & either(holds[when] for when in asked))
                if letter == "S" and one.row["short_course"]:
                    flags["MED011"].append(flags[code][-1])
                if "always" in asked:
                    break
                left = left & ~either(holds[when] for when in asked)
    return {code: either(any_) for code, any_ in flags.items()}


# numbers -------------------------------------------------------------------------------------------


def band(rows: Iterable[Mapping[str, Any]], value: str) -> pl.Expr:
    """The value of the last row that starts at the age or before."""
    chain: Any = pl
    for row in sorted(rows, key=lambda r: -r["from_months"]):
        chain = chain.when(col("months") >= row["from_months"]).then(pl.lit(row[value], pl.Int64))
    return chain.otherwise(None)


def intake() -> dict[str, pl.Expr]:
    """RDA and UL of the US standard."""
    rda = data("rda")
    rows = [row for row in rda["intakes"] if row["standard"] == "us"]
    limits = [row for row in rda["limits"] if row["standard"] == "us"]
    of = {
        (stage, sex): band(
            [r for r in rows if r["stage"] == stage and r["sex"] in (sex, "any")], "rda_mg"
        )
        for stage, sex in (
            ("none", "male"),
            ("none", "female"),
            ("pregnant", "female"),
            ("breastfeeding", "female"),
        )
    }
    male, female = of["none", "male"], of["none", "female"]
    staged = col("is_pregnant") | (col("breastfeeding") == "yes")
    stages = pl.max_horizontal(
        pl.when(col("is_pregnant")).then(of["pregnant", "female"]),
        pl.when(col("breastfeeding") == "yes").then(of["breastfeeding", "female"]),
    )
    woman = (
        pl.when(staged & (col("years") >= N["pregnancy_from_years"])).then(stages).otherwise(female)
    )
    value = (
        pl.when(col("sex") == "male").then(male)
        .when((col("sex") == "female") | staged).then(woman)
        .when(male == female).then(male)
    )  # fmt: skip
    return {"rda_mg": value, "ul_mg": band(limits, "ul_mg")}


def egfr(sex: str) -> pl.Expr:
    """CKD-EPI 2021 from creatinine in mg/dL."""
    ratio = col("mg_dl") / N[f"ckdepi_kappa_{sex}"]
    low, high = ratio.clip(upper_bound=1), ratio.clip(lower_bound=1)
    value = (
        N["ckdepi_scale"] * low.pow(N[f"ckdepi_alpha_{sex}"]) * high.pow(N["ckdepi_beta"])
        * pl.lit(N["ckdepi_age"]).pow(col("years"))
    )  # fmt: skip
    return value * N["ckdepi_female"] if sex == "female" else value


def from_creatinine() -> pl.Expr:
    return (
        pl.when(col("sex") == "female").then(egfr("female"))
        .when(col("sex") == "male").then(egfr("male"))
        .otherwise(pl.min_horizontal(egfr("female"), egfr("male")))
    )  # fmt: skip


def milligrams(column: str) -> pl.Expr:
    """Rounded up; ``none`` is 0, blank and ``unknown`` are null."""
    number = col(column).cast(pl.Float64, strict=False).ceil().cast(pl.Int64)
    return pl.when(col(column) == "none").then(0).otherwise(number)


def products() -> pl.DataFrame:
    """Products by name, with what they bring a day."""
    rows = [(name, row) for row in data("products")["products"] for name in row["names"]]
    return pl.DataFrame(
        {
            "product": [name for name, _ in rows],
            "mg": [row["largest_label_day_mg"] if row["counts"] else 0 for _, row in rows],
            "counts": [row["counts"] for _, row in rows],
        },
        schema={"product": pl.String, "mg": pl.Int64, "counts": pl.Boolean},
    )


# people --------------------------------------------------------------------------------------------


def people(source: Path) -> pl.LazyFrame:
    """Cells as they are read, with what is worked out of one or two of them."""
    scan = pl.scan_csv(source, infer_schema=False)
    frame = scan.with_columns(
        col(set(HEADER) - {"id", "ward"}).fill_null("").str.strip_chars().str.to_lowercase()
    )
    number = col("age").str.strip_suffix("mo").cast(pl.Int64)
    months = (
        pl.when(~col("age").str.ends_with("mo")).then(number * 12)
        .when(number < 12).then(number).otherwise(number // 12 * 12)
    )  # fmt: skip
    creatinine = col("creatinine").cast(pl.Float64, strict=False)
    in_mg = col("creatinine_unit") == "mg/dl"
    unknown = {name: pl.when(col(name) == "").then(pl.lit("unknown")).otherwise(col(name))
               for name in ("sex", "kidney", "pregnant", "breastfeeding", "stool")}  # fmt: skip
    named = (
        col("products").replace(["none", "unknown"], "").str.replace_all("-", " ")
        .str.replace_all("|", ";", literal=True).str.split_exact(";", 1)
    )  # fmt: skip
    first, second = (named.struct.field(f"field_{n}").str.strip_chars() for n in (0, 1))
    return frame.with_columns(**unknown).with_columns(
        months=months,
        years=months // 12,
        is_pregnant=(col("pregnant") == "yes") | words("patterns", ["pregnancy"]),
        measured=col("egfr").cast(pl.Float64, strict=False),
        mg_dl=pl.when(in_mg).then(creatinine).otherwise(creatinine / N["creatinine_umol"]),
        other_given=milligrams("other_magnesium_mg"),
        check=milligrams("check_dose_mg"),
        product=pl.when(first != "").then(first),
        product_2=pl.when(second != first).then(second),
        main_pattern=col("patterns").str.extract("^([a-z_]+)"),
    )


def worked_out(
    frame: pl.LazyFrame, found: list[Class], more: Mapping[str, list[str]]
) -> pl.LazyFrame:
    """Everything that the rules ask about."""
    adult = col("years") >= N["ckdepi_from_years"]
    holds = adult & ~col("is_pregnant") & ~col("kidney").is_in(["injury", "dialysis"])
    small = products().lazy()
    for at in ("product", "product_2"):
        one = small.select(col("product").alias(at), col("mg", "counts").name.prefix(f"{at}_"))
        frame = frame.join(one, on=at, how="left", maintain_order="left")
    could_be = (
        ~col("is_pregnant") & (col("pregnant") == "unknown") & (col("sex") != "male")
        & col("years").is_between(N["pregnancy_from_years"], N["pregnancy_to_years"])
    )  # fmt: skip
    counted = (
        col("other_given").fill_null(0)
        + col("product_mg").fill_null(0)
        + col("product_2_mg").fill_null(0)
    )
    products_known = (col("products") != "") & (col("products") != "unknown")
    lacks_mg = either(
        col(p).is_not_null() & col(f"{p}_mg").is_null() for p in ("product", "product_2")
    )
    low = N["egfr_clinician"]
    disease = ~col("kidney").is_in(["unknown", "normal"])
    return (
        frame.with_columns(
            *(one_word(one.names).alias(one.flag) for one in found),
            *(one_word(names).alias(what) for what, names in more.items()),
            **intake(),
            pregnancy_unknown=could_be,
            formula=from_creatinine(),
            other_mg=counted,
            lacks_mg=lacks_mg,
            known_other=pl.when(col("other_given").is_null())
            .then(products_known & (col("other_magnesium_mg") == ""))
            .otherwise(products_known | (col("products") == "")),
        )
        .with_columns(
            computed=pl.when(holds).then(col("formula")),
            in_pregnancy=pl.when(col("is_pregnant")).then(col("formula")),
            left=pl.max_horizontal(col("ul_mg") - col("other_mg"), 0).fill_null(0),
        )
        .with_columns(
            kidney_disease=(disease | (col("measured") < low) | (col("computed") < low)).fill_null(False),
            kidney_unknown=(col("kidney") == "unknown") & col("measured").is_null()
            & (col("computed").is_null() | col("pregnancy_unknown")),
            least=pl.min_horizontal("measured", "computed"),
            most=pl.max_horizontal("measured", "computed"),
        )
        .with_columns(**graded(found))
    )  # fmt: skip
