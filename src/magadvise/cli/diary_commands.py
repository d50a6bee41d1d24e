"""The commands of ``magadvise diary``: routing only."""

# No ``from __future__ import annotations``: typer reads the annotations as they are.
from typing import Annotated

import typer

from magadvise.cli import screen
from magadvise.cli.flags import Answers, File, Json, Lang, option, spoken
from magadvise.cli.help import App

commands = App()


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
Name = Annotated[Answers, option("--name", "NAME", "Whose diary; me where not said.")]
Start = Annotated[
    Answers, option("--start", "DATE", "First day with magnesium; the first dose where not said.")
]


def _format(words: str) -> object:
    return typer.Option("--format", metavar=words, help="How to print it.")


@commands.command()
def add(
    cramps: Annotated[Answers, option("--cramps", "N", "How many cramps; 0 for none.")] = None,
    pain: Annotated[Answers, option("--pain", "N", "Worst pain, 0 to 10.")] = None,
    dose: Annotated[Answers, option("--dose", "MG", "Elemental mg taken; or yes, or none.")] = None,
    date: Annotated[
        Answers, option("--date", "DATE", "2026-01-31 or yesterday; today where not said.")
    ] = None,
    name: Name = None,
    lang: Lang = None,
    plain: Plain = False,
    as_json: Json = False,
) -> None:
    """Write down one day. A later entry of the same day corrects it.

    In a terminal it asks for what no flag says, where --cramps is missing.

    Example: magadvise diary add --cramps 2 --pain 6 --dose none
    """
    from magadvise.cli.diaries import add as run

    given = {"date": date, "cramps": cramps, "pain": pain, "dose": dose}
    run(name, given, spoken(lang), as_json=as_json)


@commands.command()
def show(
    name: Name = None,
    start: Start = None,
    lang: Lang = None,
    plain: Plain = False,
    as_json: Json = False,
    format_: Annotated[str | None, _format("text|json")] = None,
    output: File = None,
) -> int:
    """All days of the diary, and its weeks.

    Example: magadvise diary show
    """
    from magadvise.cli.diaries import show as run

    return run(name, start, spoken(lang), format_, output, as_json=as_json)


@commands.command()
def chart(
    name: Name = None,
    start: Start = None,
    lang: Lang = None,
    plain: Plain = False,
    as_json: Json = False,
    format_: Annotated[str | None, _format("text|svg|json")] = None,
    output: File = None,
) -> int:
    """The diary as a drawing: a row a week, a figure a day; or an SVG.

    Example: magadvise diary chart
    """
    from magadvise.cli.diaries import chart as run

    return run(name, start, spoken(lang), format_, output, as_json=as_json)


@commands.command()
def page(
    start: Annotated[
        Answers, option("--start", "DATE", "First day of the diary, for printed dates.")
    ] = None,
    lang: Lang = None,
    plain: Plain = False,
    format_: Annotated[str | None, _format("text|html")] = None,
    output: File = None,
) -> None:
    """A page to print and fill by hand: two weeks before the first dose, four weeks on.

    Example: magadvise diary page --format html
    """
    from magadvise.cli.diaries import page as run

    run(start, spoken(lang), format_, output)


@commands.command()
def verdict(
    name: Name = None,
    start: Start = None,
    lang: Lang = None,
    plain: Plain = False,
    as_json: Json = False,
    format_: Annotated[str | None, _format("text|json")] = None,
    output: File = None,
) -> int:
    """Keep, pause or stop: the change against your own days before, and the rule that decided.

    Example: magadvise diary verdict
    """
    from magadvise.cli.diaries import verdict as run

    return run(name, start, spoken(lang), format_, output, as_json=as_json)


@commands.command()
def schedule(
    name: Name = None,
    start: Annotated[
        Answers, option("--start", "DATE", "Draw boxes that begin then: 2026-01-31 or tomorrow.")
    ] = None,
    helper: Annotated[
        bool, typer.Option("--helper", help="Show what goes into which box. Not for you.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Draw again; the old order is lost.")
    ] = False,
    drop: Annotated[
        bool, typer.Option("--drop", help="Throw the boxes away; the diary stays.")
    ] = False,
    lang: Lang = None,
    plain: Plain = False,
    as_json: Json = False,
    format_: Annotated[str | None, _format("text|json")] = None,
    output: File = None,
) -> None:
    """Boxes with and without magnesium in a drawn order, filled by somebody else, to be sure.

    Example: magadvise diary schedule --start tomorrow
    """
    if drop:
        from magadvise.cli.diaries import drop as leave

        leave(name, start, spoken(lang), as_json=as_json, others=helper or anew)
        return
    from magadvise.cli.diaries import schedule as run

    shown = spoken(lang), format_, output
    run(name, start, *shown, as_json=as_json, helper=helper, anew=anew)


@commands.command()
def forget(name: Name = None, lang: Lang = None, as_json: Json = False) -> None:
    """Remove a diary and its boxes.

    Example: magadvise diary forget
    """
    from magadvise.cli.diaries import forget as run

    run(name, spoken(lang), as_json=as_json)
