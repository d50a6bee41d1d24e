"""The options that several commands share. The questions stand here once, for every command that
takes answers.

Options are lists so that a scalar flag given twice can be refused instead of guessed.
"""

# No ``from __future__ import annotations``: typer reads the annotations as they are.
import functools
import inspect
import os
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer

from magadvise.cli.flag_names import flag_of

T = TypeVar("T")
Answers = list[str] | None
Given = dict[str, list[str]]
File = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Format = Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")]

Lang = Annotated[
    str | None, typer.Option("--lang", metavar="WORD", help="Language of the answer, as en or de.")
]


def option(name: str, metavar: str, text: str) -> Any:
    """One option with the word for its value and its help."""
    return typer.Option(name, metavar=metavar, help=text)


# The word for the value, and the help, by question.
QUESTIONS = {
    "age": ("YEARS", "Completed years, or months as 8mo."),
    "sex": ("WORD", "female, male, unknown (for the intake tables)."),
    "pregnant": ("WORD", "yes, no, unknown."),
    "breastfeeding": ("WORD", "yes, no, unknown."),
    "kidney": (
        "WORD",
        "normal (a blood test within 24 months, 12 from age 65, was normal), ckd, dialysis, "
        "transplant, injury, one_kidney, unknown.",
    ),
    "egfr": ("NUMBER", "eGFR in mL/min/1.73 m2, 2 to 200."),
    "creatinine": ("NUMBER+UNIT", "1.1mg/dL or 97umol/L."),
    "medications": ("NAME", "A medicine, brand or generic. Repeat; or none."),
    "medication_times": (
        "NAME=HH:MM",
        "When it is taken: levothyroxine=07:00,19:00. Repeat.",
    ),
    "patterns": (
        "WORD",
        "When cramps come: night, pregnancy, exercise, heat, ... Repeat; the first is the main one.",
    ),
    "conditions": ("WORD", "A health condition. Repeat; or none."),
    "red_flags": ("WORD", "A warning sign. Repeat; or none."),
    "other_magnesium_mg": (
        "MG",
        "Elemental mg a day from all other supplements, antacids, laxatives; or none.",
    ),
    "products": (
        "NAME",
        "A product that brings magnesium, as 'milk of magnesia 5 mL'. Repeat; or none.",
    ),
    "diet_magnesium_mg": ("MG", "mg a day from food; never lowers the limit."),
    "stool": ("WORD", "usual, loose, constipated, unknown."),
    "check_dose_mg": (
        "MG",
        "A dose taken now, elemental mg a day, to judge against the limit.",
    ),
    "check_form": ("WORD", "The form of that dose, as oxide."),
    "bedtime": ("HH:MM", "Bedtime."),
    "wake": ("HH:MM", "Time of waking."),
    "standard": ("WORD", "us (350 mg), eu (250 mg) and more: see show standards."),
}


def answering(command: Callable[..., T]) -> Callable[..., T]:
    """Give a command one option for each question. It gets what was given as ``answers``: the
    texts of each flag by question id."""

    @functools.wraps(command)
    def call(**words: Any) -> T:
        texts = {question: words.pop(question) for question in QUESTIONS}
        return command(
            answers={q: given for q, given in texts.items() if given is not None}, **words
        )

    parameters = {
        question: inspect.Parameter(
            question,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[Answers, option(flag_of(question), metavar, text)],
        )
        for question, (metavar, text) in QUESTIONS.items()
    }
    for name, parameter in inspect.signature(command).parameters.items():
        if name != "answers":
            parameters[name] = parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
    shown: Any = call
    shown.__signature__ = inspect.Signature(list(parameters.values()))
    shown.__annotations__ = {name: p.annotation for name, p in parameters.items()}
    return call


def chosen(as_json: bool, format_: str = "text") -> str:
    """``text`` or ``json``. Raises :class:`InputError` for another word."""
    from magadvise import answers
    from magadvise.errors import InputError

    try:
        word = answers.word(format_, "format", ("text", "json"))
    except answers.Refused as refused:
        raise InputError([refused.problem]) from None
    return "json" if as_json else word


def spoken(lang: str | None) -> str:
    """The language of the answer: what the flag says, else MAGADVISE_LANG, else English. Nothing else
    of the environment counts. Raises :class:`InputError` for another word."""
    from magadvise.words import ENGLISH

    given = os.environ.get("MAGADVISE_LANG") or ENGLISH if lang is None else lang
    if given == ENGLISH:
        return ENGLISH  # without a look at the languages
    from magadvise import answers
    from magadvise.errors import InputError
    from magadvise.knowledge.load import load_languages

    try:
        return answers.word(given, "lang", load_languages())
    except answers.Refused as refused:
        problem = refused.problem._replace(message="is not one of the languages there are")
        if lang is None:
            problem = problem._replace(field="", message=f"MAGADVISE_LANG {problem.message}")
        raise InputError([problem]) from None
