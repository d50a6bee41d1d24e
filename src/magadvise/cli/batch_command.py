"""The options of ``magadvise batch``. Routing only."""

# No ``from __future__ import annotations``: typer reads the annotations as they are.
from typing import Annotated

import typer

from magadvise.cli.flags import Given, answering, option

Text = str | None


@answering
def batch(
    answers: Given,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[IN]...", help="Tables or FHIR folders; - for stdin."),
    ] = None,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Answers; - for stdout.")
    ] = "-",
    from_: Annotated[
        Text, option("--from", "WORD", "Format in: csv, tsv, jsonl, parquet, xlsx, fhir.")
    ] = None,
    to: Annotated[Text, option("--to", "WORD", "Format out: csv, jsonl, parquet.")] = None,
    encoding: Annotated[Text, option("--encoding", "NAME", "Encoding of the input.")] = None,
    delimiter: Annotated[
        Text, option("--delimiter", "MARK", "One character, or tab, semicolon.")
    ] = None,
    columns: Annotated[
        Text, option("--columns", "OURS=THEIRS,...", "Names of columns: age=Alter,sex=Geschlecht.")
    ] = None,
    keep: Annotated[
        Text, option("--keep", "NAME,...", "Columns of the input to carry over.")
    ] = None,
    rejects: Annotated[
        Text, option("--rejects", "FILE", "Rejected rows with their bytes, as JSON lines.")
    ] = None,
    summary: Annotated[Text, option("--summary", "FILE", "Counts of the run, as JSON.")] = None,
    fail_on: Annotated[
        Text, option("--fail-on", "WORD", "Exit 1 if a finding is at least as severe.")
    ] = None,
    sheet: Annotated[
        Text, option("--sheet", "NAME", "Sheet of a workbook, else the first.")
    ] = None,
    as_of: Annotated[
        Text, option("--as-of", "DAY", "FHIR: the day that ages are for, 2026-01-31.")
    ] = None,
    report: Annotated[Text, option("--report", "FILE", "One page about the run, as HTML.")] = None,
    engine: Annotated[
        Text, option("--engine", "WORD", "auto, rows or columns; both give the same answers.")
    ] = None,
    csv_raw: Annotated[
        bool, typer.Option("--csv-raw", help="Leave cells that a spreadsheet would run.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on where a stopped run was. For Parquet, use it from the start."
        ),
    ] = False,
    explain_columns: Annotated[
        bool, typer.Option("--explain-columns", help="Every column that is read.")
    ] = False,
) -> int:
    """Many people: a table in, a table out. Every row is answered or rejected with a reason.

    Any answer flag of plan fills the column that the input lacks. In an answer file a text that a
    spreadsheet would run gets a ' in front.

    Example: magadvise batch --explain-columns
    """
    from magadvise.cli import batch as run

    if explain_columns:
        run.explain_columns(None if output == "-" else output)
        return 0
    asked = run.Asked(
        from_,
        to,
        encoding,
        delimiter,
        columns,
        keep,
        rejects,
        summary,
        fail_on,
        csv_raw,
        sheet,
        as_of,
        report,
        engine,
        resume,
    )
    return run.batch(inputs or [], output, answers, asked)
