"""The commands: routing only. Every answer flag is text; one strict parser reads them all.

Options are lists so that a scalar flag given twice can be refused instead of guessed.
"""

from typing import Annotated, Any, Optional

import typer

app = typer.Typer(
    name="magadvise",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Advice on oral magnesium for leg cramps. Example:\n\n"
    "magadvise plan --age 68 --sex female --kidney normal --med levothyroxine --pattern night\n\n"
    "This is information to take to a pharmacist or doctor. It is no diagnosis and no "
    "prescription, and it does not claim that magnesium treats leg cramps.\n\n"
    "magadvise --version prints the version of the program and of its knowledge.",
)

Answers = Optional[list[str]]
File = Annotated[
    Optional[str], typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Format = Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")]


def _flag(name: str, metavar: str, text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=text)


@app.command()
def plan(
    age: Annotated[Answers, _flag("--age", "YEARS", "Completed years, or months as 8mo.")] = None,
    sex: Annotated[
        Answers, _flag("--sex", "WORD", "female, male, unknown (for the intake tables).")
    ] = None,
    pregnant: Annotated[Answers, _flag("--pregnant", "WORD", "yes, no, unknown.")] = None,
    breastfeeding: Annotated[Answers, _flag("--breastfeeding", "WORD", "yes, no, unknown.")] = None,
    kidney: Annotated[
        Answers,
        _flag(
            "--kidney",
            "WORD",
            "normal (a blood test within 24 months, 12 from age 65, was normal), ckd, dialysis, transplant, injury, one_kidney, unknown.",
        ),
    ] = None,
    egfr: Annotated[Answers, _flag("--egfr", "NUMBER", "eGFR in mL/min/1.73 m2, 2 to 200.")] = None,
    creatinine: Annotated[
        Answers, _flag("--creatinine", "NUMBER+UNIT", "1.1mg/dL or 97umol/L.")
    ] = None,
    med: Annotated[
        Answers, _flag("--med", "NAME", "A medicine, brand or generic. Repeat; or none.")
    ] = None,
    med_time: Annotated[
        Answers,
        _flag("--med-time", "NAME=HH:MM", "When it is taken: levothyroxine=07:00,19:00. Repeat."),
    ] = None,
    pattern: Annotated[
        Answers,
        _flag(
            "--pattern",
            "WORD",
            "When cramps come: night, pregnancy, exercise, heat, ... Repeat; the first is the main one.",
        ),
    ] = None,
    condition: Annotated[
        Answers, _flag("--condition", "WORD", "A health condition. Repeat; or none.")
    ] = None,
    red_flag: Annotated[
        Answers, _flag("--red-flag", "WORD", "A warning sign. Repeat; or none.")
    ] = None,
    other_magnesium: Annotated[
        Answers,
        _flag(
            "--other-magnesium",
            "MG",
            "Elemental mg a day from all other supplements, antacids, laxatives; or none.",
        ),
    ] = None,
    product: Annotated[
        Answers,
        _flag(
            "--product",
            "NAME",
            "A product that brings magnesium, as 'milk of magnesia 5 mL'. Repeat; or none.",
        ),
    ] = None,
    diet_magnesium: Annotated[
        Answers, _flag("--diet-magnesium", "MG", "mg a day from food; never lowers the limit.")
    ] = None,
    stool: Annotated[
        Answers, _flag("--stool", "WORD", "usual, loose, constipated, unknown.")
    ] = None,
    check_dose: Annotated[
        Answers,
        _flag(
            "--check-dose",
            "MG",
            "A dose taken now, elemental mg a day, to judge against the limit.",
        ),
    ] = None,
    check_form: Annotated[
        Answers, _flag("--check-form", "WORD", "The form of that dose, as oxide.")
    ] = None,
    bedtime: Annotated[Answers, _flag("--bedtime", "HH:MM", "Bedtime.")] = None,
    wake: Annotated[Answers, _flag("--wake", "HH:MM", "Time of waking.")] = None,
    standard: Annotated[
        Answers,
        _flag("--standard", "WORD", "us (350 mg), eu (250 mg) and more: see show standards."),
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask; what is missing is unknown.")
    ] = False,
    as_json: Json = False,
    format_: Format = "text",
    output: File = None,
) -> None:
    """A plan for one person.

    Example: magadvise plan --age 45 --sex male --kidney normal --med none --condition none
    --red-flag none --other-magnesium none --pattern night
    """
    from magadvise.cli.plan import run

    given = {
        "age": age, "sex": sex, "pregnant": pregnant, "breastfeeding": breastfeeding,
        "kidney": kidney, "egfr": egfr, "creatinine": creatinine, "medications": med,
        "medication_times": med_time, "patterns": pattern, "conditions": condition,
        "red_flags": red_flag, "other_magnesium_mg": other_magnesium, "products": product,
        "diet_magnesium_mg": diet_magnesium, "stool": stool, "check_dose_mg": check_dose,
        "check_form": check_form, "bedtime": bedtime, "wake": wake, "standard": standard,
    }  # fmt: skip
    run(
        {q: texts for q, texts in given.items() if texts is not None},
        _format(as_json, format_),
        output,
    )


@app.command()
def med(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", help="Brand or generic, or a code: rxnorm:2551, atc:J01MA02."
        ),
    ],
    as_json: Json = False,
    format_: Format = "text",
    output: File = None,
) -> None:
    """What a medicine name resolves to, and what it brings: windows, cautions, stops.

    Example: magadvise med levothyroxine "Cipro 500 mg tablets"
    """
    from magadvise.cli.med import run

    run(names, _format(as_json, format_), output)


@app.command()
def label(
    texts: Annotated[
        list[str], typer.Argument(metavar="TEXT...", help="What the label says, in quotes.")
    ],
    age: Annotated[Answers, _flag("--age", "YEARS", "Age; an adult where not said.")] = None,
    standard: Annotated[
        Answers, _flag("--standard", "WORD", "Limits to apply, as in plan.")
    ] = None,
    most: Annotated[
        Answers,
        _flag("--most", "MG", "The most a day that your plan shows. It can only lower the limit."),
    ] = None,
    as_json: Json = False,
    format_: Format = "text",
    output: File = None,
) -> None:
    """Elemental magnesium from label text, and how many units fit.

    Example: magadvise label "500 mg magnesium citrate per capsule"
    """
    from magadvise.cli.label import run

    run(texts, age or [], standard or [], most or [], _format(as_json, format_), output)


@app.command()
def explain(
    code: Annotated[
        Optional[str], typer.Argument(metavar="CODE", help="A finding code, as KID001.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every code.")] = False,
    as_json: Json = False,
    format_: Format = "text",
    output: File = None,
) -> None:
    """What a finding code means, why, what to do, and its sources.

    Example: magadvise explain KID001
    """
    from magadvise.cli.lookups import explain as run

    run(code, all_, _format(as_json, format_), output)


@app.command()
def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="rda, forms, foods, patterns, standards, sources, topics."
        ),
    ],
    as_json: Json = False,
    format_: Format = "text",
    output: File = None,
) -> None:
    """The knowledge, as lists.

    Example: magadvise show forms
    """
    from magadvise.cli.lookups import show as run

    run(what, _format(as_json, format_), output)


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


def _format(as_json: bool, format_: str) -> str:
    from magadvise import answers
    from magadvise.errors import InputError

    try:
        word = answers.word(format_, "format", ("text", "json"))
    except answers.Refused as refused:
        raise InputError([refused.problem]) from None
    return "json" if as_json else word
