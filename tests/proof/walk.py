"""Each stage of the core alone, over all that it reads. A stage that looks at any other answer raises,
so what holds over these inputs holds whatever else a person says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, islice, product
from typing import Any

from magadvise.batch.columnar import stages, view
from magadvise.batch.columnar.grown import Told
from magadvise.batch.columnar.people import Tables
from magadvise.knowledge.rows import Knowledge
from magadvise.model import LADDER, Finding, Kidney, Severity, Stool
from magadvise.rules import registry
from proof import domain, texts
from proof.domain import Behaviour, Values
from proof.tally import NOTHING, Effect, Result, Tally, together

Found = tuple[list[Finding], Any]
UNKNOWN = Effect(texts.CHECK_FIRST, (texts.UNKNOWN_CAP,), True)  # what anything unknown asks for
PARTS = 8  # of the sets of medicines


class Walker:
    """The stages of one knowledge. ``every`` takes each so-manieth input only."""

    def __init__(
        self, knowledge: Knowledge, behaviours: list[Behaviour], every: int = 1
    ) -> None:  # fmt: skip
        self.k = knowledge
        self.behaviours = behaviours
        self.kinds = domain.first_of(behaviours, "kind")
        self.shapes = domain.first_of(behaviours, "shape")
        self.every = every
        self.stages = Tables(knowledge, "us", Told([None])).stages

    def ask(self, stage: str, values: Values) -> Found:
        """Findings and value of a stage that is shown what it declares and nothing else."""
        found = self.stages[stage]
        findings, value = found._work({name: values[name] for name in found.reads})
        return list(findings), value

    def some(self, inputs: Iterable[Any]) -> Iterator[Any]:
        return islice(inputs, 0, None, self.every)

    # person, kidneys ------------------------------------------------------------------------------

    def person(self, _: int, tally: Tally) -> None:
        """Every age, life and standard."""
        everybody = (
            values
            for months in domain.ages(self.k)
            for standard in self.k.standards
            for values in domain.people(self.k, months, standard)
        )
        for values in self.some(everybody):
            self._person(values, tally)

    def _person(self, values: Values, tally: Tally) -> None:
        at = canonical(values)
        findings, value = self.ask("person", values)
        found, months = tally.found(at, findings), values["age_months"]
        limit, most = value.intake.ul_mg, texts.upper_limit(months)
        if most is None:
            tally.need(
                limit is None and found.rung >= texts.DO_NOT, at, "a limit in the first year"
            )
        else:
            tally.need(limit is not None and limit <= most, at, "a limit above the US one")
        exact = {"us": most, "eu": texts.eu_limit(months)}
        tally.need(exact.get(values["standard"], limit) == limit, at, "not the limit of the table")
        tally.need(months >= texts.ADULT or found.rung >= texts.CLINICIAN, at, "a child's dose")
        older = min(found.caps, default=999) <= texts.OLDER_CAP
        tally.need(months < texts.OLDER or older, at, "no cap from 65 years")
        asked = domain.expects(values) or domain.unsaid(values)
        tally.need(not asked or found.rung >= texts.CHECK_FIRST, at, "a pregnancy unasked")
        tally.need(value.unsaid == domain.unsaid(values), at, "not the pregnancies not stated")

    def pressure(self, _: int, tally: Tally) -> None:
        names = list(self.k.conditions)
        inputs = (
            {"pregnant": pregnant, "patterns": patterns, "conditions": named}
            for _, pregnant, patterns in dict.fromkeys((0, p, q) for _, p, q in domain.lives())
            for named in up_to(names, 2)
        )
        for values in self.some(inputs):
            at = canonical(values)
            found = tally.found(at, self.ask("pressure", values)[0])
            high = domain.expects(values) and "hypertension" in values["conditions"]
            tally.need(not high or found.rung >= texts.CLINICIAN, at, "pregnant, high pressure")

    def kidney(self, part: int, tally: Tally) -> None:
        """One kidney answer: all ages by stated and by computed eGFR, and the lines of age by both."""
        for months, (sex, pregnant, patterns), egfr, creatinine in self.some(self._kidneys()):
            values = {
                "age_months": months, "sex": sex, "pregnant": pregnant, "patterns": patterns,
                "kidney": list(Kidney)[part], "egfr": egfr, "creatinine": creatinine,
            }  # fmt: skip
            at = tested(values)
            findings, value = self.ask("kidney", values)
            found = tally.found(at, findings)
            rung, unknown = texts.kidneys(
                values["age_months"], values["sex"], domain.expects(values), domain.unsaid(values),
                values["kidney"], values["egfr"], values["creatinine"],
            )  # fmt: skip
            least = UNKNOWN.joined(Effect(rung, (), False)) if unknown else Effect(rung, (), False)
            tally.need(not found.weaker(least), at, "kidneys judged too mildly")
            tally.need(value.unknown == unknown, at, "not the kidneys that are unknown")

    def _kidneys(self) -> Iterator[tuple[Any, ...]]:
        egfrs = domain.egfrs(self.k)
        before = set(domain.egfrs(self.k, above=False))
        lines = set(domain.kidney_ages())
        for months in sorted({*domain.ages(self.k), *lines}):
            for life in domain.lives():
                creatinines = domain.creatinines(months // 12, life[0])
                for egfr in egfrs:
                    both = egfr is None or (months in lines and egfr in before)
                    for creatinine in creatinines if both else (None,):
                        yield months, life, egfr, creatinine

    def risk(self, _: int, tally: Tally) -> None:
        """Kidneys not known beside age, each condition and each medicine."""
        for months, (sex, pregnant, patterns), kidney, tests, named in self.some(self._risks()):
            medicines, conditions, asks = named
            values = {
                "age_months": months, "sex": sex, "pregnant": pregnant, "patterns": patterns,
                "kidney": kidney, "egfr": tests[0], "creatinine": tests[1],
                "conditions": conditions, "medicines": medicines,
            }  # fmt: skip
            at = f"{tested(values)} {conditions} {asks}"
            found = tally.found(at, self.ask("risk", values)[0])
            _, unknown = texts.kidneys(
                values["age_months"], values["sex"], domain.expects(values), domain.unsaid(values),
                values["kidney"], values["egfr"], values["creatinine"],
            )  # fmt: skip
            asked = asks or values["age_months"] >= texts.OLDER
            asked = asked or not texts.ASKS_KIDNEYS.isdisjoint(values["conditions"])
            least = texts.CLINICIAN if unknown and asked else 0
            tally.need(found.rung >= least, at, "unknown kidneys with a risk")

    def _risks(self) -> Iterator[tuple[Any, ...]]:
        named: list[Any] = [((), (), False), *(((), (name,), False) for name in self.k.conditions)]
        named += [((b.use,), (), b.asks_kidneys) for b in (self.behaviours[n] for n in self.kinds)]
        for months in domain.kidney_ages():
            for life in domain.lives():
                tests = ((None, None), (75.0, None), (None, domain.creatinines(45, life[0])[1]))
                yield from product(
                    (months,), (life,), (Kidney.UNKNOWN, Kidney.NORMAL), tests, named
                )

    # what is named --------------------------------------------------------------------------------

    def conditions(self, _: int, tally: Tally) -> None:
        self._named("conditions", list(self.k.conditions), texts.CONDITIONS, tally)

    def red_flags(self, _: int, tally: Tally) -> None:
        self._named("red_flags", list(self.k.red_flags), texts.SIGNS, tally)

    def _named(self, name: str, ids: list[str], rungs: dict[str, int], tally: Tally) -> None:
        for named in self.some(up_to(ids, 3)):
            for known in (True, False):
                values = {name: named, f"{name}_known": known}
                at = canonical(values)
                found = tally.found(at, self.ask(name, values)[0])
                least = Effect(max((rungs.get(n, 0) for n in named), default=0), (), False)
                least = least if known else least.joined(UNKNOWN)
                tally.need(not found.weaker(least), at, f"{name} judged too mildly")

    def patterns(self, _: int, tally: Tally) -> None:
        for named in self.some(up_to([n for n in self.k.patterns if n != "unknown"], 3)):
            at = canonical({"patterns": named})
            found = tally.found(at, self.ask("patterns", {"patterns": named})[0])
            least = max((texts.PATTERNS.get(n, 0) for n in named), default=0)
            tally.need(found.rung >= least, at, "patterns judged too mildly")

    def words(self, _: int, tally: Tally) -> None:
        for named in up_to(["conditions", "patterns", "red_flags"], 3):
            self._unknown("words", {"unrecognised": named}, bool(named), tally)

    def medicines_known(self, _: int, tally: Tally) -> None:
        for known in (True, False):
            self._unknown("medicines_known", {"medicines_known": known}, not known, tally)

    def _unknown(self, stage: str, values: Values, unknown: bool, tally: Tally) -> None:
        at = canonical(values)
        found = tally.found(at, self.ask(stage, values)[0])
        tally.need(not (unknown and found.weaker(UNKNOWN)), at, "unknown taken for no")

    def stool(self, _: int, tally: Tally) -> None:
        for stool in Stool:
            at = canonical({"stool": stool})
            found = tally.found(at, self.ask("stool", {"stool": stool})[0])
            tally.need(found.steady or stool is not Stool.LOOSE, at, "an increase on loose stools")

    def form(self, _: int, tally: Tally) -> None:
        sets = up_to(range(len(self.behaviours)), 2)
        for form, numbers in self.some(product((None, *self.k.forms), sets)):
            values = {"check_form": form, "medicines": self.uses(numbers)}
            at = f"{form} {self.label(numbers)}"
            found = tally.found(at, self.ask("form", values)[0])
            tally.need(found == NOTHING, at, "a form moves a plan")

    # medicines ------------------------------------------------------------------------------------

    def uses(self, numbers: Iterable[int]) -> tuple[Any, ...]:
        return tuple(self.behaviours[n].use for n in numbers)

    def label(self, numbers: Iterable[int]) -> str:
        return " & ".join(self.behaviours[n].label for n in numbers)

    def medicines(self, part: int, tally: Tally) -> None:
        """All sets of up to three kinds and of two behaviours, in every context that tells them apart.
        A set is asked without a person where no rule looks at one."""
        kinds = set(self.kinds)
        pairs = combinations(range(len(self.behaviours)), 2)
        sets = chain(up_to(self.kinds, 3), (p for p in pairs if not kinds.issuperset(p)))
        for numbers in self.some(islice(sets, part, None, PARTS)):
            chosen = [self.behaviours[n] for n in numbers]
            at = self.label(numbers)
            for number, findings in self._by_context(self.uses(numbers)):
                found = tally.found(f"{number} {at}", findings)
                at_once = together(b.effects[max(number, 0)] for b in chosen)
                tally.need(not found.weaker(at_once), at, "a set is milder than one of it")
                codes = set().union(*(b.codes[max(number, 0)] for b in chosen))
                tally.need({f.code for f in findings} == codes, at, "a set has other codes")
                unresolved = any(not b.use.resolved for b in chosen)
                tally.need(not (unresolved and found.weaker(UNKNOWN)), at, "an unknown name")

    def _by_context(self, uses: tuple[Any, ...]) -> Iterator[tuple[int, list[Finding]]]:
        medicines = {"medicines": uses}
        try:
            whoever = list(registry.evaluate(view.case(medicines, self.k), stages.MEDICINE))
        except view.UndeclaredRead:
            for number, context in enumerate(domain.CONTEXTS):
                case = view.case({**context, **medicines}, self.k, egfr=None)
                yield number, list(registry.evaluate(case, stages.MEDICINE))
        else:
            yield -1, whoever

    # the rest -------------------------------------------------------------------------------------

    def magnesium(self, _: int, tally: Tally) -> None:
        """Products and medicines that are magnesium, three at most together, and a stated amount."""
        bring = [n for n in self.kinds if self.behaviours[n].use.brings_magnesium]
        products = domain.magnesium_products(self.k)
        inputs = (
            (named, numbers, mg, known)
            for named in up_to(products, 2)
            for numbers in up_to(bring, 3 - len(named))
            for mg in (None, 0, 1, 149, 150, 151, 349, 350, 351, 5000)
            for known in (True, False)
        )
        for named, numbers, mg, known in self.some(inputs):
            uses = self.uses(numbers)
            values = {
                "medicines": uses, "products": named, "other_magnesium_mg": mg,
                "other_magnesium_known": known,
            }  # fmt: skip
            texts_ = "+".join(p.text for p in named)
            at = f"{texts_} & {self.label(numbers)} & {mg} {known}"
            findings, value = self.ask("magnesium", values)
            found = tally.found(at, findings)
            stated = (mg or 0) + sum(p.mg or 0 for p in named)
            most = stated + sum(u.mg or 0 for u in uses)
            tally.need(stated <= value.mg <= most, at, "not the sum of other magnesium")
            tally.need(known or not found.weaker(UNKNOWN), at, "unknown magnesium taken for none")
            unsaid = any(p.mg is None for p in named)
            unsaid = unsaid or (not named and any(u.mg is None for u in uses))
            tally.need(not unsaid or found.rung >= texts.NO_ROOM, at, "an unknown amount")
            tally.need(not (unsaid and value.known), at, "an unknown amount taken for known")

    def check(self, _: int, tally: Tally) -> None:
        """The present dose, by what stands against one."""
        amounts = domain.others(350)
        for rung, ceiling, dose in self.some(product((None, *LADDER), amounts, (None, *amounts))):
            finding = Finding("X", Severity.STOP, "", "", "", (), rung)
            values = {
                "check_dose_mg": dose, "check_form": None, "findings": (finding,), "ceiling": ceiling,
            }  # fmt: skip
            at = f"{rung} {ceiling} {dose}"
            findings, excess = self.ask("check", values)
            tally.found(at, findings)
            allowed = ceiling if rung is None or rung.shows_dose else 0
            over = 0 if dose is None else max(0, dose - allowed)
            tally.need(excess == over, at, "not the excess over the limit")
            code = [] if dose is None else ["DOS003" if over else "DOS004"]
            tally.need([f.code for f in findings] == code, at, "not the word for the dose")


Walk = Callable[[Walker, int, Tally], None]
WALKS: dict[str, tuple[Walk, int]] = {
    "person": (Walker.person, 1), "pressure": (Walker.pressure, 1),
    "kidney": (Walker.kidney, len(Kidney)), "risk": (Walker.risk, 1),
    "conditions": (Walker.conditions, 1), "red_flags": (Walker.red_flags, 1),
    "patterns": (Walker.patterns, 1), "words": (Walker.words, 1),
    "medicines_known": (Walker.medicines_known, 1), "stool": (Walker.stool, 1),
    "form": (Walker.form, 1), "medicines": (Walker.medicines, PARTS),
    "magnesium": (Walker.magnesium, 1), "check": (Walker.check, 1),
}  # fmt: skip


def walk(walker: Walker, name: str, part: int) -> Result:
    """One part of the walk of a stage."""
    tally = Tally(name)
    WALKS[name][0](walker, part, tally)
    return tally.result()


def up_to(things: Iterable[Any], most: int) -> Iterator[tuple[Any, ...]]:
    """Every set of at most so many, the smaller first."""
    things = list(things)
    return chain.from_iterable(combinations(things, n) for n in range(most + 1))


def canonical(values: Values, **more: object) -> str:
    """The answers as one line; a medicine is told by what it does, in ``more``."""
    told = {**values, **more}
    return " ".join(f"{name}={told[name]}" for name in sorted(told) if name != "medicines")


def tested(values: Values) -> str:
    """As :func:`canonical`, for a person with tests of the kidneys."""
    creatinine = values["creatinine"]
    return (
        f"{values['age_months']} {values['sex']} {values['pregnant']} {values['patterns']} "
        f"{values['kidney']} {values['egfr']} {creatinine and creatinine.mg_dl}"
    )


def closure(effects: Iterable[Effect]) -> list[Effect]:
    """The effects and those of all their unions."""
    found = {NOTHING, *effects}
    new = set(found)
    while new:
        new = {a.joined(b) for a in new for b in found} - found
        found |= new
    return sorted(found)
