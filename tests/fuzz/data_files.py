"""Changed data files: each is loaded, or refused with the file, the row and the reason."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from fuzz import mutate
from fuzz.readers import law
from helpers import healthy
from knowledge.lab import small_copy, write
from magadvise import InputError, KnowledgeError, advise, parse
from magadvise.knowledge import load

PEOPLE = (
    healthy(),
    healthy(age="68", medications="ciprofloxacin", patterns="heat", bedtime="22:00"),
)


class Lab:
    """A small copy of the data files; one of them is changed for a run, and put back."""

    def __init__(self, place: Path) -> None:
        self.place = small_copy(place)
        load.seal(place)
        self.whole = {file.name: file.read_bytes() for file in place.iterdir() if file.is_file()}

    def read(self, rng: Random) -> None:
        """One run. Raises what loading raises, but for a :class:`KnowledgeError` that says all."""
        name = rng.choice([*load.NAMES, *load.NAMES, load.SEAL])
        file = self.place / name
        if name == load.SEAL or rng.random() < 0.3:
            file.write_bytes(mutate.raw(rng, self.whole[name], 3))
        else:
            data = json.loads(self.whole[name])
            for _ in range(rng.choice((1, 1, 1, 2))):
                if data:
                    mutate.document(rng, data)
            _write(file, data)
        try:
            self._load()
        except KnowledgeError as error:
            law(error.file and error.row and error.reason)
        finally:
            file.write_bytes(self.whole[name])

    def _load(self) -> None:
        load.forget()
        try:
            known = load.load_knowledge(self.place)
            load.load_labels(self.place)
            load.load_codes(self.place)
            for name in load.ONLY_SHOWN:
                load.load_file(name, self.place)
            for person in PEOPLE:
                try:
                    advise(parse(person, known), known)
                except InputError:  # a word of theirs is not in the data any more
                    continue
        finally:
            load.forget()


def _write(file: Path, data: object) -> None:
    try:
        write(file, data)
    except (AttributeError, UnicodeEncodeError):
        file.write_text(json.dumps(data), encoding="utf-8")
