"""Whole plans over a seeded walk of the same answers: each is judged by the written rules from the
answers alone, and must say what its stages said, no more and no less."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, NamedTuple

from magadvise import DoseLimitError, Plan, Refusal, advise
from magadvise.model import (
    Creatinine,
    Intake,
    Kidney,
    MedicineUse,
    ProductUse,
    Profile,
    Sex,
    Stool,
    Tri,
)
from proof import domain, texts, times
from proof.tally import Effect, Result, Tally, effect, together
from proof.walk import Walker
from property.world import CALM_PATTERNS

SEED = 20261122
BLOCK = 5_000
LATER = frozenset({"DOS003", "DOS004", "TIM002", "TIM003", "TIM005"})  # told once the dose is known
QUESTIONS = (
    "age", "life", "kidney", "medicines", "patterns", "conditions", "red_flags", "other", "stool",
)  # fmt: skip
WILD = (0, 0, 1, 1, 1, 2, 2, 3, len(QUESTIONS))  # how many questions are answered anyhow
KNOWN = ("conditions_known", "red_flags_known", "medicines_known", "other_magnesium_known")
BEDS = (None, 0, 360, 1290, 1320, 1380, 1439)
WAKES = (None, 0, 1, 390, 420, 840, 1200)
TIMES = (0, 1, 390, 420, 480, 720, 1110, 1200, 1320, 1439)
ALONE = ("conditions", "red_flags", "patterns", "words", "medicines_known", "stool")
PLACES = {(False, False, False): 0, (True, True, True): 1, (False, True, False): 2,
          (False, True, True): 3}  # fmt: skip
# Whether a second intake would be wanted is all that its stage may know of the limit.
SECOND = {"intake": Intake(None, 0, 0, "", "", 201, False, False, ()), "other_mg": 0}
SECOND_CODES = frozenset({"TIM004"})
MOST_KEPT = 200_000
# Every plan is judged by the rules. Against its stages too: those of the first blocks, then of every
# so-manieth, as that takes as long as the plan itself.
STAGED, EVERY = 20, 10
Said = tuple[Effect, frozenset[str], Any]


class Drawn(NamedTuple):
    """A made-up person: fields of the profile, the standard, and the medicines by number and times."""

    fields: dict[str, Any]
    standard: str
    taken: tuple[tuple[int, tuple[int, ...]], ...]
    key: str


class Plans:
    """Draws people and judges their plans."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.k = walker.k
        self.behaviours = walker.behaviours
        self.ages = domain.ages(self.k)
        self.adults = [months for months in self.ages if months >= texts.ADULT]
        self.lives = domain.lives()
        self.standards = [*self.k.standards]
        self.forms = (None, *self.k.forms)
        self.stools, self.tris = tuple(Stool), tuple(Tri)
        self.egfrs = domain.egfrs(self.k)
        self.others = domain.others(350)
        self.little = [mg for mg in self.others if mg <= 300]
        self.products = domain.magnesium_products(self.k)
        every = range(len(self.behaviours))
        self.calm = [n for n in every if max(e.rung for e in self.behaviours[n].effects) < 2]
        self.calm = [n for n in self.calm if self.behaviours[n].use.resolved]
        self.every = list(every)
        self.signs, self.named = list(self.k.red_flags), list(self.k.conditions)
        self.all_patterns = [name for name in self.k.patterns if name != "unknown"]
        self._reads = {
            name: sorted(stage.reads - {"medicines"}) for name, stage in walker.stages.items()
        }
        self._said: dict[Any, Said] = {}

    def block(self, number: int, count: int, seed: int = SEED) -> Result:
        """So many people of one block."""
        tally = Tally("plans")
        self._staged = number < STAGED or number % EVERY == 0
        rng = Random(f"{seed} {number}")  # noqa: S311 - the same people in every run
        for _ in range(count):
            self._one(self.draw(rng), tally)
        if len(self._said) > MOST_KEPT:
            self._said.clear()
        return tally.result()

    # drawing --------------------------------------------------------------------------------------

    def draw(self, rng: Random) -> Drawn:
        """Most people are well but for a few answers; some answer everything anyhow."""
        chance = rng.random

        def pick(things: Sequence[Any]) -> Any:  # as rng.choice, in half the time
            return things[int(chance() * len(things))]

        wild = frozenset(some(rng, QUESTIONS, pick(WILD)))
        months = pick(self.ages if "age" in wild else self.adults)
        sex, pregnant, expecting = pick(self.lives)
        if "life" not in wild:
            sex, pregnant, expecting = pick((Sex.FEMALE, Sex.MALE)), Tri.NO, ()
        patterns: tuple[str, ...] = (pick(CALM_PATTERNS),)
        if "patterns" in wild:
            patterns = tuple(some(rng, self.all_patterns, pick((0, 1, 1, 2, 3))))
            patterns = tuple(name for name in patterns if name != "pregnancy")
        fields: dict[str, Any] = {
            "age_months": months, "sex": sex, "pregnant": pregnant,
            "breastfeeding": pick(self.tris) if "life" in wild else Tri.NO,
            "patterns": (*patterns, *expecting), "bedtime": pick(BEDS), "wake": pick(WAKES),
            "stool": pick(self.stools) if "stool" in wild else Stool.USUAL,
            "check_dose_mg": pick(self.others) if chance() < 0.5 else None,
            "check_form": pick(self.forms),
        }  # fmt: skip
        fields |= self._kidneys(rng, months, sex, "kidney" in wild)
        for name, all_, is_wild in (
            ("conditions", self.named, "conditions" in wild),
            ("red_flags", self.signs, "red_flags" in wild),
        ):
            found = some(rng, all_, pick((0, 1, 1, 2, 3))) if is_wild else ()
            fields[name] = tuple(sorted(found))
            fields[f"{name}_known"] = not is_wild or chance() < 0.6
        odd = is_wild and chance() < 0.1
        fields["unrecognised"] = (pick(("conditions", "patterns", "red_flags")),) if odd else ()
        other, products = self._other(rng, "other" in wild)
        fields |= other
        is_wild = "medicines" in wild
        numbers = some(rng, self.every if is_wild else self.calm, pick((0, 0, 1, 2, 3)))
        taken = tuple((n, tuple(sorted(some(rng, TIMES, pick((0, 0, 1, 2)))))) for n in numbers)
        fields["medicines_known"] = not is_wild or chance() < 0.7
        standard = "us" if chance() < 0.4 else pick(self.standards)
        told = [f"{self.behaviours[n].label} {t}" for n, t in taken]
        told += [product.text for product in products]
        key = f"{standard} {';'.join((*told, *map(str, fields.values())))}"
        fields["medicines"], fields["products"] = self.uses(taken), products
        return Drawn(fields, standard, taken, key)

    def _kidneys(self, rng: Random, months: int, sex: Sex, wild: bool) -> dict[str, Any]:
        kidney, egfr = Kidney.NORMAL, None
        creatinine: Creatinine | None = None
        if wild:
            kidney = rng.choice((*Kidney, Kidney.UNKNOWN, Kidney.NORMAL))
            egfr = rng.choice(self.egfrs) if rng.random() < 0.5 else None
            if rng.random() < 0.4:
                creatinine = rng.choice(domain.creatinines(months // 12, sex))
        return {"kidney": kidney, "egfr": egfr, "creatinine": creatinine}

    def _other(self, rng: Random, wild: bool) -> tuple[dict[str, Any], tuple[ProductUse, ...]]:
        products: Sequence[ProductUse] = ()
        if not wild:
            mg, known = rng.choice(self.little), True
        else:
            mg, known = rng.choice((None, *self.others)), rng.random() < 0.6
            if rng.random() < 0.4:
                products = some(rng, self.products, rng.choice((1, 1, 2)))
        return {"other_magnesium_mg": mg, "other_magnesium_known": known}, tuple(products)

    # judging --------------------------------------------------------------------------------------

    def _one(self, drawn: Drawn, tally: Tally) -> None:
        at = drawn.key
        tally.inputs += 1
        tally.seen += hashlib.blake2b(at.encode(), digest_size=8).digest()
        try:
            plan = advise(Profile(**drawn.fields), self.k, drawn.standard)
        except DoseLimitError as error:
            tally.wrong(at, f"a guard fell: {error}")
            return
        tally.rungs[plan.disposition.value] += 1
        if isinstance(plan, Refusal):
            tally.reasons.update({f.code for f in plan.findings if f.at_least is plan.disposition})
        wrong = by_the_rules(drawn, plan)
        if self._staged:
            wrong += self._by_stages(drawn, plan)
        for what in wrong:
            tally.wrong(at, what)
        steps = plan.steps if isinstance(plan, Plan) else ()
        codes = " ".join(sorted({f.code for f in plan.findings}))
        told = [tuple(step) for step in steps]
        said = f"{at} {plan.disposition} {plan.ceiling_mg} {told} {codes}\n"
        tally.answers.update(said.encode())

    def _by_stages(self, drawn: Drawn, plan: Plan | Refusal) -> list[str]:
        """What differs from what the stages say by themselves. A stage is shown the medicines that
        matter to it, and of the patterns only a pregnancy where no other matters."""
        values = {**drawn.fields, "standard": drawn.standard}
        expects = "pregnancy" in values["patterns"]
        life = {**values, "patterns": domain.EXPECTING if expects else ()}
        taken, main = drawn.taken, values["patterns"][:1]
        person, kidney = self._stage("person", life), self._stage("kidney", life)
        said = [person, kidney, *(self._stage(name, values) for name in ALONE)]
        if person[2].pregnant:
            said.append(self._stage("pressure", life))
        if kidney[2].unknown:
            asking = tuple(t for t in taken if self.behaviours[t[0]].asks_kidneys)
            said.append(self._stage("risk", life, asking))
        bring = tuple(t for t in taken if self.behaviours[t[0]].use.brings_magnesium)
        magnesium = self._stage("magnesium", values, bring)
        windows = tuple(t for t in taken if t[1] or self.behaviours[t[0]].shape != "-")
        said += [magnesium, self._stage("day", values, windows)]
        if values["check_form"]:
            avoiding = tuple(t for t in taken if self.behaviours[t[0]].avoids)
            said.append(self._stage("form", values, avoiding))
        place = PLACES[kidney[2].context]
        said += [
            (b.effects[place], b.codes[place], None) for b in (self.behaviours[n] for n, _ in taken)
        ]
        rest = {"intake": person[2].intake, "other_mg": magnesium[2].mg}
        room = self._stage("room", rest)
        said.append(room)
        left = room[2].remaining_mg
        if left > texts.AT_ONCE:
            said.append(self._stage("second", {**values, **SECOND, "patterns": main}, windows))
        whole = together(s[0] for s in said)
        codes = frozenset().union(*(s[1] for s in said))
        if not whole.shows:  # nothing is said of the times of a dose that is not shown
            codes -= SECOND_CODES
        wrong = []
        if plan.disposition.rank != whole.rung:
            wrong.append(f"rung {plan.disposition} is not that of its stages, {whole}")
        ceiling = min((left, *whole.caps)) if whole.shows else 0
        if plan.ceiling_mg != ceiling:
            wrong.append(f"ceiling {plan.ceiling_mg} is not that of its stages, {ceiling}")
        if isinstance(plan, Plan):
            older = values["age_months"] >= texts.OLDER
            if plan.steps != texts.steps(ceiling, older, whole.steady):
                wrong.append(f"steps {plan.steps} are not those of the protocol under {ceiling}")
        told = {f.code for f in plan.findings} - LATER
        if told != codes:
            wrong.append(f"codes differ from those of its stages: {sorted(told ^ codes)}")
        return wrong

    def _stage(
        self, name: str, values: dict[str, Any], taken: tuple[tuple[int, tuple[int, ...]], ...] = ()
    ) -> Said:
        """What a stage says, asked once for the same answers."""
        key = (name, taken, *(values[field] for field in self._reads[name]))
        found = self._said.get(key)
        if found is None:
            findings, value = self.walker.ask(name, {**values, "medicines": self.uses(taken)})
            found = effect(findings), frozenset(f.code for f in findings), value
            self._said[key] = found
        return found

    def uses(self, taken: Iterable[tuple[int, tuple[int, ...]]]) -> tuple[MedicineUse, ...]:
        """Medicines by number, at their times."""
        found = []
        for number, times_ in taken:
            use = self.behaviours[number].use
            found.append(use._replace(times=times_) if times_ else use)
        return tuple(found)


def some(rng: Random, things: Sequence[Any], count: int) -> list[Any]:
    """As ``rng.sample``, sooner where few are drawn."""
    if count < 2:
        return [rng.choice(things)] if count else []
    return rng.sample(things, count)


def by_the_rules(drawn: Drawn, plan: Plan | Refusal) -> list[str]:
    """What breaks a rule that can be read off the answers."""
    f, wrong = drawn.fields, []
    months, rung = f["age_months"], plan.disposition.rank
    least, unknown = _least(f)
    if rung < least:
        wrong.append(f"{plan.disposition} where rung {least} is asked for")
    limit, most = plan.intake.ul_mg, texts.upper_limit(months)
    if (limit is None) != (most is None) or (limit or 0) > (most or 0):
        wrong.append("a limit above the US one")
    if isinstance(plan, Refusal):
        return wrong if plan.ceiling_mg == 0 else [*wrong, "a refusal with a ceiling"]
    stated = (f["other_magnesium_mg"] or 0) + sum(p.mg or 0 for p in f["products"])
    left = max(0, (limit or 0) - stated)
    if rung > texts.CHECK_FIRST or months < texts.ADULT or left < texts.LEAST_ROOM:
        wrong.append("a dose where none may be")
    caps = [left, texts.ADULT_CAP]
    caps += [texts.OLDER_CAP] if months >= texts.OLDER else []
    caps += [texts.UNKNOWN_CAP] if unknown else []
    if not 0 < plan.ceiling_mg <= min(caps):
        wrong.append(f"a ceiling of {plan.ceiling_mg} mg above {min(caps)} mg")
    if len(plan.steps) > 1 and (unknown or f["stool"] is Stool.LOOSE):
        wrong.append("an increase where none may be")
    before = 0
    for step in plan.steps:
        fits = before < step.mg_per_day <= plan.ceiling_mg
        parts = step.intakes_mg
        if not fits or sum(parts) != step.mg_per_day or not 0 < min(parts) <= max(parts) <= 200:
            wrong.append(f"a step of {step}")
        before = step.mg_per_day
    arcs = times.arcs(f["medicines"])
    if not all(times.keeps(arcs, time) for time in plan.timing.schedule.times):
        wrong.append("an intake inside the window of a medicine")
    return wrong


def _least(f: dict[str, Any]) -> tuple[int, bool]:
    """The least rung that the answers ask for, and whether something is unknown."""
    rung, kidneys_unknown = texts.kidneys(
        f["age_months"], f["sex"], domain.expects(f), domain.unsaid(f), f["kidney"], f["egfr"],
        f["creatinine"],
    )  # fmt: skip
    rungs = [rung, *(texts.CONDITIONS.get(name, 0) for name in f["conditions"])]
    rungs += [texts.SIGNS.get(name, 0) for name in f["red_flags"]]
    rungs += [texts.PATTERNS.get(name, 0) for name in f["patterns"]]
    uses: tuple[MedicineUse, ...] = f["medicines"]
    unknown = kidneys_unknown or bool(f["unrecognised"]) or any(not u.resolved for u in uses)
    unknown = unknown or not all(f[name] for name in KNOWN)
    risk = f["age_months"] >= texts.OLDER or not texts.ASKS_KIDNEYS.isdisjoint(f["conditions"])
    if (kidneys_unknown and risk) or f["age_months"] < texts.ADULT:
        rungs.append(texts.CLINICIAN)
    if f["age_months"] < texts.INFANT:
        rungs.append(texts.DO_NOT)
    if unknown or domain.expects(f) or domain.unsaid(f):
        rungs.append(texts.CHECK_FIRST)
    if any(product.mg is None for product in f["products"]):
        rungs.append(texts.NO_ROOM)
    for use in uses:
        for match in use.matches:
            if match.route in ("oral", "unknown"):
                letters = [
                    g.letter for r in match.interactions for g in r.grades if g.when == "always"
                ]
                rungs += [texts.LETTERS.get(letter, 0) for letter in letters]
    return max(rungs), unknown
