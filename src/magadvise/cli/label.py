"""``magadvise label``: how much magnesium a label really brings, and how many units fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from magadvise import profile as door
from magadvise.advice.units import Fit, Fits, fits
from magadvise.cli import output
from magadvise.cli.draw.warnings import BADGES
from magadvise.cli.med import ADULT_MONTHS
from magadvise.cli.screen import Line, safe
from magadvise.errors import InputError, Problem
from magadvise.knowledge.load import load_knowledge, load_labels, load_words
from magadvise.medicines.label import Kind, Reading, read
from magadvise.model import Severity

BASIS = {
    "magnesium_line": "The label states the magnesium itself.",
    "compound": "The weight is that of the compound. Magnesium is only a part of it.",
    "unclear": "This can be the magnesium itself or the weight of the compound.",
    "mmol": "Worked out from mmol or mEq: 1 mmol is 24.3 mg, 1 mEq is 12.15 mg.",
    "daily_value": "Worked out from the daily value: 100% is 420 mg in the US (400 mg on older "
    "labels) and 375 mg in the EU.",
    "product": "A product that we know; its label amount is used.",
    "skin": "Magnesium on the skin or in a bath is no dose. It counts as 0 mg.",
}
NOTES = {
    "share_stated": "The stated share was used.",
    "share_odd": "The stated share does not fit this compound. The higher figure counts.",
    "line_odd": "The stated magnesium does not fit the weight of this compound. The higher figure "
    "counts. Ask the maker.",
    "several_lines": "Several amounts of magnesium stand here. Their sum counts toward a limit.",
    "one_or_all": "The amount can be that of one unit or of all of them. The higher figure counts.",
    "line_or_compound": "Look for the line 'Magnesium ... mg' on the pack.",
}
HINT = "Write what the label says: 'magnesium citrate 1000 mg', '10 mmol', '5 mL milk of magnesia'."


def run(
    texts: Sequence[str],
    age: Sequence[str],
    standard: Sequence[str],
    most: Sequence[str],
    format_: str,
    file: str | None,
) -> None:
    """Read the labels in the order given. Raises :class:`InputError` for one that says no amount."""
    knowledge, table = load_knowledge(), load_labels()
    options = door.label_options(
        {"age": age, "standard": standard, "most": most}, knowledge, ADULT_MONTHS
    )
    found: list[tuple[Reading, Fits]] = []
    problems = []
    for number, text in enumerate(texts, 1):
        reading = read(text, table, knowledge.products)
        if reading is None:
            what = "this label" if len(texts) == 1 else f"label {number}"
            problems.append(
                Problem("label_not_understood", "", f"no amount of magnesium found in {what}",
                        example='magadvise label "magnesium citrate 1000 mg"', hint=HINT)
            )  # fmt: skip
        else:
            found.append((reading, fits(reading, knowledge, *options)))
    if problems:
        raise InputError(problems)
    if format_ == "json":
        from magadvise.export.json_label import documents
        from magadvise.export.json_plan import dumps

        output.json_text(dumps(documents(found, table.caution, knowledge.disclaimer)), file)
    else:
        shown = [line for pair in found for line in _lines(*pair, bool(age))]
        words = load_words("plan")
        mark, label = f"{words('severity.caution')}:", words("spoken.caution")
        shown += [Line(table.caution, mark, badge=BADGES[Severity.CAUTION], label=label)]
        output.text([*shown, Line(""), Line(knowledge.disclaimer, style="bold")], file)


def _lines(reading: Reading, fit: Fits, aged: bool) -> Iterator[Line]:
    yield Line(safe(reading.text), style="bold", label="Label", whole=True)
    yield Line(_headline(reading), style="bold")
    yield Line(BASIS[reading.basis])
    if len(reading.kinds) > 1 and reading.basis in ("compound", "unclear"):
        yield Line("The label does not say which kind it is:")
    for kind in reading.kinds:
        yield Line(_kind(kind), "-", label="Kind")
    for note in reading.notes:
        if note in NOTES:
            yield Line(NOTES[note])
    yield from _limit(fit, "at this age" if aged else "for adults under 65", bool(reading.high_mg))
    if fit.steps:
        yield Line(f"How many fit, rounded down (never up), counted as {_each(reading)}:")
        for step in fit.steps:
            yield Line(_step(step, reading.unit), f"{step.mg_per_day} mg a day:")
    yield Line("Prefer the line 'Magnesium ... mg' of the label: that is the magnesium itself.")
    yield Line("")


def _headline(reading: Reading) -> str:
    low, high = reading.for_dose_mg, reading.for_limit_mg
    if reading.exact:
        return f"Elemental magnesium: {high} mg."
    return (
        f"Elemental magnesium: {low} to {high} mg. Count {high} mg toward a limit; rely on {low} mg "
        "only to reach a dose."
    )


def _kind(kind: Kind) -> str:
    if kind.low_percent == kind.high_percent:
        return f"{kind.name}: {kind.low_percent:.4g}%, {round(kind.low_mg)} mg"
    return (
        f"{kind.name}: {kind.low_percent:.4g} to {kind.high_percent:.4g}%, "
        f"{round(kind.low_mg)} to {round(kind.high_mg)} mg"
    )


def _limit(fit: Fits, who: str, some: bool) -> Iterator[Line]:
    if fit.ul_mg is None:
        yield Line("No upper limit can be determined at this age: no supplement.", "LIMIT:")
        return
    yield Line(
        f"At most {fit.most_mg} mg a day from all supplements together, {who}. "
        + (f"This is {fit.over_mg} mg above it." if fit.over_mg else "This is within it."),
        "LIMIT:",
        label="Limit",
    )
    if not fit.steps and fit.most_mg and some:
        yield Line("No dose is given here for this person without a doctor.")


def _each(reading: Reading) -> str:
    each = reading.high_mg / reading.units
    return f"{each:.4g} mg a {reading.unit}"


def _step(step: Fit, unit: str) -> str:
    if not step.units:
        return f"no whole {unit} fits; one brings more"
    plural = "" if step.units == 1 else "s"
    brings = f"{step.high_mg} mg"
    if not step.exact:
        brings = f"{step.low_mg} to {brings}"
    return f"{step.units} {unit}{plural} ({brings})"
