"""The sections of an answer, in the order they are read: what to do, then why, then the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from magadvise.advice import foods
from magadvise.advice.plan import Plan, Refusal
from magadvise.export import answers_used, drawings
from magadvise.export.items import BULLET, DRAWING, MORE, TERM, WARNING, Item, Section
from magadvise.export.warned import Warned, folded
from magadvise.knowledge.rows import Knowledge
from magadvise.model import DAY, Disposition
from magadvise.prose import joined, raised
from magadvise.words import Words

EFFECTS = 3  # trial figures in a plan; the rest stands in ``show patterns``
PRESENT_DOSE = ("DOS003", "DOS004")  # findings that answer a dose to check


def sections(
    advice: Plan | Refusal, k: Knowledge, words: Words, kept: answers_used.Kept | None
) -> Iterator[Section]:
    """All of them. In an emergency what makes it one comes first, then whom to call."""
    plan = advice if isinstance(advice, Plan) else None
    emergency = advice.disposition is Disposition.SEEK_CARE
    help_ = ("help", _list("help", (*advice.seek_care_if, *k.overdose), words))
    found = [("warnings", _warnings(advice, words, now=True)), help_] if emergency else []
    if plan:
        found += [("what", _what(plan, words)), ("day", _day(plan, k, words))]
    found += [("medicines", _medicines(advice, k, words)), ("check", _check(advice, words))]
    found.append(("notes" if emergency else "warnings", _warnings(advice, words)))
    found.append(("expect", _expect(advice, k, words)))
    if plan:
        found.append(("form", _form(plan, k, words)))
    found.append(("numbers", _numbers(advice, words)))
    told = {f.todo for f in advice.findings}  # in an emergency they are among the first steps too
    lists: list[tuple[str, Iterable[str]]] = [
        ("first_steps", (step for step in advice.first_steps if step not in told)),
        ("foods", _foods(advice, k, words)),
        *([("habits", (*k.habits, words("habits.diary")))] if plan else []),
        ("stop", advice.stop_if),
    ]  # fmt: skip
    found += [(id_, _list(id_, items, words)) for id_, items in lists]
    if not emergency:
        found.append(help_)
    found.append(("answers", answers_used.items(advice, k, words, kept)))
    found.append(("sources", _sources(advice, words)))
    for id_, items in found:
        inside = tuple(items)
        if inside:
            yield Section(id_, words(f"heading.{id_}"), inside)


def _foods(advice: Plan | Refusal, k: Knowledge, words: Words) -> Iterator[str]:
    """Without a list there are no portions to explain."""
    yield from (words("food", name=n, serving=s, mg=mg) for n, s, mg in advice.foods)
    yield from (note.text for note in foods.notes(advice.profile, k))
    if advice.foods:
        yield k.food_statement


def _list(id_: str, items: Iterable[str], words: Words) -> Iterator[Item]:
    label = words(f"label.{id_}")
    return (Item(item, "-", label, BULLET) for item in items)


def _sources(advice: Plan | Refusal, words: Words) -> Iterator[Item]:
    label = words("label.sources")
    for id_, citation in advice.sources:
        yield Item(f"{id_}: {citation}", "-", label, BULLET, whole=True, entries=((id_, citation),))


def _what(plan: Plan, words: Words) -> Iterator[Item]:
    for n, step in enumerate(plan.steps):
        dose = words("mg_a_day", mg=step.mg_per_day)
        if len(step.intakes_mg) > 1:
            parts = joined((words("mg", mg=mg) for mg in step.intakes_mg), words)
            dose = words("step.two", dose=dose, intakes=parts)
        said = (
            words("step.later", dose=dose, condition=plan.go_up)
            if n
            else words("step.first", dose=dose)
        )
        yield Item(said, words("step.day", day=step.from_day), kind=TERM)
    yield Item("", kind=DRAWING, drawing=drawings.steps(plan))
    when = plan.timing
    for time, mg, relative in zip(
        when.schedule.times, when.intakes_mg, when.schedule.relative, strict=True
    ):
        text = words("what.intake", mg=mg, relative=relative)
        yield Item(text, words("clock", time=time), words("label.at", time=time), TERM)
    if len(plan.steps[0].intakes_mg) < len(when.intakes_mg):
        yield Item(words("what.single", time=when.schedule.main))
    if when.assumed:
        yield Item(words("what.assumed", assumed="; ".join(when.assumed)))
    yield Item(words("what.elemental"))


def _day(plan: Plan, k: Knowledge, words: Words) -> Iterator[Item]:
    yield Item("", kind=DRAWING, drawing=drawings.day(plan, k, words))
    for time, what in plan.timing.timeline:
        yield Item(what, words("clock", time=time), words("label.at", time=time), TERM, whole=True)
    free = [
        words("day.any") if length == DAY else _hours(start, length, words)
        for start, length in plan.timing.schedule.free
    ]
    yield Item(words("day.free", hours=", ".join(free)))
    shut: dict[str, list[str]] = {}
    for name, windows in drawings.windows(plan).items():
        hours = ", ".join(_hours(at, length, words) for at, length in windows)
        shut.setdefault(hours, []).append(name)
    for hours, names in shut.items():
        text = words("day.shut", names=joined(names, words, "or"), hours=hours)
        yield Item(text, whole=True)


def _hours(start: int, length: int, words: Words) -> str:
    return words("day.hours", start=start, end=(start + length) % DAY)


def _medicines(advice: Plan | Refusal, k: Knowledge, words: Words) -> Iterator[Item]:
    """What each name was understood as, numbered where a finding tells one by its number alone."""
    uses = advice.profile.medicines
    numbers = [k.words("medicine.number", number=n) for n in range(1, len(uses) + 1)]
    numbered = any(f.summary.startswith(n) for f in advice.findings for n in numbers)
    for use, number in zip(uses, numbers, strict=True):
        names = answers_used.understood(use, words) or words("medicine.known")
        if use.suggestions and not (use.resolved or use.product):
            meant = ", ".join(use.suggestions)
            names = words("medicine.meant", names=names, suggestions=meant)
        mark, label = (f"{number}:", number) if numbered else ("-", words("label.medicine"))
        yield Item(
            f"{use.text}: {names}", mark, label, BULLET, whole=True, entries=((use.text, names),)
        )


def _check(advice: Plan | Refusal, words: Words) -> Iterator[Item]:
    if advice.check is not None:
        found = [f for f in advice.findings if f.code in PRESENT_DOSE]
        yield from _told(folded(found), words)


def _warnings(advice: Plan | Refusal, words: Words, *, now: bool = False) -> Iterator[Item]:
    """``now``: those that make it an emergency, else the others."""
    rest = [
        f for f in advice.findings
        if f.code not in PRESENT_DOSE and (f.at_least is Disposition.SEEK_CARE) is now
    ]  # fmt: skip
    assumed = "; ".join(advice.timing.assumed) if isinstance(advice, Plan) else ""
    yield from _told(folded(rest, assumed), words)


def _told(warned: Iterable[Warned], words: Words) -> Iterator[Item]:
    """The severity as a word, the summary whole, then why and what to do."""
    for one in warned:
        mark, label = words(f"severity.{one.severity}"), words(f"spoken.{one.severity}")
        for summary in one.summaries:
            yield Item(summary, f"{mark}:", label, WARNING, one.code, one.severity)
        label = words("label.more" if one.more else "label.code")
        yield Item(one.more, label=label, kind=MORE, code=one.code, severity=one.severity)


def _expect(advice: Plan | Refusal, k: Knowledge, words: Words) -> Iterator[Item]:
    evidence = advice.evidence
    yield Item(
        words(
            "expect.line",
            statement=evidence.statement,
            certainty=words(f"certainty.{evidence.certainty}"),
            expectation=words(f"expectation.{evidence.expectation}"),
        )
    )
    drawn = drawings.charted(k.patterns[evidence.pattern].effects, evidence.statement, words)
    texts = [*evidence.effects]
    if drawn and drawn.low is not None and drawn.high is not None:
        texts = [drawn.text, *(text for text in texts if text != drawn.text)]
        if advice.disposition is not Disposition.SEEK_CARE:
            figure = drawings.Difference(drawn.value, drawn.low, drawn.high)
            yield Item("", kind=DRAWING, drawing=figure)
    for text in texts[:EFFECTS]:
        yield Item(text, "-", words("label.trial"), BULLET)
    if len(texts) > EFFECTS:
        yield Item(words("expect.more"))
    if isinstance(advice, Plan):
        yield Item(k.placebo_note, label=words("label.placebo"))


def _form(plan: Plan, k: Knowledge, words: Words) -> Iterator[Item]:
    for reason in plan.form.reasons:
        yield Item(reason, label=words("label.reason"))
    for row in k.form_alternatives:
        if row.form in plan.form.alternatives:
            yield _named("form.also", row.form, row.reason, k, words)
    for form, reason in plan.form.avoid:
        yield _named("form.avoid", form, reason, k, words)


def _named(message: str, form: str, reason: str, k: Knowledge, words: Words) -> Item:
    text = words(message, form=k.forms[form].name, reason=f"{raised(reason)}.")
    return Item(text, "-", words("label.form"), BULLET)


def _numbers(advice: Plan | Refusal, words: Words) -> Iterator[Item]:
    intake = advice.intake
    low, high = intake.rda_low_mg, intake.rda_high_mg
    rda = words("mg", mg=low) if low == high else words("numbers.range", low=low, high=high)
    kind = words(f"kind.{intake.kind}")
    yield Item(words("numbers.intake", kind=kind, rda=rda, group=intake.group))
    if intake.ul_mg is None:
        yield Item(words("numbers.no_limit"))
        return
    unknown = words("not_known")
    other = words("mg", mg=advice.other_mg) if advice.other_known else unknown
    left = unknown if advice.remaining_mg is None else words("mg", mg=advice.remaining_mg)
    yield Item(words("numbers.limit", mg=intake.ul_mg, other=other, left=left))
