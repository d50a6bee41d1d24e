"""The first lines of an answer: what to take, how much and when; or why not, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from magadvise.advice.pipeline import NO_ROOM
from magadvise.advice.plan import Plan, Refusal
from magadvise.export.drawings import waking
from magadvise.export.items import STRONG, Dose, Item, Taken
from magadvise.knowledge.rows import Knowledge
from magadvise.model import Disposition, Finding
from magadvise.prose import inside, joined, raised, sentences
from magadvise.words import Words

ROW = 80  # columns that each line of the answer fits
REFUSING = ("MED001", "MED002")  # summaries that start with the name of a medicine


def plan_lines(plan: Plan, words: Words) -> Iterator[Item]:
    """The answer with a dose."""
    first, most = plan.steps[0].mg_per_day, plan.max_mg_per_day
    dose = words("answer.dose", mg=first)
    if first != most:
        dose = words("answer.rising", mg=first, most=most)
    form = inside(plan.form.name, words)
    if plan.disposition is Disposition.CHECK_FIRST:
        yield Item(words("answer.ask", form=form, dose=dose), kind=STRONG)
        yield Item(words("answer.agree"), kind=STRONG)
    else:
        yield Item(words("answer.plan", form=form, dose=dose), kind=STRONG)
    yield Item(_when(plan, words))
    yield Item(words("answer.most", mg=plan.ceiling_mg, days=plan.trial_days))


def why_not(refusal: Refusal, k: Knowledge, words: Words) -> Iterator[Item]:
    """The answer without a dose."""
    yield Item(words(f"headline.{refusal.disposition}"), kind=STRONG)
    deciding = [f for f in refusal.findings if f.at_least is refusal.disposition]
    if deciding and deciding[0].code != NO_ROOM:  # there the first line says why
        yield Item(_why(deciding, k, words), words("mark.why"))
    mark = words("mark.todo")
    todo = words(f"todo.{refusal.disposition}")
    if deciding and refusal.disposition is Disposition.SEEK_CARE:
        now = raised(sentences(deciding[0].todo)[0])
        todo = now if len(f"{mark} {now}") <= ROW else todo
    yield Item(todo, mark)


def dose(plan: Plan, k: Knowledge) -> Dose:
    """The figures of a plan."""
    when = plan.timing
    intakes = tuple(
        Taken(time, mg, relative)
        for time, mg, relative in zip(
            when.schedule.times, when.intakes_mg, when.schedule.relative, strict=True
        )
    )
    return Dose(
        plan.steps, intakes, when.schedule.main, waking(plan, k)[0], plan.ceiling_mg,
        plan.trial_days,
    )  # fmt: skip


def _when(plan: Plan, words: Words) -> str:
    """The intakes of the first step, and of the first step that has more of them."""
    when, schedule = plan.timing, plan.timing.schedule
    timed = list(zip(schedule.times, when.intakes_mg, schedule.relative, strict=True))
    if len(timed) == 1:
        return words("when.one", time=timed[0][0], relative=timed[0][2])
    both = joined((words("when.intake", mg=mg, time=time) for time, mg, _ in timed), words)
    split = next(step for step in plan.steps if len(step.intakes_mg) == len(timed))
    if split is plan.steps[0]:
        return words("when.both", intakes=both)
    if split is not plan.steps[-1]:
        both = joined((words("clock", time=time) for time, _, _ in timed), words)
    return words("when.split", time=schedule.main, day=split.from_day, intakes=both)


def _why(deciding: list[Finding], k: Knowledge, words: Words) -> str:
    """The reason in a few words; the finding itself stands below, whole."""
    first = deciding[0]
    more = words("why.more", count=len(deciding) - 1) if len(deciding) > 1 else ""
    said = re.split(r"[:.] ", first.summary.rstrip("."))[0]
    if first.code in REFUSING:
        said = words("why.medicine", what=said)
    short = [said, _name(first.code, k)]
    if first.code in k.rules and not first.subject:
        short.reverse()
    mark = words("mark.why")
    fitting = [s for s in short if s and len(f"{mark} {s}.{more}") <= ROW]
    reason = fitting[0] if fitting else words("why.below")
    if reason.split()[0].islower():  # eGFR stays what it is
        reason = raised(reason)
    return words("why.line", reason=reason, more=more)


def _name(code: str, k: Knowledge) -> str:
    """The title of a rule, or the name of a condition, warning sign or pattern."""
    names = {row.code: row.title for row in k.rules.values()}
    names |= {row.code: row.name for row in k.conditions.values() if row.code}
    names |= {row.code: row.name for row in k.red_flags.values()}
    names |= {row.code: row.name for row in k.patterns.values() if row.code}
    return names[code]
