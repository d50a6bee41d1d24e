"""How hard a text is to read: an own Flesch-Kincaid grade, sentence by sentence.

Grade = 0.39 x words + 11.8 x syllables / words - 15.59 of one sentence (Kincaid 1975), counted by the
rules that Flesch gave with his test, with these choices where they leave one:

- A sentence ends at a full stop, a question or exclamation mark or a semicolon. Flesch also ends one
  at a colon that marks off a full unit of speech; a program cannot tell, so here none does. The
  sentences come out longer and the grades stricter.
- A figure, a unit, an abbreviation in capitals and any mix of them is one word of one syllable.
- ``KNOWN``: the names that a reader brings along or looks for on a pack (magnesium, a salt, a
  medicine, the name of an illness that a doctor has given) count two syllables whatever their length:
  no plainer word exists for them. Kinds of medicines (antibiotic, laxative, diuretic) and signs
  (diarrhoea) count in full.
- Left out is what is no sentence: fewer than ``LEAST`` words, or a label and its value (``Certainty
  of the evidence: low``) where neither has that many.

Syllables are counted by rules and a list of exceptions, which ``tests/knowledge/
test_reading_grade.py`` checks against words counted by hand.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

LEAST = 5  # words: of less the grade says nothing
NAME_SYLLABLES = 2
# Salts and what stands on packs, and illnesses that the reader was told to have, besides the names
# of the medicines.
KNOWN = frozenset(
    """magnesium magadvise bisglycinate diglycinate glycinate citrate malate lactate gluconate aspartate
    oxide hydroxide chloride carbonate sulfate taurate threonate orotate pidolate glycine taurine
    aspartame trisilicate hydrotalcite picosulfate calcium potassium sodium aluminium vitamin vitamins
    glycerophosphate salicylate bicarbonate ammonium mycophenolate mofetil axetil creatinine cochrane
    dialysis haemodialysis diabetes cirrhosis gastroparesis phenylketonuria myasthenia parkinson ileus
    gerolsteiner apollinaris pellegrino""".split()
)
# Words that the rules of :func:`syllables` count wrong.
EXCEPTIONS = {
    word: count
    for count, words in {
        1: "ache aches tired",
        2: "being beyond doing evening evenings every fatigue fluid fluids going people quinoa science "
        "series someone something sometimes union",
        3: "area areas creating everyday everyone everything familiar idea ideas outpatient outpatients "
        "reaction reactions",
        4: "diabetes diarrhoea european",
        6: "gastroenteritis gastrointestinal",
    }.items()
    for word in words.split()
}
SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])|;\s+")
WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f][^\s\u2026]*")
SIGN = re.compile(r".*[0-9]|[^a-z]+$|[a-z]{0,2}[A-Z]{2}|(m|mc|u)?(g|mol|L|Eq)/")
UNITS = frozenset("mg g kg mcg mL ml L dL h s min mm mmol mEq kcal oz vs".split())
VOWELS = re.compile(r"[aeiouy]+")
# Two vowels side by side that are two syllables.
SPLIT = re.compile(
    r"i[ou](?!n|u?s)|(?<![tcsgnl])io(?=n|us)|(?<![tcsgx])ia|eo(?!u)|(?<![qg])ua(?=[tl])|uou|"
    r"[aeouy]i(?=ngs?$)|(?<![tc])ie(?=nt|nc)|ie(?=t|r$|st$)|eu(?=m|s$)|(?<=cr)ea(?=t)"
)
SILENT = re.compile(r"(?<=[a-z]{2})e(?=ly$|ful|less|ment|ness|some$)")
LAST_E = re.compile(r"(?<![aeiouy])e$")
LAST_ES = re.compile(r"(?<![sxzcg])(?<!ch|sh)es$|(?<![td])ed$")
LAST_LE = re.compile(r"[^aeiouyl]le[sd]?$")


@cache
def syllables(word: str) -> int:
    """The syllables of one English word, at least 1; parts joined by hyphens are added up."""
    parts = [part for part in re.split(r"[-/\u2013]", word) if part]
    if len(parts) > 1:
        return sum(syllables(part) for part in parts)
    plain = re.sub(r"[^a-z]", "", re.sub(r"'s$", "", word.casefold()))
    if plain in EXCEPTIONS:
        return EXCEPTIONS[plain]
    stem = SILENT.sub("", plain)
    if not LAST_LE.search(stem):
        stem = LAST_ES.sub("", LAST_E.sub("", stem))
    spasm = stem.rstrip("s").endswith(("sm", "thm"))
    return max(1, len(VOWELS.findall(stem)) + len(SPLIT.findall(stem)) + spasm)


class Sentence(NamedTuple):
    """One sentence as read, the number of its words and syllables."""

    text: str
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade: US school years."""
        return 0.39 * self.words + 11.8 * self.syllables / self.words - 15.59


def sentences(text: str, known: frozenset[str] = KNOWN) -> list[Sentence]:
    """The sentences of a text; ``known`` are names in small letters."""
    found = []
    for part in SENTENCE_END.split(text):
        words = [w.rstrip(".,;:!?)]\"'") for w in WORD.findall(part)]
        if max(len(WORD.findall(side)) for side in part.split(": ")) >= LEAST:
            counts = sum(_count(word, known) for word in words)
            found.append(Sentence(part.strip(), len(words), counts))
    return found


def _count(word: str, known: frozenset[str]) -> int:
    if word in UNITS or SIGN.match(word):
        return 1
    if re.sub(r"'s$", "", word.casefold()) in known:
        return NAME_SYLLABLES
    return syllables(word)
