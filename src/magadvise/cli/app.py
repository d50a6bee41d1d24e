"""The commands: routing only. Every answer flag is text; one strict parser reads them all."""

from datetime import date
from typing import Annotated, Optional

import typer

from magadvise.cli import screen
from magadvise.cli.batch_command import batch
from magadvise.cli.diary_app import diary_app
from magadvise.cli.flags import (
    Answers,
    File,
    Format,
    Given,
    Json,
    Lang,
    answering,
    chosen,
    option,
    spoken,
)
from magadvise.cli.help import App
from magadvise.cli.profile_app import profile_app

app = App(
    name="magadvise",
    help="Advice on oral magnesium for leg cramps.\n\n"
    "Example: magadvise plan --age 45 --sex female --kidney normal --pattern night\n\n"
    "This is information to take to a pharmacist or doctor. It is no diagnosis and no "
    "prescription, and it does not claim that magnesium treats leg cramps.\n\n"
    "magadvise --version prints the version of the program and of its knowledge.",
)

app.add_typer(profile_app)
app.add_typer(diary_app)
app.command()(batch)


def _plainly(ctx: typer.Context, value: bool) -> bool:
    """For this command alone: it ends with its context."""
    screen.choose_plain(value)
    ctx.call_on_close(lambda: screen.choose_plain(False))
    return value


Plain = Annotated[
    bool,
    typer.Option(
        "--plain", callback=_plainly, help="ASCII text, one fact a line, for screen readers."
    ),
]


@app.command()
@answering
def plan(
    answers: Given,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask; what is missing is unknown.")
    ] = False,
    profile: Annotated[
        Optional[str],
        typer.Option("--profile", metavar="NAME", help="Take the answers kept under NAME."),
    ] = None,
    save: Annotated[
        Optional[str],
        typer.Option("--save", metavar="NAME", help="Keep the answers under NAME, and go on."),
    ] = None,
    plain: Plain = False,
    as_json: Json = False,
    format_: Annotated[
        Optional[str],
        option(
            "--format",
            "WORD",
            "text, markdown, html (one page to print), svg, ics (a calendar), json. Without it the "
            "ending of FILE decides, else text.",
        ),
    ] = None,
    start: Annotated[
        Answers,
        option(
            "--start", "DAY", "ics: the day of the first dose, 2026-01-31; tomorrow if not given."
        ),
    ] = None,
    lang: Lang = None,
    output: File = None,
) -> None:
    """A plan for one person.

    Example: magadvise plan --age 68 --sex female --kidney normal --med omeprazole

    Example: magadvise plan --age 45 --sex male --kidney normal --med none --condition none
    --red-flag none --other-magnesium none --pattern night
    """
    from magadvise.cli.formats import chosen, first_day
    from magadvise.cli.plan import run

    shown = chosen(as_json, format_, output)
    day = first_day(start, shown, date.today()) if start is not None else None
    run(
        answers, shown, output,
        no_input=no_input, profile=profile, save=save, lang=spoken(lang), start=day,
    )  # fmt: skip


@app.command()
def med(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", help="Brand or generic, or a code: rxnorm:2551, atc:J01MA02."
        ),
    ],
    plain: Plain = False,
    as_json: Json = False,
    format_: Format = "text",
    lang: Lang = None,
    output: File = None,
) -> None:
    """What a medicine name resolves to, and what it brings: windows, cautions, stops.

    Example: magadvise med levothyroxine "Cipro 500 mg tablets"
    """
    from magadvise.cli.med import run

    run(names, chosen(as_json, format_), output, spoken(lang))


@app.command()
def label(
    texts: Annotated[
        list[str], typer.Argument(metavar="TEXT...", help="What the label says, in quotes.")
    ],
    age: Annotated[Answers, option("--age", "YEARS", "Age; an adult where not said.")] = None,
    standard: Annotated[
        Answers, option("--standard", "WORD", "Limits to apply, as in plan.")
    ] = None,
    most: Annotated[
        Answers,
        option("--most", "MG", "The most a day that your plan shows. It can only lower the limit."),
    ] = None,
    plain: Plain = False,
    as_json: Json = False,
    format_: Format = "text",
    output: File = None,
) -> None:
    """Elemental magnesium from label text, and how many units fit.

    Example: magadvise label "500 mg magnesium citrate per capsule"
    """
    from magadvise.cli.label import run

    run(texts, age or [], standard or [], most or [], chosen(as_json, format_), output)


@app.command()
def explain(
    code: Annotated[
        Optional[str], typer.Argument(metavar="CODE", help="A finding code, as KID001.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every code.")] = False,
    plain: Plain = False,
    as_json: Json = False,
    format_: Format = "text",
    lang: Lang = None,
    output: File = None,
) -> None:
    """What a finding code means, why, what to do, and its sources.

    Example: magadvise explain KID001
    """
    from magadvise.cli.lookups import explain as run

    run(code, all_, chosen(as_json, format_), output, spoken(lang))


@app.command()
def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="rda, forms, foods, patterns, standards, sources, topics."
        ),
    ],
    plain: Plain = False,
    as_json: Json = False,
    format_: Format = "text",
    lang: Lang = None,
    output: File = None,
) -> None:
    """The knowledge, as lists.

    Example: magadvise show forms
    """
    from magadvise.cli.lookups import show as run

    run(what, chosen(as_json, format_), output, spoken(lang))


@app.command()
def schema(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="profile, plan or batch.")],
    output: File = None,
) -> None:
    """JSON Schema of the answers, the plan or a batch row.

    Example: magadvise schema plan
    """
    from magadvise.cli.lookups import schema as run

    run(what, output)


@app.command()
def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """A script that completes commands, flags and words, for a shell to read.

    It goes to stdout, and no file is changed. Its first lines say how to load it.

    Example: magadvise completion bash
    """
    from magadvise.cli.completion import run

    run(shell)
