"""``advise``: profile in, plan or refusal out. Pure: no I/O, no clock, no randomness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from magadvise import limit
from magadvise.advice import dosing, foods, forms, timing
from magadvise.advice.plan import Check, Evidence, Plan, Refusal, Timing
from magadvise.advice.reference import US, intake_for
from magadvise.errors import InputError, Problem
from magadvise.knowledge.rows import Knowledge, Rule
from magadvise.model import DAY, LADDER, Disposition, Finding, Profile
from magadvise.rules import kidney, life_stage, magnesium_sources, medicines, named, registry
from magadvise.rules.case import Case, answered
from magadvise.rules.egfr import computed

RULE_MODULES = (kidney, life_stage, magnesium_sources, medicines, named, timing, forms)

NO_ROOM = "DOS002"
ONE_INTAKE = "TIM004"  # of a dose: where none is shown, nothing is said of its times
EARLY = DAY // 8  # before waking: still this morning, not last night

_CHECKED: list[Mapping[str, Rule]] = []

_above = registry.later("DOS003")
_within = registry.later("DOS004")
_times_assumed = registry.later("TIM002")
_longer_gap_lost = registry.later("TIM003")
_only_at_night = registry.later("TIM005")


def advise(profile: Profile, knowledge: Knowledge, standard: str = US) -> Plan | Refusal:
    """The answer for one person under one standard.

    Raises :class:`magadvise.errors.InputError` for a standard or a word that the knowledge does not have
    and for an age above that of the question, :class:`magadvise.errors.DoseLimitError` if a guard fails, and
    :class:`magadvise.errors.KnowledgeError` if a rule has lost its row; the last two are faults of the
    program.
    """
    _fits(knowledge)
    _possible(profile, knowledge, standard)
    case = case_of(profile, knowledge, standard)
    findings = [*registry.evaluate(case), *named.evaluate(case)]
    disposition = ladder(findings)
    if not disposition.shows_dose:
        findings = [f for f in findings if f.code != ONE_INTAKE]
    ceiling = limit.lowest(case.remaining_mg, (f.cap_mg for f in findings if f.cap_mg is not None))
    check = checked(case.profile, findings, ceiling)
    if check:
        findings.append(check_finding(check, knowledge))
    if not disposition.shows_dose:
        return Refusal(**_common(case, standard, disposition, findings, check, ()))
    return _plan(case, standard, disposition, findings, check, ceiling)


def _fits(knowledge: Knowledge) -> None:
    """Rules and rows fit one to one; asked once for each knowledge."""
    if not any(knowledge.rules is rules for rules in _CHECKED):
        registry.check(knowledge)
        _CHECKED.append(knowledge.rules)


def _possible(profile: Profile, knowledge: Knowledge, standard: str) -> None:
    """Raise for what the door refuses and a profile of one's own may hold; no message repeats it."""
    for field, known in (
        ("conditions", knowledge.conditions), ("red_flags", knowledge.red_flags),
        ("patterns", knowledge.patterns),
    ):  # fmt: skip
        if any(word not in known for word in getattr(profile, field)):
            raise InputError(
                [Problem("unknown_word", field, "holds a word that is not on the list")]
            )
    if profile.check_form is not None and profile.check_form not in knowledge.forms:
        raise InputError([Problem("unknown_word", "check_form", "is no known form")])
    if standard not in knowledge.standards:
        raise InputError(
            [Problem("bad_value", "standard", "is no known standard", tuple(knowledge.standards))]
        )
    if profile.age_years > knowledge.numbers["age_highest_years"]:
        raise InputError(
            [Problem("out_of_range", "age", "is above the oldest age that is answered")]
        )


def case_of(profile: Profile, knowledge: Knowledge, standard: str) -> Case:
    """The profile with its reference band, other magnesium and computed eGFR."""
    egfr, why_not = computed(profile, knowledge)
    intake = intake_for(profile, knowledge, standard)
    return Case(profile, knowledge, intake, other_mg(profile), egfr, why_not)


def other_mg(profile: Profile) -> int:
    """What is known of other magnesium, mg a day. A medicine that a product names too counts once."""
    known = [p.mg for p in profile.products if p.mg is not None]
    known += [u.mg for u in profile.medicines if u.mg is not None and not answered(profile, u)]
    return (profile.other_magnesium_mg or 0) + sum(known)


def ladder(findings: Iterable[Finding]) -> Disposition:
    """The highest rung that any finding asks for."""
    return LADDER[max((f.at_least.rank for f in findings if f.at_least), default=0)]


def _plan(
    case: Case,
    standard: str,
    disposition: Disposition,
    findings: list[Finding],
    check: Check | None,
    ceiling: int,
) -> Plan:
    steps = dosing.steps(case, ceiling, no_increase=any(f.no_increase for f in findings))
    gaps = timing.gaps(case)
    schedule = timing.schedule(case, gaps, len(steps[-1].intakes_mg))
    form = forms.choose(case)
    when = timed(case, gaps, schedule, steps[-1].intakes_mg)
    k = case.knowledge
    findings += timing_findings(when, k)
    return Plan(
        **_common(case, standard, disposition, findings, check, form.sources),
        ceiling_mg=ceiling,
        most_at_once_mg=case.whole("one_intake_mg"),
        steps=steps,
        go_up=dosing.condition(case),
        trial_days=case.whole("trial_days"),
        form=form,
        timing=when,
        gaps=gaps,
    )


def timing_findings(when: Timing, knowledge: Knowledge) -> Iterator[Finding]:
    """What is to be said of the times that were found."""
    if when.assumed:
        yield _times_assumed(knowledge, {"assumed": "; ".join(when.assumed)})
    if not when.schedule.preferred_kept:
        yield _longer_gap_lost(knowledge, {})
    if not when.schedule.awake:
        yield _only_at_night(knowledge, {})


def timed(
    case: Case, gaps: tuple[timing.Gap, ...], schedule: timing.Schedule, mg: tuple[int, ...]
) -> Timing:
    """The day as a line of times, and what was assumed about it."""
    p, usual, words = case.profile, case.knowledge.usual_times, case.knowledge.words
    wake, bed = timing.waking(p, case.knowledge)
    lines = [(wake, usual["wake"].label), (bed, usual["bedtime"].label)]
    taken = zip(schedule.times, mg, strict=True)
    lines += [(time, words("timeline.magnesium", mg=part)) for time, part in taken]
    given = {(at, m.name) for use in p.medicines for at in use.times for m in use.matches}
    lines += sorted(given | {(gap.at, gap.name) for gap in gaps})
    assumed = [words("assumed.medicine", name=gap.name, time=gap.at) for gap in gaps if gap.assumed]
    beside = timing.beside(case, schedule.times)
    if p.wake is None and wake != usual["wake"].minute:
        assumed.append(words("assumed.wake", time=wake))
    if p.bedtime is None and (timing.BED in beside or bed != usual["bedtime"].minute):
        assumed.append(words("assumed.bed", time=bed))
    assumed += [
        words(f"assumed.{meal}", time=usual[meal].minute) for meal in timing.MEALS if meal in beside
    ]
    lines += [
        (usual[meal].minute, usual[meal].label)
        for meal in timing.MEALS
        if usual[meal].minute in schedule.times
    ]
    # The day starts with waking, or with a medicine that is taken just before.
    early = [t for t, _ in lines if (wake - t) % DAY <= EARLY]
    start = max(early, key=lambda t: (wake - t) % DAY)
    timeline = tuple(
        sorted(dict.fromkeys(lines), key=lambda line: ((line[0] - start) % DAY, line[1]))
    )
    return Timing(schedule, mg, timeline, tuple(dict.fromkeys(assumed)))


def clock(minutes: int) -> str:
    """Minutes after midnight as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def checked(profile: Profile, findings: Iterable[Finding], ceiling: int) -> Check | None:
    """The present dose against the limit. What refuses a dose makes the limit 0, but little room
    left is still room: a remaining allowance of 40 mg counts as 40."""
    dose = profile.check_dose_mg
    if dose is None:
        return None
    allowed = 0 if refuses(findings) else ceiling
    return Check(dose, profile.check_form, allowed, limit.excess(dose, allowed))


def refuses(findings: Iterable[Finding]) -> bool:
    """Whether more than a lack of room stands against a dose."""
    return any(f.at_least and not f.at_least.shows_dose and f.code != NO_ROOM for f in findings)


def check_finding(check: Check, knowledge: Knowledge) -> Finding:
    """Whether the present dose is above its limit, in words."""
    fields = {
        "dose": str(check.dose_mg),
        "excess": str(check.excess_mg),
        "limit": str(check.limit_mg),
    }
    return (_above if check.excess_mg else _within)(knowledge, fields)


def other_known(profile: Profile, findings: Iterable[Finding]) -> bool:
    """Whether all other magnesium is known in milligrams."""
    products_known = all(product.mg is not None for product in profile.products)
    unknown_amount = any(f.code == "SRC001" for f in findings)
    return profile.other_magnesium_known and products_known and not unknown_amount


def _common(
    case: Case,
    standard: str,
    disposition: Disposition,
    findings: list[Finding],
    check: Check | None,
    more_sources: tuple[str, ...],
) -> dict[str, Any]:
    """The fields that a plan and a refusal share."""
    p, k = case.profile, case.knowledge
    pattern = k.patterns[p.main_pattern]
    effect_sources = [s for e in pattern.effects for s in e.source]
    evidence = Evidence(
        pattern.id, pattern.certainty, pattern.expectation, pattern.statement,
        tuple(e.text for e in pattern.effects),
        tuple(dict.fromkeys([*pattern.source, *effect_sources])),
    )  # fmt: skip
    ordered = tuple(sorted(dict.fromkeys(findings), key=order))
    patterns = [k.patterns[name] for name in p.patterns] or [pattern]
    steps = [*k.during_a_cramp, *(step for row in patterns for step in row.first_steps)]
    if disposition is Disposition.SEEK_CARE:
        # Rubbing or walking on a leg with a clot does harm: help first, the rest after it.
        now = [f.todo for f in ordered if f.at_least is Disposition.SEEK_CARE]
        steps = [*now, k.after_emergency, *(step for row in patterns for step in row.first_steps)]
    eaten = foods.shown(p, k)
    used = {*evidence.sources, *more_sources, *case.intake.sources, *k.placebo_sources}
    used.update(*(f.sources for f in ordered), *(food.source for food in eaten))
    used.update(*(note.source for note in foods.notes(p, k)))
    return {
        "profile": p,
        "standard": standard,
        "disposition": disposition,
        "intake": case.intake,
        "other_mg": case.other_mg,
        "other_known": other_known(p, ordered),
        "findings": ordered,
        "evidence": evidence,
        "check": check,
        "first_steps": tuple(dict.fromkeys(steps)),
        "stop_if": k.stop_if,
        "seek_care_if": k.seek_care_if,
        "foods": tuple((f.name, f.serving, f.mg_low) for f in eaten),
        "sources": tuple((s, k.citations[s]) for s in sorted(used)),
        "knowledge_version": k.version,
        "reviewed": k.reviewed,
        "disclaimer": k.disclaimer,
    }


def order(finding: Finding) -> tuple[int, int, str, str]:
    """Most serious first; within a severity the one that moves the plan most."""
    rung = finding.at_least.rank if finding.at_least else 0
    return finding.severity.rank, -rung, finding.code, finding.summary
