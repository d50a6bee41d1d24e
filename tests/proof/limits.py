"""The limit and the steps: everybody, beside every amount of other magnesium, with everything that the
other stages can say of a dose. The core's own functions give each ceiling and each step."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import Any, NamedTuple

from magadvise import DoseLimitError, limit
from magadvise.advice import dosing
from magadvise.batch.columnar import view
from magadvise.model import LADDER
from proof import domain, texts
from proof.domain import Values
from proof.tally import Effect, Result, Tally, effect
from proof.walk import Walker, canonical

PARTS = 4  # of the ages, for each standard
EVERY_MG = 5  # of other magnesium, up to the limit, beside the boundaries
RUNGS = [rung.value for rung in LADDER]


def amounts(limit_mg: int | None) -> list[int]:
    """Other magnesium, mg: every boundary, and what lies between them in small steps."""
    return sorted({*domain.others(limit_mg), *range(0, limit_mg or 0, EVERY_MG)})


class Joined:
    """Effects by number, and the number of two at once."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []
        self._numbers: dict[Effect, int] = {}
        self._joined: dict[tuple[int, int], int] = {}

    def number(self, one: Effect) -> int:
        found = self._numbers.setdefault(one, len(self.effects))
        if found == len(self.effects):
            self.effects.append(one)
        return found

    def both(self, a: int, b: int) -> int:
        found = self._joined.get((a, b))
        if found is None:
            one = self.effects[a].joined(self.effects[b])
            found = self._joined[a, b] = self.number(one)
        return found


class Doses(NamedTuple):
    """What those who are alike may take: the most of the last step for each amount of other magnesium
    and each effect, how many stand on each rung, and what is wrong."""

    shown: array[int]
    rungs: Counter[str]
    wrong: list[tuple[str, str]]


class Limits:
    """What everybody may take. ``said`` are the effects of the other stages, with all unions."""

    def __init__(self, walker: Walker, said: list[Effect]) -> None:
        self.walker = walker
        self.k = walker.k
        self.joined = Joined()
        self.said = [self.joined.number(one) for one in said]
        # For each effect the places of those before it that it holds: none of them may allow less.
        self.under = [
            [j for j, b in enumerate(said[:i]) if b.joined(a) == a] for i, a in enumerate(said)
        ]
        self._rooms: dict[tuple[Any, int], tuple[int, int]] = {}
        self._doses: dict[tuple[int, Any, int], Doses] = {}

    def walk(self, standard: str, part: int) -> Result:
        """One part of the ages under one standard."""
        tally = Tally("limit")
        every = self.walker.every
        number = 31 * [*self.k.standards].index(standard)  # a slice meets others under each
        for months in domain.ages(self.k)[part::PARTS]:
            self._doses.clear()
            for values in domain.people(self.k, months, standard):
                number += 1
                if number % every == 0:
                    self._person(values, tally)
        return tally.result()

    def _person(self, values: Values, tally: Tally) -> None:
        """Asked once for all who are alike in whatever the limit and the steps are shown: the age in
        months, the whole reference band, and what is said of the person."""
        findings, value = self.walker.ask("person", values)
        months, own = values["age_months"], self.joined.number(effect(findings))
        alike = months, value.intake, own
        doses = self._doses.get(alike)
        if doses is None:
            doses = self._doses[alike] = self._all_doses(months, value.intake, own)
            tally.asked += len(doses.shown)
        at = canonical(values)
        for what, where in doses.wrong:
            tally.wrong(f"{at} {where}", what)
        tally.inputs += len(doses.shown)
        tally.rungs.update(doses.rungs)
        tally.answers.update(f"{at}\n".encode() + doses.shown.tobytes())

    def _all_doses(self, months: int, intake: Any, own: int) -> Doses:
        """Beside each amount of other magnesium and each effect."""
        everything = [self.joined.both(own, one) for one in self.said]
        doses = Doses(array("H"), Counter(), [])
        before: list[int] | None = None
        for other in amounts(intake.ul_mg):
            left, room = self._room(intake, other)
            if left != max(0, ((texts.upper_limit(months) and intake.ul_mg) or 0) - other):
                doses.wrong.append(("not what is left under the limit", f"other={other}"))
            case = view.case({"age_months": months}, self.k, intake=intake, other_mg=other)
            effects = [self.joined.effects[self.joined.both(each, room)] for each in everything]
            shown = self._beside(case, left, effects, doses)
            if before and any(now > then for now, then in zip(shown, before, strict=True)):
                doses.wrong.append(("more other magnesium raised a dose", f"other={other}"))
            for most, held in zip(shown, self.under, strict=True):
                if most and any(shown[one] < most for one in held):
                    doses.wrong.append(("more findings raised a dose", f"other={other}"))
            before = shown
            doses.shown.extend(shown)
        return doses

    def _room(self, intake: Any, other: int) -> tuple[int, int]:
        found = self._rooms.get((intake, other))
        if found is None:
            findings, value = self.walker.ask("room", {"intake": intake, "other_mg": other})
            number = self.joined.number(effect(findings))
            found = self._rooms[intake, other] = (value.remaining_mg, number)
        return found

    def _beside(self, case: Any, left: int, effects: list[Effect], doses: Doses) -> list[int]:
        """For each effect the most of the last step, mg a day; 0 where no dose is shown."""
        shown = []
        remaining = limit.remaining(case.intake.ul_mg, case.other_mg)
        for said in effects:
            ceiling = limit.lowest(remaining, said.caps)
            if ceiling != min((left, *said.caps)):
                where = f"other={case.other_mg} {said}"
                doses.wrong.append(("not the lowest of limit and caps", where))
            doses.rungs[RUNGS[said.rung]] += 1
            shown.append(self._dose(case, left, ceiling, said, doses) if said.shows else 0)
        return shown

    def _dose(self, case: Any, left: int, ceiling: int, said: Effect, doses: Doses) -> int:
        steps = dosing.steps(case, ceiling, no_increase=said.steady)
        parts = [(step.mg_per_day, step.intakes_mg) for step in steps]
        wrong = []
        try:
            limit.guard(ceiling, case.intake.ul_mg, case.other_mg, parts, texts.AT_ONCE)
        except DoseLimitError as error:
            wrong.append(f"a guard fell: {error}")
        months = case.profile.age_months
        older = months >= texts.OLDER
        if (
            steps != texts.steps(ceiling, older, said.steady)
            or months < texts.ADULT
            or left < texts.LEAST_ROOM
            or ceiling > (texts.OLDER_CAP if older else texts.ADULT_CAP)
            or said.rung > texts.CHECK_FIRST
        ):
            wrong.append("not this dose")
        for what in wrong:
            where = f"other={case.other_mg} {said}: {ceiling} {steps}"
            doses.wrong.append((what, where))
        return steps[-1].mg_per_day if steps else 0


def room(walker: Walker, _: int, tally: Tally) -> None:
    """What is left under each limit, and what is said of it."""
    intakes = [
        walker.ask("person", next(domain.people(walker.k, months, standard)))[1].intake
        for months in domain.ages(walker.k)
        for standard in walker.k.standards
    ]
    for ul in sorted({intake.ul_mg or 0 for intake in intakes}):
        intake = next(i for i in intakes if (i.ul_mg or 0) == ul)
        for other in domain.others(intake.ul_mg):
            at = f"limit={intake.ul_mg} other={other}"
            findings, value = walker.ask("room", {"intake": intake, "other_mg": other})
            found = tally.found(at, findings)
            left = max(0, ul - other)
            tally.need(value.remaining_mg == left, at, "not what is left under the limit")
            small = intake.ul_mg is not None and left < texts.LEAST_ROOM
            tally.need(not small or found.rung >= texts.NO_ROOM, at, "a dose without room")


WALKS = {"room": (room, 1)}
