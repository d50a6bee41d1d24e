"""Lists of medicines in columns: split once, each distinct name resolved once, joined back as bits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from magadvise import keys
from magadvise.advice import timing
from magadvise.batch.columnar import spelling, view
from magadvise.batch.columnar.effects import Effects
from magadvise.batch.columnar.grown import Folded, Grown, Ids, Ints, Told, distinct, each
from magadvise.batch.columnar.stages import MEDICINE
from magadvise.door import counted
from magadvise.knowledge.rows import Knowledge
from magadvise.medicines import products
from magadvise.medicines.resolve import leftovers, resolve
from magadvise.model import MedicineUse
from magadvise.rules import case as cases
from magadvise.rules import registry
from magadvise.rules.medicines import near_risk, unresolved_windows

# What a list says, as bits of each of its items.
NONE, UNKNOWN, NAME, UNRESOLVED, KIDNEY, BRINGS, WINDOW, PARTS, EXACT, WORDS, AMOUNT, NUMBER = (
    1 << n for n in range(12)
)
AS_WRITTEN = EXACT | AMOUNT | NUMBER
AVOID = 12  # the first bit of the classes that rule a form out
MOST_CONTEXTS = 16
Gap = tuple[int, Any, Any, bool]
Named = tuple[int, int, int]  # meaning, mask, ingredients


class Items(NamedTuple):
    """The items of the lists of a block. ``token`` is the number of the name of each, ``same`` its
    place in ``names``, which two spellings share (-1: not asked), ``row`` the row it stands in;
    ``starts`` tells where each row begins (every row has at least one item, if only an empty one).
    ``texts`` are the texts as written."""

    token: Ids
    same: Ids
    row: Ints
    starts: Ints
    texts: Any
    names: Any


class Medicines:
    """Names, and what they mean. ``mask`` and ``meaning`` are by number of the name."""

    def __init__(self, knowledge: Knowledge, effects: Effects) -> None:
        self.knowledge = knowledge
        self.texts: list[str] = []
        self.mask = Grown(np.uint32)
        self.meaning = Grown(np.int32)
        self.shape = Grown(np.int32)  # by meaning: gaps at the usual times
        self.uses: list[MedicineUse] = []  # by meaning
        self.shapes: Told[frozenset[Gap]] = Told([frozenset()])
        self._once_a_day: dict[int, frozenset[Gap]] = {}
        self.timed: dict[tuple[int, tuple[int, ...]], int] = {}
        self.calls = 0
        self.windows = self.clock = 0
        self._contexts: Told[tuple[bool, ...]] = Told()
        self._people: list[Mapping[str, Any]] = []
        self._effects = effects
        self._bits = Grown(np.uint64, effects.words)  # by meaning and context
        self._known = Grown(np.bool_)
        self._ids: dict[str, int] = {}
        self._meanings: Told[Any] = Told()
        self._avoided = tuple(
            dict.fromkeys(row.when for row in knowledge.form_avoid if row.when != "always")
        )
        self._masks: list[int] = []  # by meaning
        self._forms, self._numbered, self._numbers = spelling.names(knowledge)
        self._canonical: dict[str, Named] = {}
        self._bases: dict[str, MedicineUse] = {}  # of names of which an amount counts
        self._unlike: dict[tuple[str, ...], int] = {}  # meanings of unknown names, by suggestions
        self._strangers: set[int] = set()  # those meanings
        self.parts: Told[frozenset[str]] = Told()  # ingredients
        self.part = Grown(np.int32)  # by name
        self._meaning(MedicineUse("", (), True))  # 0: no name at all

    def __len__(self) -> int:
        return len(self._ids)

    # names ---------------------------------------------------------------------------------------

    def items(self, column: Any, timed: npt.NDArray[np.bool_]) -> Items:
        """The items of a column of texts. ``timed`` are the rows that give times of day."""
        lists = pc.split_pattern(pc.replace_substring(column, "|", ";"), ";")
        texts = lists.values
        tokens = self._tokens(spelling.bare(texts))
        self._as_written(texts, tokens)
        offsets = lists.offsets.to_numpy().astype(np.int64)
        counts = np.diff(offsets)
        row = np.repeat(np.arange(len(counts)), counts)
        same = np.full(len(texts), -1, np.int32)
        items = Items(tokens, same, row, offsets[:-1], texts, None)
        names = self._once(items, self._compared(items, counts, timed))
        return items._replace(names=names)

    def _as_written(self, texts: Any, tokens: Ids) -> None:
        """Look up anew where what was left out counts: an amount, or a number that is part of a name.
        A word for nothing is one only where it stands alone: "none 10 mg" is none of them."""
        mask = self.mask.array().take(tokens)
        at = np.flatnonzero((mask & (NONE | UNKNOWN | AS_WRITTEN)) > 0)
        written = spelling.taken(texts, at)
        plain = spelling.plain(written)
        alone = pc.equal(pc.ascii_trim_whitespace(pc.ascii_lower(written)), plain)
        word = (mask[at] & (NONE | UNKNOWN)) > 0
        whole = word & ~(alone.to_numpy(False) & self._whole(plain))
        exact = ((mask[at] & AS_WRITTEN) > 0) & ~word
        for which, source in ((exact, plain), (whole, written)):
            tokens[at[which]] = self._tokens(source.filter(pa.array(which)))
        long = np.flatnonzero(pc.binary_length(texts).to_numpy() > keys.LONGEST)
        written = spelling.taken(texts, long)
        never = pc.greater(pc.utf8_length(written), keys.LONGEST)  # is a text so long a name
        tokens[long[never.to_numpy(False)]] = self._tokens(written.filter(never))

    def _whole(self, plain: Any) -> npt.NDArray[np.bool_]:
        """Texts that are one of the words for nothing, and no more."""
        found: npt.NDArray[np.bool_] = pc.is_in(plain, pa.array(["none", "unknown"])).to_numpy(
            False
        )
        return found

    def _tokens(self, texts: Any) -> Ids:
        return each(texts, self._ids, self.id)

    def _compared(self, items: Items, counts: Ints, timed: npt.NDArray[np.bool_]) -> Ints:
        """The items of which it matters whether they stand twice in a list: nothing else changes when
        a medicine that is understood is named again."""
        mask = self.mask.array().take(items.token)
        parts = np.zeros(len(counts), bool)
        parts[items.row[(mask & PARTS) > 0]] = True
        look = (mask & (UNRESOLVED | BRINGS)) > 0
        several = np.add.reduceat(look, items.starts, dtype=np.int32) > 1 if len(counts) else parts
        whole = timed | (parts & (counts > 1))
        return np.flatnonzero(
            ((look & several[items.row]) | whole[items.row]) & ((mask & NAME) > 0)
        )

    def _once(self, items: Items, at: Ints) -> Any:
        """A name that stands twice in a list counts as first written; the second becomes nothing.
        Returns the distinct names of these items, as two spellings share them."""
        texts = spelling.same(spelling.taken(items.texts, at)).dictionary_encode()
        items.same[at] = texts.indices.to_numpy()
        key = (items.row[at] << 32) | items.same[at]
        again = np.ones(len(at), bool)
        again[np.unique(key, return_index=True)[1]] = False
        items.token[at[again]] = self.id("")
        items.same[at[again]] = -1
        return texts.dictionary

    def id(self, text: str) -> int:
        """The number of a name; blanks around it do not count."""
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = self._added(text.strip())
        return found

    def use(self, token: int) -> MedicineUse:
        """What a name stands for, with its own text."""
        meant = self.uses[int(self.meaning.array()[token])]
        return meant._replace(text=self.texts[token])

    def _added(self, text: str) -> int:
        word = text.casefold()
        mask = {"": 0, "none": NONE, "unknown": UNKNOWN}.get(word, NAME)
        meaning, part = 0, self.parts.id(frozenset())
        if mask == NAME:
            meaning, mask, part = self._understood(text)
            mask |= PARTS if spelling.cut(text) else 0
        self.texts.append(text)
        self.mask.append(mask)
        self.meaning.append(meaning)
        self.part.append(part)
        return len(self.texts) - 1

    def _understood(self, text: str) -> Named:
        """What a name means: as the text that stands for it, unless what was left out may matter."""
        canonical = self._forms.canonical(text)
        known = self._by_canonical(canonical)
        mask = known[1]
        if canonical == text or not mask & (AS_WRITTEN | WORDS):
            return known
        if mask & (EXACT | WORDS):
            return self._named(text)
        if mask & NUMBER and self._numbers.inside(keys.key(text).split()):
            return self._named(text)
        if mask & AMOUNT:
            use = counted(self._bases[canonical], text, self.knowledge)
            return self._known_as(text, use, AMOUNT)
        return known

    def _by_canonical(self, canonical: str) -> Named:
        known = self._canonical.get(canonical)
        if known is None:
            known = self._without_route(canonical) or self._named(canonical)
            self._canonical[canonical] = known
        return known

    def _without_route(self, canonical: str) -> Named | None:
        """What a name of which nothing is known means: the same with and without its route."""
        bare = self._forms.bare(canonical)
        if bare == canonical or spelling.cut(bare):
            return None
        known = self._by_canonical(bare)
        like = known[0] in self._strangers and not known[1] & (AS_WRITTEN | WORDS)
        return known if like else None

    def _named(self, text: str) -> Named:
        base = resolve(text, self.knowledge.medicines)
        use = counted(base, text, self.knowledge)
        exact = self._exact(text, use)
        if exact & AMOUNT:
            self._bases[text] = base
        return self._known_as(text, use, exact)

    def _known_as(self, text: str, use: MedicineUse, exact: int) -> Named:
        meaning = self._meaning(use)
        mask = NAME | self._masks[meaning] | exact
        part = self.parts.id(frozenset(match.ingredient for match in use.matches))
        return meaning, mask, part

    def _exact(self, text: str, use: MedicineUse) -> int:
        """What matters of that which was left out. ``AMOUNT``: an amount of magnesium, or the words
        between those of a product. ``NUMBER``: a number that may be part of a name. ``EXACT``: all of
        it, where words tell what a medicine is for. ``WORDS``: the form, as some names are compared
        with all the words."""
        if spelling.says_for(text):
            return EXACT
        bare = self._forms.bare(text)
        found = NUMBER if self._numbered.inside(keys.bare(bare).split()) else 0
        asked = not use.resolved or use.brings_magnesium  # whether it may be a product
        if asked and products.mentions(text, self.knowledge.products):
            found |= AMOUNT
        if not use.resolved and " " in bare:
            compared = leftovers(text, self.knowledge.medicines)
            found |= WORDS if any(" " in part for part in compared) else 0
        return found

    def _meaning(self, use: MedicineUse) -> int:
        """Two names of one meaning differ only in what no rule reads: words and ingredients."""
        if use.matches or use.resolved or use.product is not None:
            return self._meant(use)
        found = self._unlike.get(use.suggestions)
        if found is None:
            found = self._unlike[use.suggestions] = self._meant(use)
            self._strangers.add(found)
        return found

    def _meant(self, use: MedicineUse) -> int:
        case = view.case({}, self.knowledge)
        matches = tuple(
            (m.classes, m.route, tuple(i.id for i in m.interactions), m.kidney_question,
             bool(m.cramp_effect), m.usual_times)
            for m in use.matches
        )  # fmt: skip
        near = None
        if not use.resolved:
            near = near_risk(use), unresolved_windows(case, use), bool(use.may_ask_kidneys)
        found = self._meanings.id((matches, near, use.product, use.mg, use.brings_magnesium))
        if found == len(self.uses):
            self.uses.append(use._replace(suggestions=()))
            self.shape.append(self._shape(use))
            self._masks.append(self._mask(use))
            for _ in range(MOST_CONTEXTS):
                self._bits.append(0)
                self._known.append(False)
        return found

    def _shape(self, use: MedicineUse) -> int:
        if use.times:
            self.clock += 1
        else:
            self.windows += 1
        case = view.case({"medicines": (use,)}, self.knowledge)
        return self.shapes.id(frozenset(gap[1:] for gap in timing.gaps(case)))

    def _mask(self, use: MedicineUse) -> int:
        case = view.case({"medicines": (use,)}, self.knowledge)
        mask = 0 if use.resolved else UNRESOLVED
        if use.may_ask_kidneys or any(match.kidney_question for _, match in case.active()):
            mask |= KIDNEY
        if use.mg is not None or use.brings_magnesium:
            mask |= BRINGS
        if self.shape.array()[-1]:
            mask |= WINDOW
        taken = cases.classes_taken(case)
        for number, drug_class in enumerate(self._avoided):
            if drug_class in taken:
                mask |= 1 << (AVOID + number)
        return mask

    # people --------------------------------------------------------------------------------------

    def context(self, holds: tuple[bool, ...], person: Callable[[], Mapping[str, Any]]) -> int:
        """The number of a context; ``person`` gives the answers of somebody it holds for."""
        found = self._contexts.id(holds)
        if found == len(self._people):
            self._people.append(person())
        return found

    def bits(self, items: Items, context: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
        """The findings of each row's list. ``context`` is by row."""
        key = self.meaning.array().take(items.token) * MOST_CONTEXTS + context[items.row]
        named = (self.mask.array().take(items.token) & NAME) > 0
        new = named & ~self._known.array()[key]
        if new.any():
            for k in distinct(key[new])[1]:
                if not self._known.array()[k]:  # an answer may hold for more than one context
                    self._ask(*divmod(k, MOST_CONTEXTS))
        found = self._bits.array().take(key, axis=0)
        found[~named] = 0
        return np.bitwise_or.reduceat(found, items.starts, axis=0)

    def _ask(self, meaning: int, context: int) -> None:
        """The findings of one medicine: the same for all where no rule looks at the person."""
        self.calls += 1
        use = {"medicines": (self.uses[meaning],)}
        at: Iterable[int] = [context]
        try:
            findings = list(registry.evaluate(view.case(use, self.knowledge), MEDICINE))
            at = range(MOST_CONTEXTS)
        except view.UndeclaredRead:
            person = {**self._people[context], **use}
            case = view.case(person, self.knowledge, egfr=person["computed"])
            findings = list(registry.evaluate(case, MEDICINE))
        bits = self._effects.bits(findings)
        for number in at:
            self._bits.array()[meaning * MOST_CONTEXTS + number] = bits
            self._known.array()[meaning * MOST_CONTEXTS + number] = True

    # windows -------------------------------------------------------------------------------------

    def shape_at(self, meaning: int, times: tuple[int, ...]) -> int:
        """The gaps of a medicine at these times: those of one time, at each of them."""
        found = self.timed.get((meaning, times))
        if found is None:
            once = self._once_a_day.get(meaning)
            if once is None:
                shape = self._shape(self.uses[meaning]._replace(times=(0,)))
                once = self._once_a_day[meaning] = self.shapes.items[shape]
            gaps = frozenset((at, *gap[1:]) for gap in once for at in times)
            found = self.timed[meaning, times] = self.shapes.id(gaps)
        return found


class Windows:
    """Gaps of all medicines of a row, as one number."""

    def __init__(self, medicines: Medicines) -> None:
        self._medicines = medicines
        self._folded = Folded()
        self._unions: Told[frozenset[Gap]] = Told([frozenset()])
        self._of = Grown(np.int32)

    def ids(self, rows: Ints, shapes: npt.NDArray[Any], size: int) -> Ids:
        """``rows`` and ``shapes`` are those of single medicines, in any order."""
        both = np.unique((rows.astype(np.int64) << 32) | shapes)
        folded = self._folded.ids(both >> 32, both & 0xFFFFFFFF, size)
        known = len(self._of.array())
        for combination in self._folded.lists[known:]:
            items = self._medicines.shapes.items
            union = frozenset[Gap]().union(*(items[shape] for shape in combination))
            self._of.append(self._unions.id(union))
        found: Ids = self._of.array()[folded]
        return found
