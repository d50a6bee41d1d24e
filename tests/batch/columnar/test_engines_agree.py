"""Both batch engines give the same answer, cell by cell, whatever a row says."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from batch.columnar import people
from batch.columnar.both import HEALTHY, KNOWLEDGE, Pair, blocks, differences, pa
from batch.columnar.cells import SCALARS
from magadvise.profile import QUESTIONS

LASTING = Pair()  # one that has seen all rows before
SPELT = Pair()
OTHERS = people.crowd(30, 2)
# A difference tells its row; to make a whole block smaller takes minutes.
AS_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=90, deadline=None, phases=AS_DRAWN)
@given(st.lists(people.anyone(), min_size=1, max_size=6), st.integers(0, 30), st.integers(0, 60))
def test_any_rows_are_answered_alike_in_any_order_and_beside_any_others(rows, others, cut):
    block = [*rows, *OTHERS[:others]]
    cut %= len(block)
    assert LASTING.differences([*block[cut:], *block[:cut]]) == []
    names = list(dict.fromkeys(name for row in block for name in row))
    full = [{name: row.get(name, "") for name in names} for row in block]
    assert LASTING.by_column(names, full[::-1]) == LASTING.by_column(names, full)[::-1]


@settings(max_examples=15, deadline=None)
@given(st.lists(people.anyone(), min_size=1, max_size=3))
def test_any_rows_are_answered_alike_where_nothing_is_known_yet(rows):
    assert differences(rows) == []


@settings(max_examples=15, deadline=None, phases=AS_DRAWN)
@given(
    people.anyone(),
    st.lists(people.CHANGES, max_size=2),
    st.sampled_from(list(KNOWLEDGE.standards)),
)
def test_flags_fill_the_columns_that_a_file_lacks(row, flags, standard):
    flags = [(question, text.strip()) for question, text in flags if question in QUESTIONS]
    filled = {question: [text] for question, text in flags if text and question not in row}
    assert differences([row, {**row, "age": "70"}], filled, standard) == []


class Crowd:
    """Rows by chance through one engine, some hundred at a time."""

    def __init__(self) -> None:
        self.pair = Pair()
        self.rows = people.crowd(2000, 5)
        self.different = [
            d for block in blocks(self.rows, 400) for d in self.pair.differences(block)
        ]


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    return Crowd()


def test_a_crowd_is_answered_alike(crowd):
    assert crowd.different == []


def test_a_crowd_reaches_every_active_code_and_every_named_one_in_both_engines(crowd):
    named = (KNOWLEDGE.conditions, KNOWLEDGE.red_flags, KNOWLEDGE.patterns)
    codes = {code for code, rule in KNOWLEDGE.rules.items() if rule.status == "active"}
    codes |= {row.code for rows in named for row in rows.values() if row.code}
    by_row, by_column = crowd.pair.reached
    assert codes == by_row == by_column
    assert len(codes) > 100


def test_a_crowd_holds_all_dispositions_and_many_reasons_to_refuse_a_row(crowd):
    said = crowd.pair.by_column(list(HEALTHY), [HEALTHY])[0]
    assert said["disposition"] == "supplement"
    assert crowd.pair.answered > 1500
    assert crowd.pair.rejected > 250
    assert len({(p.code, p.field) for p in crowd.pair.columns.problems.items if p}) > 30


# Texts that a step which spells names alike must not make into another answer.
@pytest.mark.parametrize(
    "medications",
    [
        # Words that say that there is nothing, beside words that make them a name.
        "none 5 mg", "unknown 10 mg", "None 1 g tablets", "none®", "nòne", "UNKNOWN®", "ｎｏｎｅ", "none.",
        # A strength that touches the name is part of the name.
        "furosemide40 mg", "cipro500mg", "digoxin0.25mg tablets", "lithium400 mg", "raltegravir400mg",
        "bb k8 mg", "vitamin d3 mg", "co-codamol8/500", "humulin m3 mg tablets",
        # Signs behind a name.
        "Cipro®", "Cipro™", "Cipro™ 500 mg", "Cipro℠ tablets", "Cipro(R)", "Cipro® ® 500 mg", "№ 7 Cipro",
        # Letters that fold in more than one step.
        "Ｃｉｐｒｏ 500 mg", "ｒｘｎｏｒｍ:2551", "átc:J01MA02", "ATC:J01MA02", "rxnorm:2551 5 mg", "ŒSTRADIOL",
        "İbuprofen", "Straße", "ﬁnasteride 5 mg", "cipro\u200b 500\u00a0mg", "cipro\u00ad floxacin", "ℂipro",
        "Cipro ⅲ", "Sinemet ½ tablet", "5 ㎎ cipro", "cipro\u0345",
        # Joining words inside another word.
        "levothyroxine_and_ciprofloxacin_eye_drops", "levothyroxine-and-ciprofloxacin eye drops",
        "estradiol_with_norethisterone patch", "Cipro in Dextrose 5%", "cipro in dextrose 5 tablets",
        "nexium 24hr 20 mg", "prilosec 1 2 3 a 5 mg", "triamterene and hydrochlorothiazide daily",
        # A number that is part of a product.
        "Mag 64 tablets", "mag-ox 400 tablets", "Mag Ox 400 mg once daily", "uro mag 140 mg capsules",
        # Longer than a name may be, if only by its strength.
        "ciprofloxacin " * 28 + "tablets 500 mg", "cipro" + " " * 400 + "500 mg", "x" * 401,
        "ciprofloxacin " + "tablets " * 47 + "500 mg", "é" * 399 + " 5 mg",
        # The same name twice, and nearly the same.
        "zzyx 5 mg; ZZYX 5 MG", "zzyx 5 mg; zzyx 10 mg", "zzyx; zzyx.", "zzyx; zzÿx; zzÿx",
        "milk of magnesia 15 ml; Milk of Magnesia 15 mL", "milk of magnesia 15 ml; milk of magnesia 30 ml",
        "zma; ZMA; zma 2 capsules", "slow-mag; slow mag; slowmag", "cipro eye drops; cipro (eye drops)",
        "Magnésiocard; magnésiocard; magnesiocard", "a/b; a b; a-b",
        "for eye infection cipro; for-eye infection cipro",
        "levothyroxine ciprofloxacin eye drops; levothyroxine/ciprofloxacin eye drops",
        "levothyroxine/ciprofloxacin eye drops; levothyroxine ciprofloxacin eye drops",
        "levothyroxine + ciprofloxacin eye drops; Levothyroxine, ciprofloxacin eye drops",
        "none; none", "none;;", ";", "|", " ; | ", "unknown; cipro", "unknown; none", "none; cipro",
    ],
)  # fmt: skip
def test_a_spelling_means_in_a_column_what_it_means_alone(medications):
    person = {**HEALTHY, "medications": medications}
    timed = {**person, "medication_times": f"{medications.split(';')[0]}=07:00"}
    product = {**person, "products": medications}
    assert SPELT.differences([person, timed, product, {**product, "other_magnesium_mg": ""}]) == []


def test_a_medicine_that_is_a_product_too_counts_once_whatever_the_words():
    names = ("magnesiocard", "magnésiocard", "MAGNÉSIOCARD® 5 mg", "Gelusil™", "bufferin")
    pair = Pair()
    for product in ("centrum with {}", "centrum, {}", "{}", "centrum", "zma"):
        for name in names:
            other = product.format(name)
            for products in (other, other.upper(), f"milk of magnesia 5 ml; {other}"):
                row = {**HEALTHY, "medications": name, "products": products}
                plain = {**row, "medications": "magnesiocard; cipro"}
                assert (
                    pair.differences([row, {**row, "medications": f"{name}; cipro"}, plain]) == []
                )


def test_a_product_that_is_named_twice_in_other_words_counts_alike():
    texts = [f"{name}{more}" for name in ("zma", "centrum", "mag-ox 400", "topical magnesium")
             for more in ("", f"; {name} tablets", f"; {name}; {name} taken daily; {name} once")]  # fmt: skip
    pair = Pair()
    assert pair.differences([{**HEALTHY, "products": text} for text in texts]) == []
    assert pair.differences([{**HEALTHY, "products": text} for text in reversed(texts)]) == []
    left = [pair.by_row({**HEALTHY, "products": text})["remaining_mg"] for text in texts[3:5]]
    assert left[0] > left[1]


@pytest.mark.parametrize(
    ("row", "defaults"),
    [
        ({"age": "40", "sex": "male", "creatinine_unit": "mg/dL"}, {"creatinine": ["1.1mg/dL"]}),
        ({"age": "40", "sex": "male", "creatinine": "97", "creatinine_unit": ""}, {"kidney": ["ckd"]}),
        ({"age_months": "8", "sex": "male"}, {"age": ["40"]}),
        ({"age_months": "", "sex": "male"}, {"age": ["40"]}),
        ({"sex": "", "age": "40"}, {"medications": ["cipro", "none"]}),
        ({"age": "40", "medications": "cipro"}, {"medication_times": ["cipro=07:00", "cipro=09:00"]}),
        ({"age": "40"}, {"sex": ["female"], "medications": ["cipro", "zzyx; a"], "products": ["zma"]}),
        ({"age": "40", "conditions": ""}, {"conditions": ["gout"], "red_flags": ["none"]}),
    ],
)  # fmt: skip
def test_flags_and_the_columns_beside_them_are_read_alike(row, defaults):
    assert differences([row], defaults) == []


def test_a_cell_that_no_person_fills_is_refused_alike():
    many = ";".join(["zma"] * 301)
    pair = Pair()
    for question in (
        "medications",
        "medication_times",
        "conditions",
        "products",
        "age",
        "standard",
    ):
        for text in (many, "x" * 20_001, " " * 20_001, ";" * 299, "|" * 300):
            assert pair.differences([HEALTHY, {**HEALTHY, question: text}, HEALTHY]) == []


def test_the_first_of_several_problems_is_the_same():
    wrong = {
        "age": "0", "sex": "x", "pregnant": "x", "breastfeeding": "x", "kidney": "x", "egfr": "x",
        "creatinine": "x", "patterns": "none;night", "conditions": "none;gout", "red_flags": "none;unknown",
        "medications": "none;cipro", "medication_times": "x", "products": "none;zma", "wake": "x",
        "other_magnesium_mg": "x", "diet_magnesium_mg": "x", "check_dose_mg": "x", "check_form": "x",
        "stool": "x", "bedtime": "x", "standard": "x",
    }  # fmt: skip
    two = [
        {**HEALTHY, a: wrong[a], b: wrong[b]} for at, a in enumerate(wrong) for b in [*wrong][at:]
    ]
    contradicting = [
        {**row, **more}
        for row in two[::3]
        for more in ({"sex": "male", "pregnant": "yes"}, {"pregnant": "no", "patterns": "pregnancy"},
                     {"sex": "male", "patterns": "pregnancy"}, {"age_months": "5"})
    ]  # fmt: skip
    pair = Pair()
    assert pair.differences([*two, *contradicting]) == []
    assert pair.answered == 0


def test_blocks_of_dictionaries_and_of_slices_are_answered_alike():
    rows = [{**HEALTHY, **row} for row in people.crowd(60, 9)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    pair = Pair()
    expected = pair.by_column(names, [{n: row.get(n, "") for n in names} for row in rows])
    texts = {name: ["", "45", *(row.get(name, "") for row in rows), "x"] for name in names}
    sliced = {name: pa.array(column).slice(2, len(rows)) for name, column in texts.items()}
    coded = {
        name: array if name in ("medications", "medication_times") else array.dictionary_encode()
        for name, array in sliced.items()
    }
    part = {
        name: pa.array(column).dictionary_encode().slice(2, len(rows))
        for name, column in texts.items()
    }
    for table in (sliced, coded, part):
        assert pair.answers(table, len(rows)) == expected


def test_a_block_without_rows_has_no_answers():
    pair = Pair()
    assert pair.answers({name: pa.array([], pa.string()) for name in SCALARS}, 0) == []
    empty = {name: pa.array([], pa.string()) for name in ("age", "medications", "medication_times")}
    assert pair.answers(empty, 0) == []


def test_a_table_that_grew_too_large_is_made_anew_without_a_change(monkeypatch):
    monkeypatch.setattr("magadvise.batch.columnar.engine.MOST_TEXTS", 200)
    pair = Pair()
    tables = []
    for block in blocks(people.crowd(200, 3), 50):
        assert pair.differences(block) == []
        tables.append(pair.columns._tables)
    assert len({id(table) for table in tables}) > 1
