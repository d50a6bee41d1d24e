"""Other magnesium in columns: products and single medicines are asked about apart, and added up.

A rule of magnesium speaks of one product or of one medicine, and amounts are summed; so findings and
milligrams of a row are those of its products and of each of its medicines together. Only a medicine
that a product tells of (:func:`magadvise.rules.case.answered`) does not count beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from magadvise import keys
from magadvise.batch.columnar import view
from magadvise.batch.columnar.effects import Bits
from magadvise.batch.columnar.grown import Ints
from magadvise.batch.columnar.stages import Stage
from magadvise.model import MedicineUse, ProductUse
from magadvise.rules.case import answered

Flags = npt.NDArray[np.bool_]
NO_PRODUCT: Mapping[str, Any] = {
    "products": (), "other_magnesium_mg": 0, "other_magnesium_known": True,
}  # fmt: skip


class Beside:
    """Medicines beside products: which of them a product tells of."""

    def __init__(self) -> None:
        self.calls = 0
        self._known: dict[tuple[int, str], bool] = {}

    def told(
        self, cells: Ints, names: Sequence[int], texts: Sequence[str],
        products: Callable[[int], Sequence[ProductUse]], use: Callable[[int], MedicineUse],
    ) -> Flags:  # fmt: skip
        """By place: ``cells`` are numbers of cells of products, ``names`` of what is meant, ``texts`` the
        words as they were written: those are what a product is compared with, strength and all."""
        found = np.zeros(len(texts), bool)
        for row, (cell, name, text) in enumerate(zip(cells.tolist(), names, texts, strict=True)):
            told = self._known.get((cell, text))
            if told is None:
                written = use(name)._replace(text=text.strip())
                told = self._known[cell, text] = self._ask(products(cell), written)
            found[row] = told
        return found

    def _ask(self, products: Sequence[ProductUse], use: MedicineUse) -> bool:
        if not any(_alike(product, use) for product in products):
            return False
        self.calls += 1
        return answered(view.profile({"products": products}), use)


def _alike(product: ProductUse, use: MedicineUse) -> bool:
    """Whether they share a product or all the words of the medicine: without either, none is the other."""
    if use.product is not None and use.product == product.product:
        return True
    return set(keys.key(use.text).split()) <= set(keys.key(product.text).split())


def of_medicines(
    stage: Stage, meaning: Ints, rows: Ints, uses: Sequence[MedicineUse], bits: Bits, mg: Ints,
    known: Flags,
) -> None:  # fmt: skip
    """Add what medicines bring to their rows (ascending): findings, milligrams, and whether all of it
    is known."""
    if not len(rows):
        return

    def find(at: int) -> dict[str, Any]:
        return {**NO_PRODUCT, "medicines": (uses[int(meaning[at])],)}

    ids = stage.ids(meaning.astype(np.int64), find)
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    row = rows[starts]
    bits[row] |= np.bitwise_or.reduceat(stage.bits.array()[ids], starts, axis=0)
    mg[row] += np.add.reduceat(stage.array("mg")[ids], starts)
    known[row] &= np.logical_and.reduceat(stage.array("known")[ids], starts)
