"""The answers of ``magadvise batch`` by a straightforward polars program, to measure ours against.

``python bench/plain_polars.py IN.csv OUT.parquet``. One regular expression for each class of medicines
(a row of the table with one set of times), chains of when and then for bands and rules, joins with small
tables. It holds for files of ``messy.py --plain`` only: no clock times, typing errors or unknown
names, medicines in one word, none that is magnesium itself, and few of those that need a gap.
Needs polars.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from plain_day import planned
from plain_people import (
    LETTERS,
    Class,
    N,
    answered,
    classes,
    col,
    data,
    either,
    people,
    words,
    worked_out,
)

SEVERITIES = ("stop", "clinician", "separate", "caution", "info")
LADDER = (
    "supplement", "check_first", "no_room", "clinician_first", "do_not_supplement", "seek_care",
)  # fmt: skip
ACTIONS = {
    "stop": ("stop", "do_not_supplement"), "clinician": ("clinician", "clinician_first"),
    "caution": ("caution", None), "emergency": ("stop", "seek_care"),
    "see_doctor": ("clinician", "clinician_first"), "ask_first": ("caution", "check_first"),
}  # fmt: skip


# rules ---------------------------------------------------------------------------------------------


def rules() -> dict[str, pl.Expr]:
    """When each rule holds; those of the intake times come later."""
    years, sex, kidney = col("years"), col("sex"), col("kidney")
    stop, low, near = N["egfr_stop"], N["egfr_clinician"], N["egfr_near_stop"]
    pregnant, feeding = col("is_pregnant"), col("breastfeeding") == "yes"
    young, old = N["pregnancy_from_years"], N["pregnancy_to_years"]
    outside = (years < young) | (years >= N["stage_outside_years"])
    older = years >= N["egfr_high_older_years"]
    values = [col("measured"), col("computed")]
    conditions = data("conditions")["conditions"]
    kidney_question = [row["id"] for row in conditions if row["action"] == "kidney_question"]
    risk = (
        (years >= N["older_adult_years"])
        | words("conditions", kidney_question)
        | col("kidney_question")
    )
    found = {
        "AGE001": col("months") < N["infant_months"],
        "AGE002": (col("months") >= N["infant_months"]) & (years < N["adult_years"]),
        "AGE003": years >= N["older_adult_years"],
        "PRG001": pregnant,
        "PRG002": col("pregnancy_unknown"),
        "PRG003": pregnant & (years >= N["stage_outside_years"]),
        "PRG004": pregnant & words("conditions", ["hypertension"]),
        "PRG005": pregnant & (years < N["pregnancy_young_years"]),
        "PRG006": feeding & (sex != "male") & col("ul_mg").is_not_null(),
        "PRG007": (pregnant & ~years.is_between(young, old)) | (feeding & ((sex == "male") | outside)),
        "KID001": col("measured") < stop,
        "KID002": kidney == "dialysis",
        "KID003": kidney == "injury",
        "KID004": either((v >= stop) & (v < low) for v in values),
        "KID005": kidney == "ckd",
        "KID006": kidney == "transplant",
        "KID007": kidney == "one_kidney",
        "KID008": col("most") > pl.when(older).then(N["egfr_high_older"]).otherwise(N["egfr_high"]),
        "KID009": col("kidney_unknown") & risk,
        "KID010": col("kidney_unknown"),
        "KID011": col("computed").is_not_null(),
        "KID012": pl.coalesce("computed", "in_pregnancy") < N["egfr_computed_stop"],
        "KID013": (col("measured") >= stop) & (col("measured") < near),
        "KID014": ~col("kidney_disease") & (col("least") >= low) & (col("least") < N["egfr_recheck"]),
        "KID015": col("mg_dl").is_not_null() & col("computed").is_null(),
        "KID016": (kidney == "normal") & col("kidney_disease"),
        "KID017": col("in_pregnancy") < low,
        "KID018": kidney.is_in(["ckd", "dialysis", "transplant"]) & (col("most") >= low),
        "CON001": ~answered("conditions"),
        "RED001": ~answered("red_flags"),
        **{code: col(code) for code in (*LETTERS.values(), "MED011")},
        "MED008": ~answered("medications"),
        "MED010": col("cramps"),
        "SRC002": col("lacks_mg"),
        "SRC003": ~col("known_other"),
        "SRC004": col("other_mg") > col("ul_mg"),
        "SRC005": either(col(f"{p}_mg").is_not_null() & col(f"{p}_counts") for p in ("product", "product_2")),
        "DOS001": col("stool") == "loose",
        "DOS002": col("ul_mg").is_not_null() & (col("left") < N["least_room_mg"]),
        "EVD001": col("main_pattern").is_null() | (col("main_pattern") == "unknown"),
        "DAT001": sex == "unknown",
        "DAT003": either(~only(q, data(q)[q]) for q in ("conditions", "red_flags")),
    }  # fmt: skip
    for question in ("patterns", "conditions", "red_flags"):
        coded = (row for row in data(question)[question] if row["code"])
        found |= {row["code"]: words(question, [row["id"]]) for row in coded}
    return {code: flag.fill_null(False) for code, flag in found.items()}


def only(question: str, rows: Iterable[Mapping[str, Any]]) -> pl.Expr:
    """Whether a list holds no word that is not one of its own."""
    any_ = "|".join(["none", "unknown", *(row["id"] for row in rows)])
    return col(question).str.contains(rf"^(?:(?:{any_})(?:\s*[;|]\s*|$))*$")


class Meaning:
    """What a code does: its place in the order of codes, its severity, rung, cap and no increase."""

    def __init__(
        self, severity: str, rung: str | None, cap: str | None = None, kept: bool = False
    ) -> None:
        self.severity = severity
        self.rung = LADDER.index(rung) if rung else 0
        self.cap = None if cap is None else int(N[cap])
        self.no_increase = kept


def meanings() -> dict[str, Meaning]:
    """All codes in the order in which they are told."""
    found = {row["code"]: Meaning(row["severity"], row["at_least"], row["cap"], row["no_increase"])
             for row in data("rules")["rules"]}  # fmt: skip
    for name, key in (("conditions", "action"), ("red_flags", "urgency")):
        found |= {
            row["code"]: Meaning(*ACTIONS[row[key]]) for row in data(name)[name] if row["code"]
        }
    found |= {row["code"]: Meaning(row["severity"], row["at_least"])
              for row in data("patterns")["patterns"] if row["code"]}  # fmt: skip
    return dict(sorted(found.items(), key=lambda item: (
        SEVERITIES.index(item[1].severity), -item[1].rung, item[0])))  # fmt: skip


# answers -------------------------------------------------------------------------------------------


def days(frame: pl.DataFrame, found: list[Class]) -> pl.DataFrame:
    """The intake times of every combination of windows that there is."""
    windows = [one.window for one in found if one.window]
    rows = []
    for mask, at_bed in frame.select("windows", "at_bed").unique().iter_rows():
        held = [window for at, window in enumerate(windows) if mask >> at & 1]
        rows.append((mask, at_bed, *planned(held, at_bed)))
    names = ("windows", "at_bed", "room", "once", "once_kept", "awake", "twice", "twice_kept")
    return pl.DataFrame(rows, schema=names, orient="row")


def highest(flags: Iterable[tuple[str, Any]], otherwise: pl.Expr) -> pl.Expr:
    """The value of the first flag that is set."""
    chain: Any = pl
    for flag, value in flags:
        chain = chain.when(col(flag)).then(pl.lit(value))
    return chain.otherwise(otherwise)


def answers(source: Path) -> pl.DataFrame:
    """One row for each row of the file, with the columns of the batch."""
    found, more = classes()
    codes = rules()
    what = meanings()
    # Collected as a whole: with the columns that are not needed left out, polars uses one core.
    frame = worked_out(people(source), found, more).collect()
    masks = [one.flag for one in found if one.window]
    patterns = data("patterns")["patterns"]
    bed = [row["id"] for row in patterns if row["when_to_take"] == "bedtime"]
    main = col("main_pattern").fill_null("unknown")
    kept = ("id", "years", "stool", "misoprostol", "rda_mg", "ul_mg", "left", "check")
    wide = frame.select(
        *kept,
        *(flag.alias(code) for code, flag in codes.items()),
        known=col("known_other") & ~col("lacks_mg") & col("ul_mg").is_not_null(),
        main=main,
        at_bed=main.is_in(bed),
        windows=pl.sum_horizontal(
            col(flag).cast(pl.Int64) * (1 << at) for at, flag in enumerate(masks)
        ),
    )
    wide = wide.join(days(wide, found), on=["windows", "at_bed"], how="left", maintain_order="left")
    return finished(wide.lazy(), codes, what).collect()


def finished(
    frame: pl.LazyFrame, codes: Iterable[str], what: Mapping[str, Meaning]
) -> pl.LazyFrame:
    """Doses, times and codes, once it is known who has room for what."""
    most = int(N["one_intake_mg"])
    frame = frame.with_columns(
        TIM001=col("room") == 0, TIM004=(col("room") == 1) & (col("left") > most)
    )
    held = [code for code in what if code in {*codes, "TIM001", "TIM004"}]
    rungs = sorted(((code, what[code].rung) for code in held), key=lambda item: -item[1])
    caps = sorted(
        ((code, c) for code in held if (c := what[code].cap) is not None), key=lambda item: item[1]
    )
    refusing = [code for code in held if what[code].rung > 1 and code != "DOS002"]
    older = col("years") >= N["older_adult_years"]
    steps = [[step["mg_per_day"] for step in row["steps"]] for row in data("dosing")["protocols"]]
    start, top = (pl.when(older).then(steps[1][at]).otherwise(steps[0][at]) for at in (0, -1))
    frame = frame.with_columns(
        rung=highest(rungs, pl.lit(0)),
        ceiling=pl.min_horizontal("left", highest(caps, col("left"))),
        refused=either(col(code) for code in refusing),
        no_increase=either(col(code) for code in held if what[code].no_increase),
    ).with_columns(plan=col("rung") < 2, start=pl.min_horizontal(start, "ceiling"))
    frame = frame.with_columns(
        most=pl.when("no_increase").then(col("start")).otherwise(pl.min_horizontal(top, "ceiling")),
        excess=(col("check") - pl.when("refused").then(0).otherwise(col("ceiling"))).clip(0),
    )
    frame = frame.with_columns(twice_a_day=col("most") > most).with_columns(
        DOS003=(col("excess") > 0).fill_null(False),
        DOS004=(col("excess") == 0).fill_null(False),
        TIM002=col("plan"),  # no clock time is given, so one is always assumed
        TIM003=col("plan")
        & ~pl.when("twice_a_day").then(col("twice_kept")).otherwise(col("once_kept")),
        TIM005=col("plan") & ~col("awake"),
    )
    every = [
        code for code in what if code in {*held, "DOS003", "DOS004", "TIM002", "TIM003", "TIM005"}
    ]
    said = [pl.when(code).then(pl.lit(code)) for code in every]
    shown = pl.when("plan")
    expected = {row["id"]: row["expectation"] for row in data("patterns")["patterns"]}
    form = (
        pl.when(col("stool") == "loose").then(pl.lit("bisglycinate"))
        .when((col("stool") == "constipated") & ~col("misoprostol")).then(pl.lit("citrate"))
        .when(col("main") == "daytime").then(pl.lit("malate")).otherwise(pl.lit("bisglycinate"))
    )  # fmt: skip
    times = pl.when("twice_a_day").then(col("twice")).otherwise(col("once"))
    return frame.select(
        "id",
        disposition=col("rung").replace_strict(dict(enumerate(LADDER)), return_dtype=pl.String),
        rda_mg="rda_mg", ul_mg="ul_mg", remaining_mg=pl.when("known").then(col("left")),
        ceiling_mg=shown.then(col("ceiling")).otherwise(0),
        start_mg=shown.then(col("start")), max_mg=shown.then(col("most")), form=shown.then(form),
        intake_times=shown.then(times).otherwise(pl.lit("")),
        expectation=col("main").replace_strict(expected, return_dtype=pl.String),
        worst_severity=highest([(code, what[code].severity) for code in every], pl.lit(None, pl.String)),
        codes=pl.concat_str(said, separator=";", ignore_nulls=True),
        unresolved_medications=pl.lit(""), check_excess_mg="excess",
        knowledge_version=pl.lit(data("knowledge")["knowledge_version"]),
    )  # fmt: skip


def main() -> None:
    """Answer one file."""
    source, target = map(Path, sys.argv[1:3])
    answers(source).write_parquet(target)


if __name__ == "__main__":
    main()
