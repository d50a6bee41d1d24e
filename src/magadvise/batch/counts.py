"""What came of the rows of a run: counted block by block, added up, told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from magadvise.advice.plan import Plan, Refusal
from magadvise.batch import report
from magadvise.batch.sink import Target, reject_line
from magadvise.batch.sources import Item
from magadvise.errors import Problem
from magadvise.model import SEVERITIES, Severity

MOST_NAMES = 100_000  # unresolved names that are counted one by one
PIECE = 1_000_000  # rows between two saves, where a save is dear (Parquet)
COUNTERS = ("dispositions", "codes", "unresolved", "reasons")
Tick = Callable[[int, int, int, int | None], None]


class Summary(NamedTuple):
    """What came of a run. ``unresolved`` counts names of medicines, without anything of the patient.
    ``unused`` are the names of columns that were not read, ``said`` what was found out about the files.
    The most frequent stand first, then by name."""

    rows_in: int
    answered: int
    rejected: int
    left_out: int
    dispositions: Counter[str]
    codes: Counter[str]
    unresolved: Counter[str]
    reasons: Counter[str]
    worst: Severity | None
    said: tuple[str, ...]
    unused: tuple[str, ...]
    knowledge_version: str
    as_of: date | None = None
    why_left_out: Counter[str] | None = None

    def document(self) -> dict[str, Any]:
        """The JSON of ``--summary``."""
        return {
            "rows_in": self.rows_in, "answered": self.answered, "rejected": self.rejected,
            "left_out": self.left_out,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "dispositions": dict(self.dispositions),
            "codes": dict(self.codes), "unresolved": dict(self.unresolved),
            "knowledge_version": self.knowledge_version,
        }  # fmt: skip


class Block:
    """The counts of some rows, of any number of blocks."""

    def __init__(self) -> None:
        self.answered = self.rejected = 0
        self.dispositions: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.unresolved: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.worst: set[str] = set()
        self.tally = report.Tally()

    def add(self, other: Block) -> None:
        """The rows behind these. Names beyond ``MOST_NAMES`` are not counted."""
        self.answered += other.answered
        self.rejected += other.rejected
        for counter in ("dispositions", "codes", "reasons"):
            getattr(self, counter).update(getattr(other, counter))
        for text in sorted(other.unresolved):  # the same ones wherever the order is another
            if text in self.unresolved or len(self.unresolved) < MOST_NAMES:
                self.unresolved[text] += other.unresolved[text]
        self.worst |= other.worst
        self.tally.add(other.tally)

    def document(self) -> dict[str, Any]:
        """As JSON, for :meth:`of`."""
        return {
            "answered": self.answered, "rejected": self.rejected, "worst": sorted(self.worst),
            **{name: getattr(self, name) for name in COUNTERS},
            "tally": [self.tally.by_age, self.tally.by_kidney],
        }  # fmt: skip

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Block:
        """What :meth:`document` gave."""
        block = cls()
        block.answered, block.rejected = document["answered"], document["rejected"]
        block.worst = set(document["worst"])
        for name in COUNTERS:
            getattr(block, name).update(document[name])
        mine = (block.tally.by_age, block.tally.by_kidney)
        for bands, given in zip(mine, document["tally"], strict=True):
            for band, counts in given.items():
                bands[band].update(counts)
        return block


class Counts:
    """The counts of a run. ``save`` keeps blocks once their rows are written, so many of them that
    they hold ``every`` rows; ``blocks`` of them were kept by an earlier run."""

    def __init__(
        self,
        rejects: Target | None,
        progress: Tick,
        total: int | None,
        save: Callable[[Sequence[Block]], None] | None = None,
        every: int = 0,
    ) -> None:
        self.whole, self.block, self.blocks = Block(), Block(), 0
        self.cut: Callable[[], None] = lambda: None  # ends what is written, before it is saved
        self.said: list[str] = []
        self.unused: dict[str, None] = {}
        self.why_left_out: Counter[str] = Counter()
        self.as_of: date | None = None
        self._rejects = rejects
        self._progress = progress
        self._total = total
        self._save, self._every = save, every
        self._unsaved: list[Block] = []
        self._stream: Any = None
        self._before = 0

    def reading(self, stream: Any) -> None:
        """Another input is read from here on."""
        self._before += self._read()
        self._stream = stream

    def tick(self) -> None:
        """Tell how far it has come."""
        read = self._before + self._read() if self._total is not None else 0
        rejected = self.whole.rejected + self.block.rejected
        answered = self.whole.answered + self.block.answered
        self._progress(answered + rejected, rejected, read, self._total)

    def _read(self) -> int:
        if self._stream is None or self._stream.closed or self._total is None:
            return 0
        return int(self._stream.tell())

    def answer(self, advice: Plan | Refusal) -> None:
        """One row that was answered."""
        block = self.block
        block.answered += 1
        block.dispositions[advice.disposition.value] += 1
        block.codes.update(list(dict.fromkeys(f.code for f in advice.findings)))
        block.worst.update(f.severity.value for f in advice.findings)
        block.unresolved.update([use.text for use in advice.profile.medicines if not use.resolved])

    def reject(self, name: str, item: Item, problem: Problem) -> None:
        """One row that was not, with its bytes."""
        if self._rejects:
            self._rejects.stream.write(
                reject_line(
                    name, (item.line, item.start, item.end), item.raw,
                    (problem.code, problem.field, problem.message),
                )
            )  # fmt: skip
        self.block.rejected += 1
        self.block.reasons[problem.code] += 1

    def checkpoint(self) -> None:
        """All rows up to here are written."""
        block, self.block = self.block, Block()
        self.whole.add(block)
        if not self._save:
            return
        blocks = self._unsaved
        blocks.append(block)
        rows = sum(b.answered + b.rejected for b in blocks)
        if rows >= self._every or sum(len(b.unresolved) for b in blocks) >= MOST_NAMES:
            self.save()

    def save(self) -> None:
        """Keep what is not kept yet."""
        if self._save and self._unsaved:
            self.cut()
            self._save(self._unsaved)
            self._unsaved = []

    def summary(self, knowledge_version: str) -> Summary:
        """Everything at the end of a run."""
        whole = self.whole
        left_out = self.why_left_out.total()
        return Summary(
            whole.answered + whole.rejected + left_out, whole.answered, whole.rejected, left_out,
            _sorted(whole.dispositions), _sorted(whole.codes), _sorted(whole.unresolved),
            _sorted(whole.reasons),
            next((s for s in SEVERITIES if s.value in whole.worst), None),
            tuple(dict.fromkeys(self.said)), tuple(self.unused), knowledge_version, self.as_of,
            self.why_left_out,
        )  # fmt: skip


def _sorted(counter: Counter[str]) -> Counter[str]:
    return Counter(dict(sorted(counter.items(), key=lambda item: (-item[1], item[0]))))
