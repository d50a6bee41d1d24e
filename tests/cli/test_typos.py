"""One wrong key: commands, flags, values and medicines one edit away are suggested, never accepted."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from magadvise import load_knowledge
from magadvise.cli import tree
from magadvise.knowledge.load import folder
from magadvise.medicines.resolve import resolve

BAR = 0.95
LETTERS = string.ascii_lowercase
KEYS = LETTERS + string.digits + "-_"
# Needed beside what is mistyped, so that the typing error is the only one.
BESIDE = {
    ("batch",): ["patients.csv"], ("med",): ["ibuprofen"], ("label",): ["citrate 1000 mg"],
    ("explain",): ["KID001"], ("show",): ["forms"], ("schema",): ["plan"], ("completion",): ["bash"],
    ("profile", "save"): ["me"], ("profile", "show"): ["me"], ("profile", "forget"): ["me"],
}  # fmt: skip
FREE = (("batch",), ("label",), ("med",))
PERSON = {"--age": "45", "--sex": "female"}
PROGRAM = tree.root()


class Slip(NamedTuple):
    """A command line with one typing error, and the word that was meant."""

    meant: str
    arguments: list[str]


def one_edit(word: str, keys: str = KEYS) -> list[str]:
    """Every text one insertion, deletion, replacement or swap of neighbours away from a word."""
    found = set()
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        found |= {left + key + right for key in keys}
        found |= {left + key + right[1:] for key in keys if right}
        found |= {left + right[1:], left + right[1:2] + right[:1] + right[2:]}
    return sorted(found - {word, ""})


def sample(words: list[str], most: int, seed: str) -> list[str]:
    """All of them, or ``most`` of them, the same in every run."""
    return words if len(words) <= most else random.Random(seed).sample(words, most)  # noqa: S311


def commands() -> Iterator[Slip]:
    for node in PROGRAM.walk():
        names = [below.path[-1] for below in node.below]
        for name in names:
            for typed in sample(one_edit(name), 150, name):
                if typed not in names and not typed.startswith("-"):
                    yield Slip(name, [*node.path, typed])


def flags() -> Iterator[Slip]:
    for node in PROGRAM.walk():
        takes = {name: flag.value is not None for flag in node.flags for name in flag.names}
        for name in takes:
            for typed in sample(one_edit(name), 15, " ".join((*node.path, name))):
                if typed in takes or re.match("-[ho]|--$", typed):
                    continue  # -oage is a way to write -o age, -h shows the help, -- ends the flags
                if len(name) == len("-o") and node.path[:1] in FREE and not re.match("-.", typed):
                    continue  # a word like any other
                value = ["none"] if takes[name] else []
                yield Slip(name, [*node.path, *BESIDE.get(node.path, []), typed, *value])


def values() -> Iterator[Slip]:
    for node in PROGRAM.walk():
        for flag in node.flags:
            name, words = flag.names[-1], flag.value.words if flag.value else ()
            if name in ("--med", "--product"):
                continue  # any text is the name of a medicine or a product
            person = [w for f, v in PERSON.items() if f != name for w in (f, v)]
            given = [*BESIDE.get(node.path, []), *(person if "plan" in node.path else [])]
            for word in words:
                for typed in typed_for(word, words, 3):
                    yield Slip(word, [*node.path, *given, name, typed])
        for words in (wanted.value.words for wanted in node.words):
            for word in sample(list(words), 20, "codes"):
                for typed in typed_for(word, words, 3 if word.isupper() else 20):
                    yield Slip(word, [*node.path, typed])


def typed_for(word: str, words: tuple[str, ...], most: int) -> list[str]:
    known = {other.casefold() for other in words}
    slips = [typed for typed in one_edit(word) if typed.casefold() not in known]
    return sample([typed for typed in slips if not typed.startswith("-")], most, word)


@pytest.mark.parametrize("slips", [commands, flags, values])
def test_one_wrong_key_is_refused_and_the_word_that_was_meant_is_suggested(
    run, tmp_path, monkeypatch, slips: Callable[[], Iterator[Slip]]
):
    monkeypatch.chdir(tmp_path)
    tried, missed, taken = 0, [], []
    for slip in slips():
        code, out, err = run(*slip.arguments)
        tried += 1
        if code != 2 or out:
            taken.append(slip)
        hint = err.partition("Did you mean ")[2].partition("?")[0]
        if slip.meant not in hint.split(" or "):
            missed.append((slip, err[:120]))
    share = 1 - len(missed) / tried
    assert tried > 300
    assert not taken, f"{len(taken)} of {tried} were taken: {taken[:5]}"
    assert share >= BAR, f"{share:.1%} of {tried} suggested; missed: {missed[:20]}"


def test_a_wrong_flag_of_another_command_or_before_the_command_is_told_where_it_belongs(run):
    assert "Put --age after its command" in run("--age", "45").err
    assert "Did you mean --age?" in run("--aeg", "45").err


def test_a_mistyped_flag_is_no_name_of_a_medicine(run):
    code, out, err = run("med", "levothyroxine", "x--json")
    assert (code, out) == (2, "")
    assert "Did you mean --json?" in err


def test_a_word_that_two_words_can_have_become_is_answered_with_both(run):
    """Neither is guessed."""
    assert "Did you mean --med-time or --bedtime?" in run("plan", "--medtime", "22:30").err


def test_a_word_like_no_command_is_answered_with_the_way_to_the_help(run):
    code, out, err = run("xyzzyqwert")
    assert (code, out) == (2, "")
    assert "Did you mean" not in err
    assert "magadvise --help" in err


# medicines ---------------------------------------------------------------------------------------

COMMON = """
paracetamol ibuprofen naproxen diclofenac celecoxib meloxicam indomethacin ketoprofen etoricoxib
piroxicam tramadol codeine morphine oxycodone fentanyl buprenorphine methadone tapentadol
hydromorphone naloxone amoxicillin ampicillin cefalexin cefuroxime ceftriaxone azithromycin
clarithromycin erythromycin doxycycline minocycline tetracycline ciprofloxacin levofloxacin
moxifloxacin norfloxacin ofloxacin metronidazole trimethoprim nitrofurantoin clindamycin linezolid
vancomycin rifampicin isoniazid fluconazole itraconazole voriconazole terbinafine nystatin
aciclovir valaciclovir oseltamivir dolutegravir raltegravir bictegravir efavirenz lamivudine
tenofovir rilpivirine atazanavir omeprazole esomeprazole lansoprazole pantoprazole rabeprazole
famotidine ranitidine sucralfate loperamide metoclopramide ondansetron mesalazine sulfasalazine
bisacodyl lactulose hyoscine levothyroxine liothyronine carbimazole prednisolone prednisone
dexamethasone hydrocortisone budesonide fludrocortisone metformin gliclazide glimepiride
sitagliptin linagliptin empagliflozin dapagliflozin canagliflozin liraglutide semaglutide
pioglitazone acarbose alendronate risedronate ibandronate raloxifene denosumab atorvastatin
simvastatin rosuvastatin pravastatin ezetimibe fenofibrate amlodipine nifedipine felodipine
diltiazem verapamil lisinopril ramipril enalapril perindopril losartan valsartan candesartan
irbesartan telmisartan olmesartan bisoprolol metoprolol atenolol propranolol carvedilol nebivolol
furosemide bumetanide torasemide hydrochlorothiazide indapamide chlortalidone spironolactone
eplerenone amiloride triamterene digoxin amiodarone flecainide sotalol warfarin apixaban
rivaroxaban dabigatran edoxaban clopidogrel ticagrelor aspirin sertraline citalopram escitalopram
fluoxetine paroxetine venlafaxine duloxetine mirtazapine trazodone amitriptyline nortriptyline
bupropion lithium quetiapine olanzapine risperidone aripiprazole haloperidol clozapine diazepam
lorazepam clonazepam alprazolam temazepam zolpidem zopiclone gabapentin pregabalin carbamazepine
lamotrigine levetiracetam valproate phenytoin topiramate levodopa pramipexole ropinirole
rasagiline donepezil memantine baclofen tizanidine salbutamol montelukast theophylline cetirizine
loratadine fexofenadine methotrexate leflunomide azathioprine mycophenolate tacrolimus ciclosporin
penicillamine allopurinol febuxostat colchicine tamsulosin finasteride solifenacin oxybutynin
sildenafil tadalafil tamoxifen letrozole anastrozole quinine sumatriptan rizatriptan""".split()


def test_one_wrong_letter_in_a_common_medicine_is_never_taken_for_it_and_it_is_suggested():
    table = load_knowledge().medicines
    text = (folder() / "medicines.json").read_text(encoding="utf-8")
    assert len(set(COMMON)) >= 200
    tried, missed, taken = 0, [], []
    for name in COMMON:
        assert resolve(name, table).resolved, name
        for typed in sample(one_edit(name, LETTERS), 3, name):
            if f'"{typed}"' in text:
                continue  # a name of its own, as in another language
            use = resolve(typed, table)
            tried += 1
            if use.resolved or name in {match.name for match in use.matches}:
                taken.append((name, typed))
            if name not in use.suggestions:
                missed.append((name, typed))
    share = 1 - len(missed) / tried
    assert tried > 500
    assert not taken, f"taken for a medicine: {taken}"
    assert share >= BAR, f"{share:.1%} of {tried} suggested; missed: {missed[:20]}"
