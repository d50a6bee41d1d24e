"""A plan or refusal as lines of text: the answer first, then what to do, then why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magadvise import __version__
from magadvise.advice.pipeline import clock
from magadvise.advice.plan import Plan, Refusal
from magadvise.cli.screen import Line, safe
from magadvise.knowledge.rows import Knowledge
from magadvise.model import DAY, Disposition, Severity

WORDS = {
    Severity.STOP: ("STOP", "bold red"),
    Severity.CLINICIAN: ("ASK FIRST", "bold magenta"),
    Severity.SEPARATE: ("KEEP APART", "bold yellow"),
    Severity.CAUTION: ("CAUTION", "bold yellow"),
    Severity.INFO: ("NOTE", ""),
}
EFFECTS = 3  # trial figures in a plan; the rest stands in ``show patterns``
HEADLINES = {
    Disposition.NO_ROOM: "No supplement: the magnesium you already take uses up your limit.",
    Disposition.CLINICIAN_FIRST: "No dose from here: ask your doctor or pharmacist first.",
    Disposition.DO_NOT_SUPPLEMENT: "Do not take a magnesium supplement.",
    Disposition.SEEK_CARE: "Get medical help now. Do not start magnesium.",
}


def lines(advice: Plan | Refusal, k: Knowledge) -> Iterator[Line]:
    """All lines of the answer. The first says what to do."""
    yield Line(_headline(advice), style="bold")
    yield Line("")
    if advice.disposition is Disposition.SEEK_CARE:
        yield from _warnings(advice)
    if isinstance(advice, Plan):
        yield from _what_and_when(advice)
        yield from _day(advice)
    yield from _medicines(advice)
    yield from _check(advice)
    if advice.disposition is not Disposition.SEEK_CARE:
        yield from _warnings(advice)
    yield from _expect(advice, k)
    if isinstance(advice, Plan):
        yield from _form(advice, k)
    yield from _numbers(advice)
    yield from _list("First steps without a pill", advice.first_steps)
    foods = [f"{name}, {serving}: {mg} mg" for name, serving, mg in advice.foods]
    yield from _list("Food first", [*foods, k.food_statement])
    if isinstance(advice, Plan):
        yield from _list("Good habits", k.habits)
    yield from _list("Stop if", advice.stop_if)
    yield from _list("Get help", [*advice.seek_care_if, *k.overdose])
    yield from _list("Sources", [f"{i}: {citation}" for i, citation in advice.sources])
    yield Line(advice.disclaimer, style="bold")
    yield Line(
        f"magadvise {__version__}, knowledge {advice.knowledge_version}, "
        f"reviewed {advice.reviewed}, limits: {k.standards[advice.standard].name}."
    )


def _headline(advice: Plan | Refusal) -> str:
    if not isinstance(advice, Plan):
        return HEADLINES[advice.disposition]
    first, most = advice.steps[0].mg_per_day, advice.max_mg_per_day
    dose = f"{first} mg a day" + ("" if first == most else f", later up to {most} mg")
    name = advice.form.name[:1].lower() + advice.form.name[1:]
    if advice.disposition is Disposition.CHECK_FIRST:
        return f"Ask a pharmacist, midwife or doctor first. Then: {name} {dose}."
    return f"Your plan: {name} {dose}."


def _heading(text: str) -> Line:
    return Line(text.upper(), style="bold cyan")


def _list(title: str, items: Iterable[str]) -> Iterator[Line]:
    yield _heading(title)
    for item in items:
        yield Line(item, "-")
    yield Line("")


def _what_and_when(plan: Plan) -> Iterator[Line]:
    yield _heading("What to take and when")
    for n, step in enumerate(plan.steps):
        parts = ""
        if len(step.intakes_mg) > 1:
            parts = " in two intakes: " + " and ".join(f"{mg} mg" for mg in step.intakes_mg)
        only_if = f". {plan.go_up}" if n else "."
        yield Line(f"{step.mg_per_day} mg a day{parts}{only_if}", f"From day {step.from_day}:")
    when = plan.timing
    for time, mg, words in zip(
        when.schedule.times, when.intakes_mg, when.schedule.relative, strict=True
    ):
        yield Line(f"{mg} mg, {words}", f"{clock(time)}")
    if len(plan.steps[0].intakes_mg) < len(when.intakes_mg):
        yield Line(f"While the day has one intake, take it at {clock(when.schedule.main)}.")
    if when.assumed:
        yield Line(f"These hours hold {'; '.join(when.assumed)}. Other times change the plan.")
    yield Line(
        f"This is elemental magnesium. Never more than {plan.ceiling_mg} mg a day from a new "
        f"supplement. Try it for {plan.trial_days} days, then stop if it did not help."
    )
    yield Line("")


def _day(plan: Plan) -> Iterator[Line]:
    yield _heading("Your day")
    for time, what in plan.timing.timeline:
        yield Line(what, clock(time))
    free = [
        "any time" if length == DAY else f"{clock(start)} to {clock((start + length) % DAY)}"
        for start, length in plan.timing.schedule.free
    ]
    yield Line("Free for magnesium: " + ", ".join(free) + ".")
    yield Line("")


def _medicines(advice: Plan | Refusal) -> Iterator[Line]:
    """What each name was understood as."""
    if not advice.profile.medicines:
        return
    yield _heading("Your medicines")
    for use in advice.profile.medicines:
        names = ", ".join(match.name for match in use.matches)
        if use.product:
            names = "a product that brings magnesium"
        elif not use.resolved:
            names = f"{names}, and a part that is not in the table" if names else "not in the table"
            if use.suggestions:
                names += f" (did you mean {', '.join(use.suggestions)}?)"
        yield Line(names, f"- {safe(use.text)}:")
    yield Line("")


def _check(advice: Plan | Refusal) -> Iterator[Line]:
    check = advice.check
    if check is None:
        return
    yield _heading("The dose you take now")
    if check.excess_mg:
        yield Line(
            f"{check.dose_mg} mg a day is {check.excess_mg} mg above your limit of "
            f"{check.limit_mg} mg a day."
        )
    else:
        yield Line(f"{check.dose_mg} mg a day is within your limit of {check.limit_mg} mg a day.")
    if isinstance(advice, Plan):
        yield Line("This plan is instead of it, not on top of it.")
    yield Line("")


def _warnings(advice: Plan | Refusal) -> Iterator[Line]:
    if not advice.findings:
        return
    yield _heading("Warnings and notes")
    for f in advice.findings:
        word, style = WORDS[f.severity]
        yield Line(f.summary, f"{word}:", style)
        yield Line(f"{f.detail} {f.todo} [{f.code}]", "   ")
    yield Line("")


def _expect(advice: Plan | Refusal, k: Knowledge) -> Iterator[Line]:
    evidence = advice.evidence
    yield _heading("What to expect")
    certainty = evidence.certainty.replace("_", " ")
    yield Line(
        f"{evidence.statement} Certainty of the evidence: {certainty}. "
        f"Expectation: {evidence.expectation}."
    )
    for effect in evidence.effects[:EFFECTS]:
        yield Line(effect, "-")
    if len(evidence.effects) > EFFECTS:
        yield Line("More trials: magadvise show patterns.")
    if isinstance(advice, Plan):
        yield Line(k.placebo_note)
    yield Line("")


def _form(plan: Plan, k: Knowledge) -> Iterator[Line]:
    yield _heading("Why this form")
    for reason in plan.form.reasons:
        yield Line(reason)
    for row in k.form_alternatives:
        if row.form in plan.form.alternatives:
            yield Line(f"Also possible: {k.forms[row.form].name}. {_sentence(row.reason)}", "-")
    for form, reason in plan.form.avoid:
        yield Line(f"Avoid {k.forms[form].name}. {_sentence(reason)}", "-")
    yield Line("")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _numbers(advice: Plan | Refusal) -> Iterator[Line]:
    intake = advice.intake
    low, high = intake.rda_low_mg, intake.rda_high_mg
    rda = f"{low} mg" if low == high else f"{low} to {high} mg"
    yield _heading("Your numbers")
    yield Line(
        f"{intake.kind} {rda} a day for {intake.group}: from food, water and supplements together."
    )
    if intake.ul_mg is None:
        yield Line("Upper limit for supplements: none can be determined at this age.")
    else:
        other = f"{advice.other_mg} mg" if advice.other_known else "not known"
        left = "not known" if advice.remaining_mg is None else f"{advice.remaining_mg} mg"
        yield Line(
            f"Upper limit for supplements (UL) {intake.ul_mg} mg a day; other magnesium {other}; "
            f"left {left}. Food does not count toward the UL."
        )
    yield Line("")
