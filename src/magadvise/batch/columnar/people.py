"""The tables of the columnar engine: what was read and asked once, kept from block to block."""

from __future__ import annotations

import numpy as np

from magadvise.batch.columnar import stages
from magadvise.batch.columnar.cells import (
    GROUPS,
    Ages,
    Amounts,
    Cells,
    Clocks,
    Lists,
    Products,
    Standards,
    Tests,
    Words,
)
from magadvise.batch.columnar.effects import Effects
from magadvise.batch.columnar.grown import Told
from magadvise.batch.columnar.magnesium import Beside
from magadvise.batch.columnar.medicines import Medicines, Windows
from magadvise.batch.columnar.outcome import NO_MG
from magadvise.batch.columnar.stages import SINGLE, Stage
from magadvise.batch.columnar.times import DoseTimes
from magadvise.errors import Problem
from magadvise.knowledge.rows import Knowledge

KINDS: dict[str, type[Cells]] = {
    "age": Ages, "sex": Words, "pregnant": Words, "breastfeeding": Words, "kidney": Words,
    "stool": Words, "egfr": Tests, "creatinine": Tests, "patterns": Lists, "conditions": Lists,
    "red_flags": Lists, "bedtime": Clocks, "wake": Clocks, "check_dose_mg": Amounts,
    "standard": Standards, "products": Products,
}  # fmt: skip
LIFE = ("age_months", "sex", "pregnant", "patterns")
TESTS = (*LIFE, "kidney", "egfr", "creatinine")
CLOCKS = ("medicines", "patterns", "bedtime", "wake")
MAGNESIUM = ("medicines", "products", "other_magnesium_mg", "other_magnesium_known")
ROOM = ("intake", "other_mg")


def mg(value: int | None) -> int:
    """Milligrams for an array of integers."""
    return NO_MG if value is None else value


class Tables:
    """Cells, names and stages of one knowledge and standard."""

    def __init__(self, knowledge: Knowledge, standard: str, problems: Told[Problem | None]) -> None:
        self.knowledge = knowledge
        self.standard = standard
        self.standards = [*knowledge.standards]
        self.problems = problems
        self.effects = Effects(knowledge)
        self.cells = {
            group: KINDS.get(group, Cells)(group, knowledge, problems)
            for group, questions in GROUPS.items()
            if questions
        }
        self.medicines = Medicines(knowledge, self.effects)
        self.times = DoseTimes(self.medicines)
        self.windows = Windows(self.medicines)
        self.beside = Beside()
        self.days: Told[object] = Told()
        self.stages = self._stages(knowledge)

    def _stages(self, k: Knowledge) -> dict[str, Stage]:
        e = self.effects
        brought = {"mg": (np.int64, lambda v: v.mg), "known": (np.bool_, lambda v: v.known)}
        room = {
            "left": (np.int64, lambda v: v.remaining_mg),
            "second": (np.int8, lambda v: v.second),
        }
        return {
            "person": Stage(
                e, (*LIFE, "breastfeeding", "standard"), stages.person(k),
                rda=(np.int32, lambda v: mg(v.intake.rda_mg)),
                ul=(np.int32, lambda v: mg(v.intake.ul_mg)),
                bounded=(np.bool_, lambda v: v.intake.ul_mg is not None),
                pregnant=(np.int8, lambda v: v.pregnant), unsaid=(np.int8, lambda v: v.unsaid),
            ),
            "pressure": Stage(
                e, ("pregnant", "patterns", "conditions"), stages.codes_only(k, stages.PRESSURE)
            ),
            "kidney": Stage(
                e, TESTS, stages.kidney(k), unknown=(np.int8, lambda v: v.unknown),
                band=(np.int8, lambda v: v.band),
                context=(np.int8, lambda v: self.medicines.context(v.context, lambda: v.seen)),
            ),
            "risk": Stage(
                e, (*TESTS, "conditions", "medicines"),
                stages.codes_only(k, stages.RISK, kidneys=True),
            ),
            "conditions": Stage(e, ("conditions", "conditions_known"), stages.single(k, "conditions")),
            "red_flags": Stage(e, ("red_flags", "red_flags_known"), stages.single(k, "red_flags")),
            "patterns": Stage(e, ("patterns",), stages.single(k, "patterns"),
                              expectation=(np.int32, lambda v: 0)),
            "words": Stage(e, ("unrecognised",), stages.codes_only(k, SINGLE["words"])),
            "medicines_known": Stage(
                e, ("medicines_known",), stages.codes_only(k, SINGLE["medicines_known"])
            ),
            "stool": Stage(e, ("stool",), stages.codes_only(k, SINGLE["stool"])),
            "form": Stage(e, ("check_form", "medicines"), stages.codes_only(k, SINGLE["form"])),
            **{name: Stage(e, MAGNESIUM, stages.magnesium(k), **brought)
               for name in ("products", "magnesium")},
            "room": Stage(e, ROOM, stages.room(k), **room),
            "day": Stage(
                e, ("medicines",), stages.day(k),
                free=(np.int32, lambda v: self.days.id(v.free)),
                day=(np.int32, lambda v: self.days.id(v)),
            ),
            "second": Stage(e, ("medicines", "bedtime", "wake", *ROOM), stages.second(k)),
            "ceiling": Stage(e, (*ROOM, "caps"), stages.ceiling(k), mg=(np.int64, int)),
            "dose": Stage(
                e, (*ROOM, "caps", "no_increase", "age_months"), stages.dose(k),
                ceiling=(np.int64, lambda v: v.ceiling_mg), start=(np.int64, lambda v: v.start_mg),
                most=(np.int64, lambda v: v.max_mg), intakes=(np.int8, lambda v: len(v.intakes)),
            ),
            "choice": Stage(e, ("stool", "patterns", "medicines"), stages.form_choice(k)),
            "schedule": Stage(e, (*CLOCKS, "intakes"), stages.schedule(k)),
            "check": Stage(
                e, ("check_dose_mg", "check_form", "findings", "ceiling"), stages.present_dose(k),
                excess=(np.int64, lambda v: v),
            ),
        }  # fmt: skip

    @property
    def texts(self) -> int:
        """Distinct texts that are kept."""
        return sum(map(len, self.cells.values())) + len(self.medicines) + len(self.times)

    def calls(self) -> dict[str, int]:
        """Questions to the core since the beginning, by stage."""
        found = {name: stage.calls for name, stage in self.stages.items()}
        found["medicine findings"] = self.medicines.calls
        found["medicine windows"] = self.medicines.windows
        found["windows at given times"] = self.medicines.clock
        found["told by a product"] = self.beside.calls
        creatinine = self.cells["creatinine"]
        found["egfr"] = creatinine.computed.calls if isinstance(creatinine, Tests) else 0
        return found

    def forget_calls(self) -> None:
        """Start counting anew."""
        for stage in self.stages.values():
            stage.calls = 0
        self.beside.calls = 0
        self.medicines.calls = self.medicines.windows = self.medicines.clock = 0
