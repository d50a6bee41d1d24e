"""One block through the stages. Each step adds findings as bits and numbers by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from magadvise.batch.columnar import medicines as meds
from magadvise.batch.columnar.cells import GROUPS, Column
from magadvise.batch.columnar.effects import Bits
from magadvise.batch.columnar.grown import Grown, Ids, Ints, Told, distinct, pack
from magadvise.batch.columnar.magnesium import of_medicines
from magadvise.batch.columnar.outcome import MG, NO_MG, WORDS, Answers
from magadvise.batch.columnar.people import Tables
from magadvise.batch.columnar.spelling import taken
from magadvise.batch.columnar.stages import Stage
from magadvise.door import NO_SUCH_MEDICINE
from magadvise.errors import Problem
from magadvise.model import (
    LADDER,
    MALE_AND_PREGNANT,
    PATTERN_AND_NOT_PREGNANT,
    SEVERITIES,
    Finding,
    Sex,
    Tri,
)

MALE, YES, NO = list(Sex).index(Sex.MALE), list(Tri).index(Tri.YES), list(Tri).index(Tri.NO)
NONE_AND_MORE = Problem(
    "contradiction", "medications", "has none and something else",
    hint="Give none alone, or leave it out.",
)  # fmt: skip


FIELDS = {
    "age_months": "age", "conditions_known": "conditions", "red_flags_known": "red_flags",
    "other_magnesium_mg": "products", "other_magnesium_known": "products",
    **{group: group for group in GROUPS if group != "age"},
}  # fmt: skip


def _always(answers: Mapping[str, Any]) -> Callable[[int], Mapping[str, Any]]:
    return lambda row: answers


_nothing = _always({})


class Gathered:
    """The rows of one block on their way. ``odd`` are rows that the row engine must answer."""

    def __init__(self, tables: Tables, words: dict[str, Told[str | None]]) -> None:
        self.t = tables
        self.words = words

    def answer(self, rows: int, columns: Mapping[str, Column], lists: Mapping[str, Any]) -> Answers:
        """The answers of all rows but the odd ones."""
        t = self.t
        self.rows = rows
        self.v = {group: cells.ids(columns, rows) for group, cells in t.cells.items()}
        self._lists(lists)
        self.bits: Bits = np.zeros((rows, t.effects.words), np.uint64)
        self.mg = {name: np.full(rows, NO_MG, np.int64) for name in MG}
        self.out = {name: np.zeros(rows, np.int32) for name in WORDS}
        problem = self._problems()
        self._person()
        self._kidneys()
        self._named()
        self._magnesium()
        self._windows()
        self._outcome()
        self._words()
        kidney = self.t.stages["kidney"].array("band")[self.kidney].astype(np.int32)
        return Answers(problem, self.mg, self.out, self._cell("age", "months"), kidney,
                       self.bits, self.t.effects)  # fmt: skip

    # reading -------------------------------------------------------------------------------------

    def _lists(self, lists: Mapping[str, Any]) -> None:
        none = pa.array([""] * self.rows, pa.string())
        m = self.t.medicines
        clocks = lists.get("medication_times", none)
        timed = self.t.times.given(clocks)
        self.items = m.items(lists.get("medications", none), timed)
        joined = self.t.times.of(clocks, self.items, timed)
        self.item_times, self.odd, self.no_medicine = joined
        mask = m.mask.array().take(self.items.token)
        if self.rows:
            self.said = np.bitwise_or.reduceat(mask, self.items.starts)
        else:
            self.said = np.zeros(0, np.uint32)

    def _problems(self) -> Ids:
        """The first problem of each row, in the order of the door."""
        problem = np.zeros(self.rows, np.int32)
        told = self.t.problems
        pregnancy = self._cell("patterns", "pregnancy")
        pregnant = self._cell("pregnant", "part")
        male = self._cell("sex", "part") == MALE
        problem[(pregnant == NO) & (pregnancy > 0)] = told.id(PATTERN_AND_NOT_PREGNANT)
        problem[male & ((pregnant == YES) | (pregnancy > 0))] = told.id(MALE_AND_PREGNANT)
        for group in reversed(GROUPS):
            if group == "medications":
                problem[self.no_medicine] = told.id(NO_SUCH_MEDICINE)
                both = (self.said & meds.NONE > 0) & (self.said & (meds.UNKNOWN | meds.NAME) > 0)
                problem[both] = told.id(NONE_AND_MORE)
                continue
            own = self.t.cells[group].problem()[self.v[group]]
            problem = np.where(own > 0, own, problem)
        return problem

    def _cell(self, group: str, name: str) -> npt.NDArray[Any]:
        """A part of the cells of a group, by row."""
        grown: Grown = getattr(self.t.cells[group], name)
        found: npt.NDArray[Any] = grown.array().take(self.v[group])
        return found

    def answers(self, row: int, reads: Iterable[str], **more: Any) -> dict[str, Any]:
        """What one row says, of the answers that a stage reads. ``more`` was worked out before."""
        return {name: more[name] if name in more else self._answer(row, name) for name in reads}

    def _answer(self, row: int, name: str) -> Any:
        if name == "medicines":
            return self._uses(row)
        if name == "medicines_known":
            return bool(self.said[row]) and not self.said[row] & meds.UNKNOWN
        if name == "unrecognised":
            groups = ("patterns", "conditions", "red_flags")
            said = [self._fields(group, row)["unrecognised"] for group in groups]
            return tuple(dict.fromkeys(word for words in said for word in words))
        found = self._fields(FIELDS[name], row)
        return found.get(name, self.t.standard) if name == "standard" else found[name]

    def _fields(self, group: str, row: int) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.t.cells[group].values[self.v[group][row]].fields
        return found

    def _uses(self, row: int) -> tuple[Any, ...]:
        m = self.t.medicines
        start = int(self.items.starts[row])
        end = int(self.items.starts[row + 1]) if row + 1 < self.rows else len(self.items.token)
        found = []
        for at in range(start, end):
            token = int(self.items.token[at])
            if m.mask.array()[token] & meds.NAME:
                use = m.use(token)
                times = self.t.times.times.items[int(self.item_times[at])]
                found.append(use._replace(times=times) if times else use)
        return tuple(found)

    # stages --------------------------------------------------------------------------------------

    def _stage(
        self,
        name: str,
        *parts: tuple[npt.NDArray[Any], int],
        at: Ints | None = None,
        worked_out: Callable[[int], Mapping[str, Any]] | None = None,
    ) -> Ids:
        """Ask a stage for all rows, or for those of ``at``, and add its findings."""
        stage: Stage = self.t.stages[name]
        rows = np.arange(self.rows) if at is None else at
        more = worked_out or _nothing
        if not len(rows):
            return np.zeros(0, np.int32)

        def find(place: int) -> dict[str, Any]:
            row = int(rows[place])
            return self.answers(row, stage.reads, **more(row))

        ids = stage.ids(pack(*parts), find)
        if at is None:
            self.bits |= stage.bits.array().take(ids, axis=0)
        else:
            self.bits[at] |= stage.bits.array().take(ids, axis=0)
        return ids

    def _person(self) -> None:
        self.band = self._cell("age", "band")
        self.sex = self._cell("sex", "part")
        life = (
            (self.band, 9), (self.sex, 2), (self._cell("pregnant", "part"), 2),
            (self._cell("patterns", "pregnancy"), 1),
        )  # fmt: skip
        ids = self._stage(
            "person", (self.v["standard"], 16), *life, (self._cell("breastfeeding", "part"), 2)
        )
        self.person = ids
        self.mg["rda_mg"][:] = self.t.stages["person"].array("rda")[ids]
        self.ul = self.t.stages["person"].array("ul")[ids].astype(np.int64)
        self.mg["ul_mg"][:] = self.ul
        self.expects = self.t.stages["person"].array("pregnant")[ids]
        at = np.flatnonzero(self.expects)
        self._stage("pressure", (self._cell("conditions", "set")[at], 32), at=at)

    def _kidneys(self) -> None:
        tests: Any = self.t.cells["creatinine"]
        computed = tests.bands_by_formula(
            self.v["creatinine"], self._cell("age", "years"), self.sex
        )
        ids = self._stage(
            "kidney", (self._cell("age", "kidney"), 9), (self.expects, 1),
            (self.t.stages["person"].array("unsaid")[self.person], 1),
            (self._cell("kidney", "part"), 3), (self._cell("egfr", "band"), 8), (computed, 8),
        )  # fmt: skip
        self.kidney = ids
        stage = self.t.stages["kidney"]
        m = self.t.medicines
        self.bits |= m.bits(self.items, stage.array("context").take(ids))
        unknown = stage.array("unknown").take(ids)
        at = np.flatnonzero(unknown)
        asks = (self.said[at] & meds.KIDNEY) > 0
        self._stage(
            "risk",
            (self._cell("age", "named")[at], 9),
            (self._cell("conditions", "part")[at], 1),
            (asks, 1),
            at=at,
        )

    def _named(self) -> None:
        for name in ("conditions", "red_flags", "patterns"):
            self._stage(name, (self._cell(name, "set"), 40))
        odd = [self._cell(g, "unrecognised") for g in ("conditions", "red_flags", "patterns")]
        self._stage("words", (np.logical_or.reduce(odd), 1))
        known = (self.said > 0) & (self.said & meds.UNKNOWN == 0)
        self._stage("medicines_known", (known, 1))
        self._stage("stool", (self._cell("stool", "part"), 2))
        self.avoid = self.said >> meds.AVOID
        self._stage("form", (self.v["check_form"], 32), (self.avoid, 24))

    def _magnesium(self) -> None:
        m = self.t.medicines
        at = np.flatnonzero((m.mask.array().take(self.items.token) & meds.BRINGS) > 0)
        at = at[~self._told_by_product(at)]
        ids = self._stage(
            "products", (self._cell("products", "part"), 30),
            worked_out=_always({"medicines": (), "other_magnesium_mg": 0}),
        )  # fmt: skip
        # The milligrams that are told beside the products are added to whatever they bring.
        stage = self.t.stages["products"]
        self.other = self._cell("products", "mg") + stage.array("mg").take(ids)
        known = stage.array("known").take(ids)
        of_medicines(
            self.t.stages["magnesium"], m.meaning.array()[self.items.token[at]], self.items.row[at],
            m.uses, self.bits, self.other, known,
        )  # fmt: skip
        ids = self._stage("room", (self.other, 48), (self.ul + 1, 12), worked_out=self._room)
        stage = self.t.stages["room"]
        self.second = stage.array("second").take(ids)
        shown = known & self.t.stages["person"].array("bounded")[self.person]
        self.mg["remaining_mg"][shown] = stage.array("left").take(ids)[shown]

    def _told_by_product(self, at: Ints) -> npt.NDArray[np.bool_]:
        """The items (of ``at``) that are named beside a product which tells how much of it is taken."""
        cells = self.t.cells["products"].values
        told = self._cell("products", "named")[self.items.row[at]]
        beside = at[told]
        if len(beside):
            told[told] = self.t.beside.told(
                self.v["products"][self.items.row[beside]],
                self.items.token[beside].tolist(),
                taken(self.items.texts, beside).to_pylist(),
                lambda cell: cells[cell].fields["products"],
                self.t.medicines.use,
            )
        return told

    def _room(self, row: int) -> dict[str, Any]:
        intake = self.t.stages["person"].values[self.person[row]].intake
        return {"intake": intake, "other_mg": int(self.other[row])}

    def _windows(self) -> None:
        rows, shapes = self.t.times.shapes(self.items, self.item_times)
        ids = self._stage("day", (self.t.windows.ids(rows, shapes, self.rows), 24))
        stage = self.t.stages["day"]
        clock = (
            (self._cell("wake", "part"), 11), (self._cell("bedtime", "part"), 11),
            (self._cell("patterns", "when"), 3),
        )  # fmt: skip
        self.clock = ((stage.array("day").take(ids), 24), *clock)
        at = np.flatnonzero(self.second)
        awake = clock[:2]  # how many intakes a day has room for is the same for all patterns
        parts = [(part[at], bits) for part, bits in ((stage.array("free").take(ids), 24), *awake)]
        ids = self._stage("second", *parts, at=at, worked_out=self._room)
        self.one_intake = at, self.t.stages["second"].bits.array().take(ids, axis=0)

    def _outcome(self) -> None:
        """The rung of the ladder, and the dose where it shows one."""
        effects = self.t.effects
        rung = effects.rung(self.bits)
        shows = np.array([rung.shows_dose for rung in LADDER], bool)[rung]
        at, bits = self.one_intake  # where no dose is shown, nothing is said of its times
        self.bits[at[~shows[at]]] &= ~bits[~shows[at]]
        caps, caps_mg = effects.caps(self.bits)
        steady, refused = effects.steady(self.bits), effects.refused(self.bits)
        self._say("disposition", [rung.value for rung in LADDER], rung)

        def room(row: int) -> dict[str, Any]:
            held = tuple(mg for at, mg in enumerate(caps_mg) if caps[row] >> at & 1)
            return {**self._room(row), "caps": held, "no_increase": bool(steady[row])}  # fmt: skip

        self._present_dose(lambda row: effects.of(self.bits[row]), refused, caps, room)
        self.mg["ceiling_mg"][:] = 0
        rows = np.flatnonzero(shows)
        ids = self._stage(
            "dose", (self.ul[rows] + 1, 12), (self.other[rows], 24), (caps[rows], 12),
            (steady[rows], 1), (self._cell("age", "named")[rows], 9), at=rows, worked_out=room,
        )  # fmt: skip
        self._dose(rows, ids)

    def _present_dose(
        self, findings: Callable[[int], list[Finding]], refused: npt.NDArray[np.bool_], caps: Ints,
        room: Callable[[int], dict[str, Any]],
    ) -> None:  # fmt: skip
        dose = self._cell("check_dose_mg", "part")
        rows = np.flatnonzero(dose)
        if not len(rows):
            return
        ids = self._stage(
            "ceiling", (self.ul[rows] + 1, 12), (self.other[rows], 36), (caps[rows], 12), at=rows,
            worked_out=room,
        )  # fmt: skip
        ceilings = self.t.stages["ceiling"].array("mg")[ids]
        by_row = dict(zip(rows.tolist(), ceilings.tolist(), strict=True))

        def present(row: int) -> dict[str, Any]:
            return {"findings": findings(row), "ceiling": by_row[row]}

        ids = self._stage(
            "check",
            (dose[rows], 24),
            (refused[rows], 1),
            (ceilings, 16),
            at=rows,
            worked_out=present,
        )
        self.mg["check_excess_mg"][rows] = self.t.stages["check"].array("excess")[ids]

    def _dose(self, rows: Ints, ids: Ids) -> None:
        if not len(rows):
            return
        stage = self.t.stages["dose"]
        for name, part in (("ceiling_mg", "ceiling"), ("start_mg", "start"), ("max_mg", "most")):
            self.mg[name][rows] = stage.array(part)[ids]
        intakes = dict(zip(rows.tolist(), ids.tolist(), strict=True))

        def day(row: int) -> dict[str, Any]:
            return {"intakes": stage.values[intakes[row]].intakes}

        when = self._stage(
            "schedule", *((part[rows], bits) for part, bits in self.clock),
            (stage.array("intakes").take(ids), 3), at=rows, worked_out=day,
        )  # fmt: skip
        form = self._stage(
            "choice", (self._cell("stool", "part")[rows], 2), (self._cell("patterns", "part")[rows], 6),
            (self.avoid[rows], 24), at=rows,
        )  # fmt: skip
        self._say("intake_times", self.t.stages["schedule"].values, when, rows)
        self._say("form", self.t.stages["choice"].values, form, rows)

    # words ---------------------------------------------------------------------------------------

    def _words(self) -> None:
        worst = [None, *(severity.value for severity in SEVERITIES)]
        self._say("worst_severity", worst, self.t.effects.worst(self.bits))
        patterns = self.t.knowledge.patterns.values()
        main = self._cell("patterns", "part")
        self._say("expectation", [pattern.expectation for pattern in patterns], main)
        none = self.words["intake_times"].id("")
        times = self.out["intake_times"]
        times[times == 0] = none
        self._unresolved()

    def _say(self, name: str, texts: list[Any], at: npt.NDArray[Any], rows: Any = ...) -> None:
        """Write texts by their numbers."""
        told = self.words[name]
        used, keys = distinct(at)
        self.out[name][rows] = np.array([told.id(texts[k]) for k in keys], np.int32)[used]

    def _unresolved(self) -> None:
        """Names that were not understood, as they were written."""
        m, name = self.t.medicines, "unresolved_medications"
        self.out[name][:] = self.words[name].id("")
        at = np.flatnonzero((m.mask.array().take(self.items.token) & meds.UNRESOLVED) > 0)
        if not len(at):
            return
        texts = pc.utf8_trim_whitespace(taken(self.items.texts, at))
        row = self.items.row[at]
        first = np.flatnonzero(np.r_[True, row[1:] != row[:-1]])
        lists = pa.ListArray.from_arrays(pa.array(np.r_[first, len(row)].astype(np.int32)), texts)
        joined = pc.binary_join(lists, ";").dictionary_encode()
        self._say(name, joined.dictionary.to_pylist(), joined.indices.to_numpy(), row[first])
