"""A plan or refusal as lines of text: the answer first, then what to do, then why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from magadvise import __version__
from magadvise.advice.pipeline import NO_ROOM, clock
from magadvise.advice.plan import Plan, Refusal
from magadvise.cli import answers_used
from magadvise.cli.draw import warnings
from magadvise.cli.screen import HEADING, Line, sentences
from magadvise.knowledge.rows import Knowledge
from magadvise.model import DAY, Disposition, Finding

EFFECTS = 3  # trial figures in a plan; the rest stands in ``show patterns``
ROW = 80  # columns that each line of the answer fits
HEADLINES = {
    Disposition.NO_ROOM: "No supplement: the magnesium you already take uses up your limit.",
    Disposition.CLINICIAN_FIRST: "No dose from here: ask your doctor or pharmacist first.",
    Disposition.DO_NOT_SUPPLEMENT: "Do not take a magnesium supplement.",
    Disposition.SEEK_CARE: "Get medical help now. Do not start magnesium.",
}
TO_DO = {
    Disposition.NO_ROOM: "add no product. Show a pharmacist what you take now.",
    Disposition.CLINICIAN_FIRST: "show them this page. Start no magnesium until they agree.",
    Disposition.DO_NOT_SUPPLEMENT: "ask your doctor about the cramps. First steps are below.",
    Disposition.SEEK_CARE: "get help now.",
}
REFUSING = ("MED001", "MED002")  # summaries that start with the name of a medicine
PRESENT_DOSE = ("DOS003", "DOS004")  # findings that answer a dose to check


def lines(
    advice: Plan | Refusal, k: Knowledge, kept: answers_used.Kept | None = None
) -> Iterator[Line]:
    """All lines of the answer. The first three say what to take, how much and when; or why not, and
    what to do. ``kept``: the profile that answers came from."""
    if isinstance(advice, Plan):
        yield from _answer(advice)
    else:
        yield from _no(advice, k)
    yield Line("")
    if advice.disposition is Disposition.SEEK_CARE:
        yield from _warnings(advice)
    if isinstance(advice, Plan):
        yield from _what_and_when(advice)
        yield from _day(advice, k)
    yield from _medicines(advice)
    yield from _check(advice)
    if advice.disposition is not Disposition.SEEK_CARE:
        yield from _warnings(advice)
    yield from _expect(advice, k)
    if isinstance(advice, Plan):
        yield from _form(advice, k)
    yield from _numbers(advice)
    told = {f.todo for f in advice.findings}  # in an emergency they are among the first steps too
    steps = [step for step in advice.first_steps if step not in told]
    yield from _list("First steps without a pill", steps, "First step")
    foods = [f"{name}, {serving}: {mg} mg" for name, serving, mg in advice.foods]
    yield from _list("Food first", [*foods, k.food_statement], "Food")
    if isinstance(advice, Plan):
        yield from _list("Good habits", k.habits, "Habit")
    yield from _list("Stop if", advice.stop_if, "Stop if")
    yield from _list("Get help", [*advice.seek_care_if, *k.overdose], "Help")
    yield _heading("Answers used")
    yield from answers_used.lines(advice, k, kept)
    yield Line("")
    sources = [f"{i}: {citation}" for i, citation in advice.sources]
    yield from _list("Sources", sources, "Source", whole=True)
    yield Line(advice.disclaimer, style="bold")
    yield Line(
        f"magadvise {__version__}, knowledge {advice.knowledge_version}, "
        f"reviewed {advice.reviewed}, limits: {k.standards[advice.standard].name}."
    )


def _answer(plan: Plan) -> Iterator[Line]:
    first, most = plan.steps[0].mg_per_day, plan.max_mg_per_day
    dose = f"{first} mg a day" + ("" if first == most else f", later up to {most} mg")
    name = plan.form.name[:1].lower() + plan.form.name[1:]
    if plan.disposition is Disposition.CHECK_FIRST:
        yield Line(f"Ask first. Then: {name} {dose}.", style="bold")
        yield Line("Ask a pharmacist, midwife or doctor before the first dose.", style="bold")
    else:
        yield Line(f"Your plan: {name} {dose}.", style="bold")
    yield Line(_when(plan))
    yield Line(
        f"Never more than {plan.ceiling_mg} mg a day. Try it for {plan.trial_days} days, then stop "
        "if it did not help."
    )


def _when(plan: Plan) -> str:
    """The intakes of the first step, and of the first step that has more of them."""
    when, schedule = plan.timing, plan.timing.schedule
    timed = list(zip(schedule.times, when.intakes_mg, schedule.relative, strict=True))
    both = " and ".join(f"{mg} mg at {clock(time)}" for time, mg, _ in timed)
    if len(timed) == 1:
        return f"Take it at {clock(timed[0][0])}, {timed[0][2]}."
    split = next(step for step in plan.steps if len(step.intakes_mg) == len(timed))
    if split is plan.steps[0]:
        return f"Take {both}."
    if split is not plan.steps[-1]:
        both = " and ".join(clock(time) for time, _, _ in timed)
    return f"Take it at {clock(schedule.main)}. From day {split.from_day} split it: {both}."


def _no(refusal: Refusal, k: Knowledge) -> Iterator[Line]:
    yield Line(HEADLINES[refusal.disposition], style="bold")
    deciding = [f for f in refusal.findings if f.at_least is refusal.disposition]
    if deciding and deciding[0].code != NO_ROOM:  # there the first line says why
        yield Line(_why(deciding, k), "Why:")
    todo = TO_DO[refusal.disposition]
    if deciding and refusal.disposition is Disposition.SEEK_CARE:
        now = sentences(deciding[0].todo)[0]
        todo = now if len(f"What to do: {now}") <= ROW else todo
    yield Line(todo[:1].upper() + todo[1:], "What to do:")


def _why(deciding: list[Finding], k: Knowledge) -> str:
    """The reason in a few words; the finding itself stands below, whole."""
    first = deciding[0]
    more = f" And {len(deciding) - 1} more below." if len(deciding) > 1 else ""
    said = re.split(r"[:.] ", first.summary.rstrip("."))[0]
    if first.code in REFUSING:
        said += ", one of your medicines"
    short = [said, _name(first.code, k)]
    if first.code in k.rules and not first.subject:
        short.reverse()
    fitting = [s for s in short if s and len(f"Why: {s}.{more}") <= ROW]
    reason = fitting[0] if fitting else "see the warnings below"
    if reason.split()[0].islower():  # eGFR stays what it is
        reason = reason[:1].upper() + reason[1:]
    return f"{reason}.{more}"


def _name(code: str, k: Knowledge) -> str:
    """The title of a rule, or the name of a condition, warning sign or pattern."""
    names = {row.code: row.title for row in k.rules.values()}
    names |= {row.code: row.name for row in k.conditions.values() if row.code}
    names |= {row.code: row.name for row in k.red_flags.values()}
    names |= {row.code: row.name for row in k.patterns.values() if row.code}
    return names[code]


def _heading(text: str) -> Line:
    return Line(text.upper(), style=HEADING, label="Section")


def _list(title: str, items: Iterable[str], label: str, whole: bool = False) -> Iterator[Line]:
    yield _heading(title)
    for item in items:
        yield Line(item, "-", label=label, whole=whole)
    yield Line("")


def _what_and_when(plan: Plan) -> Iterator[Line]:
    from magadvise.cli.draw import steps

    yield _heading("What to take and when")
    for n, step in enumerate(plan.steps):
        parts = ""
        if len(step.intakes_mg) > 1:
            parts = " in two intakes: " + " and ".join(f"{mg} mg" for mg in step.intakes_mg)
        only_if = f". {plan.go_up}" if n else "."
        yield Line(f"{step.mg_per_day} mg a day{parts}{only_if}", f"From day {step.from_day}:")
    yield Line("", draw=steps.steps(plan))
    when = plan.timing
    for time, mg, words in zip(
        when.schedule.times, when.intakes_mg, when.schedule.relative, strict=True
    ):
        yield Line(f"{mg} mg, {words}", f"{clock(time)}", label=f"At {clock(time)}")
    if len(plan.steps[0].intakes_mg) < len(when.intakes_mg):
        yield Line(f"While the day has one intake, take it at {clock(when.schedule.main)}.")
    if when.assumed:
        yield Line(f"These hours hold {'; '.join(when.assumed)}. Other times change the plan.")
    yield Line("This is elemental magnesium. All figures are for a new supplement alone.")
    yield Line("")


def _day(plan: Plan, k: Knowledge) -> Iterator[Line]:
    from magadvise.cli.draw import day

    yield _heading("Your day")
    yield Line("", draw=day.day(plan, k))
    for time, what in plan.timing.timeline:
        yield Line(what, clock(time), label=f"At {clock(time)}", whole=True)
    free = [
        "any time" if length == DAY else f"{clock(start)} to {clock((start + length) % DAY)}"
        for start, length in plan.timing.schedule.free
    ]
    yield Line("Free for magnesium: " + ", ".join(free) + ".")
    shut: dict[str, list[str]] = {}
    for name, windows in day.windows(plan).items():
        hours = ", ".join(f"{clock(at)} to {clock((at + n) % DAY)}" for at, n in windows)
        shut.setdefault(hours, []).append(name)
    for hours, names in shut.items():
        yield Line(f"No magnesium next to {' or '.join(names)}: {hours}.", whole=True)
    yield Line("")


def _medicines(advice: Plan | Refusal) -> Iterator[Line]:
    """What each name was understood as."""
    if not advice.profile.medicines:
        return
    yield _heading("Your medicines")
    for use in advice.profile.medicines:
        names = answers_used.understood(use) or "known by this name"
        if use.suggestions and not (use.resolved or use.product):
            names += f" (did you mean {', '.join(use.suggestions)}?)"
        yield Line(f"{use.text}: {names}", "-", label="Medicine", whole=True)
    yield Line("")


def _check(advice: Plan | Refusal) -> Iterator[Line]:
    if advice.check is None:
        return
    yield _heading("The dose you take now")
    found = [f for f in advice.findings if f.code in PRESENT_DOSE]
    yield from warnings.lines(warnings.folded(found))
    yield Line("")


def _warnings(advice: Plan | Refusal) -> Iterator[Line]:
    rest = [f for f in advice.findings if f.code not in PRESENT_DOSE]
    if not rest:
        return
    assumed = "; ".join(advice.timing.assumed) if isinstance(advice, Plan) else ""
    yield _heading("Warnings and notes")
    yield from warnings.lines(warnings.folded(rest, assumed))
    yield Line("")


def _expect(advice: Plan | Refusal, k: Knowledge) -> Iterator[Line]:
    from magadvise.cli.draw import effect

    evidence = advice.evidence
    yield _heading("What to expect")
    certainty = evidence.certainty.replace("_", " ")
    yield Line(
        f"{evidence.statement} Certainty of the evidence: {certainty}. "
        f"Expectation: {evidence.expectation}."
    )
    drawn = effect.charted(k.patterns[evidence.pattern].effects, evidence.statement)
    texts = [*evidence.effects]
    if drawn and drawn.low is not None and drawn.high is not None:
        texts = [drawn.text, *(text for text in texts if text != drawn.text)]
        if advice.disposition is not Disposition.SEEK_CARE:
            yield Line("", draw=effect.dots(drawn.value, drawn.low, drawn.high))
    for text in texts[:EFFECTS]:
        yield Line(text, "-", label="Trial")
    if len(texts) > EFFECTS:
        yield Line("More trials: magadvise show patterns.")
    if isinstance(advice, Plan):
        yield Line(k.placebo_note, label="Without magnesium")
    yield Line("")


def _form(plan: Plan, k: Knowledge) -> Iterator[Line]:
    yield _heading("Why this form")
    for reason in plan.form.reasons:
        yield Line(reason, label="Reason")
    for row in k.form_alternatives:
        if row.form in plan.form.alternatives:
            name = k.forms[row.form].name
            yield Line(f"Also possible: {name}. {_sentence(row.reason)}", "-", label="Form")
    for form, reason in plan.form.avoid:
        yield Line(f"Avoid {k.forms[form].name}. {_sentence(reason)}", "-", label="Form")
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
